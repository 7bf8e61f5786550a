//! Tables of servers and vendors, tables of any other kind, and files that are refused by name.

use seedferry_core::{
    encoding::SeedEncoding,
    envelope::Secrets,
    format::{self, FileFormat, ReadOptions},
    opening::{self, Outcome},
    reading::{Reading, Readings},
    token::Interval,
};
use seedferry_protocol::{ColumnRole, CutShort, Mapping, SeedReading, TimeUnit, TokenKind, WrongCodes};

use crate::{
    envelope,
    formats::{HEX, SEED, content, lines, read},
};

/// A text, its format, and of each token: type, digits, counter, and the line of [`lines`].
type Case = (&'static str, FileFormat, &'static [&'static str]);

const TABLES: &[Case] = &[
    (
        "T1;Maker;totp;HEX;6;60\nT2;Maker;hotp;HEX;8;7\n",
        FileFormat::MultiOtp,
        &["totp 6 - T1|20|60|-|Maker|-|-", "hotp 8 7 T2|20|-|-|Maker|-|-"],
    ),
    (
        "TOTP;T1;SHA256;HEX;0;60;6\nHOTP;T2;HEX;9\n",
        FileFormat::PhenixId,
        &["totp 6 - T1|20|60|sha256|-|-|-", "hotp - 9 T2|20|-|-|-|-|-"],
    ),
    (
        "# version: 2\na@b.org, res, realm, T1, HEX, totp, 6, 60\n,,,T2,HEX,hotp,8,3\n",
        FileFormat::PrivacyIdea,
        &["totp 6 - T1|20|60|-|-|-|a@b.org", "hotp 8 3 T2|20|-|-|-|-|-"],
    ),
    (
        "2418230,cccccccirblh,0,HEX,000000000000,2019-10-10T10:42:00,\n\
         2418231,cccccccirbli,b321173a2fb8,6faa3ce885fcd5eda7efa5195e5a5d44,000000000000,2019-10-10T10:42:00,\n",
        FileFormat::Yubico,
        &["hotp - 0 2418230|20|-|-|-|-|-", "other - - 2418231|16|-|-|-|-|-"],
    ),
    (
        "LOGGING START,10.10.19 10:42\nOATH-HOTP,10.10.19 10:42,1,ubbc,,HEX,,,0,0,0,8,3,0,0,0,0,0\n\
         Yubico OTP,10.10.19 10:42,1,cccc,b321173a2fb8,6faa3ce885fcd5eda7efa5195e5a5d44,,,0,0,0,0,0,0,0,0,0,1\n",
        FileFormat::YubicoLog,
        &["hotp 8 3 ubbc|20|-|-|Yubico|-|-", "other - - cccc|-|-|-|Yubico|-|-"],
    ),
    (
        "# users\nHOTP/E/8\tbob\t-\tHEX\t12\nHOTP/T30 eve + HEX\n",
        FileFormat::UsersFile,
        &["hotp 8 12 bob|20|-|-|-|-|-", "totp 6 - eve|20|30|-|-|-|-"],
    ),
    (
        "<tokenList><tokenInfo><device><manufacturer>M</manufacturer><model>TB</model><serial>T1</serial></device>\
         <token><![CDATA[<data><counter>0</counter><digits>6</digits><secret enc=\"HEX\">HEX</secret></data>]]></token>\
         </tokenInfo></tokenList>",
        FileFormat::Uap,
        &["hotp 6 0 T1|20|-|-|M|TB|-"],
    ),
];

#[test]
fn tables_of_servers_are_read() {
    for (text, format, expected) in TABLES {
        let text = text.replace(">HEX<", &format!(">{HEX}<")).replace("HEX,", &format!("{HEX},"));
        let text = text.replace("HEX;", &format!("{HEX};")).replace("HEX\t", &format!("{HEX}\t"));
        let text = text.replace("HEX\n", &format!("{HEX}\n"));
        let (found, parsed) = read(text.as_str()).unwrap_or_else(|cause| panic!("{text}: {cause:?}"));
        assert_eq!(found, *format, "{text}");
        let or_dash = |value: Option<String>| value.unwrap_or("-".to_owned());
        let got: Vec<_> = parsed
            .tokens
            .iter()
            .zip(lines(&parsed))
            .map(|(token, line)| {
                let digits = or_dash(token.digits.map(|digits| digits.get().to_string()));
                let counter = or_dash(token.counter.map(|counter| counter.to_string()));
                format!("{} {digits} {counter} {line}", token.oath_type.id())
            })
            .collect();
        assert_eq!(got, *expected, "{text}");
    }
}

#[test]
fn what_cannot_be_read_is_refused_by_name() {
    let refuse = |name: &str, bytes: &[u8], kind: &str, words: &str| {
        let files = vec![(name.to_owned(), bytes.to_vec())];
        let error = opening::open(files, &Secrets::default(), &mut |_| ()).unwrap_err();
        assert_eq!(
            format!("{}: {}. {}", error.cause.kind(), error.title(), error.remedy()),
            format!("{kind}: {words}")
        );
    };
    let workbook = envelope::read("tests/data/tables/workbook.xlsx");
    let encrypted = b"<data><header><encrypt>AES256</encrypt></header><tokens/></data>";
    refuse(
        "a.dat",
        b"# ===== SafeWord Authenticator Records $Version: 100$\n",
        "unsupported",
        "a.dat cannot be opened here. SafeWord's .dat is not supported. The clock of its tokens starts in the year 2000, which Entra does not know: order tokens for Entra.",
    );
    refuse(
        "a.dat",
        b"some text",
        "unsupported",
        "a.dat cannot be opened here. A .dat file such as SafeWord's is not supported. SafeWord's tokens count time from the year 2000, which Entra does not know: order tokens for Entra. Of any other system, ask for the tokens as PSKC or Entra MFA CSV.",
    );
    refuse(
        "a.sdtid",
        b"<TKNBatch><TKNHeader/></TKNBatch>",
        "unsupported",
        "a.sdtid cannot be opened here. RSA SecurID's .sdtid is not supported. Its tokens do not follow OATH and cannot be used with Entra: order OATH tokens.",
    );
    refuse(
        "a.dpx",
        b"\x01\x02binary\x00\xff",
        "unsupported",
        "a.dpx cannot be opened here. OneSpan's (VASCO's) .dpx is not supported. It is encrypted with a transport key for OneSpan's own servers, and its tokens need not follow OATH: order OATH tokens.",
    );
    refuse(
        "A.SDS",
        b"some text",
        "unsupported",
        "A.SDS cannot be opened here. ActivIdentity's (HID's) .sds is not supported. It is encrypted for HID's own servers: ask the vendor for the tokens as PSKC or Entra MFA CSV.",
    );
    refuse(
        "a.xml",
        encrypted,
        "unsupported",
        "a.xml cannot be opened here. Encryption inside DualShield XML (AES256) is not supported. Only DualShield itself can open it: ask the vendor for a file with encrypt set to NONE.",
    );
    refuse(
        "a.pdf",
        b"%PDF-1.7\n",
        "not-a-seed-file",
        "a.pdf is a PDF document, not a seed file. Choose the file that the vendor sent, as it came.",
    );
    refuse(
        "a.csv",
        b"<!DOCTYPE html><html></html>",
        "not-a-seed-file",
        "a.csv is a web page, not a seed file. The download link gave a page in place of the file, perhaps because it needs a sign-in or has expired. Open it in the browser and download the file again.",
    );
    refuse(
        "a.xls",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0",
        "not-a-seed-file",
        "a.xls is an old Office document or Outlook message, not a seed file. If it is an Excel workbook, save the sheet as CSV text with its columns formatted as text, and check that no serial number was rounded. Better: choose the file that the vendor sent, as it came.",
    );
    refuse(
        "a.xlsx",
        &workbook,
        "not-a-seed-file",
        "a.xlsx is an Office document, not a seed file. If it is an Excel workbook, save the sheet as CSV text with its columns formatted as text, and check that no serial number was rounded. Better: choose the file that the vendor sent, as it came.",
    );
    let mapping = format::mapping::file::write(&mapping());
    refuse(
        "column-mapping.json",
        mapping.expose(),
        "unsupported",
        "column-mapping.json cannot be opened here. A saved column mapping is not supported. Open it together with the table that it describes.",
    );
}

pub(crate) fn mapping() -> Mapping {
    use ColumnRole::{Interval, Seed, Serial, Unused};
    Mapping {
        delimiter: ';',
        header: true,
        columns: vec![Seed, Unused, Serial, Interval],
        seed_encoding: SeedReading::Decided,
        time_unit: TimeUnit::Minutes,
        token_kind: TokenKind::Totp,
    }
}

pub(crate) fn strange() -> String {
    format!("Geheimnis;Tasche;Nummer;Minuten\n{SEED};left;0012345;1\n{SEED};right;0012346;x\n")
}

fn open(files: &[(&str, &[u8])], readings: &Readings) -> Outcome {
    let files = files.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec())).collect();
    opening::open_with(files, &Secrets::default(), readings, &mut |_| ()).unwrap()
}

