//! The help desk against the demo tenant: what is done about a token.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test outside a test module; a wrong answer shall end it"
)]

use super::desk::{Desk, POLICY, said, token};
use seedferry_core::graph::people::{FIND, METHODS};
use seedferry_core::token::{Interval, Token};
use seedferry_protocol::{DeskAction, DeskEvent, Event, HeldTokens, WorkEvent};

/// The row whose seed shows `000000` at the time of these tests, the code that the tenant refuses.
const SHOWS_ZEROS: u32 = 4_323_428;

#[test]
fn without_the_policys_permission_people_are_served_all_the_same() {
    let mut desk = Desk::with(&["User.Read", FIND, METHODS]);
    assert!(said(desk.asks("71358403")).contains("without the permission Policy.Read.All"));
    assert_eq!(desk.wanted, [POLICY]);
    desk.asks("aoife");
    assert_eq!(desk.serials(), ["71358403"]);
    desk.wanted.clear();
    let told = desk.gives(DeskAction::Replace, "71358401", "012345");
    assert!(
        told.contains("then token 71358403 is taken away: without the permission Policy.Read.All"),
        "{told}"
    );
    desk.confirms();
    assert_eq!(
        (desk.serials(), desk.wanted.len()),
        (vec!["71358401"], 0),
        "it is replaced without asking for more"
    );
    assert_eq!(desk.stands("71358403"), "nobody Available");
}

/// Nobody could look whether the new one is free, so the old one goes only when the new one is there.
#[test]
fn what_cannot_be_looked_up_leaves_the_person_with_the_old_token() {
    let check = |serial: &str, code: &str, remedy: &str| {
        let mut desk = Desk::with(&["User.Read", FIND, METHODS]);
        desk.asks("aoife");
        desk.gives(DeskAction::Replace, serial, code);
        desk.confirms();
        assert_eq!(desk.serials(), ["71358403"], "{serial} {code}");
        assert!(desk.work.contains(remedy), "{serial} {code}: {}", desk.work);
    };
    check("71358400", "012345", "that nobody has this token");
    check("99999999", "012345", "the tenant has no such token");
    check("71358401", "000000", "try it with a new code");
}

#[test]
fn whoever_has_five_tokens_has_the_new_one_looked_up_first() {
    let mut desk = Desk::with(&["User.Read", FIND, METHODS]);
    desk.asks("piotr");
    let old = desk.serials()[0].to_owned();
    let told = desk.gives(DeskAction::Replace, "71358401", "012345");
    assert!(told.contains("no room for one more token") && told.contains(POLICY), "{told}");
    assert!(desk.card().form.clone().unwrap().problem.unwrap().contains(POLICY));
    assert_eq!(desk.wanted, [POLICY]);
    desk.scopes.push(POLICY.to_owned());
    desk.signs_in();
    desk.confirms();
    let serials = desk.serials();
    assert!(
        serials.contains(&"71358401") && !serials.contains(&old.as_str()),
        "what was given goes on: {serials:?}"
    );
}

#[test]
fn a_form_says_what_does_not_do_before_anything_is_sent() {
    let check = |action: DeskAction, serial: &str, code: &str, expected: &str| {
        let mut desk = Desk::with(&["User.Read", FIND, METHODS, POLICY]);
        desk.asks("aoife");
        desk.gives(action, serial, code);
        let problem = desk.card().form.clone().and_then(|form| form.problem).unwrap_or_default();
        assert!(problem.contains(expected), "{serial}: {problem}");
        assert_eq!(desk.serials(), ["71358403"], "nothing was taken away");
    };
    check(DeskAction::Activate, "", "", "the seed of 71358403 is not open here");
    check(DeskAction::Activate, "", "12345", "6 digits");
    check(DeskAction::Activate, "", "12a456", "6 digits");
    check(DeskAction::Replace, "", "123456", "Type the serial number");
    check(DeskAction::Replace, "71358403", "123456", "that is to be replaced");
    check(DeskAction::Replace, "71358400", "123456", "belongs to somebody already");
    check(DeskAction::Replace, "99999999", "123456", "not in the tenant's inventory");
    check(DeskAction::Replace, "71358401", "", "the seed of 71358401 is not open here");
    check(DeskAction::Replace, "71358401", "12345", "6 digits");
}

/// A token of the kind that the demo tenant has.
pub(crate) fn fitting(row: u32, serial: &str) -> Token {
    Token { interval: Interval::new(60), ..token(row, serial) }
}

impl Desk {
    /// Opens a form for the first token, gives it, and says yes.
    fn acts(&mut self, action: DeskAction, serial: &str, code: &str) {
        if action == DeskAction::Unassign {
            self.chooses(action);
        } else {
            self.gives(action, serial, code);
        }
        self.confirms();
    }
}

/// A person is looked up, and something is done with their first token.
fn acts(who: &str, action: DeskAction, serial: &str, code: &str) -> Desk {
    let mut desk = Desk::with(&["User.Read", FIND, METHODS, POLICY]);
    desk.asks(who);
    desk.acts(action, serial, code);
    desk
}

#[test]
fn what_was_done_about_a_token_shows_on_the_card() {
    let desk = acts("aoife", DeskAction::Unassign, "", "");
    assert_eq!((desk.stands("71358403"), desk.serials().len()), ("nobody Available".to_owned(), 0));
    let desk = acts("grace", DeskAction::Activate, "", " 123-456");
    assert_eq!(desk.stands("71358400"), "Grace Chen Activated");
    let desk = acts("aoife", DeskAction::Replace, "71358401", "012345");
    assert_eq!(desk.stands("71358403"), "nobody Available");
    assert_eq!(
        (desk.stands("71358401"), desk.serials()),
        ("Aoife O'Neill Activated".to_owned(), vec!["71358401"])
    );
}

