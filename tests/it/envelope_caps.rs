//! Envelopes made to cost too much are refused.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests fail by panicking")]

use std::io::{Cursor, Write};

use seedferry_core::{
    envelope::{OpenError, Secrets, limits},
    secret::KeyFile,
};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

use crate::envelope::{open_bytes, read, secrets};

pub(crate) fn zip_of(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A packet with a five-octet length (RFC 9580 §4.2.1).
pub(crate) fn packet(tag: u8, body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len()).unwrap().to_be_bytes();
    [&[0xc0 | tag, 0xff], &length[..], body].concat()
}

pub(crate) fn literal(text: &[u8]) -> Vec<u8> {
    packet(11, &[b"b\x05a.csv\0\0\0\0", text].concat())
}

fn open(name: &str, bytes: Vec<u8>, secrets: &Secrets) -> Result<Vec<Vec<u8>>, OpenError> {
    let opened = open_bytes(name, bytes, secrets)?;
    Ok(opened.files.iter().map(|file| file.bytes.to_vec()).collect())
}

/// Zeros that inflate to more than is allowed, as a zip and its bare deflated data.
fn bomb() -> (Vec<u8>, Vec<u8>) {
    let zip = zip_of(&[("a.csv", &vec![0; usize::try_from(limits::MAX_INFLATED_BYTES).unwrap() + 1])]);
    let mut archive = ZipArchive::new(Cursor::new(&zip)).unwrap();
    let entry = archive.by_index_raw(0).unwrap();
    let (start, size) = (entry.data_start().unwrap(), entry.compressed_size());
    drop(entry);
    let range = usize::try_from(start).unwrap()..usize::try_from(start + size).unwrap();
    let deflated = zip[range].to_vec();
    (zip, deflated)
}

/// One entry of 64 MiB that the directory lists several times (PKWARE APPNOTE §4.3.12, §4.3.16).
fn overlapping(times: u16) -> Vec<u8> {
    let mut zip = zip_of(&[("a.csv", &vec![b'0'; 64 << 20])]);
    let place = |magic: &[u8]| zip.windows(4).rposition(|window| window == magic).unwrap();
    let (directory, end) = (place(b"PK\x01\x02"), place(b"PK\x05\x06"));
    let entry = zip[directory..end].to_vec();
    let size = u32::try_from(entry.len()).unwrap() * u32::from(times);
    zip[end + 8..end + 10].copy_from_slice(&times.to_le_bytes());
    zip[end + 10..end + 12].copy_from_slice(&times.to_le_bytes());
    zip[end + 12..end + 16].copy_from_slice(&size.to_le_bytes());
    zip.splice(directory..directory, entry.repeat(usize::from(times) - 1));
    zip
}

#[test]
fn what_costs_too_much_is_refused() {
    let check = |place: &str, bytes: Vec<u8>, refused: bool| {
        let got = open(place, bytes, &Secrets::default()).map_err(|error| error.cause.kind());
        assert_eq!(got.err(), refused.then_some("too-large"), "{place}");
    };
    let layers = |count: usize| (0..count).fold(b"x,y\n".to_vec(), |inner, _| zip_of(&[("a", &inner)]));
    check("layers", layers(limits::MAX_DEPTH), false);
    check("too many layers", layers(limits::MAX_DEPTH + 1), true);
    let nested =
        |count: usize| (0..count).fold(literal(b"x"), |inner, _| packet(8, &[&[0], &inner[..]].concat()));
    check("packets", nested(limits::MAX_PACKET_NESTING), false);
    check("too many packets", nested(limits::MAX_PACKET_NESTING + 1), true);
    let names: Vec<String> = (0..=limits::MAX_ENTRIES).map(|number| format!("{number}.csv")).collect();
    let entries: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b"x"[..])).collect();
    check("entries", zip_of(&entries[1..]), false);
    check("too many entries", zip_of(&entries), true);
    let (zip, deflated) = bomb();
    check("zip bomb", zip, true);
    check("overlapping entries", overlapping(5), true);
    check("PGP bomb", packet(8, &[&[1], &deflated[..]].concat()), true);
    let session_keys = packet(3, &[4, 7, 0, 2]).repeat(limits::MAX_SESSION_KEY_PACKETS + 1);
    check("session keys", session_keys, true);
    let argon2 = [&[4, 9, 4], &[0; 16][..], &[1, 1, 21]].concat();
    let message = [packet(3, &argon2), packet(18, &[1; 64])].concat();
    let got = open("Argon2", message, &secrets(&["ferry"], &[])).unwrap_err();
    assert_eq!(got.cause.kind(), "too-large", "{got}");
}

#[test]
fn hidden_recipients_are_not_tried_for_ever() {
    // Session keys for nobody in particular (RFC 9580 §5.1.1), one more than is tried with the one private key.
    let body = [&[3][..], &[0; 8], &[1, 0, 255][..], &[1; 32]].concat();
    let message = |count: usize| [packet(1, &body).repeat(count), packet(18, &[1; 64])].concat();
    let key = &["tests/data/envelope/rsa.asc"];
    let kind = |count| open("a.pgp", message(count), &secrets(&["key"], key)).unwrap_err().cause.kind();
    let keys = 2;
    assert_eq!(kind(limits::MAX_HIDDEN_TRIES / keys), "wrong-key");
    let refused = [limits::MAX_HIDDEN_TRIES / keys + 1, limits::MAX_SESSION_KEY_PACKETS + 1].map(kind);
    assert_eq!(refused, ["too-large"; 2]);
    // More of them than are tried do not keep the key that is named from being tried first.
    let hidden = packet(1, &body).repeat(limits::MAX_HIDDEN_TRIES / keys + 1);
    let message = [hidden, read("tests/data/envelope/rsa.pgp")].concat();
    let opened = open("a.pgp", message, &secrets(&["key"], key)).unwrap();
    assert_eq!(opened, [read("tests/data/envelope/a.csv")]);
}

#[test]
fn too_many_keys_are_refused() {
    let armor = String::from_utf8(read("tests/data/envelope/open.asc")).unwrap();
    let files = (0..=limits::MAX_KEYS / 2).map(|_| KeyFile::new("keys.asc".to_owned(), armor.clone().into()));
    let secrets = Secrets { key_files: files.collect(), ..Secrets::default() };
    let error = open("a.pgp", read("tests/data/envelope/open.pgp"), &secrets).unwrap_err();
    assert_eq!((error.cause.kind(), error.path), ("too-large", vec!["keys.asc".to_owned()]));
}
