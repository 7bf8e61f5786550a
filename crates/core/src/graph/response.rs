//! What came back, as far as a page may read it.

use core::time::Duration;

use serde_json::Value;

use super::{challenge, pace::Millis};

/// Longest answer that is read, in bytes: a page of 1,000 tokens has some 400 kB.
pub(super) const MOST_BYTES: usize = 32 << 20;
/// Longest wait that a server may ask for.
const LONGEST_WAIT: Duration = Duration::from_hours(1);

/// How a send ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The server answered.
    Answered(Response),
    /// The fetch failed or timed out, or the answer may not be read: nobody knows whether the request took effect.
    Failed,
}

impl Outcome {
    /// The answer, if there was one.
    pub fn response(&self) -> Option<&Response> {
        match self {
            Self::Answered(response) => Some(response),
            Self::Failed => None,
        }
    }
}

/// An answer.
#[derive(Clone, PartialEq, Eq)]
pub struct Response {
    /// Status code (RFC 9110, section 15).
    pub status: u16,
    /// The headers that CORS lets the page read, as they are named there.
    pub headers: Vec<(String, String)>,
    /// The body; an answer to a creation does not repeat the seed.
    pub body: Vec<u8>,
}

impl core::fmt::Debug for Response {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        // The body is foreign text and may quote what was sent.
        write!(f, "Response({}, {} bytes)", self.status, self.body.len())
    }
}

impl Response {
    /// A header's value, whatever the case of its name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(each, _)| each.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The body as JSON; `None` when it is none or longer than [`MOST_BYTES`].
    pub fn json(&self) -> Option<Value> {
        if self.body.len() > MOST_BYTES {
            return None;
        }
        serde_json::from_slice(&self.body).ok()
    }

    /// Whether the status says that all went well.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// How long the server asks to wait (RFC 9110, section 10.2.3), at most an hour. Graph sends fractions of seconds
    /// too; a date is not read, because that would need the server's clock.
    pub fn retry_after(&self) -> Option<Millis> {
        let seconds: f64 = self.header("Retry-After")?.trim().parse().ok()?;
        let wait = Duration::try_from_secs_f64(seconds.max(0.0)).ok()?.min(LONGEST_WAIT);
        u64::try_from(wait.as_millis()).ok().map(Millis)
    }

    /// Whether another access token is wanted: this one is not taken (401), or Conditional Access demands more of it, which
    /// some services say with 403. A 403 whose demand cannot be read is a refusal like any other.
    pub fn wants_token(&self) -> bool {
        self.status == 401 || (self.status == 403 && self.claims().is_some())
    }

    /// What Conditional Access demands, as the JSON that MSAL takes, when a 401 or 403 says so: in its header, or, where that
    /// may not be read, in the message of its error.
    pub fn claims(&self) -> Option<String> {
        let header = self.header("WWW-Authenticate").and_then(challenge::claims);
        header.or_else(|| challenge::claims(self.json()?.pointer("/error/message")?.as_str()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(name: &str, value: &str) -> Response {
        Response { status: 429, headers: vec![(name.to_owned(), value.to_owned())], body: Vec::new() }
    }

    #[test]
    fn the_wait_is_read() {
        let check = |value: &str, wait: Option<u64>| {
            assert_eq!(with("retry-after", value).retry_after(), wait.map(Millis), "{value}");
        };
        check("5", Some(5000));
        check("2.128", Some(2128));
        check(" 0 ", Some(0));
        check("-3", Some(0));
        check("1e300", None);
        check(&(LONGEST_WAIT.as_secs() + 1).to_string(), Some(LONGEST_WAIT.as_secs() * 1000));
        check("NaN", Some(0));
        check("Wed, 21 Oct 2026 07:28:00 GMT", None);
    }

    #[test]
    fn a_claims_challenge_is_read() {
        assert_eq!(with("WWW-Authenticate", "Bearer").claims(), None);
        let mut hidden = with("A", "b");
        hidden.body = br#"{"error":{"code":"c","message":"&claims=%7B%22a%22%3A1%7D"}}"#.to_vec();
        assert_eq!(hidden.claims().as_deref(), Some(r#"{"a":1}"#));
        hidden.headers = with("WWW-Authenticate", r#"Bearer claims="eyJhIjoyfQ==""#).headers;
        assert_eq!(hidden.claims().as_deref(), Some(r#"{"a":2}"#), "the header comes first");
        let wants = |status: u16, challenge: &str| {
            let response = Response { status, ..with("WWW-Authenticate", challenge) };
            response.wants_token()
        };
        let readable = r#"Bearer error="insufficient_claims", claims="eyJhIjoxfQ==""#;
        assert!(wants(401, "Bearer") && wants(401, readable) && wants(403, readable));
        assert!(!wants(403, "Bearer") && !wants(200, readable));
        let mut large = with("A", "b");
        large.body = vec![b' '; MOST_BYTES];
        large.body.push(b'1');
        assert_eq!(large.json(), None);
    }
}
