//! What Graph says when it refuses.

use serde_json::Value;

use super::response::Response;

/// Longest text that is kept from an answer, in characters.
const MOST_CHARACTERS: usize = 500;
/// Graph's code where Conditional Access demands more of the access token.
const CLAIMS_WANTED: &str = "insufficient_claims";
/// Shortest word that may be a seed and is therefore not kept: ten bytes in Base32.
const SEED_LENGTH: usize = 16;

/// A refusal: for people, and for Microsoft's support.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GraphError {
    /// Status code, of the request or of one item in it.
    pub status: u16,
    /// Graph's code, such as `accessDenied`; empty when there was none.
    pub code: String,
    /// Graph's own message. What has the shape of a seed is left out.
    pub message: String,
    /// By this Microsoft's support finds the request.
    pub request_id: Option<String>,
    /// The server's time, when the answer told it.
    pub date: Option<String>,
}

impl GraphError {
    /// Reads the error of an answer; one without a readable error has the status alone.
    pub fn read(response: &Response) -> Self {
        let body = response.json().unwrap_or_default();
        let error = body.get("error").unwrap_or(&Value::Null);
        let mut read = Self::from_value(response.status, error);
        read.request_id = read.request_id.or_else(|| response.header("request-id").map(kept));
        if response.wants_token() && response.claims().is_some() {
            CLAIMS_WANTED.clone_into(&mut read.code);
        }
        read
    }

    /// Reads an error object, of an answer or of one item in it.
    pub fn from_value(status: u16, error: &Value) -> Self {
        let inner = error.get("innerError").or_else(|| error.get("innererror")).unwrap_or(&Value::Null);
        let text = |of: &Value, name: &str| of.get(name).and_then(Value::as_str).map(kept);
        Self {
            status,
            code: text(error, "code").unwrap_or_default(),
            message: text(error, "message").unwrap_or_default(),
            request_id: text(inner, "request-id"),
            date: text(inner, "date"),
        }
    }

    /// What Graph answered, as a sentence.
    pub fn words(&self) -> String {
        let parts = [self.code.as_str(), self.message.trim_end_matches('.')];
        let said: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        let colon = if said.is_empty() { "" } else { ": " };
        format!("Graph answered {}{colon}{}.", self.status, said.join(", "))
    }

    /// What the administrator can do about it, as a sentence.
    pub fn remedy(&self) -> &'static str {
        match self.status {
            401 | 403 if self.code.eq_ignore_ascii_case(CLAIMS_WANTED) => {
                "Conditional Access demands more of this sign-in. Ask whoever manages it in your tenant, then sign out and in again."
            }
            401 => "Sign in again.",
            403 => {
                "Have the permission Policy.ReadWrite.AuthenticationMethod granted and the role Authentication Policy \
                 Administrator assigned, then sign in again."
            }
            404 | 405 | 501 => {
                "Check that the tenant is in the global cloud: the others offer no hardware tokens."
            }
            409 => "Search the inventory for the serial number, and delete the other token if it is wrong.",
            413 => "Shorten the token's texts.",
            408 | 429 | 500.. => "Try again later.",
            _ => "Correct what the message names, and try again.",
        }
    }
}

/// A text of bounded length, without words that may be seeds: a message may quote what was sent.
fn kept(text: &str) -> String {
    let short: String = text.chars().take(MOST_CHARACTERS).filter(|c| !c.is_control()).collect();
    let mut masked = String::with_capacity(short.len());
    for piece in short.split_inclusive(|c: char| !c.is_ascii_alphanumeric()) {
        let word = piece.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
        let end = piece.strip_prefix(word).unwrap_or_default();
        masked.push_str(if may_be_seed(word) { "…" } else { word });
        masked.push_str(end);
    }
    masked
}

/// Long, and not a word in mixed case such as `insufficientPrivileges`.
fn may_be_seed(word: &str) -> bool {
    let mixed = word.bytes().any(|c| c.is_ascii_lowercase()) && word.bytes().any(|c| c.is_ascii_uppercase());
    word.len() >= SEED_LENGTH && (!mixed || word.bytes().any(|c| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(status: u16, body: &str, code: &str, message: &str, request_id: Option<&str>) {
        let response = Response { status, headers: Vec::new(), body: body.as_bytes().to_vec() };
        let error = GraphError::read(&response);
        assert_eq!((error.code.as_str(), error.message.as_str()), (code, message));
        assert_eq!(error.request_id.as_deref(), request_id);
        assert!(error.remedy().ends_with('.'));
    }

    #[test]
    fn errors_are_read() {
        check(
            403,
            r#"{"error":{"code":"Authorization_RequestDenied","message":"Insufficient privileges to complete the operation.",
                "innerError":{"date":"2026-11-24T10:00:00","request-id":"3dee0e53-f50f-43ef-85c0-b44689f2d66d"}}}"#,
            "Authorization_RequestDenied",
            "Insufficient privileges to complete the operation.",
            Some("3dee0e53-f50f-43ef-85c0-b44689f2d66d"),
        );
        check(
            429,
            r#"{"error":{"code":"TooManyRequests","message":"m","innererror":{"request-id":"1"}}}"#,
            "TooManyRequests",
            "m",
            Some("1"),
        );
        check(
            400,
            r#"{"error":{"code":"a","message":"secretKey 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ' is bad"}}"#,
            "a",
            "secretKey '…' is bad",
            None,
        );
        check(
            403,
            r#"{"error":{"code":"denied","message":"&claims=%7B%22a%22%3A1%7D"}}"#,
            CLAIMS_WANTED,
            "&claims=%7B%22a%22%3A1%7D",
            None,
        );
        check(502, "<html>Bad gateway</html>", "", "", None);
        check(500, r#"{"error":"text"}"#, "", "", None);
    }

    #[test]
    fn texts_are_cut() {
        let error =
            GraphError::from_value(400, &serde_json::json!({ "message": "a ".repeat(MOST_CHARACTERS) }));
        assert_eq!(error.message.chars().count(), MOST_CHARACTERS);
    }
}
