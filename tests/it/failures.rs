//! Every way in which opening fails, with the words that a person sees. The rows stand beside; a failure in the source that no
//! row shows fails the test. Words about files that the browser cannot read, or that are too large to be read at all, are in
//! `crates/core/src/app/tests.rs` and `tests/e2e/caps.test.mjs`.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests fail by panicking")]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use seedferry_core::{
    envelope::{Cause, Lock, OpenError, Secrets},
    format::FileFormat,
    opening,
};

use crate::{envelope_failures, failures_of_formats, failures_of_messages, pskc_locks};

/// What was shown by the rows so far.
#[derive(Default)]
pub(crate) struct Shown {
    kinds: BTreeSet<String>,
    texts: Vec<String>,
    /// What was shown in place of what was expected.
    wrong: Vec<String>,
}

impl Shown {
    /// A row: a file, what is given to open it, the whole title, and how what to do begins.
    pub(crate) fn check(&mut self, name: &str, bytes: Vec<u8>, secrets: &Secrets, title: &str, remedy: &str) {
        self.check_as(None, (name, bytes), secrets, title, remedy);
    }

    /// As [`Shown::check`], of a file that is read in a format that was chosen for it.
    pub(crate) fn check_as(
        &mut self,
        format: Option<FileFormat>,
        (name, bytes): (&str, Vec<u8>),
        secrets: &Secrets,
        title: &str,
        remedy: &str,
    ) {
        let files = vec![(name.to_owned(), bytes)];
        self.note(opening::open_as(files, secrets, format, &mut |_| ()).map(drop), title, remedy);
    }

    /// As [`Self::check`], for whoever opened the file in another way.
    pub(crate) fn note(&mut self, opened: Result<(), OpenError>, title: &str, remedy: &str) {
        let Err(error) = opened else {
            return self.wrong.push(format!("{title}: tokens in place of it"));
        };
        let said = error.remedy();
        let is_sound = said.ends_with('.') && !error.to_string().contains('!');
        if error.title() != title || !said.starts_with(remedy) || !is_sound {
            self.wrong.push(format!("{title} {remedy}…\n  but it is: {error}"));
        }
        self.kinds.insert(kind(&error.cause));
        self.texts.push(error.title());
    }
}

/// The kind, and of locks whose.
fn kind(cause: &Cause) -> String {
    let of = match cause {
        Cause::NeedsPassphrase(lock) | Cause::WrongPassphrase(lock) => match lock {
            Lock::Zip => " of a zip",
            Lock::Message => " of a message",
            Lock::PrivateKey { .. } => " of a key",
            Lock::SharedKey { .. } => " with a pre-shared key",
            Lock::Container => " of a container",
        },
        _ => "",
    };
    format!("{}{of}", cause.kind())
}

#[test]
fn every_failure_says_what_and_what_to_do() {
    let mut shown = Shown::default();
    envelope_failures::locks_say_what_opens_them(&mut shown);
    envelope_failures::keys_that_cannot_be_used_are_named(&mut shown);
    envelope_failures::algorithms_are_named(&mut shown);
    envelope_failures::broken_files_say_what_broke(&mut shown);
    envelope_failures::other_files_are_named_for_what_they_are(&mut shown);
    failures_of_messages::rows(&mut shown);
    failures_of_formats::rows(&mut shown);
    pskc_locks::rows(&mut shown);
    assert!(shown.wrong.is_empty(), "{}", shown.wrong.join("\n"));
    assert_eq!(&kinds() - &shown.kinds, BTreeSet::new(), "kinds of failures without a row");
    let failures = failures();
    assert!(failures.len() > 80, "too few failures were found to be all: {failures:#?}");
    let without: Vec<_> =
        failures.iter().filter(|(_, text)| !shown.texts.iter().any(|title| is_in(text, title))).collect();
    assert!(without.is_empty(), "failures without a row: {without:#?}");
}

/// All kinds, as the source has them.
fn kinds() -> BTreeSet<String> {
    let source = source(Path::new("crates/core/src/envelope/error.rs"));
    let (_, rest) = source.split_once("fn kind(").unwrap();
    let (body, _) = rest.split_once("\n    }\n").unwrap();
    let kinds =
        body.lines().filter_map(|line| line.split_once("=> \"")?.1.split_once('"')).map(|(kind, _)| kind);
    let locks = |kind: &str| {
        [" of a zip", " of a message", " of a key", " with a pre-shared key", " of a container"]
            .map(|of| format!("{kind}{of}"))
    };
    kinds
        .flat_map(
            |kind| if kind.ends_with("passphrase") { locks(kind).to_vec() } else { vec![kind.to_owned()] },
        )
        .collect()
}

