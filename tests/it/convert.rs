//! From a batch to files: checks, plans, written files, and reading back what was written.

use seedferry_core::{
    conversion::{self, check_batch},
    diagnostic::Place,
    entropy::Entropy,
    format::{FileFormat, token_list},
    secret::Seed,
    token::{Batch, HashFunction, Interval, OathType, Origin, SerialNumber, SourceFile, Token},
};
use seedferry_protocol::{
    CsvColumn, CustomCsv, DualShieldCodes, ExportOptions, SeedText, Severity, TargetFormat, TokenProperty,
};

use crate::formats::{findings, read};

pub(crate) const BOTH: [TargetFormat; 2] = [TargetFormat::EntraJson, TargetFormat::EntraCsv];

pub(crate) fn batch(tokens: Vec<Token>) -> Batch {
    let sources =
        vec![SourceFile { name: "seeds.csv".to_owned(), format: FileFormat::EntraCsv, encoding: None }];
    Batch { sources, tokens, ..Batch::default() }
}

fn seed(number: u32) -> Option<Seed> {
    let [low, high, ..] = (number * 31).to_le_bytes();
    Seed::new((0..20_u8).map(|byte| (byte * 7).wrapping_add(low) ^ high ^ 0x5a).collect())
}

/// A flawless token; its number makes serial number, seed and row.
pub(crate) fn token(number: u32) -> Token {
    Token {
        serial: SerialNumber::parse(&format!("{}", 10_001_000 + number)),
        seed: seed(number),
        interval: Interval::new(30),
        manufacturer: Some("Maker".to_owned()),
        model: Some("Model".to_owned()),
        ..Token::new(Origin { source: 0, row: number + 1 })
    }
}

pub(crate) fn altered(number: u32, alter: impl FnOnce(&mut Token)) -> Token {
    let mut token = token(number);
    alter(&mut token);
    token
}

pub(crate) fn all(batch: &Batch) -> Vec<u32> {
    (0..).zip(&batch.tokens).map(|(index, _)| index).collect()
}

/// The same random bytes for every run.
pub(crate) fn entropy() -> Entropy {
    Entropy::new([42; 32])
}

pub(crate) fn written(batch: &Batch, target: TargetFormat, options: &ExportOptions) -> Vec<String> {
    let plan = conversion::plan(batch, &all(batch), target, options);
    let text = |part| {
        String::from_utf8(conversion::write(batch, &plan, part, &mut entropy()).unwrap().expose().to_vec())
            .unwrap()
    };
    (0..plan.parts.len()).map(text).collect()
}

/// Compares the findings of a check: severity, row and the beginning of what is said, for each target.
fn check(name: &str, tokens: Vec<Token>, json: &[(Severity, u32, &str)], csv: &[(Severity, u32, &str)]) {
    let batch = batch(tokens);
    for (target, expected) in BOTH.into_iter().zip([json, csv]) {
        let mut findings: Vec<_> = check_batch(&batch, target, &ExportOptions::default())
            .into_iter()
            .map(|finding| {
                (finding.problem.severity(), finding.place.row.unwrap(), finding.view(&batch).what)
            })
            .collect();
        findings.sort_by_key(|finding| finding.1);
        assert_eq!(findings.len(), expected.len(), "{name} {target:?}: {findings:?}");
        for (found, expected) in findings.iter().zip(expected) {
            assert_eq!((found.0, found.1), (expected.0, expected.1), "{name} {target:?}: {findings:?}");
            assert!(found.2.starts_with(expected.2), "{name} {target:?}: {findings:?}");
        }
    }
}

