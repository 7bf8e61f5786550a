//! An opening asks what the columns of a table are: answer and preview, one above the other.

use seedferry_protocol::{
    ColumnRole, ColumnSeen, CutShort, Event as VaultEvent, MappedRow, Mapping, MappingView, OpeningId,
    SeedReading, TimeUnit, TokenKind, WrongCodes,
};
use web_sys::{File, HtmlInputElement};

use super::reading_choices::{cut_short_choice, wrong_codes_choice};
use crate::ui::components::{
    Button, FileButton, Icon, Look, SealLine, check_option, choice, layer_path, problem_line,
};
use crate::ui::hooks::{use_command, use_focus_when};
use crate::ui::prelude::*;
use crate::ui::{Command, words};

/// What a [`MappingScreen`] is given.
#[derive(PartialEq, Properties)]
pub(super) struct MappingProps {
    /// The opening that asks.
    pub(super) id: OpeningId,
    /// The question.
    pub(super) view: MappingView,
}

const SEED_TEXTS: [(SeedReading, &str); 4] = [
    (SeedReading::Decided, "Decide by all rows"),
    (SeedReading::Hex, "Hexadecimal"),
    (SeedReading::Base32, "Base32"),
    (SeedReading::Base64, "Base64"),
];

const TIME_UNITS: [(TimeUnit, &str); 3] = [
    (TimeUnit::Seconds, "Seconds"),
    (TimeUnit::Minutes, "Minutes"),
    (TimeUnit::Milliseconds, "Milliseconds"),
];

const TOKEN_KINDS: [(TokenKind, &str); 2] =
    [(TokenKind::Totp, "Time-based (TOTP)"), (TokenKind::Hotp, "Event-based (HOTP)")];

/// The question, its answer so far, and what it makes of the table.
#[component]
pub(super) fn MappingScreen(props: &MappingProps) -> Html {
    let command = use_command();
    let (id, view) = (props.id, &props.view);
    let is_table = view.is_table();
    let format = || html! { <FormatChoice key={view.path.join("/")} {id} view={view.clone()} /> };
    let heading = use_focus_when(id.0);
    let answer = Answer { command: command.clone(), id, mapping: view.mapping.clone() };
    let send = |event: VaultEvent| {
        let command = command.clone();
        Callback::from(move |_: MouseEvent| command.emit(Command::Send(event.clone())))
    };
    let offer =
        use_callback(command.clone(), |files: Vec<File>, command| command.emit(Command::OfferFiles(files)));
    let (save, cancel) =
        (press(&command, Command::SaveMapping(id)), press(&command, Command::CancelOpening(id)));
    html! {
        <div class="stage mapping">
            { layer_path(&view.path) }
            <h1 ref={heading} tabindex="-1">{ title(view) }</h1>
            <p class="stage__hint">{ hint(view) }</p>
            <div class="mapping__options">{ answer.options(view) }</div>
            <div class="mapping__columns" role="group" aria-label="Columns">
                { for view.columns.iter().enumerate().map(|(place, column)| answer.column(place, column)) }
            </div>
            <p role="status" hidden={!is_table}>{ counts(view) }</p>
            <div class="slot">{ preview(&view.rows) }</div>
            <p class="ask-field__problem slot" role="alert">{ problem_line(view.problem.as_deref(), 0) }</p>
            <div class="slot">{ (!is_table).then(format).unwrap_or_default() }</div>
            <div class="actions">
                <span class="slot actions" hidden={!is_table}>
                    <Button
                        label={if view.trying { "Reading…" } else { "Read the table" }}
                        icon={Icon::Check}
                        look={Look::Primary}
                        disabled={view.problem.is_some() || view.trying}
                        onclick={send(VaultEvent::MappingAccepted(id))}
                    />
                    <Button label="Save mapping" icon={Icon::Save} onclick={save} />
                    <FileButton label="Use a saved mapping…" on_files={offer} />
                </span>
                <span class="slot">{ leave_out(view, send(VaultEvent::FileLeftOut(id))) }</span>
                <Button label="Cancel" onclick={cancel} />
            </div>
            <div class="slot" hidden={!is_table}><SealLine holds="A mapping holds no seeds and no serial numbers." /></div>
            <div class="slot">{ is_table.then(format).unwrap_or_default() }</div>
        </div>
    }
}

