//! The tokens of the open batch, and the changes that can be made to them. Making a change gives the one that takes
//! it back: no copy of the batch is needed to undo anything.

use std::collections::HashMap;

use seedferry_protocol::{EditField, EditedFields, TokenId, UploadResult};

use crate::{
    diagnostic::{Diagnostic, Place, Problem},
    format::length_problem,
    reading::Readings,
    token::{Batch, Carried, FieldValue, Token},
};

/// The tokens of the open batch.
#[derive(Default)]
pub(super) struct Held {
    pub(super) batch: Batch,
    /// One per token of the batch, at the same place. They grow with the place.
    pub(super) ids: Vec<TokenId>,
    /// One per token of the batch, at the same place.
    pub(super) selected: Vec<bool>,
    /// One per token of the batch, at the same place.
    edited: Vec<EditedFields>,
    next_id: u32,
    /// The files that the tokens came from, as the page keeps them: numbers, in the order of their sources.
    pub(super) files: Vec<u32>,
    /// What was said about how the files are read.
    pub(super) readings: Readings,
}

/// Something that can be made of the tokens.
pub(super) enum Change {
    /// Give fields other values.
    Cells(Vec<CellChange>),
    /// Take tokens out, given in the order of the batch.
    Take(Vec<TokenId>),
    /// Put tokens back where they were, in the order of their places.
    PutBack(Vec<Taken>),
    /// Take out what comes from the sources from this one on, with the kept files from this one on.
    Unjoin { sources: usize, files: usize },
    /// Put back what was joined.
    Rejoin(Box<Joined>),
    /// Put this in the place of everything.
    Replace(Box<Whole>),
    /// Read files as was said before.
    Readings(Box<Readings>),
    /// Several changes, the last first.
    Steps(Vec<Change>),
}

/// Another value for a field of a token, with all that the readers find in the token then.
pub(super) struct CellChange {
    token: TokenId,
    value: FieldValue,
    problems: Vec<Problem>,
    edited: EditedFields,
}

/// A token that was taken out.
pub(super) struct Taken {
    at: usize,
    id: TokenId,
    token: Token,
    edited: EditedFields,
}

/// What a joined file brought.
pub(super) struct Joined {
    batch: Batch,
    ids: Vec<TokenId>,
    edited: Vec<EditedFields>,
    files: Vec<u32>,
}

/// All tokens, with how they were read.
pub(super) struct Whole {
    joined: Joined,
    readings: Readings,
}

/// A value for the field of the token at that place, with what was found in it.
pub(super) type Edit = (usize, FieldValue, Vec<Problem>);

impl Change {
    /// How many tokens it holds or names: what it costs to keep it.
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Cells(cells) => cells.len(),
            Self::Take(ids) => ids.len(),
            Self::PutBack(taken) => taken.len(),
            Self::Unjoin { .. } | Self::Readings(_) => 1,
            Self::Rejoin(joined) => joined.ids.len(),
            Self::Replace(whole) => whole.joined.ids.len().max(1),
            Self::Steps(changes) => changes.iter().map(Self::len).sum(),
        }
    }
}

impl Held {
    /// Puts the tokens of another batch, which came from these files, behind one's own; returns the change that takes them
    /// out again.
    pub(super) fn join(&mut self, batch: Batch, files: Vec<u32>) -> Change {
        let back = Change::Unjoin { sources: self.batch.sources.len(), files: self.files.len() };
        self.files.extend(files);
        let count = u32::try_from(batch.tokens.len()).unwrap_or(u32::MAX);
        self.ids.extend((self.next_id..self.next_id.saturating_add(count)).map(TokenId));
        self.next_id = self.next_id.saturating_add(count);
        self.batch.append(batch);
        self.selected.resize(self.batch.tokens.len(), false);
        self.edited.resize(self.batch.tokens.len(), EditedFields::default());
        for (at, edited) in core::mem::take(&mut self.batch.carried.edited) {
            if let Some(place) = self.edited.get_mut(at as usize) {
                *place = edited;
            }
        }
        back
    }

    /// Makes a change; returns the one that takes it back.
    pub(super) fn apply(&mut self, change: Change) -> Change {
        match change {
            Change::Cells(cells) => self.swap_cells(cells),
            Change::Take(ids) => self.take(&ids),
            Change::PutBack(taken) => self.put_back(taken),
            Change::Unjoin { sources, files } => self.unjoin(sources, files),
            Change::Rejoin(joined) => self.rejoin(*joined),
            Change::Replace(whole) => self.put(*whole),
            Change::Readings(mut readings) => {
                core::mem::swap(&mut *readings, &mut self.readings);
                Change::Readings(readings)
            }
            Change::Steps(changes) => {
                Change::Steps(changes.into_iter().rev().map(|change| self.apply(change)).collect())
            }
        }
    }

    /// Puts another batch, read from the same files and from these, in the place of what is held; returns the change that
    /// brings that back. Ids go on growing, so that none of them means two tokens.
    pub(super) fn replace(&mut self, batch: Batch, readings: Readings, files: Vec<u32>) -> Change {
        let same = self.files.clone();
        let empty = Joined { batch: Batch::default(), ids: Vec::new(), edited: Vec::new(), files: same };
        let back = self.put(Whole { joined: empty, readings });
        self.join(batch, files);
        back
    }

