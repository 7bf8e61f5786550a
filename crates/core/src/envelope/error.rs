//! Why a file could not be opened: kinds that a program can tell apart, words that a person can act on.

use core::fmt;

use serde::{Deserialize, Serialize};

use crate::{diagnostic::counted, token::SourceFile};

/// A layer could not be opened, or what is inside is no seed file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenError {
    /// The layer, its name last, outermost first.
    pub path: Vec<String>,
    /// Why.
    pub cause: Cause,
    /// Whether there are other files, which might be read without this one.
    pub beside: bool,
}

/// What a passphrase opens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Lock {
    /// The entries of a zip.
    Zip,
    /// An OpenPGP message encrypted with a passphrase.
    Message,
    /// A private key (RFC 9580 §5.5), with the key file's name.
    PrivateKey {
        /// The key.
        key: Recipient,
        /// Name of the file it came from.
        file: String,
    },
    /// The values of a key container (RFC 6030 §6.1), encrypted with a pre-shared key.
    SharedKey {
        /// How the container calls it.
        name: Option<String>,
    },
    /// The values of a key container (RFC 6030 §6.2), encrypted with a key derived from a passphrase.
    Container,
}

/// A key that a message is encrypted for, or a private key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    /// Key id in upper-case hex; `None` for a hidden recipient (RFC 9580 §5.1.8: wildcard).
    pub key_id: Option<String>,
    /// Algorithm and size, such as `RSA 3072` or `Curve25519`; `RSA` alone when the size is not known.
    pub algorithm: String,
}

/// Why a layer could not be opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Cause {
    /// It is locked and no passphrase was given.
    NeedsPassphrase(Lock),
    /// It is locked and none of the given passphrases fits.
    WrongPassphrase(Lock),
    /// It is encrypted for these keys and no private key was given.
    NeedsKey(Vec<Recipient>),
    /// It is encrypted for these keys and none of the given ones is among them.
    WrongKey {
        /// The keys it is encrypted for.
        recipients: Vec<Recipient>,
        /// The keys that were given.
        offered: Vec<Recipient>,
    },
    /// The bytes are broken; says what is.
    Damaged(String),
    /// The end is missing, and the user has not said that what is whole shall be read.
    EndMissing {
        /// How many keys are whole.
        whole: u32,
    },
    /// A method that is not supported; says which and what to do instead.
    Unsupported {
        /// The method, format or algorithm.
        what: String,
        /// The way out.
        remedy: String,
    },
    /// A limit was exceeded; says which.
    TooLarge(String),
    /// There is nothing inside.
    Empty,
    /// It is a seed file without a row or element for a token.
    NoTokens,
    /// It can be read, but it is no seed file; says what it is, where known.
    NotASeedFile(String),
}

impl Cause {
    /// The kind: `wrong-passphrase`, `needs-passphrase`, `needs-key`, `wrong-key`, `damaged`, `unsupported`,
    /// `too-large`, `empty` or `not-a-seed-file`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::NeedsPassphrase(_) => "needs-passphrase",
            Self::WrongPassphrase(_) => "wrong-passphrase",
            Self::NeedsKey(_) => "needs-key",
            Self::WrongKey { .. } => "wrong-key",
            Self::Damaged(_) | Self::EndMissing { .. } => "damaged",
            Self::Unsupported { .. } => "unsupported",
            Self::TooLarge(_) => "too-large",
            Self::Empty | Self::NoTokens => "empty",
            Self::NotASeedFile(_) => "not-a-seed-file",
        }
    }
}

impl OpenError {
    /// An error of the only file.
    pub fn new(path: Vec<String>, cause: Cause) -> Self {
        Self { path, cause, beside: false }
    }

    /// The same, with other files beside it or not; what was beside a layer further in stays.
    pub(crate) fn beside(self, others: bool) -> Self {
        Self { beside: self.beside || others, ..self }
    }

    /// The layers around it and itself, each by its whole name.
    pub(crate) fn layers(&self) -> impl Iterator<Item = String> {
        let paths = (1..=self.path.len()).filter_map(|depth| self.path.get(..depth));
        paths.map(|path| path.join(SourceFile::BETWEEN))
    }

