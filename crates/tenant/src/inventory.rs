//! The tokens a tenant has, and how it lists them.

use seedferry_core::{
    graph::{
        Millis, Request, Response,
        request::{DEVICES, HOST, VERSION},
    },
    secret::Seed,
};
use serde_json::{Value, json};

use crate::{
    answers::{answer, nothing, refusal, set},
    create::body_of,
    query::{Query, unquoted},
    tenant::Tenant,
};

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
    /// What it is used for.
    pub status: Status,
    /// Object id of the user it is assigned to.
    pub assigned_to: Option<String>,
    /// When it was last used, as Graph writes times.
    pub last_used: Option<String>,
    /// The seed, when it came here through a request.
    pub(crate) seed: Option<Seed>,
    /// From when on it shows.
    pub(crate) visible: Millis,
}

/// Where a token is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Nobody has it.
    Available,
    /// A user has it and has not used it.
    Assigned,
    /// In use.
    Activated,
}

impl Status {
    fn name(self) -> &'static str {
        match self {
            Self::Available => "available",
            Self::Assigned => "assigned",
            Self::Activated => "activated",
        }
    }
}

impl Kept {
    /// A token that nobody has, of 30 s and `hmacsha1`, whose seed the tenant does not know.
    pub fn new(id: String, serial: &str, manufacturer: &str, model: &str) -> Self {
        Self {
            id,
            serial: serial.to_owned(),
            manufacturer: manufacturer.to_owned(),
            model: model.to_owned(),
            interval: 30,
            hash: "hmacsha1".to_owned(),
            display_name: None,
            status: Status::Available,
            assigned_to: None,
            last_used: None,
            seed: None,
            visible: Millis(0),
        }
    }

    /// Whether its seed came here, through a request that created it.
    pub fn has_seed(&self) -> bool {
        self.seed.is_some()
    }
}

impl Tenant {
    /// A token as answers show it.
    pub(crate) fn shown(&self, kept: &Kept) -> Value {
        let holder = kept.assigned_to.as_ref().map(|id| {
            let person = self.people.iter().find(|person| person.id == *id);
            json!({ "id": id, "displayName": person.map(|person| &person.name) })
        });
        json!({ "id": kept.id, "displayName": kept.display_name, "serialNumber": kept.serial,
            "manufacturer": kept.manufacturer, "model": kept.model, "secretKey": null,
            "timeIntervalInSeconds": kept.interval, "status": kept.status.name(),
            "lastUsedDateTime": kept.last_used, "hashFunction": kept.hash, "assignedTo": holder })
    }

    /// A token as answers show it, wrapped in `device` where the tenant does so.
    pub(crate) fn shown_as(&self, kept: &Kept, wrapped: bool) -> Value {
        let device = self.shown(kept);
        if wrapped { json!({ "@odata.type": METHOD, "id": kept.id, "device": device }) } else { device }
    }

    /// `GET` on the collection: a page, or what a filter leaves.
    pub(crate) fn list(&mut self, now: Millis, query: &str) -> Response {
        let text = query;
        let query = Query::read(query);
        let is_first = query.get("$skiptoken").is_none();
        let (Ok(start), Ok(top)) = (query.number("$skiptoken"), query.number("$top")) else {
            return refusal(400, "badRequest", "The query is not valid.");
        };
        let start = start.unwrap_or_default();
        let shown = self.devices.iter().filter(|device| device.visible <= now);
        if let Some(filter) = query.get("$filter") {
            let Some(wanted) = Filter::read(filter) else {
                return refusal(400, "badRequest", "The filter is not supported.");
            };
            let found = shown.filter(|device| wanted.holds(device, self.switches.ignores_case));
            let found: Vec<_> =
                found.map(|device| self.shown_as(device, self.switches.wraps_listed)).collect();
            return self.behind_empty(&format!("/{VERSION}/{DEVICES}"), text, &found);
        }
        let empty = self.switches.empty_first_page && is_first;
        let size = if empty { 0 } else { top.unwrap_or(self.switches.page).min(self.switches.page) };
        let rest: Vec<_> = shown.skip(start).take(size.saturating_add(1)).collect();
        let items = rest.iter().take(size).map(|device| self.shown_as(device, self.switches.wraps_listed));
        let mut page = json!({ "value": items.collect::<Vec<_>>() });
        if empty || rest.len() > size {
            let link = format!("{HOST}/{VERSION}/{DEVICES}?$skiptoken={}", start + size);
            set(&mut page, "@odata.nextLink", link.into());
        } else {
            // All pages were asked for: who wrote before knows now what became of it.
            self.in_doubt.clear();
        }
        answer(200, &page)
    }

