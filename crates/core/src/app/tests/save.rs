//! Stories about saving: every kind of file goes out by the same way, as it is or sealed. Tables of the tenant are saved in the
//! journeys of `crates/tenant/tests`.

use seedferry_protocol::{
    Event, ExportOptions, LogEvent, OfferedFile, PageEffect, Passphrase, ScriptKind, SealEvent, SealKind,
    SealView, TargetFormat, UploadEvent, UploadResult,
};

use super::{
    mapping::question,
    seal::TICKET,
    story::{Story, batch, page},
};
use crate::{
    app::{Answer, Effect, Model, OpenerReport},
    entropy::Entropy,
    envelope::Secrets,
    opening,
    secret::KeyFile,
};

const SERIAL: &str = "SERIAL-4711";
const PASSWORD: &str = "ferry-boat";

/// A story with a batch and a source of random bytes.
fn begun() -> Story {
    let mut story = Story { model: Model::new(Entropy::new([4; 32])), ..Story::default() };
    story.offer("seeds.csv").says(OpenerReport::Opened(batch(&[SERIAL, "SERIAL-4712"])));
    story
}

/// What is saved by this press, after this was done, and what is then said.
fn saved(kind: SealKind, prepare: &dyn Fn(&mut Story), press: &Event) -> (String, Vec<u8>, String) {
    let mut story = begun();
    prepare(&mut story);
    story.seals(SealEvent::KindChosen(kind)).sets_password(PASSWORD);
    let (name, content) = story.saved_by(press.clone());
    (name, content, story.notices.last().unwrap().text.clone())
}

/// Saves the file as it is and sealed in both ways: it opens to the same bytes and shows nothing of them, and what it holds
/// is said.
fn check(name: &str, holds: [&str; 2], prepare: &dyn Fn(&mut Story), press: &Event) {
    let said = |name: &str, holds: &str| format!("{name} was handed to the browser to save. It {holds}");
    let (plain_name, plain, words) = saved(SealKind::Plain, prepare, press);
    assert_eq!((plain_name.as_str(), words), (name, said(name, holds[0])));
    for kind in [SealKind::Zip, SealKind::Message] {
        let (sealed_name, sealed, words) = saved(kind, prepare, press);
        assert_eq!(sealed_name, format!("{name}{}", kind.ending()));
        assert_eq!(words, said(&sealed_name, holds[1]));
        for part in [SERIAL.as_bytes(), plain.get(..16).unwrap()] {
            assert!(
                !sealed.windows(part.len()).any(|window| window == part),
                "{sealed_name} shows its content"
            );
        }
        let passphrases = vec![Passphrase::new(PASSWORD.to_owned())];
        let secrets = Secrets { passphrases, ..Secrets::default() };
        let opened = opening::open_raw(vec![(sealed_name, sealed)], &secrets, &mut |_| ()).unwrap();
        assert_eq!(opened.files[0].path.last().unwrap(), name);
        assert!(*opened.files[0].bytes == plain, "{name} opens to other bytes");
    }
}

/// Opens the export panel.
fn exports(target: TargetFormat) -> impl Fn(&mut Story) {
    move |story| {
        story.does(Event::ExportChosen(Some(target)));
    }
}

#[test]
fn every_file_is_saved_as_it_is_and_sealed() {
    const NO_SEEDS: [&str; 2] = ["holds no seeds", "is sealed, and holds no seeds"];
    const SEEDS: [&str; 2] = ["holds seeds in clear", "holds seeds encrypted"];
    let part = Event::SaveAsked { ticket: TICKET, part: 0 };
    check("entra-tokens.json", SEEDS, &exports(TargetFormat::EntraJson), &part);
    check("seedferry-batch.json", SEEDS, &exports(TargetFormat::BatchFile), &part);
    let without = |story: &mut Story| {
        exports(TargetFormat::BatchFile)(story);
        let options = ExportOptions { without_seeds: true, ..ExportOptions::default() };
        story.does(Event::ExportOptionsChanged(options));
    };
    check("seedferry-batch.json", NO_SEEDS, &without, &part);
    let with_key = |story: &mut Story| {
        exports(TargetFormat::PskcKey)(story);
        story.does(Event::ExportKeyGiven(Passphrase::new("0123456789abcdef".repeat(2))));
    };
    check("pskc-key.xml", ["holds seeds encrypted"; 2], &with_key, &part);
    check(
        "pskc-pre-shared-key.txt",
        [
            "holds the key in clear. Send it by another way than the file",
            "holds the key encrypted. Send it by another way than the file",
        ],
        &exports(TargetFormat::PskcKey),
        &Event::ExportKeyMakeAsked(TICKET),
    );
    let custom = exports(TargetFormat::CustomCsv);
    check("conversion-report.txt", NO_SEEDS, &custom, &Event::ExportReportSaveAsked(TICKET));
    check("seedferry-layout.json", NO_SEEDS, &custom, &Event::CsvLayoutSaveAsked(TICKET));
    let kept = |story: &mut Story| {
        let table = format!("\"Serial number\",\"Verdict\"\r\n\"{SERIAL}\",\"Created\"\r\n");
        story.model.kept_result = Some(UploadResult { name: "seedferry-upload.csv".to_owned(), table });
    };
    let result = Event::Upload(UploadEvent::ResultSaveAsked(TICKET));
    check("seedferry-upload.csv", NO_SEEDS, &kept, &result);
    check("seedferry-log-1970-01-01.csv", NO_SEEDS, &|_| (), &Event::Log(LogEvent::SaveAsked(TICKET)));
    for (kind, name) in [
        (ScriptKind::PowerShell, "seedferry-script-1970-01-01.ps1"),
        (ScriptKind::Curl, "seedferry-script-1970-01-01.sh"),
    ] {
        let script = |story: &mut Story| {
            story.does(Event::Log(LogEvent::ScriptChosen(Some(kind))));
        };
        check(name, NO_SEEDS, &script, &Event::Log(LogEvent::ScriptSaveAsked(TICKET)));
    }
}

