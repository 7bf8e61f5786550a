//! Caps on what opening may cost. Each has a test that exceeds it.

use super::{Cause, EnvelopeNote};

/// Layers around a seed file. Vendors use two; a compressed PGP message inside counts as part of its layer.
pub const MAX_DEPTH: usize = 6;
/// Bytes that come out of compression, over all layers of one opening. 50,000 tokens need about 5 MB.
pub const MAX_INFLATED_BYTES: u64 = 256 << 20;
/// Entries of archives and blocks of messages, over all layers of one opening.
pub const MAX_ENTRIES: usize = 2_000;
/// Session key packets (RFC 9580 §5.1, §5.3) of one message.
pub const MAX_SESSION_KEY_PACKETS: usize = 256;
/// Key packets in all private key files together.
pub const MAX_KEYS: usize = 512;
/// Session keys of hidden recipients (RFC 9580 §5.1.8) that are tried, each with one private key.
pub const MAX_HIDDEN_TRIES: usize = 256;
/// Octets hashed by iterated S2K (RFC 9580 §3.7.1.3) over one opening. `GnuPG` spends 65,011,712, the largest
/// count that can be written, on each key; this allows about 130 of those, half a minute of work.
pub const MAX_S2K_COUNT: u64 = 8 << 30;
/// Memory that Argon2 (RFC 9580 §3.7.1.4) may ask for. `rPGP` writes 64 MiB, and a 32-bit machine has no 2 GiB.
pub const MAX_ARGON2_MEMORY: u64 = 256 << 20;
/// Compressed data and signed messages inside one another in a PGP message.
pub const MAX_PACKET_NESTING: usize = 8;

/// What is left of the caps, and what was noticed on the way.
pub(super) struct Budget {
    inflated: u64,
    entries: usize,
    hashed: u64,
    notes: Vec<EnvelopeNote>,
    locked: bool,
}

impl Budget {
    pub(super) fn new() -> Self {
        Self {
            inflated: MAX_INFLATED_BYTES,
            entries: MAX_ENTRIES,
            hashed: MAX_S2K_COUNT,
            notes: Vec::new(),
            locked: false,
        }
    }

    /// How many bytes may still come out of compression.
    pub(super) fn inflatable(&self) -> u64 {
        self.inflated
    }

    /// Refuses what says beforehand that more will come out of it than may.
    pub(super) fn allows(&self, bytes: u64) -> Result<(), Cause> {
        self.without(bytes).map(|_| ())
    }

    /// Takes bytes that came out of compression.
    pub(super) fn inflate(&mut self, bytes: usize) -> Result<(), Cause> {
        self.inflated = self.without(u64::try_from(bytes).unwrap_or(u64::MAX))?;
        Ok(())
    }

    fn without(&self, bytes: u64) -> Result<u64, Cause> {
        let mib = MAX_INFLATED_BYTES >> 20;
        let refuse = || Cause::TooLarge(format!("All that was chosen unpacks to more than {mib} MiB"));
        self.inflated.checked_sub(bytes).ok_or_else(refuse)
    }

    /// Takes one entry of an archive or one block of a message.
    pub(super) fn enter(&mut self) -> Result<(), Cause> {
        self.entries = self
            .entries
            .checked_sub(1)
            .ok_or_else(|| Cause::TooLarge(format!("It holds more than {MAX_ENTRIES} files")))?;
        Ok(())
    }

    /// Takes the work of deriving one key from a passphrase.
    pub(super) fn stretch(&mut self, octets: u64) -> Result<(), Cause> {
        self.hashed = self.hashed.checked_sub(octets).ok_or_else(|| {
            Cause::TooLarge("Its passphrases take too long to check: too many keys are locked".to_owned())
        })?;
        Ok(())
    }

    /// Remembers that something was encrypted.
    pub(super) fn lock_seen(&mut self) {
        self.locked = true;
    }

    /// Whether anything was encrypted since the last time.
    pub(super) fn take_lock_seen(&mut self) -> bool {
        std::mem::take(&mut self.locked)
    }

    /// Keeps something worth saying, once.
    pub(super) fn note(&mut self, note: EnvelopeNote) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// What was noticed since the last time.
    pub(super) fn take_notes(&mut self) -> Vec<EnvelopeNote> {
        std::mem::take(&mut self.notes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cap_refuses_one_more() {
        let mut budget = Budget::new();
        let all = usize::try_from(MAX_INFLATED_BYTES).unwrap();
        assert_eq!((budget.inflate(all), budget.inflatable()), (Ok(()), 0));
        assert_eq!(budget.inflate(1).unwrap_err().kind(), "too-large");
        assert_eq!(budget.allows(1).unwrap_err().kind(), "too-large");
        assert!((0..MAX_ENTRIES).all(|_| budget.enter().is_ok()));
        assert_eq!(budget.enter().unwrap_err().kind(), "too-large");
        assert!(budget.stretch(MAX_S2K_COUNT).is_ok());
        assert_eq!(budget.stretch(1).unwrap_err().kind(), "too-large");
    }
}
