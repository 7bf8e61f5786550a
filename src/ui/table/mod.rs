//! A table: draws only the rows in sight, whatever their number.
//!
//! The whole table is one tab stop and keeps the browser's focus; `aria-activedescendant` says what the keyboard
//! stands on, so a row may be scrolled out of the document without taking the focus with it.

mod columns;
mod devices;
mod double;
mod head;
mod keys;
mod plain;
mod row;
mod scroll;
mod source;
mod tokens;
mod wanted;
mod window;

use std::rc::Rc;

use seedferry_protocol::EditingView;

pub(crate) use columns::{cell, interval, marked, text};
pub(crate) use devices::Devices;
pub(crate) use plain::PlainTable;
pub(crate) use source::{Ask, Source};
pub(crate) use tokens::Tokens;

use crate::ui::RowCache;
use crate::ui::hooks::{focus, use_focus_after, use_geometry, use_send, use_size};
use crate::ui::prelude::*;
use crate::ui::row_cache::BLOCK;
use double::{Pressed, use_double_press};
use keys::{Act, Ground, Key, Place};
use row::{Press, PressKind, TableRow};
use scroll::use_scroll;
pub(crate) use wanted::{Wanted, use_rows_wanted};

/// What a [`Table`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct TableProps<S: Source> {
    /// What it is of.
    pub(crate) source: S,
    /// The rows that are here.
    pub(crate) rows: Rc<RowCache<S::Row>>,
    /// The table's element, for focus.
    pub(crate) grid: NodeRef,
}

/// The table.
#[component]
pub(crate) fn Table<S: Source>(props: &TableProps<S>) -> Html {
    let (source, grid) = (&props.source, &props.grid);
    let (head_ref, ruler, body, drawn) = (use_node_ref(), use_node_ref(), use_node_ref(), use_node_ref());
    let place = use_state_eq(|| Place::Row(0));
    let anchor = use_state_eq(|| None::<u32>);
    let size = use_size(grid.clone(), head_ref.clone(), ruler.clone());
    let scroll = use_scroll(grid.clone(), size, source.shown());
    let ask = use_ask::<S>();
    let window = scroll.window.first..scroll.window.end.min(source.shown());
    let wanted = ask.reform(|(snapshot, start): Wanted| Ask::Rows { snapshot, start, count: BLOCK });
    let waiting = use_rows_wanted(&props.rows, source.snapshot(), window, wanted);
    use_geometry(body.clone(), window::height(size, source.shown()), drawn.clone(), scroll.window.shift);
    let current = clamped(*place, source.shown());

    let state = Standing { place: place.setter(), anchor: anchor.setter(), anchor_at: *anchor };
    let on_double = {
        let ask = ask.clone();
        use_callback(source.columns().to_vec(), move |(id, cell): Pressed, columns| {
            edit::<S>(id, cell.max(1), columns, &ask);
        })
    };
    let pressed = use_double_press(on_double);
    let on_press = {
        let (state, ask, grid) = (state.clone(), ask.clone(), grid.clone());
        use_callback(*anchor, move |press: Press, _| on_press(press, &state, &ask, &pressed, &grid))
    };
    use_focus_after(source.editing().is_some(), grid);
    use_hidden_editor(source, grid, &ask);
    let keyboard = Keyboard { state, ask: ask.clone(), show: scroll.show.clone() };
    let (rows, view, head_node) = (props.rows.clone(), source.clone(), head_ref.clone());
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        let ground = Ground {
            place: current,
            shown: view.shown(),
            page: window::page(size),
            columns: view.columns().len(),
            has_head: scroll::is_visible(&head_node),
        };
        keyboard.press(&event, ground, &view, &rows);
    });
    let show = scroll.show.clone();
    let onfocus = Callback::from(move |_: FocusEvent| {
        if let Some((row, _)) = current.row() {
            show.emit(row);
        }
    });
    html! {
        <div
            ref={grid.clone()}
            class={classes!("grid", S::CLASS)}
            role="grid"
            tabindex="0"
            aria-label={S::LABEL}
            aria-multiselectable="true"
            aria-rowcount={source.shown().saturating_add(1).to_string()}
            aria-colcount={(source.columns().len() + 1).to_string()}
            aria-busy={waiting.to_string()}
            aria-activedescendant={active_id::<S>(current, scroll.window)}
            {onkeydown}
            {onfocus}
            onscroll={scroll.moved.clone()}
        >
            <div ref={head_ref} role="rowgroup" class="grid__head">{ head::head(source, current, &ask) }</div>
            <div ref={body} role="rowgroup" class="grid__body">
                <div ref={drawn} role="presentation" class="grid__drawn">
                    { for drawn_rows(props, scroll.window, current, &on_press) }
                </div>
                <div ref={ruler} role="presentation" class="grid__ruler" />
            </div>
        </div>
    }
}

/// What dies with the table: where the keyboard stands, and with which row, by its id, a range starts.
#[derive(Clone)]
struct Standing {
    place: StateSetter<Place>,
    anchor: StateSetter<Option<u32>>,
    anchor_at: Option<u32>,
}

struct Keyboard<C: 'static> {
    state: Standing,
    ask: Callback<Ask<C>>,
    show: Callback<u32>,
}

