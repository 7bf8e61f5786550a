//! Measures that follow the layout.

use crate::ui::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{HtmlElement, ResizeObserver};

/// Heights in CSS pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Size {
    /// Of the part of the table that shows rows.
    pub(crate) view: u32,
    /// Of one row; 0 before the first measure.
    pub(crate) row: u32,
}

/// Measures the scrolling element without its head, and one row by a ruler that is as high as a row.
#[hook]
pub(crate) fn use_size(scroll: NodeRef, head: NodeRef, ruler: NodeRef) -> Size {
    let size = use_state_eq(Size::default);
    let setter = size.setter();
    use_effect_with((), move |()| {
        let observed = [scroll.clone(), ruler.clone()];
        let watch = Watch::new(&observed, move || {
            let view = height(&scroll).saturating_sub(height(&head));
            setter.set(Size { view, row: height(&ruler) });
        });
        move || drop(watch)
    });
    *size
}

/// Calls back when one of the elements changes its size, and once at the start. Ends when dropped.
struct Watch {
    observer: Option<ResizeObserver>,
    // Kept alive as long as the observer may call it.
    _on_resize: Closure<dyn FnMut()>,
}

impl Watch {
    fn new(nodes: &[NodeRef], on_resize: impl FnMut() + 'static) -> Self {
        let on_resize = Closure::<dyn FnMut()>::new(on_resize);
        let observer = ResizeObserver::new(on_resize.as_ref().unchecked_ref()).ok();
        for element in nodes.iter().filter_map(NodeRef::cast::<HtmlElement>) {
            if let Some(observer) = &observer {
                observer.observe(&element);
            }
        }
        Self { observer, _on_resize: on_resize }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
    }
}

fn height(node: &NodeRef) -> u32 {
    // The inner height: a horizontal scrollbar must not count as room for rows.
    node.cast::<HtmlElement>().and_then(|element| u32::try_from(element.client_height()).ok()).unwrap_or(0)
}
