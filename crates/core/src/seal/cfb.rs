//! Encrypts in CFB mode with AES-256 (RFC 9580 §12.4), part by part.

use aes::{
    Aes256, Block,
    cipher::{BlockCipherEncrypt, KeyInit},
};

/// Bytes of a block.
pub(super) const BLOCK: usize = 16;

/// A stream under encryption, with zeros before the first block.
pub(super) struct Encryptor {
    cipher: Aes256,
    before: Block,
}

impl Encryptor {
    /// `None` when the key has not 32 bytes.
    pub(super) fn new(key: &[u8]) -> Option<Self> {
        Some(Self { cipher: Aes256::new_from_slice(key).ok()?, before: Block::default() })
    }

    /// Encrypts in place. Every part but the last is a whole number of blocks.
    pub(super) fn encrypt(&mut self, part: &mut [u8]) {
        for block in part.chunks_mut(BLOCK) {
            self.cipher.encrypt_block(&mut self.before);
            for (byte, key) in block.iter_mut().zip(&mut self.before.0) {
                *byte ^= *key;
                *key = *byte;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use pgp::crypto::sym::SymmetricKeyAlgorithm;

    use super::*;

    #[test]
    fn the_cipher_text_is_that_of_the_library() {
        for length in [0, 1, 15, 16, 17, 63, 64, 1000] {
            let plain: Vec<u8> = (0..length).map(|at: u32| (at * 7 % 251) as u8).collect();
            let (mut ours, mut theirs) = (plain.clone(), plain);
            let mut encryptor = Encryptor::new(&[3; 32]).unwrap();
            ours.chunks_mut(2 * BLOCK).for_each(|part| encryptor.encrypt(part));
            SymmetricKeyAlgorithm::AES256
                .encrypt_with_iv_regular(&[3; 32], &[0; BLOCK], &mut theirs)
                .unwrap();
            assert_eq!(ours, theirs, "{length}");
        }
        assert!(Encryptor::new(&[3; 16]).is_none());
    }
}
