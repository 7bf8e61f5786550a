//! Passwords and passphrases that nobody chose: characters or words, drawn so that each is as likely as any other.

use seedferry_protocol::{Passphrase, PasswordSigns, PasswordWish};
use zeroize::Zeroizing;

use crate::entropy::Entropy;

/// Short common words, none twice.
const WORDS: &str = include_str!("words.txt");
/// Letters and digits without those that look like another: 0 and O, 1 and l and I.
const SMALL: &str = "abcdefghijkmnopqrstuvwxyz";
const CAPITALS: &str = "ABCDEFGHJKLMNPQRSTUVWXYZ";
const DIGITS: &str = "23456789";
/// Signs that web forms and mail leave alone.
const SAFE_SIGNS: &str = "-_.:=*!#@";
/// Quotes, slashes, backslash, back-tick, angle brackets and others that web filters may change.
const OTHER_SIGNS: &str = "\"'/\\`<>&%+$;?";
/// Draws before giving up: at the smallest wish one in 30 draws lacks a kind.
const TRIES: usize = 1_000;

/// A password of that kind; nothing without randomness. Every kind of character that was wished is in it.
pub fn make(wish: PasswordWish, entropy: &mut Entropy) -> Option<Passphrase> {
    match within_limits(wish) {
        PasswordWish::Words { count } => {
            let words: Vec<&str> = WORDS.lines().collect();
            let drawn: Option<Vec<&str>> =
                (0..count).map(|_| words.get(below(words.len(), entropy)?).copied()).collect();
            Some(Passphrase::new(drawn?.join("-")))
        }
        wish @ PasswordWish::Characters { length, .. } => {
            let kinds = kinds(wish);
            (0..TRIES).find_map(|_| drawn(&kinds, length, entropy))
        }
    }
}

/// How many bits of chance are in such a password, rounded down.
pub fn bits(wish: PasswordWish) -> u16 {
    let bits = match within_limits(wish) {
        PasswordWish::Words { count } => f64::from(count) * number(WORDS.lines().count()).log2(),
        wish @ PasswordWish::Characters { length, .. } => complete(&kinds(wish), length).log2(),
    };
    // Never negative, and 64 characters have fewer than 500.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let bits = bits as u16;
    bits
}

/// The wish with its numbers held within what is offered.
pub(crate) fn within_limits(wish: PasswordWish) -> PasswordWish {
    let held = |number: u8, (least, most): (u8, u8)| number.clamp(least, most);
    match wish {
        PasswordWish::Words { count } => PasswordWish::Words { count: held(count, PasswordWish::COUNTS) },
        PasswordWish::Characters { length, capitals, digits, signs } => {
            let length = held(length, PasswordWish::LENGTHS);
            PasswordWish::Characters { length, capitals, digits, signs }
        }
    }
}

fn kinds(wish: PasswordWish) -> Vec<String> {
    let PasswordWish::Characters { capitals, digits, signs, .. } = wish else {
        return Vec::new();
    };
    let signs = match signs {
        PasswordSigns::None => String::new(),
        PasswordSigns::Safe => SAFE_SIGNS.to_owned(),
        PasswordSigns::All => format!("{SAFE_SIGNS}{OTHER_SIGNS}"),
    };
    let kind = |wished: bool, all: &str| if wished { all.to_owned() } else { String::new() };
    let mut kinds = vec![SMALL.to_owned(), kind(capitals, CAPITALS), kind(digits, DIGITS), signs];
    kinds.retain(|kind| !kind.is_empty());
    kinds
}

/// One draw; nothing when a kind is missing in it, so that all that have every kind are equally likely.
fn drawn(kinds: &[String], length: u8, entropy: &mut Entropy) -> Option<Passphrase> {
    let all: Vec<char> = kinds.iter().flat_map(|kind| kind.chars()).collect();
    let mut text = Zeroizing::new(String::with_capacity(usize::from(length)));
    for _ in 0..length {
        text.push(*all.get(below(all.len(), entropy)?)?);
    }
    let has_all = kinds.iter().all(|kind| text.contains(|character| kind.contains(character)));
    has_all.then(|| Passphrase::new(core::mem::take(&mut *text)))
}

