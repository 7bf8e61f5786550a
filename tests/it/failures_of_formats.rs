//! Rows of failures: what is inside the envelopes is no seed file, or one that cannot be read.

use seedferry_core::{
    envelope::Secrets,
    format::{FileFormat, MAX_TOKENS, mapping},
};
use seedferry_protocol::{
    ColumnRole, ExportOptions, Mapping, Passphrase, SeedReading, TargetFormat, TimeUnit, TokenKind,
};

use crate::{
    convert::{batch, token, written},
    failures::Shown,
    pskc,
};

const ORIGINAL: &str = "Choose the file that the vendor sent";
const AGAIN: &str = "Download or copy the file again, whole";
const SMALLER: &str = "A seed file is much smaller";

/// All of them.
pub(crate) fn rows(shown: &mut Shown) {
    let mut check = |name: &str, text: &str, title: &str, remedy: &str| {
        shown.check(name, text.into(), &Secrets::default(), title, remedy);
    };
    other_files(&mut check);
    containers_of_unknown_methods(&mut check);
    contradictions(&mut check);
    no_seed_files(&mut check);
    lists_of_other_keys(&mut check);
    broken_files(&mut check);
    large_files(&mut check);
    files_read_as_something_else(shown);
    containers_say_what_opens_them(shown);
}

type Check<'c> = dyn FnMut(&str, &str, &str, &str) + 'c;

fn lists_of_other_keys(check: &mut Check<'_>) {
    let what = "A list of private ids and AES keys of YubiKeys";
    let text = "1001,0123456789ab,00112233445566778899aabbccddeeff\n";
    check("a.csv", text, &refused("a.csv", what), "They make Yubico's own passwords");
}

fn refused(name: &str, what: &str) -> String {
    format!("{name} cannot be opened here. {what} is not supported")
}

fn other_files(check: &mut Check<'_>) {
    let mapping = saved_mapping();
    let other_mapping = mapping.replace("\"version\": 1", "\"version\": 2");
    for (name, text, what, remedy) in [
        (
            "a.txt",
            "# ===== SafeWord Authenticator Records",
            "SafeWord's .dat",
            "The clock of its tokens starts in the year 2000",
        ),
        (
            "a.txt",
            "\ndn: sccAuthenticatorId=1\nsccTokenType: x\n",
            "SafeWord's .dat",
            "The clock of its tokens starts in the year 2000",
        ),
        (
            "a.txt",
            "otpauth-migration://offline?data=CjE",
            "The export of Google Authenticator (otpauth-migration)",
            "It holds the accounts of an app",
        ),
        (
            "a.DAT",
            "some text",
            "A .dat file such as SafeWord's",
            "SafeWord's tokens count time from the year 2000",
        ),
        (
            "a.sdtid",
            "<?xml version=\"1.0\"?><TKNBatch/>",
            "RSA SecurID's .sdtid",
            "Its tokens do not follow OATH",
        ),
        (
            "a.json",
            "{\"seedferry\":\"batch\",\"version\":2}",
            "Version 2 of batch files",
            "Open it with the version of this page that saved it",
        ),
        ("a.dpx", "\u{1}\u{2}", "OneSpan's (VASCO's) .dpx", "It is encrypted with a transport key"),
        ("a.sds", "\u{1}\u{2}", "ActivIdentity's (HID's) .sds", "It is encrypted for HID's own servers"),
        ("a.ftk", "\u{1}\u{2}", "Fortinet's FortiToken .ftk", "It is encrypted for Fortinet's own servers"),
        ("a.json", &mapping, "A saved column mapping", "Open it together with the table"),
        ("a.json", &other_mapping, "Version 2 of column mappings", "This page reads version 1"),
        (
            "a.json",
            "{\"kind\":\"seedferry-csv-layout\",\"version\":4,\"layout\":{}}",
            "Version 4 of layouts",
            "This page reads versions 1 to 3",
        ),
        (
            "a.json",
            "{\"kind\":\"seedferry-csv-layout\",\"version\":3,\"layout\":{}}",
            "A saved layout of a table",
            "The file is no layout of Seedferry: line 1",
        ),
        ("a.xml", "<!DOCTYPE data><data/>", "XML with a document type", "Seed files have none"),
        (
            "a.xml",
            "<data><header><encrypt>AES256</encrypt></header><tokens><token/></tokens></data>",
            "Encryption inside DualShield XML (AES256)",
            "Only DualShield itself can open it",
        ),
        (
            "a.xml",
            "<data><header><productCode>ASDID</productCode></header><tokens><token/></tokens></data>",
            "DualShield's list of device ids (ASDID)",
            "It holds the ids of devices for ActiveSync and no seeds",
        ),
    ] {
        check(name, text, &refused(name, what), remedy);
    }
}

