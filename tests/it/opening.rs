//! From several files to one batch.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests fail by panicking")]

use seedferry_core::{
    diagnostic::{FileProblem, Problem},
    envelope::{EnvelopeNote, OpenError, Secrets, limits},
    opening,
    token::Batch,
};

use crate::{
    envelope::{read, secrets},
    envelope_caps::zip_of,
};

type Files = Vec<(String, Vec<u8>)>;

fn open(files: Files, secrets: &Secrets) -> Result<Batch, OpenError> {
    opening::open(files, secrets, &mut |_| ())
}

fn table(serial: &str) -> String {
    format!("serial number,secret key\n{serial},NPKJBEN2OHMZEZK7YX6FP63E5UCUH6N5\n")
}

fn file(name: &str, text: impl Into<Vec<u8>>) -> (String, Vec<u8>) {
    (name.to_owned(), text.into())
}

fn data(name: &str) -> (String, Vec<u8>) {
    (name.to_owned(), read(&format!("tests/data/envelope/{name}")))
}

#[test]
fn several_files_become_one_batch() {
    let files =
        vec![file("readme.txt", "Dear customer"), file("a.csv", table("A")), file("b.csv", table("B"))];
    let batch = open(files, &Secrets::default()).unwrap();
    let names: Vec<_> = batch.sources.iter().map(|source| source.name.as_str()).collect();
    assert_eq!(names, ["a.csv", "b.csv"]);
    assert_eq!(batch.tokens.iter().map(|token| token.origin.source).collect::<Vec<_>>(), [0, 1]);
    let said: Vec<_> = batch.findings.iter().map(|finding| finding.view(&batch).what).collect();
    assert!(said[0].starts_with("readme.txt was skipped"), "{said:?}");
    for (files, kind) in [
        (vec![file("a", "Dear customer"), file("b", "[{\"serialNumber\"")], "damaged"),
        (vec![file("a", "Dear customer"), file("b", "serial,seed\n")], "not-a-seed-file"),
        (vec![], "empty"),
    ] {
        assert_eq!(open(files, &Secrets::default()).unwrap_err().cause.kind(), kind);
    }
}

#[test]
fn what_was_noticed_is_placed_on_its_file() {
    // What is said of every zip without a password is no matter here.
    let is_other = |note: &EnvelopeNote| !matches!(note, EnvelopeNote::NoPassword { .. });
    let check = |files: Files, expected: &[(u32, &str)]| {
        let batch = open(files, &secrets(&["key"], &["tests/data/envelope/old.asc"])).unwrap();
        let about_envelopes = batch.findings.iter().filter(|finding| match &finding.problem {
            Problem::File(FileProblem::Envelope(note)) => is_other(note),
            Problem::File(FileProblem::Skipped { .. }) => true,
            _ => false,
        });
        let got: Vec<_> =
            about_envelopes.map(|found| (found.place.source, found.view(&batch).place)).collect();
        let got: Vec<_> = got.iter().map(|(source, place)| (*source, place.as_str())).collect();
        assert_eq!(got, expected);
    };
    let plain = || file("first.csv", table("A"));
    check(vec![plain(), data("no-mdc.pgp")], &[(1, "no-mdc.pgp › a.csv")]);
    check(vec![data("no-mdc.pgp"), plain()], &[(0, "no-mdc.pgp › a.csv")]);
    check(vec![plain(), data("duplicate.zip")], &[(1, "duplicate.zip › a.csv")]);
    let inner = data("duplicate.zip").1;
    let nested = zip_of(&[("other.csv", table("B").as_bytes()), ("inner.zip", &inner)]);
    check(vec![plain(), file("outer.zip", nested)], &[(2, "outer.zip › inner.zip › a.csv")]);
    let beside = zip_of(&[("readme.txt", b"Dear customer"), ("b.csv", table("B").as_bytes())]);
    check(vec![plain(), file("b.zip", beside)], &[(1, "b.zip › readme.txt")]);
}

#[test]
fn what_opened_one_file_is_tried_on_the_next() {
    let keys = ["tests/data/envelope/rsa.asc", "tests/data/envelope/curve.asc"];
    let mut files = vec![data("rsa.pgp"), data("aes256.zip"), data("curve.pgp"), data("pgp-in.zip")];
    let batch = open(files.clone(), &secrets(&["ferry", "key"], &keys)).unwrap();
    assert_eq!(batch.sources.len(), 4);
    // A password that opened one file is not a wrong one for the next: that one's is missing.
    files.push(data("two-passwords.zip"));
    let error = open(files, &secrets(&["ferry", "key"], &keys)).unwrap_err();
    assert_eq!(error.title(), "two-passwords.zip needs its password");
}

#[test]
fn limits_hold_for_all_files_together() {
    let half = vec![b'x'; usize::try_from(limits::MAX_INFLATED_BYTES / 2).unwrap() + 1];
    let zip = zip_of(&[("a.txt", &half)]);
    let raw = |files| opening::open_raw(files, &Secrets::default(), &mut |_| ());
    assert_eq!(raw(vec![file("a.zip", zip.clone())]).unwrap().files.len(), 1);
    let error = raw(vec![file("a.zip", zip.clone()), file("b.zip", zip)]).err().unwrap();
    assert_eq!((error.cause.kind(), error.path), ("too-large", vec!["b.zip".to_owned(), "a.txt".to_owned()]));
}
