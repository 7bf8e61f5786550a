//! What each format reads: rows of a file, and what becomes of them.

use seedferry_core::{
    envelope::{Cause, Content},
    format::{self, FileFormat, Parsed},
    token::Batch,
};
use seedferry_protocol::Severity;

/// A seed for tests, and the same in hex.
pub(crate) const SEED: &str = "NPKJBEN2OHMZEZK7YX6FP63E5UCUH6N5";
pub(crate) const HEX: &str = "6BD49091BA71D992655FC5FC57FB64ED0543F9BD";

pub(crate) fn content(bytes: impl Into<Vec<u8>>) -> Content {
    Content { path: vec!["seeds".to_owned()], bytes: bytes.into().into() }
}

pub(crate) fn read(bytes: impl Into<Vec<u8>>) -> Result<(FileFormat, Parsed), Cause> {
    let content = content(bytes);
    let format = format::sniff(&content)?;
    format::parse(&content, format, 0).map(|parsed| (format, parsed))
}

/// One line for each token: serial, seed in bytes, interval, hash, manufacturer, model, UPN; `-` for what is absent.
pub(crate) fn lines(parsed: &Parsed) -> Vec<String> {
    let or_dash = |value: Option<String>| value.unwrap_or("-".to_owned());
    let line = |token: &seedferry_core::token::Token| {
        [
            or_dash(token.serial.as_ref().map(ToString::to_string)),
            or_dash(token.seed.as_ref().map(|seed| seed.len().to_string())),
            or_dash(token.interval.map(|interval| interval.seconds().to_string())),
            or_dash(token.hash.map(|hash| hash.id().to_owned())),
            or_dash(token.manufacturer.clone()),
            or_dash(token.model.clone()),
            or_dash(token.upn.clone()),
        ]
        .join("|")
    };
    parsed.tokens.iter().map(line).collect()
}

/// One line for each finding worse than a note: `row: what`.
pub(crate) fn findings(parsed: &Parsed, least: Severity) -> Vec<String> {
    let batch = Batch::default();
    let grave = parsed.findings.iter().filter(|finding| finding.problem.severity() >= least);
    grave
        .map(|finding| {
            let place = finding.place.row.map_or("file".to_owned(), |row| row.to_string());
            format!("{place}: {}", finding.view(&batch).what)
        })
        .collect()
}

/// Reads bytes and compares tokens and warnings.
pub(crate) fn check(name: &str, bytes: impl Into<Vec<u8>>, tokens: &[&str], warnings: &[&str]) {
    let (_, parsed) = read(bytes).unwrap_or_else(|cause| panic!("{name}: {cause:?}"));
    assert_eq!(lines(&parsed), tokens, "{name}");
    let found = findings(&parsed, Severity::Warning);
    assert_eq!(found.len(), warnings.len(), "{name}: {found:?}");
    for (found, expected) in found.iter().zip(warnings) {
        assert!(found.contains(expected), "{name}: {found} where {expected} was expected");
    }
}

fn utf16(text: &str) -> Vec<u8> {
    let units = text.encode_utf16().flat_map(u16::to_le_bytes);
    [0xFF, 0xFE].into_iter().chain(units).collect()
}

