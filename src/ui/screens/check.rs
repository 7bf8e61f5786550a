//! *The device says*: a token's current code, and which token shows a code.

use std::rc::Rc;

use seedferry_protocol::{
    CheckEvent, CheckView, CheckedToken, ClockView, Event as VaultEvent, FoundView, MatchView, SearchView,
    Severity, TokenId, TypedCode,
};
use web_sys::HtmlSelectElement;

use crate::shell::clock;
use crate::ui::components::{Button, CodeForm, CurrentCode, Icon, Look, MessageBar, select_option};
use crate::ui::hooks::{use_command, use_focus_when};
use crate::ui::prelude::*;
use crate::ui::{Command, ShownCode, words};

/// What a [`CheckPanel`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct CheckPanelProps {
    /// The panel.
    pub(crate) check: Rc<CheckView>,
    /// The code that is to be seen.
    pub(crate) code: Option<ShownCode>,
}

/// The panel beside the table. Its heading takes the focus when another token is chosen; Esc closes it.
#[component]
pub(crate) fn CheckPanel(props: &CheckPanelProps) -> Html {
    let command = use_command();
    let check = &props.check;
    let heading = use_focus_when(check.token.as_ref().map(|token| token.id));
    let close = use_callback(command.clone(), |_: MouseEvent, command| tell(command, CheckEvent::Closed));
    let onkeydown = use_callback(command.clone(), |event: KeyboardEvent, command| {
        if event.key() == "Escape" {
            tell(command, CheckEvent::Closed);
        }
    });
    html! {
        <section class="panel" role="region" aria-labelledby="check-title" {onkeydown}>
            <header class="panel__head">
                <h2 id="check-title" ref={heading} tabindex="-1">{ "Check codes" }</h2>
                <Button label="Close check" icon={Icon::Close} look={Look::Subtle} icon_only=true onclick={close} />
            </header>
            <div class="panel__body" tabindex="0" role="group" aria-label="Check codes">
                <div class="slot" role="status">{ clock_bar(&check.clock) }</div>
                { one(check, props.code.as_ref(), &command) }
                <h3>{ "Find by code" }</h3>
                <p class="quiet">{ "Type what a device shows: the page names the tokens of this batch that show it." }</p>
                { form(check, None, &command) }
                { window(check.window, &command) }
                { outcome(check, None, &command) }
            </div>
        </section>
    }
}

fn tell(command: &Callback<Command>, event: CheckEvent) {
    command.emit(Command::Send(VaultEvent::Check(event)));
}

/// What is known of the clock is said only when it matters.
fn clock_bar(clock: &ClockView) -> Html {
    match clock {
        ClockView::Reading | ClockView::Right => Html::default(),
        ClockView::Wrong(text) => {
            html! { <MessageBar severity={Severity::Warning}>{ text }{ "." }</MessageBar> }
        }
        ClockView::Unknown(text) => {
            html! { <MessageBar severity={Severity::Note}>{ text }{ "." }</MessageBar> }
        }
    }
}

fn one(check: &CheckView, code: Option<&ShownCode>, command: &Callback<Command>) -> Html {
    let Some(token) = &check.token else {
        return html! {
            <section class="check-one">
                <h3>{ "Check a token" }</h3>
                <p class="quiet">{ "Choose a token in the table to see its current code." }</p>
            </section>
        };
    };
    html! {
        <section class="check-one">
            <h3>{ &token.title }</h3>
            <p class="quiet">{ &token.how }</p>
            <div class="slot">{ compared(check, token, code, command) }</div>
        </section>
    }
}

fn compared(
    check: &CheckView,
    token: &CheckedToken,
    code: Option<&ShownCode>,
    command: &Callback<Command>,
) -> Html {
    if let Some(why) = &token.unusable {
        return html! { <p>{ why }{ "." }</p> };
    }
    let code = code.filter(|code| code.token == token.id).cloned();
    html! {
        <div class="check-one" key={token.id.0}>
            <CurrentCode token={token.clone()} {code} />
            { form(check, Some(token.id), command) }
            { outcome(check, Some(token.id), command) }
        </div>
    }
}

