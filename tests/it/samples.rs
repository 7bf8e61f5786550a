//! Files from elsewhere, with expected values beside them. They are no part of this repository: the variable
//! `SEED_SAMPLES` names their folder.

#![allow(clippy::print_stdout, reason = "the table of samples is the point of this test")]

mod by_hand;

use std::{env, fs, path::PathBuf};

use seedferry_core::{
    encoding::write_hex,
    envelope::Secrets,
    opening,
    token::{Batch, Token},
};
use seedferry_protocol::{Passphrase, Severity};
use serde_json::Value;

/// Tables and documents of vendors that must be there and read.
const LEAST: usize = 23;

/// Files of kinds that hold no OATH tokens: recognised and refused.
const REFUSED: [&str; 2] = ["web/duo-yubikey-aes.csv", "linotp/safework_tokens.dat"];

/// Key containers that must be there and read.
const LEAST_PSKC: usize = 72;

const RSA: &str =
    "unsupported: FILE cannot be opened here. PSKC encrypted for a certificate (RSA) is not supported";
const MISSING: &str = "The seed is missing";

/// How begins what is said of files that another reader refuses, or cannot decrypt: the failure, or a warning. `FILE` stands
/// for the name.
const SAID: [(&str, &str); 20] = [
    ("oath-toolkit/examples/pskc-mini.xml", "empty: FILE holds no tokens. It begins like a seed file"),
    ("oath-toolkit/pskc-figure8.xml", RSA),
    (
        "oath-toolkit/pskc-invalid.xml",
        "not-a-seed-file: FILE is an XML file with the root element “SomethingElse”",
    ),
    ("python-pskc/draft-ietf-keyprov-pskc-02/figure6.pskcxml", RSA),
    ("python-pskc/rfc6030/figure8.pskcxml", RSA),
    (
        "python-pskc/invalid/incomplete-derivation.pskcxml",
        "damaged: FILE is damaged. Its description of the encryption lacks a usable “PBKDF2-params”",
    ),
    (
        "python-pskc/invalid/mac-algorithm.pskcxml",
        "unsupported: FILE cannot be opened here. PSKC with the message authentication code \
         “http://www.w3.org/2000/09/xmldsig#hmac-zha9” is not supported",
    ),
    ("python-pskc/invalid/mac-value.pskcxml", "The seed's message authentication code is not right"),
    (
        "python-pskc/invalid/missing-encryption-method.pskcxml",
        "damaged: FILE is damaged. Its description of the encryption lacks a usable “EncryptionMethod”",
    ),
    (
        "python-pskc/invalid/missing-encryption.pskcxml",
        "unsupported: FILE cannot be opened here. PSKC with the encryption “” is not supported",
    ),
    (
        "python-pskc/invalid/no-mac-method.pskcxml",
        "The seeds are encrypted, but nothing in the file shows whether they were altered",
    ),
    // Neither yes nor no.
    (
        "python-pskc/invalid/not-boolean.pskcxml",
        "The file asks for a check digit in the token's codes: CheckDigits is “not really”",
    ),
    // What is wrong in these is the policy of a key, which is not used; their keys are empty.
    ("python-pskc/invalid/not-integer.pskcxml", MISSING),
    ("python-pskc/invalid/not-integer2.pskcxml", MISSING),
    (
        "python-pskc/invalid/notxml.pskcxml",
        "not-a-seed-file: FILE is an XML file with the root element “InValidXML”",
    ),
    (
        "python-pskc/invalid/unknown-encryption.pskcxml",
        "unsupported: FILE cannot be opened here. PSKC with the encryption “http://www.w3.org/2001/04/xmlenc#unknown”",
    ),
    (
        "python-pskc/invalid/wrongelement.pskcxml",
        "not-a-seed-file: FILE is an XML file with the root element “SomethingElse”",
    ),
    // Of another version, but not of another kind.
    ("python-pskc/invalid/wrongversion.pskcxml", "The seed has only 4 bytes"),
    (
        "linotp/oath_tokens_bad_seed.csv",
        "The seed is not hexadecimal: 1 of its characters do not belong there",
    ),
    ("web/microsoft-entra-old-invalid-base32.csv", "The seeds are hexadecimal, where this format has Base32"),
];

fn folder() -> Option<PathBuf> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/samples");
    let folder = env::var_os("SEED_SAMPLES").map_or(beside, PathBuf::from);
    folder.is_dir().then_some(folder)
}

/// Calls with each entry of a list of expectations: name, content of the file, expectation.
fn each_sample(list: &str, mut call: impl FnMut(&str, Vec<u8>, &Value)) {
    let Some(folder) = folder() else {
        println!("skipped: there is no folder with samples");
        return;
    };
    let expected: Value = serde_json::from_slice(&fs::read(folder.join(list)).unwrap()).unwrap();
    for (name, expected) in expected.as_object().unwrap() {
        call(name, fs::read(folder.join(name)).unwrap(), expected);
    }
}

fn open(name: &str, bytes: Vec<u8>, passphrases: Vec<Passphrase>) -> Result<Batch, String> {
    let secrets = Secrets { passphrases, ..Secrets::default() };
    let batch = opening::open(vec![(name.to_owned(), bytes)], &secrets, &mut |_| ());
    batch.map_err(|error| format!("{}: {error}", error.cause.kind()))
}

/// The failure, or what is found that is worse than a note.
fn said(opened: &Result<Batch, String>) -> Vec<String> {
    let batch = match opened {
        Ok(batch) => batch,
        Err(said) => return vec![said.clone()],
    };
    let grave = batch.findings.iter().filter(|finding| finding.problem.severity() >= Severity::Warning);
    grave.map(|finding| finding.view(batch).what).collect()
}

