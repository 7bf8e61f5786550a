//! The inventory and its reports: the program's model against the demo tenant, in simulated time.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test outside a test module; a wrong answer shall end it"
)]

mod reports;

use std::collections::BTreeSet;

use super::common::{file_given, file_read, saved, sealed_as, signed_in};
use seedferry_core::{
    app::{Answer, Effect, Model},
    entropy::Entropy,
    graph::Millis,
    secret::Seed,
    token::{Origin, SerialNumber, Token},
};
use seedferry_protocol::{
    AccountEvent, Area, AssignEvent, AssignPart, AssignView, DeviceColumn, DeviceFilter, DeviceId, DeviceRow,
    DeviceSort, Event, InventoryEvent, InventoryStage, InventoryView, PageEffect, Pane, ReportEvent,
    ReportKind, ReportReading, ReportView, SealKind, SheetsEvent, SheetsView, SignInError, Surroundings,
    Those, Ticket, ToPage, TokenAct,
};
use seedferry_tenant::{Fault, Kept, Switches, Tenant};

/// 2026-11-24 by the computer's clock.
const WALL: u64 = 1_795_514_400;

/// The page, the tenant, and the time between them.
struct Visit {
    model: Model,
    tenant: Tenant,
    now: Millis,
    view: Option<InventoryView>,
    scopes: BTreeSet<String>,
    /// Permissions that were asked for.
    asked: Vec<String>,
    /// Whether they are granted.
    grants: bool,
    saved: Option<(String, String)>,
    assign: Option<AssignView>,
    sheets: Option<SheetsView>,
    rows: Vec<DeviceRow>,
    reported: Vec<Vec<String>>,
    /// What was told in the message bar.
    notices: Vec<String>,
}

impl Visit {
    /// Signed in with `User.Read`, the inventory in sight.
    fn to(tenant: Tenant) -> Self {
        let mut visit = Self {
            model: Model::new(Entropy::new([1; 32])),
            tenant,
            now: Millis(0),
            view: None,
            scopes: BTreeSet::from(["User.Read".to_owned()]),
            asked: Vec::new(),
            grants: true,
            saved: None,
            assign: None,
            sheets: None,
            rows: Vec::new(),
            reported: Vec::new(),
            notices: Vec::new(),
        };
        visit.does(Event::AreaChosen(Area::Inventory));
        assert_eq!(visit.view().stage, InventoryStage::SignedOut);
        visit.signs_in();
        visit
    }

    fn signs_in(&mut self) {
        let event = signed_in(&mut self.tenant, self.now, "contoso", self.scopes.clone());
        self.does(event);
    }

    fn does(&mut self, event: Event) {
        self.model.tell_time(self.now, WALL);
        let effects = self.model.update(event);
        self.carry_out(effects);
    }

    fn looks(&mut self, event: InventoryEvent) {
        self.does(Event::Inventory(event));
    }

    fn acts(&mut self, act: TokenAct, of: Those) {
        self.looks(InventoryEvent::Asked { act, of });
    }

    fn reports(&mut self, event: ReportEvent) {
        self.looks(InventoryEvent::Report(event));
    }

    fn hears(&mut self, answer: Answer) {
        self.model.tell_time(self.now, WALL);
        let effects = self.model.answer(answer);
        self.carry_out(effects);
    }

    /// What an effect brings back comes when all other effects were carried out.
    fn carry_out(&mut self, effects: Vec<Effect>) {
        let (mut answers, mut granted) = (Vec::new(), false);
        for effect in effects {
            match effect {
                Effect::Continue => answers.push(Answer::Continue),
                Effect::Send { ticket, request, token, .. } => {
                    let outcome = self.tenant.answer(self.now, &request, &token);
                    answers.push(Answer::Sent { ticket, outcome });
                }
                Effect::WakeAt(time) => {
                    self.now = self.now.max(time);
                    answers.push(Answer::Woken);
                }
                Effect::ToPage(ToPage::DeviceRows { rows, .. }) => self.rows = rows,
                Effect::ToPage(ToPage::ReportRows { rows, .. }) => self.reported.extend(rows),
                Effect::ToPage(ToPage::Panes(panes)) => panes.into_iter().for_each(|pane| match pane {
                    Pane::Inventory(view) => self.view = view,
                    Pane::Assign(view) => self.assign = view,
                    Pane::Sheets(view) => self.sheets = Some(view),
                    Pane::Notices(notices) => {
                        self.notices = notices.into_iter().map(|notice| notice.text).collect();
                    }
                    _ => {}
                }),
                Effect::ToPage(ToPage::Effect(PageEffect::TokenWanted { scopes, .. })) => {
                    self.asked
                        .extend(scopes.iter().map(|scope| scope.rsplit('/').next().unwrap().to_owned()));
                    if self.grants {
                        self.scopes.extend(scopes);
                        granted = true;
                    }
                }
                Effect::ToPage(ToPage::Effect(PageEffect::SaveFile { name, content, .. })) => {
                    self.saved = Some(saved(name, &content));
                }
                _ => {}
            }
        }
        if granted {
            self.signs_in();
        }
        for answer in answers {
            self.hears(answer);
        }
    }