#[test]
fn entra_csv_is_read_in_every_variant() {
    let plain = "T1|20|60|-|Deepnet Security|SafeID/Classic|-";
    let user = "T1|20|60|-|Deepnet Security|SafeID/Classic|a@b.org";
    let row = |cells: &str| cells.replace("SEED", SEED).replace("HEX", HEX);
    for (name, text, expected) in [
        (
            "without user",
            "serial number,secret key,time interval,manufacturer,model\nT1,SEED,60,Deepnet Security,SafeID/Classic\n",
            plain,
        ),
        (
            "with user",
            "upn,serial number,secret key,time interval,manufacturer,model\r\na@b.org,T1,SEED,60,Deepnet Security,SafeID/Classic\r\n",
            user,
        ),
        (
            "timeinterval, CR alone",
            "upn,serial number,secret key,timeinterval,manufacturer,model\ra@b.org,T1,SEED,60,Deepnet Security,SafeID/Classic",
            user,
        ),
        (
            "semicolons and quotation marks",
            "\"upn\";\"serial number\";\"secret key\";\"time interval\";\"manufacturer\";\"model\"\n\"a@b.org\";\"T1\";\"SEED\";\"60\";\"Deepnet Security\";\"SafeID/Classic\"",
            user,
        ),
        (
            "tabs, capitals, other order, blank lines, edge blanks",
            "\n\nMODEL\tManufacturer\tSerial Number\tSecret Key\tTime Interval\n\n SafeID/Classic \tDeepnet Security\t T1\tSEED \t60\n\n",
            plain,
        ),
        (
            "trailing delimiters of a spreadsheet",
            "serial number,secret key,time interval,manufacturer,model,,\nT1,SEED,60,Deepnet Security,SafeID/Classic,,\n,,,,,,\n",
            plain,
        ),
        (
            "sep= and a comment",
            "sep=;\n# from the vendor\nserial number;secret key;time interval;manufacturer;model\nT1;SEED;60;Deepnet Security;SafeID/Classic\n",
            plain,
        ),
        (
            "lower case, blanks and padding in the seed",
            "serial number,secret key,time interval,manufacturer,model\nT1,npkj ben2-ohmzezk7yx6fp63e5ucuh6n5====,60,Deepnet Security,SafeID/Classic\n",
            plain,
        ),
        (
            "Graph scripts",
            "serialNumber,secretKey,timeIntervalInSeconds,manufacturer,model,hashFunction\nT1,SEED,60,Deepnet Security,SafeID/Classic,hmacsha256\n",
            "T1|20|60|sha256|Deepnet Security|SafeID/Classic|-",
        ),
        (
            "placeholder for the user",
            "upn,serial number,secret key,time interval\nupn,T1,SEED,60\n",
            "T1|20|60|-|-|-|-",
        ),
    ] {
        let text = row(text);
        check(name, text.as_str(), &[expected], &[]);
        check(&format!("{name}, byte order mark"), format!("\u{feff}{text}"), &[expected], &[]);
        check(&format!("{name}, UTF-16"), utf16(&text), &[expected], &[]);
    }
    let unsaid = "file: The file does not say whether the tokens are time-based or event-based";
    check("least columns", row("serial,seed\n00012,SEED\n"), &["00012|20|-|-|-|-|-"], &[unsaid]);
}

/// A row, what is read of it, and the warnings.
type Case = (&'static str, &'static str, &'static [&'static str]);

const CSV_DAMAGE: &[Case] = &[
    ("a@b.org,,SEED,60,Maker,Model", "-|20|60|-|Maker|Model|a@b.org", &["3: The serial number is missing"]),
    ("a@b.org,T2,,60,Maker,Model", "T2|-|60|-|Maker|Model|a@b.org", &["3: The seed is missing"]),
    (
        "a@b.org,2.60012E+12,SEED,60,Maker,Model",
        "-|20|60|-|Maker|Model|a@b.org",
        &["3: The serial number was rounded to 2.60012E+12"],
    ),
    (
        "a@b.org,1001.0,SEED,60,Maker,Model",
        "1001|20|60|-|Maker|Model|a@b.org",
        &["3: The serial number ends"],
    ),
    (
        "a@b.org,T2,NPKJBEN2OHMZEZK7YX6FP63E5UCUH6N0,60,Maker,Model",
        "T2|-|60|-|Maker|Model|a@b.org",
        &["3: The seed holds 0, 1, 8 or 9"],
    ),
    (
        "a@b.org,T2,NPKJBEN2OHMZEZK7YX6FP63E5UCUH6,60,Maker,Model",
        "T2|-|60|-|Maker|Model|a@b.org",
        &["3: The seed has 30 characters"],
    ),
    ("a@b.org,T2,HEX,60,Maker,Model", "T2|-|60|-|Maker|Model|a@b.org", &["3: The seed holds 0, 1, 8 or 9"]),
    ("a@b.org,T2,SEED,soon,Maker,Model", "T2|20|-|-|Maker|Model|a@b.org", &["3: The time interval “soon”"]),
    ("helga,T2,SEED,60,Maker,Model", "T2|20|60|-|Maker|Model|helga", &["3: “helga” is not of the form"]),
    (
        "a@b.org,T2,SEED,60,Feitian Technology Co.,Ltd,Model",
        "T2|20|60|-|Feitian Technology Co.,Ltd|Model|a@b.org",
        &["3: The manufacturer's name holds a comma"],
    ),
    (
        "a@b.org,T2,SEED,60,Maker,Model,1,2,3,4",
        "T2|20|60|-|Maker|Model|a@b.org",
        &["3: The row has 10 cells, 6 belong to it"],
    ),
    ("a@b.org,T2,SEED,60\n", "T2|20|60|-|-|-|a@b.org", &["3: The row has 4 of 6 cells"]),
    ("a@b.org,T2,SEED,60", "T2|20|60|-|-|-|a@b.org", &["3: The last row breaks off"]),
    ("a@b.org,T2", "T2|-|-|-|-|-|a@b.org", &["3: The last row breaks off", "3: The seed is missing"]),
    ("a@b.org,T2,SEED,60,\"Maker,Model", "T2|20|60|-|\"Maker|Model|a@b.org", &["3: A quotation mark"]),
];

