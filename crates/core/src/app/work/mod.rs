//! Writes on single tokens: the question, the run and its result.

mod codes;
mod refused;
mod rows;
mod selected;
mod view;

use seedferry_protocol::{HeldChoice, ScriptKind, Ticket, WorkEvent};

pub(super) use self::selected::Wish;
pub(super) use self::view::Scene;
use super::{
    Effect, Model, account::Account, assign::refusal::Typed, nothing_to_hand_over, online::Asker,
    upload::Chosen,
};
use crate::{
    graph::{
        Device, Millis, Outcome, Request,
        people::Person,
        work::{Activations, Job, Step, Work},
    },
    token::Token,
};

/// The writes that were asked for, from the question to the result.
pub(super) struct Works {
    /// Tells late answers apart.
    number: u32,
    shown: bool,
    title: String,
    stage: Stage,
    /// What is planned is shown as a script in this language.
    script: Option<ScriptKind>,
    chosen: Chosen,
    /// Whose tokens these are: work must not go on in another tenant.
    tenant: String,
    /// A new access token was asked for already.
    asked: bool,
    /// It was confirmed and waits for a permission.
    confirmed: bool,
    /// The typed code that was refused.
    refused: Option<Typed>,
    /// When the machine goes on.
    resting_until: Millis,
    /// Open tokens whose codes are needed after something was taken away; they are kept no longer than the work goes on.
    seeds: Vec<Token>,
}

/// The activations of this visit: how many Entra takes counts over all work of a tenant.
#[derive(Default)]
pub(super) struct Activated {
    tenant: String,
    activations: Activations,
}

impl Activated {
    /// Those of this tenant.
    fn of(&self, tenant: &str) -> Activations {
        if self.tenant == tenant { self.activations.clone() } else { Activations::default() }
    }

    fn sent(&mut self, tenant: &str, now: Millis) {
        if self.tenant != tenant {
            *self = Self { tenant: tenant.to_owned(), activations: Activations::default() };
        }
        self.activations.sent(now);
    }
}

enum Stage {
    /// What shall become of these?
    Edit {
        devices: Vec<Device>,
        problem: String,
    },
    /// Shall it be done? With what becomes of tokens that somebody has, when that is left to choose.
    Confirm {
        jobs: Vec<Job>,
        choice: Option<HeldChoice>,
        /// What they were made of, for another choice.
        devices: Vec<Device>,
    },
    Run(Box<Work>),
}

impl Works {
    /// Whether it sends, or would.
    pub(super) fn is_running(&self) -> bool {
        matches!(&self.stage, Stage::Run(work) if work.ending().is_none())
    }

    /// Whether it computes codes from open seeds.
    pub(super) fn needs_seeds(&self) -> bool {
        matches!(&self.stage, Stage::Run(work) if work.ending().is_none() && work.computes())
    }

    fn running(&mut self) -> Option<&mut Work> {
        match &mut self.stage {
            Stage::Run(work) if work.ending().is_none() => Some(work),
            _ => None,
        }
    }

    fn next(&mut self, now: Millis) -> Option<Step> {
        let Stage::Run(work) = &mut self.stage else {
            return None;
        };
        let step = work.next(now);
        self.resting_until = if let Step::Wait(until) = &step { *until } else { now };
        Some(step)
    }

    /// The permissions that the jobs need.
    fn permissions(&self) -> Vec<&'static str> {
        let mut wanted = Vec::new();
        let jobs: Vec<&Job> = match &self.stage {
            Stage::Confirm { jobs, .. } => jobs.iter().collect(),
            Stage::Run(work) => work.verdicts().map(|(job, _)| job).collect(),
            Stage::Edit { .. } => Vec::new(),
        };
        for act in jobs.iter().flat_map(|job| &job.acts) {
            if !wanted.contains(&act.permission()) {
                wanted.push(act.permission());
            }
        }
        wanted
    }
}

impl Model {
    /// Asks whether these jobs shall be done. Work that is under way is shown instead: one thing after the other.
    pub(super) fn plan_work(&mut self, title: &str, jobs: Vec<Job>) -> Vec<Effect> {
        if jobs.is_empty() {
            self.news.note("There is nothing to do");
            return Vec::new();
        }
        self.begin_work(title, Stage::Confirm { jobs, choice: None, devices: Vec::new() })
    }

