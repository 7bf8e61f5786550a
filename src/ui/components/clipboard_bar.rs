//! The bar that stays while the clipboard may hold seeds.

use seedferry_protocol::{ClipboardView, Severity};

use super::{Button, Icon, MessageBar};
use crate::ui::Command;
use crate::ui::hooks::use_command;
use crate::ui::prelude::*;

/// What a [`ClipboardBar`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct ClipboardBarProps {
    /// Its view, if it is to be seen.
    pub(crate) clipboard: Option<ClipboardView>,
}

/// *The clipboard holds seeds*, with the way to clear it.
#[component]
pub(crate) fn ClipboardBar(props: &ClipboardBarProps) -> Html {
    let command = use_command();
    let clear = use_callback(command, |_: MouseEvent, command| {
        command.emit(Command::ClearClipboard);
    });
    let bar = match &props.clipboard {
        Some(view) => bar(view, clear),
        None => Html::default(),
    };
    html! { <div class="slot clipboard-bar" role="status">{ bar }</div> }
}

fn bar(view: &ClipboardView, clear: Callback<MouseEvent>) -> Html {
    let actions = html! { <Button label="Clear now" icon={Icon::Paste} onclick={clear} /> };
    html! {
        <MessageBar severity={Severity::Warning} {actions}>
            <strong>{ if view.password { "The clipboard holds a password." } else { "The clipboard holds seeds." } }</strong>
            { if view.password { " Paste it," } else { " Paste them," } }
            { " then clear it. Windows also keeps copies in its clipboard history: press Win+V and delete them there." }
            <span class="slot clipboard-bar__refused">{ refused(view.refused) }</span>
        </MessageBar>
    }
}

fn refused(refused: bool) -> &'static str {
    if refused {
        " The browser did not let us clear it. Click into this page and press Clear now again."
    } else {
        ""
    }
}
