//! The tenant's inventory: read when it is first looked at, kept, sorted, filtered, selected and reported on.

mod acts;
mod cells;
mod details;
mod file;
mod list;
mod reading;
mod report;
mod view;

use std::collections::{BTreeSet, HashSet};

use seedferry_protocol::{DeviceColumn, DeviceId, InventoryEvent, ToPage};

pub(super) use self::view::Scene;
use self::{
    list::{List, Query},
    reading::{Halt, Reading},
    report::Reports,
};
use super::{Effect, Model, assign::seeds::at_hand, review::MAX_BLOCK};
use crate::graph::{Device, people::named};

/// Columns that are not shown until the user says so.
const HIDDEN: [DeviceColumn; 2] = [DeviceColumn::Hash, DeviceColumn::DisplayName];

/// The inventory as it was read last, and what is looked at of it.
pub(super) struct Inventory {
    list: List,
    /// Places of the tokens that nobody has, in the order of their serial numbers: found once for each list.
    free: Vec<usize>,
    /// When it was read, in seconds since 1970; `None` before.
    read: Option<u64>,
    /// Whose it is.
    tenant: String,
    /// Somebody looked at it: it is read as soon as it can be.
    wanted: bool,
    reading: Option<Reading>,
    halted: Option<Halt>,
    query: Query,
    hidden: HashSet<DeviceColumn>,
    snapshot: u32,
    due: BTreeSet<Due>,
    reports: Reports,
    /// The token whose details are in sight.
    details: Option<DeviceId>,
    /// How many machines there were.
    machines: u32,
}

impl Default for Inventory {
    fn default() -> Self {
        Self {
            list: List::default(),
            free: Vec::new(),
            read: None,
            tenant: String::new(),
            wanted: false,
            reading: None,
            halted: None,
            query: Query::default(),
            hidden: HIDDEN.into(),
            snapshot: 0,
            due: BTreeSet::new(),
            reports: Reports::default(),
            details: None,
            machines: 0,
        }
    }
}

/// What is to be found anew, in the order in which it is done; each is a slice of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Due {
    Marks,
    Choices,
    Order,
    Shown,
    Report,
}

impl Inventory {
    /// The tokens as they were read last.
    pub(super) fn devices(&self) -> Vec<&Device> {
        self.list.entries().iter().map(|entry| &entry.device).collect()
    }

    /// Those that nobody has, in the order of their serial numbers.
    pub(super) fn free(&self) -> impl Iterator<Item = &Device> {
        let entries = self.list.entries();
        self.free.iter().filter_map(|at| entries.get(*at)).map(|entry| &entry.device)
    }

    /// Who has a token, in words: the user principal name with the name, where a report read it.
    pub(super) fn named_holder(&self, device: &Device) -> Option<String> {
        let upn = self.reports.upn(device).unwrap_or_default();
        device.holder().map(|holder| named(holder, upn))
    }

    /// When they were read, in seconds since 1970; `None` before.
    pub(super) fn read_at(&self) -> Option<u64> {
        self.read
    }

    /// Whether the table is that of another list or query.
    pub(super) fn is_stale(&self) -> bool {
        !self.due.is_empty()
    }

    /// The selected tokens, as they were read.
    pub(super) fn selected(&self) -> Vec<Device> {
        let chosen = self.list.entries().iter().filter(|entry| entry.selected);
        chosen.map(|entry| entry.device.clone()).collect()
    }

    fn query_changed(&mut self, change: impl FnOnce(&mut Query)) {
        change(&mut self.query);
        self.due.insert(Due::Shown);
    }

    fn select(&mut self, change: impl FnOnce(&mut List)) {
        change(&mut self.list);
        self.snapshot += 1;
    }

