//! The sign-in panel, over whatever else is open.

use std::rc::Rc;

use crate::ui::prelude::*;
use seedferry_protocol::{AccountEvent, AccountView, ConsentView, Event as VaultEvent, Severity, SignInView};

use crate::ui::Command;
use crate::ui::components::{
    Button, MessageBar, SignInForm, SignInState, account_state, consent_actions, ready_card,
};
use crate::ui::hooks::{use_command, use_modal};

/// Where the registration is described.
const GUIDE: &str = "docs/entra-app.md";

/// What a [`SignInPanel`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct SignInPanelProps {
    /// The panel.
    pub(crate) view: Rc<SignInView>,
    /// Who is signed in already.
    pub(crate) account: Option<Rc<AccountView>>,
}

/// A modal dialog: settings and *Sign in*, or the account and *Sign out*, and the way to an administrator's consent.
#[component]
pub(crate) fn SignInPanel(props: &SignInPanelProps) -> Html {
    let command = use_command();
    let (node, close) = use_modal();
    let close = close.reform(|_: MouseEvent| ());
    let waits = props.view.window && props.account.is_none();
    let onclose = use_callback((command.clone(), waits), |_: Event, (command, waits)| {
        if *waits {
            command.emit(Command::CancelSignIn);
        }
        command.emit(Command::Send(VaultEvent::Account(AccountEvent::PanelChosen(false))));
    });
    html! {
        <dialog ref={node} class="dialog sign-in" aria-labelledby="sign-in-title" {onclose}>
            <h2 id="sign-in-title">{ if props.account.is_some() { "Account" } else { "Sign in" } }</h2>
            <div class="slot">{ content(props, &command) }</div>
            <div class="actions actions--end"><Button label="Close" onclick={close} /></div>
        </dialog>
    }
}

fn content(props: &SignInPanelProps, command: &Callback<Command>) -> Html {
    if let Some(absent) = &props.view.absent {
        return html! { <p>{ absent }{ "." }</p> };
    }
    let state = match &props.account {
        Some(account) => signed_in(account, &props.view, command),
        // What is preset is known a moment after the panel has opened.
        None if props.view.redirect_uri.is_empty() => Html::default(),
        None => signed_out(&props.view, command),
    };
    html! {
        <div class="sign-in__content">
            <div class="slot sign-in__content">{ for props.view.remarks.iter().map(remark) }</div>
            <div class="slot">{ note(props.view.note.as_deref()) }</div>
            <div class="slot">{ state }</div>
            <div class="slot">{ consent(props.view.consent.as_ref(), &props.view.redirect_uri, command) }</div>
        </div>
    }
}

fn remark((severity, text): &(Severity, String)) -> Html {
    html! { <MessageBar key={text.clone()} severity={*severity}>{ text }{ "." }</MessageBar> }
}

fn note(said: Option<&str>) -> Html {
    let line = |words| html! { <p class="quiet">{ "From the host of this page: " }{ words }</p> };
    said.map(line).unwrap_or_default()
}

fn signed_in(account: &AccountView, view: &SignInView, command: &Callback<Command>) -> Html {
    let leave = command.reform(|_: MouseEvent| Command::SignOut);
    html! {
        <section class="sign-in__content" key="in">
            <p><strong>{ &account.name }</strong>{ ", " }{ &account.upn }</p>
            <p class="quiet">{ "Tenant " }{ &account.tenant }</p>
            { account_state(account) }
            <div class="slot">{ ready_card("account-ready", &view.ready, command) }</div>
            <div class="actions"><Button label="Sign out" onclick={leave} /></div>
            <p class="quiet">{ "Signing out forgets account and tokens here; Microsoft's own session in this browser stays." }</p>
        </section>
    }
}

fn signed_out(view: &SignInView, command: &Callback<Command>) -> Html {
    let press = view.request.clone().filter(|_| !view.window);
    let disabled = press.is_none();
    let command = command.clone();
    let sign_in = Callback::from(move |()| {
        if let Some(request) = &press {
            command.emit(Command::SignIn(request.clone()));
        }
    });
    html! {
        <section class="sign-in__content" key="out">
            <p>{ "Microsoft asks for your name and password in a window of its own. Signing in sends no seed." }</p>
            <SignInForm
                settings={view.settings.clone()}
                client_problem={view.client_problem.clone().map(AttrValue::from)}
                tenant_problem={view.tenant_problem.clone().map(AttrValue::from)}
                on_submit={sign_in}
                {disabled}
            />
            <SignInState window={view.window} problem={view.failure.clone().map(AttrValue::from)} go_on=false />
        </section>
    }
}

fn consent(consent: Option<&ConsentView>, redirect_uri: &str, command: &Callback<Command>) -> Html {
    let link = consent.map_or_else(Html::default, |consent| consent_link(consent, command));
    html! {
        <details class="report">
            <summary>{ "For administrators: registration and consent" }</summary>
            <div class="sign-in__content sign-in__admin">
                <p>{ "The app is registered once per tenant as a Single-page application, as described in " }{ GUIDE }{ ". Its redirect address:" }</p>
                <p><code>{ redirect_uri }</code></p>
                <div class="slot sign-in__content">{ link }</div>
            </div>
        </details>
    }
}

fn consent_link(consent: &ConsentView, command: &Callback<Command>) -> Html {
    html! {
        <>
            <p>{ "This link asks for consent for the whole tenant. It may be granted by a " }{ &consent.givers }{ "; send it to one. It asks for:" }</p>
            <ul class="sign-in__permissions">{ for consent.permissions.iter().map(|name| html! { <li key={name.clone()}><code>{ name }</code></li> }) }</ul>
            { consent_actions(&consent.link, command) }
            <p class="quiet">{ "If Microsoft says there that a permission is not valid, the tenant does not know the permissions UserAuthMethod-HardwareOATH yet. Then ask for the others: " }
                <a class="link" href={consent.without_new.clone()} target="_blank" rel="noopener noreferrer">{ "Consent without them" }</a>
            </p>
        </>
    }
}
