//! The lock of an encrypted container: which key it wants, and which of the given secrets fits.

use data_encoding::HEXLOWER_PERMISSIVE;
use roxmltree::Node;
use zeroize::Zeroizing;

use super::{
    super::xml::{attribute, child, child_text, is_named, text},
    cipher::{Method, Plain},
    crypto::Hash,
};
use crate::{
    encoding::{SeedEncoding, decode},
    envelope::{Cause, Lock, Secrets},
};

/// Most rounds of PBKDF2. Containers have from 249 to some 100,000.
const MAX_ROUNDS: u32 = 10_000_000;

/// Bytes of AES keys.
const KEY_LENGTHS: [usize; 3] = [16, 24, 32];

/// The opened lock of a container.
pub(super) struct Opened {
    key: Zeroizing<Vec<u8>>,
    mac: Option<(Hash, Zeroizing<Vec<u8>>)>,
    scheme: Scheme,
}

/// What drafts say for all values of a container.
#[derive(Clone, Default)]
struct Scheme {
    method: Option<Method>,
    iv: Option<Vec<u8>>,
}

/// What became of an encrypted value.
pub(super) enum Value {
    /// Its bytes.
    Plain(Zeroizing<Vec<u8>>),
    /// Its bytes, without the message authentication code that the container announces.
    NoCode(Zeroizing<Vec<u8>>),
    /// Its bytes, whose message authentication code is not right.
    Altered(Zeroizing<Vec<u8>>),
    /// It does not decrypt.
    Broken,
}

/// Opens the container with the first secret that fits; `None` when nothing in it is encrypted.
pub(super) fn open(root: Node<'_, '_>, secrets: &Secrets) -> Result<Option<Opened>, Cause> {
    let scheme = Scheme::read(root)?;
    let Some(first) = root.descendants().find(|node| is_encrypted(*node, &scheme)) else {
        return Ok(None);
    };
    check_methods(root)?;
    let derivation = Derivation::find(root)?;
    let mac = mac_method(root)?;
    if secrets.passphrases.is_empty() {
        return Err(Cause::NeedsPassphrase(Lock::Message));
    }
    let texts = secrets.passphrases.iter();
    // EXPOSE: each given passphrase is tried on the container.
    let keys = texts.filter_map(|passphrase| match &derivation {
        Some(derivation) => Some((derivation.derive_key(passphrase.expose()), scheme.clone())),
        None => scheme.clone().with_typed(passphrase.expose()),
    });
    let mut fitting = keys.filter_map(|(key, scheme)| Opened::with(key, scheme, mac, first));
    fitting.next().map(Some).ok_or(Cause::WrongPassphrase(Lock::Message))
}

impl Scheme {
    /// Drafts name the method, and perhaps the IV, at the beginning of the container.
    fn read(root: Node<'_, '_>) -> Result<Self, Cause> {
        let Some(element) = child(root, "EncryptionMethod") else {
            return Ok(Self::default());
        };
        let algorithm = attribute(element, "Algorithm").unwrap_or_default();
        if algorithm.is_empty() || algorithm.eq_ignore_ascii_case("NONE") {
            return Ok(Self::default());
        }
        let method = Method::named(algorithm).ok_or_else(|| unsupported("encryption", algorithm))?;
        let iv = child(element, "IV").and_then(|iv| base64(&text(iv))).map(|iv| iv.to_vec());
        Ok(Self { method: Some(method), iv })
    }

    /// Takes a pre-shared key as it was typed; an IV that the container lacks may follow behind a colon.
    fn with_typed(mut self, typed: &str) -> Option<(Zeroizing<Vec<u8>>, Self)> {
        let (typed, iv) = typed.split_once(':').map_or((typed, None), |(key, iv)| (key, Some(iv)));
        if let Some(iv) = iv {
            self.iv = Some(HEXLOWER_PERMISSIVE.decode(iv.trim().as_bytes()).ok()?);
        }
        Some((raw_key(typed)?, self))
    }
}

/// Whether an element holds an encrypted value. In drafts the codes tell which values are encrypted.
fn is_encrypted(holder: Node<'_, '_>, scheme: &Scheme) -> bool {
    child(holder, "EncryptedValue").is_some()
        || (scheme.method.is_some()
            && child(holder, "Value").is_some()
            && child(holder, "ValueDigest").is_some())
}

impl Opened {
    /// Decrypts the value that an element holds and checks its message authentication code, where there is one;
    /// `None` when it is not encrypted.
    pub(super) fn value(&self, holder: Node<'_, '_>) -> Option<Value> {
        is_encrypted(holder, &self.scheme).then(|| self.decrypt(holder))
    }

    fn decrypt(&self, holder: Node<'_, '_>) -> Value {
        let encrypted = child(holder, "EncryptedValue");
        let cipher_text = encrypted
            .map_or_else(|| child(holder, "Value").and_then(|value| base64(&text(value))), cipher_text);
        let plain = cipher_text.as_ref().and_then(|bytes| self.plain(encrypted, bytes));
        let (Some(cipher_text), Some(plain)) = (cipher_text, plain) else {
            return Value::Broken;
        };
        let code = child(holder, "ValueMAC").or_else(|| child(holder, "ValueDigest"));
        let code = code.and_then(|code| base64(&text(code)));
        let ((hash, mac_key), code) = match (&self.mac, code) {
            (Some(mac), Some(code)) => (mac, code),
            _ if !plain.is_checked => return Value::Broken,
            (Some(_), None) => return Value::NoCode(plain.bytes),
            (None, _) => return Value::Plain(plain.bytes),
        };
        // The code covers the encrypted bytes; some producers take the plain ones.
        match [&cipher_text, &plain.bytes].iter().any(|message| hash.verifies(mac_key, message, &code)) {
            true => Value::Plain(plain.bytes),
            false if plain.is_checked => Value::Altered(plain.bytes),
            false => Value::Broken,
        }
    }

