//! The browser's own modal dialog: it keeps the focus inside, closes on Esc and gives the focus back.

use crate::ui::prelude::*;
use web_sys::HtmlDialogElement;

/// The node of a dialog that is open from the start, and a callback that closes it, which the dialog reports as `close`.
#[hook]
pub(crate) fn use_modal() -> (NodeRef, Callback<()>) {
    let node = use_node_ref();
    let dialog = node.clone();
    use_effect_with((), move |()| {
        if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
            // It fails only for a dialog that is open already.
            let _ = dialog.show_modal();
        }
    });
    let close = use_callback(node.clone(), |(), node: &NodeRef| {
        if let Some(dialog) = node.cast::<HtmlDialogElement>() {
            dialog.close();
        }
    });
    (node, close)
}
