//! Envelopes: zip archives and OpenPGP messages around a seed file. Opens layers in any order, within limits.

mod charset;
mod end_record;
mod error;
mod inside;
mod keychain;
pub mod limits;
mod note;
mod pgp;
mod text;
mod wipe;
mod zip;

pub use error::{Cause, Lock, OpenError, Recipient};
pub use note::{EnvelopeNote, LayerNote};
pub use pgp::{NotProved, examine, holds_private_key, prove};
pub(crate) use pgp::{can_encrypt_for, key_algorithm, key_blocks};
use seedferry_protocol::Passphrase;
use serde::{Deserialize, Serialize};
pub use text::{Thing, recognize};
pub(crate) use wipe::wipe;

use self::{
    inside::{Failure, Inside},
    keychain::Keychain,
    limits::Budget,
};
use crate::secret::KeyFile;

/// A file: its name and bytes. Bytes that came out of an encrypted layer are overwritten when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Content {
    /// Names of the layers around it and its own, outermost first.
    pub path: Vec<String>,
    /// The bytes.
    pub bytes: zeroize::Zeroizing<Vec<u8>>,
}

/// Everything that may open a layer. Each is tried on whatever layer asks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Secrets {
    /// Passphrases and passwords, in the order they were given.
    pub passphrases: Vec<Passphrase>,
    /// Files with private keys.
    pub key_files: Vec<KeyFile>,
    /// Files with pre-shared keys.
    pub shared_keys: Vec<KeyFile>,
}

impl Secrets {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.passphrases.is_empty() && self.key_files.is_empty() && self.shared_keys.is_empty()
    }
}

/// How far an opening is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// What is being done, as a sentence without a full stop: *Decrypting delivery.pgp*.
    pub what: String,
    /// Share done in percent, where it is known.
    pub percent: Option<u8>,
}

/// What was inside all layers.
pub struct Opened {
    /// The innermost files, whatever they are, in the order they were found.
    pub files: Vec<Content>,
    /// What was noticed on the way.
    pub notes: Vec<LayerNote>,
    /// What could not be opened beside these files, and why.
    pub failures: Vec<OpenError>,
}

/// Opens all layers around a file, decided by content alone, and returns what is innermost. A file that is no
/// envelope comes back as it is.
///
/// Errors name the layer that could not be opened; what fails beside a file that opens is in [`Opened::failures`]. Opening again with one more secret starts from the outside.
pub fn open(
    file: Content,
    secrets: &Secrets,
    progress: &mut dyn FnMut(Progress),
) -> Result<Opened, OpenError> {
    Session::new(secrets)?.open(file, progress)
}

/// The opening of several files with the same secrets: what opened one is tried on the next, keys are unlocked
/// once, and the limits hold for all of them together.
pub struct Session<'a> {
    keychain: Keychain<'a>,
    budget: Budget,
    left_out: LeftOut,
}

impl<'a> Session<'a> {
    /// Reads the key files. Errors name the key file.
    pub fn new(secrets: &'a Secrets) -> Result<Self, OpenError> {
        let keys = pgp::KeyRing::read(&secrets.key_files)
            .map_err(|(file, cause)| OpenError::new(vec![file], cause))?;
        let left_out = LeftOut::default();
        Ok(Self { keychain: Keychain::new(secrets, keys), budget: Budget::new(), left_out })
    }

    /// The same, but a lock at one of these files, named with the layers around them, ends nothing: what it hides is left out.
    #[must_use]
    pub fn leaving_out(self, names: Vec<String>) -> Self {
        Self { left_out: LeftOut(names), ..self }
    }

    /// Whether the user wants to go on without what could not be opened.
    pub fn does_without(&self, error: &OpenError) -> bool {
        self.left_out.covers(error)
    }

    /// As [`open`].
    pub fn open(&mut self, file: Content, progress: &mut dyn FnMut(Progress)) -> Result<Opened, OpenError> {
        let (keychain, budget, left_out) = (&mut self.keychain, &mut self.budget, &self.left_out);
        budget.take_notes();
        budget.take_lock_seen();
        let path = file.path.clone();
        let name = path.last().map_or("", String::as_str);
        let kind = kind_of(&file.bytes);
        let is_message = matches!(kind, Kind::Pgp) || pgp::without_extension(name).is_some();
        let found = Opened { files: Vec::new(), notes: Vec::new(), failures: Vec::new() };
        let mut opening = Opening { keychain, budget, left_out, progress, found };
        opening.peel(file, 0)?;
        if opening.found.files.is_empty()
            && let Some(error) = OpenError::most_telling(&opening.found.failures)
        {
            return Err(error.clone());
        }
        if !opening.budget.take_lock_seen() {
            let name = name.to_owned();
            let note = match kind {
                _ if is_message => Some(EnvelopeNote::NotEncrypted { name }),
                Kind::Zip => Some(EnvelopeNote::NoPassword { name }),
                Kind::Pgp | Kind::Bare => None,
            };
            opening.found.notes.extend(note.map(|note| LayerNote { path, note }));
        }
        Ok(opening.found)
    }
}

