//! Journeys from *Upload to Entra…* to the result: the program's model against a simulated tenant.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test outside a test module; a wrong answer shall end it"
)]

use super::journey::{Journey, WRITING, tenant, token};
use seedferry_core::{
    app::{Answer, Effect},
    graph::Millis,
    token::{Interval, Token},
};
use seedferry_protocol::{
    AccountEvent, Event, PageEffect, ReadyState, RunState, SignInError, Ticket, TokenId, UploadEvent,
};
use seedferry_tenant::{Account, Challenge, Fault, Kept, Switches};

/// Opens the upload, starts it and waits for its end; the counts are created, there, failed, unchecked, not tried.
fn check(switches: Switches, faults: &[(u32, Fault)], counts: [u32; 5]) -> Journey {
    let mut tenant = tenant(switches);
    tenant.faults = faults.iter().copied().collect();
    let mut journey = Journey::with(250, tenant);
    journey.uploads(UploadEvent::Opened).waits();
    journey.uploads(UploadEvent::Started).waits();
    assert_eq!(journey.run().state, RunState::Ended, "{faults:?}: {:?}", journey.run().why);
    assert_eq!(journey.counts(), counts, "{faults:?}");
    assert_eq!(journey.left_out(), [0, 0, 0], "{faults:?}");
    assert_eq!(journey.tenant.violations(), []);
    assert!(journey.sent);
    journey
}

#[test]
fn every_token_has_its_verdict_whatever_happens() {
    let clean = Switches::default;
    let journey = check(Switches { lag: Millis(0), ..clean() }, &[], [250, 0, 0, 0, 0]);
    // Roles three times and the policy, three creations, and the inventory for the plan, before them and after them.
    assert_eq!(journey.tenant.requests(), 10);
    check(Switches { wraps_listed: true, bulk_status: 200, ..clean() }, &[], [250, 0, 0, 0, 0]);
    check(clean(), &[(6, Fault::LostAnswer), (8, Fault::Throttled(7_000))], [250, 0, 0, 0, 0]);
    check(clean(), &[(4, Fault::TokenExpires), (8, Fault::ErrorAfter(503))], [250, 0, 0, 0, 0]);
    for challenge in [Challenge::Unauthorized, Challenge::Forbidden, Challenge::InMessage] {
        check(Switches { challenge, ..clean() }, &[(7, Fault::ClaimsChallenge)], [250, 0, 0, 0, 0]);
    }
    check(Switches { refused_ending: Some('7'), ..clean() }, &[], [225, 0, 25, 0, 0]);
    let mut lost = check(clean(), &[(7, Fault::RoleLost)], [0, 0, 0, 200, 50]);
    assert!(lost.run().why.contains("403"), "{}", lost.run().why);
    // The role is back: one press does the rest.
    lost.tenant.account = Account::default();
    lost.uploads(UploadEvent::TriedAgain).waits();
    assert_eq!(lost.counts(), [250, 0, 0, 0, 0]);
}

#[test]
fn the_press_that_starts_asks_for_the_permission_to_write() {
    let mut journey = Journey::with(3, tenant(Switches::default()));
    journey.uploads(UploadEvent::Opened).waits();
    journey.gives = false;
    let line = |journey: &Journey| journey.upload.as_ref().unwrap().ready.first().unwrap().clone();
    assert_eq!(line(&journey).state, ReadyState::Unknown, "it was not asked for yet");
    journey.uploads(UploadEvent::Started);
    assert_eq!(journey.plan().begins.as_deref(), Some(WRITING));
    // Who declines, or changes what is to be uploaded, presses again.
    let why = journey.gets_no_token();
    assert_eq!((journey.plan().begins.as_ref(), line(&journey).what), (None, why));
    assert_eq!(line(&journey).state, ReadyState::Missing);
    journey.uploads(UploadEvent::Started).uploads(UploadEvent::Ticked { token: TokenId(0), ticked: false });
    assert_eq!(journey.plan().begins, None);
    journey.uploads(UploadEvent::Started);
    let code = "consent_required".to_owned();
    let asks = SignInError { code, press_wanted: true, ..SignInError::default() };
    journey.does(Event::Account(AccountEvent::Failed(asks)));
    assert_eq!(journey.tenant.devices().len(), 0);
    journey.scopes.insert(WRITING.to_owned());
    journey.signs_in();
    journey.waits();
    assert_eq!(journey.counts(), [2, 0, 0, 0, 0], "it begins by the press that was made");
    assert_eq!(journey.left_out(), [0, 0, 1]);
}

