//! The lock of an encrypted container: which key it wants, and which of the given secrets fits.

use roxmltree::Node;
use zeroize::Zeroizing;

use super::{
    super::xml::{attribute, child, child_text, is_named, text},
    cipher::{Method, Plain, Proof},
    crypto::Hash,
    derivation::Derivation,
    given,
};
use crate::{
    encoding::{SeedEncoding, decode},
    envelope::{Cause, Lock, Secrets},
};

/// Bytes of AES keys.
pub(super) const KEY_LENGTHS: [usize; 3] = [16, 24, 32];

/// Longest name of a key that is repeated in a question, in characters.
const LONGEST_NAME: usize = 60;

/// Most values that a key is judged by.
const JUDGED: usize = 200;

/// The opened lock of a container.
pub(super) struct Opened {
    key: Zeroizing<Vec<u8>>,
    mac: Option<(Hash, Zeroizing<Vec<u8>>)>,
    scheme: Scheme,
    /// The key of the codes came out whole, so the key is right.
    has_mac_key: bool,
    /// Every value is encrypted so that alterations show.
    has_tags: bool,
    /// Length of a derived key that the container does not say.
    length_of_method: Option<usize>,
    /// Its codes cannot be checked: their key is not in the file.
    lacks_mac_key: bool,
}

/// What drafts say for all values of a container.
#[derive(Clone, Default)]
pub(super) struct Scheme {
    method: Option<Method>,
    pub(super) iv: Option<Vec<u8>>,
}

/// What became of an encrypted value.
pub(super) enum Value {
    /// Its bytes, which its message authentication code or its tag vouches for.
    Proven(Zeroizing<Vec<u8>>),
    /// As [`Value::Proven`], and it was encrypted without padding.
    Unpadded(Zeroizing<Vec<u8>>),
    /// Its bytes, in a container without codes.
    Plain(Zeroizing<Vec<u8>>),
    /// Its bytes, without the message authentication code that the container announces.
    NoCode(Zeroizing<Vec<u8>>),
    /// Its bytes, whose message authentication code is not right.
    Altered(Zeroizing<Vec<u8>>),
    /// It does not decrypt.
    Broken,
}

/// The method of the codes, with the element that holds their key.
type Codes<'a, 'i> = (Hash, Option<Node<'a, 'i>>);

/// Opens the container with the first secret that fits; `None` when nothing in it is encrypted.
pub(super) fn open(root: Node<'_, '_>, secrets: &Secrets) -> Result<Option<Opened>, Cause> {
    let scheme = Scheme::read(root)?;
    let values: Vec<_> = encrypted_values(root, &scheme).take(JUDGED).collect();
    if values.is_empty() {
        return Ok(None);
    }
    refuse_certificates(root)?;
    let has_tags = check_methods(root)? && scheme.method.is_none();
    let of_method = values.iter().find_map(|value| method(child(*value, "EncryptedValue")?).ok());
    let key_length = of_method.map(Method::key_length);
    let derivation = Derivation::find(root, key_length)?;
    let is_of_method = derivation.as_ref().is_some_and(|derivation| derivation.length_of_method);
    let length_of_method = key_length.filter(|_| is_of_method);
    let lacks_mac_key = lacks_mac_key(root);
    let codes = codes(root)?.filter(|_| !lacks_mac_key);
    let lock = if derivation.is_some() { Lock::Container } else { Lock::SharedKey { name: key_name(root) } };
    if !given::has_any(secrets, derivation.is_some()) {
        return Err(Cause::NeedsPassphrase(lock));
    }
    for (key, scheme) in given::keys(secrets, derivation.as_ref(), &scheme) {
        if let Some(opened) = Opened::with(key, scheme, codes, &values)? {
            return Ok(Some(Opened { has_tags, length_of_method, lacks_mac_key, ..opened }));
        }
    }
    Err(Cause::WrongPassphrase(lock))
}

/// How the file calls the key that it wants.
fn key_name(root: Node<'_, '_>) -> Option<String> {
    let name = child_text(child(root, "EncryptionKey")?, "KeyName");
    (!name.is_empty()).then(|| name.chars().take(LONGEST_NAME).collect())
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
        let method = named(algorithm)?;
        let iv = child(element, "IV").and_then(|iv| base64(&text(iv))).map(|iv| iv.to_vec());
        Ok(Self { method: Some(method), iv })
    }
}

/// Elements that hold encrypted values. There may be millions of elements, so each is asked for its name alone.
fn encrypted_values<'a, 'i: 'a>(root: Node<'a, 'i>, scheme: &Scheme) -> impl Iterator<Item = Node<'a, 'i>> {
    let is_draft = scheme.method.is_some();
    let tells = move |node: &Node<'_, '_>| {
        is_named(*node, "EncryptedValue") || (is_draft && is_named(*node, "ValueDigest"))
    };
    root.descendants()
        .filter(tells)
        .filter_map(|node| node.parent())
        .filter(move |holder| is_encrypted(*holder, is_draft))
}

