//! A key pair for a seed order, of the kind that every program since `GnuPG` 1.4 can use: version 4, a primary key that signs and
//! a subkey that is encrypted for, AES-256 under an iterated passphrase, nothing of authenticated encryption.

use pgp::{
    composed::{ArmorOptions, KeyType, SignedKeyDetails, SignedSecretKey, SignedSecretSubKey},
    crypto::{ecc_curve::ECCCurve, hash::HashAlgorithm, sym::SymmetricKeyAlgorithm},
    packet::{
        Features, KeyFlags, PacketTrait, PubKeyInner, PublicKey, PublicSubkey, SecretKey, SecretSubkey,
        Signature, SignatureConfig, SignatureType, Subpacket, SubpacketData, UserId,
    },
    types::{
        CompressionAlgorithm, KeyDetails, KeyVersion, PacketHeaderVersion, Password, S2kParams, StringToKey,
        Timestamp,
    },
};
use rand_chacha::{
    ChaCha20Rng,
    rand_core::{CryptoRng, Error, RngCore, SeedableRng},
};
use seedferry_protocol::{KeyAlgorithm, KeyWish, Passphrase};
use serde::{Deserialize, Serialize};

use crate::{entropy::Entropy, secret::KeyFile};

/// How often the passphrase is hashed, as the octet that says so: the most there is, 65,011,712 bytes.
const HASHING: u8 = 255;
/// The longest name or e-mail address, in characters.
pub(crate) const LONGEST_NAME: usize = 200;
/// Fewer random bytes at a time are no candidate for a prime number.
const CANDIDATE: usize = 100;

/// A key pair, as it leaves the worker that made it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeKey {
    /// The private part, protected by the passphrase, under the name it is saved by.
    pub private: KeyFile,
    /// The public part, armored.
    pub public: String,
    /// The name of the public part's file.
    pub public_name: String,
}

/// Why a key pair cannot be made as wished; nothing when it can.
pub fn objection(wish: &KeyWish, passphrase: &Passphrase) -> Option<&'static str> {
    let fits = |text: &str| text.chars().count() <= LONGEST_NAME && !text.chars().any(char::is_control);
    match wish {
        _ if wish.name.trim().is_empty() => Some("Type your name, or that of your company"),
        _ if !fits(&wish.name) || wish.name.contains(['<', '>']) => {
            Some("The name is too long, or has characters that a key cannot hold. Take out < and >")
        }
        _ if !is_address(wish.email.trim()) || !fits(&wish.email) => {
            Some("That is no e-mail address. Type the one that the vendor knows, like name@example.com")
        }
        _ if passphrase.is_too_short() => {
            Some("The passphrase is too short. Type eight characters or more, or let one be made")
        }
        _ => None,
    }
}

/// Makes a key pair. `now` is in seconds since 1970; `told` hears how many numbers were tried. It takes many seconds.
/// Nothing comes of it without randomness.
pub fn make(
    wish: &KeyWish,
    passphrase: &Passphrase,
    entropy: &mut Entropy,
    now: u64,
    told: impl FnMut(u32),
) -> Option<MadeKey> {
    let seed: [u8; 32] = entropy.draw(32)?.as_slice().try_into().ok()?;
    let mut maker = Maker {
        source: Source { random: ChaCha20Rng::from_seed(seed), tried: 0, told },
        now: Timestamp::from_secs(u32::try_from(now).ok()?),
    };
    let key = maker.pair(wish, passphrase).ok()?;
    let armor = |text: String| text.replace("\r\n", "\n").replace('\n', "\r\n");
    let name = name_of(&key);
    let private = key.to_armored_bytes(ArmorOptions::default()).ok()?;
    let public = key.to_public_key().to_armored_string(ArmorOptions::default()).ok()?;
    Some(MadeKey {
        private: KeyFile::new(format!("{name}-private.asc"), private),
        public: armor(public),
        public_name: format!("{name}-public.asc"),
    })
}

/// Files carry the id that messages for the key name, so that the right one is found when the seed file comes.
fn name_of(key: &SignedSecretKey) -> String {
    let subkey = key.secret_subkeys.first().map(|subkey| subkey.key.legacy_key_id());
    let id = subkey.unwrap_or_else(|| key.primary_key.legacy_key_id());
    format!("seed-order-key-{}", data_encoding::HEXUPPER.encode(id.as_ref()))
}

fn is_address(text: &str) -> bool {
    let parts = text.split_once('@');
    parts.is_some_and(|(user, host)| {
        !user.is_empty() && host.contains('.') && !host.starts_with('.') && !host.ends_with('.')
    }) && !text.contains(['<', '>', ' ', ',', ';', '"'])
        && text.matches('@').count() == 1
}

struct Maker<F> {
    source: Source<F>,
    now: Timestamp,
}

