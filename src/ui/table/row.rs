//! One row of the table.

use std::rc::Rc;

use seedferry_protocol::{Row, TokenId};
use yew::prelude::*;

use super::columns::{COLUMNS, class, content};

/// A press on a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Press {
    /// Where the row is.
    pub(super) index: u32,
    /// Whose it is.
    pub(super) id: TokenId,
    /// What was pressed.
    pub(super) kind: PressKind,
}

/// What of a row was pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PressKind {
    /// The check box, or the row with Ctrl.
    Toggle,
    /// Anything with Shift.
    Extend,
    /// Anything else.
    Open,
}

/// What a [`TableRow`] is given.
#[derive(PartialEq, Properties)]
pub(super) struct TableRowProps {
    /// Where it is, counted from 0.
    pub(super) index: u32,
    /// Its content; `None` while it is on its way.
    pub(super) row: Option<Rc<Row>>,
    /// Whether the keyboard stands on it.
    pub(super) active: bool,
    /// Whether its details are shown.
    pub(super) open: bool,
    /// Presses.
    pub(super) on_press: Callback<Press>,
}

/// A row, or a placeholder of the same height.
#[component]
pub(super) fn TableRow(props: &TableRowProps) -> Html {
    let states = classes!(
        "grid__row",
        props.active.then_some("grid__row--active"),
        props.open.then_some("grid__row--open"),
    );
    match &props.row {
        Some(row) => filled(props, row, states),
        None => html! {
            <div id={id(props.index)} class={states} role="row" aria-rowindex={place(props.index)}>
                <div role="gridcell" class="grid__waiting"><span class="visually-hidden">{ "Loading" }</span></div>
            </div>
        },
    }
}

/// The id of a row's element.
pub(super) fn id(index: u32) -> String {
    format!("row-{index}")
}

fn filled(props: &TableRowProps, row: &Row, states: Classes) -> Html {
    let press = |kind: PressKind| Press { index: props.index, id: row.id, kind };
    let (on_press, toggle, extend, open) =
        (props.on_press.clone(), press(PressKind::Toggle), press(PressKind::Extend), press(PressKind::Open));
    let onclick = move |event: MouseEvent| {
        let plain = if event.ctrl_key() || event.meta_key() { toggle } else { open };
        on_press.emit(if event.shift_key() { extend } else { plain });
    };
    let cells = COLUMNS.map(|column| {
        let role = if class(column) == "col-serial" { "rowheader" } else { "gridcell" };
        html! { <div {role} class={classes!("grid__cell", class(column))}>{ content(row, column) }</div> }
    });
    html! {
        <div id={id(props.index)} class={states} role="row" aria-rowindex={place(props.index)} aria-selected={row.selected.to_string()} {onclick}>
            <div role="gridcell" class="grid__cell col-check">{ check_box(props, row) }</div>
            { for cells }
        </div>
    }
}

fn check_box(props: &TableRowProps, row: &Row) -> Html {
    let (on_press, index, id) = (props.on_press.clone(), props.index, row.id);
    let onclick = move |event: MouseEvent| {
        event.stop_propagation();
        if event.shift_key() {
            // The view says what is ticked; the browser's own tick would stay when the range does not change this row.
            event.prevent_default();
        }
        let kind = if event.shift_key() { PressKind::Extend } else { PressKind::Toggle };
        on_press.emit(Press { index, id, kind });
    };
    let label = match row.serial.as_str() {
        "" => format!("Select row without serial number, {}", row.source),
        serial => format!("Select row {serial}"),
    };
    html! {
        <label class="grid__check" onclick={|event: MouseEvent| event.stop_propagation()}>
            <input type="checkbox" tabindex="-1" aria-label={label} checked={row.selected} {onclick} />
        </label>
    }
}

/// Rows count from 1, and the head is the first.
fn place(index: u32) -> String {
    index.saturating_add(2).to_string()
}