    fn plain(&self, encrypted: Option<Node<'_, '_>>, value: &[u8]) -> Option<Plain> {
        let method = encrypted.and_then(|element| method(element).ok()).or(self.scheme.method)?;
        method.decrypt(&self.key, self.scheme.iv.as_deref(), value)
    }

    /// Whether alterations of encrypted values show.
    pub(super) fn is_authenticated(&self) -> bool {
        self.mac.is_some()
    }

    /// Takes a key that decrypts the key of the codes, or the first value where there are no codes.
    fn with(
        key: Zeroizing<Vec<u8>>,
        scheme: Scheme,
        mac: Option<(Hash, Option<Node<'_, '_>>)>,
        first: Node<'_, '_>,
    ) -> Option<Self> {
        let mut opened = Self { mac: None, key, scheme };
        if let Some((hash, mac_key)) = mac {
            let mac_key = match mac_key {
                None => opened.key.clone(),
                Some(element) => opened.plain(Some(element), &cipher_text(element)?)?.bytes,
            };
            opened.mac = Some((hash, mac_key));
        }
        let has_mac_key = mac.is_some_and(|(_, element)| element.is_some())
            && opened.mac.as_ref().is_some_and(|(hash, mac_key)| mac_key.len() == hash.length());
        let fits = has_mac_key || matches!(opened.value(first), Some(Value::Plain(_) | Value::NoCode(_)));
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
    /// The derivation that a container describes, if any.
    fn find(root: Node<'_, '_>) -> Result<Option<Self>, Cause> {
        if let Some(derived) = child(root, "EncryptionKey").and_then(|key| child(key, "DerivedKey")) {
            return Self::read(derived).map(Some);
        }
        let salt = child(root, "EncryptionMethod").filter(|method| child(*method, "PBESalt").is_some());
        salt.map(Self::read_draft).transpose()
    }

    /// Drafts derive 16 bytes by HMAC-SHA-1.
    fn read_draft(method: Node<'_, '_>) -> Result<Self, Cause> {
        let salt = base64(&child_text(method, "PBESalt")).ok_or_else(|| incomplete("PBESalt"))?.to_vec();
        let rounds: u32 =
            child_text(method, "PBEIterationCount").parse().map_err(|_| incomplete("PBEIterationCount"))?;
        if rounds == 0 || rounds > MAX_ROUNDS {
            return Err(Cause::TooLarge(format!("Its key is not derived in 1 to {MAX_ROUNDS} rounds")));
        }
        Ok(Self { hash: Hash::Sha1, salt, rounds, length: 16 })
    }

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
        if rounds > MAX_ROUNDS {
            return Err(Cause::TooLarge(format!("Its key is derived in more than {MAX_ROUNDS} rounds")));
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
    let method = child(root, "MACMethod").or_else(|| child(root, "DigestMethod"));
    let Some(method) = method else {
        return Ok(None);
    };
    let algorithm = attribute(method, "Algorithm").unwrap_or_default();
    let hash = Hash::named(algorithm).ok_or_else(|| unsupported("message authentication code", algorithm))?;
    Ok(Some((hash, child(method, "MACKey"))))
}

/// Every value must be encrypted by a known method.
fn check_methods(root: Node<'_, '_>) -> Result<(), Cause> {
    let mut values = root.descendants().filter(|node| is_named(*node, "EncryptedValue"));
    values.try_for_each(|value| method(value).map(|_| ()))
}

/// The method of a value; PBES2 (RFC 8018 §6.2) names it in an element of its own.
fn method(value: Node<'_, '_>) -> Result<Method, Cause> {
    let element = child(value, "EncryptionMethod").ok_or_else(|| incomplete("EncryptionMethod"))?;
    let element = child(element, "EncryptionScheme").unwrap_or(element);
    let algorithm = attribute(element, "Algorithm").unwrap_or_default();
    Method::named(algorithm).ok_or_else(|| unsupported("encryption", algorithm))
}

/// A pre-shared key as it was typed: hexadecimal or Base64.
pub(super) fn raw_key(typed: &str) -> Option<Zeroizing<Vec<u8>>> {
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
        remedy: "Ask the vendor for PSKC encrypted with AES, or for a plain one inside a password zip"
            .to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{super::super::xml::document, *};

    #[test]
    fn rounds_have_a_limit() {
        let check = |rounds: u32, expected: Option<&str>| {
            let draft = format!(
                "<a><PBESalt>AAAAAAAAAAA=</PBESalt><PBEIterationCount>{rounds}</PBEIterationCount></a>"
            );
            let derived = format!(
                "<a><KeyDerivationMethod Algorithm='#pbkdf2'><PBKDF2-params><Salt><Specified>AAAAAAAAAAA=</Specified>\
                 </Salt><IterationCount>{rounds}</IterationCount><KeyLength>16</KeyLength></PBKDF2-params>\
                 </KeyDerivationMethod></a>"
            );
            let (draft, derived) = (document(&draft).unwrap(), document(&derived).unwrap());
            let read =
                [Derivation::read_draft(draft.root_element()), Derivation::read(derived.root_element())];
            assert_eq!(read.map(|read| read.err().map(|cause| cause.kind())), [expected; 2], "{rounds}");
        };
        check(1, None);
        check(MAX_ROUNDS, None);
        check(MAX_ROUNDS + 1, Some("too-large"));
        check(u32::MAX, Some("too-large"));
    }
}
