//! The builder of tables: columns, how they are written, a preview, and the layout as a file.

use std::cell::RefCell;
use std::rc::Rc;

use seedferry_protocol::{
    CsvDelimiter, CsvLayoutView, CsvLineEnding, CsvQuoting, CustomCsv, DigitsLimit, Event as VaultEvent,
    HashLimit, IntervalLimit, SeedText, Severity, TokenTypes,
};
use web_sys::{File, HtmlInputElement};

use super::column_list::ColumnList;
use crate::ui::Command;
use crate::ui::components::{Button, FileButton, Icon, MessageBar, check_option, choice, icon};
use crate::ui::hooks::use_command;
use crate::ui::prelude::*;

const QUOTING: [(CsvQuoting, &str); 3] =
    [(CsvQuoting::WhereNeeded, "Where needed"), (CsvQuoting::Always, "Always"), (CsvQuoting::Never, "Never")];

const LINE_ENDINGS: [(CsvLineEnding, &str); 2] =
    [(CsvLineEnding::CrLf, "CRLF, as Windows has it"), (CsvLineEnding::Lf, "LF, as Unix has it")];

const TOKENS: [(TokenTypes, &str); 3] = [
    (TokenTypes::Both, "Of both types"),
    (TokenTypes::TimeBased, "Time-based only"),
    (TokenTypes::EventBased, "Event-based only"),
];

const HASHES: [(HashLimit, &str); 3] =
    [(HashLimit::Any, "Any"), (HashLimit::Sha1, "SHA-1 only"), (HashLimit::Sha1And256, "SHA-1 and SHA-256")];

const DIGITS: [(DigitsLimit, &str); 3] =
    [(DigitsLimit::Any, "Any"), (DigitsLimit::Six, "6 only"), (DigitsLimit::SixToEight, "6 to 8")];

const INTERVALS: [(IntervalLimit, &str); 3] = [
    (IntervalLimit::Any, "Any"),
    (IntervalLimit::Thirty, "30 seconds only"),
    (IntervalLimit::ThirtyAndSixty, "30 and 60 seconds"),
];

/// What a [`LayoutEditor`] is given.
#[derive(PartialEq, Properties)]
pub(super) struct LayoutEditorProps {
    /// The layout as the vault has it.
    pub(super) view: CsvLayoutView,
    /// The user's own table, not one that a system has.
    pub(super) own: bool,
}

/// How a change of the layout is told.
#[derive(Clone)]
pub(super) struct Edit {
    state: Rc<RefCell<EditState>>,
    command: Callback<Command>,
}

/// Ahead of the vault's by what was told and not yet shown: two changes in one press must not undo each other.
struct EditState {
    latest: CustomCsv,
    told: Vec<CustomCsv>,
}

impl EditState {
    /// The vault shows this layout: what was told before it is over. Any other change than ours overrides ours.
    fn shown(&mut self, layout: &CustomCsv) {
        match self.told.iter().position(|told| told == layout) {
            Some(place) => drop(self.told.drain(..=place)),
            None => self.told.clear(),
        }
        if self.told.is_empty() {
            self.latest.clone_from(layout);
        }
    }
}

impl PartialEq for Edit {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.state, &other.state)
    }
}

impl Edit {
    /// Changes the layout and tells the vault.
    pub(super) fn change(&self, change: impl FnOnce(&mut CustomCsv)) {
        let mut layout = self.latest();
        change(&mut layout);
        {
            let mut state = self.state.borrow_mut();
            state.latest.clone_from(&layout);
            state.told.push(layout.clone());
        }
        self.command.emit(Command::Send(VaultEvent::CsvLayoutChanged(Some(layout))));
    }

    /// The layout with all changes.
    pub(super) fn latest(&self) -> CustomCsv {
        self.state.borrow().latest.clone()
    }

