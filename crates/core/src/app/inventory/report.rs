//! Reports: what the inventory itself tells, and what is read of the holders on request.

use std::collections::{BTreeMap, HashMap, HashSet};

use seedferry_protocol::{DeviceColumn, ReportEvent, ReportKind, ReportView, Ticket, ToPage};

use super::{
    super::{
        Effect, Model,
        quoted_csv::Table,
        review::{MAX_BLOCK, count},
    },
    Due, Inventory, cells,
    list::{Entry, List},
    reading::{Halt, Machine, Reading},
};
use crate::diagnostic::counted;
use crate::graph::{
    About, Device, DeviceStatus, Holders, Seen,
    people::{FIND_ALL, HeldToken, MOST_TOKENS_OF_ONE, READ_METHODS, may_find_all, may_methods},
    run::Ending,
    work::{Act, Guard, Job},
};

/// Days without use, unless the user says otherwise.
const DAYS: u32 = 90;
/// What a report lists of each token.
const COLUMNS: [DeviceColumn; 6] = [
    DeviceColumn::Serial,
    DeviceColumn::Status,
    DeviceColumn::Holder,
    DeviceColumn::LastUsed,
    DeviceColumn::Manufacturer,
    DeviceColumn::Model,
];

/// What the reports are made of.
pub(super) struct Reports {
    pub(super) kind: Option<ReportKind>,
    pub(super) days: u32,
    /// Why the number of days that was typed is not taken.
    pub(super) days_refused: Option<String>,
    pub(super) reading: Option<Reading>,
    pub(super) halted: Option<Halt>,
    /// What is to be read as soon as the permission is there.
    about: Option<About>,
    accounts: Option<HashMap<String, Seen>>,
    tokens: Option<HashMap<String, Seen>>,
    /// The report, made anew when something changed.
    pub(super) found: Found,
    /// Counts reports: rows of an older one are not shown under the head of a newer.
    pub(super) snapshot: u32,
}

impl Default for Reports {
    fn default() -> Self {
        Self {
            kind: None,
            days: DAYS,
            days_refused: None,
            reading: None,
            halted: None,
            about: None,
            accounts: None,
            tokens: None,
            found: Found::default(),
            snapshot: 0,
        }
    }
}

/// One device that a person has twice.
struct Double<'a> {
    name: &'a str,
    /// Object id of the person.
    user: &'a str,
    serial: &'a str,
    /// Object id of the token that came through Graph.
    listed: &'a str,
    /// Object id of the legacy token.
    legacy: &'a str,
    /// Whether the token that came through Graph is activated.
    is_ready: bool,
}

impl Double<'_> {
    /// The documented way out: the legacy token goes, by its own object id.
    /// As long as the other is not activated, it is the one that the person signs in with.
    /// What was read may be old by then: both are read again right before each write.
    fn clean_up(&self) -> Option<Job> {
        let (user, device) = (self.user.to_owned(), self.legacy.to_owned());
        let guard = Guard { user: user.clone(), device: self.listed.to_owned() };
        let acts = vec![Act::Unassign { user, device: device.clone() }, Act::DeleteLegacy { device }];
        self.is_ready.then(|| Job::of(self.serial, Some(self.name.to_owned()), acts).guarded(guard))
    }
}

/// The rows of a report: places in the list with what is said of each, or rows of their own.
#[derive(Default)]
pub(super) struct Found {
    tokens: Vec<(u32, &'static str)>,
    rows: Vec<Vec<String>>,
    /// How many legacy tokens the clean-up would delete.
    pub(super) cleaned: usize,
}

impl Found {
    pub(super) fn len(&self) -> usize {
        self.tokens.len() + self.rows.len()
    }

    /// The places of the tokens that it lists.
    pub(super) fn places(&self) -> impl Iterator<Item = u32> {
        self.tokens.iter().map(|(at, _)| *at)
    }