/// A number below `end`, each as likely: what would make some likelier is drawn again.
fn below(end: usize, entropy: &mut Entropy) -> Option<usize> {
    let end = u32::try_from(end).ok().filter(|end| *end > 0)?;
    let fair = u32::MAX - u32::MAX % end;
    loop {
        let bytes = entropy.draw(4)?;
        let number = u32::from_le_bytes(bytes.as_slice().try_into().ok()?);
        if number < fair {
            return usize::try_from(number % end).ok();
        }
    }
}

/// How many texts of that length have a character of every kind: inclusion and exclusion over the kinds left out.
fn complete(kinds: &[String], length: u8) -> f64 {
    let sizes: Vec<usize> = kinds.iter().map(|kind| kind.chars().count()).collect();
    let all: usize = sizes.iter().sum();
    (0..1_u32 << sizes.len())
        .map(|left_out| {
            let is_out = |place: usize| left_out >> place & 1 == 1;
            let gone: usize =
                sizes.iter().enumerate().filter(|(place, _)| is_out(*place)).map(|(_, size)| size).sum();
            let sign = if left_out.count_ones().is_multiple_of(2) { 1.0 } else { -1.0 };
            sign * number(all - gone).powi(i32::from(length))
        })
        .sum()
}

/// Exact: lists have fewer than 2^32 entries.
fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const ALL: PasswordWish =
        PasswordWish::Characters { length: 20, capitals: true, digits: true, signs: PasswordSigns::All };
    const SMALLEST: PasswordWish =
        PasswordWish::Characters { length: 0, capitals: false, digits: false, signs: PasswordSigns::None };

    fn check(wish: PasswordWish, length: usize, least_bits: u16, needs: &[&str], never: &str) {
        let mut entropy = Entropy::new([9; 32]);
        assert!(make(wish, &mut Entropy::default()).is_none());
        let mut seen = BTreeSet::new();
        for _ in 0..300 {
            let made = make(wish, &mut entropy).unwrap();
            let text = made.expose().to_owned();
            assert_eq!(text.len(), length, "{text}");
            assert!(needs.iter().all(|kind| text.contains(|c| kind.contains(c))), "{text}");
            assert!(!text.contains(|c| never.contains(c)), "{text}");
            seen.insert(text);
        }
        assert_eq!(seen.len(), 300, "no two are alike");
        assert!((least_bits..least_bits + 2).contains(&bits(wish)), "{wish:?}: {}", bits(wish));
    }

    #[test]
    fn passwords_are_made_of_what_was_wished() {
        let alike = "0O1lI|";
        let default = PasswordWish::default();
        check(default, 20, 119, &[SMALL, CAPITALS, DIGITS, SAFE_SIGNS], &format!("{alike}{OTHER_SIGNS}"));
        check(ALL, 20, 125, &[SMALL, CAPITALS, DIGITS], alike);
        check(SMALLEST, 12, 55, &[SMALL], "ABC234-_\"");
        let longest = PasswordWish::Characters {
            length: 255,
            capitals: true,
            digits: false,
            signs: PasswordSigns::None,
        };
        check(longest, 64, 359, &[SMALL, CAPITALS], "0123456789");
    }

    #[test]
    fn words_are_many_short_plain_and_no_two_alike() {
        let words: Vec<&str> = WORDS.lines().collect();
        assert!(words.len() >= 1296);
        assert_eq!(words.iter().collect::<BTreeSet<_>>().len(), words.len());
        for word in &words {
            assert!(
                (3..=8).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_lowercase()),
                "{word}"
            );
        }
        for (count, made) in [(6, 6), (0, 4), (255, 12)] {
            let wish = PasswordWish::Words { count };
            let text = make(wish, &mut Entropy::new([3; 32])).unwrap();
            let parts: Vec<&str> = text.expose().split('-').collect();
            assert_eq!(parts.len(), made);
            assert!(parts.iter().all(|word| words.contains(word)));
        }
        assert!((62..66).contains(&bits(PasswordWish::WORDS)), "{}", bits(PasswordWish::WORDS));
    }

    #[test]
    fn every_character_comes_as_often_as_any_other() {
        let mut entropy = Entropy::new([5; 32]);
        let mut counts = [0_u32; 57];
        for _ in 0..57_000 {
            counts[below(57, &mut entropy).unwrap()] += 1;
        }
        // Five standard deviations of a count around 1,000.
        assert!(counts.iter().all(|count| (840..1_160).contains(count)), "{counts:?}");
        assert_eq!(below(0, &mut entropy), None);
    }
}
