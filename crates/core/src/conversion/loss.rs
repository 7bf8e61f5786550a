//! What a target cannot carry, and what is written although no file says it.

use seedferry_protocol::{ExportOptions, TargetFormat};

use crate::{
    format::is_object_id,
    token::{Digits, HashFunction, Token},
};

/// Something lost or assumed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// What, as a sentence without a full stop.
    pub what: &'static str,
    /// How many tokens it concerns, at least one.
    pub tokens: u32,
}

type Rule = (&'static str, fn(&Token) -> bool);

/// Counts what the tokens lose.
pub(super) fn losses<'b>(
    tokens: &(impl Iterator<Item = &'b Token> + Clone),
    target: TargetFormat,
    options: &ExportOptions,
) -> Vec<Loss> {
    let user_rules: &[Rule] = match (target, options.without_upn) {
        (TargetFormat::EntraJson, _) => &JSON,
        (TargetFormat::EntraCsv, true) => &CSV_WITHOUT_UPN,
        (TargetFormat::EntraCsv, false) => &CSV_WITH_UPN,
    };
    let own_rules: &[Rule] = match target {
        TargetFormat::EntraJson => &[],
        TargetFormat::EntraCsv => &CSV,
    };
    let rules = BOTH.iter().chain(own_rules).chain(user_rules);
    let count =
        |rule: &Rule| u32::try_from(tokens.clone().filter(|token| rule.1(token)).count()).unwrap_or(u32::MAX);
    rules.map(|rule| Loss { what: rule.0, tokens: count(rule) }).filter(|loss| loss.tokens > 0).collect()
}

const BOTH: [Rule; 3] = [
    ("The file does not say the time interval: 30 seconds are written", |token| token.interval.is_none()),
    ("The number of digits is not written: Entra takes six", |token| {
        token.digits.is_some_and(|digits| digits != Digits::USUAL)
    }),
    ("The counter is not written", |token| token.counter.is_some()),
];

const JSON: [Rule; 3] = [
    ("The file does not say the hash function: SHA-1 is written", |token| token.hash.is_none()),
    ("The UPN is not written: Microsoft Graph assigns by object id", |token| {
        token.upn.is_some() && !has_object_id(token)
    }),
    ("assignTo is not written, because it is no object id", |token| {
        token.assign_to.is_some() && !has_object_id(token)
    }),
];

const CSV: [Rule; 3] = [
    ("The hash function is not written: Entra's CSV upload takes SHA-1", |token| {
        token.hash.is_some_and(|hash| hash != HashFunction::Sha1)
    }),
    ("The display name is not written", |token| token.display_name.is_some()),
    ("assignTo is not written: the table has user principal names", |token| token.assign_to.is_some()),
];

const CSV_WITH_UPN: [Rule; 1] =
    [("No user is given: Entra's CSV upload refuses rows without a user principal name", |token| {
        token.upn.is_none()
    })];

const CSV_WITHOUT_UPN: [Rule; 1] =
    [("The UPN is not written, because its column is left out", |token| token.upn.is_some())];

fn has_object_id(token: &Token) -> bool {
    token.assign_to.as_deref().is_some_and(is_object_id)
}
