//! The maker of passwords: what they are made of, and the one that was made.

use std::rc::Rc;

use seedferry_protocol::{
    Event as VaultEvent, OrderEvent, PasswordSigns, PasswordView, PasswordWish, Severity,
};
use web_sys::{HtmlInputElement, HtmlSelectElement};

use super::order::press;
use crate::ui::components::{Button, Icon, Look, MessageBar, check_option, radio_option, select_option};
use crate::ui::hooks::{use_command, use_send};
use crate::ui::prelude::*;
use crate::ui::{Command, OrderCommand};

/// What a [`PasswordMaker`] is given.
#[derive(PartialEq, Properties)]
pub(super) struct PasswordMakerProps {
    /// What it makes; without one there are no options.
    pub(super) view: Option<PasswordView>,
    /// The password that is to be seen.
    pub(super) password: Option<Rc<str>>,
}

/// Options, the button, and the password until it is copied.
#[component]
pub(super) fn PasswordMaker(props: &PasswordMakerProps) -> Html {
    let (send, command) = (use_send(), use_command());
    let options = props.view.map(|view| options(view, &send)).unwrap_or_default();
    let label = if props.password.is_some() { "Make another" } else { "Make one" };
    html! {
        <div class="password-maker">
            <div class="slot">{ options }</div>
            <div class="actions">
                <Button {label} icon={Icon::Redo} look={look(props)} onclick={press(&send, OrderEvent::PasswordAsked)} />
            </div>
            <div class="slot" role="status">{ shown(props.password.as_deref(), &command) }</div>
        </div>
    }
}

fn look(props: &PasswordMakerProps) -> Look {
    if props.password.is_none() && props.view.is_some() { Look::Primary } else { Look::Plain }
}

fn shown(password: Option<&str>, command: &Callback<Command>) -> Html {
    let Some(password) = password else {
        return Html::default();
    };
    let say = |what: OrderCommand| command.reform(move |_: MouseEvent| Command::Order(what.clone()));
    html! {
        <div class="password-maker__made">
            <code class="password-maker__text">{ password }</code>
            <div class="actions">
                <Button label="Copy and forget" icon={Icon::Copy} look={Look::Primary} onclick={say(OrderCommand::CopyPassword)} />
                <Button label="Hide" onclick={say(OrderCommand::HidePassword)} />
            </div>
        </div>
    }
}

fn options(view: PasswordView, send: &Callback<VaultEvent>) -> Html {
    let wish = view.wish;
    let is_words = matches!(wish, PasswordWish::Words { .. });
    let choose =
        |wish: PasswordWish| send.reform(move |_: Event| VaultEvent::Order(OrderEvent::PasswordWished(wish)));
    html! {
        <>
            <fieldset class="order__group">
                <legend>{ "Made of" }</legend>
                { radio_option("password-kind", "Characters", "Short; to be pasted", !is_words, choose(PasswordWish::default())) }
                { radio_option("password-kind", "Words", "Longer; easy to read out, to type and to write down", is_words, choose(PasswordWish::WORDS)) }
            </fieldset>
            <div class="slot order__group">{ details(wish, send) }</div>
            <p><strong>{ format!("{} bits", view.bits) }</strong>{ " of chance: " }{ measure(view.bits) }</p>
        </>
    }
}

/// A zip can be tried at many thousand passwords a second for as long as somebody likes.
fn measure(bits: u16) -> &'static str {
    match bits {
        0..60 => "enough for a file that is opened today and deleted. Take more.",
        60..80 => "nobody finds it by trying.",
        _ => "nobody finds it by trying, whatever computers come.",
    }
}

fn details(wish: PasswordWish, send: &Callback<VaultEvent>) -> Html {
    match wish {
        PasswordWish::Words { count } => {
            number("Words", count, PasswordWish::COUNTS, send, |count| PasswordWish::Words { count })
        }
        PasswordWish::Characters { length, capitals, digits, signs } => html! {
            <>
                { number("Length", length, PasswordWish::LENGTHS, send, move |length| PasswordWish::Characters { length, capitals, digits, signs }) }
                { check("Capital letters", "Without I and O, which look like others", capitals, send, move |capitals| PasswordWish::Characters { length, capitals, digits, signs }) }
                { check("Digits", "Without 0 and 1", digits, send, move |digits| PasswordWish::Characters { length, capitals, digits, signs }) }
                { signs_choice(signs, send, move |signs| PasswordWish::Characters { length, capitals, digits, signs }) }
                <div class="slot">{ warning(signs) }</div>
            </>
        },
    }
}

fn warning(signs: PasswordSigns) -> Html {
    if signs != PasswordSigns::All {
        return Html::default();
    }
    html! {
        <MessageBar severity={Severity::Warning}>
            { "Some vendors' pages change quotes, slashes, backslashes, back-ticks and angle brackets without saying so. The file then has another password than you think." }
        </MessageBar>
    }
}

fn signs_choice(
    now: PasswordSigns,
    send: &Callback<VaultEvent>,
    wish: impl Fn(PasswordSigns) -> PasswordWish + 'static,
) -> Html {
    const CHOICES: [(PasswordSigns, &str, &str); 3] = [
        (PasswordSigns::None, "none", "None"),
        (PasswordSigns::Safe, "safe", "Those that web forms leave alone"),
        (PasswordSigns::All, "all", "All"),
    ];
    let choices = CHOICES.into_iter();
    let choices = choices.map(|(signs, id, words)| (id.to_owned(), words.to_owned(), signs == now));
    let onchange = send.reform(move |event: Event| {
        let id = event.target_dyn_into::<HtmlSelectElement>().map(|field| field.value()).unwrap_or_default();
        let chosen = CHOICES.into_iter().find(|(_, other, _)| *other == id);
        VaultEvent::Order(OrderEvent::PasswordWished(wish(chosen.map_or(now, |(signs, ..)| signs))))
    });
    select_option("Signs", choices, onchange)
}

fn check(
    label: &str,
    hint: &str,
    checked: bool,
    send: &Callback<VaultEvent>,
    wish: impl Fn(bool) -> PasswordWish + 'static,
) -> Html {
    let onchange = send.reform(move |event: Event| {
        let on = event.target_dyn_into::<HtmlInputElement>().is_some_and(|field| field.checked());
        VaultEvent::Order(OrderEvent::PasswordWished(wish(on)))
    });
    check_option(label, hint, checked, false, onchange)
}

fn number(
    label: &str,
    now: u8,
    (least, most): (u8, u8),
    send: &Callback<VaultEvent>,
    wish: impl Fn(u8) -> PasswordWish + 'static,
) -> Html {
    let choices = (least..=most).map(|number| (number.to_string(), number.to_string(), number == now));
    let onchange = send.reform(move |event: Event| {
        let field = event.target_dyn_into::<HtmlSelectElement>();
        let number = field.and_then(|field| field.value().parse().ok()).unwrap_or(now);
        VaultEvent::Order(OrderEvent::PasswordWished(wish(number)))
    });
    select_option(label, choices, onchange)
}
