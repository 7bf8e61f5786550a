//! PSKC, the portable symmetric key container (RFC 6030), and the drafts before it. Read tolerantly: names in any
//! case and any namespace, a missing value is a finding of its key and not of the file.

mod cipher;
mod crypto;
mod key;
mod lock;
mod seal;
mod wrap;
mod write;

use roxmltree::Node;
pub(crate) use write::{Protection, is_key, make_key, write};

use self::key::{Package, packages};
use super::{
    MAX_TOKENS, Parsed,
    xml::{document, is_named},
};
use crate::{
    diagnostic::{Diagnostic, FileProblem, Place},
    envelope::{Cause, Secrets},
    token::Origin,
};

/// Elements that hold something about a key that no token carries.
const UNUSED: [&str; 9] = [
    "IssueNo",
    "DeviceBinding",
    "StartDate",
    "ExpiryDate",
    "CryptoModuleInfo",
    "FriendlyName",
    "Issuer",
    "Policy",
    "TimeDrift",
];

/// Reads the container, with the first of the secrets that fits where its values are encrypted: a passphrase, or a
/// pre-shared key in hexadecimal or Base64.
pub(super) fn parse(text: &str, source: u32, secrets: &Secrets) -> Result<Parsed, Cause> {
    let document = document(text)?;
    let root = document.root_element();
    let lock = lock::open(root, secrets)?;
    let packages = packages(root, lock.as_ref());
    if packages.is_empty() {
        return Err(Cause::Empty);
    }
    if packages.len() > MAX_TOKENS {
        return Err(Cause::TooLarge(format!("It has more than {MAX_TOKENS} keys")));
    }
    let mut findings = file_findings(root, source);
    if lock.as_ref().is_some_and(|lock| !lock.is_authenticated()) {
        findings.push(Diagnostic::new(Place::file(source), FileProblem::NotAuthenticated));
    }
    let token =
        |(row, package): (u32, &Package<'_, '_, '_>)| package.token(Origin { source, row }, &mut findings);
    let tokens = (1..).zip(&packages).map(token).collect();
    Ok(Parsed { tokens, findings })
}

/// One walk over all elements, because there may be millions.
fn file_findings(root: Node<'_, '_>, source: u32) -> Vec<Diagnostic> {
    let mut signature = false;
    let mut unused = [false; UNUSED.len()];
    for node in root.descendants().filter(Node::is_element) {
        signature |= is_named(node, "Signature");
        let known = UNUSED.iter().zip(&mut unused).find(|(name, _)| is_named(node, name));
        if let Some((_, found)) = known {
            *found = true;
        }
    }
    let unused = UNUSED.iter().zip(unused).filter(|(_, found)| *found);
    let unused = unused.map(|(name, _)| FileProblem::ColumnUnknown { name: (*name).to_owned() });
    let signature = signature.then_some(FileProblem::SignatureNotChecked);
    signature.into_iter().chain(unused).map(|problem| Diagnostic::new(Place::file(source), problem)).collect()
}
