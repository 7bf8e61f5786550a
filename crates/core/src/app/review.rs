//! The phase with an open batch: the table, its selection, and what is done to its rows.

use seedferry_protocol::{DetailsView, Event, Exposed, PageEffect, ReviewView, SummaryView, ToPage, TokenId};

use super::{
    Effect,
    findings::Findings,
    page, rows,
    table::{Order, Query},
};
use crate::{encoding, token::Batch, token::Token};

/// The most rows one block may hold, whatever the page asks for.
const MAX_BLOCK: u32 = 500;

/// An open batch.
pub(super) struct Review {
    batch: Batch,
    /// One per token of the batch, at the same place.
    ids: Vec<TokenId>,
    /// One per token of the batch, at the same place.
    selected: Vec<bool>,
    findings: Findings,
    /// Made anew when tokens come or go.
    summary: SummaryView,
    next_id: u32,
    query: Query,
    /// The shown rows, as places in the batch.
    order: Order,
    snapshot: u32,
    details: Option<TokenId>,
    removed: Option<Removed>,
}

/// What a removal took, with the places it took it from.
struct Removed {
    tokens: Vec<(usize, TokenId, Token)>,
}

/// What an event did to the batch.
#[derive(Default)]
pub(super) struct Outcome {
    pub(super) effects: Vec<Effect>,
    pub(super) batch_changed: bool,
    pub(super) selection_changed: bool,
}

impl Review {
    pub(super) fn new(batch: Batch) -> Self {
        let mut review = Self {
            batch: Batch::default(),
            ids: Vec::new(),
            selected: Vec::new(),
            findings: Findings::default(),
            summary: SummaryView::default(),
            next_id: 0,
            query: Query::default(),
            order: Order::default(),
            snapshot: 0,
            details: None,
            removed: None,
        };
        review.join(batch);
        review
    }

    /// Puts the tokens of another batch behind one's own.
    pub(super) fn join(&mut self, batch: Batch) {
        let count = u32::try_from(batch.tokens.len()).unwrap_or(u32::MAX);
        self.ids.extend((self.next_id..self.next_id.saturating_add(count)).map(TokenId));
        self.next_id = self.next_id.saturating_add(count);
        self.batch.append(batch);
        self.selected.resize(self.batch.tokens.len(), false);
        self.removed = None;
        self.recheck();
    }

    pub(super) fn batch(&self) -> &Batch {
        &self.batch
    }

    /// The token at a place of the batch, with its id.
    pub(super) fn token_at(&self, place: usize) -> Option<(TokenId, &Token)> {
        self.ids.get(place).copied().zip(self.batch.tokens.get(place))
    }

    /// The token of this id.
    pub(super) fn token(&self, id: TokenId) -> Option<&Token> {
        self.place(id).and_then(|place| self.batch.tokens.get(place))
    }

    /// Places in the batch of all tokens, or of the selected ones.
    pub(super) fn chosen(&self, selected_only: bool) -> Vec<u32> {
        (0u32..)
            .zip(&self.selected)
            .filter(|(_, selected)| !selected_only || **selected)
            .map(|(at, _)| at)
            .collect()
    }

    pub(super) fn update(&mut self, event: Event) -> Outcome {
        match event {
            Event::SearchChanged(text) => self.query_changed(|query| query.search = text),
            Event::FilterChanged(filter) => self.query_changed(|query| query.filter = filter),
            Event::SortChanged(sort) => self.query_changed(|query| query.sort = Some(sort)),
            Event::RowsWanted { snapshot, start, count } => effects(self.block(snapshot, start, count)),
            Event::SeedRevealAsked(id) => effects(self.reveal(id)),
            Event::DetailsChosen(id) => {
                self.details = id.filter(|id| self.place(*id).is_some());
                Outcome::default()
            }
            Event::TokenToggled(id) => {
                let place = self.place(id);
                self.select(|at, selected| if Some(at) == place { !selected } else { selected })
            }
            Event::RangeSelected { from, to } => self.select_range(from, to),
            Event::AllShownSelected => self.select_range(0, u32::MAX),
            Event::SelectionCleared => self.select(|_, _| false),
            Event::SelectedRemoved => self.remove_selected(),
            Event::RemovalUndone => self.undo_removal(),
            _ => Outcome::default(),
        }
    }

    pub(super) fn view(&self) -> ReviewView {
        let selected = self.selected.iter().filter(|selected| **selected).count();
        let selected_shown = self.order.iter().filter(|at| self.is_selected(*at)).count();
        ReviewView {
            snapshot: self.snapshot,
            shown: count(self.order.len()),
            total: count(self.batch.tokens.len()),
            selected: count(selected),
            selected_hidden: count(selected - selected_shown),
            sort: self.query.sort,
            filter: self.query.filter,
            summary: self.summary.clone(),
            file_findings: self.findings.of_files(&self.batch),
            details: self.details.and_then(|id| self.details_view(id)),
            undo_removal: self.removed.as_ref().map(|removed| count(removed.tokens.len())),
        }
    }

