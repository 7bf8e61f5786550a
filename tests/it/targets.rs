//! What each target takes and writes, to the letter; how a mixed batch is split; what is said about losses.

use seedferry_core::{
    conversion::{self, check_batch, unchanged_layout},
    secret::Seed,
    token::{Batch, Digits, HashFunction, Interval, OathType, SerialNumber, SourceFile, Token},
};
use seedferry_protocol::{
    CsvColumn, CsvDelimiter, CsvEncoding, CsvLineEnding, CsvQuoting, CsvWord, CustomCsv, DualShieldCodes,
    ExportOptions, LetterCase, SeedText, TargetFormat, TokenProperty,
};

use crate::{
    convert::{all, altered, batch, written},
    formats::read,
};

fn plain(number: u32) -> Token {
    altered(number, |token| {
        token.seed = Seed::new(b"12345678901234567890".iter().map(|byte| byte ^ 0x5a).collect());
        token.manufacturer = Some("Deepnet Security".to_owned());
        token.model = Some("SafeID/Classic".to_owned());
        token.interval = Interval::new(60);
    })
}

fn event(number: u32) -> Token {
    Token {
        oath_type: OathType::Hotp,
        interval: None,
        counter: Some(16_887_061_004_979_670),
        ..plain(number)
    }
}

fn eight(number: u32) -> Token {
    Token { digits: Digits::new(8), ..plain(number) }
}

fn sha256(number: u32) -> Token {
    Token { hash: Some(HashFunction::Sha256), ..plain(number) }
}

const HEX: &str = "6B68696E6F6C6D62636A6B68696E6F6C6D62636A";
const BASE32: &str = "NNUGS3TPNRWWEY3KNNUGS3TPNRWWEY3K";

/// Plans and writes; compares names and content of all files, and how many tokens stay behind.
fn check(
    name: &str,
    target: TargetFormat,
    options: &ExportOptions,
    tokens: Vec<Token>,
    files: &[(&str, String)],
    staying: usize,
) {
    let batch = batch(tokens);
    let plan = conversion::plan(&batch, &all(&batch), target, options);
    let names: Vec<_> = plan.parts.iter().map(|part| part.file_name.as_str()).collect();
    let expected: Vec<_> = files.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, expected, "{name}");
    let texts = written(&batch, target, options);
    let expected: Vec<_> = files.iter().map(|(_, text)| text.clone()).collect();
    assert_eq!(texts, expected, "{name}");
    assert_eq!(plan.staying.len(), staying, "{name}: {:?}", plan.staying);
}

#[test]
fn a_mixed_batch_for_duo_becomes_a_file_per_type_and_digits() {
    check(
        "mixed",
        TargetFormat::DuoCsv,
        &ExportOptions::default(),
        vec![plain(1), event(2), eight(3), sha256(4), plain(5)],
        &[
            ("duo-totp-6-digits.csv", format!("10001001,{HEX},60\r\n10001005,{HEX},60\r\n")),
            ("duo-hotp-6-digits.csv", format!("10001002,{HEX},16887061004979670\r\n")),
            ("duo-totp-8-digits.csv", format!("10001003,{HEX},60\r\n")),
        ],
        1,
    );
}

/// Duo's rows do not say the type, so an interval that looks like a counter is told of.
#[test]
fn unusual_intervals_for_duo_are_told_of() {
    for (seconds, told) in [(30, 0), (60, 0), (45, 1)] {
        let batch = batch(vec![altered(1, |token| token.interval = Interval::new(seconds))]);
        let losses = conversion::plan(&batch, &[0], TargetFormat::DuoCsv, &ExportOptions::default()).losses;
        let said = losses.iter().filter(|loss| loss.what.contains("taken for a counter")).count();
        assert_eq!(said, told, "{losses:?}");
    }
}