    /// A block of the rows.
    pub(super) fn block(&self, list: &List, start: usize, most: usize) -> Vec<Vec<String>> {
        let tokens = self.tokens.iter().skip(start).map(|(at, why)| row(list, *at, why));
        let own = self.rows.iter().skip(start.saturating_sub(self.tokens.len())).cloned();
        tokens.chain(own).take(most).collect()
    }
}

/// A token as a row; empty where the list has no such token any more.
fn row(list: &List, at: u32, why: &str) -> Vec<String> {
    let Some(entry) = list.entries().get(at as usize) else {
        return Vec::new();
    };
    let cells = COLUMNS.iter().map(|column| cells::text(entry, *column).into_owned());
    cells.chain((!why.is_empty()).then(|| why.to_owned())).collect()
}

/// A number of days as it was typed; why it is none, otherwise.
fn days(text: &str) -> Result<u32, String> {
    let most = ReportView::MOST_DAYS;
    match text.trim().parse() {
        Ok(days) if (1..=most).contains(&days) => Ok(days),
        Ok(0) => {
            Err("Type 1 or more: with 0, every token that was not used today would be listed".to_owned())
        }
        _ => Err(format!("Type a whole number of days, from 1 to {most}")),
    }
}

/// The head of a report's table.
pub(super) fn head(kind: ReportKind) -> Vec<String> {
    let tokens = COLUMNS.iter().map(|column| column.name());
    let names: Vec<&str> = match kind {
        ReportKind::Accounts => tokens.chain(["Account"]).collect(),
        ReportKind::Twice => {
            vec![
                "Assigned to",
                "Serial number",
                "Object id in the inventory",
                "Object id of the legacy token",
                "State in the inventory",
            ]
        }
        ReportKind::Full => vec!["Assigned to", "Tokens", "Serial numbers"],
        _ => tokens.collect(),
    };
    names.into_iter().map(str::to_owned).collect()
}

/// What has to be read for a report.
pub(super) fn needs(kind: ReportKind) -> Option<About> {
    match kind {
        ReportKind::Accounts => Some(About::Account),
        ReportKind::Twice | ReportKind::Full => Some(About::Tokens),
        _ => None,
    }
}

/// The permission for that.
pub(super) fn permission(about: About) -> &'static str {
    match about {
        About::Account => FIND_ALL,
        About::Tokens => READ_METHODS,
    }
}

impl Reports {
    /// None yet, and their rows are told from those of the reports before.
    pub(super) fn after(snapshot: u32) -> Self {
        Self { snapshot: snapshot + 1, ..Self::default() }
    }

