//! Envelopes made by real tools are opened, and what cannot be opened says why.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests fail by panicking")]

use std::{
    fs,
    ops::Range,
    path::{Path, PathBuf},
};

use seedferry_core::{
    envelope::{Content, OpenError, Opened, Secrets, open},
    secret::KeyFile,
};
use seedferry_protocol::Passphrase;

use crate::failures::{files_below, source};

/// What should come out: names and how the first file starts, or the kind of error.
type Verdict = Result<(&'static [&'static str], &'static str), &'static str>;

pub(crate) fn read(path: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").join(path);
    fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn base(path: &str) -> String {
    path.rsplit('/').next().unwrap_or(path).to_owned()
}

pub(crate) fn secrets(passphrases: &[&str], keys: &[&str]) -> Secrets {
    Secrets {
        passphrases: passphrases.iter().map(|text| Passphrase::new((*text).to_owned())).collect(),
        key_files: keys.iter().map(|path| KeyFile::new(base(path), read(path))).collect(),
        ..Secrets::default()
    }
}

pub(crate) fn open_bytes(name: &str, bytes: Vec<u8>, secrets: &Secrets) -> Result<Opened, OpenError> {
    open(Content { path: vec![name.to_owned()], bytes: bytes.into() }, secrets, &mut |_| {})
}

fn check(path: &str, passphrases: &[&str], keys: &[&str], expected: Verdict) {
    let place = format!("{path} {passphrases:?} {keys:?}");
    match (open_bytes(&base(path), read(path), &secrets(passphrases, keys)), expected) {
        (Ok(opened), Ok((names, start))) => {
            let got: Vec<_> = opened.files.iter().map(|file| file.path.last().unwrap().as_str()).collect();
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
    check("shipment-4711-aes.zip", &["wrong", "ferry-4711"], &[], Ok((ab, SERIAL)));
    check("shipment-4711-aes.zip", &[], &[], Err("needs-passphrase"));
    check("shipment-4711-aes.zip", &["Ferry-4711"], &[], Err("wrong-passphrase"));
    let csv: &[&str] = &["shipment-4711.csv"];
    check("shipment-4711-zipcrypto.zip", &["ferry-4711"], &[], Ok((csv, SERIAL)));
    check("shipment-4711-zipcrypto.zip", &["ferry"], &[], Err("wrong-passphrase"));
    check("shipment-4711-zipcrypto.zip", &[], &[], Err("needs-passphrase"));
    check("shipment-4711.pgp", &["ferry-key"], &[KEY], Ok((csv, SERIAL)));
    check("shipment-4711.pgp", &["ferry-key"], &[], Err("needs-key"));
    check("shipment-4711.pgp", &[], &[KEY], Err("needs-passphrase"));
    check("shipment-4711.pgp", &["ferry"], &[KEY], Err("wrong-passphrase"));
    check("shipment-4711-zip-in.pgp", &["ferry-4711", "ferry-key"], &[KEY], Ok((csv, SERIAL)));
    check("shipment-4711-zip-in.pgp", &["ferry-key"], &[KEY], Err("needs-passphrase"));
    check("shipment-4711-zip-in.pgp", &["ferry-key", "other"], &[KEY], Err("wrong-passphrase"));
    check("sample-private-key.asc", &[], &[], Err("not-a-seed-file"));
}

fn data(file: &str) -> String {
    format!("tests/data/envelope/{file}")
}

fn check_data(file: &str, passphrases: &[&str], keys: &[&str], expected: Verdict) {
    let keys: Vec<_> = keys.iter().map(|key| data(key)).collect();
    let keys: Vec<_> = keys.iter().map(String::as_str).collect();
    check(&data(file), passphrases, &keys, expected);
}

const A: Verdict = Ok((&["a.csv"], SERIAL));

#[test]
fn zips_of_all_kinds_open() {
    let check =
        |file: &str, passphrases: &[&str], expected: Verdict| check_data(file, passphrases, &[], expected);
    check("stored.zip", &[], Ok((&["a.csv", "b.csv"], SERIAL)));
    for file in ["aes128.zip", "aes192.zip", "aes256.zip", "deflate64.zip", "bzip2.zip", "lzma.zip"] {
        check(file, &["no", "ferry"], A);
        check(file, &["no"], Err("wrong-passphrase"));
        check(file, &[], Err("needs-passphrase"));
    }
    check("stream.zip", &["ferry"], Ok((&["-"], SERIAL)));
    check("zipcrypto-stored.zip", &["ferry"], A);
    check("zip64.zip", &["ferry"], Ok((&["Löschmittel.csv"], SERIAL)));
    check("prefix.zip", &["ferry"], A);
    check("trailing.zip", &["ferry"], A);
    check("nested.zip", &["ferry"], A);
    check("two-passwords.zip", &["one", "two"], Ok((&["a.csv", "b.csv"], SERIAL)));
    check("two-passwords.zip", &["one"], Err("needs-passphrase"));
    check("two-passwords.zip", &["one", "three"], Err("wrong-passphrase"));
    for file in ["ae1-utf8.zip", "ae2-cp1252.zip", "ae2-cp850.zip"] {
        check(file, &["Fähre-4711"], A);
        check(file, &["Faehre-4711"], Err("wrong-passphrase"));
    }
    check("cp437.zip", &[], Ok((&["Löschmittel.csv"], SERIAL)));
    check("backslash.zip", &[], Ok((&["tokens/a.csv"], SERIAL)));
    check("comment.zip", &[], A);
    check("duplicate.zip", &[], Ok((&["a.csv", "a.csv"], SERIAL)));
    check("clutter.zip", &[], A);
    check("empty-inside.zip", &[], Err("empty"));
    check("strong.zip", &["ferry"], Err("unsupported"));
    check("ppmd.zip", &[], A);
    check("workbook.zip", &[], Ok((&["workbook.zip"], "PK")));
    for file in ["plain.7z", "a.csv.gz", "a.csv.xz"] {
        check(file, &[], Err("unsupported"));
    }
    check("a.csv", &[], A);
}

/// Comments and bytes behind the archive that look like an end record: of a part of a split zip, of an empty archive, and
/// that of a whole one. A whole archive behind another one is the archive, and the other one what stands before it.
#[test]
fn what_looks_like_the_end_of_a_zip_is_not_taken_for_it() {
    let check = |bytes: Vec<u8>, expected: &[&str]| {
        let opened = open_bytes("a.zip", bytes, &Secrets::default());
        let names = opened.map(|opened| opened.files.iter().map(|file| file.path[1].clone()).collect());
        assert_eq!(names, Ok::<Vec<_>, OpenError>(expected.iter().map(|name| (*name).to_owned()).collect()));
    };
    let stored = read(&data("stored.zip"));
    let part = [&b"PK\x05\x06"[..], &[7; 16], &[0; 2]].concat();
    let empty = [&b"PK\x05\x06"[..], &[0; 18]].concat();
    let both = ["a.csv", "b.csv"];
    for archive in [stored.clone(), [b"#!/bin/sh\n", stored.as_slice()].concat()] {
        let whole = read(&data("comment.zip"));
        for like in [&b"made by PK\x05\x06"[..], &part, &empty, &whole] {
            let head = archive.get(..archive.len() - 2).unwrap();
            let length = u16::try_from(like.len()).unwrap().to_le_bytes();
            let is_prefixed = archive.len() > stored.len();
            // Behind a prefix nothing tells the two archives apart, and the last is taken.
            let is_last = like == whole;
            check([head, &length, like].concat(), if is_last && is_prefixed { &["a.csv"] } else { &both });
            check([archive.as_slice(), like].concat(), if is_last { &["a.csv"] } else { &both });
        }
    }
}

#[test]
fn messages_for_keys_open() {
    let pairs = [
        ("rsa.pgp", "rsa.asc"),
        ("rsa-message.asc", "rsa.asc"),
        ("curve.pgp", "curve.asc"),
        ("nist.pgp", "nist.asc"),
        ("old.pgp", "old.asc"),
        ("no-mdc.pgp", "old.asc"),
        ("usage255.pgp", "usage255.asc"),
        ("signed-encrypted.pgp", "rsa.asc"),
        ("several.pgp", "rsa.asc"),
        ("several.pgp", "curve.asc"),
        ("hidden.pgp", "rsa.asc"),
        ("hidden.pgp", "ring.asc"),
        ("bzip2.pgp", "rsa.asc"),
        ("uncompressed.pgp", "rsa.asc"),
        ("rsa.pgp", "offline-primary.asc"),
        ("rsa.pgp", "ring.asc"),
        ("rsa.pgp", "both-blocks.asc"),
        ("nested.pgp", "ring.asc"),
        ("revoked.pgp", "revoked.asc"),
        ("expired.pgp", "expired.asc"),
        ("both.pgp", "rsa.asc"),
        ("gnupg24.pgp", "gnupg24.asc"),
        ("gnupg24-ocb.pgp", "gnupg24.asc"),
        ("gnupg24-signed.pgp", "gnupg24.asc"),
        ("gnupg24-curve.pgp", "gnupg24-curve.asc"),
        ("gnupg24-nist.pgp", "gnupg24-nist.asc"),
        ("gnupg24-brainpool.pgp", "gnupg24-brainpool.asc"),
        ("argon2-key.pgp", "argon2-key.asc"),
        ("x448.pgp", "x448.asc"),
    ];
    for (message, key) in pairs {
        check_data(message, &["key"], &[key], A);
        check_data(message, &[], &[key], Err("needs-passphrase"));
    }
    check_data("old.pgp", &["no", "key"], &["old.asc"], A);
    check_data("old.pgp", &["no"], &["old.asc"], Err("wrong-passphrase"));
    check_data("usage255.pgp", &["no"], &["usage255.asc"], Err("wrong-passphrase"));
    check_data("v6.pgp", &["key"], &["v6.asc"], A);
    check_data("x448.pgp", &["no"], &["x448.asc"], Err("wrong-passphrase"));
    check_data("x448.pgp", &["key"], &["v6.asc"], Err("wrong-key"));
    check_data("open.pgp", &[], &["open.asc"], A);
    check_data("stdin.csv.pgp", &[], &["open.asc"], Ok((&["stdin.csv"], SERIAL)));
    check_data("empty.pgp", &[], &["open.asc"], Err("empty"));
    check_data("zip-in.pgp", &["key", "ferry"], &["rsa.asc"], A);
    check_data("pgp-in.zip", &["key", "ferry"], &["rsa.asc"], A);
    check_data("rsa.pgp", &["key"], &["curve.asc"], Err("wrong-key"));
    check_data("rsa.pgp", &["key"], &["rsa-public.asc"], Err("wrong-key"));
    check_data("rsa.pgp", &["key"], &["a.csv"], Err("wrong-key"));
    check_data("hidden.pgp", &["key"], &["nist.asc"], Err("wrong-key"));
    check_data("hidden.pgp", &["key"], &[], Err("needs-key"));
    check_data("elgamal.pgp", &["key"], &["elgamal.asc"], A);
    check_data("elgamal.pgp", &["no"], &["elgamal.asc"], Err("wrong-passphrase"));
    check_data("brainpool.pgp", &["key"], &["brainpool.asc"], A);
    check_data("brainpool384.pgp", &[], &["brainpool384.asc"], A);
    check_data("brainpool512.pgp", &[], &["brainpool512.asc"], A);
    check_data("secp256k1.pgp", &["key"], &["secp256k1.asc"], Err("unsupported"));
}

#[test]
fn messages_for_passphrases_open() {
    let files = [
        "symmetric.pgp",
        "symmetric.asc",
        "symmetric-3des.pgp",
        "symmetric-camellia.pgp",
        "symmetric-sha512.pgp",
        "no-mdc-symmetric.pgp",
        "both.pgp",
    ];
    for file in files {
        check_data(file, &["no", "ferry"], &[], A);
        check_data(file, &["no"], &[], Err("wrong-passphrase"));
        check_data(file, &[], &[], Err("needs-passphrase"));
    }
    for file in [
        "packet20-ocb",
        "seipd2-ocb",
        "seipd2-eax",
        "seipd2-gcm",
        "argon2",
        "gnupg24-symmetric",
        "gnupg24-symmetric-ocb",
    ] {
        let path = format!("{file}.pgp");
        check_data(&path, &["ferry"], &[], A);
        check_data(&path, &["no"], &[], Err("wrong-passphrase"));
    }
    for name in ["open-rsa", "open-nist", "open-v6"] {
        check_data(&format!("{name}.pgp"), &[], &[&format!("{name}.asc")], A);
    }
    check_data("packet20-eax.pgp", &["ferry"], &[], Err("unsupported"));
    check_data("packet20-key-ocb.pgp", &[], &["open.asc"], A);
    check_data("packet20-key-eax.pgp", &[], &["open.asc"], A);
}

#[test]
fn what_is_not_encrypted_is_named() {
    check_data("signed.pgp", &[], &[], A);
    check_data("clear-signed.asc", &[], &[], Ok((&["clear-signed"], SERIAL)));
    check_data("rsa.asc", &[], &[], Err("not-a-seed-file"));
    check_data("rsa-public.asc", &[], &[], Err("not-a-seed-file"));
}

#[test]
fn every_file_is_opened_somewhere() {
    let tests = files_below(Path::new("tests")).into_iter().chain(files_below(Path::new("crates/core/src")));
    let is_source = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "rs" || ending == "mjs");
    let sources: Vec<_> = tests.filter(is_source).map(|path| source(&path)).collect();
    let is_named = |name: &str| {
        let stem = name.trim_end_matches(".pgp");
        sources
            .iter()
            .any(|source| source.contains(&format!("{name}\"")) || source.contains(&format!("\"{stem}\"")))
    };
    let files = files_below(Path::new("tests/data/envelope"));
    let names = files.iter().map(|file| file.file_name().unwrap().to_str().unwrap());
    let unused: Vec<_> = names.filter(|name| *name != "README.md" && !is_named(name)).collect();
    assert!(unused.is_empty(), "no test names {unused:?}");
}

/// Where the content of the first entry of a zip lies, behind so many octets that check the password (PKWARE APPNOTE §4.3.7).
fn content_of_zip(zip: &[u8], head: usize) -> Range<usize> {
    let number = |place: usize| usize::from(zip[place]) | usize::from(zip[place + 1]) << 8;
    let start = 30 + number(26) + number(28);
    start + head..start + number(18)
}

/// Cut and changed files give an error or the right content, and never another content; what is changed in the content is damage,
/// and nothing else.
fn damage(
    file: &str,
    passphrases: &[&str],
    keys: &[&str],
    allowed: &[&str],
    content: impl Fn(&[u8]) -> Range<usize>,
) {
    let whole = read(&data(file));
    let content = content(&whole);
    let keys: Vec<_> = keys.iter().map(|key| data(key)).collect();
    let keys: Vec<_> = keys.iter().map(String::as_str).collect();
    let secrets = secrets(passphrases, &keys);
    let right = open_bytes(file, whole.clone(), &secrets).unwrap_or_else(|error| panic!("{file}: {error}"));
    let cut_off: &[&str] = &["damaged", "empty"];
    let cuts = (0..whole.len()).map(|end| (format!("{file} cut at {end}"), whole[..end].to_vec(), cut_off));
    let flips = (0..whole.len()).map(|place| {
        let mut bytes = whole.clone();
        bytes[place] ^= 1 << (place % 8);
        let allowed = if content.contains(&place) { &["damaged"] } else { allowed };
        (format!("{file} flipped at {place}"), bytes, allowed)
    });
    for (place, bytes, allowed) in cuts.chain(flips) {
        match open_bytes(file, bytes.clone(), &secrets) {
            Err(error) => assert!(allowed.contains(&error.cause.kind()), "{place}: {error}"),
            // The first bytes say what a thing is: without them it is something else.
            Ok(opened) if opened.files[0].path.len() == 1 => assert_eq!(*opened.files[0].bytes, bytes),
            Ok(opened) => {
                for got in &opened.files {
                    assert!(
                        right.files.iter().any(|right| got.bytes == right.bytes),
                        "{place}: another content"
                    );
                }
                let told = opened.files.len() + opened.failures.len() + opened.notes.len();
                assert!(told >= right.files.len(), "{place}: a file is lost without a word");
            }
        }
    }
}

#[test]
fn damage_is_found() {
    let zip = ["damaged", "empty", "unsupported", "needs-passphrase", "wrong-passphrase"];
    damage("aes256.zip", &["ferry"], &[], &zip, |zip| content_of_zip(zip, 18));
    // A change goes on to the end: what comes before it tells that the password was right.
    damage("zipcrypto-stored.zip", &["ferry"], &[], &zip, |zip| content_of_zip(zip, 12 + 8));
    damage("stored.zip", &["ferry"], &[], &zip, |zip| content_of_zip(zip, 0));
    let message = ["damaged", "empty", "unsupported", "wrong-key", "not-a-seed-file", "too-large"];
    // Ciphertext and its check are more than this at the end of each.
    let end = |message: &[u8]| message.len() - 60..message.len();
    damage("open.pgp", &[], &["open.asc"], &message, end);
    damage("packet20-key-ocb.pgp", &[], &["open.asc"], &message, end);
    damage("packet20-key-eax.pgp", &[], &["open.asc"], &message, end);
    let typed = ["damaged", "empty", "unsupported", "wrong-passphrase", "too-large"];
    // Nothing but the content itself tells whether the passphrase is right.
    damage("symmetric-3des.pgp", &["ferry"], &[], &typed, |_| 0..0);
}
