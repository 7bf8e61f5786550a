//! One seed as text. Tidies what people and spreadsheets do to it, and says so; never guesses a character.

use data_encoding::{BASE32_NOPAD, BASE64, HEXLOWER, HEXUPPER};
use seedferry_protocol::{SeedReading, SeedText};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::secret::Seed;

/// Longest text that is taken for a seed, in characters. The longest one in use has 128.
pub(crate) const MAX_CHARACTERS: usize = 1024;

/// How a seed is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SeedEncoding {
    /// Hexadecimal digits (RFC 4648 §8), either case.
    Hex,
    /// Base32 (RFC 4648 §6), either case.
    Base32,
    /// Base64 (RFC 4648 §4), or its variant for URLs (§5).
    Base64,
}

impl SeedEncoding {
    /// The encoding that a file calls `HEX`, `BASE32` or `BASE64`, in any case.
    pub fn named(name: &str) -> Option<Self> {
        match name.to_ascii_uppercase().as_str() {
            "HEX" => Some(Self::Hex),
            "BASE32" => Some(Self::Base32),
            "BASE64" => Some(Self::Base64),
            _ => None,
        }
    }

    /// The name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Hex => "hexadecimal",
            Self::Base32 => "Base32",
            Self::Base64 => "Base64",
        }
    }

    /// What was chosen; `None` when it was left to be decided.
    pub fn chosen(reading: SeedReading) -> Option<Self> {
        match reading {
            SeedReading::Decided => None,
            SeedReading::Hex => Some(Self::Hex),
            SeedReading::Base32 => Some(Self::Base32),
            SeedReading::Base64 => Some(Self::Base64),
        }
    }

    /// The choice that stands for it.
    pub fn reading(self) -> SeedReading {
        match self {
            Self::Hex => SeedReading::Hex,
            Self::Base32 => SeedReading::Base32,
            Self::Base64 => SeedReading::Base64,
        }
    }

    /// Bits that one character carries.
    fn bits(self) -> u32 {
        match self {
            Self::Hex => 4,
            Self::Base32 => 5,
            Self::Base64 => 6,
        }
    }

    /// What a character stands for.
    fn value(self, character: u8) -> Option<u8> {
        match (self, character) {
            (Self::Hex, b'0'..=b'9') => Some(character - b'0'),
            (Self::Hex, b'A'..=b'F') => Some(character - b'A' + 10),
            (Self::Hex, b'a'..=b'f') => Some(character - b'a' + 10),
            (Self::Base32 | Self::Base64, b'A'..=b'Z') => Some(character - b'A'),
            (Self::Base32, b'a'..=b'z') => Some(character - b'a'),
            (Self::Base32, b'2'..=b'7') => Some(character - b'2' + 26),
            (Self::Base64, b'a'..=b'z') => Some(character - b'a' + 26),
            (Self::Base64, b'0'..=b'9') => Some(character - b'0' + 52),
            (Self::Base64, b'+' | b'-') => Some(62),
            (Self::Base64, b'/' | b'_') => Some(63),
            _ => None,
        }
    }
}

/// A seed that could be read.
#[derive(Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The bytes.
    pub seed: Seed,
    /// Blanks, hyphens, padding, an apostrophe or `0x` were taken away.
    pub tidied: bool,
    /// The last character carries bits that belong to no byte and are not zero.
    pub trailing_bits: bool,
}

/// Why a seed could not be read. Names no character of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SeedFault {
    /// There is none.
    Missing,
    /// A spreadsheet turned it into a rounded number.
    Rounded,
    /// The only wrong characters in a Base32 text are 0, 1, 8 or 9; that many.
    LookAlikes(u32),
    /// Characters that the encoding does not have; that many.
    Characters(u32),
    /// That many characters never make whole bytes.
    Length(u32),
    /// More than 1024 characters.
    TooLong,
}

