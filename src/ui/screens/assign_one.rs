//! One person: find them, see which tokens they have, give one, activate one.

use crate::ui::prelude::*;
use seedferry_protocol::{
    Activation, AssignEvent, Event as VaultEvent, HeldRow, HeldTokens, OneView, PersonCard, RefusedView,
    Severity, TokenHit, ToldView, TypedCode,
};

use super::assign::{hits, press, tone, unknown};
use crate::ui::components::{AskForm, Button, CodeForm, Icon, Look, MessageBar, radio_option};
use crate::ui::hooks::{use_focus_when, use_send};
use crate::ui::words;

/// What is to be known about codes before one is typed or computed.
const ADVICE: &str = "Activate a token when its user has it in hand. One that lies in a drawer drifts, and a token that nobody \
    activated yet can wait: its user can activate it under Security info.";

/// The search, or the person.
pub(super) fn one(view: &OneView, send: &Callback<VaultEvent>) -> Html {
    let on_text = send.reform(|text| VaultEvent::Assign(AssignEvent::PersonSearched(text)));
    html! {
        <div class="assign__part">
            <section class="card assign__part" aria-label="Person">
                <AskForm id="person-search" label="Name or UPN" button="Find" {on_text} />
                <div class="slot" role="status">{ found(view, send) }</div>
            </section>
            <div class="slot">{ card(view) }</div>
        </div>
    }
}

fn found(view: &OneView, send: &Callback<VaultEvent>) -> Html {
    if view.person.is_some() {
        return Html::default();
    }
    let choose = |id: String| press(send, AssignEvent::PersonChosen(id));
    hits(&view.search, "Nobody has a name, family name or UPN that begins like this.", choose)
}

fn card(view: &OneView) -> Html {
    match &view.person {
        Some(card) => html! { <Card key={card.person.id.clone()} card={card.clone()} /> },
        None => Html::default(),
    }
}

#[derive(PartialEq, Properties)]
struct CardProps {
    card: PersonCard,
}

#[component]
fn Card(props: &CardProps) -> Html {
    let send = use_send();
    let heading = use_focus_when(());
    let card = &props.card;
    let remark =
        |told: &ToldView| html! { <li key={told.text.clone()} class={tone(told.tone)}>{ &told.text }</li> };
    html! {
        <section class="card assign__part" aria-labelledby="person-name">
            <header class="upload__line">
                <div>
                    <h2 id="person-name" ref={heading} tabindex="-1">{ &card.person.name }</h2>
                    <p class="quiet assign__upn">{ &card.person.upn }</p>
                </div>
                <Button label="Back to the search" look={Look::Subtle} icon={Icon::Undo} onclick={press(&send, AssignEvent::PersonLeft)} />
            </header>
            <ul class="assign__remarks">{ for card.remarks.iter().map(remark) }</ul>
            <div class="slot" role="status">{ unknown(&card.unknown, &send) }</div>
            <div class="slot" role="status">{ why(&card.why) }</div>
            <Held held={card.held.clone()} refused={card.refused.clone()} />
            <Give card={card.clone()} />
        </section>
    }
}

fn why(text: &str) -> Html {
    if text.is_empty() {
        return Html::default();
    }
    html! { <MessageBar severity={Severity::Warning}>{ text }</MessageBar> }
}

#[derive(PartialEq, Properties)]
struct HeldProps {
    held: HeldTokens,
    refused: Option<RefusedView>,
}

/// The tokens that the person has.
#[component]
fn Held(props: &HeldProps) -> Html {
    let send = use_send();
    let typing = use_state_eq(|| None::<String>);
    let body = match &props.held {
        HeldTokens::Reading => html! { <p class="quiet">{ "Reading…" }</p> },
        HeldTokens::Failed(why) => html! { <MessageBar severity={Severity::Warning}>{ why }</MessageBar> },
        HeldTokens::Read(held) if held.is_empty() => html! { <p class="quiet">{ "None." }</p> },
        HeldTokens::Read(held) => {
            let rows = held.iter().map(|row| held_row(row, &typing, props.refused.as_ref(), &send));
            html! {
                <div class="upload-list__table" tabindex="0" role="group" aria-label="Tokens of this person">
                    <table>
                        <thead>
                            <tr>
                                <th scope="col">{ "Serial number" }</th>
                                <th scope="col">{ "Token" }</th>
                                <th scope="col">{ "State" }</th>
                                <th scope="col">{ "Last used" }</th>
                                <th><span class="visually-hidden">{ "Activate" }</span></th>
                            </tr>
                        </thead>
                        <tbody>{ for rows }</tbody>
                    </table>
                </div>
            }
        }
    };
    html! { <div class="assign__part"><h3>{ "Hardware tokens now" }</h3><div class="slot" role="status">{ body }</div></div> }
}

fn held_row(
    row: &HeldRow,
    typing: &State<Option<String>>,
    refused: Option<&RefusedView>,
    send: &Callback<VaultEvent>,
) -> Html {
    let state = if row.can_activate { "upload-list__warning" } else { "upload-list__good" };
    html! {
        <tr key={row.device.clone()}>
            <th scope="row">{ &row.serial }</th>
            <td>{ &row.kind }</td>
            <td class={state}>{ &row.state }</td>
            <td>{ &row.last_used }</td>
            <td class="slot-cell">{ activate(row, typing, refused, send) }</td>
        </tr>
    }
}

