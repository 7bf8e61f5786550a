//! The account that is signed in: its access token stays here.

use seedferry_protocol::{AccountEvent, AccountView, Grant, PageEffect};

use super::{Effect, Model, page};
use crate::graph::AccessToken;

/// The account and the token it has now.
pub(super) struct Account {
    name: String,
    upn: String,
    tenant: String,
    scopes: Vec<String>,
    token: AccessToken,
    waiting: bool,
    problem: Option<String>,
}

impl Account {
    /// `None` when the token cannot stand in a header.
    fn of(grant: Grant) -> Option<Self> {
        // EXPOSE: from the page's message into the type that only the sender reads.
        let text = core::str::from_utf8(grant.token.expose()).ok()?;
        Some(Self {
            token: AccessToken::new(text.to_owned())?,
            name: grant.name,
            upn: grant.upn,
            tenant: grant.tenant,
            scopes: grant.scopes,
            waiting: false,
            problem: None,
        })
    }

    /// The access token for the next request.
    pub(super) fn token(&self) -> &AccessToken {
        &self.token
    }

    /// The permissions that were granted.
    pub(super) fn scopes(&self) -> &[String] {
        &self.scopes
    }

    /// Whether another access token is awaited.
    pub(super) fn is_waiting(&self) -> bool {
        self.waiting
    }

    /// Why the last one could not be had.
    pub(super) fn problem(&self) -> Option<&str> {
        self.problem.as_deref()
    }

    /// Id of the tenant.
    pub(super) fn tenant(&self) -> &str {
        &self.tenant
    }

    pub(super) fn view(&self) -> AccountView {
        AccountView {
            name: self.name.clone(),
            upn: self.upn.clone(),
            tenant: self.tenant.clone(),
            waiting: self.waiting,
            problem: self.problem.clone(),
        }
    }
}

impl Model {
    pub(super) fn account_event(&mut self, event: AccountEvent) -> Vec<Effect> {
        match event {
            AccountEvent::Granted(grant) => {
                self.account = Account::of(grant);
                return self.access_changed();
            }
            AccountEvent::SignedOut => {
                self.account = None;
                return self.access_changed();
            }
            AccountEvent::Refused(problem) => {
                if let Some(account) = &mut self.account {
                    (account.waiting, account.problem) = (false, Some(problem));
                }
            }
        }
        Vec::new()
    }

    /// Asks the page for another access token: with more permissions, or with what Conditional Access demands.
    pub(super) fn want_token(&mut self, scopes: &[&str], claims: Option<String>) -> Vec<Effect> {
        let Some(account) = &mut self.account else {
            return Vec::new();
        };
        (account.waiting, account.problem) = (true, None);
        let scopes = scopes.iter().map(|scope| (*scope).to_owned()).collect();
        vec![page(PageEffect::TokenWanted { scopes, claims })]
    }
}
