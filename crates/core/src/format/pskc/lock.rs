//! The lock of an encrypted container: which key it wants, and which of the given secrets fits.

use data_encoding::HEXLOWER_PERMISSIVE;
use roxmltree::Node;
use zeroize::Zeroizing;

use super::{
    super::xml::{attribute, child, child_text, is_named, text},
    crypto::{Hash, decrypt_cbc},
};
use crate::{
    encoding::{SeedEncoding, decode},
    envelope::{Cause, Lock, Secrets},
};

/// Most rounds of PBKDF2. Containers have from 249 to some 100,000.
const MOST_ROUNDS: u32 = 10_000_000;

/// Bytes of AES keys.
const KEY_LENGTHS: [usize; 3] = [16, 24, 32];

/// The opened lock of a container.
pub(super) struct Opened {
    key: Zeroizing<Vec<u8>>,
    mac: Option<(Hash, Zeroizing<Vec<u8>>)>,
}

/// What became of an encrypted value.
pub(super) enum Value {
    /// Its bytes.
    Plain(Zeroizing<Vec<u8>>),
    /// It does not decrypt.
    Broken,
    /// Its message authentication code is not right.
    Altered,
}

/// Opens the container with the first secret that fits; `None` when nothing in it is encrypted.
pub(super) fn open(root: Node<'_, '_>, secrets: &Secrets) -> Result<Option<Opened>, Cause> {
    refuse_old_encryption(root)?;
    let mut values = root.descendants().filter(|node| is_named(*node, "EncryptedValue"));
    let Some(first) = values.next() else {
        return Ok(None);
    };
    check_methods(root)?;
    let derivation = child(root, "EncryptionKey").and_then(|key| child(key, "DerivedKey"));
    let derivation = derivation.map(Derivation::read).transpose()?;
    let mac = mac_method(root)?;
    if secrets.passphrases.is_empty() {
        return Err(Cause::NeedsPassphrase(Lock::Message));
    }
    let texts = secrets.passphrases.iter();
    // EXPOSE: each given passphrase is tried on the container.
    let keys = texts.filter_map(|passphrase| match &derivation {
        Some(derivation) => Some(derivation.derive_key(passphrase.expose())),
        None => raw_key(passphrase.expose()),
    });
    let mut fitting = keys.filter_map(|key| Opened::with(key, mac, first));
    fitting.next().map(Some).ok_or(Cause::WrongPassphrase(Lock::Message))
}

/// Drafts encrypt all values of a container by one method that is named at its beginning.
fn refuse_old_encryption(root: Node<'_, '_>) -> Result<(), Cause> {
    let method = child(root, "EncryptionMethod").and_then(|method| attribute(method, "Algorithm"));
    match method.filter(|method| !method.eq_ignore_ascii_case("NONE")) {
        Some(method) => Err(unsupported("encryption", method)),
        None => Ok(()),
    }
}

impl Opened {
    /// Decrypts a value and checks its message authentication code, where there is one.
    pub(super) fn value(&self, value: Node<'_, '_>) -> Value {
        let cipher_text = cipher_text(value);
        let Some(plain) = cipher_text.as_ref().and_then(|bytes| decrypt_cbc(&self.key, bytes)) else {
            return Value::Broken;
        };
        let code = value
            .parent_element()
            .and_then(|parent| child(parent, "ValueMAC"))
            .and_then(|mac| base64(&text(mac)));
        let (Some((hash, mac_key)), Some(code)) = (&self.mac, code) else {
            return Value::Plain(plain);
        };
        // The code covers the encrypted bytes; some producers take the plain ones.
        let over = [cipher_text.as_deref().map_or(&[][..], Vec::as_slice), plain.as_slice()];
        if over.iter().any(|message| hash.verifies(mac_key, message, &code)) {
            Value::Plain(plain)
        } else {
            Value::Altered
        }
    }

    /// Whether alterations of encrypted values show.
    pub(super) fn is_authenticated(&self) -> bool {
        self.mac.is_some()
    }

    /// Takes a key that decrypts the key of the codes, or the first value where there are no codes.
    fn with(
        key: Zeroizing<Vec<u8>>,
        mac: Option<(Hash, Option<Node<'_, '_>>)>,
        first: Node<'_, '_>,
    ) -> Option<Self> {
        let mac = match mac {
            None => None,
            Some((hash, None)) => Some((hash, key.clone())),
            Some((hash, Some(mac_key))) => Some((hash, decrypt_cbc(&key, &cipher_text(mac_key)?)?)),
        };
        let opened = Self { key, mac };
        let has_mac_key = opened.mac.as_ref().is_some_and(|(hash, mac_key)| mac_key.len() == hash.length());
        let fits = has_mac_key || matches!(opened.value(first), Value::Plain(_));
        fits.then_some(opened)
    }
}

/// Parameters of PBKDF2, in any of the namespaces in use.
struct Derivation {
    hash: Hash,
    salt: Vec<u8>,
    rounds: u32,
    length: usize,
}

