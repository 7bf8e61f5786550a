//! The focus never falls off the page: when the focused element goes or is disabled, the main region takes it.

use web_sys::{Document, Element, FocusOptions, HtmlElement};
use yew::prelude::*;

/// Looks after every render, and gives the focus to `region` when nothing has it that had it before.
#[hook]
pub(crate) fn use_kept_focus(region: NodeRef) {
    let had_focus = use_mut_ref(|| false);
    use_effect(move || {
        let document = gloo::utils::document();
        let has = has_focus(&document);
        if !has && *had_focus.borrow() {
            take_focus(&region);
        }
        *had_focus.borrow_mut() = has_focus(&document);
    });
}

fn has_focus(document: &Document) -> bool {
    let usable =
        |element: &Element| element.tag_name() != "BODY" && !element.matches(":disabled").unwrap_or(false);
    document.active_element().is_some_and(|element| usable(&element))
}

fn take_focus(region: &NodeRef) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    if let Some(region) = region.cast::<HtmlElement>() {
        // It can fail only for an element that is not there.
        let _ = region.focus_with_options(&options);
    }
}
