//! What is saved sealed opens again: for whom it was sealed, and with nothing lost of a batch.

use pgp::composed::{ArmorOptions, Deserializable, SignedPublicKey, SignedSecretKey};
use seedferry_core::{
    conversion,
    diagnostic::{Diagnostic, Place, RowProblem, SeedProblem},
    encoding,
    entropy::Entropy,
    envelope::Secrets,
    format::{
        self, FileFormat, MAX_RESULTS, MAX_SOURCES, MAX_TOKENS,
        custom_csv::{self, SavedLayout},
        mapping,
    },
    opening::{self, Outcome},
    reading::Readings,
    seal::{KeyProblem, MAX_KEY_BYTES, MOST_KEYS, PublicKey, Seal, Sealing, read_keys},
    token::{Batch, Carried, Digits, Interval, OathType, Origin, SourceFile, Token},
};
use seedferry_protocol::{
    CsvEncoding, EditField, EditedFields, ExportOptions, Exposed, Passphrase, TargetFormat, UploadResult,
};

use crate::{
    convert::{all, altered, entropy, token},
    envelope::{read, secrets},
    formats::content,
    tables,
};

/// The day on which the keys are judged, in seconds since 1970: 1 December 2026.
const WALL: u64 = 1_796_083_200;

/// The public part of a private key that tests open with.
fn public(name: &str) -> Vec<u8> {
    let (secret, _) = SignedSecretKey::from_armor_single(&read(&format!("tests/data/{name}"))[..]).unwrap();
    SignedPublicKey::from(secret).to_armored_bytes(ArmorOptions::default()).unwrap()
}

fn keys(name: &str) -> Result<Vec<PublicKey>, KeyProblem> {
    read_keys(&public(name), WALL)
}

fn sealed(content: &[u8], seal: Seal<'_>) -> Vec<u8> {
    let content = Exposed::new(content.to_vec());
    Sealing::begin(content, "seeds.csv", seal, &mut Entropy::new([9; 32])).unwrap().finish().unwrap()
}

fn opened(bytes: Vec<u8>, secrets: &Secrets) -> Result<Vec<u8>, &'static str> {
    let opened = opening::open_raw(vec![("a.pgp".to_owned(), bytes)], secrets, &mut |_| ());
    opened.map(|opened| opened.files[0].bytes.to_vec()).map_err(|error| error.cause.kind())
}

#[test]
fn a_message_opens_with_the_private_key_of_each_recipient() {
    for name in ["rsa", "curve", "nist", "open", "v6", "x448", "open-v6"] {
        let file = format!("envelope/{name}.asc");
        let key = keys(&file).unwrap();
        let private = secrets(&["key"], &[&format!("tests/data/{file}")]);
        let message = sealed(b"content", Seal::Message(&key, None));
        assert_eq!(opened(message.clone(), &private).as_deref(), Ok(&b"content"[..]), "{name}");
        assert_eq!(opened(message, &secrets(&["key"], &[])), Err("needs-key"), "{name}");
    }
    let both = [keys("envelope/rsa.asc").unwrap(), keys("envelope/curve.asc").unwrap()].concat();
    let passphrase = Passphrase::new("by hand".to_owned());
    let message = sealed(b"content", Seal::Message(&both, Some(&passphrase)));
    for with in [
        secrets(&["key"], &["tests/data/envelope/rsa.asc"]),
        secrets(&["key"], &["tests/data/envelope/curve.asc"]),
        secrets(&["by hand"], &[]),
    ] {
        assert_eq!(opened(message.clone(), &with).as_deref(), Ok(&b"content"[..]));
    }
}

