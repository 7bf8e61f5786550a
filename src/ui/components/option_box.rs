//! An option with its words: check box, radio button, list or text.

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

/// A list to choose from: value, words, and whether it is the chosen one.
pub(crate) fn select_option(
    label: &str,
    choices: impl Iterator<Item = (String, String, bool)>,
    onchange: Callback<Event>,
) -> Html {
    let choices = choices.map(|(value, words, selected)| {
        html! { <option key={value.clone()} {value} {selected}>{ words }</option> }
    });
    html! {
        <label class="option-select">
            <span>{ label }</span>
            <select class="select" {onchange}>{ for choices }</select>
        </label>
    }
}

/// A short text, taken when the field is left. `hint` is a second line; it may be empty.
pub(crate) fn text_option(label: &str, hint: &str, value: &str, onchange: Callback<Event>) -> Html {
    html! {
        <label class="option-text">
            { words(label, hint) }
            <input class="text-field" type="text" maxlength="64" autocomplete="off" spellcheck="false" value={value.to_owned()} {onchange} />
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
