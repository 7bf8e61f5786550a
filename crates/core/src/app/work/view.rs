//! The work as the page shows it, and its words.

use seedferry_protocol::{
    HeldChoice, MethodsPermission, RunState, UploadList, WorkConfirm, WorkRun, WorkStage, WorkView,
};

use super::super::{
    account::Account, assign::refusal::Typed, journal::Planned, review::count, upload::ending_words,
};
use super::{Stage, Works, missing, rows, selected};
use crate::{
    diagnostic::counted,
    graph::{
        Millis,
        people::METHODS,
        run::Ending,
        work::{Act, Job, Work},
    },
};

/// A wait is told when it is longer than the usual pause between two requests, in milliseconds.
const TOLD: u64 = 2_500;

/// What trying it again does after a refusal.
const REST_FIRST: &str = "Tried again, what was not tried comes first.";

/// Whom the work is shown for, and when.
pub(in super::super) struct Scene<'a> {
    pub(in super::super) account: Option<&'a Account>,
    pub(in super::super) now: Millis,
    /// Whether the wider permission for people's tokens may be asked for.
    pub(in super::super) allows_wide: bool,
    /// Where requests go.
    pub(in super::super) host: &'a str,
}

impl Works {
    pub(in super::super) fn view(&self, scene: &Scene<'_>) -> WorkView {
        let stage = match &self.stage {
            Stage::Edit { devices, problem } => WorkStage::Edit(selected::form(devices, problem)),
            Stage::Confirm { jobs, choice, .. } => WorkStage::Confirm(self.confirm(jobs, *choice, scene)),
            Stage::Run(work) => WorkStage::Run(self.run(work, scene)),
        };
        WorkView { shown: self.shown, title: self.title.clone(), stage }
    }

    fn confirm(&self, jobs: &[Job], choice: Option<HeldChoice>, scene: &Scene<'_>) -> WorkConfirm {
        let destructive = jobs.iter().flat_map(|job| &job.acts).any(Act::is_destructive);
        WorkConfirm {
            text: what_follows(jobs),
            jobs: count(jobs.len()),
            destructive,
            type_count: destructive && jobs.len() > 1,
            held: choice,
            why: self.why_not_yet(jobs, scene.account),
            permission: self.lacks_methods(scene),
            waiting: self.confirmed,
            list: rows::of_jobs(jobs, &self.chosen),
            script: self
                .script
                .map(|kind| Planned { kind, jobs, host: scene.host, tenant: &self.tenant }.beginning()),
        }
    }

    fn why_not_yet(&self, jobs: &[Job], account: Option<&Account>) -> String {
        let Some(account) = account else {
            return "Nobody is signed in. Sign in first.".to_owned();
        };
        if jobs.is_empty() {
            return String::new();
        }
        let missing = missing(&self.permissions(), account.scopes());
        match (missing.as_slice(), account.problem()) {
            ([], _) => String::new(),
            (_, Some(problem)) if self.confirmed => problem.to_owned(),
            (names, _) => format!("This asks for the permission {} first.", names.join(" and ")),
        }
    }

    fn lacks_methods(&self, scene: &Scene<'_>) -> Option<MethodsPermission> {
        let account = scene.account.filter(|account| self.confirmed && account.problem().is_some())?;
        let missing = missing(&self.permissions(), account.scopes());
        missing.contains(&METHODS).then(|| account.lacks_methods(scene.allows_wide))
    }

    fn run(&self, work: &Work, scene: &Scene<'_>) -> WorkRun {
        let progress = work.progress();
        let state = state(work, scene.account, self.asked);
        let wait = self.resting_until.since(scene.now);
        WorkRun {
            what: what(state, wait),
            why: self.why_so(work, state, scene.account),
            state,
            done: count(progress.done + progress.already_so + progress.failed),
            half_done: half_done_jobs(work),
            left_without: rows::left_without(work)
                .filter(|_| state == RunState::Ended)
                .map(|(.., what)| what),
            unfinished: work.may_try_again(),
            total: count(progress.total),
            seconds_left: u32::try_from(progress.left.0.div_ceil(1_000)).unwrap_or(u32::MAX),
            // Behind another screen nobody sees it, and it names all of them.
            list: if self.shown { rows::of_run(work, &self.chosen) } else { UploadList::default() },
        }
    }

    /// Why it waits or ended, and whose a refused code is.
    fn why_so(&self, work: &Work, state: RunState, account: Option<&Account>) -> String {
        let refused = self.refused.as_ref().filter(|_| state == RunState::Ended).and_then(Typed::why);
        format!("{} {}", why(work, state, account), refused.unwrap_or_default()).trim().to_owned()
    }
}

fn half_done_jobs(work: &Work) -> u32 {
    let is_over = work.ending().is_some();
    count(work.verdicts().filter(|(_, verdict)| rows::is_half_done(verdict, is_over)).count())
}

/// The news of work that ended.
pub(super) fn ended(work: &Work) -> String {
    let progress = work.progress();
    let done = counted(count(progress.done), "token");
    let others = [
        (progress.already_so, "needed nothing"),
        (progress.total - progress.done - progress.already_so, "not done"),
    ];
    let others = others.into_iter().filter(|(number, _)| *number > 0);
    let others = others.map(|(number, what)| format!("{} {what}", count(number)));
    let all: Vec<String> = core::iter::once(format!("{done} done")).chain(others).collect();
    format!("The work is over: {}", all.join(", "))
}

