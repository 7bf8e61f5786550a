//! The shapes of answers, and the time they tell.

use seedferry_core::{
    calendar,
    graph::{Millis, Response},
};
use serde_json::{Value, json};

use crate::Tenant;

/// Stands in refusals until [`Tenant::stamp`] puts the time in its place.
const DATE: &str = "2026-11-24T10:00:00";

/// An answer with a JSON body.
pub(crate) fn answer(status: u16, body: &Value) -> Response {
    Response { status, headers: Vec::new(), body: body.to_string().into_bytes() }
}

/// An answer without a body.
pub(crate) fn nothing() -> Response {
    Response { status: 204, headers: Vec::new(), body: Vec::new() }
}

/// A refusal in Graph's shape.
pub(crate) fn refusal(status: u16, code: &str, message: &str) -> Response {
    let inner = json!({ "date": DATE, "request-id": "5b6c0272-7a8e-490c-bc45-9fe7a42fc4e0" });
    answer(status, &json!({ "error": { "code": code, "message": message, "innerError": inner } }))
}

/// There is no such resource.
pub(crate) fn no_such_path() -> Response {
    refusal(404, "BadRequest", "Resource not found for the segment.")
}

/// A permission or a role is missing.
pub(crate) fn forbidden() -> Response {
    refusal(403, "accessDenied", "Request Authorization failed")
}

/// Sets a property of an object.
pub(crate) fn set(object: &mut Value, name: &str, value: Value) {
    if let Some(object) = object.as_object_mut() {
        object.insert(name.to_owned(), value);
    }
}

impl Tenant {
    /// Puts the time into a refusal, when the tenant knows it.
    pub(crate) fn stamp(&self, now: Millis, response: &mut Response) {
        let Some(began) = self.epoch.filter(|_| response.status >= 400) else {
            return;
        };
        if let Ok(text) = core::str::from_utf8(&response.body) {
            response.body = text.replace(DATE, &written(began.saturating_add(now.0 / 1000))).into_bytes();
        }
    }

    /// The time as Graph writes it; empty when the tenant does not know it.
    pub(crate) fn date(&self, now: Millis) -> String {
        self.epoch.map(|began| written(began.saturating_add(now.0 / 1000)) + "Z").unwrap_or_default()
    }
}

/// Seconds since 1970 as date and time in UTC.
fn written(seconds: u64) -> String {
    let rest = seconds % 86_400;
    format!("{}T{:02}:{:02}:{:02}", calendar::date(seconds), rest / 3600, rest / 60 % 60, rest % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written() {
        let check = |seconds: u64, text: &str| assert_eq!(written(seconds), text);
        check(0, "1970-01-01T00:00:00");
        check(951_782_400, "2000-02-29T00:00:00");
        check(951_868_799, "2000-02-29T23:59:59");
        check(1_795_514_400, "2026-11-24T10:00:00");
        check(4_107_542_400, "2100-03-01T00:00:00");
    }
}