    /// What was found, as a page; where the tenant does so, behind an empty one.
    pub(crate) fn behind_empty(&self, path: &str, query: &str, found: &[Value]) -> Response {
        if !self.switches.empty_first_page || query.contains("$skiptoken") {
            return answer(200, &json!({ "value": found }));
        }
        let joint = if query.is_empty() { "" } else { "&" };
        let link = format!("{HOST}{path}?{query}{joint}$skiptoken=0");
        answer(200, &json!({ "value": [], "@odata.nextLink": link }))
    }

    /// `GET` on one token.
    pub(crate) fn one(&self, now: Millis, id: &str) -> Response {
        let legacy = self.legacy.iter().filter(|_| self.switches.shows_legacy);
        let mut all = self.devices.iter().chain(legacy);
        match all.find(|device| device.id == id && device.visible <= now) {
            Some(device) => answer(200, &self.shown(device)),
            None => no_such_device(),
        }
    }

    /// `PATCH` on one token that nobody has.
    pub(crate) fn update(&mut self, id: &str, request: &Request) -> Response {
        let body = &body_of(request);
        let Some(device) = self.devices.iter_mut().find(|device| device.id == id) else {
            return no_such_device();
        };
        let fixed = ["serialNumber", "secretKey", "assignTo"].iter().any(|name| !body[*name].is_null());
        let interval = &body["timeIntervalInSeconds"];
        let hash = body["hashFunction"].as_str().unwrap_or(&device.hash);
        let bad = !interval.is_null() && !matches!(interval.as_u64(), Some(30 | 60));
        if fixed || bad || !HASHES.contains(&hash) {
            return refusal(400, "badRequest", "A property has a value that is not valid.");
        }
        if device.assigned_to.is_some() {
            return refusal(400, "badRequest", "The device is assigned.");
        }
        device.hash = hash.to_owned();
        device.interval = interval.as_u64().unwrap_or(device.interval);
        change(&mut device.manufacturer, &body["manufacturer"]);
        change(&mut device.model, &body["model"]);
        if let Some(name) = body["displayName"].as_str() {
            device.display_name = Some(name.to_owned());
        }
        nothing()
    }

    /// `DELETE` on one token that nobody has.
    pub(crate) fn delete(&mut self, id: &str) -> Response {
        match self.devices.iter().chain(&self.legacy).find(|device| device.id == id) {
            None => no_such_device(),
            Some(device) if device.assigned_to.is_some() && !self.switches.deletes_held => {
                refusal(400, "badRequest", "The device is assigned.")
            }
            Some(_) => {
                self.devices.retain(|device| device.id != id);
                self.legacy.retain(|device| device.id != id);
                nothing()
            }
        }
    }
}

/// The type of a token that a user has.
pub(crate) const METHOD: &str = "#microsoft.graph.hardwareOathAuthenticationMethod";
/// Hash functions by Graph's names.
pub(crate) const HASHES: [&str; 2] = ["hmacsha1", "hmacsha256"];

pub(crate) fn no_such_device() -> Response {
    refusal(404, "itemNotFound", "The device does not exist.")
}

fn change(property: &mut String, value: &Value) {
    if let Some(text) = value.as_str().filter(|text| !text.is_empty()) {
        text.clone_into(property);
    }
}

/// `property eq 'value'`, on the properties that Microsoft documents.
struct Filter {
    property: String,
    value: String,
}

impl Filter {
    fn read(text: &str) -> Option<Self> {
        let (property, value) = text.split_once(" eq ")?;
        let known = [
            "serialNumber",
            "manufacturer",
            "model",
            "hashFunction",
            "status",
            "timeIntervalInSeconds",
            "assignedTo/id",
        ];
        let property = known.iter().find(|known| **known == property.trim())?;
        let value =
            if *property == "timeIntervalInSeconds" { Some(value.to_owned()) } else { unquoted(value) };
        Some(Self { property: (*property).to_owned(), value: value? })
    }

    fn holds(&self, kept: &Kept, ignores_case: bool) -> bool {
        match self.property.as_str() {
            "serialNumber" if ignores_case => kept.serial.eq_ignore_ascii_case(&self.value),
            "serialNumber" => kept.serial == self.value,
            "manufacturer" => kept.manufacturer == self.value,
            "model" => kept.model == self.value,
            "hashFunction" => kept.hash == self.value,
            "status" => kept.status.name() == self.value,
            "assignedTo/id" => kept.assigned_to.as_ref() == Some(&self.value),
            _ => kept.interval.to_string() == self.value,
        }
    }
}
