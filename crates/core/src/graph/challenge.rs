//! What Conditional Access demands, out of the text that says so.

use data_encoding::{BASE64_NOPAD, HEXLOWER_PERMISSIVE};
use serde_json::{Deserializer, Map, Value};

/// What stands before the claims.
const MARK: &str = "claims=";

/// The claims of a challenge as the JSON that MSAL takes. Graph sends them in Base64 and quotes ("Claims challenges, claims
/// requests, and client capabilities", learn.microsoft.com); older pages of Microsoft show bare JSON, and messages of errors
/// have it percent-encoded.
pub(super) fn claims(challenge: &str) -> Option<String> {
    let (_, rest) = challenge.split_once(MARK)?;
    let claims = match rest.bytes().next()? {
        b'"' => decoded(rest.split('"').nth(1)?)?,
        b'{' => first_object(rest)?.to_owned(),
        _ => unescaped(rest.split(|c: char| c == '&' || c.is_whitespace()).next()?)?,
    };
    serde_json::from_str::<Map<_, _>>(&claims).is_ok().then_some(claims)
}

fn decoded(base64: &str) -> Option<String> {
    let plain = base64.trim_end_matches('=').replace('-', "+").replace('_', "/");
    String::from_utf8(BASE64_NOPAD.decode(plain.as_bytes()).ok()?).ok()
}

/// The JSON that the text begins with, whatever follows.
fn first_object(text: &str) -> Option<&str> {
    let mut values = Deserializer::from_str(text).into_iter::<Map<String, Value>>();
    values.next()?.ok()?;
    text.get(..values.byte_offset())
}

/// Without percent-encoding (RFC 3986, section 2.1).
fn unescaped(text: &str) -> Option<String> {
    let mut parts = text.split('%');
    let mut bytes = parts.next()?.as_bytes().to_vec();
    for part in parts {
        let (code, rest) = part.split_at_checked(2)?;
        bytes.extend(HEXLOWER_PERMISSIVE.decode(code.as_bytes()).ok()?);
        bytes.extend(rest.as_bytes());
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(challenge: &str, json: Option<&str>) {
        let whole = format!(r#"Bearer realm="", error="insufficient_claims", {challenge}"#);
        assert_eq!(claims(&whole).as_deref(), json, "{challenge}");
    }

    #[test]
    fn a_challenge_is_read_however_it_is_written() {
        let json = Some(r#"{"a":1}"#);
        check(r#"claims="eyJhIjoxfQ==""#, json);
        check(r#"claims="eyJhIjoxfQ", cc_type="authcontext""#, json);
        check(r#"claims="eyJhIjoiPz8_Pj4-In0""#, Some(r#"{"a":"???>>>"}"#));
        check(r#"claims={"a":1}"#, json);
        check(r#"claims={"a":{"b":["}"]}}", more"#, Some(r#"{"a":{"b":["}"]}}"#));
        check("&claims=%7B%22a%22%3A1%7D", json);
        check("&claims=%7b%22a%22:1%7d&other=1", json);
        check("claims=%7B%22a%22%3A1%7D or so", json);
    }

    #[test]
    fn what_is_no_object_is_no_challenge() {
        for bad in [
            "",
            "claims=",
            r#"claims="""#,
            r#"claims="WzFd""#,
            r#"claims="{"a":1}""#,
            "claims=[1]",
            r#"claims={"a":"#,
            "claims=%7",
            "claims=%ü%7D",
            "claims=%FF",
        ] {
            check(bad, None);
        }
    }
}
