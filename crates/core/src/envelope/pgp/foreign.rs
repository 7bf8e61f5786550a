//! Key packets that cannot be read because of their algorithm: enough of them to say which key they are.

use pgp::{crypto::public_key::PublicKeyAlgorithm, types::KeyId};
use sha1::{Digest, Sha1};

use super::{super::Recipient, algorithm, packet::Packet};

/// A key whose algorithm or curve is not known.
#[derive(Clone)]
pub(super) struct Foreign {
    pub(super) id: Option<KeyId>,
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
        let curve = body.get(6).and_then(|length| body.get(7..7 + usize::from(*length)));
        let name = match curve {
            _ if version != 4 => format!("{}, key version {version}", algorithm::name(algorithm)),
            Some(b"\x2b\x81\x04\x00\x0a") => "secp256k1".to_owned(),
            _ => algorithm::name(algorithm),
        };
        let id = (version == 4).then(|| key_id(body, algorithm)).flatten();
        Some(Self { id, algorithm, name, private })
    }

    pub(super) fn recipient(&self) -> Recipient {
        let key_id = self.id.map(|id| data_encoding::HEXUPPER.encode(id.as_ref()));
        Recipient { key_id, algorithm: self.name.clone() }
    }
}

/// RFC 9580 §5.5.4.2: the last octets of a hash over the public part.
fn key_id(body: &[u8], algorithm: PublicKeyAlgorithm) -> Option<KeyId> {
    let public = body.get(..public_length(body, algorithm)?)?;
    let length = u16::try_from(public.len()).ok()?;
    let hash =
        Sha1::new().chain_update([0x99]).chain_update(length.to_be_bytes()).chain_update(public).finalize();
    hash.last_chunk::<8>().map(|id| KeyId::from(*id))
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
