//! What stops a 32-bit machine and no other, and damage of every kind of envelope. On the host and in the browser,
//! where a panic or a failed allocation ends the worker: both run these same cases.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests fail by panicking")]

use ocb3::{
    AeadInOut, KeyInit, Nonce, Ocb3,
    consts::{U15, U16},
};
use seedferry_core::{
    envelope::{Content, OpenError, Secrets, open},
    secret::KeyFile,
};
use seedferry_protocol::Passphrase;
use sha1::{Digest, Sha1};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[cfg(target_arch = "wasm32")]
// In a worker, where the opener is too: the driver gives up on a page that is busy for half a minute.
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_dedicated_worker);

macro_rules! fixture {
    ($name:literal) => {
        ($name, include_bytes!(concat!("../data/envelope/", $name)).as_slice())
    };
}

const KEY: &[u8] = include_bytes!("../data/envelope/open.asc");

fn secrets(passphrase: &str, key: &[u8]) -> Secrets {
    let key_files = vec![KeyFile::new("key.asc".to_owned(), key.to_vec())];
    Secrets { passphrases: vec![Passphrase::new(passphrase.to_owned())], key_files, ..Secrets::default() }
}

fn open_bytes(bytes: &[u8], secrets: &Secrets) -> Result<Vec<Vec<u8>>, OpenError> {
    let file = Content { path: vec!["file".to_owned()], bytes: bytes.to_vec().into() };
    Ok(open(file, secrets, &mut |_| ())?.files.iter().map(|file| file.bytes.to_vec()).collect())
}

fn kind(bytes: &[u8], passphrase: &str, key: &[u8]) -> &'static str {
    open_bytes(bytes, &secrets(passphrase, key)).map_or_else(|error| error.cause.kind(), |_| "opened")
}

/// A packet with a five-octet length (RFC 9580 §4.2.1).
fn packet(tag: u8, body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len()).unwrap().to_be_bytes();
    [&[0xc0 | tag, 0xff], &length[..], body].concat()
}

/// `GnuPG`'s packet 20 in chunks of 4 MiB, as GnuPG 2.4 writes and 2.2.40 reads it, for the passphrase `ferry` (S2K 0 with SHA-1, AES-128).
fn packet_20(plain: &[u8]) -> Vec<u8> {
    let key = &Sha1::digest(b"ferry")[..16];
    let cipher = Ocb3::<aes::Aes128, U15, U16>::new_from_slice(key).unwrap();
    let seal = |index: u64, total: Option<u64>, chunk: &[u8]| {
        let mut nonce = [9; 15];
        nonce.iter_mut().rev().zip(index.to_le_bytes()).for_each(|(octet, number)| *octet ^= number);
        let mut associated = [&[0xd4, 1, 7, 2, 16][..], &index.to_be_bytes()].concat();
        associated.extend(total.into_iter().flat_map(u64::to_be_bytes));
        let mut text = chunk.to_vec();
        let tag = cipher
            .encrypt_inout_detached(&Nonce::<U15>::from(nonce), &associated, text.as_mut_slice().into())
            .unwrap();
        text.extend_from_slice(&tag);
        text
    };
    let mut body = [&[1, 7, 2, 16][..], &[9; 15]].concat();
    let mut count = 0;
    for chunk in plain.chunks(4 << 20) {
        body.extend(seal(count, None, chunk));
        count += 1;
    }
    body.extend(seal(count, Some(plain.len() as u64), &[]));
    [packet(3, &[4, 7, 0, 2]), packet(20, &body)].concat()
}

#[test]
fn gnupg_messages_with_large_chunks_open() {
    let content: Vec<u8> = (0..5_000_000_u32).map(|number| b"0123456789\n"[(number % 11) as usize]).collect();
    let message = packet_20(&packet(11, &[b"b\x05a.csv\0\0\0\0", &content[..]].concat()));
    assert!(open_bytes(&message, &secrets("ferry", b"")).unwrap() == [content]);
    let mut changed = message;
    changed[4_500_000] ^= 1;
    assert_eq!((kind(&changed, "ferry", b""), kind(&changed, "other", b"")), ("damaged", "wrong-passphrase"));
}