fn containers_of_unknown_methods(check: &mut Check<'_>) {
    let derivation = "<DerivedKey><KeyDerivationMethod Algorithm='#scrypt'/></DerivedKey>";
    for (text, what) in [
        (encrypted("").replace("#aes128-cbc", "#rot13"), "encryption “#rot13”"),
        (encrypted(&format!("<EncryptionKey>{derivation}</EncryptionKey>")), "derivation of keys “#scrypt”"),
        (encrypted("<MACMethod Algorithm='#crc32'/>"), "message authentication code “#crc32”"),
    ] {
        let remedy = "Ask the vendor for PSKC encrypted with AES";
        check("a.xml", &text, &refused("a.xml", &format!("PSKC with the {what}")), remedy);
    }
}

/// Files that say two things, of which which one counts does not show.
fn contradictions(check: &mut Check<'_>) {
    let key = "<EncryptionKey><DerivedKey><KeyDerivationMethod Algorithm='#pbkdf2'><PBKDF2-params><Salt><Specified>AAAAAAAAAAA=\
               </Specified></Salt><IterationCount>9</IterationCount><KeyLength>32</KeyLength></PBKDF2-params>\
               </KeyDerivationMethod></DerivedKey></EncryptionKey>";
    for (text, what, remedy) in [
        (
            encrypted(key),
            "PSKC with a key of 32 bytes (KeyLength) for a method that takes 16",
            "Ask the vendor for a file whose key length",
        ),
        (
            "<data><header/><header/><tokens><token/></tokens></data>".to_owned(),
            "DualShield XML with 2 headers",
            "A header holds for all tokens of its file",
        ),
    ] {
        check("a.xml", &text, &refused("a.xml", what), remedy);
    }
}

fn no_seed_files(check: &mut Check<'_>) {
    for (text, what) in [
        ("<?xml version=\"1.0\"?><svg/>", "an XML file with the root element “svg”"),
        ("{\"a\":1}", "a JSON file without serial numbers and seeds"),
        ("a,b\nc,d\n", "a table whose first row does not name the columns “serial number” and “secret key”"),
        ("Dear customer", "a text without serial numbers and seeds"),
        ("\u{1}\u{2}\u{3}\u{4}", "a binary file"),
        ("<data><header/></data>", "an XML file like DualShield's, without the element “tokens”"),
    ] {
        check("a.txt", text, &format!("a.txt is {what}, not a seed file"), ORIGINAL);
    }
}

fn saved_mapping() -> String {
    let mapping = Mapping {
        delimiter: ';',
        header: true,
        columns: vec![ColumnRole::Serial, ColumnRole::Seed],
        seed_encoding: SeedReading::Base32,
        time_unit: TimeUnit::Seconds,
        token_kind: TokenKind::Totp,
    };
    String::from_utf8(mapping::file::write(&mapping).expose().to_vec()).unwrap_or_default()
}

fn broken_files(check: &mut Check<'_>) {
    for (text, what) in [
        ("[{\"serialNumber\":\"1\",", "The JSON breaks off in line 1"),
        ("[{\"serialNumber\":\"1\"},}]", "The JSON is wrong in line 1, column 23"),
        ("{\"seedferry\":\"batch\",\"version\":1,", "The batch file breaks off"),
        (
            "{\"seedferry\":\"batch\",\"version\":1,\"tokens\":0}",
            "The batch file was altered after it was saved",
        ),
        ("<data>\n<header></data>", "The XML is wrong in line 2"),
        ("<KeyContainer><KeyPackage><Key", "The XML is wrong in line 1"),
        (
            "<KeyContainer><KeyPackage><Key Id='1'/></KeyPackage><KeyPackage>",
            "Its end is missing, after one whole key",
        ),
        (
            &encrypted("<EncryptionKey><DerivedKey/></EncryptionKey>"),
            "Its description of the encryption lacks a usable “KeyDerivationMethod”",
        ),
    ] {
        check("a.txt", text, &format!("a.txt is damaged. {what}"), AGAIN);
    }
}

