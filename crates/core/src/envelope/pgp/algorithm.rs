//! Names of algorithms and keys, for people.

use pgp::{
    crypto::{ecc_curve::ECCCurve, public_key::PublicKeyAlgorithm},
    packet::PublicKeyEncryptedSessionKey,
    ser::Serialize,
    types::{EcdhPublicParams, KeyDetails, PkeskBytes, PublicParams},
};

use super::super::Recipient;

/// A key by its public part. `packet` is the key packet's content, for the size of numbers in it.
pub(super) fn of_key(key: &impl KeyDetails, packet: &[u8]) -> Recipient {
    Recipient { key_id: Some(hex(key.legacy_key_id().as_ref())), algorithm: algorithm_of(key, packet) }
}

/// Whom a session key is for. Sizes are those of the encrypted numbers, rounded up.
pub(super) fn of_session_key(packet: &PublicKeyEncryptedSessionKey) -> Recipient {
    let key_id = match packet {
        PublicKeyEncryptedSessionKey::V3 { id, .. } if !id.is_wildcard() => Some(hex(id.as_ref())),
        PublicKeyEncryptedSessionKey::V6 { fingerprint: Some(fingerprint), .. } => {
            let bytes = fingerprint.as_bytes();
            // RFC 9580 §5.5.4: the low 64 bits in version 4, the high ones in version 6.
            let half = if bytes.len() == 20 { bytes.get(12..) } else { bytes.get(..8) };
            half.map(hex)
        }
        _ => None,
    };
    Recipient { key_id, algorithm: session_key_algorithm(packet) }
}

/// Whether session keys can be encrypted for it: signing keys are no recipients.
pub(super) fn encrypts(algorithm: PublicKeyAlgorithm) -> bool {
    !matches!(
        algorithm,
        PublicKeyAlgorithm::DSA
            | PublicKeyAlgorithm::RSASign
            | PublicKeyAlgorithm::ECDSA
            | PublicKeyAlgorithm::EdDSALegacy
            | PublicKeyAlgorithm::Ed25519
            | PublicKeyAlgorithm::Ed448
    )
}

/// Whether session keys can be encrypted for it here.
pub(crate) fn can_encrypt_for(key: &impl KeyDetails) -> bool {
    match key.public_params() {
        PublicParams::RSA(_) => encrypts(key.algorithm()),
        PublicParams::ECDH(params) => {
            !matches!(
                params.curve(),
                ECCCurve::BrainpoolP256r1 | ECCCurve::BrainpoolP384r1 | ECCCurve::BrainpoolP512r1
            ) && !unsupported(key)
        }
        PublicParams::X25519(_) | PublicParams::X448(_) => true,
        _ => false,
    }
}

/// The algorithm of a key, with its size: *RSA 3072*.
pub(crate) fn key_algorithm(key: &(impl KeyDetails + Serialize)) -> String {
    algorithm_of(key, &key.to_bytes().unwrap_or_default())
}

/// Why session keys for this key cannot be decrypted here, if so.
pub(super) fn unsupported(key: &impl KeyDetails) -> bool {
    match key.public_params() {
        PublicParams::Unknown { .. } => true,
        PublicParams::ECDH(params) => matches!(params, EcdhPublicParams::Unsupported { .. }),
        _ => false,
    }
}

/// Whether there are keys that could decrypt this session key here.
pub(super) fn is_known(packet: &PublicKeyEncryptedSessionKey) -> bool {
    !matches!(packet.values(), Ok(PkeskBytes::Other { .. }) | Err(_))
}

