//! Stories about files that are saved sealed, and about a batch that is saved and opened again.

use seedferry_protocol::{
    EditField, Event, ExportOptions, OfferedFile, PageEffect, Passphrase, SealEvent, SealKind, TargetFormat,
    Ticket, ToPage, TokenId, UploadEvent, UploadResult,
};

use super::story::{Story, batch, page};
use crate::{
    app::{Answer, Effect, Model, OpenerReport},
    entropy::Entropy,
    envelope::Secrets,
    opening,
};

/// The press of a save.
pub(super) const TICKET: Ticket = Ticket(1);

const KEY: &[u8] = include_bytes!("../../../../../tests/data/envelope/rsa-public.asc");

/// A story with this batch, a source of random bytes, and the export panel open.
fn exporting(serials: &[&str], target: TargetFormat) -> Story {
    let mut story = Story { model: Model::new(Entropy::new([4; 32])), ..Story::default() };
    story.offer("seeds.csv").says(OpenerReport::Opened(batch(serials)));
    story.does(Event::ExportChosen(Some(target)));
    story
}

impl Story {
    pub(super) fn seals(&mut self, event: SealEvent) -> &mut Self {
        self.does(Event::Seal(event))
    }

    pub(super) fn sets_password(&mut self, text: &str) -> &mut Self {
        let password = || Passphrase::new(text.to_owned());
        self.seals(SealEvent::PasswordGiven(password())).seals(SealEvent::PassphraseGiven(password()))
    }

    /// Saves the first part of the export.
    fn saved(&mut self) -> (String, Vec<u8>) {
        self.saved_by(Event::SaveAsked { ticket: TICKET, part: 0 })
    }

    /// Does what saves a file, under [`TICKET`], and goes on until the file is there; its name and content.
    pub(super) fn saved_by(&mut self, event: Event) -> (String, Vec<u8>) {
        self.does(event);
        for _ in 0..1_000 {
            if let [Effect::ToPage(ToPage::Effect(PageEffect::SaveFile { name, content, .. }))] =
                &self.effects[..]
            {
                let file = (name.clone(), content.expose().to_vec());
                self.does(Event::SaveDone { ticket: TICKET, written: true });
                return file;
            }
            assert_eq!(self.effects, [Effect::Continue], "it goes on in slices");
            self.answered(Answer::Continue);
        }
        panic!("it goes on for ever");
    }

    /// Opens a saved file, as an opener would.
    fn opens(&mut self, file: (String, Vec<u8>), passphrase: &str) -> &mut Self {
        let secrets =
            Secrets { passphrases: vec![Passphrase::new(passphrase.to_owned())], ..Secrets::default() };
        let opened = opening::open(vec![file], &secrets, &mut |_| ()).unwrap();
        self.offer("saved").says(OpenerReport::Opened(opened))
    }

    fn missing(&self) -> bool {
        self.seal.missing.is_some()
    }
}

#[test]
fn a_file_is_sealed_when_what_it_takes_is_there() {
    for kind in [SealKind::Zip, SealKind::Message] {
        let mut story = exporting(&["1", "2"], TargetFormat::EntraJson);
        assert!(!story.missing());
        story.seals(SealEvent::KindChosen(kind));
        assert!(story.missing());
        story.does(Event::SaveAsked { ticket: Ticket(9), part: 0 });
        assert_eq!(story.effects, [page(PageEffect::NothingToHandOver(Ticket(9)))]);
        story.sets_password("ferry-boat");
        assert!(!story.missing());
        let (name, content) = story.saved();
        let ending = if kind == SealKind::Zip { "zip" } else { "pgp" };
        assert_eq!(name, format!("entra-tokens.json.{ending}"));
        let said = &story.notices.last().unwrap().text;
        assert!(said.ends_with("It holds seeds encrypted") && !story.unsaved);
        let mut other = Story::default();
        other.opens((name, content), "ferry-boat");
        assert_eq!(other.serials(), ["1", "2"]);
        story.sets_password("");
        assert!(story.missing(), "an empty one takes the former away");
    }
}