impl<F: FnMut(u32)> Maker<F> {
    /// Everything is signed while the keys are open, and locked at the end: each unlocking would cost its hashing.
    fn pair(&mut self, wish: &KeyWish, passphrase: &Passphrase) -> pgp::errors::Result<SignedSecretKey> {
        let (signs, encrypts) = kinds(wish.algorithm);
        let inner =
            |kind: &KeyType, now, public| PubKeyInner::new(KeyVersion::V4, kind.to_alg(), now, None, public);
        let (public, secret) = signs.generate(&mut self.source)?;
        let mut primary = SecretKey::new(PublicKey::from_inner(inner(&signs, self.now, public)?)?, secret)?;
        let (public, secret) = encrypts.generate(&mut self.source)?;
        let mut subkey =
            SecretSubkey::new(PublicSubkey::from_inner(inner(&encrypts, self.now, public)?)?, secret)?;

        let user = format!("{} <{}>", wish.name.trim(), wish.email.trim());
        let user = UserId::from_str(PacketHeaderVersion::default(), user)?;
        let certified = self.certify(&primary, &user)?;
        let bound = self.bind(&primary, &subkey)?;
        // EXPOSE: to protect the private part.
        let password = Password::from(passphrase.expose());
        primary.set_password_with_s2k(&password, self.protection())?;
        subkey.set_password_with_s2k(&password, self.protection())?;
        let details = SignedKeyDetails::new(vec![], vec![], vec![user.into_signed(certified)], vec![]);
        let subkeys = vec![SignedSecretSubKey::new(subkey, vec![bound])];
        Ok(SignedSecretKey::new(primary, details, vec![], subkeys))
    }

    /// Says whose the key is, and what programs may use for it.
    fn certify(&self, primary: &SecretKey, user: &UserId) -> pgp::errors::Result<Signature> {
        let mut flags = KeyFlags::default();
        flags.set_certify(true);
        flags.set_sign(true);
        let mut features = Features::default();
        features.set_seipd_v1(true);
        let ciphers =
            [SymmetricKeyAlgorithm::AES256, SymmetricKeyAlgorithm::AES192, SymmetricKeyAlgorithm::AES128];
        let hashes = [HashAlgorithm::Sha256, HashAlgorithm::Sha512, HashAlgorithm::Sha384];
        let compressions =
            [CompressionAlgorithm::ZLIB, CompressionAlgorithm::ZIP, CompressionAlgorithm::Uncompressed];
        let says = [
            SubpacketData::KeyFlags(flags),
            SubpacketData::Features(features),
            SubpacketData::PreferredSymmetricAlgorithms(ciphers.into_iter().collect()),
            SubpacketData::PreferredHashAlgorithms(hashes.into_iter().collect()),
            SubpacketData::PreferredCompressionAlgorithms(compressions.into_iter().collect()),
            SubpacketData::IsPrimary(true),
        ];
        self.signature(primary, SignatureType::CertPositive, says)?.sign_certification(
            primary,
            primary.public_key(),
            &Password::empty(),
            user.tag(),
            user,
        )
    }

    /// Says that the subkey belongs to the primary key, and what it is for.
    fn bind(&self, primary: &SecretKey, subkey: &SecretSubkey) -> pgp::errors::Result<Signature> {
        let mut flags = KeyFlags::default();
        flags.set_encrypt_comms(true);
        flags.set_encrypt_storage(true);
        let says = [SubpacketData::KeyFlags(flags)];
        self.signature(primary, SignatureType::SubkeyBinding, says)?.sign_subkey_binding(
            primary,
            primary.public_key(),
            &Password::empty(),
            subkey.public_key(),
        )
    }

    fn signature(
        &self,
        primary: &SecretKey,
        kind: SignatureType,
        says: impl IntoIterator<Item = SubpacketData>,
    ) -> pgp::errors::Result<SignatureConfig> {
        let first = [
            SubpacketData::SignatureCreationTime(self.now),
            SubpacketData::IssuerFingerprint(primary.fingerprint()),
        ];
        let mut config = SignatureConfig::v4(kind, primary.algorithm(), HashAlgorithm::Sha256);
        config.hashed_subpackets =
            first.into_iter().chain(says).map(Subpacket::regular).collect::<Result<_, _>>()?;
        config.unhashed_subpackets =
            vec![Subpacket::regular(SubpacketData::IssuerKeyId(primary.legacy_key_id()))?];
        Ok(config)
    }

    fn protection(&mut self) -> S2kParams {
        let (mut salt, mut iv) = ([0; 8], vec![0; 16]);
        self.source.random.fill_bytes(&mut salt);
        self.source.random.fill_bytes(&mut iv);
        S2kParams::Cfb {
            sym_alg: SymmetricKeyAlgorithm::AES256,
            s2k: StringToKey::IteratedAndSalted { hash_alg: HashAlgorithm::Sha256, salt, count: HASHING },
            iv: iv.into(),
        }
    }
}

fn kinds(algorithm: KeyAlgorithm) -> (KeyType, KeyType) {
    match algorithm {
        KeyAlgorithm::Rsa3072 => (KeyType::Rsa(3072), KeyType::Rsa(3072)),
        KeyAlgorithm::Rsa4096 => (KeyType::Rsa(4096), KeyType::Rsa(4096)),
        KeyAlgorithm::Curve25519 => (KeyType::Ed25519Legacy, KeyType::ECDH(ECCCurve::Curve25519Legacy)),
    }
}

/// Random bytes, and who hears how many candidates for prime numbers were drawn from them.
struct Source<F> {
    random: ChaCha20Rng,
    tried: u32,
    told: F,
}

impl<F: FnMut(u32)> RngCore for Source<F> {
    fn next_u32(&mut self) -> u32 {
        self.random.next_u32()
    }

    fn next_u64(&mut self) -> u64 {
        self.random.next_u64()
    }

    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        if bytes.len() >= CANDIDATE {
            self.tried += 1;
            (self.told)(self.tried);
        }
        self.random.fill_bytes(bytes);
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Error> {
        self.fill_bytes(bytes);
        Ok(())
    }
}

impl<F> CryptoRng for Source<F> {}
