//! `cargo xtask tenant`: the simulated tenant under the names of Microsoft's hosts, for a Chromium that is told to find
//! them here. Rustls and the tenant are built for that alone, not with every other command.

use std::process::{Child, Command, Stdio};

use crate::{
    Outcome,
    process::{cargo, run},
};

const PACKAGE: [&str; 2] = ["-p", "seedferry-tenant-server"];

/// Answers until Ctrl+C, with the options given: `--port N`, `--fast`.
pub(crate) fn run_all(options: &[&str]) -> Outcome {
    run(program().args(options))
}

/// Builds it, so that browser tests find it built.
pub(crate) fn build() -> Outcome {
    run(cargo().args(["build", "--quiet"]).args(PACKAGE))
}

/// Starts it and leaves it running, until the child that is returned is dropped or this program ends.
pub(crate) fn start() -> Outcome<Child> {
    build()?;
    let mut program = program();
    program.arg("--attached").stdin(Stdio::piped());
    program.spawn().map_err(|error| format!("the tenant: {error}"))
}

fn program() -> Command {
    let mut cargo = cargo();
    cargo.args(["run", "--quiet"]).args(PACKAGE).arg("--");
    cargo
}
