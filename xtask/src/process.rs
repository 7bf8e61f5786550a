//! Running other programs, from the workspace's root.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::Outcome;

/// Names another copy of the workspace to work on.
pub(crate) const ROOT: &str = "SEEDFERRY_ROOT";

/// The workspace's root folder.
pub(crate) fn root() -> PathBuf {
    if let Some(elsewhere) = std::env::var_os(ROOT) {
        return PathBuf::from(elsewhere);
    }
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// `cargo`, the one that runs us.
pub(crate) fn cargo() -> Command {
    command(&std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()))
}

/// A program that starts in the workspace's root and reads nothing. It does not hear what cargo told this one about
/// its package: build scripts that look at that would run again each time.
pub(crate) fn command(program: &str) -> Command {
    let mut command = Command::new(program);
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    command.current_dir(root()).stdin(Stdio::null());
    command
}

/// `npm` or `node`: on Windows npm is a script, which only a shell finds.
pub(crate) fn npm() -> Command {
    command(if cfg!(windows) { "npm.cmd" } else { "npm" })
}

/// Runs it to its end, showing what it prints. Fails when it does, or when it isn't there.
pub(crate) fn run(command: &mut Command) -> Outcome {
    let status = command.status().map_err(|error| format!("{}: {error}", describe(command)))?;
    if status.success() { Ok(()) } else { Err(format!("{} ended with {status}", describe(command))) }
}

/// Runs it and returns what it printed, trimmed. Fails as [`run`] does.
pub(crate) fn output(command: &mut Command) -> Outcome<String> {
    let output =
        command.stderr(Stdio::null()).output().map_err(|error| format!("{}: {error}", describe(command)))?;
    if !output.status.success() {
        return Err(format!("{} ended with {}", describe(command), output.status));
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn describe(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}
