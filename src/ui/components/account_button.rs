//! The account in the top bar.

use std::rc::Rc;

use crate::ui::prelude::*;
use seedferry_protocol::{AccountView, ReadySummary};

use super::{Button, Icon, Look, ready_card::dress};
use crate::ui::Command;
use crate::ui::hooks::use_command;

/// What an [`AccountButton`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct AccountButtonProps {
    /// The account that is signed in.
    pub(crate) account: Option<Rc<AccountView>>,
}

/// *Sign in…*, or who is signed in where, whether all is ready, and *Sign out*.
#[component]
pub(crate) fn AccountButton(props: &AccountButtonProps) -> Html {
    let command = use_command();
    let open = use_callback(command.clone(), |_: MouseEvent, command| command.emit(Command::OpenSignIn));
    let leave = use_callback(command, |_: MouseEvent, command| command.emit(Command::SignOut));
    let (label, title) = match &props.account {
        Some(account) => (whom(account), Some(format!("{}, tenant {}", account.upn, account.tenant))),
        None => ("Sign in…".to_owned(), None),
    };
    let ready = props.account.as_ref().map(|account| ready(&account.ready, open.clone()));
    let sign_out = props.account.as_ref().map(|_| {
        html! {
            <Button label="Sign out" icon={Icon::SignOut} look={Look::Subtle} icon_only=true onclick={leave} />
        }
    });
    html! {
        <div class="account">
            <Button {label} icon={Icon::Person} look={Look::Subtle} {title} onclick={open} />
            <div class="slot account__ready">{ ready.unwrap_or_default() }</div>
            <div class="slot">{ sign_out.unwrap_or_default() }</div>
        </div>
    }
}

/// The panel says more.
fn ready(ready: &ReadySummary, onclick: Callback<MouseEvent>) -> Html {
    let (_, icon, _) = dress(ready.state);
    html! {
        <Button label={ready.words.clone()} {icon} look={Look::Subtle} title={ready.topics.clone()} {onclick} />
    }
}

/// The domain names the tenant for people.
fn whom(account: &AccountView) -> String {
    match account.upn.split_once('@') {
        Some((_, domain)) => format!("{}, {domain}", account.name),
        None => account.name.clone(),
    }
}
