//! A token's seed: masked, or shown for a short time.

use std::rc::Rc;

use seedferry_protocol::{Event as VaultEvent, TokenId};
use yew::prelude::*;

use super::Button;
use crate::ui::Command;
use crate::ui::hooks::{use_command, use_countdown};

/// How long a seed is shown, in seconds.
const SHOWN_FOR: u32 = 20;

/// How many characters stand together.
const GROUP: usize = 4;

/// What a [`SeedReveal`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct SeedRevealProps {
    /// Whose seed.
    pub(crate) token: TokenId,
    /// Its length in bytes; `None` when there is no usable seed.
    pub(crate) seed_bytes: Option<u16>,
    /// The seed in Base32, while it is to be seen.
    pub(crate) revealed: Option<Rc<str>>,
}

/// The seed as dots, with a button to show it; when shown, with the seconds left and a button to hide it.
#[component]
pub(crate) fn SeedReveal(props: &SeedRevealProps) -> Html {
    let command = use_command();
    let shown = props.revealed.is_some();
    let left = use_countdown(SHOWN_FOR, shown, props.token);
    use_effect_with((left, command.clone()), move |(left, command)| {
        if *left == 0 && shown {
            command.emit(Command::HideSeed);
        }
    });
    use_forget_on_leave(props.token, &command);
    let content = match (&props.revealed, props.seed_bytes) {
        (Some(seed), _) => visible(seed, left, &command),
        (None, Some(bytes)) => masked(bytes, props.token, &command),
        (None, None) => html! { <p>{ "This token has no usable seed." }</p> },
    };
    html! { <div class="seed-reveal">{ content }</div> }
}

/// A seed must not outlive the panel that showed it.
#[hook]
fn use_forget_on_leave(token: TokenId, command: &Callback<Command>) {
    let command = command.clone();
    use_effect_with(token, move |_| move || command.emit(Command::HideSeed));
}

fn masked(bytes: u16, token: TokenId, command: &Callback<Command>) -> Html {
    let command = command.clone();
    let onclick = move |_: MouseEvent| command.emit(Command::Send(VaultEvent::SeedRevealAsked(token)));
    html! {
        <div class="seed-reveal__line">
            <span><span class="seed-reveal__dots" aria-hidden="true">{ "••••••••" }</span>{ format!(" {bytes} bytes") }</span>
            <Button label="Reveal seed" title="Shows the seed for 20 seconds" {onclick} />
        </div>
    }
}

fn visible(seed: &str, left: u32, command: &Callback<Command>) -> Html {
    let command = command.clone();
    let hide = move |_: MouseEvent| command.emit(Command::HideSeed);
    html! {
        <>
            <p class="seed-reveal__seed">{ for groups(seed) }</p>
            <div class="seed-reveal__line">
                <span role="timer" aria-live="off">{ format!("Hidden again in {left} s") }</span>
                <Button label="Hide" onclick={hide} />
            </div>
        </>
    }
}

/// Groups are apart on the screen only; copied, the text has no gaps.
fn groups(seed: &str) -> impl Iterator<Item = Html> {
    let letters: Vec<char> = seed.chars().collect();
    let texts: Vec<String> = letters
        .chunks(GROUP)
        .map(|group| group.iter().collect())
        .collect();
    texts
        .into_iter()
        .map(|text| html! { <span class="seed-reveal__group">{ text }</span> })
}
