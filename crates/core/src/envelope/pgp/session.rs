//! From session key packets (RFC 9580 §5.1, §5.3) and everything that may open them to the decrypted data.
//!
//! Packets are walked one by one, so that a missing key, a wrong passphrase and damage are told apart. Keys are
//! unlocked once; hidden recipients are tried last.

use pgp::{
    composed::PlainSessionKey,
    crypto::sym::SymmetricKeyAlgorithm,
    packet::{PacketHeader, PublicKeyEncryptedSessionKey, SymKeyEncryptedSessionKey},
    types::{SkeskVersion, Tag},
};
use zeroize::Zeroizing;

use super::{
    super::{
        Cause, EnvelopeNote, Lock,
        keychain::Keychain,
        limits::{Budget, MAX_HIDDEN_TRIES, MAX_SESSION_KEY_PACKETS},
    },
    algorithm,
    data::{Encrypted, Fault},
    keys::State,
    stretch::{self, charge},
};

type Plain = Zeroizing<Vec<u8>>;

/// The session key packets before encrypted data.
#[derive(Default)]
pub(super) struct SessionKeys {
    for_keys: Vec<PublicKeyEncryptedSessionKey>,
    for_passphrases: Vec<SymKeyEncryptedSessionKey>,
    broken: bool,
}

impl SessionKeys {
    /// Takes a packet for a public key, or with `tag` 3 for a passphrase.
    pub(super) fn add(&mut self, tag: u8, body: &[u8]) -> Result<(), Cause> {
        if self.for_keys.len() + self.for_passphrases.len() == MAX_SESSION_KEY_PACKETS {
            return Err(Cause::TooLarge(format!(
                "It is encrypted for more than {MAX_SESSION_KEY_PACKETS} keys"
            )));
        }
        let length = u32::try_from(body.len()).unwrap_or(u32::MAX);
        if tag == 1 {
            let header = PacketHeader::new_fixed(Tag::PublicKeyEncryptedSessionKey, length);
            match PublicKeyEncryptedSessionKey::try_from_reader(header, body) {
                Ok(packet) => self.for_keys.push(packet),
                Err(_) => self.broken = true,
            }
        } else {
            let header = PacketHeader::new_fixed(Tag::SymKeyEncryptedSessionKey, length);
            match SymKeyEncryptedSessionKey::try_from_reader(header, body) {
                Ok(packet) => self.for_passphrases.push(packet),
                // RNP writes EAX mode, which only its own reader knows.
                Err(_) if body.first() == Some(&5) && body.get(2) != Some(&2) => {
                    return Err(Cause::unsupported_pgp("A passphrase packet in EAX mode".to_owned()));
                }
                Err(_) => self.broken = true,
            }
        }
        Ok(())
    }

    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.for_keys.is_empty() && self.for_passphrases.is_empty() && !self.broken
    }

    /// Decrypts the data with the first key or passphrase that fits.
    pub(super) fn open(
        &self,
        data: &Encrypted<'_>,
        keychain: &mut Keychain,
        budget: &mut Budget,
    ) -> Result<Plain, Cause> {
        let (hidden, named): (Vec<_>, Vec<_>) = self.for_keys.iter().partition(|packet| is_hidden(packet));
        let mut why = Reasons::default();
        let mut opener = Opener { data, keychain, budget };
        let plain = match opener.named(&named, &mut why)? {
            Some(plain) => Some(plain),
            None => match opener.passphrases(&self.for_passphrases, &mut why)? {
                Some(plain) => Some(plain),
                None => opener.hidden(&hidden, &mut why)?,
            },
        };
        plain.ok_or_else(|| why.first().unwrap_or_else(|| self.without_any(keychain)))
    }

    /// No key matches, and there is nothing to type.
    fn without_any(&self, keychain: &Keychain) -> Cause {
        if self.for_keys.is_empty() {
            let what = if self.broken { "is broken" } else { "is missing" };
            return Cause::Damaged(format!("The packet with the session key {what}"));
        }
        if !self.for_keys.iter().any(algorithm::is_known) {
            let recipient = self.for_keys.first().map(algorithm::of_session_key);
            let name = recipient.map(|recipient| recipient.to_string()).unwrap_or_default();
            return Cause::unsupported_pgp(format!("The algorithm of key {name}"));
        }
        let recipients = self.for_keys.iter().map(algorithm::of_session_key).collect();
        if keychain.keys.given {
            Cause::WrongKey { recipients, offered: keychain.keys.offered() }
        } else {
            Cause::NeedsKey(recipients)
        }
    }
}

