//! Journeys over the inventory's selection to the result and the log: the program's model against the demo tenant, in
//! simulated time.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test outside a test module; a wrong answer shall end it"
)]

mod legacy;

use std::collections::BTreeSet;

use super::common::{file_given, file_read, saved, sealed_as, signed_in};
use seedferry_core::{
    app::{Answer, Effect, Model},
    entropy::Entropy,
    graph::Millis,
    token::{Origin, Token},
};
use seedferry_protocol::{
    Area, DeviceChange, Event, InventoryEvent, LogEvent, LogView, PageEffect, Pane, ReportEvent, ReportKind,
    ReportView, RunState, ScriptKind, SealKind, Those, Ticket, ToPage, TokenAct, WorkConfirm, WorkEvent,
    WorkRun, WorkStage, WorkView,
};
use seedferry_tenant::{Fault, Kept, Status, Switches, Tenant};

/// 2026-11-24 by the computer's clock.
const WALL: u64 = 1_795_514_400;

/// The page, the tenant, and the time between them.
struct Journey {
    model: Model,
    tenant: Tenant,
    /// Tokens in the inventory, as the page shows it.
    total: u32,
    now: Millis,
    work: Option<WorkView>,
    log: Option<LogView>,
    report: Option<ReportView>,
    scopes: BTreeSet<String>,
    wake: Option<Millis>,
    saved: String,
    /// Whether the page was asked to wipe everything, because nobody used it.
    wiped: bool,
}

impl Journey {
    /// At the inventory of the demo tenant, signed in with what looking needs; these tokens are selected.
    fn with(search: &str) -> Self {
        Self::at(Tenant::demo(1), search)
    }

    /// At the inventory of that tenant.
    fn at(tenant: Tenant, search: &str) -> Self {
        let scopes = ["User.Read", "Policy.Read.All"].map(str::to_owned);
        let mut journey = Self {
            model: Model::new(Entropy::new([1; 32])),
            tenant,
            total: 0,
            now: Millis(0),
            work: None,
            log: None,
            report: None,
            scopes: BTreeSet::from(scopes),
            wake: None,
            saved: String::new(),
            wiped: false,
        };
        journey.signs_in();
        journey.does(Event::AreaChosen(Area::Inventory));
        journey.does(Event::Inventory(InventoryEvent::SearchChanged(search.to_owned())));
        journey.does(Event::Inventory(InventoryEvent::AllShownSelected));
        journey
    }

    fn signs_in(&mut self) {
        let event = signed_in(&mut self.tenant, self.now, "contoso", self.scopes.clone());
        self.does(event);
    }

    fn does(&mut self, event: Event) {
        self.model.tell_time(self.now, WALL + self.now.0 / 1000);
        let effects = self.model.update(event);
        self.carry_out(effects);
    }

    /// Lets minutes pass in which nobody uses the page.
    fn is_wiped_within(&mut self, minutes: u32) -> bool {
        for _ in 0..minutes {
            self.does(Event::TimePassed { milliseconds: 60_000 });
        }
        self.wiped
    }

    fn works(&mut self, event: WorkEvent) {
        self.does(Event::Work(event));
    }

    fn asks(&mut self, act: TokenAct) {
        self.does(Event::Inventory(InventoryEvent::Asked { act, of: Those::Selected }));
    }

    /// What an effect brings back comes when all other effects were carried out.
    fn carry_out(&mut self, effects: Vec<Effect>) {
        let (mut answers, mut wanted) = (Vec::new(), false);
        for effect in effects {
            match effect {
                Effect::Continue => answers.push(Answer::Continue),
                Effect::Send { ticket, request, token, .. } => {
                    let outcome = self.tenant.answer(self.now, &request, &token);
                    self.now = self.now.after(Millis(250));
                    answers.push(Answer::Sent { ticket, outcome });
                }
                Effect::WakeAt(at) => self.wake = Some(at),
                Effect::ToPage(ToPage::Panes(panes)) => panes.into_iter().for_each(|pane| self.show(pane)),
                Effect::ToPage(ToPage::Effect(PageEffect::TokenWanted { scopes, .. })) => {
                    self.scopes.extend(scopes);
                    wanted = true;
                }
                Effect::ToPage(ToPage::Effect(PageEffect::SaveFile { name, content, .. })) => {
                    self.saved = saved(name, &content).1;
                }
                Effect::ToPage(ToPage::Effect(PageEffect::WipeForIdle { .. })) => self.wiped = true,
                _ => {}
            }
        }
        for answer in answers {
            self.model.tell_time(self.now, WALL + self.now.0 / 1000);
            let effects = self.model.answer(answer);
            self.carry_out(effects);
        }
        if wanted {
            self.signs_in();
        }
    }

