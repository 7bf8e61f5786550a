//! Whose seeds are open here, and the words for people.

use std::collections::{HashMap, HashSet};

use super::super::review::Review;
use crate::{
    graph::{people::Person, work::Told},
    token::{HashFunction, Interval, OathType, SerialNumber, Token},
};

/// Why no code of a token can be computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Seedless {
    /// No open token with a seed has this serial number.
    NotOpen,
    /// Several have it, and they show different codes.
    Differ,
    /// Entra does not take its codes.
    OtherCodes,
}

impl Seedless {
    /// What is wrong, as the end of a sentence.
    pub(in super::super) fn words(self, serial: &str) -> String {
        match self {
            Self::NotOpen => format!("the seed of {serial} is not open here"),
            Self::Differ => {
                format!("{serial} is open here more than once, and the rows do not show the same codes")
            }
            Self::OtherCodes => {
                format!("what is open here of {serial} is no time-based token with codes of 6 digits")
            }
        }
    }
}

/// Serial numbers of the open tokens whose codes Entra takes and this page can compute.
pub(in super::super) fn at_hand(review: Option<&Review>) -> HashSet<&str> {
    let mut found: HashMap<&str, Result<&Token, Seedless>> = HashMap::new();
    for (serial, token) in with_seeds(review) {
        let before = found.entry(serial).or_insert(Err(Seedless::NotOpen));
        *before = joined(*before, token);
    }
    let fits = |found: &Result<&Token, Seedless>| found.and_then(with_codes).is_ok();
    found.into_iter().filter(|(_, found)| fits(found)).map(|(serial, _)| serial).collect()
}

/// The open token with this serial number, if its codes can be computed: the same judgement as [`at_hand`].
pub(in super::super) fn token<'r>(review: Option<&'r Review>, serial: &str) -> Result<&'r Token, Seedless> {
    let mut found = Err(Seedless::NotOpen);
    for (_, token) in with_seeds(review).filter(|(own, _)| *own == serial) {
        found = joined(found, token);
    }
    found.and_then(with_codes)
}

/// By what interval, in seconds, and which hash function a token counts: as its file says, and where the file does not,
/// as the tenant says. An error tells where the two contradict.
pub(in super::super) fn counts(token: &Token, told: Told) -> Result<(u64, HashFunction), String> {
    let own = token.interval.map(Interval::seconds);
    let interval = agreed(own, told.interval)
        .map_err(|(own, theirs)| format!("the open file says {own} seconds and the inventory {theirs}"))?;
    let hash = agreed(token.hash, told.hash).map_err(|(own, theirs)| {
        format!("the open file says {} and the inventory {}", own.name(), theirs.name())
    })?;
    let assumed = token.interval_or_assumed().0.seconds();
    Ok((u64::from(interval.unwrap_or(assumed)), hash.unwrap_or(token.hash_or_assumed().0)))
}

fn agreed<T: Copy + PartialEq>(own: Option<T>, theirs: Option<T>) -> Result<Option<T>, (T, T)> {
    match (own, theirs) {
        (Some(own), Some(theirs)) if own != theirs => Err((own, theirs)),
        (own, theirs) => Ok(own.or(theirs)),
    }
}

fn with_seeds(review: Option<&Review>) -> impl Iterator<Item = (&str, &Token)> {
    let tokens = review.into_iter().flat_map(|review| &review.batch().tokens);
    tokens
        .filter(|token| token.seed.is_some())
        .filter_map(|token| Some((token.serial.as_ref().map(SerialNumber::as_str)?, token)))
}

/// One more token of the same serial number.
fn joined<'r>(found: Result<&'r Token, Seedless>, token: &'r Token) -> Result<&'r Token, Seedless> {
    match found {
        Err(Seedless::NotOpen) => Ok(token),
        Ok(first) if shows(first) != shows(token) || first.seed != token.seed => Err(Seedless::Differ),
        found => found,
    }
}

/// What decides, beside the seed, which codes a token shows.
fn shows(token: &Token) -> (&OathType, u8, u32, HashFunction) {
    let digits = token.digits_or_assumed().0.get();
    (&token.oath_type, digits, token.interval_or_assumed().0.seconds(), token.hash_or_assumed().0)
}

fn with_codes(token: &Token) -> Result<&Token, Seedless> {
    let (kind, digits, ..) = shows(token);
    if *kind == OathType::Totp && digits == 6 { Ok(token) } else { Err(Seedless::OtherCodes) }
}

/// The person for words: by name, where there is one.
pub(super) fn who(person: &Person) -> String {
    if person.name.is_empty() { person.upn.clone() } else { person.name.clone() }
}
