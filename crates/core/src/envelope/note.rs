//! What was noticed while opening, that does not keep anything from being opened.

use serde::{Deserialize, Serialize};

/// Something worth saying about an envelope.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum EnvelopeNote {
    /// An old message without protection against changes (RFC 9580 §5.7).
    NoIntegrity {
        /// The message.
        name: String,
    },
    /// The message is signed; signatures are not checked here.
    SignedNotVerified {
        /// The message.
        name: String,
    },
    /// There is something behind the end of the message.
    TrailingBytes {
        /// The message.
        name: String,
    },
    /// The armor's check sum differs, or its end is missing, and yet the content is whole.
    ArmorFlawed {
        /// The message.
        name: String,
    },
    /// The key that opened the message is revoked.
    RevokedKey {
        /// The key, as *9A3F… (RSA 3072)*.
        key: String,
    },
    /// A folder, or what an operating system leaves behind.
    Skipped {
        /// The entry.
        name: String,
    },
    /// A file without content beside others.
    EmptyFile {
        /// The entry.
        name: String,
    },
    /// It is an OpenPGP message, or is named like one, and nothing in it was encrypted.
    NotEncrypted {
        /// The file.
        name: String,
    },
    /// It is a zip archive, and nothing in it was encrypted.
    NoPassword {
        /// The file.
        name: String,
    },
    /// Two entries of an archive have the same name; both are read.
    DuplicateName {
        /// The name.
        name: String,
    },
}

/// Something worth saying, and the layer it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LayerNote {
    /// The layer, its name last, outermost first.
    pub path: Vec<String>,
    /// What was noticed.
    pub note: EnvelopeNote,
}

impl EnvelopeNote {
    /// Whether it is worth a warning, or only a remark.
    pub fn is_warning(&self) -> bool {
        !matches!(self, Self::Skipped { .. } | Self::SignedNotVerified { .. } | Self::NoPassword { .. })
    }

    /// What was noticed, as a sentence without a full stop.
    pub fn what(&self) -> String {
        match self {
            Self::NoIntegrity { name } => {
                format!("{name} is an old kind of message that is not protected against changes")
            }
            Self::SignedNotVerified { name } => {
                format!("{name} is signed, and the signature was not checked")
            }
            Self::TrailingBytes { name } => format!("{name} goes on behind the end of the message"),
            Self::ArmorFlawed { name } => {
                format!("The text around {name} is flawed, but the content is whole")
            }
            Self::RevokedKey { key } => format!("The key {key} is revoked"),
            Self::Skipped { name } => format!("{name} was passed over"),
            Self::EmptyFile { name } => format!("{name} is empty and was passed over"),
            Self::NotEncrypted { name } => format!("{name} was not encrypted"),
            Self::NoPassword { name } => format!("{name} is a zip without a password"),
            Self::DuplicateName { name } => format!("There are several files named {name}; all are read"),
        }
    }

    /// What to do about it.
    pub fn remedy(&self) -> String {
        match self {
            Self::NoIntegrity { .. } => "Compare some serial numbers with the delivery note",
            Self::SignedNotVerified { .. } => "Check the signature with GnuPG if you rely on it",
            Self::TrailingBytes { .. } | Self::ArmorFlawed { .. } => {
                "Compare the number of tokens with the order"
            }
            Self::RevokedKey { .. } => "Give the vendor your current public key before the next delivery",
            Self::Skipped { .. } => "Nothing needs to be done",
            Self::EmptyFile { .. } => "Ask the vendor if tokens are missing",
            Self::NotEncrypted { .. } | Self::NoPassword { .. } => {
                "Whoever saw it on its way may have the seeds: ask the vendor to encrypt the next delivery"
            }
            Self::DuplicateName { .. } => "Check that no token is in both",
        }
        .to_owned()
    }
}
