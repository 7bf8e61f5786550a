//! What came out of a layer: files, and what could not be read beside them.

use zeroize::Zeroizing;

use super::Cause;

/// A file's name and content.
pub(super) type Entry = (String, Zeroizing<Vec<u8>>);

/// The files that could be read, and those that could not.
#[derive(Default)]
pub(super) struct Inside {
    pub(super) entries: Vec<Entry>,
    pub(super) failures: Vec<Failure>,
}

/// A file could not be read: its name, where it is known, and why.
#[derive(Clone)]
pub(super) struct Failure {
    pub(super) entry: Option<String>,
    pub(super) cause: Cause,
    /// Whether others might be read without it.
    pub(super) beside: bool,
}

impl Failure {
    /// The lock of the layer itself, where no file in it has been opened yet.
    pub(super) fn of_layer(mut self, is_first: bool) -> Self {
        self.entry.take_if(|_| is_first && self.cause.is_lock());
        self
    }
}

impl From<Cause> for Failure {
    fn from(cause: Cause) -> Self {
        Self { entry: None, cause, beside: false }
    }
}
