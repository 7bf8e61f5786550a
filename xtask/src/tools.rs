//! The tools of the build, in a cache folder of the project's own: a second clone reuses them, and the user's own
//! tools stay as they are.

use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    Outcome,
    process::{cargo, command, npm, output, root, run},
    seal::hex_hash,
};

/// Newer ones need a newer Rust than rust-toolchain.toml has.
const TRUNK: &str = "0.21.14";
const TARGET: &str = "wasm32-unknown-unknown";
const OLDEST_NODE: u32 = 20;

/// Tools that run for a second are made in a third of the time without what makes them quicker.
const QUICK: [(&str, &str); 3] = [
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1"),
];

/// Gets everything a build needs, saying what it does. Quick when it is there already.
pub(crate) fn prepare() -> Outcome {
    wasm_target()?;
    install("trunk", TRUNK, Fallback::None)?;
    // Its lockfile can name a crate that the registry has withdrawn.
    install("wasm-bindgen-cli", &wasm_bindgen_version()?, Fallback::Unlocked)?;
    npm_packages()
}

/// Fetches the crates of the page, which a build without network then finds.
pub(crate) fn fetch_crates() -> Outcome {
    run(cargo().args(["fetch", "--quiet", "--locked", "--target", TARGET]))
}

/// Puts the tools of the build, and this program, which Trunk calls, before everything else in the search path of `command`.
pub(crate) fn with_tools(command: &mut Command) -> Outcome<&mut Command> {
    let xtask = std::env::current_exe().map_err(|error| error.to_string())?;
    let mut folders = vec![
        xtask.parent().unwrap_or(&xtask).to_path_buf(),
        tool_folder("trunk", TRUNK)?.join("bin"),
        tool_folder("wasm-bindgen-cli", &wasm_bindgen_version()?)?.join("bin"),
        root().join("node_modules/.bin"),
    ];
    folders.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    let path: OsString = std::env::join_paths(folders).map_err(|error| error.to_string())?;
    // Trunk takes any value of NO_COLOR but `true` and `false` for a mistake.
    Ok(command.env("PATH", path).env_remove("NO_COLOR"))
}

/// Where the test runner of wasm-bindgen stands.
pub(crate) fn wasm_test_runner() -> Outcome<PathBuf> {
    Ok(tool_folder("wasm-bindgen-cli", &wasm_bindgen_version()?)?.join("bin/wasm-bindgen-test-runner"))
}

enum Fallback {
    None,
    Unlocked,
}

fn wasm_target() -> Outcome {
    let installed = output(command("rustup").args(["target", "list", "--installed"]))
        .map_err(|error| format!("{error}\nSeedferry needs Rust from https://rustup.rs."))?;
    if installed.lines().any(|line| line == TARGET) {
        return Ok(());
    }
    println!("Adding the Rust target {TARGET}");
    run(command("rustup").args(["target", "add", TARGET]))
}

fn install(tool: &str, version: &str, fallback: Fallback) -> Outcome {
    let folder = tool_folder(tool, version)?;
    if folder.join("bin").is_dir() {
        return Ok(());
    }
    println!("Installing {tool} {version} into {}, which takes some minutes once", folder.display());
    let exact = format!("={version}");
    let attempt = |locked: &[&str]| {
        let place: &[&std::ffi::OsStr] = &["--root".as_ref(), folder.as_os_str()];
        let mut install = cargo();
        run(install
            .args(["install", "--quiet", tool, "--version", &exact])
            .args(locked)
            .args(place)
            .envs(QUICK))
    };
    match (attempt(&["--locked"]), fallback) {
        (Err(reason), Fallback::Unlocked) => {
            println!("{reason}; trying again without its lockfile");
            attempt(&[])
        }
        (outcome, _) => outcome,
    }
}

fn npm_packages() -> Outcome {
    let node = output(command("node").arg("--version")).unwrap_or_default();
    let major = node.trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    if major.is_none_or(|major| major < OLDEST_NODE) {
        return Err(format!("Node.js {OLDEST_NODE} or newer is needed: https://nodejs.org"));
    }
    let stamp = root().join("node_modules/.seedferry");
    let wanted = hex_hash(&read(&root().join("package-lock.json"))?);
    if fs::read_to_string(&stamp).is_ok_and(|found| found == wanted) {
        return Ok(());
    }
    println!("Installing the npm packages of package-lock.json");
    run(npm().args(["ci", "--no-audit", "--no-fund"]))?;
    fs::write(&stamp, wanted).map_err(|error| format!("{}: {error}", stamp.display()))
}

/// The version in Cargo.lock: the command line tool and the crate must be the same.
fn wasm_bindgen_version() -> Outcome<String> {
    let lock = String::from_utf8_lossy(&read(&root().join("Cargo.lock"))?).into_owned();
    let after_name = lock.split("name = \"wasm-bindgen\"\nversion = \"").nth(1);
    let version = after_name.and_then(|rest| rest.split('"').next());
    version.map(str::to_owned).ok_or_else(|| "Cargo.lock names no wasm-bindgen".to_owned())
}

fn tool_folder(tool: &str, version: &str) -> Outcome<PathBuf> {
    Ok(cache()?.join(format!("{tool}-{version}")))
}

/// `$SEEDFERRY_CACHE`, else `seedferry` in the user's cache folder.
fn cache() -> Outcome<PathBuf> {
    let variable = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    variable("SEEDFERRY_CACHE")
        .or_else(|| variable("XDG_CACHE_HOME").map(|folder| folder.join("seedferry")))
        .or_else(|| variable("LOCALAPPDATA").map(|folder| folder.join("seedferry")))
        .or_else(|| variable("HOME").map(|folder| folder.join(".cache/seedferry")))
        .ok_or_else(|| "set SEEDFERRY_CACHE to a folder for the build's tools".to_owned())
}

/// A file's bytes; the error names it.
pub(crate) fn read(path: &Path) -> Outcome<Vec<u8>> {
    fs::read(path).map_err(|error| format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pinned_wasm_bindgen_is_the_one_in_the_lockfile() {
        let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
        assert!(manifest.contains(&format!("wasm-bindgen = \"={}\"", wasm_bindgen_version().unwrap())));
    }
}
