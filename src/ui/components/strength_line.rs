//! How hard to guess is what is being typed.

use seedferry_protocol::{Strength, strength};
use web_sys::HtmlInputElement;

use crate::ui::prelude::*;

/// Measures what stands in the field; only the bits are kept.
pub(crate) fn measure(setter: StateSetter<Option<u32>>) -> Callback<InputEvent> {
    Callback::from(move |event: InputEvent| {
        let field = event.target_dyn_into::<HtmlInputElement>();
        setter.set(field.map(|field| strength(&field.value()).bits));
    })
}

/// The words for it, with a remedy where it is weak.
pub(crate) fn strength_line(bits: Option<u32>, remedy: &str) -> String {
    let found = bits.map(|bits| Strength { bits });
    let words =
        found.map(|found| if found.is_weak() { format!("{found}. {remedy}") } else { found.to_string() });
    words.unwrap_or_default()
}
