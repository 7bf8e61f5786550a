//! An opening failed: what happened, where, and what to do.

use seedferry_protocol::{Event as VaultEvent, FailureView, OpeningId};
use web_sys::File;

use crate::ui::Command;
use crate::ui::components::{Button, FileButton, Icon, Look, icon, layer_path};
use crate::ui::hooks::{use_command, use_focus_when};
use crate::ui::prelude::*;

/// What [`Failed`] is given.
#[derive(PartialEq, Properties)]
pub(super) struct FailedProps {
    /// The opening that failed.
    pub(super) id: OpeningId,
    /// Why.
    pub(super) failure: FailureView,
}

/// The failure, with *Try again* where that can help.
#[component]
pub(super) fn Failed(props: &FailedProps) -> Html {
    let command = use_command();
    let (id, failure) = (props.id, &props.failure);
    let heading = use_focus_when(id.0);
    let offer = use_callback(command.clone(), |files: Vec<File>, command| {
        command.emit(Command::OfferFiles(files));
    });
    let close = use_callback((id, command.clone()), |_: MouseEvent, (id, command)| {
        command.emit(Command::CancelOpening(*id));
    });
    html! {
        <div class="stage stage--failed">
            { layer_path(&failure.path) }
            <h1 ref={heading} tabindex="-1"><span class="tone-error">{ icon(Icon::Error) }</span>{ &failure.title }</h1>
            <h2 class="stage__label">{ "What to do" }</h2>
            <p class="stage__remedy">{ &failure.remedy }</p>
            <p class="quiet">{ "Kind of failure: " }<code>{ &failure.kind }</code></p>
            <div class="actions">
                <span class="slot">{ retry(failure.retry, id, &command) }</span>
                <FileButton label="Choose another file…" look={other_look(failure.retry)} multiple=true on_files={offer} />
                <Button label="Close" onclick={close} />
            </div>
        </div>
    }
}

fn retry(can_help: bool, id: OpeningId, command: &Callback<Command>) -> Html {
    if !can_help {
        return Html::default();
    }
    let command = command.clone();
    let onclick = move |_: MouseEvent| command.emit(Command::Send(VaultEvent::OpeningRetried(id)));
    html! { <Button label="Try again" icon={Icon::Undo} look={Look::Primary} {onclick} /> }
}

fn other_look(retry: bool) -> Look {
    if retry { Look::Plain } else { Look::Primary }
}
