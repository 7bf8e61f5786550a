//! What is answered about people.

use serde_json::Value;

use super::{Group, HeldToken, Person, ask::members_of};
use crate::graph::{
    Device, DeviceStatus, GraphError, PageFault, Request, Response, create::read_singles, device::next_page,
};

/// One page of people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeoplePage {
    /// Who stands on it.
    pub people: Vec<Person>,
    /// The next page; `None` on the last.
    pub next: Option<Request>,
}

/// Reads people that came from `host`; `group`: they are the members of this one.
pub fn read_people(host: &str, response: &Response, group: Option<&str>) -> Result<PeoplePage, PageFault> {
    let body = body_of(response)?;
    let collection = group.map_or_else(|| "users".to_owned(), members_of);
    let next = match body.get("@odata.nextLink") {
        None | Some(Value::Null) => None,
        Some(link) => {
            let next = link.as_str().and_then(|link| next_page(host, link, &collection));
            Some(next.ok_or(PageFault::ForeignLink)?)
        }
    };
    Ok(PeoplePage { people: items(&body)?.iter().filter_map(Person::read).collect(), next })
}

/// Reads groups.
pub fn read_groups(response: &Response) -> Result<Vec<Group>, PageFault> {
    let body = body_of(response)?;
    let group = |item: &Value| {
        Some(Group { id: text(item, "id").filter(|id| !id.is_empty())?, name: text(item, "displayName")? })
    };
    Ok(items(&body)?.iter().filter_map(group).collect())
}

/// Reads the hardware tokens of a person. With a page behind it an answer does not tell which tokens the person has.
pub fn read_methods(response: &Response) -> Result<Vec<HeldToken>, PageFault> {
    let body = body_of(response)?;
    if has_more(&body) {
        return Err(PageFault::Unreadable);
    }
    Ok(items(&body)?.iter().filter_map(HeldToken::read).collect())
}

/// Reads the answer to [`roles_of`](super::roles_of): whether each of that many people has a role; `None` where that
/// could not be read.
pub fn read_roles_of(response: &Response, count: usize) -> Vec<Option<bool>> {
    let has_role = |answer: Option<Response>| {
        let body = body_of(&answer?).ok()?;
        let has_one = !items(&body).ok()?.is_empty();
        (has_one || !has_more(&body)).then_some(has_one)
    };
    read_singles(response, count).into_iter().map(has_role).collect()
}

