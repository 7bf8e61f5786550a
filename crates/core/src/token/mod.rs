//! The domain: a token as a seed file describes it, and the batch it came in.
//!
//! *Absent* stays distinct from *usual*: a field is `None` when the file does not say it, and whoever needs a
//! value takes the assumed one knowingly.

mod batch;
mod field;

pub use batch::{Batch, SourceFile};
pub use field::{Digits, HashFunction, Interval, OathType, SerialNumber};
use serde::{Deserialize, Serialize};

use crate::secret::Seed;

/// One hardware token. A row that could not be read completely is a token too, without serial number or seed:
/// it stays in sight, with its findings, and is not written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// Serial number, `None` when the file has none.
    pub serial: Option<SerialNumber>,
    /// The shared secret, `None` when missing or unreadable.
    pub seed: Option<Seed>,
    /// TOTP, HOTP or something else; a format may imply it.
    pub oath_type: OathType,
    /// Hash function of the HMAC.
    pub hash: Option<HashFunction>,
    /// Digits of a code.
    pub digits: Option<Digits>,
    /// Time interval (RFC 6238 time step X).
    pub interval: Option<Interval>,
    /// Counter (RFC 4226 moving factor C).
    pub counter: Option<u64>,
    /// Manufacturer, verbatim.
    pub manufacturer: Option<String>,
    /// Model, verbatim.
    pub model: Option<String>,
    /// User principal name.
    pub upn: Option<String>,
    /// Object id of the user it is to be assigned to (Microsoft Graph `assignTo.id`).
    pub assign_to: Option<String>,
    /// Display name (Microsoft Graph `displayName`).
    pub display_name: Option<String>,
    /// Where it came from.
    pub origin: Origin,
}

/// Where a token came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// Index into [`Batch::sources`].
    pub source: u32,
    /// Row of a table (the header is row 1), or number of the element, counted from 1.
    pub row: u32,
}