/// The first step says that the person is without the token; the second one fails, and nothing else is touched.
#[test]
fn a_replacement_that_stops_half_way_says_what_was_done() {
    let desk = acts("aoife", DeskAction::Replace, "71358401", "000000");
    assert_eq!(
        (desk.stands("71358403"), desk.stands("71358401")),
        ("nobody Available".to_owned(), "nobody Available".to_owned())
    );
    assert!(desk.serials().is_empty());
    assert!(
        desk.work.contains("71358403 → 71358401") && desk.work.contains("verification code"),
        "{}",
        desk.work
    );
    assert!(desk.work.contains("now has neither the old token nor the new one"), "{}", desk.work);
    let why = "Token 71358401 is not activated by the code that was typed. The code may be another token's";
    assert!(desk.work.contains(why), "{}", desk.work);
}

/// Whoever is left without a token is given one from where that is said, and from the card.
#[test]
fn whoever_was_left_without_a_token_can_be_given_one() {
    let check = |code: &str, press: Event, offered: bool| {
        let mut desk = acts("aoife", DeskAction::Replace, "71358401", code);
        assert_eq!(desk.work.contains("is without a token in place of 71358403."), offered, "{}", desk.work);
        desk.does(press);
        let card = desk.assign.as_ref().and_then(|assign| assign.one.person.clone());
        assert_eq!(card.is_some(), offered);
        let Some(card) = card else { return };
        assert_eq!(card.person.name, "Aoife O'Neill");
        assert_eq!((card.held, card.obstacle.as_str()), (HeldTokens::Read(Vec::new()), ""));
        assert!(card.tokens.iter().any(|token| token.serial == "71358403"), "{:?}", card.tokens);
    };
    check("000000", Event::Work(WorkEvent::GiveAsked), true);
    check("012345", Event::Work(WorkEvent::GiveAsked), false);
    check("000000", Event::Desk(DeskEvent::GiveAsked), true);
    let mut desk = Desk::with(&["User.Read", FIND, METHODS, POLICY]);
    desk.asks("piotr");
    assert!(!desk.card().may_give, "five is as many as one may have");
    desk.asks("aoife");
    assert!(desk.card().may_give);
}

#[test]
fn a_refused_code_is_looked_for_among_the_open_seeds() {
    let check = |open: Token, why: &str| {
        let mut desk = Desk::with(&["User.Read", FIND, METHODS, POLICY]);
        desk.opens_tokens(vec![open]);
        desk.asks("grace");
        desk.gives(DeskAction::Activate, "", "000000");
        desk.confirms();
        let refused = format!("Token 71358400 is not activated by the code that was typed. {why}");
        assert!(desk.work.contains(&refused), "{}", desk.work);
    };
    check(token(1, "71358403"), "None of the tokens that are open here");
    check(
        token(SHOWS_ZEROS, "71358403"),
        "It is a code of token 71358403: the person has another token in hand",
    );
    check(token(SHOWS_ZEROS, "71358400"), "It is this token's own code");
}

/// Nobody is left without a token because the code of the new one is looked for under a name that no token has.
#[test]
fn the_code_of_the_new_token_is_computed_where_its_seed_is_open() {
    let check = |scopes: &[&str]| {
        let mut desk = Desk::with(scopes);
        desk.opens_tokens(vec![fitting(0, "71358401")]);
        desk.asks("aoife");
        desk.gives(DeskAction::Replace, "71358401", "");
        desk.confirms();
        assert_eq!(desk.stands("71358401"), "Aoife O'Neill Activated", "{scopes:?}: {}", desk.work);
        assert_eq!(desk.stands("71358403"), "nobody Available");
    };
    check(&["User.Read", FIND, METHODS, POLICY]);
    check(&["User.Read", FIND, METHODS]);
}

#[test]
fn a_method_may_have_an_id_of_its_own() {
    let check = |who: &str, action: DeskAction, serial: &str, code: &str, old: (&str, &str)| {
        let mut desk = Desk::with(&["User.Read", FIND, METHODS, POLICY]);
        desk.tenant.switches.own_method_ids = true;
        desk.asks(who);
        desk.acts(action, serial, code);
        assert_eq!(desk.stands(old.0), old.1, "{}", desk.work);
    };
    check("aoife", DeskAction::Unassign, "", "", ("71358403", "nobody Available"));
    check("aoife", DeskAction::Replace, "71358401", "012345", ("71358403", "nobody Available"));
    check("grace", DeskAction::Activate, "", "123456", ("71358400", "Grace Chen Activated"));
}

#[test]
fn a_form_is_closed_when_another_token_stands_at_its_place() {
    let mut desk = Desk::with(&["User.Read", FIND, METHODS, POLICY]);
    desk.asks("piotr");
    let first = desk.serials()[0].to_owned();
    desk.chooses(DeskAction::Replace);
    desk.does(Event::Desk(DeskEvent::AskedAgain));
    assert!(desk.card().form.is_some(), "the same token is still there");
    let devices = desk.tenant.devices().to_vec();
    desk.tenant.clear();
    devices.into_iter().filter(|kept| kept.serial != first).for_each(|kept| desk.tenant.keep(kept));
    desk.does(Event::Desk(DeskEvent::AskedAgain));
    assert!(!desk.serials().is_empty() && desk.card().form.is_none());
}
