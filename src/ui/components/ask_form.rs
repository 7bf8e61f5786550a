//! A field and a button that asks for what was typed.

use web_sys::HtmlInputElement;

use super::{Button, Icon};
use crate::ui::prelude::*;

/// What an [`AskForm`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct AskFormProps {
    /// The id of the field.
    pub(crate) id: &'static str,
    /// What is to be typed.
    pub(crate) label: &'static str,
    /// The word on the button.
    pub(crate) button: &'static str,
    /// What was typed.
    pub(crate) on_text: Callback<String>,
}

/// The field keeps its text, so that it can be corrected.
#[component]
pub(crate) fn AskForm(props: &AskFormProps) -> Html {
    let field = use_node_ref();
    let onsubmit =
        use_callback((props.on_text.clone(), field.clone()), |event: SubmitEvent, (on_text, field)| {
            event.prevent_default();
            if let Some(input) = field.cast::<HtmlInputElement>() {
                on_text.emit(input.value());
            }
        });
    html! {
        <form class="ask-form" autocomplete="off" role="search" aria-label={props.label} {onsubmit}>
            <label for={props.id}>{ props.label }</label>
            <div class="ask-field__row">
                <input
                    ref={field}
                    id={props.id}
                    class="text-field"
                    type="search"
                    maxlength="200"
                    autocomplete="off"
                    spellcheck="false"
                />
                <Button label={props.button} icon={Icon::Search} submit=true />
            </div>
        </form>
    }
}
