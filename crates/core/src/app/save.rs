//! The one way by which files are saved: each as it is or sealed, as was chosen; and what became of it.

use seedferry_protocol::{Exposed, PageEffect, Ticket, grouped};

use super::{
    Effect, Model,
    demo::ending,
    nothing_to_hand_over, page,
    quoted_csv::{Table, formulas},
    review::count,
    seal::Sealed,
};
use crate::{
    calendar::date,
    seal::{SealProblem, Sealing},
};

/// The type of the tables that [`Table`] writes (RFC 7111, section 5.1).
pub(super) const CSV: &str = "text/csv";

/// A file that the user asked to save.
pub(super) struct Outgoing {
    pub(super) name: String,
    pub(super) media_type: String,
    pub(super) content: Exposed,
    pub(super) holds: Holds,
}

/// What a file holds: it decides what is said when the file was saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// No seed and no key, but perhaps serial numbers and names.
    NoSeeds,
    /// What the columns of a table are.
    Mapping,
    /// A table of that kind, with so many cells that a spreadsheet takes for formulas.
    Table { formulas: u32 },
    /// Seeds.
    Seeds,
    /// Seeds that the format of the file encrypts.
    EncryptedSeeds,
    /// The key that such a file is encrypted with.
    Key,
    /// One of a key pair. It is never sealed: the public key is for everybody, and the private one has its passphrase
    /// and is given back as proof.
    KeyOfPair,
}

impl Holds {
    fn words(self, sealed: bool) -> &'static str {
        match (self, sealed) {
            (Self::NoSeeds | Self::Table { .. }, false) => "It holds no seeds",
            (Self::NoSeeds | Self::Table { .. }, true) => "It is sealed, and holds no seeds",
            (Self::Mapping, _) => "It holds no seeds. Open it together with the next table",
            (Self::Seeds, false) => "It holds seeds in clear",
            (Self::Seeds, true) | (Self::EncryptedSeeds, _) => "It holds seeds encrypted",
            (Self::Key, false) => "It holds the key in clear. Send it by another way than the file",
            (Self::Key, true) => "It holds the key encrypted. Send it by another way than the file",
            (Self::KeyOfPair, _) => "",
        }
    }

    /// What is said of cells that a spreadsheet takes for formulas. No value is ever changed because of that.
    fn warning(self) -> Option<String> {
        match self {
            Self::Table { formulas } if formulas > 0 => Some(format!(
                "Cells that a spreadsheet takes for formulas, because they begin with =, +, -, @, a tab or a line break: {}. \
                 They are written unchanged, so do not open them with one",
                grouped(formulas)
            )),
            _ => None,
        }
    }
}

/// A file that is on its way, until the page tells what became of it.
pub(super) struct Saving {
    ticket: Ticket,
    /// The name it is saved under.
    name: String,
    holds: Holds,
    sealed: bool,
}

/// A text without seeds on its way to the clipboard.
#[derive(Clone, Copy)]
pub(super) struct Copying {
    ticket: Ticket,
    holds: Holds,
}

/// The part of [`Model`] that saves files.
impl Model {
    /// Hands a file to the page, sealed if that was chosen. Everything that is saved comes through here.
    pub(super) fn save_file(&mut self, ticket: Ticket, mut file: Outgoing) -> Vec<Effect> {
        (file.name, file.content) = self.marked_seeds(&file.name, file.content);
        if file.holds != Holds::KeyOfPair && self.seals.is_sealed() {
            return self.seal_file(ticket, file);
        }
        let Outgoing { name, media_type, content, holds } = file;
        self.saving.push(Saving { ticket, name: name.clone(), holds, sealed: false });
        vec![page(PageEffect::SaveFile { ticket, name, media_type, content })]
    }

