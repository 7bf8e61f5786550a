//! The upload as the page shows it, and its words.

use seedferry_protocol::{PlanView, RunState, RunView, UploadList, UploadStage, UploadView};

use super::super::{
    account::Account,
    review::{Review, count},
    sign_in::SignIn,
};
use super::{Ready, Stage, Upload, became::LeftOut, dry_run, may_read, rows};
use crate::{
    diagnostic::counted,
    graph::{
        Millis,
        plan::UploadPlan,
        ready::READING,
        run::{Ending, Run, Settings},
    },
};

/// A wait is told when it is longer than the usual pause between two requests, in milliseconds.
const TOLD: u64 = 2_500;

/// What is said where reading back waits for an access token.
const STOPPED: &str = " Nothing more is created. What was sent is read back as soon as there is an access token; Stop ends \
                       without that.";

/// Whom the upload is shown for, and when.
pub(in super::super) struct Scene<'a> {
    pub(in super::super) account: Option<&'a Account>,
    pub(in super::super) review: Option<&'a Review>,
    pub(in super::super) ready: &'a Ready,
    pub(in super::super) sign_in: &'a SignIn,
    pub(in super::super) now: Millis,
}

impl Upload {
    pub(in super::super) fn view(&self, scene: &Scene<'_>) -> UploadView {
        UploadView {
            shown: self.shown,
            ready: scene
                .account
                .map(|account| {
                    let sign_in = scene.sign_in;
                    scene.ready.lines(account, sign_in.consent_link(account), sign_in.cloud())
                })
                .unwrap_or_default(),
            stage: self.stage_view(scene),
        }
    }

    fn stage_view(&self, scene: &Scene<'_>) -> UploadStage {
        match (&self.stage, scene.account, scene.review) {
            (Stage::Run(run), account, _) => UploadStage::Run(self.run_view(run, account, scene.now)),
            (_, None, _) => UploadStage::SignedOut,
            (Stage::Waiting, Some(account), _) => waiting(account),
            (Stage::Reading(survey), ..) => UploadStage::Reading { devices: count(survey.devices().len()) },
            (Stage::NotOffered, ..) => UploadStage::Halted {
                problem: "Microsoft does not offer its API for hardware tokens in this cloud.".to_owned(),
                remedy: "Save Entra MFA CSV, and upload it in the Entra admin center.".to_owned(),
            },
            (Stage::Halted(ending), ..) => halted(ending),
            (Stage::Plan { plan, inventory }, _, Some(review)) => {
                UploadStage::Plan(self.plan_view(plan, count(inventory.len()), review))
            }
            (Stage::Plan { .. }, _, None) => UploadStage::Reading { devices: 0 },
        }
    }

    fn plan_view(&self, plan: &UploadPlan, inventory: u32, review: &Review) -> PlanView {
        let counts = plan.counts();
        let chunk = Settings::default().chunk;
        let dry_run = self.dry_run.as_ref().filter(|_| counts.ticked > 0);
        PlanView {
            inventory,
            begins: self.begins.map(str::to_owned),
            ticked: count(counts.ticked),
            new: count(counts.new),
            selected_only: self.selected_only,
            selected: count(review.chosen(true).len()),
            requests: count(counts.ticked.div_ceil(chunk)),
            list: rows::of_plan(plan, review, &self.chosen),
            dry_run: dry_run.map(|sight| dry_run::view(&plan.dry_run(review.batch(), chunk), sight)),
        }
    }

    fn run_view(&self, run: &Run, account: Option<&Account>, now: Millis) -> RunView {
        let progress = run.progress();
        let state = state(run, account, self.asked);
        let wait = self.resting_until.since(now);
        RunView {
            what: what(run, state, wait),
            why: why(run, state, account),
            state,
            done: count(progress.created + progress.already_there + progress.failed),
            failed: count(progress.failed),
            sent: count(progress.unchecked),
            total: count(progress.total),
            seconds_left: u32::try_from(progress.left.0.div_ceil(1_000)).unwrap_or(u32::MAX),
            // Behind the tokens nobody sees it, and it names all of them.
            list: if self.shown {
                rows::of_run(run, &self.left_out, &self.chosen)
            } else {
                UploadList::default()
            },
        }
    }
}

