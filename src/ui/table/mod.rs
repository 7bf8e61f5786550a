//! The review table: draws only the rows in sight, whatever their number.
//!
//! The whole table is one tab stop and keeps the browser's focus; `aria-activedescendant` says what the keyboard
//! stands on, so a row may be scrolled out of the document without taking the focus with it.

mod columns;
mod head;
mod keys;
mod row;
mod scroll;
mod wanted;
mod window;

use std::rc::Rc;

use seedferry_protocol::{EditingView, Event as VaultEvent, ReviewView, Row, TokenId};

pub(crate) use columns::{COLUMNS, cell, interval, marked};

use crate::ui::RowCache;
use crate::ui::hooks::{focus, use_focus_after, use_geometry, use_send, use_size};
use crate::ui::prelude::*;
use keys::{Act, Ground, Key, Place};
use row::{Press, PressKind, TableRow};
use scroll::use_scroll;
use wanted::use_rows_wanted;

/// What a [`TokenTable`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct TokenTableProps {
    /// The open batch.
    pub(crate) review: Rc<ReviewView>,
    /// The rows that are here.
    pub(crate) rows: Rc<RowCache>,
    /// The table's element, for focus.
    pub(crate) grid: NodeRef,
}

/// The table of tokens.
#[component]
pub(crate) fn TokenTable(props: &TokenTableProps) -> Html {
    let (review, grid) = (&props.review, &props.grid);
    let (head_ref, ruler, body, drawn) = (use_node_ref(), use_node_ref(), use_node_ref(), use_node_ref());
    let place = use_state_eq(|| Place::Row(0));
    let anchor = use_state_eq(|| 0_u32);
    let size = use_size(grid.clone(), head_ref.clone(), ruler.clone());
    let scroll = use_scroll(grid.clone(), size, review.shown);
    let waiting = use_rows_wanted(review, &props.rows, scroll.window);
    use_geometry(body.clone(), window::height(size, review.shown), drawn.clone(), scroll.window.shift);
    let send = use_send();
    let current = clamped(*place, review.shown);

    let state = Standing { place: place.setter(), anchor: anchor.setter(), anchor_at: *anchor };
    let on_press = {
        let (state, send, grid) = (state.clone(), send.clone(), grid.clone());
        use_callback((*anchor, current), move |press: Press, (_, current)| {
            on_press(press, *current, &state, &send, &grid);
        })
    };
    use_focus_after(edited_here(review).is_some(), grid);
    use_hidden_editor(review, grid, &send);
    let keyboard = Keyboard { state, send: send.clone(), show: scroll.show.clone() };
    let (rows, view, head_node) = (props.rows.clone(), review.clone(), head_ref.clone());
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        let ground = Ground {
            place: current,
            shown: view.shown,
            page: window::page(size),
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
            class="grid"
            role="grid"
            tabindex="0"
            aria-label="Tokens"
            aria-multiselectable="true"
            aria-rowcount={review.shown.saturating_add(1).to_string()}
            aria-colcount={(COLUMNS.len() + 1).to_string()}
            aria-busy={waiting.to_string()}
            aria-activedescendant={active_id(current, scroll.window)}
            {onkeydown}
            {onfocus}
            onscroll={scroll.moved.clone()}
        >
            <div ref={head_ref} role="rowgroup" class="grid__head">{ head::head(review, current, &send) }</div>
            <div ref={body} role="rowgroup" class="grid__body">
                <div ref={drawn} role="presentation" class="grid__drawn">
                    { for drawn_rows(props, scroll.window, current, &on_press) }
                </div>
                <div ref={ruler} role="presentation" class="grid__ruler" />
            </div>
        </div>
    }
}

/// What dies with the table: where the keyboard stands, and where a range starts.
#[derive(Clone)]
struct Standing {
    place: StateSetter<Place>,
    anchor: StateSetter<u32>,
    anchor_at: u32,
}

struct Keyboard {
    state: Standing,
    send: Callback<VaultEvent>,
    show: Callback<u32>,
}

impl Keyboard {
    fn press(&self, event: &KeyboardEvent, ground: Ground, review: &ReviewView, rows: &RowCache) {
        let name = event.key();
        let key =
            Key { name: &name, shift: event.shift_key(), control: event.ctrl_key() || event.meta_key() };
        if let Some(act) = keys::act(key, ground) {
            event.prevent_default();
            self.act(act, ground.place, review, rows);
        }
    }

