//! PSKC, the portable symmetric key container (RFC 6030), and the drafts before it. Read tolerantly: names in any
//! case and any namespace, a missing value is a finding of its key and not of the file.

mod cipher;
mod crypto;
mod derivation;
mod given;
mod key;
mod lock;
mod mend;
mod seal;
mod user_id;
mod wrap;
mod write;

use std::collections::{BTreeMap, BTreeSet};

pub(crate) use given::{is_key_file, key_in};
use roxmltree::Node;
use seedferry_protocol::{CutShort, WrongCodes};
pub(crate) use user_id::reads_back;
pub(crate) use write::{Protection, is_key, make_key, write};

use self::{
    key::{Codes, Package, hollow, packages},
    lock::Opened,
};
use super::{
    MAX_TOKENS, Parsed, ReadOptions, field::Field, seed_column::SeedColumn, unkept::Unkept, xml::document,
};
use crate::{
    diagnostic::{Diagnostic, FileProblem, Place, RowProblem, altered_words},
    encoding::{SeedEncoding, all_are_hex},
    envelope::{Cause, Secrets},
    token::{Origin, Token},
};

/// Elements that hold something about a key that no token carries.
const UNUSED: [&str; 14] = [
    "IssueNo",
    "DeviceBinding",
    "StartDate",
    "ExpiryDate",
    "CryptoModuleInfo",
    "FriendlyName",
    "Issuer",
    "Policy",
    "PINPolicy",
    "NumberOfTransactions",
    "TimeDrift",
    "KeyProfileId",
    "KeyReference",
    "ChallengeFormat",
];

/// What a finding calls the id of a key.
const KEY_ID: &str = "Id of the key";

/// Elements that are read, in RFC 6030 and its drafts, and those around encrypted values and signatures.
#[rustfmt::skip]
const KNOWN: [&str; 87] = [
    "KeyContainer", "SecretContainer", "KeyPackage", "Device", "DeviceInfo", "DeviceId", "Manufacturer", "SerialNo",
    "Model", "UserId", "Key", "Secret", "AlgorithmParameters", "Usage", "Suite", "ResponseFormat", "Data", "Counter",
    "Time", "TimeInterval", "PlainValue", "Value", "KeyUsage", "Id",
    // Encrypted values.
    "EncryptedValue", "ValueMAC", "ValueDigest", "EncryptionKey", "EncryptionMethod", "EncryptionScheme", "KeyName",
    "MACMethod", "MACKey", "DigestMethod", "CipherData", "CipherValue", "IV", "DerivedKey", "KeyDerivationMethod",
    "KeyDerivationFunc", "PBKDF2-params", "PBES2-params", "Salt", "Specified", "IterationCount", "KeyLength", "PRF",
    "PBESalt", "PBEIterationCount", "ReferenceList", "DataReference", "MasterKeyName", "CarriedKeyName", "EncryptedKey",
    "MACKeyReference", "KeyInfo", "KeyValue", "RSAKeyValue", "Modulus", "Exponent",
    // Signatures.
    "Signature", "SignedInfo", "SignatureValue", "SignatureMethod", "CanonicalizationMethod", "Reference", "Transforms",
    "Transform", "DigestValue", "X509Data", "X509Certificate", "X509IssuerSerial", "X509IssuerName", "X509SerialNumber",
    "X509SubjectName", "X509SKI", "X509CRL", "Object", "Manifest", "RetrievalMethod", "InclusiveNamespaces",
    "HMACOutputLength", "OAEPparams", "KeySize", "EncryptionProperties", "EncryptionProperty", "RecipientKeyInfo",
];

/// Reads the container, with the first of the secrets that fits where its values are encrypted: a passphrase, or a
/// pre-shared key in hexadecimal or Base64, typed or in a file.
pub(super) fn parse(
    text: &str,
    column: SeedColumn,
    secrets: &Secrets,
    options: ReadOptions,
) -> Result<Parsed, Cause> {
    match document(text) {
        Ok(document) => parse_root(document.root_element(), column, secrets, options.wrong_codes),
        Err(cause) => parse_mended(text, cause, column, secrets, options),
    }
}

/// Reads a container that lacks its end, if that was chosen: each of its whole packages.
fn parse_mended(
    text: &str,
    cause: Cause,
    column: SeedColumn,
    secrets: &Secrets,
    options: ReadOptions,
) -> Result<Parsed, Cause> {
    let Some(mended) = mend::mend(text).filter(|_| matches!(cause, Cause::Damaged(_))) else {
        return Err(cause);
    };
    let document = document(&mended.text).map_err(|_| cause.clone())?;
    let root = document.root_element();
    let whole = u32::try_from(packages(root, None).len()).unwrap_or(u32::MAX);
    match options.cut_short {
        _ if whole == 0 => return Err(cause),
        CutShort::Stop => return Err(Cause::EndMissing { whole }),
        CutShort::Mend => {}
    }
    let mut parsed = parse_root(root, column, secrets, options.wrong_codes)?;
    let problem = FileProblem::EndMissing { whole, is_cut_inside: mended.is_cut_inside };
    parsed.findings.insert(0, Diagnostic::new(Place::file(column.source), problem));
    let of_cut = |token: &Token| Diagnostic::new(Place::from(&token.origin), RowProblem::OfCutFile);
    parsed.findings.extend(parsed.tokens.iter().map(of_cut));
    Ok(parsed)
}