fn dualshield(code: &str, header: &str, seed: &str, serials: &[u32]) -> String {
    let token = |serial| format!("  <token><serial>{serial}</serial><seed>{seed}</seed></token>\r\n");
    let tokens: Vec<_> = serials.iter().map(token).collect();
    let tokens = tokens.concat();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<data>\r\n <header>\r\n  <manufacturerCode>DN</manufacturerCode>\r\n  \
         <productCode>{code}</productCode>\r\n  <encrypt>NONE</encrypt>\r\n{header} </header>\r\n <tokens>\r\n{tokens} \
         </tokens>\r\n</data>\r\n"
    )
}

fn dualshield_header(encode: &str, digits: u8, interval: u8, hash: &str) -> String {
    format!(
        "  <encode>{encode}</encode>\r\n  <digits>{digits}</digits>\r\n  <timeWindow>{interval}</timeWindow>\r\n  \
         <crypto>HmacSHA{hash}</crypto>\r\n"
    )
}

#[test]
fn a_mixed_batch_for_dualshield_becomes_a_file_per_header() {
    let tokens = || vec![plain(1), event(2), eight(3), sha256(4), plain(5)];
    let usual = |encode, seed| {
        dualshield("ST", &dualshield_header(encode, 6, 60, "1"), seed, &[10_001_001, 10_001_005])
    };
    let without_event = |encode, seed| {
        [
            ("dualshield-DN-ST-6-60s-sha1.xml", usual(encode, seed)),
            (
                "dualshield-DN-ST-8-60s-sha1.xml",
                dualshield("ST", &dualshield_header(encode, 8, 60, "1"), seed, &[10_001_003]),
            ),
            (
                "dualshield-DN-ST-6-60s-sha256.xml",
                dualshield("ST", &dualshield_header(encode, 6, 60, "256"), seed, &[10_001_004]),
            ),
        ]
    };
    for (seed_text, encode, seed) in [
        (SeedText::Hex, "HEX", HEX),
        (SeedText::Base32, "BASE32", BASE32),
        (SeedText::Base64, "BASE64", "a2hpbm9sbWJjamtoaW5vbG1iY2o="),
    ] {
        let options = ExportOptions { seed_text, ..ExportOptions::default() };
        check(encode, TargetFormat::DualShield, &options, tokens(), &without_event(encode, seed), 1);
    }
    let codes = DualShieldCodes { event_product: "SE".to_owned(), ..DualShieldCodes::default() };
    let options = ExportOptions { dualshield: codes, ..ExportOptions::default() };
    let header = dualshield_header("HEX", 6, 30, "1").replace("  <timeWindow>30</timeWindow>\r\n", "");
    let event_file = dualshield("SE", &header, HEX, &[10_001_002]);
    let expected = [("dualshield-DN-SE-6-hotp-sha1.xml", event_file)];
    check("event code", TargetFormat::DualShield, &options, vec![event(2)], &expected, 0);
    let odd = altered(1, |token| {
        token.serial = SerialNumber::parse("<1&2>");
        token.seed = plain(1).seed.clone();
    });
    let odd_file = dualshield("A-B", &dualshield_header("HEX", 6, 30, "1"), HEX, &[7])
        .replace(">7<", ">&lt;1&amp;2&gt;<")
        .replace(">DN<", ">M&amp;M<");
    let codes =
        DualShieldCodes { manufacturer: "M&M".to_owned(), product: "A-B".to_owned(), ..Default::default() };
    let options = ExportOptions { dualshield: codes, ..ExportOptions::default() };
    let expected = [("dualshield-M-M-A-B-6-30s-sha1.xml", odd_file)];
    check("escaped", TargetFormat::DualShield, &options, vec![odd.clone()], &expected, 0);
    let unwritable = altered(1, |token| token.serial = SerialNumber::parse("1\u{1}2"));
    check("control character", TargetFormat::DualShield, &options, vec![unwritable], &[], 1);
}

