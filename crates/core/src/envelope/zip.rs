//! Zip archives (PKWARE APPNOTE 6.3): every entry, decrypted with `ZipCrypto` or `WinZip` AES, and inflated.

use std::io::{Cursor, Read};

use zeroize::Zeroizing;
use zip::{
    CompressionMethod, HasZipMetadata, ZipReadOptions,
    read::{Config, OwnedZipFileEntry, ZipFileEntry},
    result::ZipError,
    unstable::read::ZipIterable,
};

use super::{
    Cause, EnvelopeNote, Lock,
    end_record::EndRecord,
    inside::{Failure, Inside},
    keychain::Keychain,
    limits::Budget,
    text,
};

/// How the end record begins (APPNOTE §4.3.16).
const END: &[u8] = b"PK\x05\x06";
/// How the end record of zip64 begins (APPNOTE §4.3.14).
const END_64: &[u8] = b"PK\x06\x06";
/// The version that is needed to read an encrypted directory (APPNOTE §4.4.3.2).
const HIDES_DIRECTORY: u16 = 62;
/// How the record of extra data before an encrypted directory begins (APPNOTE §4.3.11).
const EXTRA_DATA: &[u8] = b"PK\x06\x08";
/// How the first part of a split zip begins (APPNOTE §8.5.3).
const SPLIT: &[u8] = b"PK\x07\x08";
/// APPNOTE §4.4.4 bit 6.
const STRONG_ENCRYPTION: u16 = 1 << 6;
/// APPNOTE §4.4.4 bit 13: names are hidden.
const MASKED: u16 = 1 << 13;
/// Compression methods (APPNOTE §4.4.5) that are built in.
const METHODS: [CompressionMethod; 6] = [
    CompressionMethod::STORE,
    CompressionMethod::DEFLATE,
    CompressionMethod::DEFLATE64,
    CompressionMethod::BZIP2,
    CompressionMethod::LZMA,
    CompressionMethod::PPMD,
];
/// So many bytes of readable text say that a password was right, although the rest is broken.
const ENOUGH_TEXT: usize = 8;

/// Whether bytes are a zip archive: they start like one, or, behind a prefix such as a self-extractor, end like
/// one with a directory that can be read.
pub(super) fn is_zip(bytes: &[u8]) -> bool {
    let starts = [b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"].iter().any(|magic| bytes.starts_with(*magic));
    starts || (ends_like_zip(bytes) && directory(bytes).is_ok_and(|entries| !entries.is_empty()))
}

/// Whether bytes are one of the parts into which a zip was split: the last one says so (APPNOTE §4.4.19), the others are
/// pieces, which their names alone tell, and the beginning of the first (§8.5.4).
pub(super) fn is_part(name: &str, bytes: &[u8]) -> bool {
    let is_whole = || directory(bytes).is_ok_and(|entries| !entries.is_empty());
    let is_piece = bytes.starts_with(SPLIT) || (is_named_as_part(name) && text::is_binary(bytes));
    EndRecord::find(bytes).is_some_and(|record| record.is_last_part()) || (is_piece && !is_whole())
}

/// `.z01` by Info-ZIP and WinZip, `.zip.001` by 7-Zip.
fn is_named_as_part(name: &str) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    ending.len() == 3 && ending.strip_prefix('z').unwrap_or(&ending).bytes().all(|c| c.is_ascii_digit())
}

/// Opens all entries but folders and what operating systems leave behind.
///
/// Entries are listed as the directory lists them, with duplicate names kept apart. Each may have a password of
/// its own. A cap ends it, and so does a lock, unless the user goes on without what it hides.
pub(super) fn open(
    bytes: &[u8],
    keychain: &mut Keychain,
    budget: &mut Budget,
    goes_on_without: &dyn Fn(&Failure) -> bool,
) -> Result<Inside, Failure> {
    let entries = directory(bytes).map_err(|error| archive_cause(bytes, &error))?;
    let some_open = entries.iter().any(|entry| !entry.is_dir() && !entry.encrypted());
    let mut opened = Inside::default();
    for entry in entries {
        budget.enter()?;
        let name = name_of(&entry);
        if entry.is_dir() || text::is_clutter(&name) {
            budget.note(EnvelopeNote::Skipped { name });
            continue;
        }
        if opened.entries.iter().any(|(other, _)| *other == name) {
            budget.note(EnvelopeNote::DuplicateName { name: name.clone() });
        }
        match open_entry(bytes, &entry, keychain, budget) {
            Ok(content) => opened.entries.push((name, content)),
            Err(cause) => {
                let beside = !opened.entries.is_empty() || some_open;
                let failure = Failure { entry: Some(name), cause, beside };
                if failure.cause.ends_all() && !goes_on_without(&failure) {
                    // The password is the archive's, until an entry has another one.
                    return Err(failure.of_layer(opened.entries.is_empty()));
                }
                opened.failures.push(failure);
            }
        }
    }
    if opened.entries.is_empty() && opened.failures.is_empty() {
        Err(Cause::Empty.into())
    } else {
        Ok(opened)
    }
}