    fn view(&self) -> &InventoryView {
        self.view.as_ref().unwrap()
    }

    fn report(&self) -> &ReportView {
        self.view().report.as_ref().unwrap()
    }

    /// All rows of the report, block by block as the page asks for them.
    fn reported(&mut self) -> Vec<Vec<String>> {
        let (snapshot, total) = (self.report().snapshot, self.report().total);
        for start in (0..total).step_by(100) {
            self.reports(ReportEvent::RowsWanted { snapshot, start, count: 100 });
        }
        core::mem::take(&mut self.reported)
    }

    fn rows(&mut self) -> Vec<DeviceRow> {
        let (snapshot, count) = (self.view().snapshot, self.view().shown);
        self.looks(InventoryEvent::RowsWanted { snapshot, start: 0, count });
        core::mem::take(&mut self.rows)
    }

    fn serials(&mut self) -> Vec<String> {
        self.rows().into_iter().map(|row| row.serial).collect()
    }
}

fn filter(column: DeviceColumn, value: &str) -> InventoryEvent {
    InventoryEvent::FilterAdded(DeviceFilter { column, value: value.to_owned() })
}

#[test]
fn the_inventory_is_read_with_the_least_permission_when_it_is_first_looked_at() {
    let mut visit = Visit::to(Tenant::demo(1));
    assert_eq!(visit.asked, ["Policy.Read.All"]);
    assert_eq!((&visit.view().stage, visit.view().total), (&InventoryStage::Listed, 62));
    assert_eq!(visit.view().read, "2026-11-24 10:00 UTC");
    visit.does(Event::AreaChosen(Area::Tokens));
    assert!(visit.view.is_none());
    let requests = visit.tenant.requests();
    visit.does(Event::AreaChosen(Area::Inventory));
    assert_eq!((visit.view().total, visit.tenant.requests()), (62, requests), "it is kept");
}

#[test]
fn a_large_inventory_is_read_page_by_page() {
    let mut tenant = Tenant::new(Switches { page: 1_000, empty_first_page: true, ..Switches::default() }, 1);
    tenant.account.permissions.push("Policy.Read.All".to_owned());
    for number in 0..2_500 {
        tenant.keep(Kept::new(format!("id-{number}"), &format!("T{number:05}"), "Contoso", "C100"));
    }
    let mut visit = Visit::to(tenant);
    assert_eq!(visit.view().total, 2_500);
    // A report of all of them is whole, too.
    visit.reports(ReportEvent::Chosen(Some(ReportKind::NotAssigned)));
    let serials: BTreeSet<String> = visit.reported().into_iter().map(|row| row[0].clone()).collect();
    assert_eq!((visit.report().total, serials.len()), (2_500, 2_500));
    let snapshot = visit.report().snapshot;
    let mut check = |snapshot: u32, count: u32, rows: usize| {
        visit.reports(ReportEvent::RowsWanted { snapshot, start: 0, count });
        assert_eq!(core::mem::take(&mut visit.reported).len(), rows);
    };
    check(snapshot - 1, 100, 0);
    check(snapshot, u32::MAX, 500);
}

#[test]
fn an_empty_inventory_is_empty() {
    let mut tenant = Tenant::new(Switches { empty_first_page: true, ..Switches::default() }, 1);
    tenant.account.permissions.push("Policy.Read.All".to_owned());
    let mut visit = Visit::to(tenant);
    assert_eq!((visit.view().total, visit.view().shown, visit.rows().len()), (0, 0, 0));
    visit.looks(InventoryEvent::AllShownSelected);
    visit.acts(TokenAct::Delete, Those::Selected);
    assert_eq!(visit.view().selected, 0);
}

