//! A table with columns of the user's own. The tables of products that differ in nothing but their columns are written
//! by this one too.

mod document;
mod ready;

use std::{
    borrow::Cow,
    collections::{BTreeSet, HashSet},
};

pub use document::{SavedLayout, load, save};
pub(super) use document::{is_read, other_version, version};
pub use ready::ready_made;
pub(super) use ready::{bare, headed};

use data_encoding::BASE64;
use seedferry_protocol::{
    CsvColumn, CsvContent, CsvLineEnding, CsvQuoting, CustomCsv, Exposed, LetterCase, SeedText, TokenProperty,
};
use zeroize::Zeroizing;

use super::{
    output::Output,
    safeid_csv,
    table::{needs_quotes, quote, quote_always},
    users_file,
};
use crate::{
    encoding::write_as,
    token::{OathType, Token},
};

/// Room for an ordinary row, in bytes.
const ROW: usize = 128;

/// The file with these tokens; one without seed is left out.
pub(crate) fn write<'a>(tokens: impl ExactSizeIterator<Item = &'a Token>, layout: &CustomCsv) -> Exposed {
    let mut output = Output::with_capacity(tokens.len().saturating_mul(ROW));
    if layout.header {
        write_row(
            &mut output,
            layout,
            layout.columns.iter().map(|column| Cow::Borrowed(column.name.as_str())),
        );
    }
    for token in tokens.filter(|token| token.seed.is_some()) {
        write_row(
            &mut output,
            layout,
            layout.columns.iter().map(|column| cell(column, token, layout.seed_text)),
        );
    }
    output.finish()
}

/// A layout to begin with: everything that is known of a token.
pub(crate) fn first_layout() -> CustomCsv {
    CustomCsv { name: "Custom CSV".to_owned(), ..safeid_csv::layout() }
}

/// What stands in a column for a token, without the seed: that is empty here.
pub(crate) fn plain_cell<'a>(column: &'a CsvColumn, token: &'a Token) -> Cow<'a, str> {
    match &column.content {
        CsvContent::Fixed(_) => fixed_text(column).unwrap_or_default(),
        CsvContent::Property(property) => {
            let value = value(*property, token);
            let word = column.words.iter().find(|word| word.value.eq_ignore_ascii_case(&value));
            let is_base64 = *property == TokenProperty::CounterBase64;
            let letter_case = if is_base64 { LetterCase::Kept } else { column.letter_case };
            word.map_or_else(|| cased(value, letter_case), |word| Cow::Borrowed(word.word.as_str()))
        }
    }
}

/// What stands in every row of a column that says the same in all of them.
pub(crate) fn fixed_text(column: &CsvColumn) -> Option<Cow<'_, str>> {
    match &column.content {
        CsvContent::Fixed(text) => Some(cased(Cow::Borrowed(text), column.letter_case)),
        CsvContent::Property(_) => None,
    }
}

/// Whether an empty cell shifts those behind it: whoever splits a row at blanks takes several of them for one.
pub(crate) fn shifts_when_empty(layout: &CustomCsv) -> bool {
    layout.delimiter.char() == ' '
}

/// Whether the layout can write a cell.
pub(crate) fn can_write(cell: &str, layout: &CustomCsv) -> bool {
    layout.quoting != CsvQuoting::Never || !needs_quotes(cell, layout.delimiter.char())
}

fn write_row<'a>(output: &mut Output, layout: &CustomCsv, cells: impl Iterator<Item = Cow<'a, str>>) {
    let delimiter = layout.delimiter.char();
    for (place, cell) in cells.enumerate() {
        let cell = Zeroizing::new(cell.into_owned());
        if place > 0 {
            output.push(delimiter.encode_utf8(&mut [0; 4]));
        }
        match layout.quoting {
            CsvQuoting::WhereNeeded => output.push(&quote(&cell, delimiter)),
            CsvQuoting::Always => output.push(&Zeroizing::new(quote_always(&cell))),
            CsvQuoting::Never => output.push(&cell),
        }
    }
    output.push(match layout.line_ending {
        CsvLineEnding::CrLf => "\r\n",
        CsvLineEnding::Lf => "\n",
    });
}

