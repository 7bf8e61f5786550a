//! The policy for hardware OATH tokens, and sheets and labels for people.

use std::rc::Rc;

use crate::ui::prelude::*;
use seedferry_protocol::{
    Event as VaultEvent, GroupView, Nameless, PolicyChange, PolicyContent, PolicyEvent, PolicyView, Severity,
    SheetsView,
};

use super::sheets::Sheets;
use crate::ui::components::{Button, Confirm, Icon, Look, MessageBar, SignedOut, icon};
use crate::ui::hooks::{use_focus_when, use_send};

/// What a [`PolicyScreen`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct PolicyScreenProps {
    /// The policy.
    pub(crate) policy: Rc<PolicyView>,
    /// Sheets and labels.
    pub(crate) sheets: Rc<SheetsView>,
}

/// Both, one below the other.
#[component]
pub(crate) fn PolicyScreen(props: &PolicyScreenProps) -> Html {
    let send = use_send();
    let heading = use_focus_when(());
    html! {
        <div class="upload policy">
            <header class="upload__head policy__screen"><h1 ref={heading} tabindex="-1">{ "Policy and people" }</h1></header>
            <div class="slot policy__screen">{ policy(&props.policy, &send) }</div>
            <Sheets view={props.sheets.clone()} />
        </div>
    }
}

fn press(send: &Callback<VaultEvent>, event: PolicyEvent) -> Callback<MouseEvent> {
    send.reform(move |_: MouseEvent| VaultEvent::Policy(event.clone()))
}

fn policy(view: &PolicyView, send: &Callback<VaultEvent>) -> Html {
    match view {
        PolicyView::SignedOut => html! {
            <SignedOut why="Sign in to see whether people may use hardware OATH tokens, and who. Sheets and labels need no sign-in." />
        },
        PolicyView::Reading => html! {
            <section class="card" role="status">
                <p>{ "Reading the tenant's policy…" }</p>
                <progress class="progress" aria-label="Reading the policy" />
            </section>
        },
        PolicyView::Halted { problem, remedy } => html! {
            <MessageBar
                severity={Severity::Error}
                actions={html! { <Button label="Try again" onclick={press(send, PolicyEvent::ReadAsked)} /> }}
            >
                <strong>{ problem }{ " " }</strong>{ remedy }
            </MessageBar>
        },
        PolicyView::Read(content) => html! { <Content content={content.clone()} /> },
    }
}

#[derive(PartialEq, Properties)]
struct ContentProps {
    content: PolicyContent,
}

/// What the policy says, and what can be changed in it.
#[component]
fn Content(props: &ContentProps) -> Html {
    let send = use_send();
    let content = &props.content;
    html! {
        <section class="card upload__plan" aria-labelledby="policy-title">
            <header class="upload__line">
                <h2 id="policy-title">{ "Hardware OATH tokens in this tenant" }</h2>
                <Button label="Read again" look={Look::Subtle} icon={Icon::Redo} onclick={press(&send, PolicyEvent::ReadAsked)} />
            </header>
            <dl class="ready">
                { state_line(content.enabled) }
                { target_line("Include", content.everybody, &content.included) }
                { target_line("Exclude", false, &content.excluded) }
            </dl>
            <div class="slot" role="status">{ nameless(content, &send) }</div>
            <div class="slot" role="alert">{ problem(content.problem.as_deref()) }</div>
            <Change enabled={content.enabled} change={content.change} />
            <p class="quiet" hidden={content.role.is_empty()}>{ &content.role }</p>
            <p class="quiet">{ "A change takes up to an hour until sign-in and Security info show it. Included and excluded groups stay as they are; change them in the Entra admin center." }</p>
        </section>
    }
}

fn state_line(enabled: bool) -> Html {
    let (word, drawing, class, what) = if enabled {
        (
            "Enabled",
            Icon::Check,
            "ready--good",
            "People of the groups below can register hardware tokens and sign in with them.",
        )
    } else {
        (
            "Disabled",
            Icon::Error,
            "ready--missing",
            "Nobody can register a hardware token or sign in with one.",
        )
    };
    html! {
        <div class={classes!("ready__line", class)}>
            <dt>{ icon(drawing) }<span>{ "State" }</span></dt>
            <dd><span class="ready__word">{ word }</span><span>{ what }</span></dd>
        </div>
    }
}

fn target_line(name: &'static str, everybody: bool, groups: &[GroupView]) -> Html {
    let all = if everybody {
        html! { <li>{ "All users" }</li> }
    } else {
        Html::default()
    };
    let nobody = !everybody && groups.is_empty();
    html! {
        <div class="ready__line">
            <dt>{ icon(Icon::Person) }<span>{ name }</span></dt>
            <dd>
                <ul class="policy__groups" hidden={nobody}>{ all }{ for groups.iter().map(group) }</ul>
                <span hidden={!nobody}>{ "No group" }</span>
            </dd>
        </div>
    }
}

fn group(group: &GroupView) -> Html {
    if group.name.is_empty() {
        return html! { <li key={group.id.clone()}><code>{ &group.id }</code></li> };
    }
    html! { <li key={group.id.clone()} title={group.id.clone()}>{ &group.name }</li> }
}

fn nameless(content: &PolicyContent, send: &Callback<VaultEvent>) -> Html {
    let Some(Nameless { why, may_ask }) = &content.nameless else {
        return Html::default();
    };
    let actions = if *may_ask {
        html! { <Button label="Show names of groups" onclick={press(send, PolicyEvent::NamesAsked)} /> }
    } else {
        Html::default()
    };
    html! { <MessageBar severity={Severity::Note} {actions}>{ why }</MessageBar> }
}

fn problem(said: Option<&str>) -> Html {
    let bar = |said: &str| html! { <MessageBar severity={Severity::Error}>{ said.to_owned() }</MessageBar> };
    said.map(bar).unwrap_or_default()
}

#[derive(PartialEq, Properties)]
struct ChangeProps {
    enabled: bool,
    change: PolicyChange,
}

/// The one change that is offered; disabling is asked about first.
#[component]
fn Change(props: &ChangeProps) -> Html {
    let send = use_send();
    let asking = use_state_eq(|| false);
    let setter = asking.setter();
    let ask = Callback::from(move |_: MouseEvent| setter.set(true));
    let disabled = props.change == PolicyChange::UnderWay;
    let button = match (props.change, props.enabled) {
        (PolicyChange::NeedsRole, _) => Html::default(),
        (PolicyChange::NeedsPermission, _) => {
            html! { <Button label="Ask for the permission to change this" onclick={press(&send, PolicyEvent::ChangeAsked)} /> }
        }
        (_, false) => html! {
            <Button label="Enable" look={Look::Primary} {disabled} onclick={press(&send, PolicyEvent::EnabledChosen(true))} />
        },
        (_, true) => html! { <Button label="Disable…" {disabled} onclick={ask} /> },
    };
    html! { <div class="actions">{ button }<div class="slot">{ question(&asking, &send) }</div></div> }
}

fn question(asking: &State<bool>, send: &Callback<VaultEvent>) -> Html {
    if !**asking {
        return Html::default();
    }
    let setter = asking.setter();
    let on_yes = send.reform(|()| VaultEvent::Policy(PolicyEvent::EnabledChosen(false)));
    html! {
        <Confirm
            title="Disable hardware OATH tokens?"
            text="Nobody in the tenant can sign in with a hardware token then; who has no other method cannot sign in at all. Tokens stay assigned, and work again when this is enabled."
            yes="Disable"
            {on_yes}
            on_close={Callback::from(move |()| setter.set(false))}
        />
    }
}