#[test]
fn search_filters_and_order_choose_what_is_shown() {
    let mut visit = Visit::to(Tenant::demo(1));
    let mut check = |events: Vec<InventoryEvent>, shown: u32, first: &str| {
        for event in events {
            visit.looks(event);
        }
        assert_eq!(visit.view().shown, shown);
        assert_eq!(visit.serials().first().map(String::as_str).unwrap_or_default(), first);
    };
    check(vec![InventoryEvent::SearchChanged("71358402".to_owned())], 1, "71358402");
    check(vec![InventoryEvent::SearchChanged("o'neill".to_owned())], 1, "71358403");
    check(vec![InventoryEvent::SearchChanged("MÜLLER".to_owned())], 1, "71358406");
    check(vec![InventoryEvent::SearchChanged("nobody at all".to_owned())], 0, "");
    check(vec![InventoryEvent::SearchChanged(String::new())], 62, "71358400");
    check(vec![filter(DeviceColumn::Holder, "Nobody")], 35, "71358401");
    check(vec![filter(DeviceColumn::Interval, "30 s")], 1, "71358473");
    check(
        vec![InventoryEvent::FilterRemoved(DeviceFilter {
            column: DeviceColumn::Holder,
            value: "Nobody".to_owned(),
        })],
        1,
        "71358473",
    );
    check(vec![filter(DeviceColumn::Interval, "60 s")], 62, "71358400");
    let sort = DeviceSort { column: DeviceColumn::Serial, descending: true };
    check(vec![InventoryEvent::FiltersCleared, InventoryEvent::SortChanged(sort)], 62, "71358473");
}

#[test]
fn the_inventory_and_its_reports_are_saved_sealed_as_well() {
    let files = |kind: SealKind| {
        let mut visit = Visit::to(Tenant::demo(1));
        for event in sealed_as(kind) {
            visit.does(event);
        }
        visit.looks(InventoryEvent::SaveAsked(Ticket(1)));
        let mut files = vec![visit.saved.take().unwrap()];
        for (number, report) in (2..).zip(ReportKind::ALL) {
            visit.reports(ReportEvent::Chosen(Some(report)));
            visit.reports(ReportEvent::SaveAsked(Ticket(number)));
            files.push(visit.saved.take().unwrap());
        }
        files
    };
    let plain = files(SealKind::Plain);
    assert!(plain[0].1.lines().count() == 63 && plain.len() > ReportKind::ALL.len());
    for kind in [SealKind::Zip, SealKind::Message] {
        let named = |(name, text): &(String, String)| (format!("{name}{}", kind.ending()), text.clone());
        assert_eq!(files(kind), plain.iter().map(named).collect::<Vec<_>>());
    }
}

#[test]
fn what_is_selected_stays_so_and_is_saved() {
    let mut visit = Visit::to(Tenant::demo(1));
    visit.looks(InventoryEvent::SaveAsked(Ticket(1)));
    let (name, text) = visit.saved.take().unwrap();
    assert_eq!((name.as_str(), text.lines().count()), ("seedferry-inventory-2026-11-24.csv", 63));
    visit.looks(InventoryEvent::RangeSelected { from: Some(DeviceId(4)), to: DeviceId(2) });
    visit.looks(InventoryEvent::Toggled(DeviceId(2)));
    visit.looks(InventoryEvent::SearchChanged("71358404".to_owned()));
    assert_eq!((visit.view().selected, visit.view().selected_hidden), (2, 1));
    visit.looks(InventoryEvent::RefreshAsked);
    assert_eq!((visit.view().selected, visit.view().shown), (2, 1), "by id, whatever was read anew");
    visit.looks(InventoryEvent::SaveAsked(Ticket(2)));
    let text = visit.saved.take().unwrap().1;
    assert!(
        text.lines().nth(1).unwrap().starts_with("\"71358403\",\"Activated\",\"Aoife O'Neill\""),
        "{text}"
    );
    assert_eq!(text.lines().count(), 3);
    visit.looks(InventoryEvent::AllShownSelected);
    visit.looks(InventoryEvent::SelectionCleared);
    assert_eq!(visit.view().selected, 0);
}