#[test]
fn the_plan_says_what_will_become_of_each() {
    let mut tenant = tenant(Switches::default());
    tenant.keep(Kept::new("1".to_owned(), "T00001", "Contoso", "C100"));
    tenant.keep(Kept::new("2".to_owned(), "T00002", "Contoso", "C200"));
    tenant.policy_enabled = false;
    let mut journey = Journey::with(205, tenant);
    journey.uploads(UploadEvent::Opened).waits();
    // New, there, different, twice, not for Entra.
    assert_eq!(journey.counts(), [203, 1, 1, 0, 0]);
    assert_eq!((journey.plan().inventory, journey.plan().ticked, journey.plan().requests), (2, 203, 3));
    assert_eq!((journey.plan().list.rows.len(), journey.plan().list.pages), (100, 3));
    journey.uploads(UploadEvent::FilterChosen(3));
    let row = journey.plan().list.rows.first().unwrap().clone();
    assert_eq!((row.serial.as_str(), row.ticked), ("T00002", None));
    assert!(row.details.contains("another model"), "{}", row.details);
    journey.uploads(UploadEvent::FilterChosen(1)).uploads(UploadEvent::PageChosen(2));
    assert_eq!(
        journey.plan().list.rows.iter().map(|row| row.serial.as_str()).collect::<Vec<_>>(),
        ["T00202", "T00203", "T00204"]
    );
    // The policy is switched on by one press.
    let policy = |journey: &Journey| journey.upload.as_ref().unwrap().ready[2].state;
    assert_eq!(policy(&journey), ReadyState::Missing);
    journey.uploads(UploadEvent::PolicyEnableAsked);
    assert_eq!(policy(&journey), ReadyState::Good);
    // What is not wanted stays unwanted when the plan is made anew.
    journey
        .uploads(UploadEvent::AllTicked(false))
        .uploads(UploadEvent::Ticked { token: TokenId(204), ticked: true });
    journey.uploads(UploadEvent::DryRunChosen(true));
    let requests = &journey.plan().dry_run.as_ref().unwrap().requests;
    assert_eq!((journey.plan().ticked, requests.len()), (1, 1));
    assert_eq!((requests[0].tokens.as_str(), &requests[0].body), ("1 token, T00204", &None));
    journey.uploads(UploadEvent::PlanAsked).waits();
    assert_eq!(journey.plan().ticked, 1);
    journey.does(Event::TokenToggled(TokenId(204)));
    journey.uploads(UploadEvent::SelectedOnlyChosen(true));
    assert_eq!(journey.counts(), [1, 0, 0, 0, 0]);
    journey.uploads(UploadEvent::Started).waits();
    assert_eq!(journey.counts(), [1, 0, 0, 0, 0]);
    assert_eq!(journey.tenant.devices().len(), 3);
}

#[test]
fn every_request_can_be_looked_at_before_it_is_sent() {
    let mut journey = Journey::with(2_501, tenant(Switches::default()));
    journey.uploads(UploadEvent::Opened).waits();
    journey.uploads(UploadEvent::DryRunChosen(true)).uploads(UploadEvent::DryRunPageChosen(1));
    journey.uploads(UploadEvent::DryRequestChosen(Some(25)));
    let shown = journey.plan().dry_run.clone().unwrap();
    assert_eq!((shown.page, shown.pages, shown.requests.len()), (1, 2, 6));
    assert_eq!(shown.requests[4].tokens, "100 tokens, T02400 to T02499");
    let last = shown.requests.last().unwrap();
    assert_eq!((last.place, last.tokens.as_str()), (25, "1 token, T02500"));
    assert!(shown.requests[..5].iter().all(|request| request.body.is_none()));
    journey.uploads(UploadEvent::DryRunSaveAsked(Ticket(9)));
    let Some(PageEffect::SaveFile { name, content, .. }) = journey.asked.pop() else { panic!("no file") };
    let text = String::from_utf8(content.expose().to_vec()).unwrap();
    assert_eq!(name, "seedferry-requests-2026-11-24.txt");
    assert!(text.contains("# Request 26 of 26\nPATCH https://graph.microsoft.com/beta/directory/"), "{text}");
    assert!(text.ends_with(last.body.as_ref().unwrap()), "what is shown is whole");
    for row in 0..2_501 {
        assert!(text.contains(&format!("\"T{row:05}\"")));
        assert!(!text.contains(&data_encoding::BASE32.encode(&u32::to_be_bytes(row).repeat(5))));
    }
    assert_eq!(journey.tenant.devices().len(), 0);
    // What is unticked shrinks the list: the page that is left is shown.
    journey.uploads(UploadEvent::AllTicked(false));
    assert_eq!(journey.plan().dry_run, None);
    journey.uploads(UploadEvent::Ticked { token: TokenId(0), ticked: true });
    assert_eq!(journey.plan().dry_run.as_ref().map(|shown| (shown.page, shown.pages)), Some((0, 1)));
}

