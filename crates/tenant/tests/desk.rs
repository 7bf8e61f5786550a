//! The help desk against the demo tenant: what is typed, and whose card comes.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test outside a test module; a wrong answer shall end it"
)]

use super::common::{file_given, file_read, signed_in};
use seedferry_core::{
    app::{Answer, Effect, Model},
    entropy::Entropy,
    graph::{
        Millis,
        people::{ALL_METHODS, FIND, METHODS},
    },
    otp::Generator,
    secret::Seed,
    token::{Digits, HashFunction, Interval, Origin, SerialNumber, Token},
};
use seedferry_protocol::{
    AccountEvent, Area, AssignView, CardTokens, CardView, DeskAction, DeskEvent, DeskView, Event, HeldView,
    Notice, PageEffect, Pane, SheetsView, SignInError, Surroundings, ToPage, TypedCode, WorkEvent,
};
use seedferry_tenant::{Fault, Kept, Person, Tenant};

/// 2026-11-24 by the computer's clock, in the middle of an interval.
pub(crate) const WALL: u64 = 1_795_514_415;
pub(crate) const POLICY: &str = "Policy.Read.All";

pub(crate) struct Desk {
    model: Model,
    pub(crate) tenant: Tenant,
    view: DeskView,
    pub(crate) scopes: Vec<String>,
    /// The permissions that the page was asked for.
    pub(crate) wanted: Vec<String>,
    now: Millis,
    wake: Option<Millis>,
    /// The work's view, as text.
    pub(crate) work: String,
    /// Sheets and labels.
    pub(crate) sheets: SheetsView,
    /// The message bar.
    pub(crate) notices: Vec<Notice>,
    /// Where tokens are given to people, while that is in sight.
    pub(crate) assign: Option<AssignView>,
}

impl Desk {
    pub(crate) fn with(scopes: &[&str]) -> Self {
        let mut desk = Self {
            model: Model::new(Entropy::new([1; 32])),
            tenant: Tenant::demo(1),
            view: DeskView::SignedOut,
            scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
            wanted: Vec::new(),
            now: Millis(0),
            wake: None,
            work: String::new(),
            sheets: SheetsView::default(),
            notices: Vec::new(),
            assign: None,
        };
        desk.signs_in();
        desk.does(Event::AreaChosen(Area::Desk));
        desk
    }

    /// With a file open that has the seeds of these tokens.
    pub(crate) fn opens(&mut self, serials: &[&str]) {
        self.opens_tokens((0_u32..).zip(serials).map(|(row, serial)| token(row, serial)).collect());
    }

    pub(crate) fn opens_tokens(&mut self, tokens: Vec<Token>) {
        for event in file_given(1) {
            self.does(event);
        }
        self.hears(file_read(1, tokens));
        self.does(Event::AreaChosen(Area::Desk));
    }

    pub(crate) fn signs_in(&mut self) {
        let event = signed_in(&mut self.tenant, self.now, "contoso", self.scopes.clone());
        self.does(event);
    }

    pub(crate) fn asks(&mut self, text: &str) -> &DeskView {
        self.does(Event::Desk(DeskEvent::Asked(TypedCode::new(text.to_owned()))));
        &self.view
    }

    pub(crate) fn does(&mut self, event: Event) {
        self.model.tell_time(self.now, WALL + self.now.0 / 1000);
        let effects = self.model.update(event);
        self.carry_out(effects);
    }

    pub(crate) fn hears(&mut self, answer: Answer) {
        self.model.tell_time(self.now, WALL + self.now.0 / 1000);
        let effects = self.model.answer(answer);
        self.carry_out(effects);
    }

    fn carry_out(&mut self, effects: Vec<Effect>) {
        let mut answers = Vec::new();
        for effect in effects {
            match effect {
                Effect::Continue => answers.push(Answer::Continue),
                Effect::Send { ticket, request, token, .. } => {
                    let outcome = self.tenant.answer(self.now, &request, &token);
                    answers.push(Answer::Sent { ticket, outcome });
                }
                Effect::WakeAt(time) => self.wake = Some(time),
                Effect::ToPage(ToPage::Panes(panes)) => self.look(panes),
                Effect::ToPage(ToPage::Effect(PageEffect::TokenWanted { scopes, .. })) => {
                    self.wanted = scopes;
                }
                _ => {}
            }
        }
        for answer in answers {
            self.hears(answer);
        }
    }

