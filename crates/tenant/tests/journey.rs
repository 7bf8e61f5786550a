//! A journey: the program's model, the page and the simulated tenant, in simulated time.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test outside a test module; a wrong answer shall end it"
)]

use std::collections::BTreeSet;

use super::common::{file_given, file_read, signed_in};
use seedferry_core::{
    app::{Answer, Effect, Model},
    entropy::Entropy,
    graph::{Millis, Outcome},
    secret::Seed,
    sign_in::{Asking, words},
    token::{HashFunction, Interval, Origin, SerialNumber, Token},
};
use seedferry_protocol::{
    AccountEvent, AccountView, Event, PageEffect, Pane, PlanView, RunView, SignInError, SignInView, Ticket,
    ToPage, UploadEvent, UploadStage, UploadView,
};
use seedferry_tenant::{Switches, Tenant};

/// The permission that creates tokens.
pub(crate) const WRITING: &str = "Policy.ReadWrite.AuthenticationMethod";

/// 2026-11-24 by the computer's clock.
const WALL: u64 = 1_795_514_400;

pub(crate) fn token(row: u32) -> Token {
    Token {
        serial: SerialNumber::parse(&format!("T{row:05}")),
        seed: Seed::new(row.to_be_bytes().repeat(5)),
        hash: Some(HashFunction::Sha1),
        interval: Interval::new(30),
        manufacturer: Some("Contoso".to_owned()),
        model: Some("C100".to_owned()),
        ..Token::new(Origin { source: 0, row })
    }
}

/// What an effect brings back.
enum Brought {
    Answer(Answer),
    Token(Vec<String>),
}

/// The page, the tenant, and the time between them.
pub(crate) struct Journey {
    pub(crate) model: Model,
    pub(crate) tenant: Tenant,
    pub(crate) now: Millis,
    pub(crate) upload: Option<UploadView>,
    pub(crate) panel: Option<SignInView>,
    pub(crate) account: Option<AccountView>,
    pub(crate) unsaved: bool,
    pub(crate) sent: bool,
    /// Whether the sign-in gives tokens, as it does until somebody has to press.
    pub(crate) gives: bool,
    pub(crate) tenant_id: &'static str,
    pub(crate) scopes: BTreeSet<String>,
    pub(crate) wake: Option<Millis>,
    /// What the page was asked for besides tokens.
    pub(crate) asked: Vec<PageEffect>,
    pub(crate) wanted: u32,
    /// What Conditional Access demands of the token that was wanted last.
    pub(crate) claims: Option<String>,
}

impl Journey {
    /// Signed in with `User.Read`, with a batch of so many tokens open.
    pub(crate) fn with(tokens: u32, tenant: Tenant) -> Self {
        Self::of((0..tokens).map(token).collect(), tenant)
    }

    /// Signed in with `User.Read`, with these tokens open.
    pub(crate) fn of(tokens: Vec<Token>, tenant: Tenant) -> Self {
        let mut journey = Self {
            model: Model::new(Entropy::new([1; 32])),
            tenant,
            now: Millis(0),
            upload: None,
            panel: None,
            account: None,
            unsaved: false,
            sent: false,
            gives: true,
            tenant_id: "contoso",
            scopes: BTreeSet::from(["User.Read".to_owned()]),
            wake: None,
            asked: Vec::new(),
            wanted: 0,
            claims: None,
        };
        for event in file_given(1) {
            journey.does(event);
        }
        journey.hears(file_read(1, tokens));
        journey.signs_in();
        journey
    }

    pub(crate) fn signs_in(&mut self) {
        let event = signed_in(&mut self.tenant, self.now, self.tenant_id, self.scopes.clone());
        self.does(event);
    }

    /// *Continue* is pressed, and the window gives a token.
    pub(crate) fn continues(&mut self) -> &mut Self {
        self.does(Event::Account(AccountEvent::WindowOpened));
        self.signs_in();
        self
    }

    /// The sign-in has no token to give; returns what is said of it.
    pub(crate) fn gets_no_token(&mut self) -> String {
        self.fails_to_get_one("cancelled")
    }

    /// The same for this reason.
    pub(crate) fn fails_to_get_one(&mut self, code: &str) -> String {
        let error = SignInError { code: code.to_owned(), ..SignInError::default() };
        let why = words(&error, Asking::Token { claims: false });
        self.does(Event::Account(AccountEvent::Failed(error)));
        why
    }

    pub(crate) fn does(&mut self, event: Event) {
        self.model.tell_time(self.now, WALL);
        let effects = self.model.update(event);
        self.carry_out(effects);
    }

