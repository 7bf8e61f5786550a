//! What an encrypted file is written with: a key or passphrase from the page, or a key made here.

use seedferry_protocol::{ExportOptions, Exposed, Passphrase, Ticket};

use super::{
    Effect, Model, nothing_to_hand_over,
    save::{Holds, Outgoing},
};
use crate::{format::pskc, secret::KeyFile};

/// The name of a saved key.
const KEY_FILE: &str = "pskc-pre-shared-key.txt";

/// The part of [`Model`] that knows what files are encrypted with.
impl Model {
    pub(super) fn take_export_key(&mut self, key: Passphrase) -> Vec<Effect> {
        self.protect(|options| options.pskc.key = given(key))
    }

    /// A file that holds no key changes nothing.
    pub(super) fn export_key_read(&mut self, name: &str, file: Option<&KeyFile>) -> Vec<Effect> {
        let why = match file.map(pskc::key_in) {
            Some(Some(key)) => return self.take_export_key(key),
            Some(None) => "holds no pre-shared key: 16, 24 or 32 bytes as they are, in hexadecimal or Base64",
            None => "could not be read, or is too large for a key file",
        };
        self.news.warn(format!("{name} {why}. Choose another file"));
        Vec::new()
    }

    pub(super) fn take_export_passphrase(&mut self, passphrase: Passphrase) -> Vec<Effect> {
        self.protect(|options| options.pskc.passphrase = given(passphrase))
    }

    /// Makes a key, takes it and hands it out as a file, this once.
    pub(super) fn make_export_key(&mut self, ticket: Ticket) -> Vec<Effect> {
        let length = self.export.as_ref().map(|export| export.options.pskc.key_length);
        let Some(key) = length.and_then(|length| pskc::make_key(length, &mut self.entropy)) else {
            return nothing_to_hand_over(ticket);
        };
        // EXPOSE: the user asked to save the key that the importer needs.
        let content = Exposed::new(key.expose().as_bytes().to_vec());
        self.take_export_key(key);
        let (name, media_type) = (KEY_FILE.to_owned(), "text/plain".to_owned());
        self.save_file(ticket, Outgoing { name, media_type, content, holds: Holds::Key })
    }

    fn protect(&mut self, change: impl FnOnce(&mut ExportOptions)) -> Vec<Effect> {
        let Some(mut options) = self.export.as_ref().map(|export| export.options.clone()) else {
            return Vec::new();
        };
        change(&mut options);
        self.change_export(options)
    }
}

/// What was typed, if anything.
pub(super) fn given(typed: Passphrase) -> Option<Passphrase> {
    // EXPOSE: only whether anything was typed.
    let is_given = !typed.expose().is_empty();
    is_given.then_some(typed)
}