/// The names of the entries, where the directory can be read.
pub(super) fn names(bytes: &[u8]) -> Vec<String> {
    directory(bytes).unwrap_or_default().iter().map(name_of).collect()
}

fn ends_like_zip(bytes: &[u8]) -> bool {
    tail(bytes).windows(4).any(|window| window == END)
}

/// Where the end record is: it has 22 bytes and a comment of at most 65,535.
fn tail(bytes: &[u8]) -> &[u8] {
    bytes.get(bytes.len().saturating_sub(22 + 0xffff)..).unwrap_or_default()
}

/// The entries by the directory of the true end record; the library takes the last that could be one.
fn directory(bytes: &[u8]) -> Result<Vec<OwnedZipFileEntry>, ZipError> {
    let alone = EndRecord::find(bytes).and_then(|record| record.without_others(bytes));
    let bytes = alone.as_ref().map_or(bytes, |alone| alone.as_slice());
    let mut archive = ZipIterable::try_new(Cursor::new(bytes), Config::default())?;
    archive.files()?.map(|entry| entry.map(OwnedZipFileEntry::from)).collect()
}

fn name_of(entry: &OwnedZipFileEntry) -> String {
    let raw = || String::from_utf8_lossy(entry.name_raw()).into_owned();
    entry.name().map_or_else(|_| raw(), std::borrow::Cow::into_owned).replace('\\', "/")
}

/// Whether the directory itself is encrypted (APPNOTE §7.3.4): then the end record of zip64 is of version 2.
fn hides_directory(bytes: &[u8]) -> bool {
    let needs = |record: &[u8]| matches!(record, [.., low, high] if u16::from_le_bytes([*low, *high]) == HIDES_DIRECTORY);
    let tail = tail(bytes);
    tail.windows(16).any(|record| record.starts_with(END_64) && needs(record))
        || tail.windows(4).any(|window| window == EXTRA_DATA)
}

fn archive_cause(bytes: &[u8], error: &ZipError) -> Cause {
    match error {
        _ if hides_directory(bytes) => Cause::Unsupported {
            what: "Strong encryption by PKWARE that hides the names of files".to_owned(),
            remedy: "Unpack it with PKZIP or SecureZIP and choose the file inside".to_owned(),
        },
        ZipError::UnsupportedArchive(what) => unsupported(format!("This kind of zip ({what})")),
        _ if !ends_like_zip(bytes) => {
            Cause::Damaged("The end of the zip is missing: the download was cut off".to_owned())
        }
        _ => Cause::Damaged("The directory of the zip cannot be read".to_owned()),
    }
}

fn unsupported(what: String) -> Cause {
    let remedy = "Unpack it with 7-Zip or WinZip and choose the file inside".to_owned();
    Cause::Unsupported { what, remedy }
}

fn open_entry(
    bytes: &[u8],
    entry: &OwnedZipFileEntry,
    keychain: &mut Keychain,
    budget: &mut Budget,
) -> Result<Zeroizing<Vec<u8>>, Cause> {
    let flags = entry.flags().as_u16();
    if flags & (STRONG_ENCRYPTION | MASKED) != 0 {
        return Err(unsupported("Strong encryption by PKWARE".to_owned()));
    }
    if entry.compression() == CompressionMethod::LZMA {
        // Its dictionary may be as large as the content is said to be, and is made before any content is there.
        budget.allows(entry.as_ref().size())?;
    }
    if !METHODS.contains(&entry.compression()) {
        return Err(unsupported(format!("Compression with {}", method(entry.compression()))));
    }
    if !entry.encrypted() {
        return read(bytes, entry.as_ref(), None, budget).map_err(|trouble| trouble.into_cause(entry));
    }
    budget.lock_seen();
    let mut broken = None;
    for index in 0..keychain.len() {
        for password in keychain.spellings(index) {
            match read(bytes, entry.as_ref(), Some(&password), budget) {
                Ok(content) => {
                    keychain.worked(index);
                    return Ok(content);
                }
                Err(Trouble::Password) => {}
                Err(Trouble::Broken { readable: false }) if !is_aes(entry) => {}
                Err(Trouble::Cause(cause)) => return Err(cause),
                Err(trouble) => broken = Some(trouble),
            }
        }
    }
    Err(broken.map_or_else(|| keychain.lacking(Lock::Zip), |trouble| trouble.into_cause(entry)))
}

