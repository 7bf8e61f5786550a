//! A table for Deepnet's SafeID Token Service. No document shows its layout, so this one is a proposal: Entra's columns
//! without the user, and behind them what Entra's table cannot say.

use seedferry_protocol::{
    CsvColumn, CsvDelimiter, CsvLineEnding, CsvQuoting, CustomCsv, SeedText, TokenProperty,
};

use super::entra_csv::Header;

/// The columns as long as the user has not changed them.
pub(crate) fn layout() -> CustomCsv {
    CustomCsv {
        name: "SafeID Token Service CSV".to_owned(),
        columns: vec![
            CsvColumn::new("serial number", TokenProperty::Serial),
            CsvColumn::new("secret key", TokenProperty::Seed),
            CsvColumn::new("time interval", TokenProperty::Interval),
            CsvColumn::new("manufacturer", TokenProperty::Manufacturer),
            CsvColumn::new("model", TokenProperty::Model),
            CsvColumn::new("type", TokenProperty::Type),
            CsvColumn::new("hash function", TokenProperty::Hash),
            CsvColumn::new("digits", TokenProperty::Digits),
            CsvColumn::new("counter", TokenProperty::Counter),
        ],
        header: true,
        seed_text: SeedText::Base32,
        delimiter: CsvDelimiter::Comma,
        quoting: CsvQuoting::WhereNeeded,
        line_ending: CsvLineEnding::CrLf,
    }
}

/// Whether a text has a header with Entra's columns and those that the proposal adds to them.
pub(super) fn recognises(text: &str) -> bool {
    Header::find(text).is_some_and(|header| {
        ["secret key", "type", "hash function", "digits"].into_iter().all(|name| header.is_named(name))
    })
}
