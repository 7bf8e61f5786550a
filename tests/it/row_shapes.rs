//! Tables whose rows are not shaped as their header or as one another: cells without a name, columns for the same thing,
//! files that break off, rows with another delimiter.

use seedferry_core::{
    diagnostic::Diagnostic,
    format,
    token::{Batch, Digits},
};
use seedferry_protocol::{ColumnRole, Mapping, SeedReading, Severity, TimeUnit, TokenKind};

use crate::formats::{self, HEX, SEED, content, findings, lines, read};

/// The same in hexadecimal, shortened by one byte.
const SHORT_HEX: &str = "6BD49091BA71D992655FC5FC57FB64ED0543F9";

fn filled(text: &str) -> String {
    text.replace("SEED", SEED).replace("SHORT", SHORT_HEX).replace("HEX", HEX)
}

/// What is read of a text, and the findings worse than a note. No finding may say a seed.
fn check(text: &str, tokens: &[&str], warnings: &[&str]) {
    let text = filled(text);
    formats::check(&text, text.clone(), tokens, warnings);
    let (_, parsed) = read(text.clone()).unwrap();
    let shown = |finding: &Diagnostic| format!("{:?}", finding.view(&Batch::default()));
    let said: String = parsed.findings.iter().map(shown).chain(lines(&parsed)).collect();
    let is_shown = [SEED, HEX].iter().any(|seed| said.contains(seed.get(..12).unwrap()));
    assert!(!is_shown, "{text}: {said}");
}

#[test]
fn values_below_no_name_are_pointed_out() {
    let nameless = |number: u32| format!("file: Column {number} has values, but no name in the header");
    check(
        "serial number,secret key,,manufacturer,model\n1001,SEED,60,M,c\n",
        &["1001|20|-|-|M|c|-"],
        &[&nameless(3), "file: The file does not say whether"],
    );
    check(",serial,secret,interval\nhans@a.com,1001,SEED,30\n", &["1001|20|30|-|-|-|-"], &[&nameless(1)]);
    let header = "serial number,secret key,time interval,manufacturer,model,";
    check(&format!("{header}\n1001,SEED,60,M,c,hans@a.com\n"), &["1001|20|60|-|M|c|-"], &[&nameless(6)]);
    check(&format!("{header}\n1001,SEED,60,M,c,\n"), &["1001|20|60|-|M|c|-"], &[]);
    // One row of three: its last cell is surplus, and no comma in the maker's name explains it for sure.
    check(
        &format!("{header}\n1001,SEED,60,M,c,\n1002,SEED,60,M,c,\n1003,SEED,60,Co.,Ltd,c\n"),
        &["1001|20|60|-|M|c|-", "1002|20|60|-|M|c|-", "1003|20|60|-|Co.|Ltd|-"],
        &["4: The row has 6 cells, 5 belong to it"],
    );
}

#[test]
fn of_two_columns_for_one_thing_the_more_exact_is_used() {
    let twice = |name: &str| format!("file: The column “{name}” says something else");
    check(
        "Token ID,Serial Number,Secret Key,time interval\n1,10001001,SEED,60\n2,10001002,SEED,60\n",
        &["10001001|20|60|-|-|-|-", "10001002|20|60|-|-|-|-"],
        &[&twice("Token ID")],
    );
    check(
        "User Name,User Principal Name,serial,secret,interval\nHans Muster,hans@a.com,1001,SEED,60\n",
        &["1001|20|60|-|-|-|hans@a.com"],
        &[&twice("User Name")],
    );
    // What holds addresses goes before what only sounds like it.
    check(
        "upn,login,serial,secret,interval\nhans,hans@a.com,1001,SEED,60\n",
        &["1001|20|60|-|-|-|hans@a.com"],
        &[&twice("upn")],
    );
    check(
        "serial,secret,type,mode\n1001,SEED,totp,event\n1002,SEED,totp,Time Based\n",
        &["1001|20|-|-|-|-|-", "1002|20|-|-|-|-|-"],
        &[&twice("mode"), "2: Two columns stand for the type, and differ in this row"],
    );
    check(
        "serial,Serial,secret,interval\n1001,1001,SEED,60\n1002,1003,SEED,60\n",
        &["1001|20|60|-|-|-|-", "1002|20|60|-|-|-|-"],
        &[&twice("Serial"), "3: Two columns stand for the serial number"],
    );
}

