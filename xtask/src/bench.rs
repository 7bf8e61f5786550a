//! `cargo xtask bench`: what the page weighs and how soon it can be used, in one run. The figures come from
//! tests/bench/bench.mjs, which has a browser and brotli at hand; last comes an upload to a simulated tenant.

use crate::{
    Outcome, browser, build,
    process::{command, run},
    simulate,
};

/// Builds, measures and prints.
pub(crate) fn run_all() -> Outcome {
    build::release(seedferry_protocol::Cloud::Global)?;
    let browser = browser::find()?;
    run(command("node").arg("tests/bench/bench.mjs").env("CHROME", browser.chrome))?;
    simulate::measure()
}