fn press(command: &Callback<Command>, what: Command) -> Callback<MouseEvent> {
    let command = command.clone();
    Callback::from(move |_: MouseEvent| command.emit(what.clone()))
}

/// The answer so far, and how a change of it is told.
#[derive(Clone)]
struct Answer {
    command: Callback<Command>,
    id: OpeningId,
    mapping: Mapping,
}

impl Answer {
    fn change(&self, change: impl FnOnce(&mut Mapping)) {
        let mut mapping = self.mapping.clone();
        change(&mut mapping);
        self.command.emit(Command::Send(VaultEvent::MappingChanged { opening: self.id, mapping }));
    }

    /// A list whose places are the values of one property.
    fn list<T: Copy + PartialEq + 'static>(
        &self,
        label: &str,
        values: &'static [(T, &'static str)],
        chosen: T,
        set: impl Fn(&mut Mapping, T) + 'static,
    ) -> Html {
        let answer = self.clone();
        let place = values.iter().position(|(value, _)| *value == chosen).unwrap_or_default();
        let options = values.iter().enumerate().map(|(place, (_, words))| (place.to_string(), *words));
        let on_choice = Callback::from(move |value: String| {
            let value = value.parse::<usize>().ok().and_then(|place| values.get(place));
            if let Some((value, _)) = value {
                answer.change(|mapping| set(mapping, *value));
            }
        });
        choice(label, options, &place.to_string(), on_choice)
    }

    fn options(&self, view: &MappingView) -> Html {
        let answer = self.clone();
        let header = Callback::from(move |event: Event| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                answer.change(|mapping| mapping.header = input.checked());
            }
        });
        let mapping = &view.mapping;
        let seeds = self.list("Seeds are written in", &SEED_TEXTS, mapping.seed_encoding, |mapping, text| {
            mapping.seed_encoding = text;
        });
        if !view.is_table() {
            return seeds;
        }
        html! {
            <>
                { self.list("Delimiter", &Mapping::DELIMITERS, mapping.delimiter, |mapping, delimiter| {
                    mapping.delimiter = delimiter;
                    // Other columns appear: they are guessed anew.
                    mapping.columns.clear();
                }) }
                { seeds }
                { self.list("Time intervals are in", &TIME_UNITS, mapping.time_unit, |mapping, unit| mapping.time_unit = unit) }
                { self.list("Tokens without a type are", &TOKEN_KINDS, mapping.token_kind, |mapping, kind| mapping.token_kind = kind) }
                { check_option("The first row names the columns", "", mapping.header, false, header) }
            </>
        }
    }

    fn column(&self, place: usize, column: &ColumnSeen) -> Html {
        let role = self.mapping.columns.get(place).copied().unwrap_or_default();
        let answer = self.clone();
        let options =
            ColumnRole::ALL.iter().enumerate().map(|(place, role)| (place.to_string(), role.name()));
        let chosen = ColumnRole::ALL.iter().position(|other| *other == role).unwrap_or_default();
        let on_choice = Callback::from(move |value: String| {
            if let Some(role) = value.parse::<usize>().ok().and_then(|value| ColumnRole::ALL.get(value)) {
                answer.change(|mapping| *mapping = mapping.clone().with_role(place, *role));
            }
        });
        html! {
            <div key={place} class="mapping__column">
                { choice(&column.name, options, &chosen.to_string(), on_choice) }
                <ul class="quiet">{ for column.cells.iter().map(|cell| html! { <li>{ cell }</li> }) }</ul>
            </div>
        }
    }
}

fn counts(view: &MappingView) -> String {
    let rows = words::counted(view.total, "row", "rows");
    let read = format!("{} of {rows} make a token with serial number and seed", words::grouped(view.usable));
    let seeds = match view.encoding.as_str() {
        "" => String::new(),
        encoding => format!(". Seeds are read as {encoding}"),
    };
    let columns = match view.columns_left_out {
        0 => String::new(),
        left_out => format!(
            ". {} behind the {} shown are not read: move what you need further to the left",
            words::counted(left_out, "column", "columns"),
            words::grouped(view.columns.len().try_into().unwrap_or(u32::MAX)),
        ),
    };
    format!("{read}{seeds}{columns}")
}

