//! Users with more tokens than Entra allows.

use std::collections::HashMap;

use crate::{
    diagnostic::{Diagnostic, Place, UserProblem},
    token::{Batch, Token},
};

/// Entra allows a user five OATH tokens and authenticator apps together.
const MOST_TOKENS: u32 = 5;

/// Checks a whole batch.
pub(super) fn check(batch: &Batch, findings: &mut Vec<Diagnostic>) {
    let mut counts: HashMap<String, u32> = HashMap::new();
    batch.tokens.iter().filter_map(user).for_each(|user| *counts.entry(user).or_default() += 1);
    counts.retain(|_, count| *count > MOST_TOKENS);
    if counts.is_empty() {
        return;
    }
    for token in &batch.tokens {
        if let Some(count) = user(token).and_then(|user| counts.get(&user)) {
            let problem = UserProblem::TooManyTokens { count: *count };
            findings.push(Diagnostic::new(Place::from(&token.origin), problem));
        }
    }
}

/// UPNs and object ids mean the same in any case.
fn user(token: &Token) -> Option<String> {
    token.upn.as_ref().or(token.assign_to.as_ref()).map(|user| user.to_lowercase())
}
