//! What DualShield XML, tables without header and PSKC hold, and what becomes of it.

use seedferry_core::{
    envelope::Secrets,
    format::{self, FileFormat},
};
use seedferry_protocol::{Passphrase, Severity};

use crate::formats::{HEX, SEED, check, content, findings, lines, read};

#[test]
fn dualshield_is_read() {
    let file = |header: &str, tokens: &str| {
        format!("<?xml version=\"1.0\"?>\n<data><header>{header}</header><tokens>{tokens}</tokens></data>")
    };
    let header =
        "<manufacturerCode>DN</manufacturerCode><productCode>ST</productCode><encrypt>NONE</encrypt>";
    let token = format!("<token>\n<serial>T1</serial><seed>{HEX}</seed></token>");
    let rest = "<encode>HEX</encode><digits>6</digits><timeWindow>60</timeWindow><crypto>HmacSHA256</crypto>";
    let full = format!("{header}{rest}");
    check("usual", file(&full, &token), &["T1|20|60|sha256|DN|ST|-"], &[]);
    let event = file(&full.replace(">ST<", ">SE<"), &token);
    check("event code", event.as_str(), &["T1|20|-|sha256|DN|SE|-"], &["file: DualShield tells event-based"]);
    assert_eq!(read(event).unwrap().1.tokens[0].oath_type.id(), "hotp");
    check(
        "other encoding",
        file(&full.replace("<encode>HEX", "<encode>BASE58"), &token),
        &["T1|20|60|sha256|DN|ST|-"],
        &["file: The file says that its seeds are in “BASE58”, which is not known here"],
    );
    check(
        "contradiction",
        file(&format!("{full}<synchronisation>30</synchronisation>"), &token),
        &["T1|20|60|sha256|DN|ST|-"],
        &["file: The file contradicts itself: “timeWindow” says 60, and “synchronisation” says 30"],
    );
    check(
        "agreement",
        file(&format!("{full}<synchronisation>60</synchronisation>"), &token),
        &["T1|20|60|sha256|DN|ST|-"],
        &[],
    );
    let said_of = |text: String| findings(&read(text).unwrap().1, Severity::Note);
    let google = "<synchronisation>30</synchronisation><encode>BASE32</encode><syncsize>2</syncsize>";
    let base32 = token.replace(HEX, SEED);
    check("Google", file(&format!("{header}{google}"), &base32), &["T1|20|30|-|DN|ST|-"], &[]);
    assert_eq!(
        said_of(file(&format!("{header}{google}"), &base32)),
        ["file: No token has a place for “syncsize”"]
    );
    let said = [
        "file: The file does not say in which",
        "file: The file does not say whether the tokens are time-based",
    ];
    check("nothing said", file(header, &token), &["T1|20|-|-|DN|ST|-"], &said);
    check(
        "damage",
        file(&full, &format!("{token}<token><seed>12</seed></token>")),
        &["T1|20|60|sha256|DN|ST|-", "-|1|60|sha256|DN|ST|-"],
        &["2: The seed has only 1", "2: All bytes", "2: The serial number is missing"],
    );
    for (text, kind) in [
        (file(&header.replace("NONE", "AES256"), &token), "unsupported"),
        (file(header, ""), "empty"),
        ("<data><header/></data>".to_owned(), "not-a-seed-file"),
        ("<data><header>".to_owned(), "damaged"),
        ("<!DOCTYPE data [<!ENTITY a \"b\">]><data/>".to_owned(), "unsupported"),
    ] {
        assert_eq!(read(text.as_str()).unwrap_err().kind(), kind, "{text}");
    }
}

/// A table without header, its format, type, tokens and warnings.
type BareCase = (&'static str, FileFormat, &'static str, &'static [&'static str], &'static [&'static str]);

const BARE_TABLES: &[BareCase] = &[
    ("T1,HEX,60\nT2,HEX,30\n", FileFormat::DuoCsv, "totp", &["T1|20|60|-|-|-|-", "T2|20|30|-|-|-|-"], &[]),
    (
        "T1,HEX,0\nT2,HEX,17\n",
        FileFormat::DuoCsv,
        "hotp",
        &["T1|20|-|-|-|-|-", "T2|20|-|-|-|-|-"],
        &["its third column does not hold 30 and 60 alone"],
    ),
    (
        "T1  HEX\r\nT2 HEX\r\n",
        FileFormat::DuoCsv,
        "totp",
        &["T1|20|-|-|-|-|-", "T2|20|-|-|-|-|-"],
        &["file: The file does not say whether the tokens are time-based"],
    ),
    ("# x\nT1, HEX, totp, 6, 60, sha256\n", FileFormat::OathCsv, "totp", &["T1|20|60|sha256|-|-|-"], &[]),
    (
        "T1, HEX, hotp,  8  ,,\nT2, HEX\n",
        FileFormat::OathCsv,
        "hotp",
        &["T1|20|-|-|-|-|-", "T2|20|-|-|-|-|-"],
        &["2: The file does not say whether this token is time-based or event-based"],
    ),
    (
        "T1,HEX,totp\nT2,1j12,totp\n",
        FileFormat::OathCsv,
        "totp",
        &["T1|20|-|-|-|-|-", "T2|-|-|-|-|-|-"],
        &["2: The seed is not hexadecimal"],
    ),
];