fn activate(
    row: &HeldRow,
    typing: &State<Option<String>>,
    refused: Option<&RefusedView>,
    send: &Callback<VaultEvent>,
) -> Html {
    if !row.can_activate {
        return Html::default();
    }
    let device = row.device.clone();
    if typing.as_ref() == Some(&row.device) {
        let on_code = send.reform(move |code: TypedCode| {
            let activation = Activation::Typed(code);
            VaultEvent::Assign(AssignEvent::HeldActivated { device: device.clone(), activation })
        });
        return html! { <CodeForm id="held-code" label="Code on the token" button="Activate" refused={refused.cloned()} {on_code} /> };
    }
    let setter = typing.setter();
    let wanted = row.device.clone();
    let typed = Callback::from(move |_: MouseEvent| setter.set(Some(wanted.clone())));
    let computed = AssignEvent::HeldActivated { device, activation: Activation::Computed };
    html! {
        <div class="actions">
            <Button label="Activate with code…" name={format!("Activate token {} with code", row.serial)} onclick={typed} />
            <span hidden={!row.has_seed}>
                <Button
                    label="Compute the code"
                    look={Look::Subtle}
                    name={format!("Activate token {} with a code computed here", row.serial)}
                    disabled={!row.has_seed}
                    onclick={press(send, computed)}
                />
            </span>
        </div>
    }
}

/// How the token is given.
#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    Later,
    Typed,
    Computed,
}

#[derive(PartialEq, Properties)]
struct GiveProps {
    card: PersonCard,
}

/// Choose a free token and give it.
#[component]
fn Give(props: &GiveProps) -> Html {
    let send = use_send();
    let how = use_state_eq(|| How::Later);
    let card = &props.card;
    let on_text = send.reform(|text| VaultEvent::Assign(AssignEvent::TokenSearched(text)));
    let body = if card.obstacle.is_empty() {
        html! {
            <>
                <AskForm id="token-search" label="Serial number of a free token, or how it begins" button="Find" {on_text} />
                <div class="slot">{ tokens(card, &send) }</div>
                <div class="slot">{ give(card, &how, &send) }</div>
            </>
        }
    } else {
        html! { <MessageBar severity={Severity::Warning}>{ &card.obstacle }</MessageBar> }
    };
    html! { <div class="assign__part"><h3>{ "Give a token" }</h3>{ body }</div> }
}

fn tokens(card: &PersonCard, send: &Callback<VaultEvent>) -> Html {
    if card.tokens.is_empty() {
        return html! { <p class="quiet" role="status">{ &card.no_token }</p> };
    }
    let chosen = card.chosen.as_ref().map(|token| &token.device);
    let token = |token: &TokenHit| {
        let onchange = {
            let device = token.device.clone();
            send.reform(move |_: Event| VaultEvent::Assign(AssignEvent::TokenChosen(device.clone())))
        };
        let open = if token.has_seed { ", its seed is open here" } else { "" };
        let hint = format!("{}{open}", token.kind);
        html! {
            <div key={token.device.clone()}>
                { radio_option("free-token", &token.serial, &hint, chosen == Some(&token.device), onchange) }
            </div>
        }
    };
    html! {
        <fieldset class="assign__tokens">
            <legend>{ "Free tokens" }</legend>
            { for card.tokens.iter().map(token) }
            <p class="quiet" hidden={words::unlisted(card.tokens_total, &card.tokens) == 0}>{ words::and_more(card.tokens_total, &card.tokens) }</p>
        </fieldset>
    }
}

fn give(card: &PersonCard, how: &State<How>, send: &Callback<VaultEvent>) -> Html {
    let Some(token) = &card.chosen else {
        return html! { <p class="quiet">{ "Choose a token to go on." }</p> };
    };
    let option = |which: How, label: &str, hint: &str| {
        let setter = how.setter();
        let onchange = Callback::from(move |_: Event| setter.set(which));
        radio_option("activation", label, hint, **how == which, onchange)
    };
    let computed = if token.has_seed {
        option(
            How::Computed,
            "Activate with a code computed here",
            "From the seed that is open in this page.",
        )
    } else {
        Html::default()
    };
    html! {
        <>
            <fieldset class="assign__tokens">
                <legend>{ "Activation" }</legend>
                { option(How::Later, "Assign only", "The person activates it under Security info, or you do it later.") }
                { option(How::Typed, "Activate with the code on the token", "Somebody reads the code out.") }
                <div class="slot">{ computed }</div>
                <p class="quiet">{ ADVICE }</p>
            </fieldset>
            <div class="slot">{ last_step(card, token, **how, send) }</div>
        </>
    }
}

fn last_step(card: &PersonCard, token: &TokenHit, how: How, send: &Callback<VaultEvent>) -> Html {
    let (label, activation) = match how {
        How::Typed => {
            let on_code =
                send.reform(|code| VaultEvent::Assign(AssignEvent::GivenAsked(Activation::Typed(code))));
            return html! {
                <CodeForm id="give-code" label="Code on the token" button="Assign and activate" refused={card.refused.clone()} {on_code} />
            };
        }
        How::Computed if token.has_seed => ("Assign and activate", Activation::Computed),
        How::Computed | How::Later => ("Assign", Activation::Later),
    };
    html! {
        <div class="actions">
            <Button
                label={format!("{label} {}", token.serial)}
                name={format!("{label} token {} to {}", token.serial, card.person.name)}
                look={Look::Primary}
                icon={Icon::Person}
                onclick={press(send, AssignEvent::GivenAsked(activation))}
            />
        </div>
    }
}
