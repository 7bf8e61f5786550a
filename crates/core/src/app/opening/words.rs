//! What is asked and told of files that are being opened.

use seedferry_protocol::{AskKind, FailureView, OfferedFile};

use super::super::Unreadable;
use crate::envelope::{Cause, Lock, OpenError};

/// What would open the layer; `None` where nothing would.
pub(super) fn ask_kind(cause: &Cause) -> Option<AskKind> {
    match cause {
        Cause::NeedsPassphrase(lock) | Cause::WrongPassphrase(lock) => Some(match lock {
            Lock::Zip => AskKind::ZipPassword,
            Lock::Message => AskKind::MessagePassphrase,
            Lock::PrivateKey { .. } => AskKind::KeyPassphrase,
            Lock::SharedKey { .. } => AskKind::SharedKey,
            Lock::Container => AskKind::ContainerPassphrase,
        }),
        Cause::NeedsKey(_) | Cause::WrongKey { .. } => Some(AskKind::PrivateKey),
        _ => None,
    }
}

/// The question for a layer, whether or not something was tried on it already.
pub(super) fn question(error: &OpenError) -> String {
    let name = error.path.last().map_or("The file", String::as_str);
    match &error.cause {
        Cause::NeedsPassphrase(Lock::Zip) | Cause::WrongPassphrase(Lock::Zip) => {
            format!("{name} needs its password")
        }
        Cause::NeedsPassphrase(Lock::Message) | Cause::WrongPassphrase(Lock::Message) => {
            format!("{name} needs its passphrase")
        }
        Cause::NeedsPassphrase(Lock::PrivateKey { key, .. })
        | Cause::WrongPassphrase(Lock::PrivateKey { key, .. }) => {
            format!("Passphrase of the private key {key}")
        }
        Cause::WrongPassphrase(lock) => {
            OpenError::new(error.path.clone(), Cause::NeedsPassphrase(lock.clone())).title()
        }
        Cause::NeedsKey(recipients) | Cause::WrongKey { recipients, .. } => {
            let keys: Vec<String> = recipients.iter().map(ToString::to_string).collect();
            format!(
                "{name} is encrypted for {}",
                if keys.is_empty() { "a key".to_owned() } else { keys.join(", ") }
            )
        }
        _ => error.title(),
    }
}

/// What is said beside the field.
pub(super) fn hint(kind: AskKind) -> &'static str {
    match kind {
        AskKind::ZipPassword => "The password that was chosen, or shown, when the seed file was ordered",
        AskKind::MessagePassphrase => "The passphrase that was agreed on when the seed file was ordered",
        AskKind::SharedKey => {
            "32, 48 or 64 hexadecimal digits, or Base64. The vendor sends the key apart from the file"
        }
        AskKind::ContainerPassphrase => "The passphrase that was agreed on when the PSKC file was ordered",
        AskKind::KeyPassphrase => "Not the password of the seed file: the one that protects your own key",
        AskKind::PrivateKey => {
            "Choose the file with your private key, for example the one exported from Kleopatra or WinGPG. A key made here has its id in the name of the file"
        }
    }
}

/// Why the last answer did not do.
pub(super) fn refusal(error: &OpenError) -> String {
    let what = match &error.cause {
        Cause::WrongKey { offered, .. } if offered.is_empty() => "That file holds no private key".to_owned(),
        Cause::WrongKey { offered, .. } => {
            let keys: Vec<String> = offered.iter().map(ToString::to_string).collect();
            format!("That file holds {}, which does not open this message", keys.join(", "))
        }
        Cause::NeedsKey(_) => "That file holds no private key".to_owned(),
        Cause::WrongPassphrase(Lock::Zip) => "That password does not open it".to_owned(),
        Cause::WrongPassphrase(Lock::SharedKey { .. }) => "That key does not open it".to_owned(),
        _ => "That passphrase does not open it".to_owned(),
    };
    let remedy = error.remedy();
    if remedy.is_empty() { what } else { format!("{what}. {remedy}") }
}

/// A failure in words.
pub(super) fn failure(error: &OpenError) -> FailureView {
    FailureView {
        kind: error.cause.kind().to_owned(),
        title: error.title(),
        path: error.path.clone(),
        remedy: error.remedy(),
        retry: false,
    }
}

/// The opener died of these files.
pub(super) fn stopped(files: &[OfferedFile]) -> FailureView {
    FailureView {
        kind: "damaged".to_owned(),
        title: "The file made its reader stop".to_owned(),
        path: files.iter().map(|file| file.name.clone()).collect(),
        remedy:
            "Nothing else was harmed: what was open is still open. The file may be damaged, or too large for \
                 this browser. Download it again, or try another browser"
                .to_owned(),
        retry: true,
    }
}

/// The browser could not read a file.
pub(super) fn unreadable(name: &str, why: &Unreadable) -> FailureView {
    let (kind, title, remedy) = match why {
        Unreadable::TooLarge { limit } => (
            "too-large",
            format!("{name} is larger than {} MiB", limit >> 20),
            "A seed file is much smaller. Check that this is the file the vendor sent",
        ),
        Unreadable::Gone => (
            "damaged",
            format!("{name} cannot be read"),
            "If it is a folder, choose the files in it. If it was moved or changed since it was chosen, choose it again",
        ),
    };
    FailureView {
        kind: kind.to_owned(),
        title,
        path: vec![name.to_owned()],
        remedy: remedy.to_owned(),
        retry: true,
    }
}
