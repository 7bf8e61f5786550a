//! Creating tokens: validation as documented, and every way in which bulk answers may look.

use std::{collections::HashSet, ops::Deref};

use seedferry_core::{
    encoding::{SeedEncoding, decode},
    graph::{Body, Millis, Request, Response, request::DEVICES},
    secret::Seed,
};
use serde_json::{Value, json};
use zeroize::Zeroize;

use crate::{
    Account, Status,
    answers::{answer, nothing, refusal, set},
    fault::Violation,
    inventory::{HASHES, Kept},
    switches::Annotation,
    tenant::Tenant,
};

/// Why an item is not created: status, code, message.
type Refused = (u16, &'static str, &'static str);

/// An item that is created, or why not.
type Judged = Result<Kept, Refused>;

impl Tenant {
    /// `PATCH` on the collection.
    pub(crate) fn bulk(
        &mut self,
        now: Millis,
        request: &Request,
        caller: &Account,
        half_kept: bool,
    ) -> Response {
        if !self.switches.takes_bulk {
            return refusal(405, "methodNotAllowed", "The method is not allowed.");
        }
        let body = &body_of(request);
        let Some(items) = body["value"].as_array().filter(|_| body["@context"] == "#$delta") else {
            return refusal(400, "badRequest", "The body is no delta.");
        };
        if items.len() > self.switches.most_items {
            return refusal(400, "badRequest", "There are too many items.");
        }
        let mut seen = HashSet::new();
        let judged: Vec<Judged> = items.iter().map(|item| self.judge(now, item, caller, &mut seen)).collect();
        let bad = judged.iter().position(Result::is_err);
        if let (true, Some(bad)) = (self.switches.atomic, bad) {
            if self.switches.keeps_before_bad {
                self.devices.extend(judged.into_iter().take(bad).filter_map(Result::ok));
            }
            return refusal(400, "badRequest", "An item is not valid.");
        }
        let response = self.bulk_answer(items, &judged);
        let kept = judged.into_iter().enumerate().filter(|(order, _)| !half_kept || order % 2 == 0);
        self.devices.extend(kept.filter_map(|(_, judged)| judged.ok()));
        response
    }

    /// `POST` on the collection.
    pub(crate) fn single(&mut self, now: Millis, request: &Request, caller: &Account) -> Response {
        match self.judge(now, &body_of(request), caller, &mut HashSet::new()) {
            Ok(device) => {
                let response = answer(201, &self.shown(&device));
                self.devices.push(device);
                response
            }
            Err((status, code, message)) => refusal(status, code, message),
        }
    }

    /// Remembers what is created, and whether that was allowed.
    pub(crate) fn note_writes(&mut self, request: &Request) -> Vec<String> {
        let body = body_of(request);
        let mut serials = Vec::new();
        collect_serials(&body, &mut serials);
        for serial in &serials {
            if self.in_doubt.contains(serial) {
                self.violations.push(Violation::RepeatedBlindly(serial.clone()));
            }
        }
        serials
    }

    fn judge(
        &mut self,
        now: Millis,
        item: &Value,
        caller: &Account,
        earlier: &mut HashSet<String>,
    ) -> Judged {
        let text = |name: &str| item[name].as_str().unwrap_or_default();
        let (serial, manufacturer, model) = (text("serialNumber"), text("manufacturer"), text("model"));
        if serial.is_empty() || manufacturer.is_empty() || model.is_empty() {
            return Err((400, "badRequest", "A required property is missing."));
        }
        let interval = item["timeIntervalInSeconds"].as_u64().filter(|interval| [30, 60].contains(interval));
        let hash = item["hashFunction"].as_str().unwrap_or("hmacsha1");
        let (Some(seed), Some(interval), true) =
            (secret_key(text("secretKey")), interval, HASHES.contains(&hash))
        else {
            return Err((400, "badRequest", "A property has a value that is not valid."));
        };
        if self.switches.refused_ending.is_some_and(|ending| serial.ends_with(ending)) {
            return Err((400, "badRequest", "The serial number is not valid."));
        }
        let assigned_to = self.judge_holder(&item["assignTo"], caller)?;
        let first = earlier.insert(self.folded(serial));
        if !first || self.is_taken(now, serial) {
            return Err((self.switches.duplicate_status, "conflict", "The serial number is in use."));
        }
        let visible = now.after(Millis(self.random.below(self.switches.lag.0.saturating_add(1))));
        let mut kept = Kept::new(self.random.uuid(), serial, manufacturer, model);
        kept.display_name = item["displayName"].as_str().map(str::to_owned);
        kept.status = if assigned_to.is_some() { Status::Assigned } else { Status::Available };
        (kept.interval, kept.hash) = (interval, hash.to_owned());
        (kept.assigned_to, kept.seed, kept.visible) = (assigned_to, Some(seed), visible);
        Ok(kept)
    }