    /// Of several, the one that says most, the first of its kind.
    pub(crate) fn most_telling(failures: &[Self]) -> Option<&Self> {
        let rank = |error: &&Self| match error.cause {
            Cause::Empty | Cause::NoTokens => 0,
            Cause::NotASeedFile(_) => 1,
            Cause::Unsupported { .. } => 2,
            _ => 3,
        };
        failures.iter().rev().max_by_key(rank)
    }

    /// What happened, as a sentence without a full stop: *shipment-4711.zip needs its password*.
    pub fn title(&self) -> String {
        let name = self.path.last().map_or("The file", String::as_str);
        match &self.cause {
            Cause::NeedsPassphrase(lock) => lock.needed(name),
            Cause::WrongPassphrase(lock) => lock.refused(name),
            Cause::NeedsKey(recipients) => format!("{name} is encrypted for key {}", list(recipients)),
            Cause::WrongKey { recipients, offered } => wrong_key(name, recipients, offered),
            Cause::Damaged(what) => format!("{name} is damaged. {what}"),
            Cause::EndMissing { whole } => {
                format!("{name} is damaged. Its end is missing, after {}", counted(*whole, "whole key"))
            }
            Cause::Unsupported { what, .. } => {
                format!("{name} cannot be opened here. {what} is not supported")
            }
            Cause::TooLarge(what) => format!("{name} is too large. {what}"),
            Cause::Empty => format!("{name} is empty"),
            Cause::NoTokens => format!("{name} holds no tokens"),
            Cause::NotASeedFile(what) => not_a_seed_file(name, what),
        }
    }

    /// What to do about it, in one or two sentences.
    pub fn remedy(&self) -> String {
        match &self.cause {
            Cause::NeedsPassphrase(lock) => lock.where_to_find().to_owned(),
            Cause::WrongPassphrase(lock) => lock.what_to_check().to_owned(),
            Cause::NeedsKey(_) => {
                "Choose the file with your private key: the one whose public key the vendor has. \
                                   GnuPG and Kleopatra export it as .asc or .gpg."
                    .to_owned()
            }
            Cause::WrongKey { .. } => {
                "Choose the private key that belongs to the public key you gave to the vendor, \
                                       or give the vendor the right one and have the file sent again."
                    .to_owned()
            }
            Cause::Damaged(_) | Cause::EndMissing { .. } => {
                "Download or copy the file again, whole. If it stays the same, ask the vendor for a \
                                  new one."
                    .to_owned()
            }
            Cause::Unsupported { remedy, .. } => format!("{remedy}."),
            Cause::TooLarge(_) => {
                "A seed file is much smaller. Check that this is the file the vendor sent.".to_owned()
            }
            Cause::Empty => "There are no tokens inside. Vendors' systems send an empty file when the public key they \
                             were given is cut off or malformed: then give them the whole key. Otherwise ask for the \
                             file again."
                .to_owned(),
            Cause::NoTokens => "It begins like a seed file, and no token follows. Ask whoever sent it for the file with the \
                                tokens."
                .to_owned(),
            Cause::NotASeedFile(what) => what_instead(what).to_owned(),
        }
    }
}

impl fmt::Display for OpenError {
    /// One line for the command line: where, what, what to do.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let [outer @ .., _] = self.path.as_slice()
            && !outer.is_empty()
        {
            write!(f, "in {}: ", outer.join(SourceFile::BETWEEN))?;
        }
        write!(f, "{}. {}", self.title(), self.remedy())
    }
}

impl std::error::Error for OpenError {}

impl Cause {
    /// Whether a passphrase is what is missing or wrong.
    pub(super) fn is_lock(&self) -> bool {
        matches!(self, Self::NeedsPassphrase(_) | Self::WrongPassphrase(_))
    }

    /// Whether the user can give what is missing: a passphrase or a key.
    pub fn can_be_asked(&self) -> bool {
        self.is_lock() || matches!(self, Self::NeedsKey(_) | Self::WrongKey { .. })
    }

    /// Whether nothing beside it is opened either: it is asked about, or a cap was exceeded.
    pub(super) fn ends_all(&self) -> bool {
        self.can_be_asked() || matches!(self, Self::TooLarge(_))
    }

