//! `/oauth2/v2.0/authorize`: who signs in, whether they consent, and the code that the page redeems.

use super::{
    form::{Form, written},
    grant::{self, Grant},
    page,
};
use crate::{
    http::{Answer, Received},
    state::State,
};

/// How long a code is taken, in seconds.
const CODE_LIFE: u64 = 600;

/// A refusal that goes back to the page: error, sub-code, description.
type Refusal = (&'static str, &'static str, &'static str);

const DECLINED: Refusal =
    ("access_denied", "cancel", "AADSTS65004: User declined to consent to access the app.");
const NEEDS_ADMINISTRATOR: Refusal =
    ("access_denied", "", "AADSTS90094: The grant requires admin permission.");
const NOT_SIGNED_IN: Refusal =
    ("login_required", "", "AADSTS50058: A silent sign-in request was sent but no user is signed in.");
const NOT_CONSENTED: Refusal = (
    "consent_required",
    "",
    "AADSTS65001: The user or administrator has not consented to use the application.",
);
const NOT_KNOWN: Refusal = ("invalid_client", "", grant::NOT_KNOWN);
const NEEDS_MORE: Refusal =
    ("interaction_required", "", "AADSTS50076: You must use multi-factor authentication to access.");

/// Answers a request to sign in, and the press on a button of the page that it gave.
pub(super) fn answer(state: &mut State, received: &Received) -> Answer {
    let form = Form::read(&received.query);
    if let Some(fault) = fault(state, &form) {
        return page::error(400, fault);
    }
    let scopes = grant::scopes(form.get("scope"));
    if grant::names(&scopes, &state.login.config.unknown) {
        return refused(&form, NOT_KNOWN);
    }
    let wanted = grant::unconsented(&state.tenant, &scopes);
    let blocked = grant::needs_administrator(&wanted) && !state.login.config.may_consent;
    if form.get("prompt") == "none" {
        let framed = received.header("sec-fetch-dest") == Some("iframe");
        return silently(state, &form, scopes, framed, !wanted.is_empty());
    }
    let pressed = Form::read(&String::from_utf8_lossy(&received.body));
    let seen = state.login.session && form.get("prompt").is_empty() && form.get("claims").is_empty();
    match pressed.get("answer") {
        "continue" | "decline" if blocked => refused(&form, NEEDS_ADMINISTRATOR),
        "continue" => accept(state, &form, scopes, wanted),
        "decline" => refused(&form, DECLINED),
        _ if state.login.config.auto && blocked => refused(&form, NEEDS_ADMINISTRATOR),
        _ if state.login.config.auto || seen && wanted.is_empty() => accept(state, &form, scopes, wanted),
        _ => page::sign_in(&state.tenant, &wanted, blocked),
    }
}

/// What is wrong with a request, so that nothing may be sent to its redirect URI.
fn fault(state: &State, form: &Form) -> Option<&'static str> {
    let redirect = form.get("redirect_uri");
    let registered = state.login.config.redirects.as_ref();
    let is_known = registered.is_none_or(|known| known.iter().any(|each| each == redirect));
    if form.get("client_id").is_empty() || form.get("response_type") != "code" {
        Some("AADSTS900144: The request body must contain the parameter client_id, and response_type code.")
    } else if redirect.is_empty() || redirect.contains('#') || !is_known {
        Some("AADSTS50011: The redirect URI does not match the redirect URIs configured for the application.")
    } else if form.get("response_mode") != "fragment" {
        Some("AADSTS700007: Only response_mode fragment is simulated.")
    } else if form.get("code_challenge").is_empty() || form.get("code_challenge_method") != "S256" {
        Some(
            "AADSTS9002325: Proof Key for Code Exchange is required for cross-origin authorization code redemption.",
        )
    } else {
        None
    }
}

fn silently(state: &mut State, form: &Form, scopes: Vec<String>, framed: bool, unconsented: bool) -> Answer {
    let settings = &state.login.config;
    if !state.login.session || framed && !settings.third_party_cookies {
        refused(form, NOT_SIGNED_IN)
    } else if unconsented {
        refused(form, NOT_CONSENTED)
    } else if !form.get("claims").is_empty() && settings.claims_need_interaction {
        refused(form, NEEDS_MORE)
    } else {
        accept(state, form, scopes, Vec::new())
    }
}

