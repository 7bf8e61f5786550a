//! Files dropped anywhere on the window.

use crate::ui::prelude::*;
use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, File, FileList, Window};

/// Hands over what is dropped on the window. Returns whether files are held over it right now.
#[hook]
pub(crate) fn use_drop(on_files: Callback<Vec<File>>) -> bool {
    let hovering = use_state_eq(|| false);
    let setter = hovering.setter();
    use_effect_with(on_files, move |on_files| {
        let listening = web_sys::window().map(|window| listen(&window, &setter, on_files));
        move || drop(listening)
    });
    *hovering
}

/// The files of a list, as values.
pub(crate) fn files_of(list: Option<FileList>) -> Vec<File> {
    list.map_or_else(Vec::new, |list| (0..list.length()).filter_map(|place| list.get(place)).collect())
}

fn listen(
    window: &Window,
    hovering: &StateSetter<bool>,
    on_files: &Callback<Vec<File>>,
) -> [EventListener; 3] {
    let over = hovering.clone();
    let leave = hovering.clone();
    let (drop, on_files) = (hovering.clone(), on_files.clone());
    [
        // Without this the browser would open the file in place of the page.
        on_drag(window, "dragover", move |event| over.set(carries_files(event))),
        on_drag(window, "dragleave", move |event| {
            if event.related_target().is_none() {
                leave.set(false);
            }
        }),
        on_drag(window, "drop", move |event| {
            drop.set(false);
            let files = files_of(event.data_transfer().and_then(|transfer| transfer.files()));
            if !files.is_empty() {
                on_files.emit(files);
            }
        }),
    ]
}

fn on_drag(window: &Window, name: &'static str, act: impl Fn(&DragEvent) + 'static) -> EventListener {
    let options = EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(window, name, options, move |event| {
        if let Some(event) = event.dyn_ref::<DragEvent>() {
            event.prevent_default();
            act(event);
        }
    })
}

fn carries_files(event: &DragEvent) -> bool {
    event.data_transfer().is_some_and(|transfer| transfer.types().includes(&"Files".into(), 0))
}
