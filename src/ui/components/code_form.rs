//! A field for the code that a device shows.

use seedferry_protocol::{RefusedView, TypedCode};
use web_sys::HtmlInputElement;

use super::{Button, Icon, icon};
use crate::ui::hooks::focus;
use crate::ui::prelude::*;

/// What a [`CodeForm`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct CodeFormProps {
    /// The id of the field; others are made from it.
    pub(crate) id: &'static str,
    /// What is to be typed.
    pub(crate) label: &'static str,
    /// The word on the button.
    pub(crate) button: &'static str,
    /// Why the last code was not looked for.
    pub(crate) refused: Option<RefusedView>,
    /// What was typed.
    pub(crate) on_code: Callback<TypedCode>,
}

/// The field is emptied when it is submitted, and keeps the focus for the next code.
#[component]
pub(crate) fn CodeForm(props: &CodeFormProps) -> Html {
    let field = use_node_ref();
    let onsubmit =
        use_callback((props.on_code.clone(), field.clone()), |event: SubmitEvent, (on_code, field)| {
            event.prevent_default();
            submit(field, on_code);
        });
    let why = format!("{}-why", props.id);
    html! {
        <form class="code-form" autocomplete="off" {onsubmit}>
            <label for={props.id}>{ props.label }</label>
            <div class="ask-field__row">
                <input
                    ref={field}
                    id={props.id}
                    class="text-field code-form__field"
                    type="text"
                    inputmode="numeric"
                    maxlength="24"
                    autocomplete="off"
                    spellcheck="false"
                    aria-describedby={why.clone()}
                    aria-invalid={props.refused.is_some().to_string()}
                />
                <Button label={props.button} submit=true />
            </div>
            <p id={why} class="ask-field__problem slot" role="alert">{ problem(props.refused.as_ref()) }</p>
        </form>
    }
}

fn submit(field: &NodeRef, on_code: &Callback<TypedCode>) {
    if let Some(input) = field.cast::<HtmlInputElement>() {
        let text = input.value();
        input.set_value("");
        focus(field);
        on_code.emit(TypedCode::new(text));
    }
}

fn problem(refused: Option<&RefusedView>) -> Html {
    match refused {
        Some(refused) => html! {
            <span key={refused.attempt} class="ask-field__why">{ icon(Icon::Error) }<span>{ &refused.why }</span></span>
        },
        None => Html::default(),
    }
}