    /// A list of values with their words, of which one is chosen.
    pub(super) fn list<T: Copy + PartialEq + 'static>(
        &self,
        label: &str,
        values: &[(T, &'static str)],
        chosen: T,
        set: impl Fn(&mut CustomCsv, T) + 'static,
    ) -> Html {
        let edit = self.clone();
        let place = values.iter().position(|(value, _)| *value == chosen).unwrap_or_default();
        let options = values.iter().enumerate().map(|(place, (_, words))| (place.to_string(), *words));
        let known: Vec<T> = values.iter().map(|(value, _)| *value).collect();
        let on_choice = Callback::from(move |value: String| {
            if let Some(value) = value.parse::<usize>().ok().and_then(|place| known.get(place)) {
                edit.change(|layout| set(layout, *value));
            }
        });
        choice(label, options, &place.to_string(), on_choice)
    }

    /// A text, taken when its field is left.
    pub(super) fn text(
        &self,
        class: &'static str,
        label: String,
        value: &str,
        set: impl Fn(&mut CustomCsv, String) + 'static,
    ) -> Html {
        let edit = self.clone();
        let on_text = Callback::from(move |text: String| edit.change(|layout| set(layout, text)));
        html! { <OwnText {class} {label} value={value.to_owned()} {on_text} /> }
    }
}

#[derive(PartialEq, Properties)]
struct OwnTextProps {
    class: &'static str,
    label: String,
    value: String,
    on_text: Callback<String>,
}

/// A field that owns its text until it is left: what the vault shows meanwhile does not overwrite what is being typed.
#[component]
fn OwnText(props: &OwnTextProps) -> Html {
    let node = use_node_ref();
    // The text as it was last shown or taken; anything else in the field is being typed.
    let settled = use_mut_ref(String::new);
    let (input, shown) = (node.clone(), Rc::clone(&settled));
    use_effect_with(props.value.clone(), move |value| {
        let before = shown.replace(value.clone());
        if let Some(input) = input.cast::<HtmlInputElement>().filter(|input| input.value() == before) {
            input.set_value(value);
        }
    });
    let on_text = props.on_text.clone();
    let onchange = Callback::from(move |event: Event| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            settled.replace(input.value());
            on_text.emit(input.value());
        }
    });
    html! {
        <input
            ref={node}
            class={classes!("text-field", props.class)}
            type="text"
            aria-label={props.label.clone()}
            maxlength={CustomCsv::MAX_TEXT.to_string()}
            autocomplete="off"
            spellcheck="false"
            {onchange}
        />
    }
}

/// Everything about a layout. Its text fields own their text until they are left.
#[component]
pub(super) fn LayoutEditor(props: &LayoutEditorProps) -> Html {
    let command = use_command();
    let view = &props.view;
    let state = use_mut_ref(|| EditState { latest: view.layout.clone(), told: Vec::new() });
    let known = Rc::clone(&state);
    use_effect_with(view.layout.clone(), move |layout| known.borrow_mut().shown(layout));
    let edit = Edit { state, command: command.clone() };
    html! {
        <div class="layout">
            <div class="slot">{ if props.own { beginning(view, &edit) } else { Html::default() } }</div>
            <div class="slot">{ if props.own { kinds(&view.layout, &edit) } else { Html::default() } }</div>
            <ColumnList columns={view.layout.columns.clone()} edit={edit.clone()} />
            { ways(&view.layout, &edit) }
            <p class="ask-field__problem slot" role="alert">{ problems(&view.problems) }</p>
            <div class="slot" role="status">{ warnings(&view.warnings) }</div>
            { preview(view) }
            { actions(view, &command) }
        </div>
    }
}

/// A ready-made layout to begin with, the tokens that the layout is for, and its name.
fn beginning(view: &CsvLayoutView, edit: &Edit) -> Html {
    let command = edit.command.clone();
    let chosen = view.ready_made.iter().position(|name| *name == view.layout.name);
    let chosen = chosen.map(|place| place.to_string()).unwrap_or_default();
    let mine = chosen.is_empty().then(|| (String::new(), "Columns of your own"));
    let ready = view.ready_made.iter().enumerate().map(|(place, name)| (place.to_string(), name.as_str()));
    let on_choice = Callback::from(move |place: String| {
        if let Ok(place) = place.parse() {
            command.emit(Command::Send(VaultEvent::ReadyMadeChosen(place)));
        }
    });
    html! {
        <div class="layout__ways">
            { choice("Begin with", mine.into_iter().chain(ready), &chosen, on_choice) }
            { edit.list("For tokens", &TOKENS, view.layout.tokens, |layout, tokens| layout.tokens = tokens) }
            <div class="choice">
                <span aria-hidden="true">{ "Name" }</span>
                { edit.text("", "Name of the layout".to_owned(), &view.layout.name, |layout, name| layout.name = name) }
            </div>
        </div>
    }
}

