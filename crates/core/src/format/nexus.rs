//! Nexus: event-based tokens as `serial:seed:counter`, seed and counter (big-endian) in Base64.

use super::{MAX_TOKENS, Parsed, draft::Draft, field::Field, seed_column::SeedColumn};
use crate::{
    encoding::{SeedEncoding, decode},
    envelope::Cause,
    token::{Origin, Token},
};

/// Rows that are looked at to recognise a list.
const LOOKED_AT: usize = 10;

/// Whether a text is such a list.
pub(super) fn recognises(text: &str) -> bool {
    let mut rows = text.lines().filter(|line| !line.trim().is_empty()).take(LOOKED_AT).peekable();
    rows.peek().is_some() && rows.all(|row| cells(row).is_some_and(is_row))
}

/// Reads the list.
pub(super) fn parse(text: &str, column: SeedColumn) -> Result<Parsed, Cause> {
    let (source, encoding) = (column.source, column.or(SeedEncoding::Base64));
    let mut parsed = Parsed { encoding: Some(encoding), ..Parsed::default() };
    for (row, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        if parsed.tokens.len() >= MAX_TOKENS {
            return Err(Cause::TooLarge(format!("It has more than {MAX_TOKENS} rows")));
        }
        let draft = Draft::new(Origin { source, row }, &mut parsed.findings);
        parsed.tokens.push(token(cells(line).unwrap_or([line, "", ""]), encoding, draft));
    }
    if parsed.tokens.is_empty() { Err(Cause::Empty) } else { Ok(parsed) }
}

fn cells(line: &str) -> Option<[&str; 3]> {
    let (serial, rest) = line.trim().split_once(':')?;
    let (seed, counter) = rest.split_once(':')?;
    Some([serial, seed, counter])
}

fn is_row([serial, seed, counter]: [&str; 3]) -> bool {
    let is_base64 = |text: &str| decode(text, SeedEncoding::Base64).is_ok();
    let is_serial = !serial.is_empty() && serial.bytes().all(|c| c.is_ascii_graphic());
    is_serial && !seed.contains(' ') && is_base64(seed) && is_base64(counter)
}

fn token([serial, seed, counter]: [&str; 3], encoding: SeedEncoding, mut draft: Draft<'_>) -> Token {
    draft.take(Field::Serial, serial);
    draft.take(Field::Type, "hotp");
    draft.take_seed(seed, encoding);
    draft.take(Field::CounterBase64, counter);
    draft.finish(!serial.is_empty())
}
