//! Requests to Microsoft Graph on their way: who sent which, and what time it is.

use std::collections::BTreeMap;

use super::{Effect, Model};
use crate::graph::{Body, Millis, Outcome, Request, run::Step};

/// What is on its way, and the time as it was told last.
#[derive(Default)]
pub(super) struct Online {
    /// A clock that only goes forward.
    pub(super) now: Millis,
    /// Seconds since 1970 by the computer's clock.
    pub(super) wall: u64,
    /// Seeds were sent.
    pub(super) seeds_sent: bool,
    tickets: u32,
    awaited: BTreeMap<u32, Asker>,
    /// When the shell was last asked to wake the model.
    wake: Option<Millis>,
}

impl Online {
    /// Asks to be woken at that time, or at the earlier one that another machine asked for: then each says anew how long it
    /// waits.
    pub(super) fn wake(&mut self, until: Millis) -> Effect {
        let earlier = self.wake.filter(|at| *at > self.now);
        let at = earlier.map_or(until, |at| at.min(until));
        self.wake = Some(at);
        Effect::WakeAt(at)
    }

    /// Answers that are still to come to these askers count no more: they ask anew.
    pub(super) fn forget(&mut self, askers: &[Asker]) {
        self.awaited.retain(|_, asker| !askers.contains(asker));
    }

    /// The time has come.
    pub(super) fn woken(&mut self) {
        self.wake = None;
    }
}

/// Who waits for an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asker {
    /// The check of the account's roles.
    Roles,
    /// The check of the policy.
    Policy,
    /// Switching the policy on.
    Enable,
    /// The help desk's question of that number, under its own ticket.
    Desk(u32, u32),
    /// The policy's area: what the policy says.
    PolicyRead,
    /// The policy's area: on or off.
    PolicySet,
    /// The policy's area: names of groups.
    GroupNames,
    /// The machine of the upload of that number, under its own ticket.
    Machine(u32, u32),
    /// The machine of the work of that number, under its own ticket.
    Work(u32, u32),
    /// The machine of that number that reads the inventory or people, under its own ticket.
    Inventory(u32, u32),
    /// The look-up of that number of names for sheets, under its own ticket.
    SheetNames(u32, u32),
    /// The look-up of people of that number, under its own ticket.
    People(u32, u32),
}

impl Model {
    /// Tells the time: milliseconds of a clock that only goes forward, and seconds since 1970 by the computer's clock.
    /// Whoever runs the model does so before each event and answer.
    pub fn tell_time(&mut self, now: Millis, wall: u64) {
        (self.online.now, self.online.wall) = (now, wall);
    }

    /// Sends a request as the account that is signed in; nothing happens without one.
    pub(super) fn send(&mut self, asker: Asker, request: Request) -> Vec<Effect> {
        if self.account.is_none() {
            return Vec::new();
        }
        self.online.tickets = self.online.tickets.wrapping_add(1);
        let ticket = self.online.tickets;
        self.online.awaited.insert(ticket, asker);
        self.note_write(ticket, asker, &request);
        self.online.seeds_sent |= matches!(request.body, Some(Body::Exposed(_)));
        let token = self.account.as_ref().map(|account| account.token().clone());
        let cloud = self.sign_in.cloud();
        token.map(|token| Effect::Send { ticket, request, cloud, token }).into_iter().collect()
    }

    /// Does what a machine that only reads says, with access tokens for `permission`; `None` when it is done.
    pub(super) fn obey(
        &mut self,
        step: Step,
        permission: &'static str,
        asker: impl FnOnce(u32) -> Asker,
    ) -> Option<Vec<Effect>> {
        Some(match step {
            Step::Send { ticket, request } => self.send(asker(ticket), request),
            Step::Wait(until) => vec![self.online.wake(until)],
            Step::NeedToken(claims) => self.want_token(&[permission], claims),
            Step::Awaiting | Step::Paused => Vec::new(),
            Step::Done => return None,
        })
    }

    pub(super) fn sent(&mut self, ticket: u32, outcome: Outcome) -> Vec<Effect> {
        self.journal.answered(ticket, &outcome);
        match self.online.awaited.remove(&ticket) {
            Some(Asker::Work(number, ticket)) => self.work_answered(number, ticket, &outcome),
            Some(Asker::Machine(upload, ticket)) => self.machine_answered(upload, ticket, outcome),
            Some(Asker::Inventory(number, ticket)) => self.inventory_answered(number, ticket, &outcome),
            Some(Asker::People(number, ticket)) => self.people_answered(number, ticket, outcome),
            Some(Asker::SheetNames(number, ticket)) => self.names_answered(number, ticket, outcome),
            Some(Asker::Desk(number, ticket)) => self.desk_answered(number, ticket, outcome),
            Some(asker @ (Asker::PolicyRead | Asker::PolicySet | Asker::GroupNames)) => {
                self.policy_answered(asker, &outcome)
            }
            Some(asker) => self.ready_answered(asker, &outcome),
            None => Vec::new(),
        }
    }
}