    /// What changes what is seen, and sends nothing.
    fn look(&mut self, event: InventoryEvent) {
        match event {
            InventoryEvent::SearchChanged(text) => self.query_changed(|query| query.search = text),
            InventoryEvent::FilterAdded(filter) => self.query_changed(|query| {
                if !query.filters.contains(&filter) {
                    query.filters.push(filter);
                }
            }),
            InventoryEvent::FilterRemoved(filter) => {
                self.query_changed(|query| query.filters.retain(|other| *other != filter));
            }
            InventoryEvent::FiltersCleared => self.query_changed(|query| query.filters.clear()),
            InventoryEvent::SortChanged(sort) => {
                self.query_changed(|query| query.sort = Some(sort));
                self.due.insert(Due::Order);
            }
            InventoryEvent::ColumnShown { column, shown: true } => {
                self.hidden.remove(&column);
            }
            InventoryEvent::ColumnShown { column: DeviceColumn::Serial, .. } => {}
            InventoryEvent::ColumnShown { column, shown: false } => {
                self.hidden.insert(column);
            }
            InventoryEvent::Toggled(id) => self.select(|list| list.select(|at, was| was != (at == id))),
            InventoryEvent::RangeSelected { from, to } => self.select(|list| list.select_range(from, to)),
            InventoryEvent::AllShownSelected => self.select(|list| list.select_shown(0..=list.count())),
            InventoryEvent::SelectionCleared => self.select(|list| list.select(|_, _| false)),
            InventoryEvent::DetailsChosen(chosen) => self.choose_details(chosen),
            _ => {}
        }
    }

    fn block(&self, snapshot: u32, start: u32, count: u32) -> Vec<Effect> {
        if snapshot != self.snapshot {
            return Vec::new();
        }
        let rows = self.list.block(start as usize, count.min(MAX_BLOCK) as usize);
        let rows = rows.map(view::row).collect();
        vec![Effect::ToPage(ToPage::DeviceRows { snapshot, start, rows })]
    }
}

impl Model {
    pub(super) fn inventory_event(&mut self, event: InventoryEvent) -> Vec<Effect> {
        match event {
            InventoryEvent::RefreshAsked => return self.read_inventory(),
            InventoryEvent::RowsWanted { snapshot, start, count } => {
                return self.inventory.block(snapshot, start, count);
            }
            InventoryEvent::SaveAsked(ticket) => return self.save_inventory(ticket),
            InventoryEvent::Report(event) => return self.report_event(&event),
            InventoryEvent::Asked { act, of } => return self.act_on(act, of),
            other => self.inventory.look(other),
        }
        Vec::new()
    }

    /// The inventory comes into sight: it is read unless it was.
    pub(super) fn look_at_inventory(&mut self) -> Vec<Effect> {
        self.inventory.wanted = true;
        if self.inventory.read.is_some() || self.inventory.reading.is_some() {
            return Vec::new();
        }
        self.read_inventory()
    }

    /// Other tokens are open: which of the tenant's are among them is found anew.
    pub(super) fn mark_inventory(&mut self) {
        if self.inventory.read.is_some() {
            self.inventory.due.insert(Due::Marks);
            self.outdate_list();
        }
    }

    /// Does all of what a new list or query makes: whoever asks for something meanwhile must not get half of it.
    fn finish_list(&mut self) {
        while self.inventory.is_stale() {
            self.work_on_inventory();
        }
    }

    /// Does one slice of what a new list or query makes.
    pub(super) fn work_on_inventory(&mut self) {
        let today = self.online.wall / 86_400;
        let inventory = &mut self.inventory;
        match inventory.due.pop_first() {
            Some(Due::Marks) => {
                inventory.list.mark(&at_hand(self.review.as_ref()));
                inventory.due.extend([Due::Choices, Due::Shown]);
            }
            Some(Due::Choices) => inventory.list.choose(today),
            Some(Due::Order) => inventory.list.sort(inventory.query.sort),
            Some(Due::Shown) => {
                let Inventory { list, query, reports, .. } = inventory;
                list.filter(query, today, |device| reports.upn(device));
                inventory.snapshot += 1;
            }
            Some(Due::Report) => inventory.reports.make(&inventory.list, today),
            None => {}
        }
    }
}