/// The news of a run that ended.
pub(super) fn ended(run: &Run, left_out: &[LeftOut]) -> String {
    let progress = run.progress();
    let created = counted(count(progress.created), "token");
    let not = progress.total - progress.created - progress.already_there;
    let left_out = left_out.iter().filter(|left| left.is_missing()).count();
    let rest = |tokens: usize, what: &str| match tokens {
        0 => String::new(),
        tokens => format!(", {} {what}", count(tokens)),
    };
    format!("The upload is over: {created} created{}{}", rest(not, "not"), rest(left_out, "left out"))
}

fn waiting(account: &Account) -> UploadStage {
    if account.is_waiting() || may_read(account) {
        return UploadStage::Reading { devices: 0 };
    }
    UploadStage::Halted {
        problem: format!("The inventory cannot be read without the permission {READING}."),
        remedy: "Ask for it above; an administrator may have to grant it.".to_owned(),
    }
}

fn halted(ending: &Ending) -> UploadStage {
    let (problem, remedy) = words(ending);
    UploadStage::Halted { problem, remedy: remedy.to_owned() }
}

/// What ended it and what to do about it, as sentences.
pub(in super::super) fn words(ending: &Ending) -> (String, &'static str) {
    match ending {
        Ending::Checked => (String::new(), ""),
        Ending::Refused(error) => (error.words(), error.remedy()),
        Ending::Unreachable => (
            "Microsoft Graph could not be reached, or did not answer usefully, many times in a row."
                .to_owned(),
            "Check the network, then try again.",
        ),
        Ending::UnsafeList => (
            "The inventory leads in a circle or to another host, so it was not read to its end.".to_owned(),
            "Try again later; if it stays so, tell Microsoft's support.",
        ),
        Ending::Abandoned => (
            "The upload was ended before the inventory was read back.".to_owned(),
            "Upload the same file again: only what is missing is sent.",
        ),
    }
}

fn state(run: &Run, account: Option<&Account>, asked: bool) -> RunState {
    match () {
        () if run.ending().is_some() => RunState::Ended,
        () if account.is_none_or(|account| asked || account.is_waiting()) => RunState::NeedsToken,
        () if run.is_paused() => RunState::Paused,
        () if run.is_stopping() => RunState::Stopping,
        () => RunState::Working,
    }
}

fn what(run: &Run, state: RunState, wait: Millis) -> String {
    let text = match state {
        RunState::Ended => "The upload is over",
        RunState::NeedsToken => "Waiting for the sign-in",
        RunState::Paused => "Paused",
        RunState::Working | RunState::Stopping if wait.0 > TOLD => {
            return waiting_for(run, state, wait);
        }
        RunState::Stopping => "Reading back what was created",
        RunState::Working if run.is_reading() => "Reading the inventory",
        RunState::Working => "Creating tokens",
    };
    text.to_owned()
}

/// When nothing more is to be created, the tenant is given time to show what was.
fn waiting_for(run: &Run, state: RunState, wait: Millis) -> String {
    let all_sent = state == RunState::Stopping || run.progress().waiting == 0;
    let what = if all_sent { "reading back what was sent" } else { "the next request" };
    format!("Waiting {} s before {what}", wait.0.div_ceil(1_000))
}

fn why(run: &Run, state: RunState, account: Option<&Account>) -> String {
    match (run.ending(), state) {
        (Some(ending), _) => {
            let (problem, remedy) = words(ending);
            format!("{problem} {remedy}").trim().to_owned()
        }
        (None, RunState::NeedsToken) => {
            let problem = match account.map(Account::problem) {
                Some(Some(problem)) => problem,
                Some(None) => "The access token has expired or was refused. A new one is being asked for.",
                None => "Nobody is signed in. Sign in again, then press Resume.",
            };
            let stopped = if run.is_stopping() { STOPPED } else { "" };
            format!("{problem}{stopped}")
        }
        (None, RunState::Paused) => {
            "What was sent stays sent. Nothing more is sent until you resume.".to_owned()
        }
        (None, _) => String::new(),
    }
}
