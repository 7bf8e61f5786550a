//! Many people: where the list comes from, what is known of it, and doing it.

use crate::ui::prelude::*;
use seedferry_protocol::{AssignEvent, Event as VaultEvent, ManyView, PairsView, Severity};
use web_sys::{File, HtmlInputElement, HtmlTextAreaElement};

use super::assign::{hits, press, unknown};
use super::assign_pairs::{PairKind, pair_list};
use crate::ui::Command;
use crate::ui::components::{
    AskForm, Button, FileButton, Icon, Look, MessageBar, check_option, problem_line,
};
use crate::ui::hooks::{use_command, use_focus_when, use_send};
use crate::ui::words;

/// The source, or the list.
pub(super) fn many(view: &ManyView, send: &Callback<VaultEvent>) -> Html {
    match &view.list {
        Some(list) => html! { <Pairs key="list" list={list.clone()} /> },
        None => {
            html! { <Source key="source" view={view.clone()} on_group={send.reform(|text| VaultEvent::Assign(AssignEvent::GroupSearched(text)))} /> }
        }
    }
}

#[derive(PartialEq, Properties)]
struct SourceProps {
    view: ManyView,
    on_group: Callback<String>,
}

/// Where the list comes from.
#[component]
fn Source(props: &SourceProps) -> Html {
    let (send, command) = (use_send(), use_command());
    let area = use_node_ref();
    let on_files = Callback::from(move |files: Vec<File>| {
        files.into_iter().take(1).for_each(|file| command.emit(Command::GiveUserList(file)));
    });
    let (told, node) = (send.clone(), area.clone());
    let onsubmit = Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(area) = node.cast::<HtmlTextAreaElement>() {
            told.emit(VaultEvent::Assign(AssignEvent::ListPasted(area.value())));
        }
    });
    let view = &props.view;
    let problem = (!view.problem.is_empty()).then_some(view.problem.as_str());
    html! {
        <div class="assign__sources">
            <form class="card assign__part" autocomplete="off" aria-labelledby="list-title" {onsubmit}>
                <h2 id="list-title">{ "From a list" }</h2>
                <label for="people-list">{ "A row per person: UPN and serial number in any order, or the UPN alone. Nothing is sent before you have seen what the list does." }</label>
                <textarea ref={area} id="people-list" class="text-field" rows="6" autocomplete="off" spellcheck="false" />
                <p class="slot ask-field__problem" role="alert">{ problem_line(problem, view.attempt) }</p>
                <div class="actions">
                    <Button label="Look at the list" look={Look::Primary} submit=true />
                    <FileButton label="Choose a file…" {on_files} />
                </div>
            </form>
            <section class="card assign__part" aria-labelledby="group-title">
                <h2 id="group-title">{ "From a group" }</h2>
                <p>{ "Its members, those of groups within it included, are paired with free tokens." }</p>
                <AskForm id="group-search" label="Name of the group" button="Find" on_text={props.on_group.clone()} />
                <div class="slot" role="status">{ hits(&view.groups, "No group has a name that begins like this.", |id| press(&send, AssignEvent::GroupChosen(id))) }</div>
            </section>
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct PairsProps {
    list: PairsView,
}

/// The list, checked.
#[component]
fn Pairs(props: &PairsProps) -> Html {
    let send = use_send();
    let heading = use_focus_when(());
    let list = &props.list;
    html! {
        <section class="card assign__part" aria-labelledby="pairs-title">
            <header class="upload__line">
                <h2 id="pairs-title" ref={heading} tabindex="-1">{ &list.name }</h2>
                <Button label="Another list" look={Look::Subtle} icon={Icon::Undo} onclick={press(&send, AssignEvent::ListLeft)} />
            </header>
            <div class="slot" role="status">{ state(list, &send) }</div>
            <div class="slot">{ pairing(list, &send) }</div>
            { activation(list, &send) }
            <div class="actions">
                <Button
                    label={label(list)}
                    look={Look::Primary}
                    icon={Icon::Person}
                    disabled={list.ticked == 0 || list.percent.is_some()}
                    onclick={press(&send, AssignEvent::ListAsked)}
                />
                <span hidden={list.order.is_empty()}>
                    <Button label="Exchange the columns" look={Look::Subtle} onclick={press(&send, AssignEvent::ListTurned)} />
                </span>
            </div>
            { pair_list(&list.rows, PairKind::Pairs, &send) }
        </section>
    }
}

fn label(list: &PairsView) -> String {
    let word = if list.activates { "Assign and activate" } else { "Assign" };
    format!("{word} {}…", words::tokens(list.ticked))
}

/// How far the look-up is, and what it did not tell.
fn state(list: &PairsView, send: &Callback<VaultEvent>) -> Html {
    if let Some(percent) = list.percent {
        return html! {
            <>
                <p class="quiet">{ format!("Looking up people: {percent} %") }</p>
                <progress class="progress" aria-label="Looking up people" max="100" value={percent.to_string()} />
            </>
        };
    }
    if !list.problem.is_empty() {
        let again = html! { <Button label="Look again" onclick={press(send, AssignEvent::LookedUpAgain)} /> };
        return html! {
            <MessageBar severity={Severity::Error} actions={again}>{ &list.problem }</MessageBar>
        };
    }
    html! { <><p class="quiet">{ &list.order }</p><div class="slot">{ unknown(&list.unknown, send) }</div></> }
}

/// People without a token.
fn pairing(list: &PairsView, send: &Callback<VaultEvent>) -> Html {
    if list.unpaired == 0 {
        return Html::default();
    }
    let pair = |seeds_only: bool| press(send, AssignEvent::FreePaired { seeds_only });
    html! {
        <div class="actions">
            <span>{ format!("{} without a token.", words::counted(list.unpaired, "person", "people")) }</span>
            <Button label="Pair with free tokens" look={Look::Primary} onclick={pair(false)} />
            <Button label="Only with those whose seeds are open here" onclick={pair(true)} />
        </div>
    }
}

fn activation(list: &PairsView, send: &Callback<VaultEvent>) -> Html {
    let onchange = send.reform(|event: Event| {
        let activates = event.target_dyn_into::<HtmlInputElement>().is_some_and(|input| input.checked());
        VaultEvent::Assign(AssignEvent::ListActivated(activates))
    });
    let hint = format!(
        "For {} of them the seed is open here. Good when tokens are handed out within a month: one that lies in a drawer drifts. People can also activate their tokens themselves, under Security info. At most 200 in five minutes.",
        words::tokens(list.with_seed),
    );
    let disabled = list.with_seed == 0 && !list.activates;
    check_option("Activate at once, with codes computed here", &hint, list.activates, disabled, onchange)
}
