//! Where to sign in.

use crate::ui::prelude::*;
use seedferry_protocol::{AccountEvent, AccountSettings, Cloud, Event as VaultEvent};
use web_sys::HtmlInputElement;

use super::{Button, Look, check_option, choice};
use crate::ui::Command;
use crate::ui::hooks::{use_command, use_focus_when};

/// What a [`SignInForm`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct SignInFormProps {
    /// What the fields begin with.
    pub(crate) settings: AccountSettings,
    /// What is wrong with the id.
    pub(crate) client_problem: Option<AttrValue>,
    /// What is wrong with the tenant.
    pub(crate) tenant_problem: Option<AttrValue>,
    /// Whether *Sign in* cannot be pressed.
    pub(crate) disabled: bool,
    /// *Sign in* was pressed.
    pub(crate) on_submit: Callback<()>,
}

/// Id of the app, tenant, cloud, whether they are kept, and *Sign in*. What is typed is sent with every letter; the fields
/// keep their own text, because an answer to an earlier letter must not take a later one away.
#[component]
pub(crate) fn SignInForm(props: &SignInFormProps) -> Html {
    let command = use_command();
    let first = use_focus_when(());
    let settings = use_state(|| props.settings.clone());
    let change = {
        let settings = settings.clone();
        Callback::from(move |new: AccountSettings| {
            command.emit(Command::Send(VaultEvent::Account(AccountEvent::SettingsChanged(new.clone()))));
            settings.set(new);
        })
    };
    let now = &*settings;
    let client = edit(now, &change, |settings, text| settings.client_id = text);
    let tenant = edit(now, &change, |settings, text| settings.tenant = text);
    let cloud = edit(now, &change, |settings, name| settings.cloud = Cloud::named(&name).unwrap_or_default());
    let keep =
        edit(now, &change, |settings, _| settings.keep = !settings.keep).reform(|_: Event| String::new());
    let onsubmit = use_callback(props.on_submit.clone(), |event: SubmitEvent, submit| {
        event.prevent_default();
        submit.emit(());
    });
    let clouds = Cloud::ALL.into_iter().map(|cloud| (cloud.name().to_owned(), cloud.words()));
    html! {
        <form class="sign-in__content" autocomplete="off" {onsubmit}>
            { field(first, "sign-in-client", "Application (client) ID", &now.client_id, props.client_problem.as_ref(), client) }
            { field(NodeRef::default(), "sign-in-tenant", "Tenant: id, domain, or empty for any work account", &now.tenant, props.tenant_problem.as_ref(), tenant) }
            { choice("Cloud", clouds, now.cloud.name(), cloud) }
            { check_option("Keep these settings in this browser", "Id, tenant and cloud; never an account or a token", now.keep, false, keep) }
            <div class="actions"><Button label="Sign in" look={Look::Primary} submit=true disabled={props.disabled} /></div>
        </form>
    }
}

fn edit(
    now: &AccountSettings,
    change: &Callback<AccountSettings>,
    put: impl Fn(&mut AccountSettings, String) + 'static,
) -> Callback<String> {
    let (now, change) = (now.clone(), change.clone());
    Callback::from(move |text| {
        let mut new = now.clone();
        put(&mut new, text);
        change.emit(new);
    })
}

fn field(
    node: NodeRef,
    id: &'static str,
    label: &str,
    value: &str,
    problem: Option<&AttrValue>,
    typed: Callback<String>,
) -> Html {
    let oninput = Callback::from(move |event: InputEvent| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            typed.emit(input.value());
        }
    });
    let said = format!("{id}-problem");
    html! {
        <div class="sign-in__field">
            <label for={id}>{ label }</label>
            <input
                ref={node}
                {id}
                class="text-field"
                type="text"
                maxlength="253"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                value={value.to_owned()}
                aria-describedby={said.clone()}
                aria-invalid={problem.is_some().to_string()}
                {oninput}
            />
            <p id={said} class="slot sign-in__problem">{ problem.cloned().unwrap_or_default() }</p>
        </div>
    }
}