/// Whether an element holds an encrypted value. In drafts the codes tell which values are encrypted.
fn is_encrypted(holder: Node<'_, '_>, is_draft: bool) -> bool {
    child(holder, "EncryptedValue").is_some()
        || (is_draft && child(holder, "Value").is_some() && child(holder, "ValueDigest").is_some())
}

impl Opened {
    /// Decrypts the value that an element holds and checks its message authentication code, where there is one;
    /// `None` when it is not encrypted.
    pub(super) fn value(&self, holder: Node<'_, '_>) -> Option<Value> {
        is_encrypted(holder, self.scheme.method.is_some()).then(|| self.decrypt(holder))
    }

    /// Whether alterations of encrypted values show.
    pub(super) fn is_authenticated(&self) -> bool {
        self.mac.is_some() || self.has_tags
    }

    /// Whether it has codes that cannot be checked.
    pub(super) fn lacks_mac_key(&self) -> bool {
        self.lacks_mac_key
    }

    /// Length of a derived key in bytes, where the method of encryption told it and not the container.
    pub(super) fn length_of_method(&self) -> Option<usize> {
        self.length_of_method
    }

    /// Whether it is sure that the key is the right one, whatever became of the values.
    pub(super) fn is_sure(&self) -> bool {
        self.has_mac_key
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
            _ if plain.proof == Proof::None => return Value::Broken,
            _ if plain.proof == Proof::Tag => return Value::Proven(plain.bytes),
            (Some(_), None) => return Value::NoCode(plain.bytes),
            (None, _) => return Value::Plain(plain.bytes),
        };
        // The code covers the encrypted bytes; some producers take the plain ones.
        match [&cipher_text, &plain.bytes].iter().any(|message| hash.verifies(mac_key, message, &code)) {
            true if plain.proof == Proof::None => Value::Unpadded(plain.bytes),
            true => Value::Proven(plain.bytes),
            false if plain.proof == Proof::None => Value::Broken,
            false => Value::Altered(plain.bytes),
        }
    }

    fn plain(&self, encrypted: Option<Node<'_, '_>>, value: &[u8]) -> Option<Plain> {
        let method = encrypted.and_then(|element| method(element).ok()).or(self.scheme.method)?;
        method.decrypt(&self.key, self.scheme.iv.as_deref(), value)
    }

    /// Takes a key that decrypts the key of the codes, or else values: the right key is told from a wrong one by all of
    /// them together, so that damage to one is not taken for a wrong key.
    fn with(
        key: Zeroizing<Vec<u8>>,
        scheme: Scheme,
        codes: Option<Codes<'_, '_>>,
        values: &[Node<'_, '_>],
    ) -> Result<Option<Self>, Cause> {
        let mut opened = Self::keyed(key, scheme);
        let mut mac_key_is_lost = false;
        if let Some((hash, element)) = codes {
            let plain = element.and_then(|element| opened.mac_key(element));
            // Without padding, what a wrong key makes of it may have that length too.
            let is_whole = |plain: &Plain| plain.proof != Proof::None && plain.bytes.len() == hash.length();
            opened.has_mac_key = plain.as_ref().is_some_and(is_whole);
            let mac_key = match element {
                None => Some(opened.key.clone()),
                Some(_) => plain.map(|plain| plain.bytes),
            };
            mac_key_is_lost = mac_key.is_none();
            opened.mac = mac_key.map(|mac_key| (hash, mac_key));
        }
        let values = || values.iter().filter_map(|holder| opened.value(*holder));
        if !opened.has_mac_key && !Score::of(values()).fits() {
            return Ok(None);
        }
        if mac_key_is_lost {
            return Err(Cause::Damaged(
                "The key of its message authentication codes (MACKey) does not decrypt, although the key fits its values"
                    .to_owned(),
            ));
        }
        Ok(Some(opened))
    }

    /// With a key of which nothing is known yet.
    fn keyed(key: Zeroizing<Vec<u8>>, scheme: Scheme) -> Self {
        let (has_mac_key, has_tags, lacks_mac_key) = (false, false, false);
        Self { mac: None, key, scheme, has_mac_key, has_tags, length_of_method: None, lacks_mac_key }
    }

    fn mac_key(&self, element: Node<'_, '_>) -> Option<Plain> {
        self.plain(Some(element), &cipher_text(element)?)
    }
}

/// What a key makes of the values.
#[derive(Default)]
struct Score {
    all: usize,
    proven: usize,
    /// Rightly padded, and nothing speaks against them.
    padded: usize,
    /// Rightly padded, and the code is not right.
    altered: usize,
}

