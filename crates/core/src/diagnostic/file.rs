//! Findings about a file as a whole.

use seedferry_protocol::{Severity, WrongCodes};
use serde::{Deserialize, Serialize};

use super::{Words, counted};
use crate::{
    encoding::SeedEncoding,
    envelope::{Cause, EnvelopeNote, OpenError},
    token::SourceFile,
};

/// Something about a file as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum FileProblem {
    /// The bytes are neither UTF-8 nor UTF-16.
    Windows1252,
    /// Seeds are in another encoding than the format asks for.
    OtherSeedEncoding {
        /// The one they are in.
        found: SeedEncoding,
        /// The one the format asks for.
        expected: SeedEncoding,
    },
    /// Seeds read in hexadecimal just as well.
    AmbiguousSeedEncoding {
        /// The one that was taken.
        taken: SeedEncoding,
    },
    /// The file is signed.
    SignatureNotChecked,
    /// Its seeds are encrypted without message authentication codes.
    NotAuthenticated,
    /// Key packages of PSKC hold neither a key nor a device.
    HollowPackages {
        /// How many.
        count: u32,
    },
    /// The key of its message authentication codes is not in the file.
    CodesNotChecked,
    /// Encrypted values do not decrypt, or their message authentication codes are not right.
    ValuesAltered {
        /// How many.
        wrong: u32,
        /// Of how many.
        all: u32,
        /// Something shows that the key is the right one, so that the values were altered.
        key_is_right: bool,
        /// What becomes of the values.
        policy: WrongCodes,
    },
    /// The end of the file is missing; it was read as if it ended after its last whole element.
    EndMissing {
        /// How many keys are whole.
        whole: u32,
        /// Something stands behind them.
        is_cut_inside: bool,
    },
    /// The file does not say whether its tokens are time-based.
    TypeAssumed,
    /// The file does not say whether its tokens are time-based; the numbers of a column told it.
    TypeFromNumbers {
        /// They were taken for counters.
        event_based: bool,
    },
    /// DualShield tells event-based tokens by the product's code alone.
    TypeFromCode {
        /// The code.
        code: String,
    },
    /// A value that was taken for a field of another name.
    TakenFor {
        /// What the file calls it.
        name: String,
        /// The field.
        field: String,
    },
    /// A column, key or element that nothing is made of.
    ColumnUnknown {
        /// Its name.
        name: String,
        /// The rows or elements that have it; empty where it is said of the file as a whole.
        #[serde(default)]
        rows: Vec<u32>,
    },
    /// A column that says what another one says, and something else.
    ColumnTwice {
        /// Its name.
        name: String,
        /// The rows where it says something else; empty where it is said of the file as a whole.
        #[serde(default)]
        rows: Vec<u32>,
    },
    /// A column with values and without a name.
    ColumnNameless {
        /// Its number, counted from 1.
        number: u32,
    },
    /// Two values of a file contradict each other; the first is used.
    Contradiction {
        /// The name and the value that is used.
        taken: String,
        /// The name and the value of the other.
        other: String,
        /// What both say.
        field: String,
    },
    /// The file does not say how long the key is that a passphrase makes; the method of encryption told it.
    KeyLengthNotSaid {
        /// The length.
        bytes: u32,
    },
    /// A file beside the seed file that is none itself, or that could not be opened.
    Skipped {
        /// Its name.
        name: String,
        /// Why, as a sentence without a full stop.
        reason: String,
        /// What to do; empty for what is no seed file at all.
        remedy: String,
    },
    /// `@contentId` is missing in that many elements or occurs more than once.
    ContentIds {
        /// Elements without one.
        missing: u32,
        /// Elements with one that occurred before.
        repeated: u32,
    },
    /// The vendor's envelope was opened, with something to say about it.
    Envelope(EnvelopeNote),
}

impl FileProblem {
    /// A file that was skipped for this error.
    pub(crate) fn skipped(error: &OpenError) -> Self {
        let is_other = matches!(error.cause, Cause::NotASeedFile(_));
        Self::Skipped {
            name: error.path.join(SourceFile::BETWEEN),
            reason: error.title(),
            remedy: if is_other { String::new() } else { error.remedy() },
        }
    }

    /// Without making the texts: it is asked for all the time.
    pub(super) fn severity(&self) -> Severity {
        match self {
            Self::Envelope(note) if note.is_warning() => Severity::Warning,
            Self::Skipped { remedy, .. } if !remedy.is_empty() => Severity::Warning,
            Self::Windows1252
            | Self::SignatureNotChecked
            | Self::TypeFromNumbers { event_based: false }
            | Self::TakenFor { .. }
            | Self::ColumnUnknown { .. }
            | Self::KeyLengthNotSaid { .. }
            | Self::Skipped { .. }
            | Self::ContentIds { .. }
            | Self::Envelope(_) => Severity::Note,
            Self::OtherSeedEncoding { .. }
            | Self::AmbiguousSeedEncoding { .. }
            | Self::NotAuthenticated
            | Self::CodesNotChecked
            | Self::HollowPackages { .. }
            | Self::ValuesAltered { .. }
            | Self::EndMissing { .. }
            | Self::TypeAssumed
            | Self::TypeFromNumbers { event_based: true }
            | Self::TypeFromCode { .. }
            | Self::ColumnTwice { .. }
            | Self::ColumnNameless { .. }
            | Self::Contradiction { .. } => Severity::Warning,
        }
    }

