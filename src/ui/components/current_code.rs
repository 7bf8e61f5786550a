//! A token's current code, shown on request and renewed while it is looked at.

use seedferry_protocol::{CheckEvent, CheckedToken, CodeLife, Event as VaultEvent};

use super::{Button, Look};
use crate::shell::clock;
use crate::ui::hooks::{use_command, use_countdown, use_now};
use crate::ui::prelude::*;
use crate::ui::{Command, ShownCode};

/// How long codes are shown after they were asked for, in seconds: some intervals of any usual token.
const SHOWN_FOR: u32 = 180;

/// What a [`CurrentCode`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct CurrentCodeProps {
    /// The token.
    pub(crate) token: CheckedToken,
    /// Its code, while it is to be seen.
    pub(crate) code: Option<ShownCode>,
}

/// The code in large digits with the time left, or a button that shows it.
#[component]
pub(crate) fn CurrentCode(props: &CurrentCodeProps) -> Html {
    let command = use_command();
    let (token, code) = (&props.token, props.code.as_ref());
    let presses = use_state_eq(|| 0);
    let left = use_countdown(SHOWN_FOR, code.is_some(), (token.id, *presses));
    let now = use_now(code.is_some_and(|code| matches!(code.life, CodeLife::Until { .. })));
    let ask = {
        let (command, token, presses) = (command.clone(), token.id, presses.setter());
        Callback::from(move |ahead: u32| {
            presses.set(ahead);
            let asked = CheckEvent::CodeAsked { token, now: clock::now(), ahead };
            command.emit(Command::Send(VaultEvent::Check(asked)));
        })
    };
    use_renewal(code.map(|code| code.life), now, &ask);
    use_effect_with((left == 0, command.clone()), |(over, command)| {
        if *over {
            command.emit(Command::HideCode);
        }
    });
    use_forget_on_leave(token, &command);
    let shown = code.map(|code| drawn(code, now)).unwrap_or_default();
    html! {
        <div class="current-code">
            <div class="slot">{ shown }</div>
            <div class="actions">{ buttons(token, code.is_some(), *presses, &ask, &command) }</div>
        </div>
    }
}

/// When the interval is over, the next code is asked for, once.
#[hook]
fn use_renewal(life: Option<CodeLife>, now: u64, ask: &Callback<u32>) {
    let over = match life {
        Some(CodeLife::Until { end, .. }) if now >= end => Some(end),
        _ => None,
    };
    let ask = ask.clone();
    use_effect_with(over, move |over| {
        if over.is_some() {
            ask.emit(0);
        }
    });
}

/// A code must not outlive the panel that showed it, nor stand beside another token.
#[hook]
fn use_forget_on_leave(token: &CheckedToken, command: &Callback<Command>) {
    let command = command.clone();
    use_effect_with(token.id, move |_| move || command.emit(Command::HideCode));
}

fn buttons(
    token: &CheckedToken,
    shown: bool,
    presses: u32,
    ask: &Callback<u32>,
    command: &Callback<Command>,
) -> Html {
    let (asked, next) = (ask.reform(|_: MouseEvent| 0), ask.reform(move |_: MouseEvent| presses + 1));
    let hide = command.reform(|_: MouseEvent| Command::HideCode);
    let (label, onclick) = if shown { ("Hide code", hide) } else { ("Show current code", asked) };
    let more = if shown && token.counts {
        html! { <Button label="Code after the next press" look={Look::Subtle} onclick={next} /> }
    } else {
        Html::default()
    };
    // One button for both ways, so that it keeps the focus.
    html! { <><Button {label} {onclick} /><div class="slot">{ more }</div></> }
}

fn drawn(code: &ShownCode, now: u64) -> Html {
    html! {
        <>
            <p class="current-code__digits">{ for groups(&code.text) }</p>
            <div class="current-code__life">{ life(code.life, now) }</div>
        </>
    }
}

fn life(life: CodeLife, now: u64) -> Html {
    match life {
        CodeLife::Until { end, interval } => {
            let left = end.saturating_sub(now).div_ceil(1_000);
            html! {
                <>
                    <progress class="progress" max={interval.to_string()} value={left.to_string()} aria-hidden="true"></progress>
                    <span role="timer" aria-live="off">{ format!("{left} s left") }</span>
                </>
            }
        }
        CodeLife::Counter(counter) => html! { <span>{ format!("Counter {counter}") }</span> },
    }
}

/// Halves, as devices show them; copied, the text has no gap.
fn groups(code: &str) -> impl Iterator<Item = Html> {
    let (head, tail) = code.split_at_checked(code.len() / 2).unwrap_or((code, ""));
    [head.to_owned(), tail.to_owned()].into_iter().map(|text| html! { <span>{ text }</span> })
}
