//! What must not happen to the person when a token is replaced or unassigned at the help desk.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test outside a test module; a wrong answer shall end it"
)]

use super::{
    desk::{Desk, POLICY, said, token},
    desk_acts::fitting,
};
use seedferry_core::graph::people::{FIND, METHODS};
use seedferry_core::token::{HashFunction, OathType, Token};
use seedferry_protocol::{
    Area, DeskAction, DeskEvent, Event, InventoryEvent, Severity, Those, TokenAct, WorkEvent,
};
use seedferry_tenant::{Kept, Status};

const OLD: &str = "71358403";
const NEW: &str = "71358401";
const KEPT: &str = "Aoife O'Neill Activated";
const FREE: &str = "nobody Available";

/// Aoife's card, with these tokens open.
fn card(open: Vec<Token>) -> Desk {
    let mut desk = Desk::with(&["User.Read", FIND, METHODS, POLICY]);
    if !open.is_empty() {
        desk.opens_tokens(open);
    }
    desk.asks("aoife");
    desk
}

impl Desk {
    fn problem(&self) -> String {
        self.card().form.clone().and_then(|form| form.problem).unwrap_or_default()
    }

    fn person(&self, name: &str) -> Option<String> {
        self.tenant.people.iter().find(|person| person.name == name).map(|person| person.id.clone())
    }

    /// With one of the tenant's tokens as somebody else made it.
    fn changes(&mut self, serial: &str, change: impl Fn(&mut Kept)) {
        let (devices, legacy) = (self.tenant.devices().to_vec(), self.tenant.legacy().to_vec());
        self.tenant.clear();
        for kept in legacy {
            self.tenant.keep_legacy(kept);
        }
        for mut kept in devices {
            if kept.serial == serial {
                change(&mut kept);
            }
            self.tenant.keep(kept);
        }
    }
}

#[test]
fn a_batch_that_is_closed_costs_nobody_a_token() {
    // Before anything was begun: nothing is written.
    let mut desk = card(vec![fitting(0, NEW)]);
    desk.gives(DeskAction::Replace, NEW, "");
    desk.does(Event::BatchClosed);
    desk.confirms();
    assert_eq!((desk.stands(OLD).as_str(), desk.stands(NEW).as_str()), (KEPT, FREE), "{}", desk.work);
    assert!(desk.work.contains("Its code cannot be computed"), "{}", desk.work);
    // While it goes on: what was begun is brought to its end.
    let mut desk = card(vec![fitting(0, NEW)]);
    desk.gives(DeskAction::Replace, NEW, "");
    desk.does(Event::Work(WorkEvent::Confirmed));
    assert_eq!((desk.stands(OLD).as_str(), desk.stands(NEW).as_str()), (FREE, FREE), "it is under way");
    desk.does(Event::BatchClosed);
    desk.time_passes();
    assert_eq!((desk.stands(OLD).as_str(), desk.stands(NEW).as_str()), (FREE, KEPT), "{}", desk.work);
}

#[test]
fn a_serial_number_that_is_open_twice_with_a_difference_has_no_code() {
    let check = |open: Vec<Token>, problem: &str| {
        let mut desk = card(open);
        desk.gives(DeskAction::Replace, NEW, "");
        assert!(desk.problem().contains(problem), "{}", desk.problem());
        assert!(problem.is_empty() || desk.work == "None", "{}", desk.work);
    };
    let hotp = |token: Token| Token { oath_type: OathType::Hotp, ..token };
    check(vec![hotp(fitting(1, NEW)), fitting(1, NEW)], "more than once");
    check(vec![fitting(1, NEW), hotp(fitting(1, NEW))], "more than once");
    check(vec![fitting(1, NEW), fitting(2, NEW)], "more than once");
    check(vec![fitting(1, NEW), token(1, NEW)], "more than once");
    check(vec![hotp(fitting(1, NEW))], "no time-based token");
    check(vec![fitting(1, NEW), fitting(1, NEW)], "");
    check(vec![fitting(1, NEW), Token { seed: None, ..fitting(2, NEW) }], "");
}

