//! Stories of tables whose columns are asked about.

use seedferry_protocol::{
    ColumnRole, ColumnSeen, CutShort, EditField, Mapping, MappingView, OpeningId, SeedReading, TimeUnit,
    TokenKind, WrongCodes,
};

use super::*;
use crate::{
    diagnostic::{Diagnostic, ParameterProblem, Place},
    graph::Millis,
    reading::{Reading, Readings},
};

fn mapping() -> Mapping {
    Mapping {
        delimiter: ';',
        header: true,
        columns: vec![ColumnRole::Serial, ColumnRole::Seed],
        seed_encoding: SeedReading::Decided,
        time_unit: TimeUnit::Seconds,
        token_kind: TokenKind::Totp,
    }
}

pub(super) fn question(problem: Option<&str>) -> OpenerReport {
    OpenerReport::NeedsMapping(Box::new(MappingView {
        path: vec!["seeds.csv".to_owned()],
        mapping: mapping(),
        columns: Vec::new(),
        rows: Vec::new(),
        encoding: String::new(),
        total: 1,
        usable: 1,
        columns_left_out: 0,
        problem: problem.map(str::to_owned),
        formats: Vec::new(),
        format: None,
        wrong_codes: None,
        cut_short: None,
        can_be_left_out: false,
        trying: false,
    }))
}

fn asked(story: &Story) -> &MappingView {
    match &story.opening.as_ref().unwrap().stage {
        StageView::Maps(view) => view,
        other => panic!("{other:?}"),
    }
}

/// What the opener was told to read, and how.
fn told(story: &Story) -> Option<Readings> {
    story.effects.iter().find_map(|effect| match effect {
        Effect::ToOpener { command: OpenerCommand::ReadAs(readings), .. } => Some(readings.clone()),
        _ => None,
    })
}

#[test]
fn a_mapping_is_asked_for_previewed_and_used() {
    let mut story = Story::default();
    story.offer("seeds.csv").says(question(Some("Say more")));
    let opening = story.id();
    story.does(Event::MappingAccepted(opening));
    assert_eq!(told(&story), None, "an answer that is not complete is not tried");
    let changed = Mapping { header: false, ..mapping() };
    story.does(Event::MappingChanged { opening, mapping: changed.clone() });
    assert_eq!(asked(&story).mapping, changed);
    story.says(question(None)).does(Event::MappingAccepted(opening));
    let reading = ("seeds.csv".to_owned(), Reading::Columns(mapping()));
    assert_eq!(told(&story).unwrap().named, [reading]);
    assert!(asked(&story).trying);
    story.fails(&["seeds.csv"], Cause::Empty);
    assert!(!asked(&story).trying && asked(&story).problem.is_some());
    story.does(Event::FormatChosen {
        opening,
        format: "duo-csv".to_owned(),
        wrong_codes: WrongCodes::default(),
        cut_short: CutShort::default(),
    });
    let reading = ("seeds.csv".to_owned(), Reading::Format(FileFormat::DuoCsv));
    assert_eq!(told(&story).unwrap().named, [reading]);
}

#[test]
fn a_mapping_is_saved_without_leaving_the_question() {
    let mut story = Story::default();
    story.offer("seeds.csv").says(question(None));
    let (opening, ticket) = (story.id(), Ticket(3));
    story.does(Event::MappingSaveAsked { ticket, opening });
    let saved = story.effects.iter().any(|effect| {
        matches!(effect, Effect::ToPage(ToPage::Effect(PageEffect::SaveFile { name, .. })) if name == "column-mapping.json")
    });
    assert!(saved);
    story.does(Event::SaveDone { ticket, written: true });
    assert!(story.notices.last().unwrap().text.contains("no seeds"));
    asked(&story);
}

#[test]
fn an_open_file_is_read_again_in_place_of_what_is_open() {
    let mut story = Story::with(batch(&["1", "2"]));
    story.does(Event::ReadAgainAsked { source: 9 });
    assert!(story.opening.is_none(), "there is no such file");
    story.does(Event::ReadAgainAsked { source: 0 });
    let id = story.id();
    assert!(story.effects.contains(&page(again(id, &[0]))));
    story.does(Event::OpenerStarted(id));
    assert_eq!(told(&story).unwrap().ask.as_deref(), Some("seeds.csv"));
    story.says(question(None)).does(Event::MappingAccepted(id)).says(OpenerReport::Opened(batch(&["7"])));
    assert_eq!(story.review.as_ref().unwrap().total, 1);
    assert!(story.effects.contains(&page(PageEffect::KeepFiles(id))));
}

