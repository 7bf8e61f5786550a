//! Where secrets live: seeds and private key files. Passphrases are [`seedferry_protocol::Passphrase`].

use core::fmt;

use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// A token's shared secret (RFC 4226 calls it K): raw bytes, overwritten when dropped, never printed.
///
/// It is serialised only on the way from opener to vault, inside a transferred buffer.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub struct Seed(Vec<u8>);

impl Seed {
    /// Takes over the bytes; `None` when there are none.
    pub fn new(mut bytes: Vec<u8>) -> Option<Self> {
        if bytes.is_empty() {
            bytes.zeroize();
            return None;
        }
        Some(Self(bytes))
    }

    /// The bytes. Each call carries a comment `EXPOSE:` that says why.
    pub fn expose(&self) -> &[u8] {
        &self.0
    }

    /// How many bytes; that is no secret.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Never true: see [`Seed::new`].
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Seed({} bytes)", self.0.len())
    }
}

/// A file with private OpenPGP keys or with a pre-shared key, as it was given.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub struct KeyFile {
    name: String,
    content: Vec<u8>,
}

impl KeyFile {
    /// Takes over a file's name and content.
    pub fn new(name: String, content: Vec<u8>) -> Self {
        Self { name, content }
    }

    /// The file's name, for messages.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The content. Each call carries a comment `EXPOSE:` that says why.
    pub fn expose(&self) -> &[u8] {
        &self.content
    }
}

impl fmt::Debug for KeyFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyFile({:?}, {} bytes)", self.name, self.content.len())
    }
}