#[test]
fn limits_of_entra_are_checked() {
    use Severity::{Error, Warning};
    let both = |finding: (Severity, u32, &'static str)| ([finding], [finding]);
    let one = |name: &str, alter: &dyn Fn(&mut Token), severity, said: &'static str| {
        let (json, csv) = both((severity, 2, said));
        check(name, vec![altered(1, alter)], &json, &csv);
    };
    check("flawless", vec![token(1)], &[], &[]);
    one("hotp", &|token| token.oath_type = OathType::Hotp, Error, "The token is event-based");
    one("45 s", &|token| token.interval = Interval::new(45), Error, "The time interval is 45 s");
    one("sha-512", &|token| token.hash = Some(HashFunction::Sha512), Error, "The hash function is SHA-512");
    one(
        "8 digits",
        &|token| token.digits = seedferry_core::token::Digits::new(8),
        Error,
        "The token shows 8",
    );
    one("81 bytes", &|token| token.seed = Seed::new((0..81).collect()), Error, "The seed has 130");
    check("80 bytes", vec![altered(1, |token| token.seed = Seed::new((0..80).collect()))], &[], &[]);
    let sha256 = altered(1, |token| token.hash = Some(HashFunction::Sha256));
    check("sha-256", vec![sha256], &[], &[(Error, 2, "The hash function is SHA-256")]);
    let no_maker = altered(1, |token| token.manufacturer = None);
    let said = "The manufacturer is missing";
    check("no manufacturer", vec![no_maker], &[(Error, 2, said)], &[(Warning, 2, said)]);
    let no_model = altered(1, |token| token.model = None);
    let said = "The model is missing";
    check("no model", vec![no_model], &[(Error, 2, said)], &[(Warning, 2, said)]);
    let formula = altered(1, |token| token.model = Some("=1+1".to_owned()));
    check("formula", vec![formula], &[], &[(Warning, 2, "The model begins with =")]);
}

#[test]
fn tokens_are_compared_with_one_another() {
    use Severity::{Error, Warning};
    let with_serial =
        |number: u32, serial: &str| altered(number, |token| token.serial = SerialNumber::parse(serial));
    let same = altered(2, |token| {
        token.serial = SerialNumber::parse("10001001");
        token.seed = seed(1);
    });
    let twice = [(Warning, 3, "The same token stands twice: see seeds.csv, row 2")];
    check("twice", vec![token(1), same], &twice, &twice);
    let other =
        [(Error, 2, "Another token has the same serial"), (Error, 3, "Another token has the same serial")];
    check("conflict", vec![token(1), with_serial(2, "10001001")], &other, &other);
    let other_type = altered(1, |token| {
        token.oath_type = OathType::Hotp;
        token.origin.row = 3;
    });
    let said = [
        (Warning, 2, "Another token has the same serial number and is of another type"),
        (Warning, 3, "Another token has the same serial number and is of another type"),
    ];
    let refused = (Error, 3, "The token is ");
    let expected = [&said[..], &[refused]].concat();
    check("both types", vec![token(1), other_type.clone()], &expected, &expected);
    let both = batch(vec![token(1), other_type]);
    let plan = conversion::plan(&both, &all(&both), TargetFormat::Pskc, &ExportOptions::default());
    assert_eq!(plan.parts[0].tokens.len(), 2, "a token of each type is two tokens");
    let shared = altered(1, |token| token.serial = SerialNumber::parse("10001009"));
    let said =
        [(Warning, 2, "Another serial number has the same seed"), (Warning, 2, "Another serial number has")];
    check("shared seed", vec![token(1), shared], &said, &said);
    let shorter = [(Warning, 6, "The serial number has 6 digits, nearly all others have 8")];
    let tokens = (1..5).map(token).chain([with_serial(5, "123456")]).collect();
    check("shorter", tokens, &shorter, &shorter);
    let of_helga = |number| altered(number, |token| token.upn = Some("Helga@contoso.com".to_owned()));
    check("five tokens", (1..6).map(of_helga).collect(), &[], &[]);
    let six: Vec<_> =
        (1..7).map(|number| (Warning, number + 1, "6 tokens are meant for this user")).collect();
    check("six tokens", (1..7).map(of_helga).collect(), &six, &six);
}

#[test]
fn the_body_for_graph_is_written_to_the_letter() {
    let id = "00aa00aa-bb11-cc22-dd33-44ee44ee44ee";
    let first = altered(1, |token| {
        token.seed = Seed::new(b"Hello!\xDE\xAD\xBE\xEF".to_vec());
        token.display_name = Some("Token \"1\"".to_owned());
        token.assign_to = Some(id.to_owned());
    });
    let second = altered(2, |token| {
        token.seed = Seed::new(b"Hello!\xDE\xAD\xBE\xEE\x00".to_vec());
        token.hash = Some(HashFunction::Sha256);
        token.interval = Interval::new(60);
        token.assign_to = Some("no id".to_owned());
    });
    let expected = r##"{
  "@context": "#$delta",
  "value": [
    {
      "@contentId": "1",
      "serialNumber": "10001001",
      "manufacturer": "Maker",
      "model": "Model",
      "secretKey": "JBSWY3DPEHPK3PXP",
      "timeIntervalInSeconds": 30,
      "hashFunction": "hmacsha1",
      "displayName": "Token \"1\"",
      "assignTo": {
        "id": "00aa00aa-bb11-cc22-dd33-44ee44ee44ee"
      }
    },
    {
      "@contentId": "2",
      "serialNumber": "10001002",
      "manufacturer": "Maker",
      "model": "Model",
      "secretKey": "JBSWY3DPEHPK3PXOAA",
      "timeIntervalInSeconds": 60,
      "hashFunction": "hmacsha256"
    }
  ]
}
"##;
    let batch = batch(vec![first, second]);
    assert_eq!(written(&batch, TargetFormat::EntraJson, &ExportOptions::default()), [expected]);
}

