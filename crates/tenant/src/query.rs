//! Queries: names and values, percent-encoded.

/// A query taken apart, its names and values decoded.
#[derive(Clone, Debug, Default)]
pub struct Query(Vec<(String, String)>);

impl Query {
    /// Reads what stands behind the question mark.
    pub fn read(query: &str) -> Self {
        let pairs = query.split('&').filter(|pair| !pair.is_empty());
        Self(
            pairs
                .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
                .map(|(name, value)| (decoded(name), decoded(value)))
                .collect(),
        )
    }

    /// The value of a name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(each, _)| each == name).map(|(_, value)| value.as_str())
    }

    /// A whole number; the fault is that it is none.
    pub(crate) fn number(&self, name: &str) -> Result<Option<usize>, ()> {
        self.get(name).map(|value| value.parse().map_err(|_| ())).transpose()
    }
}

/// Undoes percent-encoding (RFC 3986, section 2.1); what is no UTF-8 becomes replacement characters.
pub(crate) fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let mut ahead = rest.clone();
        let pair = (byte == b'%').then(|| (digit(ahead.next()), digit(ahead.next())));
        if let Some((Some(high), Some(low))) = pair {
            bytes.push(high << 4 | low);
            rest = ahead;
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn digit(letter: Option<u8>) -> Option<u8> {
    char::from(letter?).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// What stands between quotes, where a doubled quote is one.
pub(crate) fn unquoted(text: &str) -> Option<String> {
    Some(text.trim().strip_prefix('\'')?.strip_suffix('\'')?.replace("''", "'"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read() {
        let query = Query::read("$filter=serialNumber%20eq%20'O''Neil%27&$top=x&%24skip=7&bare&z=%zz%C3%A9");
        let check = |name: &str, value: Option<&str>| assert_eq!(query.get(name), value, "{name}");
        check("$filter", Some("serialNumber eq 'O''Neil'"));
        check("$skip", Some("7"));
        check("bare", Some(""));
        check("z", Some("%zzé"));
        check("none", None);
        assert_eq!((query.number("$skip"), query.number("$top")), (Ok(Some(7)), Err(())));
        assert_eq!(unquoted(" 'O''Neil'").as_deref(), Some("O'Neil"));
        assert_eq!(unquoted("7"), None);
    }
}
