//! The worker program: started as the vault or as an opener.

use wasm_bindgen::{JsValue, closure::Closure, prelude::wasm_bindgen};
use web_sys::MessagePort;

/// Begins to answer on `port`. Called once, by the worker script of `js/boot.js`.
#[wasm_bindgen]
pub fn start(role: &str, port: &MessagePort) {
    let answer = format!("The {role} answers");
    let way = port.clone();
    let listen = Closure::<dyn Fn(web_sys::MessageEvent)>::new(move |_| {
        // A closed port has nobody who waits.
        let _ = way.post_message(&JsValue::from_str(&answer));
    });
    port.set_onmessage(Some(&listen.into_js_value().into()));
}

fn main() {}
