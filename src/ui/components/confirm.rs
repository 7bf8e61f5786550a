//! A question that must be answered before anything else.

use super::{Button, Look};
use crate::ui::hooks::use_modal;
use crate::ui::prelude::*;

/// What a [`Confirm`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct ConfirmProps {
    /// The question.
    pub(crate) title: AttrValue,
    /// What follows from saying yes.
    pub(crate) text: AttrValue,
    /// The words for yes.
    pub(crate) yes: AttrValue,
    /// It was answered with yes.
    pub(crate) on_yes: Callback<()>,
    /// It was closed, whatever the answer.
    pub(crate) on_close: Callback<()>,
}

/// The question in a dialog.
#[component]
pub(crate) fn Confirm(props: &ConfirmProps) -> Html {
    let (node, close) = use_modal();
    let onclose = use_callback(props.on_close.clone(), |_: Event, on_close| on_close.emit(()));
    let no = use_callback(close.clone(), |_: MouseEvent, close| close.emit(()));
    let yes = use_callback((close, props.on_yes.clone()), |_: MouseEvent, (close, on_yes)| {
        close.emit(());
        on_yes.emit(());
    });
    // Esc closes the dialog, and not what is around it as well.
    let onkeydown = Callback::from(|event: KeyboardEvent| {
        if event.key() == "Escape" {
            event.stop_propagation();
        }
    });
    html! {
        <dialog
            ref={node}
            class="dialog"
            aria-labelledby="dialog-title"
            aria-describedby="dialog-text"
            {onclose}
            {onkeydown}
        >
            <h2 id="dialog-title">{ &props.title }</h2>
            <p id="dialog-text">{ &props.text }</p>
            <div class="actions actions--end">
                <Button label={&props.yes} look={Look::Primary} onclick={yes} />
                <Button label="Cancel" onclick={no} />
            </div>
        </dialog>
    }
}
