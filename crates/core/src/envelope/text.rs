//! What a thing is, by its first bytes: archives that are not opened here, and things dropped by mistake.

/// Something that is neither a seed file nor an envelope that can be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Thing {
    /// An archive or compressed file of another kind.
    Archive(&'static str),
    /// A document, program or picture.
    Other(&'static str),
}

/// First bytes and what they start. Longer ones first, where one starts another.
const MAGIC: [(&[u8], Thing); 17] = [
    (b"7z\xbc\xaf\x27\x1c", Thing::Archive("A 7z archive")),
    (b"Rar!\x1a\x07", Thing::Archive("A RAR archive")),
    (b"\x1f\x8b", Thing::Archive("A gzip file")),
    (b"\xfd7zXZ\0", Thing::Archive("An xz file")),
    (b"BZh", Thing::Archive("A bzip2 file")),
    (b"\x28\xb5\x2f\xfd", Thing::Archive("A Zstandard file")),
    (b"MSCF", Thing::Archive("A cabinet file")),
    (b"age-encryption.org/", Thing::Archive("A file encrypted with age")),
    (b"Salted__", Thing::Archive("A file encrypted with OpenSSL")),
    (b"%PDF", Thing::Other("A PDF document")),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Thing::Other("An old Office document or Outlook message")),
    (b"MZ", Thing::Other("A Windows program")),
    (b"\x7fELF", Thing::Other("A Linux program")),
    (b"\x89PNG", Thing::Other("A picture")),
    (b"\xff\xd8\xff", Thing::Other("A picture")),
    (b"GIF8", Thing::Other("A picture")),
    (b"SQLite format 3\0", Thing::Other("A database")),
];

/// What bytes are, if they are something known that holds no seeds to read; `None` for everything else, which
/// may be a seed file.
pub fn recognize(bytes: &[u8]) -> Option<Thing> {
    if let Some((_, thing)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        // "BZh…" and "MZ…" may start a line of a table.
        return is_binary(bytes).then_some(*thing).or_else(|| bytes.starts_with(b"%PDF").then_some(*thing));
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return Some(Thing::Other("An Office document"));
    }
    if is_html(bytes) {
        return Some(Thing::Other("A web page"));
    }
    is_pem(bytes).then_some(Thing::Other("A key or certificate of another kind than OpenPGP"))
}

/// Whether there is nothing but blanks, zero bytes or a byte order mark.
pub(super) fn is_blank(bytes: &[u8]) -> bool {
    let rest = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    rest.iter().all(|byte| byte.is_ascii_whitespace() || matches!(byte, 0 | 0xfe | 0xff))
}

/// Whether an entry of an archive is what an operating system leaves behind.
pub(super) fn is_clutter(name: &str) -> bool {
    let base = name.rsplit('/').next().unwrap_or(name);
    name.starts_with("__MACOSX/")
        || base.starts_with("._")
        || matches!(base, ".DS_Store" | "Thumbs.db" | "thumbs.db" | "desktop.ini")
}

/// Whether the entries of a zip make it an Office document, which is a zip as well.
pub(super) fn is_office(names: &[String]) -> bool {
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    has("[Content_Types].xml") || (has("mimetype") && has("META-INF/manifest.xml"))
}

/// Whether bytes begin with what no text has.
pub(super) fn is_binary(bytes: &[u8]) -> bool {
    let start = bytes.get(..bytes.len().min(512)).unwrap_or_default();
    start.iter().any(|byte| *byte < 9 || (14..32).contains(byte) || *byte > 126)
        || start.starts_with(b"age-encryption.org/")
}

/// RFC 7468: certificates, keys of OpenSSH and OpenSSL, S/MIME messages.
fn is_pem(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    bytes.starts_with(b"-----BEGIN ") || bytes.starts_with(b"PuTTY-User-Key-File")
}

fn is_html(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let start = bytes.get(..bytes.len().min(512)).unwrap_or_default().to_ascii_lowercase();
    [&b"<!doctype html"[..], b"<html", b"<head", b"<body"].iter().any(|tag| start.starts_with(tag))
        || (start.starts_with(b"<?xml") || start.starts_with(b"<!--"))
            && start.windows(5).any(|window| window == b"<html")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_are_known_by_their_first_bytes() {
        let check = |bytes: &[u8], expected: Option<&str>| {
            let got = recognize(bytes).map(|thing| match thing {
                Thing::Archive(name) | Thing::Other(name) => name,
            });
            assert_eq!(got, expected, "{bytes:02x?}");
        };
        check(b"7z\xbc\xaf\x27\x1c\0\x04", Some("A 7z archive"));
        check(b"Rar!\x1a\x07\x01\0", Some("A RAR archive"));
        check(b"\x1f\x8b\x08\0", Some("A gzip file"));
        check(b"%PDF-1.7", Some("A PDF document"));
        check(b"\xef\xbb\xbf \n<!DOCTYPE HTML><html>", Some("A web page"));
        check(b"<?xml version=\"1.0\"?><html xmlns=\"\">", Some("A web page"));
        check(b"<?xml version=\"1.0\"?><KeyContainer>", None);
        check(b"-----BEGIN CERTIFICATE-----\nMII", Some("A key or certificate of another kind than OpenPGP"));
        check(b"MZ4711,ABCDEF\n", None);
        check(b"upn,serial number,secret key\n", None);
        check(b"", None);
    }

    #[test]
    fn clutter_and_blanks_are_passed_over() {
        assert!(
            ["__MACOSX/._a.csv", "x/.DS_Store", "Thumbs.db", "a/._b"].iter().all(|name| is_clutter(name))
        );
        assert!(!is_clutter("MACOSX/a.csv"));
        assert!(is_blank(b"") && is_blank(b"\xef\xbb\xbf\r\n ") && is_blank(&[0; 9]) && !is_blank(b" a"));
    }
}
