//! Sheets and labels for people: for the tokens of the open batch that have a user, or for those that another area
//! handed over.

use std::collections::{BTreeMap, BTreeSet};

use seedferry_protocol::{Area, PageEffect, SheetView, SheetsEvent, SheetsView};

use super::{
    Effect, Model, page,
    review::{Review, count},
    sheet_names::Names,
};
use crate::{
    graph::people::Person,
    sheets::{Handout, Wording},
    token::Token,
};

/// What is to be printed, and how it is worded.
#[derive(Default)]
pub(super) struct Sheets {
    /// The host's wording, or the page's own; `None` until the page has looked.
    wording: Option<Wording>,
    refused: Option<String>,
    labels: bool,
    contact: String,
    selected_only: bool,
    page: u32,
    /// Whom another area wants them for, as a sentence, and the tokens.
    handed: Option<(String, Vec<HandedOver>)>,
    /// Whose people these and the names are.
    tenant: String,
    /// Display names of the open batch's people by user principal name in lower case; empty when the tenant knows none.
    known: BTreeMap<String, String>,
    pub(super) names: Names,
}

/// A token that another area wants a sheet for.
pub(super) struct HandedOver {
    pub(super) handout: Handout,
    /// Object id of the person, to look up the user principal name; `None` when that is known.
    pub(super) holder: Option<String>,
}

impl Sheets {
    fn wording_read(&mut self, text: Option<&str>) {
        let read = text.map(Wording::read).transpose();
        self.refused = read.as_ref().err().map(|error| {
            format!("wording.txt beside this page was refused: {error}. The page's own wording is used.")
        });
        self.wording = Some(read.ok().flatten().unwrap_or_default());
    }

    /// The tokens of the open batch that sheets are wanted for, and how many have no user.
    fn of_batch<'a>(&self, review: Option<&'a Review>) -> (Vec<&'a Token>, usize) {
        let chosen = review.map(|review| review.chosen(self.selected_only)).unwrap_or_default();
        let tokens = chosen.iter().filter_map(|at| review?.batch().tokens.get(*at as usize));
        let tokens: Vec<&Token> = tokens.filter(|token| has_user(token)).collect();
        let without = chosen.len() - tokens.len();
        (tokens, without)
    }

    /// The page shown, and all pages, of so many sheets.
    fn pages(&self, total: u32) -> (u32, u32) {
        let pages = total.div_ceil(SheetsView::ITEMS);
        (self.page.min(pages.saturating_sub(1)), pages)
    }

    /// User principal names on the page of the open batch in sight whose display names nobody asked for yet.
    pub(super) fn unnamed(&self, review: Option<&Review>) -> Vec<String> {
        let upns = self.upns(review).into_iter().filter(|upn| !self.known.contains_key(&upn.to_lowercase()));
        upns.collect::<BTreeSet<_>>().into_iter().map(str::to_owned).collect()
    }

    /// User principal names on the page of the open batch in sight.
    fn upns<'a>(&self, review: Option<&'a Review>) -> Vec<&'a str> {
        if self.handed.is_some() {
            return Vec::new();
        }
        let (tokens, _) = self.of_batch(review);
        let (page, _) = self.pages(count(tokens.len()));
        let tokens = tokens.into_iter().skip((page * SheetsView::ITEMS) as usize);
        tokens.take(SheetsView::ITEMS as usize).filter_map(|token| token.upn.as_deref()).collect()
    }

    /// What these people are called is being asked: whoever is not in the answer is unknown to the tenant.
    pub(super) fn ask_for(&mut self, upns: Vec<String>) {
        self.known.extend(upns.into_iter().map(|upn| (upn.to_lowercase(), String::new())));
    }

    /// The answer did not come.
    pub(super) fn forget_asked(&mut self) {
        self.known.retain(|_, name| !name.is_empty());
    }

    /// What is known of people is kept for their own tenant alone; whether this is another one.
    pub(super) fn keep_for(&mut self, tenant: &str) -> bool {
        if self.tenant == tenant {
            return false;
        }
        (self.handed, self.page) = (None, 0);
        self.known.clear();
        tenant.clone_into(&mut self.tenant);
        true
    }

    /// `may_ask`: somebody is signed in, who may look people up.
    pub(super) fn view(&self, review: Option<&Review>, may_ask: bool) -> SheetsView {
        let (tokens, left_out) = self.of_batch(review);
        let upns: BTreeSet<String> = self.upns(review).into_iter().map(str::to_lowercase).collect();
        let unknown = |upn: &&String| self.known.get(*upn).is_some_and(String::is_empty);
        let unknown = upns.iter().filter(unknown).count();
        let (total, without_user) = match &self.handed {
            Some((_, handouts)) => (count(handouts.len()), 0),
            None => (count(tokens.len()), left_out),
        };
        let (page, pages) = self.pages(total);
        let (first, most) = (page.saturating_mul(SheetsView::ITEMS) as usize, SheetsView::ITEMS as usize);
        let shown: Vec<Handout> = match &self.handed {
            Some((_, tokens)) => {
                tokens.iter().skip(first).take(most).map(|token| token.handout.clone()).collect()
            }
            None => tokens.into_iter().skip(first).take(most).map(|token| self.handout_of(token)).collect(),
        };
        SheetsView {
            labels: self.labels,
            contact: self.contact.clone(),
            handed: self.handed.as_ref().map(|(whom, _)| whom.clone()),
            selected_only: self.selected_only,
            selected: review.map_or(0, |review| count(review.chosen(true).len())),
            total,
            without_user: count(without_user),
            page,
            pages,
            items: shown.iter().filter_map(|handout| self.item(handout)).collect(),
            looking: self.names.is_looking(),
            nameless: if may_ask { count(self.unnamed(review).len()) } else { 0 },
            unknown: if self.names.is_looking() { 0 } else { count(unknown) },
            refused: self.refused.clone(),
        }
    }

    /// Object ids of people whose user principal name is not known, each once.
    pub(super) fn nameless(&self) -> Vec<String> {
        let tokens = self.handed.iter().flat_map(|(_, tokens)| tokens);
        let ids: BTreeSet<&String> = tokens.filter_map(|token| token.holder.as_ref()).collect();
        ids.into_iter().cloned().collect()
    }

    /// These people are known now.
    pub(super) fn know(&mut self, people: &[Person]) {
        let known: BTreeMap<&str, &Person> =
            people.iter().map(|person| (person.id.as_str(), person)).collect();
        for person in people {
            if let Some(name) = self.known.get_mut(&person.upn.to_lowercase()) {
                name.clone_from(&person.name);
            }
        }
        for token in self.handed.iter_mut().flat_map(|(_, tokens)| tokens) {
            if let Some(person) = token.holder.as_deref().and_then(|id| known.get(id)) {
                (token.handout.name, token.handout.upn) = (person.name.clone(), person.upn.clone());
                token.holder = None;
            }
        }
    }

    /// The seed file tells the user principal name alone; the display name, as far as it was looked up.
    fn handout_of(&self, token: &Token) -> Handout {
        let upn = token.upn.clone().unwrap_or_default();
        Handout {
            name: self.known.get(&upn.to_lowercase()).cloned().unwrap_or_default(),
            upn,
            serial: token.serial.as_ref().map(ToString::to_string).unwrap_or_default(),
            model: token.model.clone().unwrap_or_default(),
            // What is in a seed file is to be handed out yet.
            is_active: false,
        }
    }

    fn item(&self, handout: &Handout) -> Option<SheetView> {
        let wording = self.wording.as_ref()?;
        let text = if self.labels { Wording::label } else { Wording::sheet };
        let (heading, text) = text(wording, handout, &self.contact);
        Some(SheetView { heading, text })
    }
}

