//! From several files to one batch.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests fail by panicking")]

use seedferry_core::{
    diagnostic::{FileProblem, Problem},
    envelope::{EnvelopeNote, OpenError, Secrets, limits},
    opening::{self, Outcome},
    reading::{Reading, Readings},
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
    assert!(said.iter().any(|what| what.starts_with("readme.txt was skipped")), "{said:?}");
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

/// A zip of a file that is no table, whose check sum is wrong, and of what is beside it.
fn damaged_beside(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut zip = zip_of(&[("first.csv", b"serial number,secret key"), (name, bytes)]);
    // The first local header (APPNOTE §4.3.7): its data stand behind 30 bytes and the name.
    zip[30 + "first.csv".len() + 2] ^= 0x40;
    zip
}

/// What is inside an archive beside a seed file and cannot be opened costs nothing but itself, at any depth.
#[test]
fn what_cannot_be_opened_beside_a_seed_file_is_named_and_skipped() {
    let check = |zip: Vec<u8>, expected: &[(&str, &str)]| {
        for (layers, zip) in [("a.zip", zip.clone()), ("outer.zip › a.zip", zip_of(&[("a.zip", &zip)]))] {
            let name = layers.split(" › ").next().unwrap();
            let batch = open(vec![file(name, zip)], &Secrets::default()).unwrap();
            let skipped = batch
                .findings
                .iter()
                .filter(|finding| matches!(finding.problem, Problem::File(FileProblem::Skipped { .. })));
            let got: Vec<_> = skipped.map(|finding| finding.view(&batch)).collect();
            let got: Vec<_> = got.iter().map(|view| (view.place.as_str(), view.what.as_str())).collect();
            let place = |member: &str| format!("{layers} › {member}");
            let wanted: Vec<_> = expected
                .iter()
                .map(|(member, why)| (place(member), format!("{} was skipped. {why}", place(member))))
                .collect();
            let wanted: Vec<_> = wanted.iter().map(|(place, what)| (place.as_str(), what.as_str())).collect();
            assert_eq!((got, batch.tokens.len()), (wanted, 1));
        }
    };
    let seeds = table("A");
    let beside = |name: &str, bytes: &[u8]| zip_of(&[(name, bytes), ("seeds.csv", seeds.as_bytes())]);
    let envelope = |name: &str| data(name).1;
    let cannot = |name: &str, what: &str| format!("{name} cannot be opened here. {what} is not supported");
    check(
        beside("vendor.asc", &envelope("rsa-public.asc")),
        &[("vendor.asc", "vendor.asc is a public key, not a seed file")],
    );
    check(
        beside("seeds.csv.sig", &envelope("detached.sig")),
        &[(
            "seeds.csv.sig",
            "seeds.csv.sig is a signature without the file that was signed, not a seed file",
        )],
    );
    check(beside("plain.7z", &envelope("plain.7z")), &[("plain.7z", &cannot("plain.7z", "A 7z archive"))]);
    check(beside("none.zip", &zip_of(&[])), &[("none.zip", "none.zip is empty")]);
    check(
        beside("strong.zip", &envelope("strong.zip")),
        &[("strong.zip › a.csv", &cannot("a.csv", "Strong encryption by PKWARE"))],
    );
    check(
        beside("cut.pgp", &envelope("rsa.pgp")[..40]),
        &[("cut.pgp", "cut.pgp is damaged. The message is cut off")],
    );
    check(
        damaged_beside("seeds.csv", seeds.as_bytes()),
        &[("first.csv", "first.csv is damaged. The content of first.csv does not match its check sum")],
    );
    check(
        damaged_beside("inner.zip", &beside("vendor.asc", &envelope("rsa-public.asc"))),
        &[
            ("first.csv", "first.csv is damaged. The content of first.csv does not match its check sum"),
            ("inner.zip › vendor.asc", "vendor.asc is a public key, not a seed file"),
        ],
    );
}

#[test]
fn where_nothing_can_be_read_the_error_that_says_most_is_shown_and_caps_and_locks_end_all() {
    let envelope = |name: &str| data(name).1;
    let seeds = table("A");
    let bomb = vec![b'x'; usize::try_from(limits::MAX_INFLATED_BYTES).unwrap()];
    for (zip, kind, member) in [
        (damaged_beside("vendor.asc", &envelope("rsa-public.asc")), "damaged", "first.csv"),
        (
            zip_of(&[("none.zip", &zip_of(&[])), ("plain.7z", &envelope("plain.7z"))]),
            "unsupported",
            "plain.7z",
        ),
        (zip_of(&[("seeds.csv", seeds.as_bytes()), ("a.txt", &bomb)]), "too-large", "a.txt"),
        (
            zip_of(&[("seeds.csv", seeds.as_bytes()), ("rsa.pgp", &envelope("rsa.pgp"))]),
            "needs-key",
            "rsa.pgp",
        ),
    ] {
        let error = open(vec![file("a.zip", zip)], &Secrets::default()).unwrap_err();
        assert_eq!((error.cause.kind(), error.path[1].as_str()), (kind, member), "{error}");
    }
}

/// What nobody can unlock keeps nothing else shut, once the user goes on without it; alone it is asked about again.
#[test]
fn a_locked_file_can_be_left_out() {
    let seeds = table("A");
    let locked = |name: &str| data(name);
    let zip = |members: &[(&str, &[u8])]| vec![file("a.zip", zip_of(members))];
    let (message, aes) = (locked("rsa.pgp").1, locked("aes256.zip").1);
    let mixed = || zip(&[("locked.pgp", &message), ("seeds.csv", seeds.as_bytes())]);
    let nested = || zip(&[("locked.zip", &aes), ("seeds.csv", seeds.as_bytes())]);
    let plain = || file("seeds.csv", seeds.clone());
    let check = |files: Files, passwords: &[&str], at: &str, beside: bool, tokens: Option<usize>| {
        let (mut readings, secrets) = (Readings::default(), secrets(passwords, &[]));
        let open = |readings: &Readings| opening::open_with(files.clone(), &secrets, readings, &mut |_| ());
        let Err(error) = open(&readings) else { panic!("{at} was not asked about") };
        assert_eq!((error.path.join(" › ").as_str(), error.beside), (at, beside));
        readings.named.push((at.to_owned(), Reading::LeftOut));
        match (open(&readings), tokens) {
            (Ok(Outcome::Batch(batch)), Some(tokens)) => {
                assert_eq!(batch.tokens.len(), tokens);
                let said: Vec<_> = batch.findings.iter().map(|finding| finding.view(&batch).what).collect();
                assert!(
                    said.iter().any(|what| what.starts_with(at) && what.contains(" was skipped. ")),
                    "{said:?}"
                );
            }
            (Err(again), None) => assert_eq!(again.path, error.path),
            _ => panic!("{at}"),
        }
    };
    check(mixed(), &[], "a.zip › locked.pgp", true, Some(1));
    check(nested(), &[], "a.zip › locked.zip", true, Some(1));
    check(vec![locked("rsa.pgp"), plain()], &[], "rsa.pgp", true, Some(1));
    check(vec![locked("two-passwords.zip")], &["one"], "two-passwords.zip › b.csv", true, Some(1));
    check(
        vec![file("locked.xml", read("tests/data/pskc/gcm-128.xml")), plain()],
        &[],
        "locked.xml",
        true,
        Some(1),
    );
    check(vec![locked("rsa.pgp")], &[], "rsa.pgp", false, None);
    check(zip(&[("locked.pgp", &message)]), &[], "a.zip › locked.pgp", false, None);
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
