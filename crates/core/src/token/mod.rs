//! The domain: a token as a seed file describes it, and the batch it came in.
//!
//! *Absent* stays distinct from *usual*: a field is `None` when the file does not say it, and whoever needs a
//! value takes the assumed one knowingly.

mod batch;
mod field;
mod value;

pub use batch::{Batch, Carried, SourceFile};
pub use field::{Digits, HashFunction, Interval, OathType, SerialNumber};
use serde::{Deserialize, Serialize};
pub use value::FieldValue;

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
    /// The type was assumed, or concluded from something else: the file does not say it.
    pub type_assumed: bool,
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

impl Token {
    /// A time-based token of which nothing is known but where it came from.
    pub fn new(origin: Origin) -> Self {
        Self {
            serial: None,
            seed: None,
            oath_type: OathType::Totp,
            type_assumed: false,
            hash: None,
            digits: None,
            interval: None,
            counter: None,
            manufacturer: None,
            model: None,
            upn: None,
            assign_to: None,
            display_name: None,
            origin,
        }
    }

    /// The hash function, and whether it is assumed for lack of a word in the file.
    pub fn hash_or_assumed(&self) -> (HashFunction, bool) {
        (self.hash.unwrap_or(HashFunction::Sha1), self.hash.is_none())
    }

    /// The digits of a code, and whether they are assumed for lack of a word in the file.
    pub fn digits_or_assumed(&self) -> (Digits, bool) {
        (self.digits.unwrap_or(Digits::USUAL), self.digits.is_none())
    }

    /// The time interval, and whether it is assumed for lack of a word in the file.
    pub fn interval_or_assumed(&self) -> (Interval, bool) {
        (self.interval.unwrap_or(Interval::USUAL), self.interval.is_none())
    }
}
