//! A table as the user wants it: which columns in which order, and how it is written. It holds no seed, so the page may
//! edit it; as JSON it is what is saved and loaded.

use serde::{Deserialize, Serialize};

/// A table with columns of one's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CustomCsv {
    /// What the user calls it; also the beginning of the file's name.
    pub name: String,
    /// The columns, from left to right.
    pub columns: Vec<CsvColumn>,
    /// Whether the first row holds the names of the columns.
    pub header: bool,
    /// How seeds are written.
    pub seed_text: SeedText,
    /// What stands between cells.
    pub delimiter: CsvDelimiter,
    /// Which cells stand in quotation marks.
    pub quoting: CsvQuoting,
    /// What ends a row.
    pub line_ending: CsvLineEnding,
    /// Which tokens it is for.
    #[serde(default)]
    pub tokens: TokenTypes,
    /// Which of them whoever reads the table takes: the others stay behind.
    #[serde(default)]
    pub limits: CsvLimits,
    /// Tokens that differ in what no column says get files of their own, whose names say it.
    #[serde(default)]
    pub apart: bool,
}

/// What whoever reads a table takes, whether a column says it or not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CsvLimits {
    /// Hash functions.
    pub hashes: HashLimit,
    /// Numbers of digits.
    pub digits: DigitsLimit,
    /// Time intervals.
    pub intervals: IntervalLimit,
}

/// Which hash functions are taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum HashLimit {
    /// Every one.
    #[default]
    Any,
    /// SHA-1 alone.
    Sha1,
    /// SHA-1 and SHA-256.
    Sha1And256,
}

/// Which numbers of digits are taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum DigitsLimit {
    /// Every one.
    #[default]
    Any,
    /// 6 alone.
    Six,
    /// 6, 7 and 8.
    SixToEight,
}

/// Which time intervals are taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum IntervalLimit {
    /// Every one.
    #[default]
    Any,
    /// 30 seconds alone.
    Thirty,
    /// 30 and 60 seconds.
    ThirtyAndSixty,
}

/// Tokens by their type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum TokenTypes {
    /// Time-based and event-based ones.
    #[default]
    Both,
    /// Time-based ones (TOTP) alone.
    TimeBased,
    /// Event-based ones (HOTP) alone.
    EventBased,
}

impl TokenTypes {
    /// The name for people, behind a verb such as *takes*.
    pub fn name(self) -> &'static str {
        match self {
            Self::Both => "time-based and event-based tokens",
            Self::TimeBased => "time-based tokens only",
            Self::EventBased => "event-based tokens only",
        }
    }
}

/// In which characters a table is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum CsvEncoding {
    /// UTF-8.
    #[default]
    Utf8,
    /// UTF-8 with a byte order mark, by which Excel knows it.
    Utf8Marked,
    /// UTF-16, low bytes first, with a byte order mark.
    Utf16,
    /// Windows-1252, the Western European letters of older Windows programs.
    Windows1252,
}

impl CsvEncoding {
    /// All of them, in the order of a menu, with their names.
    pub const ALL: [(Self, &str); 4] = [
        (Self::Utf8, "UTF-8"),
        (Self::Utf8Marked, "UTF-8 with a mark, for Excel"),
        (Self::Utf16, "UTF-16"),
        (Self::Windows1252, "Windows-1252"),
    ];
}

/// One column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CsvColumn {
    /// Its name in the header row.
    pub name: String,
    /// What its cells hold.
    pub content: CsvContent,
    /// Letter case of its cells. What is in Base64 keeps its own.
    pub letter_case: LetterCase,
    /// Values that are written as other words: *sha256* as *HMAC-SHA-256*.
    pub words: Vec<CsvWord>,
}

/// What the cells of a column hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum CsvContent {
    /// The same text in every row; it may be empty.
    Fixed(String),
    /// A property of the token.
    Property(TokenProperty),
}

/// A value and the word that is written in its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CsvWord {
    /// The value as it would be written: `totp`, `sha256`, `60`, `SafeID/Classic`; compared without regard to case.
    pub value: String,
    /// What is written.
    pub word: String,
}

/// What can be said of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum TokenProperty {
    /// Serial number.
    Serial,
    /// Seed.
    Seed,
    /// `totp` or `hotp`.
    Type,
    /// Type, time interval and digits in one word of liboath's users file: `HOTP/T60/8`.
    TypeForLiboath,
    /// `sha1`, `sha256` or `sha512`.
    Hash,
    /// Digits of a code.
    Digits,
    /// Time interval in seconds; empty for tokens that are not time-based.
    Interval,
    /// Counter; empty for tokens that are not event-based.
    Counter,
    /// Time interval or counter, whichever the token's type has.
    IntervalOrCounter,
    /// Counter as Base64 of its bytes, the highest first; empty for tokens that are not event-based.
    CounterBase64,
    /// Manufacturer.
    Manufacturer,
    /// Model.
    Model,
    /// User principal name.
    Upn,
    /// Object id of the user.
    AssignTo,
    /// Display name.
    DisplayName,
}

/// How seeds are written as text (RFC 4648).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SeedText {
    /// Hexadecimal digits, upper case.
    #[default]
    Hex,
    /// Base32, upper case, without padding.
    Base32,
    /// Base64 with padding.
    Base64,
}

