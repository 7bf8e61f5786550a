//! Key packets that cannot be read because of their algorithm or version: enough of them to say which key they are.

use pgp::{crypto::public_key::PublicKeyAlgorithm, packet::PublicKeyEncryptedSessionKey, types::KeyId};
use sha1::{Digest, Sha1};
use sha2::Sha256;

use super::{super::Recipient, algorithm, packet::Packet};

/// A key whose algorithm, curve or version is not known.
#[derive(Clone)]
pub(super) struct Foreign {
    id: Option<KeyId>,
    pub(super) algorithm: PublicKeyAlgorithm,
    name: String,
    /// Whether its private part is there.
    pub(super) private: bool,
}

impl Foreign {
    /// Takes a key packet (RFC 9580 §5.5.2) that the reader refused; `None` when it is no key packet.
    pub(super) fn read(packet: &Packet<'_>) -> Option<Self> {
        let private = match packet.tag {
            5 | 7 => true,
            6 | 14 => false,
            _ => return None,
        };
        let body = packet.body.as_ref();
        let version = *body.first()?;
        // Version 3 has a time of validity before it (RFC 9580 §5.5.2.1).
        let algorithm = PublicKeyAlgorithm::from(*body.get(if version < 4 { 7 } else { 5 })?);
        let kind = curve(body, version).map_or_else(|| algorithm::name(algorithm), str::to_owned);
        let name = if version == 4 { kind } else { format!("{kind}, key version {version}") };
        let id = match version {
            2 | 3 => id_3(body),
            4 => id_4(body, algorithm, private),
            5 => long_id(body, 0x9a),
            6 => long_id(body, 0x9b),
            _ => None,
        };
        Some(Self { id, algorithm, name, private })
    }

    /// Whether a session key is for it.
    pub(super) fn is_meant_by(&self, packet: &PublicKeyEncryptedSessionKey) -> bool {
        self.id.is_some() && packet.id().ok() == self.id.as_ref()
    }

    pub(super) fn recipient(&self) -> Recipient {
        let key_id = self.id.map(|id| data_encoding::HEXUPPER.encode(id.as_ref()));
        Recipient { key_id, algorithm: self.name.clone() }
    }
}

/// The curve of a key, where it is one that people name a key by.
fn curve(body: &[u8], version: u8) -> Option<&'static str> {
    let material = body.get(if version <= 4 { 6 } else { 10 }..)?;
    let (length, rest) = material.split_first()?;
    match rest.get(..usize::from(*length))? {
        b"\x2b\x81\x04\x00\x0a" => Some("secp256k1"),
        b"\x2b\x65\x6f" => Some("X448"),
        b"\x2b\x65\x71" => Some("Ed448"),
        _ => None,
    }
}

/// RFC 9580 §5.5.4.1: the last octets of the modulus of RSA.
fn id_3(body: &[u8]) -> Option<KeyId> {
    let bits = u16::from_be_bytes(*body.get(8..)?.first_chunk::<2>()?);
    let modulus = body.get(10..)?.get(..usize::from(bits).div_ceil(8))?;
    modulus.last_chunk::<8>().map(|id| KeyId::from(*id))
}

/// RFC 9580 §5.5.4.2: the last octets of a hash over the public part.
fn id_4(body: &[u8], algorithm: PublicKeyAlgorithm, private: bool) -> Option<KeyId> {
    let length = if private { public_length(body, algorithm)? } else { body.len() };
    let public = body.get(..length)?;
    let length = u16::try_from(public.len()).ok()?;
    let hash =
        Sha1::new().chain_update([0x99]).chain_update(length.to_be_bytes()).chain_update(public).finalize();
    hash.last_chunk::<8>().map(|id| KeyId::from(*id))
}

/// Version 6 (RFC 9580 §5.5.4.3), and `GnuPG`'s version 5 (draft-koch-librepgp) with another mark before it: the first octets of a
/// longer hash. The length of what the algorithm needs stands before it.
fn long_id(body: &[u8], mark: u8) -> Option<KeyId> {
    let material = u32::from_be_bytes(*body.get(6..)?.first_chunk::<4>()?);
    let public = body.get(..usize::try_from(material).ok()?.checked_add(10)?)?;
    let length = u32::try_from(public.len()).ok()?;
    let hash =
        Sha256::new().chain_update([mark]).chain_update(length.to_be_bytes()).chain_update(public).finalize();
    hash.first_chunk::<8>().map(|id| KeyId::from(*id))
}

/// Where the public part of an elliptic curve key ends: a curve, a point and, for ECDH, three parameters.
fn public_length(body: &[u8], algorithm: PublicKeyAlgorithm) -> Option<usize> {
    let point = 7 + usize::from(*body.get(6)?);
    let bits = u16::from_be_bytes(*body.get(point..)?.first_chunk::<2>()?);
    let end = point + 2 + usize::from(bits).div_ceil(8);
    match algorithm {
        PublicKeyAlgorithm::ECDH => Some(end + 1 + usize::from(*body.get(end)?)),
        PublicKeyAlgorithm::ECDSA | PublicKeyAlgorithm::EdDSALegacy => Some(end),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::*;

    fn named(tag: u8, body: &[u8]) -> String {
        let packet = Packet { tag, body: Cow::Borrowed(body) };
        Foreign::read(&packet).unwrap().recipient().to_string()
    }

    /// The numbers behind a key's head matter for its id alone.
    #[test]
    fn keys_of_every_version_have_an_id() {
        let check = |tag: u8, body: &[u8], expected: &str| assert_eq!(named(tag, body), expected);
        let modulus = [0xa1, 0xb2, 0xc3, 0xd4, 0xe5, 0xf6, 0x07, 0x18, 0x29];
        let rsa = [&[0, 72][..], &modulus, &[0, 2, 3]].concat();
        check(6, &[&[3, 0, 0, 0, 1, 0, 0, 1][..], &rsa].concat(), "B2C3D4E5F6071829 (RSA, key version 3)");
        let unknown = [1, 2, 3, 4];
        let long = |version: u8| [&[version, 0, 0, 0, 1, 35, 0, 0, 0, 4][..], &unknown].concat();
        for (version, mark) in [(5, 0x9a), (6, 0x9b)] {
            let hash = Sha256::digest([&[mark, 0, 0, 0, 14][..], &long(version)].concat());
            let id = data_encoding::HEXUPPER.encode(&hash[..8]);
            for (tag, rest) in [(14, &[][..]), (7, b"private")] {
                let body = [&long(version), rest].concat();
                assert!(named(tag, &body).starts_with(&format!("{id} (")), "{version} {tag}");
            }
        }
        let newest = [4, 0, 0, 0, 1, 35, 1, 2];
        let hash = Sha1::digest([&[0x99, 0, 8][..], &newest].concat());
        let id = data_encoding::HEXUPPER.encode(&hash[12..]);
        assert!(named(14, &newest).starts_with(&format!("{id} (")));
    }
}
