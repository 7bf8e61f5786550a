//! *Ready?*: the permission, the account's roles, the policy and the clock.

use seedferry_protocol::{Cloud, PageEffect, ReadyAction, ReadyLine, ReadyState, ReadySummary};

use super::super::{Effect, Model, account::Account, online::Asker, page};
use super::summary::summed_up;
use crate::graph::{
    GraphError, MOST_REFUSED_TOKENS, Outcome, Response, RoleTurn, RoleWalk,
    explorer::PERMISSION,
    ready::{self, Line, READING, Readiness, Topic},
};
use crate::sign_in::{PERMISSIONS, SIGN_IN_PERMISSION};

/// What is said while another one is awaited.
const RENEWING: &str =
    "The access token has expired or was refused. This is checked again as soon as there is a new one.";

/// What is known so far.
#[derive(Default)]
pub(in super::super) struct Ready {
    walk: RoleWalk,
    /// Who was refused an access token, once for each that was freshly renewed: one may be taken while another is not.
    refused: Vec<Asker>,
    roles: Option<Readiness>,
    policy: Option<Readiness>,
    clock: Option<Readiness>,
    /// The policy was read, and hardware tokens are off.
    is_off: bool,
    enabling: Enabling,
    /// Why that did not work.
    not_enabled: Option<String>,
    /// Graph could not be reached.
    unreached: bool,
}

/// Whether hardware tokens are being switched on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Enabling {
    #[default]
    No,
    /// As soon as there is an access token that may.
    Waits,
    /// The answer is awaited.
    UnderWay,
}

impl Ready {
    /// The page asked its host for the time; in milliseconds.
    pub(in super::super) fn clock_read(&mut self, ahead: Option<i64>) {
        self.clock = Some(ready::judge_clock(ahead.map(|ahead| ahead / 1_000)).state);
    }

    /// Somebody pressed: an access token that is refused is renewed once more.
    pub(super) fn trust(&mut self) {
        self.refused.clear();
    }

    fn is_refused_again_and_again(&self, asker: Asker) -> bool {
        let times = self.refused.iter().filter(|refused| **refused == asker).count();
        times >= MOST_REFUSED_TOKENS as usize
    }

    /// `consent` is the link by which an administrator grants the permission.
    pub(in super::super) fn lines(
        &self,
        account: &Account,
        consent: Option<String>,
        cloud: Cloud,
    ) -> Vec<ReadyLine> {
        let permission = permission(account);
        let link = consent.filter(|_| permission.state == ReadyState::Missing);
        vec![
            ReadyLine { link, ..permission },
            with_page(Topic::Roles, cloud, line(Topic::Roles, self.roles.clone(), None)),
            with_page(Topic::Policy, cloud, self.policy_line(account)),
            line(Topic::Clock, self.clock.clone(), None),
        ]
    }

    /// All lines in one.
    pub(in super::super) fn summary(&self, account: &Account) -> ReadySummary {
        summed_up(&self.lines(account, None, Cloud::default()))
    }

    /// Whether changing the policy is offered, as far as the account's roles are known, and what is to be said of that.
    pub(in super::super) fn may_change_policy(&self) -> (bool, &'static str) {
        ready::may_change_policy(self.roles.as_ref())
    }

    fn policy_line(&self, account: &Account) -> ReadyLine {
        if !may_read(account) {
            let what = "Reading the policy needs the permission above.".to_owned();
            return line(Topic::Policy, Some(Readiness::Unknown(what)), None);
        }
        let mut line = line(Topic::Policy, self.policy.clone(), None);
        if line.state == ReadyState::Missing && self.is_off && self.roles.is_some() {
            let (offered, word) = self.may_change_policy();
            line.action =
                (offered && self.enabling != Enabling::UnderWay).then_some(ReadyAction::EnablePolicy);
            if !word.is_empty() {
                line.help = format!("{} {word}", line.help);
            }
        }
        if let Some(why) = self.not_enabled.as_deref().filter(|_| line.state == ReadyState::Missing) {
            line.what = format!("{} {why}", line.what);
        }
        line
    }

