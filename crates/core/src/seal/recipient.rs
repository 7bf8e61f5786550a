//! Public keys that messages are sealed for: read from a key file, and judged by their own signatures.

use pgp::{
    composed::{Deserializable, SignedPublicKey, SignedPublicSubKey},
    packet::{self, Signature, SignatureType},
    types::{KeyDetails, KeyVersion},
};
use seedferry_protocol::RecipientView;
use thiserror::Error;

use crate::envelope;

/// Most keys that one message is sealed for.
pub const MOST_KEYS: usize = 20;

/// Largest file with public keys, in bytes: those with many signatures have some 100,000.
pub const MAX_KEY_BYTES: usize = 4 << 20;

/// A public key that can be sealed for.
#[derive(Clone, Debug, PartialEq)]
pub struct PublicKey {
    view: RecipientView,
    part: Part,
}

/// The part of a key that session keys are encrypted for.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Part {
    Primary(packet::PublicKey),
    Sub(packet::PublicSubkey),
}

/// Why a file gives no key to seal for: a sentence with its remedy.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum KeyProblem {
    /// There is none in it.
    #[error(
        "There is no OpenPGP public key in it. Choose the .asc or .pgp file of the recipient, or paste the whole block"
    )]
    None,
    /// It is private.
    #[error("It is a private key. Seal for the public key that belongs to it, and keep this one to yourself")]
    Private,
    /// It cannot be read.
    #[error("The key is damaged or was not copied whole. Copy it again, from the BEGIN line to the END line")]
    Damaged,
    /// It is only for signatures, or of a kind that cannot be encrypted for.
    #[error(
        "The key {0} cannot be encrypted for. Ask the recipient for a key for encryption, by RSA or Curve25519"
    )]
    Unsuited(String),
    /// It is not to be used any more.
    #[error("The key {0} was revoked. Ask the recipient for the one in use now")]
    Revoked(String),
    /// Its time is over.
    #[error("The key {0} has expired. Ask the recipient for a newer copy of it")]
    Expired(String),
    /// There are too many.
    #[error("There are more than {MOST_KEYS} keys. Seal for fewer")]
    TooMany,
    /// It is too large.
    #[error("The file is too large for keys. Choose the file with the recipient's public key alone")]
    TooLarge,
}

impl PublicKey {
    /// What is shown of it.
    pub fn view(&self) -> &RecipientView {
        &self.view
    }

    pub(super) fn part(&self) -> &Part {
        &self.part
    }
}

/// Reads the keys of a file, armored or not. `wall` is the time in seconds since 1970, for keys that expire.
pub fn read_keys(content: &[u8], wall: u64) -> Result<Vec<PublicKey>, KeyProblem> {
    if content.len() > MAX_KEY_BYTES {
        return Err(KeyProblem::TooLarge);
    }
    if envelope::holds_private_key(content) {
        return Err(KeyProblem::Private);
    }
    let blocks = envelope::key_blocks(content);
    let mut keys = Vec::new();
    for block in &blocks {
        for key in SignedPublicKey::from_bytes_many(&block[..]).map_err(|_| KeyProblem::Damaged)? {
            keys.push(judge(&key.map_err(|_| KeyProblem::Damaged)?, wall)?);
            if keys.len() > MOST_KEYS {
                return Err(KeyProblem::TooMany);
            }
        }
    }
    match (keys.is_empty(), blocks.is_empty()) {
        (true, true) => Err(KeyProblem::None),
        (true, false) => Err(KeyProblem::Damaged),
        (false, _) => Ok(keys),
    }
}

/// What the newest signatures of a key say of it.
#[derive(Clone, Copy)]
struct Claims {
    encrypts: bool,
    expired: bool,
}

