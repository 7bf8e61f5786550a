//! Which tokens a consumer takes, as data, and the check against it.

use core::fmt::Display;
use core::ops::RangeInclusive;

use seedferry_protocol::{TokenProperty, TokenTypes};

use super::type_words;
use crate::{
    diagnostic::{Consumer, TargetProblem},
    token::{HashFunction, OathType, Token},
};

/// What a consumer takes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::conversion) struct Takes {
    /// Tokens of which types.
    pub(super) types: TokenTypes,
    /// Numbers of digits; empty for any.
    pub(super) digits: &'static [u8],
    /// Time intervals in seconds; empty for any.
    pub(super) intervals: &'static [u32],
    /// Hash functions; empty for any.
    pub(super) hashes: &'static [HashFunction],
    /// Most Base32 characters of a seed.
    pub(super) base32_characters: Option<u32>,
    /// Length of a seed in bytes.
    pub(super) seed_bytes: Option<RangeInclusive<usize>>,
    /// Fields that must be there, and whether the token is surely refused without.
    pub(super) required: Vec<(TokenProperty, bool)>,
}

impl Takes {
    /// Whether tokens of this type are taken.
    pub(in crate::conversion) fn takes_type(&self, oath_type: &OathType) -> bool {
        match oath_type {
            OathType::Totp => self.types != TokenTypes::EventBased,
            OathType::Hotp => self.types != TokenTypes::TimeBased,
            OathType::Ocra | OathType::Other(_) => false,
        }
    }

    /// Checks one token.
    pub(in crate::conversion) fn check(
        &self,
        token: &Token,
        consumer: Consumer,
        note: &mut dyn FnMut(TargetProblem),
    ) {
        if !self.takes_type(&token.oath_type) {
            let oath_type = type_words(&token.oath_type);
            note(TargetProblem::Type { consumer, oath_type, taken: self.types.name().to_owned() });
        }
        self.check_parameters(token, consumer, note);
        self.check_seed(token, consumer, note);
        let missing = self.required.iter().filter(|(field, _)| is_missing(token, *field));
        missing.for_each(|(field, refused)| {
            note(TargetProblem::FieldMissing { consumer, field: *field, refused: *refused });
        });
    }

    fn check_parameters(&self, token: &Token, consumer: Consumer, note: &mut dyn FnMut(TargetProblem)) {
        let interval = token.interval.map(crate::token::Interval::seconds);
        if let Some(seconds) = interval.filter(|seconds| !is_among(seconds, self.intervals)) {
            note(TargetProblem::Interval { consumer, seconds, taken: listed(self.intervals) });
        }
        let digits = token.digits.map(crate::token::Digits::get);
        if let Some(digits) = digits.filter(|digits| !is_among(digits, self.digits)) {
            note(TargetProblem::Digits { consumer, digits, taken: listed(self.digits) });
        }
        if let Some(hash) = token.hash.filter(|hash| !is_among(hash, self.hashes)) {
            let names: Vec<_> = self.hashes.iter().map(|hash| hash.name()).collect();
            note(TargetProblem::Hash { consumer, hash, taken: listed(&names) });
        }
    }

    fn check_seed(&self, token: &Token, consumer: Consumer, note: &mut dyn FnMut(TargetProblem)) {
        let Some(length) = token.seed.as_ref().map(crate::secret::Seed::len) else {
            return;
        };
        let characters = count(length.saturating_mul(8).div_ceil(5));
        if self.base32_characters.is_some_and(|most| characters > most) {
            note(TargetProblem::SeedTooLong { consumer, characters });
        }
        if let Some(range) = self.seed_bytes.as_ref().filter(|range| !range.contains(&length)) {
            let (least, most) = (range.start(), range.end());
            let lengths = if least == most { format!("{least}") } else { format!("{least} to {most}") };
            note(TargetProblem::SeedLength { consumer, bytes: count(length), taken: lengths });
        }
    }
}

fn is_among<T: PartialEq>(value: &T, taken: &[T]) -> bool {
    taken.is_empty() || taken.contains(value)
}

fn is_missing(token: &Token, field: TokenProperty) -> bool {
    match field {
        TokenProperty::Manufacturer => token.manufacturer.is_none(),
        TokenProperty::Model => token.model.is_none(),
        TokenProperty::Upn => token.upn.is_none(),
        TokenProperty::AssignTo => token.assign_to.is_none(),
        TokenProperty::DisplayName => token.display_name.is_none(),
        // Serial number and seed are demanded for every target; the others have usual values.
        _ => false,
    }
}

/// `30`, `30 and 60`, `SHA-1, SHA-256 and SHA-512`.
fn listed(values: &[impl Display]) -> String {
    let texts: Vec<String> = values.iter().map(ToString::to_string).collect();
    match texts.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [before @ .., last] => format!("{} and {last}", before.join(", ")),
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
