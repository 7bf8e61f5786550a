//! Reading the inventory, and what reports need of the holders: machines on their way.

use seedferry_protocol::Area;

use super::super::{Effect, Model, online::Asker, upload};
use super::{Due, Inventory, list::List, report::Reports};
use crate::graph::{
    Holders, Millis, Outcome, Survey, pairs,
    ready::{READING, reading_as},
    run::{Ending, Step},
};

/// A machine under way.
pub(super) struct Reading {
    /// Tells late answers apart.
    number: u32,
    pub(super) machine: Machine,
}

/// What reads.
pub(super) enum Machine {
    Tokens(Box<Survey>),
    People(Box<Holders>),
}

/// Why it could not be read.
pub(super) enum Halt {
    /// Microsoft offers no hardware tokens in the cloud that the page was built for.
    NotOffered,
    /// This permission is missing.
    Permission(&'static str),
    Ended(Ending),
}

/// Which machine.
#[derive(Clone, Copy)]
enum Which {
    List,
    People,
}

impl Reading {
    pub(super) fn new(number: u32, machine: Machine) -> Self {
        Self { number, machine }
    }

    fn next(&mut self, now: Millis) -> Step {
        match &mut self.machine {
            Machine::Tokens(survey) => survey.next(now),
            Machine::People(holders) => holders.next(now),
        }
    }

    fn answer(&mut self, now: Millis, ticket: u32, outcome: &Outcome) {
        match &mut self.machine {
            Machine::Tokens(survey) => survey.answer(now, ticket, outcome),
            Machine::People(holders) => holders.answer(now, ticket, outcome),
        }
    }

    fn renewed(&mut self) {
        match &mut self.machine {
            Machine::Tokens(survey) => survey.renewed(),
            Machine::People(holders) => holders.renewed(),
        }
    }
}

impl Inventory {
    fn reading(&mut self, which: Which) -> &mut Option<Reading> {
        match which {
            Which::List => &mut self.reading,
            Which::People => &mut self.reports.reading,
        }
    }

    /// The next machine's number.
    pub(super) fn number(&mut self) -> u32 {
        self.machines = self.machines.wrapping_add(1);
        self.machines
    }
}

impl Model {
    /// Reads the inventory, again. What was read before stays until all of it is there.
    pub(in super::super) fn read_inventory(&mut self) -> Vec<Effect> {
        let Some(account) = &self.account else {
            return Vec::new();
        };
        self.inventory.wanted = true;
        if !self.sign_in.cloud().offers_tokens() {
            self.inventory.halted = Some(Halt::NotOffered);
            return Vec::new();
        }
        if !upload::may_read(account) {
            return self.ask_to_read();
        }
        self.inventory.tenant = account.tenant().to_owned();
        let (start, settings) = (self.random_start(), self.upload_settings());
        let number = self.inventory.number();
        let survey = Machine::Tokens(Box::new(Survey::new(settings, start)));
        self.inventory.reading = Some(Reading::new(number, survey));
        self.inventory.halted = None;
        self.drive_reading(Which::List)
    }

    /// Reads it again when it was read before: something was written.
    pub(in super::super) fn read_inventory_again(&mut self) -> Vec<Effect> {
        if self.inventory.read.is_some() { self.read_inventory() } else { Vec::new() }
    }

    /// Asks for the permission to read it.
    fn ask_to_read(&mut self) -> Vec<Effect> {
        self.inventory.halted = Some(Halt::Permission(READING));
        self.want_token(&[READING], None)
    }

    /// Does what the machines say, as long as somebody is signed in.
    pub(in super::super) fn drive_inventory(&mut self) -> Vec<Effect> {
        let mut effects = self.drive_reading(Which::List);
        effects.extend(self.drive_reading(Which::People));
        effects
    }

    fn drive_reading(&mut self, which: Which) -> Vec<Effect> {
        let now = self.online.now;
        let Some(account) = &self.account else {
            return Vec::new();
        };
        let scope = match which {
            Which::List => reading_as(account.scopes()),
            Which::People => account.granted_as(self.inventory.reports.permission()),
        };
        let Some(reading) = self.inventory.reading(which) else {
            return Vec::new();
        };
        let (step, number) = (reading.next(now), reading.number);
        self.obey(step, scope, |ticket| Asker::Inventory(number, ticket)).unwrap_or_else(|| {
            self.reading_done(which);
            Vec::new()
        })
    }

    pub(in super::super) fn inventory_answered(
        &mut self,
        number: u32,
        ticket: u32,
        outcome: &Outcome,
    ) -> Vec<Effect> {
        let now = self.online.now;
        for which in [Which::List, Which::People] {
            if let Some(reading) = self.inventory.reading(which).as_mut().filter(|one| one.number == number) {
                reading.answer(now, ticket, outcome);
                return self.drive_reading(which);
            }
        }
        Vec::new()
    }

    fn reading_done(&mut self, which: Which) {
        let (inventory, wall) = (&mut self.inventory, self.online.wall);
        match inventory.reading(which).take().map(|reading| reading.machine) {
            Some(Machine::Tokens(survey)) => match survey.ending() {
                Some(Ending::Checked) | None => inventory.listed(*survey, wall),
                Some(ending) => inventory.halted = Some(Halt::Ended(ending.clone())),
            },
            Some(Machine::People(holders)) => {
                inventory.reports.read(&holders);
                // The search finds people by what was read of them, too.
                inventory.due.extend([Due::Shown, Due::Report]);
            }
            None => {}
        }
        self.outdate_list();
    }

    /// Another access token is here, or the account left: a list of one tenant is not shown to another's.
    pub(in super::super) fn inventory_access_changed(&mut self) -> Vec<Effect> {
        let inventory = &mut self.inventory;
        let Some(account) = &self.account else {
            let snapshot = inventory.snapshot + 1;
            // Whoever signs in again where tokens are looked at, or given out, waits for them.
            let wanted = matches!(self.area, Area::Inventory | Area::Assign);
            let machines = inventory.machines;
            let reports = Reports::after(inventory.reports.snapshot);
            let list = inventory.list.emptied();
            *inventory = Inventory { list, wanted, snapshot, reports, machines, ..Inventory::default() };
            return Vec::new();
        };
        for reading in [&mut inventory.reading, &mut inventory.reports.reading].into_iter().flatten() {
            reading.renewed();
        }
        let elsewhere = inventory.read.is_some() && inventory.tenant != account.tenant();
        let permitted = upload::may_read(account);
        let first = inventory.wanted && inventory.read.is_none() && inventory.reading.is_none();
        let unasked = inventory.halted.is_none();
        let granted = permitted && matches!(inventory.halted, Some(Halt::Permission(_)));
        if elsewhere || (first && (unasked || granted)) {
            return self.read_inventory();
        }
        let mut effects = self.report_access_changed();
        effects.extend(self.drive_inventory());
        effects
    }
}

impl Inventory {
    fn listed(&mut self, survey: Survey, wall: u64) {
        self.list = List::new(survey.into_devices(), &self.list);
        self.free = pairs::free(&self.devices());
        (self.read, self.halted) = (Some(wall), None);
        self.due.extend([Due::Marks, Due::Order, Due::Report]);
        self.reports.forget();
    }
}
