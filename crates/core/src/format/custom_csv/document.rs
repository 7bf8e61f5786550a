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
pub(crate) fn save(layout: &CustomCsv) -> Vec<u8> {
    let document = Document { kind: KIND.to_owned(), version: VERSION, layout: layout.clone() };
    let mut text = serde_json::to_vec_pretty(&document).unwrap_or_default();
    text.push(b'\n');
    text
}

/// Reads the file's text. Fails with a sentence without a full stop.
pub(crate) fn load(text: &str) -> Result<CustomCsv, String> {
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
