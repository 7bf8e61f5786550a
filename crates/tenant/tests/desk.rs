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
    AccountEvent, Area, CardTokens, CardView, DeskAction, DeskEvent, DeskView, Event, PageEffect, Pane,
    SignInError, Surroundings, ToPage, TypedCode, WorkEvent,
};
use seedferry_tenant::{Fault, Tenant};

/// 2026-11-24 by the computer's clock, in the middle of an interval.
const WALL: u64 = 1_795_514_415;
const POLICY: &str = "Policy.Read.All";
/// The row whose seed shows `000000` at [`WALL`], the code that the tenant refuses.
const SHOWS_ZEROS: u32 = 4_323_428;

struct Desk {
    model: Model,
    tenant: Tenant,
    view: DeskView,
    scopes: Vec<String>,
    /// The permissions that the page was asked for.
    wanted: Vec<String>,
    now: Millis,
    wake: Option<Millis>,
    /// The work's view, as text.
    work: String,
}

impl Desk {
    fn with(scopes: &[&str]) -> Self {
        let mut desk = Self {
            model: Model::new(Entropy::new([1; 32])),
            tenant: Tenant::demo(1),
            view: DeskView::SignedOut,
            scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
            wanted: Vec::new(),
            now: Millis(0),
            wake: None,
            work: String::new(),
        };
        desk.signs_in();
        desk.does(Event::AreaChosen(Area::Desk));
        desk
    }

    /// With a file open that has the seeds of these tokens.
    fn opens(&mut self, serials: &[&str]) {
        self.opens_tokens((0_u32..).zip(serials).map(|(row, serial)| token(row, serial)).collect());
    }

    fn opens_tokens(&mut self, tokens: Vec<Token>) {
        for event in file_given(1) {
            self.does(event);
        }
        self.hears(file_read(1, tokens));
        self.does(Event::AreaChosen(Area::Desk));
    }

    fn signs_in(&mut self) {
        let event = signed_in(&mut self.tenant, self.now, "contoso", self.scopes.clone());
        self.does(event);
    }

    fn asks(&mut self, text: &str) -> &DeskView {
        self.does(Event::Desk(DeskEvent::Asked(TypedCode::new(text.to_owned()))));
        &self.view
    }

    fn does(&mut self, event: Event) {
        self.model.tell_time(self.now, WALL + self.now.0 / 1000);
        let effects = self.model.update(event);
        self.carry_out(effects);
    }

    fn hears(&mut self, answer: Answer) {
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
                Pane::Work(work) => self.work = format!("{work:?}"),
                _ => {}
            }
        }
    }

    fn card(&self) -> &CardView {
        match &self.view {
            DeskView::Card(card) => card,
            other => panic!("no card, but {other:?}"),
        }
    }

    /// The serial numbers of the person in sight.
    fn serials(&self) -> Vec<&str> {
        match &self.card().tokens {
            CardTokens::Read(tokens) => tokens.iter().map(|token| token.serial.as_str()).collect(),
            other => panic!("not read, but {other:?}"),
        }
    }
}

