//! Envelopes made by real tools are opened, and what cannot be opened says why.

use std::{fs, path::PathBuf};

use seedferry_core::{
    envelope::{Content, OpenError, Opened, Secrets, open},
    secret::KeyFile,
};
use seedferry_protocol::Passphrase;

/// What should come out: names and how the first file starts, or the kind of error.
type Verdict = Result<(&'static [&'static str], &'static str), &'static str>;

fn read(path: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").join(path);
    fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn base(path: &str) -> String {
    path.rsplit('/').next().unwrap_or(path).to_owned()
}

fn secrets(passphrases: &[&str], keys: &[&str]) -> Secrets {
    Secrets {
        passphrases: passphrases
            .iter()
            .map(|text| Passphrase::new((*text).to_owned()))
            .collect(),
        key_files: keys
            .iter()
            .map(|path| KeyFile::new(base(path), read(path)))
            .collect(),
    }
}

fn open_bytes(name: &str, bytes: Vec<u8>, secrets: &Secrets) -> Result<Opened, OpenError> {
    open(
        Content {
            path: vec![name.to_owned()],
            bytes: bytes.into(),
        },
        secrets,
        &mut |_| {},
    )
}

fn check(path: &str, passphrases: &[&str], keys: &[&str], expected: Verdict) {
    let place = format!("{path} {passphrases:?} {keys:?}");
    match (
        open_bytes(&base(path), read(path), &secrets(passphrases, keys)),
        expected,
    ) {
        (Ok(opened), Ok((names, start))) => {
            let got: Vec<_> = opened
                .files
                .iter()
                .map(|file| file.path.last().unwrap().as_str())
                .collect();
            assert_eq!(got, names, "{place}");
            assert!(opened.files[0].bytes.starts_with(start.as_bytes()), "{place}");
        }
        (Err(error), Err(kind)) => assert_eq!(error.cause.kind(), kind, "{place}: {error}"),
        (Err(error), Ok(_)) => panic!("{place}: {error}"),
        (Ok(opened), Err(kind)) => panic!("{place}: {} files in place of {kind}", opened.files.len()),
    }
}

const SERIAL: &str = "serial number,secret key,time interval";
const KEY: &str = "public/samples/sample-private-key.asc";

#[test]
fn the_samples_of_the_page_open() {
    let check = |file: &str, passphrases: &[&str], keys: &[&str], expected: Verdict| {
        check(&format!("public/samples/{file}"), passphrases, keys, expected);
    };
    let ab: &[&str] = &["shipment-4711-a.csv", "shipment-4711-b.csv"];
    check("shipment-4711-aes.zip", &["ferry-4711"], &[], Ok((ab, SERIAL)));
    check(
        "shipment-4711-aes.zip",
        &["wrong", "ferry-4711"],
        &[],
        Ok((ab, SERIAL)),
    );
    check("shipment-4711-aes.zip", &[], &[], Err("needs-passphrase"));
    check(
        "shipment-4711-aes.zip",
        &["Ferry-4711"],
        &[],
        Err("wrong-passphrase"),
    );
    let csv: &[&str] = &["shipment-4711.csv"];
    check(
        "shipment-4711-zipcrypto.zip",
        &["ferry-4711"],
        &[],
        Ok((csv, SERIAL)),
    );
    check(
        "shipment-4711-zipcrypto.zip",
        &["ferry"],
        &[],
        Err("wrong-passphrase"),
    );
    check("shipment-4711-zipcrypto.zip", &[], &[], Err("needs-passphrase"));
    check("shipment-4711.pgp", &["ferry-key"], &[KEY], Ok((csv, SERIAL)));
    check("shipment-4711.pgp", &["ferry-key"], &[], Err("needs-key"));
    check("shipment-4711.pgp", &[], &[KEY], Err("needs-passphrase"));
    check("shipment-4711.pgp", &["ferry"], &[KEY], Err("wrong-passphrase"));
    check(
        "shipment-4711-zip-in.pgp",
        &["ferry-4711", "ferry-key"],
        &[KEY],
        Ok((csv, SERIAL)),
    );
    check(
        "shipment-4711-zip-in.pgp",
        &["ferry-key"],
        &[KEY],
        Err("needs-passphrase"),
    );
    check(
        "shipment-4711-zip-in.pgp",
        &["ferry-key", "other"],
        &[KEY],
        Err("wrong-passphrase"),
    );
    check("sample-private-key.asc", &[], &[], Err("not-a-seed-file"));
}