    fn look(&mut self, panes: Vec<Pane>) {
        for pane in panes {
            match pane {
                Pane::Desk(view) => self.view = view,
                Pane::Sheets(sheets) => self.sheets = sheets,
                Pane::Notices(notices) => self.notices = notices,
                Pane::Work(work) => self.work = format!("{work:?}"),
                Pane::Assign(assign) => self.assign = assign,
                _ => {}
            }
        }
    }

    /// Opens a form for the first token and gives it; returns what the form says of itself.
    pub(crate) fn gives(&mut self, action: DeskAction, serial: &str, code: &str) -> String {
        self.chooses(action);
        let told = self.card().form.clone().map(|form| form.explanation).unwrap_or_default();
        let (serial, code) = (serial.to_owned(), TypedCode::new(code.to_owned()));
        self.does(Event::Desk(DeskEvent::FormGiven { serial, code }));
        told
    }

    /// Opens the form of an action for the first token, or, where it has none, does it.
    pub(crate) fn chooses(&mut self, action: DeskAction) {
        let first = self.held()[0].method.clone();
        self.does(Event::Desk(DeskEvent::FormChosen(Some((action, first)))));
    }

    /// Says yes to what was planned, and waits for its end.
    pub(crate) fn confirms(&mut self) {
        self.does(Event::Work(WorkEvent::Confirmed));
        self.time_passes();
    }

    /// Lets time pass until nothing waits for it.
    pub(crate) fn time_passes(&mut self) {
        for _ in 0..200 {
            let Some(time) = self.wake.take() else {
                break;
            };
            self.now = self.now.max(time);
            self.hears(Answer::Woken);
        }
    }

    /// Whose a token is by now, and how far it is.
    pub(crate) fn stands(&self, serial: &str) -> String {
        let kept = self.tenant.devices().iter().find(|device| device.serial == serial).unwrap();
        let holder = self.tenant.people.iter().find(|person| Some(&person.id) == kept.assigned_to.as_ref());
        format!("{} {:?}", holder.map_or("nobody", |person| person.name.as_str()), kept.status)
    }

    pub(crate) fn card(&self) -> &CardView {
        match &self.view {
            DeskView::Card(card) => card,
            other => panic!("no card, but {other:?}"),
        }
    }

    /// The tokens of the person in sight.
    pub(crate) fn held(&self) -> &[HeldView] {
        match &self.card().tokens {
            CardTokens::Read(tokens) => tokens,
            other => panic!("not read, but {other:?}"),
        }
    }

    /// Their serial numbers.
    pub(crate) fn serials(&self) -> Vec<&str> {
        self.held().iter().map(|token| token.serial.as_str()).collect()
    }
}

pub(crate) fn token(row: u32, serial: &str) -> Token {
    Token {
        serial: SerialNumber::parse(serial),
        seed: Seed::new(row.to_be_bytes().repeat(5)),
        hash: Some(HashFunction::Sha1),
        digits: Digits::new(6),
        interval: Interval::new(30),
        ..Token::new(Origin { source: 0, row })
    }
}

fn code(row: u32) -> String {
    let seed = Seed::new(row.to_be_bytes().repeat(5)).unwrap();
    Generator::new(&seed, HashFunction::Sha1, Digits::new(6).unwrap()).unwrap().code(WALL / 30)
}

/// What comes of what was typed: the person's UPN and serial numbers, or who is listed and what is noted.
pub(crate) fn said(view: &DeskView) -> String {
    match view {
        DeskView::Card(card) => {
            let serials: Vec<&str> = match &card.tokens {
                CardTokens::Read(tokens) => tokens.iter().map(|token| token.serial.as_str()).collect(),
                _ => Vec::new(),
            };
            format!("{} {} {}", card.upn, serials.join(","), card.found_by.clone().unwrap_or_default())
        }
        DeskView::Found(found) => {
            let names: Vec<&str> = found.people.iter().map(|hit| hit.name.as_str()).collect();
            format!("{}: {}", names.join(", "), found.notes.join(" "))
        }
        other => format!("{other:?}"),
    }
}

