//! Encrypts values of a container: AES in CBC mode and a message authentication code over what comes out (RFC 6030 §6).

use aes_of_pgp::{Aes128, Aes192, Aes256};
use data_encoding::BASE64;
use des::cipher::{BlockEncrypt, KeyInit, generic_array::GenericArray};
use zeroize::Zeroizing;

use super::crypto::Hash;
use crate::entropy::Entropy;

/// Bytes of a block of AES.
const BLOCK: usize = 16;

/// Encrypts one block in place.
type Encrypt = Box<dyn Fn(&mut [u8])>;

/// A key for values and one for their codes.
pub(super) struct Sealing {
    encrypt: Encrypt,
    hash: Hash,
    mac_key: Zeroizing<Vec<u8>>,
}

/// An encrypted value, both parts in Base64.
pub(super) struct Sealed {
    /// IV and cipher text.
    pub(super) cipher_value: String,
    /// Its message authentication code.
    pub(super) code: String,
}

impl Sealing {
    /// Takes a key of 16, 24 or 32 bytes and draws the other; `None` when the key has another length or there is no
    /// source of random bytes.
    pub(super) fn new(key: &[u8], hash: Hash, entropy: &mut Entropy) -> Option<Self> {
        let encrypt = match key.len() {
            16 => encryptor::<Aes128>(key),
            24 => encryptor::<Aes192>(key),
            32 => encryptor::<Aes256>(key),
            _ => None,
        }?;
        Some(Self { encrypt, hash, mac_key: entropy.draw(hash.length())? })
    }

    /// The key of the codes, encrypted; no code stands beside it.
    pub(super) fn mac_key(&self, entropy: &mut Entropy) -> Option<String> {
        Some(BASE64.encode(&self.encrypted(&self.mac_key, entropy)?))
    }

    /// Encrypts a value under a fresh IV.
    pub(super) fn seal(&self, plain: &[u8], entropy: &mut Entropy) -> Option<Sealed> {
        let encrypted = self.encrypted(plain, entropy)?;
        let code = BASE64.encode(&self.hash.code(&self.mac_key, &encrypted)?);
        Some(Sealed { cipher_value: BASE64.encode(&encrypted), code })
    }

    /// IV, then the value with PKCS#7 padding in CBC mode.
    fn encrypted(&self, plain: &[u8], entropy: &mut Entropy) -> Option<Vec<u8>> {
        let iv = entropy.draw(BLOCK)?;
        let padding = BLOCK - plain.len() % BLOCK;
        let mut encrypted = Vec::with_capacity(BLOCK + plain.len() + padding);
        encrypted.extend_from_slice(&iv);
        encrypted.extend_from_slice(plain);
        encrypted.resize(BLOCK + plain.len() + padding, u8::try_from(padding).ok()?);
        let (before, rest) = encrypted.split_at_mut(BLOCK);
        let mut before: &[u8] = before;
        for block in rest.chunks_exact_mut(BLOCK) {
            block.iter_mut().zip(before).for_each(|(byte, mask)| *byte ^= mask);
            (self.encrypt)(block);
            before = block;
        }
        Some(encrypted)
    }
}

fn encryptor<C: BlockEncrypt + KeyInit + 'static>(key: &[u8]) -> Option<Encrypt> {
    let cipher = C::new_from_slice(key).ok()?;
    Some(Box::new(move |block| cipher.encrypt_block(GenericArray::from_mut_slice(block))))
}

#[cfg(test)]
mod tests {
    use super::{
        super::cipher::{Method, Proof},
        *,
    };

    /// Seals and decrypts, and compares; the code is over IV and cipher text.
    fn check(method: &str, key: &[u8], plain: &[u8]) {
        let mut entropy = Entropy::new([1; 32]);
        let sealing = Sealing::new(key, Hash::Sha256, &mut entropy).unwrap();
        let sealed = sealing.seal(plain, &mut entropy).unwrap();
        let bytes = BASE64.decode(sealed.cipher_value.as_bytes()).unwrap();
        let opened = Method::named(method).unwrap().decrypt(key, None, &bytes).unwrap();
        assert!(opened.proof == Proof::Padding && *opened.bytes == plain, "{method} {}", plain.len());
        let code = BASE64.decode(sealed.code.as_bytes()).unwrap();
        assert!(Hash::Sha256.verifies(&sealing.mac_key, &bytes, &code));
        assert_ne!(sealing.seal(plain, &mut entropy).unwrap().cipher_value, sealed.cipher_value);
    }

    #[test]
    fn what_is_sealed_opens_with_every_length_of_key() {
        for length in [1, 15, 16, 20, 32, 80] {
            check("x#aes128-cbc", &[3; 16], &vec![9; length]);
            check("x#aes192-cbc", &[3; 24], &vec![9; length]);
            check("x#aes256-cbc", &[3; 32], &vec![9; length]);
        }
        assert!(Sealing::new(&[3; 17], Hash::Sha1, &mut Entropy::new([1; 32])).is_none());
        assert!(Sealing::new(&[3; 16], Hash::Sha1, &mut Entropy::default()).is_none());
    }
}
