//! Everything that may open a layer, and what it has opened so far in one opening.

use seedferry_protocol::Passphrase;
use zeroize::Zeroizing;

use super::{Cause, Lock, Secrets, charset, pgp::KeyRing};

/// The passphrases, which of them were good for something, and the private keys.
pub(super) struct Keychain<'a> {
    passphrases: &'a [Passphrase],
    worked: Vec<bool>,
    /// The keys, unlocked once each.
    pub(super) keys: KeyRing,
}

impl<'a> Keychain<'a> {
    pub(super) fn new(secrets: &'a Secrets, keys: KeyRing) -> Self {
        Self { passphrases: &secrets.passphrases, worked: vec![false; secrets.passphrases.len()], keys }
    }

    /// How many passphrases there are.
    pub(super) fn len(&self) -> usize {
        self.passphrases.len()
    }

    /// A passphrase in all the bytes that it may stand for.
    pub(super) fn spellings(&self, index: usize) -> Vec<Zeroizing<Vec<u8>>> {
        // EXPOSE: to derive the key of a layer from it.
        self.passphrases
            .get(index)
            .map(|passphrase| charset::spellings(passphrase.expose()))
            .unwrap_or_default()
    }

    /// Remembers that a passphrase opened something.
    pub(super) fn worked(&mut self, index: usize) {
        if let Some(worked) = self.worked.get_mut(index) {
            *worked = true;
        }
    }

    /// Why a lock stays shut. A passphrase that opened another layer was not meant for this one: when there is no
    /// other, this one's is missing rather than wrong.
    pub(super) fn lacking(&self, lock: Lock) -> Cause {
        if self.worked.iter().all(|worked| *worked) {
            Cause::NeedsPassphrase(lock)
        } else {
            Cause::WrongPassphrase(lock)
        }
    }
}