#[test]
fn one_box_takes_names_upns_and_serial_numbers() {
    let mut desk = Desk::with(&["User.Read", FIND, METHODS, POLICY]);
    let mut check = |typed: &str, expected: &str| {
        let found = said(desk.asks(typed));
        assert!(found.contains(expected), "{typed}: {found}");
    };
    check("grace", "grace.chen@contoso.example 71358400");
    check("GRACE.CHEN@contoso", "grace.chen@contoso.example 71358400");
    check("aoife o'n", "aoife.o'neill@contoso.example 71358403");
    check("zoë", "zoe.mueller@contoso.example");
    check("lee_fabrikam.example#EXT#", "lee_fabrikam.example#EXT#@contoso.example");
    check("  71358403 ", "aoife.o'neill@contoso.example 71358403 Has token 71358403.");
    check("71358401", "Token 71358401 is in the inventory, and nobody has it.");
    check("smith", "Noah Smith, Emma Smith");
    check("nobody at all", "Nobody has a name");
    check("' eq '1", "Nobody has a name");
    check("99999999", "no token has this serial number");
    check("", "Idle");
}

/// An administrator's tokens take a higher role: it is said where the permission that tells it is there.
#[test]
fn an_administrator_is_named_as_one() {
    const ROLES: &str = "RoleManagement.Read.Directory";
    let check = |scopes: &[&str], who: &str, says: bool| {
        let mut desk = Desk::with(scopes);
        desk.tenant.account.permissions.push(ROLES.to_owned());
        desk.asks(who);
        let remarks = &desk.card().remarks;
        assert_eq!(remarks.iter().any(|remark| remark.starts_with("An administrator")), says, "{remarks:?}");
        assert!(matches!(desk.card().tokens, CardTokens::Read(_)));
    };
    let scopes = ["User.Read", FIND, METHODS, ROLES];
    check(&scopes, "admin@contoso", true);
    check(&scopes, "grace", false);
    check(&scopes[..3], "admin@contoso", false);
}

#[test]
fn one_of_several_is_chosen() {
    let mut desk = Desk::with(&["User.Read", FIND, METHODS, POLICY]);
    desk.asks("smith");
    let DeskView::Found(found) = desk.view.clone() else { panic!("{:?}", desk.view) };
    let [noah, emma] = [0, 1].map(|place: usize| found.people[place].id.clone());
    // Other people were found meanwhile: nobody is shown in the place of the one that was pressed.
    desk.asks("nobody at all");
    desk.does(Event::Desk(DeskEvent::PersonChosen(noah)));
    assert!(matches!(desk.view, DeskView::Found(_)));
    desk.asks("smith");
    desk.does(Event::Desk(DeskEvent::PersonChosen(emma)));
    assert_eq!(desk.card().upn, "emma.smith@contoso.example");
    desk.does(Event::Desk(DeskEvent::Left));
    assert_eq!(desk.view, DeskView::Idle);
}

#[test]
fn what_is_missing_is_asked_for_when_it_is_first_needed() {
    let mut desk = Desk::with(&["User.Read"]);
    assert!(desk.wanted.is_empty(), "nothing is asked for before anything is looked up");
    desk.asks("grace");
    assert_eq!(desk.wanted, [FIND]);
    desk.scopes.push(FIND.to_owned());
    desk.signs_in();
    assert_eq!(
        (desk.card().upn.as_str(), &desk.wanted[..]),
        ("grace.chen@contoso.example", &[METHODS.to_owned()][..])
    );
    let error = SignInError { code: "invalid_client".to_owned(), ..SignInError::default() };
    desk.does(Event::Account(AccountEvent::Failed(error)));
    let CardTokens::NeedsPermission(permission) = desk.card().tokens.clone() else {
        panic!("{:?}", desk.view)
    };
    assert_eq!((permission.wide.as_deref(), permission.failed), (Some(ALL_METHODS), true));
    desk.does(Event::Desk(DeskEvent::WidePermissionAsked));
    assert_eq!(desk.wanted, [ALL_METHODS]);
    desk.scopes.push(ALL_METHODS.to_owned());
    desk.signs_in();
    assert_eq!(desk.serials(), ["71358400"]);
}

