//! Creating tokens: validation as documented, and every way in which bulk answers may look.

use std::collections::HashSet;

use seedferry_core::graph::{Body, Millis, Request, Response};
use serde_json::{Value, json};

use crate::{
    fault::Violation,
    inventory::Kept,
    switches::Annotation,
    tenant::{Tenant, answer, refusal, set},
};

/// Why an item is not created: status, code, message.
type Refused = (u16, &'static str, &'static str);

/// An item that is created, or why not.
type Judged = Result<Kept, Refused>;

impl Tenant {
    /// `PATCH` on the collection.
    pub(crate) fn bulk(&mut self, now: Millis, request: &Request, half_kept: bool) -> Response {
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
        let judged: Vec<Judged> = items.iter().map(|item| self.judge(now, item, &mut seen)).collect();
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
    pub(crate) fn single(&mut self, now: Millis, body: &Value) -> Response {
        match self.judge(now, body, &mut HashSet::new()) {
            Ok(device) => {
                let response = answer(201, &device.json(false));
                self.devices.push(device);
                response
            }
            Err((status, code, message)) => refusal(status, code, message),
        }
    }

    /// Remembers what is written, and whether that was allowed.
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

    fn judge(&mut self, now: Millis, item: &Value, seen: &mut HashSet<String>) -> Judged {
        let text = |name: &str| item[name].as_str().unwrap_or_default().to_owned();
        let (serial, key) = (text("serialNumber"), text("secretKey"));
        let (manufacturer, model) = (text("manufacturer"), text("model"));
        let interval = item["timeIntervalInSeconds"].as_u64().unwrap_or_default();
        let hash = item["hashFunction"].as_str().unwrap_or("hmacsha1").to_owned();
        if serial.is_empty() || manufacturer.is_empty() || model.is_empty() {
            return Err((400, "badRequest", "A required property is missing."));
        }
        if !is_seed(&key)
            || ![30, 60].contains(&interval)
            || !["hmacsha1", "hmacsha256"].contains(&hash.as_str())
        {
            return Err((400, "badRequest", "A property has a value that is not valid."));
        }
        if self.switches.refused_ending.is_some_and(|ending| serial.ends_with(ending)) {
            return Err((400, "badRequest", "The serial number is not valid."));
        }
        let first = seen.insert(self.folded(&serial));
        if !first || self.is_taken(now, &serial) {
            return Err((self.switches.duplicate_status, "conflict", "The serial number is in use."));
        }
        let visible = now.after(Millis(self.random.below(self.switches.lag.0.saturating_add(1))));
        let display_name = item["displayName"].as_str().map(str::to_owned);
        let id = self.random.uuid();
        Ok(Kept { id, serial, manufacturer, model, interval, hash, display_name, seed: key, visible })
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
            return Response { status: 204, headers: Vec::new(), body: Vec::new() };
        }
        let answers = items.iter().zip(judged).filter_map(|(item, judged)| self.item_answer(item, judged));
        let status = if self.switches.bulk_status == 204 { 200 } else { self.switches.bulk_status };
        answer(status, &json!({ "value": answers.collect::<Vec<_>>() }))
    }

    fn item_answer(&self, item: &Value, judged: &Judged) -> Option<Value> {
        let mut answer = match judged {
            Ok(device) => device.json(self.switches.wraps_created),
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

/// The JSON of a request; null when there is none.
pub(crate) fn body_of(request: &Request) -> Value {
    let bytes = request.body.as_ref().map(Body::bytes).unwrap_or_default();
    serde_json::from_slice(bytes).unwrap_or_default()
}

fn collect_serials(body: &Value, serials: &mut Vec<String>) {
    serials.extend(body["serialNumber"].as_str().map(str::to_owned));
    let inner = body["requests"].as_array().into_iter().flatten().map(|request| &request["body"]);
    for item in body["value"].as_array().into_iter().flatten().chain(inner) {
        serials.extend(item["serialNumber"].as_str().map(str::to_owned));
    }
}

/// Base32 in upper case, without padding, at most 128 characters.
fn is_seed(text: &str) -> bool {
    (1..=128).contains(&text.len())
        && text.bytes().all(|c| c.is_ascii_uppercase() || (b'2'..=b'7').contains(&c))
}
