//! Private keys: key files read packet by packet, so that one part that cannot be read spoils no other.

use pgp::{
    composed::PlainSessionKey,
    crypto::sym::SymmetricKeyAlgorithm,
    packet::{PacketHeader, PublicKey, PublicKeyEncryptedSessionKey, PublicSubkey, SecretKey, SecretSubkey},
    ser::Serialize,
    types::{
        DecryptionKey, EncryptedSecretParams, EskType, KeyDetails, KeyVersion, Password, PkeskBytes,
        PkeskVersion, PlainSecretParams, PublicParams, S2kParams, SecretParams, StringToKey, Tag,
    },
};
use sha1::{Digest, Sha1};
use zeroize::Zeroizing;

use super::{
    super::{Cause, Recipient, limits::MAX_KEYS},
    algorithm,
    armor::{self, Label},
    brainpool, elgamal,
    foreign::Foreign,
    mpi,
    packet::{Packet, Packets, starts_message},
    stretch,
};
use crate::secret::KeyFile;

/// All keys of all key files.
#[derive(Default)]
pub(in super::super) struct KeyRing {
    pub(super) keys: Vec<Key>,
    /// Whether any key file was given.
    pub(super) given: bool,
}

/// A key or subkey.
pub(super) struct Key {
    pub(super) recipient: Recipient,
    /// Name of the file it came from.
    pub(super) file: String,
    pub(super) part: Part,
    /// Whether a passphrase is (still) needed.
    pub(super) state: State,
    pub(super) revoked: bool,
}

/// How usable a key is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Unlocked,
    Locked,
    /// No passphrase fits: all were tried.
    Shut,
    /// Only the public part is there.
    Public,
    /// The secret part is on a smart card.
    Card,
    /// The secret part was left out (`GnuPG` writes this for offline primary keys).
    Missing,
    /// The algorithm is not supported.
    Unsupported,
}

/// A key packet.
#[derive(Clone)]
pub(super) enum Part {
    Primary(SecretKey),
    Sub(SecretSubkey),
    PublicPrimary(PublicKey),
    PublicSub(PublicSubkey),
    Foreign(Foreign),
}

impl KeyRing {
    /// Reads all key files; errors name the file. Files without any key are no error: then the right one is asked
    /// for when a message needs it.
    pub(in super::super) fn read(files: &[KeyFile]) -> Result<Self, (String, Cause)> {
        let mut ring = Self { keys: Vec::new(), given: !files.is_empty() };
        for file in files {
            // EXPOSE: to read the keys.
            for packets in key_blocks(file.expose()) {
                ring.add(&packets, file.name());
            }
            if ring.keys.len() > MAX_KEYS {
                let cause = Cause::TooLarge(format!("The key files hold more than {MAX_KEYS} keys"));
                return Err((file.name().to_owned(), cause));
            }
        }
        Ok(ring)
    }

    /// Keys that a session key is for, by their place.
    pub(super) fn matching(&self, packet: &PublicKeyEncryptedSessionKey) -> Vec<usize> {
        let fits = |key: &Key| match &key.part {
            Part::Primary(part) => packet.match_identity(part),
            Part::Sub(part) => packet.match_identity(part),
            Part::PublicPrimary(part) => packet.match_identity(part),
            Part::PublicSub(part) => packet.match_identity(part),
            Part::Foreign(part) => part.is_meant_by(packet),
        };
        (0..self.keys.len()).filter(|index| self.keys.get(*index).is_some_and(fits)).collect()
    }

    /// The keys for a message about what was given: those that can decrypt, or all, when none can.
    pub(super) fn offered(&self) -> Vec<Recipient> {
        let able: Vec<_> = self.keys.iter().filter(|key| key.part.encrypts()).map(Key::described).collect();
        let mut all = if able.is_empty() { self.keys.iter().map(Key::described).collect() } else { able };
        all.dedup();
        all
    }

    fn add(&mut self, packets: &[u8], file: &str) {
        // A signature is about the key before it, and one that revokes a primary key is about its subkeys as well.
        let mut revoked = false;
        for packet in Packets::new(packets).flatten() {
            match packet.tag {
                2 => {
                    let reach = revocation(&packet.body);
                    revoked |= reach == Some(Reach::Whole);
                    if let (Some(key), Some(_)) = (self.keys.last_mut(), reach) {
                        key.revoked = true;
                    }
                }
                5 | 6 => revoked = false,
                _ => {}
            }
            self.keys.extend(Key::read(&packet, file, revoked));
        }
    }
}

