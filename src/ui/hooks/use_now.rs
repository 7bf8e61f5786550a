//! The time, for what is drawn anew as it passes.

use crate::ui::prelude::*;
use gloo::timers::callback::Interval;

use crate::shell::clock;

/// How often it is looked at, in milliseconds.
const EVERY: u32 = 500;

/// The computer's time in milliseconds since 1970, followed while `running`.
#[hook]
pub(crate) fn use_now(running: bool) -> u64 {
    let now = use_state_eq(clock::now);
    let setter = now.setter();
    use_effect_with(running, move |running| {
        setter.set(clock::now());
        let ticking = running.then(|| Interval::new(EVERY, move || setter.set(clock::now())));
        move || drop(ticking)
    });
    *now
}
