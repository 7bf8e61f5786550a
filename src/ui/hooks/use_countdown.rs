//! Seconds that run out.

use crate::ui::prelude::*;
use gloo::timers::callback::Interval;

/// Counts from `seconds` to 0, anew whenever `what` changes, and stands still while `running` is false. Returns
/// the seconds left; the component acts when they are 0.
#[hook]
pub(crate) fn use_countdown<T: PartialEq + 'static>(seconds: u32, running: bool, what: T) -> u32 {
    let left = use_state_eq(|| seconds);
    let setter = left.setter();
    use_effect_with((running, what), move |(running, _)| {
        setter.set(seconds);
        let mut remaining = seconds;
        let ticking = running.then(|| {
            Interval::new(1_000, move || {
                remaining = remaining.saturating_sub(1);
                setter.set(remaining);
            })
        });
        move || drop(ticking)
    });
    *left
}
