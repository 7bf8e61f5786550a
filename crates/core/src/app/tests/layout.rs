//! Stories of tables whose columns the user changes.

use seedferry_protocol::{
    CsvColumn, CsvEncoding, CsvLayoutView, CustomCsv, Event, PageEffect, TargetFormat, Ticket, ToPage,
    TokenProperty,
};

use super::{Effect, OpenerReport, Story, batch};
use crate::format::custom_csv::{self, SavedLayout};

fn opened(target: TargetFormat) -> Story {
    let mut story = Story::with(batch(&["A1", "B2"]));
    story.does(Event::ExportChosen(Some(target)));
    story
}

fn layout(story: &Story) -> CsvLayoutView {
    story.export.as_ref().unwrap().layout.clone().unwrap()
}

/// The file that a press hands over.
fn saved(story: &mut Story, event: Event) -> String {
    story.does(event);
    let [Effect::ToPage(ToPage::Effect(PageEffect::SaveFile { content, .. })), ..] = &story.effects[..]
    else {
        panic!("{:?}", story.effects)
    };
    String::from_utf8(content.expose().to_vec()).unwrap()
}

/// Loads a text, and compares whether a column of that name is there afterwards.
fn check(text: &str, column: &str, expected: bool) {
    let mut story = opened(TargetFormat::CustomCsv);
    story.does(Event::CsvLayoutLoaded(text.to_owned()));
    let has = layout(&story).layout.columns.iter().any(|own| own.name == column);
    assert_eq!(has, expected, "{text:.100}");
}

#[test]
fn a_changed_layout_is_kept_when_the_panel_is_closed_and_can_be_taken_back() {
    let mut story = opened(TargetFormat::OktaCsv);
    let own = layout(&story);
    assert!(own.unconfirmed && !own.changed && own.ready_made.is_empty());
    let mut changed = own.layout.clone();
    changed.columns.push(CsvColumn::new("login", TokenProperty::Upn));
    story.does(Event::CsvLayoutChanged(Some(changed.clone())));
    story.does(Event::ExportChosen(None)).does(Event::ExportChosen(Some(TargetFormat::OktaCsv)));
    assert!(layout(&story).changed && layout(&story).layout == changed);
    let preview = &layout(&story).preview;
    assert_eq!(preview.len(), 2);
    assert!(preview[0][0] == "A1" && preview[0][1].chars().all(|c| c == '•'), "{preview:?}");
    story.does(Event::ExportChosen(Some(TargetFormat::SafeIdCsv)));
    assert!(!layout(&story).changed, "each target has its own");
    story.does(Event::ExportChosen(Some(TargetFormat::OktaCsv))).does(Event::CsvLayoutChanged(None));
    assert!(!layout(&story).changed && layout(&story).layout == own.layout);
    story.does(Event::ExportChosen(Some(TargetFormat::EntraJson)));
    assert!(story.export.as_ref().unwrap().layout.is_none());
}

/// Arrow keys run through all ready-made layouts, and *Undo all changes* and a loaded file replace everything, too.
#[test]
fn columns_of_ones_own_are_put_back_whatever_took_their_place() {
    let check = |events: &[Event], put_back: bool| {
        let mut story = opened(TargetFormat::CustomCsv);
        let mut own = layout(&story).layout;
        own.columns.push(CsvColumn::new("login", TokenProperty::Upn));
        story.does(Event::CsvLayoutChanged(Some(own.clone())));
        assert!(!layout(&story).can_be_put_back);
        for event in events {
            story.does(event.clone());
        }
        assert_eq!(layout(&story).can_be_put_back, put_back, "{events:?}");
        story.does(Event::CsvLayoutPutBack);
        assert_eq!(layout(&story).layout == own, put_back, "{events:?}");
    };
    let loaded = custom_csv::save(&custom_csv::ready_made()[2], CsvEncoding::default());
    let loaded = String::from_utf8(loaded.clone()).unwrap();
    check(&[Event::ReadyMadeChosen(1)], true);
    check(&[Event::ReadyMadeChosen(1), Event::ReadyMadeChosen(2), Event::ReadyMadeChosen(3)], true);
    check(&[Event::CsvLayoutChanged(None)], true);
    check(&[Event::CsvLayoutLoaded(loaded)], true);
    check(
        &[
            Event::ReadyMadeChosen(1),
            Event::ExportChosen(None),
            Event::ExportChosen(Some(TargetFormat::CustomCsv)),
        ],
        true,
    );
    let mut story = opened(TargetFormat::CustomCsv);
    story.does(Event::ReadyMadeChosen(1));
    assert!(!layout(&story).can_be_put_back, "nothing of one's own was there");
}

