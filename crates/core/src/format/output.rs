//! A growing file that holds seeds: what it leaves behind when it moves is overwritten.

use std::io;

use seedferry_protocol::Exposed;
use zeroize::Zeroizing;

/// The bytes written so far.
#[derive(Default)]
pub(crate) struct Output(Zeroizing<Vec<u8>>);

impl Output {
    /// Empty, with room for that many bytes.
    pub(crate) fn with_capacity(bytes: usize) -> Self {
        Self(Zeroizing::new(Vec::with_capacity(bytes)))
    }

    /// Appends a text.
    pub(crate) fn push(&mut self, text: &str) {
        self.append(text.as_bytes());
    }

    /// Hands the file over.
    pub(crate) fn finish(mut self) -> Exposed {
        Exposed::new(core::mem::take(&mut *self.0))
    }

    fn append(&mut self, bytes: &[u8]) {
        let needed = self.0.len().saturating_add(bytes.len());
        if needed > self.0.capacity() {
            let mut larger = Zeroizing::new(Vec::with_capacity(needed.saturating_mul(2)));
            larger.extend_from_slice(&self.0);
            self.0 = larger;
        }
        self.0.extend_from_slice(bytes);
    }
}

impl io::Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.append(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
