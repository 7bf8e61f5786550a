//! A question that must be answered before anything else.

use web_sys::HtmlDialogElement;
use yew::prelude::*;

use super::{Button, Look};

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

/// The browser's own modal dialog: it keeps the focus inside, closes on Esc and gives the focus back.
#[component]
pub(crate) fn Confirm(props: &ConfirmProps) -> Html {
    let node = use_modal();
    let onclose = use_callback(props.on_close.clone(), |_: Event, on_close| on_close.emit(()));
    let no = use_callback(node.clone(), |_: MouseEvent, node| close_dialog(node));
    let yes = use_callback((node.clone(), props.on_yes.clone()), |_: MouseEvent, (node, on_yes)| {
        close_dialog(node);
        on_yes.emit(());
    });
    html! {
        <dialog ref={node} class="dialog" aria-labelledby="dialog-title" aria-describedby="dialog-text" {onclose}>
            <h2 id="dialog-title">{ &props.title }</h2>
            <p id="dialog-text">{ &props.text }</p>
            <div class="actions actions--end">
                <Button label={&props.yes} look={Look::Primary} onclick={yes} />
                <Button label="Cancel" onclick={no} />
            </div>
        </dialog>
    }
}

/// A dialog that opens when it appears.
#[hook]
pub(crate) fn use_modal() -> NodeRef {
    let node = use_node_ref();
    let dialog = node.clone();
    use_effect_with((), move |()| {
        if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
            // It fails only for a dialog that is open already.
            let _ = dialog.show_modal();
        }
    });
    node
}

/// Closes the dialog, which gives the focus back and reports `close`.
pub(crate) fn close_dialog(node: &NodeRef) {
    if let Some(dialog) = node.cast::<HtmlDialogElement>() {
        dialog.close();
    }
}