/// What the page reads again is taken out of its envelope as well.
#[test]
fn a_mapping_and_a_layout_that_were_saved_sealed_are_known_again() {
    let password = Passphrase::new("ferry".to_owned());
    let open = |files: &[(&str, &[u8])], with: &[&str]| {
        let files = files.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec())).collect();
        opening::open_with(files, &secrets(with, &[]), &Readings::default(), &mut |_| ())
    };
    let mapping = mapping::file::write(&tables::mapping());
    let layout = custom_csv::ready_made().remove(0);
    let text = custom_csv::save(&layout, CsvEncoding::Windows1252);
    let saved = SavedLayout { layout, encoding: Some(CsvEncoding::Windows1252) };
    let table = tables::strange();
    for seal in [Seal::Zip(&password), Seal::Message(&[], Some(&password))] {
        let files = [("s.txt", table.as_bytes()), ("m", &sealed(mapping.expose(), seal)[..])];
        let Ok(Outcome::Batch(batch)) = open(&files, &["ferry"]) else { panic!("it was asked about") };
        assert_eq!((batch.sources.len(), batch.sources[0].format), (1, FileFormat::Table));
        assert!(open(&files, &[]).is_err_and(|error| error.cause.kind() == "needs-passphrase"));
        let opened = open(&[("l", &sealed(&text, seal))], &["ferry"]);
        assert!(matches!(opened, Ok(Outcome::Layout(opened)) if opened == saved));
    }
    assert!(matches!(open(&[("l.json", &text)], &[]), Ok(Outcome::Layout(opened)) if opened == saved));
    // A mapping alone opens nothing, and a layout of another version is none.
    let alone = open(&[("m.json", mapping.expose())], &[]);
    assert!(alone.is_err_and(|error| error.cause.kind() == "unsupported"));
    let other = String::from_utf8(text).unwrap().replace("\"version\": 3", "\"version\": 4");
    let other = open(&[("l.json", other.as_bytes())], &[]);
    assert!(other.is_err_and(|error| error.title().contains("Version 4 of layouts is not supported")));
}

#[test]
fn keys_that_must_not_or_cannot_be_sealed_for_are_refused() {
    let check = |bytes: &[u8], expected: KeyProblem| {
        let problem = read_keys(bytes, WALL).unwrap_err();
        assert_eq!(core::mem::discriminant(&problem), core::mem::discriminant(&expected), "{problem}");
    };
    let rsa = public("envelope/rsa.asc");
    check(b"", KeyProblem::None);
    check(b"serial number,secret key", KeyProblem::None);
    check(&read("tests/data/envelope/rsa.asc"), KeyProblem::Private);
    check(&rsa[..rsa.len() / 2], KeyProblem::Damaged);
    check(&public("envelope/expired.asc"), KeyProblem::Expired(String::new()));
    check(&public("envelope/revoked.asc"), KeyProblem::Revoked(String::new()));
    check(&public("envelope/brainpool.asc"), KeyProblem::Unsuited(String::new()));
    check(&public("envelope/elgamal.asc"), KeyProblem::Unsuited(String::new()));
    check(&rsa.repeat(MOST_KEYS + 1), KeyProblem::TooMany);
    check(&vec![b' '; MAX_KEY_BYTES + 1], KeyProblem::TooLarge);
    // What stands in the block twice or with text around it is as good.
    let text = [b"Here is my key:\r\n", &rsa[..], b"Regards"].concat();
    let key = read_keys(&text, WALL).unwrap().remove(0);
    let view = key.view();
    assert_eq!(view.fingerprint, "54EA F1D3 45E2 42F6 558C 10DE 5F79 2B07 9B24 31FE");
    assert_eq!((view.name.as_str(), view.algorithm.as_str()), ("rsa", "RSA 2048"));
}

