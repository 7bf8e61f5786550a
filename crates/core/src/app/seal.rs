//! How files are saved: as they are, or sealed. Sealing goes on in slices, between which the vault answers.

use std::collections::VecDeque;

use seedferry_protocol::{Passphrase, SealEvent, SealKind, SealView, Ticket};

use super::{Effect, Model, protection::given, review::count};
use crate::seal::{MOST_KEYS, PublicKey, Seal, SealProblem, Sealing, read_keys};

/// What the user chose, and the files that are being sealed.
#[derive(Default)]
pub(super) struct Seals {
    /// The dialog is open.
    open: bool,
    kind: SealKind,
    password: Option<Passphrase>,
    passphrase: Option<Passphrase>,
    /// Why the secret that was typed last was not taken.
    refused: Option<&'static str>,
    attempt: u32,
    recipients: Vec<PublicKey>,
    /// Why the last keys were not taken.
    problem: Option<String>,
    queue: VecDeque<Job>,
}

/// A file that is being sealed.
struct Job {
    ticket: Ticket,
    name: String,
    media_type: &'static str,
    sealing: Sealing,
}

/// A file of which all slices are done.
pub(super) struct Sealed {
    pub(super) ticket: Ticket,
    pub(super) name: String,
    pub(super) media_type: &'static str,
    /// What to save, or why nothing is saved.
    pub(super) content: Result<Vec<u8>, SealProblem>,
}

impl Seals {
    pub(super) fn view(&self) -> SealView {
        SealView {
            open: self.open,
            kind: self.kind,
            password: self.password.is_some(),
            passphrase: self.passphrase.is_some(),
            refused: self.refused.map(str::to_owned),
            attempt: self.attempt,
            recipients: self.recipients.iter().map(|key| key.view().clone()).collect(),
            problem: self.problem.clone(),
            missing: self.missing().map(str::to_owned),
            working: count(self.queue.len()),
        }
    }

    /// Whether files are sealed.
    pub(super) fn is_sealed(&self) -> bool {
        self.kind != SealKind::Plain
    }

    /// The name that a file is saved under.
    pub(super) fn file_name(&self, name: &str) -> String {
        format!("{name}{}", self.kind.ending())
    }

    /// Whether a password or a passphrase was typed.
    pub(super) fn holds_secret(&self) -> bool {
        self.password.is_some() || self.passphrase.is_some()
    }

    /// Whether files are being sealed.
    pub(super) fn is_working(&self) -> bool {
        !self.queue.is_empty()
    }

    /// Another file is to be sealed.
    pub(super) fn begin(&mut self, ticket: Ticket, name: String, media_type: &'static str, sealing: Sealing) {
        self.queue.push_back(Job { ticket, name, media_type, sealing });
    }

    /// Does one slice. Returns the file that was finished by it.
    pub(super) fn work(&mut self) -> Option<Sealed> {
        if self.queue.front_mut()?.sealing.work() {
            return None;
        }
        let Job { ticket, name, media_type, sealing } = self.queue.pop_front()?;
        Some(Sealed { ticket, name, media_type, content: sealing.finish() })
    }

    /// Opens or closes the dialog.
    pub(super) fn choose_panel(&mut self, open: bool) {
        self.open = open;
        self.forget_problems();
    }

    fn forget_problems(&mut self) {
        (self.problem, self.refused) = (None, None);
    }

    /// What was typed in place of the former secret, which stays when this one is too short.
    fn typed_over(&mut self, former: Option<Passphrase>, typed: Passphrase) -> Option<Passphrase> {
        self.attempt += 1;
        let given = given(typed);
        let is_short = given.as_ref().is_some_and(Passphrase::is_too_short);
        self.refused = is_short.then_some("That is too short. Type eight characters or more");
        if is_short { former } else { given }
    }

    /// What is missing before a file can be sealed.
    pub(super) fn missing(&self) -> Option<&'static str> {
        match self.kind {
            SealKind::Zip if self.password.is_none() => Some("Type a password for the zip twice."),
            SealKind::Message if self.recipients.is_empty() && self.passphrase.is_none() => {
                Some("Add the public key of the recipient, or type a passphrase twice.")
            }
            _ => None,
        }
    }

    /// `None` when files are not sealed, or when something is missing.
    pub(super) fn seal(&self) -> Option<Seal<'_>> {
        match self.kind {
            SealKind::Plain => None,
            SealKind::Zip => self.password.as_ref().map(Seal::Zip),
            SealKind::Message => {
                self.missing().is_none().then(|| Seal::Message(&self.recipients, self.passphrase.as_ref()))
            }
        }
    }

    /// A key that is there already is taken once.
    fn take(&mut self, from: &str, content: &[u8], wall: u64) {
        self.problem = None;
        let keys = match read_keys(content, wall) {
            Ok(keys) => keys,
            Err(problem) => {
                self.problem = Some(format!("{from} was not taken. {problem}."));
                return;
            }
        };
        for key in keys {
            if self.recipients.iter().any(|other| other.view().fingerprint == key.view().fingerprint) {
                continue;
            }
            if self.recipients.len() == MOST_KEYS {
                self.problem = Some(format!("A message is sealed for at most {MOST_KEYS} keys."));
                return;
            }
            self.recipients.push(key);
        }
    }
}

/// The part of [`Model`] that seals files.
impl Model {
    pub(super) fn seal_event(&mut self, event: SealEvent) -> Vec<Effect> {
        let wall = self.online.wall;
        match event {
            SealEvent::PanelChosen(open) => self.seals.choose_panel(open),
            SealEvent::KindChosen(kind) => {
                self.seals.kind = kind;
                self.seals.forget_problems();
            }
            SealEvent::PasswordGiven(typed) => {
                let former = self.seals.password.take();
                self.seals.password = self.seals.typed_over(former, typed);
            }
            SealEvent::PassphraseGiven(typed) => {
                let former = self.seals.passphrase.take();
                self.seals.passphrase = self.seals.typed_over(former, typed);
            }
            SealEvent::KeysPasted(text) => self.seals.take("The text", text.as_bytes(), wall),
            SealEvent::KeysGiven(file) => return vec![Effect::ReadPublicKeys { name: file.name }],
            SealEvent::RecipientRemoved(place) => {
                let place = place as usize;
                if place < self.seals.recipients.len() {
                    self.seals.recipients.remove(place);
                }
            }
        }
        Vec::new()
    }

    pub(super) fn seals_read(&mut self, name: &str, content: Option<&[u8]>) -> Vec<Effect> {
        if let Some(content) = content {
            self.seals.take(name, content, self.online.wall);
        } else {
            let text = "could not be read, or is too large for a key file. Choose another file.";
            self.seals.problem = Some(format!("{name} {text}"));
        }
        Vec::new()
    }
}
