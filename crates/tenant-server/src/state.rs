//! All that changes while the server runs.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use seedferry_core::graph::Millis;
use seedferry_tenant::Tenant;

use crate::{
    config::CorsConfig,
    faults::{Rule, What},
    hosts::Role,
    http::Received,
    log::Entry,
    login::Login,
    sought::Sought,
};

/// Where tenants start from, so that each run is the same.
const START: u64 = 1;

/// The tenant, the sign-in, and what was asked.
pub(crate) struct State {
    pub(crate) tenant: Tenant,
    pub(crate) login: Login,
    pub(crate) cors: CorsConfig,
    pub(crate) faults: Vec<Rule>,
    pub(crate) log: Vec<Entry>,
    /// What the log says of each request, whether it carries that.
    pub(crate) sought: Sought,
    fast: bool,
    began: Instant,
    /// How far the tenant's clock was moved on.
    ahead: Duration,
}

impl State {
    pub(crate) fn new(fast: bool) -> Self {
        let mut tenant = Tenant::demo(START);
        tenant.epoch = SystemTime::now().duration_since(UNIX_EPOCH).ok().map(|since| since.as_secs());
        if fast {
            (tenant.switches.latency, tenant.switches.lag) = (Millis(0), Millis(0));
        }
        Self {
            tenant,
            login: Login::default(),
            cors: CorsConfig::default(),
            faults: Vec::new(),
            log: Vec::new(),
            sought: Sought::default(),
            fast,
            began: Instant::now(),
            ahead: Duration::ZERO,
        }
    }

    /// Everything as at the start.
    pub(crate) fn reset(&mut self) {
        *self = Self::new(self.fast);
    }

    /// The tenant's time.
    pub(crate) fn now(&self) -> Millis {
        let passed = self.began.elapsed().saturating_add(self.ahead);
        Millis(u64::try_from(passed.as_millis()).unwrap_or(u64::MAX))
    }

    /// Moves the tenant's clock on.
    pub(crate) fn advance(&mut self, span: Millis) {
        self.ahead = self.ahead.saturating_add(Duration::from_millis(span.0));
    }

    /// The tenant's time in seconds since 1970.
    pub(crate) fn seconds(&self) -> u64 {
        self.tenant.epoch.unwrap_or_default().saturating_add(self.now().0 / 1000)
    }

    /// Takes the fault that befalls this request.
    pub(crate) fn fault(&mut self, received: &Received) -> Option<What> {
        self.faults.iter_mut().find_map(|rule| rule.take(received))
    }

    /// Whether a preflight or a login request fails on order.
    pub(crate) fn refuses(&mut self, role: Role, received: &Received) -> bool {
        let concerned = received.is_preflight() || role == Role::Login;
        concerned && self.faults.iter_mut().any(|rule| rule.take_refusal(received))
    }
}
