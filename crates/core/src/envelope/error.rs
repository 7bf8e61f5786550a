//! Why a file could not be opened: kinds that a program can tell apart, words that a person can act on.

use core::fmt;

use serde::{Deserialize, Serialize};

/// A layer could not be opened, or what is inside is no seed file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenError {
    /// The layer, its name last, outermost first.
    pub path: Vec<String>,
    /// Why.
    pub cause: Cause,
}

/// What a passphrase opens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Lock {
    /// The entries of a zip.
    Zip,
    /// An OpenPGP message encrypted with a passphrase.
    Message,
    /// A private key (RFC 9580 §5.5), with the key file's name.
    PrivateKey {
        /// The key.
        key: Recipient,
        /// Name of the file it came from.
        file: String,
    },
}

/// A key that a message is encrypted for, or a private key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    /// Key id in upper-case hex; `None` for a hidden recipient (RFC 9580 §5.1.8: wildcard).
    pub key_id: Option<String>,
    /// Algorithm and size, such as `RSA 3072` or `Curve25519`; `RSA` alone when the size is not known.
    pub algorithm: String,
}

/// Why a layer could not be opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Cause {
    /// It is locked and no passphrase was given.
    NeedsPassphrase(Lock),
    /// It is locked and none of the given passphrases fits.
    WrongPassphrase(Lock),
    /// It is encrypted for these keys and no private key was given.
    NeedsKey(Vec<Recipient>),
    /// It is encrypted for these keys and none of the given ones is among them.
    WrongKey {
        /// The keys it is encrypted for.
        recipients: Vec<Recipient>,
        /// The keys that were given.
        offered: Vec<Recipient>,
    },
    /// The bytes are broken; says what is.
    Damaged(String),
    /// A method that is not supported; says which and what to do instead.
    Unsupported {
        /// The method, format or algorithm.
        what: String,
        /// The way out.
        remedy: String,
    },
    /// A limit was exceeded; says which.
    TooLarge(String),
    /// There is nothing inside.
    Empty,
    /// It can be read, but it is no seed file; says what it is, where known.
    NotASeedFile(String),
}

impl Cause {
    /// The kind: `wrong-passphrase`, `needs-passphrase`, `needs-key`, `wrong-key`, `damaged`, `unsupported`,
    /// `too-large`, `empty` or `not-a-seed-file`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::NeedsPassphrase(_) => "needs-passphrase",
            Self::WrongPassphrase(_) => "wrong-passphrase",
            Self::NeedsKey(_) => "needs-key",
            Self::WrongKey { .. } => "wrong-key",
            Self::Damaged(_) => "damaged",
            Self::Unsupported { .. } => "unsupported",
            Self::TooLarge(_) => "too-large",
            Self::Empty => "empty",
            Self::NotASeedFile(_) => "not-a-seed-file",
        }
    }
}

impl fmt::Display for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.key_id {
            Some(id) => write!(f, "{id} ({})", self.algorithm),
            None => write!(f, "a hidden recipient ({})", self.algorithm),
        }
    }
}
