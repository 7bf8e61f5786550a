//! `/oauth2/v2.0/token`: codes and refresh tokens become access tokens.

use data_encoding::BASE64URL_NOPAD;
use seedferry_tenant::Tenant;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{
    Refresh,
    form::Form,
    grant::{self, Grant},
};
use crate::{
    http::{Answer, Received},
    state::State,
};

/// How long refresh tokens of a page are taken, in seconds.
const REFRESH_LIFE: u64 = 86_400;

/// A refusal: error, sub-error, description with its number.
struct Refusal(&'static str, &'static str, &'static str);

const UNKNOWN: Refusal =
    Refusal("invalid_grant", "", "AADSTS70008: The provided grant has expired or is not known.");
const WRONG_VERIFIER: Refusal =
    Refusal("invalid_grant", "", "AADSTS501481: The Code_Verifier does not match the code_challenge.");
const NOT_FOR_THIS_PAGE: Refusal =
    Refusal("invalid_grant", "", "AADSTS500112: The reply address does not match the one of the request.");
const NO_ORIGIN: Refusal = Refusal(
    "invalid_request",
    "",
    "AADSTS9002327: Tokens issued for the 'Single-Page Application' client-type may only be redeemed via cross-origin requests.",
);
const NOT_CONSENTED: Refusal = Refusal(
    "invalid_grant",
    "consent_required",
    "AADSTS65001: The user or administrator has not consented to use the application.",
);
const NEEDS_MORE: Refusal = Refusal(
    "interaction_required",
    "basic_action",
    "AADSTS50076: You must use multi-factor authentication to access.",
);
const NOT_KNOWN: Refusal = Refusal("invalid_client", "", grant::NOT_KNOWN);
const WRONG_KIND: Refusal =
    Refusal("unsupported_grant_type", "", "AADSTS70003: The grant type is not supported.");

/// Answers a redemption.
pub(super) fn answer(state: &mut State, received: &Received) -> Answer {
    let form = Form::read(&String::from_utf8_lossy(&received.body));
    let redeemed = match (received.header("origin"), form.get("grant_type")) {
        (None, _) => Err(NO_ORIGIN),
        (_, "authorization_code") => redeem(state, &form),
        (_, "refresh_token") => refresh(state, &form),
        _ => Err(WRONG_KIND),
    };
    match redeemed {
        Ok(grant) => Answer::json(200, &tokens(state, grant)),
        Err(refusal) => refused(&refusal),
    }
    .with("Cache-Control", "no-store")
}

fn redeem(state: &mut State, form: &Form) -> Result<Grant, Refusal> {
    let now = state.seconds();
    let grant =
        state.login.codes.remove(form.get("code")).filter(|grant| grant.until > now).ok_or(UNKNOWN)?;
    if grant.client != form.get("client_id") || grant.redirect != form.get("redirect_uri") {
        return Err(NOT_FOR_THIS_PAGE);
    }
    // RFC 7636, section 4.6.
    let challenge = BASE64URL_NOPAD.encode(&Sha256::digest(form.get("code_verifier")));
    if challenge == grant.challenge { Ok(grant) } else { Err(WRONG_VERIFIER) }
}

fn refresh(state: &mut State, form: &Form) -> Result<Grant, Refusal> {
    let settings = &state.login.config;
    let demands = !form.get("claims").is_empty() && settings.claims_need_interaction;
    match settings.refresh {
        Refresh::InvalidGrant => return Err(UNKNOWN),
        Refresh::InteractionRequired => return Err(NEEDS_MORE),
        Refresh::Works if demands => return Err(NEEDS_MORE),
        Refresh::Works => {}
    }
    let now = state.seconds();
    let known = state.login.refreshes.get(form.get("refresh_token"));
    let known = known.filter(|grant| grant.until > now && grant.client == form.get("client_id"));
    let scopes = grant::scopes(form.get("scope"));
    if grant::names(&scopes, &settings.unknown) {
        return Err(NOT_KNOWN);
    }
    if !grant::unconsented(&state.tenant, &scopes).is_empty() {
        return Err(NOT_CONSENTED);
    }
    known.map(|known| Grant { scopes, nonce: String::new(), ..known.clone() }).ok_or(UNKNOWN)
}

/// The tokens. As in Entra, an access token carries everything that was consented to, not only what was asked for.
fn tokens(state: &mut State, grant: Grant) -> Value {
    let withheld = &state.login.config.withheld;
    let all = state.tenant.account.permissions.iter();
    let granted: Vec<_> = all.filter(|permission| !withheld.contains(permission)).cloned().collect();
    let now = state.now();
    let access = state.tenant.issue(now, granted.clone());
    // EXPOSE: the token goes to the page that redeemed a code for it.
    let access = access.as_ref().map(|token| token.expose().to_owned()).unwrap_or_default();
    let (refresh, id_token) = (state.login.draw("refresh"), id_token(state, &grant));
    let life = state.login.config.expires_in.unwrap_or(state.tenant.switches.token_life.0 / 1000);
    let prefix = prefix(&grant.scopes);
    let scope = granted.iter().map(|permission| format!("{prefix}{permission}"));
    let scope: Vec<_> = ["openid", "profile"].map(str::to_owned).into_iter().chain(scope).collect();
    // Its end is that of the sign-in: refreshing does not put it off.
    let is_first = !grant.nonce.is_empty();
    let until = if is_first { state.seconds().saturating_add(REFRESH_LIFE) } else { grant.until };
    state.login.refreshes.insert(refresh.clone(), Grant { until, ..grant });
    json!({ "token_type": "Bearer", "scope": scope.join(" "), "expires_in": life, "ext_expires_in": life,
        "access_token": access, "refresh_token": refresh, "refresh_token_expires_in": REFRESH_LIFE,
        "id_token": id_token, "client_info": client_info(&state.tenant) })
}

/// Permissions are named as they were asked for: with the host in front, or without.
fn prefix(scopes: &[String]) -> &str {
    let named = scopes.iter().find(|scope| scope.starts_with("https://"));
    named.and_then(|scope| scope.rfind('/').and_then(|end| scope.get(..=end))).unwrap_or_default()
}

/// `OpenID` Connect Core 1.0, section 2, without a signature: pages take the token from the login host itself.
fn id_token(state: &State, grant: &Grant) -> String {
    let (tenant, now) = (&state.tenant, state.seconds());
    let account = &tenant.account;
    let mut claims = json!({ "ver": "2.0", "iss": format!("https://login.microsoftonline.com/{}/v2.0", tenant.id),
        "sub": account.id, "aud": grant.client, "exp": now + 3600, "iat": now, "nbf": now, "name": account.name,
        "preferred_username": account.upn, "oid": account.id, "tid": tenant.id });
    if let (Some(claims), false) = (claims.as_object_mut(), grant.nonce.is_empty()) {
        claims.insert("nonce".to_owned(), grant.nonce.as_str().into());
    }
    let header = json!({ "typ": "JWT", "alg": "none" });
    let part = |value: &Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
    format!("{}.{}.", part(&header), part(&claims))
}

/// Whom a sign-in is of, as MSAL wants to know it.
pub(super) fn client_info(tenant: &Tenant) -> String {
    let info = json!({ "uid": tenant.account.id, "utid": tenant.id });
    BASE64URL_NOPAD.encode(info.to_string().as_bytes())
}

fn refused(Refusal(error, suberror, description): &Refusal) -> Answer {
    let number = description
        .split(':')
        .next()
        .and_then(|number| number.trim_start_matches("AADSTS").parse::<u32>().ok());
    let mut body = json!({ "error": error, "error_description": description,
        "error_codes": number.into_iter().collect::<Vec<_>>(), "timestamp": "2026-11-24 10:00:00Z",
        "trace_id": "5b6c0272-7a8e-490c-bc45-9fe7a42fc400", "correlation_id": "5b6c0272-7a8e-490c-bc45-9fe7a42fc401" });
    if let (Some(body), false) = (body.as_object_mut(), suberror.is_empty()) {
        body.insert("suberror".to_owned(), (*suberror).into());
    }
    Answer::json(400, &body)
}

#[cfg(test)]
mod tests {
    use super::*;

    const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const PAGE: &str = "client_id=c&redirect_uri=http://localhost/r";

    fn state() -> State {
        let mut state = State::new(true);
        // RFC 7636, appendix B.
        let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM".to_owned();
        let grant = Grant {
            client: "c".to_owned(),
            redirect: "http://localhost/r".to_owned(),
            challenge,
            nonce: "n".to_owned(),
            scopes: vec!["User.Read".to_owned()],
            until: state.seconds() + 600,
        };
        state.login.codes.insert("code".to_owned(), grant);
        state
    }

    fn post(state: &mut State, body: &str) -> (u16, Value) {
        let headers = vec![("origin".to_owned(), "http://localhost".to_owned())];
        let received = Received { headers, body: body.into(), ..Received::default() };
        let answer = answer(state, &received);
        (answer.status, serde_json::from_slice(&answer.body).unwrap())
    }

    #[test]
    fn a_code_is_redeemed_once_by_whom_it_was_given() {
        let check = |body: &str, error: &str| {
            let (_, answer) = post(&mut state(), body);
            assert_eq!(answer["error"].as_str().unwrap_or_default(), error, "{body}: {answer}");
        };
        check(&format!("grant_type=authorization_code&{PAGE}&code=code&code_verifier={VERIFIER}"), "");
        check(&format!("grant_type=authorization_code&{PAGE}&code=code&code_verifier=x"), "invalid_grant");
        check(
            &format!("grant_type=authorization_code&{PAGE}2&code=code&code_verifier={VERIFIER}"),
            "invalid_grant",
        );
        check(
            &format!("grant_type=authorization_code&{PAGE}&code=other&code_verifier={VERIFIER}"),
            "invalid_grant",
        );
        check("grant_type=password", "unsupported_grant_type");
        let mut state = state();
        let body = format!("grant_type=authorization_code&{PAGE}&code=code&code_verifier={VERIFIER}");
        assert_eq!((post(&mut state, &body).0, post(&mut state, &body).0), (200, 400));
    }

    #[test]
    fn a_refresh_token_lasts_a_day() {
        let mut state = state();
        let body = format!("grant_type=authorization_code&{PAGE}&code=code&code_verifier={VERIFIER}");
        let mut token = post(&mut state, &body).1["refresh_token"].as_str().unwrap().to_owned();
        for hours in [0, 20, 3] {
            state.advance(seedferry_core::graph::Millis(hours * 3_600_000));
            let (status, answer) = post(
                &mut state,
                &format!("grant_type=refresh_token&{PAGE}&scope=User.Read&refresh_token={token}"),
            );
            assert_eq!(status, 200, "{answer}");
            token = answer["refresh_token"].as_str().unwrap().to_owned();
        }
        let body = format!("grant_type=refresh_token&{PAGE}&refresh_token={token}");
        let (_, unconsented) = post(&mut state, &format!("{body}&scope=Mail.Read"));
        assert_eq!(unconsented["suberror"], "consent_required");
        state.advance(seedferry_core::graph::Millis(2 * 3_600_000));
        assert_eq!(post(&mut state, &format!("{body}&scope=User.Read")).1["error"], "invalid_grant");
    }
}
