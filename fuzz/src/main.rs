//! Fuzz targets: one for every layer around a seed file, one for every format, and one for every other kind of file
//! that is read. `SEEDFERRY_TARGET` names the one to run; `cargo xtask fuzz` builds and runs them all.
//!
//! A target fails when it stops the program, takes more than a few seconds, or asks for more memory than a browser
//! gives.

#![no_main]

use std::sync::LazyLock;

use seedferry_core::{
    conversion::check_batch,
    envelope::{Content, Secrets, open},
    format::{self, FileFormat, ReadOptions, custom_csv, user_list},
    opening,
    secret::KeyFile,
    token::Batch,
};
use seedferry_protocol::{CutShort, ExportOptions, Passphrase, TargetFormat};

/// What is fuzzed.
enum Target {
    /// A file with all its layers, and what is read out of it.
    Opening,
    /// Bytes behind the start of a zip archive.
    Zip,
    /// An OpenPGP message in binary.
    Message,
    /// A private key file, beside a message for it.
    Key,
    /// An armored message with text around it.
    Armor,
    /// A list of users and their tokens.
    Users,
    /// A saved layout of a table.
    Layout,
    /// A saved mapping of a table's columns.
    Mapping,
    /// A key container, beside the key and the passphrase that open it.
    Locked,
    /// A seed file without layers.
    Format(FileFormat),
}

static TARGET: LazyLock<Target> = LazyLock::new(|| {
    let name = std::env::var("SEEDFERRY_TARGET").unwrap_or_default();
    match name.as_str() {
        "zip" => Target::Zip,
        "message" => Target::Message,
        "key" => Target::Key,
        "armor" => Target::Armor,
        "users" => Target::Users,
        "layout" => Target::Layout,
        "mapping" => Target::Mapping,
        "pskc-locked" => Target::Locked,
        _ => FileFormat::from_id(&name).map_or(Target::Opening, Target::Format),
    }
});

const MESSAGE: &[u8] = include_bytes!("../../tests/data/envelope/open.pgp");
/// What the container among the seeds is encrypted with: the key of RFC 6030 §6.1.
const SHARED_KEY: &str = "12345678901234567890123456789012";
const TABLE: &str = "a;b;c;d\nNPKJBEN2OHMZEZK7YX6FP63E5UCUH6N5;left;0012345;60\n";
const KEY: &[u8] = include_bytes!("../../tests/data/envelope/open.asc");
/// Keys of every algorithm, none of them locked.
const KEYS: [&[u8]; 6] = [
    KEY,
    include_bytes!("../../tests/data/envelope/open-rsa.asc"),
    include_bytes!("../../tests/data/envelope/open-nist.asc"),
    include_bytes!("../../tests/data/envelope/open-v6.asc"),
    include_bytes!("../../tests/data/envelope/brainpool384.asc"),
    include_bytes!("../../tests/data/envelope/brainpool512.asc"),
];

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    match &*TARGET {
        Target::Opening => opening(bytes),
        Target::Zip => peel(&[b"PK\x03\x04", bytes].concat(), passphrases()),
        Target::Message => peel(bytes, everything()),
        Target::Key => peel(MESSAGE, keys(bytes)),
        Target::Armor => peel(&[b"-----BEGIN PGP ", bytes].concat(), everything()),
        Target::Users => users(&String::from_utf8_lossy(bytes)),
        Target::Layout => layout(&String::from_utf8_lossy(bytes)),
        Target::Mapping => mapping(bytes),
        Target::Locked => read(bytes, FileFormat::Pskc, &locked()),
        Target::Format(format) => read(bytes, *format, &passphrases()),
    }
});

fn passphrases() -> Secrets {
    let passphrases = ["ferry", "one", "two"].map(|text| Passphrase::new(text.to_owned())).to_vec();
    Secrets { passphrases, ..Secrets::default() }
}

fn everything() -> Secrets {
    let file = |key: &&[u8]| KeyFile::new("key.asc".to_owned(), key.to_vec());
    Secrets { key_files: KEYS.iter().map(file).collect(), ..passphrases() }
}

fn locked() -> Secrets {
    let passphrases = [SHARED_KEY, "ferry"].map(|text| Passphrase::new(text.to_owned())).to_vec();
    Secrets { passphrases, ..Secrets::default() }
}

fn keys(bytes: &[u8]) -> Secrets {
    Secrets { key_files: vec![KeyFile::new("key.asc".to_owned(), bytes.to_vec())], ..Secrets::default() }
}

fn content(bytes: &[u8]) -> Content {
    Content { path: vec!["file".to_owned()], bytes: bytes.to_vec().into() }
}

fn peel(bytes: &[u8], secrets: Secrets) {
    if let Err(error) = open(content(bytes), &secrets, &mut |_| ()) {
        assert!(!error.to_string().is_empty());
    }
}

fn opening(bytes: &[u8]) {
    let file = ("file".to_owned(), bytes.to_vec());
    match opening::open(vec![file], &everything(), &mut |_| ()) {
        Ok(batch) => check(&batch),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

fn read(bytes: &[u8], format: FileFormat, secrets: &Secrets) {
    // A file that lacks its end is read as far as it is whole.
    let options = ReadOptions { cut_short: CutShort::Mend, ..ReadOptions::default() };
    let Ok(parsed) = format::parse_as(&content(bytes), format, 0, secrets, options) else { return };
    check(&Batch { tokens: parsed.tokens, findings: parsed.findings, ..Batch::default() });
}

fn users(text: &str) {
    match user_list::parse(text, |cell| cell.starts_with("10")) {
        Ok(mut table) => {
            let pairs = table.pairs().count();
            table.turn();
            assert_eq!(table.pairs().count(), pairs);
        }
        Err(reason) => assert!(!reason.is_empty()),
    }
}

/// A mapping that loads is kept as it is by saving it, and reads any table.
fn mapping(bytes: &[u8]) {
    let Some(read) = format::mapping::file::read(bytes) else { return };
    let saved = format::mapping::file::write(&read);
    // EXPOSE: it holds no seeds.
    assert_eq!(format::mapping::file::read(saved.expose()).as_ref(), Some(&read));
    let table = content(TABLE.as_bytes());
    assert!(format::preview_as(&table, read.clone()).is_some());
    if let Ok(parsed) = format::parse_mapped(&table, &read, 0) {
        check(&Batch { tokens: parsed.tokens, findings: parsed.findings, ..Batch::default() });
    }
}

/// A layout that loads is kept as it is by saving it.
fn layout(text: &str) {
    match custom_csv::load(text) {
        Ok(read) => {
            let encoding = read.encoding.unwrap_or_default();
            let saved = custom_csv::save(&read.layout, encoding);
            let again = custom_csv::load(&String::from_utf8_lossy(&saved)).map(|again| again.layout);
            assert_eq!(again, Ok(read.layout));
        }
        Err(reason) => assert!(!reason.is_empty()),
    }
}

/// Goes on with what was read, and puts every finding into words.
fn check(batch: &Batch) {
    let checked = check_batch(batch, TargetFormat::EntraJson, &ExportOptions::default());
    for finding in batch.findings.iter().chain(&checked) {
        assert!(!finding.view(batch).what.is_empty());
    }
}
