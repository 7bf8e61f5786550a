//! liboath's users file: `HOTP[/E|/T30[/6]] user pin seed [counter [last code, time]]`, delimited by blanks and tabs,
//! the seed in hexadecimal. It has no serial numbers, so the user stands for one.

use super::{MAX_TOKENS, Parsed, draft::Draft, field::Field, seed_column::SeedColumn, unkept::Unkept};
use crate::{
    encoding::SeedEncoding,
    envelope::Cause,
    token::{Origin, Token},
};

/// Whether the first row of a text is one of a users file.
pub(super) fn recognises(text: &str) -> bool {
    let mut rows = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    rows.next().is_some_and(|row| {
        let mut words = row.split_whitespace();
        words.next().is_some_and(|kind| Kind::read(kind).is_some())
            && words.nth(2).is_some_and(|seed| seed.bytes().all(|c| c.is_ascii_hexdigit()))
    })
}

/// Reads the file.
pub(super) fn parse(text: &str, column: SeedColumn) -> Result<Parsed, Cause> {
    let (source, encoding) = (column.source, column.or(SeedEncoding::Hex));
    let mut parsed = Parsed { encoding: Some(encoding), ..Parsed::default() };
    let mut unkept = Unkept::default();
    for (row, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if parsed.tokens.len() >= MAX_TOKENS {
            return Err(Cause::TooLarge(format!("It has more than {MAX_TOKENS} rows")));
        }
        let draft = Draft::new(Origin { source, row }, &mut parsed.findings);
        parsed.tokens.push(token(line, encoding, draft, &mut unkept));
    }
    if parsed.tokens.iter().any(|token| token.serial.is_some()) {
        parsed.findings.push(Field::Serial.taken_from("user", source));
    }
    parsed.findings.extend(unkept.findings(source));
    if parsed.tokens.is_empty() { Err(Cause::NoTokens) } else { Ok(parsed) }
}

/// What the first word says.
struct Kind<'a> {
    /// Seconds, of a time-based token.
    interval: Option<&'a str>,
    digits: &'a str,
}

impl<'a> Kind<'a> {
    fn read(word: &'a str) -> Option<Self> {
        let mut parts = word.split('/');
        if !parts.next()?.eq_ignore_ascii_case("hotp") {
            return None;
        }
        let moving = parts.next().unwrap_or("E");
        let interval =
            moving.strip_prefix(['T', 't']).map(|seconds| if seconds.is_empty() { "30" } else { seconds });
        (interval.is_some() || moving.eq_ignore_ascii_case("e"))
            .then(|| Self { interval, digits: parts.next().unwrap_or("6") })
    }
}

fn token(line: &str, encoding: SeedEncoding, mut draft: Draft<'_>, unkept: &mut Unkept) -> Token {
    let mut words = line.split_whitespace();
    let mut word = || words.next().unwrap_or_default();
    let [kind, user, pin, seed, counter] = [word(), word(), word(), word(), word()];
    unkept.value("PIN", pin.trim_matches(['-', '+']));
    unkept.value("last code", word());
    unkept.value("time of the last code", word());
    draft.take(Field::Serial, user);
    draft.take_seed(seed, encoding);
    match Kind::read(kind) {
        // What stands in the counter's place of a time-based token is how far its clock is off.
        Some(Kind { interval: Some(interval), digits }) => {
            unkept.value("clock offset", counter.trim_matches('0'));
            draft.take(Field::Interval, interval);
            draft.take(Field::Digits, digits);
        }
        Some(Kind { interval: None, digits }) => {
            draft.take(Field::Type, "hotp");
            draft.take(Field::Digits, digits);
            draft.take(Field::Counter, if counter.is_empty() { "0" } else { counter });
        }
        None => draft.take(Field::Type, kind),
    }
    draft.finish(!user.is_empty())
}
