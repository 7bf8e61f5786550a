//! Leaving the page with unsaved work is confirmed by the browser's own dialog.

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::BeforeUnloadEvent;

/// Asks before the page is left, for as long as it lives.
pub fn ask_before_leaving() -> EventListener {
    let options = EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(&gloo::utils::window(), "beforeunload", options, |event| {
        event.prevent_default();
        if let Some(event) = event.dyn_ref::<BeforeUnloadEvent>() {
            // Browsers show words of their own; older ones ask only when some are given.
            event.set_return_value("unsaved");
        }
    })
}
