//! CFB (RFC 9580 §12.4, from NIST SP 800-38A) with AES, many blocks at once.
//!
//! `rPGP` does the same with an `aes` that works on half as many blocks at a time on wasm32, and this is most of the work of
//! opening a large message.

use aes::{
    Aes128, Aes192, Aes256, Block,
    cipher::{BlockCipherEncrypt, KeyInit},
};
use pgp::crypto::sym::SymmetricKeyAlgorithm;

const BLOCK: usize = 16;
/// Blocks that are worked on at once.
const MANY: usize = 64;

/// Decrypts in place, with zeros before the first block. `None` where the cipher is not AES, or the key has another length.
pub(super) fn decrypt(cipher: SymmetricKeyAlgorithm, key: &[u8], bytes: &mut [u8]) -> Option<()> {
    match cipher {
        SymmetricKeyAlgorithm::AES128 => decrypt_with(&Aes128::new_from_slice(key).ok()?, bytes),
        SymmetricKeyAlgorithm::AES192 => decrypt_with(&Aes192::new_from_slice(key).ok()?, bytes),
        SymmetricKeyAlgorithm::AES256 => decrypt_with(&Aes256::new_from_slice(key).ok()?, bytes),
        _ => return None,
    }
    Some(())
}

/// What is mixed into a block is the encrypted block before it.
fn decrypt_with(cipher: &impl BlockCipherEncrypt<BlockSize = aes::cipher::consts::U16>, bytes: &mut [u8]) {
    let mut stream = [Block::default(); MANY];
    let mut before = [0; BLOCK];
    for part in bytes.chunks_mut(BLOCK * MANY) {
        let (blocks, rest) = part.as_chunks_mut::<BLOCK>();
        // The last place is for what is left over at the end.
        let used = stream.get_mut(..blocks.len() + usize::from(!rest.is_empty())).unwrap_or_default();
        for (place, block) in used.iter_mut().zip(blocks.iter().chain([&[0; BLOCK]])) {
            place.0 = before;
            before = *block;
        }
        before = blocks.last().copied().unwrap_or(before);
        cipher.encrypt_blocks(used);
        let mut keys = used.iter();
        for (block, key) in blocks.iter_mut().zip(&mut keys) {
            *block = (u128::from_ne_bytes(*block) ^ u128::from_ne_bytes(key.0)).to_ne_bytes();
        }
        let key = keys.next().map_or([0; BLOCK], |key| key.0);
        rest.iter_mut().zip(key).for_each(|(byte, key)| *byte ^= key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plain_text_is_that_of_the_library() {
        let ciphers =
            [SymmetricKeyAlgorithm::AES128, SymmetricKeyAlgorithm::AES192, SymmetricKeyAlgorithm::AES256];
        for cipher in ciphers {
            let key: Vec<u8> = (1..).take(cipher.key_size()).collect();
            for length in [0, 1, 15, 16, 17, 1023, 1024, 1025, 1040, 2048, 5000] {
                let sealed: Vec<u8> = (0..length).map(|at: u32| (at * 7 % 251) as u8).collect();
                let (mut ours, mut theirs) = (sealed.clone(), sealed);
                assert_eq!(decrypt(cipher, &key, &mut ours), Some(()));
                cipher.decrypt_with_iv_regular(&key, &[0; BLOCK], &mut theirs).unwrap();
                assert_eq!(ours, theirs, "{cipher:?} {length}");
            }
        }
        assert_eq!(decrypt(SymmetricKeyAlgorithm::Twofish, &[0; 32], &mut []), None);
        assert_eq!(decrypt(SymmetricKeyAlgorithm::AES128, &[0; 32], &mut []), None);
    }
}
