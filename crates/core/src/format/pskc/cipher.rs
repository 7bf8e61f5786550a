//! The ciphers of encrypted containers: AES, Camellia and triple DES, in CBC mode or wrapping keys (RFC 6030 §6).

use aes_of_pgp::{Aes128, Aes192, Aes256};
use camellia::{Camellia128, Camellia192, Camellia256};
use des::{
    TdesEde3,
    cipher::{BlockDecrypt, KeyInit, generic_array::GenericArray},
};
use zeroize::Zeroizing;

use super::wrap;

/// How values are encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Method {
    cipher: Cipher,
    wraps: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cipher {
    Aes(usize),
    Camellia(usize),
    TripleDes,
}

/// Decrypted bytes.
pub(super) struct Plain {
    /// They, without padding where there was one.
    pub(super) bytes: Zeroizing<Vec<u8>>,
    /// Whether padding or a check value shows that the key fits.
    pub(super) is_checked: bool,
}

/// Decrypts one block in place, which must have the cipher's length.
pub(super) type Decrypt = Box<dyn Fn(&mut [u8])>;

impl Method {
    /// By the end of an algorithm's name: `…xmlenc#aes128-cbc`, `PBE-3DES112-CBC`.
    pub(super) fn named(algorithm: &str) -> Option<Self> {
        let name = algorithm.rsplit('#').next()?.to_ascii_lowercase();
        let (wraps, name) = name.strip_prefix("kw-").map_or((false, name.as_str()), |rest| (true, rest));
        let cipher = match name.strip_suffix("-cbc").unwrap_or(name) {
            "aes128" => Cipher::Aes(16),
            "aes192" => Cipher::Aes(24),
            "aes256" => Cipher::Aes(32),
            "camellia128" => Cipher::Camellia(16),
            "camellia192" => Cipher::Camellia(24),
            "camellia256" => Cipher::Camellia(32),
            "tripledes" | "pbe-3des112" => Cipher::TripleDes,
            _ => return None,
        };
        Some(Self { cipher, wraps })
    }

    /// Decrypts a value; its IV is in front unless it is given. `None` when key or length do not fit.
    pub(super) fn decrypt(self, key: &[u8], iv: Option<&[u8]>, value: &[u8]) -> Option<Plain> {
        let decrypt = self.cipher.with_key(key)?;
        match (self.wraps, self.cipher) {
            (false, _) => decrypt_cbc(&decrypt, self.cipher.block(), iv, value),
            (true, Cipher::TripleDes) => wrap::unwrap_triple_des(&decrypt, value),
            (true, _) => wrap::unwrap(&decrypt, value),
        }
    }
}

impl Cipher {
    fn block(self) -> usize {
        if self == Self::TripleDes { 8 } else { 16 }
    }

    fn with_key(self, key: &[u8]) -> Option<Decrypt> {
        match self {
            Self::Aes(length) | Self::Camellia(length) if length != key.len() => None,
            Self::Aes(16) => decryptor::<Aes128>(key),
            Self::Aes(24) => decryptor::<Aes192>(key),
            Self::Aes(_) => decryptor::<Aes256>(key),
            Self::Camellia(16) => decryptor::<Camellia128>(key),
            Self::Camellia(24) => decryptor::<Camellia192>(key),
            Self::Camellia(_) => decryptor::<Camellia256>(key),
            Self::TripleDes => {
                // Two keys are three, the first once more.
                let again = key.get(..8).filter(|_| key.len() == 16).unwrap_or_default();
                decryptor::<TdesEde3>(&Zeroizing::new([key, again].concat()))
            }
        }
    }
}

fn decryptor<C: BlockDecrypt + KeyInit + 'static>(key: &[u8]) -> Option<Decrypt> {
    let cipher = C::new_from_slice(key).ok()?;
    Some(Box::new(move |block| cipher.decrypt_block(GenericArray::from_mut_slice(block))))
}