    fn details_view(&self, id: TokenId) -> Option<DetailsView> {
        let at = self.place(id)?;
        Some(DetailsView { row: self.row(at)?, findings: self.findings.views_of(&self.batch, at) })
    }

    fn query_changed(&mut self, change: impl FnOnce(&mut Query)) -> Outcome {
        change(&mut self.query);
        self.reorder();
        Outcome::default()
    }

    /// Finds anew what is to be found, after tokens came or went.
    fn recheck(&mut self) {
        self.findings = Findings::of(&self.batch);
        self.summary = rows::summary(&self.batch, &self.findings);
        self.reorder();
    }

    fn reorder(&mut self) {
        self.order = Order::of(&self.batch, &self.findings, &self.query);
        self.snapshot += 1;
    }

    fn block(&self, snapshot: u32, start: u32, wanted: u32) -> Vec<Effect> {
        if snapshot != self.snapshot {
            return Vec::new();
        }
        let places = self.order.iter().skip(start as usize).take(wanted.min(MAX_BLOCK) as usize);
        let rows = places.filter_map(|at| self.row(at)).collect();
        vec![Effect::ToPage(ToPage::Rows { snapshot, start, rows })]
    }

    fn row(&self, at: usize) -> Option<seedferry_protocol::Row> {
        let (id, token) = (self.ids.get(at)?, self.batch.tokens.get(at)?);
        Some(rows::row(&self.batch, token, *id, self.is_selected(at), &self.findings.summary_of(at)))
    }

    fn reveal(&self, id: TokenId) -> Vec<Effect> {
        self.token(id).and_then(|token| token.seed.as_ref()).map_or_else(Vec::new, |seed| {
            let text = encoding::write_base32(seed);
            vec![page(PageEffect::RevealSeed { token: id, seed: Exposed::new(text.as_bytes().to_vec()) })]
        })
    }

    /// Sets every check box from its place and its state.
    fn select(&mut self, change: impl Fn(usize, bool) -> bool) -> Outcome {
        for (at, selected) in self.selected.iter_mut().enumerate() {
            *selected = change(at, *selected);
        }
        self.snapshot += 1;
        Outcome { selection_changed: true, ..Outcome::default() }
    }

    fn select_range(&mut self, from: u32, to: u32) -> Outcome {
        let (from, to) = (from.min(to) as usize, from.max(to) as usize);
        let rows = to.saturating_sub(from).saturating_add(1);
        for at in self.order.iter().skip(from).take(rows) {
            if let Some(selected) = self.selected.get_mut(at) {
                *selected = true;
            }
        }
        self.snapshot += 1;
        Outcome { selection_changed: true, ..Outcome::default() }
    }

    fn remove_selected(&mut self) -> Outcome {
        let mut removed = Vec::new();
        let (mut tokens, mut ids) = (Vec::new(), Vec::new());
        let all = std::mem::take(&mut self.batch.tokens).into_iter().zip(std::mem::take(&mut self.ids));
        for (at, (token, id)) in all.enumerate() {
            if self.is_selected(at) {
                removed.push((at, id, token));
            } else {
                tokens.push(token);
                ids.push(id);
            }
        }
        (self.batch.tokens, self.ids) = (tokens, ids);
        if removed.is_empty() {
            return Outcome::default();
        }
        self.removed = Some(Removed { tokens: removed });
        self.batch_changed()
    }

    /// Puts tokens back where they were: in ascending order, so that each place is right again in its turn.
    fn undo_removal(&mut self) -> Outcome {
        let Some(removed) = self.removed.take() else {
            return Outcome::default();
        };
        let mut back = removed.tokens.into_iter().peekable();
        let kept = std::mem::take(&mut self.batch.tokens).into_iter().zip(std::mem::take(&mut self.ids));
        for (token, id) in kept {
            while let Some((_, id, token)) = back.next_if(|(at, ..)| *at == self.batch.tokens.len()) {
                self.batch.tokens.push(token);
                self.ids.push(id);
            }
            self.batch.tokens.push(token);
            self.ids.push(id);
        }
        for (_, id, token) in back {
            self.batch.tokens.push(token);
            self.ids.push(id);
        }
        self.batch_changed()
    }

    fn batch_changed(&mut self) -> Outcome {
        self.selected = vec![false; self.batch.tokens.len()];
        self.details = self.details.filter(|id| self.place(*id).is_some());
        self.recheck();
        Outcome { batch_changed: true, ..Outcome::default() }
    }

    /// Ids grow with the place, so a search by halves finds them.
    pub(super) fn place(&self, id: TokenId) -> Option<usize> {
        self.ids.binary_search(&id).ok()
    }

    fn is_selected(&self, at: usize) -> bool {
        self.selected.get(at).copied().unwrap_or(false)
    }
}

fn effects(effects: Vec<Effect>) -> Outcome {
    Outcome { effects, ..Outcome::default() }
}

fn count(items: usize) -> u32 {
    u32::try_from(items).unwrap_or(u32::MAX)
}