#[test]
fn a_run_gets_its_tokens_in_slices_and_sends_when_it_has_all() {
    let mut journey = Journey::with(12_000, tenant(Switches::default()));
    journey.scopes.insert(WRITING.to_owned());
    journey.uploads(UploadEvent::Opened).waits();
    let mut effects = journey.model.update(Event::Upload(UploadEvent::Started));
    let mut slices = 0;
    while effects == [Effect::Continue] {
        slices += 1;
        effects = journey.model.answer(Answer::Continue);
    }
    assert_eq!(slices, 3);
    assert!(matches!(effects.first(), Some(Effect::Send { .. })), "{effects:?}");
    journey.carry_out(effects);
    assert_eq!(journey.run().total, 12_000);
    // Whoever presses meanwhile gets the rest done first.
    let mut journey = Journey::with(12_000, tenant(Switches::default()));
    journey.scopes.insert(WRITING.to_owned());
    journey.uploads(UploadEvent::Opened).waits();
    journey.model.update(Event::Upload(UploadEvent::Started));
    journey.uploads(UploadEvent::Stopped).waits();
    assert_eq!(journey.counts(), [0, 0, 0, 0, 12_000]);
}

#[test]
fn a_run_is_paused_stopped_and_left_alone() {
    let mut journey = Journey::with(1_000, tenant(Switches::default()));
    journey.uploads(UploadEvent::Opened).waits();
    journey.uploads(UploadEvent::Started).waits_once().waits_once();
    assert!(journey.unsaved && journey.run().state == RunState::Working);
    journey.uploads(UploadEvent::Paused).waits();
    assert_eq!(journey.run().state, RunState::Paused);
    let before = journey.tenant.requests();
    // An hour passes with the lid closed; nothing is wiped, nothing is sent.
    journey.now = journey.now.after(Millis(3_600_000));
    journey.does(Event::TimePassed { milliseconds: 1_000 });
    assert_eq!(journey.tenant.requests(), before);
    assert!(!journey.is_wiped_within(20), "a wipe waits for a run, a paused one as well");
    // It goes on behind the tokens.
    journey.uploads(UploadEvent::Resumed).uploads(UploadEvent::Closed).waits_once();
    assert!(!journey.upload.as_ref().unwrap().shown);
    journey.uploads(UploadEvent::Opened).uploads(UploadEvent::Stopped).waits();
    assert_eq!(journey.run().state, RunState::Ended);
    let counts = journey.counts();
    assert!(counts[0] >= 100 && counts[4] >= 100 && counts[0] + counts[4] == 1_000, "{counts:?}");
    assert!(!journey.tenant.devices().is_empty());
    // A fresh start does only what is missing.
    journey.uploads(UploadEvent::Closed).uploads(UploadEvent::Opened).waits();
    assert_eq!(journey.counts()[..2], [counts[4], counts[0]]);
    journey.uploads(UploadEvent::Started).waits();
    assert_eq!(journey.tenant.devices().len(), 1_000);
    assert_eq!(journey.tenant.violations(), []);
    assert!(journey.is_wiped_within(20), "it comes when nothing runs");
}

#[test]
fn a_run_never_goes_on_in_another_tenant() {
    let mut journey = Journey::with(500, tenant(Switches::default()));
    journey.uploads(UploadEvent::Opened).waits();
    journey.uploads(UploadEvent::Started).waits_once();
    journey.does(Event::Account(AccountEvent::SignedOut));
    journey.waits();
    assert_eq!(journey.run().state, RunState::NeedsToken);
    journey.tenant_id = "fabrikam";
    let before = journey.tenant.devices().len();
    journey.signs_in();
    journey.waits();
    assert_eq!(journey.run().state, RunState::Ended);
    assert_eq!(journey.tenant.devices().len(), before);
    journey.uploads(UploadEvent::TriedAgain).waits();
    assert_eq!(journey.tenant.devices().len(), before, "what failed there is not sent here");
    assert_eq!(journey.plan().begins, None, "a plan is made for this one");
}

