//! PSKC as it is written: what its readers see, what it refuses, and that nothing but the right secret opens it.

use seedferry_core::{
    conversion,
    entropy::Entropy,
    envelope::{Cause, Secrets},
    format::{self, FileFormat, ReadOptions},
    token::{Batch, Digits, HashFunction, OathType, Token},
};
use seedferry_protocol::{
    CutShort, ExportOptions, Passphrase, PskcKeyLength, PskcOptions, PskcUsers, Severity, TargetFormat,
};

use crate::{
    convert::{all, altered, batch, entropy, token, written},
    formats::{content, findings},
};

pub(crate) const KEY: &str = "12345678901234567890123456789012";
const PASSPHRASE: &str = "Käse & <Brot>";

/// What encrypts in these tests, with few rounds so that they are quick.
pub(crate) fn options() -> PskcOptions {
    PskcOptions {
        few_rounds: true,
        key: Some(Passphrase::new(KEY.to_owned())),
        passphrase: Some(Passphrase::new(PASSPHRASE.to_owned())),
        ..PskcOptions::default()
    }
}

/// What opens a file of that target again.
pub(crate) fn secrets(target: TargetFormat) -> Secrets {
    let passphrase = match target {
        TargetFormat::PskcKey => Some(KEY),
        TargetFormat::PskcPassphrase => Some(PASSPHRASE),
        _ => None,
    };
    with(passphrase)
}

fn with(passphrase: Option<&str>) -> Secrets {
    let passphrases = passphrase.map(|text| Passphrase::new(text.to_owned())).into_iter().collect();
    Secrets { passphrases, ..Secrets::default() }
}

fn export(pskc: PskcOptions) -> ExportOptions {
    ExportOptions { pskc, ..ExportOptions::default() }
}

fn tokens() -> Vec<Token> {
    vec![
        token(1),
        altered(2, |token| {
            token.oath_type = OathType::Hotp;
            token.interval = None;
            token.counter = Some(16_887_061_004_979_670);
        }),
        altered(3, |token| {
            token.hash = Some(HashFunction::Sha256);
            token.digits = Digits::new(8);
            token.manufacturer = Some("A & B <\"Ltd\">".to_owned());
            token.upn = Some("a@contoso.com".to_owned());
        }),
    ]
}

/// Writes, reads with a secret, and tells the cause of failure, or how many seeds are right.
fn check(target: TargetFormat, pskc: PskcOptions, secret: Option<&str>, expected: Result<usize, &str>) {
    let batch = batch(tokens());
    let text = written(&batch, target, &export(pskc)).concat();
    let parsed = format::parse_with(&content(text), FileFormat::Pskc, 0, &with(secret));
    let right = |tokens: Vec<Token>| {
        tokens.iter().zip(&batch.tokens).filter(|(read, token)| read.seed == token.seed).count()
    };
    let outcome = parsed.map(|parsed| {
        assert_eq!(parsed.findings, [], "{target:?}");
        right(parsed.tokens)
    });
    assert_eq!(outcome.as_ref().map_err(Cause::kind), expected.as_ref().map_err(|kind| *kind), "{target:?}");
}

#[test]
fn every_way_of_encrypting_opens_with_its_secret_alone() {
    for key_length in PskcKeyLength::ALL {
        for sha256_codes in [false, true] {
            let made = PskcOptions { key_length, sha256_codes, ..options() };
            check(TargetFormat::PskcPassphrase, made.clone(), Some(PASSPHRASE), Ok(3));
            let typed = "0123456789abcdef".repeat(key_length.bytes() / 8);
            let key = Some(Passphrase::new(typed.clone()));
            check(TargetFormat::PskcKey, PskcOptions { key, ..made }, Some(&typed), Ok(3));
        }
    }
    check(TargetFormat::Pskc, options(), None, Ok(3));
    check(TargetFormat::PskcKey, options(), None, Err("needs-passphrase"));
    check(
        TargetFormat::PskcKey,
        options(),
        Some("00000000000000000000000000000000"),
        Err("wrong-passphrase"),
    );
    check(TargetFormat::PskcPassphrase, options(), Some("Kaese"), Err("wrong-passphrase"));
}

