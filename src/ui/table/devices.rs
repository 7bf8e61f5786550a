//! The table of the tenant's inventory.

use std::rc::Rc;

use seedferry_protocol::{
    DeviceColumn, DeviceId, DeviceRow, DeviceSort, Event as VaultEvent, InventoryEvent, InventoryView,
};

use super::columns::text;
use super::source::{Ask, Source};
use crate::ui::prelude::*;

/// The tokens of the tenant.
#[derive(Clone, PartialEq)]
pub(crate) struct Devices(pub(crate) Rc<InventoryView>);

impl Source for Devices {
    type Row = DeviceRow;
    type Column = DeviceColumn;

    const PREFIX: &'static str = "device-";
    const LABEL: &'static str = "Tokens of the tenant";
    const UNSORTED: &'static str = "Order of the tenant";
    const CLASS: Option<&'static str> = Some("grid--devices");

    fn snapshot(&self) -> u32 {
        self.0.snapshot
    }

    fn shown(&self) -> u32 {
        self.0.shown
    }

    fn selected(&self) -> u32 {
        self.0.selected.saturating_sub(self.0.selected_hidden)
    }

    fn columns(&self) -> &[DeviceColumn] {
        &self.0.columns
    }

    fn sort(&self) -> Option<(DeviceColumn, bool)> {
        self.0.sort.map(|order| (order.column, order.descending))
    }

    fn is_open(&self, row: &DeviceRow) -> bool {
        self.0.details.as_ref().is_some_and(|details| details.id == row.id)
    }

    fn event(ask: Ask<DeviceColumn>) -> Option<VaultEvent> {
        let event = match ask {
            Ask::Rows { snapshot, start, count } => InventoryEvent::RowsWanted { snapshot, start, count },
            Ask::Order { column, descending } => {
                InventoryEvent::SortChanged(DeviceSort { column, descending })
            }
            Ask::Toggle(id) => InventoryEvent::Toggled(DeviceId(id)),
            Ask::Open(id) => InventoryEvent::DetailsChosen(id.map(DeviceId)),
            Ask::Range { from, to } => {
                InventoryEvent::RangeSelected { from: from.map(DeviceId), to: DeviceId(to) }
            }
            Ask::All => InventoryEvent::AllShownSelected,
            Ask::Nothing => InventoryEvent::SelectionCleared,
            Ask::Edit { .. } => return None,
        };
        Some(VaultEvent::Inventory(event))
    }

    fn name(column: DeviceColumn) -> &'static str {
        column.name()
    }

    fn class(column: DeviceColumn) -> &'static str {
        match column {
            DeviceColumn::Serial => "col-serial",
            DeviceColumn::Status => "device-status",
            DeviceColumn::Holder => "device-holder",
            DeviceColumn::LastUsed => "device-used",
            DeviceColumn::Manufacturer => "device-manufacturer",
            DeviceColumn::Model => "device-model",
            DeviceColumn::Interval => "device-interval",
            DeviceColumn::Hash => "device-hash",
            DeviceColumn::DisplayName => "device-name",
            DeviceColumn::Batch => "device-batch",
        }
    }

    fn id(row: &DeviceRow) -> u32 {
        row.id.0
    }

    fn is_selected(row: &DeviceRow) -> bool {
        row.selected
    }

    fn check_label(row: &DeviceRow) -> String {
        format!("Select row {}", row.serial)
    }

    fn content(row: &DeviceRow, column: DeviceColumn) -> Html {
        let place = DeviceColumn::ALL.iter().position(|other| *other == column);
        let cell = place.and_then(|place| row.cells.get(place)).map(String::as_str).unwrap_or_default();
        text(cell)
    }
}
