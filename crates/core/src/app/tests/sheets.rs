//! Sheets and labels, in stories.

use seedferry_protocol::{Event, SheetsEvent, SheetsView, TokenId};

use super::{Story, batch};

/// A story whose tokens all have a user but the last.
fn with(tokens: usize) -> Story {
    let serials: Vec<String> = (0..tokens).map(|number| format!("S{number:04}")).collect();
    let mut given = batch(&serials.iter().map(String::as_str).collect::<Vec<_>>());
    for token in given.tokens.iter_mut().rev().skip(1) {
        token.upn = Some("grace.chen@contoso.example".to_owned());
    }
    Story::with(given)
}

fn view(story: &Story) -> SheetsView {
    story.model.sheets.view(story.model.review.as_ref(), false)
}

/// Tokens, those without user, pages, and what is on the chosen page.
fn check(tokens: usize, page: u32, expected: (u32, u32, u32, usize)) {
    let mut story = with(tokens);
    story.does(Event::Sheets(SheetsEvent::WordingRead(None)));
    story.does(Event::Sheets(SheetsEvent::PageChosen(page)));
    let view = view(&story);
    assert_eq!((view.total, view.without_user, view.pages, view.items.len()), expected);
}

#[test]
fn who_has_a_token_gets_a_sheet() {
    check(1, 0, (0, 1, 0, 0));
    check(3, 0, (2, 1, 1, 2));
    check(202, 0, (201, 1, 2, 200));
    check(202, 1, (201, 1, 2, 1));
    check(202, 9, (201, 1, 2, 1));
}

#[test]
fn the_hosts_wording_is_used_unless_it_is_refused() {
    let mut story = with(2);
    let mut says = |text: Option<&str>| {
        story.does(Event::Sheets(SheetsEvent::WordingRead(text.map(str::to_owned))));
        story.does(Event::Sheets(SheetsEvent::ContactGiven(format!(" 47\u{7}11{} ", "x".repeat(300)))));
        let view = view(&story);
        (view.items[0].clone(), view.refused, view.contact.len())
    };
    let (own, refused, length) = says(None);
    assert!(own.text.contains("S0000") && own.text.contains("Help desk: 4711x") && refused.is_none());
    assert_eq!(length, SheetsView::LONGEST_CONTACT);
    let (hosts, refused, _) = says(Some("[sheet]\n{serial}\n[label]\n{upn}"));
    assert_eq!((hosts.heading.as_str(), refused), ("S0000", None));
    let (again, refused, _) = says(Some("[sheet]\n{seed}\n[label]\nx"));
    assert!(again == own && refused.unwrap().contains("line 2"));
}

#[test]
fn labels_and_selected_tokens_are_chosen() {
    let mut story = with(3);
    story.does(Event::Sheets(SheetsEvent::WordingRead(None)));
    story.does(Event::Sheets(SheetsEvent::LabelsChosen(true)));
    story.does(Event::Sheets(SheetsEvent::SelectedOnlyChosen(true)));
    assert_eq!(view(&story).total, 0);
    story.does(Event::TokenToggled(TokenId(1)));
    let shown = view(&story);
    assert_eq!(
        (shown.items[0].heading.as_str(), shown.items[0].text.as_str()),
        ("grace.chen@contoso.example", "S0001")
    );
}
