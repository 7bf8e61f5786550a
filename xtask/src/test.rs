//! `cargo xtask test`: all there is to pass, each stage with its time. The browser tests come last.

use std::{
    fs,
    path::PathBuf,
    process::Command,
    time::{Duration, Instant},
};

use seedferry_protocol::Screen;

use crate::{
    Outcome,
    browser::{self, Browser},
    build, fuzz, interop_sealed,
    process::{cargo, command, root, run},
    reproduce, tenant,
    tools::{prepare, wasm_test_runner},
};

const WASM: [&str; 2] = ["--target", "wasm32-unknown-unknown"];

/// How the modules of tests over sample files begin.
const SAMPLES: &str = "samples::";

/// Runs every stage, and stops at the first that fails.
pub(crate) fn run_all() -> Outcome {
    let mut stages = Stages::default();
    stages.run("tools", prepare)?;
    stages.run("programs of others", browser::find_programs)?;
    stages.run("formatting", || run(cargo().args(["fmt", "--all", "--", "--check"])))?;
    stages.run("lints, host", || {
        run(cargo().args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))
    })?;
    stages.run("lints, wasm32", lint_wasm)?;
    stages.run("fuzz targets", fuzz::check)?;
    stages.run("host tests", host_tests)?;
    stages.run("what is sealed, opened by programs of others", interop_sealed::prove)?;
    stages.run("the tenant of the browser tests", tenant::build)?;
    let browser = stages.run("browser", browser::find)?;
    stages.run("wasm tests", || wasm_tests(&browser))?;
    stages.run("release build, in two folders", reproduce::run_all)?;
    stages.times();
    println!("\nbrowser tests");
    browser_tests(&browser).map_err(|error| format!("browser tests: {error}"))
}

#[derive(Default)]
struct Stages(Vec<(&'static str, Duration)>);

impl Stages {
    fn run<T>(&mut self, name: &'static str, stage: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
        println!("\n{name}");
        let start = Instant::now();
        let value = stage().map_err(|reason| format!("{name}: {reason}"))?;
        println!("{name}: {:.1} s", start.elapsed().as_secs_f32());
        self.0.push((name, start.elapsed()));
        Ok(value)
    }

    fn times(&self) {
        println!("\nTimes so far");
        for (name, time) in &self.0 {
            println!("{:>8.1} s  {name}", time.as_secs_f32());
        }
    }
}

fn lint_wasm() -> Outcome {
    let packages = ["-p", "seedferry", "-p", "seedferry-vault", "-p", "seedferry-core"];
    run(cargo().arg("clippy").args(WASM).args(packages).args(["--", "-D", "warnings"]))
}

/// The table of sample files is to be seen, which `cargo test` keeps to itself: these tests run by themselves, of the same build:
/// for one package alone it would be made anew, with other features.
fn host_tests() -> Outcome {
    run(cargo().args(["test", "--workspace", "--", "--skip", SAMPLES]))?;
    let samples = ["test", "--workspace", "--test", "it", SAMPLES];
    run(cargo().args(samples).args(["--", "--nocapture", "--test-threads=1"]))
}

fn wasm_tests(browser: &Browser) -> Outcome {
    run(cargo()
        .arg("test")
        .args(WASM)
        .args(["-p", "seedferry", "--test", "web", "-p", "seedferry-core", "--test", "traps"])
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", wasm_test_runner()?)
        // Of all tests together, in seconds; the runner's own 20 are too few for a slow machine.
        .env("WASM_BINDGEN_TEST_TIMEOUT", "600")
        .env("CHROMEDRIVER", &browser.driver))
}

/// Node's test runner over tests/e2e, two files at a time, since a page and its workers wait a lot. At last comes the check that
/// every screen was audited by them.
fn browser_tests(browser: &Browser) -> Outcome {
    let results = root().join("test-results");
    if results.exists() {
        fs::remove_dir_all(&results).map_err(|error| format!("{}: {error}", results.display()))?;
    }
    let (last, files): (Vec<_>, Vec<_>) =
        test_files()?.into_iter().partition(|file| file.ends_with("zz-screens.test.mjs"));
    for files in [files, last] {
        run(&mut node_test(browser, &files))?;
    }
    Ok(())
}

fn node_test(browser: &Browser, files: &[PathBuf]) -> Command {
    let mut node = command("node");
    node.args(["--test", "--test-reporter=spec", "--test-concurrency=2", "--test-timeout=600000"])
        .args(files);
    let screens = Screen::ALL.map(Screen::id).join(",");
    node.env("CHROME", &browser.chrome).env("SEEDFERRY_SCREENS", screens);
    node
}

fn test_files() -> Outcome<Vec<PathBuf>> {
    let mut files = Vec::new();
    build::collect(&root().join("tests/e2e"), &mut files)?;
    files.retain(|file| file.to_string_lossy().ends_with(".test.mjs"));
    files.sort();
    if files.is_empty() { Err("tests/e2e holds no tests".to_owned()) } else { Ok(files) }
}
