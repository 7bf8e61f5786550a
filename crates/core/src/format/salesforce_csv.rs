//! A table for Salesforce's data loader, which inserts `TwoFactorInfo` records. Its columns are mapped by hand there; the
//! vendor's own names are not documented, so these are a proposal.

use seedferry_protocol::{
    CsvColumn, CsvDelimiter, CsvLineEnding, CsvQuoting, CustomCsv, SeedText, TokenProperty,
};

use super::entra_csv::Header;

/// The columns as long as the user has not changed them.
pub(crate) fn layout() -> CustomCsv {
    CustomCsv {
        name: "Sales Force CSV".to_owned(),
        columns: vec![
            CsvColumn::new("User Name", TokenProperty::Upn),
            CsvColumn::new("Serial Number", TokenProperty::Serial),
            CsvColumn::new("SharedKey", TokenProperty::Seed),
            CsvColumn::fixed("Type", "TOTP"),
        ],
        header: true,
        seed_text: SeedText::Base32,
        delimiter: CsvDelimiter::Comma,
        quoting: CsvQuoting::WhereNeeded,
        line_ending: CsvLineEnding::CrLf,
    }
}

/// Whether a text has a header with Salesforce's name for the seed.
pub(super) fn recognises(text: &str) -> bool {
    Header::find(text).is_some_and(|header| header.is_named("SharedKey"))
}
