//! A table that is only read. It draws the rows in sight alone, whatever their number, and is scrolled as the browser
//! scrolls everything: nothing in it can be stood on or pressed.

use std::rc::Rc;

use super::scroll::use_scroll;
use super::wanted::{Wanted, use_rows_wanted};
use super::window;
use crate::ui::RowCache;
use crate::ui::hooks::{use_geometry, use_size};
use crate::ui::prelude::*;

/// What a [`PlainTable`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct PlainTableProps {
    /// What it is called.
    pub(crate) label: AttrValue,
    /// The names of its columns.
    pub(crate) head: Vec<String>,
    /// Counts up when rows or their order changed.
    pub(crate) snapshot: u32,
    /// How many rows there are.
    pub(crate) total: u32,
    /// The rows that are here, cell by cell.
    pub(crate) rows: Rc<RowCache<Vec<String>>>,
    /// A block that comes into sight and is missing.
    pub(crate) wanted: Callback<Wanted>,
}

/// The table.
#[component]
pub(crate) fn PlainTable(props: &PlainTableProps) -> Html {
    let (scroller, head, ruler) = (use_node_ref(), use_node_ref(), use_node_ref());
    let (body, drawn) = (use_node_ref(), use_node_ref());
    let size = use_size(scroller.clone(), head.clone(), ruler.clone());
    let scroll = use_scroll(scroller.clone(), size, props.total);
    let window = scroll.window;
    let places = window.first..window.end.min(props.total);
    let waiting = use_rows_wanted(&props.rows, props.snapshot, places.clone(), props.wanted.clone());
    use_geometry(body.clone(), window::height(size, props.total), drawn.clone(), window.shift);
    html! {
        <div
            ref={scroller}
            class="grid grid--plain"
            role="table"
            tabindex="0"
            aria-label={props.label.clone()}
            aria-rowcount={props.total.saturating_add(1).to_string()}
            aria-busy={waiting.to_string()}
            onscroll={scroll.moved}
        >
            <div ref={head} role="rowgroup" class="grid__head">
                <div class="grid__row grid__row--head" role="row" aria-rowindex="1">{ for props.head.iter().map(|name| cell("columnheader", name)) }</div>
            </div>
            <div ref={body} role="rowgroup" class="grid__body">
                <div ref={drawn} role="presentation" class="grid__drawn">{ for places.map(|at| row(props, at)) }</div>
                <div ref={ruler} role="presentation" class="grid__ruler" />
            </div>
        </div>
    }
}

/// A row, or a placeholder of the same height.
fn row(props: &PlainTableProps, at: u32) -> Html {
    let cells: Vec<Html> = match props.rows.fresh(props.snapshot, at) {
        Some(row) => row.iter().map(|text| cell("cell", text)).collect(),
        None => vec![html! {
            <div role="cell" class="grid__waiting"><span class="visually-hidden">{ "Loading" }</span></div>
        }],
    };
    // Rows count from 1, and the head is the first.
    html! { <div key={at} class="grid__row" role="row" aria-rowindex={at.saturating_add(2).to_string()}>{ for cells }</div> }
}

fn cell(role: &'static str, text: &str) -> Html {
    html! { <div {role} class="grid__cell"><span class="grid__clamp">{ text.to_owned() }</span></div> }
}
