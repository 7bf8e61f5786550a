//! Focus that follows what happened.

use crate::ui::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Moves the focus to the element whenever `what` changes, and when it appears.
#[hook]
pub(crate) fn use_focus_when<T: PartialEq + 'static>(what: T) -> NodeRef {
    let node = use_node_ref();
    let target = node.clone();
    use_effect_with(what, move |_| focus(&target));
    node
}

/// Moves the focus to the element when something is over.
#[hook]
pub(crate) fn use_focus_after(going_on: bool, node: &NodeRef) {
    let (node, was) = (node.clone(), use_mut_ref(|| false));
    use_effect_with(going_on, move |going_on| {
        if was.replace(*going_on) && !going_on {
            focus(&node);
        }
    });
}

/// Moves the focus to the element of that id, if it is there.
pub(crate) fn focus_id(id: &str) {
    let element = gloo::utils::document().get_element_by_id(id);
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // As below.
        let _ = element.focus();
    }
}

/// Moves the focus to the element, if it is there.
pub(crate) fn focus(node: &NodeRef) {
    if let Some(element) = node.cast::<HtmlElement>() {
        // It fails only for an element outside the document, which cannot have the focus anyway.
        let _ = element.focus();
    }
}
