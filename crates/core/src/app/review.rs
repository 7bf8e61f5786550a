//! The phase with an open batch: the table, its selection, and what is done to its rows.

use core::ops::RangeInclusive;

use seedferry_protocol::{
    Cell, DetailsView, Event, Exposed, PageEffect, ReviewView, SummaryView, ToPage, TokenId,
};

use super::{
    Effect,
    change::{Change, Held},
    duplicates::Duplicates,
    edit::{Editing, Form},
    findings::Findings,
    history::History,
    page, rows,
    table::{Order, Query, range},
};
use crate::{
    conversion,
    diagnostic::{Diagnostic, counted},
    encoding,
    reading::Readings,
    token::{Batch, Token},
};

/// The most rows one block may hold, whatever the page asks for.
pub(super) const MAX_BLOCK: u32 = 500;

/// An open batch.
pub(super) struct Review {
    pub(super) held: Held,
    findings: Findings,
    /// Made anew when tokens change.
    summary: SummaryView,
    pub(super) duplicates: Duplicates,
    query: Query,
    /// The shown rows, as places in the batch.
    order: Order,
    snapshot: u32,
    pub(super) details: Option<TokenId>,
    pub(super) editing: Option<Editing>,
    pub(super) form: Option<Form>,
    history: History,
    work: Work,
}

/// What is still to be found anew after tokens came, went or changed. Each kind is a slice of work, short enough for the
/// vault to answer in between.
#[derive(Default)]
enum Work {
    #[default]
    Nothing,
    Whole,
    Target(Vec<Diagnostic>),
    Order,
}

/// What an event did to the batch.
#[derive(Default)]
pub(super) struct Outcome {
    pub(super) effects: Vec<Effect>,
    pub(super) batch_changed: bool,
    pub(super) selection_changed: bool,
}

impl Review {
    pub(super) fn new(batch: Batch, readings: Readings, files: Vec<u32>) -> Self {
        let mut review = Self {
            held: Held::default(),
            findings: Findings::default(),
            summary: SummaryView::default(),
            duplicates: Duplicates::default(),
            query: Query::default(),
            order: Order::default(),
            snapshot: 0,
            details: None,
            editing: None,
            form: None,
            history: History::default(),
            work: Work::Whole,
        };
        review.held.join(batch, files);
        review.held.readings = readings;
        review
    }

    /// Puts the same files, read in another way, in the place of what is open, as a step that can be taken back. Whether
    /// anything was edited before.
    pub(super) fn replace(&mut self, batch: Batch, readings: Readings, files: Vec<u32>) -> bool {
        let was_edited = self.history.undo_name().is_some();
        let back = self.held.replace(batch, readings, files);
        self.history.note("read the files differently".to_owned(), back);
        self.stop_editing();
        self.details = None;
        self.work = Work::Whole;
        was_edited
    }

    /// What was said about how the files are read.
    pub(super) fn readings(&self) -> &Readings {
        &self.held.readings
    }

    /// Puts the tokens of another batch behind one's own.
    pub(super) fn join(&mut self, batch: Batch, readings: Readings, files: Vec<u32>) {
        let name = joined_name(&batch);
        let former = Change::Readings(Box::new(self.held.readings.clone()));
        self.held.readings.join(readings, batch.sources.iter().map(|source| source.name.as_str()));
        let back = self.held.join(batch, files);
        self.history.note(name, Change::Steps(vec![former, back]));
        self.work = Work::Whole;
    }

    /// Whether findings and order are those of other tokens. Until they are not, nothing else may be asked.
    pub(super) fn is_stale(&self) -> bool {
        !matches!(self.work, Work::Nothing)
    }

