//! `cargo xtask tenant`: the simulated tenant under the names of Microsoft's hosts, for a Chromium that is told to find
//! them here. Rustls and the tenant are built for that alone, not with every other command.

use std::{
    path::PathBuf,
    process::{Child, Command, Stdio},
};

use crate::{
    Outcome, build,
    process::{command, root, run},
};

/// Answers until Ctrl+C, with the options given: `--port N`, `--fast`.
pub(crate) fn run_all(options: &[&str]) -> Outcome {
    build()?;
    run(program().args(options))
}

/// Builds it, so that browser tests find it built.
pub(crate) fn build() -> Outcome {
    build::programs()
}

/// Starts it and leaves it running, until the child that is returned is dropped or this program ends.
pub(crate) fn start() -> Outcome<Child> {
    build()?;
    let mut program = program();
    program.arg("--attached").stdin(Stdio::piped());
    program.spawn().map_err(|error| format!("the tenant: {error}"))
}

fn program() -> Command {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    command(&target.join("debug/seedferry-tenant-server").to_string_lossy())
}
