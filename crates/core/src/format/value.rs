//! What a text means: pure functions over one value.

use super::table::DELIMITERS;
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

/// A text as a finding may quote it. Columns that are shifted put a seed where a number belongs, and rows with another
/// delimiter put it beside other values; a seed must not be shown: what may hold one is told by its length alone.
pub(crate) fn quotable(text: &str) -> String {
    if may_hold_seed(text) { format!("… ({} characters)", text.chars().count()) } else { text.to_owned() }
}

/// Whether a text may be a seed, or a piece of it: blanks and hyphens may group the letters.
fn may_hold_seed(text: &str) -> bool {
    let is_letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '_' | '=');
    let is_of_seed = |c: char| is_letter(c) || c.is_whitespace() || c == '-';
    let is_long = |piece: &str| piece.chars().filter(|c| is_letter(*c)).count() >= FEWEST_LETTERS;
    // A word of a name has no digits; a seed nearly always has, or capitals alone.
    let is_no_word = |piece: &str| {
        piece.bytes().any(|c| c.is_ascii_digit()) || !piece.bytes().any(|c| c.is_ascii_lowercase())
    };
    (text.chars().all(is_of_seed) && is_long(text))
        || text.split(|c| !is_of_seed(c)).any(|piece| is_long(piece) && is_no_word(piece))
}

/// Whether a text is, or has between delimiters, what looks like a seed.
pub(super) fn shows_seed(text: &str) -> bool {
    has_shape_of_seed(text)
        || (text.contains(DELIMITERS) && text.split(DELIMITERS).any(is_seed_without_blanks))
}

/// Whether a piece is a long word with letters and digits, as remarks have none.
fn is_seed_without_blanks(piece: &str) -> bool {
    let word = piece.trim().trim_matches('"');
    word.len() >= FEWEST_LETTERS
        && word.bytes().all(|c| c.is_ascii_alphanumeric() || matches!(c, b'+' | b'/' | b'='))
        && word.bytes().any(|c| c.is_ascii_digit())
        && word.bytes().any(|c| c.is_ascii_alphabetic())
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
    let name = text.rsplit([':', '#']).next().unwrap_or_default();
    let letters = name.chars().filter(|c| !c.is_whitespace() && !matches!(c, '_' | '-'));
    match letters.map(|c| c.to_ascii_lowercase()).collect::<String>().as_str() {
        "totp" | "time" | "timebased" | "oathtotp" => OathType::Totp,
        "hotp" | "event" | "eventbased" | "oathhotp" => OathType::Hotp,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_hold_a_seed_is_not_quoted() {
        let check = |text: &str, is_quoted: bool| assert_eq!(quotable(text) == text, is_quoted, "{text}");
        let seed = "BDSG2K44B45HOVNKCERDGRCVMZ3YRSCA";
        check(seed, false);
        check("BDSG 2K44 B45H OVNK", false);
        check(&format!("hans@a.com;1002;{seed};60;M;c"), false);
        check(&format!("1002|{seed}|60"), false);
        check("secret:a9SQkbpx2ZJlX8X8V/tk", false);
        check("ABCDEFGHIJKLMNOP@contoso.com", false);
        check("1001;60;M;c", true);
        check("christopherlongname@contoso.com", true);
        check("half a minute", true);
        check("", true);
    }

    #[test]
    fn a_seed_between_delimiters_is_seen_and_a_remark_is_none() {
        let check = |text: &str, shows: bool| assert_eq!(shows_seed(text), shows, "{text}");
        check("1002;BDSG2K44B45HOVNKCERDGRCVMZ3YRSCA;60", true);
        check("1002|a9SQkbpx2ZJlX8X8V/tk=|60", true);
        check("delivered 2024-11-05; Kiel office, room 12", false);
        check("hans@a.com;1002", false);
    }

    #[test]
    fn types_are_known_in_every_spelling() {
        let check = |text: &str, expected: OathType| assert_eq!(oath_type(text), expected, "{text}");
        for text in ["TOTP", "time", "Time Based", "time_based", "time-based", "OATH-TOTP", "urn:x:pskc:totp"]
        {
            check(text, OathType::Totp);
        }
        for text in ["hotp", "event", "Event Based", "oath_hotp", "urn#hotp"] {
            check(text, OathType::Hotp);
        }
        check("ocra", OathType::Ocra);
        check("motp", OathType::Other("motp".to_owned()));
    }
}
