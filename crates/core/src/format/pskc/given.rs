//! The keys that may open a container, out of what the user gave: passphrases, typed keys, and files with a key.

use data_encoding::HEXLOWER_PERMISSIVE;
use seedferry_protocol::Passphrase;
use zeroize::Zeroizing;

use super::{
    derivation::Derivation,
    lock::{KEY_LENGTHS, Scheme, base64},
};
use crate::{envelope::Secrets, secret::KeyFile};

/// A key, and how it is used.
pub(super) type Given = (Zeroizing<Vec<u8>>, Scheme);

/// All keys that may be meant, one after the other: deriving one takes time.
pub(super) fn keys<'s>(
    secrets: &'s Secrets,
    derivation: Option<&'s Derivation>,
    scheme: &'s Scheme,
) -> impl Iterator<Item = Given> + 's {
    // EXPOSE: each given passphrase is tried on the container.
    let texts = secrets.passphrases.iter().map(Passphrase::expose);
    let typed = texts.filter_map(move |text| match derivation {
        Some(derivation) => Some((derivation.derive_key(text), scheme.clone())),
        None => from_text(text, scheme),
    });
    // EXPOSE: each given file is tried on the container.
    let files = secrets.shared_keys.iter().filter(move |_| derivation.is_none()).map(KeyFile::expose);
    typed.chain(files.flat_map(move |content| from_file(content, scheme)))
}

/// Whether anything was given that can be meant for a container of that kind.
pub(super) fn has_any(secrets: &Secrets, is_derived: bool) -> bool {
    !secrets.passphrases.is_empty() || (!is_derived && !secrets.shared_keys.is_empty())
}

/// A pre-shared key as it was typed: hexadecimal or Base64.
pub(super) fn raw_key(typed: &str) -> Option<Zeroizing<Vec<u8>>> {
    let hex: Zeroizing<String> = Zeroizing::new(typed.chars().filter(|c| !c.is_whitespace()).collect());
    let hex = HEXLOWER_PERMISSIVE.decode(hex.as_bytes()).ok().map(Zeroizing::new);
    hex.filter(fits).or_else(|| base64(typed).filter(fits))
}

/// An IV that the container lacks may follow behind a colon.
fn from_text(typed: &str, scheme: &Scheme) -> Option<Given> {
    let (typed, iv) = typed.split_once(':').map_or((typed, None), |(key, iv)| (key, Some(iv)));
    let mut scheme = scheme.clone();
    if let Some(iv) = iv {
        scheme.iv = Some(HEXLOWER_PERMISSIVE.decode(iv.trim().as_bytes()).ok()?);
    }
    Some((raw_key(typed)?, scheme))
}

/// A file holds the key as text or as its bare bytes; 32 hexadecimal digits may be either.
fn from_file(content: &[u8], scheme: &Scheme) -> Vec<Given> {
    let text = core::str::from_utf8(content).ok().map(|text| text.trim_start_matches('\u{feff}').trim());
    let typed = text.and_then(|text| from_text(text, scheme));
    let trimmed = Some(content.trim_ascii()).filter(|trimmed| trimmed.len() < content.len());
    let bare =
        [Some(content), trimmed].into_iter().flatten().filter(|bytes| KEY_LENGTHS.contains(&bytes.len()));
    let bare = bare.map(|bytes| (Zeroizing::new(bytes.to_vec()), scheme.clone()));
    typed.into_iter().chain(bare).collect()
}

/// Longest file that may be a pre-shared key, in bytes: an IV and blanks between its digits leave room to spare. Seed files are
/// far longer, and every file is asked about.
const LONGEST_KEY_FILE: usize = 1024;

/// Whether a file is a pre-shared key and nothing else: its text, or bare bytes that are no text.
pub(crate) fn is_key_file(content: &[u8]) -> bool {
    if content.len() > LONGEST_KEY_FILE {
        return false;
    }
    let is_text = |text: &&str| text.chars().all(|c| !c.is_control() || c.is_whitespace());
    match core::str::from_utf8(content).ok().filter(is_text) {
        Some(text) => from_text(text.trim_start_matches('\u{feff}').trim(), &Scheme::default()).is_some(),
        None => KEY_LENGTHS.contains(&content.len()),
    }
}

/// The key of a file, to write with: what stands there as text goes before its bytes. `None` when it holds none.
pub(crate) fn key_in(file: &KeyFile) -> Option<Passphrase> {
    // EXPOSE: the key that the user chose.
    let (key, _) = from_file(file.expose(), &Scheme::default()).into_iter().next()?;
    Some(Passphrase::new(HEXLOWER_PERMISSIVE.encode(&key)))
}

fn fits(key: &Zeroizing<Vec<u8>>) -> bool {
    KEY_LENGTHS.contains(&key.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_with_a_key_alone_is_told_from_others() {
        let check = |content: &[u8], expected| assert_eq!(is_key_file(content), expected, "{content:?}");
        check(b"12345678901234567890123456789012\r\n", true);
        check(b"\xef\xbb\xbf12345678901234567890123456789012", true);
        check(b"12345678901234567890123456789012:000102030405060708090a0b0c0d0e0f", true);
        check(b"EjRWeJASNFZ4kBI0VniQEg==", true);
        check(&[0; 16], true);
        check(&[0xff; 24], true);
        check(&[0xff; 20], false);
        check(b"1,ABCDE\n2,ABCDEF", false);
        check(b"T1,1234567890123456\n", false);
        check(b"3132333435363738393031323334353637383930", false);
        check(b"", false);
        let key = "12345678901234567890123456789012";
        check(format!("{key:<LONGEST_KEY_FILE$}").as_bytes(), true);
        check(format!("{key:<0$}", LONGEST_KEY_FILE + 1).as_bytes(), false);
    }

    /// The keys that a file may hold, in hexadecimal.
    fn check(content: &[u8], expected: &[&str]) {
        let keys = from_file(content, &Scheme::default());
        let keys: Vec<_> = keys.iter().map(|(key, _)| HEXLOWER_PERMISSIVE.encode(key)).collect();
        assert_eq!(keys, expected, "{content:?}");
        let to_write = key_in(&KeyFile::new("key".to_owned(), content.to_vec()));
        assert_eq!(to_write.as_ref().map(Passphrase::expose), expected.first().copied(), "{content:?}");
    }

    #[test]
    fn a_file_holds_a_key_as_text_or_as_bytes() {
        let hex = "0123456789abcdef0123456789abcdef";
        let raw = HEXLOWER_PERMISSIVE.decode(hex.as_bytes()).unwrap();
        let as_bytes = HEXLOWER_PERMISSIVE.encode(hex.as_bytes());
        check(&raw, &[hex]);
        check(hex.as_bytes(), &[hex, &as_bytes]);
        check(format!("\u{feff}{hex}\r\n").as_bytes(), &[hex]);
        check(format!("{hex}\n").as_bytes(), &[hex, &as_bytes]);
        check(b"ASNFZ4mrze8BI0VniavN7w==", &[hex, &HEXLOWER_PERMISSIVE.encode(b"ASNFZ4mrze8BI0VniavN7w==")]);
        check(b"", &[]);
        check(b"a password", &[]);
        check(&[7; 4096], &[]);
    }
}
