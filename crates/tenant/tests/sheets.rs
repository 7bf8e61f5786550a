//! Sheets and labels against the demo tenant: what people are called, and which permission that takes.

#![allow(clippy::indexing_slicing, reason = "a test outside a test module; a wrong answer shall end it")]

use super::desk::{Desk, token};
use seedferry_core::{
    graph::people::{FIND, FIND_ALL, METHODS},
    token::Token,
};
use seedferry_protocol::{Area, DeskEvent, Event, SheetsEvent};
use seedferry_tenant::Fault;

fn of(row: u32, upn: &str) -> Token {
    Token { upn: Some(upn.to_owned()), ..token(row, &format!("S{row}")) }
}

/// Sheets for the tokens of an open file.
fn sheets(scopes: &[&str]) -> Desk {
    let mut desk = Desk::with(scopes);
    let users = ["Grace.Chen@Contoso.example", "aoife.o'neill@contoso.example", "nobody@contoso.example"];
    desk.opens_tokens((0_u32..).zip(users).map(|(row, upn)| of(row, upn)).collect());
    desk.does(Event::Sheets(SheetsEvent::WordingRead(None)));
    desk.does(Event::AreaChosen(Area::Policy));
    desk
}

#[test]
fn display_names_of_the_open_batch_are_looked_up_when_somebody_asks_for_them() {
    let mut desk = sheets(&["User.Read", FIND]);
    let requests = desk.tenant.requests();
    assert_eq!((desk.sheets.nameless, desk.sheets.unknown), (3, 0));
    desk.wanted.clear();
    desk.does(Event::Sheets(SheetsEvent::NamesAsked));
    desk.time_passes();
    let text = |place: usize| desk.sheets.items[place].text.clone();
    assert!(text(0).contains("Name: Grace Chen") && text(0).contains("Account: Grace.Chen@Contoso.example"));
    assert!(text(1).contains("Name: Aoife O'Neill"), "{}", text(1));
    assert!(!text(2).contains("Name:"), "{}", text(2));
    assert_eq!((desk.sheets.nameless, desk.sheets.unknown, desk.sheets.looking), (0, 1, false));
    assert_eq!((desk.tenant.requests(), desk.wanted.len()), (requests + 1, 0));
}

#[test]
fn names_that_could_not_be_looked_up_are_offered_again() {
    let mut desk = sheets(&["User.Read", FIND]);
    let requests = desk.tenant.requests();
    desk.tenant.faults.extend((requests..requests + 100).map(|number| (number, Fault::ErrorBefore(503))));
    desk.does(Event::Sheets(SheetsEvent::NamesAsked));
    desk.time_passes();
    assert_eq!((desk.sheets.nameless, desk.sheets.looking), (3, false));
}

#[test]
fn sheets_ask_for_one_permission_and_for_none_that_a_wider_one_covers() {
    let mut desk = sheets(&["User.Read"]);
    desk.does(Event::Sheets(SheetsEvent::NamesAsked));
    assert_eq!(desk.wanted, [FIND]);
    // A person's own sheet needs nothing more than the card.
    let mut desk = Desk::with(&["User.Read", FIND, METHODS]);
    desk.asks("grace");
    desk.wanted.clear();
    desk.does(Event::Desk(DeskEvent::PrintAsked));
    assert_eq!((desk.sheets.total, desk.wanted.len()), (1, 0), "{:?}", desk.wanted);
    // A token that is refused is renewed with what was granted.
    let mut desk = sheets(&["User.Read", FIND_ALL]);
    desk.tenant.faults.insert(desk.tenant.requests(), Fault::TokenExpires);
    desk.does(Event::Sheets(SheetsEvent::NamesAsked));
    assert_eq!(desk.wanted, [FIND_ALL]);
}
