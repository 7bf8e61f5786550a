//! How a sign-in stands that is under way or went wrong, in a bar.

use crate::ui::prelude::*;
use seedferry_protocol::{AccountView, Severity};

use super::{Button, Look, MessageBar};
use crate::ui::Command;
use crate::ui::hooks::use_command;

/// What a [`SignInState`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct SignInStateProps {
    /// The sign-in window is waited for.
    pub(crate) window: bool,
    /// What went wrong, as sentences.
    pub(crate) problem: Option<AttrValue>,
    /// One press goes on: somebody is signed in already.
    pub(crate) go_on: bool,
}

/// *Waiting for the sign-in window* with *Cancel*, or what went wrong with *Continue*.
#[component]
pub(crate) fn SignInState(props: &SignInStateProps) -> Html {
    let command = use_command();
    let cancel = use_callback(command.clone(), |_: MouseEvent, command| command.emit(Command::CancelSignIn));
    let go_on = use_callback(command, |_: MouseEvent, command| command.emit(Command::GoOnSigningIn));
    let bar = match &props.problem {
        _ if props.window => waiting(cancel),
        Some(problem) => trouble(problem, props.go_on.then_some(go_on)),
        None => Html::default(),
    };
    html! { <div class="slot" role="status">{ bar }</div> }
}

/// The state of an account that is signed in.
pub(crate) fn account_state(account: &AccountView) -> Html {
    let problem = account.problem.clone().map(AttrValue::from);
    html! { <SignInState window={account.window} {problem} go_on=true /> }
}

fn waiting(cancel: Callback<MouseEvent>) -> Html {
    let actions = html! { <Button label="Cancel" name="Cancel sign-in" onclick={cancel} /> };
    html! {
        <MessageBar severity={Severity::Note} {actions}>
            <strong>{ "Waiting for the sign-in window." }</strong>
            { " This page does not notice when you close it: press Cancel then." }
        </MessageBar>
    }
}

fn trouble(problem: &AttrValue, go_on: Option<Callback<MouseEvent>>) -> Html {
    let severity = if go_on.is_some() { Severity::Warning } else { Severity::Error };
    let button = |onclick| html! { <Button label="Continue" name="Continue signing in" look={Look::Primary} {onclick} /> };
    let actions = go_on.map(button).unwrap_or_default();
    html! { <MessageBar {severity} {actions}>{ problem }</MessageBar> }
}
