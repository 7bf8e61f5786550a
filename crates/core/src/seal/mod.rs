//! Seals what is saved: an AES-256 zip, or an OpenPGP message to keys or with a passphrase. What is sealed opens with
//! 7-Zip, `WinZip` and `GnuPG` since 1.4, and here.
//!
//! Sealing goes on in slices, so that whoever runs it answers in between: call [`Sealing::work`] until it says that
//! nothing is left to be done.

mod cfb;
mod packet;
mod pgp;
mod recipient;
mod stretch;
mod zip;

use seedferry_protocol::{Exposed, Passphrase, SealKind};
use thiserror::Error;

pub use self::recipient::{KeyProblem, MAX_KEY_BYTES, MOST_KEYS, PublicKey, read_keys};
use self::{pgp::Message, zip::Zip};
use crate::entropy::{Entropy, NO_RANDOMNESS};

/// How many bytes of content one slice takes: a browser seals them within some 20 ms.
const SLICE: usize = 128 << 10;

/// What a file is sealed with.
#[derive(Clone, Copy, Debug)]
pub enum Seal<'s> {
    /// A zip that the password opens.
    Zip(&'s Passphrase),
    /// A message that each of the keys and the passphrase open; one of them must be there.
    Message(&'s [PublicKey], Option<&'s Passphrase>),
}

impl Seal<'_> {
    /// The name of a file when it is sealed.
    pub fn file_name(self, name: &str) -> String {
        let kind = match self {
            Self::Zip(_) => SealKind::Zip,
            Self::Message(..) => SealKind::Message,
        };
        format!("{name}{}", kind.ending())
    }

    /// What a sealed file is.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Zip(_) => "application/zip",
            Self::Message(..) => "application/pgp-encrypted",
        }
    }
}

/// Why a file was not sealed: sentences with the remedy, without the last full stop.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SealProblem {
    /// There is no source of random bytes.
    #[error("{NO_RANDOMNESS}")]
    NoRandomness,
    /// Nobody could open it again.
    #[error(
        "Nothing is there that opens it again. Add the public key of the recipient, or type a passphrase twice"
    )]
    Nobody,
    /// Nothing can be encrypted for the key of this id.
    #[error("Nothing can be encrypted for the key {0}. Remove it, and choose another key or a passphrase")]
    Key(String),
    /// A message has no room for the name.
    #[error("Its name is too long for an OpenPGP message. Choose the zip with a password")]
    LongName,
    /// A message has no room for the content.
    #[error("It is too large for an OpenPGP message. Save it in smaller parts")]
    LargeMessage,
    /// The zip could not be written.
    #[error(
        "The zip could not be written: the file is too large for it, or its name too long. Save it in smaller parts, or as an OpenPGP message"
    )]
    Zip,
}

/// A file that is being sealed.
pub struct Sealing(Kind);

enum Kind {
    Zip(Box<Zip>),
    Message(Box<Message>),
}

impl Sealing {
    /// Begins to seal the content of a file of that name.
    pub fn begin(
        content: Exposed,
        name: &str,
        seal: Seal<'_>,
        entropy: &mut Entropy,
    ) -> Result<Self, SealProblem> {
        Ok(Self(match seal {
            Seal::Zip(password) => Kind::Zip(Box::new(Zip::begin(content, name, password, entropy)?)),
            Seal::Message(keys, passphrase) => {
                Kind::Message(Box::new(Message::begin(&content, name, keys, passphrase, entropy)?))
            }
        }))
    }

    /// Does one slice; whether more is to be done.
    pub fn work(&mut self) -> bool {
        match &mut self.0 {
            Kind::Zip(zip) => zip.work(),
            Kind::Message(message) => message.work(),
        }
    }

    /// The sealed file.
    pub fn finish(mut self) -> Result<Vec<u8>, SealProblem> {
        while self.work() {}
        match self.0 {
            Kind::Zip(zip) => zip.finish(),
            Kind::Message(message) => message.finish(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{envelope::Secrets, opening};

    fn passphrase(text: &str) -> Passphrase {
        Passphrase::new(text.to_owned())
    }

    /// Seals so many bytes, opens them here, and compares; a wrong passphrase opens nothing.
    fn check(seal: Seal<'_>, length: usize, right: &str) {
        let content: Vec<u8> = (b'a'..=b'z').cycle().take(length).collect();
        let mut entropy = Entropy::new([5; 32]);
        let sealing = Sealing::begin(Exposed::new(content.clone()), "a.csv", seal, &mut entropy);
        let sealed = sealing.unwrap().finish().unwrap();
        let open = |text: &str| {
            let secrets = Secrets { passphrases: vec![passphrase(text)], ..Secrets::default() };
            let file = (seal.file_name("a.csv"), sealed.clone());
            opening::open_raw(vec![file], &secrets, &mut |_| ())
        };
        let opened = open(right).unwrap();
        assert_eq!(opened.files[0].path.last().unwrap(), "a.csv");
        assert!(*opened.files[0].bytes == content, "{seal:?} {length}");
        assert!(open("wrong").is_err());
        if length > 20 {
            assert!(!sealed.windows(8).any(|part| part == &content[..8]), "the content shows");
        }
    }

    #[test]
    fn what_is_sealed_opens_here_and_only_with_what_it_was_sealed_with() {
        let right = passphrase("ferry Ä");
        for length in [1, 15, 16, 17, 300, SLICE - 1, SLICE, SLICE + 1, 3 * SLICE + 5] {
            check(Seal::Zip(&right), length, "ferry Ä");
            check(Seal::Message(&[], Some(&right)), length, "ferry Ä");
        }
    }

    #[test]
    fn what_cannot_be_sealed_is_refused_with_its_reason() {
        let right = passphrase("ferry");
        let check = |seal, name: &str, mut entropy: Entropy, expected: Option<SealProblem>| {
            let sealing = Sealing::begin(Exposed::new(b"text".to_vec()), name, seal, &mut entropy);
            assert_eq!(sealing.and_then(Sealing::finish).err(), expected, "{seal:?}");
        };
        let (zip, message) = (Seal::Zip(&right), Seal::Message(&[], Some(&right)));
        let some = || Entropy::new([5; 32]);
        for seal in [zip, message] {
            check(seal, "a.csv", Entropy::default(), Some(SealProblem::NoRandomness));
        }
        check(Seal::Message(&[], None), "a.csv", some(), Some(SealProblem::Nobody));
        check(message, &"n".repeat(255), some(), None);
        check(message, &"n".repeat(256), some(), Some(SealProblem::LongName));
        check(zip, &"n".repeat(256), some(), None);
        check(zip, &"n".repeat(1 << 16), some(), Some(SealProblem::Zip));
        let signs = recipient::tests::for_signatures_only();
        check(Seal::Message(&[signs], None), "a.csv", some(), Some(SealProblem::Key("ID".to_owned())));
    }
}
