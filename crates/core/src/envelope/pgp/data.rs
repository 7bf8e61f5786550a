//! Encrypted data packets (RFC 9580 §5.7, §5.13, `GnuPG`'s packet 20), decrypted as a whole: nothing leaves before
//! its integrity is checked.

use std::io::Read;

use pgp::{composed::PlainSessionKey, crypto::sym::SymmetricKeyAlgorithm};
use sha1::{Digest, Sha1};
use zeroize::Zeroizing;

use super::{super::Cause, aead::Chunked, cfb, session::key_bytes};

/// An encrypted data packet.
pub(super) enum Encrypted<'a> {
    /// Without protection against changes (packet 9).
    Unprotected(&'a [u8]),
    /// With a SHA-1 hash at the end (packet 18, version 1).
    Hashed(&'a [u8]),
    /// In chunks, each with a tag (packet 18, version 2, and packet 20).
    Chunked(Chunked<'a>),
}

/// Why data was not decrypted with a session key.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It does not look as if the key were right.
    WrongKey,
    /// The key is right, and the data is broken.
    Damaged,
    /// The cipher or mode is not supported.
    Unsupported(String),
}

impl Fault {
    /// What a person is told, when the session key is beyond doubt.
    pub(super) fn into_cause(self) -> Cause {
        match self {
            Self::Unsupported(what) => Cause::unsupported_pgp(what),
            Self::WrongKey | Self::Damaged => {
                Cause::Damaged("The encrypted data was changed or cut off after it was made".to_owned())
            }
        }
    }
}

impl<'a> Encrypted<'a> {
    /// Takes the content of a packet 9, 18 or 20.
    pub(super) fn parse(tag: u8, body: &'a [u8]) -> Result<Self, Cause> {
        match (tag, body) {
            (9, _) => Ok(Self::Unprotected(body)),
            (18, [1, rest @ ..]) => Ok(Self::Hashed(rest)),
            (18, [2, rest @ ..]) => Chunked::version_2(rest).map(Self::Chunked),
            (20, [1, rest @ ..]) => Chunked::gnupg(rest).map(Self::Chunked),
            (_, []) => Err(Cause::Damaged("The encrypted data is missing".to_owned())),
            (_, [version, ..]) => Err(Cause::unsupported_pgp(format!("Version {version} of encrypted data"))),
        }
    }

    /// Decrypts and checks everything.
    pub(super) fn decrypt(&self, session: &PlainSessionKey) -> Result<Zeroizing<Vec<u8>>, Fault> {
        let key = key_bytes(session);
        match (self, session) {
            (Self::Chunked(chunked), _) => chunked.decrypt(key),
            (Self::Hashed(body), PlainSessionKey::V3_4 { sym_alg, .. }) => hashed(body, *sym_alg, key),
            (Self::Unprotected(body), PlainSessionKey::V3_4 { sym_alg, .. }) => {
                unprotected(body, *sym_alg, key)
            }
            _ => Err(Fault::WrongKey),
        }
    }
}

/// RFC 9580 §5.13.1: CFB over a random block, its last two octets again, the data and a hash of all that.
fn hashed(body: &[u8], cipher: SymmetricKeyAlgorithm, key: &[u8]) -> Result<Zeroizing<Vec<u8>>, Fault> {
    let mut plain = Zeroizing::new(body.to_vec());
    let prefix = quick_check(&mut plain, cipher, key)?;
    let (content, mdc) = plain.split_last_chunk::<20>().ok_or(Fault::Damaged)?;
    if *mdc != <[u8; 20]>::from(Sha1::digest(content)) {
        return Err(Fault::Damaged);
    }
    // The hash stands in a packet of its own, whose header is hashed as well.
    let (content, header) = content.split_last_chunk::<2>().ok_or(Fault::Damaged)?;
    if *header != [0xd3, 0x14] {
        return Err(Fault::Damaged);
    }
    // In place: a second copy would have to be made and overwritten, which takes as long as hashing.
    let end = content.len();
    if end < prefix {
        return Err(Fault::Damaged);
    }
    plain.truncate(end);
    plain.drain(..prefix);
    Ok(plain)
}

/// RFC 9580 §5.7.
fn unprotected(body: &[u8], cipher: SymmetricKeyAlgorithm, key: &[u8]) -> Result<Zeroizing<Vec<u8>>, Fault> {
    let mut start = Zeroizing::new(body.get(..body.len().min(32)).unwrap_or_default().to_vec());
    quick_check(&mut start, cipher, key)?;
    let mut plain = Zeroizing::new(Vec::with_capacity(body.len()));
    let mut stream = cipher.stream_decryptor_unprotected(key, body).map_err(|_| Fault::WrongKey)?;
    stream.read_to_end(&mut plain).map_err(|_| Fault::Damaged)?;
    Ok(plain)
}

/// Decrypts in place, and compares the octets that stand there twice. Returns the length of the random prefix.
///
/// That comparison is an oracle only where somebody answers over a network to many made-up messages.
fn quick_check(bytes: &mut [u8], cipher: SymmetricKeyAlgorithm, key: &[u8]) -> Result<usize, Fault> {
    let block = cipher.block_size();
    if block < 2 || cipher == SymmetricKeyAlgorithm::Plaintext {
        return Err(Fault::Unsupported(format!("Cipher {}", u8::from(cipher))));
    }
    if key.len() != cipher.key_size() {
        return Err(Fault::WrongKey);
    }
    if cfb::decrypt(cipher, key, bytes).is_none() {
        cipher.decrypt_with_iv_regular(key, &vec![0; block], bytes).map_err(|_| Fault::WrongKey)?;
    }
    let repeated = bytes.get(block - 2..block + 2).ok_or(Fault::Damaged)?;
    match repeated {
        [a, b, c, d] if a == c && b == d => Ok(block + 2),
        _ => Err(Fault::WrongKey),
    }
}
