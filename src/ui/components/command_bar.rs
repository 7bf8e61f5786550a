//! What can be done with the open batch.

use std::rc::Rc;

use seedferry_protocol::{CheckEvent, Event as VaultEvent, ReviewView, TargetFormat};
use yew::prelude::*;

use super::{Button, Confirm, Icon, Look};
use crate::ui::hooks::use_command;
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
            <Button label="Close batch…" icon={Icon::Document} look={Look::Subtle} onclick={ask} />
            <div class="slot">{ question(&asking, review.total, &command) }</div>
        </div>
    }
}

fn remove_label(selected: u32) -> String {
    if selected == 0 { "Remove selected".to_owned() } else { format!("Remove {}", words::tokens(selected)) }
}

fn question(asking: &UseStateHandle<bool>, total: u32, command: &Callback<Command>) -> Html {
    if !**asking {
        return Html::default();
    }
    let (setter, command) = (asking.setter(), command.clone());
    html! {
        <Confirm
            title="Close this batch?"
            text={format!("The {} on this page are forgotten. What you copied or saved stays where it is.", words::tokens(total))}
            yes="Close batch"
            on_yes={Callback::from(move |()| command.emit(Command::Send(VaultEvent::BatchClosed)))}
            on_close={Callback::from(move |()| setter.set(false))}
        />
    }
}
