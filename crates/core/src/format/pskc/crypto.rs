//! The algorithms of encrypted containers: AES in CBC mode, HMAC, PBKDF2 (RFC 6030 §6, RFC 8018 §5.2).

use aes::{
    Aes128, Aes192, Aes256,
    cipher::{Array, BlockCipherDecrypt, KeyInit},
};
use hmac::{Hmac, Mac};
use pbkdf2::pbkdf2_hmac;
use sha1::Sha1;
use sha2::{Sha224, Sha256, Sha384, Sha512};
use zeroize::Zeroizing;

/// Bytes of an AES block.
const BLOCK: usize = 16;

/// A hash function that HMAC is made with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hash {
    Sha1,
    Sha224,
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    /// By the end of an algorithm's name: `…xmldsig#hmac-sha1`, `HMAC-SHA256`.
    pub(super) fn named(algorithm: &str) -> Option<Self> {
        let name = algorithm.rsplit('#').next()?.to_ascii_lowercase();
        match name.as_str() {
            "hmac-sha1" | "hmacsha1" => Some(Self::Sha1),
            "hmac-sha224" => Some(Self::Sha224),
            "hmac-sha256" => Some(Self::Sha256),
            "hmac-sha384" => Some(Self::Sha384),
            "hmac-sha512" => Some(Self::Sha512),
            _ => None,
        }
    }

    /// Bytes of its output.
    pub(super) fn length(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha224 => 28,
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }

    /// Whether a message authentication code is right. Compared in constant time.
    pub(super) fn verifies(self, key: &[u8], message: &[u8], code: &[u8]) -> bool {
        match self {
            Self::Sha1 => verifies::<Hmac<Sha1>>(key, message, code),
            Self::Sha224 => verifies::<Hmac<Sha224>>(key, message, code),
            Self::Sha256 => verifies::<Hmac<Sha256>>(key, message, code),
            Self::Sha384 => verifies::<Hmac<Sha384>>(key, message, code),
            Self::Sha512 => verifies::<Hmac<Sha512>>(key, message, code),
        }
    }

    /// A key from a passphrase by PBKDF2.
    pub(super) fn derive_key(
        self,
        passphrase: &[u8],
        salt: &[u8],
        rounds: u32,
        length: usize,
    ) -> Zeroizing<Vec<u8>> {
        let mut key = Zeroizing::new(vec![0; length]);
        match self {
            Self::Sha1 => pbkdf2_hmac::<Sha1>(passphrase, salt, rounds, &mut key),
            Self::Sha224 => pbkdf2_hmac::<Sha224>(passphrase, salt, rounds, &mut key),
            Self::Sha256 => pbkdf2_hmac::<Sha256>(passphrase, salt, rounds, &mut key),
            Self::Sha384 => pbkdf2_hmac::<Sha384>(passphrase, salt, rounds, &mut key),
            Self::Sha512 => pbkdf2_hmac::<Sha512>(passphrase, salt, rounds, &mut key),
        }
        key
    }
}

fn verifies<M: Mac + hmac::digest::KeyInit>(key: &[u8], message: &[u8], code: &[u8]) -> bool {
    <M as Mac>::new_from_slice(key).is_ok_and(|mac| mac.chain_update(message).verify_slice(code).is_ok())
}

/// Decrypts AES-CBC with the IV in front (RFC 6030 §6.1) and takes the padding off; `None` when key or padding do
/// not fit.
pub(super) fn decrypt_cbc(key: &[u8], value: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    match key.len() {
        16 => decrypt_with(&Aes128::new_from_slice(key).ok()?, value),
        24 => decrypt_with(&Aes192::new_from_slice(key).ok()?, value),
        32 => decrypt_with(&Aes256::new_from_slice(key).ok()?, value),
        _ => None,
    }
}

fn decrypt_with<C: BlockCipherDecrypt>(cipher: &C, value: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let (blocks, rest) = value.as_chunks::<BLOCK>();
    let (first, blocks) = blocks.split_first()?;
    if !rest.is_empty() || blocks.is_empty() {
        return None;
    }
    let mut plain = Zeroizing::new(Vec::with_capacity(value.len()));
    let mut before = first;
    for block in blocks {
        let mut decrypted = Array::try_from(&block[..]).ok()?;
        cipher.decrypt_block(&mut decrypted);
        plain.extend(decrypted.iter().zip(before).map(|(byte, mask)| byte ^ mask));
        before = block;
    }
    let length = unpadded(&plain)?;
    plain.truncate(length);
    Some(plain)
}

/// The length without PKCS#7 padding (RFC 5652 §6.3).
fn unpadded(plain: &[u8]) -> Option<usize> {
    let padding = *plain.last()?;
    let length = plain.len().checked_sub(usize::from(padding))?;
    let is_whole = plain.get(length..)?.iter().all(|byte| *byte == padding);
    (padding > 0 && usize::from(padding) <= BLOCK && is_whole).then_some(length)
}

#[cfg(test)]
mod tests {
    use data_encoding::HEXLOWER_PERMISSIVE as HEX;

    use super::*;

    /// RFC 6030 figure 7.
    #[test]
    fn keys_are_derived_as_the_standard_shows() {
        let salt = HEX.decode(b"123eff3c4a72129c").unwrap();
        let key = Hash::Sha1.derive_key(b"qwerty", &salt, 1000, 16);
        assert_eq!(HEX.encode(&key), "651e63cd57008476af1ff6422cd02e41");
    }

    /// RFC 6030 figure 6: the key of the codes.
    #[test]
    fn values_are_decrypted_or_refused() {
        let key = HEX.decode(b"12345678901234567890123456789012").unwrap();
        let value = data_encoding::BASE64
            .decode(b"ESIzRFVmd4iZABEiM0RVZgKn6WjLaTC1sbeBMSvIhRejN9vJa2BOlSaMrR7I5wSX")
            .unwrap();
        let plain = decrypt_cbc(&key, &value).unwrap();
        assert_eq!(HEX.encode(&plain), "1122334455667788990011223344556677889900");
        for (key, value) in [
            (&key[..15], &value[..]),
            (&key[..], &value[..32]),
            (&key[..], &value[..16]),
            (&key[..], &value[..47]),
            (&key[..], &[]),
            (&[7; 16], &value[..]),
        ] {
            assert_eq!(decrypt_cbc(key, value), None);
        }
    }
}