#[test]
fn proposed_layouts_are_written_to_the_letter() {
    let user = |number| Token { upn: Some("a@b.org".to_owned()), ..plain(number) };
    let okta = |serial: &str| format!("serialNumber,sharedSecret\r\n{serial},{BASE32}\r\n");
    let defaults = ExportOptions::default();
    check(
        "okta: what the authenticator says is the same in a file",
        TargetFormat::OktaCsv,
        &defaults,
        vec![plain(1), event(2), eight(3), sha256(4)],
        &[
            ("okta-6-digits-60s-sha1.csv", okta("10001001")),
            ("okta-8-digits-60s-sha1.csv", okta("10001003")),
            ("okta-6-digits-60s-sha256.csv", okta("10001004")),
        ],
        1,
    );
    let header = "User Name,Serial Number,SharedKey,Type\r\n";
    let (without, with) =
        (format!(",10001001,{BASE32},TOTP\r\n"), format!("a@b.org,10001002,{BASE32},TOTP\r\n"));
    let long = altered(9, |token| token.seed = Seed::new((0..32).collect()));
    let tokens = || vec![plain(1), user(2), event(3), eight(4), sha256(5), long.clone()];
    let files = [("salesforce.csv", format!("{header}{without}{with}"))];
    check("salesforce", TargetFormat::SalesforceCsv, &defaults, tokens(), &files, 4);
    let options = ExportOptions { only_with_user: true, ..ExportOptions::default() };
    let files = [("salesforce.csv", format!("{header}{with}"))];
    check("salesforce, users alone", TargetFormat::SalesforceCsv, &options, tokens(), &files, 5);
    let safeid = format!(
        "serial number,secret key,time interval,manufacturer,model,type,hash function,digits,counter\r\n\
         10001001,{BASE32},60,Deepnet Security,SafeID/Classic,totp,sha1,6,\r\n\
         10001002,{BASE32},,Deepnet Security,SafeID/Classic,hotp,sha1,6,16887061004979670\r\n"
    );
    check(
        "safeid",
        TargetFormat::SafeIdCsv,
        &defaults,
        vec![plain(1), event(2)],
        &[("safeid.csv", safeid)],
        0,
    );
}

fn custom(columns: Vec<CsvColumn>) -> CustomCsv {
    CustomCsv { columns, ..unchanged_layout(TargetFormat::CustomCsv).unwrap() }
}

fn with(layout: CustomCsv) -> ExportOptions {
    let mut options = ExportOptions::default();
    options.set_layout(TargetFormat::CustomCsv, Some(layout));
    options
}