/// The name of an algorithm alone.
pub(super) fn name(algorithm: PublicKeyAlgorithm) -> String {
    match algorithm {
        PublicKeyAlgorithm::RSA | PublicKeyAlgorithm::RSAEncrypt | PublicKeyAlgorithm::RSASign => {
            "RSA".to_owned()
        }
        PublicKeyAlgorithm::Elgamal | PublicKeyAlgorithm::ElgamalEncrypt => "ElGamal".to_owned(),
        PublicKeyAlgorithm::DSA => "DSA".to_owned(),
        PublicKeyAlgorithm::ECDSA => "ECDSA".to_owned(),
        PublicKeyAlgorithm::ECDH => "ECDH".to_owned(),
        PublicKeyAlgorithm::EdDSALegacy => "EdDSA".to_owned(),
        PublicKeyAlgorithm::X25519 => "X25519".to_owned(),
        PublicKeyAlgorithm::X448 => "X448".to_owned(),
        PublicKeyAlgorithm::Ed25519 => "Ed25519".to_owned(),
        PublicKeyAlgorithm::Ed448 => "Ed448".to_owned(),
        other => match u8::from(other) {
            // GnuPG 2.5 in draft-koch-librepgp, and RFC 9580's extension for the time after quantum computers.
            8 => "Kyber".to_owned(),
            35 => "ML-KEM-768 with X25519".to_owned(),
            36 => "ML-KEM-1024 with X448".to_owned(),
            number => format!("algorithm {number}"),
        },
    }
}

fn algorithm_of(key: &impl KeyDetails, packet: &[u8]) -> String {
    match key.public_params() {
        PublicParams::ECDH(params) => curve_name(&params.curve()),
        PublicParams::RSA(_) | PublicParams::Elgamal(_) | PublicParams::DSA(_) => {
            // Version, time and algorithm come before the first number, in version 6 a length as well.
            let start = if packet.first() == Some(&6) { 10 } else { 6 };
            let bits =
                packet.get(start..).and_then(|rest| rest.first_chunk::<2>()).map(|b| u16::from_be_bytes(*b));
            bits.map_or_else(|| name(key.algorithm()), |bits| format!("{} {bits}", name(key.algorithm())))
        }
        _ => name(key.algorithm()),
    }
}

fn curve_name(curve: &ECCCurve) -> String {
    match curve {
        ECCCurve::Curve25519Legacy => "Curve25519".to_owned(),
        ECCCurve::P256 => "NIST P-256".to_owned(),
        ECCCurve::P384 => "NIST P-384".to_owned(),
        ECCCurve::P521 => "NIST P-521".to_owned(),
        ECCCurve::BrainpoolP256r1 => "Brainpool P-256".to_owned(),
        ECCCurve::BrainpoolP384r1 => "Brainpool P-384".to_owned(),
        ECCCurve::BrainpoolP512r1 => "Brainpool P-512".to_owned(),
        ECCCurve::Secp256k1 => "secp256k1".to_owned(),
        _ => "ECDH on an unknown curve".to_owned(),
    }
}

fn session_key_algorithm(packet: &PublicKeyEncryptedSessionKey) -> String {
    let Ok(algorithm) = packet.algorithm() else {
        return "an unknown algorithm".to_owned();
    };
    match packet.values() {
        Ok(PkeskBytes::Rsa { mpi }) => format!("RSA {}", rounded_bits(mpi.len())),
        Ok(PkeskBytes::Elgamal { second, .. }) => format!("ElGamal {}", rounded_bits(second.len())),
        Ok(PkeskBytes::Ecdh { public_point, .. }) => {
            match (public_point.len(), public_point.as_ref().first()) {
                (33, Some(0x40)) => "Curve25519".to_owned(),
                (length, Some(4)) => format!(
                    "ECDH {}",
                    match (length - 1) * 4 {
                        528 => 521,
                        bits => bits,
                    }
                ),
                _ => name(algorithm),
            }
        }
        _ => name(algorithm),
    }
}

/// The size of the key: an encrypted number may be some bits shorter, and keys are multiples of 128 bits.
fn rounded_bits(bytes: usize) -> usize {
    bytes.div_ceil(16) * 128
}

fn hex(bytes: &[u8]) -> String {
    data_encoding::HEXUPPER.encode(bytes)
}
