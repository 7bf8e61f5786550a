//! The field for a password or passphrase.

use web_sys::HtmlInputElement;

use seedferry_protocol::Passphrase;

use super::{Button, Icon, Look, problem_line};
use crate::ui::hooks::{focus, use_focus_when};
use crate::ui::prelude::*;

/// What an [`AskField`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct AskFieldProps {
    /// What is to be typed.
    pub(crate) label: AttrValue,
    /// What helps to answer.
    pub(crate) hint: AttrValue,
    /// Why the last answer did not do.
    pub(crate) problem: Option<AttrValue>,
    /// Counts the answers: a new one empties the field and takes the focus back.
    pub(crate) attempt: u32,
    /// The last answer is being tried.
    pub(crate) trying: bool,
    /// What was typed.
    pub(crate) on_answer: Callback<Passphrase>,
    /// The user gives up.
    pub(crate) on_cancel: Callback<MouseEvent>,
}

/// One field, which is emptied the moment it is submitted. Its text is never in a view, an attribute or a state.
#[component]
pub(crate) fn AskField(props: &AskFieldProps) -> Html {
    let field = use_focus_when((props.attempt, props.label.clone()));
    let shown = use_state_eq(|| false);
    let setter = shown.setter();
    let onsubmit =
        use_callback((props.on_answer.clone(), field.clone()), move |event: SubmitEvent, (answer, field)| {
            event.prevent_default();
            setter.set(false);
            submit(field, answer);
        });
    let setter = shown.setter();
    let toggle = use_callback(*shown, move |_: MouseEvent, shown| setter.set(!shown));
    let problem = props.problem.clone();
    html! {
        <form class="ask-field" autocomplete="off" {onsubmit}>
            <label class="ask-field__label" for="ask-input">{ &props.label }</label>
            <div class="ask-field__row">
                <input
                    ref={field}
                    id="ask-input"
                    class="text-field"
                    type={if *shown { "text" } else { "password" }}
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    aria-describedby="ask-problem ask-hint"
                    aria-invalid={problem.is_some().to_string()}
                />
                <Button label={if *shown { "Hide" } else { "Show" }} name={show_name(*shown)} onclick={toggle} />
            </div>
            <p id="ask-problem" class="ask-field__problem slot" role="alert">{ problem_line(problem.as_deref(), props.attempt) }</p>
            <p id="ask-hint" class="ask-field__hint slot">{ &props.hint }</p>
            <div class="actions">
                <Button label={if props.trying { "Opening…" } else { "Open" }} disabled={props.trying} icon={Icon::Lock} look={Look::Primary} submit=true />
                <Button label="Cancel" onclick={props.on_cancel.clone()} />
            </div>
        </form>
    }
}

fn submit(field: &NodeRef, answer: &Callback<Passphrase>) {
    let Some(input) = field.cast::<HtmlInputElement>() else {
        return;
    };
    let text = input.value();
    input.set_value("");
    if text.is_empty() {
        focus(field);
    } else {
        answer.emit(Passphrase::new(text));
    }
}

fn show_name(shown: bool) -> &'static str {
    if shown { "Hide what is typed" } else { "Show what is typed" }
}
