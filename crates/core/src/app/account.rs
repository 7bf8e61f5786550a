//! The account that is signed in: its access token stays here.

use seedferry_protocol::{
    AccountEvent, AccountView, Cloud, Grant, MethodsPermission, PageEffect, ReadySummary, SignInError,
};

use super::{Effect, Model, page};
use crate::{
    graph::{
        AccessToken, Millis,
        people::{self, ALL_METHODS, METHODS, READ_ALL_METHODS, READ_METHODS},
    },
    sign_in::{Asking, INSISTS, is_unreached, words},
};

/// The account and the token it has now.
pub(super) struct Account {
    name: String,
    upn: String,
    tenant: String,
    scopes: Vec<String>,
    token: AccessToken,
    waiting: bool,
    problem: Option<String>,
    /// Microsoft could not be reached for what was asked for last.
    unreached: bool,
    /// The permissions that were asked for last, and what Conditional Access demanded.
    asked: Vec<String>,
    claims: Option<String>,
    /// When this access token was had with what Conditional Access demanded, if it was.
    met: Option<Millis>,
}

/// How long after a renewal with claims the next demand is taken for the same one: a renewal that helps lasts for longer.
const INSISTENCE: Millis = Millis(300_000);

impl Account {
    /// `None` when the token cannot stand in a header.
    fn of(grant: Grant, cloud: Cloud) -> Option<Self> {
        // EXPOSE: from the page's message into the type that only the sender reads.
        let text = core::str::from_utf8(grant.token.expose()).ok()?;
        Some(Self {
            token: AccessToken::new(text.to_owned())?,
            name: grant.name,
            upn: grant.upn,
            tenant: grant.tenant,
            scopes: grant.scopes.iter().map(|scope| cloud.permission(scope).to_owned()).collect(),
            waiting: false,
            problem: None,
            unreached: false,
            asked: Vec::new(),
            claims: None,
            met: None,
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

    /// Whether this permission was granted.
    pub(super) fn is_granted(&self, permission: &str) -> bool {
        people::has(&self.scopes, permission)
    }

    /// The name under which a permission was granted: where only another one that does for it was, that.
    pub(super) fn granted_as(&self, permission: &'static str) -> &'static str {
        people::granted_as(&self.scopes, permission)
    }

    /// The permission for people's tokens is missing.
    pub(super) fn lacks_methods(&self, allows_wide: bool) -> MethodsPermission {
        MethodsPermission {
            name: METHODS.to_owned(),
            wide: allows_wide.then(|| ALL_METHODS.to_owned()),
            failed: self.problem.is_some(),
            reads: false,
        }
    }

    /// The permission that reads people's tokens is missing.
    pub(super) fn lacks_method_reader(&self, allows_wide: bool) -> MethodsPermission {
        MethodsPermission {
            name: READ_METHODS.to_owned(),
            wide: allows_wide.then(|| READ_ALL_METHODS.to_owned()),
            reads: true,
            ..self.lacks_methods(allows_wide)
        }
    }

    /// Another access token is awaited, or could not be had for this reason.
    fn wait(&mut self, problem: Option<String>) {
        (self.waiting, self.problem, self.unreached) = (problem.is_none(), problem, false);
    }

    /// Whether another access token is awaited.
    pub(super) fn is_waiting(&self) -> bool {
        self.waiting
    }

    /// Why the last one could not be had.
    pub(super) fn problem(&self) -> Option<&str> {
        self.problem.as_deref()
    }

    /// The permissions that were asked for last.
    pub(super) fn asked(&self) -> &[String] {
        &self.asked
    }

    /// Id of the tenant.
    pub(super) fn tenant(&self) -> &str {
        &self.tenant
    }

    /// `window`: the sign-in window is waited for.
    pub(super) fn view(&self, window: bool, ready: ReadySummary) -> AccountView {
        AccountView {
            name: self.name.clone(),
            upn: self.upn.clone(),
            tenant: self.tenant.clone(),
            waiting: self.waiting,
            problem: self.problem.clone(),
            window,
            ready,
        }
    }
}

impl Model {
    pub(super) fn account_event(&mut self, event: AccountEvent) -> Vec<Effect> {
        match event {
            AccountEvent::Granted(grant) => {
                self.granted(grant);
                return self.everywhere_access_changed();
            }
            AccountEvent::SignedOut => {
                self.account = None;
                return self.everywhere_access_changed();
            }
            AccountEvent::Failed(error) => self.sign_in_failed(&error),
            AccountEvent::WindowOpened => {
                self.sign_in.window_opened();
                self.account.iter_mut().for_each(|account| account.wait(None));
            }
            AccountEvent::NetworkBack => {
                let mut effects = self.ask_again();
                effects.extend(self.check_what_was_unreached());
                return effects;
            }
            AccountEvent::PanelChosen(open) => self.sign_in.choose(open),
            AccountEvent::Prepared(surroundings) => self.sign_in.prepared(surroundings),
            AccountEvent::SettingsChanged(settings) => return self.sign_in.change(settings),
        }
        Vec::new()
    }

    /// Whoever waits for an access token, or must not go on without account, is told.
    fn everywhere_access_changed(&mut self) -> Vec<Effect> {
        let mut effects = self.access_changed();
        effects.extend(self.inventory_access_changed());
        effects.extend(self.assign_access_changed());
        effects.extend(self.work_access_changed());
        effects.extend(self.names_access_changed());
        effects
    }

    fn granted(&mut self, grant: Grant) {
        let first = self.account.is_none();
        let met = self.account.as_ref().and_then(|account| account.claims.as_ref()).map(|_| self.online.now);
        self.account = Account::of(grant, self.sign_in.cloud()).map(|account| Account { met, ..account });
        match &self.account {
            Some(account) if first => {
                self.news.note(format!("{} is signed in", account.upn));
                self.sign_in.succeeded(true);
            }
            Some(_) => self.sign_in.succeeded(false),
            None => self
                .sign_in
                .failed("Microsoft's answer holds no token that could be used. Sign in again.".to_owned()),
        }
    }

    /// An account that is signed in stays so, and says why it has no fresh token.
    fn sign_in_failed(&mut self, error: &SignInError) {
        let asking = self
            .account
            .as_ref()
            .map_or(Asking::SignIn, |account| Asking::Token { claims: account.claims.is_some() });
        let problem = words(error, asking);
        // Where a window may help, what a press began waits for it.
        if !error.press_wanted {
            self.give_up_beginning();
        }
        match &mut self.account {
            Some(account) => {
                self.sign_in.window_closed();
                account.wait(Some(problem));
                account.unreached = is_unreached(error);
            }
            None => self.sign_in.failed(problem),
        }
    }

    /// Asks for the wider permission for people's tokens, unless the host forbids that.
    pub(super) fn want_wide(&mut self) -> Vec<Effect> {
        if self.sign_in.allows_wide() { self.want_token(&[ALL_METHODS], None) } else { Vec::new() }
    }

    /// The same for the one that reads alone.
    pub(super) fn want_wide_reader(&mut self) -> Vec<Effect> {
        if self.sign_in.allows_wide() { self.want_token(&[READ_ALL_METHODS], None) } else { Vec::new() }
    }

    /// Asks the page for another access token: with more permissions, or with what Conditional Access demands. Where a renewal
    /// with that has just been of no use, the next one takes a press, so that nothing goes on for ever.
    pub(super) fn want_token(&mut self, scopes: &[&str], claims: Option<String>) -> Vec<Effect> {
        let (now, cloud) = (self.online.now, self.sign_in.cloud());
        let Some(account) = &mut self.account else {
            return Vec::new();
        };
        let press = claims.is_some() && account.met.is_some_and(|met| now.since(met) < INSISTENCE);
        account.wait(press.then(|| INSISTS.to_owned()));
        account.asked = scopes.iter().map(|scope| (*scope).to_owned()).collect();
        account.claims.clone_from(&claims);
        let scopes = scopes.iter().map(|scope| cloud.scope(scope)).collect();
        vec![page(PageEffect::TokenWanted { scopes, claims, press })]
    }

    /// The network is back: what could not be asked for without it is asked for again.
    fn ask_again(&mut self) -> Vec<Effect> {
        let Some(account) = self.account.as_ref().filter(|account| account.unreached) else {
            return Vec::new();
        };
        let (asked, claims) = (account.asked.clone(), account.claims.clone());
        let scopes: Vec<&str> = asked.iter().map(String::as_str).collect();
        self.want_token(&scopes, claims)
    }
}
