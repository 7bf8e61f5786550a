//! The inventory as a file. There are no seeds in it.

use seedferry_protocol::{DeviceColumn, Ticket};

use super::{
    super::{Effect, Model, nothing_to_hand_over, quoted_csv::Table},
    cells,
    list::Entry,
};

impl Model {
    /// Hands over the selected tokens, or the shown ones when none is selected.
    pub(super) fn save_inventory(&mut self, ticket: Ticket) -> Vec<Effect> {
        let list = &self.inventory.list;
        if list.entries().is_empty() {
            return nothing_to_hand_over(ticket);
        }
        let chosen: Vec<&Entry> = list.entries().iter().filter(|entry| entry.selected).collect();
        let mut table = Table::default();
        let names = DeviceColumn::ALL.map(DeviceColumn::name);
        table.push(&names.into_iter().chain(["Object id", "Object id of the user"]).collect::<Vec<_>>());
        if chosen.is_empty() {
            list.shown().for_each(|entry| push(&mut table, entry));
        } else {
            for entry in chosen {
                push(&mut table, entry);
            }
        }
        self.hand_table(ticket, false, "inventory", table)
    }
}

fn push(table: &mut Table, entry: &Entry) {
    let device = &entry.device;
    let mut cells: Vec<_> = DeviceColumn::ALL.iter().map(|column| cells::text(entry, *column)).collect();
    cells.push(device.id.as_str().into());
    cells.push(device.assigned_to.as_deref().unwrap_or_default().into());
    table.push(&cells);
}
