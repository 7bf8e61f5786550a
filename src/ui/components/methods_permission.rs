//! The permission for people's tokens, when it is missing.

use crate::ui::prelude::*;
use seedferry_protocol::{MethodsPermission, Severity};

use super::{Button, MessageBar};

/// What cannot be done without it, and the way to ask once more.
pub(crate) fn needs_methods(
    permission: &MethodsPermission,
    ask: Callback<MouseEvent>,
    ask_wide: Callback<MouseEvent>,
) -> Html {
    let text =
        format!("People's tokens cannot be seen or changed without the permission {}.", permission.name);
    html! {
        <div class="desk__permission">
            <MessageBar
                severity={Severity::Warning}
                actions={html! { <Button label="Ask for the permission" onclick={ask} /> }}
            >{ text }</MessageBar>
            <div class="slot">{ wider_methods(permission, ask_wide) }</div>
        </div>
    }
}

/// The wider one, once the narrow one could not be had. What it grants is read before it can be asked for.
pub(crate) fn wider_methods(permission: &MethodsPermission, onclick: Callback<MouseEvent>) -> Html {
    let Some(name) = permission.wide.as_ref().filter(|_| permission.failed) else {
        return Html::default();
    };
    html! {
        <details class="report">
            <summary>{ "Entra says that this permission does not exist?" }</summary>
            <div class="desk__permission">
                <p>{ "Some tenants do not know it yet. An older permission does the same, and much more: with " }<code>{ name }</code>{ ", this page could, as far as your role goes:" }</p>
                <ul class="desk__grants">{ for grants(permission).iter().map(|grant| html! { <li>{ *grant }</li> }) }</ul>
                <p>{ limits(permission) }</p>
                <div class="actions"><Button label="Ask for the wider permission" {onclick} /></div>
            </div>
        </details>
    }
}

/// What the wider permission lets the page do besides, as Microsoft's reference of permissions has it.
fn grants(permission: &MethodsPermission) -> &'static [&'static str] {
    if permission.reads {
        &[
            "read people's phone numbers and email addresses for signing in and for new passwords",
            "see which passkeys and FIDO2 security keys, Windows Hello for Business and Microsoft Authenticator they have",
        ]
    } else {
        &[
            "reset people's passwords",
            "read and change their phone numbers",
            "remove their passkeys and FIDO2 security keys, Windows Hello for Business and Microsoft Authenticator",
            "issue Temporary Access Passes",
        ]
    }
}

fn limits(permission: &MethodsPermission) -> &'static str {
    if permission.reads {
        "It changes nothing and shows no password. This page uses it for hardware tokens alone. An administrator has to grant it."
    } else {
        "This page uses it for hardware tokens alone. An administrator has to grant it."
    }
}