#[test]
fn the_table_for_entra_is_written_to_the_letter() {
    let odd = altered(1, |token| {
        token.seed = Seed::new(b"Hello!\xDE\xAD\xBE\xEF".to_vec());
        token.manufacturer = Some("Feitian Technology Co.,Ltd".to_owned());
        token.model = Some("=a \"b\"".to_owned());
        token.upn = Some("o'neill@contoso.com".to_owned());
    });
    let batch = batch(vec![odd]);
    let rest = "10001001,JBSWY3DPEHPK3PXP,30,\"Feitian Technology Co.,Ltd\",\"=a \"\"b\"\"\"\r\n";
    let options = |without_upn, old_interval_header| ExportOptions {
        without_upn,
        old_interval_header,
        ..ExportOptions::default()
    };
    for (options, expected) in [
        (
            options(false, false),
            format!(
                "upn,serial number,secret key,time interval,manufacturer,model\r\no'neill@contoso.com,{rest}"
            ),
        ),
        (
            options(true, false),
            format!("serial number,secret key,time interval,manufacturer,model\r\n{rest}"),
        ),
        (options(true, true), format!("serial number,secret key,timeinterval,manufacturer,model\r\n{rest}")),
    ] {
        assert_eq!(written(&batch, TargetFormat::EntraCsv, &options), [expected]);
    }
}

#[test]
fn bodies_are_split_and_named() {
    let batch = batch((1..=5).map(token).collect());
    for (target, per_body, expected) in [
        (TargetFormat::EntraJson, None, &[("entra-tokens.json", 5)][..]),
        (TargetFormat::EntraJson, Some(5), &[("entra-tokens.json", 5)]),
        (
            TargetFormat::EntraJson,
            Some(2),
            &[
                ("entra-tokens-1-of-3.json", 2),
                ("entra-tokens-2-of-3.json", 2),
                ("entra-tokens-3-of-3.json", 1),
            ],
        ),
        (
            TargetFormat::EntraJson,
            Some(0),
            &[
                ("entra-tokens-1-of-5.json", 1),
                ("entra-tokens-2-of-5.json", 1),
                ("entra-tokens-3-of-5.json", 1),
                ("entra-tokens-4-of-5.json", 1),
                ("entra-tokens-5-of-5.json", 1),
            ],
        ),
        (TargetFormat::EntraCsv, Some(2), &[("entra-tokens.csv", 5)]),
    ] {
        let options = ExportOptions { per_body, ..ExportOptions::default() };
        let plan = conversion::plan(&batch, &all(&batch), target, &options);
        let parts: Vec<_> =
            plan.parts.iter().map(|part| (part.file_name.as_str(), part.tokens.len())).collect();
        assert_eq!(parts, expected);
        assert!(
            (0..plan.parts.len())
                .all(|part| conversion::write(&batch, &plan, part, &mut entropy()).is_some())
        );
        assert!(conversion::write(&batch, &plan, plan.parts.len(), &mut entropy()).is_none());
    }
    let body = &written(
        &batch,
        TargetFormat::EntraJson,
        &ExportOptions { per_body: Some(2), ..ExportOptions::default() },
    )[2];
    assert!(body.contains("\"@contentId\": \"1\"") && body.contains("10001005"), "{body}");
}

