//! The worker program. One wasm file, three roles: the *vault*, which holds every secret and the model, the
//! *opener*, which reads foreign files for one opening, and the *key maker*, which makes or looks at one key; both are ended
//! afterwards. A vault may be started as a *demo*, with a
//! simulated tenant in place of Microsoft Graph.
//!
//! Handlers are boring on purpose: what is to be done is decided in `seedferry_core::app`.

mod demo;
mod file;
mod graph;
mod key_maker;
mod opener;
mod stack;
mod vault;

use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::MessagePort;

/// What is freed is overwritten: copies that inflating, decrypting and growing make are gone with their buffer.
#[global_allocator]
static ALLOCATOR: zeroizing_alloc::ZeroAlloc<std::alloc::System> =
    zeroizing_alloc::ZeroAlloc(std::alloc::System);

/// Called by `boot.js` in the new worker. `port` leads to the page.
#[wasm_bindgen]
pub fn start(role: &str, port: MessagePort) {
    match role {
        "opener" => opener::run(port),
        "key-maker" => key_maker::run(port),
        "demo" => vault::run(port, true),
        _ => vault::run(port, false),
    }
}

fn main() {}