    fn show(&mut self, pane: Pane) {
        match pane {
            Pane::Work(work) => self.work = work,
            Pane::Log(log) => self.log = log,
            Pane::Inventory(Some(inventory)) => {
                (self.report, self.total) = (inventory.report, inventory.total);
            }
            _ => {}
        }
    }

    fn confirm(&self) -> &WorkConfirm {
        match self.work.as_ref().map(|work| &work.stage) {
            Some(WorkStage::Confirm(confirm)) => confirm,
            other => panic!("{other:?}"),
        }
    }

    fn run(&self) -> &WorkRun {
        match self.work.as_ref().map(|work| &work.stage) {
            Some(WorkStage::Run(run)) => run,
            other => panic!("{other:?}"),
        }
    }

    /// Confirms, and lets time pass until it is over; how many there are by each filter.
    fn confirmed(&mut self) -> Vec<(String, u32)> {
        self.works(WorkEvent::Confirmed);
        for _ in 0..10_000 {
            if self.run().state == RunState::Ended {
                let filters = self.run().list.filters.iter().filter(|filter| filter.count > 0);
                return filters.map(|filter| (filter.label.clone(), filter.count)).collect();
            }
            self.now = self.wake.take().unwrap_or_default().max(self.now.after(Millis(1)));
            self.model.tell_time(self.now, WALL + self.now.0 / 1000);
            let effects = self.model.answer(Answer::Woken);
            self.carry_out(effects);
        }
        panic!("it does not end: {:?}", self.run());
    }

    fn serials(&self) -> BTreeSet<&str> {
        self.tenant.devices().iter().map(|kept| kept.serial.as_str()).collect()
    }
}

fn counts(of: &[(&str, u32)]) -> Vec<(String, u32)> {
    of.iter().map(|(label, count)| ((*label).to_owned(), *count)).collect()
}

#[test]
fn deleting_names_what_follows_and_deletes_what_is_selected_alone() {
    let mut journey = Journey::with("7135840");
    let before = journey.tenant.devices().len();
    journey.asks(TokenAct::Delete);
    let confirm = journey.confirm();
    assert_eq!((confirm.jobs, confirm.type_count, confirm.held.unwrap().count), (6, true, 4));
    assert!(confirm.text.starts_with("6 tokens will be deleted"), "{}", confirm.text);
    journey.works(WorkEvent::UnassignFirstChosen(true));
    assert_eq!(journey.confirm().jobs, 10);
    assert_eq!(journey.confirmed(), counts(&[("All", 10), ("Done", 10)]));
    assert_eq!(journey.tenant.devices().len(), before - 10);
    assert!(!journey.serials().iter().any(|serial| serial.starts_with("7135840")));
    assert_eq!(journey.tenant.violations(), []);
    journey.works(WorkEvent::ResultSaveAsked(Ticket(1)));
    assert_eq!(journey.saved.lines().count(), 11);
    journey.works(WorkEvent::Closed);
    assert!(journey.work.is_none());
}

/// Three pages: what stands on the last one is read, deleted and counted like the rest.
#[test]
fn tokens_of_the_last_page_are_deleted_and_the_rest_is_counted() {
    let mut tenant = Tenant::new(Switches { page: 1_000, ..Switches::default() }, 1);
    tenant.account = Tenant::demo(1).account;
    for number in 0..2_500 {
        tenant.keep(Kept::new(format!("id-{number}"), &format!("T{number:05}"), "Contoso", "C100"));
    }
    let mut journey = Journey::at(tenant, "T0249");
    assert_eq!(journey.total, 2_500);
    journey.asks(TokenAct::Delete);
    assert_eq!(journey.confirmed(), counts(&[("All", 10), ("Done", 10)]));
    journey.works(WorkEvent::Closed);
    assert_eq!((journey.total, journey.tenant.devices().len()), (2_490, 2_490));
    assert!(!journey.serials().iter().any(|serial| serial.starts_with("T0249")));
}

#[test]
fn unassigning_and_deactivating_leave_the_tokens_where_they_are() {
    let check = |act: TokenAct, jobs: u32, holders: usize| {
        let mut journey = Journey::with("7135840");
        journey.asks(act);
        assert_eq!(journey.confirm().jobs, jobs);
        assert_eq!(journey.confirmed(), counts(&[("All", jobs), ("Done", jobs)]));
        let those = journey.tenant.devices().iter().filter(|kept| kept.serial.starts_with("7135840"));
        assert_eq!(those.filter(|kept| kept.assigned_to.is_some()).count(), holders);
    };
    check(TokenAct::Unassign, 4, 0);
    // One of the four was never activated.
    check(TokenAct::Deactivate, 3, 4);
}

