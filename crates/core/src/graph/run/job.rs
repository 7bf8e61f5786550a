//! One token on its way.

use super::{Millis, verdict::Difference};
use crate::{
    graph::{Device, GraphError},
    token::Token,
};

/// A token with what is known of it.
#[derive(Clone, Debug)]
pub(super) struct Job {
    pub(super) token: Token,
    pub(super) serial: String,
    pub(super) attempts: u32,
    /// Whether it was ever sent with a chance of taking effect.
    pub(super) touched: bool,
    /// When it was last in a request that should have had no effect: refused as a whole, or too early. A browser may have
    /// sent it twice, and the first may have taken effect; the inventory says it.
    pub(super) doubted: Option<Millis>,
    pub(super) state: State,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// To be written.
    Waiting,
    /// Written then; what became of it is not known.
    Written(Millis),
    /// Refused then. The inventory may show it nevertheless.
    Refused(Millis, GraphError),
    /// Refused, and not in the inventory.
    Failed(GraphError),
    /// Written as often as allowed, and not in the inventory.
    Lost,
    /// In the inventory; whether Graph had refused the only write.
    There { id: String, differences: Vec<Difference>, refused: bool },
}

impl Job {
    pub(super) fn new(token: Token) -> Option<Self> {
        let serial = token.serial.as_ref().filter(|_| token.seed.is_some())?.as_str().to_owned();
        // Users are assigned in a step of their own, with a permission of its own.
        let token = Token { assign_to: None, ..token };
        Some(Self { token, serial, attempts: 0, touched: false, doubted: None, state: State::Waiting })
    }

    /// When it was last written, while its fate is open.
    pub(super) fn written(&self) -> Option<Millis> {
        match &self.state {
            State::Written(at) | State::Refused(at, _) => Some(*at),
            State::Waiting => self.doubted,
            _ => None,
        }
    }

    /// It was sent, and should have had no effect.
    pub(super) fn doubt(&mut self, now: Millis) {
        (self.touched, self.doubted) = (true, Some(now));
    }

    /// The inventory shows it. What was seen once stays as it was seen.
    pub(super) fn found(&mut self, device: &Device) {
        if matches!(self.state, State::There { .. }) {
            return;
        }
        let differences = Difference::all(&self.token, device);
        let refused = matches!(self.state, State::Refused(..)) && self.attempts == 1;
        self.state = State::There { id: device.id.clone(), differences, refused };
    }

    /// The inventory was read long enough after the last write and does not show it; whether to write it once more.
    pub(super) fn missing(&mut self, attempts: u32) -> bool {
        self.settle();
        if self.state == State::Waiting {
            // It still stands in the queue.
            return false;
        }
        self.state = match core::mem::replace(&mut self.state, State::Waiting) {
            State::Refused(_, error) => State::Failed(error),
            _ if self.attempts >= attempts => State::Lost,
            _ => State::Waiting,
        };
        self.state == State::Waiting
    }

    /// The inventory was read long enough after it was last sent, and does not show it.
    pub(super) fn settle(&mut self) {
        self.doubted = None;
    }

    /// As new, unless it is in the inventory.
    pub(super) fn reset(&mut self) {
        if !matches!(self.state, State::There { .. }) {
            // What was sent before and shows by now was created by this upload all the same; until the inventory is read
            // it is not known.
            (self.attempts, self.doubted) = (0, self.written());
            self.state = State::Waiting;
        }
    }
}
