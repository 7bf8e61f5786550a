//! Rows of failures: what opens a layer is missing or wrong, files that are broken, and files that are something else.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests fail by panicking")]

use sha1::{Digest, Sha1};
use sha2::Sha256;

use seedferry_core::{envelope::Secrets, secret::KeyFile};

use crate::{
    envelope::{read, secrets},
    envelope_caps::{literal, packet, zip_of},
    failures::Shown,
};

pub(crate) fn data(name: &str) -> Vec<u8> {
    read(&format!("tests/data/envelope/{name}"))
}

fn check_file(shown: &mut Shown, name: &str, passphrases: &[&str], keys: &[&str], title: &str, remedy: &str) {
    let paths: Vec<_> = keys.iter().map(|key| format!("tests/data/envelope/{key}")).collect();
    let paths: Vec<_> = paths.iter().map(String::as_str).collect();
    shown.check(name, data(name), &secrets(passphrases, &paths), title, remedy);
}

pub(crate) fn locks_say_what_opens_them(shown: &mut Shown) {
    let typed = "Type the one the vendor gave you";
    check_file(shown, "aes256.zip", &[], &[], "aes256.zip needs its password", typed);
    let typing = "Check for typing errors";
    check_file(shown, "aes256.zip", &["no"], &[], "That is not the password of aes256.zip", typing);
    check_file(
        shown,
        "zipcrypto-stored.zip",
        &["no"],
        &[],
        "That is not the password of zipcrypto-stored.zip",
        typing,
    );
    check_file(shown, "symmetric.pgp", &[], &[], "symmetric.pgp needs its passphrase", typed);
    check_file(shown, "symmetric.pgp", &["no"], &[], "That is not the passphrase of symmetric.pgp", typing);
    let key = id_of("rsa.asc", 2);
    check_file(
        shown,
        "rsa.pgp",
        &[],
        &[],
        &format!("rsa.pgp is encrypted for key {key} (RSA 2048)"),
        "Choose the file with your private key",
    );
    check_file(
        shown,
        "rsa.pgp",
        &[],
        &["rsa.asc"],
        &format!("The private key {key} (RSA 2048) in rsa.asc needs its passphrase"),
        "Type the passphrase you chose when you made that key",
    );
    check_file(
        shown,
        "rsa.pgp",
        &["no"],
        &["rsa.asc"],
        &format!("That is not the passphrase of the private key {key} (RSA 2048) in rsa.asc"),
        "It is the one you chose when you made that key",
    );
    let right = "Choose the private key that belongs to the public key";
    let other = id_of("curve.asc", 2);
    check_file(
        shown,
        "rsa.pgp",
        &["key"],
        &["curve.asc"],
        &format!(
            "rsa.pgp is encrypted for key {key} (RSA 2048), but the chosen key files hold {other} (Curve25519)"
        ),
        right,
    );
    check_file(
        shown,
        "rsa.pgp",
        &["key"],
        &["rsa-public.asc"],
        &format!(
            "rsa.pgp is encrypted for key {key} (RSA 2048), but the chosen key files hold {} (RSA 2048, public part \
             only) or {key} (RSA 2048, public part only)",
            id_of("rsa.asc", 1)
        ),
        right,
    );
    check_file(
        shown,
        "rsa.pgp",
        &["key"],
        &["a.csv"],
        &format!(
            "rsa.pgp is encrypted for key {key} (RSA 2048), and there is no key in the chosen key files"
        ),
        right,
    );
}

/// The id of a key file's key, of those there are the one at a place counted from 1 (RFC 9580 §5.5.4.2).
pub(crate) fn id_of(file: &str, place: usize) -> String {
    let packets = packets(&dearmored(file));
    let body = &packets.iter().filter(|(tag, _)| matches!(tag, 5 | 7)).nth(place - 1).unwrap().1;
    id(&body[..public_length(body)])
}

fn id(public: &[u8]) -> String {
    let length = u16::try_from(public.len()).unwrap();
    let hash = Sha1::digest([&[0x99][..], &length.to_be_bytes(), public].concat());
    data_encoding::HEXUPPER.encode(&hash[12..])
}

/// RSA: two numbers; curves: a name, a number and three octets about it.
fn public_length(body: &[u8]) -> usize {
    let number = |at: usize| 2 + usize::from(u16::from_be_bytes([body[at], body[at + 1]])).div_ceil(8);
    if body[5] == 1 {
        return 6 + number(6) + number(6 + number(6));
    }
    let point = 7 + usize::from(body[6]);
    let end = point + number(point);
    end + if body[5] == 18 { 1 + usize::from(body[end]) } else { 0 }
}

pub(crate) fn dearmored(file: &str) -> Vec<u8> {
    let text = String::from_utf8(data(file)).unwrap();
    let lines = text.lines().filter(|line| !line.contains(['-', ':', ' ']) && !line.starts_with('='));
    data_encoding::BASE64.decode(lines.collect::<String>().as_bytes()).unwrap()
}

