//! What a token has although its type has no use for it, and what a target writes in place of something else.

use seedferry_core::{
    conversion,
    diagnostic::{Diagnostic, FileProblem, Problem},
    format,
    token::{Interval, OathType, Token},
};
use seedferry_protocol::{ColumnRole, DualShieldCodes, ExportOptions, Mapping, Severity, TargetFormat};

use crate::{
    convert::{all, altered, batch},
    formats::{content, findings, read},
    tables::mapping,
    targets::lost,
};

const HEX: &str = "3132333435363738393031323334353637383940";
const BASE32: &str = "NPKJBEN2OHMZEZK7YX6FP63E5UCUH6N5";

/// The losses that name a word, and how many tokens stay behind.
fn check(
    token: &Token,
    target: TargetFormat,
    options: &ExportOptions,
    word: &str,
    told: &[&str],
    staying: usize,
) {
    let batch = batch(vec![token.clone()]);
    let plan = conversion::plan(&batch, &all(&batch), target, options);
    let said = plan.losses.iter().map(|loss| loss.what.as_str()).filter(|what| what.contains(word));
    assert_eq!(said.collect::<Vec<_>>(), told, "{target:?}");
    assert_eq!(plan.staying.len(), staying, "{target:?}: {:?}", plan.staying);
}

fn event(counter: Option<u64>, interval: Option<u32>) -> Token {
    altered(1, |token| {
        token.oath_type = OathType::Hotp;
        token.counter = counter;
        token.interval = interval.and_then(Interval::new);
    })
}

#[test]
fn what_the_type_has_no_use_for_is_told_of() {
    let word = "tokens of this type have none";
    let options = ExportOptions::default();
    let interval = "The time interval is not written: tokens of this type have none";
    let counter = "The counter is not written: tokens of this type have none";
    let timed = altered(1, |token| token.counter = Some(7));
    check(&event(Some(7), Some(60)), TargetFormat::Pskc, &options, word, &[interval], 0);
    check(&event(Some(7), None), TargetFormat::Pskc, &options, word, &[], 0);
    check(&timed, TargetFormat::Pskc, &options, word, &[counter], 0);
    check(&timed, TargetFormat::SafeIdCsv, &options, word, &[counter], 0);
    check(&timed, TargetFormat::BatchFile, &options, word, &[], 0);
}

/// The schema of RFC 6030 has counters up to 2^63 - 1.
#[test]
fn a_counter_that_pskc_cannot_say_keeps_the_token_behind() {
    let options = ExportOptions::default();
    let highest = (1 << 63) - 1;
    check(&event(Some(highest), None), TargetFormat::Pskc, &options, "counter", &[], 0);
    check(&event(Some(highest + 1), None), TargetFormat::Pskc, &options, "counter", &[], 1);
    let timed = altered(1, |token| token.counter = Some(u64::MAX));
    check(&timed, TargetFormat::Pskc, &options, "too high", &[], 0);
}

#[test]
fn deepnets_codes_are_told_of_where_they_are_written() {
    let safe_id = |oath_type: OathType| {
        altered(1, |token| {
            token.manufacturer = Some("Deepnet Security".to_owned());
            token.model = Some("SafeID/Classic".to_owned());
            token.oath_type = oath_type;
        })
    };
    let (timed, event) = (safe_id(OathType::Totp), safe_id(OathType::Hotp));
    let options = |manufacturer: &str, product: &str| ExportOptions {
        dualshield: DualShieldCodes {
            manufacturer: manufacturer.to_owned(),
            product: product.to_owned(),
            event_product: "SE".to_owned(),
        },
        ..ExportOptions::default()
    };
    let (maker, model) =
        ("The manufacturer is written as Deepnet's code DN", "The model is written as Deepnet's code ST");
    let (target, word) = (TargetFormat::DualShield, "Deepnet's code");
    check(&timed, target, &options("", ""), word, &[maker, model], 0);
    check(&timed, target, &options("MM", ""), word, &[model], 0);
    check(&timed, target, &options("", "AB"), word, &[maker], 0);
    check(&event, target, &options("", ""), word, &[maker], 0);
}