/// Reads a seed.
pub fn decode(text: &str, encoding: SeedEncoding) -> Result<Decoded, SeedFault> {
    let body = bare(text, encoding);
    if body.len() > MAX_CHARACTERS {
        return Err(SeedFault::TooLong);
    }
    let mut bytes = Vec::with_capacity(body.len());
    let mut rest = Bits::default();
    let (mut wrong, mut look_alikes, mut characters) = (0_u32, 0_u32, 0_u32);
    for character in body.bytes().filter(|c| !is_filling(*c, encoding)) {
        characters += 1;
        match encoding.value(character) {
            Some(value) => bytes.extend(rest.push(value, encoding.bits())),
            None if matches!(character, b'0' | b'1' | b'8' | b'9') => look_alikes += 1,
            None => wrong += 1,
        }
    }
    let read = Zeroizing::new(bytes);
    verdict(text, encoding, wrong, look_alikes)?;
    if rest.count >= encoding.bits() {
        return Err(SeedFault::Length(characters));
    }
    Ok(Decoded {
        seed: Seed::new(read.to_vec()).ok_or(SeedFault::Missing)?,
        tidied: characters as usize + usual_padding(text, encoding) != text.trim().len(),
        trailing_bits: rest.value != 0,
    })
}

/// Writes Base32 in upper case without padding, as Entra wants it.
pub fn write_base32(seed: &Seed) -> Zeroizing<String> {
    // EXPOSE: the seed is being written into a file that the user asked for.
    Zeroizing::new(BASE32_NOPAD.encode(seed.expose()))
}

/// Writes lower-case hex.
pub fn write_hex(seed: &Seed) -> Zeroizing<String> {
    // EXPOSE: the seed is being written into a file that the user asked for.
    Zeroizing::new(HEXLOWER.encode(seed.expose()))
}

/// Writes a seed as a target wants it.
pub fn write_as(seed: &Seed, text: SeedText) -> Zeroizing<String> {
    // EXPOSE: the seed is being written into a file that the user asked for.
    let bytes = seed.expose();
    match text {
        SeedText::Hex => Zeroizing::new(HEXUPPER.encode(bytes)),
        SeedText::Base32 => write_base32(seed),
        SeedText::Base64 => Zeroizing::new(BASE64.encode(bytes)),
    }
}

/// Bits that do not make a byte yet.
#[derive(Default)]
struct Bits {
    value: u16,
    count: u32,
}

impl Bits {
    fn push(&mut self, value: u8, bits: u32) -> Option<u8> {
        self.value = (self.value << bits) | u16::from(value);
        self.count += bits;
        let whole = self.count.checked_sub(8)?;
        let [_, byte] = (self.value >> whole).to_be_bytes();
        self.value &= (1 << whole) - 1;
        self.count = whole;
        Some(byte)
    }
}

/// The text without what stands around a seed: blanks, an apostrophe, `0x`, padding.
fn bare(text: &str, encoding: SeedEncoding) -> &str {
    let text = text.trim().trim_start_matches('\'').trim_end_matches('=');
    match encoding {
        SeedEncoding::Hex => text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")).unwrap_or(text),
        SeedEncoding::Base32 | SeedEncoding::Base64 => text,
    }
}

/// Padding belongs to Base64; Base32 is written without it in seed files.
fn usual_padding(text: &str, encoding: SeedEncoding) -> usize {
    let count = text.trim().bytes().rev().take_while(|c| *c == b'=').count();
    if encoding == SeedEncoding::Base64 { count } else { 0 }
}

/// Blanks and hyphens that group characters. A hyphen is a digit in the URL variant of Base64.
fn is_filling(character: u8, encoding: SeedEncoding) -> bool {
    character.is_ascii_whitespace() || (character == b'-' && encoding != SeedEncoding::Base64)
}

fn verdict(text: &str, encoding: SeedEncoding, wrong: u32, look_alikes: u32) -> Result<(), SeedFault> {
    match (wrong, look_alikes) {
        (0, 0) => Ok(()),
        _ if is_rounded(text) => Err(SeedFault::Rounded),
        (0, count) if encoding == SeedEncoding::Base32 => Err(SeedFault::LookAlikes(count)),
        _ => Err(SeedFault::Characters(wrong.saturating_add(look_alikes))),
    }
}

