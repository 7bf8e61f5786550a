//! The help desk: one box, what it finds, and one person's card.

use std::rc::Rc;

use crate::ui::prelude::*;
use seedferry_protocol::{
    DeskEvent, DeskView, Event as VaultEvent, FoundPeople, PersonHit, Severity, TypedCode,
};
use web_sys::HtmlInputElement;

use super::desk_card::DeskCard;
use crate::ui::components::{Button, Icon, Look, Looking, MessageBar, SignedOut};
use crate::ui::hooks::{use_focus_when, use_send};
use crate::ui::words;

/// What a [`DeskScreen`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct DeskScreenProps {
    /// What was asked about, and what came of it.
    pub(crate) desk: Rc<DeskView>,
}

/// The box stays in sight whatever was found.
#[component]
pub(crate) fn DeskScreen(props: &DeskScreenProps) -> Html {
    let send = use_send();
    let desk = &*props.desk;
    let content = match desk {
        DeskView::SignedOut => html! {
            <SignedOut why="Sign in to look people up, activate their tokens and replace lost ones." />
        },
        other => {
            html! { <><LookUp /><div class="slot" aria-live="polite">{ outcome(other, &send) }</div></> }
        }
    };
    html! {
        <div class="upload desk">
            <header class="upload__head"><h1>{ "Help desk" }</h1></header>
            <div class="slot desk__content">{ content }</div>
        </div>
    }
}

pub(super) fn press(send: &Callback<VaultEvent>, event: DeskEvent) -> Callback<MouseEvent> {
    send.reform(move |_: MouseEvent| VaultEvent::Desk(event.clone()))
}

/// The one box. It owns its text.
#[component]
fn LookUp() -> Html {
    let send = use_send();
    let input = use_focus_when(());
    let node = input.clone();
    let onsubmit = Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(input) = node.cast::<HtmlInputElement>() {
            send.emit(VaultEvent::Desk(DeskEvent::Asked(TypedCode::new(input.value()))));
        }
    });
    html! {
        <form class="card desk__box" role="search" autocomplete="off" {onsubmit}>
            <label for="desk-input">{ "Name, UPN, serial number, or the code on the token" }</label>
            <div class="desk__line">
                <input ref={input} id="desk-input" class="text-field" type="search" maxlength="256" autocomplete="off" spellcheck="false" aria-describedby="desk-hint" />
                <Button label="Look up" look={Look::Primary} icon={Icon::Search} submit=true />
            </div>
            <p id="desk-hint" class="quiet">{ "The beginning of a name is enough. A code tells whose token it is while its seed file is open here." }</p>
        </form>
    }
}

fn outcome(desk: &DeskView, send: &Callback<VaultEvent>) -> Html {
    match desk {
        DeskView::SignedOut | DeskView::Idle => Html::default(),
        DeskView::Looking { wait } => {
            html! { <section class="card"><Looking label="Looking up" wait={*wait} /></section> }
        }
        DeskView::NeedsPermission(why) => html! {
            <MessageBar
                severity={Severity::Warning}
                actions={html! { <Button label="Ask for the permission" onclick={press(send, DeskEvent::PermissionAsked)} /> }}
            >{ why }</MessageBar>
        },
        DeskView::Halted { problem, remedy } => halted(problem, remedy, send),
        DeskView::Found(found) => found_people(found, send),
        DeskView::Card(card) => html! { <DeskCard card={card.clone()} /> },
    }
}

/// What went wrong, and the press that tries again.
pub(super) fn halted(problem: &str, remedy: &str, send: &Callback<VaultEvent>) -> Html {
    html! {
        <MessageBar
            severity={Severity::Error}
            actions={html! { <Button label="Try again" onclick={press(send, DeskEvent::AskedAgain)} /> }}
        >
            <strong>{ problem.to_owned() }{ " " }</strong>{ remedy.to_owned() }
        </MessageBar>
    }
}

/// What was typed is the code of an open token, and may be meant otherwise.
pub(super) fn other_reading(is_there: bool, send: &Callback<VaultEvent>) -> Html {
    if !is_there {
        return Html::default();
    }
    html! {
        <p class="actions">
            <span>{ "You typed what an open token shows as its code. It may also be a serial number." }</span>
            <Button label="Look it up as a serial number or name" look={Look::Subtle} onclick={press(send, DeskEvent::AskedAsText)} />
        </p>
    }
}

fn found_people(found: &FoundPeople, send: &Callback<VaultEvent>) -> Html {
    let remark = |text: &String| html! { <p key={text.clone()}>{ text }</p> };
    let count = u32::try_from(found.people.len()).unwrap_or(u32::MAX);
    let hit = |hit: &PersonHit| person(hit, send);
    html! {
        <section class="card upload__plan" aria-labelledby="found-title">
            <h2 id="found-title">{ if count == 0 { "Nobody to show".to_owned() } else { words::counted(count, "person", "people") } }</h2>
            <div class="slot">{ for found.notes.iter().map(remark) }</div>
            <p class="actions" hidden={!found.permission}>
                <Button label="Ask for the permission" onclick={press(send, DeskEvent::PermissionAsked)} />
            </p>
            <div class="slot">{ other_reading(found.other_reading, send) }</div>
            <ul class="desk__people" hidden={count == 0}>{ for found.people.iter().map(hit) }</ul>
        </section>
    }
}

fn person(hit: &PersonHit, send: &Callback<VaultEvent>) -> Html {
    html! {
        <li key={hit.id.clone()} class="desk__person">
            <span class="desk__words"><strong>{ &hit.name }</strong><span class="quiet">{ &hit.upn }</span><span hidden={hit.about.is_empty()}>{ &hit.about }</span></span>
            <Button label="Show" name={format!("Show {}", hit.name)} onclick={press(send, DeskEvent::PersonChosen(hit.id.clone()))} />
        </li>
    }
}
