//! Editing fields: one of a token, or one of all selected tokens; and the forms of the batch.

use seedferry_protocol::{EditField, EditingView, Event, FormKind, FormView, Passphrase, TokenId};

use super::{
    change::Edit,
    review::{Outcome, Review, count},
    users::UserList,
};
use crate::{
    diagnostic::counted,
    format::typed::{self, Typed},
    token::{FieldValue, OathType, Token},
};

/// A field that is being edited.
pub(super) struct Editing {
    token: TokenId,
    field: EditField,
    in_details: bool,
    /// What stood there when it began.
    text: String,
    refusal: Refusal,
}

/// Why the last text did not do, and how many did not.
#[derive(Default)]
pub(super) struct Refusal {
    problem: Option<String>,
    attempt: u32,
}

impl Refusal {
    fn say(&mut self, problem: String) {
        self.problem = Some(problem);
        self.attempt += 1;
    }
}

/// A form that is open.
pub(super) enum Form {
    SetField(Refusal),
    Users { problem: Option<String>, list: Option<UserList> },
    Duplicates,
}

impl Editing {
    pub(super) fn view(&self) -> EditingView {
        EditingView {
            token: self.token,
            field: self.field,
            in_details: self.in_details,
            text: self.text.clone(),
            problem: self.refusal.problem.clone(),
            attempt: self.refusal.attempt,
        }
    }
}

impl Form {
    pub(super) fn view(&self, review: &Review) -> FormView {
        match self {
            Self::SetField(refusal) => {
                FormView::SetField { problem: refusal.problem.clone(), attempt: refusal.attempt }
            }
            Self::Users { problem, list } => {
                FormView::Users { problem: problem.clone(), list: list.as_ref().map(UserList::view) }
            }
            Self::Duplicates => FormView::Duplicates(review.duplicates.view(&review.held)),
        }
    }
}

/// The part of [`Review`] that edits.
impl Review {
    pub(super) fn on_edit_event(&mut self, event: Event) -> Outcome {
        match event {
            Event::EditBegun { token, field, in_details } => self.begin_edit(token, field, in_details),
            Event::EditGiven(text) => return self.take_edit(&text, |field| field != EditField::Seed),
            Event::SeedGiven(seed) => return self.take_seed(&seed),
            Event::EditCancelled => self.stop_editing(),
            Event::AssumptionAccepted { token, field } => return self.accept(token, field),
            Event::TypeOfFileAccepted { source } => return self.accept_type_of_file(source),
            Event::FormChosen(form) => self.choose_form(form),
            Event::FieldSet { field, text } => return self.set_field(field, &text),
            Event::UserListPasted(text) => self.user_list_pasted(&text),
            Event::UserListTurned => self.turn_user_list(),
            Event::UsersAssigned => return self.assign_users(),
            Event::DoublesDropped => return self.drop_doubles(),
            Event::RivalKept(token) => return self.keep_rival(token),
            _ => {}
        }
        Outcome::default()
    }

    pub(super) fn stop_editing(&mut self) {
        self.editing = None;
    }

    fn begin_edit(&mut self, id: TokenId, field: EditField, in_details: bool) {
        let Some(token) = self.held.token(id) else {
            return;
        };
        // The table has one column for both, and it does not show the counter.
        let (field, in_details) = match field {
            EditField::Interval if !has_field(token, field) => (EditField::Counter, true),
            _ => (field, in_details),
        };
        if !has_field(token, field) {
            return;
        }
        let value = FieldValue::assumed(token, field).unwrap_or_else(|| FieldValue::of(token, field));
        let (text, refusal) = (value.text(), Refusal::default());
        self.editing = Some(Editing { token: id, field, in_details, text, refusal });
        if in_details {
            self.details = Some(id);
        }
    }

    fn take_seed(&mut self, seed: &Passphrase) -> Outcome {
        // EXPOSE: read as a seed, here and now.
        self.take_edit(seed.expose(), |field| field == EditField::Seed)
    }

    /// Takes a text for the field that is being edited, if it is meant for that field.
    fn take_edit(&mut self, text: &str, is_meant: impl FnOnce(EditField) -> bool) -> Outcome {
        let Some(editing) = self.editing.as_mut().filter(|editing| is_meant(editing.field)) else {
            return Outcome::default();
        };
        let field = editing.field;
        match typed::read(field, text) {
            Ok(typed) => {
                let at = self.held.place(editing.token);
                self.stop_editing();
                at.map_or_else(Outcome::default, |at| self.edit_one(at, typed))
            }
            Err(why) => {
                editing.refusal.say(why);
                Outcome::default()
            }
        }
    }

    fn edit_one(&mut self, at: usize, typed: Typed) -> Outcome {
        let field = typed.value.field();
        let name = format!("change the {} of {}", field.name(), self.token_name(at));
        self.edit(name, vec![(at, typed.value, typed.problems)])
    }

