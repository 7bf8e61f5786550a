//! Nothing is open: what to do, and what will happen.

use seedferry_protocol::{Event as VaultEvent, OrderEvent, OrderPlace};
use web_sys::File;

use crate::ui::Command;
use crate::ui::components::{Button, FileButton, Icon, Look, PasteBox, icon, sample_list};
use crate::ui::hooks::{focus, use_command};
use crate::ui::prelude::*;

/// What a [`StartScreen`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct StartScreenProps {
    /// Whether the user comes back from another screen; then the heading takes the focus.
    pub(crate) returning: bool,
}

/// Drop zone, the three steps, what stays here, and the samples.
#[component]
pub(crate) fn StartScreen(props: &StartScreenProps) -> Html {
    let command = use_command();
    let heading = use_node_ref();
    let target = heading.clone();
    use_effect_with(props.returning, move |returning| {
        if *returning {
            focus(&target);
        }
    });
    html! {
        <div class="start">
            <div class="start__lead">
                <h1 ref={heading} tabindex="-1">{ "Open your seed file" }</h1>
                <p class="lead">
                    { "Drop the vendor's file as it came: password zip, PGP message, or both. You get the JSON that Microsoft Entra takes." }
                </p>
                <OfferZone />
            </div>
            <div class="start__aside">{ order(&command) }{ steps() }{ stays() }</div>
            <div class="slot start__samples">{ samples(&command) }</div>
        </div>
    }
}

/// The place that invites to drop, with buttons for those who cannot.
#[component]
fn OfferZone() -> Html {
    let command = use_command();
    let pasting = use_state_eq(|| false);
    let offer = use_callback(command, |files: Vec<File>, command| {
        command.emit(Command::OfferFiles(files));
    });
    let setter = pasting.setter();
    let toggle = use_callback(*pasting, move |_: MouseEvent, pasting| setter.set(!pasting));
    let paste_box = if *pasting {
        html! { <PasteBox on_close={toggle.clone()} /> }
    } else {
        Html::default()
    };
    html! {
        <section class="offer" aria-label="Open files">
            <div class="offer__zone">
                <span class="offer__icon">{ icon(Icon::Lock) }</span>
                <p class="offer__title">{ "Drop files here" }</p>
                <p class="offer__hint">{ "One or several: .zip .pgp .gpg .asc .xml .pskc .json .csv. The content decides, not the name." }</p>
                <div class="actions actions--center">
                    <FileButton label="Choose files…" look={Look::Primary} multiple=true on_files={offer} />
                    <Button label="Paste text" icon={Icon::Paste} expanded={*pasting} onclick={toggle} />
                </div>
            </div>
            <div class="slot">{ paste_box }</div>
        </section>
    }
}

fn order(command: &Callback<Command>) -> Html {
    let go = |place: OrderPlace| {
        let event = VaultEvent::Order(OrderEvent::PlaceChosen(Some(place)));
        command.reform(move |_: MouseEvent| Command::Send(event.clone()))
    };
    html! {
        <section class="card" aria-labelledby="order-title">
            <h2 id="order-title">{ "Tokens but no seed file yet?" }</h2>
            <p class="quiet">{ "The vendor sends it on request. Seedferry walks you through the order, and makes the password or the PGP key that the form asks for." }</p>
            <div class="actions">
                <Button label="Order your seed file" icon={Icon::Info} onclick={go(OrderPlace::Guide)} />
                <Button label="Look at a key file" icon={Icon::Key} look={Look::Subtle} onclick={go(OrderPlace::Examine)} />
            </div>
        </section>
    }
}

fn steps() -> Html {
    let step = |title: &'static str, text: &'static str| html! { <li><strong>{ title }</strong><span>{ text }</span></li> };
    html! {
        <section class="card" aria-labelledby="steps-title">
            <h2 id="steps-title">{ "What happens" }</h2>
            <ol class="steps">
                { step("Open", "You type the password or choose the private key. Layers are opened one after another.") }
                { step("Check", "Every token is read and checked. What is wrong or assumed is marked.") }
                { step("Hand over", "You sign in and upload to Entra, or save or copy the JSON for Microsoft Graph or the CSV for the upload page.") }
            </ol>
        </section>
    }
}

fn stays() -> Html {
    html! {
        <section class="card" aria-labelledby="stays-title">
            <h2 id="stays-title">{ icon(Icon::Shield) }{ "What stays in this browser" }</h2>
            <ul class="plain-list">
                <li>{ "Seed files, seeds, passwords and private keys" }</li>
                <li>{ "File names, serial numbers and user names" }</li>
            </ul>
            <p class="quiet">
                { "There is no server behind this page, and it stores nothing. You can disconnect from the network now and go on. Only when you sign in and upload does anything go out: to your tenant at Microsoft. Wipe forgets everything at once." }
            </p>
        </section>
    }
}

fn samples(command: &Callback<Command>) -> Html {
    html! {
        <section aria-labelledby="samples-title">
            <h2 id="samples-title">{ "Try it with a sample" }</h2>
            <p class="quiet">{ "Invented tokens, sealed the way vendors do it." }</p>
            { sample_list(command) }
            <div class="slot">{ demo(command) }</div>
        </section>
    }
}

fn demo(command: &Callback<Command>) -> Html {
    let command = command.clone();
    let enter = Callback::from(move |_: MouseEvent| command.emit(Command::EnterDemo));
    html! {
        <div class="actions start__demo">
            <Button label="Try the demo tenant" icon={Icon::Send} onclick={enter} />
            <span class="quiet">{ "A simulated Entra tenant inside this page: upload the samples to it, and see what an upload does." }</span>
        </div>
    }
}
