//! Broken uploads: what stands between a proper one and the tenant makes the pair behave as the broken one would.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test outside a test module; a wrong answer shall end it"
)]

use seedferry_core::graph::{
    Body, Method, Millis, Outcome, Request, Response,
    request::DEVICES,
    run::Settings,
    work::{Act, Job},
};
use seedferry_tenant::simulation::Between;
use serde_json::{Value, json};

/// Sends a write again when its answer is lost.
pub(crate) struct RepeatsAfterTimeOut;

impl Between for RepeatsAfterTimeOut {
    fn pass(
        &mut self,
        request: &Request,
        outcome: Outcome,
        send: &mut dyn FnMut(&Request) -> Outcome,
    ) -> Outcome {
        if request.writes() && outcome == Outcome::Failed { send(request) } else { outcome }
    }
}

/// Takes every 2xx for *all created*, whatever the inventory says afterwards.
#[derive(Default)]
pub(crate) struct TrustsSuccess {
    created: Vec<Value>,
}

impl Between for TrustsSuccess {
    fn settings(&self, proper: Settings) -> Settings {
        proper
    }

    fn pass(
        &mut self,
        request: &Request,
        outcome: Outcome,
        _: &mut dyn FnMut(&Request) -> Outcome,
    ) -> Outcome {
        let Outcome::Answered(mut response) = outcome else {
            return outcome;
        };
        if request.writes() && response.is_success() {
            let body = request.body.as_ref().unwrap().bytes();
            let body: Value = serde_json::from_slice(body).unwrap();
            let items = body["value"].as_array().into_iter().flatten();
            self.created
                .extend(items.map(|item| json!({ "id": "believed", "serialNumber": item["serialNumber"] })));
        } else if response.is_success() {
            let mut page = response.json().unwrap();
            let first_of_an_upload =
                page["value"].as_array().is_some_and(Vec::is_empty) && self.created.is_empty();
            if page["@odata.nextLink"].is_null() && !first_of_an_upload {
                page["value"].as_array_mut().unwrap().append(&mut self.created);
            }
            response.body = page.to_string().into_bytes();
        }
        Outcome::Answered(response)
    }
}

/// Does not follow `@odata.nextLink`.
pub(crate) struct FirstPageOnly;

impl Between for FirstPageOnly {
    fn pass(&mut self, _: &Request, outcome: Outcome, _: &mut dyn FnMut(&Request) -> Outcome) -> Outcome {
        without(outcome, "@odata.nextLink")
    }
}

/// Waits as it likes.
pub(crate) struct IgnoresRetryAfter;

impl Between for IgnoresRetryAfter {
    fn pass(&mut self, _: &Request, outcome: Outcome, _: &mut dyn FnMut(&Request) -> Outcome) -> Outcome {
        match outcome {
            Outcome::Answered(mut response) => {
                response.headers.retain(|(name, _)| name != "Retry-After");
                Outcome::Answered(response)
            }
            Outcome::Failed => Outcome::Failed,
        }
    }
}

/// Takes what does not show at once for not created.
pub(crate) struct GivesUpEarly;

impl Between for GivesUpEarly {
    fn settings(&self, proper: Settings) -> Settings {
        Settings { patience: Millis(0), attempts: 1, ..proper }
    }
}

/// Sends a seed along where none belongs, once it has created tokens.
pub(crate) enum LeaksSeed {
    IntoAddress,
    IntoHeader,
    IntoOtherBody,
    BesideKey,
}

impl LeaksSeed {
    fn leak(&self, seed: &str) -> Request {
        let list = Request::get(DEVICES, "");
        let body = |body: Value| Body::Plain(body.to_string());
        match self {
            Self::IntoAddress => Request { query: format!("$filter=secretKey%20eq%20'{seed}'"), ..list },
            Self::IntoHeader => list.with_id(seed.to_ascii_lowercase()),
            Self::IntoOtherBody => Request::with_body(
                Method::Patch,
                "policies/authenticationMethodsPolicy",
                body(json!({ "description": seed })),
            ),
            Self::BesideKey => {
                let item = json!({ "serialNumber": "LEAK", "displayName": seed, "secretKey": seed });
                Request::with_body(
                    Method::Patch,
                    DEVICES,
                    body(json!({ "@context": "#$delta", "value": [item] })),
                )
            }
        }
    }
}

