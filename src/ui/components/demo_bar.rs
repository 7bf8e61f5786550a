//! DEMO, on every screen of the demo tenant.

use crate::ui::prelude::*;
use seedferry_protocol::Severity;

use super::{Button, MessageBar};
use crate::ui::Command;
use crate::ui::hooks::{use_command, use_focus_when};

/// What a [`DemoBar`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct DemoBarProps {
    /// Whether this is the demo.
    pub(crate) shown: bool,
    /// Whether a file was opened in it that is not one of the samples.
    pub(crate) foreign: bool,
}

/// What is not real here, and the way out.
#[component]
pub(crate) fn DemoBar(props: &DemoBarProps) -> Html {
    let command = use_command();
    let leave = use_callback(command, |_: MouseEvent, command| command.emit(Command::LeaveDemo));
    // The button that leads here is far down the page.
    let section = use_focus_when(props.shown);
    let bar = if props.shown { bar(props.foreign, leave, section) } else { Html::default() };
    html! { <div class="slot demo-bar">{ bar }</div> }
}

fn bar(foreign: bool, leave: Callback<MouseEvent>, section: NodeRef) -> Html {
    let actions = html! { <Button label="Leave the demo" onclick={leave} /> };
    let (severity, text) = if foreign {
        (
            Severity::Warning,
            "This file is not one of the samples. If it holds real seeds, leave the demo: here they reach a tenant that does not exist.",
        )
    } else {
        (
            Severity::Note,
            "The tenant is simulated in this page, and nothing is sent. Entering and leaving wipes everything.",
        )
    };
    html! {
        <section ref={section} tabindex="-1" aria-label="Demo tenant">
            <MessageBar {severity} {actions}><strong>{ "DEMO. " }</strong>{ text }</MessageBar>
        </section>
    }
}
