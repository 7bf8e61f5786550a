//! A file of every system whose layout is known, as its own documentation shows it: what it is read as.

use seedferry_core::{
    envelope::Secrets,
    format::{self, Parsed},
    opening::{self, Outcome},
    reading::Readings,
};

use crate::formats::{HEX, SEED, lines};

/// The system, its file, what it is recognised as, and of each token its type, digits, counter, and the line of
/// [`lines`]; `asks` where the columns are asked about.
type Case = (&'static str, &'static str, &'static str, &'static [&'static str]);

/// `HEX`, `B32` and `NEXUS` stand for one seed of 20 bytes, `LONG` for one of 32.
const FILES: &[Case] = &[
    (
        "privacyIDEA",
        "T1, HEX, totp, 6, 60\nT2, HEX, hotp, 8, 7\n",
        "OATH CSV",
        &["totp 6 - T1|20|60|-|-|-|-", "hotp 8 7 T2|20|-|-|-|-|-"],
    ),
    (
        "privacyIDEA with users",
        "# version: 2\na@b.org, res, realm, T1, HEX, totp, 6, 60\n",
        "privacyIDEA CSV with users",
        &["totp 6 - T1|20|60|-|-|-|a@b.org"],
    ),
    (
        "privacyIDEA, defaults",
        "T1, HEX\nT2, HEX\nT3, HEX, hotp\n",
        "OATH CSV",
        &["hotp - - T1|20|-|-|-|-|-", "hotp - - T2|20|-|-|-|-|-", "hotp - - T3|20|-|-|-|-|-"],
    ),
    (
        "LinOTP",
        "# comment\nT1,\tHEX,\ttotp,\t8,\t60,\tsha256\n",
        "OATH CSV",
        &["totp 8 - T1|20|60|sha256|-|-|-"],
    ),
    ("LinOTP, hash by length", "T1, LONG, totp, 6, 30\n", "OATH CSV", &["totp 6 - T1|32|30|-|-|-|-"]),
    (
        "LinOTP, OCRA",
        "T1, HEX, ocra, OCRA-1:HOTP-SHA256-6:C-QA64\n",
        "OATH CSV",
        &["ocra - - T1|20|-|-|-|-|-"],
    ),
    (
        "NetIQ",
        "T1,HEX,totp,6,30\nT2,HEX,hotp,6,0\n",
        "OATH CSV",
        &["totp 6 - T1|20|30|-|-|-|-", "hotp 6 0 T2|20|-|-|-|-|-"],
    ),
    ("FreeIPA", "T1,HEX,TOTP,6,30,sha512\n", "OATH CSV", &["totp 6 - T1|20|30|sha512|-|-|-"]),
    ("multiOTP", "T1;Maker;totp;HEX;6;60\n", "multiOTP CSV", &["totp 6 - T1|20|60|-|Maker|-|-"]),
    (
        "PhenixID, event-based",
        "HOTP;T1;HEX;4\nHOTP;T2;HEX;\n",
        "PhenixID CSV",
        &["hotp - 4 T1|20|-|-|-|-|-", "hotp - - T2|20|-|-|-|-|-"],
    ),
    ("PhenixID", "TOTP;T1;SHA1;HEX;0;30;6\n", "PhenixID CSV", &["totp 6 - T1|20|30|sha1|-|-|-"]),
    ("PingID", "T1,HEX,5\nT2,HEX,6\n", "Duo CSV", &["hotp - 5 T1|20|-|-|-|-|-", "hotp - 6 T2|20|-|-|-|-|-"]),
    ("IBM", "T1, HEX\nT2, HEX\n", "Duo CSV", &["totp - - T1|20|-|-|-|-|-", "totp - - T2|20|-|-|-|-|-"]),
    ("Duo", "T1,HEX,30\nT2,HEX,60\n", "Duo CSV", &["totp - - T1|20|30|-|-|-|-", "totp - - T2|20|60|-|-|-|-"]),
    ("Swivel", "T1 HEX\r\nT2 HEX\r\n", "Duo CSV", &["totp - - T1|20|-|-|-|-|-", "totp - - T2|20|-|-|-|-|-"]),
    ("Token2, converted for Duo", "T1 HEX\n", "Duo CSV", &["totp - - T1|20|-|-|-|-|-"]),
    (
        "Token2",
        "upn,serial number,secret key,timeinterval,manufacturer,model\na@b.org,T1,B32,30,Token2,c101\n",
        "Entra MFA CSV",
        &["totp - - T1|20|30|-|Token2|c101|a@b.org"],
    ),
    (
        "HelloID",
        "upn,serial number,secret key,time interval,manufacturer,model\na@b.org,T1,B32,30,Deepnet,SafeID\n",
        "Entra MFA CSV",
        &["totp - - T1|20|30|-|Deepnet|SafeID|a@b.org"],
    ),
    (
        "Graph scripts",
        "serialNumber,secretKey,timeIntervalInSeconds,manufacturer,model,hashFunction\nT1,B32,30,M,P,hmacsha256\n",
        "Entra MFA CSV",
        &["totp - - T1|20|30|sha256|M|P|-"],
    ),
    (
        "SecurEnvoy",
        "Serial;Seed;AssignedTo\nT1;B32;a@b.org\n",
        "Entra MFA CSV",
        &["totp - - T1|20|-|-|-|-|a@b.org"],
    ),
    ("Nexus", "T1:NEXUS:AA==\n", "Nexus list", &["hotp - 0 T1|20|-|-|-|-|-"]),
    (
        "SecureAuth",
        "device|seed|counter\nABC1000|B32|0\nABC1001|B32|4\n",
        "asks",
        &["hotp - 0 ABC1000|20|-|-|-|-|-", "hotp - 4 ABC1001|20|-|-|-|-|-"],
    ),
    (
        "SecureAuth, time-based",
        "seed|serial\nB32|ABC1000\nB32|ABC1001\n",
        "Entra MFA CSV",
        &["totp - - ABC1000|20|-|-|-|-|-", "totp - - ABC1001|20|-|-|-|-|-"],
    ),
    (
        "SafePass USB tool",
        "1000001,B32\n1000002,B32\n",
        "asks",
        &["totp - - 1000001|20|-|-|-|-|-", "totp - - 1000002|20|-|-|-|-|-"],
    ),
];

fn open(text: &str) -> Result<Outcome, String> {
    let files = vec![("seeds.txt".to_owned(), text.as_bytes().to_vec())];
    let opened = opening::open_with(files, &Secrets::default(), &Readings::default(), &mut |_| ());
    opened.map_err(|error| format!("{}. {}", error.title(), error.remedy()))
}

fn described(parsed: &Parsed) -> Vec<String> {
    let or_dash = |value: Option<String>| value.unwrap_or("-".to_owned());
    let tokens = parsed.tokens.iter().zip(lines(parsed));
    let described = tokens.map(|(token, line)| {
        let digits = or_dash(token.digits.map(|digits| digits.get().to_string()));
        let counter = or_dash(token.counter.map(|counter| counter.to_string()));
        format!("{} {digits} {counter} {line}", token.oath_type.id())
    });
    described.collect()
}

fn check((system, text, format, expected): &Case) {
    let long = format!("{HEX}{}", "0123456789ABCDEF01234567");
    let text = text.replace("HEX", HEX).replace("B32", SEED).replace("LONG", &long);
    let text = text.replace("NEXUS", "a9SQkbpx2ZJlX8X8V/tk7QVD+b0=");
    match open(&text) {
        Ok(Outcome::Batch(batch)) => {
            assert_eq!(batch.sources[0].format.name(), *format, "{system}");
            assert_eq!(
                described(&Parsed { tokens: batch.tokens, ..Parsed::default() }),
                *expected,
                "{system}"
            );
        }
        // The best guess, which is what the question begins with.
        Ok(Outcome::Asks(question, _)) => {
            assert_eq!("asks", *format, "{system}");
            let parsed = format::parse_mapped(&question.table, &question.view.mapping, 0).unwrap();
            assert_eq!(described(&parsed), *expected, "{system}");
        }
        Ok(Outcome::Layout(_)) => panic!("{system}: it is taken for a layout"),
        Err(said) => assert_eq!(said, *format, "{system}"),
    }
}

#[test]
fn a_file_of_every_known_system_is_read() {
    let failed = FILES.iter().filter(|case| std::panic::catch_unwind(|| check(case)).is_err()).count();
    assert_eq!(failed, 0);
}