    /// The permission that the machine under way has.
    pub(super) fn permission(&self) -> &'static str {
        permission(self.about.unwrap_or(About::Account))
    }

    /// What was read of the holders for a report.
    pub(super) fn known(&self, about: About) -> Option<&HashMap<String, Seen>> {
        match about {
            About::Account => self.accounts.as_ref(),
            About::Tokens => self.tokens.as_ref(),
        }
    }

    /// The user principal name of who has it, as far as the accounts were read.
    pub(super) fn upn(&self, device: &Device) -> Option<&str> {
        match self.known(About::Account)?.get(device.assigned_to.as_ref()?)? {
            Seen::Account(person) => Some(&person.upn),
            _ => None,
        }
    }

    /// The machine is done.
    pub(super) fn read(&mut self, holders: &Holders) {
        match holders.ending() {
            Some(Ending::Checked) | None => {
                let seen = Some(holders.seen().iter().cloned().collect());
                match self.about {
                    Some(About::Tokens) => self.tokens = seen,
                    _ => self.accounts = seen,
                }
                self.halted = None;
            }
            Some(ending) => self.halted = Some(Halt::Ended(ending.clone())),
        }
        self.about = None;
    }

    /// Another list: what was read of people is no longer that of its holders.
    pub(super) fn forget(&mut self) {
        (self.accounts, self.tokens) = (None, None);
    }

    /// Makes the chosen report. Days are counted to `today`.
    pub(super) fn make(&mut self, list: &List, today: u64) {
        self.snapshot += 1;
        self.found = match self.kind {
            None => Found::default(),
            Some(ReportKind::Accounts) => Found { tokens: self.by_account(list), ..Found::default() },
            Some(ReportKind::Twice) => self.twice(list),
            Some(ReportKind::Full) => Found { rows: self.full(list), ..Found::default() },
            Some(kind) => {
                let days = u64::from(self.days);
                let listed =
                    (0_u32..).zip(list.entries()).filter(|(_, entry)| lists(kind, entry, days, today));
                Found { tokens: listed.map(|(at, _)| (at, "")).collect(), ..Found::default() }
            }
        };
    }

    fn by_account(&self, list: &List) -> Vec<(u32, &'static str)> {
        let Some(accounts) = &self.accounts else {
            return Vec::new();
        };
        let of = |entry: &Entry| account_words(accounts.get(entry.device.assigned_to.as_ref()?)?);
        (0_u32..).zip(list.entries()).filter_map(|(at, entry)| Some((at, of(entry)?))).collect()
    }

    /// Each person with a name, and what was read of the tokens.
    fn people<'a>(&'a self, list: &'a List) -> BTreeMap<(&'a str, &'a str), &'a [HeldToken]> {
        let known = self.tokens.as_ref();
        let people = list.entries().iter().filter_map(|entry| {
            let id = entry.device.assigned_to.as_deref()?;
            match known?.get(id)? {
                Seen::Tokens(tokens) => Some(((cells::holder(entry), id), tokens.as_slice())),
                _ => None,
            }
        });
        people.collect()
    }

    fn twice(&self, list: &List) -> Found {
        let row = |double: &Double<'_>| {
            let state = if double.is_ready { "Activated" } else { "Not activated yet" };
            [double.name, double.serial, double.listed, double.legacy, state].map(str::to_owned).into()
        };
        let doubles = self.doubles(list);
        let cleaned = doubles.iter().filter(|double| double.is_ready).count();
        Found { rows: doubles.iter().map(row).collect(), cleaned, ..Found::default() }
    }

    /// The legacy tokens that may go.
    fn clean_up(&self, list: &List) -> Vec<Job> {
        self.doubles(list).iter().filter_map(Double::clean_up).collect()
    }

    fn doubles<'a>(&'a self, list: &'a List) -> Vec<Double<'a>> {
        let devices = list.entries().iter().map(|entry| &entry.device);
        let own: BTreeMap<&str, DeviceStatus> =
            devices.map(|device| (device.id.as_str(), device.status)).collect();
        let mut doubles = Vec::new();
        for ((name, user), tokens) in self.people(list) {
            for token in tokens {
                let Some(status) = own.get(token.id()) else {
                    continue;
                };
                let legacy = tokens.iter().filter(|other| {
                    !other.serial.is_empty() && other.serial == token.serial && !own.contains_key(other.id())
                });
                doubles.extend(legacy.map(|other| Double {
                    name,
                    user,
                    serial: &token.serial,
                    listed: token.id(),
                    legacy: other.id(),
                    // The inventory may have been read long before the person's tokens were.
                    is_ready: [*status, token.status] == [DeviceStatus::Activated; 2],
                }));
            }
        }
        doubles
    }

    fn full(&self, list: &List) -> Vec<Vec<String>> {
        let people = self.people(list).into_iter();
        let full = people.filter(|(_, tokens)| tokens.len() >= MOST_TOKENS_OF_ONE);
        full.map(|((name, _), tokens)| {
            let serials: Vec<_> = tokens.iter().map(|token| token.serial.as_str()).collect();
            vec![name.to_owned(), tokens.len().to_string(), serials.join(", ")]
        })
        .collect()
    }
}

/// Whether a token belongs into a report that the inventory alone makes.
fn lists(kind: ReportKind, entry: &Entry, days: u64, today: u64) -> bool {
    let device = &entry.device;
    let unused = cells::days_unused(entry, today);
    match kind {
        ReportKind::NotAssigned => device.assigned_to.is_none(),
        ReportKind::NeverActivated => {
            let inactive = matches!(
                device.status,
                DeviceStatus::Assigned | DeviceStatus::FailedActivation | DeviceStatus::Available
            );
            device.assigned_to.is_some() && inactive && device.last_used.is_none()
        }
        ReportKind::NeverUsed => device.status == DeviceStatus::Activated && device.last_used.is_none(),
        ReportKind::NotUsed => device.assigned_to.is_some() && unused.is_some_and(|unused| unused > days),
        ReportKind::Accounts | ReportKind::Twice | ReportKind::Full => false,
    }
}

/// What is amiss with an account; `None` when nothing is.
fn account_words(seen: &Seen) -> Option<&'static str> {
    match seen {
        Seen::Gone => Some("Deleted"),
        Seen::Account(person) if person.seems_guest() => Some("Guest"),
        Seen::Account(person) => (person.is_enabled == Some(false)).then_some("Disabled"),
        Seen::Tokens(_) | Seen::Refused(_) => None,
    }
}