    pub(super) fn words(&self) -> Words {
        match self {
            Self::Windows1252 => Words::new(
                "The text is neither UTF-8 nor UTF-16 and was read as Windows-1252",
                "Letters with accents may be wrong in names; seeds and serial numbers are not affected",
                "Compare names with accents, or save the file as UTF-8",
            ),
            Self::OtherSeedEncoding { found, expected } => Words::new(
                format!("The seeds are {}, where this format has {}", found.name(), expected.name()),
                format!("All rows were read as {}", found.name()),
                "Check one token's code before you hand tokens out",
            ),
            Self::AmbiguousSeedEncoding { taken } => Words::new(
                format!("Every seed could be hexadecimal or {}", other_than_hex(*taken).name()),
                format!("All rows were read as {}, as the format has it", taken.name()),
                "Check one token's code before you hand tokens out",
            ),
            Self::SignatureNotChecked => Words::new(
                "The file is signed, and the signature was not checked",
                "Written files do not carry the signature",
                "Check it with the vendor's tool if you rely on it",
            ),
            Self::NotAuthenticated => Words::new(
                "The seeds are encrypted, but nothing in the file shows whether they were altered",
                "A wrong key may go unnoticed",
                "Check one token's code before you hand tokens out",
            ),
            Self::HollowPackages { count } => hollow_packages(*count),
            Self::CodesNotChecked => Words::new(
                "The message authentication codes were not checked: their key is not in the file (MACKeyReference)",
                "Whether a seed was altered does not show, and a wrong key may go unnoticed",
                "Check one token's code before you hand tokens out",
            ),
            Self::ValuesAltered { wrong, all, key_is_right, policy } => {
                values_altered(*wrong, *all, *key_is_right, *policy)
            }
            Self::EndMissing { whole, is_cut_inside } => end_missing(*whole, *is_cut_inside),
            Self::TypeAssumed => Words::new(
                "The file does not say whether the tokens are time-based or event-based, nor their time interval",
                "They were read as time-based, with an interval of 30 seconds",
                "Look up the model, and check one token's code",
            ),
            Self::TypeFromNumbers { event_based } => type_from_numbers(*event_based),
            Self::TypeFromCode { code } => type_from_code(code),
            Self::TakenFor { name, field } => Words::new(
                format!("Tokens have no field “{name}”"),
                format!("Its values were read as the {field}"),
                "",
            ),
            Self::ColumnUnknown { name, .. } => Words::new(
                format!("No token has a place for “{name}”"),
                "Its values are not used and not written",
                "",
            ),
            Self::ColumnTwice { name, .. } => column_twice(name),
            Self::ColumnNameless { number } => column_nameless(*number),
            Self::Contradiction { taken, other, field } => Words::new(
                format!("The file contradicts itself: {taken}, and {other}"),
                format!("The first was taken as the {field} of all its tokens"),
                format!("Look up the model's {field}, and check one token's code before you hand tokens out"),
            ),
            Self::KeyLengthNotSaid { bytes } => Words::new(
                "The file does not say how long the key is that the passphrase makes (KeyLength)",
                format!("{bytes} bytes were taken, as the method of encryption needs"),
                "",
            ),
            Self::Skipped { name, reason, remedy } => Words::new(
                format!("{name} was skipped. {reason}"),
                "Nothing of it is in the batch",
                remedy.trim_end_matches('.').to_owned(),
            ),
            Self::ContentIds { missing, repeated } => {
                Words::new(content_ids(*missing, *repeated), "New ones are written", "")
            }
            Self::Envelope(note) => {
                Words::new(note.what(), "The file was opened all the same", note.remedy())
            }
        }
    }
}

fn hollow_packages(count: u32) -> Words {
    Words::new(
        match count {
            1 => "One package holds neither a key nor a device".to_owned(),
            count => format!("{count} packages hold neither a key nor a device"),
        },
        "There is nothing in it to read as a token",
        "Compare the number of tokens with the vendor's delivery note",
    )
}

fn type_from_code(code: &str) -> Words {
    Words::new(
        format!(
            "DualShield tells event-based tokens by the product's code alone, and “{code}” looks like theirs"
        ),
        "They were read as event-based",
        "Look up the model, and check one token's code",
    )
}

fn column_twice(name: &str) -> Words {
    Words::new(
        format!("The column “{name}” says something else than another column that stands for the same"),
        "The other one is used: its name is more exact, or it comes first",
        "Say under “Read differently…” which one is the right one, should it be this one",
    )
}