    /// Begins to seal a file, or tells what is missing for it, in the dialog where it can be given.
    fn seal_file(&mut self, ticket: Ticket, file: Outgoing) -> Vec<Effect> {
        let Outgoing { name, content, holds, .. } = file;
        let Some(seal) = self.seals.seal() else {
            let missing = self.seals.missing().unwrap_or_default();
            self.news.warn(format!("{name} was not saved. {}", missing.trim_end_matches('.')));
            self.seals.choose_panel(true);
            return nothing_to_hand_over(ticket);
        };
        let (file_name, media_type) = (seal.file_name(&name), seal.media_type());
        let sealing = match Sealing::begin(content, &name, seal, &mut self.entropy) {
            Ok(sealing) => sealing,
            Err(problem) => return self.not_sealed(ticket, &file_name, &problem),
        };
        self.saving.push(Saving { ticket, name: file_name.clone(), holds, sealed: true });
        self.seals.begin(ticket, file_name, media_type, sealing);
        Vec::new()
    }

    /// Does one slice of sealing; hands a file out when it is sealed.
    pub(super) fn seal_on(&mut self) -> Vec<Effect> {
        let Some(Sealed { ticket, name, media_type, content }) = self.seals.work() else {
            return Vec::new();
        };
        let content = match content {
            Ok(content) => Exposed::new(content),
            Err(problem) => {
                self.saving.retain(|saving| saving.ticket != ticket);
                return self.not_sealed(ticket, &name, &problem);
            }
        };
        vec![page(PageEffect::SaveFile { ticket, name, media_type: media_type.to_owned(), content })]
    }

    fn not_sealed(&mut self, ticket: Ticket, name: &str, problem: &SealProblem) -> Vec<Effect> {
        self.news.warn(format!("{name} was not saved. {problem}"));
        nothing_to_hand_over(ticket)
    }

    /// What became of a file; what is answered twice or never was asked for means nothing.
    pub(super) fn save_done(&mut self, ticket: Ticket, written: bool) -> Vec<Effect> {
        let Some(at) = self.saving.iter().position(|saving| saving.ticket == ticket) else {
            return Vec::new();
        };
        let Saving { name, holds, sealed, .. } = self.saving.swap_remove(at);
        self.journal.was_saved(ticket, written);
        if self.key_saved(ticket, written) {
            return Vec::new();
        }
        if written {
            self.say_handed(
                &format!("{name} was handed to the browser to save. {}", holds.words(sealed)),
                holds,
            );
        } else {
            self.news.warn(format!("{name} was not saved"));
        }
        self.part_saved(ticket, written);
        Vec::new()
    }

    /// Says what was handed over, and warns of what is in it.
    fn say_handed(&mut self, what: &str, holds: Holds) {
        match holds.warning() {
            Some(warning) => self.news.warn(format!("{what}. {warning}")),
            None => self.news.note(what),
        }
    }

    /// Hands a table without seeds to the clipboard or to a file of this day.
    pub(super) fn hand_table(&mut self, ticket: Ticket, copy: bool, name: &str, table: Table) -> Vec<Effect> {
        let name = format!("seedferry-{name}-{}.csv", date(self.online.wall));
        self.hand_text(ticket, copy, name, CSV, table.into_text())
    }

    /// Hands a text without seeds to the clipboard, or to a file of this name.
    pub(super) fn hand_text(
        &mut self,
        ticket: Ticket,
        copy: bool,
        name: String,
        media_type: &str,
        text: String,
    ) -> Vec<Effect> {
        let (name, mut text) = self.marked(name, text);
        if !copy && ending(&name) == "ps1" {
            // Without this mark Windows PowerShell 5.1 reads a script in the encoding of its system.
            text.insert(0, '\u{feff}');
        }
        let holds = if media_type == CSV {
            Holds::Table { formulas: count(formulas(&text)) }
        } else {
            Holds::NoSeeds
        };
        let content = Exposed::new(text.into_bytes());
        if copy {
            self.copied_text = Some(Copying { ticket, holds });
            return vec![page(PageEffect::CopyText { ticket, text: content })];
        }
        let media_type = media_type.to_owned();
        self.save_file(ticket, Outgoing { name, media_type, content, holds })
    }

    /// Whether that press copied a text without seeds; it is told then.
    pub(super) fn text_was_copied(&mut self, ticket: Ticket) -> bool {
        let copied = self.copied_text.take_if(|copied| copied.ticket == ticket);
        if let Some(Copying { holds, .. }) = copied {
            self.say_handed("The result was copied. It holds no seeds", holds);
        }
        copied.is_some()
    }
}