impl Derivation {
    fn read(derived: Node<'_, '_>) -> Result<Self, Cause> {
        let method =
            child(derived, "KeyDerivationMethod").ok_or_else(|| incomplete("KeyDerivationMethod"))?;
        let algorithm = attribute(method, "Algorithm").unwrap_or_default();
        if !algorithm.to_ascii_lowercase().ends_with("#pbkdf2") {
            return Err(unsupported("derivation of keys", algorithm));
        }
        let parameters = child(method, "PBKDF2-params").ok_or_else(|| incomplete("PBKDF2-params"))?;
        let salt = child(parameters, "Salt").and_then(|salt| base64(&child_text(salt, "Specified")));
        let rounds: u32 =
            child_text(parameters, "IterationCount").parse().map_err(|_| incomplete("IterationCount"))?;
        let length: usize =
            child_text(parameters, "KeyLength").parse().map_err(|_| incomplete("KeyLength"))?;
        if rounds > MOST_ROUNDS {
            return Err(Cause::TooLarge(format!("Its key is derived in more than {MOST_ROUNDS} rounds")));
        }
        let length = Some(length)
            .filter(|length| KEY_LENGTHS.contains(length))
            .ok_or_else(|| incomplete("KeyLength"))?;
        let rounds = Some(rounds).filter(|rounds| *rounds > 0).ok_or_else(|| incomplete("IterationCount"))?;
        let salt = salt.ok_or_else(|| incomplete("Salt"))?.to_vec();
        Ok(Self { hash: prf(parameters)?, salt, rounds, length })
    }

    fn derive_key(&self, passphrase: &str) -> Zeroizing<Vec<u8>> {
        self.hash.derive_key(passphrase.as_bytes(), &self.salt, self.rounds, self.length)
    }
}

/// Without a word the hash function is SHA-1 (RFC 8018 appendix A.2).
fn prf(parameters: Node<'_, '_>) -> Result<Hash, Cause> {
    match child(parameters, "PRF").and_then(|prf| attribute(prf, "Algorithm")) {
        None => Ok(Hash::Sha1),
        Some(algorithm) => Hash::named(algorithm).ok_or_else(|| unsupported("derivation of keys", algorithm)),
    }
}

/// The method of the codes with the element that holds their key.
fn mac_method<'a, 'i>(root: Node<'a, 'i>) -> Result<Option<(Hash, Option<Node<'a, 'i>>)>, Cause> {
    let Some(method) = child(root, "MACMethod") else {
        return Ok(None);
    };
    let algorithm = attribute(method, "Algorithm").unwrap_or_default();
    let hash = Hash::named(algorithm).ok_or_else(|| unsupported("message authentication code", algorithm))?;
    Ok(Some((hash, child(method, "MACKey"))))
}

/// Every value must be encrypted by AES in CBC mode.
fn check_methods(root: Node<'_, '_>) -> Result<(), Cause> {
    for value in root.descendants().filter(|node| is_named(*node, "EncryptedValue")) {
        let method = child(value, "EncryptionMethod").ok_or_else(|| incomplete("EncryptionMethod"))?;
        let algorithm = attribute(method, "Algorithm").unwrap_or_default();
        let name = algorithm.rsplit('#').next().unwrap_or_default().to_ascii_lowercase();
        if !matches!(name.as_str(), "aes128-cbc" | "aes192-cbc" | "aes256-cbc") {
            return Err(unsupported("encryption", algorithm));
        }
    }
    Ok(())
}

/// A pre-shared key as it was typed: hexadecimal or Base64.
fn raw_key(typed: &str) -> Option<Zeroizing<Vec<u8>>> {
    let hex: Zeroizing<String> = Zeroizing::new(typed.chars().filter(|c| !c.is_whitespace()).collect());
    let hex = HEXLOWER_PERMISSIVE.decode(hex.as_bytes()).ok().map(Zeroizing::new);
    let fits = |key: &Zeroizing<Vec<u8>>| KEY_LENGTHS.contains(&key.len());
    hex.filter(fits).or_else(|| base64(typed).filter(fits))
}

fn cipher_text(value: Node<'_, '_>) -> Option<Zeroizing<Vec<u8>>> {
    base64(&child_text(child(value, "CipherData")?, "CipherValue"))
}

fn base64(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let decoded = decode(text, SeedEncoding::Base64).ok()?;
    // EXPOSE: an encrypted value, a salt or a code, which only shares the encoding with seeds; or a key, zeroized.
    Some(Zeroizing::new(decoded.seed.expose().to_vec()))
}

fn incomplete(element: &str) -> Cause {
    Cause::Damaged(format!("Its description of the encryption lacks a usable “{element}”"))
}

fn unsupported(what: &str, algorithm: &str) -> Cause {
    let algorithm: String = algorithm.chars().take(80).collect();
    Cause::Unsupported {
        what: format!("PSKC with the {what} “{algorithm}”"),
        remedy:
            "Ask the vendor for PSKC encrypted with AES in CBC mode, or for a plain one inside a password zip"
                .to_owned(),
    }
}
