//! Stories of tables whose columns are asked about.

use seedferry_protocol::{ColumnRole, Mapping, MappingView, SeedReading, TimeUnit, TokenKind, WrongCodes};

use super::*;
use crate::reading::{Reading, Readings};

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

fn question(problem: Option<&str>) -> OpenerReport {
    OpenerReport::NeedsMapping(Box::new(MappingView {
        path: vec!["seeds.csv".to_owned()],
        mapping: mapping(),
        columns: Vec::new(),
        rows: Vec::new(),
        encoding: String::new(),
        total: 1,
        usable: 1,
        problem: problem.map(str::to_owned),
        formats: Vec::new(),
        format: None,
        wrong_codes: None,
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
    assert!(story.effects.contains(&page(PageEffect::StartOpenerAgain(id))));
    story.does(Event::OpenerStarted(id));
    assert_eq!(told(&story).unwrap().ask.as_deref(), Some("seeds.csv"));
    story.says(question(None)).does(Event::MappingAccepted(id)).says(OpenerReport::Opened(batch(&["7"])));
    assert_eq!(story.review.as_ref().unwrap().total, 1);
    assert!(story.effects.contains(&page(PageEffect::KeepFiles(id))));
}
