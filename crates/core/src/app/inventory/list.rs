//! The tokens that were read, and which of them the table shows in which order.
//!
//! Sorting makes an order of all tokens once; search and filters then only choose from it.

use core::ops::RangeInclusive;
use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
};

use seedferry_protocol::{DeviceChoices, DeviceColumn, DeviceFilter, DeviceId, DeviceSort};

use super::{
    super::table::{Needle, range},
    cells,
};
use crate::graph::Device;

/// Values of a column that are looked at before the others: comparing a few is quicker than hashing.
const USUAL: usize = 8;

/// A token, and what is known of it here.
pub(super) struct Entry {
    /// Names it as long as it is in the tenant, whenever it was read: a press may come just after the list was read anew.
    pub(super) id: DeviceId,
    pub(super) device: Device,
    pub(super) in_batch: bool,
    pub(super) selected: bool,
}

/// What the user asked for.
#[derive(Default)]
pub(super) struct Query {
    pub(super) search: String,
    pub(super) filters: Vec<DeviceFilter>,
    pub(super) sort: Option<DeviceSort>,
}

/// The tokens of a tenant.
#[derive(Default)]
pub(super) struct List {
    entries: Vec<Entry>,
    /// Places of all tokens in the order that was asked for.
    sorted: Vec<u32>,
    /// Places of the shown ones.
    shown: Vec<u32>,
    choices: Vec<DeviceChoices>,
    /// How many tokens were named.
    named: u32,
}

impl List {
    /// The tokens as they were read now. Those that were there before keep their names, and stay selected.
    pub(super) fn new(devices: Vec<Device>, before: &Self) -> Self {
        let known: HashMap<&str, &Entry> =
            before.entries.iter().map(|entry| (entry.device.id.as_str(), entry)).collect();
        let mut named = before.named;
        let entry = |device: Device| {
            let (id, selected) = known.get(device.id.as_str()).map_or_else(
                || {
                    named = named.wrapping_add(1);
                    (DeviceId(named.wrapping_sub(1)), false)
                },
                |entry| (entry.id, entry.selected),
            );
            Entry { id, device, in_batch: false, selected }
        };
        let entries = devices.into_iter().map(entry).collect();
        Self { entries, named, ..Self::default() }
    }

    /// No token; those that come later are not taken for those that were there.
    pub(super) fn emptied(&self) -> Self {
        Self { named: self.named, ..Self::default() }
    }

