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
    /// The fewest characters of one that is chosen here; one that somebody else chose may have fewer.
    pub const SHORTEST: usize = 8;

    /// Takes over the text of an input field or a command line.
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// The text itself. Each call says why it needs it.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether it is guessed at once, however it is stretched.
    pub fn is_too_short(&self) -> bool {
        self.0.chars().count() < Self::SHORTEST
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(…)")
    }
}