/// The same when something was done in part: the first of these names whom it concerns.
pub(super) fn half_done(work: &Work) -> Option<String> {
    let mut halves = work.verdicts().filter_map(|(job, verdict)| rows::half_done_words(job, &verdict));
    let first = halves.next()?;
    let more = match count(halves.count()) {
        0 => String::new(),
        more => format!(" {} more only half done.", counted(more, "token")),
    };
    Some(format!("{}. {first}{more} Show the work to see why", ended(work)))
}

/// What the jobs do, as sentences.
fn what_follows(jobs: &[Job]) -> String {
    let others = || jobs.iter().filter(|job| job.new.is_none());
    let many = |fits: fn(&Act) -> bool| others().filter(|job| job.acts.iter().any(fits)).count();
    let tokens = |number: usize| rows::capitalised(&counted(count(number), "token"));
    let sentences = [
        (
            many(|act| matches!(act, Act::Unassign { .. })),
            "will be taken from the people who have them. They cannot sign in with these codes any more, and the tokens \
             go back to the inventory.",
        ),
        (
            many(|act| matches!(act, Act::Deactivate { .. })),
            "will be deactivated. People keep them, and can use them again once they are activated.",
        ),
        (many(Act::deletes), "will be deleted from the tenant. To have them again, you need their seeds."),
        (many(|act| matches!(act, Act::Update { .. })), "will be changed."),
        (many(|act| matches!(act, Act::Assign { .. })), "will be assigned."),
        (
            many(|act| matches!(act, Act::AssignAndActivate { .. } | Act::AssignAndActivateBySerial { .. })),
            "will be assigned and activated.",
        ),
        (many(|act| matches!(act, Act::Activate { .. })), "will be activated."),
    ];
    let said = sentences.into_iter().filter(|(number, _)| *number > 0);
    let said = said.map(|(number, words)| format!("{} {words}", tokens(number)));
    jobs.iter().filter_map(replacement).chain(said).collect::<Vec<_>>().join(" ")
}

/// Whose token is replaced, in which order, and what may come of it; `None` for other jobs.
fn replacement(job: &Job) -> Option<String> {
    let (old, new) = (&job.serial, job.new.as_ref()?);
    let who = job.who.as_deref().unwrap_or("the person");
    let is_taken = |act: &&Act| matches!(act, Act::Unassign { .. });
    let methods = match job.acts.iter().filter(is_taken).count() {
        0 | 1 => String::new(),
        more => format!(", as {more} methods,"),
    };
    Some(if job.acts.first().as_ref().is_some_and(is_taken) {
        format!(
            "First token {old}{methods} is taken from {who}, who cannot sign in with its codes any more. Then token {new} is \
             assigned to {who} and activated. If the second step does not work, {who} has neither of the two, and the \
             result says so."
        )
    } else {
        format!(
            "First token {new} is assigned to {who} and activated. Then token {old}{methods} is taken from {who}, who cannot \
             sign in with its codes any more. If the first step does not work, {who} keeps token {old}, and the result says \
             so."
        )
    })
}

fn state(work: &Work, account: Option<&Account>, asked: bool) -> RunState {
    match () {
        () if work.ending().is_some() => RunState::Ended,
        () if account.is_none_or(|account| asked || account.is_waiting()) => RunState::NeedsToken,
        () if work.is_paused() => RunState::Paused,
        () if work.is_stopping() => RunState::Stopping,
        () => RunState::Working,
    }
}

fn what(state: RunState, wait: Millis) -> String {
    let text = match state {
        RunState::Ended => "It is over",
        RunState::NeedsToken => "Waiting for the sign-in",
        RunState::Paused => "Paused",
        RunState::Working | RunState::Stopping if wait.0 > TOLD => {
            return format!("Waiting {} s before the next request", wait.0.div_ceil(1_000));
        }
        RunState::Stopping => "Bringing to an end what was begun",
        RunState::Working => "Working",
    };
    text.to_owned()
}

fn why(work: &Work, state: RunState, account: Option<&Account>) -> String {
    let text = match (work.ending(), state) {
        (Some(Ending::Abandoned), _) => {
            "It was ended before everything was read back. Read the inventory to see what became of the rest."
        }
        (Some(Ending::Refused(error)), _) => {
            let (problem, _) = ending_words(&Ending::Refused(error.clone()));
            let rest = if work.progress().waiting > 0 { REST_FIRST } else { "" };
            return format!("{problem} {} {rest}", rows::remedy_of_end(work, error)).trim().to_owned();
        }
        (Some(ending), _) => {
            let (problem, remedy) = ending_words(ending);
            return format!("{problem} {remedy}").trim().to_owned();
        }
        (None, RunState::NeedsToken) => match account.and_then(Account::problem) {
            Some(problem) => problem,
            None if account.is_none() => "Nobody is signed in. Sign in again, then press Resume.",
            None => "The access token has expired or was refused. A new one is being asked for.",
        },
        (None, RunState::Paused) => "What was sent stays sent. Nothing more is sent until you resume.",
        (None, _) => "",
    };
    text.to_owned()
}
