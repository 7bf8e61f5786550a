//! Focus that follows what happened.

use web_sys::HtmlElement;
use yew::prelude::*;

/// Moves the focus to the element whenever `what` changes, and when it appears.
#[hook]
pub(crate) fn use_focus_when<T: PartialEq + 'static>(what: T) -> NodeRef {
    let node = use_node_ref();
    let target = node.clone();
    use_effect_with(what, move |_| focus(&target));
    node
}

/// Moves the focus to the element, if it is there.
pub(crate) fn focus(node: &NodeRef) {
    if let Some(element) = node.cast::<HtmlElement>() {
        // It fails only for an element outside the document, which cannot have the focus anyway.
        let _ = element.focus();
    }
}
