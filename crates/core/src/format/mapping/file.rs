//! A mapping as a JSON file, so that the next delivery of the same vendor is read at once.

use seedferry_protocol::{Exposed, Mapping};
use serde::{Deserialize, Serialize};

/// What the file says it is.
const KIND: &str = "column-mapping";

/// The version of its layout.
pub(in crate::format) const VERSION: u32 = 1;

/// Largest mapping file, in bytes.
const MAX_BYTES: usize = 16 << 10;

#[derive(Serialize, Deserialize)]
struct MappingFile {
    seedferry: String,
    version: u32,
    #[serde(flatten)]
    mapping: Mapping,
}

/// Writes a mapping. It holds no seeds.
pub fn write(mapping: &Mapping) -> Exposed {
    let file = MappingFile { seedferry: KIND.to_owned(), version: VERSION, mapping: mapping.clone() };
    // Writing plain data into memory does not fail.
    Exposed::new(serde_json::to_vec_pretty(&file).unwrap_or_default())
}

/// Reads a mapping; `None` when the bytes are none, of another version, or too many.
pub fn read(bytes: &[u8]) -> Option<Mapping> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let file: MappingFile = (bytes.len() <= MAX_BYTES).then(|| serde_json::from_slice(bytes).ok())??;
    let known = Mapping::DELIMITERS.iter().any(|(delimiter, _)| *delimiter == file.mapping.delimiter);
    let fits = file.mapping.columns.len() <= super::guess::MAX_COLUMNS;
    (file.seedferry == KIND && file.version == VERSION && known && fits).then_some(file.mapping)
}

/// Of another version only this is known.
#[derive(Deserialize)]
struct Head {
    seedferry: String,
    version: u32,
}

/// The version of a text that is a mapping, be it one that is not read.
pub(in crate::format) fn version(text: &str) -> Option<u32> {
    let head: Head = (text.len() <= MAX_BYTES).then(|| serde_json::from_str(text).ok())??;
    let is_whole = head.version != VERSION || read(text.as_bytes()).is_some();
    (head.seedferry == KIND && is_whole).then_some(head.version)
}

#[cfg(test)]
mod tests {
    use seedferry_protocol::{ColumnRole, SeedReading, TimeUnit, TokenKind};

    use super::*;

    fn mapping() -> Mapping {
        Mapping {
            delimiter: ';',
            header: true,
            columns: vec![ColumnRole::Serial, ColumnRole::Unused, ColumnRole::Seed],
            seed_encoding: SeedReading::Base32,
            time_unit: TimeUnit::Minutes,
            token_kind: TokenKind::Totp,
        }
    }

    fn check(change: impl FnOnce(String) -> String, expected: Option<&Mapping>) {
        let written = String::from_utf8(write(&mapping()).expose().to_vec()).unwrap();
        let text = change(written);
        assert_eq!(read(text.as_bytes()).as_ref(), expected, "{text}");
    }

    #[test]
    fn what_is_written_is_read_and_nothing_else() {
        check(|text| text, Some(&mapping()));
        check(|text| format!("\u{feff}{text}"), Some(&mapping()));
        check(|text| text.replace("column-mapping", "other"), None);
        check(|text| text.replace("\"version\": 1", "\"version\": 2"), None);
        check(|text| text.replace("\";\"", "\"x\""), None);
        check(|text| text + &" ".repeat(MAX_BYTES), None);
        check(|text| text.split_at(20).0.to_owned(), None);
        check(
            |text| {
                text.replace("\"unused\"", &vec!["\"unused\""; super::super::guess::MAX_COLUMNS].join(","))
            },
            None,
        );
    }
}
