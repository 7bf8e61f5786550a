//! A table for Deepnet's SafeID Token Service. No document shows its layout, so this one is a proposal: Entra's columns
//! without the user, and behind them what Entra's table cannot say.

use seedferry_protocol::{CustomCsv, TokenProperty as P};

use super::{custom_csv::headed, entra_csv::Header};

/// The columns as long as the user has not changed them.
pub(crate) fn layout() -> CustomCsv {
    headed(
        "SafeID Token Service CSV",
        &[
            ("serial number", P::Serial),
            ("secret key", P::Seed),
            ("time interval", P::Interval),
            ("manufacturer", P::Manufacturer),
            ("model", P::Model),
            ("type", P::Type),
            ("hash function", P::Hash),
            ("digits", P::Digits),
            ("counter", P::Counter),
        ],
    )
}

/// Whether a text has a header with Entra's columns and those that the proposal adds to them.
pub(super) fn recognises(text: &str) -> bool {
    Header::find(text).is_some_and(|header| {
        ["secret key", "type", "hash function", "digits"].into_iter().all(|name| header.is_named(name))
    })
}
