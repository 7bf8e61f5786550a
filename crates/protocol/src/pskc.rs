//! How PSKC (RFC 6030) is written.

use serde::{Deserialize, Serialize};

use crate::Passphrase;

/// How PSKC is written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PskcOptions {
    /// How long the key is that encrypts: one that is made, or derived from the passphrase. A typed one has its own length.
    pub key_length: PskcKeyLength,
    /// Say the hash function as `sha256`, as privacyIDEA wants it, and not as `HMAC-SHA256`.
    pub short_suite: bool,
    /// Authenticate the values by HMAC-SHA-256, and not by HMAC-SHA-1, which is all that some importers know.
    pub sha256_codes: bool,
    /// How users are written.
    pub users: PskcUsers,
    /// Derive the key in 1,000 rounds, and not in 100,000.
    pub few_rounds: bool,
    /// The pre-shared key, in hexadecimal or Base64. It stays in the vault: no message carries it.
    #[serde(skip)]
    pub key: Option<Passphrase>,
    /// The passphrase. It stays in the vault: no message carries it.
    #[serde(skip)]
    pub passphrase: Option<Passphrase>,
}

/// How the user of a token is written (RFC 6030 §4.2, `UserId`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum PskcUsers {
    /// As a distinguished name, which RFC 6030 asks for: `UID=a@contoso.com`.
    #[default]
    Uid,
    /// As it is, for importers that take the whole text for the user.
    Plain,
    /// Not at all.
    LeftOut,
}

impl PskcUsers {
    /// All of them, in the order of a menu, with their names.
    pub const ALL: [(Self, &str); 3] = [
        (Self::Uid, "As UID=…, which RFC 6030 asks for"),
        (Self::Plain, "As they are"),
        (Self::LeftOut, "Left out"),
    ];
}

/// How long a key is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum PskcKeyLength {
    /// AES-128, which every importer knows.
    #[default]
    Aes128,
    /// AES-192.
    Aes192,
    /// AES-256.
    Aes256,
}

impl PskcKeyLength {
    /// All of them, in the order of a menu.
    pub const ALL: [Self; 3] = [Self::Aes128, Self::Aes192, Self::Aes256];

    /// In bytes.
    pub fn bytes(self) -> usize {
        match self {
            Self::Aes128 => 16,
            Self::Aes192 => 24,
            Self::Aes256 => 32,
        }
    }

    /// The name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Aes128 => "AES-128",
            Self::Aes192 => "AES-192",
            Self::Aes256 => "AES-256",
        }
    }
}

/// What becomes of a value of an encrypted container whose message authentication code is not right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum WrongCodes {
    /// Its token is left where it is, with an error, and is not written.
    #[default]
    Skip,
    /// The file is not read at all.
    Stop,
    /// It is taken all the same, with a warning.
    Take,
}

impl WrongCodes {
    /// All of them, in the order of a menu, with their names.
    pub const ALL: [(Self, &str); 3] = [
        (Self::Skip, "Skip that token"),
        (Self::Stop, "Stop, and read nothing"),
        (Self::Take, "Take it all the same"),
    ];
}

/// What becomes of a key container whose end is missing, because it was cut on its way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum CutShort {
    /// It is not read at all.
    #[default]
    Stop,
    /// What is whole is read.
    Mend,
}

impl CutShort {
    /// All of them, in the order of a menu, with their names.
    pub const ALL: [(Self, &str); 2] =
        [(Self::Stop, "Stop, and read nothing"), (Self::Mend, "Read it as if it ended there")];
}