/// What only some rows say is lost for these alone; what the head of a file says, for all.
#[test]
fn what_some_rows_say_is_lost_for_them() {
    let check = |name: &str, text: &str, expected: &[(&str, &[u32])]| {
        let text = text.replace("HEX", HEX).replace("SEED", BASE32);
        let losses = lost(&text, TargetFormat::Pskc, "of the file");
        let named = expected.iter().map(|(name, whose)| (format!("“{name}” of the file"), whose.to_vec()));
        assert_eq!(losses, named.collect::<Vec<_>>(), "{name}");
    };
    let json =
        r#"[{"serialNumber":"1","secretKey":"SEED"},{"serialNumber":"2","secretKey":"SEED","status":"x"}]"#;
    check("Entra JSON", json, &[("status", &[1])]);
    let head = "serial number,secret key,time interval";
    check("Entra CSV", &format!("{head},note,bag\n1,SEED,30,,\n2,SEED,30,x,\n"), &[("note", &[1])]);
    let twice = format!("{head},upn,user\n1,SEED,30,a@b.org,a@b.org\n2,SEED,30,a@b.org,c@b.org\n");
    check("a column twice", &twice, &[("user", &[1])]);
    let address = "otpauth://totp/A:1?secret=SEED&period=30";
    check("otpauth", &format!("{address}&image=x\n{address}\n"), &[("image", &[0])]);
    check("otpauth, twice", &format!("{address}&digits=6&digits=8\n"), &[("another digits", &[0])]);
    check("otpauth, issuers", &format!("{address}&issuer=a\n"), &[]);
    check("otpauth, other issuer", &format!("{address}&issuer=B\n"), &[("issuer in the label", &[0])]);
    let privacy_idea = "# version: 2\na@b.org,r,,1,HEX,totp,6,30,sha1\nb@b.org,,,2,HEX,totp,6,30,sha1\n";
    check("privacyIDEA", privacy_idea, &[("resolver", &[0])]);
    check("liboath", "HOTP/T30/6 1 1234 HEX\nHOTP/T30/6 2 - HEX\n", &[("PIN", &[0])]);
    let entry = |public: &str, private: &str| {
        let codes = "000000000000,000000000000,0,0,0,6,5,0,0,0,0,0";
        format!("OATH-HOTP,1/1/2020,1,{public},{private},HEX,{codes}\n")
    };
    let log = format!("{}{}", entry("ubhe1", "0a0b0c0d0e0f"), entry("ubhe2", "000000000000"));
    let both = &[0, 1][..];
    check("Yubico log", &log, &[("time of writing", both), ("slot", both), ("private id", &[0])]);
}

/// As [`what_some_rows_say_is_lost_for_them`], of files in XML.
#[test]
fn what_some_elements_say_is_lost_for_them() {
    let check = |name: &str, text: &str, expected: &[(&str, &[u32])]| {
        let losses = lost(&text.replace("HEX", HEX), TargetFormat::Pskc, "of the file");
        let named = expected.iter().map(|(name, whose)| (format!("“{name}” of the file"), whose.to_vec()));
        assert_eq!(losses, named.collect::<Vec<_>>(), "{name}");
    };
    let element =
        |serial: u8, inner: &str| format!("<token><serial>{serial}</serial><seed>HEX</seed>{inner}</token>");
    let head = "<header><encode>HEX</encode><timeWindow>30</timeWindow><note>x</note></header>";
    let tokens = format!("<tokens>{}{}</tokens>", element(1, ""), element(2, "<pin>1</pin>"));
    let expected: &[(&str, &[u32])] = &[("note", &[0, 1]), ("pin", &[1])];
    check("DualShield", &format!("<data>{head}{tokens}</data>"), expected);
    let application = |inner: &str| {
        format!("<Application><Seed>HEX</Seed><MovingFactor>1</MovingFactor>{inner}</Application>")
    };
    let device = |serial: u8, inner: &str, applications: String| {
        format!("<Token serial='{serial}'>{inner}<Applications>{applications}</Applications></Token>")
    };
    let other = application("<Key>y</Key>").replace("HEX", &HEX.replace("40", "41"));
    let (one, two) = (application(""), application("") + &other);
    let two = device(2, "<CaseModel>x</CaseModel>", two);
    let safenet = format!("<Tokens>{}{two}</Tokens>", device(1, "", one));
    check("SafeNet", &safenet, &[("CaseModel", &[1, 2]), ("Key", &[2])]);
    let info = |serial: u8, inner: &str| {
        let data = format!("<data><secret>HEX</secret><counter>1</counter>{inner}</data>");
        let device = format!("<device><serial>{serial}</serial></device>");
        format!("<tokenInfo>{device}<token><![CDATA[{data}]]></token></tokenInfo>")
    };
    let list = format!("<tokenList>{}{}</tokenList>", info(1, "<kind>x</kind>"), info(2, ""));
    check("UAP", &list, &[("kind", &[0])]);
    let again = info(1, "<counter>2</counter><counter>1</counter>");
    check("UAP, twice", &format!("<tokenList>{again}</tokenList>"), &[("another counter", &[0])]);
    let key = |device: &str, of_key: &str| {
        let device = format!("<DeviceInfo><SerialNo>1</SerialNo>{device}</DeviceInfo>");
        let data = format!("<Data><Secret><PlainValue>{HEX}</PlainValue></Secret></Data>{of_key}");
        format!(
            "<KeyContainer><KeyPackage>{device}<Key Algorithm='totp'>{data}</Key></KeyPackage></KeyContainer>"
        )
    };
    check("PSKC", &key("<SerialNo>1</SerialNo>", ""), &[]);
    check("PSKC, twice", &key("<SerialNo>2</SerialNo>", ""), &[("another SerialNo", &[0])]);
    let time = |time: u8| format!("<Data><Time><PlainValue>{time}</PlainValue></Time></Data>");
    check("PSKC, a value in other data", &key("", &time(0)), &[]);
    check("PSKC, a value twice", &key("", &(time(0) + &time(0))), &[]);
    check("PSKC, two values", &key("", &(time(0) + &time(7))), &[("another Time", &[0])]);
}