/// What differs from the expectation; empty when nothing does.
fn difference(token: &Token, expected: &Value) -> String {
    let pairs = [
        ("serial", token.serial.as_ref().map(ToString::to_string)),
        ("secret_hex", token.seed.as_ref().map(|seed| write_hex(seed).to_string())),
        ("type", Some(token.oath_type.id().to_owned())),
        ("digits", Some(token.digits_or_assumed().0.get().to_string())),
        ("response_length", token.digits.map(|digits| digits.get().to_string())),
        ("interval", Some(token.interval_or_assumed().0.seconds().to_string())),
        ("time_interval", token.interval.map(|interval| interval.seconds().to_string())),
        ("hash", Some(token.hash_or_assumed().0.id().to_uppercase())),
        ("counter", token.counter.map(|counter| counter.to_string())),
        ("manufacturer", token.manufacturer.clone()),
        ("model", token.model.clone()),
        ("upn", token.upn.clone()),
    ];
    let value = |key: &str| {
        let text = expected[key].as_str().map(str::to_owned);
        text.or_else(|| expected[key].as_u64().map(|number| number.to_string()))
    };
    let has_digits = expected["response_encoding"].as_str() == Some("DECIMAL");
    let is_compared = |key: &str| key != "response_length" || (has_digits && token.digits.is_some());
    let differs =
        |key: &str, found: &Option<String>| value(key).is_some_and(|wanted| found.as_ref() != Some(&wanted));
    let pairs = pairs.iter().filter(|(key, found)| is_compared(key) && differs(key, found));
    pairs.map(|(key, found)| format!("{key} {found:?}")).collect::<Vec<_>>().join(", ")
}

fn compare(batch: &Batch, tokens: &[Value]) -> Result<String, String> {
    if tokens.len() != batch.tokens.len() {
        return Err(format!("{} tokens", batch.tokens.len()));
    }
    let pairs = batch.tokens.iter().zip(tokens);
    let different: String = pairs.map(|(token, expected)| difference(token, expected)).collect();
    if different.is_empty() { Ok(format!("{} tokens", tokens.len())) } else { Err(different) }
}

fn verdict(name: &str, bytes: Vec<u8>, expected: &Value) -> Result<String, String> {
    let opened = open(name, bytes, Vec::new());
    if REFUSED.contains(&name) {
        return opened.map_or_else(Ok, |_| Err("it was read".to_owned()));
    }
    match expected.as_array() {
        Some(tokens) => compare(&opened?, tokens),
        None => diagnosed(name, &said(&opened)),
    }
}

#[test]
fn samples_read_to_their_expected_values() {
    let (mut read, mut wrong) = (0, 0);
    each_sample("EXPECTED-OTHER.json", |name, bytes, expected| {
        let verdict = verdict(name, bytes, expected);
        println!("{name:<60} {verdict:?}");
        read += usize::from(!REFUSED.contains(&name));
        wrong += usize::from(verdict.is_err());
    });
    assert!(folder().is_none() || read >= LEAST, "only {read} samples were read");
    assert_eq!(wrong, 0, "see the table above");
}

/// Kinds of encryption that are refused by name.
fn is_unsupported(expected: &Value) -> bool {
    let algorithm = expected["enc_algorithm"].as_str().unwrap_or_default();
    ["rsa_1_5", "unknown"].iter().any(|name| algorithm.ends_with(name))
}

/// A container: broken ones are said to be broken.
fn pskc_verdict(name: &str, bytes: Vec<u8>, expected: &Value) -> Result<String, String> {
    let unlock = &expected["unlock"];
    let unlock = unlock["value"].as_str().map(|secret| {
        let iv = unlock["iv"].as_str().map(|iv| format!(":{iv}")).unwrap_or_default();
        Passphrase::new(format!("{secret}{iv}"))
    });
    let opened = open(name, bytes, unlock.into_iter().collect());
    let is_error = |key: &Value| key["secret_hex"].as_str().is_some_and(|secret| secret.starts_with("ERROR"));
    match expected["keys"].as_array() {
        Some(keys) if !keys.is_empty() && !is_unsupported(expected) && !keys.iter().any(is_error) => {
            compare(&opened?, keys)
        }
        _ => diagnosed(name, &said(&opened)),
    }
}

/// Whether the right thing was said; of files without a row here, whether anything was.
fn diagnosed(name: &str, said: &[String]) -> Result<String, String> {
    let row = SAID.iter().find(|(of, _)| *of == name).map(|(_, words)| words.replace("FILE", name));
    let is_right = said.iter().any(|said| said.starts_with(&row.clone().unwrap_or_default()));
    let said = said.join(" / ");
    if is_right { Ok(said) } else { Err(said) }
}

#[test]
fn key_containers_read_to_their_expected_values() {
    let (mut read, mut wrong) = (0, 0);
    each_sample("EXPECTED.json", |name, bytes, expected| {
        if name.starts_with("web/") {
            return;
        }
        let verdict = pskc_verdict(name, bytes, expected);
        println!("{name:<90} {verdict:?}");
        read += usize::from(verdict.as_ref().is_ok_and(|said| said.ends_with("tokens")));
        wrong += usize::from(verdict.is_err());
    });
    println!("{read} read");
    assert!(folder().is_none() || read >= LEAST_PSKC, "only {read} containers were read");
    assert_eq!(wrong, 0, "see the table above");
}
