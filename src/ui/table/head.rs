//! The head of the table: a check box for all, and a button per column that sorts.

use seedferry_protocol::{Column, Event as VaultEvent, ReviewView, SortOrder};
use yew::prelude::*;

use super::columns::{COLUMNS, class};
use super::keys::Place;
use crate::ui::words;

/// The head row. Its buttons are no tab stops of their own; the table's arrow keys reach them.
pub(super) fn head(review: &ReviewView, place: Place, send: &Callback<VaultEvent>) -> Html {
    let cells = (1..).zip(COLUMNS).map(|(number, column)| cell(number, column, review.sort, place, send));
    html! {
        <div class="grid__row grid__row--head" role="row" aria-rowindex="1">
            <div id={id(0)} role="columnheader" class={classes!("grid__cell", "col-check", mark(place, 0))}>{ all_box(review, send) }</div>
            { for cells }
        </div>
    }
}

/// The id of a head cell.
pub(super) fn id(cell: usize) -> String {
    format!("head-{cell}")
}

/// What pressing a head cell asks for.
pub(super) fn pressed(cell: usize, review: &ReviewView) -> VaultEvent {
    match cell.checked_sub(1).and_then(|place| COLUMNS.get(place)) {
        Some(column) => VaultEvent::SortChanged(next_order(*column, review.sort)),
        None if all_selected(review) => VaultEvent::SelectionCleared,
        None => VaultEvent::AllShownSelected,
    }
}

fn cell(
    number: usize,
    column: Column,
    sort: Option<SortOrder>,
    place: Place,
    send: &Callback<VaultEvent>,
) -> Html {
    let send = send.clone();
    let onclick = move |_: MouseEvent| send.emit(VaultEvent::SortChanged(next_order(column, sort)));
    let order = direction(column, sort);
    html! {
        <div
            key={number}
            id={id(number)}
            role="columnheader"
            class={classes!("grid__cell", class(column), mark(place, number))}
            aria-sort={order}
        >
            <button type="button" class="grid__sort" tabindex="-1" {onclick}>
                <span class="cell-text">{ words::column(column) }</span>
                <span class="grid__arrow" aria-hidden="true">{ arrow(order) }</span>
            </button>
        </div>
    }
}

fn all_box(review: &ReviewView, send: &Callback<VaultEvent>) -> Html {
    let event = pressed(0, review);
    let send = send.clone();
    let onclick = move |_: MouseEvent| send.emit(event.clone());
    html! {
        <label class="grid__check">
            <input type="checkbox" tabindex="-1" aria-label="Select all shown tokens" checked={all_selected(review)} {onclick} />
        </label>
    }
}

fn all_selected(review: &ReviewView) -> bool {
    review.shown > 0 && review.selected.saturating_sub(review.selected_hidden) >= review.shown
}

fn next_order(column: Column, sort: Option<SortOrder>) -> SortOrder {
    let descending = sort.is_some_and(|order| order.column == column && !order.descending);
    SortOrder { column, descending }
}

fn direction(column: Column, sort: Option<SortOrder>) -> &'static str {
    match sort {
        Some(order) if order.column == column && order.descending => "descending",
        Some(order) if order.column == column => "ascending",
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