    /// The user that an item says it is for.
    fn judge_holder(&self, assign_to: &Value, caller: &Account) -> Result<Option<String>, Refused> {
        let Some(id) = assign_to["id"].as_str() else {
            return Ok(None);
        };
        let Some(person) = self.people.iter().find(|person| person.id == id) else {
            return Err((400, "badRequest", "The user does not exist."));
        };
        if !caller.may_methods(true, person.is_administrator) {
            return Err((403, "accessDenied", "Request Authorization failed"));
        }
        match self.cannot_have(person) {
            Some(_) => Err((400, "badRequest", "The user can't have this token.")),
            None => Ok(Some(person.id.clone())),
        }
    }

    fn folded(&self, serial: &str) -> String {
        if self.switches.ignores_case { serial.to_ascii_lowercase() } else { serial.to_owned() }
    }

    fn is_taken(&self, now: Millis, serial: &str) -> bool {
        let serial = self.folded(serial);
        let shown = self.devices.iter().filter(|device| !self.switches.unique_late || device.visible <= now);
        shown.into_iter().any(|device| self.folded(&device.serial) == serial)
    }

    fn bulk_answer(&self, items: &[Value], judged: &[Judged]) -> Response {
        if self.switches.bulk_status == 204 && judged.iter().all(Result::is_ok) {
            return nothing();
        }
        let answers = items.iter().zip(judged).filter_map(|(item, judged)| self.item_answer(item, judged));
        let status = if self.switches.bulk_status == 204 { 200 } else { self.switches.bulk_status };
        answer(status, &json!({ "value": answers.collect::<Vec<_>>() }))
    }

    fn item_answer(&self, item: &Value, judged: &Judged) -> Option<Value> {
        let mut answer = match judged {
            Ok(device) => self.shown_as(device, self.switches.wraps_created),
            Err((status, code, message)) => {
                let exception = json!({ "failedOperation": "Create", "responseCode": status,
                    "info": { "code": code, "message": message } });
                match self.switches.annotation {
                    Annotation::Core => json!({ "@Core.DataModificationException": exception }),
                    Annotation::Full => json!({ "@Org.OData.Core.V1.DataModificationException": exception }),
                    Annotation::Omitted => return None,
                }
            }
        };
        if self.switches.echoes_content_id {
            set(&mut answer, "@contentId", item["@contentId"].clone());
        }
        if judged.is_err() && self.switches.names_failed {
            set(&mut answer, "serialNumber", item["serialNumber"].clone());
        }
        Some(answer)
    }
}

/// The JSON of a request, its seeds overwritten when it is dropped.
pub(crate) struct Content(Value);

impl Deref for Content {
    type Target = Value;

    fn deref(&self) -> &Value {
        &self.0
    }
}

impl Content {
    /// Empties the keys of what is created: of all tokens, or of those that the requests of a `$batch` create.
    pub(crate) fn without_keys(mut self) -> Self {
        match self.0.get_mut("requests").and_then(Value::as_array_mut) {
            Some(requests) => requests.iter_mut().filter(|item| is_creation(item)).for_each(wipe),
            None => wipe(&mut self.0),
        }
        self
    }
}

impl Drop for Content {
    fn drop(&mut self) {
        wipe(&mut self.0);
    }
}

fn wipe(value: &mut Value) {
    match value {
        Value::Object(object) => {
            if let Some(Value::String(key)) = object.get_mut("secretKey") {
                key.zeroize();
            }
            object.values_mut().for_each(wipe);
        }
        Value::Array(items) => items.iter_mut().for_each(wipe),
        _ => {}
    }
}

/// The JSON of a request; null when there is none.
pub(crate) fn body_of(request: &Request) -> Content {
    let bytes = request.body.as_ref().map(Body::bytes).unwrap_or_default();
    Content(serde_json::from_slice(bytes).unwrap_or_default())
}

fn is_creation(item: &Value) -> bool {
    let url = item["url"].as_str().unwrap_or_default();
    item["method"] == "POST" && url.trim_start_matches('/') == DEVICES
}

fn collect_serials(body: &Value, serials: &mut Vec<String>) {
    serials.extend(body["serialNumber"].as_str().map(str::to_owned));
    let inner = body["requests"].as_array().into_iter().flatten().map(|request| &request["body"]);
    for item in body["value"].as_array().into_iter().flatten().chain(inner) {
        serials.extend(item["serialNumber"].as_str().map(str::to_owned));
    }
}

/// Base32 in upper case, without padding, at most 128 characters.
fn secret_key(text: &str) -> Option<Seed> {
    let is_plain = (1..=128).contains(&text.len())
        && text.bytes().all(|c| c.is_ascii_uppercase() || (b'2'..=b'7').contains(&c));
    is_plain.then(|| decode(text, SeedEncoding::Base32).ok()).flatten().map(|decoded| decoded.seed)
}
