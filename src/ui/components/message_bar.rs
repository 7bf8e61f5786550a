//! A message in a bar.

use seedferry_protocol::Severity;
use yew::prelude::*;

use super::{Button, Icon, Look, icon};
use crate::ui::words;

/// What a [`MessageBar`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct MessageBarProps {
    /// How it is dressed.
    pub(crate) severity: Severity,
    /// The message.
    pub(crate) children: Html,
    /// What can be done about it.
    #[prop_or_default]
    pub(crate) actions: Html,
    /// Takes it away; without this it stays.
    #[prop_or_default]
    pub(crate) on_dismiss: Option<Callback<MouseEvent>>,
}

/// A message with its severity as shape, colour and word.
#[component]
pub(crate) fn MessageBar(props: &MessageBarProps) -> Html {
    html! {
        <div class={classes!("message-bar", tone(props.severity))}>
            <span class="message-bar__icon">{ icon(Icon::of(props.severity)) }</span>
            <div class="message-bar__text">
                <span class="visually-hidden">{ words::severity(props.severity) }{ ": " }</span>
                { props.children.clone() }
            </div>
            <div class="message-bar__actions">{ props.actions.clone() }</div>
            <div class="message-bar__dismiss">{ dismiss(props.on_dismiss.as_ref()) }</div>
        </div>
    }
}

/// The class that colours a severity.
pub(crate) fn tone(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "tone-note",
        Severity::Warning => "tone-warning",
        Severity::Error => "tone-error",
    }
}

fn dismiss(on_dismiss: Option<&Callback<MouseEvent>>) -> Html {
    match on_dismiss {
        Some(onclick) => html! {
            <Button label="Dismiss" icon={Icon::Close} look={Look::Subtle} icon_only=true onclick={onclick.clone()} />
        },
        None => Html::default(),
    }
}
