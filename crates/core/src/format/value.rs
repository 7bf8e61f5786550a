//! What a text means: pure functions over one value.

use crate::{
    diagnostic::DummySeed,
    encoding::{SeedEncoding, decode},
    secret::Seed,
    token::OathType,
};

/// An object id of Entra: 8-4-4-4-12 hexadecimal digits.
pub(crate) fn is_object_id(text: &str) -> bool {
    let lengths = [8, 4, 4, 4, 12];
    let mut groups = text.split('-');
    lengths.iter().all(|length| {
        groups
            .next()
            .is_some_and(|group| group.len() == *length && group.bytes().all(|c| c.is_ascii_hexdigit()))
    }) && groups.next().is_none()
}

pub(super) fn is_upn(text: &str) -> bool {
    let Some((name, domain)) = text.split_once('@') else {
        return false;
    };
    let label = |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-');
    !name.is_empty()
        && !text.contains(|c: char| c.is_whitespace() || c.is_control() || c == ',' || c == ';')
        && domain.contains('.')
        && domain.split('.').all(label)
}

/// A text as a finding may quote it. Columns that are shifted put a seed where a number belongs, and a seed must not
/// be shown: what may be one is told by its length alone.
pub(crate) fn quotable(text: &str) -> String {
    let letters = || text.chars().filter(|c| !c.is_whitespace() && *c != '-');
    let in_an_alphabet = letters().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '='));
    if in_an_alphabet && letters().count() >= FEWEST_LETTERS {
        format!("… ({} characters)", text.chars().count())
    } else {
        text.to_owned()
    }
}

/// Whether a text has the shape of a seed in hexadecimal or Base32: long, in one case, with letters and digits.
pub(super) fn has_shape_of_seed(text: &str) -> bool {
    let letters = || text.bytes().filter(|c| !c.is_ascii_whitespace() && *c != b'-');
    let one_case = !(letters().any(|c| c.is_ascii_lowercase()) && letters().any(|c| c.is_ascii_uppercase()));
    letters().count() >= FEWEST_LETTERS
        && letters().all(|c| c.is_ascii_alphanumeric() || c == b'=')
        && one_case
        && letters().any(|c| c.is_ascii_digit())
        && letters().any(|c| c.is_ascii_alphabetic())
}

/// Ten bytes in Base32, the shortest seed.
const FEWEST_LETTERS: usize = 16;

pub(super) fn oath_type(text: &str) -> OathType {
    let name = text.to_ascii_lowercase();
    match name.rsplit([':', '#']).next().unwrap_or_default() {
        "totp" | "time" | "timebased" | "time-based" | "oath-totp" => OathType::Totp,
        "hotp" | "event" | "eventbased" | "event-based" | "oath-hotp" => OathType::Hotp,
        "ocra" => OathType::Ocra,
        _ => OathType::Other(quotable(text)),
    }
}

/// `'0123` and `="0123"` are how a spreadsheet is told that a number is text.
pub(super) fn without_text_mark(text: &str) -> &str {
    let text = text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')).unwrap_or(text);
    text.strip_prefix('\'').unwrap_or(text).trim()
}

pub(super) fn without_fraction(text: &str) -> &str {
    match text.split_once('.') {
        Some((whole, zeros))
            if !whole.is_empty()
                && !zeros.is_empty()
                && whole.bytes().all(|c| c.is_ascii_digit())
                && zeros.bytes().all(|c| c == b'0') =>
        {
            whole
        }
        _ => text,
    }
}

/// The number that bytes in Base64 make, the highest first.
pub(super) fn in_decimal(counter: &str) -> Option<String> {
    let decoded = decode(counter, SeedEncoding::Base64).ok()?;
    // EXPOSE: a counter, which only shares the encoding with seeds.
    let bytes = decoded.seed.expose().iter().skip_while(|byte| **byte == 0);
    let value = bytes.clone().fold(0_u64, |value, byte| (value << 8) | u64::from(*byte));
    (bytes.count() <= size_of::<u64>()).then(|| value.to_string())
}

/// Seeds of examples that Microsoft, Deepnet and many others print, upper-case hex left out: bytes.
const MANUALS: [&[u8]; 4] = [
    b"Hello!\xDE\xAD\xBE\xEF",
    b"Hello!\xDE\xAD\xBE\xEFHello!\xDE\xAD\xBE\xEF",
    &[
        0xd6, 0xf9, 0xdf, 0x7c, 0x01, 0x10, 0xc8, 0x53, 0x1d, 0x09, 0x52, 0xd8, 0xd7, 0x3e, 0x11, 0x94, 0xe9,
        0x5b, 0x5f, 0x19,
    ],
    &[0xd6, 0xb7, 0xce, 0xfb, 0xe0, 0x08, 0x86, 0x42, 0xeb, 0x5b, 0xe7, 0x7d, 0xf0, 0x04, 0x43, 0x21],
];

pub(super) fn dummy(seed: &Seed) -> Option<DummySeed> {
    // EXPOSE: compared with published seeds, never stored.
    let bytes = seed.expose();
    let is_rfc = bytes.iter().zip(b"1234567890".iter().cycle()).all(|(byte, digit)| byte == digit);
    match bytes {
        [first, rest @ ..] if rest.iter().all(|byte| byte == first) => Some(DummySeed::Constant),
        _ if is_rfc => Some(DummySeed::Rfc),
        _ if MANUALS.contains(&bytes) => Some(DummySeed::Manual),
        _ => None,
    }
}
