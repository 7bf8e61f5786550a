//! A layout as the JSON file in which the user keeps it.

use seedferry_protocol::CustomCsv;
use serde::{Deserialize, Serialize};

/// What the file says it is.
const KIND: &str = "seedferry-csv-layout";

/// The one version there is.
const VERSION: u32 = 1;

/// Longest file that is read, in bytes. The largest layout within its limits is far smaller.
const MAX_BYTES: usize = 4 * 1024 * 1024;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    kind: String,
    version: u32,
    layout: CustomCsv,
}

/// The file's text.
pub fn save(layout: &CustomCsv) -> Vec<u8> {
    let document = Document { kind: KIND.to_owned(), version: VERSION, layout: layout.clone() };
    let mut text = serde_json::to_vec_pretty(&document).unwrap_or_default();
    text.push(b'\n');
    text
}

/// Reads the file's text. Fails with a sentence without a full stop.
pub fn load(text: &str) -> Result<CustomCsv, String> {
    if text.len() > MAX_BYTES {
        return Err("The file is too large for a layout".to_owned());
    }
    let text = text.trim_start_matches('\u{feff}');
    let document: Document = serde_json::from_str(text).map_err(|error| {
        format!("The file is no layout of Seedferry: line {}, column {}", error.line(), error.column())
    })?;
    if document.kind != KIND {
        return Err("The file is no layout of Seedferry".to_owned());
    }
    if document.version != VERSION {
        return Err("The file is a layout of another version of Seedferry".to_owned());
    }
    match super::problems(&document.layout).into_iter().next() {
        Some(problem) => Err(problem),
        None => Ok(document.layout),
    }
}

#[cfg(test)]
mod tests {
    use seedferry_protocol::{CsvColumn, TokenProperty};

    use super::*;
    use crate::format::custom_csv::{first_layout, problems, ready_made};

    fn text(layout: &CustomCsv) -> String {
        String::from_utf8(save(layout)).unwrap_or_default()
    }

    fn check(text: &str, expected: Result<CustomCsv, &str>) {
        assert_eq!(load(text), expected.map_err(str::to_owned), "{text:.200}");
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
        let no_seed =
            CustomCsv { columns: vec![CsvColumn::new("s", TokenProperty::Serial)], ..first_layout() };
        for (text, said) in [
            (String::new(), "The file is no layout of Seedferry: line 1, column 0"),
            (good.replace(KIND, "else"), "The file is no layout of Seedferry"),
            (
                good.replace("\"version\": 1", "\"version\": 2"),
                "The file is a layout of another version of Seedferry",
            ),
            (text(&no_seed), "No column holds the seed"),
            (" ".repeat(MAX_BYTES + 1), "The file is too large for a layout"),
        ] {
            check(&text, Err(said));
        }
        assert!(load(&good.replace("\"header\"", "\"heading\"")).is_err());
    }

    #[test]
    fn a_damaged_layout_is_answered() {
        let good = save(&first_layout());
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
                assert!(loaded.is_err() || loaded.is_ok_and(|layout| problems(&layout).is_empty()));
            }
        }
    }
}