/// The message above is what it stands for: GnuPG reads it, too.
#[cfg(not(target_arch = "wasm32"))]
#[test]
fn gnupg_opens_what_stands_for_its_own_message() {
    use std::{env, fs, process};

    let content: Vec<u8> = b"0123456789\n".repeat(120_000);
    let message = packet_20(&packet(11, &[b"b\x05a.csv\0\0\0\0", &content[..]].concat()));
    let home = env::temp_dir().join(format!("seedferry-traps-{}", process::id()));
    fs::create_dir_all(&home).unwrap();
    fs::write(home.join("message.gpg"), message).unwrap();
    let options = ["--batch", "--quiet", "--pinentry-mode", "loopback", "--passphrase", "ferry"];
    let gpg = process::Command::new("gpg")
        .current_dir(&home)
        .env("GNUPGHOME", &home)
        .args(options)
        .args(["--decrypt", "message.gpg"])
        .output();
    fs::remove_dir_all(&home).unwrap();
    let gpg = gpg.expect("GnuPG 2.2.40 or newer is needed");
    assert!(gpg.stdout == content, "{}", String::from_utf8_lossy(&gpg.stderr));
}

#[test]
fn argon2_that_asks_for_two_gigabytes_is_refused() {
    // RFC 9580 §3.7.1.4: a salt, passes, lanes, and 2 to the power of this many KiB.
    let s2k = |memory: u8| [&[4][..], &[0; 16], &[1, 1, memory]].concat();
    for memory in [19, 21, 22, 31, 32, 255] {
        let message = [packet(3, &[&[4, 9][..], &s2k(memory)].concat()), packet(18, &[1; 64])].concat();
        assert_eq!(kind(&message, "ferry", b""), "too-large", "{memory}");
        let salt = [0; 47];
        let newer = [&[6, 39, 9, 2, 20][..], &s2k(memory), &salt].concat();
        let message = [packet(3, &newer), packet(18, &[&[2, 9, 2, 16][..], &[1; 64]].concat())].concat();
        assert_eq!(kind(&message, "ferry", b""), "too-large", "{memory}");
    }
}

#[test]
fn a_dictionary_of_four_gigabytes_is_refused() {
    let (_, zip) = fixture!("lzma.zip");
    let mut zip = zip.to_vec();
    let directory = zip.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    // The size in the directory (PKWARE APPNOTE §4.3.12) and in the entry (§4.3.7).
    for place in [directory + 24, 22] {
        zip[place..place + 4].copy_from_slice(&0xffff_fff0_u32.to_le_bytes());
    }
    assert_eq!(kind(&zip, "ferry", b""), "too-large");
}

/// The bytes of an armored key.
fn dearmored(armor: &[u8]) -> Vec<u8> {
    let lines = str::from_utf8(armor).unwrap().lines();
    let lines = lines.filter(|line| !line.contains(['-', ':', ' ']) && !line.starts_with('='));
    data_encoding::BASE64.decode(lines.collect::<String>().as_bytes()).unwrap()
}

#[test]
fn a_key_whose_passphrase_asks_for_two_gigabytes_is_refused() {
    let ((_, key), (_, message)) = (fixture!("argon2-key.asc"), fixture!("argon2-key.pgp"));
    let mut key = dearmored(key);
    assert_eq!((kind(message, "key", &key), kind(message, "no", &key)), ("opened", "wrong-passphrase"));
    // RFC 9580 §5.5.3: AES-256, GCM, and 20 octets of S2K: Argon2, its salt, passes, lanes and memory.
    let places = (0..key.len()).filter(|place| key[*place..].starts_with(&[9, 3, 20, 4]));
    let places: Vec<_> = places.collect();
    assert_eq!(places.len(), 2, "a key that signs, and one that decrypts");
    for place in places {
        key[place + 22] = 21;
    }
    assert_eq!(kind(message, "key", &key), "too-large");
}

/// Cut and flipped at about this many places of each file.
const PLACES: usize = 60;
/// Likewise of a file whose passphrase takes long to check.
const FEW_PLACES: usize = 12;

