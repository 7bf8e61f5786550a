//! The inventory as the page shows it, and its words.

use std::collections::{BTreeSet, HashMap};

use seedferry_protocol::{
    DeviceColumn, DeviceRow, InventoryProblem, InventoryStage, InventoryView, MethodsPermission, ReportKind,
    ReportReading, ReportView,
};

use super::{
    super::{account::Account, review::count, upload::ending_words},
    Inventory, cells,
    list::Entry,
    reading::{Halt, Machine},
    report::{self, Reports},
};
use crate::{
    calendar::date,
    graph::{Seen, people::READ_METHODS, run::Ending},
};

/// Whom the inventory is shown for.
pub(in super::super) struct Scene<'a> {
    pub(in super::super) account: Option<&'a Account>,
    /// Whether the wider permission for people's tokens may be asked for.
    pub(in super::super) allows_wide: bool,
}

/// A token as a row.
pub(super) fn row(entry: &Entry) -> DeviceRow {
    DeviceRow {
        id: entry.id,
        selected: entry.selected,
        serial: entry.device.serial.clone(),
        cells: DeviceColumn::ALL.iter().map(|column| cells::text(entry, *column).into_owned()).collect(),
        in_batch: entry.in_batch,
    }
}

impl Inventory {
    pub(in super::super) fn view(&self, scene: &Scene<'_>) -> InventoryView {
        let is_listed = self.read.is_some();
        let selected = self.list.entries().iter().filter(|entry| entry.selected).count();
        let shown = self.list.shown().filter(|entry| entry.selected).count();
        let columns = DeviceColumn::ALL.into_iter().filter(|column| !self.hidden.contains(column));
        InventoryView {
            stage: self.stage(scene.account),
            refreshing: self.devices_read().filter(|_| is_listed),
            problem: self.halted.as_ref().filter(|_| is_listed).map(|halt| problem(halt, scene.account)),
            read: self.read.map(moment).unwrap_or_default(),
            snapshot: self.snapshot,
            shown: count(self.list.count()),
            total: count(self.list.entries().len()),
            selected: count(selected),
            selected_hidden: count(selected - shown),
            sort: self.query.sort,
            filters: self.query.filters.clone(),
            choices: self.list.choices().to_vec(),
            columns: columns.collect(),
            report: self.reports.kind.filter(|_| is_listed).map(|kind| self.report(kind, scene)),
            details: self.details(),
        }
    }

    /// How it stands.
    pub(in super::super) fn stage(&self, account: Option<&Account>) -> InventoryStage {
        match (account, self.read, &self.halted) {
            (None, ..) => InventoryStage::SignedOut,
            (_, Some(_), _) => InventoryStage::Listed,
            (Some(account), None, Some(Halt::Permission(_))) if account.is_waiting() => {
                InventoryStage::Reading { devices: 0 }
            }
            (_, None, Some(halt)) => InventoryStage::Halted(problem(halt, account)),
            (_, None, None) => InventoryStage::Reading { devices: self.devices_read().unwrap_or_default() },
        }
    }

    fn devices_read(&self) -> Option<u32> {
        match &self.reading.as_ref()?.machine {
            Machine::Tokens(survey) => Some(count(survey.devices().len())),
            Machine::People(_) => None,
        }
    }

    fn report(&self, kind: ReportKind, scene: &Scene<'_>) -> ReportView {
        let (reports, account) = (&self.reports, scene.account);
        ReportView {
            kind,
            about: about(kind).to_owned(),
            days: (kind == ReportKind::NotUsed).then_some(reports.days),
            days_refused: reports.days_refused.clone(),
            reading: self.people_reading(kind, account),
            permission: self.lacks_reader(scene),
            head: report::head(kind),
            snapshot: reports.snapshot,
            total: count(reports.found.len()),
            steps: steps(kind).iter().map(|step| (*step).to_owned()).collect(),
            cleaned: count(reports.found.cleaned),
            selectable: count(reports.found.places().count()),
            read: self.read.map(moment).unwrap_or_default(),
        }
    }

    fn lacks_reader(&self, scene: &Scene<'_>) -> Option<MethodsPermission> {
        let waits = matches!(self.reports.halted, Some(Halt::Permission(READ_METHODS)));
        scene.account.filter(|_| waits).map(|account| account.lacks_method_reader(scene.allows_wide))
    }

