//! How the tokens are split into files, and how these are named.

use std::collections::{HashMap, HashSet};

use super::{
    Part,
    target::{FileKind, SHARED, Target},
};
use crate::token::Token;

/// Longest part of a file's name that tokens make, in characters.
const MAX_LABEL: usize = 80;
/// What the names of files with tokens that are done say.
const DONE: &str = "done";

/// Puts tokens that share what a file says once into one file each, in the order in which the first of them comes.
pub(super) fn parts<'b>(
    tokens: &(impl Iterator<Item = (u32, &'b Token)> + Clone),
    target: &dyn Target,
) -> Vec<Part> {
    grouped(tokens, target, |token| target.shared(token))
}

/// As [`parts`], with the tokens that are done in files of their own.
pub(super) fn apart<'b>(
    tokens: &(impl Iterator<Item = (u32, &'b Token)> + Clone),
    target: &dyn Target,
    is_done: impl Fn(&Token) -> bool,
) -> Vec<Part> {
    let group = |token: &Token| {
        [target.shared(token), if is_done(token) { DONE } else { "" }.to_owned()].join(SHARED)
    };
    grouped(tokens, target, group)
}

fn grouped<'b>(
    tokens: &(impl Iterator<Item = (u32, &'b Token)> + Clone),
    target: &dyn Target,
    group: impl Fn(&Token) -> String,
) -> Vec<Part> {
    let mut groups: Vec<(String, Vec<u32>)> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for (index, token) in tokens.clone() {
        let place = *places.entry(group(token)).or_insert_with_key(|shared| {
            groups.push((shared.clone(), Vec::new()));
            groups.len().saturating_sub(1)
        });
        if let Some((_, group)) = groups.get_mut(place) {
            group.push(index);
        }
    }
    let mut taken = HashSet::new();
    groups.iter().flat_map(|(shared, group)| chunks(shared, group, target, &mut taken)).collect()
}

fn chunks(shared: &str, group: &[u32], target: &dyn Target, taken: &mut HashSet<String>) -> Vec<Part> {
    let kind = target.file();
    let stem = free_stem(&stem(kind, shared), taken);
    let chunks = group.chunks(target.per_part().unwrap_or(group.len()).max(1));
    let total = chunks.len();
    let file_name = |number: u32| match total {
        1 => format!("{stem}.{}", kind.ending),
        _ => format!("{stem}-{number}-of-{total}.{}", kind.ending),
    };
    let part = |(number, tokens): (u32, &[u32])| Part {
        tokens: tokens.to_vec(),
        file_name: file_name(number),
        media_type: kind.media_type.to_owned(),
    };
    (1..).zip(chunks).map(part).collect()
}

/// `duo-totp-6-digits`: what tokens share, with nothing that a file's name must not hold.
fn stem(kind: FileKind, shared: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_');
    let plain = |value: &str| -> String {
        value.chars().take(MAX_LABEL).map(|c| if is_plain(c) { c } else { '-' }).collect()
    };
    let values = shared.split(SHARED).filter(|value| !value.is_empty()).map(plain);
    core::iter::once(kind.stem.to_owned()).chain(values).collect::<Vec<_>>().join("-")
}

/// Values that differ only in what a name cannot hold get a number.
fn free_stem(stem: &str, taken: &mut HashSet<String>) -> String {
    let numbered = (2_u32..).map(|number| format!("{stem}-{number}"));
    let mut candidates = core::iter::once(stem.to_owned()).chain(numbered);
    candidates.find(|name| taken.insert(name.to_lowercase())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tokens_share_is_shortened_in_a_name() {
        let kind = FileKind { stem: "a", ending: "csv", media_type: "text/csv" };
        let check = |characters: usize, expected: usize| {
            assert_eq!(stem(kind, &"x".repeat(characters)), format!("a-{}", "x".repeat(expected)));
        };
        check(MAX_LABEL, MAX_LABEL);
        check(MAX_LABEL + 1, MAX_LABEL);
    }
}