    fn heard(&mut self, wall: u64, outcome: &Outcome) -> Result<Response, String> {
        let Outcome::Answered(response) = outcome else {
            self.unreached = true;
            return Err("Graph could not be reached, or its answer may not be read. Check the network, then check again.".to_owned());
        };
        let date = GraphError::read(response).date;
        if let Some(ahead) = date.and_then(|date| ready::ahead_of(wall, &date))
            && matches!(self.clock, None | Some(Readiness::Unknown(_)))
        {
            self.clock = Some(ready::judge_clock(Some(ahead)).state);
        }
        Ok(response.clone())
    }
}

impl Model {
    /// Checks everything anew.
    pub(in super::super) fn check_ready(&mut self) -> Vec<Effect> {
        (self.ready.roles, self.ready.policy, self.ready.clock) = (None, None, None);
        (self.ready.not_enabled, self.ready.unreached) = (None, false);
        self.ready.walk = RoleWalk::default();
        self.online.forget(&[Asker::Roles, Asker::Policy]);
        let mut effects = vec![page(PageEffect::ReadClock)];
        effects.extend(self.send(Asker::Roles, ready::roles()));
        if self.account.as_ref().is_some_and(may_read) {
            effects.extend(self.send(Asker::Policy, ready::policy()));
        }
        effects
    }

    /// The network is back: what could not be checked without it is checked.
    pub(in super::super) fn check_what_was_unreached(&mut self) -> Vec<Effect> {
        if self.ready.unreached && self.account.is_some() { self.check_ready() } else { Vec::new() }
    }

    /// Switches hardware tokens on, once there is an account that may: this press asks for the permission.
    pub(super) fn enable_policy(&mut self) -> Vec<Effect> {
        if !self.account.as_ref().is_some_and(may_write) {
            self.ready.enabling = Enabling::Waits;
            return self.want_token(&[PERMISSION], None);
        }
        (self.ready.enabling, self.ready.not_enabled) = (Enabling::UnderWay, None);
        self.send(Asker::Enable, ready::set_enabled(true))
    }

    /// Another access token is here: what a press wanted goes on.
    pub(super) fn enable_when_granted(&mut self) -> Vec<Effect> {
        let granted = self.ready.enabling == Enabling::Waits && self.account.as_ref().is_some_and(may_write);
        if granted { self.enable_policy() } else { Vec::new() }
    }

    /// The permission that a press waited for is not granted: whoever still wants it presses again.
    pub(in super::super) fn give_up_beginning(&mut self) {
        if self.ready.enabling == Enabling::Waits {
            self.ready.enabling = Enabling::No;
        }
        self.upload.iter_mut().for_each(|upload| upload.begins = None);
    }

    pub(in super::super) fn ready_answered(&mut self, asker: Asker, outcome: &Outcome) -> Vec<Effect> {
        if let Some(response) = outcome.response().filter(|response| response.wants_token())
            && !self.ready.is_refused_again_and_again(asker)
        {
            return self.renew_for(asker, response.claims());
        }
        if outcome.response().is_some_and(|response| !response.wants_token()) {
            self.ready.refused.retain(|refused| *refused != asker);
        }
        let heard = self.ready.heard(self.online.wall, outcome);
        match asker {
            Asker::Roles => return self.roles_heard(heard),
            Asker::Policy => {
                let policy = heard.map(|response| ready::read_policy(&response));
                self.ready.is_off = matches!(&policy, Ok(Ok(policy)) if !policy.enabled);
                self.ready.policy = Some(match policy {
                    Ok(policy) => ready::judge_policy(policy).state,
                    Err(why) => Readiness::Unknown(why),
                });
            }
            Asker::Enable => return self.enabled(heard),
            Asker::Machine(..)
            | Asker::Work(..)
            | Asker::Inventory(..)
            | Asker::People(..)
            | Asker::Desk(..)
            | Asker::SheetNames(..)
            | Asker::PolicyRead
            | Asker::PolicySet
            | Asker::GroupNames => {}
        }
        Vec::new()
    }

    fn roles_heard(&mut self, heard: Result<Response, String>) -> Vec<Effect> {
        let host = self.sign_in.cloud().graph();
        self.ready.roles = Some(match heard.map(|response| self.ready.walk.turn(host, &response)) {
            Ok(RoleTurn::More(next)) => return self.send(Asker::Roles, next),
            Ok(RoleTurn::Judged(roles)) => roles,
            Err(why) => Readiness::Unknown(why),
        });
        Vec::new()
    }