/// Cut at every place: it is read only when that was chosen, and then each key that is whole.
#[test]
fn a_container_that_was_cut_is_read_as_far_as_it_is_whole() {
    let batch = batch(tokens());
    for target in [TargetFormat::Pskc, TargetFormat::PskcKey] {
        let text = written(&batch, target, &export(options())).concat();
        for cut in (0..=text.len()).filter_map(|end| text.get(..end)) {
            let whole = cut.matches("</pskc:KeyPackage>").count();
            let has_end = cut.contains("</pskc:KeyContainer>");
            let parse = |cut_short| {
                let options = ReadOptions { cut_short, ..ReadOptions::default() };
                format::parse_as(&content(cut), FileFormat::Pskc, 0, &secrets(target), options)
            };
            let (stopped, mended) = (parse(CutShort::Stop), parse(CutShort::Mend));
            if has_end || whole == 0 {
                assert_eq!(stopped, mended, "{cut}");
                assert_eq!(stopped.is_ok(), has_end, "{cut}");
                assert!(!matches!(stopped, Err(Cause::EndMissing { .. })), "{cut}");
                continue;
            }
            assert_eq!(stopped, Err(Cause::EndMissing { whole: whole.try_into().unwrap() }), "{cut}");
            let parsed = mended.unwrap();
            let seeds = |tokens: &[Token]| tokens.iter().map(|token| token.seed.clone()).collect::<Vec<_>>();
            assert_eq!(seeds(&parsed.tokens), seeds(&batch.tokens[..whole]), "{cut}");
            let (rest, severities) = (cut.rsplit("</pskc:KeyPackage>").next().unwrap(), |severity| {
                parsed.findings.iter().filter(|found| found.problem.severity() == severity).count()
            });
            assert_eq!((severities(Severity::Warning), severities(Severity::Note)), (1, whole), "{cut}");
            let effect = parsed.findings[0].problem.effect();
            assert_eq!(effect.contains("left out"), !rest.trim().is_empty(), "{effect}\n{cut}");
        }
    }
}

#[test]
fn nothing_is_written_without_key_or_random_bytes() {
    let batch = batch(tokens());
    let plan = |target, pskc| conversion::plan(&batch, &all(&batch), target, &export(pskc));
    let short = PskcOptions { key: Some(Passphrase::new("1234".to_owned())), ..options() };
    for (target, pskc, obstacles) in [
        (TargetFormat::Pskc, PskcOptions::default(), 0),
        (TargetFormat::PskcKey, PskcOptions::default(), 1),
        (TargetFormat::PskcKey, short, 1),
        (TargetFormat::PskcPassphrase, PskcOptions::default(), 1),
    ] {
        let plan = plan(target, pskc);
        assert_eq!((plan.obstacles.len(), plan.parts.len()), (obstacles, 1 - obstacles), "{target:?}");
    }
    for (target, is_written) in [(TargetFormat::Pskc, true), (TargetFormat::PskcKey, false)] {
        let plan = plan(target, options());
        assert_eq!(conversion::write(&batch, &plan, 0, &mut Entropy::default()).is_some(), is_written);
        assert!(conversion::write(&batch, &plan, 0, &mut entropy()).is_some());
    }
}

#[test]
fn hash_functions_are_said_as_the_importer_wants_them() {
    let batch = batch(tokens());
    for (short_suite, expected) in [(false, "HMAC-SHA256"), (true, "sha256")] {
        let pskc = PskcOptions { short_suite, ..options() };
        let text = written(&batch, TargetFormat::Pskc, &export(pskc)).concat();
        assert_eq!(text.matches("<pskc:Suite>").count(), 1);
        assert!(text.contains(&format!("<pskc:Suite>{expected}</pskc:Suite>")), "{text}");
    }
}