impl Score {
    fn of(values: impl Iterator<Item = Value>) -> Self {
        let mut score = Self::default();
        for value in values {
            score.all += 1;
            match value {
                Value::Proven(_) | Value::Unpadded(_) => score.proven += 1,
                Value::Plain(_) | Value::NoCode(_) => score.padded += 1,
                Value::Altered(_) => score.altered += 1,
                Value::Broken => {}
            }
        }
        score
    }

    /// One wrong key in some 256 makes the padding of a value right, but not that of half of them. One value whose code
    /// is not right is no proof of anything.
    fn fits(&self) -> bool {
        let whole = self.padded + if self.altered > 1 { self.altered } else { 0 };
        self.proven > 0 || (whole > 0 && whole * 2 >= self.all)
    }
}

/// The codes' key is named in place of being there (RFC 6030 §6.1.1).
fn lacks_mac_key(root: Node<'_, '_>) -> bool {
    let method = child(root, "MACMethod");
    method
        .is_some_and(|method| child(method, "MACKeyReference").is_some() && child(method, "MACKey").is_none())
}

/// The method of the codes with the element that holds their key.
fn codes<'a, 'i>(root: Node<'a, 'i>) -> Result<Option<Codes<'a, 'i>>, Cause> {
    let method = child(root, "MACMethod").or_else(|| child(root, "DigestMethod"));
    let Some(method) = method else {
        return Ok(None);
    };
    let algorithm = attribute(method, "Algorithm").unwrap_or_default();
    let hash = Hash::named(algorithm).ok_or_else(|| unsupported("message authentication code", algorithm))?;
    Ok(Some((hash, child(method, "MACKey"))))
}

/// Every value must be encrypted by a known method. Whether all of them show alterations by themselves.
fn check_methods(root: Node<'_, '_>) -> Result<bool, Cause> {
    let mut values = root.descendants().filter(|node| is_named(*node, "EncryptedValue"));
    values.try_fold(true, |tagged, value| Ok(method(value)?.has_tag() && tagged))
}

/// The method of a value; PBES2 (RFC 8018 §6.2) names it in an element of its own.
fn method(value: Node<'_, '_>) -> Result<Method, Cause> {
    let element = child(value, "EncryptionMethod").ok_or_else(|| incomplete("EncryptionMethod"))?;
    let element = child(element, "EncryptionScheme").unwrap_or(element);
    named(attribute(element, "Algorithm").unwrap_or_default())
}

fn named(algorithm: &str) -> Result<Method, Cause> {
    let is_rsa =
        || algorithm.rsplit('#').next().is_some_and(|name| name.to_ascii_lowercase().contains("rsa"));
    Method::named(algorithm)
        .ok_or_else(|| if is_rsa() { for_certificate() } else { unsupported("encryption", algorithm) })
}

/// RFC 6030 §6.3: encrypted for the holder of a certificate, perhaps by a key that is itself encrypted for it.
fn refuse_certificates(root: Node<'_, '_>) -> Result<(), Cause> {
    let key = child(root, "EncryptionKey").filter(|key| child(*key, "DerivedKey").is_none());
    let is_for_certificate =
        |node: Node<'_, '_>| is_named(node, "X509Data") || is_named(node, "EncryptedKey");
    if key.is_some_and(|key| key.descendants().any(is_for_certificate)) {
        Err(for_certificate())
    } else {
        Ok(())
    }
}

fn for_certificate() -> Cause {
    Cause::Unsupported {
        what: "PSKC encrypted for a certificate (RSA)".to_owned(),
        remedy: "Only the system that holds the certificate's private key can open it. Ask the vendor for PSKC with a \
                 pre-shared key or a passphrase, or for a plain one inside a password zip"
            .to_owned(),
    }
}

fn cipher_text(value: Node<'_, '_>) -> Option<Zeroizing<Vec<u8>>> {
    base64(&child_text(child(value, "CipherData")?, "CipherValue"))
}

pub(super) fn base64(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let decoded = decode(text, SeedEncoding::Base64).ok()?;
    // EXPOSE: an encrypted value, a salt or a code, which only shares the encoding with seeds; or a key, zeroized.
    Some(Zeroizing::new(decoded.seed.expose().to_vec()))
}

pub(super) fn incomplete(element: &str) -> Cause {
    Cause::Damaged(format!("Its description of the encryption lacks a usable “{element}”"))
}

pub(super) fn unsupported(what: &str, algorithm: &str) -> Cause {
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
    fn a_long_name_is_cut() {
        let check = |length: usize, kept: usize| {
            let text =
                format!("<a><EncryptionKey><KeyName>{}</KeyName></EncryptionKey></a>", "k".repeat(length));
            let name = key_name(document(&text).unwrap().root_element());
            assert_eq!(name.map(|name| name.len()), (kept > 0).then_some(kept));
        };
        check(0, 0);
        check(LONGEST_NAME, LONGEST_NAME);
        check(LONGEST_NAME + 1, LONGEST_NAME);
    }
}