/// What opens a file, and at how many places it is damaged.
struct Damage<'a> {
    passphrase: &'a str,
    key: &'a [u8],
    places: usize,
    /// Whether a change is always found: of a text that is only signed and not encrypted it is not.
    found: bool,
}

const CHEAP: Damage<'_> = Damage { passphrase: "ferry", key: KEY, places: PLACES, found: true };

/// What damage makes of a message.
const OF_MESSAGES: [&str; 7] =
    ["damaged", "empty", "unsupported", "wrong-key", "wrong-passphrase", "not-a-seed-file", "too-large"];

/// A damaged file gives one of these errors, or the right content; without its first bytes it is something else.
fn damage((name, whole): (&str, &[u8]), with: &Damage<'_>, allowed: &[&str]) {
    let secrets = secrets(with.passphrase, with.key);
    let right = open_bytes(whole, &secrets).unwrap_or_else(|error| panic!("{name}: {error}"));
    let check = |place: String, bytes: &[u8], allowed: &[&str]| match open_bytes(bytes, &secrets) {
        Ok(got) => {
            let is_right = got.iter().all(|file| right.contains(file)) || got == [bytes.to_vec()];
            let is_cut = bytes.len() < whole.len();
            assert!(is_right || !(with.found || is_cut), "{place}: another content");
        }
        Err(error) => assert!(allowed.contains(&error.cause.kind()), "{place}: {error}"),
    };
    let step = (whole.len() / with.places).max(1);
    for place in (0..whole.len()).step_by(step) {
        check(format!("{name} cut at {place}"), &whole[..place], &["damaged", "empty"]);
        let mut bytes = whole.to_vec();
        bytes[place] ^= 1 << (place / step % 8);
        check(format!("{name} flipped at {place}"), &bytes, allowed);
    }
}

#[test]
fn damaged_zips_give_the_right_error() {
    let allowed = ["damaged", "empty", "unsupported", "needs-passphrase", "wrong-passphrase", "too-large"];
    for file in [
        fixture!("stored.zip"),
        fixture!("zipcrypto-stored.zip"),
        fixture!("aes128.zip"),
        fixture!("aes256.zip"),
        fixture!("deflate64.zip"),
        fixture!("bzip2.zip"),
        fixture!("lzma.zip"),
        fixture!("ppmd.zip"),
        fixture!("stream.zip"),
        fixture!("zip64.zip"),
        fixture!("nested.zip"),
    ] {
        damage(file, &CHEAP, &allowed);
    }
}

#[test]
fn damaged_messages_give_the_right_error() {
    for file in [
        fixture!("open.pgp"),
        fixture!("packet20-key-ocb.pgp"),
        fixture!("packet20-key-eax.pgp"),
        fixture!("symmetric-3des.pgp"),
        fixture!("stdin.csv.pgp"),
    ] {
        damage(file, &CHEAP, &OF_MESSAGES);
    }
    let (_, binary) = fixture!("open.pgp");
    let text = data_encoding::BASE64.encode(binary);
    let armored = format!("-----BEGIN PGP MESSAGE-----\n\n{text}\n-----END PGP MESSAGE-----\n");
    damage(("armored", armored.as_bytes()), &CHEAP, &OF_MESSAGES);
    for (file, (_, key)) in [
        (fixture!("open-rsa.pgp"), fixture!("open-rsa.asc")),
        (fixture!("open-nist.pgp"), fixture!("open-nist.asc")),
        (fixture!("open-v6.pgp"), fixture!("open-v6.asc")),
        (fixture!("brainpool384.pgp"), fixture!("brainpool384.asc")),
        (fixture!("brainpool512.pgp"), fixture!("brainpool512.asc")),
    ] {
        damage(file, &Damage { key, places: PLACES / 2, ..CHEAP }, &OF_MESSAGES);
    }
}

/// Each try stretches a passphrase, so that each file is a test of its own.
macro_rules! damaged_slowly {
    ($passphrase:literal; $($test:ident: $name:literal, $key:literal;)*) => {$(
        #[test]
        fn $test() {
            let with = Damage { passphrase: $passphrase, key: fixture!($key).1, places: FEW_PLACES, ..CHEAP };
            damage(fixture!($name), &with, &OF_MESSAGES);
        }
    )*};
}