#[test]
fn a_layout_without_columns_writes_nothing_and_says_why() {
    let mut story = opened(TargetFormat::CustomCsv);
    let empty = CustomCsv { columns: Vec::new(), ..layout(&story).layout };
    story.does(Event::CsvLayoutChanged(Some(empty)));
    let export = story.export.clone().unwrap();
    assert!(export.parts.is_empty());
    assert_eq!(layout(&story).problems, ["There is no column"]);
}

#[test]
fn a_table_without_seeds_is_for_people_and_leaves_the_batch_unsaved() {
    let mut story = opened(TargetFormat::CustomCsv);
    let columns = vec![CsvColumn::new("serial", TokenProperty::Serial)];
    let list = CustomCsv { columns, ..layout(&story).layout };
    story.does(Event::CsvLayoutChanged(Some(list)));
    let export = story.export.clone().unwrap();
    assert!(!export.seeds && export.losses.iter().any(|loss| loss.what == "The seed is left out"));
    assert!(layout(&story).warnings[0].starts_with("No column holds the seed"));
    let text = saved(&mut story, Event::SaveAsked { ticket: Ticket(1), part: 0 });
    assert_eq!(text, "serial\r\nA1\r\nB2\r\n");
    story.does(Event::SaveDone { ticket: Ticket(1), written: true });
    assert!(story.notices.last().unwrap().text.ends_with("holds no seeds") && story.unsaved);
    story.does(Event::CopyAsked { ticket: Ticket(2), part: 0 });
    story.does(Event::CopyDone { ticket: Ticket(2), written: true });
    assert!(story.notices.last().unwrap().text.ends_with("holds no seeds") && !story.clipboard);
}

#[test]
fn ready_made_layouts_are_a_beginning() {
    let mut story = opened(TargetFormat::CustomCsv);
    let names = layout(&story).ready_made;
    assert!(names.len() >= 8 && !layout(&story).unconfirmed);
    for (place, name) in (0..).zip(&names) {
        story.does(Event::ReadyMadeChosen(place));
        assert_eq!(&layout(&story).layout.name, name);
    }
}

#[test]
fn a_layout_is_saved_and_loaded_again() {
    let mut story = opened(TargetFormat::CustomCsv);
    let mut changed = layout(&story).layout;
    changed.columns.push(CsvColumn::fixed("site", "Berlin"));
    story.does(Event::CsvLayoutChanged(Some(changed)));
    let text = saved(&mut story, Event::CsvLayoutSaveAsked(Ticket(1)));
    check(&text, "site", true);
    check(&text.replace("Berlin", &"B".repeat(CustomCsv::MAX_TEXT + 1)), "site", false);
    check("{}", "site", false);
    check("", "site", false);
}

/// One that was saved sealed comes out of an opener.
#[test]
fn a_layout_that_was_opened_is_for_the_table_in_sight_or_for_the_own_one() {
    let check = |before: Option<TargetFormat>, after: TargetFormat, news: &str| {
        let mut story = Story::with(batch(&["A1"]));
        story.does(Event::ExportChosen(before));
        let opened = CustomCsv { name: "Kiel".to_owned(), ..custom_csv::ready_made().remove(0) };
        let saved = SavedLayout { layout: opened.clone(), encoding: Some(CsvEncoding::Utf16) };
        story.offer("layout.json.zip").says(OpenerReport::Layout(saved));
        assert!(story.opening.is_none() && story.review.is_some());
        assert_eq!(story.notices[0].text, format!("Kiel was loaded. In Export it is the layout of {news}"));
        story.does(Event::ExportChosen(Some(after)));
        assert_eq!(layout(&story).layout, opened);
        assert_eq!(story.export.as_ref().unwrap().options.encoding, CsvEncoding::Utf16);
    };
    check(None, TargetFormat::CustomCsv, "Custom CSV");
    check(Some(TargetFormat::EntraJson), TargetFormat::CustomCsv, "Custom CSV");
    check(Some(TargetFormat::OktaCsv), TargetFormat::OktaCsv, "OKTA CSV");
}

#[test]
fn the_whole_report_is_saved_without_seeds() {
    let mut story = opened(TargetFormat::DuoCsv);
    let text = saved(&mut story, Event::ExportReportSaveAsked(Ticket(1)));
    assert!(
        text.starts_with("Conversion to Duo CSV\n\nWhat is written\nduo-totp-6-digits.csv: 2 tokens\n"),
        "{text}"
    );
    assert!(text.contains("What stays behind: 0 tokens\n") && text.contains("  A1\n  B2\n"), "{text}");
    story.does(Event::ExportChosen(None)).does(Event::ExportReportSaveAsked(Ticket(2)));
    let is_file =
        |effect: &Effect| matches!(effect, Effect::ToPage(ToPage::Effect(PageEffect::SaveFile { .. })));
    assert!(!story.effects.iter().any(is_file));
}