#[test]
fn a_table_of_ones_own_is_written_to_the_letter() {
    let serial = || CsvColumn::new("s", TokenProperty::Serial);
    let seed = || CsvColumn::new("k", TokenProperty::Seed);
    let hash = CsvColumn {
        words: vec![CsvWord { value: "SHA256".to_owned(), word: "HMAC-SHA-256".to_owned() }],
        letter_case: LetterCase::Upper,
        ..CsvColumn::new("h", TokenProperty::Hash)
    };
    let lower = CsvColumn { letter_case: LetterCase::Lower, ..seed() };
    let maker = CsvColumn::new("m", TokenProperty::Manufacturer);
    let fixed = CsvColumn::fixed("f", "a,b");
    let comma = || Token { manufacturer: Some("Co.,Ltd \"x\"".to_owned()), ..plain(1) };
    let low_hex = HEX.to_lowercase();
    let hexed = |layout: CustomCsv| CustomCsv { seed_text: SeedText::Hex, ..layout };
    let unquoted = |columns| CustomCsv { quoting: CsvQuoting::Never, ..custom(columns) };
    for (name, layout, tokens, expected, staying) in [
        (
            "words, case, fixed",
            hexed(custom(vec![serial(), lower, hash, fixed.clone()])),
            vec![plain(1), sha256(2)],
            Some(format!(
                "s,k,h,f\r\n10001001,{low_hex},SHA1,\"a,b\"\r\n10001002,{low_hex},HMAC-SHA-256,\"a,b\"\r\n"
            )),
            0,
        ),
        (
            "tabs, all quoted, Unix lines",
            CustomCsv {
                delimiter: CsvDelimiter::Tab,
                quoting: CsvQuoting::Always,
                line_ending: CsvLineEnding::Lf,
                ..custom(vec![serial(), maker.clone()])
            }
            .and(seed()),
            vec![comma()],
            Some(format!("\"s\"\t\"m\"\t\"k\"\n\"10001001\"\t\"Co.,Ltd \"\"x\"\"\"\t\"{BASE32}\"\n")),
            0,
        ),
        (
            "never quoted: the token stays",
            unquoted(vec![serial(), seed(), maker.clone()]),
            vec![comma(), plain(2)],
            Some(format!("s,k,m\r\n10001002,{BASE32},Deepnet Security\r\n")),
            1,
        ),
        (
            "never quoted: the text does not do",
            unquoted(vec![seed(), fixed.clone()]),
            vec![plain(1)],
            None,
            0,
        ),
        ("no column", custom(Vec::new()), vec![plain(1)], None, 0),
        ("no seed", custom(vec![serial()]), vec![plain(1)], Some("s\r\n10001001\r\n".to_owned()), 0),
        ("twice", custom(vec![seed(); 2]), vec![plain(1)], Some(format!("k,k\r\n{BASE32},{BASE32}\r\n")), 0),
        (
            "too many columns",
            custom(vec![seed(); CustomCsv::MAX_COLUMNS + 1]).headless(),
            vec![plain(1)],
            None,
            0,
        ),
        (
            "a text too long",
            custom(vec![seed(), CsvColumn::fixed("f", &"x".repeat(CustomCsv::MAX_TEXT + 1))]),
            vec![plain(1)],
            None,
            0,
        ),
    ] {
        let files: Vec<_> = expected.into_iter().map(|text| ("tokens.csv", text)).collect();
        check(name, TargetFormat::CustomCsv, &with(layout), tokens, &files, staying);
    }
}

/// Layouts that differ a little from another.
trait Altered {
    fn and(self, column: CsvColumn) -> Self;
    fn headless(self) -> Self;
}

impl Altered for CustomCsv {
    fn and(mut self, column: CsvColumn) -> Self {
        self.columns.push(column);
        self
    }

    fn headless(self) -> Self {
        Self { header: false, ..self }
    }
}

#[test]
fn cells_like_formulas_are_named_for_every_table() {
    let formula = || {
        altered(1, |token| {
            token.serial = SerialNumber::parse("=1+1");
            token.seed = plain(1).seed.clone();
            token.upn = Some("@b.org".to_owned());
            token.model = Some("-1".to_owned());
        })
    };
    for (target, cells) in [
        (TargetFormat::EntraCsv, 3),
        (TargetFormat::DuoCsv, 1),
        (TargetFormat::OktaCsv, 1),
        (TargetFormat::SalesforceCsv, 2),
        (TargetFormat::SafeIdCsv, 2),
        (TargetFormat::CustomCsv, 2),
        (TargetFormat::EntraJson, 0),
        (TargetFormat::DualShield, 0),
    ] {
        let batch = batch(vec![formula()]);
        let findings = check_batch(&batch, target, &ExportOptions::default());
        let count =
            findings.iter().filter(|finding| finding.problem.what().contains("begins with =")).count();
        assert_eq!(count, cells, "{target:?}: {findings:?}");
        assert!(written(&batch, target, &ExportOptions::default()).concat().contains("=1+1"), "{target:?}");
    }
}

