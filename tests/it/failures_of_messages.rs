//! Rows of failures: messages and zips that are broken, too costly or too new in rare ways.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests fail by panicking")]

use seedferry_core::{
    envelope::{Secrets, limits},
    secret::KeyFile,
};

use crate::{
    envelope::secrets,
    envelope_caps::{literal, packet, zip_of},
    envelope_failures::{GNUPG, data, dearmored, packets},
    failures::Shown,
};

const AGAIN: &str = "Download or copy the file again, whole";
const SMALLER: &str = "A seed file is much smaller";
const ORIGINAL: &str = "Choose the file that the vendor sent";

/// All of them.
pub(crate) fn rows(shown: &mut Shown) {
    packets_that_are_broken(shown);
    armor_that_is_broken(shown);
    packets_that_are_too_new(shown);
    packets_that_cost_too_much(shown);
    zips(shown);
    things(shown);
}

/// S2K 0 (RFC 9580 §3.7.1.1): the hash of the passphrase.
const SIMPLE: [u8; 2] = [0, 8];

/// A session key packet for a passphrase, version 4, whose key is derived for this cipher (RFC 9580 §5.3.1).
fn for_passphrase(cipher: u8, s2k: &[u8]) -> Vec<u8> {
    packet(3, &[&[4, cipher][..], s2k].concat())
}

/// A session key packet for the RSA key of `rsa.asc` that encrypts, with a number that is not for it.
fn for_key(key: &str, number: &[u8]) -> Vec<u8> {
    let id = data_encoding::HEXUPPER.decode(key.as_bytes()).unwrap();
    let bits = u16::try_from(number.len() * 8).unwrap().to_be_bytes();
    packet(1, &[&[3][..], &id, &[1], &bits, number].concat())
}

fn packets_that_are_broken(shown: &mut Shown) {
    let signed = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\nserial,seed\n";
    let title = "a.asc is damaged. The signature behind the text is missing: it was cut off";
    shown.check("a.asc", signed.into(), &Secrets::default(), title, AGAIN);
    let mut check = |bytes: Vec<u8>, what: &str| {
        let secrets = secrets(&["key"], &["tests/data/envelope/rsa.asc"]);
        shown.check("a.pgp", bytes, &secrets, &format!("a.pgp is damaged. {what}"), AGAIN);
    };
    let key = crate::envelope_failures::id_of("rsa.asc", 2);
    check([packet(10, b"PGP"), packet(18, &[])].concat(), "The encrypted data is missing");
    check(packet(18, &[2, 9]), "The encrypted data is cut off");
    check(packet(18, &[1; 64]), "The packet with the session key is missing");
    check([packet(3, &[4]), packet(18, &[1; 64])].concat(), "The packet with the session key is broken");
    check(
        [for_key(&key, &[9; 200]), packet(18, &[1; 64])].concat(),
        "The packet with the session key is broken",
    );
    check(packet(8, &[2, 1, 2, 3]), "The compressed data is broken");
    check([packet(10, b"PGP"), vec![0; 9]].concat(), "The message is broken");
    let signature = packets(&dearmored("rsa-public.asc")).into_iter().find(|(tag, _)| *tag == 2).unwrap().1;
    let title = "a.sig is a signature without the file that was signed, not a seed file";
    shown.check("a.sig", packet(2, &signature), &Secrets::default(), title, ORIGINAL);
}

fn armor_that_is_broken(shown: &mut Shown) {
    let mut check = |from: &str, to: &str, what: &str| {
        let text = String::from_utf8(data("rsa-message.asc")).unwrap();
        let changed = text.replacen(from, to, 1);
        assert_ne!(changed, text, "{what}");
        let secrets = secrets(&["key"], &["tests/data/envelope/rsa.asc"]);
        shown.check("a.asc", changed.into(), &secrets, &format!("a.asc is damaged. {what}"), AGAIN);
    };
    let text = String::from_utf8(data("rsa-message.asc")).unwrap();
    let line = text.lines().nth(4).unwrap();
    let other = |first: &str| format!("{first}{}", line.split_at(1).1);
    let letter = if line.starts_with('A') { "B" } else { "A" };
    check(line, &other(letter), "The check sum of the message differs: some of its text was changed");
    check(line, &other("*"), "There are characters in the message that do not belong there");
}

