//! A choice out of a list, with its words before or above it.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::option_box::select;

/// A list of values and their words, of which one is chosen.
pub(crate) fn choice<'a>(
    label: &str,
    options: impl Iterator<Item = (String, &'a str)>,
    chosen: &str,
    on_choice: Callback<String>,
) -> Html {
    let onchange = Callback::from(move |event: Event| {
        if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
            on_choice.emit(select.value());
        }
    });
    let choices = options.map(|(value, words)| {
        let selected = value == chosen;
        (value, words.to_owned(), selected)
    });
    select("choice", label, choices, onchange)
}
