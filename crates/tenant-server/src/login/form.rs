//! Names and values as forms and queries carry them (WHATWG URL, section 5).

use core::fmt::Write;

use seedferry_tenant::Query;

/// Names and values, where a plus stands for a blank.
#[derive(Clone, Debug, Default)]
pub(crate) struct Form(Query);

impl Form {
    /// Reads a query or the body of a form.
    pub(crate) fn read(text: &str) -> Self {
        Self(Query::read(&text.replace('+', " ")))
    }

    /// A value; nothing when it is not there.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.0.get(name).unwrap_or_default()
    }
}

/// Writes a query or a fragment.
pub(crate) fn written(pairs: &[(&str, &str)]) -> String {
    pairs.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect::<Vec<_>>().join("&")
}

fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a string does not fail.
            write!(out, "%{byte:02X}").ok();
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_read_and_written() {
        let form = Form::read("scope=User.Read+openid&state=a%2Bb%3D%zz&bare&x=");
        let check = |name: &str, value: &str| assert_eq!(form.get(name), value, "{name}");
        check("scope", "User.Read openid");
        check("state", "a+b=%zz");
        check("bare", "");
        check("none", "");
        assert_eq!(written(&[("a", "b c&é"), ("d", "x")]), "a=b%20c%26%C3%A9&d=x");
    }
}
