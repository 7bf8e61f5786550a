//! PSKC, the portable symmetric key container (RFC 6030), and the drafts before it. Read tolerantly: names in any
//! case and any namespace, a missing value is a finding of its key and not of the file.

mod cipher;
mod crypto;
mod derivation;
mod given;
mod key;
mod lock;
mod seal;
mod wrap;
mod write;

pub(crate) use given::is_key_file;
use roxmltree::Node;
use seedferry_protocol::WrongCodes;
pub(crate) use write::{Protection, is_key, make_key, write};

use self::{
    key::{Codes, Package, packages},
    lock::Opened,
};
use super::{
    MAX_TOKENS, Parsed,
    seed_column::SeedColumn,
    xml::{document, is_named},
};
use crate::{
    diagnostic::{Diagnostic, FileProblem, Place, altered_words},
    encoding::SeedEncoding,
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
/// pre-shared key in hexadecimal or Base64, typed or in a file.
pub(super) fn parse(
    text: &str,
    column: SeedColumn,
    secrets: &Secrets,
    policy: WrongCodes,
) -> Result<Parsed, Cause> {
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
    let source = column.source;
    let encoding = column.or(SeedEncoding::Base64);
    let mut findings = file_findings(root, source);
    let mut codes = Codes { policy, ..Codes::default() };
    let token = |(row, package): (u32, &Package<'_, '_, '_>)| {
        package.token(Origin { source, row }, encoding, &mut codes, &mut findings)
    };
    let tokens = (1..).zip(&packages).map(token).collect();
    if let Some(lock) = &lock {
        let problems = lock_findings(lock, &codes)?.into_iter();
        findings.extend(problems.map(|problem| Diagnostic::new(Place::file(source), problem)));
    }
    Ok(Parsed { tokens, findings, encoding: Some(encoding), ..Parsed::default() })
}

/// What there is to say about all values of the container; an error where one that was altered is to stop everything.
fn lock_findings(lock: &Opened, codes: &Codes) -> Result<Vec<FileProblem>, Cause> {
    let (wrong, policy) = (codes.wrong, codes.policy);
    let all = wrong.saturating_add(codes.right).saturating_add(codes.unproven);
    let key_is_right = lock.is_sure() || codes.right > 0;
    let altered = match codes.first_wrong {
        Some(first) if policy == WrongCodes::Stop => {
            return Err(Cause::Damaged(format!(
                "{}, the first in element {first}",
                altered_words(wrong, all)
            )));
        }
        first => first.map(|_| FileProblem::ValuesAltered { wrong, all, key_is_right, policy }),
    };
    let unsure = (!lock.is_authenticated()).then_some(FileProblem::NotAuthenticated);
    Ok([altered, unsure].into_iter().flatten().collect())
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
