//! `UserId` of PSKC (RFC 6030 §4.2): a distinguished name as text (RFC 4514), of which a token keeps the user's name.

use std::borrow::Cow;

use seedferry_protocol::PskcUsers;

use super::super::value::is_upn;

/// Attributes that name a user where the whole id is nothing but one of them.
const USER: [&str; 2] = ["UID", "0.9.2342.19200300.100.1.1"];

/// What an id says of the user.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct User<'a> {
    /// The user's name, if there is one that a token keeps.
    pub(super) name: Option<Cow<'a, str>>,
    /// The id says more than that.
    pub(super) has_more: bool,
}

/// Reads an id: the first part of it that is a UPN, else its only part where that names the user.
pub(super) fn read(id: &str) -> User<'_> {
    let id = id.trim();
    let parts = parts(id);
    let upn = parts.iter().find(|(_, value)| is_upn(value));
    let alone = match parts.as_slice() {
        [part] if part.0.is_none_or(|name| USER.iter().any(|known| known.eq_ignore_ascii_case(name))) => {
            Some(part)
        }
        _ => None,
    };
    let name = upn.or(alone).map(|(_, value)| value.clone()).filter(|value| !value.is_empty());
    User { name, has_more: parts.len() > 1 }
}

/// The id of a user, in this form; `None` where users are left out.
pub(super) fn write(name: &str, form: PskcUsers) -> Option<String> {
    match form {
        PskcUsers::Uid => Some(format!("UID={}", escaped(name))),
        PskcUsers::Plain => Some(name.to_owned()),
        PskcUsers::LeftOut => None,
    }
}

/// Whether the id of a user, in this form, is read as that user again.
pub(crate) fn reads_back(name: &str, form: PskcUsers) -> bool {
    write(name, form).is_none_or(|id| read(&id).name.as_deref() == Some(name))
}

/// The attributes of a name with their values; a text that is no distinguished name is one value without an attribute.
fn parts(id: &str) -> Vec<(Option<&str>, Cow<'_, str>)> {
    let part = |text| {
        let (name, value) = split_once(text, &['='])?;
        is_attribute(name.trim()).then(|| (Some(name.trim()), unescaped(value)))
    };
    let mut parts = Vec::new();
    let mut rest = Some(id);
    while let Some(text) = rest {
        let (first, after) = split_once(text, &[',', '+', ';']).map_or((text, None), |(a, b)| (a, Some(b)));
        let Some(part) = part(first) else {
            return vec![(None, Cow::Borrowed(id))];
        };
        parts.push(part);
        rest = after;
    }
    parts
}

/// A short name or a number with dots (RFC 4512 §1.4).
fn is_attribute(name: &str) -> bool {
    let is_plain = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'.');
    !name.is_empty() && name.bytes().all(is_plain)
}

/// Splits at the first of these characters that is neither escaped nor in quotation marks (RFC 2253 §4 has those).
fn split_once<'a>(text: &'a str, at: &[char]) -> Option<(&'a str, &'a str)> {
    let (mut is_escaped, mut in_quotes) = (false, false);
    for (place, c) in text.char_indices() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => in_quotes = !in_quotes,
            c if at.contains(&c) && !in_quotes => {
                return Some((text.get(..place)?, text.get(place + c.len_utf8()..)?));
            }
            _ => {}
        }
    }
    None
}

/// Takes the escapes of RFC 4514 §2.4 away: a backslash before a sign, or before the two hexadecimal digits of a byte.
fn unescaped(value: &str) -> Cow<'_, str> {
    let start = value.trim_start();
    let end = start.trim_end();
    // The last blank may be an escaped one.
    let value = if end.ends_with('\\') { start.get(..end.len() + 1).unwrap_or(start) } else { end };
    let value = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(value);
    if !value.contains('\\') {
        return Cow::Borrowed(value);
    }
    let (mut bytes, mut rest) = (Vec::with_capacity(value.len()), value.as_bytes());
    while let Some((first, after)) = rest.split_first() {
        let pair = after.split_first_chunk::<2>().filter(|_| *first == b'\\');
        let byte = pair.and_then(|(pair, after)| Some((hex(*pair)?, after)));
        let sign = after.split_first().filter(|_| *first == b'\\').map(|(sign, after)| (*sign, after));
        let (byte, after) = byte.or(sign).unwrap_or((*first, after));
        bytes.push(byte);
        rest = after;
    }
    // Bytes that make no text are left as they are written.
    String::from_utf8(bytes).map_or(Cow::Borrowed(value), Cow::Owned)
}