/// Users are written as was chosen and read back, whatever signs they hold; what is not written is in the report.
#[test]
fn users_are_written_as_was_chosen_and_read_back() {
    let name = "J\u{fc}rgen <a+b>@contoso.com";
    for (users, written_as, is_kept) in [
        (PskcUsers::Uid, "<pskc:UserId>UID=J\u{fc}rgen \\&lt;a\\+b\\&gt;@contoso.com</pskc:UserId>", true),
        (PskcUsers::Plain, "<pskc:UserId>J\u{fc}rgen &lt;a+b&gt;@contoso.com</pskc:UserId>", true),
        (PskcUsers::LeftOut, "", false),
    ] {
        for target in [TargetFormat::Pskc, TargetFormat::PskcKey] {
            let batch = batch(vec![altered(1, |token| token.upn = Some(name.to_owned()))]);
            let options = export(PskcOptions { users, ..options() });
            let text = written(&batch, target, &options).concat();
            assert_eq!(text.contains("UserId"), is_kept, "{users:?}");
            assert!(text.contains(written_as), "{users:?}: {text}");
            let read = format::parse_with(&content(text), FileFormat::Pskc, 0, &secrets(target)).unwrap();
            assert_eq!(read.tokens[0].upn.as_deref(), is_kept.then_some(name), "{users:?}");
            let losses = conversion::plan(&batch, &all(&batch), target, &options).losses;
            let lost =
                losses.iter().any(|loss| loss.what.starts_with("The user principal name is not written"));
            assert_eq!(lost, !is_kept, "{users:?}");
        }
    }
    let names = altered(1, |token| token.upn = Some("CN=Helga,DC=contoso".to_owned()));
    let staying = |users| {
        let pskc = PskcOptions { users, ..options() };
        conversion::plan(&batch(vec![names.clone()]), &[0], TargetFormat::Pskc, &export(pskc)).staying.len()
    };
    assert_eq!(PskcUsers::ALL.map(|(users, _)| staying(users)), [0, 1, 0]);
}

/// Of a user id a token keeps the user's name; what it says besides, and a second user, are told of.
#[test]
fn what_a_user_id_says_besides_is_told_of() {
    let file = |of_key: &str, of_device: &str| {
        format!(
            "<KeyContainer><KeyPackage><DeviceInfo><SerialNo>1</SerialNo><UserId>{of_device}</UserId></DeviceInfo>\
             <Key Algorithm='totp'><Data><Secret><PlainValue>a9SQkbpx2ZJlX8X8V/tk7QVD+b0=</PlainValue></Secret></Data>\
             <UserId>{of_key}</UserId></Key></KeyPackage></KeyContainer>"
        )
    };
    let (cut, twice) = ("says more than the user's name", "names the user twice");
    let (none, malformed) = ("holds no user principal name", "is not of the form");
    for (of_key, of_device, upn, told) in [
        ("UID=a@b.org", "", Some("a@b.org"), &[][..]),
        ("UID=a@b.org", "a@b.org", Some("a@b.org"), &[]),
        ("UID=a@b.org,DC=org", "", Some("a@b.org"), &[cut]),
        ("UID=a@b.org", "UID=c@b.org", Some("a@b.org"), &[twice]),
        ("UID=helga", "UID=c@b.org", Some("c@b.org"), &[twice]),
        ("CN=Helga", "UID=c@b.org", Some("c@b.org"), &[twice]),
        ("UID=helga", "", Some("helga"), &[malformed]),
        ("CN=Helga,DC=org", "", None, &[none]),
    ] {
        let parsed = format::parse(&content(file(of_key, of_device)), FileFormat::Pskc, 0).unwrap();
        let found = findings(&parsed, Severity::Note);
        assert_eq!(parsed.tokens[0].upn.as_deref(), upn, "{of_key} {of_device}");
        assert_eq!(found.len(), told.len(), "{of_key} {of_device}: {found:?}");
        assert!(found.iter().zip(told).all(|(found, told)| found.contains(told)), "{found:?}");
    }
}

