//! What is saved can be sealed: as an encrypted zip, or as an OpenPGP message.

use serde::{Deserialize, Serialize};

use crate::{OfferedFile, Passphrase};

/// How files are saved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SealKind {
    /// As they are.
    #[default]
    Plain,
    /// In a zip that a password opens.
    Zip,
    /// As an OpenPGP message to public keys, or with a passphrase.
    Message,
}

impl SealKind {
    /// All of them, in the order of the panel.
    pub const ALL: [Self; 3] = [Self::Plain, Self::Zip, Self::Message];

    /// The name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Plain => "As it is",
            Self::Zip => "Zip with a password",
            Self::Message => "OpenPGP message",
        }
    }

    /// What a name ends with when the file is saved like this.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Zip => ".zip",
            Self::Message => ".pgp",
        }
    }

    /// A line about it for the choice.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Plain => "Whoever has the file can read it",
            Self::Zip => "AES-256; opens in 7-Zip, in WinZip and here",
            Self::Message => "To public keys, or with a passphrase; opens in GnuPG and here",
        }
    }
}

/// What the user does about the seal. It holds for every file that is saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SealEvent {
    /// The dialog about saving files was opened or closed.
    PanelChosen(bool),
    /// Save files like this.
    KindChosen(SealKind),
    /// A password for zips was typed twice; an empty one takes the former away.
    PasswordGiven(Passphrase),
    /// A passphrase for messages was typed twice; an empty one takes the former away.
    PassphraseGiven(Passphrase),
    /// Public keys were pasted.
    KeysPasted(String),
    /// A file with public keys was chosen; the `File` travels as the message's attachment.
    KeysGiven(OfferedFile),
    /// Do not seal for this one of [`SealView::recipients`], counted from 0.
    RecipientRemoved(u32),
}

/// How files are saved.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealView {
    /// The dialog about it is open.
    pub open: bool,
    /// How.
    pub kind: SealKind,
    /// A password for zips is set.
    pub password: bool,
    /// A passphrase for messages is set.
    pub passphrase: bool,
    /// Why the password or passphrase that was typed last was not taken, as a sentence without a full stop.
    pub refused: Option<String>,
    /// Counts what was typed.
    pub attempt: u32,
    /// The keys that messages are sealed for.
    pub recipients: Vec<RecipientView>,
    /// Why the last keys were not taken, as sentences.
    pub problem: Option<String>,
    /// What is missing before a file can be sealed, as a sentence.
    pub missing: Option<String>,
    /// Files that are being sealed.
    pub working: u32,
}

/// A public key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecipientView {
    /// Name and mail address as they stand in the key; may be empty.
    pub name: String,
    /// Its id, 16 hexadecimal digits.
    pub key_id: String,
    /// Its fingerprint, in groups of four.
    pub fingerprint: String,
    /// Its algorithm and size.
    pub algorithm: String,
}