fn cell<'a>(column: &'a CsvColumn, token: &'a Token, text: SeedText) -> Cow<'a, str> {
    let is_seed = column.content == CsvContent::Property(TokenProperty::Seed);
    match token.seed.as_ref().filter(|_| is_seed) {
        Some(seed) => {
            let mut seed = write_as(seed, text);
            if text != SeedText::Base64 && column.letter_case == LetterCase::Lower {
                seed.make_ascii_lowercase();
            }
            Cow::Owned(core::mem::take(&mut *seed))
        }
        None => plain_cell(column, token),
    }
}

fn value(property: TokenProperty, token: &Token) -> Cow<'_, str> {
    let text = |text| Cow::Borrowed(Option::as_deref(text).unwrap_or_default());
    match property {
        TokenProperty::Serial => Cow::Borrowed(token.serial.as_ref().map_or("", |serial| serial.as_str())),
        TokenProperty::Type => Cow::Borrowed(token.oath_type.id()),
        TokenProperty::TypeForLiboath => Cow::Owned(users_file::word(token)),
        TokenProperty::Hash => Cow::Borrowed(token.hash_or_assumed().0.id()),
        TokenProperty::Digits => Cow::Owned(token.digits_or_assumed().0.get().to_string()),
        TokenProperty::Interval if token.oath_type == OathType::Totp => {
            Cow::Owned(token.interval_or_assumed().0.seconds().to_string())
        }
        TokenProperty::Counter if token.oath_type == OathType::Hotp => {
            Cow::Owned(token.counter.unwrap_or_default().to_string())
        }
        TokenProperty::CounterBase64 if token.oath_type == OathType::Hotp => {
            Cow::Owned(in_base64(token.counter.unwrap_or_default()))
        }
        TokenProperty::IntervalOrCounter => {
            let is_time_based = token.oath_type == OathType::Totp;
            value(if is_time_based { TokenProperty::Interval } else { TokenProperty::Counter }, token)
        }
        TokenProperty::Seed
        | TokenProperty::Interval
        | TokenProperty::Counter
        | TokenProperty::CounterBase64 => Cow::Borrowed(""),
        TokenProperty::Manufacturer => text(&token.manufacturer),
        TokenProperty::Model => text(&token.model),
        TokenProperty::Upn => text(&token.upn),
        TokenProperty::AssignTo => text(&token.assign_to),
        TokenProperty::DisplayName => text(&token.display_name),
    }
}

/// As few bytes as there can be, at least one; the first never has its first bit set, which some take for a sign.
fn in_base64(counter: u64) -> String {
    let bytes = u128::from(counter).to_be_bytes();
    let bits = (u64::BITS - counter.leading_zeros()) as usize;
    let from = bytes.len().saturating_sub(bits / 8 + 1);
    BASE64.encode(bytes.get(from..).unwrap_or_default())
}

