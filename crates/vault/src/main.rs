//! The worker program. One wasm file, two roles: the *vault*, which holds every secret and the model, and the
//! *opener*, which reads foreign files for one opening and is ended afterwards. A vault may be started as a *demo*, with a
//! simulated tenant in place of Microsoft Graph.
//!
//! Handlers are boring on purpose: what is to be done is decided in `seedferry_core::app`.

mod demo;
mod file;
mod graph;
mod opener;
mod vault;

use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::MessagePort;

/// Called by `boot.js` in the new worker. `port` leads to the page.
#[wasm_bindgen]
pub fn start(role: &str, port: MessagePort) {
    match role {
        "opener" => opener::run(port),
        "demo" => vault::run(port, true),
        _ => vault::run(port, false),
    }
}

fn main() {}