#[test]
fn tables_without_header_are_read() {
    for (text, format, types, expected, warnings) in BARE_TABLES {
        let text = text.replace("HEX", HEX);
        check(&text, text.as_str(), expected, warnings);
        let (found, parsed) = read(text.as_str()).unwrap();
        assert_eq!(found, *format, "{text}");
        assert!(parsed.tokens.iter().all(|token| token.oath_type.id() == *types), "{text}");
    }
}

#[test]
fn safenet_nexus_and_otpauth_are_read() {
    let nexus = "T1:a9SQkbpx2ZJlX8X8V/tk7QVD+b0=:AQA=\r\nT2:a9SQkbpx2ZJlX8X8V/tk7QVD+b4=:AA==\r\n";
    check("Nexus", nexus, &["T1|20|-|-|-|-|-", "T2|20|-|-|-|-|-"], &[]);
    assert_eq!(read(nexus).unwrap().1.tokens[0].counter, Some(256));
    let token = format!(
        "<Token serial='T1'><ProductName>P</ProductName><Applications><Application><Seed>{HEX}</Seed>\
         <MovingFactor>1</MovingFactor></Application></Applications></Token>"
    );
    check("SafeNet", format!("<Tokens>{token}</Tokens>"), &["T1|20|-|-|-|P|-"], &[]);
    let odd = format!("<Tokens>{}</Tokens>", token.replace(HEX, "123412354"));
    check("odd", odd, &["T1|-|-|-|-|P|-"], &["1: The seed has 9 characters"]);
    assert_eq!(read("<Tokens></Tokens>").unwrap_err().kind(), "empty");
    let lines = format!(
        "otpauth://totp/Maker:a%40b.org?secret={SEED}&issuer=Maker&algorithm=SHA256&period=60\n\
         \nOTPAUTH://hotp/T2?counter=7\n"
    );
    check(
        "otpauth",
        lines,
        &["a@b.org|20|60|sha256|Maker|-|a@b.org", "T2|-|-|-|-|-|-"],
        &["3: The seed is missing"],
    );
    let long = format!("otpauth://totp/T?secret={}", "A".repeat(5000));
    check(
        "too long",
        long,
        &["-|-|-|-|-|-|-"],
        &["1: The address", "1: The seed is missing", "1: The serial"],
    );
}

/// A file, and everything that is said of it.
const SAID: &[(&str, &[&str])] = &[
    (
        "T1,HEX,60\n",
        &["file: The file does not say whether the tokens are time-based or event-based; its third"],
    ),
    ("TOTP;T1;SHA1;HEX;0;30;6\n", &[]),
    ("TOTP;T1;SHA1;HEX;1000;30;6\n", &["1: The file counts time intervals from “1000”"]),
    (
        "# version: 2,x\na@b.org, res, realm, T1, HEX, totp, 6, 60\n, , realm, T2, HEX, totp\n",
        &["file: No token has a place for “resolver”", "file: No token has a place for “realm”"],
    ),
    (
        "2418230,cccccccirblh,0,HEX,000000000000,2019-10-10T10:42:00,\n",
        &["for “public id”", "for “time of writing”"],
    ),
    (
        "LOGGING START,10.10.19 10:42\nOATH-HOTP,10.10.19 10:42,1,ubbc,,HEX,,0102,0,0,0,8,3,0,0,0,0,0\n",
        &["no field “public id”", "for “time of writing”", "for “slot”", "for “access code”"],
    ),
    ("HOTP/T30 a - HEX\nHOTP b + HEX\n", &["file: Tokens have no field “user”"]),
    (
        "HOTP/T30 a 1234 HEX 2 123456 2026-01-01\n",
        &[
            "no field “user”",
            "for “PIN”",
            "for “last code”",
            "for “time of the last code”",
            "for “clock offset”",
        ],
    ),
    (
        "<Tokens><Token serial='T1'><CaseModel>5</CaseModel><Model/><ProductionDate>01/02/2010</ProductionDate>\
         <Applications><Application><Seed>HEX</Seed></Application></Applications></Token></Tokens>",
        &["for “CaseModel”", "for “ProductionDate”"],
    ),
    (
        "{\"value\":[{\"serialNumber\":\"1\",\"manufacturer\":\"M\",\"model\":\"P\",\"secretKey\":\"SEED\",\
         \"timeIntervalInSeconds\":30,\"colour\":\"red\",\"status\":null,\"@odata.type\":\"x\"}]}",
        &["file: No token has a place for “colour”"],
    ),
    (
        "otpauth://totp/M:a?secret=SEED&image=x",
        &["no field “account”", "no field “issuer”", "file: No token has a place for “image”"],
    ),
    ("otpauth://totp/a?secret=SEED", &["file: Tokens have no field “account”"]),
    (
        "upn,serial number,secret key,time interval,manufacturer,model\nma''ry@b.org,1,SEED,30,M,P\n",
        &["2: “ma''ry@b.org” holds two single quotation marks"],
    ),
];

