//! The clipboard. It is written inside the press that asked for it: the browser gets a promise then, and the
//! content follows when the vault has it.

use core::fmt;

use js_sys::{Array, Function, Object, Promise, Reflect};
use seedferry_protocol::Exposed;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::blob::blob;

#[wasm_bindgen]
extern "C" {
    type ClipboardItem;

    #[wasm_bindgen(constructor, catch)]
    fn new(items: &Object) -> Result<ClipboardItem, JsValue>;

    #[wasm_bindgen(js_namespace = ["navigator", "clipboard"], js_name = write, catch)]
    fn write(items: &Array) -> Result<Promise, JsValue>;

    #[wasm_bindgen(js_namespace = ["navigator", "clipboard"], js_name = writeText, catch)]
    fn write_text(text: &str) -> Result<Promise, JsValue>;
}

const TEXT: &str = "text/plain";

/// A write to the clipboard that waits for its content.
pub struct PendingCopy {
    resolve: Function,
    reject: Function,
    written: Option<JsFuture>,
}

impl PendingCopy {
    /// Begins the write; to be called inside the press.
    pub fn begin() -> Self {
        let mut settle = None;
        let content = Promise::new(&mut |resolve, reject| settle = Some((resolve, reject)));
        let (resolve, reject) = settle.unwrap_or_default();
        // Both promises get a listener at once: one that is refused before anybody waits is reported as an error.
        let written = request(&content).ok().map(JsFuture::from);
        spawn_local(async move { drop(JsFuture::from(content).await) });
        Self { resolve, reject, written }
    }

    /// Delivers the content; says whether the clipboard took it.
    pub async fn deliver(self, text: &Exposed) -> bool {
        // EXPOSE: the user asked to copy it.
        match blob(text.expose(), TEXT) {
            Ok(blob) => drop(self.resolve.call1(&JsValue::NULL, &blob)),
            Err(error) => drop(self.reject.call1(&JsValue::NULL, &error)),
        }
        succeeded(self.written).await
    }

    /// There is no content after all.
    pub fn give_up(self) {
        drop(self.reject.call0(&JsValue::NULL));
    }
}

impl fmt::Debug for PendingCopy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PendingCopy")
    }
}

/// Overwrites the clipboard with nothing; to be called inside the press. Says whether the browser did it.
pub fn clear() -> impl Future<Output = bool> {
    succeeded(write_text("").ok().map(JsFuture::from))
}

/// Writes text that holds no seeds; to be called inside the press. Says whether the browser did it.
pub fn write_plain(text: &str) -> impl Future<Output = bool> + use<> {
    succeeded(write_text(text).ok().map(JsFuture::from))
}

fn request(content: &Promise) -> Result<Promise, JsValue> {
    let items = Object::new();
    Reflect::set(&items, &TEXT.into(), content)?;
    write(&Array::of1(&ClipboardItem::new(&items)?.into()))
}

async fn succeeded(written: Option<JsFuture>) -> bool {
    match written {
        Some(written) => written.await.is_ok(),
        None => false,
    }
}