/// Packets with old headers, as `GnuPG` writes keys (RFC 9580 §4.2.2).
pub(crate) fn packets(mut bytes: &[u8]) -> Vec<(u8, Vec<u8>)> {
    let mut all = Vec::new();
    while let [head, rest @ ..] = bytes {
        let octets = 1 << (head & 3);
        let length = rest[..octets].iter().fold(0, |sum: usize, octet| sum << 8 | usize::from(*octet));
        all.push(((head >> 2) & 15, rest[octets..octets + length].to_vec()));
        bytes = &rest[octets + length..];
    }
    all
}

pub(crate) const GNUPG: &str = "Decrypt it with GnuPG or Kleopatra";

pub(crate) fn keys_that_cannot_be_used_are_named(shown: &mut Shown) {
    let public = {
        let packets = packets(&dearmored("open.asc"));
        let body = packets.iter().find(|(tag, _)| *tag == 7).unwrap().1.clone();
        body[..public_length(&body)].to_vec()
    };
    let mut check = |key: &[u8], message: Vec<u8>, title: &str, remedy: &str| {
        let key_files = vec![KeyFile::new("key.gpg".to_owned(), packet(7, key))];
        shown.check("a.pgp", message, &Secrets { key_files, ..Secrets::default() }, title, remedy);
    };
    // What GnuPG exports in place of a secret part (its doc/DETAILS): S2K 101, "GNU" and 1, or 2 and a card's number.
    let id = id(&public);
    let stub = |kind: u8| [&public[..], &[254, 0, 101, 0], b"GNU", &[kind, 4, 1, 2, 3, 4]].concat();
    check(
        &stub(2),
        data("open.pgp"),
        &format!("a.pgp cannot be opened here. Key {id} (Curve25519) on a smart card is not supported"),
        "Decrypt the file with GnuPG or Kleopatra and the card",
    );
    check(
        &stub(1),
        data("open.pgp"),
        &format!(
            "a.pgp is encrypted for key {id} (Curve25519), but the chosen key files hold {id} (Curve25519, without \
             its private part)"
        ),
        "Choose the private key",
    );
    // GnuPG's keys of version 5, and version 6 with an algorithm of RFC 9980.
    for (version, algorithm, material, name) in [
        (5, 18, &[3, 0x2b, 0x65, 0x6f, 0, 8, 1][..], "X448, key version 5"),
        (5, 8, &[1, 2, 3], "Kyber, key version 5"),
        (6, 35, &[1, 2, 3], "ML-KEM-768 with X25519"),
        (6, 36, &[1, 2, 3], "ML-KEM-1024 with X448"),
    ] {
        let length = u32::try_from(material.len()).unwrap().to_be_bytes();
        let public = [&[version, 0, 0, 0, 1, algorithm][..], &length, material].concat();
        let first = if version == 5 { 0x9a } else { 0x9b };
        let size = u32::try_from(public.len()).unwrap().to_be_bytes();
        let hash = Sha256::digest([&[first][..], &size, &public].concat());
        let session_key = match version {
            5 => [&[3][..], &hash[..8], &[algorithm, 0, 8, 255, 1, 7]].concat(),
            _ => [&[6, 33, 6][..], &hash, &[algorithm, 1, 2, 3]].concat(),
        };
        let message = [packet(1, &session_key), packet(18, &[1; 64])].concat();
        let id = data_encoding::HEXUPPER.encode(&hash[..8]);
        let title =
            format!("a.pgp cannot be opened here. The algorithm of key {id} ({name}) is not supported");
        check(&[&public[..], &[0, 1, 2, 3]].concat(), message, &title, GNUPG);
    }
    // A curve that nobody knows.
    let public = [4, 0, 0, 0, 1, 18, 1, 0x2a, 0, 8, 1, 3, 1, 8, 9];
    let (id, hash) = (self::id(&public), Sha1::digest([&[0x99, 0, 15][..], &public].concat()));
    let session_key = [&[3][..], &hash[12..], &[18, 0, 8, 255, 1, 7]].concat();
    check(
        &[&public[..], &[0, 0, 8, 255, 0, 255]].concat(),
        [packet(1, &session_key), packet(18, &[1; 64])].concat(),
        &format!("a.pgp cannot be opened here. The algorithm of key {id} (ECDH) is not supported"),
        GNUPG,
    );
    let koblitz = id_of("secp256k1.asc", 2);
    check_file(
        shown,
        "secp256k1.pgp",
        &["key"],
        &["secp256k1.asc"],
        &format!(
            "secp256k1.pgp cannot be opened here. The algorithm of key {koblitz} (secp256k1) is not supported"
        ),
        GNUPG,
    );
}

