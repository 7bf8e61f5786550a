//! Stories of the guide through Graph Explorer.

use seedferry_protocol::{
    AccountEvent, Cloud, EditField, Event, ExportOptions, GuideStep, GuideView, Surroundings, TargetFormat,
    Ticket, TokenId,
};

use super::{Story, batch};

impl Story {
    /// A story that begins in the guide for tokens with these serial numbers, split into bodies of this size.
    fn guided(serials: &[&str], per_body: Option<u32>) -> Self {
        let mut story = Self::with(batch(serials));
        story.does(Event::ExportChosen(Some(TargetFormat::EntraJson)));
        story.split(per_body).does(Event::GuideChosen(true));
        story
    }

    fn split(&mut self, per_body: Option<u32>) -> &mut Self {
        self.does(Event::ExportOptionsChanged(ExportOptions { per_body, ..ExportOptions::default() }))
    }

    fn guide(&self) -> GuideView {
        self.export.as_ref().unwrap().guide.clone().unwrap()
    }

    /// Name, number of tokens and tick of every body.
    fn bodies(&self) -> Vec<(&str, u32, bool)> {
        let parts = &self.export.as_ref().unwrap().parts;
        parts.iter().map(|part| (part.file_name.as_str(), part.tokens, part.created)).collect()
    }
}

/// What each step must say.
const SAID: [(GuideStep, &[&str]); 9] = [
    (
        GuideStep::SignIn,
        &[
            "graph-explorer",
            "Authentication Policy Administrator",
            "Sign in before you paste",
            "sandbox proxy",
        ],
    ),
    (
        GuideStep::Request,
        &[
            "PATCH",
            "beta",
            "The link never carries the body",
            "https://graph.microsoft.com/beta/directory/authenticationMethodDevices/hardwareOathDevices",
        ],
    ),
    (
        GuideStep::Permission,
        &[
            "Open Modify permissions",
            "press Open the permissions panel",
            "Policy.ReadWrite.AuthenticationMethod",
            "Global Administrator or Privileged Role Administrator signs in to Graph Explorer",
            "Consent on behalf of your organization",
            "Enterprise applications, Graph Explorer, Permissions, Grant admin consent",
            "text for the administrator",
            "Please grant admin consent",
            "de8bc8b5-d9f9-48b1-a8ad-b748da725064",
        ],
    ),
    (
        GuideStep::Bodies,
        &[
            "open Request body",
            "press Run query",
            "There are 2 bodies",
            "one after another",
            "tick each body that was answered with 200 or 201",
            "Do not open Code snippets",
        ],
    ),
    (
        GuideStep::Answer,
        &[
            "200 or 201 proves that Entra took the request",
            "does not prove that every token was created",
            "401 or 403",
            "413: the body is too large",
            "smaller size under Split into bodies above",
            "select in the table those that the inventory lacks",
        ],
    ),
    (
        GuideStep::Inventory,
        &[
            "method=GET",
            "look for the serial numbers below",
            "A1",
            "B2",
            "@odata.nextLink",
            "If some are missing, take the tick of their body back",
        ],
    ),
    (
        GuideStep::CleanUp,
        &["open History and delete the PATCH requests", "30 days", "Clear the clipboard", "Win+V"],
    ),
    (
        GuideStep::Users,
        &[
            "Security info, Add sign-in method, Hardware token",
            "https://mysignins.microsoft.com/security-info",
        ],
    ),
    (GuideStep::Vendor, &["confirm the download in the vendor's e-mail", "deletes the link"]),
];

#[test]
fn each_step_says_what_to_press_and_what_goes_wrong() {
    let steps = Story::guided(&["A1", "B2"], Some(1)).guide().steps;
    assert_eq!(SAID.map(|(step, _)| step).to_vec(), steps.iter().map(|step| step.step).collect::<Vec<_>>());
    for (step, (_, phrases)) in steps.iter().zip(SAID) {
        let said = format!("{:?}", step.items);
        let lacking: Vec<_> = phrases.iter().filter(|phrase| !said.contains(**phrase)).collect();
        assert!(lacking.is_empty(), "{:?} lacks {lacking:?}: {said}", step.step);
    }
}

#[test]
fn what_was_created_is_known_however_the_bodies_are_split() {
    let serials = ["1", "2", "3", "4", "5", "6"];
    let check = |per_body: Option<u32>, bodies: &[(&str, u32, bool)]| {
        let mut story = Story::guided(&serials, Some(2));
        story.does(Event::GuideBodyTicked { part: 0, done: true });
        let at_once = [true, false, false];
        assert_eq!(story.bodies().iter().map(|body| body.2).collect::<Vec<_>>(), at_once);
        story.split(per_body);
        assert_eq!(story.bodies(), bodies, "split anew");
        story.does(Event::ExportChosen(None)).does(Event::ExportChosen(Some(TargetFormat::EntraJson)));
        story.split(per_body).does(Event::GuideChosen(true));
        assert_eq!(story.bodies(), bodies, "closed and opened again");
        let first = story.export.as_ref().unwrap().parts[0].clone();
        assert_eq!(first.first, "1");
        story.does(Event::GuideBodyTicked { part: 0, done: false });
        assert!(!story.bodies()[0].2, "the tick is taken back");
    };
    let [done, rest] = ["entra-tokens-done.json", "entra-tokens.json"];
    let [first, second, third] =
        ["entra-tokens-1-of-3.json", "entra-tokens-2-of-3.json", "entra-tokens-3-of-3.json"];
    check(Some(2), &[(first, 2, true), (second, 2, false), (third, 2, false)]);
    // No body would be all new or all done.
    check(None, &[(done, 2, true), (rest, 4, false)]);
    check(Some(4), &[(done, 2, true), (rest, 4, false)]);
    let [first, second] = ["entra-tokens-1-of-2.json", "entra-tokens-2-of-2.json"];
    check(Some(3), &[(done, 2, true), (first, 3, false), (second, 1, false)]);
}