    fn put(&mut self, Whole { joined, readings }: Whole) -> Change {
        let former = Joined {
            batch: core::mem::replace(&mut self.batch, joined.batch),
            ids: core::mem::replace(&mut self.ids, joined.ids),
            edited: core::mem::replace(&mut self.edited, joined.edited),
            files: core::mem::replace(&mut self.files, joined.files),
        };
        self.selected = vec![false; self.ids.len()];
        let readings = core::mem::replace(&mut self.readings, readings);
        Change::Replace(Box::new(Whole { joined: former, readings }))
    }

    /// The change that gives fields these values. What was found in the old values is settled.
    pub(super) fn cells(&mut self, edits: Vec<Edit>) -> Change {
        let mut found = self.problems_by_place();
        let cells = edits.into_iter().filter_map(|(at, value, new)| {
            let (id, token) = (*self.ids.get(at)?, self.batch.tokens.get_mut(at)?);
            let old = found.remove(&at).unwrap_or_default();
            let (value, problems) = problems_after(token, value, old, new);
            let edited = self.edited.get(at).copied().unwrap_or_default().with(value.field());
            Some(CellChange { token: id, value, problems, edited })
        });
        Change::Cells(cells.collect())
    }

    /// Gives tokens the value that others have of a field, with what was found in it: the places of taker and giver.
    /// Returns the change that takes it back.
    pub(super) fn take_over(&mut self, pairs: &[(EditField, usize, usize)]) -> Change {
        let found = self.problems_by_place();
        let edits = pairs.iter().filter_map(|(field, taker, giver)| {
            let value = FieldValue::of(self.batch.tokens.get(*giver)?, *field);
            let problems = found.get(giver).into_iter().flatten();
            let problems = problems.filter(|problem| problem.is_about(*field)).cloned().collect();
            Some((*taker, value, problems))
        });
        let edits = edits.collect();
        let change = self.cells(edits);
        self.apply(change)
    }

    /// Where a token stands in the batch.
    pub(super) fn place(&self, id: TokenId) -> Option<usize> {
        self.ids.binary_search(&id).ok()
    }

    /// The token of that id.
    pub(super) fn token(&self, id: TokenId) -> Option<&Token> {
        self.batch.tokens.get(self.place(id)?)
    }

    /// Whether the token at that place is selected.
    pub(super) fn is_selected(&self, at: usize) -> bool {
        self.selected.get(at).copied().unwrap_or(false)
    }

    /// Places of the selected tokens.
    pub(super) fn selected_places(&self) -> impl Iterator<Item = usize> {
        self.selected.iter().enumerate().filter(|(_, selected)| **selected).map(|(at, _)| at)
    }

    /// Which fields of the token at that place were edited.
    pub(super) fn edited(&self, at: usize) -> EditedFields {
        self.edited.get(at).copied().unwrap_or_default()
    }

    /// The batch with everything that is known of it, for a batch file.
    pub(super) fn whole(&self, results: Vec<UploadResult>, pairs: Vec<(String, String)>) -> Batch {
        let marks = (0_u32..).zip(&self.edited).map(|(at, edited)| (at, *edited));
        let edited = marks.filter(|(_, edited)| *edited != EditedFields::default()).collect();
        Batch { carried: Carried { edited, results, pairs, absent: Vec::new() }, ..self.batch.clone() }
    }

    /// How many tokens of the batch were edited.
    pub(super) fn edited_count(&self) -> usize {
        self.edited.iter().filter(|edited| **edited != EditedFields::default()).count()
    }

    /// What the readers found, by the places of the tokens.
    fn problems_by_place(&self) -> HashMap<usize, Vec<Problem>> {
        let mut found: HashMap<usize, Vec<Problem>> = HashMap::new();
        for finding in &self.batch.findings {
            if let Some(at) = self.batch.token_at(finding.place) {
                found.entry(at).or_default().push(finding.problem.clone());
            }
        }
        found
    }

    fn swap_cells(&mut self, mut cells: Vec<CellChange>) -> Change {
        let mut new = Vec::new();
        for cell in &mut cells {
            let Some(at) = self.place(cell.token) else {
                continue;
            };
            let (Some(token), Some(edited)) = (self.batch.tokens.get_mut(at), self.edited.get_mut(at)) else {
                continue;
            };
            cell.value.swap(token);
            core::mem::swap(&mut cell.edited, edited);
            let place = Place::from(&token.origin);
            new.extend(cell.problems.drain(..).map(|problem| Diagnostic { place, problem }));
        }
        for finding in core::mem::take(&mut self.batch.findings) {
            let id = self.batch.token_at(finding.place).and_then(|at| self.ids.get(at));
            // Cells stand in the order of the batch, and ids grow with it.
            let number = id.and_then(|id| cells.binary_search_by_key(id, |cell| cell.token).ok());
            match number.and_then(|number| cells.get_mut(number)) {
                Some(cell) => cell.problems.push(finding.problem),
                None => self.batch.findings.push(finding),
            }
        }
        self.batch.findings.append(&mut new);
        Change::Cells(cells)
    }