fn form(check: &CheckView, only: Option<TokenId>, command: &Callback<Command>) -> Html {
    let next = matches!(&check.search, SearchView::Found(found) if found.only == only && found.next_wanted);
    let label = match (next, only) {
        (true, _) => "Next code on the device",
        (false, Some(_)) => "Code on its device",
        (false, None) => "Code on a device",
    };
    let (id, button) = if only.is_some() { ("code-of-one", "Compare") } else { ("code-of-any", "Find") };
    let refused = check.refused.clone().filter(|refused| refused.only == only);
    let command = command.clone();
    let on_code = Callback::from(move |code: TypedCode| {
        tell(&command, CheckEvent::CodeTyped { code, only, now: clock::now() });
    });
    html! { <CodeForm {id} {label} {button} {refused} {on_code} /> }
}

fn window(now: u32, command: &Callback<Command>) -> Html {
    let choices = CheckView::WINDOWS
        .into_iter()
        .map(|steps| (steps.to_string(), words::counted(steps, "step", "steps"), steps == now));
    let command = command.clone();
    let onchange = Callback::from(move |event: Event| {
        let select = event.target_dyn_into::<HtmlSelectElement>();
        if let Some(steps) = select.and_then(|select| select.value().parse().ok()) {
            tell(&command, CheckEvent::WindowChanged(steps));
        }
    });
    select_option("Search before and after now", choices, onchange)
}

/// How the search is that was begun here: in one token, or in the batch.
fn outcome(check: &CheckView, here: Option<TokenId>, command: &Callback<Command>) -> Html {
    let (said, below) = match &check.search {
        SearchView::Working { only, percent } if *only == here => {
            (Html::default(), working(*percent, command))
        }
        SearchView::Found(found) if found.only == here => (verdict(found), matches(found, command)),
        _ => (Html::default(), Html::default()),
    };
    html! {
        <div class="check-outcome">
            <div class="slot" role="status">{ said }</div>
            <div class="slot">{ below }</div>
        </div>
    }
}

fn working(percent: u8, command: &Callback<Command>) -> Html {
    let command = command.clone();
    let cancel = Callback::from(move |_: MouseEvent| tell(&command, CheckEvent::SearchEnded));
    html! {
        <div class="check-outcome__work">
            <progress class="progress" max="100" value={percent.to_string()} aria-label="Searching"></progress>
            <Button label="Cancel" onclick={cancel} />
        </div>
    }
}

fn verdict(found: &FoundView) -> Html {
    let severity = if found.certain { Severity::Note } else { Severity::Warning };
    html! {
        <MessageBar {severity}><strong>{ &found.verdict }{ "." }</strong>{ " " }{ &found.basis }</MessageBar>
    }
}

/// The tokens of the batch that fit; a token that was looked at alone needs no list.
fn matches(found: &FoundView, command: &Callback<Command>) -> Html {
    if found.only.is_some() || found.matches.is_empty() {
        return Html::default();
    }
    let unlisted = found.total.saturating_sub(u32::try_from(found.matches.len()).unwrap_or(u32::MAX));
    html! {
        <>
            <ul class="part-list" aria-label="Tokens that show it">{ for found.matches.iter().map(|hit| matched(hit, command)) }</ul>
            <p class="quiet" hidden={unlisted == 0}>{ format!("And {} more.", words::grouped(unlisted)) }</p>
        </>
    }
}

fn matched(hit: &MatchView, command: &Callback<Command>) -> Html {
    let (command, token) = (command.clone(), hit.id);
    let choose = Callback::from(move |_: MouseEvent| tell(&command, CheckEvent::Opened(Some(token))));
    let serial = if hit.serial.is_empty() { "No serial number" } else { &hit.serial };
    html! {
        <li key={hit.id.0} class="part">
            <span class="part__words">
                <span class="part__name">{ serial }</span>
                <span class="part__range">{ &hit.off }</span>
                <span class="part__range">{ &hit.about }</span>
            </span>
            <Button label="Check" name={format!("Check {serial}")} onclick={choose} />
        </li>
    }
}
