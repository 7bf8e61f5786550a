//! The review table: it draws what is in sight, and asks for rows once.

use std::ops::Range;
use std::rc::Rc;

use seedferry::ui::{Command, RowCache};
use seedferry_protocol::{
    Cell, EditedFields, Event, FindingFilter, Pane, ReviewView, Row, SummaryView, TokenId,
};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::Stage;

/// All tokens of the batch.
const TOTAL: u32 = 50_000;

fn review(snapshot: u32) -> Pane {
    let summary = SummaryView { clean: TOTAL, ..SummaryView::default() };
    Pane::Review(Some(ReviewView {
        snapshot,
        shown: TOTAL,
        total: TOTAL,
        selected: 0,
        selected_hidden: 0,
        sort: None,
        filter: FindingFilter::All,
        summary,
        file_findings: vec![],
        file_findings_total: 0,
        details: None,
        editing: None,
        form: None,
        duplicates: 0,
        edited: 0,
        undo: None,
        has_forgotten: false,
        redo: None,
        in_use: false,
    }))
}

fn row(id: u32) -> Row {
    let cell = |text: &str, assumed| Cell { text: text.to_owned(), assumed };
    Row {
        id: TokenId(id),
        selected: false,
        serial: format!("S{id}"),
        seed_bytes: Some(20),
        hash: cell("SHA-1", true),
        interval: cell("30", false),
        digits: cell("6", false),
        manufacturer: String::new(),
        model: String::new(),
        upn: String::new(),
        source: String::new(),
        worst: None,
        finding: String::new(),
        findings: 0,
        edited: EditedFields::default(),
    }
}

fn rows(snapshot: u32, ids: Range<u32>) -> Rc<RowCache> {
    let mut cache = RowCache::default();
    cache.insert(snapshot, ids.start, ids.map(row).collect());
    Rc::new(cache)
}

fn wanted(commands: &[Command]) -> Vec<(u32, u32)> {
    let wanted = |command: &Command| match command {
        Command::Send(Event::RowsWanted { snapshot, start, .. }) => Some((*snapshot, *start)),
        _ => None,
    };
    commands.iter().filter_map(wanted).collect()
}

#[wasm_bindgen_test]
async fn fifty_thousand_rows_are_not_drawn() {
    let stage = Stage::with(vec![review(1)]).await;
    assert!(stage.count(".grid__body [role=row]") <= 240);
    assert_eq!(stage.find("[role=grid]").get_attribute("aria-rowcount").as_deref(), Some("50001"));
}

#[wasm_bindgen_test]
async fn each_block_is_asked_for_once_per_snapshot() {
    let mut stage = Stage::with(vec![review(1)]).await;
    let first = wanted(&stage.commands());
    assert!(first.contains(&(1, 0)), "asked for {first:?}");
    stage.apply(vec![review(1)]).await;
    assert_eq!(wanted(&stage.commands()), []);
    stage.apply(vec![review(2)]).await;
    assert!(wanted(&stage.commands()).contains(&(2, 0)));
}

#[wasm_bindgen_test]
async fn rows_show_their_values_and_what_was_assumed() {
    let mut stage = Stage::with(vec![review(1)]).await;
    stage.give(|given| given.rows = rows(1, 0..100)).await;
    assert_eq!(stage.find("#row-3 .col-serial").text_content().unwrap(), "S3");
    assert_eq!(stage.find("#row-3 .col-hash").text_content().unwrap(), "SHA-1 (assumed)");
    assert_eq!(stage.find("#row-3").get_attribute("aria-rowindex").as_deref(), Some("5"));
    // The rows of the snapshot before stay in sight until the new ones are here.
    stage.apply(vec![review(2)]).await;
    assert_eq!(stage.find("#row-3 .col-serial").text_content().unwrap(), "S3");
    assert_eq!(stage.find("[role=grid]").get_attribute("aria-busy").as_deref(), Some("true"));
}

#[wasm_bindgen_test]
async fn presses_ask_for_what_they_say() {
    let mut stage = Stage::with(vec![review(1)]).await;
    stage.give(|given| given.rows = rows(1, 0..100)).await;
    stage.commands();
    stage.press("#row-2 input").await;
    stage.press("#row-4").await;
    stage.press("#head-1 button").await;
    let asked: Vec<Event> = stage.commands().into_iter().filter_map(sent).collect();
    assert!(matches!(
        asked.as_slice(),
        [Event::TokenToggled(TokenId(2)), Event::DetailsChosen(Some(TokenId(4))), Event::SortChanged(_)]
    ));
}

fn sent(command: Command) -> Option<Event> {
    match command {
        Command::Send(Event::RowsWanted { .. }) => None,
        Command::Send(event) => Some(event),
        _ => None,
    }
}