#[test]
fn a_strange_table_is_asked_about_and_its_mapping_is_used() {
    let text = strange();
    let Outcome::Asks(question, _) = open(&[("s.txt", text.as_bytes())], &Readings::default()) else {
        panic!("it was read")
    };
    assert!(question.view.mapping.header && question.view.mapping.delimiter == ';');
    assert_eq!(question.view.mapping.columns[0], ColumnRole::Seed);
    assert!(!format!("{:?}", question.view).contains(SEED), "a seed is in the view");
    assert!(
        matches!(open(&[("s.dat", text.as_bytes())], &Readings::default()), Outcome::Asks(..)),
        "not every .dat is SafeWord's"
    );
    let view = format::preview_as(&question.table, mapping()).unwrap();
    assert_eq!((view.total, view.usable, view.encoding.as_str()), (2, 2, "Base32"));
    assert_eq!(view.rows[0].parameters, "TOTP, 60 s");
    let wrong = Mapping { columns: vec![ColumnRole::Serial], ..mapping() };
    let view = format::preview_as(&question.table, wrong).unwrap();
    assert!(!format!("{view:?}").contains(SEED), "a seed is in the view");
    let saved = format::mapping::file::write(&mapping());
    let files = [("m.json", saved.expose()), ("s.txt", text.as_bytes())];
    let Outcome::Batch(batch) = open(&files, &Readings::default()) else { panic!("it was asked about") };
    assert_eq!(batch.sources[0].format, FileFormat::Table);
    let intervals: Vec<_> = batch.tokens.iter().map(|token| token.interval.map(Interval::seconds)).collect();
    assert_eq!(intervals, [Some(60), None]);
    let ask = Readings { ask: Some("d.csv".to_owned()), ..Readings::default() };
    let known = format!("serial number,secret key\n1234567,{SEED}\n");
    assert!(
        matches!(open(&[("d.csv", known.as_bytes())], &ask), Outcome::Asks(..)),
        "a known table is asked about too"
    );
}

