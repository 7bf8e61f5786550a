//! The scroll position and the window that follows it.

use web_sys::HtmlElement;

use super::window::{Window, scroll_to};
use crate::ui::hooks::Size;
use crate::ui::prelude::*;

/// The window, and the ways to move it.
#[derive(Clone, PartialEq)]
pub(super) struct Scroll {
    /// The rows to draw.
    pub(super) window: Window,
    /// The table was scrolled.
    pub(super) moved: Callback<Event>,
    /// Scroll until this row is in view.
    pub(super) show: Callback<u32>,
}

/// Follows the scrolling of `grid`, and its measures.
#[hook]
pub(super) fn use_scroll(grid: NodeRef, size: Size, shown: u32) -> Scroll {
    let window = use_state_eq(|| Window::at(0, size, shown));
    let (setter, node) = (window.setter(), grid.clone());
    use_effect_with((size, shown), move |(size, shown)| {
        setter.set(Window::at(position(&node), *size, *shown));
    });

    let (setter, node) = (window.setter(), grid.clone());
    let moved = use_callback((size, shown), move |_: Event, (size, shown)| {
        setter.set(Window::at(position(&node), *size, *shown));
    });
    let setter = window.setter();
    let show = use_callback((size, shown), move |row: u32, (size, shown)| {
        if let Some(target) = scroll_to(row, position(&grid), *size, *shown) {
            move_to(&grid, target);
            // At once, not with the scroll event: a jump to the end must not show an empty frame.
            setter.set(Window::at(target, *size, *shown));
        }
    });
    Scroll { window: *window, moved, show }
}

/// Whether an element takes part in the layout.
pub(super) fn is_visible(node: &NodeRef) -> bool {
    node.cast::<HtmlElement>().is_some_and(|element| element.client_height() > 0)
}

/// Whether an element has one inside that takes no part in the layout.
pub(super) fn has_hidden(node: &NodeRef, selector: &str) -> bool {
    let inside =
        node.cast::<HtmlElement>().and_then(|element| element.query_selector(selector).ok().flatten());
    inside.is_some_and(|inside| inside.client_width() == 0)
}

fn position(node: &NodeRef) -> u32 {
    node.cast::<HtmlElement>().and_then(|element| u32::try_from(element.scroll_top()).ok()).unwrap_or(0)
}

fn move_to(node: &NodeRef, position: u32) {
    if let (Some(element), Ok(position)) = (node.cast::<HtmlElement>(), i32::try_from(position)) {
        element.set_scroll_top(position);
    }
}
