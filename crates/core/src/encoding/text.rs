//! From bytes to text: UTF-8 and UTF-16 with and without byte order mark, else Windows-1252.

use core::str::Utf8Error;

use seedferry_protocol::CsvEncoding;
use zeroize::Zeroizing;

/// How the bytes were read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextEncoding {
    /// UTF-8, with or without byte order mark.
    Utf8,
    /// UTF-16 in either byte order, as PowerShell's `Out-File` writes it.
    Utf16,
    /// Windows-1252, because the bytes are no UTF-8.
    Windows1252,
}

/// The text of a file, without byte order mark.
#[derive(Debug)]
pub struct Text<'a> {
    content: Held<'a>,
    /// How the bytes were read.
    pub encoding: TextEncoding,
}

#[derive(Debug)]
enum Held<'a> {
    Borrowed(&'a str),
    Owned(Zeroizing<String>),
}

impl Text<'_> {
    /// The text.
    pub fn as_str(&self) -> &str {
        match &self.content {
            Held::Borrowed(text) => text,
            Held::Owned(text) => text,
        }
    }
}

/// Reads bytes as text; `None` when they are none (control characters).
pub fn read(bytes: &[u8]) -> Option<Text<'_>> {
    let text = decode(bytes);
    is_text(text.as_str()).then_some(text)
}

/// How much of a file is looked at for control characters, in bytes.
const LOOKED_AT: usize = 4096;

fn is_text(text: &str) -> bool {
    let is_foreign = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}' | '\u{1a}');
    !text.chars().take(LOOKED_AT).any(is_foreign)
}

fn decode(bytes: &[u8]) -> Text<'_> {
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return utf8_or_windows(rest);
    }
    match bytes {
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [first, 0, second, 0, ..] if *first != 0 && *second != 0 => utf16(bytes, u16::from_le_bytes),
        [0, first, 0, second, ..] if *first != 0 && *second != 0 => utf16(bytes, u16::from_be_bytes),
        _ => utf8_or_windows(bytes),
    }
}

fn utf8_or_windows(bytes: &[u8]) -> Text<'_> {
    let encoding = TextEncoding::Utf8;
    match core::str::from_utf8(bytes) {
        Ok(text) => Text { content: Held::Borrowed(text), encoding },
        Err(error) => cut_utf8(bytes, error)
            .map_or_else(|| windows_1252(bytes), |text| Text { content: Held::Owned(text), encoding }),
    }
}

/// A text that was cut inside its last letter, where others than ASCII show that it is UTF-8.
fn cut_utf8(bytes: &[u8], error: Utf8Error) -> Option<Zeroizing<String>> {
    let whole = bytes.get(..error.valid_up_to()).filter(|whole| !whole.is_ascii())?;
    let whole = core::str::from_utf8(whole).ok().filter(|_| error.error_len().is_none())?;
    Some(Zeroizing::new([whole, "\u{FFFD}"].concat()))
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Text<'static> {
    let (pairs, _) = bytes.as_chunks::<2>();
    // Three bytes of UTF-8 at most for each unit: the text never moves while it grows, so no copy stays behind.
    let mut text = Zeroizing::new(String::with_capacity(pairs.len().saturating_mul(3)));
    text.extend(char::decode_utf16(pairs.iter().map(|pair| unit(*pair))).map(|c| c.unwrap_or('\u{FFFD}')));
    Text { content: Held::Owned(text), encoding: TextEncoding::Utf16 }
}

fn windows_1252(bytes: &[u8]) -> Text<'static> {
    let mut text = Zeroizing::new(String::with_capacity(bytes.len().saturating_mul(3)));
    text.extend(bytes.iter().map(|byte| windows_character(*byte)));
    Text { content: Held::Owned(text), encoding: TextEncoding::Windows1252 }
}

/// 0x80 to 0x9F of Windows-1252; the five that it leaves open become the replacement character.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{FFFD}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{FFFD}', 'Ž',
    '\u{FFFD}', //
    '\u{FFFD}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{FFFD}', 'ž', 'Ÿ',
];

