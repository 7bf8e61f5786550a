//! The forms over the whole batch or the selection: set a field, assign users, resolve duplicates.

use seedferry_protocol::{
    DuplicatesView, EditField, Event as VaultEvent, FormView, RemarkView, ReviewView, RivalsView,
    UserListView,
};
use web_sys::{File, HtmlInputElement, HtmlTextAreaElement};

use crate::ui::components::{Button, FileButton, Icon, Look, choice, problem_line};
use crate::ui::hooks::{use_command, use_focus_when, use_send};
use crate::ui::prelude::*;
use crate::ui::{Command, words};

/// The form that is open.
pub(super) fn batch_form(review: &ReviewView) -> Html {
    match &review.form {
        None => Html::default(),
        Some(FormView::SetField { problem, attempt }) => html! {
            <SetField selected={review.selected} problem={problem.clone()} attempt={*attempt} />
        },
        Some(FormView::Users { problem, list }) => {
            html! { <Users problem={problem.clone()} list={list.clone()} /> }
        }
        Some(FormView::Duplicates(view)) => html! { <Duplicates view={view.clone()} /> },
    }
}

#[derive(PartialEq, Properties)]
struct SetFieldProps {
    selected: u32,
    problem: Option<String>,
    attempt: u32,
}

#[component]
fn SetField(props: &SetFieldProps) -> Html {
    let ask = use_send();
    let heading = use_focus_when(());
    let input = use_node_ref();
    let field = use_state_eq(|| EditField::Manufacturer);
    let setter = field.setter();
    let on_choice = Callback::from(move |name: String| {
        EditField::SHARED
            .into_iter()
            .filter(|field| field.name() == name)
            .for_each(|field| setter.set(field));
    });
    let options = EditField::SHARED.into_iter().map(|field| (field.name().to_owned(), field.name()));
    let (send, node, chosen) = (ask.clone(), input.clone(), *field);
    let onsubmit = Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(input) = node.cast::<HtmlInputElement>() {
            send.emit(VaultEvent::FieldSet { field: chosen, text: input.value() });
        }
    });
    let accept = press(&ask, VaultEvent::AssumptionAccepted { token: None, field: chosen });
    html! {
        <form class="batch-form" autocomplete="off" aria-labelledby="form-title" {onsubmit}>
            <h2 id="form-title" ref={heading} tabindex="-1">{ format!("Set a field of {}", words::tokens(props.selected)) }</h2>
            <div class="batch-form__fields">
                { choice("Field", options, chosen.name(), on_choice) }
                <label class="choice">
                    <span>{ "New value" }</span>
                    <input ref={input} class="text-field" type="text" maxlength="256" autocomplete="off" spellcheck="false" aria-describedby="form-problem form-hint" aria-invalid={props.problem.is_some().to_string()} />
                </label>
            </div>
            <p id="form-hint" class="quiet">{ hint(chosen) }</p>
            <p id="form-problem" class="slot ask-field__problem" role="alert">{ problem_line(props.problem.as_deref(), props.attempt) }</p>
            <div class="actions">
                <Button label="Set" look={Look::Primary} icon={Icon::Check} submit=true disabled={props.selected == 0} />
                <Button label="Accept what is assumed" disabled={!chosen.is_assumable() || props.selected == 0} onclick={accept} />
                { cancel(&ask, "Cancel") }
            </div>
        </form>
    }
}

fn hint(field: EditField) -> &'static str {
    match field {
        EditField::Hash => "SHA-1, SHA-256 or SHA-512. Nothing: the value counts as not said.",
        EditField::Interval => "Seconds, usually 30 or 60. Nothing: the value counts as not said.",
        EditField::Digits => "A number from 4 to 10, usually 6. Nothing: the value counts as not said.",
        EditField::Type => {
            "TOTP or HOTP. Time interval and counter then count as not said: 30 seconds are assumed for TOTP, and the counter 0 for HOTP. Entra takes TOTP alone."
        }
        _ => "As it shall be written. Nothing takes the value away.",
    }
}

#[derive(PartialEq, Properties)]
struct UsersProps {
    problem: Option<String>,
    list: Option<UserListView>,
}

#[component]
fn Users(props: &UsersProps) -> Html {
    let ask = use_send();
    let heading = use_focus_when(());
    let area = use_node_ref();
    let command = use_command();
    let on_files = Callback::from(move |files: Vec<File>| {
        files.into_iter().take(1).for_each(|file| command.emit(Command::GiveUserList(file)));
    });
    let (send, node) = (ask.clone(), area.clone());
    let onsubmit = Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(area) = node.cast::<HtmlTextAreaElement>() {
            send.emit(VaultEvent::UserListPasted(area.value()));
        }
    });
    html! {
        <form class="batch-form" autocomplete="off" aria-labelledby="form-title" {onsubmit}>
            <h2 id="form-title" ref={heading} tabindex="-1">{ "Assign users by a list" }</h2>
            <label for="user-list">{ "A row per token: serial number and UPN, in any order. Nothing is changed before you have seen what the list does." }</label>
            <textarea ref={area} id="user-list" class="text-field" rows="4" autocomplete="off" spellcheck="false" />
            <p class="slot ask-field__problem" role="alert">{ problem_line(props.problem.as_deref(), 0) }</p>
            <div class="actions">
                <Button label="Look at the list" submit=true />
                <FileButton label="Choose a file…" {on_files} />
                { cancel(&ask, "Cancel") }
            </div>
            <div class="slot" role="status">{ props.list.as_ref().map(|list| user_list(list, &ask)).unwrap_or_default() }</div>
        </form>
    }
}