fn packets_that_are_too_new(shown: &mut Shown) {
    let mut check = |bytes: Vec<u8>, what: &str| {
        let title = format!("a.pgp cannot be opened here. {what} is not supported");
        shown.check("a.pgp", bytes, &secrets(&["ferry"], &[]), &title, GNUPG);
    };
    check([packet(10, b"PGP"), packet(18, &[3; 64])].concat(), "Version 3 of encrypted data");
    check(packet(18, &[&[2, 9, 9, 6][..], &[0; 64]].concat()), "Mode 9 of encryption with chunks of size 6");
    check([packet(3, &[5, 9, 1]), packet(20, &[1; 64])].concat(), "A passphrase packet in EAX mode");
    check(
        [packet(10, b"PGP"), packet(3, &[9, 1, 2, 3]), packet(18, &[1; 64])].concat(),
        "A new kind of passphrase packet",
    );
    let eax = [&[1, 3, 1, 6][..], &[0; 80]].concat();
    check([for_passphrase(7, &SIMPLE), packet(20, &eax)].concat(), "Cipher 3 in mode Eax");
    check([for_passphrase(110, &SIMPLE), packet(18, &[1; 64])].concat(), "Cipher 110");
}

fn packets_that_cost_too_much(shown: &mut Shown) {
    let mut check = |bytes: Vec<u8>, secrets: &Secrets, what: &str| {
        shown.check("a.pgp", bytes, secrets, &format!("a.pgp is too large. {what}"), SMALLER);
    };
    let nested = (0..9).fold(literal(b"x"), |inner, _| packet(8, &[&[0], &inner[..]].concat()));
    check(nested, &Secrets::default(), "More than 8 packets are inside one another");
    let many = for_passphrase(7, &SIMPLE).repeat(limits::MAX_SESSION_KEY_PACKETS + 1);
    check(many, &Secrets::default(), "It is encrypted for more than 256 keys");
    let argon2 = |passes: u8, memory: u8| {
        let s2k = [&[4][..], &[0; 16], &[passes, 1, memory]].concat();
        [for_passphrase(9, &s2k), packet(18, &[1; 64])].concat()
    };
    let ferry = secrets(&["ferry"], &[]);
    check(argon2(1, 19), &ferry, "Its passphrase takes more than 256 MiB of memory to check (Argon2)");
    check(argon2(255, 18), &ferry, "Its passphrases take too long to check: too many keys are locked");
    let hidden = for_key("0000000000000000", &[1; 32]).repeat(limits::MAX_HIDDEN_TRIES / 2 + 1);
    let key = secrets(&["key"], &["tests/data/envelope/rsa.asc"]);
    let tried = "It hides whom it is for, and the 256 keys tried do not open it";
    check([hidden, packet(18, &[1; 64])].concat(), &key, tried);
    let ring = (0..=limits::MAX_KEYS / 2).map(|_| KeyFile::new("ring.asc".to_owned(), data("open.asc")));
    let ring = Secrets { key_files: ring.collect(), ..Secrets::default() };
    let title = "ring.asc is too large. The key files hold more than 512 keys";
    shown.check("a.pgp", data("open.pgp"), &ring, title, SMALLER);
}

fn zips(shown: &mut Shown) {
    let mut check = |name: &str, bytes: Vec<u8>, title: &str, remedy: &str| {
        shown.check(name, bytes, &secrets(&["ferry"], &[]), title, remedy);
    };
    let place = |zip: &[u8], magic: &[u8]| zip.windows(4).rposition(|window| window == magic).unwrap();
    // An entry's uncompressed size and method (APPNOTE §4.3.12), in the directory.
    let mut zip = data("lzma.zip");
    let at = place(&zip, b"PK\x01\x02");
    zip[at + 24..at + 28].copy_from_slice(&(257_u32 << 20).to_le_bytes());
    check("a.zip", zip, "a.csv is too large. All that was chosen unpacks to more than 256 MiB", SMALLER);
    let mut zip = zip_of(&[("a.csv", b"x")]);
    let at = place(&zip, b"PK\x01\x02");
    // WavPack.
    zip[at + 10] = 97;
    let unpack = "Unpack it with 7-Zip or WinZip";
    check("a.zip", zip, "a.csv cannot be opened here. Compression with method 97 is not supported", unpack);
    let names: Vec<String> = (0..=limits::MAX_ENTRIES).map(|number| format!("{number}.csv")).collect();
    let entries: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b"x"[..])).collect();
    check("a.zip", zip_of(&entries), "a.zip is too large. It holds more than 2000 files", SMALLER);
    let mut zip = data("stored.zip");
    let at = place(&zip, b"PK\x01\x02");
    zip[at] = b'X';
    check("a.zip", zip, "a.zip is damaged. The directory of the zip cannot be read", AGAIN);
    let mut zip = data("aes256.zip");
    let at = place(&zip, b"\x01\x99\x07\0");
    zip[at + 2] = 6;
    let what = "This kind of zip (AES extra data field has an unsupported length)";
    check("a.zip", zip, &format!("a.zip cannot be opened here. {what} is not supported"), unpack);
    let hidden = "a.zip cannot be opened here. Strong encryption by PKWARE that hides the names of files is not supported";
    check("a.zip", with_hidden_directory(), hidden, "Unpack it with PKZIP or SecureZIP");
    let part = |name: &str| format!("{name} cannot be opened here. A part of a split zip is not supported");
    let parts = "Put all parts into one folder";
    for name in ["split.z01", "split.zip", "volume.zip.001", "volume.zip.002", "volume.zip.003"] {
        check(name, data(name), &part(name), parts);
    }
}

