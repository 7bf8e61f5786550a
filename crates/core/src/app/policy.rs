//! The tenant's policy for hardware OATH tokens: its state, its groups by name, on and off.

use std::collections::BTreeMap;

use seedferry_protocol::{Area, GroupView, Nameless, PolicyChange, PolicyContent, PolicyEvent, PolicyView};

use super::{Effect, Model, account::Account, online::Asker, upload::Ready};
use crate::graph::{
    GraphError, MOST_REFUSED_TOKENS, Outcome, PageFault, Response,
    explorer::PERMISSION,
    group_names,
    people::{self, GROUPS},
    ready::{self, EVERYBODY, Policy, READING},
};

/// Nobody knows whether a request took effect, or what was to be read.
const UNREACHABLE: &str = "Graph could not be reached, or its answer may not be read.";
const TRY_AGAIN: &str = "Check the network, then try again.";
const REFUSED: &str = "The access token has expired or was refused.";

/// What is known of the policy.
#[derive(Default)]
pub(super) struct PolicyPhase {
    stage: Stage,
    /// Display names of groups by their object ids.
    names: BTreeMap<String, String>,
    /// Why there are no names.
    nameless: Option<String>,
    /// What the policy is being changed to.
    changing: Option<bool>,
    /// Why the last change did not work.
    problem: Option<String>,
    /// Access tokens that Graph refused in a row, each freshly renewed.
    refused: u32,
    /// Whose policy it is.
    tenant: String,
}

#[derive(Default)]
enum Stage {
    #[default]
    Unread,
    Reading,
    Halted {
        problem: String,
        remedy: String,
    },
    Read(Policy),
}

impl PolicyPhase {
    pub(super) fn view(&self, account: Option<&Account>, ready: &Ready) -> PolicyView {
        let Some(account) = account else {
            return PolicyView::SignedOut;
        };
        match &self.stage {
            Stage::Unread if !ready::reads(account.scopes()) && !account.is_waiting() => PolicyView::Halted {
                problem: format!("The policy cannot be read without the permission {READING}."),
                remedy: "Try again to be asked for it; an administrator may have to grant it.".to_owned(),
            },
            Stage::Unread | Stage::Reading => PolicyView::Reading,
            Stage::Halted { problem, remedy } => {
                PolicyView::Halted { problem: problem.clone(), remedy: remedy.clone() }
            }
            Stage::Read(policy) => PolicyView::Read(self.content(policy, account, ready)),
        }
    }

    fn content(&self, policy: &Policy, account: &Account, ready: &Ready) -> PolicyContent {
        let groups = |ids: &[String]| -> Vec<GroupView> {
            ids.iter().filter(|id| *id != EVERYBODY).map(|id| self.group(id)).collect()
        };
        let (included, excluded) = (groups(&policy.included), groups(&policy.excluded));
        let unnamed = included.iter().chain(&excluded).any(|group| group.name.is_empty());
        let may_name = account.is_granted(GROUPS);
        let (offered, role) = ready.may_change_policy();
        PolicyContent {
            enabled: policy.enabled,
            change: match self.changing {
                Some(_) => PolicyChange::UnderWay,
                None if !offered => PolicyChange::NeedsRole,
                None if account.is_granted(PERMISSION) => PolicyChange::Offered,
                None => PolicyChange::NeedsPermission,
            },
            role: role.to_owned(),
            problem: self.problem.clone(),
            everybody: policy.included.iter().any(|id| id == EVERYBODY),
            nameless: unnamed.then(|| Nameless {
                why: self.why_nameless(may_name),
                may_ask: !may_name && !account.is_waiting(),
            }),
            included,
            excluded,
        }
    }

    fn why_nameless(&self, may_name: bool) -> String {
        match &self.nameless {
            Some(why) => why.clone(),
            None if may_name => "A group without a name was deleted, or its name is being read.".to_owned(),
            None => format!("Names of groups can be read with the permission {GROUPS}."),
        }
    }

