//! One person, and this person's tokens.

use seedferry_protocol::DeskAction;

use super::{DeskAsk, Stage, asking::Answered, find::answered, may_write};
use crate::{
    app::{Effect, Model, review::count, sheets::HandedOver},
    diagnostic::counted,
    graph::people::{self, HeldToken, METHODS, Person},
    sheets::Handout,
};

/// The person in sight.
pub(super) struct Card {
    pub(super) person: Person,
    /// The serial number by which the person was found.
    pub(super) by: Option<String>,
    pub(super) tokens: Tokens,
    pub(super) form: Option<Form>,
}

/// How far the reading of the tokens is.
pub(super) enum Tokens {
    Reading,
    NeedsPermission,
    Halted { problem: String, remedy: String },
    Read(Vec<HeldToken>),
}

/// The form of an action.
pub(super) struct Form {
    pub(super) action: DeskAction,
    /// Id of the method that it is about.
    pub(super) method: String,
    pub(super) problem: Option<String>,
    /// The new token that is being looked up, and its code.
    pub(super) waiting: Option<super::acts::NewToken>,
    /// The new token that is looked up as soon as the permission for that is there.
    pub(super) wanted: Option<super::acts::NewToken>,
}

impl Card {
    pub(super) fn new(person: Person, by: Option<String>) -> Self {
        Self { person, by, tokens: Tokens::Reading, form: None }
    }

    /// Whether there is no room for one more token.
    pub(super) fn is_full(&self) -> bool {
        matches!(&self.tokens, Tokens::Read(tokens) if tokens.len() >= people::MOST_TOKENS_OF_ONE)
    }

    /// Whether there is room for one more token, as far as is known.
    pub(super) fn has_room(&self) -> bool {
        matches!(self.tokens, Tokens::Read(_)) && !self.is_full()
    }

    /// A token by the id of its method; `None` when the person does not have it any more.
    pub(super) fn token(&self, method: &str) -> Option<&HeldToken> {
        match &self.tokens {
            Tokens::Read(tokens) => tokens.iter().find(|token| token.method == method),
            _ => None,
        }
    }
}

impl Model {
    /// The card, while one is in sight.
    pub(super) fn card(&mut self) -> Option<&mut Card> {
        match &mut self.desk.stage {
            Stage::Card(card) => Some(card),
            _ => None,
        }
    }

    /// Reads the person's tokens; what is missing for that is asked for the first time.
    pub(super) fn read_methods(&mut self) -> Vec<Effect> {
        let may = self.account.as_ref().is_some_and(may_write);
        let Some(card) = self.card() else {
            return Vec::new();
        };
        if !may {
            card.tokens = Tokens::NeedsPermission;
            let first = !core::mem::replace(&mut self.desk.methods_asked, true);
            return if first { self.want_token(&[METHODS], None) } else { Vec::new() };
        }
        // What is known already stays in sight until it is read again.
        if !matches!(card.tokens, Tokens::Read(_)) {
            card.tokens = Tokens::Reading;
        }
        let request = people::methods(&card.person.id);
        self.ask_desk(DeskAsk::Methods, request)
    }

    pub(super) fn methods_read(&mut self, found: Answered) {
        let read = answered(found, people::read_methods);
        if let Some(card) = self.card() {
            card.tokens = match read {
                Ok(tokens) => Tokens::Read(tokens),
                Err((problem, remedy)) => Tokens::Halted { problem, remedy },
            };
            let stays = |form: &Form| card.token(&form.method).is_some();
            if !card.form.as_ref().is_some_and(stays) {
                card.form = None;
            }
        }
    }

    pub(super) fn choose_form(&mut self, form: Option<(DeskAction, String)>) {
        if let Some(card) = self.card() {
            let form = form.filter(|(_, method)| card.token(method).is_some());
            card.form = form.map(|(action, method)| Form {
                action,
                method,
                problem: None,
                waiting: None,
                wanted: None,
            });
        }
    }

    /// Goes where the person in sight is given a token.
    pub(super) fn give_to_card(&mut self) -> Vec<Effect> {
        let person = self.desk.person().cloned();
        person.map(|person| self.give_to(person)).unwrap_or_default()
    }

    /// Sheets and labels for the person in sight.
    pub(super) fn print_for_card(&mut self) -> Vec<Effect> {
        let Some(card) = self.card() else {
            return Vec::new();
        };
        let Tokens::Read(tokens) = &card.tokens else {
            return Vec::new();
        };
        let handout = |token: &HeldToken| HandedOver {
            handout: Handout {
                name: card.person.name.clone(),
                upn: card.person.upn.clone(),
                serial: token.serial.clone(),
                model: token.kind.clone(),
            },
            holder: None,
        };
        let handouts: Vec<HandedOver> = tokens.iter().map(handout).collect();
        let number = counted(count(handouts.len()), "token");
        let whom = format!("For {}, who has {number}.", card.person.name);
        self.print_for(whom, handouts)
    }
}