#[test]
fn what_no_token_has_a_place_for_is_said() {
    for (text, expected) in SAID {
        let text = text.replace("HEX", HEX).replace("SEED", SEED);
        let (_, parsed) = read(text.as_str()).unwrap_or_else(|cause| panic!("{text}: {cause:?}"));
        let said = findings(&parsed, Severity::Note);
        assert_eq!(said.len(), expected.len(), "{text}: {said:#?}");
        assert!(
            said.iter().zip(*expected).all(|(said, expected)| said.contains(expected)),
            "{text}: {said:#?}"
        );
    }
}

/// Columns that are named as a table of one's own begins, in an order that puts the type last.
#[test]
fn a_table_with_our_own_names_is_read() {
    let header = "serial number,seed,time interval or counter,number of digits,object id of the user,type";
    let id = "00aa00aa-bb11-cc22-dd33-44ee44ee44ee";
    let text = format!("{header}\nT1,{SEED},60,8,{id},totp\nT2,{SEED},7,6,,hotp\n");
    check("own names", text.as_str(), &["T1|20|60|-|-|-|-", "T2|20|-|-|-|-|-"], &[]);
    let tokens = read(text).unwrap().1.tokens;
    assert_eq!((tokens[0].assign_to.as_deref(), tokens[1].counter), (Some(id), Some(7)));
}

const PACKAGE: &str = "<p:KeyPackage><p:DeviceInfo><p:Manufacturer>Maker</p:Manufacturer><p:SerialNo>T1</p:SerialNo>\
    <p:Model>Model</p:Model></p:DeviceInfo><p:Key Id=\"K1\" Algorithm=\"urn:ietf:params:xml:ns:keyprov:pskc:totp\">\
    <p:AlgorithmParameters><p:Suite>HMAC-SHA256</p:Suite><p:ResponseFormat Length=\"6\" Encoding=\"DECIMAL\"/>\
    </p:AlgorithmParameters><p:Data><p:Secret><p:PlainValue>a9SQkbpx2ZJlX8X8V/tk7QVD+b0=</p:PlainValue></p:Secret>\
    <p:TimeInterval><p:PlainValue>60</p:PlainValue></p:TimeInterval></p:Data><p:UserId>CN=a@b.org</p:UserId>\
    </p:Key></p:KeyPackage>";

/// What is read of it.
const READ: &str = "T1|20|60|sha256|Maker|Model|a@b.org";

/// A container with this in it.
fn file(package: &str) -> String {
    let space = "urn:ietf:params:xml:ns:keyprov:pskc";
    format!("<p:KeyContainer xmlns:p=\"{space}\" Version=\"1.0\">{package}</p:KeyContainer>")
}

