//! `cargo xtask simulate`: uploads, or writes on single tokens, against tens of thousands of simulated tenants, every
//! verdict compared with the tenant's truth. A failing case prints its number, and `--seed S --only NUMBER` replays it.

use crate::{
    Outcome,
    process::{cargo, run},
};

/// Runs with the options given: `--of uploads|work`, `--tenants N`, `--seed S`, `--only N`.
pub(crate) fn run_all(options: &[&str]) -> Outcome {
    run(cargo()
        .args(["run", "--quiet", "-p", "seedferry-tenant", "--example", "simulate", "--"])
        .args(options))
}

/// An upload of 10,000 tokens to one tenant without faults: simulated time, requests, and real time of a release build.
pub(crate) fn measure() -> Outcome {
    run(cargo()
        .args(["run", "--quiet", "--release", "-p", "seedferry-tenant", "--example", "simulate"])
        .args(["--", "--measure", "10000"]))
}
