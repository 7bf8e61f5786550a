//! Why what was typed does not do.

use yew::prelude::*;

use super::{Icon, icon};

/// The reason with a drawing. A new element for each attempt, so that the same words are read out again.
pub(crate) fn problem_line(problem: Option<&str>, attempt: u32) -> Html {
    match problem {
        Some(text) => {
            html! { <span key={attempt} class="ask-field__why">{ icon(Icon::Error) }<span>{ text }</span></span> }
        }
        None => Html::default(),
    }
}
