//! A layout as the JSON file in which the user keeps it.

use seedferry_protocol::{CsvEncoding, CustomCsv};
use serde::{Deserialize, Serialize};

/// What the file says it is.
const KIND: &str = "seedferry-csv-layout";

/// The version that is written. The first one had neither the encoding nor the types of tokens, the second one neither
/// limits nor files apart.
const VERSION: u32 = 3;

/// The oldest version that is read.
const OLDEST: u32 = 1;

/// Longest file that is read, in bytes. The largest layout within its limits is far smaller.
const MAX_BYTES: usize = 4 * 1024 * 1024;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    kind: String,
    version: u32,
    #[serde(default)]
    encoding: Option<CsvEncoding>,
    layout: CustomCsv,
}

/// Of another version only this is known.
#[derive(Deserialize)]
struct Head {
    kind: String,
    version: u32,
}

/// What a file brings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedLayout {
    /// The layout.
    pub layout: CustomCsv,
    /// In which characters the table is written; `None` where the file is older and does not say it.
    pub encoding: Option<CsvEncoding>,
}

/// The file's text.
pub fn save(layout: &CustomCsv, encoding: CsvEncoding) -> Vec<u8> {
    let (kind, version, encoding) = (KIND.to_owned(), VERSION, Some(encoding));
    let document = Document { kind, version, encoding, layout: layout.clone() };
    let mut text = serde_json::to_vec_pretty(&document).unwrap_or_default();
    text.push(b'\n');
    text
}

/// The version of a text that is a layout, be it one that is not read.
pub(in crate::format) fn version(text: &str) -> Option<u32> {
    if text.len() > MAX_BYTES || !text.contains(KIND) {
        return None;
    }
    let head: Head = serde_json::from_str(text.trim_start_matches('\u{feff}')).ok()?;
    (head.kind == KIND).then_some(head.version)
}

/// Whether layouts of that version are read.
pub(in crate::format) fn is_read(version: u32) -> bool {
    (OLDEST..=VERSION).contains(&version)
}

/// What is said of a layout of another version: what it is, and what to do.
pub(in crate::format) fn other_version(version: u32) -> [String; 2] {
    [
        format!("Version {version} of layouts"),
        format!(
            "This page reads versions {OLDEST} to {VERSION}: use the version of the page that saved it, or load the newest one"
        ),
    ]
}

/// Reads the file's text. Fails with a sentence without a full stop.
pub fn load(text: &str) -> Result<SavedLayout, String> {
    if text.len() > MAX_BYTES {
        return Err("The file is too large for a layout".to_owned());
    }
    if let Some(version) = version(text).filter(|version| !is_read(*version)) {
        let [what, remedy] = other_version(version);
        return Err(format!("{what} is not supported. {remedy}"));
    }
    let text = text.trim_start_matches('\u{feff}');
    let document: Document = serde_json::from_str(text).map_err(|error| {
        format!("The file is no layout of Seedferry: line {}, column {}", error.line(), error.column())
    })?;
    if document.kind != KIND {
        return Err("The file is no layout of Seedferry".to_owned());
    }
    match super::problems(&document.layout).into_iter().next() {
        Some(problem) => Err(problem),
        None => Ok(SavedLayout { layout: document.layout, encoding: document.encoding }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::custom_csv::{first_layout, problems, ready_made};

    fn text(layout: &CustomCsv) -> String {
        String::from_utf8(save(layout, CsvEncoding::Utf16)).unwrap_or_default()
    }

    fn check(text: &str, expected: Result<CustomCsv, &str>) {
        let encoding = Some(CsvEncoding::Utf16);
        let expected = expected.map(|layout| SavedLayout { layout, encoding });
        assert_eq!(load(text), expected.map_err(str::to_owned), "{text:.200}");
    }

    /// The first version said neither the encoding nor the types of tokens, the second one no limits.
    #[test]
    fn a_layout_of_an_older_version_is_read() {
        let mut older: serde_json::Value = serde_json::from_str(&text(&first_layout())).unwrap();
        for (version, absent) in [(2, ["limits", "apart"]), (1, ["tokens", ""])] {
            older["version"] = version.into();
            let layout = older["layout"].as_object_mut().unwrap();
            layout.retain(|name, _| !absent.contains(&name.as_str()));
            let encoding = (version > 1).then_some(CsvEncoding::Utf16);
            if version == 1 {
                older.as_object_mut().unwrap().remove("encoding");
            }
            assert_eq!(load(&older.to_string()), Ok(SavedLayout { layout: first_layout(), encoding }));
        }
    }

    #[test]
    fn ready_made_layouts_are_sound_and_load_again() {
        for layout in ready_made() {
            assert_eq!(problems(&layout), Vec::<String>::new(), "{}", layout.name);
            check(&text(&layout), Ok(layout.clone()));
            check(&format!("\u{feff}{}", text(&layout)), Ok(layout));
        }
    }

    #[test]
    fn what_is_no_layout_is_refused() {
        let good = text(&first_layout());
        let empty = CustomCsv { columns: Vec::new(), ..first_layout() };
        for (text, said) in [
            (String::new(), "The file is no layout of Seedferry: line 1, column 0"),
            (good.replace(KIND, "else"), "The file is no layout of Seedferry"),
            (
                good.replace("\"version\": 3", "\"version\": 4"),
                "Version 4 of layouts is not supported. This page reads versions 1 to 3: use the version of the page that \
                 saved it, or load the newest one",
            ),
            (text(&empty), "There is no column"),
            (" ".repeat(MAX_BYTES + 1), "The file is too large for a layout"),
        ] {
            check(&text, Err(said));
        }
        assert!(load(&good.replace("\"header\"", "\"heading\"")).is_err());
    }

    #[test]
    fn a_damaged_layout_is_answered() {
        let good = save(&first_layout(), CsvEncoding::Utf8);
        for place in 0..good.len().saturating_sub(1) {
            assert!(
                load(&String::from_utf8_lossy(good.get(..place).unwrap_or_default())).is_err(),
                "cut at {place}"
            );
            for bit in 0..8 {
                let mut bytes = good.clone();
                if let Some(byte) = bytes.get_mut(place) {
                    *byte ^= 1 << bit;
                }
                let loaded = load(&String::from_utf8_lossy(&bytes));
                assert!(loaded.is_err() || loaded.is_ok_and(|saved| problems(&saved.layout).is_empty()));
            }
        }
    }
}
