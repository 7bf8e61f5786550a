//! Giving tokens to people.

use std::rc::Rc;

use crate::ui::prelude::*;
use seedferry_protocol::{
    AssignEvent, AssignPart, AssignView, Event as VaultEvent, HitView, HitsView, InventoryProblem,
    InventoryStage, Severity, Tone, UnknownFact,
};

use super::assign_many::many;
use super::assign_one::one;
use super::assign_waiting::waiting;
use crate::ui::components::{Button, Icon, Look, MessageBar, SignedOut, needs_methods};
use crate::ui::hooks::{use_focus_when, use_send};
use crate::ui::words;

/// What an [`AssignScreen`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct AssignScreenProps {
    /// What is to be seen.
    pub(crate) view: Rc<AssignView>,
}

/// One person, many people, and tokens that wait for their activation.
#[component]
pub(crate) fn AssignScreen(props: &AssignScreenProps) -> Html {
    let send = use_send();
    let heading = use_focus_when(());
    let view = &props.view;
    html! {
        <div class="upload assign">
            <header class="upload__head">
                <h1 ref={heading} tabindex="-1">{ "Assign tokens" }</h1>
                <div class="slot">{ parts(view, &send) }</div>
            </header>
            <div class="slot">{ stock(view, &send) }</div>
            <div class="slot">{ permission(view, &send) }</div>
            <div class="slot">{ part(view, &send) }</div>
        </div>
    }
}

/// A press that tells the vault.
pub(super) fn press(send: &Callback<VaultEvent>, event: AssignEvent) -> Callback<MouseEvent> {
    send.reform(move |_: MouseEvent| VaultEvent::Assign(event.clone()))
}

/// The class that colours a state.
pub(super) fn tone(tone: Tone) -> &'static str {
    match tone {
        Tone::Good => "upload-list__good",
        Tone::Plain => "",
        Tone::Warning => "upload-list__warning",
        Tone::Bad => "upload-list__bad",
    }
}

/// What a search found, each to be chosen.
pub(super) fn hits(
    hits: &HitsView,
    nothing: &'static str,
    choose: impl Fn(String) -> Callback<MouseEvent>,
) -> Html {
    let hit = |hit: &HitView| {
        html! {
            <li key={hit.id.clone()}>
                <button type="button" class="hit" onclick={choose(hit.id.clone())}>
                    <span class="hit__name">{ &hit.name }</span>
                    <span class="quiet">{ &hit.upn }</span>
                    <span class="upload-list__warning">{ &hit.remark }</span>
                </button>
            </li>
        }
    };
    match hits {
        HitsView::Idle => Html::default(),
        HitsView::Searching => html! { <p class="quiet">{ "Searching…" }</p> },
        HitsView::Failed(why) => html! { <MessageBar severity={Severity::Error}>{ why }</MessageBar> },
        HitsView::Found(found) if found.is_empty() => html! { <p class="quiet">{ nothing }</p> },
        HitsView::Found(found) => html! {
            <>
                <ul class="hits">{ for found.iter().map(hit) }</ul>
                <p class="quiet" hidden={found.len() < HitsView::LISTED}>{ format!("There may be more than these {}. Type more of the name.", HitsView::LISTED) }</p>
            </>
        },
    }
}

/// What is not known of people; each can be asked for by itself.
pub(super) fn unknown(facts: &[UnknownFact], send: &Callback<VaultEvent>) -> Html {
    let bar = |unknown: &UnknownFact| {
        let UnknownFact { fact, text, permission } = unknown;
        let ask = press(send, AssignEvent::AccountsAsked(*fact));
        let actions = html! { <Button label={format!("Ask for {permission}")} onclick={ask} /> };
        html! { <MessageBar key={permission.clone()} severity={Severity::Note} {actions}>{ text }</MessageBar> }
    };
    if facts.is_empty() {
        return Html::default();
    }
    html! { <div class="assign__unknown">{ for facts.iter().map(bar) }</div> }
}

fn parts(view: &AssignView, send: &Callback<VaultEvent>) -> Html {
    if view.inventory == InventoryStage::SignedOut {
        return Html::default();
    }
    let pill = |part: AssignPart| {
        html! {
            <button
                key={part.name()}
                type="button"
                class="pill"
                aria-pressed={(part == view.part).to_string()}
                onclick={press(send, AssignEvent::PartChosen(part))}
            >
                { part.name() }
            </button>
        }
    };
    html! { <div class="pills" role="group" aria-label="Assign to">{ for AssignPart::ALL.into_iter().map(pill) }</div> }
}

/// How the inventory stands: tokens are chosen from it.
fn stock(view: &AssignView, send: &Callback<VaultEvent>) -> Html {
    let again = |label: &'static str| {
        html! { <Button {label} look={Look::Subtle} icon={Icon::Redo} onclick={press(send, AssignEvent::InventoryAsked)} /> }
    };
    match &view.inventory {
        InventoryStage::SignedOut => html! {
            <SignedOut why="Sign in with an account that may manage people's authentication methods. Each permission is asked for when it is first needed." />
        },
        InventoryStage::Reading { devices } => html! {
            <p class="quiet" role="status">{ format!("Reading the tenant's inventory: {} so far.", words::tokens(*devices)) }</p>
        },
        InventoryStage::Halted(problem) => html! {
            <MessageBar severity={Severity::Warning} actions={again(if problem.permission { "Ask for the permission" } else { "Try again" })}>{ halted(problem) }</MessageBar>
        },
        InventoryStage::Listed => html! {
            <>
                <div class="upload__line">
                    <p class="quiet">{ format!("{} in the tenant's inventory.", free(view.free)) }</p>
                    { again("Read the inventory again") }
                </div>
                <div class="slot" role="status">{ offered(view, send) }</div>
            </>
        },
    }
}

/// The permission for people's tokens, when asking did not bring it.
fn permission(view: &AssignView, send: &Callback<VaultEvent>) -> Html {
    let Some(permission) = &view.permission else {
        return Html::default();
    };
    let ask = press(send, AssignEvent::PermissionAsked);
    needs_methods(permission, ask, press(send, AssignEvent::WidePermissionAsked))
}

/// Whether those alone are chosen from that were selected in the inventory.
fn offered(view: &AssignView, send: &Callback<VaultEvent>) -> Html {
    let Some(offered) = view.offered else {
        return Html::default();
    };
    let actions = html! { <Button label="Choose from all free tokens" onclick={press(send, AssignEvent::AllFreeWanted)} /> };
    let text = match offered {
        0 => "None of the tokens that you chose in the inventory is free any more.".to_owned(),
        _ => format!("Only what you chose in the inventory is offered: {}.", free(offered)),
    };
    html! { <MessageBar severity={Severity::Note} {actions}>{ text }</MessageBar> }
}

fn free(tokens: u32) -> String {
    words::counted(tokens, "free token", "free tokens")
}

fn halted(problem: &InventoryProblem) -> Html {
    html! { <><strong>{ &problem.what }{ " " }</strong>{ &problem.remedy }</> }
}

fn part(view: &AssignView, send: &Callback<VaultEvent>) -> Html {
    match view.part {
        _ if view.inventory == InventoryStage::SignedOut => Html::default(),
        AssignPart::One => one(&view.one, send),
        AssignPart::Many => many(&view.many, send),
        AssignPart::Waiting => waiting(&view.waiting, send),
    }
}
