//! The run of an upload, and its result.

use crate::ui::prelude::*;
use seedferry_protocol::{Event as VaultEvent, RunState, RunView, UploadEvent};

use crate::ui::components::{RunActions, RunPress, run_reason, upload_list};
use crate::ui::hooks::use_send;
use crate::ui::{Handed, words};

/// What a [`RunPanel`] is given.
#[derive(PartialEq, Properties)]
pub(super) struct RunPanelProps {
    /// The run.
    pub(super) run: RunView,
}

/// How far it is, what holds it up, what can be pressed, and what became of each token.
#[component]
pub(super) fn RunPanel(props: &RunPanelProps) -> Html {
    let run = &props.run;
    let send = use_send();
    html! {
        <section class="card upload__plan" aria-label="Run">
            <p role="status"><strong>{ &run.what }</strong>{ far(run) }</p>
            <progress class="progress" aria-label="Tokens that were sent" max={run.total.to_string()} value={(run.done + run.sent).to_string()} />
            <p class="quiet">{ left(run) }</p>
            <div class="slot">{ run_reason(run.state, &run.why) }</div>
            <RunActions
                state={run.state}
                unfinished={run.done < run.total || run.failed > 0}
                result={Handed::UploadResult}
                end_title="Without reading back what was created"
                stop_title="Stop this upload?"
                stop_text="Nothing more is created. What was created stays, and is read back once more. Uploading the same file again later sends only what is missing."
                on_press={send.reform(told)}
            />
            { upload_list(&run.list, "What became of each token", &send) }
        </section>
    }
}

fn far(run: &RunView) -> String {
    let sent = if run.sent > 0 { format!(", {} sent", words::grouped(run.sent)) } else { String::new() };
    format!(": {} of {} done{sent}", words::grouped(run.done), words::tokens(run.total))
}

fn left(run: &RunView) -> String {
    match (run.state, run.seconds_left) {
        (RunState::Ended, _) => {
            "The verdicts come from the tenant's inventory, read back after the last request.".to_owned()
        }
        (_, seconds) => words::at_least(seconds),
    }
}

fn told(press: RunPress) -> VaultEvent {
    VaultEvent::Upload(match press {
        RunPress::Pause => UploadEvent::Paused,
        RunPress::Resume => UploadEvent::Resumed,
        RunPress::Stop => UploadEvent::Stopped,
        RunPress::TryAgain => UploadEvent::TriedAgain,
        RunPress::Close => UploadEvent::Closed,
    })
}