    fn begin_work(&mut self, title: &str, stage: Stage) -> Vec<Effect> {
        if let Some(works) = self.works.as_mut().filter(|works| works.is_running()) {
            works.shown = true;
            self.news.warn("Other work is under way. Wait for its end, or stop it");
            return Vec::new();
        }
        self.work_count = self.work_count.wrapping_add(1);
        self.works = Some(Works {
            number: self.work_count,
            shown: true,
            title: title.to_owned(),
            stage,
            script: None,
            chosen: Chosen::default(),
            tenant: self.account.as_ref().map(|account| account.tenant().to_owned()).unwrap_or_default(),
            asked: false,
            confirmed: false,
            refused: None,
            resting_until: Millis(0),
            seeds: Vec::new(),
        });
        Vec::new()
    }

    pub(super) fn work_event(&mut self, event: WorkEvent) -> Vec<Effect> {
        match event {
            WorkEvent::UnassignFirstChosen(unassign) => self.delete_anew(unassign),
            WorkEvent::ChangeGiven(change) => self.take_change(&change),
            WorkEvent::Confirmed => self.start_work(),
            WorkEvent::ResultCopyAsked(ticket) => self.hand_work(ticket, true),
            WorkEvent::ResultSaveAsked(ticket) => self.hand_work(ticket, false),
            WorkEvent::Closed => self.close_work(),
            WorkEvent::GiveAsked => self.give_in_place(),
            WorkEvent::WidePermissionAsked => self.want_wide(),
            WorkEvent::ScriptCopyAsked(ticket) => self.hand_plan(ticket, true),
            WorkEvent::ScriptSaveAsked(ticket) => self.hand_plan(ticket, false),
            other => self.steer_work(&other),
        }
    }

    /// Goes where whoever was left without a token is given one. The card at the help desk knows the person best.
    fn give_in_place(&mut self) -> Vec<Effect> {
        let Some(Stage::Run(work)) = self.works.as_ref().map(|works| &works.stage) else {
            return Vec::new();
        };
        let Some((id, upn, _)) = rows::left_without(work) else {
            return Vec::new();
        };
        let person = Person {
            id: id.to_owned(),
            name: String::new(),
            upn: upn.to_owned(),
            is_enabled: None,
            is_guest: None,
        };
        let known = self.desk.person().filter(|known| known.id == person.id).cloned();
        self.give_to(known.unwrap_or(person))
    }

    fn close_work(&mut self) -> Vec<Effect> {
        match &mut self.works {
            Some(works) if works.is_running() => works.shown = false,
            _ => self.works = None,
        }
        Vec::new()
    }

    /// Other things shall be in sight than the work: a question falls, a run or its result can be shown again.
    pub(super) fn leave_work(&mut self) {
        match &mut self.works {
            Some(works) if works.shown && matches!(works.stage, Stage::Run(_)) => works.shown = false,
            Some(works) if works.shown => self.works = None,
            _ => {}
        }
    }

    fn steer_work(&mut self, event: &WorkEvent) -> Vec<Effect> {
        let now = self.online.now;
        let tenant = self.account.as_ref().map(Account::tenant);
        let is_elsewhere =
            self.works.as_ref().zip(tenant).is_some_and(|(works, tenant)| works.tenant != tenant);
        if is_elsewhere && matches!(event, WorkEvent::TriedAgain) {
            self.news.warn(
                "That was done in another tenant than the one you are signed in to. Begin anew in this one",
            );
            return Vec::new();
        }
        let Some(works) = &mut self.works else {
            return Vec::new();
        };
        match event {
            WorkEvent::Opened => works.shown = true,
            WorkEvent::ScriptChosen(kind) => works.script = *kind,
            WorkEvent::FilterChosen(filter) => (works.chosen.filter, works.chosen.page) = (*filter, 0),
            WorkEvent::PageChosen(page) => works.chosen.page = *page,
            _ => {}
        }
        let Stage::Run(work) = &mut works.stage else {
            return Vec::new();
        };
        match event {
            WorkEvent::Paused => work.pause(),
            WorkEvent::Resumed => work.resume(),
            WorkEvent::Stopped => work.stop(now),
            WorkEvent::TriedAgain => work.try_again(),
            _ => return Vec::new(),
        }
        self.drive_work()
    }

