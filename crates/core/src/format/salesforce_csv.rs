//! A table for Salesforce's data loader, which inserts `TwoFactorInfo` records. Its columns are mapped by hand there; the
//! vendor's own names are not documented, so these are a proposal.

use seedferry_protocol::{CsvColumn, CustomCsv, TokenProperty as P};

use super::{custom_csv::headed, entra_csv::Header};

/// The columns as long as the user has not changed them.
pub(crate) fn layout() -> CustomCsv {
    let columns = [("User Name", P::Upn), ("Serial Number", P::Serial), ("SharedKey", P::Seed)];
    let mut layout = headed("Sales Force CSV", &columns);
    layout.columns.push(CsvColumn::fixed("Type", "TOTP"));
    layout
}

/// Whether a text has a header with Salesforce's name for the seed.
pub(super) fn recognises(text: &str) -> bool {
    Header::find(text).is_some_and(|header| header.is_named("SharedKey"))
}
