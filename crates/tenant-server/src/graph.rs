//! Microsoft Graph: CORS, the access token, and from HTTP to the tenant and back.

use seedferry_core::graph::{AccessToken, Body, Method, Outcome, Request, Response, request::DEVICES};
use seedferry_protocol::Exposed;
use serde_json::json;

use crate::{
    cors,
    faults::What,
    http::{Answer, Received},
    state::State,
};

/// Answers as Graph of the global cloud.
pub(crate) fn answer(state: &mut State, received: &Received) -> Answer {
    if received.is_preflight() {
        return cors::preflight(&state.cors);
    }
    let fault = state.fault(received);
    let Some(response) = ask(state, received, fault) else {
        return Answer::lost();
    };
    if fault.is_some_and(What::is_silent) {
        return cors::silent(response.status);
    }
    let readable_wait = state.tenant.switches.readable_wait;
    let mut answer = cors::readable(headed(state, received, response), readable_wait);
    answer.cut = fault.map(What::cut).unwrap_or_default();
    answer
}

/// Answers as Graph of a national cloud: there are no hardware tokens.
pub(crate) fn answer_national(state: &mut State, received: &Received) -> Answer {
    let path = &received.path;
    if !received.is_preflight() && (path.contains(DEVICES) || path.contains("hardwareOathMethods")) {
        let error =
            json!({ "error": { "code": "BadRequest", "message": "Resource not found for the segment." } });
        return cors::readable(Answer::json(404, &error), true);
    }
    answer(state, received)
}

/// What the tenant says; `None` when nothing arrives.
fn ask(state: &mut State, received: &Received, fault: Option<What>) -> Option<Response> {
    let now = state.now();
    let (Some(request), Some(token)) = (request(received), token(received)) else {
        return Some(unauthenticated());
    };
    if let Some(fault) = fault.and_then(What::of_tenant) {
        state.tenant.faults.insert(state.tenant.requests(), fault);
    }
    match state.tenant.answer(now, &request, &token) {
        Outcome::Answered(response) => Some(response),
        Outcome::Failed => None,
    }
}

fn request(received: &Received) -> Option<Request> {
    let method = match received.method.as_str() {
        "GET" => Method::Get,
        "POST" => Method::Post,
        "PATCH" => Method::Patch,
        "DELETE" => Method::Delete,
        _ => return None,
    };
    let creates = received.path.ends_with(DEVICES) || received.path.ends_with("/$batch");
    let body = (!received.body.is_empty()).then(|| {
        if creates || holds_seed(&received.body) {
            Body::Exposed(Exposed::new(received.body.clone()))
        } else {
            Body::Plain(String::from_utf8_lossy(&received.body).into_owned())
        }
    });
    let (path, query) = (received.path.clone(), received.query.clone());
    Some(Request { method, path, query, headers: Vec::new(), body })
}

/// So that the tenant notices a seed where none belongs.
fn holds_seed(body: &[u8]) -> bool {
    String::from_utf8_lossy(body).contains("\"secretKey\"")
}

fn token(received: &Received) -> Option<AccessToken> {
    AccessToken::new(received.header("authorization")?.strip_prefix("Bearer ")?.to_owned())
}

fn unauthenticated() -> Response {
    let error =
        json!({ "error": { "code": "InvalidAuthenticationToken", "message": "Access token is empty." } });
    Response { status: 401, headers: Vec::new(), body: error.to_string().into_bytes() }
}

/// The headers that Graph sends with every answer, whether a page may read them or not.
fn headed(state: &State, received: &Received, response: Response) -> Answer {
    let Response { status, headers, body } = response;
    let has_wait = headers.iter().any(|(name, _)| name == "Retry-After");
    let mut answer = Answer { status, headers, body, ..Answer::default() }
        .with("request-id", format!("00000000-0000-4000-8000-{:012}", state.log.len()))
        .with("x-ms-ags-diagnostic", "{\"ServerInfo\":{}}")
        .with("Cache-Control", "no-cache");
    if let Some(id) = received.header("client-request-id") {
        answer = answer.with("client-request-id", id);
    }
    if status == 429 && !has_wait {
        // It is sent, and the page can't read it.
        answer = answer.with("Retry-After", "7");
    }
    if answer.body.is_empty() { answer } else { answer.with("Content-Type", "application/json") }
}

#[cfg(test)]
mod tests {
    use super::*;

    const INVENTORY: &str = "/beta/directory/authenticationMethodDevices/hardwareOathDevices";

    fn received(method: &str, path: &str, headers: &[(&str, &str)]) -> Received {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Received { method: method.to_owned(), path: path.to_owned(), headers, ..Received::default() }
    }

    fn header<'a>(answer: &'a Answer, name: &str) -> Option<&'a str> {
        answer.headers.iter().find(|(each, _)| each == name).map(|(_, value)| value.as_str())
    }

    #[test]
    fn preflights_allow_what_is_listed() {
        let headers = [("access-control-request-method", "PATCH"), ("origin", "http://localhost")];
        let answer = answer(&mut State::new(true), &received("OPTIONS", INVENTORY, &headers));
        let allowed = header(&answer, "Access-Control-Allow-Headers");
        assert_eq!((answer.status, allowed), (200, Some("authorization, content-type, client-request-id")));
        assert_eq!(header(&answer, "Access-Control-Max-Age"), None);
    }

    #[test]
    fn tokens_are_asked_for_and_waits_shown_where_told() {
        let mut state = State::new(true);
        let now = state.now();
        let token = state.tenant.sign_in(now).unwrap();
        // EXPOSE: sent to the tenant that issued it.
        let bearer = format!("Bearer {}", token.expose());
        let mut check = |bearer: &str,
                         fault: &str,
                         readable: bool,
                         status: u16,
                         wait: Option<&str>,
                         shown: bool| {
            state.tenant.switches.readable_wait = readable;
            state.faults = serde_json::from_str(fault).unwrap();
            let answer = answer(&mut state, &received("GET", INVENTORY, &[("authorization", bearer)]));
            let exposed = header(&answer, "Access-Control-Expose-Headers").unwrap();
            assert_eq!((answer.status, header(&answer, "Retry-After")), (status, wait), "{bearer} {fault}");
            assert_eq!(exposed.contains("Retry-After"), shown);
        };
        check("", "[]", true, 401, None, true);
        check("Bearer simulated-1", "[]", true, 401, None, true);
        check(&bearer, "[]", true, 200, None, true);
        check(&bearer, r#"[{"fault":{"throttled":700}}]"#, true, 429, Some("0.700"), true);
        check(&bearer, r#"[{"fault":{"throttled":700}}]"#, false, 429, Some("7"), false);
        check(&bearer, r#"[{"fault":"roleLost"}]"#, true, 403, None, true);
    }

    #[test]
    fn national_clouds_have_no_hardware_tokens() {
        let mut state = State::new(true);
        let mut check = |path: &str, status: u16| {
            assert_eq!(answer_national(&mut state, &received("GET", path, &[])).status, status, "{path}");
        };
        check(INVENTORY, 404);
        check("/beta/users/x/authentication/hardwareOathMethods", 404);
        check("/beta/me", 401);
    }
}
