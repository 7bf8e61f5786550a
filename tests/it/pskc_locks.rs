//! Encrypted containers as others write them: what opens them, what is said of damage, and what is refused.

use std::fs;

use seedferry_core::{
    envelope::{Lock, Secrets},
    format::{self, FileFormat, ReadOptions},
    opening,
    reading::Readings,
    secret::KeyFile,
};
use seedferry_protocol::{ExportOptions, Passphrase, Severity, TargetFormat, WrongCodes};

use crate::{
    convert::{batch, token, written},
    failures::Shown,
    formats::{content, findings, lines},
    pskc::{self, KEY},
};

fn typed(text: &str) -> Secrets {
    Secrets { passphrases: vec![Passphrase::new(text.to_owned())], ..Secrets::default() }
}

fn in_file(bytes: &[u8]) -> Secrets {
    Secrets { shared_keys: vec![KeyFile::new("key.txt".to_owned(), bytes.to_vec())], ..Secrets::default() }
}

fn fixture(name: &str) -> String {
    fs::read_to_string(format!("{}/../../tests/data/pskc/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// Three tokens, encrypted with [`KEY`] and authenticated.
fn container() -> String {
    let options = ExportOptions { pskc: pskc::options(), ..ExportOptions::default() };
    written(&batch(vec![token(1), token(2), token(3)]), TargetFormat::PskcKey, &options).concat()
}

/// Puts another character into the value or code that follows the n-th such tag.
fn damaged(text: &str, tag: &str, number: usize) -> String {
    let mut parts: Vec<String> = text.split(tag).map(str::to_owned).collect();
    let other = if parts[number].starts_with('A') { "B" } else { "A" };
    parts[number].replace_range(..1, other);
    parts.join(tag)
}

fn without(text: &str, start: &str, end: &str) -> String {
    let mut rest = text;
    let mut kept = String::new();
    while let Some((before, after)) = rest.split_once(start) {
        kept.push_str(before);
        rest = after.split_once(end).unwrap().1;
    }
    kept + rest
}

/// Rows of failures: containers that no key opens, or that are altered.
pub(crate) fn rows(shown: &mut Shown) {
    let text = container();
    // The last block of the first encrypted value: its padding is not right any more.
    let (before, after) = text.split_once(VALUE).unwrap();
    let (value, rest) = after.split_once('<').unwrap();
    let (kept, _) = value.split_at(value.len() - 8);
    let lost = format!("{before}{VALUE}{kept}AAAAAAA=<{rest}");
    let readings = Readings { wrong_codes: WrongCodes::Stop, ..Readings::default() };
    for (file, secrets, title, remedy) in [
        (
            lost,
            typed(KEY),
            "a.xml is damaged. The key of its message authentication codes (MACKey) does not decrypt, although the \
             key fits its values",
            "Download or copy the file again",
        ),
        (
            damaged(&text, CODE, 2),
            typed(KEY),
            "a.xml is damaged. 1 of 3 encrypted values is not right by padding or message authentication code, the \
             first in element 2",
            "Download or copy the file again",
        ),
        (
            fixture("rsa.xml"),
            Secrets::default(),
            "a.xml cannot be opened here. PSKC encrypted for a certificate (RSA) is not supported",
            "Only the system that holds the certificate's private key",
        ),
    ] {
        let files = vec![("a.xml".to_owned(), file.into_bytes())];
        let opened = opening::open_with(files, &secrets, &readings, &mut |_| ());
        shown.note(opened.map(drop), title, remedy);
    }
}

#[test]
fn a_pre_shared_key_in_the_same_drop_opens_its_container() {
    let check = |key: &[u8], expected: Result<usize, &str>| {
        let files =
            vec![("key.txt".to_owned(), key.to_vec()), ("a.xml".to_owned(), container().into_bytes())];
        let opened = opening::open(files, &Secrets::default(), &mut |_| ());
        let tokens = opened.as_ref().map(|batch| batch.tokens.len());
        assert_eq!(tokens.map_err(|error| error.cause.kind()), expected);
        // The key is none of the files.
        assert!(opened.is_err() || opened.is_ok_and(|batch| batch.sources.len() == 1));
    };
    check(KEY.as_bytes(), Ok(3));
    check(format!("{KEY}\r\n").as_bytes(), Ok(3));
    check("0".repeat(KEY.len()).as_bytes(), Err("wrong-passphrase"));
    // A text that is no key stays a file.
    check(b"no key", Err("needs-passphrase"));
}

const CODE: &str = "<pskc:ValueMAC>";
const VALUE: &str = "<xenc:CipherValue>";

fn parse(text: &str, secrets: &Secrets, wrong_codes: WrongCodes) -> Result<format::Parsed, String> {
    let options = ReadOptions { wrong_codes, ..ReadOptions::default() };
    let parsed = format::parse_as(&content(text), FileFormat::Pskc, 0, secrets, options);
    parsed.map_err(|cause| cause.kind().to_owned())
}

/// Reads, and tells how many seeds there are, then what was found; or the kind of failure.
fn check(what: &str, text: &str, secrets: &Secrets, wrong_codes: WrongCodes, expected: &[&str]) {
    let said = match parse(text, secrets, wrong_codes) {
        Err(kind) => vec![kind],
        Ok(parsed) => {
            let seeds = parsed.tokens.iter().filter(|token| token.seed.is_some()).count();
            let mut said = vec![format!("{seeds} seeds")];
            said.extend(findings(&parsed, Severity::Warning));
            said
        }
    };
    assert_eq!(said.len(), expected.len(), "{what}: {said:#?}");
    for (said, expected) in said.iter().zip(expected) {
        assert!(said.starts_with(expected), "{what}: {said:#?}");
    }
}

#[test]
fn gcm_is_read_and_shows_alterations_by_itself() {
    for bits in [128, 192, 256] {
        let (text, key) =
            (fixture(&format!("gcm-{bits}.xml")), &KEY.repeat(2).chars().take(bits / 4).collect::<String>());
        check("whole", &text, &typed(key), WrongCodes::Skip, &["2 seeds"]);
        let parsed = parse(&text, &typed(key), WrongCodes::Skip).unwrap();
        assert_eq!(lines(&parsed), ["T1|20|-|-|-|-|-", "T2|20|-|-|-|-|-"]);
        assert_eq!(parsed.tokens.iter().map(|token| token.counter).collect::<Vec<_>>(), [Some(1), Some(2)]);
        let file = "file: 1 of 4 encrypted values";
        let expected = ["1 seeds", "1: The seed could not be decrypted", file];
        check("damaged", &damaged(&text, VALUE, 1), &typed(key), WrongCodes::Skip, &expected);
        let expected = ["2 seeds", "2: The counter could not be decrypted", file];
        check("stop", &damaged(&text, VALUE, 4), &typed(key), WrongCodes::Stop, &["damaged"]);
        check("damaged counter", &damaged(&text, VALUE, 4), &typed(key), WrongCodes::Skip, &expected);
        check("wrong key", &text, &typed(&"00".repeat(bits / 8)), WrongCodes::Skip, &["wrong-passphrase"]);
    }
}

#[test]
fn a_time_offset_that_is_lost_is_told_of() {
    let text = fixture("gcm-128.xml").replace("Counter>", "Time>");
    let first = "1: The file gives a time of “1” intervals";
    let second = "2: The file gives a time of “2” intervals";
    check("whole", &text, &typed(KEY), WrongCodes::Skip, &["2 seeds", first, second]);
    let lost = "2: The time offset could not be decrypted, or was altered";
    let expected = ["2 seeds", first, lost, "file: 1 of 4 encrypted values"];
    check("damaged", &damaged(&text, VALUE, 4), &typed(KEY), WrongCodes::Skip, &expected);
}

/// A time offset that is taken although its code does not prove it is told of, whatever it is.
#[test]
fn a_time_offset_that_nothing_proves_is_told_of() {
    let text = container();
    let (before, after) = text.split_once("<pskc:Secret>").unwrap();
    let (secret, after) = after.split_once("</pskc:Secret>").unwrap();
    let text = format!("{before}<pskc:Secret>{secret}</pskc:Secret><pskc:Time>{secret}</pskc:Time>{after}");
    let (take, offset) = (WrongCodes::Take, "1: The file gives a time of “?” intervals");
    check("whole", &text, &typed(KEY), take, &["3 seeds", offset]);
    let wrong = "1: The time offset's message authentication code is not right";
    let file = "file: 1 of 4 encrypted values";
    check("altered", &damaged(&text, CODE, 2), &typed(KEY), take, &["3 seeds", wrong, offset, file]);
    let (before, after) = text.split_once("<pskc:Time>").unwrap();
    let (time, after) = after.split_once("</pskc:Time>").unwrap();
    let bare = without(time, CODE, "</pskc:ValueMAC>");
    let text = format!("{before}<pskc:Time>{bare}</pskc:Time>{after}");
    let missing = "1: The time offset has no message authentication code";
    check("no code", &text, &typed(KEY), WrongCodes::Skip, &["3 seeds", missing, offset]);
}

#[test]
fn a_pre_shared_key_is_typed_or_in_a_file() {
    let text = container();
    let raw = 0x1234_5678_9012_3456_7890_1234_5678_9012_u128.to_be_bytes();
    for (what, secrets, expected) in [
        ("hexadecimal", typed(KEY), "3 seeds"),
        ("grouped", typed("12345678 90123456 78901234 56789012"), "3 seeds"),
        ("Base64", typed("EjRWeJASNFZ4kBI0VniQEg=="), "3 seeds"),
        ("bytes in a file", in_file(&raw), "3 seeds"),
        ("hexadecimal in a file", in_file(format!("{KEY}\r\n").as_bytes()), "3 seeds"),
        ("Base64 in a file", in_file(b"EjRWeJASNFZ4kBI0VniQEg==\n"), "3 seeds"),
        ("no key", typed("a password"), "wrong-passphrase"),
        ("a file without key", in_file(b"something else"), "wrong-passphrase"),
        ("nothing", Secrets::default(), "needs-passphrase"),
    ] {
        check(what, &text, &secrets, WrongCodes::Skip, &[expected]);
    }
}

#[test]
fn a_wrong_code_stops_skips_or_is_taken_as_was_chosen() {
    let text = container();
    let altered = damaged(&text, CODE, 1);
    let code = "1: The seed's message authentication code is not right";
    let file = "file: 1 of 3 encrypted values is not right by padding or message authentication code";
    check("skip", &altered, &typed(KEY), WrongCodes::Skip, &["3 seeds", code, file]);
    check("stop", &altered, &typed(KEY), WrongCodes::Stop, &["damaged"]);
    check("take", &altered, &typed(KEY), WrongCodes::Take, &["3 seeds", code, file]);
    check("nothing wrong", &text, &typed(KEY), WrongCodes::Stop, &["3 seeds"]);
    let uncoded = without(&text, CODE, "</pskc:ValueMAC>");
    let missing = |row: u32| format!("{row}: The seed has no message authentication code");
    let missing = [1, 2, 3].map(missing);
    let expected: Vec<_> = ["3 seeds"].into_iter().chain(missing.iter().map(String::as_str)).collect();
    check("no codes", &uncoded, &typed(KEY), WrongCodes::Stop, &expected);
}

/// 16 bytes in one block, as `LinOTP` writes them, with a code under the key itself.
const UNPADDED: &str = "<KeyContainer><EncryptionKey><KeyName>k</KeyName></EncryptionKey>\
    <MACMethod Algorithm=\"x#hmac-sha1\"/><KeyPackage><DeviceInfo><SerialNo>T1</SerialNo></DeviceInfo>\
    <Key Algorithm=\"x:hotp\" Id=\"1\"><Data><Secret><EncryptedValue><EncryptionMethod Algorithm=\"x#aes128-cbc\"/>\
    <CipherData><CipherValue>ABEiM0RVZneImaq7zN3u/6lnXjjZgQ9M2FjxYfovNtc=</CipherValue></CipherData></EncryptedValue>\
    <ValueMAC>kVP/n8SHf3LZnQf2dW2Jxk/4u6o=</ValueMAC></Secret></Data></Key></KeyPackage></KeyContainer>";

#[test]
fn a_value_without_padding_is_taken_when_its_code_is_right() {
    let expected = ["1 seeds", "1: The seed was encrypted without the padding"];
    check("right code", UNPADDED, &typed(KEY), WrongCodes::Stop, &expected);
    assert_eq!(lines(&parse(UNPADDED, &typed(KEY), WrongCodes::Stop).unwrap()), ["T1|16|-|-|-|-|-"]);
    let altered = damaged(UNPADDED, "<ValueMAC>", 1);
    check("wrong code", &altered, &typed(KEY), WrongCodes::Skip, &["wrong-passphrase"]);
}

/// A key of the codes that is shorter than their hash: encrypted, it is as long as the hash together with its padding.
/// A wrong key makes any 32 bytes of it, which are none of a right one.
#[test]
fn a_short_key_of_the_codes_is_no_proof_of_a_wrong_key() {
    let text = fixture("short-mac-key.xml");
    let right = "123456789012345678901234567890123456789012345678";
    check("right key", &text, &typed(right), WrongCodes::Stop, &["1 seeds"]);
    for wrong in ["00", "77", "a5", "ff"] {
        check("wrong key", &text, &typed(&wrong.repeat(24)), WrongCodes::Skip, &["wrong-passphrase"]);
    }
    let both = Secrets {
        passphrases: ["77".repeat(24), right.to_owned()].map(Passphrase::new).into(),
        ..Secrets::default()
    };
    check("a wrong key before the right one", &text, &both, WrongCodes::Stop, &["1 seeds"]);
}

/// One value that does not fit is damage; none that fits is a wrong key.
#[test]
fn damage_is_told_from_a_wrong_key_by_all_values() {
    let text = container();
    let bare = without(&text, "<pskc:MACMethod", "</pskc:MACMethod>");
    let bare = without(&bare, CODE, "</pskc:ValueMAC>");
    let unsure = "file: The seeds are encrypted, but nothing in the file shows";
    let (skip, key) = (WrongCodes::Skip, typed(KEY));
    check("no codes", &bare, &key, skip, &["3 seeds", unsure]);
    check("no codes, wrong key", &bare, &typed(&"77".repeat(16)), skip, &["wrong-passphrase"]);
    let cut = bare.replacen("</xenc:CipherValue>", "AAAA</xenc:CipherValue>", 1);
    check(
        "no codes, first damaged",
        &cut,
        &key,
        skip,
        &["2 seeds", "1: The seed could not be", "file: 1 of", unsure],
    );
    let mac_key = text.replacen("</xenc:CipherValue>", "AAAA</xenc:CipherValue>", 1);
    check("key of the codes damaged", &mac_key, &key, skip, &["damaged"]);
    check(
        "key of the codes damaged, wrong key",
        &mac_key,
        &typed(&"77".repeat(16)),
        skip,
        &["wrong-passphrase"],
    );
    let all = (1..=3).fold(text, |text, number| damaged(&text, CODE, number));
    let parsed = parse(&all, &key, skip).unwrap();
    let said: Vec<_> = parsed.findings.iter().map(|finding| finding.problem.effect()).collect();
    assert!(said.last().unwrap().starts_with("The key is right, so the file was altered"), "{said:#?}");
}

/// RFC 6030 §6.1.1 lets the key of the codes be named in place of being there.
#[test]
fn codes_whose_key_is_elsewhere_are_not_checked() {
    let (before, rest) =
        container().split_once("<pskc:MACKey>").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    let after = rest.split_once("</pskc:MACKey>").unwrap().1;
    let text = format!("{before}<pskc:MACKeyReference>other</pskc:MACKeyReference>{after}");
    let told = "file: The message authentication codes were not checked";
    check("reference", &text, &typed(KEY), WrongCodes::Stop, &["3 seeds", told]);
    check("wrong key", &text, &typed(&"00".repeat(16)), WrongCodes::Stop, &["wrong-passphrase"]);
}

#[test]
fn a_seed_in_clear_among_encrypted_ones_is_told_of() {
    let (before, rest) =
        container().split_once("<pskc:EncryptedValue>").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    let (_, after) = rest.split_once("</pskc:ValueMAC>").unwrap();
    let text = format!("{before}<pskc:PlainValue>GORtK5wPOndVqhEiM0RVZneIyEE=</pskc:PlainValue>{after}");
    check("in clear", &text, &typed(KEY), WrongCodes::Stop, &["3 seeds", "1: The seed is not encrypted"]);
}

#[test]
fn the_question_names_the_key_and_rsa_is_refused_by_name() {
    let open = |name: &str| {
        let files = vec![("tokens.xml".to_owned(), fixture(name).into_bytes())];
        opening::open(files, &Secrets::default(), &mut |_| ()).unwrap_err()
    };
    let error = open("gcm-128.xml");
    assert_eq!(error.title(), "tokens.xml needs its pre-shared key, called “Depot 7”");
    assert!(
        format!("{:?}", error.cause)
            .contains(&format!("{:?}", Lock::SharedKey { name: Some("Depot 7".to_owned()) }))
    );
    let error = open("rsa.xml");
    assert_eq!(error.cause.kind(), "unsupported");
    assert!(error.title().contains("PSKC encrypted for a certificate (RSA)"), "{error}");
    assert!(error.remedy().contains("pre-shared key or a passphrase"), "{error}");
    let plain = fixture("rsa.xml").replace("X509Data", "KeyValue");
    let cause = parse(&plain, &typed(KEY), WrongCodes::Skip).unwrap_err();
    assert_eq!(cause, "unsupported");
}
