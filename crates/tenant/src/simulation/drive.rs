//! Carries requests from an upload to the tenant and answers back, in simulated time.

use seedferry_core::graph::{
    Millis, Random,
    run::{Ending, Run, Settings, Step},
};

use super::{
    Between, Nothing,
    generate::{Case, one_in, token},
    meddling::{Meddling, meddling, pause},
};
use crate::{Account, Switches, Tenant};

/// Steps after which an upload counts as endless.
const MOST_STEPS: u32 = 200_000;
/// Time until somebody tries again.
const BETWEEN_UPLOADS: Millis = Millis(60_000);
/// Uploads after which everything must be there: each fault can end one.
const MOST_UPLOADS: u32 = 10;

impl Case {
    /// Uploads until one ends as it should, and checks each.
    pub(crate) fn run(&mut self, between: &mut dyn Between) -> Result<(), String> {
        let mut now = Millis(0);
        let mut last = None;
        for upload in 0..MOST_UPLOADS {
            let settings = between.settings(self.settings.clone());
            let mut run = Run::new(self.tokens.clone(), settings, self.random.draw());
            // The first upload may be stopped, or paused for as long as a lid stays closed.
            let meddles = upload == 0 && one_in(&mut self.random, 3);
            now = self.drive(&mut run, now, between, meddles)?;
            let before = self.before.clone();
            self.check(&run)?;
            self.account_restored();
            let ended = run.ending() == Some(&Ending::Checked);
            // *Try the failed ones again* may be pressed at once.
            if (meddles || !ended) && one_in(&mut self.random, 2) {
                run.try_again();
                // It is the same upload: what it created before is its own.
                self.before = before;
                now = self.drive(&mut run, now, between, false)?;
                self.check(&run)?;
                self.account_restored();
            } else if ended && !meddles {
                return self.check_complete(&run);
            }
            // Whoever comes back has waited so long that what was under way shows, and every wait asked for is over.
            now = now.after(BETWEEN_UPLOADS);
            last = run.ending().map(|ending| (ending.clone(), run.progress()));
        }
        Err(format!("the uploads never finish the rest: {last:?}"))
    }

    fn account_restored(&mut self) {
        self.tenant.account = Account::default();
    }

    fn drive(
        &mut self,
        run: &mut Run,
        mut now: Millis,
        between: &mut dyn Between,
        meddles: bool,
    ) -> Result<Millis, String> {
        let mut token = self.tenant.sign_in(now).ok_or("no token")?;
        let meddle_at = self.random.below(60);
        for step in 0..MOST_STEPS {
            if meddles && u64::from(step) == meddle_at {
                for what in meddling(&mut self.random) {
                    match what {
                        Meddling::Pause => run.pause(),
                        Meddling::Stop => run.stop(now),
                    }
                }
            }
            match run.next(now) {
                Step::Send { ticket, request } => {
                    let tenant = &mut self.tenant;
                    let outcome = tenant.answer(now, &request, &token);
                    let sent_at = now;
                    let outcome =
                        between.pass(&request, outcome, &mut |again| tenant.answer(sent_at, again, &token));
                    now = now.after(self.tenant.switches.latency);
                    run.answer(now, ticket, outcome);
                }
                Step::Wait(until) if until > now => now = until,
                Step::Wait(_) => return Err("it waits for a time that is past".to_owned()),
                Step::Awaiting => return Err("it waits for an answer that came".to_owned()),
                Step::NeedToken(_) => {
                    token = self.tenant.sign_in(now).ok_or("no token")?;
                    run.renewed();
                }
                Step::Paused => {
                    now = now.after(pause(&mut self.random));
                    run.resume();
                }
                Step::Done => return Ok(now),
            }
        }
        Err("it does not end".to_owned())
    }
}

/// What an upload took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measured {
    /// Tokens created.
    pub created: usize,
    /// Requests sent.
    pub requests: u32,
    /// Simulated time from the first request to the end.
    pub took: Millis,
    /// The least that the pace allows: from the first write to the last.
    pub least: Millis,
}

/// Uploads that many tokens into an empty tenant that behaves as published, without faults.
pub fn measure(tokens: u64) -> Result<Measured, String> {
    let mut random = Random::new(1);
    let tokens: Vec<_> = (0..tokens).map(|index| token(&mut random, index)).collect();
    let settings = Settings::default();
    let writes =
        u64::try_from(tokens.len().div_ceil(settings.chunk.max(1))).map_err(|error| error.to_string())?;
    let least = Millis(settings.gap.0.saturating_mul(writes.saturating_sub(1)));
    let mut case = Case::with(Tenant::new(Switches::default(), 1), tokens, settings.clone(), random);
    let mut run = Run::new(case.tokens.clone(), settings, 1);
    let took = case.drive(&mut run, Millis(0), &mut Nothing, false)?;
    let progress = run.progress();
    Ok(Measured { created: progress.created, requests: case.tenant.requests(), took, least })
}
