//! Ordering a seed file: the vendor's steps, and the tools that they lead into.

use std::rc::Rc;

use seedferry_protocol::{
    Event as VaultEvent, OrderEvent, OrderGuideView, OrderItem, OrderPlace, OrderStepView, OrderView,
};
use web_sys::{File, HtmlInputElement, HtmlSelectElement};

use super::guide::item;
use super::order_examine::Examine;
use super::order_key::KeyScreen;
use super::order_password::PasswordMaker;
use crate::ui::Command;
use crate::ui::components::{Button, FileButton, Icon, Look, select_option};
use crate::ui::hooks::{use_command, use_focus_when, use_send};
use crate::ui::prelude::*;

/// What an [`OrderScreen`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct OrderScreenProps {
    /// What is in sight.
    pub(crate) order: Rc<OrderView>,
    /// The password that is to be seen.
    pub(crate) password: Option<Rc<str>>,
}

/// One place at a time; its heading takes the focus.
#[component]
pub(crate) fn OrderScreen(props: &OrderScreenProps) -> Html {
    let send = use_send();
    let place = props.order.place();
    let heading = use_focus_when(place);
    let (label, back) = match place {
        OrderPlace::Guide => ("Close the guide", None),
        _ => ("Back to the guide", Some(OrderPlace::Guide)),
    };
    let leave = press(&send, OrderEvent::PlaceChosen(back));
    let content = match &*props.order {
        OrderView::Guide(guide) => html! { <Guide guide={guide.clone()} /> },
        OrderView::Key(key) => html! { <KeyScreen view={key.clone()} password={props.password.clone()} /> },
        OrderView::Password(view) => html! {
            <section class="card order__tool" aria-label="Password">
                <p class="quiet">{ "For the zip that the vendor sends. Nobody chose it, so nobody guesses it. It is copied once and kept nowhere: put it into your password manager before you send the form. The vendor's file cannot be opened without it." }</p>
                <PasswordMaker view={Some(*view)} password={props.password.clone()} />
            </section>
        },
        OrderView::Examine(view) => html! { <Examine view={view.clone()} /> },
    };
    html! {
        <div class="order">
            <header class="order__head">
                <h1 ref={heading} tabindex="-1">{ title(place) }</h1>
                <Button {label} look={Look::Subtle} icon={Icon::Undo} onclick={leave} />
            </header>
            <div key={title(place)} class="slot">{ content }</div>
        </div>
    }
}

/// A press that tells the vault.
pub(super) fn press(send: &Callback<VaultEvent>, event: OrderEvent) -> Callback<MouseEvent> {
    send.reform(move |_: MouseEvent| VaultEvent::Order(event.clone()))
}

fn title(place: OrderPlace) -> &'static str {
    match place {
        OrderPlace::Guide => "Order your seed file",
        OrderPlace::Key => "Make a PGP key pair",
        OrderPlace::Password => "Make a password",
        OrderPlace::Examine => "Look at a key file",
    }
}

#[derive(PartialEq, Properties)]
struct GuideProps {
    guide: OrderGuideView,
}

#[component]
fn Guide(props: &GuideProps) -> Html {
    let (send, command) = (use_send(), use_command());
    let guide = &props.guide;
    let done = guide.steps.iter().filter(|step| step.done).count();
    let steps = guide.steps.iter().map(|step| section(step, &send, &command));
    let choices = (0..).zip(&guide.vendors);
    let choices =
        choices.map(|(place, name): (u32, _)| (place.to_string(), name.clone(), place == guide.vendor));
    let chosen = send.reform(|event: Event| {
        let field = event.target_dyn_into::<HtmlSelectElement>();
        let place = field.and_then(|field| field.value().parse().ok()).unwrap_or_default();
        VaultEvent::Order(OrderEvent::VendorChosen(place))
    });
    html! {
        <section class="card order__guide" aria-label="Steps">
            <p>{ "You have the tokens but not their seeds. The vendor sends them on request, encrypted. These are the steps; tick what is done. Nothing of this needs the network but the vendor's own page." }</p>
            { select_option("Vendor", choices, chosen) }
            <p class="quiet" role="status">{ format!("{done} of {} steps done", guide.steps.len()) }</p>
            <ol class="guide">{ for steps }</ol>
        </section>
    }
}

fn section(step: &OrderStepView, send: &Callback<VaultEvent>, command: &Callback<Command>) -> Html {
    let which = step.step;
    let onchange = send.reform(move |event: Event| {
        let done = event.target_dyn_into::<HtmlInputElement>().is_some_and(|input| input.checked());
        VaultEvent::Order(OrderEvent::StepTicked { step: which, done })
    });
    let items = step.items.iter().enumerate().map(|(place, entry)| {
        html! { <div key={place} class="guide__item">{ part(entry, send, command) }</div> }
    });
    html! {
        <li key={format!("{which:?}")} class="guide__step">
            <h2>{ &step.title }</h2>
            <p class="order__at-hand"><strong>{ "At hand: " }</strong>{ &step.at_hand }</p>
            { for items }
            <label class="option">
                <input type="checkbox" checked={step.done} aria-label={format!("Done: {}", step.title)} {onchange} />
                <span>{ "Done" }</span>
            </label>
        </li>
    }
}

fn part(entry: &OrderItem, send: &Callback<VaultEvent>, command: &Callback<Command>) -> Html {
    match entry {
        OrderItem::Say(said) => item(said, None, command),
        OrderItem::Choices(rows) => choices(rows),
        OrderItem::Lead(place) => lead(*place, send),
        OrderItem::Open => {
            let offer = command.reform(Command::OfferFiles as fn(Vec<File>) -> Command);
            html! { <FileButton label="Choose files…" look={Look::Primary} multiple=true on_files={offer} /> }
        }
    }
}

fn choices(rows: &[(String, String)]) -> Html {
    let rows = rows.iter().enumerate().map(|(place, (name, what))| {
        html! { <div key={place}><dt>{ name }</dt><dd>{ what }</dd></div> }
    });
    html! { <dl class="order__choices">{ for rows }</dl> }
}

fn lead(place: OrderPlace, send: &Callback<VaultEvent>) -> Html {
    let (label, icon) = match place {
        OrderPlace::Key => ("Make a key pair", Icon::Key),
        OrderPlace::Password => ("Make a password", Icon::Lock),
        OrderPlace::Examine => ("Look at a key file", Icon::Search),
        OrderPlace::Guide => ("Guide", Icon::Info),
    };
    html! { <Button {label} {icon} onclick={press(send, OrderEvent::PlaceChosen(Some(place)))} /> }
}
