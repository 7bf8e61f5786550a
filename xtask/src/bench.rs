//! `cargo xtask bench`: what the page weighs and how soon it can be used, in one run. The figures come from
//! tests/bench/bench.mjs, which has a browser and brotli at hand; then come PSKC beside other readers, by
//! tests/bench/pskc.py, and an upload to a simulated tenant.

use crate::{
    Outcome, browser, build,
    process::{cargo, command, run},
    python, simulate,
};

/// Builds, measures and prints.
pub(crate) fn run_all() -> Outcome {
    build::release(seedferry_protocol::Cloud::Global)?;
    let browser = browser::find()?;
    run(command("node").arg("tests/bench/bench.mjs").env("CHROME", browser.chrome))?;
    pskc()?;
    simulate::measure()
}

/// Reads containers with our command line, python-pskc and pskctool.
pub(crate) fn pskc() -> Outcome {
    run(cargo().args([
        "build",
        "--quiet",
        "--release",
        "--package",
        "seedferry-core",
        "--example",
        "convert",
    ]))?;
    let python = python::PSKC.get()?;
    run(command(&python).args(["tests/bench/pskc.py", "target/release/examples/convert"]))
}