fn hex(pair: [u8; 2]) -> Option<u8> {
    let [high, low] = pair.map(|digit| char::from(digit).to_digit(16));
    u8::try_from(high? * 16 + low?).ok()
}

/// A value with the escapes of RFC 4514 §2.4.
fn escaped(value: &str) -> String {
    let last = value.chars().count().saturating_sub(1);
    let mut text = String::with_capacity(value.len());
    for (place, c) in value.chars().enumerate() {
        match c {
            // As a byte, because readers of XML take blanks at the edges away.
            ' ' if place == 0 || place == last => text.push_str("\\20"),
            '"' | '+' | ',' | ';' | '<' | '>' | '\\' => text.extend(['\\', c]),
            '#' if place == 0 => text.push_str("\\#"),
            _ => text.push(c),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(id: &str, name: Option<&str>, has_more: bool) {
        assert_eq!(read(id), User { name: name.map(Cow::Borrowed), has_more }, "{id:?}");
    }

    #[test]
    fn a_user_is_read_from_every_form_in_use() {
        check("UID=a@contoso.com", Some("a@contoso.com"), false);
        check("uid = a@contoso.com", Some("a@contoso.com"), false);
        check("CN=a@contoso.com", Some("a@contoso.com"), false);
        check("a@contoso.com", Some("a@contoso.com"), false);
        check("UID=helga", Some("helga"), false);
        check("0.9.2342.19200300.100.1.1=helga", Some("helga"), false);
        check("helga", Some("helga"), false);
        check("CN=Helga", None, false);
        check("UID=jsmith,DC=example,DC=net", None, true);
        check("CN=Helga+UID=a@contoso.com,DC=example", Some("a@contoso.com"), true);
        check("CN=Helga;UID=a@contoso.com", Some("a@contoso.com"), true);
        check("CN=\"Huber, Helga\",UID=a@contoso.com", Some("a@contoso.com"), true);
        check("CN=Huber\\, Helga,UID=a@contoso.com", Some("a@contoso.com"), true);
        check("UID=a\\+b@contoso.com", Some("a+b@contoso.com"), false);
        check("UID=a\\2bb@contoso.com", Some("a+b@contoso.com"), false);
        check("UID=a=b@contoso.com", Some("a=b@contoso.com"), false);
        check("UID=J\\C3\\BCrgen", Some("J\u{fc}rgen"), false);
        check("UID=\\FF", Some("\\FF"), false);
        check("UID=", None, false);
        check("Huber, Helga", Some("Huber, Helga"), false);
        check("", None, false);
        check("UID=a\\", Some("a\\"), false);
    }

    #[test]
    fn what_is_written_is_read() {
        let hard = [
            "a@contoso.com",
            "a+b@contoso.com",
            " a b ",
            "#1",
            "a,b;c<d>e\"f\\g=h",
            "\\20",
            "J\u{fc}rgen",
            " ",
        ];
        for name in hard {
            let id = write(name, PskcUsers::Uid).unwrap();
            assert_eq!(read(&id).name.as_deref(), Some(name), "{id}");
        }
        assert_eq!(write("a+b@contoso.com", PskcUsers::Uid).as_deref(), Some("UID=a\\+b@contoso.com"));
        assert_eq!(write("a+b@contoso.com", PskcUsers::Plain).as_deref(), Some("a+b@contoso.com"));
        assert_eq!(write("a@contoso.com", PskcUsers::LeftOut), None);
        let check = |name: &str, expected: [bool; 3]| {
            assert_eq!(PskcUsers::ALL.map(|(form, _)| reads_back(name, form)), expected, "{name}");
        };
        check("a@contoso.com", [true; 3]);
        check("a=b@contoso.com", [true, false, true]);
        check("CN=Helga,DC=contoso", [true, false, true]);
    }
}