    /// Does one slice of what is to be done.
    pub(super) fn work(&mut self) {
        self.work = match core::mem::take(&mut self.work) {
            Work::Nothing => Work::Nothing,
            Work::Whole => Work::Target(conversion::check_whole(self.batch())),
            Work::Target(whole) => {
                self.findings = Findings::of(self.batch(), whole);
                Work::Order
            }
            Work::Order => {
                self.summary = rows::summary(self.batch(), &self.findings);
                self.duplicates = Duplicates::of(self.batch(), &self.findings);
                self.end_resolved();
                self.reorder();
                self.look_at_list_again();
                Work::Nothing
            }
        };
    }

    pub(super) fn batch(&self) -> &Batch {
        &self.held.batch
    }

    /// What was found in the whole batch, whatever the target.
    pub(super) fn whole_findings(&self) -> &[Diagnostic] {
        self.findings.whole()
    }

    /// What was found in the whole batch, and what Entra does not take.
    pub(super) fn entra_findings(&self) -> [&[Diagnostic]; 2] {
        [self.findings.whole(), self.findings.of_entra()]
    }

    /// The token at a place of the batch, with its id.
    pub(super) fn token_at(&self, place: usize) -> Option<(TokenId, &Token)> {
        self.held.ids.get(place).copied().zip(self.batch().tokens.get(place))
    }

    /// The token of this id.
    pub(super) fn token(&self, id: TokenId) -> Option<&Token> {
        self.held.token(id)
    }

