//! Authenticated encryption in chunks: packet 18 version 2 (RFC 9580 §5.13.2) and `GnuPG`'s packet 20
//! (draft-koch-librepgp, "OCB Encrypted Data Packet").
//!
//! OCB is done with `ocb3` 0.2: the older one inside of `rPGP` stops 32-bit machines at chunks over 1 MiB, and
//! `GnuPG` writes chunks of 4 MiB.

use aes::{Aes128, Aes192, Aes256};
use hkdf::Hkdf;
use ocb3::{
    AeadInOut, KeyInit, Nonce, Ocb3, Tag,
    consts::{U15, U16},
};
use pgp::{
    bytes::BytesMut,
    crypto::{aead::AeadAlgorithm, sym::SymmetricKeyAlgorithm},
};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::{super::Cause, data::Fault};

const TAG_SIZE: usize = 16;
/// RFC 9580 §5.13.2.
const SALT_SIZE: usize = 32;
/// Chunks of 1 GiB: what `ocb3` can do. The standard writes up to 4 MiB.
const MAX_CHUNK_CODE: u8 = 24;

/// The two layouts.
enum Layout<'a> {
    /// A salt, from which key and nonce are derived.
    Version2 { salt: &'a [u8] },
    /// A nonce, used with the session key itself.
    Gnupg { nonce: &'a [u8] },
}

/// Data in chunks.
pub(super) struct Chunked<'a> {
    layout: Layout<'a>,
    cipher: SymmetricKeyAlgorithm,
    mode: AeadAlgorithm,
    /// The octets that are authenticated with each chunk: packet type, version, cipher, mode, chunk size.
    header: [u8; 5],
    chunk_size: usize,
    data: &'a [u8],
}

impl<'a> Chunked<'a> {
    /// Takes what follows the version of packet 18.
    pub(super) fn version_2(body: &'a [u8]) -> Result<Self, Cause> {
        Self::parse(0xd2, 2, body, |_, rest| {
            let (salt, data) = rest.split_at_checked(SALT_SIZE)?;
            Some((Layout::Version2 { salt }, data))
        })
    }

    /// Takes what follows the version of packet 20.
    pub(super) fn gnupg(body: &'a [u8]) -> Result<Self, Cause> {
        Self::parse(0xd4, 1, body, |mode, rest| {
            let (nonce, data) = rest.split_at_checked(mode.nonce_size())?;
            Some((Layout::Gnupg { nonce }, data))
        })
    }

