//! One row of the table.

use std::rc::Rc;

use seedferry_protocol::EditingView;
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::source::Source;
use crate::ui::components::FieldEditor;
use crate::ui::prelude::*;

/// A press on a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Press {
    /// Where the row is.
    pub(super) index: u32,
    /// Whose it is.
    pub(super) id: u32,
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
    /// Anything else: a cell, by the place of its column, counted from 1, or 0 for none.
    Open { cell: usize },
}

/// What a [`TableRow`] is given.
#[derive(PartialEq, Properties)]
pub(super) struct TableRowProps<S: Source> {
    /// Where it is, counted from 0.
    pub(super) index: u32,
    /// Its content; `None` while it is on its way.
    pub(super) row: Option<Rc<S::Row>>,
    /// The columns, in their order.
    pub(super) columns: Rc<[S::Column]>,
    /// The cell that the keyboard stands on; 0 is the row as a whole.
    pub(super) active: Option<usize>,
    /// What is edited in it.
    pub(super) editing: Option<EditingView>,
    /// Whether its details are shown.
    pub(super) open: bool,
    /// Presses.
    pub(super) on_press: Callback<Press>,
}

/// A row, or a placeholder of the same height.
#[component]
pub(super) fn TableRow<S: Source>(props: &TableRowProps<S>) -> Html {
    let states = classes!(
        "grid__row",
        (props.active == Some(0)).then_some("grid__row--active"),
        props.editing.is_some().then_some("grid__row--editing"),
        props.open.then_some("grid__row--open"),
    );
    match &props.row {
        Some(row) => filled(props, row, states),
        None => html! {
            <div id={id::<S>(props.index)} class={states} role="row" aria-rowindex={place(props.index)}>
                <div role="gridcell" class="grid__waiting"><span class="visually-hidden">{ "Loading" }</span></div>
            </div>
        },
    }
}

/// The id of a row's element.
pub(super) fn id<S: Source>(index: u32) -> String {
    format!("{}row-{index}", S::PREFIX)
}

/// The id of a cell's element.
pub(super) fn cell_id<S: Source>(index: u32, cell: usize) -> String {
    format!("{}row-{index}-{cell}", S::PREFIX)
}

/// The place of the column in which an event happened, counted from 1; 0 for none.
fn pressed_cell(event: &MouseEvent) -> usize {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let cell = target.and_then(|target| target.closest(".grid__cell").ok().flatten());
    let number = cell.and_then(|cell| cell.id().rsplit('-').next().and_then(|number| number.parse().ok()));
    number.unwrap_or_default()
}

fn filled<S: Source>(props: &TableRowProps<S>, row: &S::Row, states: Classes) -> Html {
    let press = |kind: PressKind| Press { index: props.index, id: S::id(row), kind };
    let (on_press, toggle, extend) =
        (props.on_press.clone(), press(PressKind::Toggle), press(PressKind::Extend));
    let onclick = move |event: MouseEvent| {
        if event.shift_key() {
            on_press.emit(extend);
        } else if event.ctrl_key() || event.meta_key() {
            on_press.emit(toggle);
        } else if event.detail() < 2 {
            // What follows a first press elsewhere was not meant for this row.
            on_press.emit(Press { kind: PressKind::Open { cell: pressed_cell(&event) }, ..toggle });
        }
    };
    let cells = (1..).zip(props.columns.iter().copied()).map(|(number, column)| {
        let role = if number == 1 { "rowheader" } else { "gridcell" };
        let active = (props.active == Some(number)).then_some("grid__cell--active");
        let editing = props.editing.as_ref().filter(|editing| S::field(column) == Some(editing.field));
        let inside = match editing {
            Some(editing) => html! { <FieldEditor editing={editing.clone()} /> },
            None => S::content(row, column),
        };
        html! { <div id={cell_id::<S>(props.index, number)} {role} class={classes!("grid__cell", S::class(column), active)}>{ inside }</div> }
    });
    html! {
        <div id={id::<S>(props.index)} class={states} role="row" aria-rowindex={place(props.index)} aria-selected={S::is_selected(row).to_string()} {onclick}>
            <div role="gridcell" class="grid__cell col-check">{ check_box(props, row) }</div>
            { for cells }
        </div>
    }
}

fn check_box<S: Source>(props: &TableRowProps<S>, row: &S::Row) -> Html {
    let (on_press, index, id) = (props.on_press.clone(), props.index, S::id(row));
    let onclick = move |event: MouseEvent| {
        event.stop_propagation();
        if event.shift_key() {
            // The view says what is ticked; the browser's own tick would stay when the range does not change this row.
            event.prevent_default();
        }
        let kind = if event.shift_key() { PressKind::Extend } else { PressKind::Toggle };
        on_press.emit(Press { index, id, kind });
    };
    html! {
        <label class="grid__check" onclick={|event: MouseEvent| event.stop_propagation()}>
            <input type="checkbox" tabindex="-1" aria-label={S::check_label(row)} checked={S::is_selected(row)} {onclick} />
        </label>
    }
}

/// Rows count from 1, and the head is the first.
fn place(index: u32) -> String {
    index.saturating_add(2).to_string()
}