    /// Places in the batch of all tokens, or of the selected ones.
    pub(super) fn chosen(&self, selected_only: bool) -> Vec<u32> {
        (0u32..)
            .zip(&self.held.selected)
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
                self.details = id.filter(|id| self.held.place(*id).is_some());
                self.stop_editing();
                Outcome::default()
            }
            Event::TokenToggled(id) => {
                let place = self.held.place(id);
                self.select(|at, selected| if Some(at) == place { !selected } else { selected })
            }
            Event::RangeSelected { from, to } => self.select_range(from, to),
            Event::AllShownSelected => self.select_shown(0..=self.order.len()),
            Event::SelectionCleared => self.select(|_, _| false),
            Event::SelectedRemoved => self.remove_selected(),
            Event::Undone => self.stepped(History::undo),
            Event::Redone => self.stepped(History::redo),
            other => self.on_edit_event(other),
        }
    }

    pub(super) fn view(&self) -> ReviewView {
        let selected = self.held.selected_places().count();
        let selected_shown = self.order.iter().filter(|at| self.held.is_selected(*at)).count();
        ReviewView {
            snapshot: self.snapshot,
            shown: count(self.order.len()),
            total: count(self.batch().tokens.len()),
            selected: count(selected),
            selected_hidden: count(selected - selected_shown),
            sort: self.query.sort,
            filter: self.query.filter,
            summary: self.summary.clone(),
            file_findings: self.findings.of_files(self.batch(), ReviewView::LISTED),
            file_findings_total: count(self.findings.of_files_count()),
            details: self.details.and_then(|id| self.details_view(id)),
            editing: self.editing.as_ref().map(Editing::view),
            form: self.form.as_ref().map(|form| form.view(self)),
            duplicates: count(self.duplicates.len()),
            edited: count(self.held.edited_count()),
            undo: self.history.undo_name(),
            has_forgotten: self.history.has_forgotten(),
            redo: self.history.redo_name(),
            in_use: false,
        }
    }

    fn details_view(&self, id: TokenId) -> Option<DetailsView> {
        let at = self.held.place(id)?;
        let token = self.batch().tokens.get(at)?;
        Some(DetailsView {
            row: self.row(at)?,
            oath_type: Cell { text: token.oath_type.name().to_owned(), assumed: token.type_assumed },
            counter: rows::counter(token),
            assign_to: token.assign_to.clone().unwrap_or_default(),
            display_name: token.display_name.clone().unwrap_or_default(),
            findings: self.findings.views_of(self.batch(), at),
        })
    }

    fn query_changed(&mut self, change: impl FnOnce(&mut Query)) -> Outcome {
        change(&mut self.query);
        self.reorder();
        Outcome::default()
    }

    fn reorder(&mut self) {
        self.order = Order::of(self.batch(), &self.findings, &self.query);
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
        let (id, token) = (*self.held.ids.get(at)?, self.batch().tokens.get(at)?);
        let marks = rows::Marks { id, selected: self.held.is_selected(at), edited: self.held.edited(at) };
        Some(rows::row(self.batch(), token, marks, &self.findings.summary_of(self.batch(), at)))
    }

    fn reveal(&self, id: TokenId) -> Vec<Effect> {
        let seed = self.token(id).and_then(|token| token.seed.as_ref());
        seed.map_or_else(Vec::new, |seed| {
            let text = encoding::write_base32(seed);
            vec![page(PageEffect::RevealSeed { token: id, seed: Exposed::new(text.as_bytes().to_vec()) })]
        })
    }

    /// Sets every check box from its place and its state.
    fn select(&mut self, change: impl Fn(usize, bool) -> bool) -> Outcome {
        for (at, selected) in self.held.selected.iter_mut().enumerate() {
            *selected = change(at, *selected);
        }
        self.snapshot += 1;
        Outcome { selection_changed: true, ..Outcome::default() }
    }

    fn select_range(&mut self, from: Option<TokenId>, to: TokenId) -> Outcome {
        let place = |id: TokenId| {
            let held = self.held.place(id)?;
            self.order.iter().position(|at| at == held)
        };
        match range(from.map_or(Some(0), place), place(to)) {
            Some(places) => self.select_shown(places),
            None => Outcome::default(),
        }
    }

    /// Selects the shown tokens at these places.
    fn select_shown(&mut self, places: RangeInclusive<usize>) -> Outcome {
        for at in self.order.iter().skip(*places.start()).take(places.clone().count()) {
            if let Some(selected) = self.held.selected.get_mut(at) {
                *selected = true;
            }
        }
        self.snapshot += 1;
        Outcome { selection_changed: true, ..Outcome::default() }
    }

    fn remove_selected(&mut self) -> Outcome {
        let places: Vec<usize> = self.held.selected_places().collect();
        self.remove(format!("remove {}", counted(count(places.len()), "token")), &places)
    }

    /// Takes the tokens at these places out, given in the order of the batch.
    pub(super) fn remove(&mut self, name: String, places: &[usize]) -> Outcome {
        let ids = places.iter().filter_map(|at| self.held.ids.get(*at).copied()).collect();
        self.perform(name, Change::Take(ids))
    }

    /// Makes a change, as a step that can be taken back. A change of nothing is no step.
    pub(super) fn perform(&mut self, name: String, change: Change) -> Outcome {
        if change.len() == 0 {
            return Outcome::default();
        }
        let back = self.held.apply(change);
        self.performed(name, back)
    }

    /// Notes a change that was made, as a step that this takes back.
    pub(super) fn performed(&mut self, name: String, back: Change) -> Outcome {
        self.history.note(name, back);
        self.batch_changed()
    }

    fn stepped(&mut self, step: impl FnOnce(&mut History, &mut Held) -> bool) -> Outcome {
        self.stop_editing();
        if step(&mut self.history, &mut self.held) { self.batch_changed() } else { Outcome::default() }
    }

    fn batch_changed(&mut self) -> Outcome {
        self.details = self.details.filter(|id| self.held.place(*id).is_some());
        self.work = Work::Whole;
        Outcome { batch_changed: true, ..Outcome::default() }
    }
}

/// How the step is called that joined a batch.
fn joined_name(batch: &Batch) -> String {
    match batch.sources.as_slice() {
        [source] => format!("join {}", source.name),
        sources => format!("join {}", counted(count(sources.len()), "file")),
    }
}

fn effects(effects: Vec<Effect>) -> Outcome {
    Outcome { effects, ..Outcome::default() }
}

/// A number of tokens for the page.
pub(super) fn count(items: usize) -> u32 {
    u32::try_from(items).unwrap_or(u32::MAX)
}
