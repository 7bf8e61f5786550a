//! OpenPGP messages that `GnuPG` opens since 1.4: AES-256 in CFB mode with a modification detection code (RFC 4880
//! §5.13), the session key encrypted for each key and with the passphrase.

use pgp::{
    composed::RawSessionKey,
    crypto::sym::SymmetricKeyAlgorithm,
    packet::{PacketTrait, PublicKeyEncryptedSessionKey},
};
use seedferry_protocol::{Exposed, Passphrase};
use sha1_of_zip::{Digest, Sha1};
use zeroize::Zeroizing;

use super::{
    PublicKey, SLICE, SealProblem,
    cfb::{BLOCK, Encryptor},
    packet::head,
    stretch::Stretching,
};
use crate::entropy::{Entropy, Random};

/// Bytes of a session key.
const KEY: usize = 32;
/// The cipher's number: AES with 256 bits.
const AES256: u8 = 9;
/// How a modification detection code begins: a packet of 20 bytes.
const MDC_HEAD: [u8; 2] = [0xd3, 20];
/// Bytes of the modification detection code with its head.
const MDC: usize = 22;

/// A message that is being written.
pub(super) struct Message {
    /// The session keys and the head of the encrypted data.
    out: Vec<u8>,
    /// What is encrypted, first in clear and then, part by part, encrypted.
    data: Zeroizing<Vec<u8>>,
    done: usize,
    hash: Sha1,
    encryptor: Encryptor,
    session_key: Zeroizing<Vec<u8>>,
    passphrase: Option<(Stretching, [u8; 8])>,
}

impl Message {
    /// Draws a session key and encrypts it for the keys.
    pub(super) fn begin(
        content: &Exposed,
        name: &str,
        keys: &[PublicKey],
        passphrase: Option<&Passphrase>,
        entropy: &mut Entropy,
    ) -> Result<Self, SealProblem> {
        if keys.is_empty() && passphrase.is_none() {
            return Err(SealProblem::Nobody);
        }
        let session_key = entropy.draw(KEY).ok_or(SealProblem::NoRandomness)?;
        let mut out = Vec::new();
        for key in keys {
            out.extend(for_key(key, &session_key, entropy)?);
        }
        let passphrase = match passphrase {
            Some(passphrase) => {
                let salt = drawn(entropy)?;
                Some((Stretching::new(passphrase, salt), salt))
            }
            None => None,
        };
        Ok(Self {
            out,
            data: plain(content, name, &drawn(entropy)?)?,
            done: 0,
            hash: Sha1::new(),
            encryptor: Encryptor::new(&session_key).ok_or(SealProblem::NoRandomness)?,
            session_key,
            passphrase,
        })
    }

    /// Does one slice; whether more is to be done.
    pub(super) fn work(&mut self) -> bool {
        if let Some((stretching, salt)) = &mut self.passphrase {
            if !stretching.work() {
                let salt = *salt;
                let key = self.passphrase.take().map(|(stretching, _)| stretching.finish());
                let packet = key.and_then(|key| for_passphrase(&key, salt, &self.session_key));
                self.out.extend(packet.unwrap_or_default());
            }
            return true;
        }
        let end = self.data.len().saturating_sub(MDC_HASH).min(self.done + SLICE);
        let Some(slice) = self.data.get_mut(self.done..end) else {
            return false;
        };
        self.hash.update(&*slice);
        let is_last = slice.len() < SLICE;
        if is_last {
            self.end(end);
        } else {
            self.encryptor.encrypt(slice);
            self.done = end;
        }
        !is_last
    }

    /// Puts the hash of all before it to the end, and encrypts what is left.
    fn end(&mut self, hashed: usize) {
        let hash = core::mem::take(&mut self.hash).finalize();
        if let Some(place) = self.data.get_mut(hashed..) {
            place.iter_mut().zip(hash).for_each(|(place, byte)| *place = byte);
        }
        if let Some(rest) = self.data.get_mut(self.done..) {
            self.encryptor.encrypt(rest);
        }
        self.done = self.data.len();
    }

    /// The message. Call [`Message::work`] before, until nothing is left.
    pub(super) fn finish(mut self) -> Result<Vec<u8>, SealProblem> {
        // Version 1 stands before what is encrypted.
        self.out.extend(head(18, self.data.len() + 1).ok_or(SealProblem::LargeMessage)?);
        self.out.push(1);
        self.out.extend_from_slice(&self.data);
        Ok(self.out)
    }
}

/// Bytes of the hash at the end.
const MDC_HASH: usize = MDC - MDC_HEAD.len();

fn drawn<const LENGTH: usize>(entropy: &mut Entropy) -> Result<[u8; LENGTH], SealProblem> {
    let drawn = entropy.draw(LENGTH).ok_or(SealProblem::NoRandomness)?;
    drawn.first_chunk().copied().ok_or(SealProblem::NoRandomness)
}

/// Random bytes of which the last two are repeated, the content as literal data, and room for the code.
fn plain(content: &Exposed, name: &str, prefix: &[u8; BLOCK]) -> Result<Zeroizing<Vec<u8>>, SealProblem> {
    // EXPOSE: to encrypt it.
    let content = content.expose();
    let name = name.as_bytes();
    let length = u8::try_from(name.len()).map_err(|_| SealProblem::LongName)?;
    let before = [&[b'b', length], name, &[0; 4]].concat();
    let head = head(11, before.len() + content.len()).ok_or(SealProblem::LargeMessage)?;
    let length = BLOCK + 2 + head.len() + before.len() + content.len() + MDC;
    let mut plain = Zeroizing::new(Vec::with_capacity(length));
    plain.extend_from_slice(prefix);
    let [.., a, b] = *prefix;
    plain.extend([a, b]);
    plain.extend(head);
    plain.extend(before);
    plain.extend_from_slice(content);
    plain.extend(MDC_HEAD);
    plain.resize(length, 0);
    Ok(plain)
}

/// The session key, encrypted for a key (RFC 9580 §5.1.1).
fn for_key(key: &PublicKey, session_key: &[u8], entropy: &mut Entropy) -> Result<Vec<u8>, SealProblem> {
    let session_key = RawSessionKey::from(session_key);
    let random = Random::new(entropy).ok_or(SealProblem::NoRandomness)?;
    let refused = |_| SealProblem::Key(key.view().key_id.clone());
    let packet = match key.part() {
        super::recipient::Part::Primary(key) => PublicKeyEncryptedSessionKey::from_session_key_v3(
            random,
            &session_key,
            SymmetricKeyAlgorithm::AES256,
            key,
        ),
        super::recipient::Part::Sub(key) => PublicKeyEncryptedSessionKey::from_session_key_v3(
            random,
            &session_key,
            SymmetricKeyAlgorithm::AES256,
            key,
        ),
    };
    let mut out = Vec::new();
    packet.and_then(|packet| packet.to_writer_with_header(&mut out)).map_err(refused)?;
    Ok(out)
}

/// The session key, encrypted with a key from a passphrase (RFC 9580 §5.3.1).
fn for_passphrase(key: &[u8; 32], salt: [u8; 8], session_key: &[u8]) -> Option<Vec<u8>> {
    let mut encrypted = Zeroizing::new([&[AES256], session_key].concat());
    Encryptor::new(key)?.encrypt(&mut encrypted);
    let body = [&[4, AES256], &Stretching::specifier(salt)[..], &encrypted].concat();
    Some([head(3, body.len())?, body].concat())
}
