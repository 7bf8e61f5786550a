//! The page as the browser has it: its files, whether they are kept for times without network, and a newer version of them.

use gloo::utils::window;
use js_sys::Function;
use wasm_bindgen::{JsCast, JsValue, closure::Closure, prelude::wasm_bindgen};

/// Of `boot.js`; a test of one component goes without, which is the only failure.
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = seedferry, js_name = sums)]
    fn running_sums() -> Result<String, JsValue>;

    #[wasm_bindgen(catch, js_namespace = seedferry, js_name = kept)]
    fn is_kept() -> Result<bool, JsValue>;

    #[wasm_bindgen(catch, js_namespace = seedferry, js_name = onNewer)]
    fn tell_of_newer(tell: &Function) -> Result<(), JsValue>;

    #[wasm_bindgen(catch, js_namespace = seedferry, js_name = takeNewer)]
    async fn take_newer_version() -> Result<JsValue, JsValue>;
}

/// The SHA-256 sums that the running files were checked against, as lines of `SHA256SUMS`. Nothing for the page in one file.
pub fn sums() -> String {
    running_sums().unwrap_or_default()
}

/// Whether the page opens without network.
pub fn kept() -> bool {
    is_kept().unwrap_or_default()
}

/// Tells when a newer version of the page is ready, for as long as what it returns lives.
pub fn on_newer(tell: impl FnMut() + 'static) -> Closure<dyn FnMut()> {
    let told = Closure::new(tell);
    let _ = tell_of_newer(told.as_ref().unchecked_ref());
    told
}

/// Has the newer version opened from now on. Returns whether it is.
pub async fn take_newer() -> bool {
    take_newer_version().await.is_ok_and(|taken| taken.is_truthy())
}

/// Loads the page anew.
pub fn reload() {
    // It fails only for a document that is shown no more.
    let _ = window().location().reload();
}