    /// The token of that name, if it is still there.
    pub(super) fn named(&self, id: DeviceId) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.id == id)
    }

    /// All tokens, as they were read.
    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The shown tokens, in their order.
    pub(super) fn shown(&self) -> impl Iterator<Item = &Entry> {
        self.block(0, usize::MAX)
    }

    /// A block of them.
    pub(super) fn block(&self, start: usize, count: usize) -> impl Iterator<Item = &Entry> {
        let places = self.shown.iter().skip(start).take(count);
        places.filter_map(|at| self.entries.get(*at as usize))
    }

    /// How many are shown.
    pub(super) fn count(&self) -> usize {
        self.shown.len()
    }

    /// The values to filter by.
    pub(super) fn choices(&self) -> &[DeviceChoices] {
        &self.choices
    }

    /// Marks the tokens with these serial numbers.
    pub(super) fn mark(&mut self, serials: &HashSet<&str>) {
        for entry in &mut self.entries {
            entry.in_batch = serials.contains(entry.device.serial.as_str());
        }
    }

    /// Finds out what can be filtered by.
    pub(super) fn choose(&mut self, today: u64) {
        let choices = DeviceColumn::ALL.into_iter().filter_map(|column| self.choices_of(column, today));
        self.choices = choices.collect();
    }

    fn choices_of(&self, column: DeviceColumn, today: u64) -> Option<DeviceChoices> {
        let mut values: Vec<(Cow<'_, str>, u32)> = Vec::new();
        let mut others: HashMap<Cow<'_, str>, u32> = HashMap::new();
        for entry in &self.entries {
            let value = cells::choice(entry, column, today)?;
            // Most tokens are like one of the first few.
            if let Some((_, count)) = values.iter_mut().find(|(known, _)| *known == value) {
                *count += 1;
            } else if values.len() < USUAL {
                values.push((value, 1));
            } else {
                *others.entry(value).or_insert(0) += 1;
            }
        }
        values.extend(others);
        values.sort_by(|left, right| right.1.cmp(&left.1).then_with(|| left.0.cmp(&right.0)));
        values.truncate(DeviceChoices::LISTED);
        let values = values.into_iter().map(|(value, count)| (value.into_owned(), count)).collect();
        Some(DeviceChoices { column, values })
    }

    /// Puts all tokens in order.
    pub(super) fn sort(&mut self, sort: Option<DeviceSort>) {
        self.sorted = (0_u32..).zip(&self.entries).map(|(at, _)| at).collect();
        let Some(DeviceSort { column, descending }) = sort else {
            return;
        };
        let keys: Vec<_> = self.entries.iter().map(|entry| cells::text(entry, column)).collect();
        let key = |at: &u32| keys.get(*at as usize);
        self.sorted.sort_by(|left, right| {
            let ordering = key(left).cmp(&key(right));
            if descending { ordering.reverse() } else { ordering }
        });
    }

    /// Chooses what is shown. `upn`: what the holder of a token is called, as far as that was read.
    pub(super) fn filter<'a>(&mut self, query: &Query, today: u64, upn: impl Fn(&Device) -> Option<&'a str>) {
        let needle = Needle::new(&query.search);
        let passes = |at: &u32| {
            self.entries
                .get(*at as usize)
                .is_some_and(|entry| passes(entry, &query.filters, today) && found(entry, &needle, &upn))
        };
        self.shown = self.sorted.iter().copied().filter(passes).collect();
    }

    /// Sets every check box from its name and its state.
    pub(super) fn select(&mut self, change: impl Fn(DeviceId, bool) -> bool) {
        for entry in &mut self.entries {
            entry.selected = change(entry.id, entry.selected);
        }
    }

    /// Selects the tokens at these places of the list, and no others.
    pub(super) fn select_places(&mut self, places: &HashSet<u32>) {
        for (at, entry) in (0_u32..).zip(&mut self.entries) {
            entry.selected = places.contains(&at);
        }
    }

    /// Selects the shown ones from one to another.
    pub(super) fn select_range(&mut self, from: Option<DeviceId>, to: DeviceId) {
        let place = |id: DeviceId| self.shown().position(|entry| entry.id == id);
        if let Some(range) = range(from.map_or(Some(0), place), place(to)) {
            self.select_shown(range);
        }
    }

    /// Selects the shown ones at these places.
    pub(super) fn select_shown(&mut self, places: RangeInclusive<usize>) {
        for at in self.shown.iter().skip(*places.start()).take(places.clone().count()) {
            if let Some(entry) = self.entries.get_mut(*at as usize) {
                entry.selected = true;
            }
        }
    }
}

/// Of each column that is filtered, one of the chosen values.
fn passes(entry: &Entry, filters: &[DeviceFilter], today: u64) -> bool {
    filters.iter().all(|filter| {
        let own = cells::choice(entry, filter.column, today).unwrap_or_default();
        filters.iter().any(|other| other.column == filter.column && other.value == own)
    })
}

fn found<'a>(entry: &Entry, needle: &Needle, upn: impl Fn(&Device) -> Option<&'a str>) -> bool {
    let device = &entry.device;
    let names = [device.holder_name.as_deref(), device.display_name.as_deref(), upn(device)];
    needle.is_in(
        [Some(device.serial.as_str()), Some(&device.manufacturer), Some(&device.model)]
            .into_iter()
            .chain(names),
    )
}