    /// Lets minutes pass in which nobody uses the page.
    pub(crate) fn is_wiped_within(&mut self, minutes: u32) -> bool {
        self.asked.clear();
        for _ in 0..minutes {
            self.does(Event::TimePassed { milliseconds: 60_000 });
        }
        self.asked.iter().any(|effect| matches!(effect, PageEffect::WipeForIdle { .. }))
    }

    pub(crate) fn uploads(&mut self, event: UploadEvent) -> &mut Self {
        self.does(Event::Upload(event));
        self
    }

    pub(crate) fn hears(&mut self, answer: Answer) {
        self.model.tell_time(self.now, WALL);
        let effects = self.model.answer(answer);
        self.carry_out(effects);
    }

    /// What an effect brings back comes when all other effects were carried out.
    pub(crate) fn carry_out(&mut self, effects: Vec<Effect>) {
        let mut brought = Vec::new();
        for effect in effects {
            match effect {
                Effect::Continue => brought.push(Brought::Answer(Answer::Continue)),
                Effect::Send { ticket, request, token, .. } => {
                    let outcome: Outcome = self.tenant.answer(self.now, &request, &token);
                    brought.push(Brought::Answer(Answer::Sent { ticket, outcome }));
                }
                Effect::WakeAt(time) => self.wake = Some(time),
                Effect::ToPage(ToPage::Effect(PageEffect::TokenWanted { scopes, claims, press })) => {
                    self.wanted += 1;
                    self.claims = claims;
                    if !press {
                        brought.push(Brought::Token(scopes));
                    }
                }
                Effect::ToPage(ToPage::Effect(effect)) => self.asked.push(effect),
                Effect::ToPage(ToPage::Panes(panes)) => panes.into_iter().for_each(|pane| self.shows(pane)),
                _ => {}
            }
        }
        for brought in brought {
            match brought {
                Brought::Answer(answer) => {
                    if matches!(answer, Answer::Sent { .. }) {
                        self.now = self.now.after(self.tenant.switches.latency);
                    }
                    self.hears(answer);
                }
                Brought::Token(scopes) if self.gives => {
                    self.scopes.extend(scopes);
                    self.signs_in();
                }
                Brought::Token(_) => {}
            }
        }
    }

    pub(crate) fn shows(&mut self, pane: Pane) {
        match pane {
            Pane::Upload(upload) => self.upload = upload,
            Pane::SignIn(panel) => self.panel = panel,
            Pane::Account(account) => self.account = account,
            Pane::Unsaved(unsaved) => self.unsaved = unsaved,
            Pane::Sent(sent) => self.sent = sent,
            _ => {}
        }
    }

    /// Lets time pass until nothing waits for it.
    pub(crate) fn waits(&mut self) -> &mut Self {
        while let Some(time) = self.wake.take() {
            self.now = self.now.max(time);
            self.hears(Answer::Woken);
        }
        self
    }

    /// Lets the next wait pass.
    pub(crate) fn waits_once(&mut self) -> &mut Self {
        if let Some(time) = self.wake.take() {
            self.now = self.now.max(time);
            self.hears(Answer::Woken);
        }
        self
    }

    pub(crate) fn stage(&self) -> &UploadStage {
        &self.upload.as_ref().unwrap().stage
    }

    pub(crate) fn plan(&self) -> &PlanView {
        match self.stage() {
            UploadStage::Plan(plan) => plan,
            other => panic!("no plan: {other:?}"),
        }
    }

    pub(crate) fn run(&self) -> &RunView {
        match self.stage() {
            UploadStage::Run(run) => run,
            other => panic!("no run: {other:?}"),
        }
    }

    /// What the first five filters of the list count, behind *All*: fates of a plan, verdicts of a run.
    pub(crate) fn counts(&self) -> Vec<u32> {
        self.filters().into_iter().take(5).collect()
    }

    /// Tokens that the run was not given: twice in the batch, not for Entra, left out.
    pub(crate) fn left_out(&self) -> Vec<u32> {
        self.filters().split_off(5)
    }

    /// What the filters of the list count, without the first.
    pub(crate) fn filters(&self) -> Vec<u32> {
        let list = match self.stage() {
            UploadStage::Plan(plan) => &plan.list,
            UploadStage::Run(run) => &run.list,
            other => panic!("no list: {other:?}"),
        };
        list.filters.iter().skip(1).map(|filter| filter.count).collect()
    }

    pub(crate) fn result(&mut self) -> String {
        self.uploads(UploadEvent::ResultSaveAsked(Ticket(9)));
        match self.asked.pop() {
            Some(PageEffect::SaveFile { name, content, .. }) => {
                assert_eq!(name, "seedferry-upload-2026-11-24.csv");
                String::from_utf8(content.expose().to_vec()).unwrap()
            }
            other => panic!("no result: {other:?}"),
        }
    }
}

pub(crate) fn tenant(switches: Switches) -> Tenant {
    Tenant::new(switches, 7)
}
