//! Envelopes: zip archives and OpenPGP messages around a seed file. Opens layers in any order, within limits.

mod error;

pub use error::{Cause, Lock, OpenError, Recipient};
use seedferry_protocol::Passphrase;
use serde::{Deserialize, Serialize};

use crate::secret::KeyFile;

/// A file: its name and bytes. Bytes that came out of an encrypted layer are overwritten when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Content {
    /// Names of the layers around it and its own, outermost first.
    pub path: Vec<String>,
    /// The bytes.
    pub bytes: zeroize::Zeroizing<Vec<u8>>,
}

/// Everything that may open a layer. Each is tried on whatever layer asks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Secrets {
    /// Passphrases and passwords, in the order they were given.
    pub passphrases: Vec<Passphrase>,
    /// Files with private keys.
    pub key_files: Vec<KeyFile>,
}
