//! The inventory: hardware tokens as the tenant has them, page by page.

use serde_json::Value;

use super::{
    error::GraphError,
    explorer::encoded,
    request::{DEVICES, Request, VERSION},
    response::Response,
};
use crate::token::HashFunction;

/// Longest address of a following page, in characters.
const LONGEST_LINK: usize = 8192;

/// A token in the tenant (`hardwareOathTokenAuthenticationMethodDevice`). Its seed cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// Object id.
    pub id: String,
    /// Serial number, unique in the tenant.
    pub serial: String,
    /// Manufacturer.
    pub manufacturer: String,
    /// Model.
    pub model: String,
    /// Time interval in seconds.
    pub interval: Option<u32>,
    /// Hash function; `None` when unknown to us.
    pub hash: Option<HashFunction>,
    /// Display name.
    pub display_name: Option<String>,
    /// What it is used for at present.
    pub status: DeviceStatus,
    /// Object id of the user it is assigned to.
    pub assigned_to: Option<String>,
    /// Display name of that user, as far as it is told.
    pub holder_name: Option<String>,
    /// When it was last used, as Graph writes times; `None` for never.
    pub last_used: Option<String>,
}

/// Where a token is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeviceStatus {
    /// Nobody has it.
    Available,
    /// A user has it and has not used it.
    Assigned,
    /// In use.
    Activated,
    /// The activation went wrong.
    FailedActivation,
    /// Something that was not documented when this was written.
    Other,
}

/// One page of the inventory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// What stands on it; may be nothing.
    pub devices: Vec<Device>,
    /// The next page; `None` on the last.
    pub next: Option<Request>,
}

/// Why a page cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageFault {
    /// Graph refused.
    Refused(GraphError),
    /// The answer is no list.
    Unreadable,
    /// The next page is said to be elsewhere: the access token must not go there.
    ForeignLink,
}

/// Asks for the first page of the inventory.
pub fn inventory() -> Request {
    Request::get(DEVICES, "")
}

/// Asks for the token of one serial number, as a page.
pub fn by_serial(serial: &str) -> Request {
    // A single quote inside an OData string is doubled (OData 4.01 URL conventions, section 5.1.1.6.1).
    let filter = format!("serialNumber eq '{}'", serial.replace('\'', "''"));
    Request::get(DEVICES, &format!("$filter={}", encoded(&filter)))
}

/// Reads a page that came from `host`.
pub fn read_page(host: &str, response: &Response) -> Result<Page, PageFault> {
    if !response.is_success() {
        return Err(PageFault::Refused(GraphError::read(response)));
    }
    let body = response.json().ok_or(PageFault::Unreadable)?;
    let items = body.get("value").and_then(Value::as_array).ok_or(PageFault::Unreadable)?;
    let next = match body.get("@odata.nextLink") {
        None | Some(Value::Null) => None,
        Some(Value::String(link)) => Some(next_page(host, link, DEVICES).ok_or(PageFault::ForeignLink)?),
        Some(_) => return Err(PageFault::Unreadable),
    };
    Ok(Page { devices: items.iter().filter_map(Device::read).collect(), next })
}

impl Device {
    /// Reads an item of the inventory, also one that is wrapped in `device` as Microsoft's samples show it; `None`
    /// without serial number.
    pub fn read(item: &Value) -> Option<Self> {
        let device = item.get("device").filter(|inner| inner.is_object()).unwrap_or(item);
        let text = |name: &str| device.get(name).and_then(Value::as_str).map(str::to_owned);
        let holder = |name: &str| device.get("assignedTo")?.get(name)?.as_str().map(str::to_owned);
        Some(Self {
            id: text("id").unwrap_or_default(),
            serial: text("serialNumber").filter(|serial| !serial.is_empty())?,
            manufacturer: text("manufacturer").unwrap_or_default(),
            model: text("model").unwrap_or_default(),
            interval: device.get("timeIntervalInSeconds").and_then(whole),
            hash: text("hashFunction").and_then(|name| HashFunction::parse(&name)),
            display_name: text("displayName"),
            status: text("status").map_or(DeviceStatus::Other, |name| DeviceStatus::read(&name)),
            assigned_to: holder("id"),
            holder_name: holder("displayName"),
            last_used: text("lastUsedDateTime"),
        })
    }

    /// Who has it: the name, or the object id of an account without one, such as a deleted account.
    pub fn holder(&self) -> Option<&str> {
        let id = self.assigned_to.as_deref()?;
        Some(self.holder_name.as_deref().filter(|name| !name.is_empty()).unwrap_or(id))
    }
}

