//! Whose seeds are open here, and the words for people.

use std::collections::HashSet;

use super::super::review::Review;
use crate::{
    graph::people::Person,
    token::{OathType, SerialNumber, Token},
};

/// Serial numbers of the open tokens whose codes Entra takes and this page can compute.
pub(in super::super) fn at_hand(review: Option<&Review>) -> HashSet<&str> {
    serials(review).collect()
}

/// Whether the token with this serial number is one of them.
pub(in super::super) fn is_at_hand(review: Option<&Review>, serial: &str) -> bool {
    serials(review).any(|own| own == serial)
}

fn serials(review: Option<&Review>) -> impl Iterator<Item = &str> {
    let tokens = review.into_iter().flat_map(|review| &review.batch().tokens);
    tokens
        .filter(|token| has_codes(token))
        .filter_map(|token| token.serial.as_ref())
        .map(SerialNumber::as_str)
}

/// Whether Entra takes the codes of a token, and they can be computed.
pub(in super::super) fn has_codes(token: &Token) -> bool {
    token.seed.is_some() && token.oath_type == OathType::Totp && token.digits_or_assumed().0.get() == 6
}

/// The person for words: by name, where there is one.
pub(super) fn who(person: &Person) -> String {
    if person.name.is_empty() { person.upn.clone() } else { person.name.clone() }
}