/// Seeds in groups, under heads that say nothing, are seeds all the same.
#[test]
fn a_table_with_seeds_in_groups_is_asked_about() {
    let text = "Tasche;Nummer;Geheimnis\nleft;T-0012345;3A4F 22B1 7781 90CD EF01\nright;T-0012346;3A4F 22B1 7781 90CD EF02\n";
    let Outcome::Asks(question, _) = open(&[("s.txt", text.as_bytes())], &Readings::default()) else {
        panic!("it was read")
    };
    let view = &question.view;
    assert_eq!(view.mapping.columns, [ColumnRole::Unused, ColumnRole::Serial, ColumnRole::Seed]);
    assert_eq!((view.usable, view.encoding.as_str()), (2, "hexadecimal"));
    assert!(!format!("{view:?}").contains("22B1"), "a seed is in the view");
}

#[test]
fn a_mapping_never_panics_and_costs_little() {
    let text = strange();
    for end in 0..text.len() {
        let cut = content(&text.as_bytes()[..end]);
        let _ = format::preview(&cut, None);
        let _ = format::preview_as(&cut, mapping());
        let _ = format::parse_mapped(&cut, &mapping(), 0);
    }
    let wide = content(format!("{}\n", "x;".repeat(100_000)));
    let view = format::preview_as(&wide, mapping()).unwrap();
    assert_eq!((view.columns.len(), view.columns_left_out), (64, 100_001 - 64));
    let rows = format!("{SEED};x;0000001;1\n").repeat(50_000);
    let view = format::preview(&content(rows), Some(&Mapping { header: false, ..mapping() })).unwrap();
    assert_eq!((view.total, view.usable), (50_000, 50_000));
    let many = content(format!("{SEED};x;1\n").repeat(format::MAX_TOKENS + 1));
    assert_eq!(
        format::parse_mapped(&many, &Mapping { header: false, ..mapping() }, 0).unwrap_err().kind(),
        "too-large"
    );
}