impl Key {
    /// Reads a packet, if it is a key.
    pub(super) fn read(packet: &Packet<'_>, file: &str, revoked: bool) -> Option<Self> {
        let part = Part::read(packet).or_else(|| Foreign::read(packet).map(Part::Foreign))?;
        let recipient = part.recipient(&packet.body);
        let state = part.state();
        Some(Self { recipient, file: file.to_owned(), part, state, revoked })
    }

    /// Its name, with why it cannot decrypt.
    fn described(&self) -> Recipient {
        let why = match self.state {
            State::Public => ", public part only",
            State::Card => ", on a smart card",
            State::Missing => ", without its private part",
            State::Unlocked | State::Locked | State::Shut | State::Unsupported => "",
        };
        let Recipient { key_id, algorithm } = &self.recipient;
        Recipient { key_id: key_id.clone(), algorithm: format!("{algorithm}{why}") }
    }

    /// Takes a passphrase; says whether it fits.
    pub(super) fn unlock(&mut self, passphrase: &[u8]) -> bool {
        let password = Password::from(passphrase);
        let done = match &mut self.part {
            Part::Primary(key) => match unlocked(key.public_key(), key.secret_params(), passphrase) {
                Some(params) => {
                    SecretKey::new(key.public_key().clone(), params).map(|open| *key = open).is_ok()
                }
                None => is_other_kind(key.secret_params()) && key.remove_password(&password).is_ok(),
            },
            Part::Sub(key) => match unlocked(key.public_key(), key.secret_params(), passphrase) {
                Some(params) => {
                    SecretSubkey::new(key.public_key().clone(), params).map(|open| *key = open).is_ok()
                }
                None => is_other_kind(key.secret_params()) && key.remove_password(&password).is_ok(),
            },
            Part::PublicPrimary(_) | Part::PublicSub(_) | Part::Foreign(_) => false,
        };
        if done {
            self.state = State::Unlocked;
        }
        done
    }

    /// Decrypts a session key with the unlocked key; `None` when it was not made for this key.
    pub(super) fn session_key(&self, packet: &PublicKeyEncryptedSessionKey) -> Option<PlainSessionKey> {
        let values = packet.values().ok()?;
        let kind = if packet.version() == PkeskVersion::V6 { EskType::V6 } else { EskType::V3_4 };
        let empty = Password::empty();
        match &self.part {
            Part::Primary(part) => match beyond_library(part.public_key(), part.secret_params(), values) {
                None => part.decrypt(&empty, values, kind).ok()?.ok(),
                found => found,
            },
            Part::Sub(part) => match beyond_library(part.public_key(), part.secret_params(), values) {
                None => part.decrypt(&empty, values, kind).ok()?.ok(),
                found => found,
            },
            Part::PublicPrimary(_) | Part::PublicSub(_) | Part::Foreign(_) => None,
        }
    }
}

impl Part {
    fn read(packet: &Packet<'_>) -> Option<Self> {
        let body = packet.body.as_ref();
        let header = |tag| PacketHeader::new_fixed(tag, u32::try_from(body.len()).unwrap_or(u32::MAX));
        Some(
            match packet.tag {
                5 => Self::Primary(SecretKey::try_from_reader(header(Tag::SecretKey), body).ok()?),
                6 => Self::PublicPrimary(PublicKey::try_from_reader(header(Tag::PublicKey), body).ok()?),
                7 => Self::Sub(SecretSubkey::try_from_reader(header(Tag::SecretSubkey), body).ok()?),
                14 => Self::PublicSub(PublicSubkey::try_from_reader(header(Tag::PublicSubkey), body).ok()?),
                _ => return None,
            }
            .with_weak_checksum(body),
        )
    }

    /// RFC 9580 §3.7.2.1: usage 255 has a sum of 16 bits in place of a SHA-1 hash. The reader takes both for the
    /// same, so that one is told by its first octet behind the public part.
    fn with_weak_checksum(self, body: &[u8]) -> Self {
        let weak = |public: usize, params: &SecretParams| match params {
            SecretParams::Encrypted(locked) if body.get(public) == Some(&255) => weakened(locked),
            _ => None,
        };
        match &self {
            Self::Primary(key) => weak(key.public_key().write_len(), key.secret_params())
                .and_then(|params| SecretKey::new(key.public_key().clone(), params).ok())
                .map_or(self, Self::Primary),
            Self::Sub(key) => weak(key.public_key().write_len(), key.secret_params())
                .and_then(|params| SecretSubkey::new(key.public_key().clone(), params).ok())
                .map_or(self, Self::Sub),
            Self::PublicPrimary(_) | Self::PublicSub(_) | Self::Foreign(_) => self,
        }
    }