    fn people_reading(&self, kind: ReportKind, account: Option<&Account>) -> ReportReading {
        let Some(needed) = report::needs(kind) else {
            return ReportReading::Nothing;
        };
        let Reports { reading, halted, .. } = &self.reports;
        if let Some(Machine::People(holders)) = reading.as_ref().map(|reading| &reading.machine) {
            let (done, people) = holders.progress();
            return ReportReading::Under { done: count(done), people: count(people) };
        }
        if let Some(halt) = halted {
            return ReportReading::Halted(problem(halt, account));
        }
        match self.reports.known(needed) {
            Some(seen) => ReportReading::Done { unread: unread(&self.holders(), seen) },
            None => ReportReading::Asked {
                people: count(self.holders().len()),
                permission: report::permission(needed).to_owned(),
            },
        }
    }
}

/// The people of whom nothing is known: they could not be read, or got a token since the others were.
fn unread(holders: &BTreeSet<&str>, seen: &HashMap<String, Seen>) -> u32 {
    let unread = holders.iter().filter(|id| matches!(seen.get(**id), None | Some(Seen::Refused(_))));
    count(unread.count())
}

/// What keeps it from being read.
fn problem(halt: &Halt, account: Option<&Account>) -> InventoryProblem {
    let (what, remedy, permission) = match halt {
        Halt::NotOffered => (
            "Microsoft does not offer its API for hardware tokens in this cloud.".to_owned(),
            "Look at the tokens in the Entra admin center.",
            false,
        ),
        Halt::Permission(name) => (
            account
                .and_then(Account::problem)
                .map_or_else(|| format!("The permission {name} is not granted."), str::to_owned),
            "Ask for it; an administrator may have to grant it.",
            true,
        ),
        Halt::Ended(Ending::Refused(error)) if error.status == 403 => (
            error.words(),
            "Sign in with an account that has the role Global Reader, or one of those that change tokens.",
            false,
        ),
        Halt::Ended(ending) => {
            let (what, remedy) = ending_words(ending);
            (what, remedy, false)
        }
    };
    InventoryProblem { what, remedy: remedy.to_owned(), permission }
}

/// What a report lists.
fn about(kind: ReportKind) -> &'static str {
    match kind {
        ReportKind::NotAssigned => "Tokens that nobody has. They can be given out.",
        ReportKind::NeverActivated => {
            "Tokens that somebody has and that were never activated. They cannot be used for signing in yet."
        }
        ReportKind::NeverUsed => "Tokens that are activated and that nobody has signed in with yet.",
        ReportKind::NotUsed => {
            "Tokens that were used, but not in this time. They may be lost, or lie in a drawer."
        }
        ReportKind::Accounts => {
            "Tokens of people who were deleted, who may not sign in, or who are guests. They can be taken back from accounts \
             that are there. From a deleted account nothing can be taken: restore the account first, or wait until it is \
             deleted for good."
        }
        ReportKind::Twice => {
            "One device that was uploaded twice: as a legacy CSV token and through Graph. The person sees two methods with one serial number."
        }
        ReportKind::Full => {
            "Nobody may have more than five hardware tokens and authenticator apps together. Only hardware tokens are counted here."
        }
    }
}

/// What to do about them, as Microsoft documents it.
fn steps(kind: ReportKind) -> &'static [&'static str] {
    match kind {
        ReportKind::Twice => &[
            "Compare the two object ids: the one in the inventory came through Graph, the other is the legacy token.",
            "Where the one in the inventory is not activated yet, activate it first, under Assign or at the help desk: until then the person signs in with the other.",
            "Unassign the legacy token from the person and delete it, both by its object id: the button does that, after a question, wherever the one in the inventory is activated.",
            "Read this report again: the row is gone.",
        ],
        _ => &[],
    }
}

/// A moment, given in seconds since 1970.
fn moment(wall: u64) -> String {
    format!("{} {:02}:{:02} UTC", date(wall), wall % 86_400 / 3_600, wall % 3_600 / 60)
}

impl Inventory {
    /// The people who have tokens, by object id.
    pub(super) fn holders(&self) -> BTreeSet<&str> {
        self.list.entries().iter().filter_map(|entry| entry.device.assigned_to.as_deref()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_got_a_token_since_is_among_the_unread() {
        let seen = HashMap::from([("a".to_owned(), Seen::Gone), ("b".to_owned(), Seen::Tokens(Vec::new()))]);
        let check = |holders: &[&str], number: u32| {
            assert_eq!(unread(&holders.iter().copied().collect(), &seen), number, "{holders:?}");
        };
        check(&["a", "b"], 0);
        check(&["a", "b", "c"], 1);
        check(&["c", "d"], 2);
        check(&[], 0);
    }
}
