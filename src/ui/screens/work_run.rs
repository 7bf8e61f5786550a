//! The run of writes on single tokens, and its result.

use crate::ui::prelude::*;
use seedferry_protocol::{Event as VaultEvent, RunState, Severity, WorkEvent, WorkRun};

use super::work::{LIST, press};
use crate::ui::components::{Button, Confirm, Icon, Look, MessageBar, row_list};
use crate::ui::hooks::{use_command, use_send};
use crate::ui::{Command, Handed, words};

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
    let far = format!(": {} of {} done", words::grouped(run.done), words::tokens(run.total));
    html! {
        <section class="card upload__plan" aria-label="Run">
            <p role="status"><strong>{ &run.what }</strong>{ far }</p>
            <progress class="progress" aria-label="Tokens that are done" max={run.total.to_string()} value={run.done.to_string()} />
            <p class="quiet">{ left(run) }</p>
            <div class="slot">{ why(run) }</div>
            <Actions state={run.state} unfinished={run.failed > 0 || run.done < run.total} />
            { row_list(&run.list, "What became of each token", &send, LIST) }
        </section>
    }
}

fn left(run: &WorkRun) -> String {
    match run.state {
        RunState::Ended => "Each token was read back after it was written.".to_owned(),
        _ => words::at_least(run.seconds_left),
    }
}

fn why(run: &WorkRun) -> Html {
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
            <><Button label="Pause" onclick={on(WorkEvent::Paused)} />{ stop }</>
        },
        RunState::Paused => html! {
            <><Button label="Resume" look={Look::Primary} onclick={on(WorkEvent::Resumed)} />{ stop }</>
        },
        RunState::NeedsToken => html! {
            <><Button label="Continue" look={Look::Primary} onclick={go_on} />{ stop }</>
        },
        RunState::Stopping => html! {
            <Button label="End now" title="Without reading back what was sent" onclick={on(WorkEvent::Stopped)} />
        },
        RunState::Ended => ended(props.unfinished, &on, &command),
    };
    html! { <div class="actions">{ buttons }<div class="slot">{ question(&asking, &send) }</div></div> }
}

fn ended(
    unfinished: bool,
    on: &impl Fn(WorkEvent) -> Callback<MouseEvent>,
    command: &Callback<Command>,
) -> Html {
    let hand =
        |copy: bool| command.reform(move |_: MouseEvent| Command::Hand { what: Handed::WorkResult, copy });
    html! {
        <>
            <Button label="Done" look={Look::Primary} icon={Icon::Check} onclick={on(WorkEvent::Closed)} />
            <Button label="Try the failed ones again" icon={Icon::Redo} disabled={!unfinished} onclick={on(WorkEvent::TriedAgain)} />
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
    let on_yes = send.reform(|()| VaultEvent::Work(WorkEvent::Stopped));
    html! {
        <Confirm
            title="Stop this work?"
            text="No further token is begun. What was begun is brought to its end, so that nothing stays half done."
            yes="Stop"
            {on_yes}
            on_close={Callback::from(move |()| setter.set(false))}
        />
    }
}
