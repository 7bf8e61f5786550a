//! Text and files pasted anywhere but into a field.

use crate::ui::prelude::*;
use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, Element, Event, File};

use super::use_drop::files_of;

/// What was pasted.
pub(crate) enum Pasted {
    /// Files from the file manager.
    Files(Vec<File>),
    /// Text, for instance an armored message from a mail.
    Text(String),
}

/// Hands over what is pasted into the page, unless a field that takes text has the focus.
#[hook]
pub(crate) fn use_paste(on_paste: Callback<Pasted>) {
    use_effect_with(on_paste, |on_paste| {
        let on_paste = on_paste.clone();
        let options = EventListenerOptions::enable_prevent_default();
        let listening = web_sys::window().map(|window| {
            EventListener::new_with_options(&window, "paste", options, move |event| {
                if !aims_at_field(event) {
                    take(event, &on_paste);
                }
            })
        });
        move || drop(listening)
    });
}

/// Takes what a paste event carries, and keeps it from being put anywhere.
pub(crate) fn take(event: &Event, on_paste: &Callback<Pasted>) {
    let Some(data) = event.dyn_ref::<ClipboardEvent>().and_then(ClipboardEvent::clipboard_data) else {
        return;
    };
    event.prevent_default();
    let files = files_of(data.files());
    let text = data.get_data("text/plain").unwrap_or_default();
    if !files.is_empty() {
        on_paste.emit(Pasted::Files(files));
    } else if !text.is_empty() {
        on_paste.emit(Pasted::Text(text));
    }
}

/// Whether an event is meant for a field that takes text or a choice.
pub(crate) fn aims_at_field(event: &Event) -> bool {
    let element = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    element.is_some_and(|element| matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT"))
}