#[test]
fn an_open_token_has_to_count_as_the_tenant_says() {
    let check = |open: Token, problem: &str| {
        let mut desk = card(vec![open]);
        desk.changes(NEW, |kept| "hmacsha256".clone_into(&mut kept.hash));
        desk.gives(DeskAction::Replace, NEW, "");
        assert!(desk.problem().contains(problem), "{}", desk.problem());
        desk.confirms();
        let stands = if problem.is_empty() { (FREE, KEPT) } else { (KEPT, FREE) };
        assert_eq!((desk.stands(OLD).as_str(), desk.stands(NEW).as_str()), stands);
    };
    let sha256 = Some(HashFunction::Sha256);
    check(Token { hash: sha256, ..fitting(0, NEW) }, "");
    check(Token { hash: None, interval: None, ..fitting(0, NEW) }, "");
    check(Token { hash: sha256, ..token(0, NEW) }, "the open file says 30 seconds and the inventory 60");
    check(fitting(0, NEW), "the open file says SHA-1 and the inventory SHA-256");
}

/// Nothing would prove that it is at hand.
#[test]
fn a_token_that_the_person_has_takes_no_place() {
    let check = |scopes: &[&str]| {
        let mut desk = Desk::with(scopes);
        let aoife = desk.person("Aoife O'Neill");
        let give = |kept: &mut Kept| {
            (kept.assigned_to, kept.status) = (aoife.clone(), Status::Activated);
        };
        desk.changes(NEW, give);
        desk.asks("aoife");
        let other =
            desk.serials().into_iter().find(|serial| *serial != desk.serials()[0]).unwrap().to_owned();
        desk.gives(DeskAction::Replace, &other, "000000");
        assert!(desk.problem().contains("The person has this token already"), "{}", desk.problem());
        desk.confirms();
        assert_eq!(desk.serials().len(), 2);
    };
    check(&["User.Read", FIND, METHODS]);
    check(&["User.Read", FIND, METHODS, POLICY]);
    // The card was read before somebody gave it to the person.
    let mut desk = card(Vec::new());
    let aoife = desk.person("Aoife O'Neill");
    desk.changes(NEW, |kept| kept.assigned_to.clone_from(&aoife));
    desk.gives(DeskAction::Replace, NEW, "012345");
    assert!(desk.problem().contains("The person has this token already"), "{}", desk.problem());
}

/// Whoever found the device could use it by its other method.
#[test]
fn a_device_of_two_methods_goes_as_a_whole() {
    let check = |action: DeskAction, words: &str, left: &[&str]| {
        let mut desk = Desk::with(&["User.Read", FIND, METHODS, POLICY]);
        desk.asks("priya");
        let twins: Vec<_> = desk.held().iter().filter(|token| token.twin.is_some()).cloned().collect();
        assert_eq!((twins.len(), twins[0].serial == twins[1].serial), (2, true));
        assert!(twins[0].name != twins[1].name && twins[0].name.contains(&twins[0].method));
        if action == DeskAction::Unassign {
            desk.chooses(action);
        } else {
            desk.gives(action, NEW, "012345");
        }
        assert!(desk.work.contains(words) && !desk.work.contains("then unassign"), "{}", desk.work);
        desk.confirms();
        assert_eq!(desk.serials(), left, "{}", desk.work);
        assert!(desk.tenant.legacy().iter().all(|kept| kept.assigned_to.is_none()));
    };
    check(DeskAction::Unassign, "One token will be taken", &[]);
    check(DeskAction::Replace, ", as 2 methods, is taken from priya.nair@contoso.example", &[NEW]);
}

#[test]
fn the_question_says_whom_a_replacement_may_leave_without_a_token() {
    let check = |scopes: &[&str], words: &str| {
        let mut desk = Desk::with(scopes);
        desk.asks("aoife");
        desk.gives(DeskAction::Replace, NEW, "012345");
        assert!(desk.work.contains(words), "{}", desk.work);
    };
    check(
        &["User.Read", FIND, METHODS, POLICY],
        "First token 71358403 is taken from aoife.o'neill@contoso.example, who cannot sign in with its codes any more. Then \
         token 71358401 is assigned to aoife.o'neill@contoso.example and activated. If the second step does not work, \
         aoife.o'neill@contoso.example has neither of the two",
    );
    check(
        &["User.Read", FIND, METHODS],
        "If the first step does not work, aoife.o'neill@contoso.example keeps token 71358403",
    );
}

