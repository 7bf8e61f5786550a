//! One token of the inventory, with all that is told of it.

use seedferry_protocol::{DeviceColumn, DeviceDetails, DeviceId, TokenAct};

use super::{Inventory, cells, list::Entry};
use crate::{
    calendar::day_and_minute,
    graph::{Device, DeviceStatus, pairs},
};

impl Inventory {
    pub(super) fn choose_details(&mut self, chosen: Option<DeviceId>) {
        let entry = chosen.and_then(|id| self.list.named(id));
        self.details = entry.map(|entry| entry.id);
    }

    /// The token whose details are in sight; `None` when it is gone.
    pub(super) fn detailed(&self) -> Option<&Entry> {
        self.list.named(self.details?)
    }

    pub(super) fn details(&self) -> Option<DeviceDetails> {
        let entry = self.detailed()?;
        let device = &entry.device;
        Some(DeviceDetails {
            id: entry.id,
            serial: device.serial.clone(),
            holder: cells::holder(entry).to_owned(),
            fields: self.fields(entry),
            in_batch: entry.in_batch,
            acts: acts(device),
        })
    }

    /// What there is to say; what Graph does not tell is named as such.
    fn fields(&self, entry: &Entry) -> Vec<(String, String)> {
        let told = DeviceColumn::ALL.into_iter().filter(|column| {
            !matches!(column, DeviceColumn::Serial | DeviceColumn::Batch | DeviceColumn::LastUsed)
        });
        let told = told.map(|column| (column.name(), cells::text(entry, column).into_owned()));
        let device = &entry.device;
        let used = device.last_used.as_deref().map_or_else(|| cells::NEVER.to_owned(), moment);
        let more = [
            ("Last used", Some(used)),
            ("User principal name", self.reports.upn(device).map(str::to_owned)),
            ("Object id of the person", device.assigned_to.clone()),
            ("Object id of the token", Some(device.id.clone())),
        ];
        let more = more.into_iter().filter_map(|(name, text)| Some((name, text?)));
        told.chain(more).map(|(name, text)| (name.to_owned(), text)).collect()
    }
}

/// Day and minute of a time as Graph tells it, in UTC.
fn moment(told: &str) -> String {
    match day_and_minute(told) {
        Some((day, minute)) => format!("{day} {minute} UTC"),
        None => told.to_owned(),
    }
}

/// What can be done with it.
fn acts(device: &Device) -> Vec<TokenAct> {
    let held = device.assigned_to.is_some();
    let all = [
        (TokenAct::Assign, pairs::is_free(device)),
        (TokenAct::HelpDesk, held),
        (TokenAct::Print, held),
        (TokenAct::Unassign, held),
        (TokenAct::Deactivate, held && device.status == DeviceStatus::Activated),
        (TokenAct::Change, !held),
        (TokenAct::Delete, true),
    ];
    all.into_iter().filter(|(_, fits)| *fits).map(|(act, _)| act).collect()
}

#[cfg(test)]
mod tests {
    use seedferry_protocol::TokenAct::{Assign, Change, Deactivate, Delete, HelpDesk, Print, Unassign};
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn what_fits_a_token_is_offered() {
        let check = |status: &str, holder: Value, offered: &[TokenAct]| {
            let json = json!({ "id": "d", "serialNumber": "A1", "status": status, "assignedTo": holder });
            assert_eq!(acts(&Device::read(&json).unwrap()), offered, "{status}");
        };
        check("available", Value::Null, &[Assign, Change, Delete]);
        check("assigned", json!({ "id": "u" }), &[HelpDesk, Print, Unassign, Delete]);
        check("activated", json!({ "id": "u" }), &[HelpDesk, Print, Unassign, Deactivate, Delete]);
    }
}