/// A container with one encrypted value, and this before it.
fn encrypted(before: &str) -> String {
    format!(
        "<KeyContainer>{before}<KeyPackage><Key><Data><Secret><EncryptedValue><EncryptionMethod Algorithm='#aes128-cbc'/>\
         </EncryptedValue></Secret></Data></Key></KeyPackage></KeyContainer>"
    )
}

/// One token more than a file may have, and rounds without end.
fn large_files(check: &mut Check<'_>) {
    let many = |text: &str| text.repeat(MAX_TOKENS + 1);
    let rounds = "<DerivedKey><KeyDerivationMethod Algorithm='#pbkdf2'><PBKDF2-params><IterationCount>99999999</IterationCount>\
                  <KeyLength>16</KeyLength></PBKDF2-params></KeyDerivationMethod></DerivedKey>";
    let draft = "<PBESalt>AAAA</PBESalt><PBEIterationCount>99999999</PBEIterationCount>";
    for (text, what) in [
        (format!("serial,seed\n{}", many("1,\n")), "It has more than 1000000 rows"),
        (format!("[{{\"serialNumber\":\"1\"}}{}]", many(",1")), "It has more than 1000000 elements"),
        (many("otpauth://a\n"), "It has more than 1000000 addresses"),
        (
            format!("<KeyContainer><Device>{}</Device></KeyContainer>", many("<Key/>")),
            "It has more than 1000000 keys",
        ),
        (
            format!("<data><header/><tokens>{}</tokens></data>", many("<token/>")),
            "It has more than 1000000 tokens",
        ),
        (
            encrypted(&format!("<EncryptionKey>{rounds}</EncryptionKey>")),
            "Its key is derived in more than 10000000 rounds",
        ),
        (
            encrypted(&format!("<EncryptionMethod>{draft}</EncryptionMethod>")),
            "Its key is not derived in 1 to 10000000 rounds",
        ),
    ] {
        check("a.txt", &text, &format!("a.txt is too large. {what}"), SMALLER);
    }
}

/// What is missing, and what is wrong.
fn containers_say_what_opens_them(shown: &mut Shown) {
    let options = ExportOptions { pskc: pskc::options(), ..ExportOptions::default() };
    let wrong =
        |text: &str| Secrets { passphrases: vec![Passphrase::new(text.to_owned())], ..Secrets::default() };
    for (target, given, title, remedy) in [
        (
            TargetFormat::PskcKey,
            None,
            "a.xml needs its pre-shared key, called “Pre-shared-key”",
            "Type the key in hexadecimal or Base64",
        ),
        (
            TargetFormat::PskcKey,
            Some("00000000000000000000000000000000"),
            "That is not the pre-shared key of a.xml",
            "The key has 32, 48 or 64 hexadecimal digits",
        ),
        (
            TargetFormat::PskcPassphrase,
            None,
            "a.xml needs its passphrase",
            "Type the one the vendor gave you",
        ),
        (
            TargetFormat::PskcPassphrase,
            Some("wrong"),
            "That is not the passphrase of a.xml",
            "Check for typing errors, capital letters",
        ),
    ] {
        let file = written(&batch(vec![token(1), token(2)]), target, &options).concat();
        shown.check("a.xml", file.into_bytes(), &given.map(wrong).unwrap_or_default(), title, remedy);
    }
}

/// After *Read differently…*
fn files_read_as_something_else(shown: &mut Shown) {
    let first = "a text whose first row does not name the columns “serial number” and “secret key”";
    for (format, what) in [
        (FileFormat::EntraCsv, first),
        (FileFormat::OathCsv, "a text without serial numbers and seeds in its first two columns"),
        (FileFormat::MultiOtp, "a table whose columns do not stand in that order"),
        (FileFormat::Table, "a table without a column of seeds"),
    ] {
        let file = ("a.txt", b"a,b\nc,d\n".to_vec());
        let title = format!("a.txt is {what}, not a seed file");
        shown.check_as(Some(format), file, &Secrets::default(), &title, ORIGINAL);
    }
}