/// A press that comes when the list was read anew is about the token that was pressed, and never about another.
#[test]
fn a_late_press_picks_no_other_token() {
    let mut visit = Visit::to(Tenant::demo(1));
    let id = |visit: &mut Visit, serial: &str| {
        visit.rows().into_iter().find(|row| row.serial == serial).map(|row| row.id).unwrap()
    };
    let [gone, stays, last] = ["71358401", "71358404", "71358406"].map(|serial| id(&mut visit, serial));
    let devices = visit.tenant.devices().to_vec();
    visit.tenant.clear();
    let kept = devices.into_iter().filter(|kept| kept.serial != "71358401");
    kept.rev().for_each(|kept| visit.tenant.keep(kept));
    visit.looks(InventoryEvent::RefreshAsked);
    let selected = |visit: &mut Visit| {
        let rows = visit.rows().into_iter().filter(|row| row.selected);
        rows.map(|row| row.serial).collect::<Vec<_>>().join(" ")
    };
    visit.looks(InventoryEvent::Toggled(gone));
    visit.looks(InventoryEvent::DetailsChosen(Some(gone)));
    visit.looks(InventoryEvent::RangeSelected { from: Some(stays), to: gone });
    assert_eq!((selected(&mut visit), visit.view().details.is_none()), (String::new(), true));
    visit.looks(InventoryEvent::RangeSelected { from: Some(gone), to: stays });
    assert_eq!(selected(&mut visit), "71358404");
    visit.looks(InventoryEvent::Toggled(stays));
    visit.looks(InventoryEvent::RangeSelected { from: Some(stays), to: last });
    assert_eq!(selected(&mut visit), "71358406 71358405 71358404");
    visit.looks(InventoryEvent::DetailsChosen(Some(stays)));
    assert_eq!(visit.view().details.as_ref().map(|details| details.serial.as_str()), Some("71358404"));
    // What was there is not what somebody else's list has at that place.
    visit.does(Event::Account(AccountEvent::SignedOut));
    visit.signs_in();
    visit.looks(InventoryEvent::Toggled(stays));
    assert_eq!((visit.view().total, visit.view().selected), (61, 0));
}

#[test]
fn cells_that_a_spreadsheet_takes_for_formulas_are_told_of_and_not_changed() {
    let mut visit = Visit::to(Tenant::demo(1));
    visit.tenant.keep(Kept::new("f".to_owned(), "=1+2", "-Contoso", "\"+C100"));
    visit.looks(InventoryEvent::RefreshAsked);
    visit.looks(InventoryEvent::SaveAsked(Ticket(1)));
    let text = visit.saved.take().unwrap().1;
    assert!(text.contains("\"=1+2\"") && text.contains("\"-Contoso\""), "{text}");
    visit.does(Event::SaveDone { ticket: Ticket(1), written: true });
    let said = visit.notices.concat();
    assert!(said.contains("a tab or a line break: 2. They are written unchanged"), "{said}");
    visit.looks(InventoryEvent::SearchChanged("71358404".to_owned()));
    visit.looks(InventoryEvent::SaveAsked(Ticket(2)));
    visit.notices.clear();
    visit.does(Event::SaveDone { ticket: Ticket(2), written: true });
    assert!(
        visit.notices.last().is_some_and(|said| said.ends_with("It holds no seeds")),
        "{:?}",
        visit.notices
    );
}

#[test]
fn a_refresh_that_fails_keeps_the_list_and_says_so() {
    let mut visit = Visit::to(Tenant::demo(1));
    let next = visit.tenant.requests();
    visit.tenant.faults.insert(next, Fault::RoleLost);
    visit.looks(InventoryEvent::RefreshAsked);
    let view = visit.view();
    assert_eq!((view.total, &view.stage, view.refreshing), (62, &InventoryStage::Listed, None));
    assert!(view.problem.as_ref().is_some_and(|problem| !problem.what.is_empty() && !problem.permission));
}

#[test]
fn a_permission_that_is_not_given_is_said_and_can_be_asked_for_again() {
    let mut visit = Visit::to(Tenant::demo(1));
    visit.does(Event::Account(AccountEvent::SignedOut));
    assert_eq!((&visit.view().stage, visit.view().total), (&InventoryStage::SignedOut, 0), "nothing is kept");
    (visit.grants, visit.scopes) = (false, BTreeSet::from(["User.Read".to_owned()]));
    visit.signs_in();
    visit.does(Event::Account(AccountEvent::Failed(SignInError::default())));
    match &visit.view().stage {
        InventoryStage::Halted(problem) => assert!(problem.permission && !problem.what.is_empty()),
        stage => panic!("{stage:?}"),
    }
    visit.grants = true;
    visit.looks(InventoryEvent::RefreshAsked);
    assert_eq!(visit.view().total, 62);
}

#[test]
fn tokens_of_the_open_batch_are_marked() {
    let mut visit = Visit::to(Tenant::demo(1));
    for event in file_given(1) {
        visit.does(event);
    }
    let without_seed = |serial: &str| Token {
        serial: SerialNumber::parse(serial),
        ..Token::new(Origin { source: 0, row: 1 })
    };
    let token = Token { seed: Seed::new(vec![7; 20]), ..without_seed("71358472") };
    visit.hears(file_read(1, vec![token, without_seed("71358403")]));
    visit.does(Event::AreaChosen(Area::Inventory));
    visit.looks(filter(DeviceColumn::Batch, "In the open batch"));
    assert_eq!(visit.serials(), ["71358472"]);
    assert!(visit.rows()[0].in_batch);
    visit.does(Event::BatchClosed);
    assert_eq!(visit.view().shown, 0);
}

