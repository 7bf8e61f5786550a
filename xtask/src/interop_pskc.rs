//! `cargo xtask interop-pskc`: what we write as PSKC, checked by pskctool against the schema of RFC 6030 and read back by
//! python-pskc.

use std::path::Path;

use crate::{
    Outcome,
    process::{cargo, command, output, root, run},
    python,
};

/// A secret of 16 and one of 32 bytes, and a passphrase.
const KEY: &str = "12345678901234567890123456789012";
const LONG_KEY: &str = "1234567890123456789012345678901212345678901234567890123456789012";
const PASSPHRASE: &str = "correct horse";

/// What python-pskc must print.
const EXPECTED: &str = "T1 6bd49091ba71d992655fc5fc57fb64ed0543f9bd 60\n\
                        T2 7bd49091ba71d992655fc5fc57fb64ed0543f9bd7bd49091ba71d992655fc5fc 30";

/// Target, option of `convert` with its value, and what `read.py` is given.
type Way = (&'static str, Option<(&'static str, &'static str)>, &'static str);

const WAYS: [Way; 4] = [
    ("pskc", None, ""),
    ("pskc-psk", Some(("--write-key", KEY)), KEY),
    ("pskc-psk", Some(("--write-key", LONG_KEY)), LONG_KEY),
    ("pskc-passphrase", Some(("--write-passphrase", PASSPHRASE)), "=correct horse"),
];

/// Writes each way and compares.
pub(crate) fn run_all() -> Outcome {
    run(cargo().args(["build", "--quiet", "--package", "seedferry-core", "--example", "convert"]))?;
    let python = python::with_pskc()?;
    let file = root().join("target/interop-pskc.xml");
    for (target, secret, given) in WAYS {
        write(&file, target, secret)?;
        let verdict = output(command("pskctool").arg("--validate").arg(&file))?;
        if !verdict.ends_with("OK") {
            return Err(format!("{target}: pskctool does not find the file valid: {verdict}"));
        }
        let read =
            output(command(&python.to_string_lossy()).arg("tests/data/pskc/read.py").arg(&file).arg(given))?;
        if read.replace('\r', "") != EXPECTED {
            return Err(format!("{target}: python-pskc reads other tokens than were written:\n{read}"));
        }
        println!("{target}: valid for pskctool, read by python-pskc");
    }
    Ok(())
}

fn write(file: &Path, target: &str, secret: Option<(&str, &str)>) -> Outcome {
    let mut convert = command("target/debug/examples/convert");
    convert.args(["--to", target, "--out"]).arg(file).arg("tests/data/pskc/tokens.csv");
    convert.args(secret.into_iter().flat_map(|(option, value)| [option, value]));
    run(&mut convert)
}