/// Writes one token in this encoding; the model's bytes in the file, or why nothing is written.
fn check_encoding(model: &str, target: TargetFormat, encoding: CsvEncoding, expected: Result<&[u8], &str>) {
    let tokens = vec![altered(1, |token| token.model = Some(model.to_owned())), plain(2)];
    let (batch, options) = (batch(tokens), ExportOptions { encoding, ..ExportOptions::default() });
    let plan = conversion::plan(&batch, &all(&batch), target, &options);
    match expected {
        Ok(bytes) => {
            let file = conversion::write(&batch, &plan, 0, &mut crate::convert::entropy()).unwrap();
            assert!(file.expose().windows(bytes.len()).any(|part| part == bytes), "{encoding:?}");
            let text = conversion::write_text(&batch, &plan, 0, &mut crate::convert::entropy()).unwrap();
            assert!(
                core::str::from_utf8(text.expose()).unwrap().contains(model),
                "a clipboard has its own encoding"
            );
        }
        Err(why) => {
            let reasons: Vec<_> = plan.staying.iter().map(|(at, problem)| (*at, problem.what())).collect();
            assert_eq!(reasons, [(0, why.to_owned())], "{encoding:?}");
        }
    }
}

#[test]
fn tables_are_written_in_the_chosen_encoding() {
    let csv = TargetFormat::EntraCsv;
    check_encoding("Kä€", csv, CsvEncoding::Utf8, Ok("Kä€".as_bytes()));
    check_encoding("Kä€", csv, CsvEncoding::Utf8Marked, Ok("\u{feff}upn,".as_bytes()));
    check_encoding("Kä€", csv, CsvEncoding::Utf16, Ok(b"K\0\xe4\0\xac\x20"));
    check_encoding("Kä€", csv, CsvEncoding::Windows1252, Ok(b"K\xe4\x80"));
    check_encoding(
        "ł",
        csv,
        CsvEncoding::Windows1252,
        Err("The model holds letters that Windows-1252 lacks"),
    );
    check_encoding("ł", TargetFormat::EntraJson, CsvEncoding::Windows1252, Ok("ł".as_bytes()));
    let mut layout = unchanged_layout(TargetFormat::CustomCsv).unwrap();
    layout.columns[0].name = "ł".to_owned();
    let options = ExportOptions {
        encoding: CsvEncoding::Windows1252,
        layouts: vec![(TargetFormat::CustomCsv, layout)],
        ..ExportOptions::default()
    };
    let plan = conversion::plan(&batch(vec![plain(1)]), &[0], TargetFormat::CustomCsv, &options);
    assert_eq!(plan.obstacles, ["The column “ł” has letters that Windows-1252 lacks: write UTF-8 or UTF-16"]);
    assert!(plan.parts.is_empty());
}

#[test]
fn the_report_says_what_each_target_loses() {
    let rich = altered(1, |token| {
        token.seed = plain(1).seed.clone();
        token.interval = Interval::new(60);
        token.upn = Some("a@b.org".to_owned());
        token.display_name = Some("x".to_owned());
    });
    for (target, expected) in [
        (
            TargetFormat::DualShield,
            &["hash function: SHA-1", "number of digits: 6", "user principal name", "display name"][..],
        ),
        (
            TargetFormat::DuoCsv,
            &[
                "number of digits: 6",
                "says the hash function: Duo takes every token for SHA-1",
                "manufacturer",
                "model",
                "user principal name",
                "display name",
            ],
        ),
        (
            TargetFormat::OktaCsv,
            &[
                "hash function: SHA-1",
                "number of digits: 6",
                "manufacturer",
                "model",
                "user principal",
                "display name",
            ],
        ),
        (
            TargetFormat::SalesforceCsv,
            &[
                "says the hash function: Salesforce takes every token for SHA-1",
                "says the number of digits: Salesforce takes every token for 6 digits",
                "time interval is not written",
                "manufacturer",
                "model",
                "display name",
            ],
        ),
        (
            TargetFormat::SafeIdCsv,
            &["hash function: SHA-1", "number of digits: 6", "user principal name", "display name"],
        ),
    ] {
        let batch = batch(vec![rich.clone(), altered(2, |token| token.interval = Interval::new(45))]);
        let losses = conversion::plan(&batch, &[0], target, &ExportOptions::default()).losses;
        let said: Vec<_> = losses.iter().map(|loss| loss.what.as_str()).collect();
        assert_eq!(said.len(), expected.len(), "{target:?}: {said:?}");
        assert!(
            said.iter().zip(expected).all(|(said, expected)| said.contains(expected)),
            "{target:?}: {said:?}"
        );
        assert!(losses.iter().all(|loss| loss.tokens == 1 && loss.concerned == [0]), "{target:?}");
    }
}