    fn parse(
        tag: u8,
        version: u8,
        body: &'a [u8],
        layout: impl Fn(AeadAlgorithm, &'a [u8]) -> Option<(Layout<'a>, &'a [u8])>,
    ) -> Result<Self, Cause> {
        let cut_off = || Cause::Damaged("The encrypted data is cut off".to_owned());
        let Some(([cipher, mode, code], rest)) = body.split_first_chunk::<3>() else {
            return Err(cut_off());
        };
        let aead = AeadAlgorithm::from(*mode);
        if *code > MAX_CHUNK_CODE || aead.nonce_size() == 0 {
            return Err(Cause::unsupported_pgp(format!(
                "Mode {mode} of encryption with chunks of size {code}"
            )));
        }
        let (layout, data) = layout(aead, rest).ok_or_else(cut_off)?;
        Ok(Self {
            layout,
            cipher: SymmetricKeyAlgorithm::from(*cipher),
            mode: aead,
            header: [tag, version, *cipher, *mode, *code],
            chunk_size: 1 << (code + 6),
            data,
        })
    }

    /// Decrypts and checks all chunks. A first chunk that does not fit means that the key is wrong.
    pub(super) fn decrypt(&self, session_key: &[u8]) -> Result<Zeroizing<Vec<u8>>, Fault> {
        if session_key.len() != self.cipher.key_size() {
            return Err(Fault::WrongKey);
        }
        let (key, nonce) = self.key_and_nonce(session_key)?;
        let cipher = Cipher::new(self.cipher, self.mode, &key)?;
        let (body, last_tag) = self.data.split_last_chunk::<TAG_SIZE>().ok_or(Fault::Damaged)?;
        let mut plain = Zeroizing::new(Vec::with_capacity(body.len()));
        let mut index: u64 = 0;
        for chunk in body.chunks(self.chunk_size + TAG_SIZE) {
            let (content, tag) = chunk.split_last_chunk::<TAG_SIZE>().ok_or(Fault::Damaged)?;
            let start = plain.len();
            plain.extend_from_slice(content);
            let place = plain.get_mut(start..).unwrap_or_default();
            let opened = cipher.open(&chunk_nonce(&nonce, index), &self.associated(index, None), place, tag);
            opened.map_err(|()| if index == 0 { Fault::WrongKey } else { Fault::Damaged })?;
            index += 1;
        }
        let total = u64::try_from(plain.len()).unwrap_or(u64::MAX);
        let associated = self.associated(index, Some(total));
        match cipher.open(&chunk_nonce(&nonce, index), &associated, &mut [], last_tag) {
            Ok(()) => Ok(plain),
            Err(()) if index == 0 => Err(Fault::WrongKey),
            Err(()) => Err(Fault::Damaged),
        }
    }

    fn key_and_nonce(&self, session_key: &[u8]) -> Result<(Zeroizing<Vec<u8>>, Vec<u8>), Fault> {
        match self.layout {
            Layout::Gnupg { nonce } => Ok((session_key.to_vec().into(), nonce.to_vec())),
            Layout::Version2 { salt } => {
                let nonce_size = self.mode.nonce_size() - 8;
                let mut both = Zeroizing::new(vec![0; session_key.len() + nonce_size]);
                let derived = Hkdf::<Sha256>::new(Some(salt), session_key).expand(&self.header, &mut both);
                derived.map_err(|_| Fault::Damaged)?;
                let (key, nonce) = both.split_at_checked(session_key.len()).ok_or(Fault::Damaged)?;
                let mut nonce = nonce.to_vec();
                nonce.extend([0; 8]);
                Ok((key.to_vec().into(), nonce))
            }
        }
    }

    fn associated(&self, index: u64, total: Option<u64>) -> Vec<u8> {
        let mut octets = self.header.to_vec();
        if matches!(self.layout, Layout::Gnupg { .. }) {
            octets.extend(index.to_be_bytes());
        }
        octets.extend(total.into_iter().flat_map(u64::to_be_bytes));
        octets
    }
}

/// The chunk's number is in the last eight octets: written over zeros in one layout, mixed in the other.
fn chunk_nonce(nonce: &[u8], index: u64) -> Vec<u8> {
    let mut nonce = nonce.to_vec();
    let number = index.to_be_bytes();
    nonce.iter_mut().rev().zip(number.iter().rev()).for_each(|(octet, number)| *octet ^= number);
    nonce
}

/// OCB with a table that is large enough, or another mode.
enum Cipher<'a> {
    Ocb128(Box<Ocb3<Aes128, U15, U16>>),
    Ocb192(Box<Ocb3<Aes192, U15, U16>>),
    Ocb256(Box<Ocb3<Aes256, U15, U16>>),
    Other { cipher: SymmetricKeyAlgorithm, mode: AeadAlgorithm, key: &'a [u8] },
}

impl<'a> Cipher<'a> {
    fn new(cipher: SymmetricKeyAlgorithm, mode: AeadAlgorithm, key: &'a [u8]) -> Result<Self, Fault> {
        let wrong = |_| Fault::WrongKey;
        Ok(match (cipher, mode) {
            (SymmetricKeyAlgorithm::AES128, AeadAlgorithm::Ocb) => {
                Self::Ocb128(Box::new(Ocb3::new_from_slice(key).map_err(wrong)?))
            }
            (SymmetricKeyAlgorithm::AES192, AeadAlgorithm::Ocb) => {
                Self::Ocb192(Box::new(Ocb3::new_from_slice(key).map_err(wrong)?))
            }
            (SymmetricKeyAlgorithm::AES256, AeadAlgorithm::Ocb) => {
                Self::Ocb256(Box::new(Ocb3::new_from_slice(key).map_err(wrong)?))
            }
            (
                SymmetricKeyAlgorithm::AES128 | SymmetricKeyAlgorithm::AES192 | SymmetricKeyAlgorithm::AES256,
                AeadAlgorithm::Eax | AeadAlgorithm::Gcm,
            ) => Self::Other { cipher, mode, key },
            _ => {
                return Err(Fault::Unsupported(format!("Cipher {} in mode {mode:?}", u8::from(cipher))));
            }
        })
    }

    /// Decrypts in place and checks the tag.
    fn open(&self, nonce: &[u8], associated: &[u8], text: &mut [u8], tag: &[u8; TAG_SIZE]) -> Result<(), ()> {
        match self {
            Self::Ocb128(cipher) => ocb(cipher.as_ref(), nonce, associated, text, tag),
            Self::Ocb192(cipher) => ocb(cipher.as_ref(), nonce, associated, text, tag),
            Self::Ocb256(cipher) => ocb(cipher.as_ref(), nonce, associated, text, tag),
            Self::Other { cipher, mode, key } => {
                let mut both = BytesMut::with_capacity(text.len() + TAG_SIZE);
                both.extend_from_slice(text);
                both.extend_from_slice(tag);
                mode.decrypt_in_place(cipher, key, nonce, associated, &mut both).map_err(|_| ())?;
                text.copy_from_slice(both.get(..text.len()).ok_or(())?);
                zeroize::Zeroize::zeroize(both.as_mut());
                Ok(())
            }
        }
    }
}

fn ocb<C>(
    cipher: &C,
    nonce: &[u8],
    associated: &[u8],
    text: &mut [u8],
    tag: &[u8; TAG_SIZE],
) -> Result<(), ()>
where
    C: AeadInOut<NonceSize = U15, TagSize = U16>,
{
    let nonce = Nonce::<U15>::try_from(nonce).map_err(|_| ())?;
    let tag = Tag::<U16>::from(*tag);
    cipher.decrypt_inout_detached(&nonce, associated, text.into(), &tag).map_err(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_size_of_chunks_has_a_limit() {
        let check = |code: u8, expected: Option<&str>| {
            let body = [&[9, 2, code][..], &[0; 64]].concat();
            let read = [Chunked::version_2(&body), Chunked::gnupg(&body)];
            let kinds = read.map(|read| read.err().map(|cause| cause.kind()));
            assert_eq!(kinds, [expected; 2], "{code}");
        };
        check(0, None);
        check(MAX_CHUNK_CODE, None);
        check(MAX_CHUNK_CODE + 1, Some("unsupported"));
        check(255, Some("unsupported"));
    }
}
