//! A double press, which edits a cell. Its first press opens the details, and the page may move under the pointer
//! before the second: a double press belongs to the cell of its first one, wherever the second lands.

use std::cell::Cell;
use std::rc::Rc;

use gloo::events::{EventListener, EventListenerOptions, EventListenerPhase};
use wasm_bindgen::JsCast;
use web_sys::UiEvent;

use crate::ui::prelude::*;

/// A cell that was pressed: whose row it is in, and the place of its column, counted from 1, or 0 for none.
pub(super) type Pressed = (u32, usize);

/// Emits the cell that is pressed twice. What it returns is to be told of every single press of a cell.
#[hook]
pub(super) fn use_double_press(on_double: Callback<Pressed>) -> Callback<Pressed> {
    let first = use_memo((), |()| Cell::new(None::<Pressed>));
    let heard = first.clone();
    use_effect_with(on_double, move |on_double| {
        let listening = web_sys::window().map(|window| listen(&window, heard, on_double.clone()));
        move || drop(listening)
    });
    use_callback(first, |pressed: Pressed, first: &Rc<Cell<Option<Pressed>>>| first.set(Some(pressed)))
}

/// Hears every press before anything in the page does, and keeps what follows the first from where it lands.
fn listen(
    window: &web_sys::Window,
    first: Rc<Cell<Option<Pressed>>>,
    on_double: Callback<Pressed>,
) -> EventListener {
    let options = EventListenerOptions { phase: EventListenerPhase::Capture, passive: false };
    EventListener::new_with_options(window, "click", options, move |event| {
        // The browser counts presses that follow each other at one place; keys count as none.
        let count = event.dyn_ref::<UiEvent>().map_or(0, UiEvent::detail);
        if count < 2 {
            return first.set(None);
        }
        if let Some(pressed) = first.get() {
            event.prevent_default();
            event.stop_propagation();
            if count == 2 {
                on_double.emit(pressed);
            }
        }
    })
}
