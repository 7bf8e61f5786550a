//! Choices of what becomes of a file that is not as its maker left it.

use crate::ui::prelude::*;
use seedferry_protocol::{CutShort, WrongCodes};

use crate::ui::components::choice;

/// A list of what can become of a value whose message authentication code is not right.
pub(super) fn wrong_codes_choice(chosen: WrongCodes, on_choice: Callback<WrongCodes>) -> Html {
    policy("Where a value was altered", &WrongCodes::ALL, chosen, on_choice)
}

/// A list of what can become of a file whose end is missing.
pub(super) fn cut_short_choice(chosen: CutShort, on_choice: Callback<CutShort>) -> Html {
    policy("Where the end is missing", &CutShort::ALL, chosen, on_choice)
}

fn policy<T: Copy + PartialEq + 'static>(
    label: &str,
    all: &'static [(T, &'static str)],
    chosen: T,
    on_choice: Callback<T>,
) -> Html {
    let options = all.iter().enumerate().map(|(place, (_, words))| (place.to_string(), *words));
    let place = all.iter().position(|(policy, _)| *policy == chosen).unwrap_or_default();
    let on_place = Callback::from(move |value: String| {
        let place = value.parse::<usize>().ok();
        if let Some((policy, _)) = place.and_then(|place| all.get(place)) {
            on_choice.emit(*policy);
        }
    });
    choice(label, options, &place.to_string(), on_place)
}
