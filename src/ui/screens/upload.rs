//! The upload: *Ready?*, then reading the inventory, the plan, or the run.

use std::rc::Rc;

use crate::ui::prelude::*;
use seedferry_protocol::{Event as VaultEvent, Severity, UploadEvent, UploadStage, UploadView};

use super::upload_plan::plan;
use super::upload_run::RunPanel;
use crate::ui::components::{Button, Icon, Look, MessageBar, SignedOut, ready_card};
use crate::ui::hooks::{use_command, use_focus_when, use_send};
use crate::ui::{Command, words};

/// What an [`UploadScreen`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct UploadScreenProps {
    /// The upload.
    pub(crate) upload: Rc<UploadView>,
}

/// A screen of its own: the batch waits behind it, and a run goes on when it is left.
#[component]
pub(crate) fn UploadScreen(props: &UploadScreenProps) -> Html {
    let (send, command) = (use_send(), use_command());
    let upload = &props.upload;
    let heading = use_focus_when(core::mem::discriminant(&upload.stage));
    let closed = press(&send, UploadEvent::Closed);
    html! {
        <div class="upload">
            <header class="upload__head">
                <h1 ref={heading} tabindex="-1">{ title(&upload.stage) }</h1>
                <Button label="Back to the tokens" look={Look::Subtle} icon={Icon::Undo} onclick={closed} />
            </header>
            <div class="slot">{ ready(upload, &command) }</div>
            <div class="slot">{ stage(&upload.stage, &send, &command) }</div>
        </div>
    }
}

/// A press that tells the vault.
pub(super) fn press(send: &Callback<VaultEvent>, event: UploadEvent) -> Callback<MouseEvent> {
    send.reform(move |_: MouseEvent| VaultEvent::Upload(event.clone()))
}

fn title(stage: &UploadStage) -> &'static str {
    match stage {
        UploadStage::Run(_) => "Upload to Microsoft Entra ID",
        _ => "Plan the upload to Microsoft Entra ID",
    }
}

/// Whether all is ready; during a run it is not in the way.
fn ready(upload: &UploadView, command: &Callback<Command>) -> Html {
    if matches!(upload.stage, UploadStage::Run(_)) {
        return Html::default();
    }
    ready_card("ready-title", &upload.ready, command)
}

fn stage(stage: &UploadStage, send: &Callback<VaultEvent>, command: &Callback<Command>) -> Html {
    match stage {
        UploadStage::SignedOut => html! {
            <SignedOut why="Sign in with an account that may manage authentication methods: the tenant's inventory is read first, and nothing is created before you have seen the plan." />
        },
        UploadStage::Reading { devices } => html! {
            <section class="card" role="status">
                <p>{ "Reading the tenant's inventory…" }</p>
                <p class="quiet">{ format!("{} read so far.", words::tokens(*devices)) }</p>
                <progress class="progress" aria-label="Reading the inventory" />
            </section>
        },
        UploadStage::Halted { problem, remedy } => html! {
            <MessageBar
                severity={Severity::Error}
                actions={html! { <Button label="Try again" onclick={press(send, UploadEvent::PlanAsked)} /> }}
            >
                <strong>{ problem }{ " " }</strong>{ remedy }
            </MessageBar>
        },
        UploadStage::Plan(view) => plan(view, send, command),
        UploadStage::Run(view) => html! { <RunPanel run={view.clone()} /> },
    }
}