    /// An archive that is not opened here.
    pub(super) fn foreign_archive(what: &str) -> Self {
        let remedy =
            "Unpack it on this computer, 7-Zip opens most kinds, and choose the file inside".to_owned();
        Self::Unsupported { what: what.to_owned(), remedy }
    }

    /// One part of a zip that was split.
    pub(super) fn part_of_zip() -> Self {
        let remedy = "Put all parts into one folder, open the first one there with 7-Zip, unpack it, and choose the file inside"
            .to_owned();
        Self::Unsupported { what: "A part of a split zip".to_owned(), remedy }
    }

    /// A part of OpenPGP that is not supported.
    pub(super) fn unsupported_pgp(what: String) -> Self {
        let remedy =
            "Decrypt it with GnuPG or Kleopatra on a computer you trust, and choose the result".to_owned();
        Self::Unsupported { what, remedy }
    }

    /// The private key cannot leave its card.
    pub(super) fn on_card(key: &str) -> Self {
        let remedy =
            "Decrypt the file with GnuPG or Kleopatra and the card, and choose the result".to_owned();
        Self::Unsupported { what: format!("Key {key} on a smart card"), remedy }
    }
}

impl Lock {
    fn needed(&self, name: &str) -> String {
        match self {
            Self::Zip => format!("{name} needs its password"),
            Self::Message | Self::Container => format!("{name} needs its passphrase"),
            Self::SharedKey { name: Some(key) } => format!("{name} needs its pre-shared key, called “{key}”"),
            Self::SharedKey { name: None } => format!("{name} needs its pre-shared key"),
            Self::PrivateKey { key, file } => format!("The private key {key} in {file} needs its passphrase"),
        }
    }

    fn refused(&self, name: &str) -> String {
        match self {
            Self::Zip => format!("That is not the password of {name}"),
            Self::Message | Self::Container => format!("That is not the passphrase of {name}"),
            Self::SharedKey { .. } => format!("That is not the pre-shared key of {name}"),
            Self::PrivateKey { key, file } => {
                format!("That is not the passphrase of the private key {key} in {file}")
            }
        }
    }

    fn where_to_find(&self) -> &'static str {
        match self {
            Self::SharedKey { .. } => {
                "Type the key in hexadecimal or Base64, or choose the file that holds it. The vendor sends it apart \
                 from the seed file."
            }
            Self::Zip | Self::Message | Self::Container => {
                "Type the one the vendor gave you, or that you set when ordering the file."
            }
            Self::PrivateKey { .. } => {
                "Type the passphrase you chose when you made that key; it is not the password of the seed file."
            }
        }
    }

    fn what_to_check(&self) -> &'static str {
        match self {
            Self::Zip => {
                "Check for typing errors and that it is not the password of another file. Copy it without blanks \
                 around it. Web filters may have altered special characters: ask the vendor for a password of \
                 letters and digits. An old kind of zip that is damaged can look the same: if you are sure, download it \
                 again."
            }
            Self::Message => {
                "Check for typing errors and that it is not the passphrase of another file. A message that was \
                 changed on the way looks the same: if you are sure, download it again."
            }
            Self::Container => {
                "Check for typing errors, capital letters and blanks around it, and that it is not the passphrase of \
                 another file. If you are sure, download the file again."
            }
            Self::SharedKey { .. } => {
                "The key has 32, 48 or 64 hexadecimal digits, or 16, 24 or 32 bytes in Base64 or in a file of its own. \
                 Check that it is whole and belongs to this file. A passphrase is something else: it opens no \
                 container that wants a key."
            }
            Self::PrivateKey { .. } => {
                "It is the one you chose when you made that key, not the password of the seed file. Capital letters \
                 and the keyboard's language matter."
            }
        }
    }
}

fn list(recipients: &[Recipient]) -> String {
    recipients.iter().map(Recipient::to_string).collect::<Vec<_>>().join(" or ")
}

fn wrong_key(name: &str, recipients: &[Recipient], offered: &[Recipient]) -> String {
    let needed = list(recipients);
    if offered.is_empty() {
        format!("{name} is encrypted for key {needed}, and there is no key in the chosen key files")
    } else {
        format!("{name} is encrypted for key {needed}, but the chosen key files hold {}", list(offered))
    }
}

