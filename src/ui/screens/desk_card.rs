//! One person's card: who it is, the tokens, and what can be done about each.

use crate::ui::prelude::*;
use seedferry_protocol::{
    CardTokens, CardView, DeskAction, DeskEvent, DeskForm, Event as VaultEvent, HeldView, Severity, Tone,
    TypedCode,
};
use web_sys::HtmlInputElement;

use super::desk::{halted, other_reading, press};
use crate::ui::components::{Button, Icon, Look, Looking, MessageBar, needs_methods, problem_line};
use crate::ui::hooks::{use_focus_when, use_send};

/// What a [`DeskCard`] is given.
#[derive(PartialEq, Properties)]
pub(super) struct DeskCardProps {
    /// The person.
    pub(super) card: CardView,
}

/// The person and the tokens.
#[component]
pub(super) fn DeskCard(props: &DeskCardProps) -> Html {
    let send = use_send();
    let card = &props.card;
    let heading = use_focus_when(card.upn.clone());
    let printable = matches!(&card.tokens, CardTokens::Read(tokens) if !tokens.is_empty());
    html! {
        <section class="card upload__plan" aria-labelledby="card-title">
            <header class="upload__line">
                <div>
                    <h2 id="card-title" ref={heading} tabindex="-1" class="desk__name">{ &card.name }</h2>
                    <p class="quiet">{ &card.upn }</p>
                </div>
                <div class="actions">
                    <Button label="Read again" look={Look::Subtle} icon={Icon::Redo} onclick={press(&send, DeskEvent::AskedAgain)} />
                    <Button label="Give a token" look={Look::Subtle} icon={Icon::Add} disabled={!card.may_give} onclick={press(&send, DeskEvent::GiveAsked)} />
                    <Button label="Print a sheet…" look={Look::Subtle} icon={Icon::Document} disabled={!printable} onclick={press(&send, DeskEvent::PrintAsked)} />
                    <Button label="Close" look={Look::Subtle} icon={Icon::Close} onclick={press(&send, DeskEvent::Left)} />
                </div>
            </header>
            <div class="slot">{ for card.remarks.iter().map(remark) }</div>
            <p class="slot">{ card.found_by.clone().unwrap_or_default() }</p>
            <div class="slot">{ other_reading(card.other_reading, &send) }</div>
            <div class="slot">{ tokens(card, &send) }</div>
        </section>
    }
}

fn remark(text: &String) -> Html {
    html! { <MessageBar key={text.clone()} severity={Severity::Warning}>{ text }</MessageBar> }
}

fn tokens(card: &CardView, send: &Callback<VaultEvent>) -> Html {
    match &card.tokens {
        CardTokens::Reading { wait } => {
            html! { <Looking label="Reading the person's tokens" wait={*wait} /> }
        }
        CardTokens::NeedsPermission(permission) => {
            let ask = press(send, DeskEvent::PermissionAsked);
            needs_methods(permission, ask, press(send, DeskEvent::WidePermissionAsked))
        }
        CardTokens::Halted { problem, remedy } => halted(problem, remedy, send),
        CardTokens::Read(tokens) if tokens.is_empty() => html! {
            <p>{ "This person has no hardware token." }</p>
        },
        CardTokens::Read(tokens) => {
            let item = |token: &HeldView| held(token, card.form.as_ref(), send);
            html! { <ul class="desk__tokens">{ for tokens.iter().map(item) }</ul> }
        }
    }
}

fn held(token: &HeldView, form: Option<&DeskForm>, send: &Callback<VaultEvent>) -> Html {
    let form = form.filter(|form| form.method == token.method).cloned();
    let shown = if token.is_asked_for { "desk__token desk__token--asked" } else { "desk__token" };
    html! {
        <li key={token.method.clone()} class={shown}>
            <div class="desk__facts">
                <h3>{ &token.serial }</h3>
                <p>{ &token.kind }</p>
                <p class={tone(token.tone)}>{ &token.state }</p>
                <p class="quiet">{ &token.last_used }</p>
            </div>
            <div class="slot">{ token.twin.as_ref().map(twin).unwrap_or_default() }</div>
            <div class="slot">{ choices(token, form.as_ref(), send) }</div>
            <div class="slot">{ form.map(|form| html! { <ActionForm {form} token={token.clone()} /> }).unwrap_or_default() }</div>
        </li>
    }
}

