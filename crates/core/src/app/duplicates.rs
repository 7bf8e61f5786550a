//! Tokens that stand twice: which say nothing new, and which are rivals of one another.

use std::collections::HashMap;

use seedferry_protocol::{DuplicatesView, EditField, RivalView, RivalsView, TokenId};

use super::{
    change::{Change, Held},
    edit::Form,
    findings::Findings,
    review::{Outcome, Review, count},
};
use crate::{
    conversion::double,
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
        let resolved: Vec<_> = self.groups.iter().map(|group| Resolved::of(&held.batch, group)).collect();
        let all: usize = self.groups.iter().map(Vec::len).sum();
        let rivals = || resolved.iter().map(|resolved| &resolved.kept).filter(|kept| kept.len() > 1);
        DuplicatesView {
            doubles: count(all - resolved.iter().map(|resolved| resolved.kept.len()).sum::<usize>()),
            completed: count(resolved.iter().filter(|resolved| !resolved.taken_over.is_empty()).count()),
            rivals: rivals().take(DuplicatesView::LISTED).map(|kept| rivals_view(held, kept)).collect(),
            rivals_total: count(rivals().count()),
        }
    }

    /// Places of the tokens that say nothing that is not kept, in the order of the batch, and what is taken over from them:
    /// the field, the place that takes it and the one that gives it.
    fn doubles(&self, batch: &Batch) -> (Vec<usize>, Vec<(EditField, usize, usize)>) {
        let (mut doubles, mut taken_over) = (Vec::new(), Vec::new());
        for group in &self.groups {
            let resolved = Resolved::of(batch, group);
            // In the order of the batch, as the group is.
            let mut staying = resolved.kept.iter().map(|(at, _)| *at).peekable();
            doubles.extend(group.iter().copied().filter(|at| staying.next_if_eq(at).is_none()));
            let first = resolved.kept.first().map(|(at, _)| *at);
            taken_over.extend(
                first.into_iter().flat_map(|at| {
                    resolved.taken_over.iter().map(move |(field, giver)| (*field, at, *giver))
                }),
            );
        }
        doubles.sort_unstable();
        (doubles, taken_over)
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
        let (doubles, taken_over) = self.duplicates.doubles(self.batch());
        let name = format!("drop {}", counted(count(doubles.len()), "double"));
        let ids = doubles.iter().filter_map(|at| self.held.ids.get(*at).copied()).collect();
        self.complete_and_take(name, taken_over, ids)
    }

    /// Lets tokens take over what their doubles say, and takes these out, in one step.
    fn complete_and_take(
        &mut self,
        name: String,
        mut taken_over: Vec<(EditField, usize, usize)>,
        ids: Vec<TokenId>,
    ) -> Outcome {
        taken_over.sort_unstable();
        if ids.is_empty() {
            return Outcome::default();
        }
        let mut steps = Vec::new();
        for of_field in taken_over.chunk_by(|one, other| one.0 == other.0) {
            steps.push(self.held.take_over(of_field));
        }
        steps.push(self.held.apply(Change::Take(ids)));
        self.performed(name, Change::Steps(steps))
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
fn kept<'b>(batch: &'b Batch, group: &[usize]) -> Vec<(usize, &'b Token)> {
    double::kept(group.iter().filter_map(|at| Some((*at, batch.tokens.get(*at)?))))
}

/// What becomes of the tokens of a serial number and type when doubles are dropped.
struct Resolved<'b> {
    /// Those that stay.
    kept: Vec<(usize, &'b Token)>,
    /// What the first of them takes over, with the places of those that said it.
    taken_over: Vec<(EditField, usize)>,
}

impl<'b> Resolved<'b> {
    /// Where each of those that are kept says a part of one token, the first takes the parts over.
    fn of(batch: &'b Batch, group: &[usize]) -> Self {
        let mut kept = kept(batch, group);
        let mut taken_over = Vec::new();
        if double::are_parts_of_one(&kept) {
            taken_over = double::missing(&kept);
            kept.truncate(1);
        }
        Self { kept, taken_over }
    }
}

fn rivals_view(held: &Held, kept: &[(usize, &Token)]) -> RivalsView {
    let mut seeds = Vec::new();
    let views = kept.iter().take(RivalsView::LISTED).filter_map(|(at, token)| {
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
    let serial = kept.first().and_then(|(_, token)| token.serial.as_ref());
    let serial = serial.map(ToString::to_string).unwrap_or_default();
    RivalsView { serial, tokens: views, total: count(kept.len()) }
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
