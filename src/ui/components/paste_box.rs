//! A place to paste the text of a seed file or message.

use web_sys::HtmlTextAreaElement;

use super::{Button, Look};
use crate::ui::Command;
use crate::ui::hooks::{Pasted, focus, take, use_command, use_focus_when};
use crate::ui::prelude::*;

/// What a [`PasteBox`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct PasteBoxProps {
    /// The user does not want to paste after all.
    pub(crate) on_close: Callback<MouseEvent>,
}

/// A text field that hands pasted text over at once, without keeping it.
#[component]
pub(crate) fn PasteBox(props: &PasteBoxProps) -> Html {
    let command = use_command();
    let field = use_focus_when(());
    let onpaste = use_callback(command.clone(), |event: Event, command| {
        let command = command.clone();
        take(&event, &Callback::from(move |pasted| command.emit(offered(pasted))));
    });
    let onsubmit = use_callback((command, field.clone()), |event: SubmitEvent, (command, field)| {
        event.prevent_default();
        submit(field, command);
    });
    html! {
        <form class="paste-box" {onsubmit}>
            <label for="paste-field">{ "Paste the text here (Ctrl+V or ⌘V)" }</label>
            <textarea ref={field} id="paste-field" rows="4" autocomplete="off" spellcheck="false" {onpaste} />
            <div class="actions">
                <Button label="Open text" look={Look::Primary} submit=true />
                <Button label="Cancel" onclick={props.on_close.clone()} />
            </div>
        </form>
    }
}

/// What pasting asks for.
pub(crate) fn offered(pasted: Pasted) -> Command {
    match pasted {
        Pasted::Files(files) => Command::OfferFiles(files),
        Pasted::Text(text) => Command::OfferText(text),
    }
}

fn submit(field: &NodeRef, command: &Callback<Command>) {
    let Some(area) = field.cast::<HtmlTextAreaElement>() else {
        return;
    };
    let text = area.value();
    area.set_value("");
    if text.trim().is_empty() {
        focus(field);
    } else {
        command.emit(Command::OfferText(text));
    }
}
