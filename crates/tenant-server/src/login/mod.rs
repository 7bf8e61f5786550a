//! The login host: enough of Microsoft's identity platform for MSAL in a browser. Code flow with PKCE, refresh tokens,
//! consent, admin consent and sign-out; one account.

mod authorize;
mod consent;
mod form;
mod grant;
mod page;
mod token;

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::json;

use crate::{
    cors,
    http::{Answer, Received},
    state::State,
};
use grant::Grant;

/// What is remembered between requests.
#[derive(Default)]
pub(crate) struct Login {
    pub(crate) config: LoginConfig,
    /// Whether the browser is signed in.
    pub(crate) session: bool,
    codes: HashMap<String, Grant>,
    refreshes: HashMap<String, Grant>,
    drawn: u32,
}

/// How the login host behaves.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub(crate) struct LoginConfig {
    /// Goes on without a press.
    auto: bool,
    /// Whether the account may consent to what needs an administrator.
    may_consent: bool,
    refresh: Refresh,
    /// Permissions that no token gets, whatever was asked and consented to.
    withheld: Vec<String>,
    /// Permissions that the tenant does not know.
    unknown: Vec<String>,
    /// Whether frames see the browser's session.
    third_party_cookies: bool,
    /// Whether claims that Conditional Access demands need a person.
    claims_need_interaction: bool,
    /// How long a token is said to last, in seconds; what the tenant's `tokenLife` says unless set.
    expires_in: Option<u64>,
    /// The redirect URIs that are registered; any unless set.
    redirects: Option<Vec<String>>,
}

impl Default for LoginConfig {
    fn default() -> Self {
        Self {
            auto: false,
            may_consent: true,
            refresh: Refresh::Works,
            withheld: Vec::new(),
            unknown: Vec::new(),
            third_party_cookies: true,
            claims_need_interaction: false,
            expires_in: None,
            redirects: None,
        }
    }
}

/// What becomes of refresh tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Refresh {
    /// They work.
    Works,
    /// Somebody has to sign in.
    InteractionRequired,
    /// They are no longer taken.
    InvalidGrant,
}

impl Login {
    /// A name that was not given before, for codes and refresh tokens.
    fn draw(&mut self, kind: &str) -> String {
        self.drawn = self.drawn.wrapping_add(1);
        format!("simulated-{kind}-{:08}", self.drawn)
    }
}

/// Answers as login host.
pub(crate) fn answer(state: &mut State, received: &Received) -> Answer {
    let path = received.path.trim_start_matches('/');
    let (tenant, rest) = path.split_once('/').unwrap_or((path, ""));
    match (received.method.as_str(), rest) {
        ("OPTIONS", _) => preflight(received),
        ("GET" | "POST", "oauth2/v2.0/authorize") => authorize::answer(state, received),
        ("POST", "oauth2/v2.0/token") => cors::readable_by_origin(token::answer(state, received), received),
        ("GET" | "POST", "v2.0/adminconsent" | "adminconsent") => consent::answer(state, received),
        ("GET" | "POST", "oauth2/v2.0/logout") => consent::log_out(state, received),
        ("GET", "v2.0/.well-known/openid-configuration") => {
            cors::readable_by_origin(discovery(received, tenant), received)
        }
        ("GET", "discovery/instance") => cors::readable_by_origin(instances(received), received),
        _ => page::error(404, "There is nothing here."),
    }
}

fn preflight(received: &Received) -> Answer {
    let answer = Answer { status: 200, ..Answer::default() }
        .with("Access-Control-Allow-Methods", "GET, POST")
        .with("Access-Control-Allow-Headers", "content-type");
    cors::readable_by_origin(answer, received)
}

/// `OpenID` Connect Discovery 1.0, section 4.
fn discovery(received: &Received, tenant: &str) -> Answer {
    let host = received.header("host").unwrap_or_default();
    let base = format!("https://{host}/{tenant}");
    Answer::json(
        200,
        &json!({ "issuer": format!("{base}/v2.0"),
            "authorization_endpoint": format!("{base}/oauth2/v2.0/authorize"),
            "token_endpoint": format!("{base}/oauth2/v2.0/token"),
            "end_session_endpoint": format!("{base}/oauth2/v2.0/logout"),
            "jwks_uri": format!("{base}/discovery/v2.0/keys"),
            "response_types_supported": ["code"], "response_modes_supported": ["fragment"],
            "subject_types_supported": ["pairwise"], "id_token_signing_alg_values_supported": ["none"] }),
    )
}

fn instances(received: &Received) -> Answer {
    let host = received.header("host").unwrap_or_default();
    let metadata = json!([{ "preferred_network": host, "preferred_cache": host, "aliases": [host] }]);
    let discovery = format!("https://{host}/organizations/v2.0/.well-known/openid-configuration");
    Answer::json(
        200,
        &json!({ "api-version": "1.1", "tenant_discovery_endpoint": discovery, "metadata": metadata }),
    )
}