fn judge(key: &SignedPublicKey, wall: u64) -> Result<PublicKey, KeyProblem> {
    let primary = &key.primary_key;
    let view = view(key);
    let name = view.key_id.clone();
    let is_revocation = |signature: &Signature| signature.verify_key(primary).is_ok();
    if key.details.revocation_signatures.iter().any(is_revocation) {
        return Err(KeyProblem::Revoked(name));
    }
    let own = own_claims(key, wall);
    if own.is_some_and(|claims| claims.expired) {
        return Err(KeyProblem::Expired(name));
    }
    let subkeys = key.public_subkeys.iter().filter(|subkey| envelope::can_encrypt_for(&subkey.key));
    let judged: Vec<_> =
        subkeys.filter_map(|subkey| Some((subkey, sub_claims(primary, subkey, wall)?))).collect();
    let encrypting = || judged.iter().filter(|(_, claims)| claims.encrypts);
    let newest =
        encrypting().filter(|(_, claims)| !claims.expired).max_by_key(|(key, _)| key.key.created_at());
    let part = match newest {
        Some((subkey, _)) => Part::Sub(subkey.key.clone()),
        None if encrypting().next().is_some() => return Err(KeyProblem::Expired(name)),
        None if envelope::can_encrypt_for(primary) && own.is_some_and(|claims| claims.encrypts) => {
            Part::Primary(primary.clone())
        }
        None => return Err(KeyProblem::Unsuited(name)),
    };
    Ok(PublicKey { view, part })
}

fn view(key: &SignedPublicKey) -> RecipientView {
    let name = key.details.users.first().map(|user| String::from_utf8_lossy(user.id.id()).into_owned());
    let fingerprint = data_encoding::HEXUPPER.encode(key.primary_key.fingerprint().as_bytes());
    RecipientView {
        name: name.unwrap_or_default(),
        key_id: data_encoding::HEXUPPER.encode(key.primary_key.legacy_key_id().as_ref()),
        fingerprint: grouped(&fingerprint),
        algorithm: envelope::key_algorithm(&key.primary_key),
    }
}

/// `0123 4567 89AB …`, as everybody prints fingerprints.
fn grouped(hex: &str) -> String {
    let letters: Vec<char> = hex.chars().collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// What the newest valid signature over a name, or over the key itself, says.
fn own_claims(key: &SignedPublicKey, wall: u64) -> Option<Claims> {
    let primary = &key.primary_key;
    let direct =
        key.details.direct_signatures.iter().filter(|signature| signature.verify_key(primary).is_ok());
    let named = key.details.users.iter().flat_map(|user| {
        user.signatures.iter().filter(|signature| {
            let certifies = matches!(
                signature.typ(),
                Some(
                    SignatureType::CertGeneric
                        | SignatureType::CertPersona
                        | SignatureType::CertCasual
                        | SignatureType::CertPositive
                )
            );
            certifies && signature.verify_certification(primary, packet_tag(), &user.id).is_ok()
        })
    });
    let newest = named.chain(direct).max_by_key(|signature| signature.created())?;
    Some(claims(newest, primary, wall))
}

fn packet_tag() -> pgp::types::Tag {
    pgp::types::Tag::UserId
}

/// What the newest valid signature that binds a subkey says; `None` when there is none, or when it was revoked.
fn sub_claims(primary: &packet::PublicKey, subkey: &SignedPublicSubKey, wall: u64) -> Option<Claims> {
    let valid = |signature: &&Signature| signature.verify_subkey_binding(primary, &subkey.key).is_ok();
    let signatures: Vec<_> = subkey.signatures.iter().filter(valid).collect();
    if signatures.iter().any(|signature| signature.typ() == Some(SignatureType::SubkeyRevocation)) {
        return None;
    }
    let newest = signatures.into_iter().max_by_key(|signature| signature.created())?;
    Some(claims(newest, &subkey.key, wall))
}

fn claims(signature: &Signature, key: &impl KeyDetails, wall: u64) -> Claims {
    let flags = signature.key_flags();
    // Keys older than these flags say nothing, and then may do everything that they can.
    let silent = flags == packet::KeyFlags::default() && key.version() != KeyVersion::V6;
    let lifetime =
        signature.key_expiration_time().map(|span| u64::from(span.as_secs())).filter(|span| *span > 0);
    let end = lifetime.map(|span| span.saturating_add(u64::from(key.created_at().as_secs())));
    Claims {
        encrypts: silent || flags.encrypt_comms() || flags.encrypt_storage(),
        expired: end.is_some_and(|end| end <= wall),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use pgp::composed::SignedSecretKey;

    use super::*;

    /// A key that [`read_keys`] would refuse.
    pub(in super::super) fn for_signatures_only() -> PublicKey {
        let key = include_bytes!("../../../../tests/data/envelope/curve.asc");
        let (key, _) = SignedSecretKey::from_armor_single(&key[..]).unwrap();
        let view = RecipientView {
            name: String::new(),
            key_id: "ID".to_owned(),
            fingerprint: String::new(),
            algorithm: String::new(),
        };
        PublicKey { view, part: Part::Primary(SignedPublicKey::from(key).primary_key) }
    }
}