/// `2.60012E+12`, also with a decimal comma: what a spreadsheet makes of a long number.
pub(crate) fn is_rounded(text: &str) -> bool {
    let Some((number, exponent)) = text.trim().split_once(['E', 'e']) else {
        return false;
    };
    exponent.starts_with('+')
        && exponent.bytes().skip(1).all(|c| c.is_ascii_digit())
        && exponent.len() > 1
        && number.starts_with(|c: char| c.is_ascii_digit())
        && number.bytes().all(|c| c.is_ascii_digit() || matches!(c, b'.' | b','))
}

#[cfg(test)]
mod tests {
    use super::{SeedEncoding::*, *};

    fn check(text: &str, encoding: SeedEncoding, expected: Result<(&str, bool, bool), SeedFault>) {
        let read =
            decode(text, encoding).map(|d| (write_hex(&d.seed).to_string(), d.tidied, d.trailing_bits));
        let expected = expected.map(|(hex, tidied, bits)| (hex.to_owned(), tidied, bits));
        assert_eq!(read, expected, "{text:?} as {encoding:?}");
    }

    #[test]
    fn reads_what_is_written_and_names_what_is_not() {
        let hello = "48656c6c6f21deadbeef";
        for (text, encoding, expected) in [
            ("JBSWY3DPEHPK3PXP", Base32, Ok((hello, false, false))),
            ("jbswy3dpehpk3pxp", Base32, Ok((hello, false, false))),
            (" JBSW Y3DP-EHPK 3PXP ", Base32, Ok((hello, true, false))),
            ("'JBSWY3DPEHPK3PXP", Base32, Ok((hello, true, false))),
            ("MZXW6YTB", Base32, Ok(("666f6f6261", false, false))),
            ("MZXW6YQ=", Base32, Ok(("666f6f62", true, false))),
            ("2234567abcdef2234567abcdef", Base32, Ok(("d6b7cefbe0088642eb5be77df0044321", false, true))),
            ("JBSWY3DPEHPK3PX0", Base32, Err(SeedFault::LookAlikes(1))),
            ("1234567890abcdef", Base32, Err(SeedFault::LookAlikes(4))),
            ("JBSWY3DP!", Base32, Err(SeedFault::Characters(1))),
            ("JBSWY3DPÄ", Base32, Err(SeedFault::Characters(2))),
            ("JBS=WY3D", Base32, Err(SeedFault::Characters(1))),
            ("JBS", Base32, Err(SeedFault::Length(3))),
            ("JBSWY3", Base32, Err(SeedFault::Length(6))),
            ("J", Base32, Err(SeedFault::Length(1))),
            ("", Base32, Err(SeedFault::Missing)),
            (" - ", Base32, Err(SeedFault::Missing)),
            ("1.23457E+39", Base32, Err(SeedFault::Rounded)),
            ("1,23457E+39", Hex, Err(SeedFault::Rounded)),
            ("0x48656C6C6F21DEADBEEF", Hex, Ok((hello, true, false))),
            ("48656C6C6F21DEADBEEF", Hex, Ok((hello, false, false))),
            ("123", Hex, Err(SeedFault::Length(3))),
            ("1j12", Hex, Err(SeedFault::Characters(1))),
            ("SGVsbG8h3q2+7w==", Base64, Ok((hello, false, false))),
            ("SGVsbG8h3q2-7w", Base64, Ok((hello, false, false))),
            ("SGVsb", Base64, Err(SeedFault::Length(5))),
        ] {
            check(text, encoding, expected);
        }
    }

    #[test]
    fn a_text_too_long_for_a_seed_is_refused() {
        check(&"A".repeat(MAX_CHARACTERS + 1), Base32, Err(SeedFault::TooLong));
        assert!(decode(&"A".repeat(MAX_CHARACTERS), Base32).is_ok());
    }
}
