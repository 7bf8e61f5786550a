//! What tools for the same job get wrong, each case with the tests that keep it from happening here. A test that is
//! renamed needs its row changed.

use std::path::Path;

use seedferry_core::{
    conversion::{check_batch, unchanged_layout},
    encoding::{write_base32, write_hex},
    graph::work::{Act, Change, Code},
    token::SerialNumber,
};
use seedferry_protocol::{CsvQuoting, CustomCsv, ExportOptions, Severity, TargetFormat};

use crate::{
    convert::{altered, batch, written},
    failures::source,
    formats::{SEED, check, findings, lines, read},
};

/// The case, what goes wrong elsewhere, the file of a test, and the test.
type Row = (u8, &'static str, &'static str, &'static str);

const CODES: &str = "crates/core/src/app/work/codes.rs";
const BASE32: &str = "crates/core/src/encoding/seed.rs";
const HERE: &str = "tests/it/regressions.rs";
const ASSIGN: &str = "crates/tenant/tests/assign.rs";
const INVENTORY: &str = "crates/tenant/tests/inventory.rs";
const WORK: &str = "crates/core/src/graph/work/tests.rs";
const SIMULATED: &str = "crates/tenant/tests/work.rs";
const JOURNEY: &str = "crates/tenant/tests/work_journey.rs";
const IN_BROWSER: &str = "tests/e2e/tenant-work.test.mjs";

#[rustfmt::skip]
const CASES: &[Row] = &[
    (1, "a code of 30 s for a token of 60 s, of SHA-1 for one of SHA-256", CODES, "codes_come_from_the_tokens_own_interval_and_hash"),
    (1, "a code of 30 s for a token of 60 s, of SHA-1 for one of SHA-256", "crates/core/src/otp.rs", "totp_shows_the_codes_of_rfc_6238_appendix_b"),
    (2, "the hash function guessed from the length of the key", HERE, "the_hash_function_is_what_the_file_says_whatever_the_length_of_the_key"),
    (3, "the heading of the time interval not known, so 30 s", "crates/core/src/format/field.rs", "names_are_known_in_every_spelling"),
    (3, "the heading of the time interval not known, so 30 s", HERE, "the_time_interval_is_read_under_every_heading"),
    (4, "the first page of a list only", INVENTORY, "a_large_inventory_is_read_page_by_page"),
    (4, "the first page of a list only", "crates/core/src/graph/people/read.rs", "members_are_followed_to_the_next_page_and_nowhere_else"),
    (4, "the first page of a list only", JOURNEY, "tokens_of_the_last_page_are_deleted_and_the_rest_is_counted"),
    (5, "seeds in logs, files and addresses", HERE, "no_text_about_a_token_holds_its_seed"),
    (5, "seeds in logs, files and addresses", "crates/core/src/app/journal/masked.rs", "seeds_and_codes_are_left_out"),
    (5, "seeds in logs, files and addresses", "crates/tenant/tests/upload.rs", "the_result_holds_every_serial_number_and_no_seed"),
    (5, "seeds in logs, files and addresses", "tests/e2e/privacy.test.mjs", "a seed in the wrong column is shown nowhere"),
    (5, "seeds in logs, files and addresses", IN_BROWSER, "codes are computed from the open seed, the tenant takes them, and neither seed nor code is kept"),
    (6, "an apostrophe in a filter", "crates/core/src/graph/people/ask.rs", "names_are_safe_in_filters"),
    (6, "an apostrophe in a filter", ASSIGN, "people_of_any_name_are_found"),
    (7, "a name shown as HTML", ASSIGN, "people_of_any_name_are_found"),
    (7, "a name shown as HTML", IN_BROWSER, "a name that looks like HTML is shown as text wherever it stands, on paper too"),
    (7, "a name shown as HTML", "tests/e2e/assign.test.mjs", "a list is checked, its tokens are moved by keyboard, and what is ticked is done"),
    (8, "a token that was there lost when another row fails", SIMULATED, "nobody_loses_a_token_in_a_thousand_tenants"),
    (8, "a token that was there lost when another row fails", "crates/tenant/tests/simulation.rs", "uploads_survive_a_thousand_tenants"),
    (9, "leading zeros lost", "crates/core/src/app/assign/one.rs", "codes_keep_their_leading_zeros"),
    (9, "leading zeros lost", WORK, "codes_keep_their_leading_zeros_and_ids_are_encoded"),
    (9, "leading zeros lost", "tests/e2e/assign.test.mjs", "each permission is asked for when it is first used, and codes reach the tenant digit for digit"),
    (9, "leading zeros lost", HERE, "serial_numbers_keep_their_leading_zeros_in_every_file"),
    (10, "Base32 with blanks, in lower case or with padding refused", BASE32, "reads_what_is_written_and_names_what_is_not"),
    (10, "Base32 with blanks, in lower case or with padding refused", HERE, "a_seed_that_was_tidied_or_cut_says_so"),
    (11, "Base32 that ends within a byte taken as it is", BASE32, "reads_what_is_written_and_names_what_is_not"),
    (11, "Base32 that ends within a byte taken as it is", HERE, "a_seed_that_was_tidied_or_cut_says_so"),
    (12, "a code computed at the end of its time", CODES, "a_code_that_is_about_to_change_is_waited_for"),
    (13, "one permission taken for all actions", "crates/tenant/tests/assign/permissions.rs", "permissions_are_asked_for_one_by_one"),
    (13, "one permission taken for all actions", "crates/core/src/app/work/mod.rs", "each_action_asks_for_its_own_permission"),
    (13, "one permission taken for all actions", HERE, "every_act_asks_for_the_narrowest_permission"),
    (14, "one serial number twice, as legacy token and through Graph", "crates/tenant/tests/inventory/reports.rs", "tokens_of_holders_tell_of_doubles_and_of_people_with_five"),
    (14, "one serial number twice, as legacy token and through Graph", "crates/tenant/tests/work_journey/legacy.rs", "a_legacy_double_goes_when_the_other_token_is_activated"),
    (14, "one serial number twice, as legacy token and through Graph", SIMULATED, "nobody_loses_a_token_in_a_thousand_tenants"),
    (14, "one serial number twice, as legacy token and through Graph", IN_BROWSER, "a legacy double is taken from its person and then deleted, and the activated one stays"),
    (15, "an empty answer read as one empty token", "crates/core/src/graph/device.rs", "what_is_blank_is_no_token"),
    (15, "an empty answer read as one empty token", INVENTORY, "an_empty_inventory_is_empty"),
    (16, "success told, and nothing kept", WORK, "every_write_is_read_before_and_after"),
    (16, "success told, and nothing kept", SIMULATED, "broken_work_is_caught_within_a_thousand_tenants"),
    (16, "success told, and nothing kept", "crates/tenant/tests/upload.rs", "every_token_has_its_verdict_whatever_happens"),
];

#[test]
fn every_case_has_a_test_of_its_name() {
    let stands = |(_, _, file, test): &&Row| {
        let text = source(Path::new(file));
        if file.starts_with("tests/e2e/") {
            text.contains(&format!("test(\"{test}\""))
        } else {
            text.contains(&format!("fn {test}()"))
        }
    };
    let lost: Vec<_> = CASES.iter().filter(|row| !stands(row)).collect();
    assert!(lost.is_empty(), "tests that are not there: {lost:#?}");
    let without: Vec<u8> = (1..=16).filter(|case| !CASES.iter().any(|row| row.0 == *case)).collect();
    assert!(without.is_empty(), "cases without a test: {without:?}");
}

#[test]
fn the_hash_function_is_what_the_file_says_whatever_the_length_of_the_key() {
    let (short, long) =
        ("FVYRMQVXE2YEIALCPSU7XLBS6XEFGD5R", "FVYRMQVXE2YEIALCPSU7XLBS6XEFGD5RSA6MJWYCEWDRPEQ2JCAQ");
    let table = |key: &str, hash: &str| {
        let head = "serialNumber,secretKey,timeIntervalInSeconds,manufacturer,model,hashFunction";
        format!("{head}\nT1,{key},60,Maker,Model,{hash}\n")
    };
    check("short, SHA-256", table(short, "hmacsha256"), &["T1|20|60|sha256|Maker|Model|-"], &[]);
    check("long, SHA-1", table(long, "hmacsha1"), &["T1|32|60|sha1|Maker|Model|-"], &[]);
    // Nothing is guessed: what is not said is absent, and shown as assumed.
    check("short, nothing said", table(short, ""), &["T1|20|60|-|Maker|Model|-"], &[]);
    let told =
        "The seed has 32 bytes, the usual size for SHA-256, and the file does not say the hash function";
    check("long, nothing said", table(long, ""), &["T1|32|60|-|Maker|Model|-"], &[told]);
}

#[test]
fn the_time_interval_is_read_under_every_heading() {
    let headings = [
        "time interval",
        "Time Interval",
        "timeInterval",
        "timeinterval",
        "time_interval",
        "interval",
        "timeIntervalInSeconds",
    ];
    for heading in headings {
        let text =
            format!("serial number,secret key,{heading},manufacturer,model\nT1,{SEED},60,Maker,Model\n");
        check(heading, text, &["T1|20|60|-|Maker|Model|-"], &[]);
    }
    let none = format!("serial number,secret key,manufacturer,model\nT1,{SEED},Maker,Model\n");
    let (_, parsed) = read(none).unwrap();
    assert_eq!(lines(&parsed), ["T1|20|-|-|Maker|Model|-"], "what is not said is not 30 s");
}

#[test]
fn a_seed_that_was_tidied_or_cut_says_so() {
    let said = |seed: &str| {
        let head = "serial number,secret key,time interval,manufacturer,model";
        let (_, parsed) = read(format!("{head}\nT1,{seed},60,Maker,Model\n")).unwrap();
        assert_eq!(parsed.tokens.iter().filter(|token| token.seed.is_some()).count(), 1, "{seed}");
        findings(&parsed, Severity::Note)
    };
    let blanks: String = SEED.chars().enumerate().fold(String::new(), |text, (at, letter)| {
        if at > 0 && at % 4 == 0 { format!("{text} {letter}") } else { format!("{text}{letter}") }
    });
    let tidied = "2: The seed was written with blanks, hyphens, padding or a prefix";
    let cut = "2: The last character of the seed holds more than the last byte needs";
    assert_eq!(said(&SEED.to_lowercase()), [""; 0]);
    assert_eq!(said(&blanks), [tidied]);
    assert_eq!(said(&format!("{SEED}AE======")), [tidied]);
    assert_eq!(said(&format!("{SEED}AF")), [cut]);
}

#[test]
fn every_act_asks_for_the_narrowest_permission() {
    let (user, device) = (|| "u".to_owned(), || "d".to_owned());
    let code = || Code::Typed("012345".to_owned());
    let of_people = [
        Act::Assign { user: user(), device: device() },
        Act::AssignAndActivate { user: user(), device: device(), code: code() },
        Act::AssignAndActivateBySerial { user: user(), serial: device(), code: code() },
        Act::Activate { user: user(), device: device(), code: code() },
        Act::Deactivate { user: user(), device: device() },
        Act::Unassign { user: user(), device: device() },
    ];
    let of_the_tenant = [
        Act::Delete { device: device() },
        Act::DeleteLegacy { device: device() },
        Act::Update { device: device(), change: Change::default() },
    ];
    for act in of_people {
        assert_eq!(act.permission(), "UserAuthMethod-HardwareOATH.ReadWrite.All", "{act:?}");
    }
    for act in of_the_tenant {
        assert_eq!(act.permission(), "Policy.ReadWrite.AuthenticationMethod", "{act:?}");
    }
}

/// Neither what is said of a token nor how it prints itself for those who look for errors shows its seed.
#[test]
fn no_text_about_a_token_holds_its_seed() {
    let of_two = |number: u32| altered(number, |token| token.serial = SerialNumber::parse("10001001"));
    let batch = batch(vec![of_two(1), of_two(2)]);
    let seeds = batch.tokens.iter().filter_map(|token| token.seed.as_ref());
    let spelt: Vec<_> = seeds.flat_map(|seed| [write_base32(seed), write_hex(seed)]).collect();
    for target in TargetFormat::ALL {
        let findings = check_batch(&batch, target, &ExportOptions::default());
        let text = format!("{batch:?} {findings:?}").to_lowercase();
        assert!(text.contains("10001001"), "{target:?}");
        assert!(!spelt.iter().any(|seed| text.contains(&seed.to_lowercase())), "{target:?}");
    }
}

#[test]
fn serial_numbers_keep_their_leading_zeros_in_every_file() {
    let token = altered(1, |token| {
        token.serial = SerialNumber::parse("000123");
        token.upn = Some("grace.chen@contoso.example".to_owned());
    });
    let batch = batch(vec![token]);
    let open = TargetFormat::ALL.into_iter().filter(|target| {
        !matches!(target, TargetFormat::PskcKey | TargetFormat::PskcPassphrase | TargetFormat::DualShield)
    });
    for target in open {
        let texts = written(&batch, target, &ExportOptions::default());
        assert!(texts.iter().any(|text| text.contains("000123")), "{target:?}: {texts:?}");
    }
    // For spreadsheets, which take digits for a number: every cell between quotation marks.
    let quoted =
        CustomCsv { quoting: CsvQuoting::Always, ..unchanged_layout(TargetFormat::CustomCsv).unwrap() };
    let mut options = ExportOptions::default();
    options.set_layout(TargetFormat::CustomCsv, Some(quoted));
    assert!(written(&batch, TargetFormat::CustomCsv, &options)[0].contains("\"000123\""));
}