fn accept(state: &mut State, form: &Form, scopes: Vec<String>, wanted: Vec<String>) -> Answer {
    grant::consent(&mut state.tenant, wanted);
    let grant = Grant {
        client: form.get("client_id").to_owned(),
        redirect: form.get("redirect_uri").to_owned(),
        challenge: form.get("code_challenge").to_owned(),
        nonce: form.get("nonce").to_owned(),
        scopes,
        until: state.seconds().saturating_add(CODE_LIFE),
    };
    let code = state.login.draw("code");
    state.login.session = true;
    state.login.codes.insert(code.clone(), grant);
    let info = super::token::client_info(&state.tenant);
    back(form, &[("code", &code), ("client_info", &info), ("state", form.get("state"))])
}

fn refused(form: &Form, (error, subcode, description): Refusal) -> Answer {
    let mut pairs = vec![("error", error), ("error_description", description), ("state", form.get("state"))];
    if !subcode.is_empty() {
        pairs.push(("error_subcode", subcode));
    }
    back(form, &pairs)
}

fn back(form: &Form, pairs: &[(&str, &str)]) -> Answer {
    Answer::redirect(&format!("{}#{}", form.get("redirect_uri"), written(pairs)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ASKED: &str = "client_id=c&response_type=code&redirect_uri=http://localhost/r&response_mode=fragment\
                         &code_challenge=x&code_challenge_method=S256&state=s&nonce=n&scope=openid+User.Read";

    /// Where an answer leads: the name of the first parameter that goes back, or `page`, or `error`.
    fn check(configure: &str, query: &str, body: &str, expected: &str) {
        let mut state = State::new(true);
        serde_json::from_str::<crate::config::Config>(configure).unwrap().apply(&mut state);
        let headers = vec![("sec-fetch-dest".to_owned(), "iframe".to_owned())];
        let received =
            Received { query: query.to_owned(), headers, body: body.into(), ..Received::default() };
        let answer = answer(&mut state, &received);
        let back = answer.headers.iter().find(|(name, _)| name == "Location").map(|(_, to)| to.as_str());
        let found = match (answer.status, back.and_then(|to| to.strip_prefix("http://localhost/r#"))) {
            (302, Some(parameters)) => parameters.split('&').next().unwrap_or_default(),
            (200, None) => "page",
            _ => "error",
        };
        assert!(found.starts_with(expected), "{configure} {query} {body}: {found}");
    }

    #[test]
    fn who_asks_properly_is_answered() {
        check("{}", ASKED, "", "page");
        check("{}", ASKED, "answer=continue", "code=");
        check("{}", ASKED, "answer=decline", "error=access_denied");
        check(r#"{"login":{"auto":true}}"#, ASKED, "", "code=");
        check(r#"{"login":{"unknown":["User.Read"]}}"#, ASKED, "", "error=invalid_client");
        check("{}", &ASKED.replace("client_id", "client"), "", "error");
        check("{}", &ASKED.replace("S256", "plain"), "", "error");
        check("{}", &ASKED.replace("fragment", "query"), "", "error");
        check("{}", &ASKED.replace("localhost/r", "localhost/r%23"), "", "error");
        check(r#"{"login":{"redirects":["http://localhost/other"]}}"#, ASKED, "", "error");
        check(r#"{"login":{"redirects":["http://localhost/r"]}}"#, ASKED, "", "page");
    }

    #[test]
    fn a_frame_gets_what_needs_nobody() {
        let silent = &format!("{ASKED}&prompt=none");
        check("{}", silent, "", "error=login_required");
        check(r#"{"session":true}"#, silent, "", "code=");
        check(r#"{"session":true,"login":{"thirdPartyCookies":false}}"#, silent, "", "error=login_required");
        check(r#"{"session":true,"consented":[]}"#, silent, "", "error=consent_required");
        let claims = &format!("{silent}&claims=x");
        check(
            r#"{"session":true,"login":{"claimsNeedInteraction":true}}"#,
            claims,
            "",
            "error=interaction_required",
        );
        check(r#"{"session":true}"#, ASKED, "", "code=");
        check(r#"{"session":true}"#, &format!("{ASKED}&prompt=select_account"), "", "page");
    }

    #[test]
    fn who_may_not_consent_gets_nowhere() {
        let wanted = &ASKED.replace("User.Read", "Policy.Read.All");
        let none = r#"{"consented":[],"login":{"mayConsent":false}}"#;
        check(none, wanted, "answer=continue", "error=access_denied");
        check(none, wanted, "", "page");
        check(none, ASKED, "answer=continue", "code=");
        check(
            r#"{"consented":[],"login":{"mayConsent":false,"auto":true}}"#,
            wanted,
            "",
            "error=access_denied",
        );
    }
}