/// Nothing is saved, and it is said of this kind of file why.
fn check_unsealed(kind: SealKind, entropy: Entropy, name: &str, says: &str) {
    let mut story = Story { model: Model::new(entropy), ..Story::default() };
    story.seals(SealEvent::KindChosen(kind)).sets_password("ferry-boat");
    story.model.kept_result = Some(UploadResult { name: name.to_owned(), table: "x".to_owned() });
    story.does(Event::Upload(UploadEvent::ResultSaveAsked(Ticket(5))));
    assert_eq!(story.effects, [page(PageEffect::NothingToHandOver(Ticket(5)))]);
    let name = format!("{name}{}", kind.ending());
    assert_eq!(story.notices.last().unwrap().text, format!("{name} was not saved. {says}"));
}

#[test]
fn what_cannot_be_sealed_is_not_saved_and_says_why() {
    let (some, long) = (|| Entropy::new([4; 32]), "n".repeat(256));
    for kind in [SealKind::Zip, SealKind::Message] {
        let says = "This browser gave no random numbers. Use a current browser";
        check_unsealed(kind, Entropy::default(), "r.csv", says);
    }
    let says = "Its name is too long for an OpenPGP message. Choose the zip with a password";
    check_unsealed(SealKind::Message, some(), &long, says);
    let says = "The zip could not be written: the file is too large for it, or its name too long. Save it in smaller parts, or as an OpenPGP message";
    check_unsealed(SealKind::Zip, some(), &long.repeat(256), says);
}

/// As with the passphrase of a key: what is guessed at once seals nothing.
#[test]
fn a_short_secret_is_refused_and_the_former_stays() {
    for kind in [SealKind::Zip, SealKind::Message] {
        let mut story = exporting(&["1"], TargetFormat::EntraJson);
        story.seals(SealEvent::KindChosen(kind));
        for attempt in [2, 4] {
            story.sets_password("short-1");
            let refused = story.seal.refused.clone();
            assert_eq!(refused.as_deref(), Some("That is too short. Type eight characters or more"));
            assert!(story.missing());
            assert_eq!(story.seal.attempt, attempt, "the same words are said again");
        }
        story.sets_password("short-12");
        assert!(!story.missing() && story.seal.refused.is_none());
        story.sets_password("x");
        assert!(!story.missing() && story.seal.refused.is_some());
        story.seals(SealEvent::PanelChosen(true));
        assert_eq!(story.seal.refused, None);
    }
}

#[test]
fn keys_are_taken_once_and_can_be_taken_away() {
    let mut story = exporting(&["1"], TargetFormat::EntraJson);
    story.seals(SealEvent::KindChosen(SealKind::Message));
    let pasted = || SealEvent::KeysPasted(String::from_utf8(KEY.to_vec()).unwrap());
    story.seals(pasted()).seals(pasted());
    let view = |story: &Story| story.seal.clone();
    assert_eq!((view(&story).recipients.len(), story.missing()), (1, false));
    let (name, content) = story.saved();
    assert!(name.ends_with(".json.pgp") && content[0] == 0xc1, "a session key for a key comes first");
    story.seals(SealEvent::KeysPasted("no key".to_owned()));
    assert!(
        view(&story).problem.unwrap().starts_with("The text was not taken. There is no OpenPGP public key")
    );
    let file = OfferedFile { name: "k.asc".to_owned(), size: 1 };
    story.seals(SealEvent::KeysGiven(file));
    assert_eq!(story.effects, [Effect::ReadPublicKeys { name: "k.asc".to_owned() }]);
    story.answered(Answer::PublicKeysRead { name: "k.asc".to_owned(), content: None });
    assert!(view(&story).problem.unwrap().starts_with("k.asc could not be read"));
    story.answered(Answer::PublicKeysRead { name: "k.asc".to_owned(), content: Some(KEY.to_vec()) });
    assert_eq!((view(&story).recipients.len(), view(&story).problem), (1, None));
    story.seals(SealEvent::RecipientRemoved(7)).seals(SealEvent::RecipientRemoved(0));
    assert!(view(&story).recipients.is_empty() && story.missing());
}