fn preview(rows: &[MappedRow]) -> Html {
    if rows.is_empty() {
        return Html::default();
    }
    let row = |row: &MappedRow| {
        html! {
            <tr key={row.number}>
                <td>{ row.number }</td>
                <td>{ &row.serial }</td>
                <td>{ &row.seed }</td>
                <td>{ &row.parameters }</td>
                <td>{ &row.about }</td>
            </tr>
        }
    };
    html! {
        <div class="mapping__preview" role="group" tabindex="0" aria-label="Preview">
            <table>
                <caption>{ "The first rows as they would be read" }</caption>
                <thead><tr>{ for ["Row", "Serial number", "Seed", "Token", "About"].map(|head| html! { <th scope="col">{ head }</th> }) }</tr></thead>
                <tbody>{ for rows.iter().map(row) }</tbody>
            </table>
        </div>
    }
}

fn title(view: &MappingView) -> &'static str {
    if view.is_table() { "Which column is what?" } else { "How is this file read?" }
}

fn hint(view: &MappingView) -> &'static str {
    if view.cut_short.is_some() {
        "Its end is missing, as when a mail program or an editor cut it. Fetch the whole file if you can. Or have what is \
         whole read, as if the file ended there: how much is missing is not known."
    } else if !view.is_table() {
        "It is no table. Choose its format, and how its seeds are written if the file says it wrongly."
    } else if view.can_be_left_out {
        "The other files can be read. Say what the columns of this table hold, or leave it out. What may be a seed is masked."
    } else {
        "Say what the columns of this table hold. What may be a seed is masked."
    }
}

fn leave_out(view: &MappingView, onclick: Callback<MouseEvent>) -> Html {
    if view.can_be_left_out {
        html! { <Button label="Leave this file out" disabled={view.trying} {onclick} /> }
    } else {
        Html::default()
    }
}

/// Reads the file in a format, as the first time or another one.
#[component]
fn FormatChoice(props: &MappingProps) -> Html {
    let (command, view, opening) = (use_command(), &props.view, props.id);
    let chosen = use_state(|| view.format.clone().unwrap_or_default());
    let wrong_codes = use_state(|| view.wrong_codes.unwrap_or_default());
    let cut_short = use_state(|| view.cut_short.unwrap_or_default());
    let on_choice = Callback::from({
        let setter = chosen.setter();
        move |format: String| setter.set(format)
    });
    let on_codes = Callback::from({
        let setter = wrong_codes.setter();
        move |policy: WrongCodes| setter.set(policy)
    });
    let on_cut = Callback::from({
        let setter = cut_short.setter();
        move |policy: CutShort| setter.set(policy)
    });
    let read = Callback::from({
        let (format, wrong_codes, cut_short) = ((*chosen).clone(), *wrong_codes, *cut_short);
        move |_: MouseEvent| {
            let format = format.clone();
            let event = VaultEvent::FormatChosen { opening, format, wrong_codes, cut_short };
            command.emit(Command::Send(event));
        }
    });
    let formats = view.formats.iter().map(|(format, name)| (format.clone(), name.as_str()));
    let is_table = view.is_table();
    let none = is_table.then(|| (String::new(), "A table with these columns")).into_iter();
    let label = if is_table { "Or read it as" } else { "Read it as" };
    let codes = view.wrong_codes.map(|_| wrong_codes_choice(*wrong_codes, on_codes));
    let cut = view.cut_short.map(|_| cut_short_choice(*cut_short, on_cut));
    html! {
        <div class="mapping__format">
            { choice(label, none.chain(formats), &chosen, on_choice) }
            <div class="slot">{ codes.unwrap_or_default() }</div>
            <div class="slot">{ cut.unwrap_or_default() }</div>
            <Button label="Read it in this format" disabled={chosen.is_empty() || view.trying} onclick={read} />
        </div>
    }
}