/// Microsoft Graph refuses requests of more than about 4 MB. Unless the user says otherwise, no body is larger, even when
/// every text is as long as it may be.
#[test]
fn a_body_fits_one_request_unless_all_are_wanted_in_one() {
    let text = |letter: &str| Some(letter.repeat(256));
    let long = |number| {
        altered(number, |token| {
            token.serial = SerialNumber::parse(&format!("{number:0>256}"));
            token.seed = Seed::new(
                (0..64_u32)
                    .map(|byte| (byte * 7 + number * 31).to_le_bytes()[0])
                    .chain(number.to_le_bytes())
                    .collect(),
            );
            (token.manufacturer, token.model, token.display_name) = (text("M"), text("N"), text("D"));
        })
    };
    let batch = batch((1..=2_501).map(long).collect());
    for (per_body, expected) in [(None, &[2_500, 1][..]), (Some(ExportOptions::ALL_IN_ONE), &[2_501])] {
        let options = ExportOptions { per_body, ..ExportOptions::default() };
        let plan = conversion::plan(&batch, &all(&batch), TargetFormat::EntraJson, &options);
        assert_eq!(plan.parts.iter().map(|part| part.tokens.len()).collect::<Vec<_>>(), expected);
        let largest = conversion::write(&batch, &plan, 0, &mut entropy()).unwrap().expose().len();
        assert!(per_body.is_some() || largest > 3_000_000 && largest < 4_000_000, "{largest} bytes");
    }
}

#[test]
fn tokens_with_errors_stay_behind() {
    let mut batch = batch(vec![
        token(1),
        altered(2, |token| token.seed = None),
        altered(3, |token| token.serial = None),
        altered(4, |token| token.interval = Interval::new(45)),
        altered(5, |token| token.oath_type = OathType::Hotp),
        altered(6, |token| token.origin.row = 7),
        altered(1, |token| token.origin.row = 8),
    ]);
    let place = Place { source: 0, row: Some(7) };
    let problem = seedferry_core::diagnostic::RowProblem::CutOff;
    batch.findings.push(seedferry_core::diagnostic::Diagnostic::new(place, problem));
    for (with_errors, going, staying) in
        [(false, vec![0], vec![1, 2, 3, 4, 5, 6]), (true, vec![0, 3, 5], vec![1, 2, 4, 6])]
    {
        let options = ExportOptions { with_errors, ..ExportOptions::default() };
        let plan = conversion::plan(&batch, &all(&batch), TargetFormat::EntraJson, &options);
        assert_eq!(plan.parts[0].tokens, going);
        assert_eq!(plan.staying.iter().map(|(index, _)| *index).collect::<Vec<_>>(), staying);
    }
    let nothing = conversion::plan(&batch, &[1, 999], TargetFormat::EntraCsv, &ExportOptions::default());
    assert!(nothing.parts.is_empty() && nothing.staying.len() == 1);
}

#[test]
fn losses_are_counted_before_anything_is_written() {
    let with_user = altered(1, |token| {
        token.upn = Some("a@b.org".to_owned());
        token.display_name = Some("x".to_owned());
        token.interval = None;
    });
    let batch = batch(vec![with_user, altered(2, |token| token.hash = Some(HashFunction::Sha1))]);
    for (target, without_upn, expected) in [
        (
            TargetFormat::EntraJson,
            false,
            &["time interval: 30 seconds", "hash function: SHA-1", "user principal name is not"][..],
        ),
        (
            TargetFormat::EntraCsv,
            false,
            &["time interval: 30 seconds", "says the hash function", "display name", "No user is given"],
        ),
        (
            TargetFormat::EntraCsv,
            true,
            &["time interval: 30 seconds", "says the hash function", "column is left out", "display name"],
        ),
    ] {
        let options = ExportOptions { without_upn, ..ExportOptions::default() };
        let losses = conversion::plan(&batch, &all(&batch), target, &options).losses;
        assert_eq!(losses.len(), expected.len(), "{losses:?}");
        assert!(losses.iter().zip(expected).all(|(loss, said)| loss.what.contains(said) && loss.tokens == 1));
    }
}

#[test]
fn the_token_list_says_everything_and_null_for_the_rest() {
    let hotp = altered(1, |token| {
        token.seed = None;
        token.oath_type = OathType::Hotp;
        token.counter = Some(16_887_061_004_979_670);
    });
    let text = String::from_utf8(token_list::write(&[hotp]).expose().to_vec()).unwrap();
    let expected = r#"[
  {"serial":"10001001","seed":null,"type":"hotp","hash":null,"digits":null,"interval":30,"counter":16887061004979670,"manufacturer":"Maker","model":"Model","upn":null}
]
"#;
    assert_eq!(text, expected);
    assert_eq!(token_list::write(&[]).expose(), b"[]\n");
}