#[test]
fn ticks_follow_serial_numbers_and_count_as_handed_over() {
    let mut story = Story::guided(&["1", "2"], Some(1));
    story.does(Event::GuideBodyTicked { part: 0, done: true });
    story.does(Event::GuideBodyTicked { part: 7, done: true });
    assert!(story.unsaved, "the second is nowhere yet");
    story.does(Event::GuideBodyTicked { part: 1, done: true });
    assert!(!story.unsaved);
    let first = Event::EditBegun { token: TokenId(0), field: EditField::Serial, in_details: false };
    story.does(first).does(Event::EditGiven("3".to_owned()));
    assert_eq!(story.bodies().iter().map(|body| body.2).collect::<Vec<_>>(), [false, true], "another token");
    story.does(Event::Undone);
    assert_eq!(story.bodies().iter().map(|body| body.2).collect::<Vec<_>>(), [true, true]);
    story.does(Event::ExportChosen(Some(TargetFormat::EntraCsv)));
    assert!(!story.bodies()[0].2, "a table is not what Graph Explorer took");
}

#[test]
fn there_is_a_guide_in_the_global_cloud_alone() {
    let check = |event: fn(Cloud) -> Event, cloud: Cloud, offered: bool| {
        let mut story = Story::default();
        story.does(event(cloud)).offer("seeds.csv").says(super::OpenerReport::Opened(batch(&["1"])));
        story.does(Event::ExportChosen(Some(TargetFormat::EntraJson))).does(Event::GuideChosen(true));
        let export = story.export.as_ref().unwrap();
        assert_eq!((export.guide.is_some(), export.no_guide.is_none()), (offered, offered), "{cloud:?}");
        if let Some(why) = &export.no_guide {
            assert!(why.contains("exist in the global cloud alone") && why.contains(cloud.words()), "{why}");
            assert!(
                why.ends_with("take Entra CSV instead and upload it in the Entra admin center."),
                "{why}"
            );
        }
    };
    for cloud in Cloud::ALL {
        check(Event::BuiltFor, cloud, cloud == Cloud::Global);
        let prepared =
            |cloud| Event::Account(AccountEvent::Prepared(Surroundings { cloud, ..Surroundings::default() }));
        check(prepared, cloud, cloud == Cloud::Global);
    }
}

#[test]
fn whoever_waits_for_consent_is_told_of_the_wipe() {
    let check = |minutes: Option<u32>, said: Option<&str>| {
        let mut story = Story::guided(&["1"], None);
        story.does(Event::IdleChosen { minutes });
        let guide = story.guide();
        let step = guide.steps.iter().find(|step| step.step == GuideStep::Permission).unwrap();
        let text = format!("{:?}", step.items);
        assert_eq!(text.contains("This page is wiped after"), said.is_some());
        assert!(text.contains(said.unwrap_or_default()), "{text}");
    };
    check(
        Some(15),
        Some("wiped after 15 minutes in which nobody uses it, also while you are in another tab"),
    );
    check(Some(5), Some("choose Wipe after 1 h idle or Never wipe when idle at the top of this page first"));
    check(None, None);
}

#[test]
fn the_guide_keeps_its_ticks_and_holds_no_seed() {
    let mut story = Story::with(batch(&["A1", "B'2", "C3"]));
    story.does(Event::GuideChosen(true)).does(Event::ExportChosen(Some(TargetFormat::EntraJson)));
    assert!(story.export.as_ref().unwrap().guide.is_none(), "there is no guide without an export");
    story.does(Event::GuideChosen(true));
    story.does(Event::GuideStepTicked { step: GuideStep::Request, done: true });
    let done = |story: &Story| {
        let guide = story.export.as_ref().unwrap().guide.clone().unwrap();
        guide.steps.iter().filter(|step| step.done).map(|step| step.step).collect::<Vec<_>>()
    };
    assert_eq!(done(&story), [GuideStep::Request]);
    story.does(Event::GuideChosen(false)).does(Event::GuideChosen(true));
    assert_eq!(done(&story), [GuideStep::Request], "leaving keeps the ticks");
    story.does(Event::GuideStepTicked { step: GuideStep::Request, done: false });
    assert!(done(&story).is_empty());
    let shown = format!("{:?}", story.export.as_ref().unwrap().guide);
    assert!(shown.contains("B%27%272") || shown.contains("B'2"));
    assert!(!shown.contains("secretKey") && !shown.contains("requestBody"));
    story.does(Event::ExportChosen(Some(TargetFormat::EntraCsv)));
    assert!(story.export.as_ref().unwrap().guide.is_none(), "the guide is for the body of Graph");
    story.does(Event::ExportChosen(None)).does(Event::ExportChosen(Some(TargetFormat::EntraJson)));
    assert!(story.export.as_ref().unwrap().guide.is_none(), "closing the export leaves the guide");
}

#[test]
fn text_of_the_guide_raises_no_bar_and_takes_the_place_of_seeds() {
    let mut story = Story::with(batch(&["1"]));
    story.does(Event::ExportChosen(Some(TargetFormat::EntraJson))).does(Event::GuideChosen(true));
    story.does(Event::TextCopied { written: true });
    assert!(!story.clipboard && story.unsaved);
    story.does(Event::CopyAsked { ticket: Ticket(1), part: 0 });
    story.does(Event::CopyDone { ticket: Ticket(1), written: true });
    story.does(Event::TextCopied { written: false });
    assert!(story.clipboard, "the seeds are still there");
    story.does(Event::TextCopied { written: true });
    assert!(!story.clipboard);
}
