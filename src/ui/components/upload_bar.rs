//! A run that goes on while the user looks at something else.

use std::rc::Rc;

use crate::ui::prelude::*;
use seedferry_protocol::{Event as VaultEvent, Severity, UploadEvent, UploadStage, UploadView};

use super::{Button, MessageBar, SealLine};
use crate::ui::hooks::{use_command, use_send};
use crate::ui::{Command, Handed, words};

/// What an [`UploadBar`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct UploadBarProps {
    /// The upload, if there is one.
    pub(crate) upload: Option<Rc<UploadView>>,
    /// The name of a result that outlived the wipe of an idle page.
    pub(crate) kept: Option<Rc<str>>,
}

/// How far the run is, and the way back to it.
#[component]
pub(crate) fn UploadBar(props: &UploadBarProps) -> Html {
    let (send, command) = (use_send(), use_command());
    let show = send.reform(|_: MouseEvent| VaultEvent::Upload(UploadEvent::Opened));
    let bar = props.upload.as_ref().filter(|upload| !upload.shown).map(|upload| match &upload.stage {
        UploadStage::Run(run) => {
            let actions = html! { <Button label="Show the upload" onclick={show} /> };
            let far = format!(": {} of {}", words::grouped(run.done), words::tokens(run.total));
            html! {
                <section aria-label="Upload">
                    <MessageBar severity={Severity::Note} {actions}><strong>{ &run.what }</strong>{ far }</MessageBar>
                </section>
            }
        }
        _ => Html::default(),
    });
    let kept = props.kept.as_ref().map(|name| kept(name, &send, &command));
    html! {
        <>
            <div class="slot">{ bar.unwrap_or_default() }</div>
            <div class="slot">{ kept.unwrap_or_default() }</div>
        </>
    }
}

fn kept(name: &str, send: &Callback<VaultEvent>, command: &Callback<Command>) -> Html {
    let save = command.reform(|_: MouseEvent| Command::Hand { what: Handed::UploadResult, copy: false });
    let forget = send.reform(|_: MouseEvent| VaultEvent::Upload(UploadEvent::ResultForgotten));
    let actions = html! { <Button label="Save the result" onclick={save} /> };
    html! {
        <section aria-label="Result of the upload">
            <MessageBar severity={Severity::Note} {actions} on_dismiss={forget}>
                { format!("The result of your upload was kept: {name}. It holds no seeds.") }
                <SealLine />
            </MessageBar>
        </section>
    }
}