#[test]
fn a_saved_batch_goes_on_where_it_was() {
    let mut story = exporting(&["1", "2", "3"], TargetFormat::BatchFile);
    story.does(Event::ExportChosen(None));
    story.does(Event::EditBegun { token: TokenId(1), field: EditField::Upn, in_details: false });
    story.does(Event::EditGiven("a@b.org".to_owned()));
    story.model.kept_result = Some(UploadResult { name: "r.csv".to_owned(), table: "x".to_owned() });
    let pairs = [("a@b.org", "1"), ("c@d.org", "")].map(|(upn, serial)| (upn.to_owned(), serial.to_owned()));
    assert!(story.model.take_pairs(pairs.to_vec()));
    let rows = story.rows();
    story.does(Event::ExportChosen(Some(TargetFormat::BatchFile)));
    story.seals(SealEvent::KindChosen(SealKind::Zip)).sets_password("ferry-boat");
    let file = story.saved();
    assert!(!story.unsaved);
    story.does(Event::WipeAsked);
    let mut again = Story::default();
    again.opens(file, "ferry-boat");
    assert!(again.notices[0].text.ends_with("The list of people who shall get tokens stands in Assign"));
    assert_eq!(again.model.wanted_pairs(), pairs);
    assert!(!again.model.take_pairs(vec![("e@f.org".to_owned(), String::new())]), "one that is open stays");
    assert_eq!(again.rows(), rows);
    again.does(Event::ReadAgainAsked { source: 0 });
    assert!(again.notices[0].text.starts_with("seeds.csv came with a batch file") && again.opening.is_none());
    assert_eq!((again.review.as_ref().unwrap().edited, rows[1].upn.as_str()), (1, "a@b.org"));
    again.does(Event::Upload(UploadEvent::ResultSaveAsked(Ticket(5))));
    assert!(
        matches!(&again.effects[..], [Effect::ToPage(ToPage::Effect(PageEffect::SaveFile { name, .. }))] if name == "r.csv")
    );
}

#[test]
fn results_of_several_batch_files_go_on_into_the_next() {
    let result = |name: &str| UploadResult { name: name.to_owned(), table: "x".to_owned() };
    let brought = |serial: &str, results: &[&str]| {
        let mut brought = batch(&[serial]);
        brought.carried.results = results.iter().map(|name| result(name)).collect();
        OpenerReport::Opened(brought)
    };
    let names =
        |story: &Story| story.model.all_results().into_iter().map(|result| result.name).collect::<Vec<_>>();
    let says = |story: &Story, start: &str| story.notices.iter().any(|notice| notice.text.starts_with(start));
    let mut story = Story::default();
    story.offer("1").says(brought("1", &["a", "b"]));
    assert!(says(&story, "The result of another upload came with the batch file. It is not shown here"));
    story.offer("2").says(brought("2", &["c", "d"]));
    assert!(says(&story, "The results of 2 other uploads came"));
    assert_eq!(names(&story), ["a", "c", "d", "b"], "the one in sight last");
    assert_eq!(story.model.any_result(), Some(result("b")));
    // A hundred is what a batch file takes.
    story.offer("3").says(brought("3", &["e"; 97]));
    assert!(says(&story, "A batch file holds 100 results of uploads") && names(&story).len() == 99);
    story.does(Event::WipeAsked);
    assert!(names(&story).is_empty());
}

#[test]
fn a_batch_without_seeds_is_not_the_batch_saved() {
    let mut story = exporting(&["1", "2"], TargetFormat::BatchFile);
    story
        .does(Event::ExportOptionsChanged(ExportOptions { without_seeds: true, ..ExportOptions::default() }));
    assert!(!story.export.as_ref().unwrap().seeds);
    let file = story.saved();
    assert!(story.unsaved && story.notices[0].text.ends_with("It holds no seeds"));
    let mut other = Story::default();
    other.opens(file, "");
    assert!(other.rows().iter().all(|row| row.seed_bytes.is_none()));
}
