//! Looking at a key file.

use seedferry_protocol::ExamineView;
use web_sys::File;

use super::order_facts::key_facts;
use crate::ui::components::{FileButton, Icon, Look, problem_line};
use crate::ui::hooks::use_command;
use crate::ui::prelude::*;
use crate::ui::{Command, OrderCommand};

/// What an [`Examine`] is given.
#[derive(PartialEq, Properties)]
pub(super) struct ExamineProps {
    /// What is known of it.
    pub(super) view: ExamineView,
}

/// The file, and the keys in it.
#[component]
pub(super) fn Examine(props: &ExamineProps) -> Html {
    let command = use_command();
    let view = &props.view;
    let keys = view.keys.iter().map(key_facts);
    let name = view.file.as_ref().map(|name| html! { <h2>{ name }</h2> }).unwrap_or_default();
    html! {
        <section class="card order__tool" aria-label="Key file">
            <p class="quiet">{ "Drop a private or public OpenPGP key file, or choose it. No passphrase is needed: only what stands in it openly is shown." }</p>
            <div class="actions">{ key_button("Choose a key file…", &command) }</div>
            <div class="slot" role="status">{ name }{ if view.reading { "Reading…" } else { "" } }</div>
            <p class="ask-field__problem slot" role="alert">{ problem_line(view.problem.as_deref(), 0) }</p>
            <div class="slot order__keys">{ for keys }</div>
        </section>
    }
}

/// The button behind which a key file is chosen.
pub(super) fn key_button(label: &'static str, command: &Callback<Command>) -> Html {
    let command = command.clone();
    let on_files = Callback::from(move |files: Vec<File>| {
        if let Some(file) = files.into_iter().next() {
            command.emit(Command::Order(OrderCommand::GiveKey(file)));
        }
    });
    html! { <FileButton {label} icon={Icon::Key} look={Look::Primary} {on_files} /> }
}
