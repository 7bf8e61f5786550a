//! Tables of one's own and ready-made ones: what their columns do not say, and cells that would be misread.

use seedferry_core::{
    conversion::{self, check_batch, unchanged_layout},
    format::custom_csv,
    token::{Digits, HashFunction, Interval, OathType, SerialNumber, Token},
};
use seedferry_protocol::{
    CsvColumn, CsvDelimiter, CsvEncoding, CsvQuoting, CsvWord, CustomCsv, ExportOptions, LetterCase,
    SeedText, TargetFormat, TokenProperty,
};

use crate::{
    convert::{all, altered, batch, token, written},
    formats::read,
};

const TARGET: TargetFormat = TargetFormat::CustomCsv;

fn with(layout: CustomCsv) -> ExportOptions {
    let mut options = ExportOptions::default();
    options.set_layout(TARGET, Some(layout));
    options
}

fn custom(columns: Vec<CsvColumn>) -> CustomCsv {
    CustomCsv { columns, ..unchanged_layout(TARGET).unwrap() }
}

/// Seven tokens of as many kinds.
fn kinds() -> Vec<Token> {
    let timed = |number, seconds| altered(number, |token| token.interval = Interval::new(seconds));
    vec![
        timed(1, 60),
        altered(2, |token| {
            (token.oath_type, token.interval, token.counter) = (OathType::Hotp, None, Some(7));
        }),
        Token { digits: Digits::new(8), ..timed(3, 60) },
        Token { hash: Some(HashFunction::Sha256), ..timed(4, 60) },
        timed(5, 45),
        timed(6, 30),
        Token { digits: Digits::new(9), ..timed(7, 30) },
    ]
}

/// Each file's name with the beginnings of its rows, and which of [`kinds`] stay behind, counted from 1.
fn check(name: &str, files: &[(&str, &[&str])], staying: &[u32]) {
    let layout = custom_csv::ready_made().into_iter().find(|layout| layout.name.starts_with(name)).unwrap();
    let (batch, options) = (batch(kinds()), with(layout));
    let plan = conversion::plan(&batch, &all(&batch), TARGET, &options);
    let names: Vec<_> = plan.parts.iter().map(|part| part.file_name.as_str()).collect();
    assert_eq!(names, files.iter().map(|(name, _)| *name).collect::<Vec<_>>(), "{name}");
    for (text, (file, rows)) in written(&batch, TARGET, &options).iter().zip(files) {
        let lines: Vec<_> = text.lines().collect();
        let begin = lines.iter().zip(*rows).all(|(line, row)| line.starts_with(row));
        assert!(begin && lines.len() == rows.len(), "{name} {file}: {lines:?}");
    }
    let behind: Vec<_> = plan.staying.iter().map(|(at, _)| at + 1).collect();
    assert_eq!(behind, staying, "{name}: {:?}", plan.staying);
}

#[test]
fn what_a_ready_made_table_cannot_say_is_in_the_name_or_stays_behind() {
    let rows: &[&str] = &["HOTP/T60/6 10001001 - ", "HOTP/T60/8 10001003 - ", "HOTP/T30/6 10001006 - "];
    check("liboath users.oath, time", &[("tokens.csv", rows)], &[2, 4, 5, 7]);
    check("liboath users.oath, event", &[("tokens.csv", &["HOTP/E/6 10001002 - "])], &[1, 3, 4, 5, 6, 7]);
    let split: &[(&str, &[&str])] = &[
        ("tokens-6-digits-60s-sha1.csv", &["10001001,"]),
        ("tokens-8-digits-60s-sha1.csv", &["10001003,"]),
        ("tokens-6-digits-60s-sha256.csv", &["10001004,"]),
        ("tokens-6-digits-45s-sha1.csv", &["10001005,"]),
        ("tokens-6-digits-30s-sha1.csv", &["10001006,"]),
        ("tokens-9-digits-30s-sha1.csv", &["10001007,"]),
    ];
    check("PingID, time", split, &[2]);
    check("RapidIdentity", &split[4..], &[1, 2, 3, 4, 5]);
    check("PingID, event", &[("tokens-6-digits-sha1.csv", &["10001002,"])], &[1, 3, 4, 5, 6, 7]);
    check("PhenixID, event", &[("tokens-6-digits-sha1.csv", &["HOTP;10001002;"])], &[1, 3, 4, 5, 6, 7]);
    let oath: &[&str] = &["10001001;", "10001002;", "10001003;", "10001005;", "10001006;", "10001007;"];
    check("multiOTP", &[("tokens.csv", oath)], &[4]);
    let entra: &[&str] = &["upn,", ",10001001,", ",10001005,", ",10001006,"];
    check("HelloID", &[("tokens.csv", entra)], &[2, 3, 4, 7]);
    let graph: &[&str] = &["serialNumber,", "10001001,", "10001004,", "10001006,"];
    check("Scripts for Microsoft Graph", &[("tokens.csv", graph)], &[2, 3, 5, 7]);
    let swivel: Vec<(String, String)> = split
        .iter()
        .map(|(name, rows)| (name.replace("tokens-", "tokens-totp-"), rows[0].replace(',', " ")))
        .collect();
    let rows: Vec<_> = swivel.iter().map(|(_, row)| [row.as_str()]).collect();
    let mut files: Vec<(&str, &[&str])> =
        swivel.iter().zip(&rows).map(|((name, _), row)| (name.as_str(), &row[..])).collect();
    files.insert(1, ("tokens-hotp-6-digits-sha1.csv", &["10001002 "]));
    check("Swivel", &files, &[]);
}

