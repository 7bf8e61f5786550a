//! The ciphers of encrypted containers: AES, Camellia and triple DES, in CBC mode or wrapping keys (RFC 6030 §6), and AES
//! in GCM mode (XML Encryption 1.1 §5.2.4).

use aes_gcm::{
    AesGcm,
    aead::{Aead, consts::U12},
};
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
    mode: Mode,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Cbc,
    Gcm,
    Wrap,
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
    /// What vouches for them.
    pub(super) proof: Proof,
}

/// What shows that the key fits a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Proof {
    /// Nothing.
    None,
    /// Its padding, which one wrong key in some 256 makes right.
    Padding,
    /// A tag or check value, which also shows that the value was not altered.
    Tag,
}

/// Bytes of the nonce in front of a value in GCM mode.
const NONCE: usize = 12;

/// Decrypts one block in place, which must have the cipher's length.
pub(super) type Decrypt = Box<dyn Fn(&mut [u8])>;

impl Method {
    /// By the end of an algorithm's name: `…xmlenc#aes128-cbc`, `…xmlenc11#aes128-gcm`, `PBE-3DES112-CBC`.
    pub(super) fn named(algorithm: &str) -> Option<Self> {
        let name = algorithm.rsplit('#').next()?.to_ascii_lowercase();
        let (mode, name) = match (name.strip_prefix("kw-"), name.strip_suffix("-gcm")) {
            (Some(name), _) => (Mode::Wrap, name),
            (None, Some(name)) => (Mode::Gcm, name),
            (None, None) => (Mode::Cbc, name.strip_suffix("-cbc").unwrap_or(&name)),
        };
        let cipher = match name {
            "aes128" => Cipher::Aes(16),
            "aes192" => Cipher::Aes(24),
            "aes256" => Cipher::Aes(32),
            "camellia128" => Cipher::Camellia(16),
            "camellia192" => Cipher::Camellia(24),
            "camellia256" => Cipher::Camellia(32),
            "tripledes" | "pbe-3des112" => Cipher::TripleDes,
            _ => return None,
        };
        let is_known = mode != Mode::Gcm || matches!(cipher, Cipher::Aes(_));
        is_known.then_some(Self { cipher, mode })
    }

    /// Bytes of its keys.
    pub(super) fn key_length(self) -> usize {
        match self.cipher {
            Cipher::Aes(bytes) | Cipher::Camellia(bytes) => bytes,
            Cipher::TripleDes => 24,
        }
    }

    /// Whether alterations of a value show without a message authentication code.
    pub(super) fn has_tag(self) -> bool {
        self.mode != Mode::Cbc
    }

    /// Decrypts a value; its IV is in front unless it is given. `None` when key or length do not fit.
    pub(super) fn decrypt(self, key: &[u8], iv: Option<&[u8]>, value: &[u8]) -> Option<Plain> {
        if self.mode == Mode::Gcm {
            return decrypt_gcm(self.cipher, key, iv, value);
        }
        let decrypt = self.cipher.with_key(key)?;
        match (self.mode, self.cipher) {
            (Mode::Wrap, Cipher::TripleDes) => wrap::unwrap_triple_des(&decrypt, value),
            (Mode::Wrap, _) => wrap::unwrap(&decrypt, value),
            _ => decrypt_cbc(&decrypt, self.cipher.block(), iv, value),
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
    let proof = if length.is_some() { Proof::Padding } else { Proof::None };
    Some(Plain { bytes, proof })
}

/// Decrypts in GCM mode: nonce, cipher text, tag.
fn decrypt_gcm(cipher: Cipher, key: &[u8], iv: Option<&[u8]>, value: &[u8]) -> Option<Plain> {
    let (nonce, sealed) = match iv {
        Some(iv) => (iv, value),
        None => value.split_at_checked(NONCE)?,
    };
    let bytes = match cipher {
        Cipher::Aes(length) if length != key.len() => None,
        Cipher::Aes(16) => open_gcm::<Aes128>(key, nonce, sealed),
        Cipher::Aes(24) => open_gcm::<Aes192>(key, nonce, sealed),
        Cipher::Aes(_) => open_gcm::<Aes256>(key, nonce, sealed),
        Cipher::Camellia(_) | Cipher::TripleDes => None,
    };
    Some(Plain { bytes: bytes?, proof: Proof::Tag })
}

fn open_gcm<C>(key: &[u8], nonce: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>>
where
    AesGcm<C, U12>: Aead + KeyInit,
{
    let cipher = AesGcm::<C, U12>::new_from_slice(key).ok()?;
    let nonce = <&[u8; NONCE]>::try_from(nonce).ok()?;
    cipher.decrypt(GenericArray::from_slice(nonce), sealed).ok().map(Zeroizing::new)
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
            format!("{}{}", if plain.proof == Proof::None { "?" } else { "" }, HEX.encode(&plain.bytes))
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
        for unknown in ["x#rc4", "x#camellia128-gcm", "x#tripledes-gcm"] {
            assert_eq!(Method::named(unknown), None);
        }
    }

    /// The specification of GCM, appendix B, test cases 2, 8 and 14, with the nonce in front as XML Encryption has it.
    #[test]
    fn values_in_gcm_mode_are_decrypted_when_their_tag_is_right() {
        let nonce = "00".repeat(12);
        let plain = "00".repeat(16);
        for (bytes, sealed) in [
            (16, "0388dace60b6a392f328c2b971b2fe78ab6e47d42cec13bdf53a67b21257bddf"),
            (24, "98e7247c07f0fe411c267e4384b0f6002ff58d80033927ab8ef4d4587514f0fb"),
            (32, "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"),
        ] {
            let (method, key) = (format!("x#aes{}-gcm", bytes * 8), "00".repeat(bytes));
            check(&method, &key, &format!("{nonce}{sealed}"), &plain);
            check(&method, &key, &format!("{nonce}{sealed}").replace("ab", "ac"), "-");
            check(&method, &key, &nonce, "-");
            check(&method, &key, "00", "-");
            check(&method, "00", &format!("{nonce}{sealed}"), "-");
        }
    }
}
