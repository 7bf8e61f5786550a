//! Findings about seeds. None of them quotes a character of one.

use seedferry_protocol::Severity;
use serde::{Deserialize, Serialize};

use super::Words;
use crate::encoding::{SeedEncoding, SeedFault};

/// Something about a seed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum SeedProblem {
    /// It could not be read.
    Unreadable {
        /// As what it was read.
        encoding: SeedEncoding,
        /// Why not.
        fault: SeedFault,
    },
    /// The file comes from Microsoft Graph, which never returns seeds.
    NeverReturned,
    /// The batch file was saved without it.
    LeftOut,
    /// The last character has bits that belong to no byte.
    TrailingBits,
    /// Blanks, hyphens, padding or the like were taken away.
    Tidied,
    /// It was encrypted without padding, and its message authentication code is right.
    Unpadded,
    /// It was decrypted, but its message authentication code is not right.
    Altered,
    /// As [`SeedProblem::Altered`], and the user wants it taken.
    AlteredTaken,
    /// It was decrypted, and has no message authentication code although the file says how they are made.
    CodeMissing,
    /// It could not be decrypted.
    NotDecrypted,
    /// It stands in clear in a file whose seeds are encrypted.
    NotEncrypted,
    /// The key has more than one.
    Several,
    /// Under 10 bytes.
    TooShort {
        /// How many bytes.
        bytes: u32,
    },
    /// Under 16 bytes.
    Short {
        /// How many bytes.
        bytes: u32,
    },
    /// It is known to everybody.
    Dummy(DummySeed),
    /// It has 32 bytes, and no hash function is said.
    PerhapsSha256,
    /// 64 bytes, the usual size for SHA-512, and the file does not say the hash function.
    PerhapsSha512,
    /// The file does not say in which encoding its seeds are.
    EncodingNotSaid {
        /// The one that was taken.
        taken: SeedEncoding,
    },
    /// The file names an encoding of its seeds that is not known.
    EncodingUnknown {
        /// What it names.
        named: String,
        /// The one that was taken.
        taken: SeedEncoding,
    },
    /// Another serial number has the same seed.
    Shared {
        /// Where the other one stands.
        other: String,
    },
    /// It is shorter than nearly all others of its file.
    Shorter {
        /// How many bytes.
        bytes: u32,
        /// The others' bytes.
        usual: u32,
    },
}

/// A seed that is no secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DummySeed {
    /// All bytes are the same.
    Constant,
    /// ASCII digits in a row: the test seed of RFC 4226 and RFC 6238.
    Rfc,
    /// An example that manuals print.
    Manual,
}

impl SeedProblem {
    /// Without making the texts: it is asked for all the time.
    pub(super) fn severity(&self) -> Severity {
        match self {
            Self::Unreadable { .. }
            | Self::NeverReturned
            | Self::LeftOut
            | Self::Altered
            | Self::NotDecrypted
            | Self::Several
            | Self::TooShort { .. } => Severity::Error,
            Self::TrailingBits
            | Self::Unpadded
            | Self::CodeMissing
            | Self::NotEncrypted
            | Self::AlteredTaken
            | Self::Short { .. }
            | Self::Dummy(_)
            | Self::PerhapsSha256
            | Self::PerhapsSha512
            | Self::EncodingNotSaid { .. }
            | Self::EncodingUnknown { .. }
            | Self::Shorter { .. }
            | Self::Shared { .. } => Severity::Warning,
            Self::Tidied => Severity::Note,
        }
    }

    pub(super) fn words(&self) -> Words {
        match self {
            Self::Unreadable { encoding, fault } => unreadable(*encoding, *fault),
            Self::NeverReturned => Words::new(
                "The file was read from Microsoft Graph, which never returns seeds",
                "The token is not written",
                "Open the file that the vendor sent",
            ),
            Self::LeftOut => Words::new(
                "The batch file was saved without seeds",
                "The token is not written",
                "Ask whoever saved it for a batch file with seeds, or open the file that the vendor sent",
            ),
            Self::TrailingBits => Words::new(
                "The last character of the seed holds more than the last byte needs",
                "The surplus bits were left out, as Microsoft's own readers do",
                "If the token's codes are refused, ask the vendor whether the seed is complete",
            ),
            Self::Tidied => Words::new(
                "The seed was written with blanks, hyphens, padding or a prefix",
                "They were taken away",
                "",
            ),
            Self::Unpadded => Words::new(
                "The seed was encrypted without the padding that the method asks for",
                "Its message authentication code is right, so it is taken with all its bytes",
                "Compare a code with the device before you use it",
            ),
            Self::Altered => Words::new(
                "The seed's message authentication code is not right",
                "The token is skipped: it stays in the table, and is only written with those that have errors",
                "Fetch the file again, or ask the vendor for a new one; compare a code with the device before you use it",
            ),
            Self::AlteredTaken => Words::new(
                "The seed's message authentication code is not right",
                "It is taken all the same, as was chosen; the file was altered, or the key is wrong",
                "Compare a code with the device before you use it",
            ),
            Self::CodeMissing => Words::new(
                "The seed has no message authentication code, although the file says how they are made",
                "It is taken; whether it was altered does not show",
                "Compare a code with the device, or ask the vendor for a file with codes",
            ),
            Self::NotDecrypted => Words::new(
                "The seed could not be decrypted",
                "The token is not written",
                "Fetch the file again, or ask the vendor for a new one",
            ),
            Self::NotEncrypted => not_encrypted(),
            Self::Several => several(),
            Self::TooShort { bytes } => Words::new(
                format!("The seed has only {bytes} bytes"),
                "The token is not written; so short a seed can be found by trying",
                "Ask the vendor for the complete seed",
            ),
            Self::Short { bytes } => Words::new(
                format!("The seed has {bytes} bytes, fewer than the 16 that RFC 4226 demands"),
                "It can be used, but it is weak",
                "Ask the vendor whether the seed is complete",
            ),
            Self::Dummy(dummy) => Words::new(
                dummy.what(),
                "Anybody can make this token's codes",
                "Ask the vendor for the real seed",
            ),
            Self::PerhapsSha256 => perhaps(32, "SHA-256"),
            Self::PerhapsSha512 => perhaps(64, "SHA-512"),
            Self::EncodingNotSaid { taken } => Words::new(
                "The file does not say in which encoding its seeds are",
                format!("They were read as {}", taken.name()),
                "Check one token's code before you hand tokens out",
            ),
            Self::EncodingUnknown { named, taken } => encoding_unknown(named, *taken),
            Self::Shorter { bytes, usual } => shorter(*bytes, *usual),
            Self::Shared { other } => Words::new(
                format!("Another serial number has the same seed: see {other}"),
                "Both tokens show the same codes",
                "Ask the vendor which of them is right",
            ),
        }
    }
}

