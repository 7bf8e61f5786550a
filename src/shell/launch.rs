//! Files that the system opens with the installed app.

use js_sys::{Array, Function};
use wasm_bindgen::{JsCast, JsValue, closure::Closure, prelude::wasm_bindgen};
use web_sys::File;

#[wasm_bindgen]
extern "C" {
    /// Of `boot.js`; a test of one component goes without.
    #[wasm_bindgen(catch, js_namespace = seedferry, js_name = onLaunch)]
    fn on_launch(take: &Function) -> Result<(), JsValue>;
}

/// Hands over launched files, and the names of those that could not be read, for as long as what it returns lives. Those that
/// came before anybody asked wait in the browser.
pub fn take(mut on_files: impl FnMut(Vec<File>, Vec<String>) + 'static) -> Closure<dyn FnMut(Array, Array)> {
    let taken = Closure::<dyn FnMut(Array, Array)>::new(move |files: Array, unread: Array| {
        on_files(
            files.iter().filter_map(|file| file.dyn_into().ok()).collect(),
            unread.iter().filter_map(|name| name.as_string()).collect(),
        );
    });
    // It fails without boot.js alone.
    let _ = on_launch(taken.as_ref().unchecked_ref());
    taken
}