#[test]
fn a_replacement_that_stops_half_way_behind_another_screen_is_a_warning() {
    let mut desk = card(Vec::new());
    desk.gives(DeskAction::Replace, NEW, "000000");
    desk.does(Event::Work(WorkEvent::Confirmed));
    desk.does(Event::Work(WorkEvent::Closed));
    desk.time_passes();
    let last = desk.notices.last().unwrap();
    let words = "Token 71358403 → 71358401 of aoife.o'neill@contoso.example. Done: unassign. Not done: assign and activate. \
                 The person now has neither the old token nor the new one.";
    assert!(last.severity == Severity::Warning && last.text.contains(words), "{last:?}");
    assert!(desk.work.contains("done: 1, half_done: 1"), "{}", desk.work);
}

#[test]
fn a_token_that_somebody_else_has_by_now_is_not_called_done() {
    let mut desk = card(Vec::new());
    desk.chooses(DeskAction::Unassign);
    let grace = desk.person("Grace Chen");
    desk.changes(OLD, |kept| kept.assigned_to.clone_from(&grace));
    desk.confirms();
    assert!(desk.work.contains("Somebody else may have it by now"), "{}", desk.work);
    let last = desk.notices.last().unwrap();
    assert_eq!(last.text, "The work is over: 0 tokens done, 1 needed nothing");
}

/// Graph may answer with an empty page and more behind it.
#[test]
fn what_stands_behind_an_empty_page_is_found() {
    let mut desk = Desk::with(&["User.Read", FIND, METHODS, POLICY]);
    desk.tenant.switches.empty_first_page = true;
    assert!(said(desk.asks(OLD)).contains("aoife.o'neill@contoso.example 71358403 Has token 71358403."));
    assert!(said(desk.asks(NEW)).contains("Token 71358401 is in the inventory"));
    assert!(said(desk.asks("smith")).contains("Noah Smith, Emma Smith"));
    desk.asks("aoife");
    desk.gives(DeskAction::Replace, NEW, "012345");
    desk.confirms();
    assert_eq!((desk.stands(OLD).as_str(), desk.stands(NEW).as_str()), (FREE, KEPT), "{}", desk.work);
    assert_eq!(desk.serials(), [NEW]);
}

#[test]
fn a_serial_number_may_be_typed_in_another_case() {
    let check = |scopes: &[&str]| {
        let mut desk = Desk::with(scopes);
        desk.tenant.keep(Kept::new("mixed".to_owned(), "SafeID-9A", "Deepnet Security", "SafeID/Classic"));
        if scopes.contains(&POLICY) {
            assert!(said(desk.asks("safeid-9a")).contains("Token SafeID-9A is in the inventory"));
        }
        desk.asks("aoife");
        desk.gives(DeskAction::Replace, "safeid-9a", "012345");
        desk.confirms();
        assert_eq!(
            (desk.stands("SafeID-9A").as_str(), desk.stands(OLD).as_str()),
            (KEPT, FREE),
            "{}",
            desk.work
        );
    };
    check(&["User.Read", FIND, METHODS, POLICY]);
    check(&["User.Read", FIND, METHODS]);
}

/// A serial number of six digits may be the code of an open token: from the inventory it is none.
#[test]
fn a_token_of_the_inventory_leads_to_its_holder_by_its_serial_number() {
    let code = "004512";
    let mut desk = Desk::with(&["User.Read", FIND, METHODS, POLICY]);
    desk.opens_tokens((0..3_000).map(|row| token(row, &format!("9{row:07}"))).collect());
    let mut kept = Kept::new("six".to_owned(), code, "Deepnet Security", "SafeID/Classic");
    kept.assigned_to = desk.person("Aoife O'Neill");
    desk.tenant.keep(kept);
    desk.asks(code);
    desk.does(Event::Desk(DeskEvent::Left));
    desk.does(Event::AreaChosen(Area::Inventory));
    desk.does(Event::Inventory(InventoryEvent::SearchChanged(code.to_owned())));
    desk.does(Event::Inventory(InventoryEvent::AllShownSelected));
    desk.does(Event::Inventory(InventoryEvent::Asked { act: TokenAct::HelpDesk, of: Those::Selected }));
    assert_eq!(desk.card().upn, "aoife.o'neill@contoso.example");
    assert_eq!(desk.card().found_by.as_deref(), Some("Has token 004512."));
    desk.does(Event::Desk(DeskEvent::AskedAgain));
    assert_eq!(desk.card().upn, "aoife.o'neill@contoso.example");
}