#[test]
fn key_containers_are_read() {
    let seed = "a9SQkbpx2ZJlX8X8V/tk7QVD+b0=";
    let expected = READ;
    check("prefix", file(PACKAGE), &[expected], &[]);
    check("no namespace", file(PACKAGE).replace("xmlns:p=", "x=").replace("p:", ""), &[expected], &[]);
    let lower = file(PACKAGE).to_ascii_lowercase().replace(&seed.to_ascii_lowercase(), seed);
    check("lower case", lower, &["t1|20|60|sha256|maker|model|a@b.org"], &[]);
    let no_serial = PACKAGE.replace("<p:SerialNo>T1</p:SerialNo>", "");
    check("id as serial", file(&no_serial), &["K1|20|60|sha256|Maker|Model|a@b.org"], &[]);
    let missing = "T1|-|60|sha256|Maker|Model|a@b.org";
    check("no seed", file(&PACKAGE.replace(seed, "")), &[missing], &["1: The seed is missing"]);
    let time = "<p:Time><p:PlainValue>9</p:PlainValue></p:Time><p:TimeInterval>";
    check(
        "time",
        file(&PACKAGE.replace("<p:TimeInterval>", time)),
        &[expected],
        &["1: The file gives a time"],
    );
    for (said, warnings) in [
        ("Decimal", &[][..]),
        ("", &[]),
        ("HEXADECIMAL", &["1: The file asks for codes as “HEXADECIMAL” (ResponseFormat)"]),
        ("ALPHANUMERIC", &["1: The file asks for codes as “ALPHANUMERIC” (ResponseFormat)"]),
    ] {
        let text = file(&PACKAGE.replace("DECIMAL", said));
        check(said, text.as_str(), &[expected], warnings);
        let digits = read(text).unwrap().1.tokens[0].digits;
        assert_eq!(digits.is_some(), warnings.is_empty(), "{said}");
    }
    check(
        "hexadecimal",
        file(&PACKAGE.replace(seed, HEX)),
        &["T1|30|60|sha256|Maker|Model|a@b.org"],
        &["file: Every seed could be hexadecimal or Base64"],
    );
    let policy = "<p:Policy><p:ExpiryDate>2020-01-01T00:00:00Z</p:ExpiryDate><p:KeyUsage>Encrypt</p:KeyUsage></p:Policy>";
    let ruled =
        PACKAGE.replace("CN=a@b.org", "CN=7, O=x").replace("</p:Key>", &format!("{policy}<p:Own/></p:Key>"));
    check(
        "rules",
        file(&ruled),
        &["T1|20|60|sha256|Maker|Model|-"],
        &[
            "1: The user id “CN=7, O=x” holds no",
            "1: The file says that the token expires: 2020-01-01",
            "“Encrypt”",
        ],
    );
    let notes = findings(&read(file(&ruled)).unwrap().1, Severity::Note);
    for name in ["ExpiryDate", "Policy", "Own"] {
        let note = format!("file: No token has a place for “{name}”");
        assert_eq!(notes.iter().filter(|said| **said == note).count(), 1, "{notes:#?}");
    }
    for (said, told) in [("true", &["1: The file asks for a check digit"][..]), ("FALSE", &[])] {
        let format = format!("Length=\"6\" CheckDigits=\"{said}\"");
        check("check digit", file(&PACKAGE.replace("Length=\"6\"", &format)), &[expected], told);
    }
    let rule = "<p:Policy><p:PINPolicy/><x:Strange xmlns:x=\"urn:x\"/></p:Policy></p:Key>";
    let told = ["1: The file has a rule for the key that is not known here: “Strange”"];
    check("unknown rule", file(&PACKAGE.replace("</p:Key>", rule)), &[expected], &told);
    check("interval in Base64", file(&PACKAGE.replace(">60<", ">AAAAAAAAADw=<")), &[expected], &[]);
    for (text, kind) in [
        (file("<p:KeyPackage/>"), "empty"),
        (file(&PACKAGE.replace("PlainValue", "EncryptedValue")), "damaged"),
        (file(PACKAGE).replace("</p:KeyContainer>", ""), "damaged"),
    ] {
        assert_eq!(read(text.as_str()).unwrap_err().kind(), kind, "{text}");
    }
}

/// What is odd about a key is told of it, and nothing is guessed.
#[test]
fn odd_keys_are_told_of() {
    for (said, told) in [
        ("PT1M", "1: The time interval “PT1M” is no whole number"),
        ("-5", "1: The time interval “-5” is no whole number"),
    ] {
        let text = file(&PACKAGE.replace(">60<", &format!(">{said}<")));
        check(said, text, &["T1|20|-|sha256|Maker|Model|a@b.org"], &[told]);
    }
    let twice = |tag: &str| {
        let (before, rest) = PACKAGE.split_once(&format!("<p:{tag}>")).unwrap();
        let (inner, after) = rest.split_once(&format!("</p:{tag}>")).unwrap();
        file(&format!("{before}{}{after}", format!("<p:{tag}>{inner}</p:{tag}>").repeat(2)))
    };
    for tag in ["Secret", "Data"] {
        check(
            tag,
            twice(tag),
            &["T1|-|60|sha256|Maker|Model|a@b.org"],
            &["1: The key has more than one seed"],
        );
    }
    let hollow = file(&format!("{PACKAGE}<p:KeyPackage/>"));
    check(
        "a package without a key",
        hollow,
        &[READ],
        &["file: One package holds neither a key nor a device"],
    );
    for (suite, told) in
        [("TOTP", &[][..]), ("HOTP", &["1: The file names two types of token: “HOTP” (Suite)"])]
    {
        let text = file(&PACKAGE.replace(">HMAC-SHA256<", &format!(">{suite}<")));
        check(suite, text, &["T1|20|60|-|Maker|Model|a@b.org"], told);
    }
}