impl Model {
    pub(super) fn sheets_event(&mut self, event: SheetsEvent) -> Vec<Effect> {
        let sheets = &mut self.sheets;
        match event {
            SheetsEvent::WordingRead(text) => sheets.wording_read(text.as_deref()),
            SheetsEvent::LabelsChosen(labels) => (sheets.labels, sheets.page) = (labels, 0),
            SheetsEvent::ContactGiven(text) => sheets.contact = contact(&text),
            SheetsEvent::SelectedOnlyChosen(only) => (sheets.selected_only, sheets.page) = (only, 0),
            SheetsEvent::BatchChosen => (sheets.handed, sheets.page) = (None, 0),
            SheetsEvent::PageChosen(page) => {
                sheets.page = page;
                return if sheets.handed.is_none() { self.look_up_names() } else { Vec::new() };
            }
            SheetsEvent::NamesAsked => return self.look_up_batch_names(),
        }
        Vec::new()
    }

    /// What is in sight; elsewhere nobody needs it.
    pub(super) fn sheets_view(&self) -> SheetsView {
        if self.area != Area::Policy {
            return SheetsView::default();
        }
        self.sheets.view(self.review.as_ref(), self.account.is_some())
    }

    /// Sheets and labels come in sight: the host's wording is looked for once.
    pub(super) fn open_sheets(&mut self) -> Vec<Effect> {
        if self.sheets.wording.is_some() { Vec::new() } else { vec![page(PageEffect::ReadWording)] }
    }

    /// Goes to the sheets and labels for these tokens. Whom they are for is told as a sentence.
    pub(super) fn print_for(&mut self, whom: String, tokens: Vec<HandedOver>) -> Vec<Effect> {
        (self.sheets.handed, self.sheets.page) = (Some((whom, tokens)), 0);
        self.area = Area::Policy;
        let mut effects = self.sheets_in_sight();
        effects.extend(self.look_up_names());
        effects
    }
}

/// Somebody has it, and it can be told apart.
fn has_user(token: &Token) -> bool {
    token.serial.is_some() && token.upn.as_ref().is_some_and(|upn| !upn.is_empty())
}

/// One line, of bounded length.
fn contact(text: &str) -> String {
    text.trim().chars().filter(|c| !c.is_control()).take(SheetsView::LONGEST_CONTACT).collect()
}
