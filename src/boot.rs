//! Workers, as `js/boot.js` starts them.

use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::MessagePort;

#[wasm_bindgen]
extern "C" {
    /// A running worker.
    pub(crate) type Worker;

    /// Starts a worker as `vault` or `opener`; `on_fail` is called with a text for people.
    #[wasm_bindgen(js_namespace = seedferry)]
    pub(crate) fn start(role: &str, on_fail: &js_sys::Function) -> Worker;

    /// The way to it.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn port(this: &Worker) -> MessagePort;
}