/// RFC 6030 figure 7, shortened: passphrase `qwerty`.
const ENCRYPTED: &str = "<KeyContainer><EncryptionKey><DerivedKey><KeyDerivationMethod Algorithm=\"x#pbkdf2\"><PBKDF2-params>\
    <Salt><Specified>Ej7/PEpyEpw=</Specified></Salt><IterationCount>1000</IterationCount><KeyLength>16</KeyLength><PRF/>\
    </PBKDF2-params></KeyDerivationMethod></DerivedKey></EncryptionKey><MACMethod Algorithm=\"x#hmac-sha1\"><MACKey>\
    <EncryptionMethod Algorithm=\"x#aes128-cbc\"/><CipherData><CipherValue>\
    2GTTnLwM3I4e5IO5FkufoOEiOhNj91fhKRQBtBJYluUDsPOLTfUvoU2dStyOwYZx</CipherValue></CipherData></MACKey></MACMethod>\
    <KeyPackage><DeviceInfo><SerialNo>T1</SerialNo></DeviceInfo><Key Algorithm=\"x:hotp\" Id=\"1\"><Data><Secret>\
    <EncryptedValue><EncryptionMethod Algorithm=\"x#aes128-cbc\"/><CipherData><CipherValue>\
    oTvo+S22nsmS2Z/RtcoF8Hfh+jzMe0RkiafpoDpnoZTjPYZu6V+A4aEn032yCr4f</CipherValue></CipherData></EncryptedValue>\
    <ValueMAC>LP6xMvjtypbfT9PdkJhBZ+D6O4w=</ValueMAC></Secret></Data></Key></KeyPackage></KeyContainer>";

#[test]
fn encrypted_key_containers_are_opened_or_say_why_not() {
    let read = |text: &str, passphrases: &[&str]| {
        let passphrases = passphrases.iter().map(|text| Passphrase::new((*text).to_owned())).collect();
        let secrets = Secrets { passphrases, ..Secrets::default() };
        format::parse_with(&content(text), FileFormat::Pskc, 0, &secrets).map_err(|cause| cause.kind())
    };
    let parsed = read(ENCRYPTED, &["wrong", "qwerty"]).unwrap();
    assert_eq!(lines(&parsed), ["T1|20|-|-|-|-|-"]);
    let unsaid = read(&ENCRYPTED.replace("<KeyLength>16</KeyLength>", ""), &["qwerty"]).unwrap();
    assert_eq!(lines(&unsaid), lines(&parsed));
    let notes = findings(&unsaid, Severity::Note);
    assert!(notes.iter().any(|note| note.contains("does not say how long the key is")), "{notes:?}");
    let altered = read(&ENCRYPTED.replace("LP6x", "LP6y"), &["qwerty"]).unwrap();
    assert_eq!(lines(&altered), ["T1|20|-|-|-|-|-"]);
    assert_eq!(
        findings(&altered, Severity::Error),
        ["1: The seed's message authentication code is not right"]
    );
    for (text, passphrases, kind) in [
        (ENCRYPTED.to_owned(), &[][..], "needs-passphrase"),
        (ENCRYPTED.to_owned(), &["wrong", "12345678901234567890123456789012"], "wrong-passphrase"),
        (ENCRYPTED.replace(">1000<", ">10000001<"), &["qwerty"], "too-large"),
        (ENCRYPTED.replace(">1000<", ">0<"), &["qwerty"], "damaged"),
        (ENCRYPTED.replace(">16<", ">1600000000<"), &["qwerty"], "damaged"),
        (ENCRYPTED.replace("aes128-cbc", "rc4"), &["qwerty"], "unsupported"),
        (ENCRYPTED.replace("#pbkdf2", "#argon2"), &["qwerty"], "unsupported"),
        (ENCRYPTED.replace("hmac-sha1", "hmac-md5"), &["qwerty"], "unsupported"),
    ] {
        assert_eq!(read(&text, passphrases).map(|parsed| lines(&parsed)), Err(kind), "{text}");
    }
}
