//! A report on paper: all its rows, fetched before the browser's dialog opens, and drawn for the paper alone.

use std::rc::Rc;

use seedferry_protocol::ReportView;

use crate::ui::hooks::use_command;
use crate::ui::prelude::*;
use crate::ui::row_cache::BLOCK;
use crate::ui::table::{Wanted, use_rows_wanted};
use crate::ui::{Command, RowCache, words};

/// Rows that are asked for at a time: more would make everything else on the page wait.
const AHEAD: u32 = 4 * BLOCK;

/// What becomes of a press of *Print…*.
pub(super) struct Printing {
    /// The press.
    pub(super) pressed: Callback<MouseEvent>,
    /// The rows are to stand on paper.
    pub(super) is_wanted: bool,
    /// How far it is, while rows are still missing; as a sentence.
    pub(super) words: String,
}

/// Fetches what is missing of the rows, and opens the browser's dialog when all are here.
#[hook]
pub(super) fn use_printing(
    report: &ReportView,
    rows: &Rc<RowCache<Vec<String>>>,
    wanted: Callback<Wanted>,
) -> Printing {
    let command = use_command();
    // Which report, and how often the button was pressed.
    let asked = use_state_eq(|| (0_u32, 0_u32));
    let (snapshot, presses) = *asked;
    let is_wanted = presses > 0 && snapshot == report.snapshot;
    let (setter, now) = (asked.setter(), report.snapshot);
    let pressed = use_callback((now, presses), move |_: MouseEvent, (now, presses)| {
        setter.set((*now, presses.saturating_add(1)));
    });
    let printed = if is_wanted { printed(report) } else { 0 };
    let first = rows.missing(report.snapshot, 0..printed).first().copied().unwrap_or(printed);
    use_rows_wanted(rows, report.snapshot, first..first.saturating_add(AHEAD).min(printed), wanted);
    let is_ready = is_wanted && first == printed;
    use_effect_with((presses, is_ready), move |(_, is_ready)| {
        if *is_ready {
            command.emit(Command::Print);
        }
    });
    let words = if is_wanted { state(first, printed, report.total) } else { String::new() };
    Printing { pressed, is_wanted, words }
}

fn printed(report: &ReportView) -> u32 {
    report.total.min(ReportView::PRINTED)
}

/// How far the print is, and what will not stand on the paper.
fn state(here: u32, printed: u32, total: u32) -> String {
    if here < printed {
        return format!(
            "Making it ready for print: {} of {}…",
            words::grouped(here),
            words::grouped(printed)
        );
    }
    unprinted(total)
}

/// What does not stand on paper, and how to have it; empty when all does.
fn unprinted(total: u32) -> String {
    match total.saturating_sub(ReportView::PRINTED) {
        0 => String::new(),
        more => format!(
            "Not printed: {}. Save the report as CSV to have all rows.",
            words::counted(more, "more row", "more rows")
        ),
    }
}

/// What [`Paper`] is given.
#[derive(PartialEq, Properties)]
pub(super) struct PaperProps {
    /// The report.
    pub(super) report: ReportView,
    /// Its rows that are here.
    pub(super) rows: Rc<RowCache<Vec<String>>>,
    /// All rows are to stand on it.
    pub(super) is_wanted: bool,
}

/// What is printed; it is not seen on the screen.
#[component]
pub(super) fn Paper(props: &PaperProps) -> Html {
    let report = &props.report;
    let content = match (report.total, props.is_wanted) {
        (0, _) => Html::default(),
        (_, false) => html! { <p>{ "The rows are printed by the button “Print…” of this page." }</p> },
        (total, true) => html! { <>{ table(props) }{ rest(total) }</> },
    };
    html! { <div class="slot inventory-report__paper">{ content }</div> }
}

fn rest(total: u32) -> Html {
    let left = unprinted(total);
    html! { <p hidden={left.is_empty()}>{ left }</p> }
}

/// All parts of the table have keys: beside one without, each new block would have all the others drawn anew.
fn table(props: &PaperProps) -> Html {
    let report = &props.report;
    let head = report.head.iter().map(|name| html! { <th key={name.clone()} scope="col">{ name }</th> });
    let starts = (0..printed(report)).step_by(BLOCK as usize);
    let blocks = starts.filter_map(|start| {
        let rows = props.rows.block(report.snapshot, start)?;
        Some(html! { <PaperBlock key={start} rows={Rows(Rc::clone(rows))} /> })
    });
    html! {
        <div class="upload-list__table inventory-report__table">
            <table>
                <thead key="head"><tr>{ for head }</tr></thead>
                { for blocks }
            </table>
        </div>
    }
}

/// Equal when they are the same object: a block is drawn once, however many follow it.
#[derive(Clone)]
struct Rows(Rc<Vec<Rc<Vec<String>>>>);

impl PartialEq for Rows {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

#[derive(PartialEq, Properties)]
struct PaperBlockProps {
    rows: Rows,
}

/// The rows of one block.
#[component]
fn PaperBlock(props: &PaperBlockProps) -> Html {
    let row = |(at, cells): (usize, &Rc<Vec<String>>)| {
        let cells = cells.iter().enumerate().map(|(at, cell)| html! { <td key={at}>{ cell }</td> });
        html! { <tr key={at}>{ for cells }</tr> }
    };
    html! { <tbody>{ for props.rows.0.iter().enumerate().map(row) }</tbody> }
}

#[cfg(test)]
mod tests {
    use seedferry_protocol::ReportView;

    use super::state;

    fn check(here: u32, total: u32, words: &str) {
        assert_eq!(state(here, total.min(ReportView::PRINTED), total), words, "{here} of {total}");
    }

    #[test]
    fn what_is_not_printed_is_said() {
        check(0, 3, "Making it ready for print: 0 of 3…");
        check(3, 3, "");
        check(49_900, 60_000, "Making it ready for print: 49,900 of 50,000…");
        check(50_000, 50_000, "");
        check(50_000, 50_001, "Not printed: 1 more row. Save the report as CSV to have all rows.");
        check(50_000, 60_000, "Not printed: 10,000 more rows. Save the report as CSV to have all rows.");
    }
}
