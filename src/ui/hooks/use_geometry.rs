//! The one place that sets run-time geometry. The content policy forbids `style=` attributes, but not this way.

use crate::ui::prelude::*;
use web_sys::HtmlElement;

/// Keeps an element's height and its child's downward shift, both in CSS pixels, at the given values.
#[hook]
pub(crate) fn use_geometry(outer: NodeRef, height: u32, inner: NodeRef, shift: u32) {
    use_effect_with((height, shift), move |(height, shift)| {
        set(&outer, "block-size", &format!("{height}px"));
        set(&inner, "transform", &format!("translateY({shift}px)"));
    });
}

fn set(node: &NodeRef, property: &str, value: &str) {
    if let Some(element) = node.cast::<HtmlElement>() {
        // A value that the browser does not understand is ignored by it; these two are plain lengths.
        let _ = element.style().set_property(property, value);
    }
}