#[test]
fn a_file_that_is_no_table_can_be_asked_about_and_shows_nothing() {
    let ask = Readings { ask: Some("d.json".to_owned()), ..Readings::default() };
    let text = format!("{{\"serialNumber\":\"1\",\n\"secretKey\":\"{SEED}\"}}");
    let Outcome::Asks(question, _) = open(&[("d.json", text.as_bytes())], &ask) else {
        panic!("it was read")
    };
    assert!(!format!("{:?}", question.view).contains(SEED), "a seed is in the view");
    assert!(question.view.columns.is_empty() && question.view.rows.is_empty());
}

/// What was said about the encoding of a file stands, whatever the column looks like or the file says.
#[test]
fn a_seed_encoding_that_was_said_stands() {
    let either = "ABCDEF23ABCDEF23ABCDEF23ABCDEF23";
    let csv = format!("serial number,secret key\nT1,{either}\n");
    let dualshield = format!(
        "<data><header><encode>HEX</encode></header><tokens><token><serial>T1</serial><seed>{either}</seed></token></tokens></data>"
    );
    let json = format!("[{{\"serialNumber\":\"T1\",\"secretKey\":\"{either}\"}}]");
    let pskc = format!(
        "<KeyContainer><KeyPackage><Key Id=\"T1\"><Data><Secret><PlainValue>{either}</PlainValue></Secret></Data></Key></KeyPackage></KeyContainer>"
    );
    for (text, decided) in [
        (csv, SeedEncoding::Base32),
        (dualshield, SeedEncoding::Hex),
        (json, SeedEncoding::Base32),
        (pskc, SeedEncoding::Base64),
        (format!("T1,{either},totp\n"), SeedEncoding::Hex),
        (format!("T1;Maker;totp;{either};6;60\n"), SeedEncoding::Hex),
        (format!("otpauth://totp/T1?secret={either}\n"), SeedEncoding::Base32),
    ] {
        let content = content(text.as_str());
        let format = format::sniff(&content).unwrap();
        let parsed = format::parse(&content, format, 0).unwrap();
        assert_eq!(parsed.encoding, Some(decided), "{text}");
        for (said, bytes) in [(SeedEncoding::Hex, 16), (SeedEncoding::Base32, 20), (SeedEncoding::Base64, 24)]
        {
            let options = ReadOptions { seeds: Some(said), ..ReadOptions::default() };
            let parsed = format::parse_as(&content, format, 0, &Secrets::default(), options).unwrap();
            let length = parsed.tokens[0].seed.as_ref().map(seedferry_core::secret::Seed::len);
            assert_eq!((parsed.encoding, length), (Some(said), Some(bytes)), "{text}");
            let doubts =
                parsed.findings.iter().any(|finding| finding.problem.what().contains("could be hexadecimal"));
            assert!(!doubts, "what was said is in no doubt: {text}");
        }
    }
}

/// Beside files that can be read, a table that likely holds tokens is asked about, and can be left out.
#[test]
fn a_strange_table_beside_other_files_is_asked_about_or_left_out() {
    let (strange, known) = (strange(), format!("serial number,secret key\n1234567,{SEED}\n"));
    let addresses = "name;town\nA;B\nC;D\n";
    let files = [
        ("known.csv", known.as_bytes()),
        ("strange.txt", strange.as_bytes()),
        ("towns.txt", addresses.as_bytes()),
    ];
    let Outcome::Asks(question, _) = open(&files, &Readings::default()) else { panic!("it was skipped") };
    assert_eq!(question.view.path, ["strange.txt"]);
    assert!(question.view.can_be_left_out);
    let said = |reading| Readings { named: vec![("strange.txt".to_owned(), reading)], ..Readings::default() };
    for (reading, sources) in [(Reading::LeftOut, 1), (Reading::Columns(mapping()), 2)] {
        let Outcome::Batch(batch) = open(&files, &said(reading)) else { panic!("it was asked about") };
        assert_eq!(batch.sources.len(), sources);
        let skipped = batch
            .findings
            .iter()
            .map(|finding| finding.view(&batch).what)
            .filter(|what| what.contains("skipped"));
        assert_eq!(skipped.count(), 3 - sources);
    }
    let named = files.map(|(name, bytes)| (name.to_owned(), bytes.to_vec()));
    let batch = opening::open(named.to_vec(), &Secrets::default(), &mut |_| ()).unwrap();
    assert_eq!(batch.sources.len(), 1, "whoever cannot be asked gets what can be read");
}