    /// Graph refused the access token: with another one, what was asked is asked again. Until it is here, that is said.
    fn renew_for(&mut self, asker: Asker, claims: Option<String>) -> Vec<Effect> {
        let Some(account) = &self.account else {
            return Vec::new();
        };
        let permission = match asker {
            Asker::Enable => PERMISSION,
            _ if may_read(account) => ready::reading_as(account.scopes()),
            _ => SIGN_IN_PERMISSION,
        };
        let renewing = || Some(Readiness::Unknown(RENEWING.to_owned()));
        match asker {
            Asker::Roles => self.ready.roles = renewing(),
            Asker::Policy => self.ready.policy = renewing(),
            _ => self.ready.enabling = Enabling::Waits,
        }
        self.ready.refused.push(asker);
        // Several answers may say so of the same access token.
        if account.is_waiting() {
            return Vec::new();
        }
        self.want_token(&[permission], claims)
    }

    /// Checks again what an access token was refused for, once another one is here.
    pub(super) fn recheck(&mut self) -> Vec<Effect> {
        if self.ready.refused.is_empty() { Vec::new() } else { self.check_ready() }
    }

    /// What holds now is read: a change whose answer was lost may have taken effect.
    fn enabled(&mut self, heard: Result<Response, String>) -> Vec<Effect> {
        self.ready.enabling = Enabling::No;
        match heard {
            Ok(response) if response.is_success() => {
                self.news
                    .note("Hardware OATH tokens were enabled. It takes up to an hour until sign-in shows it");
            }
            Ok(response) => {
                let error = GraphError::read(&response);
                self.ready.not_enabled = Some(format!("Enabling them was refused: {}", error.words()));
                return Vec::new();
            }
            Err(why) => self.ready.not_enabled = Some(why),
        }
        self.ready.policy = None;
        self.send(Asker::Policy, ready::policy())
    }
}

/// Whether the inventory and the policy can be read.
pub(in super::super) fn may_read(account: &Account) -> bool {
    ready::reads(account.scopes())
}

/// Whether tokens can be created, as far as permissions go.
pub(super) fn may_write(account: &Account) -> bool {
    matches!(ready::permissions(account.scopes()).state, Readiness::Good(_))
}

fn permission(account: &Account) -> ReadyLine {
    let refused = account.problem().filter(|_| account.asked().iter().any(|asked| asked == PERMISSION));
    let Line { topic, state } = match ready::permissions(account.scopes()) {
        Line { state: Readiness::Unknown(_), .. } if refused.is_some() => ready::lacking(PERMISSION),
        line => line,
    };
    let mut line = line(topic, Some(state), None);
    line.what.push_str(&also_granted(account));
    line.action = (line.state != ReadyState::Good).then_some(ReadyAction::AskPermission);
    if account.is_waiting() {
        (line.state, line.action) = (ReadyState::Checking, None);
        line.what = format!("{} is being asked for.", account.asked().join(", "));
    } else if let Some(problem) = account.problem().filter(|_| line.state == ReadyState::Missing) {
        (line.what, line.action) = (problem.to_owned(), Some(ReadyAction::Continue));
    }
    line
}

/// Permissions that were granted for other work, as a sentence; empty where there are none.
fn also_granted(account: &Account) -> String {
    let told = [SIGN_IN_PERMISSION, READING, PERMISSION];
    let others = PERMISSIONS.into_iter().filter(|name| !told.contains(name) && account.is_granted(name));
    let others: Vec<_> = others.collect();
    if others.is_empty() { String::new() } else { format!(" Also granted: {}.", others.join(", ")) }
}

fn line(topic: Topic, state: Option<Readiness>, action: Option<ReadyAction>) -> ReadyLine {
    let (state, what, help) = match state {
        None => (ReadyState::Checking, String::new(), String::new()),
        Some(Readiness::Good(what)) => (ReadyState::Good, what, String::new()),
        Some(Readiness::Unknown(why)) => (ReadyState::Unknown, why, String::new()),
        Some(Readiness::Missing { what, why, who }) => (ReadyState::Missing, what, format!("{why} {who}")),
    };
    let action = action.filter(|_| state == ReadyState::Missing);
    ReadyLine { topic: topic.name().to_owned(), state, what, help, action, link: None, page: None }
}

fn with_page(topic: Topic, cloud: Cloud, line: ReadyLine) -> ReadyLine {
    let page = topic.page(cloud).filter(|_| line.state == ReadyState::Missing);
    ReadyLine { page, ..line }
}
