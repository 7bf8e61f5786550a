//! News: a polite live region with the last few notices.

use std::rc::Rc;

use seedferry_protocol::{Event, Notice};
use yew::prelude::{Callback, Html, MouseEvent, Properties, component, html};

use super::MessageBar;
use crate::ui::{Command, hooks::use_command};

/// How many are in sight at once.
const SHOWN: usize = 2;

/// What [`Notices`] are given.
#[derive(PartialEq, Properties)]
pub(crate) struct NoticesProps {
    /// All of them, newest last.
    pub(crate) notices: Rc<Vec<Notice>>,
}

/// The newest notices. The region is there from the start, or nothing would be read out.
#[component]
pub(crate) fn Notices(props: &NoticesProps) -> Html {
    let command = use_command();
    let surplus = props.notices.len().saturating_sub(SHOWN);
    let bars = props.notices.iter().skip(surplus).map(|notice| bar(notice, &command));
    html! {
        <div class="slot notices" role="status" aria-live="polite" aria-relevant="additions">{ for bars }</div>
    }
}

fn bar(notice: &Notice, command: &Callback<Command>) -> Html {
    let (number, command) = (notice.number, command.clone());
    let on_dismiss =
        Callback::from(move |_: MouseEvent| command.emit(Command::Send(Event::NoticeDismissed(number))));
    html! {
        <MessageBar key={number} severity={notice.severity} {on_dismiss}>{ &notice.text }</MessageBar>
    }
}