    /// Begins, once the account may.
    fn start_work(&mut self) -> Vec<Effect> {
        let (Some(works), Some(account)) = (&mut self.works, &self.account) else {
            return Vec::new();
        };
        if !matches!(works.stage, Stage::Confirm { .. }) {
            return Vec::new();
        }
        let missing = missing(&works.permissions(), account.scopes());
        if !missing.is_empty() {
            works.confirmed = true;
            return self.want_token(&missing, None);
        }
        (works.confirmed, works.chosen) = (false, Chosen::default());
        account.tenant().clone_into(&mut works.tenant);
        let (start, settings) = (self.random_start(), self.upload_settings());
        if let Some(works) = &mut self.works
            && let Stage::Confirm { jobs, .. } = &mut works.stage
        {
            let jobs = core::mem::take(jobs);
            let work = Work::new(jobs, settings, start).after_activations(self.activated.of(&works.tenant));
            works.stage = Stage::Run(Box::new(work));
        }
        self.drive_work()
    }

    /// Does what the machine says, as long as somebody is signed in.
    pub(super) fn drive_work(&mut self) -> Vec<Effect> {
        loop {
            let (Some(works), Some(account)) = (&mut self.works, &self.account) else {
                return Vec::new();
            };
            let was_over = !works.is_running();
            match works.next(self.online.now) {
                Some(Step::NeedCode { serial, told, ahead }) => self.give_code(&serial, told, ahead),
                Some(Step::Send { ticket, request }) => {
                    let asker = Asker::Work(works.number, ticket);
                    self.count_activation(ticket, &request);
                    return self.send(asker, request);
                }
                Some(Step::Wait(until)) => return vec![self.online.wake(until)],
                Some(Step::NeedToken(claims)) if !core::mem::replace(&mut works.asked, true) => {
                    let wanted = works.permissions().into_iter();
                    let permissions: Vec<_> = wanted.map(|name| account.granted_as(name)).collect();
                    return self.want_token(&permissions, claims);
                }
                Some(Step::Done) if !was_over => return self.work_ended(),
                Some(Step::Done | Step::NeedToken(_) | Step::Awaiting | Step::Paused) | None => {
                    return Vec::new();
                }
            }
        }
    }

    fn count_activation(&mut self, ticket: u32, request: &Request) {
        let Some(works) = &self.works else {
            return;
        };
        if let Stage::Run(work) = &works.stage
            && request.writes()
            && work.sending(ticket).is_some_and(|(_, act)| act.code().is_some())
        {
            self.activated.sent(&works.tenant, self.online.now);
        }
    }

    /// Hands what is planned as a script.
    fn hand_plan(&mut self, ticket: Ticket, copy: bool) -> Vec<Effect> {
        let Some(Works { stage: Stage::Confirm { jobs, .. }, script: Some(kind), .. }) = &self.works else {
            return nothing_to_hand_over(ticket);
        };
        let (jobs, kind) = (jobs.clone(), *kind);
        self.hand_planned(ticket, copy, kind, &jobs)
    }

    pub(super) fn work_answered(&mut self, number: u32, ticket: u32, outcome: &Outcome) -> Vec<Effect> {
        let now = self.online.now;
        match self.works.as_mut().filter(|works| works.number == number).map(|works| &mut works.stage) {
            Some(Stage::Run(work)) => work.answer(now, ticket, outcome),
            _ => return Vec::new(),
        }
        self.drive_work()
    }

    /// What the inventory shows is old now.
    fn work_ended(&mut self) -> Vec<Effect> {
        if let Some(works) = &mut self.works {
            works.seeds.clear();
            if let Stage::Run(work) = &works.stage {
                match view::half_done(work) {
                    Some(warning) => self.news.warn(warning),
                    None => self.news.note(view::ended(work)),
                }
            }
        }
        self.judge_refused();
        let mut effects = self.read_inventory_again();
        effects.extend(self.assign_written());
        effects.extend(self.desk_written());
        effects
    }

