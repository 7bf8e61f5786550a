//! Fault simulation: uploads, and writes on single tokens, against generated tenants, every verdict compared with the
//! tenant's truth.
//!
//! A case is a start and a number; the same two give the same tenant, the same tokens, the same faults and the same
//! answers, so that a failure replays from them.

mod check;
mod drive;
mod generate;
mod meddling;
mod work;

use core::fmt;

use seedferry_core::graph::{Outcome, Request, run::Settings, work::Job};

pub use drive::{Measured, measure};
use generate::Case;
pub use work::{run_all_work, run_work_case};

/// What stands between upload and tenant. Proper uploads have nothing there; a broken one is made by putting
/// something there that treats answers as a broken upload would.
pub trait Between {
    /// The settings of the upload.
    fn settings(&self, proper: Settings) -> Settings {
        proper
    }

    /// What is to be done about a token.
    fn job(&self, proper: Job) -> Job {
        proper
    }

    /// What the upload is told of an outcome; `send` sends a request of its own.
    fn pass(
        &mut self,
        request: &Request,
        outcome: Outcome,
        send: &mut dyn FnMut(&Request) -> Outcome,
    ) -> Outcome {
        let _ = (request, send);
        outcome
    }
}

/// Nothing in between.
pub struct Nothing;

impl Between for Nothing {}

/// A case that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Its start.
    pub start: u64,
    /// Its number.
    pub number: u64,
    /// What was wrong.
    pub what: String,
    /// What was simulated: `uploads` or `work`.
    pub of: &'static str,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { start, number, what, of } = self;
        write!(
            f,
            "tenant {number} of start {start}: {what}\nreplay: cargo xtask simulate --of {of} --seed {start} --only {number}"
        )
    }
}

/// What a simulation went through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Tenants.
    pub tenants: u64,
    /// Requests answered.
    pub requests: u64,
    /// Tokens brought in.
    pub tokens: u64,
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.tenants += other.tenants;
        self.requests += other.requests;
        self.tokens += other.tokens;
    }
}

/// Runs one case: uploads until all that can be there is there, each upload checked.
pub fn run_case(start: u64, number: u64, between: &mut dyn Between) -> Result<Tally, Failure> {
    let mut case = Case::new(start, number);
    case.run(between).map_err(|what| Failure { start, number, what, of: "uploads" })?;
    let tokens = u64::try_from(case.tokens.len()).unwrap_or(u64::MAX);
    Ok(Tally { tenants: 1, requests: case.tenant.requests().into(), tokens })
}

/// Runs the cases with numbers from 0 up to `tenants`, until one fails.
pub fn run_all(start: u64, tenants: u64, between: &mut dyn Between) -> Result<Tally, Failure> {
    let mut sum = Tally::default();
    for number in 0..tenants {
        sum.add(run_case(start, number, between)?);
    }
    Ok(sum)
}