#[test]
fn entra_csv_damage_is_named_and_every_row_stays() {
    let header = "upn,serial number,secret key,time interval,manufacturer,model\n";
    let good = "a@b.org,T1,SEED,60,Maker,Model";
    let kept = "T1|20|60|-|Maker|Model|a@b.org";
    for (row, expected, warnings) in CSV_DAMAGE {
        let text = format!("{header}{good}\n{row}").replace("SEED", SEED).replace("HEX", HEX);
        check(row, text, &[kept, expected], warnings);
    }
}

#[test]
fn the_encoding_of_seeds_is_decided_for_the_column() {
    let file = |seeds: &[&str]| {
        let rows = (1..).zip(seeds).map(|(number, seed)| format!("T{number},{seed},totp\n"));
        format!("serial number,secret key,type\n{}", rows.collect::<String>())
    };
    let decided = "file: The seeds are hexadecimal, where this format has Base32";
    check("hex", file(&[HEX]), &["T1|20|-|-|-|-|-"], &[decided]);
    check(
        "hex, mostly",
        file(&[HEX, HEX, SEED]),
        &["T1|20|-|-|-|-|-", "T2|20|-|-|-|-|-", "T3|-|-|-|-|-|-"],
        &[decided, "4: The seed is not hexadecimal"],
    );
    let either = "ABCDEF23ABCDEF23ABCDEF23ABCDEF23";
    check("either", file(&[either]), &["T1|20|-|-|-|-|-"], &["file: Every seed could be"]);
    check("either and Base32", file(&[either, SEED]), &["T1|20|-|-|-|-|-", "T2|20|-|-|-|-|-"], &[]);
    check(
        "Base64",
        file(&["a9SQkbpx2ZJlX8X8V/tk7QVD+b0="]),
        &["T1|20|-|-|-|-|-"],
        &["file: The seeds are Base64"],
    );
}