impl<C: Copy + 'static> Keyboard<C> {
    fn press<S: Source<Column = C>>(
        &self,
        event: &KeyboardEvent,
        ground: Ground,
        source: &S,
        rows: &RowCache<S::Row>,
    ) {
        let name = event.key();
        let key =
            Key { name: &name, shift: event.shift_key(), control: event.ctrl_key() || event.meta_key() };
        if let Some(act) = keys::act(key, ground) {
            event.prevent_default();
            self.act(act, ground.place, source, rows);
        }
    }

    fn act<S: Source<Column = C>>(&self, act: Act, place: Place, source: &S, rows: &RowCache<S::Row>) {
        let (row, _) = place.row().unwrap_or_default();
        let id = rows.row(row).map(|row: &Rc<S::Row>| S::id(row));
        match act {
            Act::Go(place) => self.go(place),
            Act::Toggle => self.toggle(id),
            Act::Extend => {
                if let Some(to) = id {
                    self.ask.emit(Ask::Range { from: self.state.anchor_at, to });
                }
            }
            Act::SelectAll => self.ask.emit(Ask::All),
            Act::Open if id.is_some() => self.ask.emit(Ask::Open(id)),
            Act::Open => {}
            Act::Edit(cell) => {
                if let Some(id) = id {
                    edit::<S>(id, cell, source.columns(), &self.ask);
                }
            }
            Act::Close => self.ask.emit(Ask::Open(None)),
            Act::Press(cell) => self.ask.emit(head::pressed(cell, source)),
        }
    }

    fn go(&self, place: Place) {
        self.state.place.set(place);
        if let Some((row, _)) = place.row() {
            self.show.emit(row);
        }
    }

    fn toggle(&self, id: Option<u32>) {
        self.state.anchor.set(id);
        if let Some(id) = id {
            self.ask.emit(Ask::Toggle(id));
        }
    }
}

fn on_press<C>(
    press: Press,
    state: &Standing,
    ask: &Callback<Ask<C>>,
    pressed: &Callback<Pressed>,
    grid: &NodeRef,
) {
    focus(grid);
    match press.kind {
        PressKind::Open { cell } => {
            state.place.set(Place::in_row(press.index, cell));
            state.anchor.set(Some(press.id));
            pressed.emit((press.id, cell));
            ask.emit(Ask::Open(Some(press.id)));
        }
        PressKind::Toggle => {
            state.place.set(Place::Row(press.index));
            state.anchor.set(Some(press.id));
            ask.emit(Ask::Toggle(press.id));
        }
        PressKind::Extend => {
            state.place.set(Place::Row(press.index));
            ask.emit(Ask::Range { from: state.anchor_at, to: press.id });
        }
    }
}

/// Begins to edit a cell.
fn edit<S: Source>(id: u32, cell: usize, columns: &[S::Column], ask: &Callback<Ask<S::Column>>) {
    let column = cell.checked_sub(1).and_then(|place| columns.get(place));
    let Some(field) = column.and_then(|column| S::field(*column)) else {
        return ask.emit(Ask::Open(Some(id)));
    };
    ask.emit(Ask::Edit { id, field, in_details: false });
}

/// A narrow table has fewer columns: what is edited in one that is not shown goes to the details.
#[hook]
fn use_hidden_editor<S: Source>(source: &S, grid: &NodeRef, ask: &Callback<Ask<S::Column>>) {
    let (editing, grid, ask) = (source.editing().cloned(), grid.clone(), ask.clone());
    use_effect(move || {
        if let Some(editing) = editing.filter(|_| scroll::has_hidden(&grid, ".field-editor")) {
            ask.emit(Ask::Edit { id: editing.token.0, field: editing.field, in_details: true });
        }
    });
}

/// Tells the vault what the table asks for.
#[hook]
fn use_ask<S: Source>() -> Callback<Ask<S::Column>> {
    let send = use_send();
    use_callback((), move |ask: Ask<S::Column>, ()| {
        if let Some(event) = S::event(ask) {
            send.emit(event);
        }
    })
}

fn clamped(place: Place, shown: u32) -> Place {
    match place {
        Place::Row(row) => Place::Row(row.min(shown.saturating_sub(1))),
        Place::Cell(row, cell) => Place::Cell(row.min(shown.saturating_sub(1)), cell),
        Place::Head(_) => place,
    }
}

fn active_id<S: Source>(place: Place, window: window::Window) -> Option<String> {
    match place {
        Place::Head(cell) => Some(head::id::<S>(cell)),
        Place::Row(row) => (window.first..window.end).contains(&row).then(|| row::id::<S>(row)),
        Place::Cell(row, cell) => {
            (window.first..window.end).contains(&row).then(|| row::cell_id::<S>(row, cell))
        }
    }
}

fn drawn_rows<S: Source>(
    props: &TableProps<S>,
    window: window::Window,
    place: Place,
    on_press: &Callback<Press>,
) -> Vec<Html> {
    let (source, columns) = (&props.source, Rc::<[S::Column]>::from(props.source.columns()));
    let draw = |index: u32| {
        let row = props.rows.row(index).cloned();
        let open = row.as_ref().is_some_and(|row| source.is_open(row));
        let active = place.row().filter(|(row, _)| *row == index).map(|(_, cell)| cell);
        let edited = |editing: &&EditingView| row.as_ref().is_some_and(|row| S::edits(editing, row));
        let editing = source.editing().filter(edited).cloned();
        html! {
            <TableRow<S> key={index} {index} {row} columns={columns.clone()} {active} {editing} {open} on_press={on_press.clone()} />
        }
    };
    (window.first..window.end.min(source.shown())).map(draw).collect()
}