/// Which tokens whoever reads the table takes, and what becomes of what no column says.
fn kinds(layout: &CustomCsv, edit: &Edit) -> Html {
    let apart = {
        let edit = edit.clone();
        Callback::from(move |event: Event| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                edit.change(|layout| layout.apart = input.checked());
            }
        })
    };
    let limits = layout.limits;
    html! {
        <>
            <div class="layout__ways">
                { edit.list("Hash functions taken", &HASHES, limits.hashes, |layout, hashes| layout.limits.hashes = hashes) }
                { edit.list("Digits taken", &DIGITS, limits.digits, |layout, digits| layout.limits.digits = digits) }
                { edit.list("Time intervals taken", &INTERVALS, limits.intervals, |layout, intervals| layout.limits.intervals = intervals) }
            </div>
            { check_option("A file for each kind of token", "Where no column says type, digits, time interval or hash function, the file's name does", layout.apart, false, apart) }
        </>
    }
}

/// How the table is written.
fn ways(layout: &CustomCsv, edit: &Edit) -> Html {
    let header = {
        let edit = edit.clone();
        Callback::from(move |event: Event| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                edit.change(|layout| layout.header = input.checked());
            }
        })
    };
    let seeds = SeedText::ALL.map(|text| (text, text.name()));
    let delimiters = CsvDelimiter::ALL.map(|delimiter| (delimiter, delimiter.name()));
    html! {
        <>
            { check_option("Header row", "The first row holds the names of the columns", layout.header, false, header) }
            <div class="layout__ways">
                { edit.list("Seeds as", &seeds, layout.seed_text, |layout, text| layout.seed_text = text) }
                { edit.list("Delimiter", &delimiters, layout.delimiter, |layout, delimiter| layout.delimiter = delimiter) }
                { edit.list("Quotation marks", &QUOTING, layout.quoting, |layout, quoting| layout.quoting = quoting) }
                { edit.list("Line ending", &LINE_ENDINGS, layout.line_ending, |layout, ending| layout.line_ending = ending) }
            </div>
        </>
    }
}

fn problems(problems: &[String]) -> Html {
    if problems.is_empty() {
        return Html::default();
    }
    html! { <span class="ask-field__why">{ icon(Icon::Error) }<span>{ problems.join(". ") }{ "." }</span></span> }
}

fn warnings(warnings: &[String]) -> Html {
    if warnings.is_empty() {
        return Html::default();
    }
    html! { <MessageBar severity={Severity::Warning}>{ warnings.join(". ") }{ "." }</MessageBar> }
}

fn preview(view: &CsvLayoutView) -> Html {
    let layout = &view.layout;
    let head = layout.columns.iter().enumerate().map(|(place, column)| {
        let name = if column.name.is_empty() { format!("Column {}", place + 1) } else { column.name.clone() };
        html! { <th key={place} scope="col">{ name }</th> }
    });
    let row = |(place, cells): (usize, &Vec<String>)| {
        let cells = cells.iter().enumerate().map(|(place, cell)| html! { <td key={place}>{ cell }</td> });
        html! { <tr key={place}>{ for cells }</tr> }
    };
    let caption = if layout.header {
        "The first rows, seeds masked"
    } else {
        "The first rows, seeds masked; the names of the columns are not written"
    };
    html! {
        <div class="mapping__preview" role="group" tabindex="0" aria-label="Preview">
            <table>
                <caption>{ caption }</caption>
                <thead><tr>{ for head }</tr></thead>
                <tbody>{ for view.preview.iter().enumerate().map(row) }</tbody>
            </table>
        </div>
    }
}

fn actions(view: &CsvLayoutView, command: &Callback<Command>) -> Html {
    let put_back = command.reform(|_: MouseEvent| Command::Send(VaultEvent::CsvLayoutPutBack));
    let save = command.reform(|_: MouseEvent| Command::SaveLayout);
    let reset = command.reform(|_: MouseEvent| Command::Send(VaultEvent::CsvLayoutChanged(None)));
    let command = command.clone();
    let load = Callback::from(move |files: Vec<File>| {
        files.into_iter().take(1).for_each(|file| command.emit(Command::LoadLayout(file)));
    });
    html! {
        <div class="actions">
            <Button label="Save layout" icon={Icon::Save} title="As a JSON file, which holds no seeds" onclick={save} />
            <FileButton label="Load layout…" on_files={load} />
            <Button label="Undo all changes" icon={Icon::Undo} disabled={!view.changed} onclick={reset} />
            <Button label="Put my columns back" icon={Icon::Undo} title="Those that a ready-made or loaded layout took the place of" disabled={!view.can_be_put_back} onclick={put_back} />
        </div>
    }
}
