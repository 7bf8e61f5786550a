//! A choice with its words: check box or radio button.

use yew::prelude::*;

/// A check box. `hint` is a second line; it may be empty.
pub(crate) fn check_option(
    label: &str,
    hint: &str,
    checked: bool,
    disabled: bool,
    onchange: Callback<Event>,
) -> Html {
    html! {
        <label class="option">
            <input type="checkbox" {checked} {disabled} {onchange} />
            { words(label, hint) }
        </label>
    }
}

/// A radio button of the group `group`.
pub(crate) fn radio_option(
    group: &'static str,
    label: &str,
    hint: &str,
    checked: bool,
    onchange: Callback<Event>,
) -> Html {
    html! {
        <label class="option">
            <input type="radio" name={group} {checked} {onchange} />
            { words(label, hint) }
        </label>
    }
}

fn words(label: &str, hint: &str) -> Html {
    html! {
        <span class="option__words">
            <span>{ label }</span>
            <span class="option__hint" hidden={hint.is_empty()}>{ hint }</span>
        </span>
    }
}
