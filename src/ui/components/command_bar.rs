//! What can be done with the open batch.

use std::rc::Rc;

use seedferry_protocol::{
    CheckEvent, Event as VaultEvent, FormKind, FormView, ReviewView, TargetFormat, UploadEvent,
};

use super::{Button, Confirm, Icon, Look};
use crate::ui::hooks::use_command;
use crate::ui::prelude::*;
use crate::ui::{Command, words};

/// What a [`CommandBar`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct CommandBarProps {
    /// The open batch.
    pub(crate) review: Rc<ReviewView>,
    /// Whether the export panel is open.
    pub(crate) exporting: bool,
    /// Whether the panel that checks codes is open.
    pub(crate) checking: bool,
    /// The *Check codes* button, for focus.
    pub(crate) check_button: NodeRef,
    /// The *Export* button, for focus.
    pub(crate) export_button: NodeRef,
}

/// Buttons; those that need a selection are disabled until there is one.
#[component]
pub(crate) fn CommandBar(props: &CommandBarProps) -> Html {
    let command = use_command();
    let asking = use_state_eq(|| false);
    let send = |event: VaultEvent| {
        let command = command.clone();
        Callback::from(move |_: MouseEvent| command.emit(Command::Send(event.clone())))
    };
    let review = &props.review;
    let none = review.selected == 0;
    let setter = asking.setter();
    let ask = use_callback((), move |_: MouseEvent, ()| setter.set(true));
    let export = (!props.exporting).then_some(TargetFormat::EntraJson);
    let check = if props.checking { CheckEvent::Closed } else { CheckEvent::Opened(None) };
    html! {
        <div class="command-bar" role="toolbar" aria-label="Batch">
            <Button
                label="Export…"
                icon={Icon::Export}
                look={Look::Primary}
                expanded={props.exporting}
                node={props.export_button.clone()}
                onclick={send(VaultEvent::ExportChosen(export))}
            />
            <Button label="Upload to Entra…" icon={Icon::Send} look={Look::Subtle} onclick={send(VaultEvent::Upload(UploadEvent::Opened))} />
            <Button
                label="Check codes…"
                icon={Icon::Search}
                look={Look::Subtle}
                expanded={props.checking}
                node={props.check_button.clone()}
                onclick={send(VaultEvent::Check(check))}
            />
            <Button label="Select all shown" icon={Icon::Check} look={Look::Subtle} disabled={review.shown == 0} onclick={send(VaultEvent::AllShownSelected)} />
            <Button label="Clear selection" icon={Icon::Close} look={Look::Subtle} disabled={none} onclick={send(VaultEvent::SelectionCleared)} />
            <Button
                label={remove_label(review.selected)}
                icon={Icon::Remove}
                look={Look::Subtle}
                disabled={none}
                onclick={send(VaultEvent::SelectedRemoved)}
            />
            { forms(review, &command) }
            { step(undo_verb(review), Icon::Undo, review.undo.as_deref(), send(VaultEvent::Undone)) }
            { step("Redo", Icon::Redo, review.redo.as_deref(), send(VaultEvent::Redone)) }
            <Button label="Close batch…" icon={Icon::Document} look={Look::Subtle} onclick={ask} />
            <div class="slot">{ question(&asking, review, &command) }</div>
        </div>
    }
}

/// What opens a form; pressed again, it closes it.
fn forms(review: &ReviewView, command: &Callback<Command>) -> Html {
    let open = review.form.as_ref().map(|form| match form {
        FormView::SetField { .. } => FormKind::SetField,
        FormView::Users { .. } => FormKind::Users,
        FormView::Duplicates(_) => FormKind::Duplicates,
    });
    let form = |label: String, icon: Icon, kind: FormKind, usable: bool| {
        let command = command.clone();
        let is_open = open == Some(kind);
        let event = VaultEvent::FormChosen((!is_open).then_some(kind));
        let onclick = Callback::from(move |_: MouseEvent| command.emit(Command::Send(event.clone())));
        html! { <Button {label} {icon} look={Look::Subtle} expanded={is_open} disabled={!usable && !is_open} {onclick} /> }
    };
    let duplicates = match review.duplicates {
        0 => "Duplicates…".to_owned(),
        count => format!("Duplicates ({})…", words::grouped(count)),
    };
    html! {
        <>
            { form("Set field…".to_owned(), Icon::Edit, FormKind::SetField, review.selected > 0) }
            { form("Assign users…".to_owned(), Icon::Add, FormKind::Users, review.total > 0) }
            { form(duplicates, Icon::Copy, FormKind::Duplicates, review.duplicates > 0) }
        </>
    }
}

/// Where nothing is left to take back although steps were taken, the button says why.
fn undo_verb(review: &ReviewView) -> &'static str {
    if review.undo.is_none() && review.has_forgotten { "Undo: earlier steps are not kept" } else { "Undo" }
}

/// *Undo* or *Redo*, with the name of the step.
fn step(verb: &'static str, icon: Icon, name: Option<&str>, onclick: Callback<MouseEvent>) -> Html {
    let label = name.map_or_else(|| verb.to_owned(), |name| format!("{verb}: {name}"));
    html! { <Button label={label.clone()} title={label} {icon} look={Look::Subtle} disabled={name.is_none()} {onclick} /> }
}

fn remove_label(selected: u32) -> String {
    if selected == 0 { "Remove selected".to_owned() } else { format!("Remove {}", words::tokens(selected)) }
}

fn question(asking: &State<bool>, review: &ReviewView, command: &Callback<Command>) -> Html {
    if !**asking {
        return Html::default();
    }
    let (setter, command) = (asking.setter(), command.clone());
    html! {
        <Confirm
            title="Close this batch?"
            text={what_closes(review)}
            yes="Close batch"
            on_yes={Callback::from(move |()| command.emit(Command::Send(VaultEvent::BatchClosed)))}
            on_close={Callback::from(move |()| setter.set(false))}
        />
    }
}

/// What follows from closing the batch.
fn what_closes(review: &ReviewView) -> String {
    let forgotten = format!(
        "The {} on this page are forgotten. What you copied or saved stays where it is.",
        words::tokens(review.total)
    );
    if !review.in_use {
        return forgotten;
    }
    format!(
        "Work is under way that computes codes from these seeds. A replacement that was begun is brought to its end; what \
         is not begun yet fails, and nothing is written for it. {forgotten}"
    )
}
