//! The run of writes on single tokens, and its result.

use crate::ui::prelude::*;
use seedferry_protocol::{Event as VaultEvent, RunState, Severity, WorkEvent, WorkRun};

use super::work::{LIST, press};
use crate::ui::components::{Button, Icon, Look, MessageBar, RunActions, RunPress, row_list, run_reason};
use crate::ui::hooks::use_send;
use crate::ui::{Handed, words};

/// What a [`WorkRunPanel`] is given.
#[derive(PartialEq, Properties)]
pub(super) struct WorkRunPanelProps {
    /// The run.
    pub(super) run: WorkRun,
}

/// How far it is, what holds it up, what can be pressed, and what became of each token.
#[component]
pub(super) fn WorkRunPanel(props: &WorkRunPanelProps) -> Html {
    let run = &props.run;
    let send = use_send();
    let far = format!(": {}", words::far(run));
    html! {
        <section class="card upload__plan" aria-label="Run">
            <p role="status"><strong>{ &run.what }</strong>{ far }</p>
            <progress class="progress" aria-label="Tokens gone through" max={run.total.to_string()} value={run.done.to_string()} />
            <p class="quiet">{ left(run) }</p>
            <div class="slot">{ run_reason(run.state, &run.why) }</div>
            <div class="slot">{ left_without(run.left_without.as_deref(), &send) }</div>
            <RunActions
                state={run.state}
                unfinished={run.unfinished}
                result={Handed::WorkResult}
                end_title="Without reading back what was sent"
                stop_title="Stop this work?"
                stop_text="No further token is begun. What was begun is brought to its end, so that nothing stays half done."
                on_press={send.reform(told)}
            />
            { row_list(&run.list, "What became of each token", &send, LIST) }
        </section>
    }
}

/// The way out of a replacement that stopped half-way.
fn left_without(who: Option<&str>, send: &Callback<VaultEvent>) -> Html {
    let Some(who) = who else {
        return Html::default();
    };
    let give = html! { <Button label="Give a token" look={Look::Primary} icon={Icon::Add} onclick={press(send, WorkEvent::GiveAsked)} /> };
    html! { <MessageBar severity={Severity::Warning} actions={give}>{ who.to_owned() }</MessageBar> }
}

fn left(run: &WorkRun) -> String {
    match run.state {
        RunState::Ended => "Each token was read back after it was written.".to_owned(),
        _ => words::at_least(run.seconds_left),
    }
}

fn told(press: RunPress) -> VaultEvent {
    VaultEvent::Work(match press {
        RunPress::Pause => WorkEvent::Paused,
        RunPress::Resume => WorkEvent::Resumed,
        RunPress::Stop => WorkEvent::Stopped,
        RunPress::TryAgain => WorkEvent::TriedAgain,
        RunPress::Close => WorkEvent::Closed,
    })
}
