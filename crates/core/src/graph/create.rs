//! Creating tokens: many in one PATCH, one by POST, or several POSTs in one `$batch`; and what the answers say of
//! each.

use std::collections::HashMap;

use serde_json::Value;

use super::{
    error::GraphError,
    request::{Body, DEVICES, Method, Request},
    response::Response,
};
use crate::{format::entra_json, token::Token};

/// Most requests in one `$batch` (Microsoft Graph, *JSON batching*).
pub(super) const MOST_IN_BATCH: usize = 20;

/// What an answer says of one token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ItemAnswer {
    /// It is said to be created; that counts only when the inventory shows it.
    Created,
    /// Refused, with the reason.
    Refused(GraphError),
    /// The answer does not mention it.
    Unmentioned,
}

/// Creates many. Their `@contentId`s count from 1.
pub fn bulk<'a>(tokens: impl ExactSizeIterator<Item = &'a Token> + Clone) -> Request {
    Request::with_body(Method::Patch, DEVICES, Body::Exposed(entra_json::write(tokens)))
}

/// Creates one.
pub fn single(token: &Token) -> Request {
    Request::with_body(Method::Post, DEVICES, Body::Exposed(entra_json::write_one(token)))
}

/// Creates several, each judged on its own; at most [`MOST_IN_BATCH`].
pub fn singles<'a>(tokens: impl ExactSizeIterator<Item = &'a Token>) -> Request {
    let body = entra_json::write_singles(tokens, &format!("/{DEVICES}"));
    Request::with_body(Method::Post, "$batch", Body::Exposed(body))
}

/// Reads a successful answer to [`bulk`]: one verdict for each serial number that was sent, in that order.
///
/// Items are recognised by serial number, else by `@contentId`, else by their place when there are as many as were
/// sent.
pub fn read_bulk(response: &Response, serials: &[&str]) -> Vec<ItemAnswer> {
    let mut verdicts = vec![ItemAnswer::Unmentioned; serials.len()];
    let body = response.json().unwrap_or_default();
    let items = body.get("value").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let places: HashMap<_, _> = serials.iter().enumerate().map(|(place, serial)| (*serial, place)).collect();
    for (order, item) in items.iter().enumerate() {
        let by_order = (items.len() == serials.len()).then_some(order);
        let place = by_serial(item, &places).or_else(|| by_content_id(item)).or(by_order);
        if let Some(verdict) = place.and_then(|place| verdicts.get_mut(place)) {
            *verdict = judge(item, response.header("request-id"));
        }
    }
    verdicts
}

/// Reads a successful answer to [`singles`]: the answer to each of that many requests; `None` where there is none.
pub fn read_singles(response: &Response, count: usize) -> Vec<Option<Response>> {
    let mut answers = vec![None; count];
    let body = response.json().unwrap_or_default();
    for item in body.get("responses").and_then(Value::as_array).into_iter().flatten() {
        let place = item.get("id").and_then(number).and_then(|id| id.checked_sub(1));
        if let Some(answer) = place.and_then(|place| answers.get_mut(place)) {
            *answer = inner_response(item);
        }
    }
    answers
}

fn inner_response(item: &Value) -> Option<Response> {
    let status = item.get("status").and_then(number).and_then(|status| u16::try_from(status).ok())?;
    let headers = item.get("headers").and_then(Value::as_object);
    let headers = headers
        .into_iter()
        .flatten()
        .map(|(name, value)| (name.clone(), value.as_str().map_or_else(|| value.to_string(), str::to_owned)));
    let body = item.get("body").map(|body| body.to_string().into_bytes()).unwrap_or_default();
    Some(Response { status, headers: headers.collect(), body })
}

fn number(value: &Value) -> Option<usize> {
    match value {
        Value::String(text) => text.parse().ok(),
        other => other.as_u64().and_then(|number| usize::try_from(number).ok()),
    }
}

fn by_serial(item: &Value, places: &HashMap<&str, usize>) -> Option<usize> {
    let device = item.get("device").unwrap_or(item);
    places.get(device.get("serialNumber")?.as_str()?).copied()
}

