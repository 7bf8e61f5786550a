//! The columns and how their cells are printed.

use seedferry_protocol::{Cell, Column, EditField, EditedFields, Row};
use yew::prelude::*;

use crate::ui::components::{Icon, icon, tone};
use crate::ui::words;

/// The columns in their order.
pub(crate) const COLUMNS: [Column; 10] = [
    Column::Serial,
    Column::Seed,
    Column::Hash,
    Column::Interval,
    Column::Digits,
    Column::Manufacturer,
    Column::Model,
    Column::Upn,
    Column::Source,
    Column::Findings,
];

/// The class that places a column.
pub(crate) fn class(column: Column) -> &'static str {
    match column {
        Column::Serial => "col-serial",
        Column::Seed => "col-seed",
        Column::Hash => "col-hash",
        Column::Interval => "col-interval",
        Column::Digits => "col-digits",
        Column::Manufacturer => "col-manufacturer",
        Column::Model => "col-model",
        Column::Upn => "col-upn",
        Column::Source => "col-source",
        Column::Findings => "col-findings",
    }
}

/// The field that is edited in a column.
pub(crate) fn field(column: Column) -> Option<EditField> {
    match column {
        Column::Serial => Some(EditField::Serial),
        Column::Seed => Some(EditField::Seed),
        Column::Hash => Some(EditField::Hash),
        Column::Interval => Some(EditField::Interval),
        Column::Digits => Some(EditField::Digits),
        Column::Manufacturer => Some(EditField::Manufacturer),
        Column::Model => Some(EditField::Model),
        Column::Upn => Some(EditField::Upn),
        Column::Source | Column::Findings => None,
    }
}

/// The content of a row in a column, dressed when it was edited.
pub(crate) fn content(row: &Row, column: Column) -> Html {
    match field(column) {
        Some(field) => marked(row.edited, field, said(row, column)),
        None => said(row, column),
    }
}

/// A value, dressed when its field was edited.
pub(crate) fn marked(edited: EditedFields, field: EditField, value: Html) -> Html {
    if edited.contains(field) {
        html! { <span class="edited">{ value }<span class="visually-hidden">{ " (edited)" }</span></span> }
    } else {
        value
    }
}

fn said(row: &Row, column: Column) -> Html {
    match column {
        Column::Serial if row.serial.is_empty() => {
            html! { <span class="cell-text">{ "No serial number" }</span> }
        }
        Column::Serial => text(&row.serial),
        Column::Seed => seed(row.seed_bytes),
        Column::Hash => cell(&row.hash),
        Column::Interval => cell(&Cell { text: interval(&row.interval.text), assumed: row.interval.assumed }),
        Column::Digits => cell(&row.digits),
        Column::Manufacturer => text(&row.manufacturer),
        Column::Model => text(&row.model),
        Column::Upn => text(&row.upn),
        Column::Source => text(&row.source),
        Column::Findings => findings(row),
    }
}

/// A value, dressed when it was assumed.
pub(crate) fn cell(cell: &Cell) -> Html {
    if cell.assumed {
        html! { <span class="assumed">{ &cell.text }<span class="visually-hidden">{ " (assumed)" }</span></span> }
    } else {
        text(&cell.text)
    }
}

/// An interval with its unit; a word, as HOTP has it, stays as it is.
pub(crate) fn interval(text: &str) -> String {
    if text.parse::<u32>().is_ok() { format!("{text} s") } else { text.to_owned() }
}

/// A text, or a dash when there is none.
pub(crate) fn text(text: &str) -> Html {
    if text.is_empty() {
        html! { <span class="nothing" aria-hidden="true">{ "–" }</span> }
    } else {
        html! { <span class="cell-text">{ text }</span> }
    }
}

fn seed(bytes: Option<u16>) -> Html {
    match bytes {
        Some(bytes) => html! {
            <span class="cell-text"><span class="dots" aria-hidden="true">{ "•••• " }</span>{ format!("{bytes} bytes") }</span>
        },
        None => html! { <span class="cell-text no-seed">{ "No seed" }</span> },
    }
}

fn findings(row: &Row) -> Html {
    let Some(worst) = row.worst else {
        return html! { <span class="nothing" aria-hidden="true">{ "–" }</span> };
    };
    html! {
        <span class={classes!("cell-finding", tone(worst))}>
            { icon(Icon::of(worst)) }
            <span class="visually-hidden">{ words::severity(worst) }{ ": " }</span>
            <span class="cell-text">{ &row.finding }</span>
            <span class="cell-more" hidden={row.findings < 2}>{ format!("+{}", row.findings.saturating_sub(1)) }</span>
        </span>
    }
}

#[cfg(test)]
mod tests {
    use super::interval;

    fn check(text: &str, want: &str) {
        assert_eq!(interval(text), want);
    }

    #[test]
    fn intervals_carry_their_unit() {
        check("30", "30 s");
        check("60", "60 s");
        check("counter", "counter");
        check("", "");
    }
}