#[test]
fn a_question_is_asked_again_when_graph_asks_to_wait_or_does_not_answer() {
    let check = |fault: Fault, least: u64| {
        let mut desk = Desk::with(&["User.Read", FIND, METHODS, POLICY]);
        let (requests, began) = (desk.tenant.requests(), desk.now);
        desk.tenant.faults.insert(requests, fault);
        let DeskView::Looking { wait } = *desk.asks("grace") else { panic!("{fault:?}: {:?}", desk.view) };
        assert!(u64::from(wait) * 1_000 >= least, "{fault:?}: asked again in {wait} s");
        desk.time_passes();
        assert_eq!(desk.serials(), ["71358400"], "{fault:?}");
        assert!(desk.now.since(began) >= Millis(least), "{fault:?}: {:?}", desk.now);
        assert_eq!(desk.tenant.violations(), []);
    };
    check(Fault::Throttled(7_000), 7_000);
    check(Fault::ErrorBefore(503), 1);
    check(Fault::ErrorAfter(504), 1);
    check(Fault::LostRequest, 1);
    check(Fault::LostAnswer, 1);
}

#[test]
fn a_question_is_not_asked_for_ever() {
    let mut desk = Desk::with(&["User.Read", FIND, METHODS, POLICY]);
    let requests = desk.tenant.requests();
    desk.tenant.faults.extend((requests..requests + 20).map(|number| (number, Fault::ErrorBefore(503))));
    desk.asks("grace");
    desk.time_passes();
    assert!(matches!(&desk.view, DeskView::Halted { problem, .. } if !problem.is_empty()), "{:?}", desk.view);
    assert_eq!(desk.tenant.requests(), requests + 6);
    desk.tenant.faults.clear();
    desk.does(Event::Desk(DeskEvent::AskedAgain));
    assert_eq!(desk.serials(), ["71358400"]);
}

#[test]
fn an_access_token_that_is_refused_is_renewed_and_the_question_goes_on() {
    let check = |fault: Fault| {
        let mut desk = Desk::with(&["User.Read", FIND, METHODS, POLICY]);
        let requests = desk.tenant.requests();
        desk.tenant.faults.insert(requests, fault);
        desk.asks("grace");
        assert_eq!(
            (&desk.view, desk.wanted.as_slice()),
            (&DeskView::Looking { wait: 0 }, &[FIND.to_owned()][..])
        );
        desk.signs_in();
        assert_eq!(desk.serials(), ["71358400"]);
        let requests = desk.tenant.requests();
        desk.tenant.faults.insert(requests, fault);
        desk.does(Event::Desk(DeskEvent::AskedAgain));
        assert_eq!(desk.wanted, [METHODS]);
        desk.signs_in();
        assert_eq!(desk.serials(), ["71358400"]);
    };
    check(Fault::TokenExpires);
    check(Fault::ClaimsChallenge);
}

