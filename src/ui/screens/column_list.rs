//! The columns of a table, in their order: added, renamed, moved and removed.

use std::cell::RefCell;
use std::rc::Rc;

use seedferry_protocol::{CsvColumn, CustomCsv, TokenProperty};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::column_item::{Moves, column_item};
use super::custom_csv::Edit;
use crate::ui::components::{Button, Icon};
use crate::ui::prelude::*;

/// What a [`ColumnList`] is given.
#[derive(PartialEq, Properties)]
pub(super) struct ColumnListProps {
    /// The columns.
    pub(super) columns: Vec<CsvColumn>,
    /// Who is told of changes.
    pub(super) edit: Edit,
}

/// A drag: which column, and where it would go now.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Drag {
    /// Where it is.
    pub(super) from: usize,
    /// Where it would go.
    pub(super) to: usize,
}

/// The list. Columns move by their grip (mouse, pen, touch), by their buttons, and by Alt+Up and Alt+Down.
#[component]
pub(super) fn ColumnList(props: &ColumnListProps) -> Html {
    let list = use_node_ref();
    let drag = use_state_eq(|| None::<Drag>);
    let follow = use_mut_ref(|| None::<Follow>);
    use_follow(&list, &follow, &props.columns);
    let ids = use_ids(&props.columns);
    let told = {
        let (edit, follow) = (props.edit.clone(), Rc::clone(&follow));
        Callback::from(move |(from, to, part): (usize, usize, &'static str)| {
            edit.change(|layout| shift(layout, from, to));
            follow.replace(Some(Follow::new(&edit, to, part)));
        })
    };
    let moves = Moves { list: list.clone(), drag: drag.clone(), told };
    let count = props.columns.len();
    let remove = {
        let (edit, follow) = (props.edit.clone(), Rc::clone(&follow));
        Callback::from(move |at: usize| {
            edit.change(|layout| {
                if at < layout.columns.len() {
                    layout.columns.remove(at);
                }
            });
            follow.replace(Some(Follow::new(&edit, at.min(count.saturating_sub(2)), NAME)));
        })
    };
    let add = {
        let (edit, follow) = (props.edit.clone(), Rc::clone(&follow));
        Callback::from(move |_: MouseEvent| {
            edit.change(|layout| layout.columns.push(next(layout)));
            follow.replace(Some(Follow::new(&edit, count, NAME)));
        })
    };
    let items = props.columns.iter().zip(ids).enumerate().map(|(at, (column, id))| {
        html! {
            <li key={id} class={classes!("column-item", moves.mark(at))} onkeydown={moves.by_key((at, count))}>
                { column_item(column, (at, count), &props.edit, &moves, &remove) }
            </li>
        }
    });
    html! {
        <>
            <p id="columns-hint" class="quiet">{ "Drag a column by its dots, use its arrows, or press Alt+Up and Alt+Down." }</p>
            <ol ref={list} class="column-list" aria-label="Columns" aria-describedby="columns-hint">{ for items }</ol>
            <div class="actions">
                <Button label="Add column" icon={Icon::Add} disabled={count >= CustomCsv::MAX_COLUMNS} onclick={add} />
            </div>
        </>
    }
}

/// The field with a column's name.
pub(super) const NAME: &str = ".column-item__name";

/// Where the focus goes when the vault shows these columns.
struct Follow {
    columns: Vec<CsvColumn>,
    at: usize,
    part: &'static str,
}

impl Follow {
    /// To be made when the change was told.
    fn new(edit: &Edit, at: usize, part: &'static str) -> Self {
        Self { columns: edit.latest().columns, at, part }
    }
}

/// Puts the focus on the part of a column that was added or moved.
#[hook]
fn use_follow(list: &NodeRef, follow: &Rc<RefCell<Option<Follow>>>, columns: &[CsvColumn]) {
    let (list, follow) = (list.clone(), Rc::clone(follow));
    use_effect_with(columns.to_vec(), move |columns| {
        let due = follow.borrow_mut().take_if(|follow| follow.columns == *columns);
        let part =
            due.and_then(|due| [due.part, NAME].into_iter().find_map(|part| part_of(&list, due.at, part)));
        if let Some(part) = part {
            // It fails only for an element outside the document.
            let _ = part.focus();
        }
    });
}

/// Numbers that go with the columns wherever they move, so that what is open and typed moves with them.
#[hook]
fn use_ids(columns: &[CsvColumn]) -> Vec<usize> {
    let known = use_mut_ref(Vec::<(usize, CsvColumn)>::new);
    let ids = matched(&known.borrow(), columns);
    known.replace(ids.iter().copied().zip(columns.iter().cloned()).collect());
    ids
}