/// A method's name, or its number where the library knows no name.
fn method(method: CompressionMethod) -> String {
    let name = method.to_string();
    // Deprecated for comparing methods, which is not done here.
    #[allow(deprecated)]
    let number = || format!("method {}", method.to_u16());
    if name == "Unknown" { number() } else { name }
}

fn is_aes(entry: &OwnedZipFileEntry) -> bool {
    entry.get_metadata().aes_settings().is_some()
}

/// Why an entry was not read with one password.
enum Trouble {
    /// The password is wrong.
    Password,
    /// The content is broken, or, with `ZipCrypto`, the password wrong: one in 256 wrong ones passes its check.
    Broken {
        /// Whether what was read before makes sense, so that the password was right.
        readable: bool,
    },
    /// Something else.
    Cause(Cause),
}

impl Trouble {
    fn into_cause(self, entry: &OwnedZipFileEntry) -> Cause {
        match self {
            Self::Cause(cause) => cause,
            Self::Password | Self::Broken { .. } => {
                Cause::Damaged(format!("The content of {} does not match its check sum", name_of(entry)))
            }
        }
    }
}

fn read(
    bytes: &[u8],
    entry: ZipFileEntry<'_>,
    password: Option<&[u8]>,
    budget: &mut Budget,
) -> Result<Zeroizing<Vec<u8>>, Trouble> {
    let size = usize::try_from(entry.size()).unwrap_or(usize::MAX);
    let mut archive = Cursor::new(bytes);
    let file = entry
        .with_reader(&mut archive, ZipReadOptions::new().password(password))
        .map_err(|error| entry_trouble(&error))?;
    // Room for the whole content, so that growing leaves no copies behind; but the size is only what is said.
    let mut content = Zeroizing::new(Vec::with_capacity(size.min(bytes.len().saturating_mul(4))));
    let allowed = budget.inflatable().saturating_add(1);
    let outcome = file.take(allowed).read_to_end(&mut content);
    // Failed attempts cost as much as good ones.
    budget.inflate(content.len()).map_err(Trouble::Cause)?;
    match outcome {
        Ok(_) => Ok(content),
        Err(_) => Err(Trouble::Broken { readable: makes_sense(&content) }),
    }
}

fn entry_trouble(error: &ZipError) -> Trouble {
    match error {
        ZipError::InvalidPassword => Trouble::Password,
        ZipError::UnsupportedArchive(what) => {
            Trouble::Cause(unsupported(format!("This kind of zip ({what})")))
        }
        _ => Trouble::Broken { readable: true },
    }
}

/// Whether what was read before something broke can be no accident: a wrong password gives noise.
fn makes_sense(content: &[u8]) -> bool {
    let starts = |magic: &[u8]| content.starts_with(magic);
    looks_like_text(content) || starts(b"PK\x03\x04") || is_utf16(content)
}

/// Text of two bytes a letter, behind its byte order mark.
fn is_utf16(content: &[u8]) -> bool {
    let narrow = |letter: fn([u8; 2]) -> u16, rest: &[u8]| {
        let (pairs, _) = rest.as_chunks::<2>();
        let start = pairs.get(..pairs.len().min(ENOUGH_TEXT)).unwrap_or_default();
        start.len() == ENOUGH_TEXT && start.iter().all(|pair| matches!(letter(*pair), 9 | 10 | 13 | 32..=126))
    };
    match content {
        [0xff, 0xfe, rest @ ..] => narrow(u16::from_le_bytes, rest),
        [0xfe, 0xff, rest @ ..] => narrow(u16::from_be_bytes, rest),
        _ => false,
    }
}

fn looks_like_text(content: &[u8]) -> bool {
    let start = content.get(..content.len().min(64)).unwrap_or_default();
    // The last block read may already be broken: judge the start alone.
    let readable =
        start.iter().take_while(|byte| matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'~')).count();
    readable >= ENOUGH_TEXT
}