    fn recipient(&self, packet: &[u8]) -> Recipient {
        match self {
            Self::Primary(key) => algorithm::of_key(key, packet),
            Self::Sub(key) => algorithm::of_key(key, packet),
            Self::PublicPrimary(key) => algorithm::of_key(key, packet),
            Self::PublicSub(key) => algorithm::of_key(key, packet),
            Self::Foreign(key) => key.recipient(),
        }
    }

    /// Whether it is a primary key: those mostly sign.
    pub(super) fn is_primary(&self) -> bool {
        matches!(self, Self::Primary(_) | Self::PublicPrimary(_))
    }

    pub(super) fn encrypts(&self) -> bool {
        algorithm::encrypts(match self {
            Self::Primary(key) => key.algorithm(),
            Self::Sub(key) => key.algorithm(),
            Self::PublicPrimary(key) => key.algorithm(),
            Self::PublicSub(key) => key.algorithm(),
            Self::Foreign(key) => key.algorithm,
        })
    }

    fn secret_params(&self) -> Option<&SecretParams> {
        match self {
            Self::Primary(key) => Some(key.secret_params()),
            Self::Sub(key) => Some(key.secret_params()),
            Self::PublicPrimary(_) | Self::PublicSub(_) | Self::Foreign(_) => None,
        }
    }

    /// The fingerprint in hexadecimal digits, where the library can tell it.
    pub(super) fn fingerprint(&self) -> Option<String> {
        let fingerprint = match self {
            Self::Primary(key) => key.fingerprint(),
            Self::Sub(key) => key.fingerprint(),
            Self::PublicPrimary(key) => key.fingerprint(),
            Self::PublicSub(key) => key.fingerprint(),
            Self::Foreign(_) => return None,
        };
        Some(data_encoding::HEXUPPER.encode(fingerprint.as_bytes()))
    }

    /// What a locked key is encrypted with.
    pub(super) fn cipher(&self) -> Option<&'static str> {
        let SecretParams::Encrypted(locked) = self.secret_params()? else {
            return None;
        };
        match locked.string_to_key_params() {
            S2kParams::Cfb { sym_alg, .. }
            | S2kParams::MalleableCfb { sym_alg, .. }
            | S2kParams::Aead { sym_alg, .. }
            | S2kParams::LegacyCfb { sym_alg, .. } => cipher_name(*sym_alg),
            S2kParams::Unprotected => None,
        }
    }

    /// How the key is derived from a passphrase, when it is locked.
    pub(super) fn s2k(&self) -> Option<&StringToKey> {
        let SecretParams::Encrypted(locked) = self.secret_params()? else {
            return None;
        };
        match locked.string_to_key_params() {
            S2kParams::Cfb { s2k, .. }
            | S2kParams::MalleableCfb { s2k, .. }
            | S2kParams::Aead { s2k, .. } => Some(s2k),
            S2kParams::Unprotected | S2kParams::LegacyCfb { .. } => None,
        }
    }

    fn state(&self) -> State {
        let unsupported = match self {
            Self::Primary(key) => algorithm::unsupported(key),
            Self::Sub(key) => algorithm::unsupported(key),
            Self::PublicPrimary(_) | Self::PublicSub(_) => return State::Public,
            Self::Foreign(key) => {
                return if key.private { State::Unsupported } else { State::Public };
            }
        };
        match (self.secret_params(), self.s2k()) {
            // GnuPG's own extension: S2K 101, a hash, "GNU", then 1 for nothing and 2 for a card's number.
            (_, Some(StringToKey::Private { typ: 101, unknown })) => {
                let kind =
                    unknown.windows(3).position(|window| window == b"GNU").and_then(|at| unknown.get(at + 3));
                if kind == Some(&2) { State::Card } else { State::Missing }
            }
            _ if unsupported => State::Unsupported,
            (Some(SecretParams::Plain(_)), _) => State::Unlocked,
            _ => State::Locked,
        }
    }
}

fn beyond_library(
    public: &impl KeyDetails,
    secret: &SecretParams,
    values: &PkeskBytes,
) -> Option<PlainSessionKey> {
    let SecretParams::Plain(secret) = secret else {
        return None;
    };
    match (public.public_params(), secret, values) {
        (
            PublicParams::Elgamal(public),
            PlainSecretParams::Elgamal(secret),
            PkeskBytes::Elgamal { first, second },
        ) => elgamal::session_key(public, secret, first, second),
        (
            PublicParams::ECDH(params),
            PlainSecretParams::ECDH(secret),
            PkeskBytes::Ecdh { public_point, encrypted_session_key },
        ) => {
            let fingerprint = public.fingerprint();
            brainpool::session_key(
                params,
                secret,
                fingerprint.as_bytes(),
                public_point,
                encrypted_session_key,
            )
        }
        _ => None,
    }
}