/// A column keeps its number where it is found unchanged, here or elsewhere; what changed keeps that of its place.
fn matched(known: &[(usize, CsvColumn)], columns: &[CsvColumn]) -> Vec<usize> {
    let mut free: Vec<Option<&(usize, CsvColumn)>> = known.iter().map(Some).collect();
    let mut ids: Vec<Option<usize>> = vec![None; columns.len()];
    let fits = |old: &(usize, CsvColumn), column: Option<&CsvColumn>| column == Some(&old.1);
    for way in [Way::Here, Way::Elsewhere, Way::Changed] {
        for (at, id) in ids.iter_mut().enumerate().filter(|(_, id)| id.is_none()) {
            let column = columns.get(at);
            let found = match way {
                Way::Here => free.get_mut(at).filter(|old| old.is_some_and(|old| fits(old, column))),
                Way::Elsewhere => free.iter_mut().find(|old| old.is_some_and(|old| fits(old, column))),
                Way::Changed => free.get_mut(at),
            };
            *id = found.and_then(Option::take).map(|old| old.0);
        }
    }
    let fresh = known.iter().map(|(id, _)| id + 1).max().unwrap_or_default();
    let mut fresh = fresh..;
    ids.into_iter().filter_map(|id| id.or_else(|| fresh.next())).collect()
}

/// How a column is found again.
#[derive(Clone, Copy)]
enum Way {
    Here,
    Elsewhere,
    Changed,
}

fn part_of(list: &NodeRef, at: usize, part: &str) -> Option<HtmlElement> {
    let selector = format!(":scope > li:nth-child({}) {part}:enabled", at + 1);
    list.cast::<Element>()?.query_selector(&selector).ok()??.dyn_into().ok()
}

/// The first property that no column holds yet.
fn next(layout: &CustomCsv) -> CsvColumn {
    match TokenProperty::ALL.into_iter().find(|property| !layout.has(*property)) {
        Some(property) => CsvColumn::new(property.name(), property),
        None => CsvColumn::fixed("", ""),
    }
}

fn shift(layout: &mut CustomCsv, from: usize, to: usize) {
    if from < layout.columns.len() {
        let column = layout.columns.remove(from);
        layout.columns.insert(to.min(layout.columns.len()), column);
    }
}

#[cfg(test)]
mod tests {
    use seedferry_protocol::{
        CsvColumn, CsvDelimiter, CsvLimits, CsvLineEnding, CsvQuoting, CustomCsv, SeedText, TokenProperty,
        TokenTypes,
    };

    use super::{matched, next, shift};

    fn layout(names: &str) -> CustomCsv {
        CustomCsv {
            name: String::new(),
            columns: names.chars().map(|name| CsvColumn::fixed(&name.to_string(), "")).collect(),
            header: true,
            seed_text: SeedText::Hex,
            delimiter: CsvDelimiter::Comma,
            quoting: CsvQuoting::Always,
            line_ending: CsvLineEnding::Lf,
            tokens: TokenTypes::Both,
            limits: CsvLimits::default(),
            apart: false,
        }
    }

    fn check(from: usize, to: usize, expected: &str) {
        let mut moved = layout("abcd");
        shift(&mut moved, from, to);
        let names: String = moved.columns.iter().map(|column| column.name.as_str()).collect();
        assert_eq!(names, expected, "{from} to {to}");
    }

    #[test]
    fn columns_move() {
        check(0, 1, "bacd");
        check(0, 3, "bcda");
        check(3, 0, "dabc");
        check(2, 2, "abcd");
        check(1, 9, "acdb");
        check(9, 0, "abcd");
    }

    #[test]
    fn a_new_column_holds_what_none_holds_yet() {
        let mut growing = layout("");
        for _ in 0..=TokenProperty::ALL.len() {
            let column = next(&growing);
            growing.columns.push(column);
        }
        let names: Vec<&str> = growing.columns.iter().map(|column| column.name.as_str()).collect();
        assert_eq!(names.first(), Some(&"serial number"));
        assert_eq!(names.get(1), Some(&"seed"));
        assert_eq!(names.last(), Some(&""), "after all properties, a fixed value");
    }

    #[test]
    fn numbers_go_with_columns() {
        let rows = [
            ("abcd", "abcd", [0, 1, 2, 3].as_slice()),
            ("abcd", "bcda", &[1, 2, 3, 0]),
            ("abcd", "abXd", &[0, 1, 2, 3]),
            ("abcd", "acd", &[0, 2, 3]),
            ("abc", "abcd", &[0, 1, 2, 3]),
            ("", "ab", &[0, 1]),
            ("aab", "aba", &[0, 2, 1]),
        ];
        for (before, after, expected) in rows {
            let known: Vec<_> = layout(before).columns.into_iter().enumerate().collect();
            assert_eq!(matched(&known, &layout(after).columns), expected, "{before} to {after}");
        }
    }
}
