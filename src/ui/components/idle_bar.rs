//! The announcement that everything is wiped soon, because nobody uses the page.

use seedferry_protocol::{Event as VaultEvent, IdleView, Severity};

use super::{Button, MessageBar};
use crate::shell::title;
use crate::ui::hooks::use_command;
use crate::ui::prelude::*;
use crate::ui::{Command, words};

/// What an [`IdleBar`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct IdleBarProps {
    /// What was chosen, and the seconds left.
    pub(crate) idle: IdleView,
}

/// *Everything will be wiped*, with the seconds left, and *Stay*.
#[component]
pub(crate) fn IdleBar(props: &IdleBarProps) -> Html {
    let command = use_command();
    let stay = use_callback(command, |_: MouseEvent, command| {
        command.emit(Command::Send(VaultEvent::PageUsed));
    });
    use_title(props.idle.seconds_left.is_some());
    let bar = props.idle.seconds_left.map_or_else(Html::default, |seconds| bar(seconds, stay));
    html! { <div class="slot idle-bar" role="alert">{ bar }</div> }
}

/// The announcement stands in the title, too: whoever is in another tab sees it there.
#[hook]
fn use_title(announced: bool) {
    use_effect_with(announced, |announced| {
        let before = announced.then(|| title::replace("Wiped within a minute - Seedferry"));
        move || {
            if let Some(before) = before {
                title::replace(&before);
            }
        }
    });
}

/// The seconds are hidden from screen readers, which would read each of them.
fn bar(seconds: u32, stay: Callback<MouseEvent>) -> Html {
    let actions = html! { <Button label="Stay" onclick={stay} /> };
    html! {
        <MessageBar severity={Severity::Warning} {actions}>
            <strong>{ "Everything will be wiped within a minute, because nobody uses this page." }</strong>
            <span aria-hidden="true">{ format!(" {} left.", words::counted(seconds, "second", "seconds")) }</span>
        </MessageBar>
    }
}