#[test]
fn the_host_may_forbid_the_wider_permission() {
    let mut desk = Desk::with(&["User.Read", FIND]);
    let config = Some(r#"{"widePermission":false}"#.to_owned());
    let around = Surroundings { offered: true, config, ..Surroundings::default() };
    desk.does(Event::Account(AccountEvent::Prepared(around)));
    desk.asks("grace");
    desk.does(Event::Account(AccountEvent::Failed(SignInError::default())));
    let CardTokens::NeedsPermission(permission) = desk.card().tokens.clone() else {
        panic!("{:?}", desk.view)
    };
    assert_eq!((permission.wide, desk.wanted.clone()), (None, vec![METHODS.to_owned()]));
    desk.does(Event::Desk(DeskEvent::WidePermissionAsked));
    assert_eq!(desk.wanted, [METHODS]);
}

#[test]
fn a_serial_number_is_looked_up_again_with_the_permission() {
    let mut desk = Desk::with(&["User.Read", FIND, METHODS]);
    desk.asks("71358403");
    desk.scopes.push(POLICY.to_owned());
    desk.signs_in();
    assert_eq!(desk.card().found_by.as_deref(), Some("Has token 71358403."));
}

/// Nobody is found by the serial number without the permission; the button asks for it, and what was typed is looked up again.
#[test]
fn the_permission_for_serial_numbers_can_be_asked_for_where_nobody_was_found() {
    let mut desk = Desk::with(&["User.Read", FIND, METHODS]);
    desk.asks("71358403");
    let button = |desk: &Desk| matches!(&desk.view, DeskView::Found(found) if found.permission);
    assert!(!button(&desk), "it is being asked for");
    desk.does(Event::Account(AccountEvent::Failed(SignInError::default())));
    assert!(button(&desk), "{:?}", desk.view);
    desk.wanted.clear();
    desk.does(Event::Desk(DeskEvent::PermissionAsked));
    assert_eq!((desk.wanted.clone(), button(&desk)), (vec![POLICY.to_owned()], false));
    desk.scopes.push(POLICY.to_owned());
    desk.signs_in();
    assert_eq!(desk.card().found_by.as_deref(), Some("Has token 71358403."));
}

#[test]
fn a_code_leads_to_its_holder_and_an_ambiguous_one_to_nobody() {
    let mut desk = Desk::with(&["User.Read", FIND, METHODS, POLICY]);
    desk.opens(&["71358400", "71358403", "71358401"]);
    let mut check = |typed: &str, expected: &str| {
        let found = said(desk.asks(typed));
        assert!(found.contains(expected), "{typed}: {found}");
    };
    check(&code(1), "aoife.o'neill@contoso.example 71358403 Has token 71358403.");
    let digits = code(0);
    let (first, rest) = digits.split_at(3);
    let spaced = format!("{first} {rest}");
    check(&spaced, "grace.chen@contoso.example 71358400");
    check(
        &code(2),
        "This is the code of token 71358401. Token 71358401 is in the inventory, and nobody has it.",
    );
    // It may be a serial number, too: both readings are offered, and the second one only when it is asked for.
    let number = code(1);
    desk.tenant.keep(Kept::new("other".to_owned(), &number, "Contoso", "C100"));
    let mut readings = |typed: &str, expected: &str| {
        assert!(said(desk.asks(typed)).contains("71358403 Has token 71358403."));
        assert!(desk.card().other_reading);
        desk.does(Event::Desk(DeskEvent::AskedAsText));
        let found = said(&desk.view);
        assert!(found.contains(expected) && !found.contains("71358403"), "{found}");
    };
    readings(&number, &format!("Token {number} is in the inventory, and nobody has it."));
    let mut twins = Desk::with(&["User.Read", FIND, METHODS, POLICY]);
    twins.opens(&["71358400"]);
    twins.opens_twin();
    let found = said(twins.asks(&code(0)));
    assert!(found.contains("nothing is offered on a code that several tokens may show"), "{found}");
    twins.does(Event::Desk(DeskEvent::AskedAsText));
    assert!(said(&twins.view).contains("no token has this serial number"), "{:?}", twins.view);
}

#[test]
fn more_people_than_are_listed_are_told_of() {
    let mut desk = Desk::with(&["User.Read", FIND, METHODS, POLICY]);
    let mut check = |people: u32, told: bool| {
        for number in desk.tenant.people.len()..desk.tenant.people.len() + people as usize {
            let (id, upn) = (format!("x{number}"), format!("xaver{number}@contoso.example"));
            desk.tenant.people.push(Person::member(id, &upn, "Xaver"));
        }
        let found = said(desk.asks("xaver"));
        assert_eq!(found.contains("There may be more than these 25."), told, "{found}");
    };
    check(24, false);
    check(6, true);
}

impl Desk {
    /// Another token with the first one's seed joins.
    fn opens_twin(&mut self) {
        for event in file_given(2) {
            self.does(event);
        }
        self.hears(file_read(2, vec![token(0, "71358403")]));
        self.does(Event::AreaChosen(Area::Desk));
    }
}
