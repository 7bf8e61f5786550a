//! In which characters tables are written, and what cannot be written in them.

use seedferry_protocol::{CsvEncoding, ExportOptions, Exposed, TargetFormat};

use super::target::{Target, unchanged_layout};
use crate::{diagnostic::TargetProblem, encoding::text, format::custom_csv, token::Token};

/// The encoding of a target's files; `None` where they are no tables, and always in UTF-8.
fn of(target: &dyn Target, options: &ExportOptions) -> Option<CsvEncoding> {
    (target.file().ending == "csv").then_some(options.encoding)
}

/// Finds the values of a token that the encoding cannot write.
pub(super) fn check(
    token: &Token,
    target: &dyn Target,
    options: &ExportOptions,
    note: &mut dyn FnMut(TargetProblem),
) {
    if of(target, options) != Some(CsvEncoding::Windows1252) {
        return;
    }
    target.texts(token, &mut |property, text| {
        if !text::is_windows_1252(text) {
            note(TargetProblem::Unencodable { column: property.name().to_owned() });
        }
    });
}

/// Why the columns themselves cannot be written, as a sentence without a full stop.
pub(super) fn obstacle(format: TargetFormat, target: &dyn Target, options: &ExportOptions) -> Option<String> {
    if of(target, options) != Some(CsvEncoding::Windows1252) {
        return None;
    }
    let layout = options.layout(format).cloned().or_else(|| unchanged_layout(format))?;
    let is_foreign = |text: &str| !text::is_windows_1252(text);
    let column = layout.columns.into_iter().find(|column| {
        let fixed = custom_csv::fixed_text(column);
        fixed.is_some_and(|text| is_foreign(&text))
            || is_foreign(&column.name)
            || column.words.iter().any(|word| is_foreign(&word.word))
    })?;
    Some(format!("The column “{}” has letters that Windows-1252 lacks: write UTF-8 or UTF-16", column.name))
}

/// The content in its encoding.
pub(super) fn encoded(content: Exposed, target: &dyn Target, options: &ExportOptions) -> Exposed {
    match of(target, options) {
        None | Some(CsvEncoding::Utf8) => content,
        // EXPOSE: to write it in the other encoding.
        Some(encoding) => Exposed::new(text::write(&String::from_utf8_lossy(content.expose()), encoding)),
    }
}