    fn take(&mut self, ids: &[TokenId]) -> Change {
        let mut leaving = ids.iter().copied().peekable();
        let leaves: Vec<bool> = self.ids.iter().map(|id| leaving.next_if_eq(id).is_some()).collect();
        let places = leaves.iter().enumerate().filter(|(_, leaves)| **leaves).map(|(at, _)| at);
        // In place: a batch copied token by token would be felt.
        let tokens = take_marked(&mut self.batch.tokens, &leaves);
        let ids = take_marked(&mut self.ids, &leaves);
        let edited = take_marked(&mut self.edited, &leaves);
        take_marked(&mut self.selected, &leaves);
        let all = places.zip(ids).zip(tokens).zip(edited);
        Change::PutBack(all.map(|(((at, id), token), edited)| Taken { at, id, token, edited }).collect())
    }

    /// In ascending order, so that each place is right again in its turn.
    fn put_back(&mut self, taken: Vec<Taken>) -> Change {
        let ids: Vec<TokenId> = taken.iter().map(|taken| taken.id).collect();
        let total = self.ids.len().saturating_add(ids.len());
        let mut back = taken.into_iter().peekable();
        // Vectors that grow by themselves would be copied several times.
        let mut held = Self { next_id: self.next_id, ..Self::default() };
        held.batch.tokens.reserve_exact(total);
        let kept = self.batch.tokens.drain(..).zip(self.ids.drain(..)).zip(self.edited.drain(..));
        for (((token, id), edited), selected) in kept.zip(self.selected.drain(..)) {
            while let Some(taken) = back.next_if(|taken| taken.at == held.ids.len()) {
                held.push_back(taken);
            }
            held.push(token, id, edited, selected);
        }
        back.for_each(|taken| held.push_back(taken));
        (self.batch.tokens, self.ids) = (held.batch.tokens, held.ids);
        (self.edited, self.selected) = (held.edited, held.selected);
        Change::Take(ids)
    }

    fn push_back(&mut self, taken: Taken) {
        self.push(taken.token, taken.id, taken.edited, false);
    }

    fn push(&mut self, token: Token, id: TokenId, edited: EditedFields, selected: bool) {
        self.batch.tokens.push(token);
        self.ids.push(id);
        self.edited.push(edited);
        self.selected.push(selected);
    }

    fn unjoin(&mut self, sources: usize, files: usize) -> Change {
        let is_older = |source: u32| usize::try_from(source).is_ok_and(|source| source < sources);
        let first = self.batch.tokens.partition_point(|token| is_older(token.origin.source));
        let findings = core::mem::take(&mut self.batch.findings);
        let (older, newer) = findings.into_iter().partition(|finding| is_older(finding.place.source));
        self.batch.findings = older;
        let batch = Batch {
            sources: split_off(&mut self.batch.sources, sources),
            tokens: split_off(&mut self.batch.tokens, first),
            findings: newer,
            ..Batch::default()
        };
        let ids = split_off(&mut self.ids, first);
        let edited = split_off(&mut self.edited, first);
        self.selected.truncate(first);
        let files = split_off(&mut self.files, files);
        Change::Rejoin(Box::new(Joined { batch, ids, edited, files }))
    }

    fn rejoin(&mut self, mut joined: Joined) -> Change {
        let back = Change::Unjoin { sources: self.batch.sources.len(), files: self.files.len() };
        self.files.append(&mut joined.files);
        self.batch.sources.append(&mut joined.batch.sources);
        self.batch.tokens.append(&mut joined.batch.tokens);
        self.batch.findings.append(&mut joined.batch.findings);
        self.ids.append(&mut joined.ids);
        self.edited.append(&mut joined.edited);
        self.selected.resize(self.batch.tokens.len(), false);
        back
    }
}

/// What there is to be found in a token with another value, and that value again.
fn problems_after(
    token: &mut Token,
    mut value: FieldValue,
    mut problems: Vec<Problem>,
    new: Vec<Problem>,
) -> (FieldValue, Vec<Problem>) {
    let field = value.field();
    // Interval and counter go with another type.
    let is_other_type = value.is_other_type(token);
    let follow = [EditField::Interval, EditField::Counter].into_iter().filter(|_| is_other_type);
    let settled: Vec<EditField> = follow.chain([field]).collect();
    problems.retain(|problem| !settled.iter().any(|field| problem.is_about(*field)));
    problems.extend(new);
    if matches!(field, EditField::Seed | EditField::Hash) {
        value.swap(token);
        problems.extend(length_problem(token).map(Problem::from));
        value.swap(token);
    }
    (value, problems)
}

fn take_marked<T>(items: &mut Vec<T>, marked: &[bool]) -> Vec<T> {
    let mut marks = marked.iter();
    items.extract_if(.., |_| marks.next().copied().unwrap_or(false)).collect()
}

fn split_off<T>(items: &mut Vec<T>, at: usize) -> Vec<T> {
    items.split_off(at.min(items.len()))
}
