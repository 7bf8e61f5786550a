//! Tokens that stand twice: which say nothing new, and which are rivals of one another.

use std::collections::HashMap;

use seedferry_protocol::{DuplicatesView, RivalView, RivalsView, TokenId};

use super::{
    change::Held,
    edit::Form,
    findings::Findings,
    review::{Outcome, Review, count},
};
use crate::{
    diagnostic::{Place, counted},
    token::{Batch, OathType, SerialNumber, Token},
};

/// The tokens whose serial number stands more than once among those of their type.
#[derive(Default)]
pub(super) struct Duplicates {
    /// Places of the tokens of one serial number and type.
    groups: Vec<Vec<usize>>,
}

impl Duplicates {
    /// Looks for them only when the findings tell of any: most batches have none.
    pub(super) fn of(batch: &Batch, findings: &Findings) -> Self {
        if !findings.has_duplicates() {
            return Self::default();
        }
        let mut places: HashMap<(&SerialNumber, &OathType), Vec<usize>> = HashMap::new();
        for (at, token) in batch.tokens.iter().enumerate() {
            if let Some(serial) = &token.serial {
                places.entry((serial, &token.oath_type)).or_default().push(at);
            }
        }
        let mut groups: Vec<_> = places.into_values().filter(|places| places.len() > 1).collect();
        groups.sort_unstable();
        Self { groups }
    }

    /// How many serial numbers stand more than once.
    pub(super) fn len(&self) -> usize {
        self.groups.len()
    }

    pub(super) fn view(&self, held: &Held) -> DuplicatesView {
        let kept: Vec<Vec<usize>> = self.groups.iter().map(|group| kept(&held.batch, group)).collect();
        let all: usize = self.groups.iter().map(Vec::len).sum();
        let rivals = || kept.iter().filter(|places| places.len() > 1);
        DuplicatesView {
            doubles: count(all - kept.iter().map(Vec::len).sum::<usize>()),
            rivals: rivals().take(DuplicatesView::LISTED).map(|places| rivals_view(held, places)).collect(),
            rivals_total: count(rivals().count()),
        }
    }

    /// Places of the tokens that say nothing new, in the order of the batch.
    fn doubles(&self, batch: &Batch) -> Vec<usize> {
        let doubles = self.groups.iter().flat_map(|group| {
            let kept = kept(batch, group);
            group.iter().copied().filter(move |at| !kept.contains(at))
        });
        let mut doubles: Vec<usize> = doubles.collect();
        doubles.sort_unstable();
        doubles
    }

    /// Places of the other tokens with the serial number of this one.
    fn others(&self, at: usize) -> Vec<usize> {
        let group = self.groups.iter().find(|group| group.contains(&at));
        group.into_iter().flatten().copied().filter(|other| *other != at).collect()
    }
}

/// The part of [`Review`] that resolves tokens that stand twice.
impl Review {
    pub(super) fn drop_doubles(&mut self) -> Outcome {
        let doubles = self.duplicates.doubles(self.batch());
        let name = format!("drop {}", counted(count(doubles.len()), "double"));
        self.remove(name, &doubles)
    }

    pub(super) fn keep_rival(&mut self, id: TokenId) -> Outcome {
        let Some(at) = self.held.place(id) else {
            return Outcome::default();
        };
        let serial = self.batch().tokens.get(at).and_then(|token| token.serial.as_ref());
        let serial = serial.map(ToString::to_string).unwrap_or_default();
        let others = self.duplicates.others(at);
        self.remove(format!("keep one of the tokens {serial}"), &others)
    }

    /// The form stays until nothing is left to resolve.
    pub(super) fn end_resolved(&mut self) {
        if self.duplicates.len() == 0 && matches!(self.form, Some(Form::Duplicates)) {
            self.form = None;
        }
    }
}

/// The tokens of a group that say something that no other one of it says.
fn kept(batch: &Batch, group: &[usize]) -> Vec<usize> {
    let mut kept: Vec<usize> = Vec::new();
    let says_no_more = |one: usize, other: usize| {
        let tokens = batch.tokens.get(one).zip(batch.tokens.get(other));
        tokens.is_some_and(|(one, other)| says_no_more(one, other))
    };
    for at in group {
        if kept.iter().any(|other| says_no_more(*at, *other)) {
            continue;
        }
        kept.retain(|other| !says_no_more(*other, *at));
        kept.push(*at);
    }
    kept
}

/// Whether everything that `one` says is said by `other`, too.
fn says_no_more(one: &Token, other: &Token) -> bool {
    fn covered<T: PartialEq>(one: Option<&T>, other: Option<&T>) -> bool {
        one.is_none() || one == other
    }
    one.seed == other.seed
        && one.oath_type == other.oath_type
        && covered(one.hash.as_ref(), other.hash.as_ref())
        && covered(one.digits.as_ref(), other.digits.as_ref())
        && covered(one.interval.as_ref(), other.interval.as_ref())
        && covered(one.counter.as_ref(), other.counter.as_ref())
        && covered(one.manufacturer.as_ref(), other.manufacturer.as_ref())
        && covered(one.model.as_ref(), other.model.as_ref())
        && covered(one.upn.as_ref(), other.upn.as_ref())
        && covered(one.assign_to.as_ref(), other.assign_to.as_ref())
        && covered(one.display_name.as_ref(), other.display_name.as_ref())
}

fn rivals_view(held: &Held, places: &[usize]) -> RivalsView {
    let tokens: Vec<(usize, &Token)> =
        places.iter().filter_map(|at| Some((*at, held.batch.tokens.get(*at)?))).collect();
    let mut seeds = Vec::new();
    let views = tokens.iter().filter_map(|(at, token)| {
        let number = seeds.iter().position(|seed| *seed == &token.seed).unwrap_or_else(|| {
            seeds.push(&token.seed);
            seeds.len() - 1
        });
        Some(RivalView {
            token: *held.ids.get(*at)?,
            place: Place::from(&token.origin).describe(&held.batch),
            what: rival_words(token, number + 1),
        })
    });
    let views = views.collect();
    let serial = tokens.first().and_then(|(_, token)| token.serial.as_ref());
    RivalsView { serial: serial.map(ToString::to_string).unwrap_or_default(), tokens: views }
}

/// What the token says. Seeds are told apart by a number, which is all that is told of them beside the length.
fn rival_words(token: &Token, seed: usize) -> String {
    let length = token.seed.as_ref().map(crate::secret::Seed::len);
    let seed = length.map_or_else(|| "no seed".to_owned(), |bytes| format!("seed {seed} of {bytes} bytes"));
    let parts = [
        Some(seed),
        token.hash.map(|hash| hash.name().to_owned()),
        token.interval.map(|interval| format!("{} s", interval.seconds())),
        token.digits.map(|digits| format!("{} digits", digits.get())),
        token.counter.map(|counter| format!("counter {counter}")),
        token.manufacturer.clone(),
        token.model.clone(),
        token.upn.clone(),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
