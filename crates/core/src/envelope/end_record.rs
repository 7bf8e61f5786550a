//! The end record of a zip (APPNOTE 6.3, §4.3.16): the one that the archive ends with, among bytes that look like one.

use zeroize::Zeroizing;

/// How an end record begins.
const END: &[u8] = b"PK\x05\x06";
/// How an entry of the directory begins (APPNOTE §4.3.12).
const ENTRY: &[u8] = b"PK\x01\x02";
/// How the end record of zip64 begins (APPNOTE §4.3.14).
const END_64: &[u8] = b"PK\x06\x06";
/// How the locator of that record begins (APPNOTE §4.3.15), which stands right before the end record.
const LOCATOR: &[u8] = b"PK\x06\x07";
/// The locator's length.
const LOCATOR_LENGTH: usize = 20;
/// The record's length without its comment.
const LENGTH: usize = 22;
/// The comment is at most as long as two bytes can say.
const WITH_COMMENT: usize = LENGTH + 0xffff;

/// Where the directory is, by an end record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Directory {
    /// Not where the record says.
    Missing,
    /// Right before the record, as long as it says, but at another place: something was put before the archive.
    Moved,
    /// Where the record says.
    There,
}

/// An end record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct EndRecord {
    /// Where it begins.
    at: usize,
    /// The number of its disk (§4.4.19).
    disk: u16,
    directory: Directory,
    /// Whether its comment ends where the file ends.
    ends_file: bool,
}

impl EndRecord {
    /// The true one. A comment, or what follows the archive, may hold what looks like another: a record with a directory goes
    /// before one without, then one that the file ends with, then one whose directory is where it says. Of equals it is
    /// the last.
    pub(super) fn find(bytes: &[u8]) -> Option<Self> {
        let places = bytes.len().saturating_sub(WITH_COMMENT)..bytes.len();
        let records = places.filter_map(|at| Self::read(bytes, at));
        records
            .max_by_key(|record| (record.directory != Directory::Missing, record.ends_file, record.directory))
    }

    /// The record at that place, unless its comment is longer than what follows.
    fn read(bytes: &[u8], at: usize) -> Option<Self> {
        let record = bytes.get(at..)?;
        if !record.starts_with(END) {
            return None;
        }
        let rest = record.len().checked_sub(LENGTH + usize::from(u16_at(record, 20)?))?;
        Some(Self { at, disk: u16_at(record, 4)?, directory: directory(bytes, at)?, ends_file: rest == 0 })
    }

    /// Whether it is that of the last part of a split zip: its disk is not that of a lone one, 0, and not that of zip64,
    /// 65535.
    pub(super) fn is_last_part(&self) -> bool {
        let is_sound = self.ends_file || self.directory == Directory::There;
        is_sound && !matches!(self.disk, 0 | 0xffff)
    }

    /// The archive up to this record, without its comment, where that or what follows holds what looks like another one.
    pub(super) fn without_others(&self, bytes: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let after = bytes.get(self.at + END.len()..)?;
        let length = after.windows(END.len()).any(|window| window == END).then_some(self.at + LENGTH - 2)?;
        Some(Zeroizing::new([bytes.get(..length)?, &[0, 0]].concat()))
    }
}

/// Where the directory of the record at that place is.
fn directory(bytes: &[u8], at: usize) -> Option<Directory> {
    let record = bytes.get(at..)?;
    let (entries, size, offset) = (u16_at(record, 10)?, u32_at(record, 12)?, u32_at(record, 16)?);
    if let Some(locator) = at.checked_sub(LOCATOR_LENGTH).and_then(|place| bytes.get(place..at))
        && locator.starts_with(LOCATOR)
    {
        let is_there = starts_at(bytes, u64_at(locator, 8)?, END_64);
        return Some(if is_there { Directory::There } else { Directory::Moved });
    }
    let Some(start) = at.checked_sub(size) else { return Some(Directory::Missing) };
    // One without entries is nothing that could be found.
    let is_directory = if entries == 0 { start == offset } else { starts_at(bytes, start, ENTRY) };
    Some(match is_directory {
        true if start == offset => Directory::There,
        true => Directory::Moved,
        false => Directory::Missing,
    })
}