#[test]
fn a_plan_is_made_anew_for_another_tenant() {
    let mut journey = Journey::with(3, tenant(Switches::default()));
    journey.uploads(UploadEvent::Opened).waits();
    journey.gives = false;
    journey.uploads(UploadEvent::Started);
    // Somebody else signs in at the window, and may write.
    journey.tenant_id = "fabrikam";
    journey.tenant.keep(Kept::new("1".to_owned(), "T00001", "Contoso", "C100"));
    journey.scopes.insert(WRITING.to_owned());
    journey.signs_in();
    journey.waits();
    assert_eq!((journey.counts()[..2].to_vec(), &journey.plan().begins), (vec![2, 1], &None));
    assert_eq!(journey.tenant.devices().len(), 1, "nothing begins that was planned for another tenant");
}

/// An upload whose access token expires at this request of the run, counted from 0, and is not renewed by itself.
fn expires_at(request: u32) -> Journey {
    let mut journey = Journey::with(500, tenant(Switches::default()));
    journey.scopes.insert(WRITING.to_owned());
    journey.uploads(UploadEvent::Opened).waits();
    journey.gives = false;
    let next = journey.tenant.requests();
    journey.tenant.faults.insert(next + request, Fault::TokenExpires);
    journey.uploads(UploadEvent::Started).waits();
    journey
}

#[test]
fn an_expired_token_waits_for_a_press_when_it_must() {
    let mut journey = expires_at(1);
    assert_eq!(journey.run().state, RunState::NeedsToken);
    let why = journey.gets_no_token();
    assert_eq!(journey.run().why, why);
    journey.gives = true;
    journey.uploads(UploadEvent::PermissionAsked).waits();
    assert_eq!(journey.counts(), [500, 0, 0, 0, 0]);
}

