//! The choice of what becomes of encrypted values that were altered.

use crate::ui::prelude::*;
use seedferry_protocol::WrongCodes;

use crate::ui::components::choice;

/// A list of what can become of a value whose message authentication code is not right.
pub(super) fn wrong_codes_choice(chosen: WrongCodes, on_choice: Callback<WrongCodes>) -> Html {
    let options = WrongCodes::ALL.iter().enumerate().map(|(place, (_, words))| (place.to_string(), *words));
    let place = WrongCodes::ALL.iter().position(|(policy, _)| *policy == chosen).unwrap_or_default();
    let on_place = Callback::from(move |value: String| {
        let place = value.parse::<usize>().ok();
        if let Some((policy, _)) = place.and_then(|place| WrongCodes::ALL.get(place)) {
            on_choice.emit(*policy);
        }
    });
    choice("Where a value was altered", options, &place.to_string(), on_place)
}
