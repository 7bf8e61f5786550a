//! Sheets and labels to print for people.

use std::rc::Rc;

use crate::ui::prelude::*;
use seedferry_protocol::{Event as VaultEvent, Severity, SheetView, SheetsEvent, SheetsView};
use web_sys::HtmlInputElement;

use crate::ui::components::{Button, Icon, Look, MessageBar, check_option, pager, text_option};
use crate::ui::hooks::{use_command, use_send};
use crate::ui::{Command, words};

/// What [`Sheets`] are given.
#[derive(PartialEq, Properties)]
pub(super) struct SheetsProps {
    /// What is to be printed.
    pub(super) view: Rc<SheetsView>,
}

/// The choices, *Print*, and what is printed as it will look.
#[component]
pub(super) fn Sheets(props: &SheetsProps) -> Html {
    let send = use_send();
    let view = &props.view;
    let to = send.reform(|page: u32| VaultEvent::Sheets(SheetsEvent::PageChosen(page)));
    html! {
        <section class="card upload__plan sheets" aria-labelledby="sheets-title">
            <div class="sheets__controls">
                <h2 id="sheets-title">{ "Sheets and labels" }</h2>
                <p>{ "What people are handed with their tokens: whose it is, the serial number, how it is registered, and whom to ask. No seed is on them." }</p>
                <div class="slot">{ refused(view.refused.as_deref()) }</div>
                { choices(view, &send) }
                <div class="slot" role="status">{ source(view, &send) }</div>
                <div class="slot" role="status">{ names(view, &send) }</div>
                <PrintButton view={view.clone()} />
                <div class="slot">{ pager("Pages of people", view.page, view.pages, &to) }</div>
            </div>
            <div class="slot">{ items(view) }</div>
        </section>
    }
}

fn refused(why: Option<&str>) -> Html {
    let bar = |why: &str| html! { <MessageBar severity={Severity::Warning}>{ why.to_owned() }</MessageBar> };
    why.map(bar).unwrap_or_default()
}

fn choices(view: &SheetsView, send: &Callback<VaultEvent>) -> Html {
    let kind = |label: &'static str, labels: bool| {
        let onclick = send.reform(move |_: MouseEvent| VaultEvent::Sheets(SheetsEvent::LabelsChosen(labels)));
        html! { <button type="button" class="pill" aria-pressed={(view.labels == labels).to_string()} {onclick}>{ label }</button> }
    };
    let contact = send.reform(|event: Event| {
        let text = event.target_dyn_into::<HtmlInputElement>().map(|input| input.value());
        VaultEvent::Sheets(SheetsEvent::ContactGiven(text.unwrap_or_default()))
    });
    html! {
        <div class="sheets__choices">
            <div class="pills" role="group" aria-label="What to print">{ kind("A sheet each", false) }{ kind("A label each", true) }</div>
            { text_option("Whom to ask", "Printed as help desk; nothing leaves it out.", &view.contact, contact) }
            <div class="slot">{ selected_only(view, send) }</div>
        </div>
    }
}

fn selected_only(view: &SheetsView, send: &Callback<VaultEvent>) -> Html {
    if view.handed.is_some() || (view.selected == 0 && !view.selected_only) {
        return Html::default();
    }
    let onchange = send.reform(|event: Event| {
        let only = event.target_dyn_into::<HtmlInputElement>().is_some_and(|input| input.checked());
        VaultEvent::Sheets(SheetsEvent::SelectedOnlyChosen(only))
    });
    let label = format!("Only the {} that are selected", words::grouped(view.selected));
    check_option(&label, "", view.selected_only, false, onchange)
}

/// Whose tokens these are, and which are left out.
fn source(view: &SheetsView, send: &Callback<VaultEvent>) -> Html {
    if let Some(whom) = &view.handed {
        let back = send.reform(|_: MouseEvent| VaultEvent::Sheets(SheetsEvent::BatchChosen));
        return html! {
            <p class="actions">
                <span>{ whom.clone() }</span>
                <span hidden={!view.looking}>{ "Looking people up…" }</span>
                <Button label="Use the open seed file instead" look={Look::Subtle} onclick={back} />
            </p>
        };
    }
    let text = match (view.total, view.without_user) {
        (0, 0) => "Open a seed file whose tokens have users, choose tokens in the inventory, or look a person up at the help desk.".to_owned(),
        (0, _) => "No token of the open seed file has a user. Assign users there by a list, or look a person up at the help desk.".to_owned(),
        (_, 0) => String::new(),
        (_, left) => format!("{} without a user left out.", words::tokens(left)),
    };
    html! { <p class="quiet">{ text }</p> }
}

/// A seed file tells no display names: they are looked up when somebody asks for that.
fn names(view: &SheetsView, send: &Callback<VaultEvent>) -> Html {
    let unknown = || match view.unknown {
        0 => String::new(),
        unknown => {
            format!("The tenant does not know {} of this page.", words::counted(unknown, "person", "people"))
        }
    };
    if view.handed.is_some() || view.items.is_empty() {
        return Html::default();
    }
    if view.looking {
        return html! { <p class="quiet">{ "Looking people up…" }</p> };
    }
    if view.nameless == 0 {
        return html! { <p class="quiet">{ unknown() }</p> };
    }
    let ask = send.reform(|_: MouseEvent| VaultEvent::Sheets(SheetsEvent::NamesAsked));
    html! {
        <p class="actions">
            <span>{ "The seed file tells no display names." }</span>
            <Button label="Look up names" look={Look::Subtle} onclick={ask} />
        </p>
    }
}

/// The browser's dialog opens within the press.
#[component]
fn PrintButton(props: &SheetsProps) -> Html {
    let command = use_command();
    let view = &props.view;
    let (one, many) = if view.labels { ("label", "labels") } else { ("sheet", "sheets") };
    let shown = u32::try_from(view.items.len()).unwrap_or(u32::MAX);
    let label = format!("Print {}", words::counted(shown, one, many));
    let onclick = command.reform(|_: MouseEvent| Command::Print);
    html! {
        <div class="actions"><Button {label} look={Look::Primary} icon={Icon::Document} disabled={shown == 0 || view.looking} {onclick} /></div>
    }
}

fn items(view: &SheetsView) -> Html {
    if view.items.is_empty() {
        return Html::default();
    }
    let kind = if view.labels { "sheets__items--labels" } else { "sheets__items--sheets" };
    html! {
        <div class={classes!("sheets__items", kind)} tabindex="0" role="group" aria-label="As it will be printed">
            { for view.items.iter().enumerate().map(item) }
        </div>
    }
}

fn item((place, item): (usize, &SheetView)) -> Html {
    html! {
        <article key={place} class="sheets__item">
            <h3>{ &item.heading }</h3>
            <p>{ &item.text }</p>
        </article>
    }
}
