//! Files from elsewhere that come without expected values: these stand here. Any other file of their folder is read too, and
//! shown with what became of it.

#![allow(clippy::print_stdout, reason = "the table of samples is the point of this test")]

use std::{
    fs,
    path::{Path, PathBuf},
};

use seedferry_core::{encoding::write_hex, secret::Seed, token::Token};
use serde_json::Value;

use super::{folder, open, said};

/// A file; each of its tokens as [`line`] has it; how each finding worse than a note begins, or the failure.
type Case = (&'static str, &'static [&'static str], &'static [&'static str]);

const RFC_SEED: &str = "The seed is the test seed of RFC 4226 and RFC 6238";
const RSA_SECURID: &str = "unsupported: FILE cannot be opened here. RSA SecurID's .sdtid is not supported";

/// `FILE` stands for the name.
const FILES: &[Case] = &[
    (
        "linotp/oath_tokens_sha256.csv",
        &[
            "htok_sha256_1 hotp 8 - - - digits×32",
            "htok_sha256_2 hotp - - - sha256 digits×32",
            "htok_sha256_3 hotp 8 - - sha256 digits×32",
            "ttok_sha256_4 totp - - - - digits×32",
            "ttok_sha256_5 totp 8 60 - sha256 digits×32",
            "htok_sha1_6 hotp 8 - - - digits×20",
            "htok_sha256_7 hotp 8 - - sha256 digits×20",
            "htok_sha256_8 hotp 8 - - sha256 digits×20",
        ],
        &[
            RFC_SEED,
            "The seed has 32 bytes, the usual size for SHA-256, and the file does not say the hash function",
        ],
    ),
    (
        "linotp/oath_tokens_sha512.csv",
        &[
            "31323334353637383930313233343536373839303132333435363738393031323334353637383930313233343536373839303132333435363738393031323334 hotp - - - - -",
            "htok_sha512_1 hotp 8 - - - digits×64",
            "htok_sha512_2 hotp - - - sha512 digits×64",
            "htok_sha512_3 hotp 8 - - sha512 digits×64",
            "ttok_sha512_4 totp - - - - digits×64",
            "ttok_sha512_5 totp 8 60 - sha512 digits×64",
            "htok_sha1_6 hotp 8 - - - digits×20",
            "htok_sha512_7 hotp 8 - - sha512 digits×20",
            "ttok_sha512_8 totp 8 30 - sha512 digits×20",
        ],
        &[
            "The seed is missing",
            RFC_SEED,
            "The seed has 64 bytes, the usual size for SHA-512, and the file does not say the hash function",
        ],
    ),
    (
        "linotp/safenet_tokens.dat",
        &["00040008CFA5 hotp - - 1 - -", "00040008CFA52 hotp - - 1 - 123456"],
        &["The seed has 9 characters, which no hexadecimal text can have", "The seed has only 3 bytes"],
    ),
    (
        "linotp/yubi_tokens.csv",
        &[
            "- other - - - - -",
            "- other - - - - -",
            "- other - - - - -",
            "cccccccirblh other - - - - -",
            "ccccccbgbhkl other - - - - -",
            "cccccccccccc hotp 6 - 0 - 916821d3a138bf855e70069605559a206ba854cd",
            "- other - - - - -",
            "cccccccccccc hotp 6 - 0 - 1390612c06ec6dd0fa077ce99bf9c86d2c058f42",
            "- hotp 6 - 0 - d41845578effd750887edc70f04df754603e2b63",
            "040716040416070416041607041607 other - - - - -",
            "- other - - - - -",
            "- other - - - - -",
            "- other - - - - -",
            "- other - - - - -",
        ],
        &["The serial number is missing", "The serial number looks like a seed"],
    ),
    (
        "linotp/yubi_hmac.csv",
        &[
            "- hotp 8 - 0 - fcdb079e452ffca6b66898a1b06f5e69b7b017e7",
            "- hotp 6 - 0 - fcdb079e452ffca6b66898a1b06f5e69b7b017e7",
        ],
        &["The serial number is missing"],
    ),
    (
        "linotp/yubi_chall_tokens.csv",
        &["- other - - - - -", "- other - - - - -", "- other - - - - -"],
        &["The serial number is missing"],
    ),
    (
        "linotp/integration/testdata/wrong_token.xml",
        &[],
        &["damaged: FILE is damaged. The XML is wrong in line 3"],
    ),
    (
        "oath-toolkit/liboath/tests/users.oath",
        &[
            "bob hotp 6 - 0 - 00",
            "joe hotp 8 - 0 - 01",
            "silver hotp 8 - 0 - digits×32",
            "jas hotp 6 - 0 - digits×20",
            "rms hotp 7 - 10 - digits×20",
            "foo hotp 6 - 0 - digits×20",
            "eve totp 6 30 - - 00",
            "plus hotp 6 - 0 - 00",
            "twouser hotp 6 - 0 - 11",
            "twouser hotp 6 - 0 - 22",
            "threeuser hotp 6 - 0 - 1111",
            "threeuser hotp 6 - 0 - 2222",
            "threeuser hotp 6 - 0 - 3333",
            "fouruser hotp 6 - 0 - 111111",
            "fouruser hotp 6 - 0 - 222222",
            "fouruser hotp 6 - 0 - 333333",
            "fouruser hotp 6 - 0 - 444444",
            "fiveuser hotp 6 - 0 - 11111111",
            "fiveuser hotp 6 - 0 - 22222222",
            "fiveuser hotp 6 - 0 - 33333333",
            "fiveuser hotp 6 - 0 - 44444444",
            "fiveuser hotp 6 - 0 - 55555555",
            "password hotp 6 - 0 - 0815",
            "password hotp 6 - 0 - 1630",
            "password hotp 6 - 0 - 2445",
        ],
        &[RFC_SEED, "The seed has only 1 bytes"],
    ),
    (
        "oath-toolkit/liboath/tests/expect.oath",
        &[
            "bob hotp 6 - 0 - 00",
            "joe hotp 8 - 0 - 01",
            "silver hotp 8 - 2 - digits×32",
            "jas hotp 6 - 0 - digits×20",
            "rms hotp 7 - 15 - digits×20",
            "foo hotp 6 - 0 - digits×20",
            "eve totp 6 30 - - 00",
            "plus hotp 6 - 1 - 00",
            "twouser hotp 6 - 0 - 11",
            "twouser hotp 6 - 7 - 22",
            "threeuser hotp 6 - 0 - 1111",
            "threeuser hotp 6 - 0 - 2222",
            "threeuser hotp 6 - 3 - 3333",
            "fouruser hotp 6 - 0 - 111111",
            "fouruser hotp 6 - 0 - 222222",
            "fouruser hotp 6 - 2 - 333333",
            "fouruser hotp 6 - 0 - 444444",
            "fiveuser hotp 6 - 0 - 11111111",
            "fiveuser hotp 6 - 5 - 22222222",
            "fiveuser hotp 6 - 0 - 33333333",
            "fiveuser hotp 6 - 9 - 44444444",
            "fiveuser hotp 6 - 7 - 55555555",
            "password hotp 6 - 2 - 0815",
            "password hotp 6 - 3 - 1630",
            "password hotp 6 - 4 - 2445",
        ],
        &[RFC_SEED, "The seed has only 1 bytes"],
    ),
    (
        "oath-toolkit/pam_oath/tests/expect.oath",
        &["user1 hotp 6 - 2 - 00", "user2 hotp 6 - 3 - 00", "user3 totp 6 30 - - 00"],
        &["The seed has only 1 bytes"],
    ),
    ("stoken/devid-passwd.sdtid", &[], &[RSA_SECURID]),
    ("stoken/mac-align.sdtid", &[], &[RSA_SECURID]),
    ("stoken/pinmode-2.sdtid", &[], &[RSA_SECURID]),
    ("stoken/fixed-secret.xml", &[], &[RSA_SECURID]),
];

/// Endings of seed files.
const ENDINGS: [&str; 8] = ["xml", "pskcxml", "csv", "json", "dat", "txt", "oath", "sdtid"];

/// Serial number, type, digits, interval, counter, hash function and seed; `-` for what the file does not say. `digits×N`
/// stands for the seed `1234567890…` of N bytes.
fn line(token: &Token) -> String {
    let or_dash = |value: Option<String>| value.unwrap_or("-".to_owned());
    let seed = |seed: &Seed| {
        let bytes = seed.expose();
        let is_digits = bytes.iter().eq(b"1234567890".iter().cycle().take(bytes.len()));
        if is_digits { format!("digits×{}", bytes.len()) } else { write_hex(seed).to_string() }
    };
    [
        or_dash(token.serial.as_ref().map(ToString::to_string)),
        token.oath_type.id().to_owned(),
        or_dash(token.digits.map(|digits| digits.get().to_string())),
        or_dash(token.interval.map(|interval| interval.seconds().to_string())),
        or_dash(token.counter.map(|counter| counter.to_string())),
        or_dash(token.hash.map(|hash| hash.id().to_owned())),
        or_dash(token.seed.as_ref().map(seed)),
    ]
    .join(" ")
}

/// The outcome, or what is different.
fn verdict(path: &Path, (name, tokens, findings): &Case) -> Result<String, String> {
    let opened = open(name, fs::read(path).unwrap(), Vec::new());
    let lines: Vec<String> = opened.iter().flat_map(|batch| &batch.tokens).map(line).collect();
    let said = said(&opened);
    let mut words = findings.iter().map(|words| words.replace("FILE", name));
    let is_said = said.is_empty() == findings.is_empty()
        && words.all(|words| said.iter().any(|said| said.starts_with(&words)));
    if lines == *tokens && is_said {
        return Ok(if lines.is_empty() { said.join(" / ") } else { format!("{} tokens", lines.len()) });
    }
    Err(format!("{lines:#?} {said:#?}"))
}

#[test]
fn samples_without_expectations_are_read_or_refused() {
    let Some(folder) = folder() else {
        println!("skipped: there is no folder with samples");
        return;
    };
    let verdicts = FILES.iter().map(|case| (case.0, verdict(&folder.join(case.0), case)));
    let wrong = verdicts.filter(|(name, verdict)| {
        println!("{name:<60} {verdict:?}");
        verdict.is_err()
    });
    assert_eq!(wrong.count(), 0, "see the table above");
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { collect(&path, files) } else { files.push(path) }
    }
}

/// The names in the lists of expectations and above.
fn listed(folder: &Path) -> Vec<String> {
    let of_list =
        |list: &str| -> Value { serde_json::from_slice(&fs::read(folder.join(list)).unwrap()).unwrap() };
    let lists = ["EXPECTED.json", "EXPECTED-OTHER.json"].map(of_list);
    let names = lists.iter().filter_map(Value::as_object).flat_map(|list| list.keys().cloned());
    names.chain(FILES.iter().map(|(name, ..)| (*name).to_owned())).collect()
}

#[test]
fn samples_in_no_list_are_answered() {
    let Some(folder) = folder() else { return };
    let listed = listed(&folder);
    let mut files = Vec::new();
    collect(&folder, &mut files);
    files.sort();
    for path in files {
        let name = path.strip_prefix(&folder).unwrap().to_string_lossy().replace('\\', "/");
        let is_seed_file =
            path.extension().is_some_and(|ending| ENDINGS.iter().any(|known| ending == *known));
        if !is_seed_file || listed.contains(&name) || name.starts_with("EXPECTED") {
            continue;
        }
        let opened = open(&name, fs::read(&path).unwrap(), Vec::new());
        let tokens = opened.as_ref().map_or(0, |batch| batch.tokens.len());
        let said = said(&opened);
        println!("{name:<60} {tokens} tokens {}", said.join(" / "));
        assert!(tokens > 0 || !said.is_empty(), "nothing is said of {name}");
    }
}
