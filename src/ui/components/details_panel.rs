//! One token beside the table.

use std::rc::Rc;

use seedferry_protocol::{Cell, CheckEvent, DetailsView, Event as VaultEvent, Row, Severity};
use yew::prelude::*;

use super::{Button, FindingList, Icon, Look, MessageBar, SeedReveal};
use crate::ui::hooks::{use_command, use_focus_when};
use crate::ui::{Command, table};

/// What a [`DetailsPanel`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct DetailsPanelProps {
    /// The token.
    pub(crate) details: DetailsView,
    /// Its seed, while it is to be seen.
    pub(crate) revealed: Option<Rc<str>>,
}

/// An inline drawer: the table stays usable. Its heading takes the focus; Esc closes it.
#[component]
pub(crate) fn DetailsPanel(props: &DetailsPanelProps) -> Html {
    let command = use_command();
    let row = &props.details.row;
    let heading = use_focus_when(row.id);
    let close = use_callback(command.clone(), |_: MouseEvent, command| command.emit(closed()));
    let onkeydown = use_callback(command.clone(), |event: KeyboardEvent, command| {
        if event.key() == "Escape" {
            command.emit(closed());
        }
    });
    let check = use_callback((command, row.id), |_: MouseEvent, (command, token)| {
        command.emit(Command::Send(VaultEvent::Check(CheckEvent::Opened(Some(*token)))));
    });
    html! {
        <section class="panel" role="region" aria-labelledby="details-title" {onkeydown}>
            <header class="panel__head">
                <h2 id="details-title" ref={heading} tabindex="-1">{ title(&row.serial) }</h2>
                <Button label="Close details" icon={Icon::Close} look={Look::Subtle} icon_only=true onclick={close} />
            </header>
            <div class="panel__body" tabindex="0" role="group" aria-label="Token details">
                <h3>{ "Seed" }</h3>
                <SeedReveal token={row.id} seed_bytes={row.seed_bytes} revealed={props.revealed.clone()} />
                <Button label="Check its code…" icon={Icon::Search} onclick={check} />
                <h3>{ "Properties" }</h3>
                { properties(row) }
                <h3>{ "Findings" }</h3>
                <div>{ findings(&props.details) }</div>
            </div>
        </section>
    }
}

fn closed() -> Command {
    Command::Send(VaultEvent::DetailsChosen(None))
}

fn title(serial: &str) -> String {
    if serial.is_empty() { "Token without serial number".to_owned() } else { format!("Token {serial}") }
}

fn properties(row: &Row) -> Html {
    let said = |text: &str| Cell { text: text.to_owned(), assumed: false };
    let rows = [
        ("Hash function", row.hash.clone()),
        ("Time interval", Cell { text: table::interval(&row.interval.text), ..row.interval }),
        ("Digits", row.digits.clone()),
        ("Manufacturer", said(&row.manufacturer)),
        ("Model", said(&row.model)),
        ("UPN", said(&row.upn)),
        ("Source", said(&row.source)),
    ];
    html! { <dl class="properties">{ for rows.into_iter().map(|(name, cell)| property(name, &cell)) }</dl> }
}

fn property(name: &'static str, cell: &Cell) -> Html {
    html! { <div key={name}><dt>{ name }</dt><dd>{ table::cell(cell) }</dd></div> }
}

fn findings(details: &DetailsView) -> Html {
    if details.findings.is_empty() {
        html! { <MessageBar severity={Severity::Note}>{ "Nothing was found wrong with this token." }</MessageBar> }
    } else {
        html! { <FindingList findings={details.findings.clone()} /> }
    }
}
