//! Files that turn up in place of a seed file, and what to say about them.

use crate::{
    diagnostic::{Diagnostic, FileProblem, Place},
    envelope::{Cause, Thing, recognize},
};

/// What the first bytes tell.
pub(super) fn by_magic(bytes: &[u8]) -> Option<Cause> {
    recognize(bytes).map(|thing| match thing {
        Thing::Archive(what) | Thing::Other(what) => not_a_seed_file(what),
    })
}

/// What the beginning of a text tells.
pub(super) fn by_text(text: &str) -> Option<Cause> {
    let (_, cause) = BEGINNINGS.iter().find(|(beginning, _)| begins(text, beginning))?;
    Some(cause())
}

/// How a text begins, and what it is then.
type Beginning = (&'static str, fn() -> Cause);

const BEGINNINGS: [Beginning; 4] = [
    ("-----BEGIN PGP PUBLIC KEY", || not_a_seed_file("A public key")),
    ("-----BEGIN PGP PRIVATE KEY", || not_a_seed_file("A private key")),
    ("-----BEGIN ", || not_a_seed_file("A key or a certificate")),
    ("# ===== SafeWord", || {
        unsupported(
            "SafeWord's .dat",
            "The clock of its tokens starts in the year 2000, which Entra does not know: order tokens for Entra",
        )
    }),
];

/// Files of vendors whose tokens or encryption are their own, which the name of the file alone tells, and what to do.
const BY_NAME: [(&str, &str, &str); 3] = [
    (
        ".dpx",
        "OneSpan's (VASCO's) .dpx",
        "It is encrypted with a transport key for OneSpan's own servers, and its tokens need not follow OATH: order OATH tokens",
    ),
    (
        ".sds",
        "ActivIdentity's (HID's) .sds",
        "It is encrypted for HID's own servers: ask the vendor for the tokens as PSKC or Entra MFA CSV",
    ),
    (".sdtid", "RSA SecurID's .sdtid", RSA),
];

const RSA: &str = "Its tokens do not follow OATH and cannot be used with Entra: order OATH tokens";

/// What the name of a file tells when its content tells nothing.
pub(super) fn by_name(path: &[String]) -> Option<Cause> {
    let name = path.last()?.to_ascii_lowercase();
    let (_, what, remedy) = BY_NAME.iter().find(|(end, ..)| name.ends_with(end))?;
    Some(unsupported(what, remedy))
}

/// What an XML or HTML file is.
pub(super) fn by_markup(text: &str) -> Cause {
    let root = root_name(text);
    match root.to_ascii_lowercase().as_str() {
        "html" => not_a_seed_file("A web page"),
        "tknbatch" => unsupported("RSA SecurID's .sdtid", RSA),
        _ => not_a_seed_file(&format!("An XML file with the root element “{root}”")),
    }
}

/// Name of the first element, without prefix; a document type counts as its element.
pub(super) fn root_name(text: &str) -> &str {
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('<') {
        rest = after;
        let name = rest.strip_prefix("!DOCTYPE ").or_else(|| rest.strip_prefix("!doctype ")).unwrap_or(rest);
        if name.starts_with(char::is_alphabetic) {
            let end =
                name.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/' | '<')).unwrap_or(name.len());
            let qualified = name.get(..end.min(MAX_NAME)).unwrap_or_default();
            return qualified.rsplit(':').next().unwrap_or_default();
        }
    }
    ""
}

/// Longest element name that is repeated in a message, in bytes.
const MAX_NAME: usize = 60;

/// JSON without the keys of a seed file.
pub(super) fn other_json() -> Cause {
    not_a_seed_file("A JSON file without serial numbers and seeds")
}

/// A mapping of columns without the table that it describes.
pub(super) fn lone_mapping() -> Cause {
    unsupported("A saved column mapping", "Open it together with the table that it describes")
}

/// A text that is nothing known.
pub(super) fn other_text(text: &str) -> Cause {
    let first = text.lines().next().unwrap_or_default();
    if first.contains([',', ';', '\t']) {
        return not_a_seed_file(
            "A table whose first row does not name the columns “serial number” and “secret key”",
        );
    }
    not_a_seed_file("A text without serial numbers and seeds")
}

/// The note about a text that is neither UTF-8 nor UTF-16.
pub(super) fn windows_1252(source: u32) -> Diagnostic {
    Diagnostic::new(Place::file(source), FileProblem::Windows1252)
}

fn begins(text: &str, beginning: &str) -> bool {
    text.get(..beginning.len()).is_some_and(|start| start.eq_ignore_ascii_case(beginning))
}

fn not_a_seed_file(what: &str) -> Cause {
    Cause::NotASeedFile(what.to_owned())
}

fn unsupported(what: &str, remedy: &str) -> Cause {
    Cause::Unsupported { what: what.to_owned(), remedy: remedy.to_owned() }
}
