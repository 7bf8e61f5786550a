//! The demo tenant: what stands in for the sign-in and for Microsoft Graph when the page was started as a demo. Nothing
//! of it reaches a network.

use std::collections::BTreeSet;

use seedferry_core::graph::{AccessToken, Millis, Outcome, Request};
use seedferry_protocol::{AccountEvent, Event, Exposed, Grant};
use seedferry_tenant::Tenant;

/// The tenant, and what was granted in it.
pub(crate) struct Demo {
    tenant: Tenant,
    scopes: BTreeSet<String>,
}

impl Demo {
    /// A tenant of its own; `start` is a random number.
    pub(crate) fn new(start: u64) -> Self {
        Self { tenant: Tenant::demo(start), scopes: BTreeSet::from(["User.Read".to_owned()]) }
    }

    /// Signs in, or renews the access token, with these permissions too.
    pub(crate) fn sign_in(&mut self, now: Millis, scopes: Vec<String>) -> Option<Event> {
        self.scopes.extend(scopes);
        let token = self.tenant.sign_in(now)?;
        Some(Event::Account(AccountEvent::Granted(Grant {
            name: format!("{} (DEMO)", self.tenant.account.name),
            upn: self.tenant.account.upn.clone(),
            tenant: format!("{} (DEMO)", self.tenant.name),
            scopes: self.scopes.iter().cloned().collect(),
            // EXPOSE: a demo token opens nothing but this demo.
            token: Exposed::new(token.expose().as_bytes().to_vec()),
        })))
    }

    /// Answers as a tenant would, and says how long it takes.
    pub(crate) fn answer(
        &mut self,
        now: Millis,
        request: &Request,
        token: &AccessToken,
    ) -> (Outcome, Millis) {
        (self.tenant.answer(now, request, token), self.tenant.switches.latency)
    }
}
