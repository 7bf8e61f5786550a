//! The requests of an act: the write itself, and the reading that proves it.

use serde_json::{Value, json};

use super::{Act, Change, Job};
use crate::{
    format::entra_json::hash_name,
    graph::{
        Body, Device, DeviceStatus, Method, Request, Response, device::next_page, explorer::encoded,
        request::DEVICES,
    },
};

/// What a reading shows of the token that an act is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Seen {
    /// The person does not have it, or the tenant does not.
    Absent,
    /// The person has it.
    Held {
        /// Id of the method.
        method: String,
        /// How far it is; `None` when the answer does not say.
        status: Option<DeviceStatus>,
    },
    /// The tenant has it.
    There(Box<Device>),
    /// The person does not have it by this page; there is another one.
    Further(Request),
}

/// What a reading means for an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Truth {
    /// It is done.
    So,
    /// It is not.
    Not,
    /// It must not be done while somebody has the token.
    Held,
    /// The answer leaves it open; what Graph said to the write counts.
    Unsaid,
}

/// The write. `method` is the id by which the person has the token, when it was seen.
pub(super) fn write(act: &Act, method: Option<&str>, code: Option<&str>) -> Request {
    let device = json!({ "id": act.device() });
    let own = || encoded(method.unwrap_or(act.device()));
    match act {
        Act::Assign { user, .. } => post(&methods_of(user), &json!({ "device": device })),
        // Whoever has it already needs it activated only.
        Act::AssignAndActivate { user, .. } if method.is_none() => post(
            &format!("{}/assignAndActivate", methods_of(user)),
            &json!({ "device": device, "verificationCode": code.unwrap_or_default() }),
        ),
        Act::AssignAndActivateBySerial { user, serial, .. } if method.is_none() => post(
            &format!("{}/assignAndActivateBySerialNumber", methods_of(user)),
            &json!({ "serialNumber": serial, "verificationCode": code.unwrap_or_default() }),
        ),
        Act::AssignAndActivate { user, .. }
        | Act::AssignAndActivateBySerial { user, .. }
        | Act::Activate { user, .. } => post(
            &format!("{}/{}/activate", methods_of(user), own()),
            &json!({ "verificationCode": code.unwrap_or_default() }),
        ),
        Act::Deactivate { user, .. } => {
            bare(Method::Post, &format!("{}/{}/deactivate", methods_of(user), own()))
        }
        Act::Unassign { user, .. } => bare(Method::Delete, &format!("{}/{}", methods_of(user), own())),
        Act::Delete { device } | Act::DeleteLegacy { device } => bare(Method::Delete, &one(device)),
        Act::Update { device, change } => {
            Request::with_body(Method::Patch, &one(device), Body::Plain(changed(change).to_string()))
        }
    }
}

/// What a job would send, with nothing in place of its codes.
pub fn planned(job: &Job) -> Vec<Request> {
    job.acts.iter().map(|act| write(act, None, None)).collect()
}

/// The reading: the tokens of the person, or the one token of the tenant.
pub(super) fn look(act: &Act) -> Request {
    match act.user() {
        Some(user) => Request::get(&methods_of(user), ""),
        None => Request::get(&one(act.device()), ""),
    }
}