/// Each key has an id of its own, even where serial numbers look like ids that were made.
#[test]
fn ids_of_keys_are_unique() {
    let named = |number, serial: &str, oath_type: OathType| {
        altered(number, |token| {
            token.serial = seedferry_core::token::SerialNumber::parse(serial);
            token.oath_type = oath_type;
        })
    };
    let (timed, event) = (OathType::Totp, OathType::Hotp);
    let tokens = vec![named(1, "A", timed.clone()), named(2, "A", event), named(3, "A#2", timed)];
    let text = written(&batch(tokens), TargetFormat::Pskc, &export(PskcOptions::default())).concat();
    let ids: Vec<_> = text.split("Key Id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(ids, ["A", "A#3", "A#2"]);
}

/// Where one character of a value is another one, or its code is gone, that token alone has a finding. An altered seed
/// is written on request only.
#[test]
fn a_wrong_or_missing_code_is_said_of_its_token_alone() {
    let batch = batch(tokens());
    let text = written(&batch, TargetFormat::PskcKey, &export(options())).concat();
    let values: Vec<_> = text.split("<pskc:ValueMAC>").collect();
    let (before, last) = values.split_at(values.len() - 1);
    let start = before.join("<pskc:ValueMAC>");
    let altered = format!("{start}<pskc:ValueMAC>AAAA{}", last[0].split_at(4).1);
    let missing = format!("{start}{}", last[0].split_once("</pskc:ValueMAC>").unwrap().1);
    let of_file = [(None, Severity::Warning)];
    for (text, severity, of_file, going) in
        [(altered, Severity::Error, &of_file[..], 2), (missing, Severity::Warning, &[], 3)]
    {
        let read = format::parse_with(&content(text), FileFormat::Pskc, 0, &with(Some(KEY))).unwrap();
        let found: Vec<_> = read.findings.iter().map(|f| (f.place.row, f.problem.severity())).collect();
        assert_eq!(found, [&[(Some(3), severity)], of_file].concat());
        let sources = batch.sources.clone();
        let read = Batch { sources, tokens: read.tokens, findings: read.findings, ..Batch::default() };
        for (with_errors, going) in [(false, going), (true, 3)] {
            let options = ExportOptions { with_errors, ..ExportOptions::default() };
            let plan = conversion::plan(&read, &all(&read), TargetFormat::Pskc, &options);
            assert_eq!(plan.parts[0].tokens.len(), going);
        }
    }
}

/// It is told of in any namespace, whatever stands in it, and of the file alone.
#[test]
fn a_signature_is_said_to_be_unverified() {
    let text = written(&batch(tokens()), TargetFormat::Pskc, &export(PskcOptions::default())).concat();
    let said = |signature: &str| {
        let (before, end) = text.rsplit_once("</").unwrap();
        let text = format!("{before}{signature}</{end}");
        let parsed = format::parse(&content(text), FileFormat::Pskc, 0).unwrap();
        assert_eq!(parsed.tokens.len(), 3, "{signature}");
        let found = findings(&parsed, Severity::Note);
        found.into_iter().filter(|what| what.contains("signature")).collect::<Vec<_>>()
    };
    let expected = ["file: The file is signed, and the signature was not checked"];
    for (signature, expected) in [
        ("", &[][..]),
        ("<Signature/>", &expected),
        (
            "<ds:Signature xmlns:ds='http://www.w3.org/2000/09/xmldsig#'><ds:SignedInfo/>\
             <ds:SignatureValue>AAAA</ds:SignatureValue></ds:Signature>",
            &expected,
        ),
    ] {
        assert_eq!(said(signature), expected, "{signature}");
    }
}
