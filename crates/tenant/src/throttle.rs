//! Too many requests: who has to wait, and whether that can be read.

use std::collections::VecDeque;

use seedferry_core::graph::{Millis, Response};

use crate::{Tenant, Violation, answers::refusal};

/// What a throttle remembers.
#[derive(Default)]
pub(crate) struct Throttle {
    recent: VecDeque<Millis>,
    /// Until then the tenant has asked, readably, not to be asked.
    pub(crate) asked_until: Millis,
}

impl Tenant {
    /// Notes a request that came before the wait was over.
    pub(crate) fn watch_pace(&mut self, now: Millis) {
        if now < self.throttle.asked_until {
            self.violations.push(Violation::CameTooEarly);
        }
    }

    /// How long to wait, when there were too many lately.
    pub(crate) fn over_limit(&mut self, now: Millis) -> Option<Millis> {
        let limit = self.switches.limit?;
        let recent = &mut self.throttle.recent;
        while recent.front().is_some_and(|at| at.after(limit.window) <= now) {
            recent.pop_front();
        }
        match recent.front() {
            Some(oldest) if recent.len() >= limit.requests => Some(oldest.after(limit.window).since(now)),
            _ => {
                recent.push_back(now);
                None
            }
        }
    }

    pub(crate) fn throttled(&mut self, now: Millis, wait: Millis) -> Response {
        if self.switches.readable_wait {
            return self.throttled_readably(now, wait);
        }
        refusal(429, "TooManyRequests", "Please retry again later.")
    }

    /// Inside a batch the wait stands in the body, readable whatever CORS says.
    pub(crate) fn throttled_readably(&mut self, now: Millis, wait: Millis) -> Response {
        let mut response = refusal(429, "TooManyRequests", "Please retry again later.");
        response.headers.push(("Retry-After".to_owned(), seconds(wait)));
        self.throttle.asked_until = self.throttle.asked_until.max(now.after(wait));
        response
    }
}

/// Seconds with a fraction, as Graph sends them too.
fn seconds(wait: Millis) -> String {
    format!("{}.{:03}", wait.0 / 1000, wait.0 % 1000)
}
