//! Requests without what is secret in them.

use super::Line;
use crate::graph::{Body, Request};

/// Properties that hold a seed or a code.
const SECRET: [&str; 2] = ["secretKey", "verificationCode"];
/// What stands in their place.
const DOTS: &str = "•••";
/// How many serial numbers are named in a row of the log.
pub(super) const NAMED: usize = 3;

/// The request as it may be kept.
pub(super) fn line(request: &Request) -> Line {
    Line {
        method: request.method,
        path: request.path.clone(),
        body: request.body.as_ref().map(|body| match body {
            Body::Plain(text) => without_secrets(text),
            // EXPOSE: to be copied without what is secret.
            Body::Exposed(content) => {
                core::str::from_utf8(content.expose()).map(without_secrets).unwrap_or_default()
            }
        }),
    }
}

/// The serial numbers in a body: so many of them, and how many more.
pub(super) fn serials(body: Option<&str>, most: usize) -> String {
    let mut rest = body.unwrap_or_default();
    let (mut named, mut count) = (Vec::new(), 0_usize);
    while let Some((value, after)) = value_of(rest, "serialNumber") {
        count += 1;
        if named.len() < most {
            named.push(value);
        }
        rest = after;
    }
    match count.saturating_sub(named.len()) {
        0 => named.join(", "),
        more => format!("{} and {more} more", named.join(", ")),
    }
}

/// The JSON text with dots in place of the values of secret properties. It is cut, not parsed, so that no secret is copied.
fn without_secrets(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (parts, rest) = parts(text);
    for (before, _) in parts {
        out.push_str(before);
        out.push_str(DOTS);
    }
    out.push_str(rest);
    out
}

/// The JSON text without the values of secret properties: what stands before each of them, with the property's name,
/// and what stands behind the last.
pub(super) fn parts(text: &str) -> (Vec<(&str, &'static str)>, &str) {
    let (mut parts, mut rest) = (Vec::new(), text);
    loop {
        let values = SECRET.iter().filter_map(|name| Some((*name, value_of(rest, name)?)));
        let Some((name, (value, after))) = values.max_by_key(|(_, (_, after))| after.len()) else {
            return (parts, rest);
        };
        let begin = rest.len() - after.len() - value.len();
        parts.push((rest.get(..begin).unwrap_or_default(), name));
        rest = after;
    }
}

/// The first value of a property, between its quotes, and the text from the closing quote on.
fn value_of<'a>(text: &'a str, name: &str) -> Option<(&'a str, &'a str)> {
    let at = text.find(&format!("\"{name}\""))?;
    let behind =
        text.get(at + name.len() + 2..)?.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
    let mut is_escaped = false;
    let end = behind.find(|c: char| {
        let closes = c == '"' && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        closes
    })?;
    Some(behind.split_at(end))
}

#[cfg(test)]
mod tests {
    use seedferry_protocol::Exposed;

    use super::*;
    use crate::graph::{Method, request::DEVICES};

    fn check(body: &str, kept: &str) {
        let body = Body::Exposed(Exposed::new(body.as_bytes().to_vec()));
        assert_eq!(line(&Request::with_body(Method::Patch, DEVICES, body)).body.as_deref(), Some(kept));
    }

    #[test]
    fn seeds_and_codes_are_left_out() {
        check(
            r#"{"value":[{"serialNumber":"1","secretKey": "GEZD"},{"secretKey":"\"MZ\\","model":"M"}]}"#,
            r#"{"value":[{"serialNumber":"1","secretKey": "•••"},{"secretKey":"•••","model":"M"}]}"#,
        );
        check(r#"{"verificationCode":"012345","a":1}"#, r#"{"verificationCode":"•••","a":1}"#);
        check(
            r#"{"secretKey":"A","verificationCode":"1","secretKey":"B"}"#,
            r#"{"secretKey":"•••","verificationCode":"•••","secretKey":"•••"}"#,
        );
        check(r#"{"model":"M"}"#, r#"{"model":"M"}"#);
    }

    #[test]
    fn serial_numbers_are_named() {
        let check = |body: &str, named: &str| assert_eq!(serials(Some(body), NAMED), named);
        check("{}", "");
        check(r#"{"serialNumber":"A1"}"#, "A1");
        let many: Vec<_> = (1..=5).map(|number| format!(r#"{{"serialNumber":"A{number}"}}"#)).collect();
        check(&many.concat(), "A1, A2, A3 and 2 more");
        assert_eq!(serials(Some(&many.concat()), usize::MAX), "A1, A2, A3, A4, A5");
    }
}
