//! Fault simulation of writes on single tokens: jobs against generated tenants, every verdict compared with the truth,
//! and nobody without the token they had unless a job says so.

mod check;
mod drive;
mod generate;
mod legacy;

use super::{Between, Failure, Tally};
use generate::WorkCase;

/// Runs one case: jobs until each has its verdict, each run checked.
pub fn run_work_case(start: u64, number: u64, between: &mut dyn Between) -> Result<Tally, Failure> {
    let mut case = WorkCase::new(start, number);
    case.run(between).map_err(|what| Failure { start, number, what, of: "work" })?;
    let tokens = u64::try_from(case.jobs.len()).unwrap_or(u64::MAX);
    Ok(Tally { tenants: 1, requests: case.tenant.requests().into(), tokens })
}

/// Runs the cases with numbers from 0 up to `tenants`, until one fails.
pub fn run_all_work(start: u64, tenants: u64, between: &mut dyn Between) -> Result<Tally, Failure> {
    let mut sum = Tally::default();
    for number in 0..tenants {
        sum.add(run_work_case(start, number, between)?);
    }
    Ok(sum)
}
