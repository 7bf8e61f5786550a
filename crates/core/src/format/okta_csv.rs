//! A table for scripts that enrol tokens in Okta's custom authenticator, one by one over its programming interface. No
//! document shows the vendor's layout, so this one is a proposal: what a script needs, under Okta's names.

use seedferry_protocol::{CustomCsv, TokenProperty as P};

use super::{custom_csv::headed, entra_csv::Header};

/// Okta's name for the seed.
pub(super) const SEED: &str = "sharedSecret";

/// The columns as long as the user has not changed them.
pub(crate) fn layout() -> CustomCsv {
    headed("OKTA CSV", &[("serialNumber", P::Serial), (SEED, P::Seed)])
}

/// Whether a text has a header with Okta's name for the seed.
pub(super) fn recognises(text: &str) -> bool {
    Header::find(text).is_some_and(|header| header.is_named(SEED))
}
