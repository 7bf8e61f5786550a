//! One column of a table: its name, what its cells hold, and how they are spelled.

use seedferry_protocol::{CsvColumn, CsvContent, CsvWord, CustomCsv, LetterCase, TokenProperty};
use web_sys::{Element, HtmlElement};

use super::column_list::Drag;
use super::custom_csv::Edit;
use crate::ui::components::{Button, Icon, Look};
use crate::ui::prelude::*;

const CASES: [(LetterCase, &str); 3] =
    [(LetterCase::Kept, "As it is"), (LetterCase::Upper, "UPPER CASE"), (LetterCase::Lower, "lower case")];

/// The button that moves a column up.
const UP: &str = ".column-item__moves button:nth-of-type(1)";
/// The button that moves a column down.
const DOWN: &str = ".column-item__moves button:nth-of-type(2)";

/// How columns are moved.
#[derive(Clone)]
pub(super) struct Moves {
    /// The list.
    pub(super) list: NodeRef,
    /// The drag under way.
    pub(super) drag: State<Option<Drag>>,
    /// From where, to where, and which part of the column has the focus then.
    pub(super) told: Callback<(usize, usize, &'static str)>,
}

/// A column; `place` is where it stands, and among how many.
pub(super) fn column_item(
    column: &CsvColumn,
    place: (usize, usize),
    edit: &Edit,
    moves: &Moves,
    remove: &Callback<usize>,
) -> Html {
    let (at, count) = place;
    let number = at + 1;
    html! {
        <>
            <div class="column-item__line">
                { moves.grip(at) }
                { edit.text("column-item__name", format!("Name of column {number}"), &column.name, in_column(at, |column, name| column.name = name)) }
                { content(column, at, edit) }
                <div class="column-item__moves">
                    { moves.button("↑", at.checked_sub(1), at, UP) }
                    { moves.button("↓", Some(number).filter(|to| *to < count), at, DOWN) }
                    <Button label="Remove" name={format!("Remove column {number}")} icon={Icon::Close} look={Look::Subtle} icon_only=true onclick={remove.reform(move |_: MouseEvent| at)} />
                </div>
            </div>
            <div class="slot">{ fixed(column, at, edit) }</div>
            <details class="column-item__more">
                <summary>{ "Spelling" }<span class="visually-hidden">{ format!(" of column {number}") }</span></summary>
                { edit.list("Letter case", &CASES, column.letter_case, in_column(at, |column, case| column.letter_case = case)) }
                { words(column, at, edit) }
            </details>
        </>
    }
}

/// A change of one column.
fn in_column<T>(at: usize, set: fn(&mut CsvColumn, T)) -> impl Fn(&mut CustomCsv, T) {
    move |layout, value| {
        if let Some(column) = layout.columns.get_mut(at) {
            set(column, value);
        }
    }
}

/// What the cells hold: a property, or the same text in each.
fn content(column: &CsvColumn, at: usize, edit: &Edit) -> Html {
    let mut values: Vec<(Option<TokenProperty>, &'static str)> =
        TokenProperty::ALL.into_iter().map(|property| (Some(property), property.name())).collect();
    values.push((None, "fixed text"));
    let set = in_column(at, |column: &mut CsvColumn, property: Option<TokenProperty>| {
        // A name that only repeated what the column held would be wrong now.
        let repeats = property_of(column).is_some_and(|old| old.name() == column.name);
        if let Some(property) = property.filter(|_| repeats || column.name.is_empty()) {
            property.name().clone_into(&mut column.name);
        }
        column.content = property.map_or_else(|| CsvContent::Fixed(String::new()), CsvContent::Property);
    });
    edit.list(&format!("Content of column {}", at + 1), &values, property_of(column), set)
}

fn property_of(column: &CsvColumn) -> Option<TokenProperty> {
    match &column.content {
        CsvContent::Property(property) => Some(*property),
        CsvContent::Fixed(_) => None,
    }
}

fn fixed(column: &CsvColumn, at: usize, edit: &Edit) -> Html {
    let CsvContent::Fixed(text) = &column.content else {
        return Html::default();
    };
    let set = in_column(at, |column, text| column.content = CsvContent::Fixed(text));
    edit.text("", format!("Text in every row of column {}", at + 1), text, set)
}

/// Values that are written as other words.
fn words(column: &CsvColumn, at: usize, edit: &Edit) -> Html {
    let word = |place: usize, set: fn(&mut CsvWord, String)| {
        move |layout: &mut CustomCsv, text: String| {
            let column = layout.columns.get_mut(at);
            if let Some(word) = column.and_then(|column| column.words.get_mut(place)) {
                set(word, text);
            }
        }
    };
    let rows = column.words.iter().enumerate().map(|(place, entry)| {
        let number = place + 1;
        let remove = changed(edit, at, move |column| {
            if place < column.words.len() {
                column.words.remove(place);
            }
        });
        html! {
            <li key={place} class="column-item__word">
                { edit.text("", format!("Value {number}"), &entry.value, word(place, |word, text| word.value = text)) }
                <span aria-hidden="true">{ "→" }</span>
                { edit.text("", format!("Word for value {number}"), &entry.word, word(place, |word, text| word.word = text)) }
                <Button label="Remove" name={format!("Remove value {number}")} icon={Icon::Close} look={Look::Subtle} icon_only=true onclick={remove} />
            </li>
        }
    });
    let add = changed(edit, at, |column| {
        column.words.push(CsvWord { value: String::new(), word: String::new() });
    });
    html! {
        <>
            <p class="quiet">{ "Values written as other words: sha256 as HMAC-SHA-256" }</p>
            <ul class="column-item__words">{ for rows }</ul>
            <div class="actions">
                <Button label="Add value" icon={Icon::Add} disabled={column.words.len() >= CustomCsv::MAX_WORDS} onclick={add} />
            </div>
        </>
    }
}

/// A press that changes one column.
fn changed(edit: &Edit, at: usize, change: impl Fn(&mut CsvColumn) + 'static) -> Callback<MouseEvent> {
    let edit = edit.clone();
    Callback::from(move |_: MouseEvent| {
        edit.change(|layout| layout.columns.get_mut(at).into_iter().for_each(&change));
    })
}

impl Moves {
    fn button(&self, label: &'static str, to: Option<usize>, at: usize, part: &'static str) -> Html {
        let told = self.told.clone();
        let onclick = Callback::from(move |_: MouseEvent| {
            if let Some(to) = to {
                told.emit((at, to, part));
            }
        });
        let way = if label == "↑" { "up" } else { "down" };
        html! {
            <Button {label} name={format!("Move column {} {way}", at + 1)} look={Look::Subtle} disabled={to.is_none()} {onclick} />
        }
    }

    /// Alt+Up and Alt+Down move the column that has the focus.
    pub(super) fn by_key(&self, (at, count): (usize, usize)) -> Callback<KeyboardEvent> {
        let told = self.told.clone();
        Callback::from(move |event: KeyboardEvent| {
            let (to, part) = match event.key().as_str() {
                "ArrowUp" if event.alt_key() => (at.checked_sub(1), UP),
                "ArrowDown" if event.alt_key() => (Some(at + 1).filter(|to| *to < count), DOWN),
                _ => return,
            };
            event.prevent_default();
            // What was typed in the column belongs to it before it moves.
            if let Some(field) = event.target_dyn_into::<HtmlElement>() {
                let _ = field.blur();
            }
            if let Some(to) = to {
                told.emit((at, to, part));
            }
        })
    }

    /// What is dragged by mouse, pen or finger. The arrows do the same for everybody else.
    fn grip(&self, at: usize) -> Html {
        // The pointer is the grip's until it is lifted. Whether it is says the browser, as the moves of a quick hand come before the
        // list is drawn anew.
        let down = {
            let drag = self.drag.setter();
            Callback::from(move |event: PointerEvent| {
                if let Some(grip) = event.target_dyn_into::<Element>() {
                    // Without the capture nothing is dragged, and that is all.
                    let _ = grip.set_pointer_capture(event.pointer_id());
                }
                drag.set(Some(Drag { from: at, to: at }));
            })
        };
        let over = {
            let (drag, list) = (self.drag.setter(), self.list.clone());
            Callback::from(move |event: PointerEvent| {
                if is_captured(&event) {
                    drag.set(Some(Drag { from: at, to: place_at(&list, at, event.client_y()) }));
                }
            })
        };
        let up = {
            let (drag, list, told) = (self.drag.setter(), self.list.clone(), self.told.clone());
            Callback::from(move |event: PointerEvent| {
                let to = place_at(&list, at, event.client_y());
                if is_captured(&event) && to != at {
                    told.emit((at, to, super::column_list::NAME));
                }
                drag.set(None);
            })
        };
        let cancel = self.drag.setter();
        let cancel = Callback::from(move |_: PointerEvent| cancel.set(None));
        html! {
            <span class="column-item__grip" aria-hidden="true" title="Drag to move" onpointerdown={down} onpointermove={over} onpointerup={up} onpointercancel={cancel}>{ "⠿" }</span>
        }
    }

    /// Shows where the dragged column would go.
    pub(super) fn mark(&self, at: usize) -> Option<&'static str> {
        let Drag { from, to } = (*self.drag)?;
        match () {
            () if at == from => Some("column-item--dragged"),
            () if at == to && to < from => Some("column-item--before"),
            () if at == to => Some("column-item--after"),
            () => None,
        }
    }
}

fn is_captured(event: &PointerEvent) -> bool {
    event.target_dyn_into::<Element>().is_some_and(|grip| grip.has_pointer_capture(event.pointer_id()))
}

/// Where a column dragged to this height goes: behind all others whose middle is above it.
fn place_at(list: &NodeRef, from: usize, height: i32) -> usize {
    let Some(list) = list.cast::<Element>() else {
        return from;
    };
    let items = list.children();
    let above = (0..items.length()).filter_map(|at| items.item(at)).enumerate().filter(|(at, item)| {
        let edges = item.get_bounding_client_rect();
        *at != from && f64::midpoint(edges.top(), edges.bottom()) < f64::from(height)
    });
    above.count()
}