/// Decrypts in CBC mode and takes the padding off, where there is one.
fn decrypt_cbc(decrypt: &Decrypt, block: usize, iv: Option<&[u8]>, value: &[u8]) -> Option<Plain> {
    let (iv, value) = match iv {
        Some(iv) => (iv, value),
        None => value.split_at_checked(block)?,
    };
    let mut bytes = cbc(decrypt, block, iv, value)?;
    let length = unpadded(&bytes, block);
    if let Some(length) = length {
        bytes.truncate(length);
    }
    Some(Plain { bytes, is_checked: length.is_some() })
}

/// Decrypts whole blocks in CBC mode.
pub(super) fn cbc(decrypt: &Decrypt, block: usize, iv: &[u8], value: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    if iv.len() != block || value.is_empty() || !value.len().is_multiple_of(block) {
        return None;
    }
    let mut bytes = Zeroizing::new(value.to_vec());
    let before = std::iter::once(iv).chain(value.chunks_exact(block));
    for (bytes, before) in bytes.chunks_exact_mut(block).zip(before) {
        decrypt(bytes);
        bytes.iter_mut().zip(before).for_each(|(byte, mask)| *byte ^= mask);
    }
    Some(bytes)
}

/// The length without PKCS#7 padding (RFC 5652 §6.3).
pub(super) fn unpadded(plain: &[u8], block: usize) -> Option<usize> {
    let padding = *plain.last()?;
    let length = plain.len().checked_sub(usize::from(padding))?;
    let is_whole = plain.get(length..)?.iter().all(|byte| *byte == padding);
    (padding > 0 && usize::from(padding) <= block && is_whole).then_some(length)
}

#[cfg(test)]
mod tests {
    use data_encoding::HEXLOWER_PERMISSIVE as HEX;

    use super::*;

    /// Decrypts and compares; `-` for what is refused, `?` in front of what nothing vouches for.
    fn check(method: &str, key: &str, value: &str, expected: &str) {
        let [key, value] = [key, value].map(|text| HEX.decode(text.as_bytes()).unwrap());
        let plain = Method::named(method).unwrap().decrypt(&key, None, &value);
        let text = plain.map_or("-".to_owned(), |plain| {
            format!("{}{}", if plain.is_checked { "" } else { "?" }, HEX.encode(&plain.bytes))
        });
        assert_eq!(text, expected, "{method}");
    }

    /// RFC 6030 figure 6, the key of the codes; RFC 3394 §4.1; RFC 5649 §6.
    #[test]
    fn values_are_decrypted_or_refused() {
        let key = "12345678901234567890123456789012";
        let value = "11223344556677889900112233445566\
                     02a7e968cb6930b5b1b781312bc88517a337dbc96b604e95268cad1ec8e70497";
        check("x#aes128-cbc", key, value, "1122334455667788990011223344556677889900");
        for (key, value) in [("12", value), (key, key), (key, &value.replace("556602", "5566")), (key, "")] {
            check("x#aes128-cbc", key, value, "-");
        }
        let key = "000102030405060708090a0b0c0d0e0f";
        let wrapped = "1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5";
        check("x#kw-aes128", key, wrapped, "00112233445566778899aabbccddeeff");
        check("x#kw-aes128", key, &wrapped.replace("1f", "1e"), "-");
        check("x#kw-aes128", key, "", "-");
        let key = "5840df6e29b02af1ab493b705bf16ea1ae8338f4dcc176a8";
        let wrapped = "138bdeaa9b8fa7fc61f97742e72248ee5ae6ae5360d1ae6a5f54f373fa543b6a";
        check("x#kw-aes192", key, wrapped, "c37b7e6492584340bed12207808941155068f738");
        check("x#kw-aes192", key, "afbeb0f07dfbf5419200f2ccb50bb24f", "466f7250617369");
        assert_eq!(Method::named("x#rc4"), None);
    }
}