fn twin(words: &String) -> Html {
    html! { <MessageBar severity={Severity::Warning}>{ words }</MessageBar> }
}

fn choices(token: &HeldView, form: Option<&DeskForm>, send: &Callback<VaultEvent>) -> Html {
    if let Some(why) = &token.blocked {
        return html! { <p class="quiet">{ why }</p> };
    }
    let open = |action: DeskAction| form.is_some_and(|form| form.action == action);
    let choose = |action: DeskAction| {
        let form = (!open(action)).then(|| (action, token.method.clone()));
        press(send, DeskEvent::FormChosen(form))
    };
    let named = |label: &str| format!("{label} {}", token.name);
    html! {
        <div class="actions desk__actions">
            <Button label="Activate with code" name={named("Activate with code: token")} icon={Icon::Key} disabled={!token.may_activate} expanded={open(DeskAction::Activate)} onclick={choose(DeskAction::Activate)} />
            <Button label="Replace lost token" name={named("Replace lost token")} icon={Icon::Redo} expanded={open(DeskAction::Replace)} onclick={choose(DeskAction::Replace)} />
            <Button label="Unassign…" name={named("Unassign token")} icon={Icon::Remove} onclick={choose(DeskAction::Unassign)} />
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct ActionFormProps {
    form: DeskForm,
    token: HeldView,
}

/// A code, and for a replacement the new serial number.
#[component]
fn ActionForm(props: &ActionFormProps) -> Html {
    let send = use_send();
    let form = &props.form;
    let replaces = form.action == DeskAction::Replace;
    let first = use_focus_when((form.action, form.attempt));
    let (serial, code) = (if replaces { first.clone() } else { NodeRef::default() }, use_node_ref());
    let code = if replaces { code } else { first };
    let (serial_node, code_node) = (serial.clone(), code.clone());
    let give = send.clone();
    let onsubmit = Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        let text =
            |node: &NodeRef| node.cast::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default();
        let (serial, code) = (text(&serial_node), TypedCode::new(text(&code_node)));
        give.emit(VaultEvent::Desk(DeskEvent::FormGiven { serial, code }));
    });
    let label = if replaces { "Replace…" } else { "Activate…" };
    html! {
        <form class="desk__form" autocomplete="off" aria-label={title(form.action)} {onsubmit}>
            <p>{ &form.explanation }</p>
            <div class="desk__fields">
                <label class="choice" hidden={!replaces}>
                    <span>{ "Serial number of the new token" }</span>
                    <input ref={serial} class="text-field" type="text" maxlength="128" autocomplete="off" spellcheck="false" aria-describedby="desk-problem" />
                </label>
                <label class="choice">
                    <span>{ "Code that it shows" }</span>
                    <input ref={code} class="text-field" type="text" inputmode="numeric" maxlength="16" autocomplete="off" spellcheck="false" aria-describedby="desk-problem desk-code-hint" />
                </label>
            </div>
            <p id="desk-code-hint" class="quiet">{ hint(form, &props.token) }</p>
            <p id="desk-problem" class="slot ask-field__problem" role="alert">{ problem_line(form.problem.as_deref(), form.attempt) }</p>
            <div class="actions">
                <Button {label} look={Look::Primary} submit=true disabled={form.looking} />
                <Button label="Cancel" onclick={press(&send, DeskEvent::FormChosen(None))} />
            </div>
        </form>
    }
}

fn title(action: DeskAction) -> &'static str {
    match action {
        DeskAction::Activate => "Activate with code",
        DeskAction::Replace => "Replace lost token",
        DeskAction::Unassign => "Unassign",
    }
}

fn hint(form: &DeskForm, token: &HeldView) -> &'static str {
    match (form.action, form.may_compute, token.seed_open) {
        (DeskAction::Activate, _, true) => {
            "Leave it empty to have the code computed: this token's seed is open here."
        }
        (DeskAction::Replace, true, _) => {
            "Leave it empty to have the code computed, if the new token's seed is open here."
        }
        _ => "Six digits; leading zeros count.",
    }
}

fn tone(tone: Tone) -> &'static str {
    match tone {
        Tone::Good => "upload-list__good",
        Tone::Plain => "",
        Tone::Warning => "upload-list__warning",
        Tone::Bad => "upload-list__bad",
    }
}
