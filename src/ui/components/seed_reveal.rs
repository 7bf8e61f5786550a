//! A token's seed: masked, or shown for a short time.

use std::rc::Rc;

use seedferry_protocol::{Event as VaultEvent, TokenId};

use super::Button;
use crate::ui::Command;
use crate::ui::hooks::{use_command, use_countdown};
use crate::ui::prelude::*;

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
    let content = match props.seed_bytes {
        Some(bytes) => line(props.revealed.as_deref(), bytes, left, props.token, &command),
        None => html! { <p>{ "This token has no usable seed." }</p> },
    };
    html! { <div class="seed-reveal">{ content }</div> }
}

/// A seed must not outlive the panel that showed it.
#[hook]
fn use_forget_on_leave(token: TokenId, command: &Callback<Command>) {
    let command = command.clone();
    use_effect_with(token, move |_| move || command.emit(Command::HideSeed));
}

/// One button for both ways, so that it keeps the focus.
fn line(seed: Option<&str>, bytes: u16, left: u32, token: TokenId, command: &Callback<Command>) -> Html {
    let (label, asked) = match seed {
        Some(_) => ("Hide", Command::HideSeed),
        None => ("Reveal seed", Command::Send(VaultEvent::SeedRevealAsked(token))),
    };
    let command = command.clone();
    let onclick = move |_: MouseEvent| command.emit(asked.clone());
    html! {
        <>
            <p class="slot seed-reveal__seed">{ for seed.into_iter().flat_map(groups) }</p>
            <div class="seed-reveal__line">
                <span>{ status(seed.is_some(), bytes, left) }</span>
                <Button {label} title="A seed is shown for 20 seconds" {onclick} />
            </div>
        </>
    }
}

fn status(shown: bool, bytes: u16, left: u32) -> Html {
    if shown {
        html! { <span role="timer" aria-live="off">{ format!("Hidden again in {left} s") }</span> }
    } else {
        html! { <><span class="seed-reveal__dots" aria-hidden="true">{ "••••••••" }</span>{ format!(" {bytes} bytes") }</> }
    }
}

/// Groups are apart on the screen only; copied, the text has no gaps.
fn groups(seed: &str) -> impl Iterator<Item = Html> {
    let letters: Vec<char> = seed.chars().collect();
    let texts: Vec<String> = letters.chunks(GROUP).map(|group| group.iter().collect()).collect();
    texts.into_iter().map(|text| html! { <span class="seed-reveal__group">{ text }</span> })
}
