//! `cargo xtask bench`: what the page weighs, how soon it can be used and how fast it is, in one run, each figure beside its aim. The
//! figures come from tests/bench/bench.mjs, which has a browser and brotli at hand and says which aims were missed; then come PSKC
//! beside other readers, by tests/bench/pskc.py, and an upload to a simulated tenant.

use crate::{
    Outcome, browser, build,
    process::{cargo, command, run},
    python, simulate,
};

/// Builds, measures and prints; the parts of `bench.mjs` that are named, or everything.
pub(crate) fn run_all(parts: &[&str]) -> Outcome {
    build::release(seedferry_protocol::Cloud::Global)?;
    let browser = browser::find()?;
    let in_browser =
        || run(command("node").arg("tests/bench/bench.mjs").args(parts).env("CHROME", browser.chrome));
    if !parts.is_empty() {
        return in_browser();
    }
    pskc()?;
    simulate::measure()?;
    // At last, so that what it concludes is read.
    in_browser()
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