/// A message tells the size of a curve, a key which curve it is.
pub(crate) fn algorithms_are_named(shown: &mut Shown) {
    let rsa = id_of("rsa.asc", 2);
    for (name, in_message, in_key) in [
        ("elgamal", "ElGamal 1024", "ElGamal 1024"),
        ("brainpool", "ECDH 256", "Brainpool P-256"),
        ("brainpool384", "ECDH 384", "Brainpool P-384"),
        ("brainpool512", "ECDH 512", "Brainpool P-512"),
        ("open-nist", "ECDH 256", "NIST P-256"),
        ("nist", "ECDH 384", "NIST P-384"),
        ("gnupg24-nist", "ECDH 521", "NIST P-521"),
    ] {
        let message = format!("{name}.pgp");
        // The length has one octet, or in an old header one or two; the version comes before the key (RFC 9580 §4.2, §5.1.1).
        let bytes = data(&message);
        let start = if bytes[0] & 0x40 == 0 { 3 + usize::from(bytes[0] & 3) } else { 3 };
        let id = data_encoding::HEXUPPER.encode(&bytes[start..start + 8]);
        let title = format!("{message} is encrypted for key {id} ({in_message})");
        check_file(shown, &message, &[], &[], &title, "Choose the file with your private key");
        let title = format!(
            "rsa.pgp is encrypted for key {rsa} (RSA 2048), but the chosen key files hold {id} ({in_key})"
        );
        let right = "Choose the private key that belongs to the public key";
        check_file(shown, "rsa.pgp", &["key"], &[&format!("{name}.asc")], &title, right);
    }
}

pub(crate) fn broken_files_say_what_broke(shown: &mut Shown) {
    let again = "Download or copy the file again, whole";
    let mut check = |name: &str, bytes: Vec<u8>, key: &str, title: &str| {
        let secrets = secrets(&["ferry"], &[&format!("tests/data/envelope/{key}")]);
        shown.check(name, bytes, &secrets, title, again);
    };
    let cut = |name: &str| {
        let mut bytes = data(name);
        bytes.truncate(bytes.len() * 2 / 3);
        bytes
    };
    let flipped = |name: &str, place: usize| {
        let mut bytes = data(name);
        bytes[place] ^= 1;
        bytes
    };
    check(
        "a.zip",
        cut("aes256.zip"),
        "open.asc",
        "a.zip is damaged. The end of the zip is missing: the download was cut off",
    );
    let zip = flipped("aes256.zip", 120);
    check("a.zip", zip, "open.asc", "a.csv is damaged. The content of a.csv does not match its check sum");
    check("a.pgp", cut("open.pgp"), "open.asc", "a.pgp is damaged. The message is cut off");
    let message = flipped("open.pgp", data("open.pgp").len() - 5);
    let changed = "a.pgp is damaged. The encrypted data was changed or cut off after it was made";
    check("a.pgp", message, "open.asc", changed);
    check(
        "a.asc",
        cut("rsa-message.asc"),
        "open.asc",
        "a.asc is damaged. The END line of the message is missing: it was cut off",
    );
}

pub(crate) fn other_files_are_named_for_what_they_are(shown: &mut Shown) {
    let none = Secrets::default();
    let mut check = |name: &str, bytes: &[u8], title: &str, remedy: &str| {
        shown.check(name, bytes.to_vec(), &none, title, remedy);
    };
    check("a.zip", b"", "a.zip is empty", "There are no tokens inside. Vendors' systems send an empty file");
    check("a.pgp", &literal(b""), "a.csv is empty", "There are no tokens inside");
    check("a.zip", &data("empty-inside.zip"), "empty.bin is empty", "There are no tokens inside");
    check("a.zip", &zip_of(&[]), "a.zip is empty", "There are no tokens inside");
    let page = "<!DOCTYPE html><html><title>Sign in</title></html>";
    let link = "The download link gave a page in place of the file";
    check("a.zip", page.as_bytes(), "a.zip is a web page, not a seed file", link);
    let keep = "Keep it, choose the vendor's seed file first";
    check("me.asc", &data("rsa.asc"), "me.asc is a private key, not a seed file", keep);
    check("me.gpg", &dearmored("rsa.asc"), "me.gpg is a private key, not a seed file", keep);
    let vendor = "Public keys go to the vendor";
    check("me.asc", &data("rsa-public.asc"), "me.asc is a public key, not a seed file", vendor);
    let nothing = "a.pgp is a text without serial numbers and seeds, not a seed file";
    check("a.pgp", b"Dear customer", nothing, "Choose the file that the vendor sent");
    let unpack = "Unpack it on this computer, 7-Zip opens most kinds";
    for (name, what) in
        [("plain.7z", "A 7z archive"), ("a.csv.gz", "A gzip file"), ("a.csv.xz", "An xz file")]
    {
        check(name, &data(name), &format!("{name} cannot be opened here. {what} is not supported"), unpack);
    }
    let rar = "a.rar cannot be opened here. A RAR archive is not supported";
    check("a.rar", b"Rar!\x1a\x07\x01\x00\x33\x92\xb5\xe5", rar, unpack);
    check(
        "strong.zip",
        &data("strong.zip"),
        "a.csv cannot be opened here. Strong encryption by PKWARE is not supported",
        "Unpack it with 7-Zip or WinZip",
    );
    let nested = (0..7).fold(b"x,y\n".to_vec(), |inner, _| zip_of(&[("a.zip", &inner)]));
    let smaller = "A seed file is much smaller";
    check("a.zip", &nested, "a.zip is too large. There are more than 6 layers around the file", smaller);
}
