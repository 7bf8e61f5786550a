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
        let algorithm = PublicKeyAlgorithm::from(*body.get(5)?);
        let kind = curve(body, version).map_or_else(|| algorithm::name(algorithm), str::to_owned);
        let name = if version == 4 { kind } else { format!("{kind}, key version {version}") };
        let id = match version {
            4 => id_4(body, algorithm),
            5 => id_5(body),
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
    let material = body.get(if version == 4 { 6 } else { 10 }..)?;
    let (length, rest) = material.split_first()?;
    match rest.get(..usize::from(*length))? {
        b"\x2b\x81\x04\x00\x0a" => Some("secp256k1"),
        b"\x2b\x65\x6f" => Some("X448"),
        b"\x2b\x65\x71" => Some("Ed448"),
        _ => None,
    }
}

/// RFC 9580 §5.5.4.2: the last octets of a hash over the public part.
fn id_4(body: &[u8], algorithm: PublicKeyAlgorithm) -> Option<KeyId> {
    let public = body.get(..public_length(body, algorithm)?)?;
    let length = u16::try_from(public.len()).ok()?;
    let hash =
        Sha1::new().chain_update([0x99]).chain_update(length.to_be_bytes()).chain_update(public).finalize();
    hash.last_chunk::<8>().map(|id| KeyId::from(*id))
}

/// `GnuPG`'s version 5 (draft-koch-librepgp): the first octets of a longer hash. The length of what the algorithm
/// needs stands before it.
fn id_5(body: &[u8]) -> Option<KeyId> {
    let material = u32::from_be_bytes(*body.get(6..)?.first_chunk::<4>()?);
    let public = body.get(..usize::try_from(material).ok()?.checked_add(10)?)?;
    let length = u32::try_from(public.len()).ok()?;
    let hash =
        Sha256::new().chain_update([0x9a]).chain_update(length.to_be_bytes()).chain_update(public).finalize();
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
