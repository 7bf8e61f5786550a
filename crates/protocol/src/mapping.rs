//! How a table of any other kind is read: which column is what. Holds no seed; saved as a file and used again.

use serde::{Deserialize, Serialize};

use crate::{CutShort, WrongCodes};

/// What a column of a table holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ColumnRole {
    /// Nothing that is kept.
    #[default]
    Unused,
    /// Serial number.
    Serial,
    /// Seed.
    Seed,
    /// User principal name.
    Upn,
    /// Manufacturer.
    Manufacturer,
    /// Model.
    Model,
    /// Time-based or event-based.
    Type,
    /// Hash function.
    Hash,
    /// Number of digits.
    Digits,
    /// Time interval.
    Interval,
    /// Counter.
    Counter,
    /// Time interval or counter, as the type has it.
    IntervalOrCounter,
    /// Counter as Base64 of its bytes, the highest first.
    CounterBase64,
    /// Object id of the user.
    AssignTo,
    /// Display name.
    DisplayName,
}

impl ColumnRole {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 15] = [
        Self::Unused,
        Self::Serial,
        Self::Seed,
        Self::Upn,
        Self::Manufacturer,
        Self::Model,
        Self::Type,
        Self::Hash,
        Self::Digits,
        Self::Interval,
        Self::Counter,
        Self::IntervalOrCounter,
        Self::CounterBase64,
        Self::AssignTo,
        Self::DisplayName,
    ];

    /// The name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unused => "Not used",
            Self::Serial => "Serial number",
            Self::Seed => "Seed",
            Self::Upn => "UPN",
            Self::Manufacturer => "Manufacturer",
            Self::Model => "Model",
            Self::Type => "Type (TOTP, HOTP)",
            Self::Hash => "Hash function",
            Self::Digits => "Digits",
            Self::Interval => "Time interval",
            Self::Counter => "Counter",
            Self::IntervalOrCounter => "Time interval or counter",
            Self::CounterBase64 => "Counter in Base64",
            Self::AssignTo => "Object id of the user",
            Self::DisplayName => "Display name",
        }
    }
}

/// How the seeds of a table are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SeedReading {
    /// Decided over all rows.
    #[default]
    Decided,
    /// Hexadecimal.
    Hex,
    /// Base32.
    Base32,
    /// Base64.
    Base64,
}

/// The unit of time intervals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TimeUnit {
    /// Seconds.
    #[default]
    Seconds,
    /// Minutes.
    Minutes,
    /// Milliseconds.
    Milliseconds,
}

/// What the tokens are where no column says it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TokenKind {
    /// Time-based.
    #[default]
    Totp,
    /// Event-based.
    Hotp,
}

/// How a table is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Mapping {
    /// Between cells; a blank stands for any number of them.
    pub delimiter: char,
    /// Whether the first row names the columns.
    pub header: bool,
    /// What each column holds; further columns are not used.
    pub columns: Vec<ColumnRole>,
    /// How seeds are written.
    #[serde(default)]
    pub seed_encoding: SeedReading,
    /// The unit of time intervals.
    #[serde(default)]
    pub time_unit: TimeUnit,
    /// What the tokens are where no column says it.
    #[serde(default)]
    pub token_kind: TokenKind,
}

impl Mapping {
    /// Delimiters that can be chosen, with their names.
    pub const DELIMITERS: [(char, &str); 6] = [
        (',', "Comma"),
        (';', "Semicolon"),
        ('\t', "Tab"),
        ('|', "Vertical bar"),
        (':', "Colon"),
        (' ', "Blanks"),
    ];

    /// Gives a column a role, and takes that role from any other column.
    #[must_use]
    pub fn with_role(mut self, column: usize, role: ColumnRole) -> Self {
        for (place, taken) in self.columns.iter_mut().enumerate() {
            if place == column {
                *taken = role;
            } else if *taken == role {
                *taken = ColumnRole::Unused;
            }
        }
        self
    }
}

/// The question how a table, or another file, is to be read, with what the answer so far makes of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MappingView {
    /// Where the table lies, outermost layer first.
    pub path: Vec<String>,
    /// The answer so far; the best guess at first.
    pub mapping: Mapping,
    /// What is seen of each column.
    pub columns: Vec<ColumnSeen>,
    /// The first tokens as they would be read.
    pub rows: Vec<MappedRow>,
    /// How seeds are read, decided or chosen: *Base32*. Empty without a column of seeds.
    pub encoding: String,
    /// How many rows there are.
    pub total: u32,
    /// How many of them make a token with serial number and seed.
    pub usable: u32,
    /// How many columns the table has beyond those that can be read.
    pub columns_left_out: u32,
    /// Why it cannot be read so yet.
    pub problem: Option<String>,
    /// Formats in which it can be read instead: id and name.
    pub formats: Vec<(String, String)>,
    /// The id of the format it was read in before, or is recognised as.
    pub format: Option<String>,
    /// What becomes of encrypted values whose message authentication code is not right, where there may be any.
    pub wrong_codes: Option<WrongCodes>,
    /// What becomes of the file, where its end is missing.
    pub cut_short: Option<CutShort>,
    /// Other files can be read without this one.
    pub can_be_left_out: bool,
    /// The answer is being tried.
    pub trying: bool,
}

impl MappingView {
    /// Whether there are columns to map; any other file is only read in a format.
    pub fn is_table(&self) -> bool {
        !self.columns.is_empty()
    }
}

/// What is seen of a column. What may be a seed is masked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnSeen {
    /// Its name by the first row, or its number.
    pub name: String,
    /// Its first cells.
    pub cells: Vec<String>,
}

/// A row as it would be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MappedRow {
    /// Number of the row in the file.
    pub number: u32,
    /// Serial number.
    pub serial: String,
    /// The length of the seed, or what is wrong with it. Never the seed.
    pub seed: String,
    /// Type, digits, hash function and time interval or counter, as far as the table says them.
    pub parameters: String,
    /// Manufacturer, model and user, as far as the table says them.
    pub about: String,
}