#[test]
fn a_demand_of_conditional_access_takes_a_press_when_the_renewal_does_not_meet_it() {
    // A run of 250 tokens whose second creation is challenged so many times.
    let challenged = |times: u32| {
        let mut journey = Journey::with(250, tenant(Switches::default()));
        journey.scopes.insert(WRITING.to_owned());
        journey.uploads(UploadEvent::Opened).waits();
        let next = journey.tenant.requests();
        let faults = (0..times).map(|turn| (next + 2 + turn, Fault::ClaimsChallenge));
        journey.tenant.faults = faults.collect();
        let wanted = journey.wanted;
        journey.uploads(UploadEvent::Started).waits();
        assert_eq!(journey.claims.as_deref(), Some(r#"{"access_token":{}}"#));
        assert_eq!(journey.wanted, wanted + times.min(2));
        journey
    };
    assert_eq!(challenged(1).counts(), [250, 0, 0, 0, 0], "renewed without a press");
    let mut twice = challenged(2);
    let before = twice.tenant.requests();
    twice.waits();
    assert_eq!((twice.run().state, twice.tenant.requests()), (RunState::NeedsToken, before));
    assert!(twice.run().why.contains("Press Continue"), "{}", twice.run().why);
    twice.continues().waits();
    assert_eq!(twice.counts(), [250, 0, 0, 0, 0]);
    // A tenant that keeps demanding ends the run; that says whom to ask, and goes on from there.
    let mut again = challenged(40);
    again.continues().waits();
    assert_eq!(again.run().state, RunState::NeedsToken);
    again.continues().waits();
    assert_eq!(again.run().state, RunState::Ended);
    assert!(again.run().why.contains("Conditional Access"), "{}", again.run().why);
    again.tenant.faults.clear();
    again.uploads(UploadEvent::TriedAgain).waits();
    assert_eq!(again.tenant.devices().len(), 250);
    assert_eq!(again.tenant.violations(), []);
}

#[test]
fn a_renewal_without_network_is_asked_for_again_when_it_is_back() {
    let check = |code: &str, again: bool| {
        let mut journey = expires_at(1);
        let why = journey.fails_to_get_one(code);
        assert_eq!((journey.run().state, &journey.run().why), (RunState::NeedsToken, &why));
        assert_eq!(why.contains("when the network is back"), again, "{why}");
        (journey.gives, journey.wanted) = (true, 0);
        journey.does(Event::Account(AccountEvent::NetworkBack));
        journey.waits();
        assert_eq!(journey.wanted, u32::from(again), "{code}");
        // Either way one press goes on.
        if !again {
            journey.continues().waits();
        }
        assert_eq!(journey.counts(), [500, 0, 0, 0, 0]);
    };
    check("no_network_connectivity", true);
    check("post_request_failed", true);
    check("cancelled", false);
}

#[test]
fn a_run_that_is_stopped_while_it_waits_for_a_token_says_what_stop_does_then() {
    let mut journey = expires_at(2);
    let why = journey.gets_no_token();
    journey.uploads(UploadEvent::Stopped).waits();
    assert_eq!(journey.run().state, RunState::NeedsToken);
    assert!(
        journey.run().why.starts_with(&why) && journey.run().why.contains("Stop ends"),
        "{:?}",
        journey.run().why
    );
    journey.uploads(UploadEvent::Stopped).waits();
    assert_eq!(journey.run().state, RunState::Ended);
    assert_eq!(journey.counts(), [0, 0, 0, 100, 400]);
}

#[test]
fn a_wait_for_the_tenant_says_so() {
    let mut journey = Journey::with(3, tenant(Switches { lag: Millis(20_000), ..Switches::default() }));
    journey.uploads(UploadEvent::Opened).waits();
    journey.uploads(UploadEvent::Started);
    let mut said = Vec::new();
    while journey.wake.is_some() {
        said.push(journey.run().what.clone());
        journey.waits_once();
    }
    assert!(said.iter().any(|what| what.ends_with("before reading back what was sent")), "{said:?}");
    assert_eq!(journey.counts(), [3, 0, 0, 0, 0]);
}

#[test]
fn what_was_not_sent_has_its_verdict_too() {
    let mut tenant = tenant(Switches::default());
    tenant.keep(Kept::new("1".to_owned(), "T00001", "Contoso", "C100"));
    let mut tokens: Vec<Token> = (0..6).map(token).collect();
    tokens[3].serial = tokens[2].serial.clone();
    tokens[4].interval = Interval::new(45);
    let mut journey = Journey::of(tokens, tenant);
    journey.uploads(UploadEvent::Opened).waits();
    // New, there, different, twice, not for Entra.
    assert_eq!(journey.counts(), [2, 1, 0, 2, 1]);
    journey.uploads(UploadEvent::Ticked { token: TokenId(5), ticked: false });
    journey.uploads(UploadEvent::Started).waits();
    assert_eq!((journey.counts(), journey.left_out()), (vec![1, 1, 0, 0, 0], vec![2, 1, 1]));
    let rows = journey.run().list.rows.iter().map(|row| (row.serial.as_str(), row.verdict.as_str()));
    let expected = [
        ("T00000", "Created"),
        ("T00001", "Already there"),
        ("T00002", "Twice in the batch"),
        ("T00002", "Twice in the batch"),
        ("T00004", "Not for Entra"),
        ("T00005", "Left out"),
    ];
    assert_eq!(rows.collect::<Vec<_>>(), expected);
    let result = journey.result();
    assert_eq!(result.lines().count(), 1 + expected.len());
    for (line, (serial, verdict)) in result.lines().skip(1).zip(expected) {
        assert!(line.starts_with(&format!("\"{serial}\",\"{verdict}\",")), "{line}");
    }
    // What was left out stays so when the rest is tried again.
    journey.uploads(UploadEvent::TriedAgain).waits();
    assert_eq!(journey.left_out(), [2, 1, 1]);
}

#[test]
fn the_result_holds_every_serial_number_and_no_seed() {
    let mut journey =
        check(Switches { refused_ending: Some('7'), ..Switches::default() }, &[], [225, 0, 25, 0, 0]);
    let result = journey.result();
    assert_eq!(result.lines().count(), 251);
    assert!(
        result.contains("\"T00007\",\"Failed\"") && result.contains("\"T00008\",\"Created\""),
        "{result}"
    );
    let failed = result.lines().find(|line| line.starts_with("\"T00007\"")).unwrap();
    for told in ["badRequest", "5b6c0272-7a8e-490c"] {
        assert!(failed.contains(told), "{failed}");
    }
    for row in 0..250 {
        let seed = data_encoding::BASE32.encode(&u32::to_be_bytes(row).repeat(5));
        assert!(!result.contains(&seed));
    }
    // It outlives the wipe of an idle page.
    for _ in 0..20 {
        journey.does(Event::TimePassed { milliseconds: 60_000 });
    }
    let kept = journey.asked.iter().find_map(|effect| match effect {
        PageEffect::WipeForIdle { remains } => Some(remains.clone()),
        _ => None,
    });
    let remains = kept.unwrap();
    assert!(!remains.log.is_empty(), "what was written is told after the wipe, too");
    let kept = &remains.result;
    assert_eq!(kept.as_ref().map(|kept| kept.table.as_str()), Some(result.as_str()));
    let mut next = Journey::with(1, tenant(Switches::default()));
    next.does(Event::WipedForIdle { minutes: Some(15), notices: Vec::new(), remains });
    assert_eq!(next.result(), result);
}
