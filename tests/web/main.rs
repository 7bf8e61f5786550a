//! Tests of the page that need a document: what is drawn, what a press asks for, and where secrets must not stay.

#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod asking;
mod conditionals;
mod signing_in;
mod stage;
mod table;
mod wiping;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