/// How a token is named among those of its holder.
#[derive(Clone, Copy, Debug)]
pub(super) enum Named<'a> {
    /// By its object id.
    Id(&'a str),
    /// By its serial number: the tenant's spelling may differ in case from what was typed.
    Serial(&'a str),
}

/// Reads a successful answer of `host` to [`look`]; `None` when it is none that can be read.
pub(super) fn read(act: &Act, host: &str, response: &Response) -> Option<Seen> {
    let Some(user) = act.user() else {
        let body = response.json()?;
        let device = body.get("value").filter(|inner| inner.is_object()).unwrap_or(&body);
        return Device::read(device).map(|device| Seen::There(Box::new(device)));
    };
    let named = match act {
        Act::AssignAndActivateBySerial { serial, .. } => Named::Serial(serial),
        _ => Named::Id(act.device()),
    };
    read_held(user, named, host, response)
}

/// How a token stands among those of a person. Graph may answer with an empty page and more behind it
/// (<https://learn.microsoft.com/graph/paging>).
pub(super) fn read_held(user: &str, token: Named<'_>, host: &str, response: &Response) -> Option<Seen> {
    let body = response.json()?;
    let mut held = body.get("value")?.as_array()?.iter();
    let text = |item: &Value, path: &str| item.pointer(path).and_then(Value::as_str).map(str::to_owned);
    let id = |item: &Value| text(item, "/device/id").or_else(|| text(item, "/id"));
    let (Named::Id(name) | Named::Serial(name)) = token;
    let is_it = |item: &&Value| match token {
        Named::Id(_) => id(item).is_some_and(|own| own == name),
        Named::Serial(_) => {
            text(item, "/device/serialNumber").is_some_and(|own| own.eq_ignore_ascii_case(name))
        }
    };
    match (held.find(is_it), body.get("@odata.nextLink")) {
        (Some(item), _) => Some(Seen::Held {
            method: text(item, "/id").unwrap_or_else(|| name.to_owned()),
            status: text(item, "/device/status").map(|name| DeviceStatus::read(&name)),
        }),
        (None, None | Some(Value::Null)) => Some(Seen::Absent),
        (None, Some(link)) => next_page(host, link.as_str()?, &methods_of(user)).map(Seen::Further),
    }
}

/// What that means for the act.
pub(super) fn judge(act: &Act, seen: &Seen) -> Truth {
    let so = |is_so: bool| if is_so { Truth::So } else { Truth::Not };
    match (act, seen) {
        (Act::Assign { .. }, seen) => so(matches!(seen, Seen::Held { .. })),
        (Act::Unassign { .. } | Act::Delete { .. }, Seen::Absent) => Truth::So,
        (Act::DeleteLegacy { .. }, Seen::Absent) => Truth::Unsaid,
        (
            Act::AssignAndActivate { .. }
            | Act::AssignAndActivateBySerial { .. }
            | Act::Activate { .. }
            | Act::Deactivate { .. },
            Seen::Held { status, .. },
        ) => {
            let activates = !matches!(act, Act::Deactivate { .. });
            match status {
                Some(DeviceStatus::Activated) => so(activates),
                Some(DeviceStatus::Assigned | DeviceStatus::Available | DeviceStatus::FailedActivation) => {
                    so(!activates)
                }
                Some(DeviceStatus::Other) | None => Truth::Unsaid,
            }
        }
        (Act::Delete { .. } | Act::DeleteLegacy { .. } | Act::Update { .. }, Seen::There(device))
            if device.assigned_to.is_some() =>
        {
            Truth::Held
        }
        (Act::Update { change, .. }, Seen::There(device)) => so(change.is_seen(device)),
        _ => Truth::Not,
    }
}

impl Change {
    /// Whether the token is so already.
    pub fn is_seen(&self, device: &Device) -> bool {
        let same = |wanted: &Option<String>, has: &str| wanted.as_deref().is_none_or(|text| text == has);
        same(&self.manufacturer, &device.manufacturer)
            && same(&self.model, &device.model)
            && same(&self.display_name, device.display_name.as_deref().unwrap_or_default())
            && self.interval.is_none_or(|interval| device.interval == Some(interval.seconds()))
            && self.hash.is_none_or(|hash| device.hash == Some(hash))
    }
}

fn changed(change: &Change) -> Value {
    let mut body = serde_json::Map::new();
    let mut set = |name: &str, value: Option<Value>| {
        body.extend(value.map(|value| (name.to_owned(), value)));
    };
    set("manufacturer", change.manufacturer.as_deref().map(Value::from));
    set("model", change.model.as_deref().map(Value::from));
    set("timeIntervalInSeconds", change.interval.map(|interval| interval.seconds().into()));
    set("hashFunction", change.hash.map(|hash| hash_name(hash).into()));
    set("displayName", change.display_name.as_deref().map(Value::from));
    Value::Object(body)
}

pub(super) fn methods_of(user: &str) -> String {
    format!("users/{}/authentication/hardwareOathMethods", encoded(user))
}

fn one(device: &str) -> String {
    format!("{DEVICES}/{}", encoded(device))
}

fn post(resource: &str, body: &Value) -> Request {
    Request::with_body(Method::Post, resource, Body::Plain(body.to_string()))
}

fn bare(method: Method, resource: &str) -> Request {
    Request { method, ..Request::get(resource, "") }
}
