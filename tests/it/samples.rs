//! Files from elsewhere, with expected values beside them. They are no part of this repository: the variable
//! `SEED_SAMPLES` names their folder.

#![allow(
    clippy::print_stdout,
    reason = "the table of samples is the point of this test"
)]

use std::{env, fs, path::PathBuf};

use seedferry_core::{encoding::write_hex, envelope::Secrets, opening, token::Token};
use seedferry_protocol::Severity;
use serde_json::Value;

/// Files that must be there and read.
const LEAST: usize = 11;

/// Kinds of files that are read so far.
fn is_read(name: &str) -> bool {
    let other = ["web/token2-azure.csv", "web/swivel-entra.csv"];
    name.contains("entra") || name.contains("microsoft-graph") || other.contains(&name)
}

fn folder() -> Option<PathBuf> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/samples");
    let folder = env::var_os("SEED_SAMPLES").map_or(beside, PathBuf::from);
    folder.is_dir().then_some(folder)
}

/// What differs from the expectation; empty when nothing does.
fn difference(token: &Token, expected: &Value) -> String {
    let text = |key: &str| expected[key].as_str().map(str::to_owned);
    let pairs = [
        ("serial", token.serial.as_ref().map(ToString::to_string)),
        (
            "secret_hex",
            token.seed.as_ref().map(|seed| write_hex(seed).to_string()),
        ),
        ("type", Some(token.oath_type.id().to_owned())),
        ("digits", Some(token.digits_or_assumed().0.get().to_string())),
        (
            "interval",
            token.interval.map(|interval| interval.seconds().to_string()),
        ),
        ("hash", Some(token.hash_or_assumed().0.id().to_uppercase())),
        ("counter", token.counter.map(|counter| counter.to_string())),
        ("manufacturer", token.manufacturer.clone()),
        ("model", token.model.clone()),
        ("upn", token.upn.clone()),
    ];
    let value = |key: &str| text(key).or_else(|| expected[key].as_u64().map(|number| number.to_string()));
    let differs =
        |key: &str, found: &Option<String>| value(key).is_some_and(|wanted| found.as_ref() != Some(&wanted));
    pairs
        .iter()
        .filter(|(key, found)| differs(key, found))
        .map(|(key, found)| format!("{key} {found:?}"))
        .collect::<Vec<_>>()
        .join(", ")
}

fn verdict(bytes: Vec<u8>, name: &str, expected: &Value) -> Result<String, String> {
    let batch = opening::open(vec![(name.to_owned(), bytes)], &Secrets::default(), &mut |_| ());
    let batch = batch.map_err(|error| format!("{error}"))?;
    let warnings = batch
        .findings
        .iter()
        .filter(|finding| finding.problem.severity() >= Severity::Warning)
        .count();
    let Some(tokens) = expected.as_array() else {
        return if warnings > 0 {
            Ok("said to be wrong".to_owned())
        } else {
            Err("nothing was found".to_owned())
        };
    };
    if tokens.len() != batch.tokens.len() {
        return Err(format!("{} tokens", batch.tokens.len()));
    }
    let different: String = batch
        .tokens
        .iter()
        .zip(tokens)
        .map(|(token, expected)| difference(token, expected))
        .collect();
    if different.is_empty() {
        Ok(format!("{} tokens", tokens.len()))
    } else {
        Err(different)
    }
}

#[test]
fn samples_read_to_their_expected_values() {
    let Some(folder) = folder() else {
        println!("skipped: there is no folder with samples");
        return;
    };
    let expected: Value =
        serde_json::from_slice(&fs::read(folder.join("EXPECTED-OTHER.json")).unwrap()).unwrap();
    let (mut read, mut wrong) = (0, 0);
    for (name, expected) in expected
        .as_object()
        .unwrap()
        .iter()
        .filter(|(name, _)| is_read(name))
    {
        let verdict = verdict(fs::read(folder.join(name)).unwrap(), name, expected);
        println!("{name:<50} {verdict:?}");
        read += 1;
        wrong += usize::from(verdict.is_err());
    }
    assert!(read >= LEAST, "only {read} samples were read");
    assert_eq!(wrong, 0, "see the table above");
}
