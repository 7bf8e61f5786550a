//! Files that turn up in place of a seed file, and what to say about them.

use super::{custom_csv, mapping, server_table::holds_aes_keys};
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
    let remedy =
        "The clock of its tokens starts in the year 2000, which Entra does not know: order tokens for Entra";
    if begins(text, "otpauth-migration://") {
        return Some(unsupported("The export of Google Authenticator (otpauth-migration)", MIGRATION));
    }
    is_safe_word(text).then(|| unsupported("SafeWord's .dat", remedy))
}

const MIGRATION: &str = "It holds the accounts of an app, not hardware tokens: choose the file that the vendor of the tokens sent";

/// Rows that are looked at for a record of `SafeWord`.
const LOOKED_AT: usize = 40;

/// By its first row, or, where somebody took that away, by its records.
fn is_safe_word(text: &str) -> bool {
    let is_record = |row: &str| begins(row, "dn: sccAuthenticatorId=") || begins(row, "sccTokenData:");
    begins(text, "# ===== SafeWord") || text.lines().take(LOOKED_AT).any(|row| is_record(row.trim_start()))
}

/// The extension of `SafeWord`'s files, which are texts, and of what many other programs write.
const DAT: &str = "dat";

/// Files of vendors whose tokens or encryption are their own, which the extension of the file's name alone tells, and what
/// to do.
const BY_NAME: [(&str, &str, &str); 5] = [
    (
        "dpx",
        "OneSpan's (VASCO's) .dpx",
        "It is encrypted with a transport key for OneSpan's own servers, and its tokens need not follow OATH: order OATH tokens",
    ),
    (
        "sds",
        "ActivIdentity's (HID's) .sds",
        "It is encrypted for HID's own servers: ask the vendor for the tokens as PSKC or Entra MFA CSV",
    ),
    ("sdtid", "RSA SecurID's .sdtid", RSA),
    (
        "ftk",
        "Fortinet's FortiToken .ftk",
        "It is encrypted for Fortinet's own servers: order tokens whose seeds come with them, as PSKC or Entra MFA CSV",
    ),
    (
        DAT,
        "A .dat file such as SafeWord's",
        "SafeWord's tokens count time from the year 2000, which Entra does not know: order tokens for Entra. Of any other \
         system, ask for the tokens as PSKC or Entra MFA CSV",
    ),
];

const RSA: &str = "Its tokens do not follow OATH and cannot be used with Entra: order OATH tokens";

/// What the name of a file tells when its content tells nothing; `text` is empty where it is none.
pub(super) fn by_name(path: &[String], text: &str) -> Option<Cause> {
    let (_, extension) = path.last()?.rsplit_once('.')?;
    let (known, what, remedy) = BY_NAME.iter().find(|(known, ..)| extension.eq_ignore_ascii_case(known))?;
    // A table is asked about, and what is no text is not SafeWord's.
    let is_other = *known == DAT && (text.is_empty() || mapping::is_table(text, &mapping::guess(text)));
    (!is_other).then(|| unsupported(what, remedy))
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
pub(super) fn lone_mapping(version: u32) -> Cause {
    if version == mapping::file::VERSION {
        return unsupported("A saved column mapping", "Open it together with the table that it describes");
    }
    let known = mapping::file::VERSION;
    unsupported(
        &format!("Version {version} of column mappings"),
        &format!(
            "This page reads version {known}: use the version of the page that saved it, or open the table alone and choose \
             its columns again"
        ),
    )
}

/// A layout of a table: one among seed files, one that cannot be used, or one of another version.
pub(super) fn lone_layout(text: &str, version: u32) -> Cause {
    if !custom_csv::is_read(version) {
        let [what, remedy] = custom_csv::other_version(version);
        return unsupported(&what, &remedy);
    }
    let remedy = match custom_csv::load(text) {
        Ok(_) => "Open it alone, or load it in Export".to_owned(),
        Err(why) => format!("{why}: save the layout again where it was made"),
    };
    unsupported("A saved layout of a table", &remedy)
}

/// A text that is nothing known.
pub(super) fn other_text(text: &str) -> Cause {
    if holds_aes_keys(text) {
        let remedy = "They make Yubico's own passwords, not codes that follow OATH: choose the file with the YubiKeys' OATH-HOTP seeds";
        return unsupported("A list of private ids and AES keys of YubiKeys", remedy);
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_is_cut() {
        let check = |length: usize, expected: usize| {
            assert_eq!(root_name(&format!("<{}/>", "a".repeat(length))).len(), expected);
        };
        check(MAX_NAME, MAX_NAME);
        check(MAX_NAME + 1, MAX_NAME);
    }
}