/// A batch with everything that a batch can have: two files, findings, edits, a result, a row that could not be read.
fn whole() -> Batch {
    let source = |name: &str, format| SourceFile { name: name.to_owned(), format, encoding: None };
    let broken = Token::new(Origin { source: 0, row: 9 });
    let other = altered(3, |token| {
        token.oath_type = OathType::Other("x".to_owned());
        (token.digits, token.interval, token.counter) = (Digits::new(8), Interval::new(60), Some(u64::MAX));
        (token.upn, token.display_name) = (Some("käfer@b.org".to_owned()), Some("\"quoted\"\n".to_owned()));
        token.origin = Origin { source: 1, row: 4 };
    });
    Batch {
        sources: vec![source("a.zip › a.csv", FileFormat::EntraCsv), source("b.xml", FileFormat::Pskc)],
        tokens: vec![token(1), token(2), broken, other],
        findings: vec![
            Diagnostic::new(Place { source: 0, row: Some(9) }, RowProblem::Short { found: 1, expected: 3 }),
            Diagnostic::new(Place::file(1), SeedProblem::Tidied),
        ],
        carried: Carried {
            edited: vec![(1, EditedFields::default().with(EditField::Upn))],
            absent: vec!["a.zip › a.csv".to_owned(), "b.xml".to_owned()],
            results: vec![UploadResult { name: "r.csv".to_owned(), table: "\"a\"\r\n".to_owned() }],
            pairs: vec![
                ("a@contoso.com".to_owned(), "T1".to_owned()),
                ("b@contoso.com".to_owned(), String::new()),
            ],
        },
    }
}

fn saved(batch: &Batch, chosen: &[u32], options: &ExportOptions) -> String {
    let plan = conversion::plan(batch, chosen, TargetFormat::BatchFile, options);
    assert!(plan.staying.is_empty(), "nothing stays behind: {:?}", plan.staying);
    let written = conversion::write(batch, &plan, 0, &mut entropy()).unwrap();
    String::from_utf8(written.expose().to_vec()).unwrap()
}

fn reopened(text: &str) -> Result<Batch, &'static str> {
    let file = ("batch.json".to_owned(), text.as_bytes().to_vec());
    opening::open(vec![file], &Secrets::default(), &mut |_| ()).map_err(|error| error.cause.kind())
}

#[test]
fn nothing_of_a_batch_is_lost() {
    let batch = whole();
    let text = saved(&batch, &all(&batch), &ExportOptions::default());
    assert_eq!(reopened(&text), Ok(batch.clone()));
    // What is saved again is the same.
    assert_eq!(saved(&reopened(&text).unwrap(), &all(&batch), &ExportOptions::default()), text);
    // Two of them, and a seed file between.
    let csv = b"serial number,secret key\r\nT1,NPKJBEN2OHMZEZK7YX6FP63E5UCUH6N5\r\n".to_vec();
    let files = [("1.json", text.clone().into_bytes()), ("2.csv", csv), ("3.json", text.into_bytes())];
    let files = files.into_iter().map(|(name, bytes)| (name.to_owned(), bytes)).collect();
    let joined = opening::open(files, &Secrets::default(), &mut |_| ()).unwrap();
    let places: Vec<_> = joined.tokens.iter().map(|token| token.origin.source).collect();
    assert_eq!(places, [0, 0, 0, 1, 2, 3, 3, 3, 4]);
    let edited: Vec<u32> = joined.carried.edited.iter().map(|(at, _)| *at).collect();
    assert_eq!((edited, joined.carried.results.len()), (vec![1, 6], 2));
}

#[test]
fn a_part_of_a_batch_is_saved_with_what_concerns_it() {
    let batch = whole();
    let part = reopened(&saved(&batch, &[1, 3], &ExportOptions::default())).unwrap();
    assert_eq!(part.tokens, [batch.tokens[1].clone(), batch.tokens[3].clone()]);
    assert_eq!(part.findings, [batch.findings[1].clone()]);
    assert_eq!(part.carried.edited, [(0, batch.carried.edited[0].1)]);
}

#[test]
fn seeds_left_out_are_told_of() {
    let batch = whole();
    let options = ExportOptions { without_seeds: true, ..ExportOptions::default() };
    let text = saved(&batch, &all(&batch), &options);
    for seed in batch.tokens.iter().filter_map(|token| token.seed.as_ref()) {
        assert!(!text.contains(encoding::write_base32(seed).as_str()));
    }
    let read = reopened(&text).unwrap();
    assert!(read.tokens.iter().all(|token| token.seed.is_none()));
    let told = read.findings.iter().filter(|finding| finding.problem == SeedProblem::LeftOut.into());
    assert_eq!(told.count(), 3, "of each that had one");
    // Without seeds it can be saved again and stays what it is.
    assert_eq!(reopened(&saved(&read, &all(&read), &options)).unwrap(), read);
}