impl DeviceStatus {
    pub(super) fn read(name: &str) -> Self {
        match name {
            "available" => Self::Available,
            "assigned" => Self::Assigned,
            "activated" => Self::Activated,
            "failedActivation" => Self::FailedActivation,
            _ => Self::Other,
        }
    }
}

/// A number, also one in quotes as some of Microsoft's samples show it.
fn whole(value: &Value) -> Option<u32> {
    match value {
        Value::String(text) => text.parse().ok(),
        other => other.as_u64().and_then(|number| u32::try_from(number).ok()),
    }
}

/// The request for a following page: on the same host, of the same collection, its query word for word.
pub(super) fn next_page(host: &str, link: &str, collection: &str) -> Option<Request> {
    if link.len() > LONGEST_LINK || link.contains('#') || !link.bytes().all(|c| c.is_ascii_graphic()) {
        return None;
    }
    let rest = link.strip_prefix(host)?;
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let same = path.eq_ignore_ascii_case(&format!("/{VERSION}/{collection}"));
    same.then(|| Request::get(collection, query))
}

#[cfg(test)]
mod tests {
    use super::{super::request::HOST, *};

    const FLAT: &str = r#"{"id":"3dee0e53-f50f-43ef-85c0-b44689f2d66d","displayName":null,"serialNumber":"GALT11420104",
        "manufacturer":"Thales","model":"OTP 110 Token","secretKey":null,"timeIntervalInSeconds":30,"status":"available",
        "lastUsedDateTime":null,"hashFunction":"hmacsha1","assignedTo":null}"#;

    fn read(status: u16, body: &str) -> Result<Page, PageFault> {
        read_page(HOST, &Response { status, headers: Vec::new(), body: body.as_bytes().to_vec() })
    }

    #[test]
    fn devices_are_read_flat_and_wrapped() {
        let check = |item: &str| {
            let page = read(200, &format!(r#"{{"value":[{item}]}}"#)).unwrap();
            let device = page.devices.first().unwrap();
            assert_eq!((device.serial.as_str(), device.interval), ("GALT11420104", Some(30)), "{item}");
            assert_eq!((device.hash, device.status), (Some(HashFunction::Sha1), DeviceStatus::Available));
            assert_eq!((page.next, device.assigned_to.as_deref()), (None, None));
        };
        check(FLAT);
        check(&FLAT.replace("30", "\"30\""));
        check(&format!(
            r##"{{"@odata.type":"#microsoft.graph.hardwareOathAuthenticationMethod","id":"x","device":{FLAT}}}"##
        ));
    }

    #[test]
    fn what_is_blank_is_no_token() {
        let check = |value: &str| {
            let answer = format!(r#"{{"value":{value}}}"#);
            assert_eq!(read(200, &answer).unwrap().devices, [], "{value}");
            let response = Response { status: 200, headers: Vec::new(), body: answer.into_bytes() };
            assert_eq!(crate::graph::people::read_methods(&response), Ok(Vec::new()), "{value}");
        };
        check("[]");
        check("[{}]");
        check("[null]");
        check(r#"[{"id":"","serialNumber":""}]"#);
    }

    #[test]
    fn links_lead_nowhere_else() {
        let check = |link: &str, query: Option<&str>| {
            let page = read(200, &serde_json::json!({ "value": [], "@odata.nextLink": link }).to_string());
            match query {
                Some(query) => assert_eq!(page.unwrap().next.unwrap().query, query),
                None => assert_eq!(page, Err(PageFault::ForeignLink), "{link}"),
            }
        };
        let devices = format!("{HOST}/{VERSION}/{DEVICES}");
        check(&format!("{devices}?$skiptoken=a%2Bb%3D"), Some("$skiptoken=a%2Bb%3D"));
        check(&format!("{devices}?$skiptoken={}", "a".repeat(LONGEST_LINK)), None);
        check(&format!("{devices}/../x?$skiptoken=a"), None);
        check(&format!("{devices}?a#b"), None);
        check(&format!("{HOST}.example/{VERSION}/{DEVICES}?a"), None);
        check(&format!("{HOST}@example/{VERSION}/{DEVICES}?a"), None);
        check(&format!("{HOST}/v1.0/users?a"), None);
        check("http://graph.microsoft.com/beta/directory", None);
    }

    #[test]
    fn what_is_no_page_is_said() {
        let check = |status: u16, body: &str, refused: bool| {
            assert_eq!(matches!(read(status, body), Err(PageFault::Refused(_))), refused, "{body}");
            assert!(read(status, body).is_err());
        };
        check(403, r#"{"error":{"code":"accessDenied","message":"Request Authorization failed"}}"#, true);
        check(200, "", false);
        check(200, "[]", false);
        check(200, r#"{"value":[],"@odata.nextLink":7}"#, false);
    }
}
