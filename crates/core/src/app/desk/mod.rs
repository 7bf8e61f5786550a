//! The help desk: looks up what somebody on the phone says, shows the person's tokens, and makes the jobs for them.

mod acts;
mod asking;
mod card;
mod find;
mod view;

use seedferry_protocol::DeskEvent;

use self::{
    asking::Question,
    card::{Card, Tokens},
    find::{Finding, Hit},
};
use super::{Area, Effect, Model, account::Account, check::CodeSearch};
use crate::graph::{
    people::{FIND, METHODS, Person},
    ready::READING,
};

/// How often a question is asked at most while Graph cannot be reached or asks to wait: somebody waits on the phone.
const TRIES: u32 = 6;

/// What is asked about, and who.
#[derive(Default)]
pub(super) struct Desk {
    stage: Stage,
    /// What was typed last, to be looked up again.
    typed: Option<seedferry_protocol::TypedCode>,
    /// The search by code, kept for the next one.
    search: Option<CodeSearch>,
    /// Questions under way.
    questions: Vec<Question>,
    /// Counts questions: answers that come late are told apart.
    numbers: u32,
    meaning: Meaning,
    /// The permission for methods was asked for.
    methods_asked: bool,
    /// The permission for serial numbers was asked for: with it, what was typed is looked up again.
    devices_wanted: bool,
    /// Counts what was given in forms.
    attempts: u32,
}

impl Desk {
    /// The person in sight.
    pub(super) fn person(&self) -> Option<&Person> {
        match &self.stage {
            Stage::Card(card) => Some(&card.person),
            _ => None,
        }
    }
}

/// How what was typed is understood.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Meaning {
    /// Whatever it may be.
    #[default]
    Anything,
    /// It is the code of an open token; it may be meant otherwise.
    Code,
    /// It is a serial number for certain.
    Serial,
}

#[derive(Default)]
enum Stage {
    #[default]
    Idle,
    /// The permission to find people is awaited.
    NeedsPermission,
    Finding(Finding),
    Halted {
        problem: String,
        remedy: String,
    },
    Found {
        hits: Vec<Hit>,
        notes: Vec<String>,
    },
    Card(Box<Card>),
}

/// Which of the help desk's questions an answer is to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DeskAsk {
    /// People by name.
    People,
    /// A token by serial number.
    Device,
    /// Who has that token.
    Holder,
    /// The tokens of the person.
    Methods,
    /// Whether the person is an administrator.
    Roles,
    /// The token that takes another's place.
    NewToken,
}

impl Model {
    pub(super) fn desk_event(&mut self, event: DeskEvent) -> Vec<Effect> {
        match event {
            DeskEvent::Asked(typed) => {
                (self.desk.typed, self.desk.meaning) = (Some(typed), Meaning::Anything);
                self.look_up()
            }
            DeskEvent::AskedAsText => self.look_up_as_text(),
            DeskEvent::AskedAgain => match self.desk.stage {
                Stage::Card(_) => self.read_methods(),
                _ => self.look_up(),
            },
            DeskEvent::PersonChosen(id) => self.choose_person(&id),
            DeskEvent::Left => {
                let (numbers, attempts) = (self.desk.numbers, self.desk.attempts);
                self.desk = Desk { numbers, attempts, ..Desk::default() };
                Vec::new()
            }
            DeskEvent::PermissionAsked if matches!(self.desk.stage, Stage::NeedsPermission) => {
                self.want_token(&[FIND], None)
            }
            DeskEvent::PermissionAsked if matches!(self.desk.stage, Stage::Found { .. }) => {
                self.want_devices()
            }
            DeskEvent::PermissionAsked => self.want_token(&[METHODS], None),
            DeskEvent::WidePermissionAsked => self.want_wide(),
            DeskEvent::FormChosen(form) => self.choose_action(form),
            DeskEvent::FormGiven { serial, code } => self.take_form(&serial, &code),
            DeskEvent::GiveAsked => self.give_to_card(),
            DeskEvent::PrintAsked => self.print_for_card(),
        }
    }

    /// What looks serial numbers up.
    fn want_devices(&mut self) -> Vec<Effect> {
        self.desk.devices_wanted = true;
        self.want_token(&[READING], None)
    }

    /// The help desk comes in sight: what it shows of a person may have changed meanwhile.
    pub(super) fn desk_in_sight(&mut self) -> Vec<Effect> {
        match self.desk.stage {
            Stage::Card(_) => self.read_methods(),
            _ => Vec::new(),
        }
    }

    /// Another access token is here, or the account left: what waited for it goes on.
    pub(super) fn desk_access_changed(&mut self) -> Vec<Effect> {
        if self.account.is_none() {
            self.desk = Desk { numbers: self.desk.numbers, ..Desk::default() };
            return Vec::new();
        }
        let mut effects = self.questions_renewed();
        effects.extend(match &self.desk.stage {
            Stage::NeedsPermission if self.account.as_ref().is_some_and(find::may) => self.look_up(),
            Stage::Found { .. } if self.desk.devices_wanted && self.may_read_devices() => self.look_up(),
            Stage::Card(card) if matches!(card.tokens, Tokens::NeedsPermission) => self.read_methods(),
            Stage::Card(_) if self.may_read_devices() => self.look_up_waiting(),
            _ => Vec::new(),
        });
        effects
    }

    /// The work that the help desk asked for is over: the person's tokens are read again.
    pub(super) fn desk_written(&mut self) -> Vec<Effect> {
        if self.area == Area::Desk || matches!(self.desk.stage, Stage::Card(_)) {
            return self.desk_in_sight();
        }
        Vec::new()
    }
}

/// The permission for methods that the account has, if any.
fn may_write(account: &Account) -> bool {
    crate::graph::people::may_methods(account.scopes(), true)
}
