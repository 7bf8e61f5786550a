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
    PublicKey, SLICE,
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
    ) -> Option<Self> {
        if keys.is_empty() && passphrase.is_none() {
            return None;
        }
        let session_key = entropy.draw(KEY)?;
        let mut out = Vec::new();
        for key in keys {
            out.extend(for_key(key, &session_key, entropy)?);
        }
        let passphrase = match passphrase {
            Some(passphrase) => {
                let salt = *entropy.draw(8)?.first_chunk()?;
                Some((Stretching::new(passphrase, salt), salt))
            }
            None => None,
        };
        Some(Self {
            out,
            data: plain(content, name, entropy)?,
            done: 0,
            hash: Sha1::new(),
            encryptor: Encryptor::new(&session_key)?,
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
    pub(super) fn finish(mut self) -> Option<Vec<u8>> {
        // Version 1 stands before what is encrypted.
        self.out.extend(head(18, self.data.len() + 1)?);
        self.out.push(1);
        self.out.extend_from_slice(&self.data);
        Some(self.out)
    }
}

/// Bytes of the hash at the end.
const MDC_HASH: usize = MDC - MDC_HEAD.len();

/// Random bytes of which the last two are repeated, the content as literal data, and room for the code.
fn plain(content: &Exposed, name: &str, entropy: &mut Entropy) -> Option<Zeroizing<Vec<u8>>> {
    // EXPOSE: to encrypt it.
    let content = content.expose();
    let prefix = entropy.draw(BLOCK)?;
    let name = name.as_bytes();
    let before = [&[b'b', u8::try_from(name.len()).ok()?], name, &[0; 4]].concat();
    let head = head(11, before.len() + content.len())?;
    let length = BLOCK + 2 + head.len() + before.len() + content.len() + MDC;
    let mut plain = Zeroizing::new(Vec::with_capacity(length));
    plain.extend_from_slice(&prefix);
    plain.extend_from_slice(prefix.last_chunk::<2>()?);
    plain.extend(head);
    plain.extend(before);
    plain.extend_from_slice(content);
    plain.extend(MDC_HEAD);
    plain.resize(length, 0);
    Some(plain)
}

/// The session key, encrypted for a key (RFC 9580 §5.1.1).
fn for_key(key: &PublicKey, session_key: &[u8], entropy: &mut Entropy) -> Option<Vec<u8>> {
    let session_key = RawSessionKey::from(session_key);
    let random = Random::new(entropy)?;
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
    packet.ok()?.to_writer_with_header(&mut out).ok()?;
    Some(out)
}

/// The session key, encrypted with a key from a passphrase (RFC 9580 §5.3.1).
fn for_passphrase(key: &[u8; 32], salt: [u8; 8], session_key: &[u8]) -> Option<Vec<u8>> {
    let mut encrypted = Zeroizing::new([&[AES256], session_key].concat());
    Encryptor::new(key)?.encrypt(&mut encrypted);
    let body = [&[4, AES256], &Stretching::specifier(salt)[..], &encrypted].concat();
    Some([head(3, body.len())?, body].concat())
}
