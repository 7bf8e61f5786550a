//! A token of the inventory in words, column by column.

use std::borrow::Cow;

use seedferry_protocol::DeviceColumn;

use super::list::Entry;
use crate::{calendar::day_of, graph::DeviceStatus};

/// Ages of the last use that one filters by: up to so many days, in words.
const AGES: [(u64, &str); 3] =
    [(30, "Within 30 days"), (90, "31 to 90 days ago"), (u64::MAX, "More than 90 days ago")];
/// What was never used.
pub(super) const NEVER: &str = "Never";
/// What nobody has.
const NOBODY: &str = "Nobody";
const SOMEBODY: &str = "Somebody";
const IN_BATCH: &str = "In the open batch";
const NOT_IN_BATCH: &str = "Not in the open batch";

/// The text of a cell; empty when there is nothing to say.
pub(super) fn text(entry: &Entry, column: DeviceColumn) -> Cow<'_, str> {
    let device = &entry.device;
    match column {
        DeviceColumn::Serial => Cow::from(&device.serial),
        DeviceColumn::Status => status(device.status).into(),
        DeviceColumn::Holder => holder(entry).into(),
        DeviceColumn::LastUsed => last_used(entry).into(),
        DeviceColumn::Manufacturer => Cow::from(&device.manufacturer),
        DeviceColumn::Model => Cow::from(&device.model),
        DeviceColumn::Interval => {
            device.interval.map(|seconds| format!("{seconds} s")).unwrap_or_default().into()
        }
        DeviceColumn::Hash => device.hash.map_or("", |hash| hash.name()).into(),
        DeviceColumn::DisplayName => device.display_name.as_deref().unwrap_or_default().into(),
        DeviceColumn::Batch => if entry.in_batch { "Seed at hand" } else { "" }.into(),
    }
}

/// What a column is filtered by; `None` when it is no column for that. Days are counted to `today`, from 1970.
pub(super) fn choice(entry: &Entry, column: DeviceColumn, today: u64) -> Option<Cow<'_, str>> {
    let device = &entry.device;
    Some(match column {
        DeviceColumn::Holder => if device.assigned_to.is_some() { SOMEBODY } else { NOBODY }.into(),
        DeviceColumn::LastUsed => age(entry, today).into(),
        DeviceColumn::Batch => if entry.in_batch { IN_BATCH } else { NOT_IN_BATCH }.into(),
        DeviceColumn::Serial | DeviceColumn::DisplayName => return None,
        column => Some(text(entry, column)).filter(|text| !text.is_empty()).unwrap_or("Not told".into()),
    })
}

/// Entra's word for a status.
pub(super) fn status(status: DeviceStatus) -> &'static str {
    match status {
        DeviceStatus::Available => "Available",
        DeviceStatus::Assigned => "Assigned",
        DeviceStatus::Activated => "Activated",
        DeviceStatus::FailedActivation => "Failed activation",
        DeviceStatus::Other => "Unknown",
    }
}

/// Name and user principal name of who has it, as far as they are known; else the object id.
pub(super) fn holder(entry: &Entry) -> &str {
    let device = &entry.device;
    device.holder().unwrap_or_default()
}

/// The day it was last used.
fn last_used(entry: &Entry) -> &str {
    match &entry.device.last_used {
        Some(time) => time.get(..10).unwrap_or(time),
        None if entry.device.assigned_to.is_some() => NEVER,
        None => "",
    }
}

/// Days since it was last used; `None` when it never was, or when the day is not told as Graph does.
pub(super) fn days_unused(entry: &Entry, today: u64) -> Option<u64> {
    let day = day_of(entry.device.last_used.as_deref()?)?;
    Some(today.saturating_sub(day))
}

fn age(entry: &Entry, today: u64) -> &'static str {
    let Some(days) = days_unused(entry, today) else {
        return NEVER;
    };
    AGES.iter().find(|(most, _)| days <= *most).map_or(NEVER, |(_, words)| words)
}
