//! `cargo xtask interop-pskc`: what we write as PSKC, checked by pskctool against the schema of RFC 6030 and read back by
//! python-pskc and privacyIDEA's importer.

use std::path::{Path, PathBuf};

use crate::{
    Outcome, build,
    process::{command, output, root, run},
    python,
};

/// A secret of 16 and one of 32 bytes, and a passphrase.
const KEY: &str = "12345678901234567890123456789012";
const LONG_KEY: &str = "1234567890123456789012345678901212345678901234567890123456789012";
const PASSPHRASE: &str = "correct horse";

/// What python-pskc must print.
const EXPECTED: &str = "T1 6bd49091ba71d992655fc5fc57fb64ed0543f9bd 60\n\
                        T2 7bd49091ba71d992655fc5fc57fb64ed0543f9bd7bd49091ba71d992655fc5fc 30\n\
                        T3 8bd49091ba71d992655fc5fc57fb64ed0543f9bd 1234567";

/// Target, option of `convert` with its value, and what `read.py` is given.
type Way = (&'static str, Option<(&'static str, &'static str)>, &'static str);

const WAYS: [Way; 4] = [
    ("pskc", None, ""),
    ("pskc-psk", Some(("--write-key", KEY)), KEY),
    ("pskc-psk", Some(("--write-key", LONG_KEY)), LONG_KEY),
    ("pskc-passphrase", Some(("--write-passphrase", PASSPHRASE)), "=correct horse"),
];

/// What privacyIDEA must print. It takes the text of `Suite` as the hash function's name.
const IMPORTED: &str = "T1 6bd49091ba71d992655fc5fc57fb64ed0543f9bd 60 sha1\n\
                        T2 7bd49091ba71d992655fc5fc57fb64ed0543f9bd7bd49091ba71d992655fc5fc 30 sha256\n\
                        T3 8bd49091ba71d992655fc5fc57fb64ed0543f9bd 1234567 sha1";

/// Writes each way and compares.
pub(crate) fn run_all() -> Outcome {
    build::programs()?;
    let python = python::PSKC.get()?;
    for (target, secret, given) in WAYS {
        let file = write(target, secret, &[])?;
        let verdict = output(command("pskctool").arg("--validate").arg(&file))?;
        if !verdict.ends_with("OK") {
            return Err(format!("{target}: pskctool does not find the file valid: {verdict}"));
        }
        compare(&python, "tests/data/pskc/read.py", &file, given, EXPECTED)?;
        println!("{target}: valid for pskctool, read by python-pskc");
    }
    import()
}

/// Has privacyIDEA import what it takes: AES-128 alone.
fn import() -> Outcome {
    let python = match python::PRIVACY_IDEA.get() {
        Ok(python) => python,
        Err(reason) => {
            println!("privacyIDEA cannot be had here, so its importer was not tried: {reason}");
            return Ok(());
        }
    };
    for (target, secret, given) in WAYS.into_iter().filter(|(.., given)| *given != LONG_KEY) {
        let file = write(target, secret, &["--suite", "short"])?;
        compare(&python, "tests/data/pskc/read_privacyidea.py", &file, given, IMPORTED)?;
        println!("{target}: imported by privacyIDEA");
    }
    Ok(())
}

fn compare(python: &str, script: &str, file: &Path, given: &str, expected: &str) -> Outcome {
    let read = output(command(python).arg(script).arg(file).arg(given))?;
    if read.replace('\r', "") != expected {
        return Err(format!("{script} reads other tokens than were written:\n{read}"));
    }
    Ok(())
}

fn write(target: &str, secret: Option<(&str, &str)>, options: &[&str]) -> Outcome<PathBuf> {
    let file = root().join("target/interop-pskc.xml");
    let mut convert = command("target/debug/examples/convert");
    convert.args(["--to", target, "--out"]).arg(&file).arg("tests/data/pskc/tokens.csv").args(options);
    convert.args(secret.into_iter().flat_map(|(option, value)| [option, value]));
    run(&mut convert)?;
    Ok(file)
}