fn cased(text: Cow<'_, str>, letter_case: LetterCase) -> Cow<'_, str> {
    match letter_case {
        LetterCase::Kept => text,
        LetterCase::Upper => Cow::Owned(text.to_uppercase()),
        LetterCase::Lower => Cow::Owned(text.to_lowercase()),
    }
}

/// What is unusual about a layout, as sentences without a full stop. Both can be meant: a table for people needs no seeds,
/// and some systems read columns by their places.
pub(crate) fn warnings(layout: &CustomCsv) -> Vec<String> {
    let mut warnings = Vec::new();
    if !layout.has(TokenProperty::Seed) {
        warnings.push("No column holds the seed: no system can check codes by this table".to_owned());
    }
    let mut names = HashSet::new();
    let again = layout.columns.iter().filter(|column| layout.header && !names.insert(column.name.as_str()));
    let again: BTreeSet<&str> =
        again.map(|column| column.name.trim()).filter(|name| !name.is_empty()).collect();
    warnings.extend(again.into_iter().map(|name| {
        format!("Several columns have the name “{name}”: whoever reads the table by names may take either")
    }));
    warnings
}

/// What is wrong with a layout, as sentences without a full stop.
pub(crate) fn problems(layout: &CustomCsv) -> Vec<String> {
    let is_long = |text: &str| text.chars().count() > CustomCsv::MAX_TEXT;
    let mut problems = Vec::new();
    let mut say = |wrong: bool, problem: String| problems.extend(wrong.then_some(problem));
    say(layout.columns.is_empty(), "There is no column".to_owned());
    say(is_long(&layout.name), "The layout's name is too long".to_owned());
    say(
        layout.columns.len() > CustomCsv::MAX_COLUMNS,
        format!("There are more than {} columns", CustomCsv::MAX_COLUMNS),
    );
    for (number, column) in (1_usize..).zip(&layout.columns).take(CustomCsv::MAX_COLUMNS) {
        let of_column = |what: &str| format!("Column {number}: {what}");
        let fixed = if let CsvContent::Fixed(text) = &column.content { text.as_str() } else { "" };
        let words = || column.words.iter().flat_map(|word| [word.value.as_str(), word.word.as_str()]);
        let texts = || [column.name.as_str(), fixed].into_iter().chain(words());
        say(layout.header && column.name.trim().is_empty(), of_column("it has no name"));
        say(texts().any(is_long), of_column("a text in it is too long"));
        say(column.words.len() > CustomCsv::MAX_WORDS, of_column("it has too many words"));
        let unwritable = !can_write(fixed, layout) || (layout.header && !can_write(&column.name, layout));
        say(unwritable, of_column("its name or text needs quotation marks"));
        let is_empty = fixed.is_empty() && matches!(column.content, CsvContent::Fixed(_));
        let shifts = is_empty && shifts_when_empty(layout) && number < layout.columns.len();
        say(
            shifts,
            of_column(
                "its text is empty, which shifts the columns behind it where blanks stand between them",
            ),
        );
    }
    problems
}

#[cfg(test)]
mod tests {
    use seedferry_protocol::{CsvColumn, CsvWord};

    use super::{
        super::{draft::Draft, field::Field},
        *,
    };
    use crate::token::Origin;

    fn check(columns: Vec<CsvColumn>, expected: &[&str]) {
        let layout = CustomCsv { columns, header: false, ..bare("a", &[]) };
        assert_eq!(problems(&layout), expected);
    }

    #[test]
    fn a_counter_in_base64_is_as_short_as_it_can_be_and_has_no_sign() {
        let rows = [(0, "AA=="), (127, "fw=="), (128, "AIA="), (256, "AQA="), (u64::MAX, "AP//////////")];
        for (counter, text) in rows {
            assert_eq!(in_base64(counter), text);
            let mut draft_findings = Vec::new();
            let mut draft = Draft::new(Origin { source: 0, row: 1 }, &mut draft_findings);
            draft.take(Field::CounterBase64, text);
            assert_eq!(draft.finish(true).counter, Some(counter), "{text}");
        }
    }

    #[test]
    fn a_layout_has_limits() {
        let seed = || CsvColumn::new("k", TokenProperty::Seed);
        let word = || CsvWord { value: "a".to_owned(), word: "b".to_owned() };
        let wordy = |count: usize| CsvColumn { words: vec![word(); count], ..seed() };
        let long = |length: usize| vec![seed(), CsvColumn::fixed("f", &"x".repeat(length))];
        check(vec![seed(); CustomCsv::MAX_COLUMNS], &[]);
        check(vec![seed(); CustomCsv::MAX_COLUMNS + 1], &["There are more than 64 columns"]);
        check(long(CustomCsv::MAX_TEXT), &[]);
        check(long(CustomCsv::MAX_TEXT + 1), &["Column 2: a text in it is too long"]);
        check(vec![wordy(CustomCsv::MAX_WORDS)], &[]);
        check(vec![wordy(CustomCsv::MAX_WORDS + 1)], &["Column 1: it has too many words"]);
        check(Vec::new(), &["There is no column"]);
    }

    #[test]
    fn a_table_without_seeds_or_with_a_name_twice_is_written_with_a_warning() {
        let check = |header: bool, names: &[&str], expected: &[&str]| {
            let columns = names.iter().map(|name| match *name {
                "key" => CsvColumn::new(name, TokenProperty::Seed),
                _ => CsvColumn::new(name, TokenProperty::Serial),
            });
            let layout = CustomCsv { columns: columns.collect(), header, ..bare("a", &[]) };
            assert_eq!(problems(&layout), Vec::<String>::new(), "{names:?}");
            let said = warnings(&layout);
            let begin = said.iter().zip(expected).all(|(said, expected)| said.starts_with(expected));
            assert!(begin && said.len() == expected.len(), "{names:?} {said:?}");
        };
        check(true, &["id", "key"], &[]);
        check(false, &["id", "id", "key"], &[]);
        check(true, &["id", "id", "id", "key"], &["Several columns have the name “id”"]);
        check(true, &["id"], &["No column holds the seed"]);
    }
}
