//! Carries requests from the work to the tenant and answers back, in simulated time.

use std::collections::HashSet;

use seedferry_core::graph::{
    AccessToken, Millis, Outcome, Request,
    run::Ending,
    work::{Given, Job, Rest, Step, Verdict, Work},
};

use super::{
    super::{
        Between,
        generate::one_in,
        meddling::{Meddling, meddling, pause},
    },
    generate::{RIGHT, WorkCase, account},
    legacy::Watch,
};
use crate::Tenant;

/// Steps after which work counts as endless.
const MOST_STEPS: u32 = 100_000;
/// Time until somebody tries again.
const BETWEEN_RUNS: Millis = Millis(60_000);
/// Runs after which everything must have its verdict: each fault can end one.
const MOST_RUNS: u32 = 12;

/// The way to the tenant; it sees who writes blindly.
struct Wire<'a> {
    tenant: &'a mut Tenant,
    /// Writes whose outcome nobody knows and nobody has read.
    doubts: HashSet<String>,
    watch: Watch<'a>,
    /// What was sent that must not be.
    wrong: Option<String>,
}

impl Wire<'_> {
    fn send(&mut self, now: Millis, request: &Request, token: &AccessToken) -> Outcome {
        if request.writes() && self.doubts.contains(&request.path) {
            self.wrong = Some(format!("{} was written again without reading", request.path));
        }
        if self.watch.is_broken_by(request) {
            self.wrong = Some(format!("{} goes, and its person is left without a token", request.path));
        }
        let outcome = self.tenant.answer(now, request, token);
        self.watch.hears(request, &outcome);
        let answered = outcome.response().is_some_and(|response| response.status < 500);
        if request.writes() && !answered {
            self.doubts.insert(request.path.clone());
        } else if !request.writes() && answered {
            self.doubts.retain(|path| !path.starts_with(request.path.as_str()));
        }
        outcome
    }
}

impl WorkCase {
    /// Works until every job has a verdict that stays, and checks each run.
    pub(super) fn run(&mut self, between: &mut dyn Between) -> Result<(), String> {
        let settings = between.settings(self.settings.clone());
        let jobs = self.jobs.iter().cloned().map(|job| between.job(job)).collect();
        let mut work = Work::new(jobs, settings, self.random.draw());
        let mut now = Millis(0);
        for run in 0..MOST_RUNS {
            now = self.drive(&mut work, now, between, run == 0)?;
            self.check(&work)?;
            self.tenant.account = account();
            let all_stay = || work.verdicts().all(|(job, verdict)| self.stays(job, &verdict));
            if work.ending() == Some(&Ending::Checked) && all_stay() {
                return Ok(());
            }
            now = now.after(BETWEEN_RUNS);
            work.try_again();
        }
        Err("the jobs never end".to_owned())
    }

    fn drive(
        &mut self,
        work: &mut Work,
        mut now: Millis,
        between: &mut dyn Between,
        is_first: bool,
    ) -> Result<Millis, String> {
        let mut token = self.tenant.sign_in(now).ok_or("no token")?;
        // The first run may be stopped, or paused for as long as a lid stays closed; and somebody else may be at work.
        let meddles = is_first && one_in(&mut self.random, 3);
        let (meddle_at, others_at) = (self.random.below(60), self.random.below(60));
        let watch = Watch::of(&self.doubles);
        let mut wire = Wire { tenant: &mut self.tenant, doubts: HashSet::new(), watch, wrong: None };
        for step in 0..MOST_STEPS {
            if meddles && u64::from(step) == meddle_at {
                for what in meddling(&mut self.random) {
                    match what {
                        Meddling::Pause => work.pause(),
                        Meddling::Stop => work.stop(now),
                    }
                }
            }
            if is_first && u64::from(step) == others_at {
                self.before.meddle(wire.tenant, &self.doubles, &mut self.random);
            }
            match work.next(now) {
                Step::Send { ticket, request } => {
                    let outcome = wire.send(now, &request, &token);
                    let outcome = between.pass(&request, outcome, &mut |again| wire.send(now, again, &token));
                    if let Some(what) = wire.wrong.take() {
                        return Err(what);
                    }
                    now = now.after(wire.tenant.switches.latency);
                    work.answer(now, ticket, &outcome);
                }
                Step::NeedCode { serial, .. } => {
                    let given = match self.random.below(3) {
                        _ if is_seedless(&serial) => Given::NoSeed,
                        0 => Given::Later(now.after(Millis(4000))),
                        _ => Given::Code(RIGHT.to_owned()),
                    };
                    work.give_code(now, given);
                }
                Step::Wait(until) if until > now => now = until,
                Step::Wait(_) => return Err("it waits for a time that is past".to_owned()),
                Step::Awaiting => return Err("it waits for an answer that came".to_owned()),
                Step::NeedToken(_) => {
                    token = wire.tenant.sign_in(now).ok_or("no token")?;
                    work.renewed();
                }
                Step::Paused => {
                    now = now.after(pause(&mut self.random));
                    work.resume();
                }
                Step::Done => return Ok(now),
            }
        }
        Err("it does not end".to_owned())
    }

    fn stays(&self, job: &Job, verdict: &Verdict) -> bool {
        match verdict {
            Verdict::Done
            | Verdict::AlreadySo
            | Verdict::Failed { .. }
            | Verdict::HalfDone { rest: Rest::Failed(_), .. } => true,
            // Whether a legacy token is there is seen nowhere, and it is not deleted again when its guard has lapsed.
            Verdict::HalfDone { rest: Rest::Unchecked, .. } => {
                job.guard.as_ref().is_some_and(|guard| self.before.meddled.contains(&guard.device))
            }
            Verdict::HalfDone { .. } | Verdict::Unchecked | Verdict::NotTried => false,
        }
    }
}

/// Whether the seed of the token is not at hand.
pub(super) fn is_seedless(serial: &str) -> bool {
    serial.ends_with(['3', '7'])
}
