//! A choice out of a list, with its words before or above it.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

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
    let option = |(value, words): (String, &str)| {
        let selected = value == chosen;
        html! { <option key={value.clone()} {value} {selected}>{ words }</option> }
    };
    html! {
        <label class="choice">
            <span>{ label }</span>
            <select class="select" {onchange}>{ for options.map(option) }</select>
        </label>
    }
}
