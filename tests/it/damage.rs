//! Seed files that were cut, altered or made up: readers answer, and never stop the program.

use seedferry_core::{
    conversion::{self, check_batch},
    envelope::{Content, Secrets},
    format::{self, FileFormat, ReadOptions, custom_csv, user_list},
    token::Batch,
};
use seedferry_protocol::{CutShort, ExportOptions, Passphrase, TargetFormat};

use crate::{convert::entropy, formats::content};

const TABLE: &str = "\u{feff}upn,serial number,secret key,time interval,manufacturer,model\r\n\
                     a@b.org,T1,NPKJBEN2OHMZEZK7YX6FP63E5UCUH6N5,60,\"Maker, \"\"Ltd\"\"\",Käfer\r\n\
                     upn,2.6E+12,6BD49091BA71D992655FC5FC57FB64ED0543F9BD,30,,\r\n";
const BODY: &str = r##"{"@context":"#$delta","value":[{"@contentId":"1","serialNumber":"T\u0031","manufacturer":"M",
    "model":"Käfer","secretKey":"NPKJBEN2OHMZEZK7YX6FP63E5UCUH6N5","timeIntervalInSeconds":"30",
    "assignTo":{"id":"00aa00aa-bb11-cc22-dd33-44ee44ee44ee"}},{"device":{"serialNumber":12,"secretKey":null}}]}"##;

const DUALSHIELD: &str = "<data><header><productCode>ST</productCode><encode>HEX</encode><timeWindow>60</timeWindow></header>\
    <tokens><token><serial>T1</serial><seed>6BD49091BA71D992655FC5FC57FB64ED0543F9BD</seed></token></tokens></data>";
const DUO: &str =
    "T1,6BD49091BA71D992655FC5FC57FB64ED0543F9BD,60\nT2 , 6BD49091BA71D992655FC5FC57FB64ED0543F9BE,30";
const OATH: &str =
    "# x\nT1, 6BD49091BA71D992655FC5FC57FB64ED0543F9BD, totp, 6, 60, sha1\nT2, 6BD49091, hotp, 8, 17";
const PSKC: &str = "<KeyContainer><KeyPackage><DeviceInfo><SerialNo>T1</SerialNo></DeviceInfo><Key Id='a' Algorithm='x:totp'>\
    <AlgorithmParameters><Suite>sha256</Suite><ResponseFormat Length='6'/></AlgorithmParameters><Data><Secret><PlainValue>\
    a9SQkbpx2ZJlX8X8V/tk7QVD+b0=</PlainValue></Secret><Counter><PlainValue>AAAAAAAAADw=</PlainValue></Counter></Data></Key>\
    </KeyPackage></KeyContainer>";

const SAFENET: &str = "<Tokens><Token serial='T1'><ProductName>P</ProductName><Applications><Application>\
    <Seed>6BD49091BA71D992655FC5FC57FB64ED0543F9BD</Seed><MovingFactor>1</MovingFactor></Application></Applications>\
    </Token></Tokens>";
const NEXUS: &str = "T1:a9SQkbpx2ZJlX8X8V/tk7QVD+b0=:AA==\nT2:a9SQkbpx2ZJlX8X8V/tk7QVD+b4=:AQA=";
const OTPAUTH: &str = "otpauth://totp/M%3aT1?secret=NPKJBEN2OHMZEZK7YX6FP63E5UCUH6N5&period=60\notpauth://hotp/T%C3%A4?counter=1";

/// A file for each format, the last ones being what its fuzz target starts from.
const FILES: [(FileFormat, &str); 18] = [
    (FileFormat::EntraCsv, TABLE),
    (FileFormat::EntraJson, BODY),
    (FileFormat::DualShield, DUALSHIELD),
    (FileFormat::DuoCsv, DUO),
    (FileFormat::OathCsv, OATH),
    (FileFormat::Pskc, PSKC),
    (FileFormat::SafeNet, SAFENET),
    (FileFormat::OtpAuth, OTPAUTH),
    (FileFormat::Nexus, NEXUS),
    (FileFormat::MultiOtp, include_str!("../../fuzz/seeds/multiotp")),
    (FileFormat::PhenixId, include_str!("../../fuzz/seeds/phenixid")),
    (FileFormat::PrivacyIdea, include_str!("../../fuzz/seeds/privacyidea")),
    (FileFormat::Yubico, include_str!("../../fuzz/seeds/yubico")),
    (FileFormat::YubicoLog, include_str!("../../fuzz/seeds/yubico-log")),
    (FileFormat::UsersFile, include_str!("../../fuzz/seeds/usersfile")),
    (FileFormat::Uap, include_str!("../../fuzz/seeds/uap")),
    (FileFormat::BatchFile, include_str!("../../fuzz/seeds/batch")),
    (FileFormat::Table, include_str!("../../fuzz/seeds/table")),
];

