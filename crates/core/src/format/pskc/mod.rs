//! PSKC, the portable symmetric key container (RFC 6030), and the drafts before it. Read tolerantly: names in any
//! case and any namespace, a missing value is a finding of its key and not of the file.

mod key;

use roxmltree::Node;

use self::key::{Package, packages};
use super::{
    MAX_TOKENS, Parsed,
    xml::{attribute, document, is_named},
};
use crate::{
    diagnostic::{Diagnostic, FileProblem, Place},
    envelope::Cause,
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

/// Reads the container.
pub(super) fn parse(text: &str, source: u32) -> Result<Parsed, Cause> {
    let document = document(text)?;
    let root = document.root_element();
    refuse_encrypted(root)?;
    let packages = packages(root);
    if packages.is_empty() {
        return Err(Cause::Empty);
    }
    if packages.len() > MAX_TOKENS {
        return Err(Cause::TooLarge(format!("It has more than {MAX_TOKENS} keys")));
    }
    let mut findings = file_findings(root, source);
    let token =
        |(row, package): (u32, &Package<'_, '_>)| package.token(Origin { source, row }, &mut findings);
    let tokens = (1..).zip(&packages).map(token).collect();
    Ok(Parsed { tokens, findings })
}

/// Encrypted keys are told by their elements; drafts name the method `NONE` where there is none.
fn refuse_encrypted(root: Node<'_, '_>) -> Result<(), Cause> {
    let is_method = |node: Node<'_, '_>| {
        is_named(node, "EncryptionMethod")
            && attribute(node, "Algorithm").is_some_and(|method| !method.eq_ignore_ascii_case("NONE"))
    };
    if !root.descendants().any(|node| is_named(node, "EncryptedValue") || is_method(node)) {
        return Ok(());
    }
    Err(Cause::Unsupported {
        what: "Encrypted PSKC".to_owned(),
        remedy: "Ask the vendor for plain PSKC inside a password zip or a PGP message".to_owned(),
    })
}

fn file_findings(root: Node<'_, '_>, source: u32) -> Vec<Diagnostic> {
    let holds = |name: &str| root.descendants().any(|node| is_named(node, name));
    let signature = holds("Signature").then_some(FileProblem::SignatureNotChecked);
    let unused = UNUSED.into_iter().filter(|name| holds(name));
    let unused = unused.map(|name| FileProblem::ColumnUnknown { name: name.to_owned() });
    signature.into_iter().chain(unused).map(|problem| Diagnostic::new(Place::file(source), problem)).collect()
}