/// Manufacturer and model of a token in one line.
pub fn kind(device: &Device) -> String {
    let parts = [device.manufacturer.as_str(), device.model.as_str()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

impl Person {
    /// `None` without an id.
    pub(in crate::graph) fn read(item: &Value) -> Option<Self> {
        Some(Self {
            id: text(item, "id").filter(|id| !id.is_empty())?,
            name: text(item, "displayName").unwrap_or_default(),
            upn: text(item, "userPrincipalName").unwrap_or_default(),
            is_enabled: item.get("accountEnabled").and_then(Value::as_bool),
            is_guest: text(item, "userType").map(|kind| kind.eq_ignore_ascii_case("guest")),
        })
    }
}

impl HeldToken {
    /// `None` without an id.
    fn read(item: &Value) -> Option<Self> {
        let method = text(item, "id").filter(|id| !id.is_empty())?;
        let device = Device::read(item);
        let of_method = |name: &str| text(item, name).filter(|value| !value.is_empty());
        let inner = item.get("device").unwrap_or(&Value::Null);
        Some(Self {
            last_used: of_method("lastUsedDateTime").or_else(|| text(inner, "lastUsedDateTime")),
            device: device.as_ref().map(|device| device.id.clone()).unwrap_or_default(),
            serial: device.as_ref().map(|device| device.serial.clone()).unwrap_or_default(),
            kind: device.as_ref().map(kind).unwrap_or_default(),
            status: device.map_or(DeviceStatus::Other, |device| device.status),
            method,
        })
    }
}

fn body_of(response: &Response) -> Result<Value, PageFault> {
    if !response.is_success() {
        return Err(PageFault::Refused(GraphError::read(response)));
    }
    response.json().ok_or(PageFault::Unreadable)
}

fn has_more(body: &Value) -> bool {
    body.get("@odata.nextLink").is_some_and(|link| !link.is_null())
}

fn items(body: &Value) -> Result<&[Value], PageFault> {
    body.get("value").and_then(Value::as_array).map(Vec::as_slice).ok_or(PageFault::Unreadable)
}

fn text(item: &Value, name: &str) -> Option<String> {
    item.get(name).and_then(Value::as_str).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::request::HOST;

    fn answer(status: u16, body: &str) -> Response {
        Response { status, headers: Vec::new(), body: body.as_bytes().to_vec() }
    }

    #[test]
    fn people_are_read() {
        let body = r#"{"value":[
            {"id":"1","displayName":"Zoë","userPrincipalName":"zoe@x.org","accountEnabled":false,"userType":"Guest"},
            {"id":"2","displayName":null,"userPrincipalName":"lee_f.org#EXT#@x.org"},{"displayName":"no id"}]}"#;
        let page = read_people(HOST, &answer(200, body), None).unwrap();
        let check = |at: usize, enabled: Option<bool>, guest: Option<bool>, seems: bool| {
            let person: &Person = &page.people[at];
            assert_eq!((person.is_enabled, person.is_guest, person.seems_guest()), (enabled, guest, seems));
        };
        check(0, Some(false), Some(true), true);
        check(1, None, None, true);
        assert_eq!((page.people.len(), page.next), (2, None));
    }

    /// Regression case 4 of what other tools get wrong: the first page only.
    #[test]
    fn members_are_followed_to_the_next_page_and_nowhere_else() {
        let check = |link: &str, query: Option<&str>| {
            let body = serde_json::json!({ "value": [], "@odata.nextLink": link }).to_string();
            match (read_people(HOST, &answer(200, &body), Some("g")), query) {
                (Ok(page), Some(query)) => assert_eq!(page.next.unwrap().query, query),
                (read, query) => assert_eq!((read, query), (Err(PageFault::ForeignLink), None), "{link}"),
            }
        };
        let members = "beta/groups/g/transitiveMembers/microsoft.graph.user";
        check(&format!("{HOST}/{members}?$skiptoken=2"), Some("$skiptoken=2"));
        check(&format!("{HOST}.example/{members}?$skiptoken=2"), None);
        check(&format!("{HOST}/beta/users?$skiptoken=2"), None);
    }

    #[test]
    fn tokens_of_a_person_are_read() {
        let body = r#"{"value":[
            {"id":"m","lastUsedDateTime":"2026-01-02T03:04:05Z","device":{"id":"d","serialNumber":"0012","manufacturer":"A",
             "model":"B","status":"activated"}},{"id":"m2","device":null},{"device":{}}]}"#;
        let held = read_methods(&answer(200, body)).unwrap();
        assert_eq!((held.len(), held[0].serial.as_str(), held[0].kind.as_str()), (2, "0012", "A B"));
        assert_eq!((held[0].device.as_str(), held[0].status), ("d", DeviceStatus::Activated));
        assert_eq!((held[1].method.as_str(), held[1].serial.as_str()), ("m2", ""));
        assert!(matches!(read_methods(&answer(403, "")), Err(PageFault::Refused(_))));
        assert_eq!(read_methods(&answer(200, "[]")), Err(PageFault::Unreadable));
        let more = r#"{"value":[],"@odata.nextLink":"https://graph.microsoft.com/beta/users/1"}"#;
        assert_eq!(read_methods(&answer(200, more)), Err(PageFault::Unreadable));
        assert_eq!(
            read_groups(&answer(200, r#"{"value":[{"id":"1","displayName":"All"},{}]}"#)).unwrap().len(),
            1
        );
    }

    #[test]
    fn roles_are_read_from_a_batch() {
        let body = r#"{"responses":[{"id":"2","status":200,"body":{"value":[{"roleDefinitionId":"x"}]}},
            {"id":"1","status":200,"body":{"value":[]}},{"id":"3","status":403,"body":{}},
            {"id":"4","status":200,"body":{"value":[],"@odata.nextLink":"https://graph.microsoft.com/beta/x"}}]}"#;
        assert_eq!(read_roles_of(&answer(200, body), 5), [Some(false), Some(true), None, None, None]);
    }
}