#[test]
fn a_length_is_of_codes_only_where_it_can_be() {
    let tokens = &["1001|20|30|-|-|-|-"];
    check("serial,secret,length,interval\n1001,SEED,20,30\n", tokens, &[]);
    check("serial,secret,keylength,interval\n1001,SEED,20,30\n", tokens, &[]);
    check("serial,secret,length,interval\n1001,SEED,8,30\n", tokens, &[]);
    check("serial,secret,digits,interval\n1001,SEED,20,30\n", tokens, &["2: The number of digits"]);
    let digits = |length: &str| {
        let text = filled(&format!("serial,secret,length,interval\n1001,SEED,{length},30\n"));
        read(text).unwrap().1.tokens[0].digits.map(Digits::get)
    };
    assert_eq!((digits("8"), digits("20")), (Some(8), None));
}

#[test]
fn a_last_row_that_breaks_off_is_told_in_every_table() {
    let check = |text: &str, is_cut: bool| {
        for (end, is_cut) in [("", is_cut), ("\n", false)] {
            let (format, parsed) = read(filled(&format!("{text}{end}"))).unwrap();
            let said = findings(&parsed, Severity::Error);
            let has = said.iter().any(|what| what.ends_with("The last row breaks off"));
            assert_eq!(has, is_cut, "{format:?} {text:?}: {said:?}");
        }
    };
    check("1001,HEX\n1002,HEX\n1003,SHORT", true);
    check("1001,HEX\n1002,HEX\n1003,HEX", false);
    check("1001,HEX,totp,6,60\n1002,HEX,totp,6,60\n1003,HEX", true);
    check("1001,HEX,totp,6,60\n1002,HEX,totp,6,60\n1003,HEX,totp,6,6", true);
    check("1001,HEX,totp,6,60\n1002,HEX,hotp,6\n1003,HEX,hotp,6", false);
    check("1001,HEX,60\n1002,HEX,60\n1003,HEX", true);
    check("serial,interval,secret\n1001,60,HEX\n1002,60,SHORT", true);
    check("serial,secret,interval\n1001,HEX,60\n1002,HEX,6", true);
    check("1001;F;totp;HEX;6;60\n1002;F;totp;HEX;8", true);
    check("TOTP;T1;SHA1;HEX;0;60;6\nHOTP;T2;HEX;9", false);
    let address = "otpauth://totp/1001?secret=SEED&period=60\n";
    check(&format!("{address}otpauth://totp/1002?secret=SEED"), true);
    check(&format!("{address}otpauth://totp/1002?secret=SEED&period=6"), true);
    check(&format!("{address}otpauth://totp/1002?secret=SEED&period=60"), false);
    let nexus = "1001:CORtK5wPOndVqhEiM0RVZneIyEA=:AA==\n";
    check(&format!("{nexus}1002:CORtK5wPOndVqhEiM0RVZneIyEA="), true);
}

#[test]
fn types_are_known_by_all_their_names() {
    for name in ["totp", "time", "Time Based", "time_based", "oath-totp"] {
        check(
            &format!("1001,HEX,hotp,6,5\n1002,HEX,{name},6,60\n"),
            &["1001|20|-|-|-|-|-", "1002|20|60|-|-|-|-"],
            &[],
        );
        check(
            &format!("1001;F;totp;HEX;6;60\n1002;F;{name};HEX;6;60\n"),
            &["1001|20|60|-|F|-|-", "1002|20|60|-|F|-|-"],
            &[],
        );
    }
}

#[test]
fn rows_with_another_delimiter_are_told_and_show_nothing() {
    let other = "3: The cells of the row are parted by another delimiter";
    let nothing = "-|-|-|-|-|-|-";
    check(
        "upn,serial number,secret key,time interval,manufacturer,model\nhans@a.com,1001,SEED,60,M,c\nhans@a.com;1002;SEED;60;M;c\n",
        &["1001|20|60|-|M|c|hans@a.com", nothing],
        &[other],
    );
    check(
        "serial number,secret key,time interval,manufacturer,model\n1001,SEED,60,M,c\n1002;SEED;60;Co.,Ltd;c\n",
        &["1001|20|60|-|M|c|-", nothing],
        &[other],
    );
    check(
        "1001,HEX,totp,6,60\n1002,HEX,totp,6,60\n1003;HEX;totp;6;60\n",
        &["1001|20|60|-|-|-|-", "1002|20|60|-|-|-|-", nothing],
        &[other],
    );
    // A remark with another delimiter in it is none.
    check(
        "serial,secret,interval,model\n1001,SEED,60,delivered 2024-11-05; Kiel office 12\n",
        &["1001|20|60|-|-|delivered 2024-11-05; Kiel office 12|-"],
        &[],
    );
}