/// They are read as Entra's table is, so damage need not be tried on them again.
const SAME_READER: [FileFormat; 3] = [FileFormat::OktaCsv, FileFormat::SalesforceCsv, FileFormat::SafeIdCsv];

/// Reads bytes in every way there is, and goes on with what comes out.
fn exercise(bytes: &[u8]) {
    let content = content(bytes);
    let _ = format::sniff(&content);
    for format in FileFormat::ALL.into_iter().filter(|format| !SAME_READER.contains(format)) {
        exercise_as(&content, format);
    }
}

/// Reads content in one way, and goes on with what comes out.
fn exercise_as(content: &Content, format: FileFormat) {
    let options = ReadOptions { cut_short: CutShort::Mend, ..ReadOptions::default() };
    let Ok(parsed) = format::parse_as(content, format, 0, &Secrets::default(), options) else {
        return;
    };
    let batch = Batch { tokens: parsed.tokens, findings: parsed.findings, ..Batch::default() };
    let all: Vec<u32> = (0..).zip(&batch.tokens).map(|(index, _)| index).collect();
    for target in TargetFormat::ALL {
        let checks = check_batch(&batch, target, &ExportOptions::default());
        let views: Vec<_> =
            batch.findings.iter().chain(&checks).map(|finding| finding.view(&batch)).collect();
        assert!(views.iter().all(|view| !view.what.is_empty()));
        let plan = conversion::plan(&batch, &all, target, &ExportOptions::default());
        assert!(
            (0..plan.parts.len())
                .all(|part| conversion::write(&batch, &plan, part, &mut entropy()).is_some())
        );
    }
}

/// A generator of pseudo-random numbers (xorshift64), so that a failure comes again.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(limit.max(1)).unwrap()).unwrap()
    }
}

#[test]
fn every_format_has_a_file_to_damage() {
    for format in FileFormat::ALL.into_iter().filter(|format| !SAME_READER.contains(format)) {
        let read = |(of, file): &(FileFormat, &str)| {
            let parsed = (*of == format).then(|| format::parse(&content(*file), format, 0).ok())??;
            Some(parsed.tokens.iter().filter(|token| token.seed.is_some()).count())
        };
        assert!(FILES.iter().filter_map(read).any(|seeds| seeds > 0), "{format:?}");
    }
}

#[test]
fn a_file_cut_anywhere_is_answered() {
    for (_, file) in FILES {
        (0..=file.len()).for_each(|length| exercise(&file.as_bytes()[..length]));
        (0..=file.len()).for_each(|length| exercise(&file.as_bytes()[length..]));
    }
}

/// Every bit in the file's own format, and one of each byte in all of them.
#[test]
fn a_file_with_any_bit_flipped_is_answered() {
    let flipped = |file: &str, place: usize, bit: usize| {
        let mut bytes = file.as_bytes().to_vec();
        bytes[place] ^= 1 << bit;
        bytes
    };
    for (format, file) in FILES {
        for place in 0..file.len() {
            (0..8).for_each(|bit| exercise_as(&content(flipped(file, place, bit)), format));
            exercise(&flipped(file, place, place % 8));
        }
    }
}

/// A value of RFC 6030 figure 6, said to be encrypted by any method.
fn encrypted(method: &str) -> String {
    format!(
        "<KeyContainer><MACMethod Algorithm='x#hmac-sha1'/><KeyPackage><Key Id='a'><Data><Secret><EncryptedValue>\
         <EncryptionMethod Algorithm='x#{method}'/><CipherData><CipherValue>\
         ESIzRFVmd4iZABEiM0RVZgKn6WjLaTC1sbeBMSvIhRejN9vJa2BOlSaMrR7I5wSX</CipherValue></CipherData>\
         </EncryptedValue><ValueMAC>AAAA</ValueMAC></Secret></Data></Key></KeyPackage></KeyContainer>"
    )
}

