//! Giving tokens to people, and activating them: one person, a list, and tokens that wait for their activation.

mod list;
mod lookup;
mod many;
mod one;
pub(super) mod refusal;
mod rows;
pub(super) mod seeds;
mod view;
mod waiting;

use std::collections::HashSet;

use seedferry_protocol::{AccountFact, Area, AssignEvent, AssignPart, MethodsPermission};

use self::{
    many::Many,
    one::{Hits, One},
    waiting::Waiting,
};
use super::{Effect, Model};
use crate::graph::{
    Device, pairs,
    people::{FIND, FIND_ALL, GROUPS, METHODS, Person, ROLES, has, may_find, may_find_all, may_methods},
};

/// What the area holds.
#[derive(Default)]
pub(super) struct Assign {
    part: AssignPart,
    one: One,
    many: Many,
    waiting: Waiting,
    /// What is done as soon as the permissions for it are there.
    wanting: Option<AssignEvent>,
    /// Object ids of the tokens that are chosen from; `None` for all free ones.
    offered: Option<HashSet<String>>,
    /// How many look-ups there were: answers that come late are told apart.
    lookups: u32,
}

impl Model {
    pub(super) fn assign_event(&mut self, event: AssignEvent) -> Vec<Effect> {
        let event = match event {
            AssignEvent::WidePermissionAsked => return self.want_wide(),
            // What was asked for then is done as soon as it can be.
            AssignEvent::PermissionAsked => match self.assign.wanting.take() {
                Some(wanting) => wanting,
                None => return Vec::new(),
            },
            event => event,
        };
        let missing = self.missing_permissions(&event);
        if !missing.is_empty() {
            self.assign.wanting = Some(event);
            return self.want_token(&missing, None);
        }
        self.assign.wanting = None;
        match event {
            AssignEvent::PartChosen(part) => self.assign.part = part,
            AssignEvent::PersonSearched(text) => return self.search_person(&text),
            AssignEvent::PersonChosen(id) => return self.show_person(&id),
            AssignEvent::GivenAsked(activation) => return self.give(activation),
            AssignEvent::HeldActivated { device, activation } => {
                return self.activate_held(&device, activation);
            }
            AssignEvent::PersonLeft | AssignEvent::TokenSearched(_) | AssignEvent::TokenChosen(_) => {
                self.assign.one.look(event);
            }
            AssignEvent::GroupSearched(text) => return self.search_group(&text),
            AssignEvent::GroupChosen(id) => return self.list_group(&id),
            AssignEvent::ListPasted(text) => return self.take_list("The pasted list", Some(&text)),
            AssignEvent::ListTurned => return self.turn_list(),
            AssignEvent::AccountsAsked(_) | AssignEvent::LookedUpAgain => return self.look_up_again(),
            AssignEvent::ListAsked => return self.do_list(),
            AssignEvent::HolderShown(device) => return self.show_waiting(&device),
            AssignEvent::WaitingAsked => return self.activate_waiting(),
            AssignEvent::InventoryAsked => return self.read_inventory(),
            AssignEvent::AllFreeWanted => self.assign.offered = None,
            other => self.change_list(&other),
        }
        Vec::new()
    }

    /// Goes there to give these tokens to people: one to one person, several to many.
    pub(super) fn assign_these(&mut self, devices: &[Device]) -> Vec<Effect> {
        let free: HashSet<String> =
            devices.iter().filter(|device| pairs::is_free(device)).map(|device| device.id.clone()).collect();
        if free.is_empty() {
            self.news.warn("Somebody has each of these tokens. Unassign them first, or choose others");
            return Vec::new();
        }
        self.assign.part = if free.len() == 1 { AssignPart::One } else { AssignPart::Many };
        self.assign.offered = Some(free);
        self.choose_area(Area::Assign)
    }

    /// Goes there to give this person a token.
    pub(super) fn give_to(&mut self, person: Person) -> Vec<Effect> {
        let id = person.id.clone();
        (self.assign.part, self.assign.offered) = (AssignPart::One, None);
        self.assign.one.search = Hits::Found(vec![person]);
        let mut effects = self.choose_area(Area::Assign);
        effects.extend(self.assign_event(AssignEvent::PersonChosen(id)));
        effects
    }

    /// The free tokens that are chosen from, by serial number.
    fn offered(&self) -> Vec<&Device> {
        let is_offered = |device: &&Device| {
            self.assign.offered.as_ref().is_none_or(|offered| offered.contains(&device.id))
        };
        self.inventory.free().filter(is_offered).collect()
    }

    /// Tokens were written: those of the person are read again.
    pub(super) fn assign_written(&mut self) -> Vec<Effect> {
        if self.assign.one.chosen.is_some() { self.read_held() } else { Vec::new() }
    }

    /// Another access token is here, or the account left: who was looked up in one tenant is nobody in another.
    pub(super) fn assign_access_changed(&mut self) -> Vec<Effect> {
        if self.account.is_none() {
            let (part, lookups) = (self.assign.part, self.assign.lookups);
            let many = self.assign.many.emptied();
            self.assign = Assign { part, many, lookups, ..Assign::default() };
            return Vec::new();
        }
        let mut effects = self.lookups_renewed();
        if let Some(event) = self.assign.wanting.take() {
            if self.missing_permissions(&event).is_empty() {
                effects.extend(self.assign_event(event));
            } else {
                self.assign.wanting = Some(event);
            }
        }
        effects
    }

    /// The permission for people's tokens, when something waits for it that asking did not bring.
    fn lacks_methods(&self) -> Option<MethodsPermission> {
        let account = self.account.as_ref().filter(|account| !account.is_waiting())?;
        let missing = self.missing_permissions(self.assign.wanting.as_ref()?);
        missing.contains(&METHODS).then(|| account.lacks_methods(self.sign_in.allows_wide()))
    }

    /// Permissions that an event takes and the account was not granted. Each is asked for when it is first used; those
    /// for writing when the work begins.
    fn missing_permissions(&self, event: &AssignEvent) -> Vec<&'static str> {
        let Some(account) = &self.account else {
            return Vec::new();
        };
        let granted = account.scopes();
        let missing = |permission, there: bool| (!there).then_some(permission);
        let find = missing(FIND, may_find(granted));
        let both = match event {
            AssignEvent::PersonSearched(_) | AssignEvent::ListPasted(_) => [find, None],
            AssignEvent::GroupSearched(_) | AssignEvent::GroupChosen(_) => {
                [find, missing(GROUPS, has(granted, GROUPS))]
            }
            AssignEvent::AccountsAsked(AccountFact::State) => {
                [missing(FIND_ALL, may_find_all(granted)), None]
            }
            AssignEvent::AccountsAsked(AccountFact::Roles) => [missing(ROLES, has(granted, ROLES)), None],
            AssignEvent::PersonChosen(_) => [missing(METHODS, may_methods(granted, false)), None],
            _ => [None, None],
        };
        both.into_iter().flatten().collect()
    }
}
