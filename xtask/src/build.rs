//! The release build, and the memory of what was built last: with nothing changed nothing is built.

use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
};

use seedferry_protocol::Cloud;
use sha2::{Digest, Sha256};

use crate::{
    Outcome,
    process::{cargo, command, root, run},
    seal::hex_hash,
    sign_in,
    tools::{fetch_crates, prepare, read, with_tools},
};

/// What a build reads. `xtask/src/policy.rs` and `seal.rs` decide what stands in index.html.
const INPUTS: &[&str] = &[
    "Cargo.toml",
    "Cargo.lock",
    "Trunk.toml",
    "index.html",
    "package-lock.json",
    "rust-toolchain.toml",
    "src",
    "crates",
    "js",
    "style",
    "public",
    ".cargo/config.toml",
    "xtask/src/policy.rs",
    "xtask/src/styles.rs",
    "xtask/src/seal.rs",
    "xtask/src/sign_in.rs",
    "xtask/src/offline.rs",
    "xtask/src/lean.rs",
    "xtask/src/imports.rs",
    "xtask/src/dist.rs",
    "xtask/src/sums.rs",
];

/// The built page.
pub(crate) fn dist() -> PathBuf {
    root().join("dist")
}

/// Builds the programs that tests call: `convert` and the tenant. For the whole workspace and with an example, because then
/// they have the features that its tests are built with: for one package alone most crates would be built once more.
pub(crate) fn programs() -> Outcome {
    let programs = ["--bin", "seedferry-tenant-server", "--example", "convert"];
    run(cargo().args(["build", "--quiet", "--workspace"]).args(programs))
}

/// Builds the release page for a cloud into `dist`, unless that is what is there.
pub(crate) fn release(cloud: Cloud) -> Outcome {
    let stamp = root().join("target/dist-built-from");
    let wanted = format!("{} {}", cloud.name(), fingerprint(INPUTS)?);
    let built = |wanted: &str| Ok::<_, String>(format!("{wanted} {}", fingerprint(&["dist"])?));
    if dist().join("index.html").is_file()
        && fs::read_to_string(&stamp).is_ok_and(|found| built(&wanted) == Ok(found))
    {
        println!("The page in dist is up to date");
        return Ok(());
    }
    prepare()?;
    fetch_crates()?;
    println!("Building the page and the vault into dist (the first time takes some minutes)");
    let mut trunk = command("trunk");
    trunk
        .args(["build", "--release", "--log", "warn"])
        .env("CARGO_ENCODED_RUSTFLAGS", flags())
        .env(sign_in::VARIABLE, cloud.name());
    run(with_tools(&mut trunk)?)?;
    fs::write(&stamp, built(&wanted)?).map_err(|error| format!("{}: {error}", stamp.display()))
}

/// Hashing and decrypting work on several numbers at once; every browser in use since 2023 can.
const SIMD: &str = "-Ctarget-feature=+simd128\u{1f}";

/// Panic messages name source files. Without the folders of this machine every build from the same source is the same.
fn flags() -> OsString {
    let home = |folder: &str| {
        std::env::var_os("HOME")
            .or_else(|| std::env::var_os("USERPROFILE"))
            .map(|home| PathBuf::from(home).join(folder))
    };
    let cargo = std::env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| home(".cargo"));
    let mut flags = OsString::from(SIMD);
    flags.push("--remap-path-prefix=");
    flags.push(root());
    flags.push("=/seedferry");
    if let Some(cargo) = cargo {
        // Between flags stands the one character that no path has.
        flags.push("\u{1f}--remap-path-prefix=");
        flags.push(cargo);
        flags.push("=/cargo");
    }
    flags
}

/// A hash over names and contents of these files and folders of the workspace. What isn't there counts as empty.
fn fingerprint(paths: &[&str]) -> Outcome<String> {
    let mut files = Vec::new();
    for path in paths {
        collect(&root().join(path), &mut files)?;
    }
    files.sort();
    let mut hash = Sha256::new();
    for file in files {
        hash.update(file.to_string_lossy().as_bytes());
        hash.update(hex_hash(&read(&file)?));
    }
    Ok(data_encoding::HEXLOWER.encode(&hash.finalize()))
}

/// All files at and below a path.
pub(crate) fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Outcome {
    if path.is_file() {
        files.push(path.to_path_buf());
    } else if path.is_dir() {
        for entry in fs::read_dir(path).map_err(|error| format!("{}: {error}", path.display()))? {
            collect(&entry.map_err(|error| error.to_string())?.path(), files)?;
        }
    }
    Ok(())
}
