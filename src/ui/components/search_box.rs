//! The search field of a table.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use web_sys::HtmlInputElement;

use super::{Icon, icon};
use crate::ui::prelude::*;

/// How long typing must pause before the vault is told, in milliseconds.
const PAUSE: u32 = 150;

/// What a [`SearchBox`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct SearchBoxProps {
    /// What is searched: *Search serial, UPN, model*.
    pub(crate) placeholder: &'static str,
    /// The text, after a pause in typing.
    pub(crate) on_search: Callback<String>,
}

/// The field owns its text: the vault is told after a pause and never echoes it.
#[component]
pub(crate) fn SearchBox(props: &SearchBoxProps) -> Html {
    let on_search = props.on_search.clone();
    let pending = use_mut_ref(|| None::<Timeout>);
    let oninput = Callback::from(move |event: InputEvent| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            tell_later(input.value(), on_search.clone(), &pending);
        }
    });
    html! {
        <label class="search-box">
            <span class="visually-hidden">{ "Search tokens" }</span>
            { icon(Icon::Search) }
            <input
                type="search"
                placeholder={props.placeholder}
                autocomplete="off"
                spellcheck="false"
                {oninput}
            />
        </label>
    }
}

fn tell_later(text: String, on_search: Callback<String>, pending: &Rc<RefCell<Option<Timeout>>>) {
    let tell = Timeout::new(PAUSE, move || {
        on_search.emit(text);
    });
    // Replacing the timer cancels the one before.
    pending.replace(Some(tell));
}
