//! The search field of the review table.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use seedferry_protocol::Event as VaultEvent;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::{Icon, icon};
use crate::ui::Command;
use crate::ui::hooks::use_command;

/// How long typing must pause before the vault is told, in milliseconds.
const PAUSE: u32 = 150;

/// The field owns its text: the vault is told after a pause and never echoes it.
#[component]
pub(crate) fn SearchBox() -> Html {
    let command = use_command();
    let pending = use_mut_ref(|| None::<Timeout>);
    let oninput = Callback::from(move |event: InputEvent| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            tell_later(input.value(), command.clone(), &pending);
        }
    });
    html! {
        <label class="search-box">
            <span class="visually-hidden">{ "Search tokens" }</span>
            { icon(Icon::Search) }
            <input
                type="search"
                placeholder="Search serial, UPN, model"
                autocomplete="off"
                spellcheck="false"
                {oninput}
            />
        </label>
    }
}

fn tell_later(text: String, command: Callback<Command>, pending: &Rc<RefCell<Option<Timeout>>>) {
    let tell = Timeout::new(PAUSE, move || {
        command.emit(Command::Send(VaultEvent::SearchChanged(text)));
    });
    // Replacing the timer cancels the one before.
    pending.replace(Some(tell));
}
