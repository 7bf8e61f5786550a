//! How hard a typed passphrase is to guess: an estimate that the page shows while it is typed.

use core::fmt;

/// How hard a passphrase is to guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Strength {
    /// Estimated bits.
    pub bits: u32,
}

impl Strength {
    /// Fewer are guessed by somebody who has the file.
    const FAIR: u32 = 50;
    /// More are not worth having.
    const STRONG: u32 = 70;

    /// Whether it should be longer.
    pub fn is_weak(self) -> bool {
        self.bits < Self::FAIR
    }
}

impl fmt::Display for Strength {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match self.bits {
            ..Self::FAIR => "weak",
            Self::FAIR..Self::STRONG => "fair",
            _ => "strong",
        };
        write!(f, "About {} bits: {word}", self.bits)
    }
}

/// An estimate, rather low: a letter in a word tells 1.5 bits (Shannon, *Prediction and Entropy of Printed English*), what
/// repeats or continues what stands before it nothing, any other character as much as its kind has.
pub fn strength(text: &str) -> Strength {
    let mut before: Option<char> = None;
    let mut tenths = 0_u32;
    for character in text.chars() {
        tenths = tenths.saturating_add(tenths_of_bits(before, character));
        before = Some(character);
    }
    Strength { bits: tenths / 10 }
}

/// Tenths of a bit that a character adds.
fn tenths_of_bits(before: Option<char>, character: char) -> u32 {
    let step = before.map(|before| i64::from(u32::from(character)) - i64::from(u32::from(before)));
    if step.is_some_and(|step| step.abs() <= 1) {
        return 0;
    }
    let in_word = before.is_some_and(|before| {
        (before.is_alphabetic() && character.is_lowercase())
            || (before.is_uppercase() && character.is_uppercase())
    });
    match character {
        _ if in_word => 15,
        _ if character.is_alphabetic() => 47,
        _ if character.is_numeric() => 33,
        // Between words, mostly the same one.
        ' ' | '-' | '_' | '.' => 5,
        _ => 40,
    }
}

#[cfg(test)]
mod tests {
    use super::strength;

    fn check(text: &str, least: u32, most: u32, word: &str) {
        let found = strength(text);
        assert!((least..=most).contains(&found.bits), "{text}: {found}");
        assert!(found.to_string().ends_with(word), "{text}: {found}");
    }

    #[test]
    fn guessable_passphrases_are_told_from_others() {
        check("", 0, 0, "weak");
        check("aaaaaaaaaaaaaaaaaaaaaaaa", 0, 5, "weak");
        check("12345678901234567890", 0, 12, "weak");
        check("abcdefghijklmnopqrstuvwxyz", 0, 5, "weak");
        check("Passw0rd!", 10, 30, "weak");
        check("Summer2026", 10, 30, "weak");
        check("correct horse battery staple", 35, 55, "weak");
        check("otter-window-lemon-travel-bridge-candle", 50, 70, "fair");
        check("kV7:qTm-4xWz.9RbPd3_", 55, 69, "fair");
        check("kV7:qTm-4xWz.9RbPd3_8Hn!2Lc?", 80, 100, "strong");
        check("пароль", 10, 15, "weak");
    }
}