fn several() -> Words {
    Words::new(
        "The key has more than one seed",
        "None is taken, because which one is right does not show, and the token is not written",
        "Ask the vendor for a file with one seed for each token",
    )
}

fn not_encrypted() -> Words {
    Words::new(
        "The seed is not encrypted, although others of its file are",
        "It is taken; whether it was altered or put in by somebody else does not show",
        "Ask the vendor why, and compare a code with the device",
    )
}

fn encoding_unknown(named: &str, taken: SeedEncoding) -> Words {
    Words::new(
        format!("The file says that its seeds are in “{named}”, which is not known here"),
        format!("They were read as {}", taken.name()),
        "Ask the vendor for a file in hexadecimal or Base32, or check one token's code before you hand tokens out",
    )
}

fn shorter(bytes: u32, usual: u32) -> Words {
    Words::new(
        format!("The seed has {bytes} bytes, nearly all others of the file have {usual}"),
        "Perhaps its end was cut off; then every code is refused",
        "Check one of this token's codes before you hand it out, or fetch the file again",
    )
}

fn perhaps(bytes: u32, hash: &str) -> Words {
    Words::new(
        format!(
            "The seed has {bytes} bytes, the usual size for {hash}, and the file does not say the hash function"
        ),
        "SHA-1 is assumed; if it is wrong, every code is refused",
        "Look up the model's hash function, and check one token's code",
    )
}

impl DummySeed {
    fn what(self) -> &'static str {
        match self {
            Self::Constant => "All bytes of the seed are the same",
            Self::Rfc => "The seed is the test seed of RFC 4226 and RFC 6238",
            Self::Manual => "The seed is an example from manuals",
        }
    }
}

fn unreadable(encoding: SeedEncoding, fault: SeedFault) -> Words {
    let name = encoding.name();
    let error = |what: String, remedy: &'static str| Words::new(what, "The token is not written", remedy);
    match fault {
        SeedFault::Missing => error("The seed is missing".to_owned(), "Ask the vendor for a complete file"),
        SeedFault::Rounded => error(
            "The seed was rounded by a spreadsheet".to_owned(),
            "Take the vendor's original file, and do not save it with a spreadsheet",
        ),
        SeedFault::LookAlikes(_) => error(
            "The seed holds 0, 1, 8 or 9, which Base32 does not have".to_owned(),
            "If it was typed: 0 is probably the letter O, 1 the letter I or L, 8 the letter B. \
             If all digits and the letters A to F occur, it may be hexadecimal",
        ),
        SeedFault::Characters(count) => error(
            format!("The seed is not {name}: {count} of its characters do not belong there"),
            "Compare it with the vendor's file",
        ),
        SeedFault::Length(count) => error(
            format!("The seed has {count} characters, which no {name} text can have"),
            "A character is missing or too many: take the vendor's original file",
        ),
        SeedFault::TooLong => error(
            "The seed is longer than any real one".to_owned(),
            "Look whether rows of the file run into one another",
        ),
    }
}

#[cfg(test)]
pub(super) fn all(encoding: SeedEncoding) -> Vec<SeedProblem> {
    let faults = [
        SeedFault::Missing,
        SeedFault::Rounded,
        SeedFault::LookAlikes(1),
        SeedFault::Characters(1),
        SeedFault::Length(1),
        SeedFault::TooLong,
    ];
    let mut all: Vec<_> =
        faults.into_iter().map(|fault| SeedProblem::Unreadable { encoding, fault }).collect();
    all.extend([
        SeedProblem::NeverReturned,
        SeedProblem::TrailingBits,
        SeedProblem::Tidied,
        SeedProblem::Unpadded,
        SeedProblem::Altered,
        SeedProblem::AlteredTaken,
        SeedProblem::CodeMissing,
        SeedProblem::NotDecrypted,
        SeedProblem::TooShort { bytes: 9 },
        SeedProblem::Short { bytes: 10 },
        SeedProblem::Dummy(DummySeed::Constant),
        SeedProblem::Dummy(DummySeed::Rfc),
        SeedProblem::Dummy(DummySeed::Manual),
        SeedProblem::PerhapsSha256,
        SeedProblem::PerhapsSha512,
        SeedProblem::EncodingNotSaid { taken: encoding },
        SeedProblem::EncodingUnknown { named: "x".to_owned(), taken: encoding },
        SeedProblem::Shared { other: "x".to_owned() },
        SeedProblem::Shorter { bytes: 18, usual: 20 },
    ]);
    all
}
