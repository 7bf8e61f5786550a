//! One token beside the table.

use std::rc::Rc;

use seedferry_protocol::{
    Cell, CheckEvent, DetailsView, EditField, EditingView, Event as VaultEvent, Row, Severity, TokenId,
};

use super::{Button, FieldEditor, FindingList, Icon, Look, MessageBar, SeedReveal};
use crate::ui::hooks::{focus_id, use_command, use_focus_when};
use crate::ui::prelude::*;
use crate::ui::{Command, table};

/// What a [`DetailsPanel`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct DetailsPanelProps {
    /// The token.
    pub(crate) details: DetailsView,
    /// What is edited in the panel.
    pub(crate) editing: Option<EditingView>,
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
    use_focus_after_edit(props.editing.as_ref().map(|editing| editing.field));
    let fields = Fields { details: &props.details, editing: props.editing.as_ref(), command: &use_command() };
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
                <div class="slot">{ fields.seed() }</div>
                <h3>{ "Properties" }</h3>
                { fields.properties() }
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

/// Gives the focus back to the button that began to edit.
#[hook]
fn use_focus_after_edit(field: Option<EditField>) {
    let before = use_mut_ref(|| None);
    use_effect_with(field, move |field| {
        if let (Some(was), None) = (before.replace(*field), field) {
            focus_id(&button_id(was));
        }
    });
}

fn button_id(field: EditField) -> String {
    format!("edit-{field:?}")
}

/// The token's fields, each with its value or its editor.
struct Fields<'a> {
    details: &'a DetailsView,
    editing: Option<&'a EditingView>,
    command: &'a Callback<Command>,
}

impl Fields<'_> {
    fn row(&self) -> &Row {
        &self.details.row
    }

    /// A seed is replaced, never edited: what is there is not shown for it.
    fn seed(&self) -> Html {
        let field = EditField::Seed;
        if let Some(editing) = self.editing.filter(|editing| editing.field == field) {
            return html! { <FieldEditor editing={editing.clone()} /> };
        }
        let begin = VaultEvent::EditBegun { token: self.row().id, field, in_details: true };
        html! {
            <div class="properties__field">
                <span hidden={!self.row().edited.contains(field)}>{ "This seed was typed here." }</span>
                <Button id={button_id(field)} label="Replace seed…" icon={Icon::Edit} onclick={self.send(begin)} />
            </div>
        }
    }

    fn properties(&self) -> Html {
        let row = self.row();
        let interval = Cell { text: table::interval(&row.interval.text), ..row.interval };
        let time = match &self.details.counter {
            Some(counter) => self.field(EditField::Counter, "Counter", counter),
            None => self.field(EditField::Interval, "Time interval", &interval),
        };
        html! {
            <dl class="properties">
                { self.field(EditField::Serial, "Serial number", &said(&row.serial)) }
                { self.field(EditField::Type, "Token type", &self.details.oath_type) }
                { self.field(EditField::Hash, "Hash function", &row.hash) }
                { time }
                { self.field(EditField::Digits, "Digits", &row.digits) }
                { self.field(EditField::Manufacturer, "Manufacturer", &said(&row.manufacturer)) }
                { self.field(EditField::Model, "Model", &said(&row.model)) }
                { self.field(EditField::Upn, "UPN", &said(&row.upn)) }
                { self.field(EditField::AssignTo, "Assign to (object id)", &said(&self.details.assign_to)) }
                { self.field(EditField::DisplayName, "Display name", &said(&self.details.display_name)) }
                <div><dt>{ "Source" }</dt><dd>{ table::cell(&said(&row.source)) }</dd></div>
            </dl>
        }
    }

    fn field(&self, field: EditField, name: &'static str, cell: &Cell) -> Html {
        let content = match self.editing.filter(|editing| editing.field == field) {
            Some(editing) => html! { <FieldEditor editing={editing.clone()} /> },
            None => self.value(field, cell),
        };
        html! { <div key={name} class="properties__field"><dt>{ name }</dt><dd class="slot">{ content }</dd></div> }
    }

    fn value(&self, field: EditField, cell: &Cell) -> Html {
        let token = self.row().id;
        let begin = VaultEvent::EditBegun { token, field, in_details: true };
        html! {
            <>
                <span class="properties__value">{ table::marked(self.row().edited, field, table::cell(cell)) }</span>
                <span class="slot">{ self.accept(token, field, cell.assumed) }</span>
                <Button
                    id={button_id(field)}
                    label={format!("Edit {}", field.name())}
                    icon={Icon::Edit}
                    look={Look::Subtle}
                    icon_only=true
                    onclick={self.send(begin)}
                />
            </>
        }
    }

    /// An assumption can be accepted with one press.
    fn accept(&self, token: TokenId, field: EditField, assumed: bool) -> Html {
        if !assumed {
            return Html::default();
        }
        let event = VaultEvent::AssumptionAccepted { token: Some(token), field };
        html! {
            <Button label="Accept" name={format!("Accept the assumed {}", field.name())} look={Look::Subtle} onclick={self.send(event)} />
        }
    }

    fn send(&self, event: VaultEvent) -> Callback<MouseEvent> {
        let command = self.command.clone();
        Callback::from(move |_: MouseEvent| command.emit(Command::Send(event.clone())))
    }
}

fn said(text: &str) -> Cell {
    Cell { text: text.to_owned(), assumed: false }
}

fn findings(details: &DetailsView) -> Html {
    if details.findings.is_empty() {
        html! { <MessageBar severity={Severity::Note}>{ "Nothing was found wrong with this token." }</MessageBar> }
    } else {
        html! { <FindingList findings={details.findings.clone()} /> }
    }
}