#[test]
fn entra_json_is_read_in_every_variant() {
    let element = format!(
        r#"{{"serialNumber":"T1","manufacturer":"Maker","model":"Model","secretKey":"{SEED}","timeIntervalInSeconds":30,"hashFunction":"hmacsha256"}}"#
    );
    let expected = "T1|20|30|sha256|Maker|Model|-";
    let text_number = element.replace(":30", ":\"30\"");
    let lower = element.replace("serialNumber", "serialnumber").replace("secretKey", "SECRETKEY");
    let id = element.replacen('{', r#"{"@contentId":"1","#, 1);
    for (name, text) in [
        ("delta", format!(r##"{{"@context":"#$delta","value":[{id}]}}"##)),
        ("delta without content id", format!(r##"{{"@context":"#$delta","value":[{element}]}}"##)),
        ("answer to GET", format!(r#"{{"@odata.context":"x","@odata.nextLink":"y","value":[{element}]}}"#)),
        ("answer to GET of one", format!(r#"{{"value":{element}}}"#)),
        ("bare array", format!("[{element}]")),
        ("one object", element.clone()),
        ("wrapped in device", format!(r#"{{"value":[{{"id":"x","device":{element}}}]}}"#)),
        ("interval as text", text_number),
        ("keys in any case", lower),
        (
            "unknown keys",
            element.replacen('{', r#"{"status":"available","a":{"b":[1,{}]},"c":null,"d":1.5,"#, 1),
        ),
        ("blanks around", format!("\r\n\t {element} \n\n")),
        ("escapes", element.replace("Maker", r"\u004daker")),
    ] {
        check(name, text.as_str(), &[expected], &[]);
        check(&format!("{name}, byte order mark"), format!("\u{feff}{text}"), &[expected], &[]);
        check(&format!("{name}, UTF-16"), utf16(&text), &[expected], &[]);
    }
}

#[test]
fn entra_json_damage_is_named_and_every_element_stays() {
    let seed = format!(r#""secretKey":"{SEED}""#);
    for (element, expected, warnings) in [
        (
            r#"{"serialNumber":"T1","secretKey":null}"#.to_owned(),
            "T1|-|-|-|-|-|-",
            vec!["1: The file was read from Micro"],
        ),
        (r#"{"serialNumber":"T1"}"#.to_owned(), "T1|-|-|-|-|-|-", vec!["1: The seed is missing"]),
        (format!("{{{seed}}}"), "-|20|-|-|-|-|-", vec!["1: The serial number is missing"]),
        (
            format!(r#"{{"serialNumber":null,{seed}}}"#),
            "-|20|-|-|-|-|-",
            vec!["1: The serial number is missing"],
        ),
        (format!(r#"{{"serialNumber":1001,{seed}}}"#), "1001|20|-|-|-|-|-", vec![]),
        (
            format!(r#"{{"serialNumber":"T1",{seed},"hashFunction":"md5"}}"#),
            "T1|20|-|-|-|-|-",
            vec!["1: The hash function “md5”"],
        ),
        (
            format!(r#"{{"serialNumber":"T1",{seed},"timeIntervalInSeconds":[]}}"#),
            "T1|20|-|-|-|-|-",
            vec!["1: The time interval is no text"],
        ),
        (
            format!(r#"{{"serialNumber":"T1",{seed},"assignTo":{{"id":"me"}}}}"#),
            "T1|20|-|-|-|-|-",
            vec!["1: assignTo holds “me”"],
        ),
        (
            format!(r#"{{"serialNumber":"T1",{seed}}},17,"x",null,[1]"#),
            "T1|20|-|-|-|-|-",
            vec!["2: The element", "3: The", "4: The", "5: The"],
        ),
    ] {
        let (_, parsed) = read(format!("[{element}]")).unwrap();
        assert_eq!(lines(&parsed).first().map(String::as_str), Some(expected), "{element}");
        let found = findings(&parsed, Severity::Warning);
        assert_eq!(found.len(), warnings.len(), "{element}: {found:?}");
        assert!(
            found.iter().zip(&warnings).all(|(found, expected)| found.starts_with(expected)),
            "{found:?}"
        );
    }
}

#[test]
fn what_is_no_seed_file_is_called_by_its_name() {
    for (bytes, kind, said) in [
        (&b""[..], "empty", ""),
        (b" \r\n\t", "empty", ""),
        (b"\xEF\xBB\xBF \n", "empty", ""),
        (b"\xFF\xFE", "empty", ""),
        (b"serial number,secret key\n", "empty", ""),
        (b"[]", "not-a-seed-file", "JSON"),
        (br##"{"@context":"#$delta","value":[]}"##, "empty", ""),
        (b"{\"name\":\"x\"}", "not-a-seed-file", "JSON"),
        (br#"[{"serialNumber":"1","#, "damaged", "breaks off"),
        (br#"[{"serialNumber":"1"},}]"#, "damaged", "line 1, column"),
        (b"%PDF-1.7\n", "not-a-seed-file", "PDF"),
        (b"<!DOCTYPE html><html>", "not-a-seed-file", "web page"),
        (b"<?xml version=\"1.0\"?><TKNBatch/>", "unsupported", "RSA"),
        (b"<?xml version=\"1.0\"?><!-- x --><svg>", "not-a-seed-file", "svg"),
        (b"# ===== SafeWord Authenticator Records", "unsupported", "SafeWord"),
        (b"-----BEGIN CERTIFICATE-----", "not-a-seed-file", "certificate"),
        (b"name,address\nHelga,Bonn\n", "not-a-seed-file", "first row"),
        (b"Dear customer", "not-a-seed-file", "text"),
        (b"\x00\x01\x02\x03", "not-a-seed-file", "binary"),
    ] {
        let cause = read(bytes).map(|(format, _)| format).unwrap_err();
        assert_eq!(cause.kind(), kind, "{:?}: {cause:?}", String::from_utf8_lossy(bytes));
        assert!(format!("{cause:?}").contains(said), "{cause:?}");
    }
}

#[test]
fn more_tokens_than_the_limit_are_refused() {
    let most = format::MAX_TOKENS;
    let table = format!("serial,seed\n{}", "1,\n".repeat(most + 1));
    assert!(matches!(read(table), Err(Cause::TooLarge(_))));
    let array = format!(r#"[{{"serialNumber":"1"}}{}]"#, ",1".repeat(most));
    assert!(matches!(read(array), Err(Cause::TooLarge(_))));
}

/// Seeds must not reach a message, whatever is wrong with the file.
#[test]
fn no_finding_quotes_a_seed() {
    for seed in [
        "NPKJBEN2OHMZEZK7YX6FP63E5UCUH6N0",
        "NPKJBEN2OHMZEZK7YX6FP63E5UCUH6",
        "NPKJBEN2OHMZEZK7YX6FP63E5UCUH6NÄ",
    ] {
        for text in [
            format!("serial number,secret key\nT1,{seed}\n"),
            format!(r#"[{{"serialNumber":"T1","secretKey":"{seed}"}}]"#),
            format!(r#"{{"serialNumber":"T1","value":"{seed}"}}"#),
            format!(r#"{{"serialNumber":"T1","secretKey":"{seed}"#),
        ] {
            let said = match read(text) {
                Ok((_, parsed)) => format!("{:?} {parsed:?}", findings(&parsed, Severity::Note)),
                Err(cause) => format!("{cause:?}"),
            };
            assert!(!said.contains("NPKJBEN2"), "{said}");
        }
    }
}
