//! The head of the table: a check box for all, and a button per column that sorts.

use super::keys::Place;
use super::source::{Ask, Source, all_selected};
use crate::ui::prelude::*;

/// The head row. Its buttons are no tab stops of their own; the table's arrow keys reach them.
pub(super) fn head<S: Source>(source: &S, place: Place, ask: &Callback<Ask<S::Column>>) -> Html {
    let cells = (1..).zip(source.columns()).map(|(number, column)| cell(source, number, *column, place, ask));
    html! {
        <div class="grid__row grid__row--head" role="row" aria-rowindex="1">
            <div id={id::<S>(0)} role="columnheader" class={classes!("grid__cell", "col-check", mark(place, 0))}>{ all_box(source, ask) }</div>
            { for cells }
        </div>
    }
}

/// The id of a head cell.
pub(super) fn id<S: Source>(cell: usize) -> String {
    format!("{}head-{cell}", S::PREFIX)
}

/// What pressing a head cell asks for.
pub(super) fn pressed<S: Source>(cell: usize, source: &S) -> Ask<S::Column> {
    match cell.checked_sub(1).and_then(|place| source.columns().get(place)) {
        Some(column) => next_order(source, *column),
        None if all_selected(source) => Ask::Nothing,
        None => Ask::All,
    }
}

fn cell<S: Source>(
    source: &S,
    number: usize,
    column: S::Column,
    place: Place,
    ask: &Callback<Ask<S::Column>>,
) -> Html {
    let (ask, next) = (ask.clone(), next_order(source, column));
    let onclick = move |_: MouseEvent| ask.emit(next);
    let order = direction(source, column);
    html! {
        <div
            key={number}
            id={id::<S>(number)}
            role="columnheader"
            class={classes!("grid__cell", S::class(column), mark(place, number))}
            aria-sort={order}
        >
            <button type="button" class="grid__sort" tabindex="-1" {onclick}>
                <span class="cell-text">{ S::name(column) }</span>
                <span class="grid__arrow" aria-hidden="true">{ arrow(order) }</span>
            </button>
        </div>
    }
}

fn all_box<S: Source>(source: &S, ask: &Callback<Ask<S::Column>>) -> Html {
    let (ask, asked) = (ask.clone(), pressed(0, source));
    let onclick = move |_: MouseEvent| ask.emit(asked);
    html! {
        <label class="grid__check">
            <input type="checkbox" tabindex="-1" aria-label="Select all shown tokens" checked={all_selected(source)} {onclick} />
        </label>
    }
}

fn next_order<S: Source>(source: &S, column: S::Column) -> Ask<S::Column> {
    Ask::Order { column, descending: source.sort() == Some((column, false)) }
}

fn direction<S: Source>(source: &S, column: S::Column) -> &'static str {
    match source.sort() {
        Some((sorted, true)) if sorted == column => "descending",
        Some((sorted, false)) if sorted == column => "ascending",
        _ => "none",
    }
}

fn arrow(direction: &str) -> &'static str {
    match direction {
        "ascending" => "↑",
        "descending" => "↓",
        _ => "",
    }
}

fn mark(place: Place, cell: usize) -> Option<&'static str> {
    (place == Place::Head(cell)).then_some("grid__cell--active")
}
