//! The tokens a tenant has, and how it lists them.

use seedferry_core::graph::{
    Millis, Response,
    request::{DEVICES, HOST, VERSION},
};
use serde_json::{Value, json};

use crate::tenant::{Tenant, answer, refusal, set};

/// A token in the tenant. Its seed is kept for the truth; no answer shows it.
#[derive(Clone, PartialEq, Eq)]
pub struct Kept {
    /// Object id.
    pub id: String,
    /// Serial number.
    pub serial: String,
    /// Manufacturer.
    pub manufacturer: String,
    /// Model.
    pub model: String,
    /// Time interval in seconds.
    pub interval: u64,
    /// Hash function by Graph's name.
    pub hash: String,
    /// Display name.
    pub display_name: Option<String>,
    /// The seed in Base32, as it came.
    pub(crate) seed: String,
    /// From when on it shows.
    pub(crate) visible: Millis,
}

impl Kept {
    pub(crate) fn json(&self, wrapped: bool) -> Value {
        let device = json!({ "id": self.id, "displayName": self.display_name, "serialNumber": self.serial,
            "manufacturer": self.manufacturer, "model": self.model, "secretKey": null,
            "timeIntervalInSeconds": self.interval, "status": "available", "lastUsedDateTime": null,
            "hashFunction": self.hash, "assignedTo": null });
        if wrapped {
            let kind = "#microsoft.graph.hardwareOathAuthenticationMethod";
            json!({ "@odata.type": kind, "id": self.id, "device": device })
        } else {
            device
        }
    }
}

impl Tenant {
    /// `GET` on the collection: a page, or what a filter on the serial number leaves.
    pub(crate) fn list(&mut self, now: Millis, query: &str) -> Response {
        let shown = self.devices.iter().filter(|device| device.visible <= now);
        let wrapped = self.switches.wraps_listed;
        if let Some(filter) = query.strip_prefix("$filter=") {
            let Some(serial) = filtered(filter) else {
                return refusal(400, "badRequest", "The filter is not supported.");
            };
            let found: Vec<_> =
                shown.filter(|device| device.serial == serial).map(|each| each.json(wrapped)).collect();
            return answer(200, &json!({ "value": found }));
        }
        let start: usize = match query.strip_prefix("$skiptoken=").map(str::parse) {
            None => 0,
            Some(Ok(start)) => start,
            Some(Err(_)) => return refusal(400, "badRequest", "The skip token is not valid."),
        };
        let empty = self.switches.empty_first_page && query.is_empty();
        let size = if empty { 0 } else { self.switches.page };
        let rest: Vec<_> = shown.skip(start).take(size.saturating_add(1)).collect();
        let mut page =
            json!({ "value": rest.iter().take(size).map(|each| each.json(wrapped)).collect::<Vec<_>>() });
        if empty || rest.len() > size {
            let link = format!("{HOST}/{VERSION}/{DEVICES}?$skiptoken={}", start + size);
            set(&mut page, "@odata.nextLink", link.into());
        } else {
            // All pages were asked for: who wrote before knows now what became of it.
            self.in_doubt.clear();
        }
        answer(200, &page)
    }

    /// `GET` on one token.
    pub(crate) fn one(&self, now: Millis, id: &str) -> Response {
        match self.devices.iter().find(|device| device.id == id && device.visible <= now) {
            Some(device) => answer(200, &device.json(false)),
            None => refusal(404, "itemNotFound", "The device does not exist."),
        }
    }

    /// `DELETE` on one token.
    pub(crate) fn delete(&mut self, id: &str) -> Response {
        let before = self.devices.len();
        self.devices.retain(|device| device.id != id);
        if self.devices.len() == before {
            return refusal(404, "itemNotFound", "The device does not exist.");
        }
        Response { status: 204, headers: Vec::new(), body: Vec::new() }
    }
}

/// The serial number of `serialNumber eq '…'`, percent-encoded.
fn filtered(filter: &str) -> Option<String> {
    let plain = filter.replace("%20", " ").replace("%27", "'");
    let quoted = plain.strip_prefix("serialNumber eq '")?.strip_suffix('\'')?;
    Some(quoted.replace("''", "'"))
}
