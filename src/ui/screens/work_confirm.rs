//! The question before writes on single tokens.

use crate::ui::prelude::*;
use seedferry_protocol::{Event as VaultEvent, HeldChoice, ScriptKind, Severity, WorkConfirm, WorkEvent};
use web_sys::HtmlInputElement;

use super::work::{LIST, press};
use crate::ui::components::{
    Button, Icon, Look, MessageBar, ScriptPanel, check_option, row_list, wider_methods,
};
use crate::ui::hooks::{use_command, use_send};
use crate::ui::{Command, Handed, words};

/// What a [`ConfirmPanel`] is given.
#[derive(PartialEq, Properties)]
pub(super) struct ConfirmPanelProps {
    /// What it is, as a title: the words of the button.
    pub(super) title: AttrValue,
    /// The question.
    pub(super) confirm: WorkConfirm,
}

/// What follows, on which tokens, and the button; for many destructive jobs the number is typed first.
#[component]
pub(super) fn ConfirmPanel(props: &ConfirmPanelProps) -> Html {
    let (send, command) = (use_send(), use_command());
    let confirm = &props.confirm;
    let typed = use_state_eq(String::new);
    let setter = typed.setter();
    let oninput = Callback::from(move |event: InputEvent| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            setter.set(input.value());
        }
    });
    let emptied = typed.setter();
    let on_kind = send.reform(move |kind| {
        // The field comes back empty.
        emptied.set(String::new());
        VaultEvent::Work(WorkEvent::ScriptChosen(kind))
    });
    if let Some(script) = &confirm.script {
        return html! {
            <ScriptPanel script={script.clone()} about="What would be sent, as a script. Nothing was sent yet." handed={Handed::Plan} back="Back to the question" {on_kind} />
        };
    }
    let agreed = !confirm.type_count || typed.trim() == confirm.jobs.to_string();
    html! {
        <section class="card upload__plan" aria-label="What will happen">
            <p>{ &confirm.text }</p>
            <div class="slot">{ held(confirm.held, &send) }</div>
            <div class="slot">{ why(confirm, &command) }</div>
            <div class="slot">{ wide(confirm, &send) }</div>
            <div class="slot">{ count_field(confirm, oninput) }</div>
            <div class="actions">
                <Button
                    label={&props.title}
                    look={Look::Primary}
                    icon={confirm.destructive.then_some(Icon::Remove)}
                    disabled={!agreed || confirm.jobs == 0 || confirm.waiting}
                    onclick={press(&send, WorkEvent::Confirmed)}
                />
                <Button label="Cancel" onclick={press(&send, WorkEvent::Closed)} />
                <Button label="Show as script" icon={Icon::Document} disabled={confirm.jobs == 0} onclick={press(&send, WorkEvent::ScriptChosen(Some(ScriptKind::PowerShell)))} />
            </div>
            { row_list(&confirm.list, "The tokens", &send, LIST) }
        </section>
    }
}

fn held(choice: Option<HeldChoice>, send: &Callback<VaultEvent>) -> Html {
    let Some(choice) = choice else {
        return Html::default();
    };
    let onchange = send.reform(|event: Event| {
        let unassign = event.target_dyn_into::<HtmlInputElement>().is_some_and(|input| input.checked());
        VaultEvent::Work(WorkEvent::UnassignFirstChosen(unassign))
    });
    let label = format!("Unassign and delete the {} that people have, too", words::tokens(choice.count));
    check_option(&label, "Otherwise those are left out.", choice.unassign, false, onchange)
}

fn why(confirm: &WorkConfirm, command: &Callback<Command>) -> Html {
    if confirm.why.is_empty() {
        return Html::default();
    }
    let go_on = command.reform(|_: MouseEvent| Command::GoOnSigningIn);
    let actions = html! {
        <span class="slot" hidden={!confirm.waiting}><Button label="Continue in the sign-in window" onclick={go_on} /></span>
    };
    html! { <MessageBar severity={Severity::Note} {actions}>{ &confirm.why }</MessageBar> }
}

/// The wider permission for people's tokens, where the tenant does not know the narrow one.
fn wide(confirm: &WorkConfirm, send: &Callback<VaultEvent>) -> Html {
    let offer = |permission| wider_methods(permission, press(send, WorkEvent::WidePermissionAsked));
    confirm.permission.as_ref().map(offer).unwrap_or_default()
}

fn count_field(confirm: &WorkConfirm, oninput: Callback<InputEvent>) -> Html {
    if !confirm.type_count {
        return Html::default();
    }
    html! {
        <label class="option-text">
            <span>{ format!("Type {} to confirm", confirm.jobs) }</span>
            <input class="text-field" type="text" inputmode="numeric" maxlength="9" autocomplete="off" {oninput} />
        </label>
    }
}