/// Two keys, of which the first says more than a token can.
const CONTAINER: &str = "<KeyContainer><KeyPackage><DeviceInfo><SerialNo>1</SerialNo>\
    <StartDate>2026-01-01T00:00:00Z</StartDate></DeviceInfo><Key Algorithm='totp'><Issuer>A</Issuer>\
    <FriendlyName>B</FriendlyName><UserId>CN=x</UserId><Data><Secret><PlainValue>3132333435363738393031323334353637383940\
    </PlainValue></Secret><TimeInterval><PlainValue>30</PlainValue></TimeInterval></Data></Key></KeyPackage><KeyPackage>\
    <DeviceInfo><SerialNo>2</SerialNo></DeviceInfo><Key Algorithm='totp'><Issuer>A</Issuer><Data><Secret><PlainValue>\
    3132333435363738393031323334353637383941</PlainValue></Secret></Data></Key></KeyPackage></KeyContainer>";

/// The losses of a text's tokens that name something, as far as a word tells them.
pub(crate) fn lost(text: &str, target: TargetFormat, word: &str) -> Vec<(String, Vec<u32>)> {
    let (format, parsed) = read(text.to_owned()).unwrap();
    let source = SourceFile { name: "x".to_owned(), format, encoding: None };
    let batch =
        Batch { sources: vec![source], tokens: parsed.tokens, findings: parsed.findings, ..Batch::default() };
    let options = ExportOptions { with_errors: true, ..ExportOptions::default() };
    let losses = conversion::plan(&batch, &all(&batch), target, &options).losses.into_iter();
    let losses = losses.filter(|loss| loss.what.contains(word));
    losses.map(|loss| (loss.what.split(" is ").next().unwrap().to_owned(), loss.concerned)).collect()
}

#[test]
fn what_no_token_has_a_place_for_is_lost_by_token() {
    let expected = [
        ("“StartDate” of the file", &[0][..]),
        ("“FriendlyName” of the file", &[0]),
        ("“Issuer” of the file", &[0, 1]),
        ("The user id of the file", &[0]),
    ];
    let expected = expected.map(|(what, whose)| (what.to_owned(), whose.to_vec()));
    for target in [TargetFormat::Pskc, TargetFormat::DuoCsv, TargetFormat::SafeIdCsv] {
        assert_eq!(lost(CONTAINER, target, "no token has a place"), expected, "{target:?}");
    }
    assert_eq!(lost(CONTAINER, TargetFormat::BatchFile, ""), []);
}

/// Duo's rows do not say it, whatever was made of them.
#[test]
fn a_type_that_was_assumed_is_in_the_report() {
    for (rows, expected) in [
        (format!("1,{HEX}\n2,{HEX}\n"), Some(vec![0, 1])),
        (format!("1,{HEX},30\n"), Some(vec![0])),
        (format!("1,{HEX},5\n"), Some(vec![0])),
        (format!("1,{HEX},totp,6,30\n"), None),
        (format!("1,{HEX},totp,6,30\n2,{HEX}\n"), Some(vec![1])),
    ] {
        let said = lost(&rows, TargetFormat::Pskc, "does not say the type");
        assert_eq!(said.into_iter().next().map(|(_, whose)| whose), expected, "{rows}");
    }
}