damaged_slowly! {
    "ferry";
    damaged_seipd2_with_ocb: "seipd2-ocb.pgp", "open.asc";
    damaged_seipd2_with_eax: "seipd2-eax.pgp", "open.asc";
    damaged_seipd2_with_gcm: "seipd2-gcm.pgp", "open.asc";
    damaged_argon2: "argon2.pgp", "open.asc";
}

damaged_slowly! {
    "key";
    damaged_for_a_locked_rsa_key: "rsa-message.asc", "rsa.asc";
    damaged_bzip2: "bzip2.pgp", "rsa.asc";
    damaged_uncompressed: "uncompressed.pgp", "rsa.asc";
    damaged_signed_and_encrypted: "signed-encrypted.pgp", "rsa.asc";
    damaged_for_several_the_first_of_them: "several.pgp", "curve.asc";
    damaged_for_several_the_last_of_them: "several.pgp", "rsa.asc";
    damaged_for_hidden_recipients: "hidden.pgp", "ring.asc";
    damaged_for_a_key_or_a_passphrase: "both.pgp", "rsa.asc";
    damaged_for_a_brainpool_key: "brainpool.pgp", "brainpool.asc";
    damaged_for_an_elgamal_key: "elgamal.pgp", "elgamal.asc";
    damaged_for_an_x448_key: "x448.pgp", "x448.asc";
    damaged_for_a_key_with_a_sum: "usage255.pgp", "usage255.asc";
}

#[test]
fn damaged_signed_texts_are_answered() {
    for file in [fixture!("signed.pgp"), fixture!("clear-signed.asc")] {
        damage(file, &Damage { found: false, ..CHEAP }, &OF_MESSAGES);
    }
}

/// A damaged key opens its message, or one of these is said.
fn damage_key((name, key): (&str, &[u8]), message: &[u8], passphrase: &str, places: usize) {
    assert_eq!(kind(message, passphrase, key), "opened", "{name}");
    let allowed = [
        "opened",
        "wrong-key",
        "needs-passphrase",
        "wrong-passphrase",
        "damaged",
        "unsupported",
        "too-large",
    ];
    for place in (0..key.len()).step_by(key.len() / places) {
        let mut changed = key.to_vec();
        changed[place] ^= 1;
        for key in [&changed[..], &key[..place]] {
            let got = kind(message, passphrase, key);
            assert!(allowed.contains(&got), "{name} at {place}: {got}");
        }
    }
}

#[test]
fn damaged_keys_give_the_right_error() {
    damage_key(("open.asc", KEY), fixture!("open.pgp").1, "ferry", PLACES);
    for (key, (_, message)) in [
        (fixture!("brainpool.asc"), fixture!("brainpool.pgp")),
        (fixture!("elgamal.asc"), fixture!("elgamal.pgp")),
        (fixture!("usage255.asc"), fixture!("usage255.pgp")),
        (fixture!("x448.asc"), fixture!("x448.pgp")),
    ] {
        damage_key(key, message, "key", FEW_PLACES);
    }
}

/// The sum of its octets (usage 255, RFC 9580 §3.7.2.1) finds what changed in a locked number.
#[test]
fn a_key_with_a_sum_is_not_opened_with_a_changed_number() {
    let ((_, armor), (_, message)) = (fixture!("usage255.asc"), fixture!("usage255.pgp"));
    let key = dearmored(armor);
    let locks: Vec<_> = (0..key.len()).filter(|place| key[*place..].starts_with(&[255, 7, 3, 2])).collect();
    assert_eq!(locks.len(), 2, "a key that signs, and one that decrypts");
    // Behind 13 octets about usage, cipher and S2K, and 16 that begin CFB, the numbers of RSA 1024 follow: d of 128 octets, p and
    // q of 64, each behind 2 of its length. The fourth, u, is not read but made of p and q.
    let numbers = locks[1] + 13 + 16;
    for place in (numbers..numbers + 130 + 66 + 66).step_by(20) {
        let mut changed = key.clone();
        changed[place] ^= 1;
        assert_eq!(kind(message, "key", &changed), "wrong-passphrase", "{place}");
    }
}