fn by_content_id(item: &Value) -> Option<usize> {
    item.get("@contentId").or_else(|| item.get("@Core.ContentId")).and_then(number)?.checked_sub(1)
}

/// `OData` 4.01, section 11.4.13: an item that failed carries a data modification exception. Its name may have any
/// namespace before it. Microsoft's support finds it by the id of the whole request.
fn judge(item: &Value, request_id: Option<&str>) -> ItemAnswer {
    let fields = item.as_object().into_iter().flatten();
    let exception =
        fields.clone().find(|(name, _)| name.starts_with('@') && name.ends_with("DataModificationException"));
    if let Some((_, exception)) = exception {
        let status = exception.get("responseCode").and_then(number).and_then(|code| u16::try_from(code).ok());
        let info = exception.get("info").unwrap_or(exception);
        let mut error = GraphError::from_value(status.unwrap_or(400), info);
        error.request_id = error.request_id.or_else(|| request_id.map(str::to_owned));
        return ItemAnswer::Refused(error);
    }
    let removed = item.get("@removed").is_some() || item.get("@odata.removed").is_some();
    if removed { ItemAnswer::Unmentioned } else { ItemAnswer::Created }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(body: &str) -> Response {
        Response { status: 200, headers: Vec::new(), body: body.as_bytes().to_vec() }
    }

    /// One letter a token: created, refused, unmentioned.
    fn check(body: &str, expected: &str) {
        let letters: String = read_bulk(&answer(body), &["A1", "A2", "A3"])
            .iter()
            .map(|verdict| match verdict {
                ItemAnswer::Created => 'c',
                ItemAnswer::Refused(_) => 'r',
                ItemAnswer::Unmentioned => 'u',
            })
            .collect();
        assert_eq!(letters, expected, "{body}");
    }

    #[test]
    fn bulk_answers_are_read() {
        check(r#"{"value":[{"serialNumber":"A3"},{"serialNumber":"A1"}]}"#, "cuc");
        check(r#"{"value":[{"id":"x","device":{"serialNumber":"A2"}}]}"#, "ucu");
        check(
            r#"{"value":[{"@Core.DataModificationException":{"responseCode":409},"@contentId":"2"}]}"#,
            "uru",
        );
        check(
            r#"{"value":[{"@Org.OData.Core.V1.DataModificationException":{},"serialNumber":"A1"}]}"#,
            "ruu",
        );
        check(
            r#"{"value":[{},{"@removed":{"reason":"changed"}},{"@Core.DataModificationException":{}}]}"#,
            "cur",
        );
        check(r#"{"value":[{},{}]}"#, "uuu");
        check(r#"{"value":[{"@contentId":"9"},{"@contentId":0}]}"#, "uuu");
        check("", "uuu");
        check("{\"value\":{}}", "uuu");
    }

    #[test]
    fn answers_inside_a_batch_are_read() {
        let body = r#"{"responses":[{"id":"2","status":429,"headers":{"Retry-After":"3"},"body":{"error":{"code":"TooManyRequests"}}},
            {"id":"1","status":201,"body":{"serialNumber":"A1"}},{"id":"7","status":201},{"id":"3"}]}"#;
        let answers = read_singles(&answer(body), 3);
        let statuses: Vec<_> = answers.iter().map(|each| each.as_ref().map(|answer| answer.status)).collect();
        assert_eq!(statuses, [Some(201), Some(429), None]);
        assert_eq!(answers[1].as_ref().unwrap().retry_after().unwrap().0, 3000);
    }

    #[test]
    fn a_refused_item_is_found_by_the_id_of_the_whole_request() {
        let body =
            r#"{"value":[{"@Core.DataModificationException":{"responseCode":409},"serialNumber":"A1"}]}"#;
        let response =
            Response { headers: vec![("request-id".to_owned(), "whole".to_owned())], ..answer(body) };
        let answers = read_bulk(&response, &["A1"]);
        let Some(ItemAnswer::Refused(error)) = answers.first() else { panic!("{answers:?}") };
        assert_eq!(error.request_id.as_deref(), Some("whole"));
    }
}
