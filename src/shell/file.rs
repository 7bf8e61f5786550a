//! Files: what is told of one, and those that do not come from the user's disk: pasted text, and the samples beside
//! the page.

use js_sys::Array;
use seedferry_protocol::OfferedFile;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

/// More than a layout of the most columns has, in bytes.
const LARGEST_TEXT: f64 = 4_000_000.0;

#[wasm_bindgen]
extern "C" {
    /// Of `boot.js`: a `Uint8Array`.
    #[wasm_bindgen(catch, js_namespace = seedferry, js_name = sample)]
    async fn sample_bytes(file_name: &str) -> Result<JsValue, JsValue>;
}

/// What the vault is told of a file.
pub fn described(file: &File) -> OfferedFile {
    // A size is a whole number below 2^53 and not negative.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    OfferedFile { name: file.name(), size: file.size() as u64 }
}

/// Pasted text as a file, so that it takes the same way as any other.
pub fn from_text(text: &str) -> Option<File> {
    File::new_with_str_sequence(&Array::of1(&text.into()), "pasted text").ok()
}

/// The text of a small file; nothing where it is large or cannot be read, which is no document of ours either.
pub async fn text(file: &File) -> String {
    if file.size() > LARGEST_TEXT {
        return String::new();
    }
    let text = JsFuture::from(file.text()).await;
    text.ok().and_then(|text| text.as_string()).unwrap_or_default()
}

/// A sample file from beside the page, or from inside it.
pub async fn sample(file_name: &str) -> Option<File> {
    let content = sample_bytes(file_name).await.ok()?;
    File::new_with_u8_array_sequence(&Array::of1(&content), file_name).ok()
}