fn again(opening: OpeningId, files: &[u32]) -> PageEffect {
    PageEffect::StartOpenerAgain { opening, files: files.to_vec() }
}

/// A file whose joining was taken back is not read again with the others, until it is joined again.
#[test]
fn only_files_of_the_batch_are_read_again() {
    let mut story = Story::with(batch(&["1"]));
    story.offer("more.csv").says(OpenerReport::Opened(batch(&["2"])));
    let mut check = |step: Option<Event>, files: &[u32]| {
        if let Some(step) = step {
            story.does(step);
        }
        story.does(Event::ReadAgainAsked { source: 0 });
        let id = story.id();
        assert!(story.effects.contains(&page(again(id, files))), "{:?}", story.effects);
        story.does(Event::OpeningCancelled(id));
    };
    check(None, &[0, 1]);
    check(Some(Event::Undone), &[0]);
    check(Some(Event::Redone), &[0, 1]);
    check(Some(Event::Undone), &[0]);
    // Another file takes its place, under a number of its own.
    story.offer("other.csv").says(OpenerReport::Opened(batch(&["3"])));
    story.does(Event::ReadAgainAsked { source: 1 });
    assert!(story.effects.contains(&page(again(story.id(), &[0, 2]))), "{:?}", story.effects);
}

/// The former tokens come back with what was edited in them, and with how they were read.
#[test]
fn reading_again_is_a_step_that_can_be_taken_back() {
    let mut story = Story::with(batch(&["1", "2"]));
    story.does(Event::TokenToggled(TokenId(0))).does(Event::SelectedRemoved);
    story.does(Event::EditBegun { token: TokenId(1), field: EditField::Model, in_details: false });
    story.does(Event::EditGiven("Changed".to_owned()));
    let readings = |story: &mut Story| {
        story.does(Event::ReadAgainAsked { source: 0 });
        let id = story.id();
        story.does(Event::OpenerStarted(id));
        (id, told(story).unwrap())
    };
    let (id, first) = readings(&mut story);
    story.says(question(None)).does(Event::MappingAccepted(id));
    story.says(OpenerReport::Opened(batch(&["7", "8", "9"])));
    assert!(
        story.notices.last().unwrap().text.contains("token") && story.review.as_ref().unwrap().total == 3
    );
    assert!(story.notices.iter().any(|notice| notice.text.contains("Undo brings the former tokens back")));
    assert_eq!(story.review.as_ref().unwrap().undo.as_deref(), Some("read the files differently"));
    let (id, second) = readings(&mut story);
    assert!(second.named.len() > first.named.len(), "what was said is known the next time");
    story.does(Event::OpeningCancelled(id)).does(Event::Undone);
    assert_eq!(story.serials(), ["2"]);
    assert_eq!(story.rows()[0].model, "Changed");
    let (id, third) = readings(&mut story);
    assert_eq!(third.named, first.named);
    story.does(Event::OpeningCancelled(id)).does(Event::Undone).does(Event::Undone);
    assert_eq!(story.serials(), ["1", "2"]);
    story.does(Event::Redone).does(Event::Redone).does(Event::Redone);
    assert_eq!(story.serials(), ["7", "8", "9"]);
}

#[test]
fn a_table_beside_other_files_can_be_left_out() {
    let mut story = Story::default();
    story.offer("seeds.zip").says(question(None));
    story.does(Event::FileLeftOut(story.id()));
    assert_eq!(told(&story), None, "it is the only file");
    let OpenerReport::NeedsMapping(mut view) = question(None) else { panic!("no question") };
    view.can_be_left_out = true;
    story.says(OpenerReport::NeedsMapping(view));
    story.says(question(None));
    assert!(asked(&story).can_be_left_out, "a preview does not take that back");
    story.does(Event::FileLeftOut(story.id()));
    assert_eq!(told(&story).unwrap().named, [("seeds.csv".to_owned(), Reading::LeftOut)]);
}