    fn group(&self, id: &str) -> GroupView {
        GroupView { name: self.names.get(id).cloned().unwrap_or_default(), id: id.to_owned() }
    }

    fn groups(&self) -> Vec<String> {
        match &self.stage {
            Stage::Read(policy) => policy.included.iter().chain(&policy.excluded).cloned().collect(),
            _ => Vec::new(),
        }
    }
}

impl Model {
    pub(super) fn policy_event(&mut self, event: &PolicyEvent) -> Vec<Effect> {
        match event {
            PolicyEvent::ReadAsked => self.read_policy(),
            PolicyEvent::NamesAsked => self.want_token(&[GROUPS], None),
            PolicyEvent::ChangeAsked => self.want_token(&[PERMISSION], None),
            PolicyEvent::EnabledChosen(enabled) => self.set_policy(*enabled),
        }
    }

    /// The policy comes in sight, and sheets and labels with it: it is read once.
    pub(super) fn policy_in_sight(&mut self) -> Vec<Effect> {
        let mut effects = self.open_sheets();
        if matches!(self.policy.stage, Stage::Unread | Stage::Halted { .. }) {
            effects.extend(self.read_policy());
        }
        effects
    }

    /// Sheets and labels come in sight for their own sake: the policy beside them is read only where nobody has to be
    /// asked for that.
    pub(super) fn sheets_in_sight(&mut self) -> Vec<Effect> {
        match &self.account {
            Some(account) if !ready::reads(account.scopes()) => self.open_sheets(),
            _ => self.policy_in_sight(),
        }
    }

    /// Another access token is here, or the account left: what waited for it goes on.
    pub(super) fn policy_access_changed(&mut self) -> Vec<Effect> {
        let tenant = self.account.as_ref().map(Account::tenant).unwrap_or_default();
        if self.policy.tenant != tenant {
            // What one tenant still answers is not the policy of another.
            self.online.forget(&[Asker::PolicyRead, Asker::PolicySet, Asker::GroupNames]);
            self.policy = PolicyPhase { tenant: tenant.to_owned(), ..PolicyPhase::default() };
        }
        let Some(account) = &self.account else {
            return Vec::new();
        };
        match &self.policy.stage {
            Stage::Unread if ready::reads(account.scopes()) && self.area == Area::Policy => {
                self.read_policy()
            }
            Stage::Halted { .. } if self.policy.refused > 0 && self.area == Area::Policy => {
                self.read_policy()
            }
            Stage::Read(_) => self.read_names(),
            _ => Vec::new(),
        }
    }

    fn read_policy(&mut self) -> Vec<Effect> {
        let Some(account) = &self.account else {
            return Vec::new();
        };
        if !ready::reads(account.scopes()) {
            return self.want_token(&[READING], None);
        }
        self.policy.stage = Stage::Reading;
        self.send(Asker::PolicyRead, ready::policy())
    }

    fn read_names(&mut self) -> Vec<Effect> {
        if !self.account.as_ref().is_some_and(|account| account.is_granted(GROUPS)) {
            return Vec::new();
        }
        self.policy.nameless = None;
        let known = &self.policy.names;
        let ids: Vec<String> =
            self.policy.groups().into_iter().filter(|id| !known.contains_key(id)).collect();
        let requests = group_names(&ids);
        requests.into_iter().flat_map(|request| self.send(Asker::GroupNames, request)).collect()
    }

    fn set_policy(&mut self, enabled: bool) -> Vec<Effect> {
        let may = self.account.as_ref().is_some_and(|account| account.is_granted(PERMISSION));
        let is_read = matches!(&self.policy.stage, Stage::Read(policy) if policy.enabled != enabled);
        if !may || !is_read || self.policy.changing.is_some() {
            return Vec::new();
        }
        (self.policy.changing, self.policy.problem) = (Some(enabled), None);
        self.send(Asker::PolicySet, ready::set_enabled(enabled))
    }