fn user_list(list: &UserListView, ask: &Callback<VaultEvent>) -> Html {
    let row = |(serial, user): &(String, String)| html! { <tr><td>{ serial }</td><td>{ user }</td></tr> };
    let rows = html! {
        <div class="mapping__preview">
            <table>
                <caption>{ "The first ones" }</caption>
                <thead><tr><th scope="col">{ "Serial number" }</th><th scope="col">{ "UPN" }</th></tr></thead>
                <tbody>{ for list.first.iter().map(row) }</tbody>
            </table>
        </div>
    };
    html! {
        <div class="batch-form__outcome">
            <h3>{ format!("{}: users for {}", list.name, words::tokens(list.tokens)) }</h3>
            <p>{ &list.order }{ "." }</p>
            <div class="slot">{ if list.first.is_empty() { Html::default() } else { rows } }</div>
            <ul class="quiet">{ for list.remarks.iter().map(remark) }</ul>
            <div class="actions">
                <Button
                    label={format!("Assign users to {}", words::tokens(list.tokens))}
                    look={Look::Primary}
                    icon={Icon::Check}
                    disabled={list.tokens == 0}
                    onclick={press(ask, VaultEvent::UsersAssigned)}
                />
                <Button label="Exchange the columns" onclick={press(ask, VaultEvent::UserListTurned)} />
            </div>
        </div>
    }
}

fn remark(remark: &RemarkView) -> Html {
    let named = remark.named.iter().filter(|name| !name.is_empty()).cloned().collect::<Vec<_>>().join(", ");
    let what = &remark.what;
    html! { <li key={what.clone()}>{ if named.is_empty() { format!("{what}.") } else { format!("{what}: {named}.") } }</li> }
}

#[derive(PartialEq, Properties)]
struct DuplicatesProps {
    view: DuplicatesView,
}

#[component]
fn Duplicates(props: &DuplicatesProps) -> Html {
    let ask = use_send();
    let heading = use_focus_when(());
    let view = &props.view;
    let doubles = words::counted(view.doubles, "double", "doubles");
    html! {
        <section class="batch-form" aria-labelledby="form-title">
            <h2 id="form-title" ref={heading} tabindex="-1">{ "Tokens that stand twice" }</h2>
            <p>{ format!("{doubles} with the same serial number and the same seed as another token, and nothing to say against it.") }</p>
            <p hidden={view.completed == 0}>{ format!("{} what only a double says.", words::counted(view.completed, "token takes over", "tokens take over")) }</p>
            <div class="actions">
                <Button label={format!("Drop {doubles}")} icon={Icon::Remove} look={Look::Primary} disabled={view.doubles == 0} onclick={press(&ask, VaultEvent::DoublesDropped)} />
                { cancel(&ask, "Close") }
            </div>
            <div class="slot">{ rivals(view, &ask) }</div>
        </section>
    }
}

fn rivals(view: &DuplicatesView, ask: &Callback<VaultEvent>) -> Html {
    if view.rivals.is_empty() {
        return Html::default();
    }
    html! {
        <div class="batch-form__outcome">
            <h3>{ format!("{} with tokens that differ", words::counted(view.rivals_total, "serial number", "serial numbers")) }</h3>
            <p class="quiet">{ "Keep the right one of each; the code on the device tells which. The others are taken out, and can be put back." }</p>
            <ul class="rivals" tabindex="0" aria-label="Tokens that differ">{ for view.rivals.iter().map(|rivals| rival_list(rivals, ask)) }</ul>
            <p class="quiet" hidden={words::unlisted(view.rivals_total, &view.rivals) == 0}>{ words::and_more(view.rivals_total, &view.rivals) }</p>
        </div>
    }
}

fn rival_list(rivals: &RivalsView, ask: &Callback<VaultEvent>) -> Html {
    let serial = &rivals.serial;
    let token = |rival: &seedferry_protocol::RivalView| {
        html! {
            <li key={rival.token.0} class="rival">
                <span class="rival__words"><span>{ &rival.what }</span><span class="quiet">{ &rival.place }</span></span>
                <Button label="Keep this one" name={format!("Keep token {serial} of {}", rival.place)} onclick={press(ask, VaultEvent::RivalKept(rival.token))} />
            </li>
        }
    };
    let unlisted = words::unlisted(rivals.total, &rivals.tokens);
    let more = html! { <p class="quiet" hidden={unlisted == 0}>{ words::and_more(rivals.total, &rivals.tokens) }</p> };
    html! { <li key={serial.clone()}><h4>{ serial }</h4><ul>{ for rivals.tokens.iter().map(token) }</ul>{ more }</li> }
}

fn press(ask: &Callback<VaultEvent>, event: VaultEvent) -> Callback<MouseEvent> {
    let ask = ask.clone();
    Callback::from(move |_: MouseEvent| ask.emit(event.clone()))
}

fn cancel(ask: &Callback<VaultEvent>, label: &'static str) -> Html {
    html! { <Button {label} onclick={press(ask, VaultEvent::FormChosen(None))} /> }
}