fn token(row: u32, serial: &str) -> Token {
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
fn said(view: &DeskView) -> String {
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

#[test]
fn one_of_several_is_chosen() {
    let mut desk = Desk::with(&["User.Read", FIND, METHODS, POLICY]);
    desk.asks("smith");
    desk.does(Event::Desk(DeskEvent::PersonChosen(7)));
    assert!(matches!(desk.view, DeskView::Found(_)));
    desk.does(Event::Desk(DeskEvent::PersonChosen(1)));
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
fn without_the_policys_permission_people_are_served_all_the_same() {
    let mut desk = Desk::with(&["User.Read", FIND, METHODS]);
    assert!(said(desk.asks("71358403")).contains("without the permission Policy.Read.All"));
    assert_eq!(desk.wanted, [POLICY]);
    desk.asks("aoife");
    assert_eq!(desk.serials(), ["71358403"]);
    desk.wanted.clear();
    let told = desk.gives(DeskAction::Replace, "71358401", "012345");
    assert!(told.contains("then token 71358403 is taken away: without the permission Policy.Read.All"), "{told}");
    desk.confirms();
    assert_eq!((desk.serials(), desk.wanted.len()), (vec!["71358401"], 0), "it is replaced without asking for more");
    assert_eq!(desk.stands("71358403"), "nobody Available");
}

/// Nobody could look whether the new one is free, so the old one goes only when the new one is there.
#[test]
fn what_cannot_be_looked_up_leaves_the_person_with_the_old_token() {
    let check = |serial: &str, code: &str| {
        let mut desk = Desk::with(&["User.Read", FIND, METHODS]);
        desk.asks("aoife");
        desk.gives(DeskAction::Replace, serial, code);
        desk.confirms();
        assert_eq!(desk.serials(), ["71358403"], "{serial} {code}");
    };
    check("71358400", "012345");
    check("99999999", "012345");
    check("71358401", "000000");
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
    assert!(serials.contains(&"71358401") && !serials.contains(&old.as_str()), "what was given goes on: {serials:?}");
}

#[test]
fn a_serial_number_is_looked_up_again_with_the_permission() {
    let mut desk = Desk::with(&["User.Read", FIND, METHODS]);
    desk.asks("71358403");
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
    let mut twins = Desk::with(&["User.Read", FIND, METHODS, POLICY]);
    twins.opens(&["71358400"]);
    twins.opens_twin();
    let found = said(twins.asks(&code(0)));
    assert!(found.contains("nothing is offered on a code that several tokens may show"), "{found}");
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
}

impl Desk {
    /// Opens a form for the first token and gives it; returns what the form says of itself.
    fn gives(&mut self, action: DeskAction, serial: &str, code: &str) -> String {
        self.does(Event::Desk(DeskEvent::FormChosen(Some((action, 0)))));
        let told = self.card().form.clone().map(|form| form.explanation).unwrap_or_default();
        let (serial, code) = (serial.to_owned(), TypedCode::new(code.to_owned()));
        self.does(Event::Desk(DeskEvent::FormGiven { serial, code }));
        told
    }

    /// Says yes to what was planned, and waits for its end.
    fn confirms(&mut self) {
        self.does(Event::Work(WorkEvent::Confirmed));
        self.time_passes();
    }

    /// Lets time pass until nothing waits for it.
    fn time_passes(&mut self) {
        for _ in 0..200 {
            let Some(time) = self.wake.take() else {
                break;
            };
            self.now = self.now.max(time);
            self.hears(Answer::Woken);
        }
    }

    /// Whose a token is by now, and how far it is.
    fn stands(&self, serial: &str) -> String {
        let kept = self.tenant.devices().iter().find(|device| device.serial == serial).unwrap();
        let holder = self.tenant.people.iter().find(|person| Some(&person.id) == kept.assigned_to.as_ref());
        format!("{} {:?}", holder.map_or("nobody", |person| person.name.as_str()), kept.status)
    }
}

/// Opens a form for the first token of a person, gives it, and says yes; then how the old and the new token stand.
fn acts(who: &str, action: DeskAction, serial: &str, code: &str) -> Desk {
    let mut desk = Desk::with(&["User.Read", FIND, METHODS, POLICY]);
    desk.asks(who);
    if action == DeskAction::Unassign {
        desk.does(Event::Desk(DeskEvent::FormChosen(Some((action, 0)))));
    } else {
        desk.gives(action, serial, code);
    }
    desk.confirms();
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
    let why = "Token 71358401 is not activated by the code that was typed. The code may be another token's";
    assert!(desk.work.contains(why), "{}", desk.work);
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
    check(token(SHOWS_ZEROS, "71358403"), "It is a code of token 71358403: the person has another token in hand");
    check(token(SHOWS_ZEROS, "71358400"), "It is this token's own code");
}

/// Nobody is left without a token because the code of the new one is looked for under a name that no token has.
#[test]
fn the_code_of_the_new_token_is_computed_where_its_seed_is_open() {
    let check = |scopes: &[&str]| {
        let mut desk = Desk::with(scopes);
        desk.opens(&["71358401"]);
        desk.asks("aoife");
        desk.gives(DeskAction::Replace, "71358401", "");
        desk.confirms();
        assert_eq!(desk.stands("71358401"), "Aoife O'Neill Activated", "{scopes:?}: {}", desk.work);
        assert_eq!(desk.stands("71358403"), "nobody Available");
    };
    check(&["User.Read", FIND, METHODS, POLICY]);
    check(&["User.Read", FIND, METHODS]);
}
