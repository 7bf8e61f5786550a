//! liboath's users file: `HOTP[/E|/T30[/6]] user pin seed [counter [last code, time]]`, delimited by blanks and tabs,
//! the seed in hexadecimal. It has no serial numbers, so the user stands for one.

use super::{MAX_TOKENS, Parsed, draft::Draft, field::Field, seed_column::SeedColumn, unkept::Unkept};
use crate::{
    encoding::SeedEncoding,
    envelope::Cause,
    token::{OathType, Origin, Token},
};

/// Words of the longest row.
const MOST_WORDS: usize = 7;

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
        parsed.tokens.push(token(line, encoding, draft, &mut |name, value| {
            unkept.value_in(row, name, value);
        }));
    }
    if parsed.tokens.iter().any(|token| token.serial.is_some()) {
        parsed.findings.push(Field::Serial.taken_from("user", source));
    }
    parsed.findings.extend(unkept.findings(source));
    if parsed.tokens.is_empty() { Err(Cause::NoTokens) } else { Ok(parsed) }
}

/// What the first word says.
pub(super) struct Kind<'a> {
    /// Seconds, of a time-based token.
    pub(super) interval: Option<&'a str>,
    /// Digits.
    pub(super) digits: &'a str,
}

impl<'a> Kind<'a> {
    /// Reads the word, as liboath 2.6 does (`usersfile.c`): 30 seconds and 6 digits are the usual.
    pub(super) fn read(word: &'a str) -> Option<Self> {
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

/// The first word of a token's row.
pub(super) fn word(token: &Token) -> String {
    let digits = token.digits_or_assumed().0.get();
    match token.oath_type {
        OathType::Totp => format!("HOTP/T{}/{digits}", token.interval_or_assumed().0.seconds()),
        _ => format!("HOTP/E/{digits}"),
    }
}

/// The token of a row; `other` is told of each value that no token has a place for.
fn token(
    line: &str,
    encoding: SeedEncoding,
    mut draft: Draft<'_>,
    other: &mut dyn FnMut(&str, &str),
) -> Token {
    draft.expect_cells(line.split_whitespace().count(), MOST_WORDS);
    let mut words = line.split_whitespace();
    let mut word = || words.next().unwrap_or_default();
    let [kind, user, pin, seed, counter] = [word(), word(), word(), word(), word()];
    other("PIN", pin.trim_matches(['-', '+']));
    other("last code", word());
    other("time of the last code", word());
    draft.take(Field::Serial, user);
    draft.take_seed(seed, encoding);
    let has_parts = !kind.eq_ignore_ascii_case("hotp");
    draft.take(Field::Type, if has_parts { kind } else { "HOTP/E" });
    match Kind::read(kind) {
        // What stands in the counter's place of a time-based token is how far its clock is off.
        Some(Kind { interval: Some(_), .. }) => other("clock offset", counter.trim_matches('0')),
        Some(_) => draft.take(Field::Counter, if counter.is_empty() { "0" } else { counter }),
        None => {}
    }
    draft.finish(!user.is_empty())
}
