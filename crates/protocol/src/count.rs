//! Counts as people read them.

use core::fmt::Display;

/// A count with its thousands apart: `12,480`.
#[must_use]
pub fn grouped(count: impl Display) -> String {
    let digits = format!("{count}");
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn thousands_stand_apart() {
        let cases =
            [(0_u64, "0"), (999, "999"), (1_000, "1,000"), (50_123, "50,123"), (1_234_567, "1,234,567")];
        for (count, text) in cases {
            assert_eq!(grouped(count), text);
        }
    }
}
