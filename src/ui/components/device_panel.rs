//! One token of the inventory beside the table.

use crate::ui::prelude::*;
use seedferry_protocol::{DeviceDetails, Event as VaultEvent, InventoryEvent, Severity, Those, TokenAct};

use super::{Button, Icon, Look, MessageBar, work_button};
use crate::ui::hooks::{use_focus_when, use_send};
use crate::ui::table;

/// What a [`DevicePanel`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct DevicePanelProps {
    /// The token.
    pub(crate) details: DeviceDetails,
}

/// An inline drawer: the table stays usable. Its heading takes the focus; Esc closes it.
#[component]
pub(crate) fn DevicePanel(props: &DevicePanelProps) -> Html {
    let send = use_send();
    let details = &props.details;
    let heading = use_focus_when(details.id);
    let close = use_callback(send.clone(), |_: MouseEvent, send| send.emit(closed()));
    let onkeydown = use_callback(send.clone(), |event: KeyboardEvent, send| {
        if event.key() == "Escape" {
            send.emit(closed());
        }
    });
    let button = |act: &TokenAct| work_button(*act, Those::Detailed, Look::Plain, false, &send);
    html! {
        <section class="panel" role="region" aria-labelledby="device-title" {onkeydown}>
            <header class="panel__head">
                <h2 id="device-title" ref={heading} tabindex="-1">{ format!("Token {}", details.serial) }</h2>
                <Button label="Close details" icon={Icon::Close} look={Look::Subtle} icon_only=true onclick={close} />
            </header>
            <div class="panel__body" tabindex="0" role="group" aria-label="Token details">
                <h3>{ holder(&details.holder) }</h3>
                <MessageBar severity={Severity::Note}>{ seed(details.in_batch) }</MessageBar>
                <div class="actions">{ for details.acts.iter().map(button) }</div>
                <h3>{ "Properties" }</h3>
                <dl class="properties">{ for details.fields.iter().map(field) }</dl>
            </div>
        </section>
    }
}

fn closed() -> VaultEvent {
    VaultEvent::Inventory(InventoryEvent::DetailsChosen(None))
}

fn holder(name: &str) -> String {
    if name.is_empty() { "Nobody has it".to_owned() } else { format!("Assigned to {name}") }
}

fn seed(in_batch: bool) -> &'static str {
    if in_batch {
        "Its seed is at hand in the open seed file, so its codes can be computed here."
    } else {
        "Its seed is not open here, and the tenant never gives one out."
    }
}

fn field((name, text): &(String, String)) -> Html {
    html! {
        <div key={name.clone()}><dt>{ name }</dt><dd>{ table::text(text) }</dd></div>
    }
}
