//! The run of an upload, and its result.

use crate::ui::prelude::*;
use seedferry_protocol::{Event as VaultEvent, RunState, RunView, Severity, UploadEvent};

use super::upload::press;
use crate::ui::components::{Button, Confirm, Icon, Look, MessageBar, upload_list};
use crate::ui::hooks::{use_command, use_send};
use crate::ui::words;
use crate::ui::{Command, Handed};

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
            <div class="slot">{ why(run) }</div>
            <Actions state={run.state} unfinished={run.done < run.total || run.failed > 0} />
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

fn why(run: &RunView) -> Html {
    if run.why.is_empty() {
        return Html::default();
    }
    let severity = if run.state == RunState::Paused { Severity::Note } else { Severity::Warning };
    html! { <MessageBar {severity}>{ &run.why }</MessageBar> }
}

#[derive(PartialEq, Properties)]
struct ActionsProps {
    state: RunState,
    unfinished: bool,
}

/// What can be pressed now.
#[component]
fn Actions(props: &ActionsProps) -> Html {
    let (send, command) = (use_send(), use_command());
    let asking = use_state_eq(|| false);
    let on = |event| press(&send, event);
    let go_on = command.reform(|_: MouseEvent| Command::GoOnSigningIn);
    let setter = asking.setter();
    let ask = Callback::from(move |_: MouseEvent| setter.set(true));
    let stop = html! { <Button label="Stop…" look={Look::Subtle} icon={Icon::Close} onclick={ask} /> };
    let buttons = match props.state {
        RunState::Working => html! {
            <><Button label="Pause" onclick={on(UploadEvent::Paused)} />{ stop }</>
        },
        RunState::Paused => html! {
            <><Button label="Resume" look={Look::Primary} onclick={on(UploadEvent::Resumed)} />{ stop }</>
        },
        RunState::NeedsToken => html! {
            <><Button label="Continue" look={Look::Primary} onclick={go_on} />{ stop }</>
        },
        RunState::Stopping => html! {
            <Button label="End now" title="Without reading back what was created" onclick={on(UploadEvent::Stopped)} />
        },
        RunState::Ended => ended(props.unfinished, &on, &command),
    };
    html! { <div class="actions">{ buttons }<div class="slot">{ question(&asking, &send) }</div></div> }
}

fn ended(
    unfinished: bool,
    on: &impl Fn(UploadEvent) -> Callback<MouseEvent>,
    command: &Callback<Command>,
) -> Html {
    let hand = |copy: bool| {
        let command = command.clone();
        Callback::from(move |_: MouseEvent| command.emit(Command::Hand { what: Handed::UploadResult, copy }))
    };
    html! {
        <>
            <Button label="Done" look={Look::Primary} icon={Icon::Check} onclick={on(UploadEvent::Closed)} />
            <Button label="Try the failed ones again" icon={Icon::Redo} disabled={!unfinished} onclick={on(UploadEvent::TriedAgain)} />
            <Button label="Save the result" icon={Icon::Save} onclick={hand(false)} />
            <Button label="Copy the result" icon={Icon::Copy} onclick={hand(true)} />
        </>
    }
}

fn question(asking: &State<bool>, send: &Callback<VaultEvent>) -> Html {
    if !**asking {
        return Html::default();
    }
    let setter = asking.setter();
    let on_yes = send.reform(|()| VaultEvent::Upload(UploadEvent::Stopped));
    html! {
        <Confirm
            title="Stop this upload?"
            text="Nothing more is created. What was created stays, and is read back once more. Uploading the same file again later sends only what is missing."
            yes="Stop"
            {on_yes}
            on_close={Callback::from(move |()| setter.set(false))}
        />
    }
}