#[test]
fn the_key_to_write_with_may_lie_in_a_file() {
    let mut story = begun();
    let name = || "psk.bin".to_owned();
    let obstacles = |story: &Story| story.export.as_ref().unwrap().obstacles.len();
    story.does(Event::ExportChosen(Some(TargetFormat::PskcKey)));
    story.does(Event::ExportKeyFileGiven(OfferedFile { name: name(), size: 16 }));
    assert_eq!(story.effects, [Effect::ReadExportKey { name: name() }]);
    let mut check = |content: Option<&[u8]>, left: usize, said: &str| {
        let file = content.map(|content| KeyFile::new(name(), content.to_vec()));
        story.answered(Answer::ExportKeyRead { name: name(), file });
        assert_eq!(obstacles(&story), left, "{content:?}");
        assert!(story.notices.last().map_or("", |notice| &notice.text).starts_with(said), "{content:?}");
    };
    check(None, 1, "psk.bin could not be read");
    check(Some(b"no key"), 1, "psk.bin holds no pre-shared key");
    check(Some(&[7; 16]), 0, "");
    check(Some(b"no key"), 0, "psk.bin holds no pre-shared key");
    let (_, content) = story.saved_by(Event::SaveAsked { ticket: TICKET, part: 0 });
    let secrets = Secrets { shared_keys: vec![KeyFile::new(name(), vec![7; 16])], ..Secrets::default() };
    let opened = opening::open(vec![("pskc-key.xml".to_owned(), content)], &secrets, &mut |_| ());
    assert_eq!(opened.unwrap().tokens.len(), 2);
}

#[test]
fn a_mapping_is_sealed_while_its_table_is_asked_about() {
    let asked = |story: &mut Story| {
        story.offer("other.csv").says(question(None));
    };
    let mut story = begun();
    asked(&mut story);
    let press = Event::MappingSaveAsked { ticket: TICKET, opening: story.id() };
    let holds = ["holds no seeds. Open it together with the next table"; 2];
    check("column-mapping.json", holds, &asked, &press);
}

#[test]
fn nothing_goes_out_in_clear_while_a_seal_lacks_something() {
    let mut story = begun();
    for (kind, lacks) in [
        (SealKind::Zip, "Type a password for the zip twice"),
        (SealKind::Message, "Add the public key of the recipient, or type a passphrase twice"),
    ] {
        story.seals(SealEvent::KindChosen(kind)).does(Event::Log(LogEvent::SaveAsked(TICKET)));
        assert_eq!(story.effects, [page(PageEffect::NothingToHandOver(TICKET))]);
        let said = format!("seedferry-log-1970-01-01.csv was not saved. {lacks}");
        assert!(story.notices.last().unwrap().text == said && story.seal.open, "the dialog opens");
        story.seals(SealEvent::PanelChosen(false));
        assert!(!story.seal.open);
    }
}

#[test]
fn the_dialog_gives_way_to_files_and_a_wipe_forgets_what_was_chosen() {
    let mut story = begun();
    story.seals(SealEvent::PanelChosen(true)).seals(SealEvent::KindChosen(SealKind::Zip));
    story.sets_password(PASSWORD);
    assert!(story.seal.open && story.seal.password && story.seal.passphrase);
    story.does(Event::FilesOffered(vec![OfferedFile { name: "more.csv".to_owned(), size: 1 }]));
    assert!(!story.seal.open && story.seal.password);
    story.does(Event::WipeAsked);
    assert_eq!(story.seal, SealView::default());
}

/// A demo's files say so outside and inside, and go on doing so after a wipe.
#[test]
fn a_mark_stands_before_every_name() {
    let model = Model::new(Entropy::new([4; 32])).in_demo();
    let mut story = Story { model, ..Story::default() };
    story.does(Event::WipeAsked).seals(SealEvent::KindChosen(SealKind::Zip)).sets_password(PASSWORD);
    let (name, content) = story.saved_by(Event::Log(LogEvent::SaveAsked(TICKET)));
    assert_eq!(name, "DEMO-seedferry-log-1970-01-01.csv.zip");
    let inner = b"DEMO-seedferry-log-1970-01-01.csv";
    assert!(content.windows(inner.len()).any(|window| window == inner), "a zip shows the names of its files");
}

#[test]
fn what_becomes_of_a_file_is_told_once() {
    let mut story = begun();
    let done =
        |story: &mut Story, written| story.does(Event::SaveDone { ticket: TICKET, written }).notices.len();
    let before = done(&mut story, false);
    assert_eq!(before, story.notices.len(), "nothing was asked for");
    story.does(Event::Log(LogEvent::SaveAsked(TICKET)));
    done(&mut story, false);
    assert_eq!(story.notices.last().unwrap().text, "seedferry-log-1970-01-01.csv was not saved");
    let count = story.notices.len();
    assert_eq!(done(&mut story, true), count);
}