#[test]
fn work_is_left_for_another_area_and_shown_again() {
    let mut journey = Journey::with("7135840");
    journey.asks(TokenAct::Unassign);
    let leaves = |journey: &mut Journey, state: RunState| {
        for area in Area::ALL {
            journey.does(Event::AreaChosen(area));
            assert!(journey.work.as_ref().is_some_and(|work| !work.shown), "{area:?}");
            journey.works(WorkEvent::Opened);
            assert!(journey.work.as_ref().is_some_and(|work| work.shown));
            assert_eq!((journey.run().state, journey.run().list.rows.len()), (state, 4));
        }
    };
    journey.works(WorkEvent::Confirmed);
    journey.works(WorkEvent::Paused);
    leaves(&mut journey, RunState::Paused);
    journey.works(WorkEvent::Resumed);
    journey.confirmed();
    leaves(&mut journey, RunState::Ended);
    journey.works(WorkEvent::Closed);
    assert!(journey.work.is_none());
}

#[test]
fn a_wipe_waits_for_writes() {
    let mut journey = Journey::with("7135840");
    // An open batch is what there is to wipe.
    for event in file_given(1) {
        journey.does(event);
    }
    let token = Token::new(Origin { source: 0, row: 1 });
    let effects = journey.model.answer(file_read(1, vec![token]));
    journey.carry_out(effects);
    journey.asks(TokenAct::Unassign);
    journey.works(WorkEvent::Confirmed);
    journey.works(WorkEvent::Paused);
    assert_ne!(journey.run().state, RunState::Ended);
    assert!(!journey.is_wiped_within(20));
    journey.works(WorkEvent::Stopped);
    assert_eq!(journey.run().state, RunState::Ended);
    assert!(journey.is_wiped_within(20), "it comes when nothing runs");
}

#[test]
fn what_is_planned_is_shown_as_a_script_and_nothing_is_sent_for_it() {
    let mut journey = Journey::with("7135840");
    journey.asks(TokenAct::Unassign);
    let requests = journey.tenant.requests();
    journey.works(WorkEvent::ScriptChosen(Some(ScriptKind::Curl)));
    let script = journey.confirm().script.clone().unwrap();
    assert_eq!((script.text.matches("curl -X DELETE").count(), script.is_cut), (4, false));
    journey.works(WorkEvent::ScriptSaveAsked(Ticket(1)));
    assert_eq!(journey.saved, script.text);
    journey.works(WorkEvent::ScriptChosen(None));
    assert_eq!((&journey.confirm().script, journey.tenant.requests()), (&None, requests));
    assert_eq!(journey.confirmed(), counts(&[("All", 4), ("Done", 4)]));
}

#[test]
fn tokens_are_changed_after_a_look_at_what_follows() {
    let mut journey = Journey::with("7135840");
    journey.asks(TokenAct::Change);
    let change =
        DeviceChange { model: "SafeID/Mini".to_owned(), interval: Some(30), ..DeviceChange::default() };
    journey.works(WorkEvent::ChangeGiven(DeviceChange::default()));
    let Some(WorkStage::Edit(edit)) = journey.work.as_ref().map(|work| &work.stage) else { panic!() };
    assert_eq!((edit.free, edit.held, edit.problem.is_empty()), (6, 4, false));
    assert_eq!(edit.now.interval, Some(60));
    journey.works(WorkEvent::ChangeGiven(change));
    assert_eq!(journey.confirmed(), counts(&[("All", 6), ("Done", 6)]));
    let changed = journey.tenant.devices().iter().filter(|kept| kept.model == "SafeID/Mini");
    assert!(changed.clone().all(|kept| kept.interval == 30 && kept.assigned_to.is_none()));
    assert_eq!(changed.count(), 6);
}

#[test]
fn what_fails_says_why_and_is_tried_again_and_the_log_tells_of_each_write() {
    let mut journey = Journey::with("71358401");
    journey.scopes.insert("Policy.ReadWrite.AuthenticationMethod".to_owned());
    journey.signs_in();
    journey.asks(TokenAct::Delete);
    let requests = journey.tenant.requests();
    // The look, then the write.
    journey.tenant.faults.insert(requests + 1, Fault::RoleLost);
    assert_eq!(journey.confirmed(), counts(&[("All", 1), ("Failed", 1)]));
    assert!(
        journey.run().list.rows[0].details.contains("Graph answered 403"),
        "{:?}",
        journey.run().list.rows
    );
    journey.tenant.account = Tenant::demo(1).account;
    let requests = journey.tenant.requests();
    journey.tenant.faults.insert(requests + 1, Fault::LostAnswer);
    journey.works(WorkEvent::TriedAgain);
    assert_eq!(journey.confirmed(), counts(&[("All", 1), ("Done", 1)]));
    assert!(!journey.serials().contains("71358401"));
    journey.does(Event::AreaChosen(Area::Log));
    let log = journey.log.clone().unwrap();
    let rows: Vec<_> = log
        .rows
        .iter()
        .map(|row| &row.write)
        .map(|row| (row.what.as_str(), row.token.as_str(), row.result.as_str()))
        .collect();
    assert_eq!(rows[0], ("Delete", "71358401", "No answer"));
    assert_eq!((rows.len(), rows[1].1, rows[1].2.contains("403")), (2, "71358401", true));
    journey.does(Event::Log(LogEvent::ScriptChosen(Some(ScriptKind::Curl))));
    journey.does(Event::Log(LogEvent::ScriptSaveAsked(Ticket(2))));
    // One was refused, of the other nobody knows: neither is done again.
    let requests = |sign: &str| journey.saved.lines().filter(|line| line.starts_with(sign)).count();
    assert_eq!((requests("curl -X DELETE"), requests("# curl -X DELETE")), (0, 2));
}

