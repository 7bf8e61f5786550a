//! A request to Microsoft Graph as data. The access token is no part of it: the one file that sends adds it.

use core::fmt;

use seedferry_protocol::Exposed;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// Microsoft Graph in the global cloud, the only one that offers hardware tokens.
pub const HOST: &str = "https://graph.microsoft.com";
/// The version that has hardware tokens; v1.0 has none yet.
pub const VERSION: &str = "beta";
/// The collection of tokens, behind host and version.
pub const DEVICES: &str = "directory/authenticationMethodDevices/hardwareOathDevices";

/// What is done to the resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Creates one, or calls an action.
    Post,
    /// Changes, or creates many.
    Patch,
    /// Deletes.
    Delete,
}

impl Method {
    /// Those that may change the tenant.
    pub const WRITING: [Self; 3] = [Self::Post, Self::Patch, Self::Delete];

    /// The name in HTTP (RFC 9110, section 9; RFC 5789).
    pub fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }

    /// Whether it may change the tenant.
    pub fn writes(self) -> bool {
        self != Self::Get
    }
}

/// What a request carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// JSON without a secret.
    Plain(String),
    /// JSON with seeds: only requests that create tokens have it.
    Exposed(Exposed),
}

impl Body {
    /// The bytes to send.
    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::Plain(text) => text.as_bytes(),
            // EXPOSE: the seeds are on their way to the tenant they are meant for.
            Self::Exposed(content) => content.expose(),
        }
    }
}

/// One request, to the host that the sender is configured for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// What is done.
    pub method: Method,
    /// The path with its leading slash and version, percent-encoded.
    pub path: String,
    /// The query without question mark, percent-encoded; empty for none.
    pub query: String,
    /// Further headers; the sender adds `Authorization`.
    pub headers: Vec<(&'static str, String)>,
    /// What is sent along.
    pub body: Option<Body>,
}

impl Request {
    /// A read.
    pub fn get(resource: &str, query: &str) -> Self {
        Self {
            method: Method::Get,
            path: format!("/{VERSION}/{resource}"),
            query: query.to_owned(),
            headers: Vec::new(),
            body: None,
        }
    }

    /// A request with a JSON body.
    pub fn with_body(method: Method, resource: &str, body: Body) -> Self {
        Self {
            method,
            headers: vec![("Content-Type", "application/json".to_owned())],
            body: Some(body),
            ..Self::get(resource, "")
        }
    }

    /// Adds the id by which Microsoft's support finds the request (a UUID).
    #[must_use]
    pub fn with_id(mut self, id: String) -> Self {
        self.headers.push(("client-request-id", id));
        self
    }

    /// The whole URL on a host such as [`HOST`].
    pub fn url(&self, host: &str) -> String {
        let mark = if self.query.is_empty() { "" } else { "?" };
        format!("{host}{}{mark}{}", self.path, self.query)
    }

    /// Whether it may change the tenant. A `$batch` counts as what we put into it: creations.
    pub fn writes(&self) -> bool {
        self.method.writes()
    }
}

/// An access token for Graph: opaque, overwritten when dropped, never printed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub struct AccessToken(String);

impl AccessToken {
    /// Takes over the token; `None` when it cannot stand in a header.
    pub fn new(mut token: String) -> Option<Self> {
        if token.is_empty() || !token.bytes().all(|c| c.is_ascii_graphic()) {
            token.zeroize();
            return None;
        }
        Some(Self(token))
    }

    /// The token. Each call carries a comment `EXPOSE:` that says why.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessToken(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_put_together_and_no_secret_is_printed() {
        let check = |request: Request, url: &str| assert_eq!(request.url(HOST), url);
        check(Request::get("me", ""), "https://graph.microsoft.com/beta/me");
        check(Request::get("me", "$select=id"), "https://graph.microsoft.com/beta/me?$select=id");
        let body = Body::Exposed(Exposed::new(b"GEZDGNBVGY3TQOJQ".to_vec()));
        let request = Request::with_body(Method::Post, DEVICES, body);
        assert!(!format!("{request:?}").contains("GEZD"));
        let token = AccessToken::new("eyJ0eXAi".to_owned()).unwrap();
        assert!(!format!("{token:?}").contains("eyJ"));
        assert!(AccessToken::new("a\r\nb".to_owned()).is_none());
    }
}