/// Whether the date of a token is past is judged on the day on which its file is opened.
#[test]
fn what_has_expired_is_told_at_the_opening() {
    let check = |wall: u64, told: &str| {
        let mut batch = batch(&["1"]);
        let expires = ParameterProblem::Expires { date: "2026-11-23T12:00:00Z".to_owned() };
        batch.findings.push(Diagnostic::new(Place::from(&batch.tokens[0].origin), expires));
        let mut story = Story::default();
        story.model.tell_time(Millis(0), wall);
        story.offer("seeds.xml").says(OpenerReport::Opened(batch));
        let findings = &story.model.review.as_ref().unwrap().batch().findings;
        assert_eq!(findings[0].problem.what(), told);
    };
    check(1_795_392_000, "The file says that the token expires: 2026-11-23T12:00:00Z");
    check(1_795_514_400, "The token expired on 2026-11-23, as its file says");
}

/// A key container that was cut is no table to preview; what is whole of it is read when that is chosen.
#[test]
fn a_container_that_was_cut_is_read_when_that_is_chosen() {
    let mut story = Story::default();
    let previews = |story: &Story| {
        let is_preview =
            |effect: &&Effect| matches!(effect, Effect::ToOpener { command: OpenerCommand::Preview(_), .. });
        story.effects.iter().filter(is_preview).count()
    };
    story.offer("seeds.xml").says(question(Some("Its end is missing")));
    let opening = story.id();
    story.does(Event::MappingChanged { opening, mapping: mapping() });
    assert_eq!(previews(&story), 0);
    for (cut_short, reading) in [
        (CutShort::Stop, Reading::Format(FileFormat::Pskc)),
        (CutShort::Mend, Reading::Mended(FileFormat::Pskc)),
    ] {
        let (format, wrong_codes) = ("pskc".to_owned(), WrongCodes::Skip);
        story.does(Event::FormatChosen { opening, format, wrong_codes, cut_short });
        assert_eq!(told(&story).unwrap().named, [("seeds.csv".to_owned(), reading)]);
        story.says(question(Some("Its end is missing")));
    }
    let OpenerReport::NeedsMapping(mut table) = question(None) else { panic!("no question") };
    table.columns = vec![ColumnSeen { name: "serial".to_owned(), cells: Vec::new() }];
    story.says(OpenerReport::NeedsMapping(table));
    story.does(Event::MappingChanged { opening, mapping: mapping() });
    assert_eq!(previews(&story), 1);
}

/// A key container asks for its key: typed or in a file, and what becomes of wrong codes is said before.
#[test]
fn a_key_container_asks_for_its_key() {
    let mut story = Story::default();
    let lock = || Lock::SharedKey { name: Some("Depot".to_owned()) };
    story.offer("tokens.xml").fails(&["tokens.xml"], Cause::NeedsPassphrase(lock()));
    assert_eq!(story.asked(), (AskKind::SharedKey, None));
    let opening = story.id();
    story.does(Event::WrongCodesChosen { opening, wrong_codes: WrongCodes::Stop });
    assert_eq!(told(&story).unwrap().wrong_codes, WrongCodes::Stop);
    let key_file = KeyFile::new("key.txt".to_owned(), b"no key".to_vec());
    story.answered(Answer::KeyFileRead { opening, key_file: key_file.clone() });
    assert_eq!((story.tried().shared_keys, story.tried().key_files), (vec![key_file], Vec::new()));
    story.fails(&["tokens.xml"], Cause::WrongPassphrase(lock()));
    let (kind, problem) = story.asked();
    assert!(kind == AskKind::SharedKey && problem.unwrap().starts_with("That key does not open it"));
    let StageView::Asks(ask) = &story.opening.as_ref().unwrap().stage else { panic!("nothing is asked") };
    assert_eq!(ask.title, "tokens.xml needs its pre-shared key, called “Depot”");
    assert_eq!(ask.wrong_codes, Some(WrongCodes::Stop));
    story.fails(&["tokens.xml"], Cause::NeedsPassphrase(Lock::Container));
    assert_eq!(story.asked().0, AskKind::ContainerPassphrase);
}
