//! The account in the top bar.

use std::rc::Rc;

use crate::ui::prelude::*;
use seedferry_protocol::AccountView;

use super::{Button, Icon, Look};
use crate::ui::Command;
use crate::ui::hooks::use_command;

/// What an [`AccountButton`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct AccountButtonProps {
    /// The account that is signed in.
    pub(crate) account: Option<Rc<AccountView>>,
}

/// *Sign in…*, or who is signed in where, and *Sign out*.
#[component]
pub(crate) fn AccountButton(props: &AccountButtonProps) -> Html {
    let command = use_command();
    let open = use_callback(command.clone(), |_: MouseEvent, command| command.emit(Command::OpenSignIn));
    let leave = use_callback(command, |_: MouseEvent, command| command.emit(Command::SignOut));
    let (label, icon, title) = match &props.account {
        Some(account) if account.lacks => (
            whom(account),
            Icon::Warning,
            Some("Not ready: something is missing. Press to see what".to_owned()),
        ),
        Some(account) => {
            (whom(account), Icon::Person, Some(format!("{}, tenant {}", account.upn, account.tenant)))
        }
        None => ("Sign in…".to_owned(), Icon::Person, None),
    };
    let sign_out = match &props.account {
        Some(_) => html! {
            <Button label="Sign out" icon={Icon::SignOut} look={Look::Subtle} icon_only=true onclick={leave} />
        },
        None => Html::default(),
    };
    html! {
        <div class="account">
            <Button {label} {icon} look={Look::Subtle} {title} onclick={open} />
            <div class="slot">{ sign_out }</div>
        </div>
    }
}

/// The domain names the tenant for people.
fn whom(account: &AccountView) -> String {
    match account.upn.split_once('@') {
        Some((_, domain)) => format!("{}, {domain}", account.name),
        None => account.name.clone(),
    }
}
