//! A table for scripts that enrol tokens in Okta's custom authenticator, one by one over its programming interface. No
//! document shows the vendor's layout, so this one is a proposal: what a script needs, under Okta's names.

use seedferry_protocol::{
    CsvColumn, CsvDelimiter, CsvLineEnding, CsvQuoting, CustomCsv, SeedText, TokenProperty,
};

use super::entra_csv::Header;

/// The columns as long as the user has not changed them.
pub(crate) fn layout() -> CustomCsv {
    CustomCsv {
        name: "OKTA CSV".to_owned(),
        columns: vec![
            CsvColumn::new("serialNumber", TokenProperty::Serial),
            CsvColumn::new("sharedSecret", TokenProperty::Seed),
        ],
        header: true,
        seed_text: SeedText::Base32,
        delimiter: CsvDelimiter::Comma,
        quoting: CsvQuoting::WhereNeeded,
        line_ending: CsvLineEnding::CrLf,
    }
}

/// Whether a text has a header with Okta's name for the seed.
pub(super) fn recognises(text: &str) -> bool {
    Header::find(text).is_some_and(|header| header.is_named("sharedSecret"))
}