impl Between for LeaksSeed {
    fn pass(
        &mut self,
        request: &Request,
        outcome: Outcome,
        send: &mut dyn FnMut(&Request) -> Outcome,
    ) -> Outcome {
        let body = request.body.as_ref().map(Body::bytes).unwrap_or_default();
        let body: Value = serde_json::from_slice(body).unwrap_or_default();
        let is_good = outcome.response().is_some_and(Response::is_success);
        if let Some(seed) = body["value"][0]["secretKey"].as_str().filter(|_| is_good) {
            send(&self.leak(seed));
        }
        outcome
    }
}

/// The same answer, less a field.
fn without(outcome: Outcome, field: &str) -> Outcome {
    changed(outcome, |body| {
        if let Some(object) = body.as_object_mut() {
            object.remove(field);
        }
    })
}

fn changed(outcome: Outcome, change: impl FnOnce(&mut Value)) -> Outcome {
    let Outcome::Answered(mut response) = outcome else {
        return outcome;
    };
    if let Some(mut body) = response.json() {
        change(&mut body);
        response.body = body.to_string().into_bytes();
    }
    Outcome::Answered(response)
}

/// Takes a token for deleted or unassigned when that was sent, whatever a reading says afterwards.
#[derive(Default)]
pub(crate) struct TakesSentForDone {
    deleted: Vec<String>,
}

impl Between for TakesSentForDone {
    fn pass(
        &mut self,
        request: &Request,
        outcome: Outcome,
        _: &mut dyn FnMut(&Request) -> Outcome,
    ) -> Outcome {
        if request.method == Method::Delete {
            self.deleted.push(request.path.clone());
            return outcome;
        }
        if self.deleted.contains(&request.path) {
            return Outcome::Answered(Response { status: 404, headers: Vec::new(), body: Vec::new() });
        }
        let deleted = &self.deleted;
        changed(outcome, |body| {
            if let Some(held) = body.get_mut("value").and_then(Value::as_array_mut) {
                let path =
                    |item: &Value| format!("{}/{}", request.path, item["id"].as_str().unwrap_or_default());
                held.retain(|item| !deleted.contains(&path(item)));
            }
        })
    }
}

/// Does not look whether somebody has a token.
pub(crate) struct SeesNoHolder;

impl Between for SeesNoHolder {
    fn pass(&mut self, _: &Request, outcome: Outcome, _: &mut dyn FnMut(&Request) -> Outcome) -> Outcome {
        without(outcome, "assignedTo")
    }
}

/// Cleans up legacy tokens whatever became of the other one.
pub(crate) struct CleansUpUnguarded;

impl Between for CleansUpUnguarded {
    fn job(&self, proper: Job) -> Job {
        Job { guard: None, ..proper }
    }
}

/// Takes whatever a person has for activated.
pub(crate) struct SeesAllActivated;

impl Between for SeesAllActivated {
    fn pass(&mut self, _: &Request, outcome: Outcome, _: &mut dyn FnMut(&Request) -> Outcome) -> Outcome {
        changed(outcome, |body| {
            for method in body.get_mut("value").and_then(Value::as_array_mut).into_iter().flatten() {
                if let Some(device) = method.get_mut("device") {
                    device["status"] = json!("activated");
                }
            }
        })
    }
}

/// Takes a legacy token for deleted because the inventory does not show it.
pub(crate) struct TakesUnseenForGone;

impl Between for TakesUnseenForGone {
    fn job(&self, proper: Job) -> Job {
        let trusting = |act: Act| match act {
            Act::DeleteLegacy { device } => Act::Delete { device },
            other => other,
        };
        Job { acts: proper.acts.into_iter().map(trusting).collect(), ..proper }
    }
}
