//! The help desk: looks up what somebody on the phone says, shows the person's tokens, and makes the jobs for them.

mod acts;
mod card;
mod find;
mod view;

use seedferry_protocol::DeskEvent;

use self::{
    card::{Card, Tokens},
    find::{Finding, Hit},
};
use super::{Area, Effect, Model, account::Account, check::CodeSearch};
use crate::graph::{
    people::{ALL_METHODS, FIND, METHODS},
    ready::READING,
};

/// What is asked about, and who.
#[derive(Default)]
pub(super) struct Desk {
    stage: Stage,
    /// What was typed last, to be looked up again.
    typed: Option<seedferry_protocol::TypedCode>,
    /// The search by code, kept for the next one.
    search: Option<CodeSearch>,
    /// Counts lookups: answers that come late are told apart.
    lookups: u32,
    /// The permission for methods was asked for.
    methods_asked: bool,
    /// The permission for serial numbers was asked for: with it, what was typed is looked up again.
    devices_wanted: bool,
    /// Counts what was given in forms.
    attempts: u32,
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
    /// The token that takes another's place.
    NewToken,
}

impl Model {
    pub(super) fn desk_event(&mut self, event: DeskEvent) -> Vec<Effect> {
        match event {
            DeskEvent::Asked(typed) => {
                self.desk.typed = Some(typed);
                self.look_up()
            }
            DeskEvent::AskedAgain => match self.desk.stage {
                Stage::Card(_) => self.read_methods(),
                _ => self.look_up(),
            },
            DeskEvent::PersonChosen(place) => self.choose_person(place as usize),
            DeskEvent::Left => {
                let (lookups, attempts) = (self.desk.lookups.wrapping_add(1), self.desk.attempts);
                self.desk = Desk { lookups, attempts, ..Desk::default() };
                Vec::new()
            }
            DeskEvent::PermissionAsked if matches!(self.desk.stage, Stage::NeedsPermission) => {
                self.want_token(&[FIND], None)
            }
            DeskEvent::PermissionAsked => self.ask_for_methods(METHODS),
            DeskEvent::WidePermissionAsked if self.sign_in.allows_wide() => self.ask_for_methods(ALL_METHODS),
            DeskEvent::WidePermissionAsked => Vec::new(),
            DeskEvent::FormChosen(form) => self.choose_action(form),
            DeskEvent::FormGiven { serial, code } => self.take_form(&serial, &code),
            DeskEvent::PrintAsked => self.print_for_card(),
        }
    }

    /// What looks serial numbers up.
    fn want_devices(&mut self) -> Vec<Effect> {
        self.desk.devices_wanted = true;
        self.want_token(&[READING], None)
    }

    fn ask_for_methods(&mut self, permission: &str) -> Vec<Effect> {
        self.desk.methods_asked = true;
        self.want_token(&[permission], None)
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
            self.desk = Desk { lookups: self.desk.lookups.wrapping_add(1), ..Desk::default() };
            return Vec::new();
        }
        match &self.desk.stage {
            Stage::NeedsPermission if self.account.as_ref().is_some_and(find::may) => self.look_up(),
            Stage::Found { .. } if self.desk.devices_wanted && self.may_read_devices() => self.look_up(),
            Stage::Card(card) if matches!(card.tokens, Tokens::NeedsPermission) => self.read_methods(),
            Stage::Card(_) if self.may_read_devices() => self.look_up_waiting(),
            _ => Vec::new(),
        }
    }

    /// What this machine's requests are answered with.
    pub(super) fn desk_answered(
        &mut self,
        lookup: u32,
        ask: DeskAsk,
        outcome: &crate::graph::Outcome,
    ) -> Vec<Effect> {
        if lookup != self.desk.lookups {
            return Vec::new();
        }
        match ask {
            DeskAsk::People => self.people_found(outcome),
            DeskAsk::Device => self.device_found(outcome),
            DeskAsk::Holder => self.holder_found(outcome),
            DeskAsk::Methods => {
                self.methods_read(outcome);
                Vec::new()
            }
            DeskAsk::NewToken => self.new_token_found(outcome),
        }
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
