//! `$batch`: requests in one body, each answered on its own, throttled on its own, and with faults of its own.

use seedferry_core::graph::{Body, Method, Millis, Request, Response};
use seedferry_protocol::Exposed;
use serde_json::{Value, json};

use crate::{
    Account, Fault, Tenant,
    answers::{answer, no_such_path, refusal},
    create::body_of,
    tenant::unavailable,
};

/// Most requests in one (Microsoft Graph, *JSON batching*).
const MOST: usize = 20;

impl Tenant {
    /// `POST` on `$batch`. The answers come in another order than the requests.
    pub(crate) fn batch(&mut self, now: Millis, request: &Request, caller: &Account) -> Response {
        if !self.switches.takes_batch {
            return refusal(400, "badRequest", "Batching is not supported.");
        }
        let body = &body_of(request);
        let requests = body["requests"].as_array().map(Vec::as_slice).unwrap_or_default();
        if requests.len() > MOST {
            return refusal(400, "badRequest", "There are too many requests.");
        }
        let mut answers: Vec<_> = requests.iter().filter_map(|item| self.item(now, item, caller)).collect();
        answers.reverse();
        answer(200, &json!({ "responses": answers }))
    }

    /// The answer to one of them; `None` when a fault swallows it.
    fn item(&mut self, now: Millis, item: &Value, caller: &Account) -> Option<Value> {
        let number = self.items;
        self.items = self.items.saturating_add(1);
        let mut response = self.item_outcome(now, item, caller, self.item_faults.get(&number).copied());
        if response.as_ref().is_none_or(|response| response.status >= 500) {
            self.in_doubt
                .extend(item.pointer("/body/serialNumber").and_then(Value::as_str).map(str::to_owned));
        }
        let response = response.as_mut()?;
        self.stamp(now, response);
        let headers =
            response.headers.iter().map(|(name, value)| (name.clone(), Value::from(value.as_str())));
        let headers: serde_json::Map<_, _> = headers.collect();
        let body: Value = serde_json::from_slice(&response.body).unwrap_or_default();
        Some(json!({ "id": item["id"], "status": response.status, "headers": headers, "body": body }))
    }

    fn item_outcome(
        &mut self,
        now: Millis,
        item: &Value,
        caller: &Account,
        fault: Option<Fault>,
    ) -> Option<Response> {
        match fault {
            Some(Fault::LostRequest) => None,
            Some(Fault::LostAnswer) => {
                self.unheard(|tenant| drop(tenant.item_response(now, item, caller)));
                None
            }
            Some(Fault::ErrorBefore(status)) => Some(unavailable(status)),
            Some(Fault::ErrorAfter(status)) => {
                self.unheard(|tenant| drop(tenant.item_response(now, item, caller)));
                Some(unavailable(status))
            }
            Some(Fault::Throttled(wait)) => Some(self.throttled_readably(now, Millis(wait))),
            _ => Some(self.item_response(now, item, caller)),
        }
    }

    fn item_response(&mut self, now: Millis, item: &Value, caller: &Account) -> Response {
        let Some(request) = inner(item) else {
            return no_such_path();
        };
        match self.over_limit(now) {
            Some(wait) => self.throttled_readably(now, wait),
            None => self.route(now, &request, caller, false),
        }
    }
}

/// The request that an item describes; `None` when there is no such method, or when it is a batch itself.
fn inner(item: &Value) -> Option<Request> {
    let method = match item["method"].as_str()? {
        "GET" => Method::Get,
        "POST" => Method::Post,
        "PATCH" => Method::Patch,
        "DELETE" => Method::Delete,
        _ => return None,
    };
    let url = item["url"].as_str()?.trim_start_matches('/');
    let (resource, query) = url.split_once('?').unwrap_or((url, ""));
    let body = item.get("body").map(|body| Body::Exposed(Exposed::new(body.to_string().into_bytes())));
    let request = Request { method, body, ..Request::get(resource, query) };
    (resource != "$batch").then_some(request)
}
