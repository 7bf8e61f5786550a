//! From a passphrase to a key (iterated and salted S2K with SHA-256, RFC 9580 §3.7.1.3), in slices.

use seedferry_protocol::Passphrase;
use sha2_of_zip::{Digest, Sha256};
use zeroize::Zeroizing;

/// How many octets are hashed, coded: 65,011,712, the most there is.
const COUNT: u8 = 0xff;
const OCTETS: usize = 65_011_712;
/// What is fed to the hash at once, about.
const BLOCK: usize = 1 << 16;
/// Blocks in one slice: some 10 ms in a browser.
const BLOCKS: usize = 48;

/// A key that is being derived.
pub(super) struct Stretching {
    hash: Sha256,
    block: Zeroizing<Vec<u8>>,
    left: usize,
}

impl Stretching {
    /// Begins with a salt, which is drawn for this message alone.
    pub(super) fn new(passphrase: &Passphrase, salt: [u8; 8]) -> Self {
        // EXPOSE: to derive the key.
        let salted = Zeroizing::new([&salt[..], passphrase.expose().as_bytes()].concat());
        let block = Zeroizing::new(salted.repeat((BLOCK / salted.len()).max(1)));
        Self { hash: Sha256::new(), block, left: OCTETS }
    }

    /// How it is derived, as a message says it.
    pub(super) fn specifier(salt: [u8; 8]) -> [u8; 11] {
        // Iterated and salted, SHA-256.
        let mut specifier = [3, 8, 0, 0, 0, 0, 0, 0, 0, 0, COUNT];
        specifier.iter_mut().skip(2).zip(salt).for_each(|(place, byte)| *place = byte);
        specifier
    }

    /// Does one slice; whether more is to be done.
    pub(super) fn work(&mut self) -> bool {
        for _ in 0..BLOCKS {
            let part = self.block.get(..self.left).unwrap_or(&self.block);
            self.hash.update(part);
            self.left -= part.len();
        }
        self.left > 0
    }

    /// The key of 32 bytes. Call [`Stretching::work`] before, until nothing is left.
    pub(super) fn finish(self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.hash.finalize().into())
    }
}

#[cfg(test)]
mod tests {
    use pgp::{crypto::hash::HashAlgorithm, types::StringToKey};

    use super::*;

    #[test]
    fn keys_are_those_of_the_library() {
        for text in ["ferry", "", &"long ".repeat(30_000)] {
            let mut stretching = Stretching::new(&Passphrase::new(text.to_owned()), *b"saltsalt");
            while stretching.work() {}
            let s2k = StringToKey::IteratedAndSalted {
                hash_alg: HashAlgorithm::Sha256,
                salt: *b"saltsalt",
                count: COUNT,
            };
            let expected = s2k.derive_key(text.as_bytes(), 32).unwrap();
            assert_eq!(stretching.finish().as_slice(), expected.as_ref());
        }
        assert_eq!(Stretching::specifier(*b"saltsalt"), *b"\x03\x08saltsalt\xff");
    }
}
