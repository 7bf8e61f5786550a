//! The field in which a value of a token is edited.

use seedferry_protocol::{EditField, EditingView, Event as VaultEvent, Passphrase};
use web_sys::HtmlInputElement;

use super::{Button, Icon, Look, problem_line};
use crate::ui::Command;
use crate::ui::hooks::{use_command, use_focus_when};
use crate::ui::prelude::*;

/// What a [`FieldEditor`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct FieldEditorProps {
    /// What is edited.
    pub(crate) editing: EditingView,
}

/// One field: Enter takes the text, Esc leaves it. The text stays while it does not do. A seed is typed unseen.
#[component]
pub(crate) fn FieldEditor(props: &FieldEditorProps) -> Html {
    let EditingView { field, in_details, text, problem, attempt, .. } = &props.editing;
    let command = use_command();
    let node = use_focus_when(*attempt);
    let (input, text) = (node.clone(), text.clone());
    use_effect_with((), move |()| {
        // Once: what is typed then belongs to the field, and goes with it, should it be a seed.
        let input = input.cast::<HtmlInputElement>();
        if let Some(input) = &input {
            input.set_value(&text);
            input.select();
        }
        move || input.iter().for_each(|input| input.set_value(""))
    });
    let onsubmit = use_callback(
        (command.clone(), node.clone(), *field),
        |event: SubmitEvent, (command, node, field)| {
            event.prevent_default();
            if let Some(input) = node.cast::<HtmlInputElement>() {
                command.emit(Command::Send(given(*field, input.value())));
            }
        },
    );
    let cancel = use_callback(command.clone(), |_: MouseEvent, command| command.emit(cancelled()));
    let onkeydown = use_callback(command, |event: KeyboardEvent, command| {
        // The table around it has keys of its own.
        event.stop_propagation();
        if event.key() == "Escape" {
            command.emit(cancelled());
        }
    });
    let buttons = if *in_details {
        html! {
            <>
                <Button label="Take the value" icon={Icon::Check} look={Look::Subtle} icon_only=true submit=true />
                <Button label="Leave it as it is" icon={Icon::Close} look={Look::Subtle} icon_only=true onclick={cancel} />
            </>
        }
    } else {
        Html::default()
    };
    let problem_here = if *in_details { problem_line(problem.as_deref(), *attempt) } else { Html::default() };
    let keep = Callback::from(|event: MouseEvent| event.stop_propagation());
    html! {
        <form class="field-editor" autocomplete="off" {onsubmit} {onkeydown} onclick={keep}>
            <input
                ref={node}
                class="text-field"
                type={if *field == EditField::Seed { "password" } else { "text" }}
                maxlength="1100"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                aria-label={format!("New {}", field.name())}
                aria-describedby="edit-problem"
                aria-invalid={problem.is_some().to_string()}
            />
            <span class="slot field-editor__buttons">{ buttons }</span>
            <p class="slot ask-field__problem field-editor__problem" id={in_details.then_some("edit-problem")} role="alert">{ problem_here }</p>
        </form>
    }
}

fn cancelled() -> Command {
    Command::Send(VaultEvent::EditCancelled)
}

fn given(field: EditField, text: String) -> VaultEvent {
    match field {
        EditField::Seed => VaultEvent::SeedGiven(Passphrase::new(text)),
        _ => VaultEvent::EditGiven(text),
    }
}