fn column_nameless(number: u32) -> Words {
    Words::new(
        format!("Column {number} has values, but no name in the header"),
        "Its values are not used and not written",
        "Give it a name in the file, or say under “Read differently…” what it holds",
    )
}

/// What a seed could be that reads in hexadecimal too.
fn other_than_hex(taken: SeedEncoding) -> SeedEncoding {
    if taken == SeedEncoding::Base64 { SeedEncoding::Base64 } else { SeedEncoding::Base32 }
}

fn type_from_numbers(event_based: bool) -> Words {
    let (why, then) = if event_based {
        (
            "its third column does not hold 30 and 60 alone",
            "They were read as event-based, and the third column as counters",
        )
    } else {
        (
            "its third column holds nothing but 30 and 60",
            "They were read as time-based, and the third column as time intervals",
        )
    };
    let what = format!("The file does not say whether the tokens are time-based or event-based; {why}");
    Words::new(what, then, "Look up the model, and check one token's code")
}

fn values_altered(wrong: u32, all: u32, key_is_right: bool, policy: WrongCodes) -> Words {
    let why = if key_is_right {
        "The key is right, so the file was altered or damaged there"
    } else {
        "Nothing proves the key: it may be wrong, or the file was altered"
    };
    let then = match policy {
        WrongCodes::Take => "what decrypts is taken all the same, as was chosen",
        WrongCodes::Skip | WrongCodes::Stop => {
            "their tokens are skipped: they stay in the table with an error"
        }
    };
    Words::new(
        altered_words(wrong, all),
        format!("{why}; {then}"),
        "Fetch the file again, or ask the vendor for a new one. “Read differently…” offers to stop at such a value or \
         to take it",
    )
}

fn end_missing(whole: u32, is_cut_inside: bool) -> Words {
    let rest = if is_cut_inside { "; what stands behind it is not whole and was left out" } else { "" };
    Words::new(
        "The end of the file is missing",
        format!("It was read as if it ended after {}, as was chosen{rest}", last_of(whole)),
        "Compare the number of tokens with the delivery note, and fetch the file again or ask the vendor for a new one",
    )
}

/// `its only whole key`, `the last of its 3 whole keys`.
fn last_of(whole: u32) -> String {
    if whole == 1 { "its only whole key".to_owned() } else { format!("the last of its {whole} whole keys") }
}

/// How many of the encrypted values are not right.
pub(crate) fn altered_words(wrong: u32, all: u32) -> String {
    let (values, are) = (if all == 1 { "value" } else { "values" }, if wrong == 1 { "is" } else { "are" });
    format!("{wrong} of {all} encrypted {values} {are} not right by padding or message authentication code")
}

fn content_ids(missing: u32, repeated: u32) -> String {
    match (missing, repeated) {
        (missing, 0) => format!("{} without @contentId", counted(missing, "element")),
        (0, repeated) => format!("{} with a @contentId that stands before", counted(repeated, "element")),
        _ => format!(
            "{} without @contentId and {} with one that stands before",
            counted(missing, "element"),
            counted(repeated, "element")
        ),
    }
}

#[cfg(test)]
pub(super) fn all(name: String) -> Vec<FileProblem> {
    vec![
        FileProblem::Windows1252,
        FileProblem::OtherSeedEncoding { found: SeedEncoding::Hex, expected: SeedEncoding::Base32 },
        FileProblem::AmbiguousSeedEncoding { taken: SeedEncoding::Base32 },
        FileProblem::SignatureNotChecked,
        FileProblem::NotAuthenticated,
        FileProblem::HollowPackages { count: 2 },
        FileProblem::CodesNotChecked,
        FileProblem::ValuesAltered { wrong: 1, all: 1, key_is_right: false, policy: WrongCodes::Skip },
        FileProblem::ValuesAltered { wrong: 2, all: 3, key_is_right: true, policy: WrongCodes::Take },
        FileProblem::EndMissing { whole: 1, is_cut_inside: false },
        FileProblem::EndMissing { whole: 2, is_cut_inside: true },
        FileProblem::TypeAssumed,
        FileProblem::TypeFromNumbers { event_based: true },
        FileProblem::TypeFromNumbers { event_based: false },
        FileProblem::TypeFromCode { code: name.clone() },
        FileProblem::TakenFor { name: name.clone(), field: name.clone() },
        FileProblem::ColumnUnknown { name: name.clone(), rows: Vec::new() },
        FileProblem::Contradiction { taken: name.clone(), other: name.clone(), field: name.clone() },
        FileProblem::KeyLengthNotSaid { bytes: 16 },
        FileProblem::ColumnTwice { name: name.clone(), rows: Vec::new() },
        FileProblem::ColumnNameless { number: 3 },
        FileProblem::Skipped { name: name.clone(), reason: name.clone(), remedy: String::new() },
        FileProblem::Skipped { name: name.clone(), reason: name.clone(), remedy: name.clone() },
        FileProblem::ContentIds { missing: 1, repeated: 2 },
        FileProblem::Envelope(EnvelopeNote::NoIntegrity { name }),
    ]
}
