//! The algorithms of encrypted containers: HMAC and PBKDF2 (RFC 6030 §6, RFC 8018 §5.2).

use hmac::{Hmac, Mac};
use pbkdf2::pbkdf2_hmac;
use sha1::Sha1;
use sha2::{Sha224, Sha256, Sha384, Sha512};
use zeroize::Zeroizing;

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
    /// By the end of an algorithm's name: `…xmldsig#hmac-sha1`, `HMAC-SHA256`, `HMACSHA256`.
    pub(super) fn named(algorithm: &str) -> Option<Self> {
        let name = algorithm.rsplit('#').next()?.to_ascii_lowercase().replace('-', "");
        match name.as_str() {
            "hmacsha1" => Some(Self::Sha1),
            "hmacsha224" => Some(Self::Sha224),
            "hmacsha256" => Some(Self::Sha256),
            "hmacsha384" => Some(Self::Sha384),
            "hmacsha512" => Some(Self::Sha512),
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

    /// A message authentication code.
    pub(super) fn code(self, key: &[u8], message: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Sha1 => code::<Hmac<Sha1>>(key, message),
            Self::Sha224 => code::<Hmac<Sha224>>(key, message),
            Self::Sha256 => code::<Hmac<Sha256>>(key, message),
            Self::Sha384 => code::<Hmac<Sha384>>(key, message),
            Self::Sha512 => code::<Hmac<Sha512>>(key, message),
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

fn code<M: Mac + hmac::digest::KeyInit>(key: &[u8], message: &[u8]) -> Option<Vec<u8>> {
    let mac = <M as Mac>::new_from_slice(key).ok()?;
    Some(mac.chain_update(message).finalize().into_bytes().to_vec())
}

fn verifies<M: Mac + hmac::digest::KeyInit>(key: &[u8], message: &[u8], code: &[u8]) -> bool {
    <M as Mac>::new_from_slice(key).is_ok_and(|mac| mac.chain_update(message).verify_slice(code).is_ok())
}

#[cfg(test)]
mod tests {
    use data_encoding::HEXLOWER_PERMISSIVE as HEX;

    use super::*;

    /// RFC 6030 figure 7, and the same by Python's `hashlib.pbkdf2_hmac` with the other functions.
    #[test]
    fn keys_are_derived_as_the_standard_shows() {
        let salt = HEX.decode(b"123eff3c4a72129c").unwrap();
        for (algorithm, expected) in [
            ("http://www.w3.org/2000/09/xmldsig#hmac-sha1", "651e63cd57008476af1ff6422cd02e41"),
            ("http://www.w3.org/2001/04/xmldsig-more#hmac-sha224", "991012e9a7d518338b67912415732a9f"),
            ("http://www.w3.org/2001/04/xmldsig-more#hmac-sha256", "970a29cc90f4462f97e241f354f68464"),
            ("http://www.w3.org/2001/04/xmldsig-more#hmac-sha384", "519cb69dd2baab17f136cf9a8dc8ec26"),
            ("HMAC-SHA-256", "970a29cc90f4462f97e241f354f68464"),
            ("HMACSHA256", "970a29cc90f4462f97e241f354f68464"),
            ("http://www.w3.org/2001/04/xmldsig-more#hmac-sha512", "d63ef590ab8a7e4b1692e3781bad418b"),
        ] {
            let key = Hash::named(algorithm).unwrap().derive_key(b"qwerty", &salt, 1000, 16);
            assert_eq!(HEX.encode(&key), expected, "{algorithm}");
        }
    }
}
