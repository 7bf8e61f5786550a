//! What the tests ask and set, under the name `tenant.test`.

use seedferry_tenant::Kept;
use serde_json::{Value, json};

use crate::{
    config::Config,
    http::{Answer, Received},
    state::State,
};

/// Answers to a test: `POST /configure`, `POST /reset`, `GET /log`, `GET /inventory`.
pub(crate) fn answer(state: &mut State, received: &Received) -> Answer {
    match (received.method.as_str(), received.path.as_str()) {
        ("POST", "/configure") => configure(state, &received.body),
        ("POST", "/reset") => {
            state.reset();
            Answer::json(200, &json!({}))
        }
        ("GET", "/log") => match serde_json::to_value(&state.log) {
            Ok(log) => Answer::json(200, &log),
            Err(error) => Answer::text(500, &error.to_string()),
        },
        ("GET", "/inventory") => Answer::json(200, &inventory(state)),
        _ => Answer::text(404, "POST /configure, POST /reset, GET /log or GET /inventory\n"),
    }
}

fn configure(state: &mut State, body: &[u8]) -> Answer {
    match serde_json::from_slice::<Config>(body) {
        Ok(config) => {
            config.apply(state);
            Answer::json(200, &json!({}))
        }
        Err(error) => Answer::text(400, &error.to_string()),
    }
}

fn inventory(state: &State) -> Value {
    let tenant = &state.tenant;
    let all = |devices: &[Kept]| -> Vec<Value> { devices.iter().map(shown).collect() };
    let violations = tenant.violations().iter().map(|violation| format!("{violation:?}"));
    json!({ "devices": all(tenant.devices()), "legacy": all(tenant.legacy()),
        "violations": violations.collect::<Vec<_>>(), "policyEnabled": tenant.policy_enabled,
        "consented": tenant.account.permissions })
}

fn shown(device: &Kept) -> Value {
    json!({ "id": device.id, "serial": device.serial, "model": device.model, "interval": device.interval,
        "hash": device.hash, "assignedTo": device.assigned_to, "hasSeed": device.has_seed() })
}