/// A key container that was cut is asked about, alone and beside other files, and read only when that is chosen.
#[test]
fn a_container_that_was_cut_is_asked_about_or_left_out() {
    let key = |id: &str| {
        format!(
            "<KeyPackage><Key Id=\"{id}\"><Data><Secret><PlainValue>{SEED}</PlainValue></Secret></Data></Key></KeyPackage>"
        )
    };
    let cut = format!("<KeyContainer>{}{}<KeyPackage><Key Id=", key("T1"), key("T2"));
    let known = format!("serial number,secret key\n1234567,{SEED}\n");
    let all = [("cut.xml", cut.as_bytes()), ("known.csv", known.as_bytes())];
    let said = |reading| Readings { named: vec![("cut.xml".to_owned(), reading)], ..Readings::default() };
    for (files, can_be_left_out) in [(&all[..1], false), (&all[..], true)] {
        for readings in [Readings::default(), said(Reading::Format(FileFormat::Pskc))] {
            let Outcome::Asks(question, error) = open(files, &readings) else { panic!("it was read") };
            assert_eq!(error.title(), "cut.xml is damaged. Its end is missing, after 2 whole keys");
            let view = question.view;
            assert_eq!((view.format.as_deref(), view.cut_short), (Some("pskc"), Some(CutShort::Stop)));
            assert_eq!((view.can_be_left_out, view.is_table()), (can_be_left_out, false));
            assert!(view.problem.unwrap().starts_with(&error.title()));
        }
        let mended = said(Reading::Mended(FileFormat::Pskc));
        let Outcome::Batch(batch) = open(files, &mended) else { panic!("it was asked about") };
        assert_eq!(batch.tokens.len(), 1 + files.len());
        let again = Readings { ask: Some("cut.xml".to_owned()), ..mended };
        let Outcome::Asks(question, _) = open(files, &again) else { panic!("it was read") };
        assert_eq!(question.view.cut_short, Some(CutShort::Mend));
    }
    let Outcome::Batch(batch) = open(&all, &said(Reading::LeftOut)) else { panic!("it was asked about") };
    assert_eq!(batch.tokens.len(), 1);
    let named = vec![("cut.xml".to_owned(), cut.into_bytes())];
    let error = opening::open(named, &Secrets::default(), &mut |_| ()).unwrap_err();
    assert_eq!(error.cause.kind(), "damaged", "whoever cannot be asked gets nothing");
}

/// A file that was read already is asked about with what was said about it.
#[test]
fn the_question_about_a_file_knows_how_it_was_read() {
    let text = format!("serial number,secret key\n1234567,{SEED}\n");
    let pskc = "<KeyContainer><KeyPackage><Key Id=\"T1\"/></KeyPackage></KeyContainer>";
    let ask = |name: &str, text: &str, readings: Readings| {
        let readings = Readings { ask: Some(name.to_owned()), ..readings };
        match open(&[(name, text.as_bytes())], &readings) {
            Outcome::Asks(question, _) => question.view,
            Outcome::Batch(_) | Outcome::Layout(_) => panic!("it was read"),
        }
    };
    let view = ask("a.csv", &text, Readings::default());
    assert_eq!((view.format.as_deref(), view.wrong_codes), (Some("entra-csv"), None));
    let named = vec![("a.csv".to_owned(), Reading::Format(FileFormat::OathCsv))];
    let seeds = vec![("a.csv".to_owned(), SeedEncoding::Base64)];
    let view = ask("a.csv", &text, Readings { named, seeds, ..Readings::default() });
    assert_eq!(view.format.as_deref(), Some("oath-csv"));
    assert_eq!(view.mapping.seed_encoding, SeedReading::Base64);
    let said = Readings { wrong_codes: WrongCodes::Take, ..Readings::default() };
    let view = ask("a.xml", pskc, said);
    assert_eq!((view.format.as_deref(), view.wrong_codes), (Some("pskc"), Some(WrongCodes::Take)));
}