/// The option of older upload pages; what it wrote is not silently another user when it is read.
#[test]
fn quotation_marks_in_user_names_are_doubled_on_request() {
    let batch = batch(vec![altered(1, |token| token.upn = Some("o'neill@contoso.com".to_owned()))]);
    for (double_quotes, upn) in [(false, "o'neill@contoso.com"), (true, "o''neill@contoso.com")] {
        let options = ExportOptions { double_quotes, ..ExportOptions::default() };
        let text = written(&batch, TargetFormat::EntraCsv, &options).concat();
        assert!(text.contains(&format!("\r\n{upn},")), "{text}");
        let (_, parsed) = read(text).unwrap();
        assert_eq!(parsed.tokens[0].upn.as_deref(), Some(upn));
        let said = findings(&parsed, Severity::Warning);
        assert_eq!(
            said.iter().any(|said| said.contains("two single quotation marks")),
            double_quotes,
            "{said:?}"
        );
    }
}

/// Seeds in Base64 and texts that are the same in all rows count, too.
#[test]
fn formulas_in_seeds_and_fixed_texts_are_told_of() {
    let seed = CsvColumn::new("seed", TokenProperty::Seed);
    for (seed_text, name, fixed, told) in [
        (SeedText::Base32, "site", "x", &[][..]),
        (SeedText::Base64, "site", "x", &["begin with + for formulas, and seeds in Base64"]),
        (SeedText::Hex, "site", "=1", &["A spreadsheet takes cells that begin with ="]),
        (SeedText::Hex, "site", "-", &[]),
        (SeedText::Hex, "=site", "x", &["A spreadsheet takes names of columns that begin with ="]),
        (SeedText::Hex, "@site", "x", &["A spreadsheet takes names of columns that begin with ="]),
    ] {
        let columns = vec![seed.clone(), CsvColumn::fixed(name, fixed)];
        let mut options = ExportOptions::default();
        let own = conversion::unchanged_layout(TargetFormat::CustomCsv).unwrap();
        options.set_layout(TargetFormat::CustomCsv, Some(CustomCsv { columns, seed_text, ..own }));
        let batch = batch(vec![token(1)]);
        let losses = conversion::plan(&batch, &[0], TargetFormat::CustomCsv, &options).losses;
        let said: Vec<_> =
            losses.iter().map(|loss| &loss.what).filter(|what| what.contains("spreadsheet")).collect();
        assert_eq!(said.len(), told.len(), "{said:?}");
        assert!(said.iter().zip(told).all(|(said, told)| said.contains(told)), "{said:?}");
    }
}

/// Every table warns of what a spreadsheet would compute, and writes it all the same.
#[test]
fn formulas_are_told_of_and_written_unchanged() {
    let with_serial = |serial: &str| altered(1, |token| token.serial = SerialNumber::parse(serial));
    for (target, is_table) in [
        (TargetFormat::EntraCsv, true),
        (TargetFormat::DuoCsv, true),
        (TargetFormat::OktaCsv, true),
        (TargetFormat::SalesforceCsv, true),
        (TargetFormat::SafeIdCsv, true),
        (TargetFormat::CustomCsv, true),
        (TargetFormat::EntraJson, false),
        (TargetFormat::Pskc, false),
        (TargetFormat::DualShield, false),
    ] {
        for serial in ["=1+1", "+1001", "-1001", "@1001"] {
            let batch = batch(vec![with_serial(serial), token(2)]);
            let plan = conversion::plan(&batch, &all(&batch), target, &ExportOptions::default());
            let told = plan.losses.iter().find(|loss| loss.what.starts_with("A spreadsheet takes cells"));
            let told = told.map(|loss| (loss.tokens, loss.concerned.clone()));
            assert_eq!(told, is_table.then(|| (1, vec![0])), "{target:?} {serial}");
            let text = written(&batch, target, &ExportOptions::default()).concat();
            assert!(text.contains(serial), "{target:?}: {text}");
        }
    }
}

/// DualShield's code for event-based tokens stands for their model, too.
#[test]
fn event_based_tokens_need_no_model_beside_their_code() {
    let check = |oath_type: OathType, event_product: &str, staying: usize| {
        let codes = DualShieldCodes { event_product: event_product.to_owned(), ..DualShieldCodes::default() };
        let options = ExportOptions { dualshield: codes, ..ExportOptions::default() };
        let batch = batch(vec![Token { model: None, oath_type, ..token(1) }]);
        let plan = conversion::plan(&batch, &all(&batch), TargetFormat::DualShield, &options);
        assert_eq!(plan.staying.len(), staying, "{:?}", plan.staying);
    };
    check(OathType::Hotp, "SE", 0);
    check(OathType::Hotp, "", 1);
    check(OathType::Totp, "SE", 1);
}
