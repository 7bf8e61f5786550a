//! What a person typed to open something.

use core::fmt;

use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// A passphrase as it was typed, in UTF-8. It is overwritten when dropped and never printed.
///
/// It crosses from page to vault inside a transferred buffer, once, and is cleared in the page on submit.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub struct Passphrase(String);

impl Passphrase {
    /// Takes over the text of an input field or a command line.
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// The text itself. Each call says why it needs it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(…)")
    }
}