type Source = (&'static str, &'static [&'static str], Option<&'static [&'static str]>);

/// Sources of failures: a folder, files of it whose texts are none (the words around failures, and notes), and what stands before a text; `None` is a text that
/// begins with a capital letter and has several words.
const SOURCES: [Source; 2] = [
    ("crates/core/src/envelope", &["error.rs", "note.rs"], None),
    (
        "crates/core/src/format",
        &[],
        Some(&[
            "Damaged(",
            "TooLarge(",
            "NotASeedFile(",
            "unsupported(",
            "not_a_seed_file(",
            "what: ",
            "missing = ",
        ]),
    ),
];

/// Texts that look like failures and are none, or that no file of bearable size shows.
const NO_ROW: [&str; 13] = [
    // Remedies.
    "Unpack it with 7-Zip or WinZip and choose the file inside",
    "Unpack it with PKZIP or SecureZIP and choose the file inside",
    // A mark that is looked for.
    "BEGIN PGP ",
    // rPGP has every other curve as unknown parameters, which are called ECDH.
    "ECDH on an unknown curve",
    // Facts of the screen that looks at a key file.
    "Primary key",
    "Protected by a passphrase",
    "Protected by a passphrase, {cipher}",
    "Not protected: whoever has the file can use it",
    "Only the public part is in this file",
    "The private part is on a smart card",
    "The private part was left out",
    "This algorithm is not supported here",
    // 60 million nodes take gigabytes; `nodes_have_a_limit` in xml.rs exceeds a smaller limit.
    "It has too many elements",
];

/// The texts of all failures in the source, with their file.
fn failures() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (folder, without, marks) in SOURCES {
        for file in files_below(Path::new(folder)) {
            let name = file.file_name().unwrap().to_str().unwrap();
            if !without.contains(&name) {
                let texts = texts(&source(&file), marks);
                found.extend(texts.into_iter().map(|text| (file.display().to_string(), text)));
            }
        }
    }
    found.retain(|(_, text)| !NO_ROW.contains(&text.as_str()));
    found
}

/// The texts of a source without its tests and comments.
fn texts(source: &str, marks: Option<&[&str]>) -> Vec<String> {
    let code = source.split("#[cfg(test)]").next().unwrap_or_default();
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    let code = whole_texts(&lines.collect::<Vec<_>>().join("\n"));
    let mut pieces = code.split('"');
    let mut before = pieces.next().unwrap_or_default();
    let mut found = Vec::new();
    while let (Some(text), Some(after)) = (pieces.next(), pieces.next()) {
        let place = before.trim_end().trim_end_matches("format!(").trim_end();
        // Bytes are looked for, not said.
        let is_sentence = text.starts_with(|c: char| c.is_ascii_uppercase()) && !before.ends_with('b');
        let is_marked = |marks: &[&str]| marks.iter().any(|mark| place.ends_with(mark.trim_end()));
        let is_failure = marks.map_or(is_sentence, is_marked) && text.contains(' ');
        if is_failure {
            found.push(text.to_owned());
        }
        before = after;
    }
    found
}

/// Texts that go on in the next line as one (Rust reference, *String literals*), and no quotation mark but those around texts.
fn whole_texts(code: &str) -> String {
    let mut lines = code.split("\\\n");
    let first = lines.next().unwrap_or_default().to_owned();
    let joined = lines.fold(first, |text, line| text + line.trim_start());
    joined.replace("'\"'", "' '").replace("\\\"", "'")
}

/// Whether a text is part of a title, in any case; what stands in braces may be anything there.
fn is_in(text: &str, title: &str) -> bool {
    let (text, title) = (text.to_lowercase(), title.to_lowercase());
    let mut rest = title.as_str();
    text.split('{').enumerate().all(|(at, piece)| {
        let fixed = if at == 0 { piece } else { piece.split_once('}').map_or("", |(_, fixed)| fixed) };
        let place = rest.find(fixed);
        place.is_some_and(|place| {
            rest = rest.split_at(place + fixed.len()).1;
            true
        })
    })
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A file of the workspace.
pub(crate) fn source(path: &Path) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// All files below a folder of the workspace.
pub(crate) fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(root().join(folder)).unwrap() {
        let entry = entry.unwrap();
        let path = folder.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() { files.extend(files_below(&path)) } else { files.push(path) }
    }
    files
}