fn is_hidden(packet: &PublicKeyEncryptedSessionKey) -> bool {
    match packet {
        PublicKeyEncryptedSessionKey::V3 { id, .. } => id.is_wildcard(),
        PublicKeyEncryptedSessionKey::V6 { fingerprint, .. } => fingerprint.is_none(),
        PublicKeyEncryptedSessionKey::Other { .. } => false,
    }
}

/// Why nothing opened, the most telling reason first.
#[derive(Default)]
struct Reasons([Option<Cause>; 4]);

impl Reasons {
    fn keep(&mut self, cause: Cause, hidden: bool) {
        let rank = match &cause {
            Cause::NeedsPassphrase(Lock::Message) | Cause::WrongPassphrase(Lock::Message) => 2,
            _ if hidden => 3,
            Cause::NeedsPassphrase(_) | Cause::WrongPassphrase(_) => 1,
            _ => 0,
        };
        if let Some(place) = self.0.get_mut(rank) {
            place.get_or_insert(cause);
        }
    }

    fn first(self) -> Option<Cause> {
        self.0.into_iter().flatten().next()
    }
}

struct Opener<'a, 'b, 'c> {
    data: &'a Encrypted<'a>,
    keychain: &'a mut Keychain<'c>,
    budget: &'b mut Budget,
}

impl Opener<'_, '_, '_> {
    fn named(
        &mut self,
        packets: &[&PublicKeyEncryptedSessionKey],
        why: &mut Reasons,
    ) -> Result<Option<Plain>, Cause> {
        for packet in packets {
            for index in self.keychain.keys.matching(packet) {
                match self.with_key(packet, index, false) {
                    Ok(plain) => return Ok(Some(plain)),
                    Err(Some(cause @ Cause::TooLarge(_))) => return Err(cause),
                    Err(cause) => cause.into_iter().for_each(|cause| why.keep(cause, false)),
                }
            }
        }
        Ok(None)
    }

    fn hidden(
        &mut self,
        packets: &[&PublicKeyEncryptedSessionKey],
        why: &mut Reasons,
    ) -> Result<Option<Plain>, Cause> {
        let pairs = packets.iter().flat_map(|packet| {
            let matching = self.keychain.keys.matching(packet);
            matching.into_iter().map(move |index| (*packet, index))
        });
        let mut pairs: Vec<_> = pairs.collect();
        // Subkeys are what messages are encrypted for: primary keys come last.
        pairs.sort_by_key(|(_, index)| {
            self.keychain.keys.keys.get(*index).is_some_and(|key| key.part.is_primary())
        });
        let too_many = pairs.len() > MAX_HIDDEN_TRIES;
        for (packet, index) in pairs.into_iter().take(MAX_HIDDEN_TRIES) {
            match self.with_key(packet, index, true) {
                Ok(plain) => return Ok(Some(plain)),
                Err(Some(cause @ Cause::TooLarge(_))) => return Err(cause),
                Err(cause) => cause.into_iter().for_each(|cause| why.keep(cause, true)),
            }
        }
        if too_many {
            return Err(Cause::TooLarge(format!(
                "It hides whom it is for, and the {MAX_HIDDEN_TRIES} keys tried do not open it"
            )));
        }
        Ok(None)
    }

    /// `None` as error says that a hidden recipient is not this key.
    fn with_key(
        &mut self,
        packet: &PublicKeyEncryptedSessionKey,
        index: usize,
        hidden: bool,
    ) -> Result<Plain, Option<Cause>> {
        match unlock(self.keychain, index, self.budget) {
            Err(Cause::Unsupported { .. }) if hidden => return Err(None),
            Err(cause) => return Err(Some(cause)),
            Ok(false) => return Err(None),
            Ok(true) => {}
        }
        let key = self.keychain.keys.keys.get(index).ok_or(None)?;
        let Some(session) = key.session_key(packet) else {
            let damaged = Cause::Damaged("The packet with the session key is broken".to_owned());
            return Err((!hidden).then_some(damaged));
        };
        if key.revoked {
            self.budget.note(EnvelopeNote::RevokedKey { key: key.recipient.to_string() });
        }
        self.data.decrypt(&session).map_err(|fault| Some(fault.into_cause()))
    }

    fn passphrases(
        &mut self,
        packets: &[SymKeyEncryptedSessionKey],
        why: &mut Reasons,
    ) -> Result<Option<Plain>, Cause> {
        for packet in packets {
            if !packet.is_supported() {
                why.keep(Cause::unsupported_pgp("A new kind of passphrase packet".to_owned()), false);
                continue;
            }
            for index in 0..self.keychain.len() {
                if let Some(plain) = self.with_passphrase(packet, index, why)? {
                    self.keychain.worked(index);
                    return Ok(Some(plain));
                }
            }
            why.keep(self.keychain.lacking(Lock::Message), false);
        }
        Ok(None)
    }

    fn with_passphrase(
        &mut self,
        packet: &SymKeyEncryptedSessionKey,
        index: usize,
        why: &mut Reasons,
    ) -> Result<Option<Plain>, Cause> {
        for spelling in self.keychain.spellings(index) {
            charge(packet.s2k(), self.budget)?;
            let Some(session) = session_key(packet, &spelling) else {
                continue;
            };
            match self.data.decrypt(&session) {
                Ok(plain) => return Ok(Some(plain)),
                // Without a check of its own, a key from a wrong passphrase is as good as the right one.
                Err(Fault::WrongKey) if packet.version() == SkeskVersion::V4 => {}
                Err(fault) => why.keep(fault.into_cause(), false),
            }
        }
        Ok(None)
    }
}

