//! Files: what is told of one, and those that do not come from the user's disk: pasted text, and the samples beside
//! the page.

use js_sys::{Array, Uint8Array};
use seedferry_protocol::OfferedFile;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, Response};

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

/// A sample file from beside the page.
pub async fn sample(file_name: &str) -> Option<File> {
    fetch(file_name).await.ok()
}

async fn fetch(file_name: &str) -> Result<File, JsValue> {
    let response =
        JsFuture::from(gloo::utils::window().fetch_with_str(&format!("samples/{file_name}"))).await?;
    let response: Response = response.dyn_into()?;
    if !response.ok() {
        return Err(JsValue::NULL);
    }
    let content = Uint8Array::new(&JsFuture::from(response.array_buffer()?).await?);
    File::new_with_u8_array_sequence(&Array::of1(&content), file_name)
}