fn parse_root(
    root: Node<'_, '_>,
    column: SeedColumn,
    secrets: &Secrets,
    policy: WrongCodes,
) -> Result<Parsed, Cause> {
    let lock = lock::open(root, secrets)?;
    let packages = packages(root, lock.as_ref());
    if packages.is_empty() {
        return Err(Cause::NoTokens);
    }
    if packages.len() > MAX_TOKENS {
        return Err(Cause::TooLarge(format!("It has more than {MAX_TOKENS} keys")));
    }
    let source = column.source;
    let encoding = column.or(SeedEncoding::Base64);
    let mut findings = file_findings(root, &packages, source);
    let plain: Vec<_> = packages.iter().map(Package::plain_seed).collect();
    if column.said.is_none() && all_are_hex(plain.iter().map(|seed| &**seed)) {
        let problem = FileProblem::AmbiguousSeedEncoding { taken: encoding };
        findings.push(Diagnostic::new(Place::file(source), problem));
    }
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
    let unsure = if lock.lacks_mac_key() {
        Some(FileProblem::CodesNotChecked)
    } else {
        (!lock.is_authenticated()).then_some(FileProblem::NotAuthenticated)
    };
    let length = lock.length_of_method().and_then(|bytes| u32::try_from(bytes).ok());
    let length = length.map(|bytes| FileProblem::KeyLengthNotSaid { bytes });
    Ok([altered, unsure, length].into_iter().flatten().collect())
}

/// One walk over all elements, because there may be millions; their names are few. Only where some of them are lost are
/// the keys walked over, too.
fn file_findings(root: Node<'_, '_>, packages: &[Package<'_, '_, '_>], source: u32) -> Vec<Diagnostic> {
    let mut names = BTreeSet::new();
    // Collected at once, millions of names would be sorted.
    for element in root.descendants().filter(Node::is_element) {
        names.insert(element.tag_name().name());
    }
    let has = |name: &str| names.iter().any(|own| own.eq_ignore_ascii_case(name));
    let unkept = unkept(&names, packages);
    let signature = has("Signature").then_some(FileProblem::SignatureNotChecked);
    let signature = signature.map(|problem| Diagnostic::new(Place::file(source), problem));
    let by_id = packages.iter().any(Package::is_known_by_id);
    let by_id = by_id.then(|| Field::Serial.taken_from("Id", source));
    let hollow = Some(hollow(root)).filter(|count| *count > 0);
    let hollow =
        hollow.map(|count| Diagnostic::new(Place::file(source), FileProblem::HollowPackages { count }));
    let more = said_besides(packages);
    let unkept = unkept.findings(source).chain(more.findings(source));
    signature.into_iter().chain(hollow).chain(by_id).chain(unkept).collect()
}

/// What keys say twice, of which the first is read, and the keys whose id says something that the serial number does not.
///
/// RFC 6030 §4.3 has the id identify a key between two parties: who wants to change the key at the other one later names it by
/// that. A token keeps the serial number alone, by which every importer known here finds it, and what is written has the
/// serial number as its id. So an id of another kind is told of as lost; one that is made of the serial number, or that
/// merely counts the keys of its container, says nothing.
fn said_besides(packages: &[Package<'_, '_, '_>]) -> Unkept {
    let mut unkept = Unkept::default();
    for (row, package) in (1..).zip(packages) {
        package.said_again().for_each(|name| unkept.name_in(row, &format!("another {name}")));
    }
    let with_own = (1..).zip(packages).filter(|(row, package)| package.has_own_id(*row));
    with_own.for_each(|(row, _)| unkept.name_in(row, KEY_ID));
    unkept
}

/// The names of what no token has a place for, with the keys that have it: those that are known first.
fn unkept(names: &BTreeSet<&str>, packages: &[Package<'_, '_, '_>]) -> Unkept {
    let is_among = |list: &[&str], name: &str| list.iter().any(|known| known.eq_ignore_ascii_case(name));
    let told = |name: &str| UNUSED.iter().find(|known| known.eq_ignore_ascii_case(name)).copied();
    let lost: BTreeMap<&str, &str> = names
        .iter()
        .filter(|name| !is_among(&KNOWN, name))
        .map(|name| (*name, told(name).unwrap_or(*name)))
        .collect();
    let mut unkept = Unkept::default();
    UNUSED.iter().filter(|known| lost.values().any(|name| name == *known)).for_each(|name| unkept.name(name));
    for name in lost.values() {
        unkept.name(name);
    }
    if !lost.is_empty() {
        for (row, package) in (1..).zip(packages) {
            let names = package.elements().filter_map(|element| lost.get(element.tag_name().name()));
            names.for_each(|name| unkept.name_in(row, name));
        }
    }
    unkept
}