/// Unlocks a key if it is not yet; `Ok(false)` when there is nothing to unlock, because only its public part is
/// there.
fn unlock(keychain: &mut Keychain, index: usize, budget: &mut Budget) -> Result<bool, Cause> {
    let Some(key) = keychain.keys.keys.get(index) else {
        return Ok(false);
    };
    let name = key.recipient.to_string();
    match key.state {
        State::Unlocked => return Ok(true),
        State::Public | State::Missing => return Ok(false),
        State::Card => return Err(Cause::on_card(&name)),
        State::Unsupported => return Err(Cause::unsupported_pgp(format!("The algorithm of key {name}"))),
        State::Shut => {}
        State::Locked => {
            if try_passphrases(keychain, index, budget)? {
                return Ok(true);
            }
        }
    }
    let Some(key) = keychain.keys.keys.get_mut(index) else {
        return Ok(false);
    };
    key.state = State::Shut;
    let lock = Lock::PrivateKey { key: key.recipient.clone(), file: key.file.clone() };
    Err(keychain.lacking(lock))
}

fn try_passphrases(keychain: &mut Keychain, index: usize, budget: &mut Budget) -> Result<bool, Cause> {
    for passphrase in 0..keychain.len() {
        for spelling in keychain.spellings(passphrase) {
            let Some(key) = keychain.keys.keys.get_mut(index) else {
                return Ok(false);
            };
            charge(key.part.s2k(), budget)?;
            if key.unlock(&spelling) {
                keychain.worked(passphrase);
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// Derives and, where it is encrypted once more, decrypts a session key.
fn session_key(packet: &SymKeyEncryptedSessionKey, passphrase: &[u8]) -> Option<PlainSessionKey> {
    let sym_alg = packet.sym_algorithm()?;
    let key = stretch::derive(packet.s2k()?, passphrase, sym_alg.key_size())?;
    if packet.encrypted_key()?.is_empty() {
        return Some(PlainSessionKey::V3_4 { sym_alg, key: key.into() });
    }
    packet.decrypt(&key).ok()
}

/// What is encrypted for a key, RFC 9580 §5.1.1: a cipher, the key, the sum of its octets.
pub(super) fn parse_session_key(message: &[u8]) -> Option<PlainSessionKey> {
    let (cipher, rest) = message.split_first()?;
    let (key, sum) = rest.split_last_chunk::<2>()?;
    let sym_alg = SymmetricKeyAlgorithm::from(*cipher);
    let expected = key.iter().fold(0_u16, |sum, octet| sum.wrapping_add(u16::from(*octet)));
    let fits = u16::from_be_bytes(*sum) == expected && key.len() == sym_alg.key_size();
    fits.then(|| PlainSessionKey::V3_4 { sym_alg, key: key.into() })
}

/// A session key as bare bytes.
pub(super) fn key_bytes(session: &PlainSessionKey) -> &[u8] {
    match session {
        PlainSessionKey::V3_4 { key, .. } | PlainSessionKey::V5 { key } | PlainSessionKey::V6 { key } => {
            key.as_ref()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn session_key_packets_are_capped() {
        let mut keys = SessionKeys::default();
        let packet = [3, 1, 2, 3, 4, 5, 6, 7, 8, 1, 0, 8, 0xff];
        assert!((0..MAX_SESSION_KEY_PACKETS).all(|_| keys.add(1, &packet).is_ok()));
        assert_eq!(keys.add(1, &packet).unwrap_err().kind(), "too-large");
    }
}