#[test]
fn comments_and_bad_lines_spoil_nothing() {
    check(
        "serial number,secret key,time interval\n0010,SEED,30\n\n# comment,x,y\n0011,SEED,30\n",
        &["0010|20|30|-|-|-|-", "0011|20|30|-|-|-|-"],
        &[],
    );
    check(
        "# made by a tool\n# version: 2, user, resolver, realm\na@b.org,,,1001,HEX,totp,6,60\n",
        &["1001|20|60|-|-|-|a@b.org"],
        &[],
    );
    let row = "CORtK5wPOndVqhEiM0RVZneIyEA=";
    check(
        &format!("1001:{row}:AA==\n:{row}:AA==\nbad line\n1003:{row}:AQ==\n"),
        &["1001|20|-|-|-|-|-", "-|20|-|-|-|-|-", "bad line|-|-|-|-|-|-", "1003|20|-|-|-|-|-"],
        &[
            "2: The serial number is missing",
            "3: The row has 1 of 3",
            "3: The serial number has blanks",
            "3: The seed is missing",
        ],
    );
    check(
        "LOGGING START,1/2/2020, 3:04 PM\nOATH-HOTP,1/2/2020, 3:05 PM,1,ubhe12345678,,HEX,000000000000,000000000000,0,0,0,6,0,0,0,0,0,0\n",
        &["ubhe12345678|20|-|-|Yubico|-|-"],
        &[],
    );
}

#[test]
fn a_file_without_tokens_is_not_said_to_be_an_empty_one() {
    for text in ["serial number,secret key,time interval\n", r##"{"@context":"#$delta","value":[]}"##] {
        let Err(cause) = read(text) else { panic!("{text}") };
        assert_eq!(format!("{cause:?}"), "NoTokens", "{text}");
    }
    let graph =
        r#"{"hardwareOathDevices":[{"serialNumber":"1001","secretKey":"SEED","timeIntervalInSeconds":60}]}"#;
    check(graph, &["1001|20|60|-|-|-|-"], &[]);
}

/// Serial number, seed, manufacturer, time interval; the table has no header.
fn mapping() -> Mapping {
    use ColumnRole::{Interval, Manufacturer, Seed, Serial};
    Mapping {
        delimiter: ',',
        header: false,
        columns: vec![Serial, Seed, Manufacturer, Interval],
        seed_encoding: SeedReading::Decided,
        time_unit: TimeUnit::Seconds,
        token_kind: TokenKind::Totp,
    }
}

/// A table that only a mapping reads: its names are known all the same, the more exact one of two first.
#[test]
fn a_guess_heeds_exact_names_and_what_stands_below() {
    use ColumnRole::{Digits, Seed, Serial, Unused};
    let check = |text: &str, columns: &[ColumnRole]| {
        let view = format::preview(&content(filled(text)), None).unwrap();
        assert_eq!(view.mapping.columns, columns, "{text}");
    };
    check("Token ID,Serial Number,Geheimnis\nab,10001001,SEED\ncd,10001002,SEED\n", &[Unused, Serial, Seed]);
    check("Nummer,key,length\n10001001,SEED,20\n10001002,SEED,20\n", &[Serial, Seed, Unused]);
    check("Nummer,key,length\n10001001,SEED,8\n10001002,SEED,8\n", &[Serial, Seed, Digits]);
}

#[test]
fn mapped_rows_are_held_to_the_shape_of_the_others() {
    let check = |rows: &str, tokens: &[&str], warnings: &[&str]| {
        let text = filled(&format!("1001,SEED,Maker,60\n1002,SEED,Maker,60\n{rows}"));
        let parsed = format::parse_mapped(&content(text), &mapping(), 0).unwrap();
        assert_eq!(&lines(&parsed)[2..], tokens, "{rows}");
        let found = findings(&parsed, Severity::Warning);
        assert_eq!(found.len(), warnings.len(), "{rows}: {found:?}");
        for (found, expected) in found.iter().zip(warnings) {
            assert!(found.starts_with(expected), "{rows}: {found} where {expected} was expected");
        }
    };
    check("1003,SEED,Maker,60\n", &["1003|20|60|-|Maker|-|-"], &[]);
    check("1003,SEED,Maker\n", &["1003|20|-|-|Maker|-|-"], &[]);
    check(
        "1003,SEED,Maker Co.,Ltd,60\n",
        &["1003|20|60|-|Maker Co.,Ltd|-|-"],
        &["3: The manufacturer's name holds"],
    );
    check(
        "1003,SEED,,Maker,60\n",
        &["1003|20|-|-|-|-|-"],
        &["3: The row has 5 cells", "3: The time interval"],
    );
    check("1003,SEED,\"Maker,60\n", &["1003|20|60|-|\"Maker|-|-"], &["3: A quotation mark is not closed"]);
    check("1003,SEED,Mak", &["1003|20|-|-|Mak|-|-"], &["3: The last row breaks off"]);
    check("1003,SEED,Maker,6", &["1003|20|6|-|Maker|-|-"], &["3: The last row breaks off"]);
    check("1003;SEED;Maker;60\n", &["-|-|-|-|-|-|-"], &["3: The cells of the row are parted"]);
}