    /// Gives fields other values, in one step. Those that are there already are left alone, but a type that was assumed
    /// then counts as said.
    pub(super) fn edit(&mut self, name: String, mut edits: Vec<Edit>) -> Outcome {
        let tokens = &self.held.batch.tokens;
        edits.retain_mut(|(at, value, _)| {
            let Some(token) = tokens.get(*at).filter(|token| !value.is_of(token)) else { return false };
            let said = FieldValue::assumed(token, EditField::Type);
            if let Some(said) = said.filter(|_| is_same_type(value, token)) {
                *value = said;
            }
            true
        });
        let change = self.held.cells(edits);
        self.perform(name, change)
    }

    /// What is assumed for a field, of one token or of the selected ones, counts as said.
    fn accept(&mut self, id: Option<TokenId>, field: EditField) -> Outcome {
        let places: Vec<usize> = match id {
            Some(id) => self.held.place(id).into_iter().collect(),
            None => self.held.selected_places().collect(),
        };
        let assumed = |at: &usize| FieldValue::assumed(self.held.batch.tokens.get(*at)?, field);
        let edits: Vec<Edit> = places.iter().filter_map(|at| Some((*at, assumed(at)?, Vec::new()))).collect();
        let name = match edits.as_slice() {
            [(at, ..)] => format!("accept the {} of {}", field.name(), self.token_name(*at)),
            _ => format!("accept the {} of {}", field.name(), counted(count(edits.len()), "token")),
        };
        if edits.is_empty() && id.is_none() {
            self.refuse(format!("Nothing is assumed for the {} of the selected tokens", field.name()));
            return Outcome::default();
        }
        self.done_in_form(|review| review.edit(name, edits))
    }

    /// What was assumed of the type of a file's tokens counts as said, with the time interval that was assumed with it.
    fn accept_type_of_file(&mut self, source: u32) -> Outcome {
        let tokens = self.held.batch.tokens.iter().enumerate();
        let assumed = tokens.filter(|(_, token)| token.origin.source == source && token.type_assumed);
        let said = |token: &Token| {
            let timed = token.oath_type == OathType::Totp;
            let interval = if timed { Some(token.interval_or_assumed().0) } else { token.interval };
            FieldValue::type_said(token, interval)
        };
        let edits: Vec<Edit> = assumed.map(|(at, token)| (at, said(token), Vec::new())).collect();
        let name = format!("accept the token type of {}", counted(count(edits.len()), "token"));
        self.edit(name, edits)
    }

    fn choose_form(&mut self, kind: Option<FormKind>) {
        self.stop_editing();
        if kind.is_some() {
            self.details = None;
        }
        self.form = kind.map(|kind| match kind {
            FormKind::SetField => Form::SetField(Refusal::default()),
            FormKind::Users => Form::Users { problem: None, list: None },
            FormKind::Duplicates => Form::Duplicates,
        });
    }

    /// Sets a field of the selected tokens.
    fn set_field(&mut self, field: EditField, text: &str) -> Outcome {
        if !EditField::SHARED.contains(&field) {
            return Outcome::default();
        }
        let (value, problems) = match typed::read(field, text) {
            Ok(typed) => (typed.value, typed.problems),
            Err(why) => {
                self.refuse(why);
                return Outcome::default();
            }
        };
        let has = |at: &usize| self.held.batch.tokens.get(*at).is_some_and(|token| has_field(token, field));
        let places: Vec<usize> = self.held.selected_places().filter(has).collect();
        if places.is_empty() {
            self.refuse(format!("No selected token has a {}", field.name()));
            return Outcome::default();
        }
        let name = format!("set the {} of {}", field.name(), counted(count(places.len()), "token"));
        let edits = places.into_iter().map(|at| (at, value.clone(), problems.clone())).collect();
        self.done_in_form(|review| review.edit(name, edits))
    }

    /// Does what the form asked for, and closes it.
    pub(super) fn done_in_form(&mut self, step: impl FnOnce(&mut Self) -> Outcome) -> Outcome {
        self.form = None;
        step(self)
    }

    fn refuse(&mut self, why: String) {
        if let Some(Form::SetField(refusal)) = &mut self.form {
            refusal.say(why);
        }
    }

    /// How a token is called in the name of a step.
    fn token_name(&self, at: usize) -> String {
        let token = self.held.batch.tokens.get(at);
        let serial = token.and_then(|token| token.serial.as_ref()).map(ToString::to_string);
        serial.unwrap_or_else(|| "a token without serial number".to_owned())
    }
}

/// Whether a value is the type that the token has, with nothing that goes with it.
fn is_same_type(value: &FieldValue, token: &Token) -> bool {
    let is_bare = matches!(value, FieldValue::Type { interval: None, counter: None, .. });
    is_bare && !value.is_other_type(token)
}

/// A counter belongs to event-based tokens, a time interval to the others.
fn has_field(token: &Token, field: EditField) -> bool {
    match field {
        EditField::Counter => token.oath_type == OathType::Hotp,
        EditField::Interval => token.oath_type != OathType::Hotp,
        _ => true,
    }
}