/// Whether a key is locked in another way than [`unlocked`] knows.
fn is_other_kind(params: &SecretParams) -> bool {
    !matches!(params, SecretParams::Encrypted(locked) if matches!(locked.string_to_key_params(), S2kParams::Cfb { .. }))
}

/// Unlocks the usual kind (RFC 9580 §3.7.2.1, usage 254) with the faster hashing: decrypted, checked against its
/// SHA-1 hash, and read as a key that was never locked, with a sum of its octets behind it.
fn unlocked(public: &impl KeyDetails, params: &SecretParams, passphrase: &[u8]) -> Option<SecretParams> {
    let SecretParams::Encrypted(locked) = params else {
        return None;
    };
    let S2kParams::Cfb { sym_alg, s2k, iv } = locked.string_to_key_params() else {
        return None;
    };
    if matches!(s2k, StringToKey::Argon2 { .. }) {
        return None;
    }
    let key = stretch::derive(s2k, passphrase, sym_alg.key_size())?;
    let mut plain = Zeroizing::new(locked.data().to_vec());
    sym_alg.decrypt_with_iv_regular(&key, iv, &mut plain).ok()?;
    let (content, hash) = plain.split_last_chunk::<20>()?;
    if *hash != <[u8; 20]>::from(Sha1::digest(content)) {
        return None;
    }
    let shortened = if mpi::is_row(public.algorithm()) { mpi::shortened(content) } else { None };
    let content = shortened.as_ref().map_or(content, |shortened| shortened.as_slice());
    let sum = content.iter().fold(0_u16, |sum, octet| sum.wrapping_add(u16::from(*octet)));
    let mut open = Zeroizing::new(Vec::with_capacity(content.len() + 3));
    open.push(0);
    open.extend_from_slice(content);
    if public.version() != KeyVersion::V6 {
        open.extend(sum.to_be_bytes());
    }
    SecretParams::from_slice(&open, public.version(), public.algorithm(), public.public_params()).ok()
}

fn weakened(locked: &EncryptedSecretParams) -> Option<SecretParams> {
    let S2kParams::Cfb { sym_alg, s2k, iv } = locked.string_to_key_params() else {
        return None;
    };
    let params = S2kParams::MalleableCfb { sym_alg: *sym_alg, s2k: s2k.clone(), iv: iv.clone() };
    Some(SecretParams::Encrypted(EncryptedSecretParams::new(locked.data().to_vec().into(), params)))
}

fn cipher_name(cipher: SymmetricKeyAlgorithm) -> Option<&'static str> {
    Some(match cipher {
        SymmetricKeyAlgorithm::AES128 => "AES-128",
        SymmetricKeyAlgorithm::AES192 => "AES-192",
        SymmetricKeyAlgorithm::AES256 => "AES-256",
        SymmetricKeyAlgorithm::TripleDES => "3DES",
        SymmetricKeyAlgorithm::CAST5 => "CAST5",
        SymmetricKeyAlgorithm::Twofish => "Twofish",
        SymmetricKeyAlgorithm::Blowfish => "Blowfish",
        SymmetricKeyAlgorithm::IDEA => "IDEA",
        SymmetricKeyAlgorithm::Camellia128 => "Camellia-128",
        SymmetricKeyAlgorithm::Camellia192 => "Camellia-192",
        SymmetricKeyAlgorithm::Camellia256 => "Camellia-256",
        _ => return None,
    })
}

/// The packets of all key blocks of a file, armored or not.
pub(crate) fn key_blocks(content: &[u8]) -> Vec<zeroize::Zeroizing<Vec<u8>>> {
    if starts_message(content) {
        return vec![content.to_vec().into()];
    }
    let keys = armor::blocks(content).into_iter();
    keys.filter(|block| matches!(block.label, Label::PrivateKey | Label::PublicKey))
        .map(|block| block.bytes)
        .collect()
}

/// What a revocation is about.
#[derive(PartialEq, Eq)]
pub(super) enum Reach {
    Whole,
    Subkey,
}

/// RFC 9580 §5.2.1.12, §5.2.1.13: 0x20 revokes a key, 0x28 a subkey.
pub(super) fn revocation(signature: &[u8]) -> Option<Reach> {
    let kind = match signature.first()? {
        3 => signature.get(2)?,
        _ => signature.get(1)?,
    };
    match kind {
        0x20 => Some(Reach::Whole),
        0x28 => Some(Reach::Subkey),
        _ => None,
    }
}
