//! In which encoding a whole column of seeds is written. One cell alone may read as several.

use super::SeedEncoding;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Its encoding.
    pub encoding: SeedEncoding,
    /// Every cell would make a seed of a usual size in hexadecimal as well as in Base32.
    pub ambiguous: bool,
}

/// Decides over all cells of a column. The expected encoding wins when it reads as many of them as any other.
///
/// Nearly any text reads as Base64, so that is believed only on evidence: cells with `+`, `/` or both cases.
pub fn decide<'a>(cells: impl Iterator<Item = &'a str>, expected: SeedEncoding) -> Decision {
    let mut count = Counts::default();
    cells.map(shape).for_each(|shape| count.add(&shape));
    let hex_wins = count.hex > count.base32 || (count.hex == count.base32 && expected == SeedEncoding::Hex);
    let (narrow, read) =
        if hex_wins { (SeedEncoding::Hex, count.hex) } else { (SeedEncoding::Base32, count.base32) };
    let base64 =
        count.surely_base64 * 2 >= count.all && (read * 2 < count.all || expected == SeedEncoding::Base64);
    let encoding = match (count.all, base64, read) {
        (0, ..) | (_, false, 0) => expected,
        (_, true, _) => SeedEncoding::Base64,
        _ => narrow,
    };
    Decision { encoding, ambiguous: count.all > 0 && count.either == count.all }
}

/// Whether all cells that are not empty make seeds of usual sizes in hexadecimal.
pub fn all_are_hex<'a>(cells: impl Iterator<Item = &'a str>) -> bool {
    let mut shapes = cells.map(shape).filter(|shape| shape.characters > 0).peekable();
    shapes.peek().is_some() && shapes.all(|shape| shape.is_hex() && shape.has_usual_hex_length())
}

#[derive(Default)]
struct Counts {
    all: usize,
    hex: usize,
    base32: usize,
    /// Base32 that would make a seed of a usual size in hexadecimal.
    either: usize,
    surely_base64: usize,
}

impl Counts {
    fn add(&mut self, shape: &Shape) {
        self.all += usize::from(shape.characters > 0);
        self.hex += usize::from(shape.is_hex());
        self.base32 += usize::from(shape.is_base32());
        self.either += usize::from(shape.is_base32() && shape.is_hex() && shape.has_usual_hex_length());
        self.surely_base64 += usize::from(shape.is_surely_base64());
    }
}

/// Which kinds of characters a cell has.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is one kind of character")]
struct Shape {
    characters: usize,
    not_base32_digit: bool,
    letter_over_f: bool,
    upper: bool,
    lower: bool,
    base64_sign: bool,
    other: bool,
}

fn shape(cell: &str) -> Shape {
    let mut shape = Shape::default();
    let cell = cell.trim().trim_start_matches('\'').trim_end_matches('=');
    for character in cell.bytes().filter(|c| !c.is_ascii_whitespace() && *c != b'-') {
        shape.characters += 1;
        match character {
            b'0' | b'1' | b'8' | b'9' => shape.not_base32_digit = true,
            b'2'..=b'7' => {}
            b'A'..=b'Z' | b'a'..=b'z' => {
                shape.upper |= character.is_ascii_uppercase();
                shape.lower |= character.is_ascii_lowercase();
                shape.letter_over_f |= character.to_ascii_lowercase() > b'f';
            }
            b'+' | b'/' | b'_' => shape.base64_sign = true,
            _ => shape.other = true,
        }
    }
    shape
}

impl Shape {
    fn is_hex(&self) -> bool {
        self.characters > 0
            && self.characters.is_multiple_of(2)
            && !self.letter_over_f
            && !self.base64_sign
            && !self.other
    }

    /// 16, 20, 24, 32, 40 or 64 bytes.
    fn has_usual_hex_length(&self) -> bool {
        matches!(self.characters, 32 | 40 | 48 | 64 | 80 | 128)
    }

    fn is_base32(&self) -> bool {
        self.characters > 0
            && !matches!(self.characters % 8, 1 | 3 | 6)
            && !self.not_base32_digit
            && !self.base64_sign
            && !self.other
    }

    fn is_surely_base64(&self) -> bool {
        self.characters % 4 != 1
            && !self.other
            && (self.base64_sign || (self.upper && self.lower && self.letter_over_f))
    }
}

#[cfg(test)]
mod tests {
    use super::{SeedEncoding::*, *};

    fn check(cells: &[&str], expected: SeedEncoding, encoding: SeedEncoding, ambiguous: bool) {
        let decision = decide(cells.iter().copied(), expected);
        assert_eq!(decision, Decision { encoding, ambiguous }, "{cells:?}");
    }

    #[test]
    fn a_column_of_nothing_but_hexadecimal_is_told() {
        let hex = "08E49538328BAE830E0DB14A82341100BC23B840";
        for (cells, expected) in [
            (vec![], false),
            (vec![""], false),
            (vec![hex, "", hex], true),
            (vec![hex, "CORJU4+NM5DOZ4XQ"], false),
            (vec!["08E4"], false),
        ] {
            assert_eq!(all_are_hex(cells.iter().copied()), expected, "{cells:?}");
        }
    }

    #[test]
    fn the_column_decides_not_the_cell() {
        let (base32, hex) = ("234567ABCDEFGHIJKLMNOPQRSTUVWXYZ", "08E49538328BAE830E0DB14A82341100BC23B840");
        let either = "ABCDEF23ABCDEF23ABCDEF23ABCDEF23";
        for (cells, expected, encoding, ambiguous) in [
            (vec![], Base32, Base32, false),
            (vec![""], Hex, Hex, false),
            (vec![base32], Base32, Base32, false),
            (vec![hex], Base32, Hex, false),
            (vec![hex, either, hex], Base32, Hex, false),
            (vec![base32, either], Hex, Base32, false),
            (vec![either], Base32, Base32, true),
            (vec![either], Hex, Hex, true),
            (vec!["2234567abcdef2234567abcdef"], Base32, Base32, false),
            (vec![base32, base32, "JBSWY3DPEHPK3PX0"], Base32, Base32, false),
            (vec![hex, hex, base32], Base32, Hex, false),
            (vec!["SGVsbG8h3q2+7w==", "SGVsbG8h3q237w=="], Base32, Base64, false),
            (vec!["jbswy3dpehpk3pxp", "JBSWY3DPEHPK3PXP"], Base32, Base32, false),
            (vec!["!", "?"], Base32, Base32, false),
        ] {
            check(&cells, expected, encoding, ambiguous);
        }
    }
}