/// An id that only counts, or is made of the serial number, says nothing; another one is lost.
#[test]
fn the_id_of_a_key_is_told_of_where_it_says_something() {
    for (id, told) in [
        ("77", false),
        ("77:1", false),
        ("77#2", false),
        ("1", false),
        ("0", false),
        ("2", true),
        ("770", true),
        ("urn:key:9", true),
    ] {
        let data = format!("<Data><Secret><PlainValue>{HEX}</PlainValue></Secret></Data>");
        let key = format!("<Key Id='{id}' Algorithm='totp'>{data}</Key>");
        let package =
            format!("<KeyPackage><DeviceInfo><SerialNo>77</SerialNo></DeviceInfo>{key}</KeyPackage>");
        let losses =
            lost(&format!("<KeyContainer>{package}</KeyContainer>"), TargetFormat::Pskc, "Id of the");
        assert_eq!(losses.iter().map(|(_, whose)| whose.len()).sum::<usize>(), usize::from(told), "{id}");
    }
}

/// Columns that the mapping leaves unused are told of, by the rows that say something there.
#[test]
fn what_a_mapping_leaves_unused_is_lost() {
    let text = format!("Bag;Number;Secret;Note\nleft;T1;{BASE32};\nright;T2;{BASE32};x\n");
    let columns = vec![ColumnRole::Unused, ColumnRole::Serial, ColumnRole::Seed, ColumnRole::Unused];
    let mapping = Mapping { delimiter: ';', header: true, columns, ..mapping() };
    let parsed = format::parse_mapped(&content(text), &mapping, 0).unwrap();
    let lost = |finding: &Diagnostic| match &finding.problem {
        Problem::File(FileProblem::ColumnUnknown { name, rows }) => Some((name.clone(), rows.clone())),
        _ => None,
    };
    let lost: Vec<_> = parsed.findings.iter().filter_map(lost).collect();
    assert_eq!(lost, [("Bag".to_owned(), vec![2, 3]), ("Note".to_owned(), vec![3])]);
}

/// Every device of a document is read, wherever it stands; a DualShield file with several heads is refused.
#[test]
fn no_token_of_a_file_is_left_out() {
    let device = |serial: u8| format!("\"serialNumber\":\"{serial}\",\"secretKey\":\"{BASE32}\"");
    for (text, count) in [
        (format!("{{\"value\":[{{{}}}],\"value\":[{{{}}}]}}", device(1), device(2)), 2),
        (format!("{{{},\"value\":[{{{}}}]}}", device(1), device(2)), 2),
        (format!("{{\"note\":1,\"value\":[{{{}}}]}}", device(2)), 1),
    ] {
        assert_eq!(read(text.clone()).unwrap().1.tokens.len(), count, "{text}");
    }
    let part = |number: u8| {
        let header = format!("<header><digits>{number}</digits></header>");
        format!("{header}<tokens><token><serial>{number}</serial><seed>{HEX}</seed></token></tokens>")
    };
    let dualshield = |parts: String| read(format!("<data>{parts}</data>"));
    assert_eq!(dualshield(part(6)).unwrap().1.tokens.len(), 1);
    assert_eq!(dualshield(part(6) + &part(8)).unwrap_err().kind(), "unsupported");
}

#[test]
fn a_row_of_liboath_with_too_many_words_is_told_of() {
    let row = format!("HOTP/E/6 1 - {HEX} 1 123456 2026-01-01T00:00:00L");
    for (text, told) in [(row.clone(), false), (row + " more", true)] {
        let parsed = read(text.clone()).unwrap().1;
        let found = findings(&parsed, Severity::Warning);
        assert_eq!(
            found.iter().any(|found| found.contains("The row has 8 cells")),
            told,
            "{text}: {found:?}"
        );
    }
}
