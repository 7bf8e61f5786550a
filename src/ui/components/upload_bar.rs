//! A run that goes on while the user looks at something else.

use std::rc::Rc;

use seedferry_protocol::{Event as VaultEvent, Severity, UploadEvent, UploadStage, UploadView};
use yew::prelude::*;

use super::{Button, MessageBar};
use crate::ui::hooks::use_send;
use crate::ui::words;

/// What an [`UploadBar`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct UploadBarProps {
    /// The upload, if there is one.
    pub(crate) upload: Option<Rc<UploadView>>,
}

/// How far the run is, and the way back to it.
#[component]
pub(crate) fn UploadBar(props: &UploadBarProps) -> Html {
    let send = use_send();
    let show = send.reform(|_: MouseEvent| VaultEvent::Upload(UploadEvent::Opened));
    let bar = props.upload.as_ref().filter(|upload| !upload.shown).map(|upload| match &upload.stage {
        UploadStage::Run(run) => {
            let actions = html! { <Button label="Show the upload" onclick={show} /> };
            let far = format!(": {} of {}", words::grouped(run.done), words::tokens(run.total));
            html! {
                <MessageBar severity={Severity::Note} {actions}><strong>{ &run.what }</strong>{ far }</MessageBar>
            }
        }
        _ => Html::default(),
    });
    html! { <div class="slot">{ bar.unwrap_or_default() }</div> }
}
