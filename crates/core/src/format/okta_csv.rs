//! A table for scripts that enrol tokens in Okta's custom authenticator, one by one over its programming interface. No
//! document shows the vendor's layout, so this one is a proposal: what a script needs, under Okta's names.

use seedferry_protocol::{
    CsvColumn, CsvDelimiter, CsvLineEnding, CsvQuoting, CustomCsv, SeedText, TokenProperty,
};

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
