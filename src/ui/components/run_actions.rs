//! What can be pressed while writes to the tenant run, and afterwards.

use crate::ui::prelude::*;
use seedferry_protocol::{RunState, Severity};

use super::{Button, Confirm, Icon, Look, MessageBar, SealLine};
use crate::ui::hooks::use_command;
use crate::ui::{Command, Handed};

/// What was pressed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum RunPress {
    /// Send nothing more for now.
    Pause,
    /// Go on.
    Resume,
    /// Begin nothing more; the second time, end at once.
    Stop,
    /// Take up what failed.
    TryAgain,
    /// The result was read.
    Close,
}

/// What [`RunActions`] are given.
#[derive(PartialEq, Properties)]
pub(crate) struct RunActionsProps {
    /// How the run is.
    pub(crate) state: RunState,
    /// Whether something is left to be tried again.
    pub(crate) unfinished: bool,
    /// Whose result is handed over.
    pub(crate) result: Handed,
    /// What *End now* leaves out.
    pub(crate) end_title: &'static str,
    /// The question before the run is stopped.
    pub(crate) stop_title: &'static str,
    /// What stopping means.
    pub(crate) stop_text: &'static str,
    /// Called with each press.
    pub(crate) on_press: Callback<RunPress>,
}

/// The buttons for the state that the run is in; *Stop* asks first.
#[component]
pub(crate) fn RunActions(props: &RunActionsProps) -> Html {
    let command = use_command();
    let asking = use_state_eq(|| false);
    let on = |pressed: RunPress| props.on_press.reform(move |_: MouseEvent| pressed);
    let go_on = command.reform(|_: MouseEvent| Command::GoOnSigningIn);
    let setter = asking.setter();
    let ask = Callback::from(move |_: MouseEvent| setter.set(true));
    let stop = html! { <Button label="Stop…" look={Look::Subtle} icon={Icon::Close} onclick={ask} /> };
    let buttons = match props.state {
        RunState::Working => html! {
            <><Button label="Pause" onclick={on(RunPress::Pause)} />{ stop }</>
        },
        RunState::Paused => html! {
            <><Button label="Resume" look={Look::Primary} onclick={on(RunPress::Resume)} />{ stop }</>
        },
        RunState::NeedsToken => html! {
            <><Button label="Continue" look={Look::Primary} onclick={go_on} />{ stop }</>
        },
        RunState::Stopping => html! {
            <Button label="End now" title={props.end_title} onclick={on(RunPress::Stop)} />
        },
        RunState::Ended => ended(props, &on, &command),
    };
    let seal = (props.state == RunState::Ended).then(|| html! { <SealLine /> });
    html! {
        <>
            <div class="actions">{ buttons }<div class="slot">{ question(&asking, props) }</div></div>
            <div class="slot">{ seal.unwrap_or_default() }</div>
        </>
    }
}

/// Why a run waits or ended early, if there is something to say.
pub(crate) fn run_reason(state: RunState, why: &str) -> Html {
    if why.is_empty() {
        return Html::default();
    }
    let severity = if state == RunState::Paused { Severity::Note } else { Severity::Warning };
    html! { <MessageBar {severity}>{ why }</MessageBar> }
}

fn ended(
    props: &RunActionsProps,
    on: &impl Fn(RunPress) -> Callback<MouseEvent>,
    command: &Callback<Command>,
) -> Html {
    let what = props.result;
    let hand = |copy: bool| command.reform(move |_: MouseEvent| Command::Hand { what, copy });
    html! {
        <>
            <Button label="Done" look={Look::Primary} icon={Icon::Check} onclick={on(RunPress::Close)} />
            <Button label="Try the failed ones again" icon={Icon::Redo} disabled={!props.unfinished} onclick={on(RunPress::TryAgain)} />
            <Button label="Save the result" icon={Icon::Save} onclick={hand(false)} />
            <Button label="Copy the result" icon={Icon::Copy} onclick={hand(true)} />
        </>
    }
}

fn question(asking: &State<bool>, props: &RunActionsProps) -> Html {
    if !**asking {
        return Html::default();
    }
    let setter = asking.setter();
    let on_yes = props.on_press.reform(|()| RunPress::Stop);
    html! {
        <Confirm
            title={props.stop_title}
            text={props.stop_text}
            yes="Stop"
            {on_yes}
            on_close={Callback::from(move |()| setter.set(false))}
        />
    }
}