/// What is refused for people takes another role than what is refused for the tenant's tokens.
#[test]
fn work_that_ends_because_nothing_is_allowed_names_the_role_for_it() {
    let check = |act: TokenAct, says: &str, says_not: &str| {
        let mut journey = Journey::with("713584");
        journey.tenant.account.roles.clear();
        journey.asks(act);
        journey.confirmed();
        let why = journey.run().why.clone();
        assert!(why.contains(says) && !why.contains(says_not), "{why}");
        assert!(why.contains("what was not tried comes first"), "{why}");
    };
    check(TokenAct::Unassign, "Privileged Authentication Administrator", "Policy.ReadWrite");
    check(TokenAct::Delete, "Authentication Policy Administrator", "Privileged");
}

#[test]
fn results_log_and_scripts_are_saved_sealed_as_well() {
    let saves = |journey: &mut Journey, press: Event| {
        journey.does(press.clone());
        let plain = core::mem::take(&mut journey.saved);
        assert!(plain.lines().count() > 3, "{plain}");
        for kind in [SealKind::Zip, SealKind::Message] {
            for event in sealed_as(kind) {
                journey.does(event);
            }
            journey.does(press.clone());
            assert_eq!(core::mem::take(&mut journey.saved), plain, "{press:?}");
        }
        for event in sealed_as(SealKind::Plain) {
            journey.does(event);
        }
    };
    let mut journey = Journey::with("7135840");
    journey.asks(TokenAct::Unassign);
    journey.works(WorkEvent::ScriptChosen(Some(ScriptKind::PowerShell)));
    saves(&mut journey, Event::Work(WorkEvent::ScriptSaveAsked(Ticket(1))));
    journey.works(WorkEvent::ScriptChosen(None));
    journey.confirmed();
    saves(&mut journey, Event::Work(WorkEvent::ResultSaveAsked(Ticket(2))));
    journey.does(Event::AreaChosen(Area::Log));
    saves(&mut journey, Event::Log(LogEvent::SaveAsked(Ticket(3))));
    journey.does(Event::Log(LogEvent::ScriptChosen(Some(ScriptKind::Curl))));
    saves(&mut journey, Event::Log(LogEvent::ScriptSaveAsked(Ticket(4))));
}

/// Many people are read about with a POST, and yet nothing is changed.
#[test]
fn the_log_has_no_readings() {
    let mut journey = Journey::with("71358424");
    for event in [ReportEvent::Chosen(Some(ReportKind::Twice)), ReportEvent::ReadAsked] {
        journey.does(Event::Inventory(InventoryEvent::Report(event)));
    }
    assert_eq!(journey.report.as_ref().unwrap().total, 1);
    journey.does(Event::AreaChosen(Area::Log));
    assert_eq!(journey.log.as_ref().map(|log| log.rows.len()), Some(0));
}

#[test]
fn a_question_is_taken_back_when_another_area_is_chosen() {
    let mut journey = Journey::with("71358401");
    journey.asks(TokenAct::Delete);
    assert!(journey.work.is_some());
    journey.does(Event::AreaChosen(Area::Inventory));
    assert!(journey.work.is_none());
    assert!(journey.serials().contains("71358401"));
}

#[test]
fn nothing_is_taken_from_a_deleted_account() {
    let mut tenant = Tenant::demo(1);
    let left = tenant.devices().iter().find(|kept| kept.assigned_to.is_some()).cloned().unwrap();
    tenant.people.retain(|person| Some(&person.id) != left.assigned_to.as_ref());
    let mut journey = Journey::at(tenant, &left.serial);
    journey.asks(TokenAct::Unassign);
    assert_eq!(journey.confirmed(), counts(&[("All", 1), ("Failed", 1)]));
    let rows = &journey.run().list.rows;
    assert!(rows[0].details.contains("restore the account"), "{rows:?}");
}
