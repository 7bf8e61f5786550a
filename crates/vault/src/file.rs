//! Reading a `File` inside a worker.

use js_sys::Uint8Array;
use seedferry_core::app::Unreadable;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

/// The file's content, or why it could not be read: it is larger than `limit` bytes, or it moved or changed
/// since it was chosen.
pub(crate) async fn read(file: &File, limit: u64) -> Result<Vec<u8>, Unreadable> {
    // A size is a whole number below 2^53.
    #[allow(clippy::cast_precision_loss)]
    if file.size() > limit as f64 {
        return Err(Unreadable::TooLarge { limit });
    }
    let buffer = JsFuture::from(file.array_buffer()).await.map_err(|_| Unreadable::Gone)?;
    let bytes = buffer.dyn_ref().map(Uint8Array::new).ok_or(Unreadable::Gone)?;
    let content = bytes.to_vec();
    // The browser's copy may hold a private key, or seeds in clear.
    bytes.fill(0, 0, bytes.length());
    Ok(content)
}