/// Where blanks stand between cells, an empty one would shift the others; a blank in a cell would, too.
#[test]
fn no_table_with_blanks_is_written_shifted() {
    use CsvDelimiter::{Blank, Tab};
    use CsvQuoting::{Always, Never, WhereNeeded};
    use TokenProperty::{Model, Seed, Serial};
    let layout = |delimiter, quoting, columns: [TokenProperty; 3]| CustomCsv {
        delimiter,
        quoting,
        header: false,
        seed_text: SeedText::Hex,
        ..custom(columns.map(|property| CsvColumn::new(property.name(), property)).to_vec())
    };
    let is_empty =
        "The model is empty, and in a table with blanks between its cells those behind it would shift";
    let holds = "The model holds characters that this file cannot write";
    for (delimiter, quoting, columns, model, expected) in [
        (Blank, Never, [Serial, Seed, Model], "", Ok("10001001 HEX \r\n")),
        (Blank, Never, [Serial, Model, Seed], "", Err(is_empty)),
        (Blank, Always, [Serial, Model, Seed], "", Err(is_empty)),
        (Blank, WhereNeeded, [Model, Serial, Seed], "", Err(is_empty)),
        (Blank, Never, [Serial, Model, Seed], "a\tb", Err(holds)),
        (Blank, Never, [Serial, Model, Seed], "a\u{2003}b", Err(holds)),
        (Blank, WhereNeeded, [Serial, Model, Seed], "a b", Ok("10001001 \"a b\" HEX\r\n")),
        (Tab, Never, [Serial, Model, Seed], "", Ok("10001001\t\tHEX\r\n")),
        (Tab, Never, [Serial, Model, Seed], "a b", Err(holds)),
    ] {
        let batch = batch(vec![altered(1, |token| token.model = Some(model.to_owned()))]);
        let options = with(layout(delimiter, quoting, columns));
        let why: Vec<_> = conversion::plan(&batch, &[0], TARGET, &options).staying;
        let why: Vec<_> = why.iter().map(|(_, problem)| problem.what()).collect();
        let hex = data_encoding::HEXUPPER.encode(token(1).seed.unwrap().expose());
        let texts: Vec<_> = expected.iter().map(|text| text.replace("HEX", &hex)).collect();
        assert_eq!(written(&batch, TARGET, &options), texts, "{columns:?} {model:?}");
        assert_eq!(why, Vec::from_iter(expected.err()), "{columns:?} {model:?}");
    }
    let fixed = |place| {
        let mut table = layout(Blank, Never, [Serial, Seed, Seed]);
        table.columns[place] = CsvColumn::fixed("f", "");
        conversion::plan(&batch(vec![token(1)]), &[0], TARGET, &with(table)).obstacles
    };
    assert!(fixed(1).concat().contains("its text is empty") && fixed(2).is_empty());
}

/// A row that begins so is a comment for many readers, ours among them.
#[test]
fn a_row_that_begins_like_a_comment_is_told_of() {
    let oath = custom_csv::ready_made().into_iter().find(|layout| layout.name.contains("LinOTP")).unwrap();
    for (serial, told) in [("#1", 1), ("1#", 0)] {
        for (target, options) in
            [(TargetFormat::DuoCsv, ExportOptions::default()), (TARGET, with(oath.clone()))]
        {
            let batch = batch(vec![altered(1, |token| token.serial = SerialNumber::parse(serial))]);
            let says = |what: &str| what.contains("begins with #");
            let found = check_batch(&batch, target, &options);
            let found = found.iter().filter(|finding| says(&finding.problem.what())).count();
            let losses = conversion::plan(&batch, &[0], target, &options).losses;
            let lost = losses.iter().filter(|loss| says(&loss.what)).count();
            assert_eq!((found, lost), (told, told), "{serial} {target:?}");
            let is_read = read(written(&batch, target, &options).concat()).is_ok();
            assert_eq!(is_read, told == 0, "{serial} {target:?}");
        }
    }
}

/// What counts is the cell as it is written, in its letter case.
#[test]
fn letters_are_looked_up_in_windows_1252_as_they_are_written() {
    let model = |letter_case| CsvColumn { letter_case, ..CsvColumn::new("m", TokenProperty::Model) };
    let fixed = |letter_case| CsvColumn { letter_case, ..CsvColumn::fixed("f", "\u{b5}") };
    let check = |column: CsvColumn, staying: usize, obstacles: usize| {
        let layout = custom(vec![CsvColumn::new("k", TokenProperty::Seed), column]);
        let options = ExportOptions { encoding: CsvEncoding::Windows1252, ..with(layout) };
        let batch = batch(vec![altered(1, |token| token.model = Some("\u{b5}".to_owned()))]);
        let plan = conversion::plan(&batch, &[0], TARGET, &options);
        assert_eq!((plan.staying.len(), plan.obstacles.len()), (staying, obstacles), "{:?}", options.layouts);
    };
    check(model(LetterCase::Kept), 0, 0);
    // The capital of the micro sign is a Greek letter.
    check(model(LetterCase::Upper), 1, 0);
    check(fixed(LetterCase::Kept), 0, 0);
    check(fixed(LetterCase::Upper), 0, 1);
    let word = CsvWord { value: "\u{b5}".to_owned(), word: "\u{142}".to_owned() };
    check(CsvColumn { words: vec![word], ..model(LetterCase::Kept) }, 1, 1);
}
