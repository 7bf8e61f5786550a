//! The page's clock, and signs that somebody uses it.

use std::{cell::Cell, rc::Rc};

use gloo::{
    events::{EventListener, EventListenerOptions},
    timers::callback::Interval,
};

/// How often time is told, in milliseconds.
const TICK: u32 = 1_000;
/// Signs of use are told once in this time, in milliseconds.
const APART: f64 = 5_000.0;

/// Tells time and use for as long as it lives.
pub struct Watch {
    _ticks: Interval,
    _signs: Vec<EventListener>,
}

/// Starts the watch. `on_time` gets the milliseconds since it was called last, `on_use` nothing.
pub fn watch(on_time: impl Fn(u32) + 'static, on_use: impl Fn() + 'static) -> Watch {
    let last = Cell::new(js_sys::Date::now());
    let ticks = Interval::new(TICK, move || {
        let now = js_sys::Date::now();
        on_time(milliseconds(now - last.replace(now)));
    });
    let (on_use, told) = (Rc::new(on_use), Rc::new(Cell::new(0.0)));
    let signs = ["click", "keydown", "wheel", "touchstart"].map(|kind| {
        let (on_use, told) = (Rc::clone(&on_use), Rc::clone(&told));
        // On the way down: a field may keep its keys to itself.
        let first = EventListenerOptions::run_in_capture_phase();
        EventListener::new_with_options(&gloo::utils::window(), kind, first, move |_| {
            let now = js_sys::Date::now();
            if (now - told.get()).abs() >= APART {
                told.set(now);
                on_use();
            }
        })
    });
    Watch { _ticks: ticks, _signs: signs.into() }
}

/// A clock that was set back gives one tick.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "held within the range first")]
fn milliseconds(passed: f64) -> u32 {
    if passed < 0.0 { TICK } else { passed.min(f64::from(u32::MAX)) as u32 }
}