/// The opening of one file: what may open, what it may cost, what was found.
struct Opening<'o, 'a> {
    keychain: &'o mut Keychain<'a>,
    budget: &'o mut Budget,
    left_out: &'o LeftOut,
    progress: &'o mut dyn FnMut(Progress),
    found: Opened,
}

/// The names of files that the user goes on without when they, or what is inside, are locked.
#[derive(Default)]
struct LeftOut(Vec<String>);

impl LeftOut {
    fn covers(&self, error: &OpenError) -> bool {
        error.cause.can_be_asked() && error.layers().any(|name| self.0.contains(&name))
    }
}

/// What a layer is, by its content.
enum Kind {
    Zip,
    Pgp,
    Bare,
}

impl Opening<'_, '_> {
    fn peel(&mut self, layer: Content, depth: usize) -> Result<(), OpenError> {
        let fail = |cause| OpenError::new(layer.path.clone(), cause);
        if text::is_blank(&layer.bytes) {
            return Err(fail(Cause::Empty));
        }
        let kind = kind_of(&layer.bytes);
        let name = layer.path.last().map_or("", String::as_str);
        if !matches!(kind, Kind::Pgp) && zip::is_part(name, &layer.bytes) {
            return Err(fail(Cause::part_of_zip()));
        }
        if depth == limits::MAX_DEPTH && !matches!(kind, Kind::Bare) {
            let layers = limits::MAX_DEPTH;
            return Err(fail(Cause::TooLarge(format!(
                "There are more than {layers} layers around the file"
            ))));
        }
        match kind {
            Kind::Zip => self.peel_zip(&layer, depth)?,
            Kind::Pgp => self.peel_pgp(&layer, depth)?,
            Kind::Bare => {
                if let Some(Thing::Archive(what)) = recognize(&layer.bytes) {
                    return Err(fail(Cause::foreign_archive(what)));
                }
                self.found.files.push(layer);
                return Ok(());
            }
        }
        wipe(layer.bytes);
        Ok(())
    }

    fn peel_zip(&mut self, layer: &Content, depth: usize) -> Result<(), OpenError> {
        self.say("Unpacking", layer);
        let (left_out, fail) = (self.left_out, failing(layer));
        let goes_on = |failure: &Failure| left_out.covers(&fail(failure.clone()));
        let inside = zip::open(&layer.bytes, self.keychain, self.budget, &goes_on).map_err(&fail)?;
        self.peel_all(layer, inside, depth)
    }

    fn peel_pgp(&mut self, layer: &Content, depth: usize) -> Result<(), OpenError> {
        self.say("Decrypting", layer);
        let name = layer.path.last().map_or("", String::as_str);
        let (left_out, fail) = (self.left_out, failing(layer));
        let goes_on = |failure: &Failure| left_out.covers(&fail(failure.clone()));
        let inside = pgp::open(&layer.bytes, name, self.keychain, self.budget, &goes_on).map_err(&fail)?;
        self.peel_all(layer, inside, depth)
    }

    /// Peels what came out of a layer. Empty files beside others are noted and passed over; what cannot be opened is kept
    /// with its reason.
    fn peel_all(
        &mut self,
        layer: &Content,
        Inside { entries: inner, failures }: Inside,
        depth: usize,
    ) -> Result<(), OpenError> {
        self.found.failures.extend(failures.into_iter().map(failing(layer)));
        let others = inner.len() > 1;
        let some_filled = inner.iter().any(|(_, bytes)| !text::is_blank(bytes));
        for (name, bytes) in inner {
            if some_filled && text::is_blank(&bytes) {
                self.budget.note(EnvelopeNote::EmptyFile { name });
                continue;
            }
            self.keep_notes(layer);
            let path = layer.path.iter().cloned().chain([name]).collect();
            match self.peel(Content { path, bytes }, depth + 1) {
                Err(error) if error.cause.ends_all() && !self.left_out.covers(&error) => {
                    return Err(error.beside(others));
                }
                outcome => self.found.failures.extend(outcome.err()),
            }
        }
        self.keep_notes(layer);
        Ok(())
    }

    /// Puts what was noticed to the layer it was noticed at.
    fn keep_notes(&mut self, layer: &Content) {
        let notes = self.budget.take_notes().into_iter();
        self.found.notes.extend(notes.map(|note| LayerNote { path: layer.path.clone(), note }));
    }

    fn say(&mut self, verb: &str, layer: &Content) {
        let name = layer.path.last().map_or("", String::as_str);
        (self.progress)(Progress { what: format!("{verb} {name}"), percent: None });
    }
}

/// The error for what failed inside a layer.
fn failing(layer: &Content) -> impl Fn(Failure) -> OpenError {
    |Failure { entry, cause, beside }| {
        OpenError::new(layer.path.iter().cloned().chain(entry).collect(), cause).beside(beside)
    }
}

fn kind_of(bytes: &[u8]) -> Kind {
    if !bytes.starts_with(b"PK") && pgp::is_pgp(bytes) {
        Kind::Pgp
    } else if zip::is_zip(bytes) && !text::is_office(&zip::names(bytes)) {
        Kind::Zip
    } else {
        Kind::Bare
    }
}