#[test]
fn an_encrypted_file_cut_or_altered_is_answered() {
    let passphrases =
        ["12345678901234567890123456789012", "123456789012345678901234567890121234567890123456", "x:y"];
    let passphrases = passphrases.map(|text| Passphrase::new(text.to_owned())).to_vec();
    let secrets = Secrets { passphrases, ..Secrets::default() };
    for method in
        ["aes128-cbc", "tripledes-cbc", "camellia192-cbc", "kw-aes128", "kw-tripledes", "kw-camellia192"]
    {
        let file = encrypted(method);
        for place in 0..file.len() {
            let mut bytes = file.as_bytes().to_vec();
            bytes[place] ^= 1;
            for bytes in [&bytes[..], &bytes[..place]] {
                let _ = format::parse_with(&content(bytes), FileFormat::Pskc, 0, &secrets);
            }
        }
    }
}

#[test]
fn files_put_together_at_random_are_answered() {
    let words: Vec<&[u8]> = vec![
        b"serial number",
        b"secret key",
        b",",
        b";",
        b"\t",
        b"\"",
        b"\"\"",
        b"\r\n",
        b"\n",
        b"\r",
        b"{",
        b"}",
        b"[",
        b"]",
        b":",
        b"null",
        b"\"value\"",
        b"\"secretKey\"",
        b"\"serialNumber\"",
        b"\"device\"",
        b"1e999",
        b"-0",
        b"2.6E+12",
        b"=\"1\"",
        b"'",
        b"NPKJBEN2OHMZEZK7YX6FP63E5UCUH6N5",
        b"\0",
        b"\xFF\xFE",
        b"\xEF\xBB\xBF",
        b"\xC3",
        b"\\u",
        b"60",
        b" ",
        b"upn",
        b"#",
        b"sep=",
        b"<",
        b"time interval",
        b"manufacturer",
        b"model",
    ];
    let mut numbers = Numbers(0x5eed_f11e);
    for _ in 0..4_000 {
        let length = numbers.below(40);
        let bytes: Vec<u8> = (0..length).flat_map(|_| words[numbers.below(words.len())].to_vec()).collect();
        exercise(&bytes);
        let mut table = TABLE.as_bytes().to_vec();
        let at = numbers.below(table.len());
        table.splice(at..at, bytes.iter().copied());
        exercise(&table);
    }
}

#[test]
fn nested_and_repeated_signs_cost_little() {
    for (sign, count) in [
        ("[", 20_000),
        ("{\"a\":", 10_000),
        ("\"", 40_000),
        ("\"a,", 20_000),
        ("\n", 40_000),
        ("<a>", 5_000),
        (",", 40_000),
    ] {
        exercise(format!("serial number,secret key\n{}", sign.repeat(count)).as_bytes());
        exercise(format!("[{{\"serialNumber\":{}", sign.repeat(count)).as_bytes());
        exercise(format!("<data>{}", sign.repeat(count)).as_bytes());
    }
}

#[test]
fn every_format_has_a_fuzz_target() {
    let targets: Vec<&str> = include_str!("../../fuzz/targets.txt").lines().collect();
    let missing: Vec<_> =
        FileFormat::ALL.into_iter().map(FileFormat::id).filter(|id| !targets.contains(id)).collect();
    assert_eq!(missing, Vec::<&str>::new());
}

#[test]
fn what_is_no_plain_seed_file_has_sound_fuzz_seeds() {
    let mapping = format::mapping::file::read(include_bytes!("../../fuzz/seeds/mapping"));
    assert_eq!(mapping.map(|mapping| mapping.columns.len()), Some(4));
    let locked = content(include_bytes!("../../fuzz/seeds/pskc-locked").as_slice());
    let secrets = crate::envelope::secrets(&[crate::pskc::KEY], &[]);
    let opened = format::parse_with(&locked, FileFormat::Pskc, 0, &secrets);
    assert_eq!(opened.map(|parsed| parsed.tokens.iter().filter(|token| token.seed.is_some()).count()), Ok(1));
    let layout = custom_csv::load(include_str!("../../fuzz/seeds/layout"));
    assert_eq!(layout.map(|saved| saved.layout.columns.len()), Ok(4));
    let users = user_list::parse(include_str!("../../fuzz/seeds/users"), |cell| cell.starts_with("10"));
    let pairs = users
        .map(|table| table.pairs().filter(|(serial, user)| !serial.is_empty() && !user.is_empty()).count());
    assert_eq!(pairs, Ok(2));
}
