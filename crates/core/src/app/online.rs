//! Requests to Microsoft Graph on their way: who sent which, and what time it is.

use std::collections::BTreeMap;

use super::{Effect, Model};
use crate::graph::{Body, Millis, Outcome, Request};

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
    /// The machine of the upload of that number, under its own ticket.
    Machine(u32, u32),
}

impl Model {
    /// Tells the time: milliseconds of a clock that only goes forward, and seconds since 1970 by the computer's clock.
    /// Whoever runs the model does so before each event and answer.
    pub fn tell_time(&mut self, now: Millis, wall: u64) {
        (self.online.now, self.online.wall) = (now, wall);
    }

    /// Sends a request as the account that is signed in; nothing happens without one.
    pub(super) fn send(&mut self, asker: Asker, request: Request) -> Vec<Effect> {
        let Some(account) = &self.account else {
            return Vec::new();
        };
        self.online.tickets = self.online.tickets.wrapping_add(1);
        let ticket = self.online.tickets;
        self.online.awaited.insert(ticket, asker);
        self.online.seeds_sent |= matches!(request.body, Some(Body::Exposed(_)));
        vec![Effect::Send { ticket, request, cloud: self.sign_in.cloud(), token: account.token().clone() }]
    }

    pub(super) fn sent(&mut self, ticket: u32, outcome: Outcome) -> Vec<Effect> {
        match self.online.awaited.remove(&ticket) {
            Some(Asker::Machine(upload, ticket)) => self.machine_answered(upload, ticket, outcome),
            Some(asker) => self.ready_answered(asker, &outcome),
            None => Vec::new(),
        }
    }
}