fn starts_at(bytes: &[u8], place: usize, magic: &[u8]) -> bool {
    bytes.get(place..).is_some_and(|rest| rest.starts_with(magic))
}

fn u16_at(bytes: &[u8], place: usize) -> Option<u16> {
    bytes.get(place..)?.first_chunk().copied().map(u16::from_le_bytes)
}

fn u32_at(bytes: &[u8], place: usize) -> Option<usize> {
    let number = bytes.get(place..)?.first_chunk().copied().map(u32::from_le_bytes)?;
    usize::try_from(number).ok()
}

fn u64_at(bytes: &[u8], place: usize) -> Option<usize> {
    let number = bytes.get(place..)?.first_chunk().copied().map(u64::from_le_bytes)?;
    // One beyond the memory points to nothing.
    Some(usize::try_from(number).unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An archive of one entry, whose content does not matter here.
    fn archive(prefix: usize, disk: u16, comment: &[u8]) -> Vec<u8> {
        let (content, entry) = (vec![b'x'; 30], [ENTRY, &[0; 42]].concat());
        let number = |number: usize| u32::try_from(number).unwrap_or(0).to_le_bytes();
        let (size, offset) = (number(entry.len()), number(content.len()));
        let length = u16::try_from(comment.len()).unwrap_or(0).to_le_bytes();
        let disk = disk.to_le_bytes();
        let record = [END, &disk, &disk, &[1, 0, 1, 0], &size, &offset, &length].concat();
        [vec![b'p'; prefix], content, entry, record, comment.to_vec()].concat()
    }

    /// An empty archive, as bytes that look like an end record.
    fn empty() -> Vec<u8> {
        [END, &[0; 18]].concat()
    }

    #[test]
    fn the_true_record_is_found_among_others() {
        let check = |bytes: Vec<u8>, expected: Option<(usize, Directory, bool)>| {
            let found = EndRecord::find(&bytes).map(|end| (end.at, end.directory, end.is_last_part()));
            assert_eq!(found, expected, "{bytes:?}");
        };
        let (at, there) = (30 + 46, Directory::There);
        check(archive(0, 0, b""), Some((at, there, false)));
        check(archive(9, 0, b""), Some((9 + at, Directory::Moved, false)));
        check(archive(0, 3, b""), Some((at, there, true)));
        check(archive(0, 0xffff, b""), Some((at, there, false)));
        // Comments that look like records: without anything behind, of a part, of an empty archive, of a whole one.
        check(archive(0, 0, b"about PK\x05\x06"), Some((at, there, false)));
        check(archive(0, 0, &[END, &[7; 16], &[0; 2]].concat()), Some((at, there, false)));
        check(archive(0, 0, &empty()), Some((at, there, false)));
        check(archive(0, 0, &archive(0, 7, b"")), Some((at, there, false)));
        check(archive(5, 0, &empty()), Some((5 + at, Directory::Moved, false)));
        check(archive(0, 2, &empty()), Some((at, there, true)));
        // What follows the archive.
        check([archive(0, 0, b""), empty()].concat(), Some((at, there, false)));
        check([archive(0, 0, b""), b"trailing".to_vec()].concat(), Some((at, there, false)));
        check(
            [archive(0, 0, b""), archive(0, 0, b"")].concat(),
            Some((2 * at + 22, Directory::Moved, false)),
        );
        // No archive at all.
        check(empty(), Some((0, there, false)));
        check(b"serial,PK\x05\x06,key".to_vec(), None);
        check([&b"serial,"[..], END, &[1; 40]].concat(), None);
        check(
            [&b"serial,"[..], END, &[1; 16], &[0; 2], b",key"].concat(),
            Some((7, Directory::Missing, false)),
        );
        check(Vec::new(), None);
    }

    #[test]
    fn others_are_left_out() {
        let check = |comment: &[u8], is_needed: bool| {
            let bytes = archive(0, 0, comment);
            let alone = EndRecord::find(&bytes).and_then(|record| record.without_others(&bytes));
            assert_eq!(alone.map(|alone| alone.to_vec()), is_needed.then(|| archive(0, 0, b"")));
        };
        check(b"", false);
        check(b"about", false);
        check(b"about PK\x05\x06", true);
        check(&empty(), true);
    }
}