    pub(super) fn policy_answered(&mut self, asker: Asker, outcome: &Outcome) -> Vec<Effect> {
        match outcome.response().map(|response| (response.wants_token(), response.claims())) {
            Some((true, claims)) if self.policy.refused < MOST_REFUSED_TOKENS => {
                return self.policy_refused(asker, claims);
            }
            Some((false, _)) => self.policy.refused = 0,
            _ => {}
        }
        match asker {
            Asker::GroupNames => {
                self.names_read(outcome);
                Vec::new()
            }
            Asker::PolicySet => self.policy_set(outcome),
            _ => {
                self.policy.stage = read(outcome);
                self.read_names()
            }
        }
    }

    /// Graph refused the access token: another one is asked for, and what was to be read is read with it. A change was not made,
    /// and is for the user to press again.
    fn policy_refused(&mut self, asker: Asker, claims: Option<String>) -> Vec<Effect> {
        let Some(account) = &self.account else {
            return Vec::new();
        };
        self.policy.refused += 1;
        let permission = match asker {
            Asker::GroupNames => GROUPS,
            Asker::PolicySet => PERMISSION,
            _ => ready::reading_as(account.scopes()),
        };
        match asker {
            Asker::GroupNames => {}
            Asker::PolicySet => {
                self.policy.changing = None;
                self.policy.problem =
                    Some(format!("The policy was not changed. {REFUSED} With the new one, press again."));
            }
            _ => {
                let remedy = "With the new one that is asked for, the policy is read by itself.".to_owned();
                self.policy.stage = Stage::Halted { problem: REFUSED.to_owned(), remedy };
            }
        }
        // Several answers may say so of the same access token.
        if account.is_waiting() { Vec::new() } else { self.want_token(&[permission], claims) }
    }

    fn names_read(&mut self, outcome: &Outcome) {
        let groups = answered(outcome).and_then(|response| people::read_groups(response).map_err(unread));
        match groups {
            Ok(groups) => self.policy.names.extend(groups.into_iter().map(|group| (group.id, group.name))),
            Err(why) => self.policy.nameless = Some(format!("The names of groups could not be read. {why}")),
        }
    }

    /// Whatever was answered, what holds now is read: a change whose answer was lost may have taken effect.
    fn policy_set(&mut self, outcome: &Outcome) -> Vec<Effect> {
        let enabled = self.policy.changing.take().unwrap_or_default();
        let word = if enabled { "enabled" } else { "disabled" };
        match answered(outcome) {
            Ok(response) if response.is_success() => self.news.note(format!(
                "Hardware OATH tokens were {word}. It takes up to an hour until sign-in shows it"
            )),
            Ok(response) => {
                let error = GraphError::read(response);
                self.policy.problem =
                    Some(format!("The policy was not changed. {} {}", error.words(), error.remedy()));
            }
            Err(why) => {
                self.policy.problem = Some(format!("{why} What holds now was read again. {TRY_AGAIN}"));
            }
        }
        self.send(Asker::PolicyRead, ready::policy())
    }
}

fn answered(outcome: &Outcome) -> Result<&Response, String> {
    outcome.response().ok_or_else(|| UNREACHABLE.to_owned())
}

fn unread(fault: PageFault) -> String {
    match fault {
        PageFault::Refused(error) => error.words(),
        PageFault::Unreadable | PageFault::ForeignLink => UNREACHABLE.to_owned(),
    }
}

fn read(outcome: &Outcome) -> Stage {
    let Outcome::Answered(response) = outcome else {
        return Stage::Halted { problem: UNREACHABLE.to_owned(), remedy: TRY_AGAIN.to_owned() };
    };
    match ready::read_policy(response) {
        Ok(policy) => Stage::Read(policy),
        Err(error) => Stage::Halted { problem: error.words(), remedy: reading_remedy(&error).to_owned() },
    }
}

/// Reading takes less than what [`GraphError::remedy`] speaks of.
fn reading_remedy(error: &GraphError) -> &'static str {
    match error.status {
        403 => {
            "Have the role Global Reader or Authentication Policy Administrator assigned, then sign in again."
        }
        _ => error.remedy(),
    }
}