/// Letter case of cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum LetterCase {
    /// As it is.
    #[default]
    Kept,
    /// In upper case.
    Upper,
    /// In lower case.
    Lower,
}

/// What stands between cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum CsvDelimiter {
    /// `,`
    #[default]
    Comma,
    /// `;`
    Semicolon,
    /// Tabulator.
    Tab,
    /// `|`
    Bar,
    /// `:`
    Colon,
    /// A blank.
    Blank,
}

/// Which cells stand in quotation marks (RFC 4180 §2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum CsvQuoting {
    /// Those that hold a delimiter, a quotation mark, a line break, or blanks at an end.
    #[default]
    WhereNeeded,
    /// All.
    Always,
    /// None. A token with a cell that needs them stays behind.
    Never,
}

/// What ends a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum CsvLineEnding {
    /// As Windows has it.
    #[default]
    CrLf,
    /// As Unix has it.
    Lf,
}

/// A table with columns of one's own, as the export panel edits it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CsvLayoutView {
    /// The columns and the rest.
    pub layout: CustomCsv,
    /// It is not as Seedferry had it.
    pub changed: bool,
    /// The user's own layout, which another one took the place of, can be put back.
    pub can_be_put_back: bool,
    /// Nobody outside has confirmed yet that the consumer takes this layout.
    pub unconfirmed: bool,
    /// Ready-made layouts to begin with, by name; empty where the target has one of its own.
    pub ready_made: Vec<String>,
    /// The first rows as they would be written, seeds masked; the header row is not among them.
    pub preview: Vec<Vec<String>>,
    /// What is wrong with the layout, as sentences without a full stop; nothing is written while there is something.
    pub problems: Vec<String>,
    /// What is unusual about it, as sentences without a full stop; the table is written all the same.
    pub warnings: Vec<String>,
}

impl CustomCsv {
    /// Most columns.
    pub const MAX_COLUMNS: usize = 64;

    /// Longest name, fixed value or word, in characters.
    pub const MAX_TEXT: usize = 256;

    /// Most words of one column.
    pub const MAX_WORDS: usize = 64;

    /// How many rows a preview has.
    pub const PREVIEWED: usize = 5;

    /// Whether a column holds this property.
    pub fn has(&self, property: TokenProperty) -> bool {
        self.columns.iter().any(|column| column.content == CsvContent::Property(property))
    }
}

impl CsvColumn {
    /// A column of a property, in its own case.
    pub fn new(name: &str, property: TokenProperty) -> Self {
        let content = CsvContent::Property(property);
        Self { name: name.to_owned(), content, letter_case: LetterCase::Kept, words: Vec::new() }
    }

    /// A column that says the same in every row.
    pub fn fixed(name: &str, text: &str) -> Self {
        let content = CsvContent::Fixed(text.to_owned());
        Self { name: name.to_owned(), content, letter_case: LetterCase::Kept, words: Vec::new() }
    }
}

impl TokenProperty {
    /// All of them, in the order of a menu.
    pub const ALL: [Self; 15] = [
        Self::Serial,
        Self::Seed,
        Self::Type,
        Self::TypeForLiboath,
        Self::Hash,
        Self::Digits,
        Self::Interval,
        Self::Counter,
        Self::IntervalOrCounter,
        Self::CounterBase64,
        Self::Manufacturer,
        Self::Model,
        Self::Upn,
        Self::AssignTo,
        Self::DisplayName,
    ];

    /// The name for people, within a sentence.
    pub fn name(self) -> &'static str {
        match self {
            Self::Serial => "serial number",
            Self::Seed => "seed",
            Self::Type => "type",
            Self::TypeForLiboath => "type for liboath",
            Self::Hash => "hash function",
            Self::Digits => "number of digits",
            Self::Interval => "time interval",
            Self::Counter => "counter",
            Self::IntervalOrCounter => "time interval or counter",
            Self::CounterBase64 => "counter in Base64",
            Self::Manufacturer => "manufacturer",
            Self::Model => "model",
            Self::Upn => "user principal name",
            Self::AssignTo => "object id of the user",
            Self::DisplayName => "display name",
        }
    }
}

impl CsvDelimiter {
    /// All of them, in the order of a menu.
    pub const ALL: [Self; 6] = [Self::Comma, Self::Semicolon, Self::Tab, Self::Bar, Self::Colon, Self::Blank];

    /// The character.
    pub fn char(self) -> char {
        match self {
            Self::Comma => ',',
            Self::Semicolon => ';',
            Self::Tab => '\t',
            Self::Bar => '|',
            Self::Colon => ':',
            Self::Blank => ' ',
        }
    }

    /// The name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Comma => "Comma",
            Self::Semicolon => "Semicolon",
            Self::Tab => "Tabulator",
            Self::Bar => "Vertical bar",
            Self::Colon => "Colon",
            Self::Blank => "Blank",
        }
    }
}

impl SeedText {
    /// All of them, in the order of a menu.
    pub const ALL: [Self; 3] = [Self::Hex, Self::Base32, Self::Base64];

    /// The name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Hex => "Hex",
            Self::Base32 => "Base32",
            Self::Base64 => "Base64",
        }
    }
}
