//! *Ready?*: the permission, the account's roles, the policy and the clock.

use seedferry_protocol::{PageEffect, ReadyAction, ReadyLine, ReadyState};

use super::super::{Effect, Model, account::Account, online::Asker, page};
use crate::graph::{
    GraphError, Outcome, Response,
    explorer::PERMISSION,
    ready::{self, Line, Readiness, Topic},
};

/// What is known so far.
#[derive(Default)]
pub(in super::super) struct Ready {
    roles: Option<Readiness>,
    policy: Option<Readiness>,
    clock: Option<Readiness>,
    /// The policy was read, and hardware tokens are off.
    is_off: bool,
    /// Hardware tokens are to be switched on when the permission for that is granted.
    enables: bool,
    /// Hardware tokens are being switched on.
    enabling: bool,
    /// Why that did not work.
    not_enabled: Option<String>,
}

impl Ready {
    /// The page asked its host for the time; in milliseconds.
    pub(in super::super) fn clock_read(&mut self, ahead: Option<i64>) {
        self.clock = Some(ready::judge_clock(ahead.map(|ahead| ahead / 1_000)).state);
    }

    /// `consent` is the link by which an administrator grants the permission.
    pub(in super::super) fn lines(&self, account: &Account, consent: Option<String>) -> Vec<ReadyLine> {
        let permission = permission(account);
        let link = consent.filter(|_| permission.state == ReadyState::Missing);
        vec![
            ReadyLine { link, ..permission },
            line(Topic::Roles, self.roles.clone(), None),
            self.policy_line(account),
            line(Topic::Clock, self.clock.clone(), None),
        ]
    }

    /// Whether anything is known to be missing. A permission that was not asked for yet is not: one press asks for it.
    pub(in super::super) fn lacks(&self, account: &Account) -> bool {
        let is_unasked = |line: &ReadyLine| line.action == Some(ReadyAction::AskPermission);
        let lines = self.lines(account, None);
        lines.iter().any(|line| line.state == ReadyState::Missing && !is_unasked(line))
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
            line.action = (offered && !self.enabling).then_some(ReadyAction::EnablePolicy);
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
        self.ready.not_enabled = None;
        let mut effects = vec![page(PageEffect::ReadClock)];
        effects.extend(self.send(Asker::Roles, ready::roles()));
        if self.account.as_ref().is_some_and(may_read) {
            effects.extend(self.send(Asker::Policy, ready::policy()));
        }
        effects
    }

    /// Switches hardware tokens on, once there is an account that may: this press asks for the permission.
    pub(super) fn enable_policy(&mut self) -> Vec<Effect> {
        self.ready.enables = !self.account.as_ref().is_some_and(may_write);
        if self.ready.enables {
            return self.want_token(&[PERMISSION], None);
        }
        (self.ready.enabling, self.ready.not_enabled) = (true, None);
        self.send(Asker::Enable, ready::set_enabled(true))
    }

    /// Another access token is here: what a press wanted goes on.
    pub(super) fn enable_when_granted(&mut self) -> Vec<Effect> {
        let granted = self.ready.enables && self.account.as_ref().is_some_and(may_write);
        if granted { self.enable_policy() } else { Vec::new() }
    }

    /// The permission that a press waited for is not granted: whoever still wants it presses again.
    pub(in super::super) fn give_up_beginning(&mut self) {
        self.ready.enables = false;
        self.upload.iter_mut().for_each(|upload| upload.begins = None);
    }

    pub(in super::super) fn ready_answered(&mut self, asker: Asker, outcome: &Outcome) -> Vec<Effect> {
        let heard = self.ready.heard(self.online.wall, outcome);
        match asker {
            Asker::Roles => {
                self.ready.roles = Some(match heard {
                    Ok(response) => ready::judge_roles(ready::read_roles(&response)).state,
                    Err(why) => Readiness::Unknown(why),
                });
            }
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

    fn enabled(&mut self, heard: Result<Response, String>) -> Vec<Effect> {
        self.ready.enabling = false;
        match heard {
            Ok(response) if response.is_success() => {
                self.news
                    .note("Hardware OATH tokens were enabled. It takes up to an hour until sign-in shows it");
                self.ready.policy = None;
                self.send(Asker::Policy, ready::policy())
            }
            Ok(response) => {
                let error = GraphError::read(&response);
                self.ready.not_enabled = Some(format!("Enabling them was refused: {}", error.words()));
                Vec::new()
            }
            Err(why) => {
                self.ready.not_enabled = Some(why);
                Vec::new()
            }
        }
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
    line.action = (line.state != ReadyState::Good).then_some(ReadyAction::AskPermission);
    if account.is_waiting() {
        (line.state, line.action) = (ReadyState::Checking, None);
        line.what = format!("{} is being asked for.", account.asked().join(", "));
    } else if let Some(problem) = account.problem().filter(|_| line.state == ReadyState::Missing) {
        (line.what, line.action) = (problem.to_owned(), Some(ReadyAction::Continue));
    }
    line
}

fn line(topic: Topic, state: Option<Readiness>, action: Option<ReadyAction>) -> ReadyLine {
    let (state, what, help) = match state {
        None => (ReadyState::Checking, String::new(), String::new()),
        Some(Readiness::Good(what)) => (ReadyState::Good, what, String::new()),
        Some(Readiness::Unknown(why)) => (ReadyState::Unknown, why, String::new()),
        Some(Readiness::Missing { what, why, who }) => (ReadyState::Missing, what, format!("{why} {who}")),
    };
    let action = action.filter(|_| state == ReadyState::Missing);
    ReadyLine { topic: topic.name().to_owned(), state, what, help, action, link: None }
}