impl Inventory {
    fn take_days(&mut self, text: &str) {
        match days(text) {
            Ok(days) => {
                (self.reports.days, self.reports.days_refused) = (days, None);
                self.due.insert(Due::Report);
            }
            Err(why) => self.reports.days_refused = Some(why),
        }
    }

    fn report_block(&self, snapshot: u32, start: u32, count: u32) -> Vec<Effect> {
        if snapshot != self.reports.snapshot {
            return Vec::new();
        }
        let rows = self.reports.found.block(&self.list, start as usize, count.min(MAX_BLOCK) as usize);
        vec![Effect::ToPage(ToPage::ReportRows { snapshot, start, rows })]
    }
}

impl Model {
    pub(super) fn report_event(&mut self, event: &ReportEvent) -> Vec<Effect> {
        let inventory = &mut self.inventory;
        match *event {
            ReportEvent::Chosen(kind) => {
                inventory.reports.kind = kind;
                inventory.due.insert(Due::Report);
                (inventory.reports.halted, inventory.reports.days_refused) = (None, None);
            }
            ReportEvent::DaysGiven(ref text) => inventory.take_days(text),
            ReportEvent::RowsWanted { snapshot, start, count } => {
                return inventory.report_block(snapshot, start, count);
            }
            ReportEvent::ReadAsked => return self.read_people(),
            ReportEvent::WidePermissionAsked => return self.want_wide_reader(),
            ReportEvent::CleanUpAsked => {
                let jobs = inventory.reports.clean_up(&inventory.list);
                let title = format!("Delete {}", counted(count(jobs.len()), "legacy token"));
                return self.plan_work(&title, jobs);
            }
            ReportEvent::SelectAsked => self.select_reported(),
            ReportEvent::SaveAsked(ticket) => return self.save_report(ticket),
        }
        Vec::new()
    }

    /// Reads of the holders what the chosen report needs.
    fn read_people(&mut self) -> Vec<Effect> {
        let Some(about) = self.inventory.reports.kind.and_then(needs) else {
            return Vec::new();
        };
        let Some(account) = &self.account else {
            return Vec::new();
        };
        self.inventory.reports.about = Some(about);
        let permitted = match about {
            About::Account => may_find_all(account.scopes()),
            About::Tokens => may_methods(account.scopes(), false),
        };
        if !permitted {
            self.inventory.reports.halted = Some(Halt::Permission(permission(about)));
            return self.want_token(&[permission(about)], None);
        }
        let holders = self.inventory.holders().into_iter().map(str::to_owned).collect();
        let (start, settings) = (self.random_start(), self.upload_settings());
        let number = self.inventory.number();
        let machine = Machine::People(Box::new(Holders::new(holders, about, settings, start)));
        self.inventory.reports.reading = Some(Reading::new(number, machine));
        self.inventory.reports.halted = None;
        self.drive_inventory()
    }

    /// There may be the permission now that a report waited for.
    pub(super) fn report_access_changed(&mut self) -> Vec<Effect> {
        let reports = &self.inventory.reports;
        let waits = reports.about.is_some() && matches!(reports.halted, Some(Halt::Permission(_)));
        let Some(account) = self.account.as_ref().filter(|_| waits && reports.reading.is_none()) else {
            return Vec::new();
        };
        let granted = match reports.about {
            Some(About::Tokens) => may_methods(account.scopes(), false),
            _ => may_find_all(account.scopes()),
        };
        if granted { self.read_people() } else { Vec::new() }
    }

    /// What was found becomes the selection, so that something can be done with it; all of it is shown.
    fn select_reported(&mut self) {
        self.finish_list();
        let inventory = &mut self.inventory;
        let places: HashSet<u32> = inventory.reports.found.places().collect();
        inventory.select(|list| list.select_places(&places));
        inventory.query_changed(|query| (query.search, query.filters) = Default::default());
        inventory.reports.kind = None;
        inventory.due.insert(Due::Report);
    }

    fn save_report(&mut self, ticket: Ticket) -> Vec<Effect> {
        self.finish_list();
        let Some(kind) = self.inventory.reports.kind else {
            return super::super::nothing_to_hand_over(ticket);
        };
        let mut table = Table::default();
        table.push(&head(kind));
        let Inventory { reports, list, .. } = &self.inventory;
        for row in reports.found.block(list, 0, usize::MAX) {
            table.push(&row);
        }
        self.hand_table(ticket, false, &kind.name().to_lowercase().replace([' ', ','], "-"), table)
    }
}
