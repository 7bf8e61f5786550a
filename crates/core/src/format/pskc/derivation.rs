//! How the key of a container is derived from a passphrase: PBKDF2 (RFC 8018 §5.2), by RFC 6030 or by its drafts.

use roxmltree::Node;
use zeroize::Zeroizing;

use super::{
    super::xml::{attribute, child, child_text},
    crypto::Hash,
    lock::{KEY_LENGTHS, base64, incomplete, unsupported},
};
use crate::envelope::Cause;

/// Most rounds of PBKDF2. Containers have from 249 to some 100,000.
const MAX_ROUNDS: u32 = 10_000_000;

/// Parameters of PBKDF2, in any of the namespaces in use.
pub(super) struct Derivation {
    hash: Hash,
    salt: Vec<u8>,
    rounds: u32,
    length: usize,
    /// The container does not say the length; the method of encryption told it.
    pub(super) length_of_method: bool,
}

impl Derivation {
    /// The derivation that a container describes, if any. `of_method` is the length of keys that its method of encryption
    /// has: `KeyLength` may be left out (RFC 8018 appendix A.2).
    pub(super) fn find(root: Node<'_, '_>, of_method: Option<usize>) -> Result<Option<Self>, Cause> {
        if let Some(derived) = child(root, "EncryptionKey").and_then(|key| child(key, "DerivedKey")) {
            return Self::read(derived, of_method).map(Some);
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
        Ok(Self { hash: Hash::Sha1, salt, rounds, length: 16, length_of_method: false })
    }

    fn read(derived: Node<'_, '_>, of_method: Option<usize>) -> Result<Self, Cause> {
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
        let said = child_text(parameters, "KeyLength");
        let length_of_method = said.is_empty() && of_method.is_some();
        let length = if length_of_method { of_method } else { said.parse().ok() };
        if rounds > MAX_ROUNDS {
            return Err(Cause::TooLarge(format!("Its key is derived in more than {MAX_ROUNDS} rounds")));
        }
        let length =
            length.filter(|length| KEY_LENGTHS.contains(length)).ok_or_else(|| incomplete("KeyLength"))?;
        let rounds = Some(rounds).filter(|rounds| *rounds > 0).ok_or_else(|| incomplete("IterationCount"))?;
        let salt = salt.ok_or_else(|| incomplete("Salt"))?.to_vec();
        if let Some(needed) = of_method.filter(|needed| *needed != length) {
            return Err(Cause::Unsupported {
                what: format!(
                    "PSKC with a key of {length} bytes (KeyLength) for a method that takes {needed}"
                ),
                remedy: "Ask the vendor for a file whose key length is that of its method of encryption"
                    .to_owned(),
            });
        }
        Ok(Self { hash: prf(parameters)?, salt, rounds, length, length_of_method })
    }

    pub(super) fn derive_key(&self, passphrase: &str) -> Zeroizing<Vec<u8>> {
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
            let derived = Derivation::read(derived.root_element(), None);
            let read = [Derivation::read_draft(draft.root_element()), derived];
            assert_eq!(read.map(|read| read.err().map(|cause| cause.kind())), [expected; 2], "{rounds}");
        };
        check(1, None);
        check(MAX_ROUNDS, None);
        check(MAX_ROUNDS + 1, Some("too-large"));
        check(u32::MAX, Some("too-large"));
    }

    #[test]
    fn a_length_that_is_not_said_is_the_one_of_the_method() {
        let check = |said: &str, of_method: Option<usize>, expected: Result<(usize, bool), &str>| {
            let text = format!(
                "<a><KeyDerivationMethod Algorithm='#pbkdf2'><PBKDF2-params><Salt><Specified>AAAAAAAAAAA=</Specified>\
                 </Salt><IterationCount>1</IterationCount>{said}</PBKDF2-params></KeyDerivationMethod></a>"
            );
            let read = Derivation::read(document(&text).unwrap().root_element(), of_method);
            let read = read.as_ref().map(|read| (read.length, read.length_of_method)).map_err(Cause::kind);
            assert_eq!(read, expected, "{said} {of_method:?}");
        };
        check("<KeyLength>16</KeyLength>", Some(16), Ok((16, false)));
        check("<KeyLength>16</KeyLength>", None, Ok((16, false)));
        check("<KeyLength>16</KeyLength>", Some(32), Err("unsupported"));
        check("", Some(32), Ok((32, true)));
        check("<KeyLength/>", Some(24), Ok((24, true)));
        check("", None, Err("damaged"));
        check("<KeyLength>x</KeyLength>", Some(16), Err("damaged"));
        check("<KeyLength>17</KeyLength>", Some(16), Err("damaged"));
    }

    #[test]
    fn the_hash_function_is_the_one_that_is_named() {
        let check = |prf: &str, expected: Result<Hash, &str>| {
            let text = format!("<a xmlns:p='urn:p'><p:PRF{prf}/></a>");
            let text = if prf == "-" { "<a/>".to_owned() } else { text };
            let read = super::prf(document(&text).unwrap().root_element());
            assert_eq!(read.as_ref().map_err(Cause::kind), expected.as_ref().map_err(|kind| *kind), "{prf}");
        };
        check("-", Ok(Hash::Sha1));
        check("", Ok(Hash::Sha1));
        check(" Algorithm='http://www.w3.org/2000/09/xmldsig#hmac-sha1'", Ok(Hash::Sha1));
        check(" Algorithm='http://www.w3.org/2001/04/xmldsig-more#hmac-sha224'", Ok(Hash::Sha224));
        check(" Algorithm='http://www.w3.org/2001/04/xmldsig-more#hmac-sha256'", Ok(Hash::Sha256));
        check(" Algorithm='http://www.w3.org/2001/04/xmldsig-more#hmac-sha384'", Ok(Hash::Sha384));
        check(" Algorithm='http://www.w3.org/2001/04/xmldsig-more#hmac-sha512'", Ok(Hash::Sha512));
        check(" algorithm='HMAC-SHA256'", Ok(Hash::Sha256));
        check(" Algorithm='http://www.w3.org/2001/04/xmldsig-more#hmac-md5'", Err("unsupported"));
    }
}