#[test]
fn details_tell_all_of_one_token_and_what_can_be_done_with_it() {
    let mut visit = Visit::to(Tenant::demo(1));
    let id = visit.rows()[3].id;
    visit.looks(InventoryEvent::DetailsChosen(Some(id)));
    let details = visit.view().details.clone().unwrap();
    let field = |name: &str| details.fields.iter().find(|(of, _)| of == name).map(|(_, text)| text.as_str());
    assert_eq!((details.serial.as_str(), details.holder.as_str()), ("71358403", "Aoife O'Neill"));
    assert_eq!((field("Status"), field("Time interval")), (Some("Activated"), Some("60 s")));
    assert!(field("Object id of the person").is_some() && field("Object id of the token").is_some());
    assert!(
        field("Last used").is_some_and(|time| time.ends_with("UTC") && !time.contains("T0")),
        "{details:?}"
    );
    assert!(!details.in_batch && details.acts.contains(&TokenAct::Unassign));
    visit.looks(InventoryEvent::SearchChanged("nothing".to_owned()));
    visit.looks(InventoryEvent::RefreshAsked);
    assert_eq!(visit.view().details.as_ref().map(|details| details.serial.as_str()), Some("71358403"));
    visit.looks(InventoryEvent::DetailsChosen(None));
    assert!(visit.view().details.is_none());
}

#[test]
fn chosen_tokens_are_the_ones_to_give_to_people() {
    let mut visit = Visit::to(Tenant::demo(1));
    visit.looks(InventoryEvent::SearchChanged("7135840".to_owned()));
    visit.looks(InventoryEvent::AllShownSelected);
    visit.acts(TokenAct::Assign, Those::Selected);
    let assign = visit.assign.clone().unwrap();
    assert_eq!((assign.part, assign.free, assign.offered), (AssignPart::Many, 35, Some(6)));
    visit.does(Event::Assign(AssignEvent::AllFreeWanted));
    assert_eq!(visit.assign.as_ref().unwrap().offered, None);
    visit.does(Event::AreaChosen(Area::Inventory));
    let free = visit.rows()[1].id;
    visit.looks(InventoryEvent::DetailsChosen(Some(free)));
    visit.acts(TokenAct::Assign, Those::Detailed);
    let assign = visit.assign.clone().unwrap();
    assert_eq!((assign.part, assign.offered), (AssignPart::One, Some(1)));
    visit.does(Event::AreaChosen(Area::Inventory));
    let held = visit.rows()[3].id;
    visit.looks(InventoryEvent::DetailsChosen(Some(held)));
    visit.acts(TokenAct::Assign, Those::Detailed);
    assert!(visit.view.is_some(), "there is nothing to give, so it stays");
}

#[test]
fn sheets_are_printed_for_those_who_have_the_chosen_tokens() {
    let mut visit = Visit::to(Tenant::demo(1));
    visit.looks(InventoryEvent::SearchChanged("7135840".to_owned()));
    visit.looks(InventoryEvent::AllShownSelected);
    visit.acts(TokenAct::Print, Those::Selected);
    visit.does(Event::Sheets(SheetsEvent::WordingRead(None)));
    let sheets = visit.sheets.as_ref().unwrap();
    let whom = "For 4 tokens of the inventory. Left out, because nobody has them: 6.";
    assert_eq!((sheets.handed.as_deref(), sheets.total), (Some(whom), 4));
    let sheet = sheets.items.iter().find(|sheet| sheet.text.contains("Name: Aoife O'Neill")).unwrap();
    assert!(sheet.text.contains("Account: aoife.o'neill@contoso.example"), "{sheet:?}");
    assert!(
        sheet.text.contains("It is activated") && !sheet.text.contains("Add sign-in method"),
        "{sheet:?}"
    );
    let waits = sheets.items.iter().find(|sheet| sheet.text.contains("Add sign-in method"));
    assert!(waits.is_some(), "one is not activated yet: {:?}", sheets.items);
    assert_eq!(visit.asked.last().map(String::as_str), Some("User.ReadBasic.All"));
    assert!(!sheets.looking);
    // The people of one tenant are none of another's business.
    visit.does(Event::Account(AccountEvent::SignedOut));
    let event = signed_in(&mut visit.tenant, visit.now, "fabrikam", visit.scopes.clone());
    visit.does(event);
    assert_eq!(visit.sheets.as_ref().unwrap().handed, None);
}