/// Makes one change to a saved batch; how does it open then?
fn check_changed(from: &str, to: &str, expected: &str) {
    let batch = whole();
    let text = saved(&batch, &all(&batch), &ExportOptions::default());
    assert!(text.contains(from), "{from} in {text}");
    assert_eq!(reopened(&text.replacen(from, to, 1)).err(), Some(expected), "{from} → {to}");
}

#[test]
fn a_batch_file_is_read_strictly() {
    check_changed("\"version\":1", "\"version\":2", "unsupported");
    check_changed("\"version\":1", "\"version\":\"1\"", "damaged");
    check_changed("{\"source\":0,\"row\":2", "{\"surplus\":0,\"source\":0,\"row\":2", "damaged");
    check_changed("\"source\":1,\"row\":4", "\"source\":2,\"row\":4", "damaged");
    check_changed("\"source\":1,\"row\":4", "\"source\":0,\"row\":4", "damaged");
    check_changed("\"source\":0,\"row\":9", "\"source\":0,\"row\":3", "damaged");
    check_changed("\"digits\":8", "\"digits\":3", "damaged");
    check_changed("\"interval\":30", "\"interval\":0", "damaged");
    check_changed("\"serial\":\"", "\"serial\":\" ", "damaged");
    check_changed("\"seed\":\"", "\"seed\":\"1", "damaged");
    check_changed("\"seed\":\"", "\"seed\":\" ", "damaged");
    check_changed("\"seed\":\"", "\"seedLeftOut\":true,\"seed\":\"", "damaged");
    check_changed("\"format\":\"pskc\"", "\"format\":\"word\"", "damaged");
    check_changed("\"found\":1", "\"found\":-1", "damaged");
    check_changed("\"results\":[", "\"results\":[],\"results\":[", "damaged");
    check_changed("]}", "]", "damaged");
}

#[test]
fn a_batch_file_has_limits() {
    let check = |sources: usize, results: usize, tokens: usize, expected: Option<&str>| {
        let source = r#"{"name":"a","format":"pskc","encoding":null}"#;
        let result = r#"{"name":"a","table":""}"#;
        let token = |row: usize| format!(r#"{{"source":0,"row":{row},"oathType":"Totp"}}"#);
        let tokens: Vec<String> = (1..=tokens).map(token).collect();
        let text = format!(
            r#"{{"seedferry":"batch","version":1,"sources":[{}],"tokens":[{}],"findings":[],"results":[{}]}}"#,
            vec![source; sources].join(","),
            tokens.join(","),
            vec![result; results].join(",")
        );
        let content = content(text.as_bytes());
        let read = format::parse(&content, FileFormat::BatchFile, 0);
        assert_eq!(read.err().map(|cause| cause.kind()), expected, "{sources} {results}");
    };
    check(MAX_SOURCES, MAX_RESULTS, 1, None);
    check(MAX_SOURCES + 1, 1, 1, Some("too-large"));
    check(1, MAX_RESULTS + 1, 1, Some("too-large"));
    check(1, 1, 0, Some("empty"));
    check(1, 1, MAX_TOKENS + 1, Some("too-large"));
}

#[test]
fn a_batch_file_cut_or_altered_anywhere_is_answered() {
    let batch = whole();
    let text = saved(&batch, &all(&batch), &ExportOptions::default()).into_bytes();
    for place in 0..text.len() {
        assert!(format::parse(&content(&text[..place]), FileFormat::BatchFile, 0).is_err());
        for bit in 0..8 {
            let mut bytes = text.clone();
            bytes[place] ^= 1 << bit;
            if let Ok(parsed) = format::parse(&content(bytes), FileFormat::BatchFile, 0) {
                let read = Batch { sources: parsed.sources, tokens: parsed.tokens, ..Batch::default() };
                assert!(parsed.findings.iter().all(|finding| !finding.view(&read).what.is_empty()));
            }
        }
    }
}