/// As the specification has it (APPNOTE §7.3.4, §7.3.5): an entry whose name is masked, the record of extra data, a directory
/// of encrypted bytes, and the end record of zip64 in version 2, which says with what it is encrypted.
fn with_hidden_directory() -> Vec<u8> {
    let mut entry = data("stored.zip");
    let at = entry.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    entry.truncate(at);
    let directory = [&b"PK\x06\x08\0\0\0\0"[..], &[0xa7; 96]].concat();
    let [start, length, end] = [entry.len(), directory.len(), entry.len() + directory.len()]
        .map(|number| u64::try_from(number).unwrap().to_le_bytes());
    let [two, size] = [2_u64, 72].map(u64::to_le_bytes);
    let end_64 = [&b"PK\x06\x06"[..], &size, &[62, 0, 62, 0], &[0; 8], &two, &two, &length, &start];
    // Stored, its sizes, AES-256, a password, and no hash.
    let second = [&[0; 2][..], &length, &length, &[0x10, 0x66, 0, 1, 1, 0, 0, 0, 0, 0]];
    let locator = [&b"PK\x06\x07"[..], &[0; 4], &end, &[1, 0, 0, 0]];
    let last = [&b"PK\x05\x06"[..], &[0; 4], &[0xff; 12], &[0; 2]];
    [entry, directory, end_64.concat(), second.concat(), locator.concat(), last.concat()].concat()
}

/// Each by how it begins.
fn things(shown: &mut Shown) {
    let unpack = "Unpack it on this computer, 7-Zip opens most kinds";
    for (start, what) in [
        (&b"BZh91AY&SY\x01"[..], "A bzip2 file"),
        (b"\x28\xb5\x2f\xfd\x01", "A Zstandard file"),
        (b"MSCF\0\0", "A cabinet file"),
        (b"age-encryption.org/v1\n", "A file encrypted with age"),
        (b"Salted__\x01\x02", "A file encrypted with OpenSSL"),
    ] {
        let title = format!("a.bin cannot be opened here. {what} is not supported");
        shown.check("a.bin", start.to_vec(), &Secrets::default(), &title, unpack);
    }
    let excel = "If it is an Excel workbook";
    for (start, what, remedy) in [
        (b"%PDF-1.7\n".to_vec(), "a PDF document", ORIGINAL),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0".to_vec(), "an old Office document or Outlook message", excel),
        (b"MZ\x90\0\x03".to_vec(), "a Windows program", ORIGINAL),
        (b"\x7fELF\x02\x01\x01\0".to_vec(), "a Linux program", ORIGINAL),
        (b"\x89PNG\r\n\x1a\n\0".to_vec(), "a picture", ORIGINAL),
        (b"SQLite format 3\0".to_vec(), "a database", ORIGINAL),
        (data("workbook.zip"), "an Office document", excel),
        (
            b"-----BEGIN CERTIFICATE-----\nAAAA".to_vec(),
            "a key or certificate of another kind than OpenPGP",
            ORIGINAL,
        ),
    ] {
        shown.check(
            "a.bin",
            start,
            &Secrets::default(),
            &format!("a.bin is {what}, not a seed file"),
            remedy,
        );
    }
}
