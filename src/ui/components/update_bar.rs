//! A newer version of the page is ready. It is offered, never forced.

use seedferry_protocol::Severity;

use super::{Button, Confirm, MessageBar};
use crate::shell::offline;
use crate::ui::Command;
use crate::ui::hooks::use_command;
use crate::ui::prelude::*;

/// What an [`UpdateBar`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct UpdateBarProps {
    /// Whether work would be lost.
    pub(crate) unsaved: bool,
}

/// *A newer version is ready*, with *Update*.
#[component]
pub(crate) fn UpdateBar(props: &UpdateBarProps) -> Html {
    let command = use_command();
    let (newer, asking) = (use_state_eq(|| false), use_state_eq(|| false));
    let setter = newer.setter();
    use_effect_with((), move |()| {
        let told = offline::on_newer(move || setter.set(true));
        move || drop(told)
    });
    let update = use_callback(command, |(), command| command.emit(Command::Update));
    let setter = asking.setter();
    let press = use_callback((props.unsaved, update.clone()), move |_: MouseEvent, (unsaved, update)| {
        if *unsaved { setter.set(true) } else { update.emit(()) }
    });
    let setter = asking.setter();
    let on_close = use_callback((), move |(), ()| setter.set(false));
    let question = asking.then(|| {
        html! {
            <Confirm
                title="Update now?"
                text="The page is loaded anew. What is open and was not saved will be gone."
                yes="Update"
                on_yes={update}
                {on_close}
            />
        }
    });
    html! {
        <>
            <div class="slot" role="status">{ newer.then(|| bar(press)).unwrap_or_default() }</div>
            <div class="slot">{ question.unwrap_or_default() }</div>
        </>
    }
}

fn bar(press: Callback<MouseEvent>) -> Html {
    let actions = html! { <Button label="Update" onclick={press} /> };
    html! { <MessageBar severity={Severity::Note} {actions}>{ "A newer version is ready." }</MessageBar> }
}
