//! Putting a batch right: what can be edited, and what the page shows of it.

use serde::{Deserialize, Serialize};

use crate::TokenId;

/// A field of a token that can be edited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum EditField {
    /// Serial number.
    Serial,
    /// Seed; it can be replaced, never read back.
    Seed,
    /// Hash function.
    Hash,
    /// Time interval in seconds.
    Interval,
    /// Number of digits.
    Digits,
    /// Counter of an event-based token.
    Counter,
    /// Manufacturer.
    Manufacturer,
    /// Model.
    Model,
    /// User principal name.
    Upn,
    /// How the token makes its codes: by the time or by a counter.
    Type,
    /// Object id of the user whom Entra gives the token.
    AssignTo,
    /// Name under which Entra shows the token.
    DisplayName,
}

impl EditField {
    /// Those that can be set for many tokens at once.
    pub const SHARED: [Self; 6] =
        [Self::Manufacturer, Self::Model, Self::Interval, Self::Hash, Self::Digits, Self::Type];

    /// The name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Serial => "serial number",
            Self::Seed => "seed",
            Self::Hash => "hash function",
            Self::Interval => "time interval",
            Self::Digits => "number of digits",
            Self::Counter => "counter",
            Self::Manufacturer => "manufacturer",
            Self::Model => "model",
            Self::Upn => "UPN",
            Self::Type => "token type",
            Self::AssignTo => "assignTo",
            Self::DisplayName => "display name",
        }
    }

    /// Whether a usual value is assumed where the file does not say it.
    pub fn is_assumable(self) -> bool {
        matches!(self, Self::Hash | Self::Interval | Self::Digits | Self::Counter | Self::Type)
    }

    fn bit(self) -> u16 {
        1 << self as u16
    }
}

/// Fields of a token that were edited.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditedFields(u16);

impl EditedFields {
    /// Whether this field was edited.
    pub fn contains(self, field: EditField) -> bool {
        self.0 & field.bit() != 0
    }

    /// With this field, too.
    #[must_use]
    pub fn with(self, field: EditField) -> Self {
        Self(self.0 | field.bit())
    }
}

/// A field that is being edited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditingView {
    /// Whose.
    pub token: TokenId,
    /// Which.
    pub field: EditField,
    /// Beside the table, in the details; otherwise in its cell.
    pub in_details: bool,
    /// What stands there to begin with; nothing for a seed.
    pub text: String,
    /// Why the last text did not do.
    pub problem: Option<String>,
    /// Counts the texts that did not do.
    pub attempt: u32,
}

/// A form over the whole batch or the selection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FormKind {
    /// Set a field of the selected tokens.
    SetField,
    /// Assign users by a list.
    Users,
    /// Resolve tokens that stand twice.
    Duplicates,
}

/// The open form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FormView {
    /// Set a field of the selected tokens.
    SetField {
        /// Why the last value did not do.
        problem: Option<String>,
        /// Counts the values that did not do.
        attempt: u32,
    },
    /// Assign users by a list.
    Users {
        /// Why the last list could not be read.
        problem: Option<String>,
        /// What the list would do.
        list: Option<UserListView>,
    },
    /// Resolve tokens that stand twice.
    Duplicates(DuplicatesView),
}

/// What a list of users would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserListView {
    /// Where the list came from.
    pub name: String,
    /// How it was read, as a sentence without a full stop.
    pub order: String,
    /// The first rows: serial number and user.
    pub first: Vec<(String, String)>,
    /// How many tokens get a user.
    pub tokens: u32,
    /// What is to be known beforehand.
    pub remarks: Vec<RemarkView>,
}

/// Something to be known, with the first examples.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemarkView {
    /// What, with the number, as a sentence without a full stop.
    pub what: String,
    /// The first examples, at most [`RemarkView::NAMED`].
    pub named: Vec<String>,
}

impl RemarkView {
    /// How many examples a remark names.
    pub const NAMED: usize = 10;
}

/// Serial numbers that stand more than once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DuplicatesView {
    /// Tokens that say nothing new: another one has the same serial number and the same seed.
    pub doubles: u32,
    /// Tokens that take over what only one of their doubles says.
    pub completed: u32,
    /// Serial numbers whose tokens differ; the first of them, at most [`DuplicatesView::LISTED`].
    pub rivals: Vec<RivalsView>,
    /// How many there are in all.
    pub rivals_total: u32,
}

impl DuplicatesView {
    /// How many serial numbers are listed.
    pub const LISTED: usize = 50;
}

/// Tokens with one serial number that differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RivalsView {
    /// The serial number.
    pub serial: String,
    /// The first of the tokens, in the order of the batch; at most [`RivalsView::LISTED`].
    pub tokens: Vec<RivalView>,
    /// How many there are in all.
    pub total: u32,
}

impl RivalsView {
    /// How many tokens of one serial number are listed.
    pub const LISTED: usize = 50;
}

/// One of several tokens with one serial number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RivalView {
    /// Which.
    pub token: TokenId,
    /// Where it stands.
    pub place: String,
    /// What it says, in which the tokens differ.
    pub what: String,
}
