//! `cargo xtask fuzz [--seconds N] [TARGET…]`: the fuzz targets, one after another, a minute each.
//!
//! libFuzzer needs to see which branches are taken. The flags that `cargo fuzz` gives to a nightly compiler for that
//! are stable options of code generation, so that no second toolchain is needed; only the address sanitizer is
//! nightly, and the code is safe Rust.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    Outcome,
    process::{cargo, command, root, run},
};

/// Layers first, then the ids of the formats; a test of the core compares these with what can be read.
const TARGETS: &str = include_str!("../../fuzz/targets.txt");

/// What `cargo fuzz` passes: counters in every block, and the operands of comparisons.
const COVERAGE: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1 --cfg fuzzing";

/// Most memory that a target may hold, in MiB: what a browser's 32 bits give, less what else is there.
const MEMORY: u32 = 2_048;
/// Seconds after which one input has taken too long.
const SLOW: u32 = 20;
/// Longest input that is made: the caps of size have tests of their own.
const LENGTH: u32 = 16_384;

/// Builds the targets and runs those that are named, or all. What is found stays in `target/fuzz/NAME/found`.
pub(crate) fn run_all(arguments: &[&str]) -> Outcome {
    let (seconds, names) = match arguments {
        ["--seconds", seconds, names @ ..] => (*seconds, names),
        names => ("60", names),
    };
    seconds.parse::<u32>().map_err(|_| format!("--seconds {seconds} is no number"))?;
    let targets: Vec<&str> = TARGETS.lines().collect();
    let names = if names.is_empty() { &targets } else { names };
    if let Some(unknown) = names.iter().find(|name| !targets.contains(name)) {
        return Err(format!("There is no target {unknown}. Targets are: {}", targets.join(", ")));
    }
    let program = build()?;
    let failed: Vec<&str> =
        names.iter().filter(|name| fuzz(&program, name, seconds).is_err()).copied().collect();
    if failed.is_empty() {
        println!("\nNothing was found by {} targets in {seconds} s each", names.len());
        return Ok(());
    }
    Err(format!("Something was found by: {}. See target/fuzz/NAME/found", failed.join(", ")))
}

/// Checks that the targets compile, without libFuzzer itself, which needs a C++ compiler.
pub(crate) fn check() -> Outcome {
    let manifest = root().join("fuzz/Cargo.toml");
    run(cargo()
        .args(["check", "--quiet", "--locked", "--no-default-features", "--manifest-path"])
        .arg(manifest)
        .arg("--target-dir")
        .arg(folder().join("check")))
}

fn folder() -> PathBuf {
    root().join("target/fuzz")
}

/// Builds into a folder of its own, because the flags differ, and for a named machine, because flags are for the
/// program and not for build scripts.
fn build() -> Outcome<PathBuf> {
    let machine = host()?;
    let manifest = root().join("fuzz/Cargo.toml");
    run(cargo()
        .args(["build", "--release", "--target", &machine, "--manifest-path"])
        .arg(manifest)
        .arg("--target-dir")
        .arg(folder().join("build"))
        .env("RUSTFLAGS", COVERAGE))?;
    Ok(folder().join("build").join(machine).join("release/seedferry-fuzz"))
}

fn host() -> Outcome<String> {
    crate::process::output(command("rustc").args(["--print", "host-tuple"]))
}

fn fuzz(program: &Path, name: &str, seconds: &str) -> Outcome {
    println!("\n{name}, {seconds} s");
    let (corpus, found) = (folder().join(name).join("corpus"), folder().join(name).join("found"));
    for path in [&corpus, &found] {
        fs::create_dir_all(path).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    plant(name, &corpus)?;
    run(Command::new(program)
        .arg(corpus)
        .arg(format!("-max_total_time={seconds}"))
        .arg(format!("-artifact_prefix={}/", found.display()))
        .arg(format!("-rss_limit_mb={MEMORY}"))
        .arg(format!("-timeout={SLOW}"))
        .arg(format!("-max_len={LENGTH}"))
        .args(["-print_final_stats=1", "-verbosity=0"])
        .env("SEEDFERRY_TARGET", name)
        .current_dir(root()))
}

/// Copies what a target starts from: the fixtures that are its kind, and small seed files.
fn plant(name: &str, corpus: &Path) -> Outcome {
    let mut files = vec![root().join("fuzz/seeds").join(name)];
    for folder in ["tests/data/envelope", "tests/data/makers"] {
        crate::build::collect(&root().join(folder), &mut files)?;
    }
    for file in files.iter().filter(|file| file.exists()) {
        let mut bytes = fs::read(file).map_err(|error| format!("{}: {error}", file.display()))?;
        // Two targets put the start of their kind before what they are given.
        let start: &[u8] = match name {
            "zip" => b"PK\x03\x04",
            "armor" => b"-----BEGIN PGP ",
            "message" | "opening" | "key" => b"",
            _ if file.parent().is_some_and(|folder| folder.ends_with("seeds")) => b"",
            _ => continue,
        };
        if !bytes.starts_with(start) {
            continue;
        }
        let seed = corpus.join(file.file_name().unwrap_or_default());
        fs::write(&seed, bytes.split_off(start.len()))
            .map_err(|error| format!("{}: {error}", seed.display()))?;
    }
    Ok(())
}
