//! Messages and key files as mail programs and Notepad leave them, and what is noted on the way.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests fail by panicking")]

use std::{collections::BTreeSet, path::Path};

use data_encoding::BASE64;
use seedferry_core::{
    envelope::{EnvelopeNote, LayerNote, Secrets, holds_private_key},
    secret::KeyFile,
};

use crate::{
    envelope::{open_bytes, read, secrets},
    envelope_failures::id_of,
    failures::source,
};

fn armored(label: &str, bytes: &[u8]) -> String {
    let text = BASE64.encode(bytes);
    let lines: Vec<&str> = text.as_bytes().chunks(64).map(|line| str::from_utf8(line).unwrap()).collect();
    format!("-----BEGIN PGP {label}-----\n\n{}\n-----END PGP {label}-----\n", lines.join("\n"))
}

fn utf16(text: &str) -> Vec<u8> {
    [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

fn with_key(content: Vec<u8>) -> Secrets {
    Secrets { key_files: vec![KeyFile::new("open.asc".to_owned(), content)], ..Secrets::default() }
}

fn kinds(notes: &[LayerNote]) -> Vec<&'static str> {
    let kind = |note: &EnvelopeNote| match note {
        EnvelopeNote::ArmorFlawed { .. } => "flawed",
        EnvelopeNote::TrailingBytes { .. } => "trailing",
        EnvelopeNote::RevokedKey { .. } => "revoked",
        EnvelopeNote::NoIntegrity { .. } => "no integrity",
        EnvelopeNote::SignedNotVerified { .. } => "signed",
        EnvelopeNote::Skipped { .. } => "skipped",
        EnvelopeNote::EmptyFile { .. } => "empty",
        EnvelopeNote::DuplicateName { .. } => "duplicate",
        EnvelopeNote::NotEncrypted { .. } => "not encrypted",
        EnvelopeNote::NoPassword { .. } => "no password",
        _ => "other",
    };
    notes.iter().map(|layer| kind(&layer.note)).collect()
}

#[test]
fn mangled_messages_open() {
    let key = read("tests/data/envelope/open.asc");
    let secrets = with_key(key.clone());
    let content = read("tests/data/envelope/a.csv");
    let check = |place: &str, bytes: Vec<u8>, count: usize, notes: &[&str]| {
        let opened =
            open_bytes("mail.asc", bytes, &secrets).unwrap_or_else(|error| panic!("{place}: {error}"));
        assert_eq!(opened.files.len(), count, "{place}");
        assert!(opened.files.iter().all(|file| *file.bytes == content), "{place}");
        assert_eq!(kinds(&opened.notes), notes, "{place}");
    };
    let binary = read("tests/data/envelope/open.pgp");
    let text = armored("MESSAGE", &binary);
    check("plain", text.clone().into(), 1, &[]);
    check("CRLF", text.replace('\n', "\r\n").into(), 1, &[]);
    check("BOM", format!("\u{feff}{text}").into(), 1, &[]);
    check("UTF-16", utf16(&text), 1, &[]);
    check("quoted", format!("> {}", text.replace('\n', "\n> ")).into(), 1, &[]);
    check("blanks", text.replace('\n', "  \n").into(), 1, &[]);
    // As mail gateways leave it.
    check("one line", text.replace('\n', " ").into(), 1, &[]);
    check("one line without blanks", text.replace('\n', "").into(), 1, &[]);
    check("mail", format!("From: vendor\n\nDear customer,\n{text}\n-- \nVendor").into(), 1, &[]);
    check("key first", [key, text.clone().into()].concat(), 1, &[]);
    check("two", [text.clone(), text.clone()].concat().into(), 2, &[]);
    check("check sum", text.replace("\n-----END", "\n=AAAA\n-----END").into(), 1, &["flawed"]);
    check("no end", text.replace("-----END PGP MESSAGE-----", "").into(), 1, &["flawed"]);
    check("line end behind binary", [&binary[..], b"\r\n"].concat(), 1, &[]);
    check("bytes behind binary", [&binary[..], b"bye"].concat(), 1, &["trailing"]);
    check("two binaries", [&binary[..], &binary[..]].concat(), 2, &[]);
    let cut = text.as_bytes()[..text.len() / 2].to_vec();
    assert_eq!(open_bytes("cut.asc", cut, &secrets).err().unwrap().cause.kind(), "damaged");
    let empty = "-----BEGIN PGP MESSAGE-----\n\n-----END PGP MESSAGE-----\n";
    assert_eq!(open_bytes("empty.asc", empty.into(), &secrets).err().unwrap().cause.kind(), "empty");
}

/// Of several messages in one file each has its own lock, and one that is damaged spoils no other.
#[test]
fn each_message_of_a_file_is_opened_by_itself() {
    let open_key = read("tests/data/envelope/open.asc");
    let mine = armored("MESSAGE", &read("tests/data/envelope/open.pgp"));
    let other = armored("MESSAGE", &read("tests/data/envelope/curve.pgp"));
    let mut binary = read("tests/data/envelope/open.pgp");
    *binary.last_mut().unwrap() ^= 1;
    let damaged = armored("MESSAGE", &binary);
    let open = |blocks: &[&String], passphrases: &[&str], keys: &[&str]| {
        let text = blocks.iter().map(|block| block.as_str()).collect::<String>();
        let files: Vec<_> = keys.iter().map(|key| format!("tests/data/envelope/{key}")).collect();
        let files: Vec<_> = files.iter().map(String::as_str).collect();
        open_bytes("mail.asc", text.into(), &secrets(passphrases, &files))
    };
    let check = |blocks: &[&String], passphrases: &[&str], keys: &[&str], kind: &str, at: &str| {
        let error = open(blocks, passphrases, keys).err().unwrap();
        assert_eq!((error.cause.kind(), error.path.join(" › ").as_str()), (kind, at));
    };
    check(&[&mine, &other], &[], &[], "needs-key", "mail.asc › message 1");
    check(&[&mine, &other], &[], &["open.asc"], "wrong-key", "mail.asc › message 2");
    check(&[&other, &mine], &[], &["open.asc", "curve.asc"], "needs-passphrase", "mail.asc › message 1");
    check(&[&other], &[], &["curve.asc"], "needs-passphrase", "mail.asc");
    assert_eq!(open(&[&other, &mine], &["key"], &["open.asc", "curve.asc"]).unwrap().files.len(), 2);
    for blocks in [[&damaged, &mine], [&mine, &damaged]] {
        let opened = open(&blocks, &[], &["open.asc"]).unwrap();
        let place = 1 + usize::from(blocks[1] == &damaged);
        let failure = &opened.failures[0];
        assert_eq!((opened.files.len(), failure.path[1].as_str()), (1, format!("message {place}").as_str()));
        assert_eq!(failure.cause.kind(), "damaged");
    }
    let both = open_bytes("mail.asc", [damaged.clone(), damaged].concat().into(), &with_key(open_key));
    assert_eq!(both.err().unwrap().cause.kind(), "damaged");
}

/// A signature is not checked here, but where it is missing, the text before it was cut.
#[test]
fn signed_text_that_was_cut_is_damaged() {
    let text = read("tests/data/envelope/clear-signed.asc");
    let signature = text.windows(14).position(|window| window == b"-----BEGIN PGP").unwrap();
    let signature =
        signature + text[signature + 1..].windows(18).position(|w| w == b"\n-----BEGIN PGP SI").unwrap();
    let open = |end: usize| open_bytes("mail.asc", text[..end].to_vec(), &Secrets::default());
    assert!(open(text.len()).is_ok());
    let lines = (20..signature).filter(|place| text[*place] == b'\n');
    for end in lines.chain([signature + 2]) {
        let error = open(end).err().unwrap();
        assert_eq!(
            error.title(),
            "mail.asc is damaged. The signature behind the text is missing: it was cut off"
        );
    }
}

#[test]
fn mangled_key_files_are_read() {
    let key = String::from_utf8(read("tests/data/envelope/open.asc")).unwrap();
    let check = |place: &str, content: Vec<u8>| {
        assert!(holds_private_key(&content), "{place}");
        let message = read("tests/data/envelope/open.pgp");
        assert!(open_bytes("a.pgp", message, &with_key(content)).is_ok(), "{place}");
    };
    check("plain", key.clone().into());
    check("BOM", format!("\u{feff}{key}").into());
    check("UTF-16", utf16(&key));
    check("CRLF", key.replace('\n', "\r\n").into());
    check("quoted", format!("> {}", key.replace('\n', "\n> ")).into());
    check("blanks", key.replace('\n', "  \n").into());
    check("one line", key.replace('\n', " ").into());
    check("one line without blanks", key.replace('\n', "").into());
    let public = String::from_utf8(read("tests/data/envelope/rsa-public.asc")).unwrap();
    check("public key first", format!("{public}\n{key}").into());
    assert!(!holds_private_key(public.as_bytes()) && !holds_private_key(b"upn,serial number"));
}

#[test]
fn notes_say_what_was_noticed() {
    let check = |file: &str, passphrase: &str, key: &str, expected: &[&str]| {
        let path = format!("tests/data/envelope/{file}");
        let mut secrets = crate::envelope::secrets(&[passphrase], &[]);
        if !key.is_empty() {
            secrets = crate::envelope::secrets(&[passphrase], &[&format!("tests/data/envelope/{key}")]);
        }
        let opened =
            open_bytes(file, read(&path), &secrets).unwrap_or_else(|error| panic!("{file}: {error}"));
        assert_eq!(kinds(&opened.notes), expected, "{file}");
    };
    check("no-mdc.pgp", "key", "old.asc", &["no integrity"]);
    check("signed-encrypted.pgp", "key", "rsa.asc", &["signed"]);
    check("signed.pgp", "", "", &["signed", "not encrypted"]);
    check("clear-signed.asc", "", "", &["signed", "not encrypted"]);
    check("revoked.pgp", "key", "revoked.asc", &["revoked"]);
    check("duplicate.zip", "", "", &["duplicate", "no password"]);
    check("clutter.zip", "", "", &["skipped", "skipped", "skipped", "empty", "no password"]);
    check("aes256.zip", "ferry", "", &[]);
    check("nested.zip", "ferry", "", &[]);
}

/// A file, its bytes, what opens it, whether it is a warning, and what is said.
#[test]
fn notes_say_what_and_what_to_do() {
    let data = |file: &str| read(&format!("tests/data/envelope/{file}"));
    let key = |key: &str| crate::envelope::secrets(&["key"], &[&format!("tests/data/envelope/{key}")]);
    let mut said = BTreeSet::new();
    let mut check =
        |file: &str, bytes: Vec<u8>, secrets: &Secrets, warning: bool, what: &str, remedy: &str| {
            let opened = open_bytes(file, bytes, secrets).unwrap_or_else(|error| panic!("{file}: {error}"));
            let note = opened.notes.iter().map(|layer| &layer.note).find(|note| note.what() == what);
            let note = note.unwrap_or_else(|| panic!("{file}: {what}, but: {:?}", opened.notes));
            assert_eq!((note.is_warning(), note.remedy().as_str()), (warning, remedy), "{file}");
            said.insert(format!("{note:?}").split_once(' ').unwrap().0.to_owned());
        };
    let none = Secrets::default();
    let old = "no-mdc.pgp is an old kind of message that is not protected against changes";
    let compare = "Compare some serial numbers with the delivery note";
    check("no-mdc.pgp", data("no-mdc.pgp"), &key("old.asc"), true, old, compare);
    let signed = "signed.pgp is signed, and the signature was not checked";
    check(
        "signed.pgp",
        data("signed.pgp"),
        &none,
        false,
        signed,
        "Check the signature with GnuPG if you rely on it",
    );
    let open = data("open.pgp");
    let count = "Compare the number of tokens with the order";
    let further = "a.pgp goes on behind the end of the message";
    check("a.pgp", [&open[..], b"bye"].concat(), &key("open.asc"), true, further, count);
    let flawed = armored("MESSAGE", &open).replace("-----END PGP MESSAGE-----", "");
    let text = "The text around a.asc is flawed, but the content is whole";
    check("a.asc", flawed.into(), &key("open.asc"), true, text, count);
    let revoked = format!("The key {} (Curve25519) is revoked", id_of("revoked.asc", 2));
    let renew = "Give the vendor your current public key before the next delivery";
    check("revoked.pgp", data("revoked.pgp"), &key("revoked.asc"), true, &revoked, renew);
    let clutter = data("clutter.zip");
    let nothing = "Nothing needs to be done";
    check("clutter.zip", clutter.clone(), &none, false, ".DS_Store was passed over", nothing);
    let empty = "empty.csv is empty and was passed over";
    check("clutter.zip", clutter, &none, true, empty, "Ask the vendor if tokens are missing");
    let ask = "Whoever saw it on its way may have the seeds: ask the vendor to encrypt the next delivery";
    check("signed.pgp", data("signed.pgp"), &none, true, "signed.pgp was not encrypted", ask);
    check("a.zip", data("stored.zip"), &none, false, "a.zip is a zip without a password", ask);
    let double = "There are several files named a.csv; all are read";
    check("a.zip", data("duplicate.zip"), &none, true, double, "Check that no token is in both");
    let source = source(Path::new("crates/core/src/envelope/note.rs"));
    let (_, words) = source.split_once("pub fn what(").unwrap();
    let (words, _) = words.split_once("\n    }\n").unwrap();
    let names = words.split("Self::").skip(1).map(|rest| rest.split(' ').next().unwrap().to_owned());
    assert_eq!(names.collect::<BTreeSet<_>>(), said, "notes without a row");
}
