//! The bar above every screen.

use std::rc::Rc;

use seedferry_protocol::AccountView;
use web_sys::File;

use super::{About, AccountButton, Button, Confirm, FileButton, Icon, IdleChoice, Look, icon};
use crate::ui::Command;
use crate::ui::hooks::{use_command, use_theme};
use crate::ui::prelude::*;

/// What has left the page.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Left {
    /// Nothing.
    Nothing,
    /// What the user copied or saved.
    HandedOver,
    /// Seeds were sent to the tenant.
    Seeds,
}

/// What a [`TopBar`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct TopBarProps {
    /// What has left this browser, so that the line about privacy stays true.
    pub(crate) left: Left,
    /// Whether the tenant is the demo, which has an account of its own.
    pub(crate) demo: bool,
    /// The account that is signed in.
    pub(crate) account: Option<Rc<AccountView>>,
    /// Minutes until an idle page is wiped.
    pub(crate) idle_minutes: Option<u32>,
    /// Whether something is being written to the tenant.
    pub(crate) writing: bool,
}

/// Name, line about privacy, *Add files*, account, idle wipe, theme, *About* and *Wipe*.
#[component]
pub(crate) fn TopBar(props: &TopBarProps) -> Html {
    let command = use_command();
    let (theme, next_theme) = use_theme();
    let offer = use_callback(command.clone(), |files: Vec<File>, command| {
        command.emit(Command::OfferFiles(files));
    });
    let wipe = use_callback(command, |(), command| command.emit(Command::Wipe));
    let asking = use_state_eq(|| false);
    let setter = asking.setter();
    let press =
        use_callback(
            (props.writing, wipe.clone()),
            move |_: MouseEvent, (writing, wipe)| {
                if *writing { setter.set(true) } else { wipe.emit(()) }
            },
        );
    let setter = asking.setter();
    let stay = use_callback((), move |(), ()| setter.set(false));
    let question = asking.then(|| html! { <WipeQuestion on_yes={wipe} on_close={stay} /> });
    let about = use_state_eq(|| false);
    let setter = about.setter();
    let open_about = use_callback((), move |_: MouseEvent, ()| setter.set(true));
    let setter = about.setter();
    let on_close = use_callback((), move |(), ()| setter.set(false));
    let dialog = about.then(|| html! { <About idle_minutes={props.idle_minutes} {on_close} /> });
    let theme_label = format!("Theme: {}", theme.word());
    html! {
        <header class="top-bar">
            <span class="top-bar__name">{ mark() }{ "Seedferry" }</span>
            <p class="top-bar__privacy">{ icon(Icon::Shield) }<span>{ privacy(props.left, props.account.is_some()) }</span></p>
            <div class="top-bar__actions">
                <FileButton label="Add files…" icon={Icon::Add} look={Look::Subtle} multiple=true on_files={offer} />
                <div class="slot" hidden={props.demo}><AccountButton account={props.account.clone()} /></div>
                <IdleChoice minutes={props.idle_minutes} />
                <Button label={theme_label} icon={Icon::Theme} look={Look::Subtle} icon_only=true onclick={next_theme} />
                <Button label="About" icon={Icon::Info} look={Look::Subtle} icon_only=true onclick={open_about} />
                <Button
                    label="Wipe"
                    icon={Icon::Wipe}
                    title="Forget every seed, key and password, and start anew"
                    onclick={press}
                />
            </div>
            <div class="slot">{ dialog.unwrap_or_default() }</div>
            <div class="slot">{ question.unwrap_or_default() }</div>
        </header>
    }
}

#[derive(PartialEq, Properties)]
struct WipeQuestionProps {
    on_yes: Callback<()>,
    on_close: Callback<()>,
}

/// Wiping ends what is written in the midst of it.
#[component]
fn WipeQuestion(props: &WipeQuestionProps) -> Html {
    html! {
        <Confirm
            title="Wipe now?"
            text="The tenant is being written to. Wiping ends that half-way: what was sent stays sent, somebody may be left without a token, and the result and the log are gone."
            yes="Wipe"
            on_yes={props.on_yes.clone()}
            on_close={props.on_close.clone()}
        />
    }
}

fn privacy(left: Left, signed_in: bool) -> &'static str {
    match (left, signed_in) {
        (Left::Seeds, _) => "Seeds were sent to your tenant, and nowhere else",
        (Left::HandedOver, true) => "No seed was sent. You copied or saved seeds.",
        (Left::HandedOver, false) => "Nothing was sent. You copied or saved seeds.",
        (Left::Nothing, true) => "No seed has left this browser",
        (Left::Nothing, false) => "Nothing has left this browser",
    }
}

fn mark() -> Html {
    html! {
        <svg class="mark" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path class="mark__seed" d="M12 3c3.5 2.6 4.6 6 3.1 10H8.9C7.4 9 8.5 5.6 12 3z" />
            <path class="mark__hull" d="M3 14.5h18l-2.4 4.5H5.4z" />
        </svg>
    }
}