    fn act(&self, act: Act, place: Place, review: &ReviewView, rows: &RowCache) {
        let (row, _) = place.row().unwrap_or_default();
        let id = rows.row(row).map(|row: &Rc<Row>| row.id);
        match act {
            Act::Go(place) => self.go(place),
            Act::Toggle => self.toggle(row, id),
            Act::Extend => self.send.emit(range(self.state.anchor_at, row)),
            Act::SelectAll => self.send.emit(VaultEvent::AllShownSelected),
            Act::Open if id.is_some() => self.send.emit(VaultEvent::DetailsChosen(id)),
            Act::Open => {}
            Act::Edit(cell) => {
                if let Some(id) = id {
                    edit(id, cell, &self.send);
                }
            }
            Act::Close => self.send.emit(VaultEvent::DetailsChosen(None)),
            Act::Press(cell) => self.send.emit(head::pressed(cell, review)),
        }
    }

    fn go(&self, place: Place) {
        self.state.place.set(place);
        if let Some((row, _)) = place.row() {
            self.show.emit(row);
        }
    }

    fn toggle(&self, row: u32, id: Option<TokenId>) {
        self.state.anchor.set(row);
        if let Some(id) = id {
            self.send.emit(VaultEvent::TokenToggled(id));
        }
    }
}

fn on_press(press: Press, place: Place, state: &Standing, send: &Callback<VaultEvent>, grid: &NodeRef) {
    focus(grid);
    match press.kind {
        PressKind::Edit | PressKind::Open { first: false, .. } => {}
        PressKind::Open { cell, .. } => state.place.set(Place::in_row(press.index, cell)),
        PressKind::Toggle | PressKind::Extend => state.place.set(Place::Row(press.index)),
    }
    match press.kind {
        PressKind::Extend => send.emit(range(state.anchor_at, press.index)),
        PressKind::Toggle => {
            state.anchor.set(press.index);
            send.emit(VaultEvent::TokenToggled(press.id));
        }
        PressKind::Open { first, .. } => {
            state.anchor.set(press.index);
            if first {
                send.emit(VaultEvent::DetailsChosen(Some(press.id)));
            }
        }
        PressKind::Edit => {
            let cell = place.row().filter(|(row, _)| *row == press.index).map_or(1, |(_, cell)| cell.max(1));
            edit(press.id, cell, send);
        }
    }
}

/// Begins to edit a cell.
fn edit(token: TokenId, cell: usize, send: &Callback<VaultEvent>) {
    let column = cell.checked_sub(1).and_then(|place| COLUMNS.get(place));
    let Some(field) = column.and_then(|column| columns::field(*column)) else {
        return send.emit(VaultEvent::DetailsChosen(Some(token)));
    };
    send.emit(VaultEvent::EditBegun { token, field, in_details: false });
}

/// A narrow table has fewer columns: what is edited in one that is not shown goes to the details.
#[hook]
fn use_hidden_editor(review: &ReviewView, grid: &NodeRef, send: &Callback<VaultEvent>) {
    let (editing, grid, send) = (edited_here(review).cloned(), grid.clone(), send.clone());
    use_effect(move || {
        if let Some(editing) = editing.filter(|_| scroll::has_hidden(&grid, ".field-editor")) {
            let (token, field) = (editing.token, editing.field);
            send.emit(VaultEvent::EditBegun { token, field, in_details: true });
        }
    });
}

/// What is edited in the table.
fn edited_here(review: &ReviewView) -> Option<&EditingView> {
    review.editing.as_ref().filter(|editing| !editing.in_details)
}

fn range(a: u32, b: u32) -> VaultEvent {
    VaultEvent::RangeSelected { from: a.min(b), to: a.max(b) }
}

fn clamped(place: Place, shown: u32) -> Place {
    match place {
        Place::Row(row) => Place::Row(row.min(shown.saturating_sub(1))),
        Place::Cell(row, cell) => Place::Cell(row.min(shown.saturating_sub(1)), cell),
        Place::Head(_) => place,
    }
}

fn active_id(place: Place, window: window::Window) -> Option<String> {
    match place {
        Place::Head(cell) => Some(head::id(cell)),
        Place::Row(row) => (window.first..window.end).contains(&row).then(|| row::id(row)),
        Place::Cell(row, cell) => (window.first..window.end).contains(&row).then(|| row::cell_id(row, cell)),
    }
}

fn drawn_rows(
    props: &TokenTableProps,
    window: window::Window,
    place: Place,
    on_press: &Callback<Press>,
) -> impl Iterator<Item = Html> {
    let open = props.review.details.as_ref().map(|details| details.row.id);
    let editing = edited_here(&props.review);
    (window.first..window.end.min(props.review.shown)).map(move |index| {
        let row = props.rows.row(index).cloned();
        let is_open = row.as_ref().is_some_and(|row| Some(row.id) == open);
        let active = place.row().filter(|(row, _)| *row == index).map(|(_, cell)| cell);
        let editing = editing.filter(|editing| row.as_ref().is_some_and(|row| row.id == editing.token)).cloned();
        html! {
            <TableRow key={index} {index} {row} {active} {editing} open={is_open} on_press={on_press.clone()} />
        }
    })
}