fn not_a_seed_file(name: &str, what: &str) -> String {
    let article =
        ["A ", "An ", "The "].into_iter().find_map(|article| Some((article, what.strip_prefix(article)?)));
    match article {
        Some((article, thing)) => format!("{name} is {}{thing}, not a seed file", article.to_lowercase()),
        None if what.is_empty() => format!("{name} is no seed file"),
        None => format!("{name} is no seed file. It is: {what}"),
    }
}

fn what_instead(what: &str) -> &'static str {
    if what.contains("private key") {
        "Keep it, choose the vendor's seed file first, and give the key when it is asked for. Never send it to anybody."
    } else if what.contains("public key") {
        "Public keys go to the vendor. Choose the seed file that the vendor sent back."
    } else if what.contains("web page") {
        "The download link gave a page in place of the file, perhaps because it needs a sign-in or has expired. Open \
         it in the browser and download the file again."
    } else if what.contains("Office") {
        "If it is an Excel workbook, save the sheet as CSV text with its columns formatted as text, and check that no \
         serial number was rounded. Better: choose the file that the vendor sent, as it came."
    } else {
        "Choose the file that the vendor sent, as it came."
    }
}

impl fmt::Display for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.key_id {
            Some(id) => write!(f, "{id} ({})", self.algorithm),
            None => write!(f, "a hidden recipient ({})", self.algorithm),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cause_says_what_and_what_to_do() {
        let key = Recipient { key_id: Some("9A3F00112233ABCD".to_owned()), algorithm: "RSA 3072".to_owned() };
        let private = Lock::PrivateKey { key: key.clone(), file: "me.asc".to_owned() };
        let check = |cause: Cause, kind: &str, title: &str| {
            let error = OpenError::new(vec!["a.pgp".to_owned(), "b.zip".to_owned()], cause);
            assert_eq!((error.cause.kind(), error.title().as_str()), (kind, title));
            assert!(error.remedy().ends_with('.'), "{}", error.remedy());
            assert!(error.to_string().starts_with("in a.pgp: "), "{error}");
        };
        check(Cause::NeedsPassphrase(Lock::Zip), "needs-passphrase", "b.zip needs its password");
        check(
            Cause::WrongPassphrase(Lock::Message),
            "wrong-passphrase",
            "That is not the passphrase of b.zip",
        );
        check(
            Cause::NeedsPassphrase(private),
            "needs-passphrase",
            "The private key 9A3F00112233ABCD (RSA 3072) in me.asc needs its passphrase",
        );
        check(
            Cause::NeedsKey(vec![key.clone()]),
            "needs-key",
            "b.zip is encrypted for key 9A3F00112233ABCD (RSA 3072)",
        );
        check(
            Cause::WrongKey { recipients: vec![key], offered: Vec::new() },
            "wrong-key",
            "b.zip is encrypted for key 9A3F00112233ABCD (RSA 3072), and there is no key in the chosen key files",
        );
        let named = Lock::SharedKey { name: Some("Depot".to_owned()) };
        let title = "b.zip needs its pre-shared key, called “Depot”";
        check(Cause::NeedsPassphrase(named), "needs-passphrase", title);
        let unnamed = Lock::SharedKey { name: None };
        check(Cause::NeedsPassphrase(unnamed.clone()), "needs-passphrase", "b.zip needs its pre-shared key");
        check(Cause::WrongPassphrase(unnamed), "wrong-passphrase", "That is not the pre-shared key of b.zip");
        check(Cause::NeedsPassphrase(Lock::Container), "needs-passphrase", "b.zip needs its passphrase");
        check(
            Cause::WrongPassphrase(Lock::Container),
            "wrong-passphrase",
            "That is not the passphrase of b.zip",
        );
        check(Cause::Damaged("X".to_owned()), "damaged", "b.zip is damaged. X");
        let title = "b.zip is damaged. Its end is missing, after one whole key";
        check(Cause::EndMissing { whole: 1 }, "damaged", title);
        check(Cause::Empty, "empty", "b.zip is empty");
        check(
            Cause::foreign_archive("A 7z archive"),
            "unsupported",
            "b.zip cannot be opened here. A 7z archive is not supported",
        );
        check(Cause::TooLarge("X".to_owned()), "too-large", "b.zip is too large. X");
        check(Cause::NotASeedFile(String::new()), "not-a-seed-file", "b.zip is no seed file");
    }
}