    /// Another access token is here, or the account left.
    pub(super) fn work_access_changed(&mut self) -> Vec<Effect> {
        let now = self.online.now;
        let Some(works) = &mut self.works else {
            return Vec::new();
        };
        let Some(account) = &self.account else {
            works.confirmed = false;
            works.running().into_iter().for_each(Work::pause);
            return Vec::new();
        };
        if !works.tenant.is_empty() && works.tenant != account.tenant() {
            return self.end_work_elsewhere(now);
        }
        works.asked = false;
        works.running().into_iter().for_each(Work::renewed);
        // Without the permission the account would be asked again and again.
        let granted = missing(&works.permissions(), account.scopes()).is_empty();
        if works.confirmed && granted { self.start_work() } else { self.drive_work() }
    }

    /// The account that signed in belongs to another tenant.
    fn end_work_elsewhere(&mut self, now: Millis) -> Vec<Effect> {
        let Some(works) = &mut self.works else {
            return Vec::new();
        };
        let is_result = matches!(works.stage, Stage::Run(_)) && !works.is_running();
        if is_result {
            // It may still be read.
            return Vec::new();
        }
        match works.running() {
            Some(work) => {
                work.stop(now);
                work.stop(now);
                works.seeds.clear();
            }
            None => self.works = None,
        }
        self.news.warn("The work was ended, because the account that signed in belongs to another tenant");
        Vec::new()
    }

    fn hand_work(&mut self, ticket: Ticket, copy: bool) -> Vec<Effect> {
        let Some(Stage::Run(work)) = self.works.as_ref().map(|works| &works.stage) else {
            return nothing_to_hand_over(ticket);
        };
        let table = rows::table(work);
        self.hand_table(ticket, copy, "result", table)
    }

    /// What a request of the work is about: what is done, the serial number, and the person.
    pub(super) fn work_sending(&self, number: u32, ticket: u32) -> Option<(String, String, String)> {
        let works = self.works.as_ref().filter(|works| works.number == number)?;
        let Stage::Run(work) = &works.stage else {
            return None;
        };
        let (job, act) = work.sending(ticket)?;
        let person = if act.user().is_some() { job.who.clone().unwrap_or_default() } else { String::new() };
        Some((rows::capitalised(act.name()), job.token(), person))
    }
}

/// The permissions that are wanted and not granted. The broad one for authentication methods takes the place of the narrow one.
fn missing(wanted: &[&'static str], granted: &[String]) -> Vec<&'static str> {
    const BROAD: &str = "UserAuthenticationMethod.ReadWrite.All";
    let has = |name: &str| granted.iter().any(|scope| scope == name);
    let is_granted = |name: &str| has(name) || name.starts_with("UserAuthMethod-") && has(BROAD);
    wanted.iter().copied().filter(|name| !is_granted(name)).collect()
}

#[cfg(test)]
mod tests {
    use super::{Activated, missing};
    use crate::graph::{Millis, work::Act};

    #[test]
    fn activations_count_over_all_work_of_a_tenant() {
        let mut activated = Activated::default();
        (0..200).for_each(|at| activated.sent("contoso", Millis(at)));
        assert_eq!(activated.of("contoso").next(), Millis(300_000));
        assert_eq!(activated.of("fabrikam").next(), Millis(0));
        activated.sent("fabrikam", Millis(200));
        assert_eq!(activated.of("contoso").next(), Millis(0));
    }

    #[test]
    fn each_action_asks_for_its_own_permission() {
        let (user, device) = ("u".to_owned(), "d".to_owned());
        let unassign = Act::Unassign { user, device: device.clone() }.permission();
        let delete = Act::Delete { device }.permission();
        let check = |granted: &[&str], asked: &[&str]| {
            let granted: Vec<_> = granted.iter().map(|scope| (*scope).to_owned()).collect();
            assert_eq!(missing(&[unassign, delete], &granted), asked);
        };
        let policy = "Policy.ReadWrite.AuthenticationMethod";
        let methods = "UserAuthMethod-HardwareOATH.ReadWrite.All";
        check(&["User.Read"], &[methods, policy]);
        check(&[policy], &[methods]);
        check(&[methods], &[policy]);
        check(&["UserAuthenticationMethod.ReadWrite.All"], &[policy]);
        check(&[methods, policy], &[]);
    }
}
