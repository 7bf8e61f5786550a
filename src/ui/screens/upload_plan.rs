//! The plan of an upload: what will become of each token.

use crate::ui::prelude::*;
use seedferry_protocol::{Event as VaultEvent, PlanView, UploadEvent};
use web_sys::HtmlInputElement;

use super::upload::press;
use super::upload_requests::requests;
use crate::ui::components::{Button, Icon, Look, check_option, upload_list};
use crate::ui::{Command, words};

/// Counts, choices, the rows, and *Upload*.
pub(super) fn plan(plan: &PlanView, send: &Callback<VaultEvent>, command: &Callback<Command>) -> Html {
    let dry = plan.dry_run.is_some();
    html! {
        <section class="card upload__plan" aria-labelledby="plan-title">
            <h2 id="plan-title">{ "What will happen" }</h2>
            <p>{ summary(plan) }</p>
            <div class="slot">{ only_selected(plan, send) }</div>
            <div class="actions">
                <Button
                    label={format!("Upload {}", words::tokens(plan.ticked))}
                    look={Look::Primary}
                    icon={Icon::Export}
                    disabled={plan.ticked == 0}
                    onclick={press(send, UploadEvent::Started)}
                />
                <Button
                    label="Show the requests"
                    look={Look::Subtle}
                    expanded={dry}
                    disabled={plan.ticked == 0}
                    onclick={press(send, UploadEvent::DryRunChosen(!dry))}
                />
                <Button label="Tick all that is new" look={Look::Subtle} disabled={plan.ticked == plan.new} onclick={press(send, UploadEvent::AllTicked(true))} />
                <Button label="Tick none" look={Look::Subtle} disabled={plan.ticked == 0} onclick={press(send, UploadEvent::AllTicked(false))} />
                <Button label="Read the inventory again" look={Look::Subtle} icon={Icon::Redo} onclick={press(send, UploadEvent::PlanAsked)} />
            </div>
            <div class="slot" role="status">{ begins(plan) }</div>
            <div class="slot">{ plan.dry_run.as_ref().map(|shown| requests(shown, send, command)) }</div>
            { upload_list(&plan.list, "What will become of each token", send) }
        </section>
    }
}

fn summary(plan: &PlanView) -> String {
    let inventory = words::tokens(plan.inventory);
    match plan.ticked {
        0 => format!("The tenant has {inventory}. Nothing of this batch is to be created."),
        ticked => format!(
            "The tenant has {inventory}. {} will be created, with {}, at least a second apart. Nobody gets a token yet: tokens are assigned later.",
            words::tokens(ticked),
            words::counted(plan.requests, "request", "requests"),
        ),
    }
}

/// What a press on *Upload* waits for.
fn begins(plan: &PlanView) -> Html {
    let waits = |permission: &String| html! { <p>{ "The upload begins as soon as " }{ permission }{ " is granted." }</p> };
    plan.begins.as_ref().map(waits).unwrap_or_default()
}

fn only_selected(plan: &PlanView, send: &Callback<VaultEvent>) -> Html {
    if plan.selected == 0 && !plan.selected_only {
        return Html::default();
    }
    let onchange = send.reform(|event: Event| {
        let only = event.target_dyn_into::<HtmlInputElement>().is_some_and(|input| input.checked());
        VaultEvent::Upload(UploadEvent::SelectedOnlyChosen(only))
    });
    let label = format!("Only the {} that are selected", words::grouped(plan.selected));
    check_option(&label, "", plan.selected_only, false, onchange)
}