/// Writes a text, with the mark that its encoding begins with. Where Windows-1252 lacks a letter, a question mark stands.
pub fn write(text: &str, encoding: CsvEncoding) -> Vec<u8> {
    match encoding {
        CsvEncoding::Utf8 => text.as_bytes().to_vec(),
        CsvEncoding::Utf8Marked => ["\u{FEFF}", text].concat().into_bytes(),
        CsvEncoding::Utf16 => {
            let mut bytes = Vec::with_capacity(text.len().saturating_mul(2).saturating_add(2));
            bytes.extend("\u{FEFF}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes));
            bytes
        }
        CsvEncoding::Windows1252 => text.chars().map(|c| windows_byte(c).unwrap_or(b'?')).collect(),
    }
}

/// Whether Windows-1252 has every letter of a text.
pub fn is_windows_1252(text: &str) -> bool {
    text.is_ascii() || text.chars().all(|c| windows_byte(c).is_some())
}

fn windows_byte(c: char) -> Option<u8> {
    match c {
        '\0'..='\x7F' | '\u{A0}'..='\u{FF}' => u8::try_from(c).ok(),
        '\u{FFFD}' => None,
        _ => {
            let place = WINDOWS_1252.iter().position(|special| *special == c)?;
            u8::try_from(place).ok()?.checked_add(0x80)
        }
    }
}

fn windows_character(byte: u8) -> char {
    let special = byte.checked_sub(0x80).and_then(|place| WINDOWS_1252.get(usize::from(place)));
    special.copied().unwrap_or(char::from(byte))
}

#[cfg(test)]
mod tests {
    use super::{TextEncoding::*, *};

    fn check(bytes: &[u8], expected: Option<(&str, TextEncoding)>) {
        let text = read(bytes);
        assert_eq!(text.as_ref().map(|t| (t.as_str(), t.encoding)), expected, "{bytes:?}");
    }

    #[test]
    fn what_is_written_is_read_and_marked() {
        let check = |text: &str, encoding: CsvEncoding, bytes: &[u8], back: Option<&str>| {
            let written = write(text, encoding);
            assert_eq!(written, bytes, "{text} {encoding:?}");
            assert_eq!(read(&written).as_ref().map(Text::as_str), back, "{text} {encoding:?}");
        };
        check("Kä€", CsvEncoding::Utf8, "Kä€".as_bytes(), Some("Kä€"));
        check("Kä€", CsvEncoding::Utf8Marked, "\u{FEFF}Kä€".as_bytes(), Some("Kä€"));
        check("a😀", CsvEncoding::Utf16, b"\xFF\xFEa\0\x3D\xD8\x00\xDE", Some("a😀"));
        check("Kä€ Ÿ", CsvEncoding::Windows1252, b"K\xE4\x80 \x9F", Some("Kä€ Ÿ"));
        check("ł", CsvEncoding::Windows1252, b"?", Some("?"));
        for (text, fits) in [("", true), ("Kä€", true), ("ł", false), ("\u{85}", false), ("\u{FFFD}", false)]
        {
            assert_eq!(is_windows_1252(text), fits, "{text:?}");
        }
    }

    #[test]
    fn reads_each_encoding() {
        for (bytes, expected) in [
            (&b""[..], Some(("", Utf8))),
            (b"abc", Some(("abc", Utf8))),
            (b"\xEF\xBB\xBFabc", Some(("abc", Utf8))),
            ("Käfer".as_bytes(), Some(("Käfer", Utf8))),
            (b"K\xC3\xA4se K\xC3", Some(("Käse K\u{FFFD}", Utf8))),
            (b"K\xC3", Some(("KÃ", Windows1252))),
            (b"K\xE4fer \x80 \x99", Some(("Käfer € ™", Windows1252))),
            (b"\xFF\xFEa\0\xE4\0", Some(("aä", Utf16))),
            (b"\xFE\xFF\0a\0\xE4", Some(("aä", Utf16))),
            (b"a\0b\0", Some(("ab", Utf16))),
            (b"\0a\0b", Some(("ab", Utf16))),
            (b"\xFF\xFEa\0b", Some(("a", Utf16))),
            (b"\xFF\xFE\x3D\xD8\x00\xDE", Some(("😀", Utf16))),
            (b"\xFF\xFE\x3D\xD8a\0", Some(("\u{FFFD}a", Utf16))),
            (b"PK\x03\x04", None),
            (b"ab\0\0", None),
        ] {
            check(bytes, expected);
        }
    }
}
