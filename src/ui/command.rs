//! What components may ask for.

use seedferry_protocol::{Event, LogEvent, OpeningId, SignInRequest, Ticket, UploadEvent, WorkEvent};

use crate::ui::Sample;

/// What [`Command::Hand`] hands over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handed {
    /// The result of an upload.
    UploadResult,
    /// The requests that an upload would send.
    Requests,
    /// The result of writes on single tokens.
    WorkResult,
    /// The log.
    Log,
    /// The script of what was written.
    Script,
    /// The script of what is planned.
    Plan,
}

impl Handed {
    /// What the vault is asked for.
    pub(super) fn asked(self, copy: bool, ticket: Ticket) -> Event {
        match (self, copy) {
            (Self::UploadResult, true) => Event::Upload(UploadEvent::ResultCopyAsked(ticket)),
            (Self::UploadResult, false) => Event::Upload(UploadEvent::ResultSaveAsked(ticket)),
            (Self::Requests, _) => Event::Upload(UploadEvent::DryRunSaveAsked(ticket)),
            (Self::WorkResult, true) => Event::Work(WorkEvent::ResultCopyAsked(ticket)),
            (Self::WorkResult, false) => Event::Work(WorkEvent::ResultSaveAsked(ticket)),
            (Self::Log, _) => Event::Log(LogEvent::SaveAsked(ticket)),
            (Self::Script, true) => Event::Log(LogEvent::ScriptCopyAsked(ticket)),
            (Self::Script, false) => Event::Log(LogEvent::ScriptSaveAsked(ticket)),
            (Self::Plan, true) => Event::Work(WorkEvent::ScriptCopyAsked(ticket)),
            (Self::Plan, false) => Event::Work(WorkEvent::ScriptSaveAsked(ticket)),
        }
    }
}

/// What a component may ask of whoever mounted the page. *Copy*, *Save*, *Clear now* and file choices are asked for
/// inside the press itself, because the browser refuses them later.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Tell the vault.
    Send(Event),
    /// Files were dropped or chosen.
    OfferFiles(Vec<web_sys::File>),
    /// Text was pasted.
    OfferText(String),
    /// A sample was chosen.
    OfferSample(&'static Sample),
    /// A private key file was chosen for an opening that asks for one.
    GiveKeyFile {
        /// The opening that asks.
        opening: OpeningId,
        /// The file.
        file: web_sys::File,
    },
    /// The private key that belongs to a sample was chosen for an opening that asks for one.
    GiveSampleKey {
        /// The opening that asks.
        opening: OpeningId,
        /// The sample whose key it is.
        sample: &'static Sample,
    },
    /// The user gave the opening up: end its opener, then tell the vault.
    CancelOpening(OpeningId),
    /// Save the mapping of columns that an opening asks about.
    SaveMapping(OpeningId),
    /// A file with a list of users was chosen.
    GiveUserList(web_sys::File),
    /// A file with public keys was chosen, to seal for.
    GivePublicKeys(web_sys::File),
    /// Copy one part of the export.
    Copy {
        /// The part, counted from 0.
        part: u32,
    },
    /// Save one part of the export.
    Save {
        /// The part, counted from 0.
        part: u32,
    },
    /// Save all parts of the export, one after the other.
    SaveAll {
        /// How many there are.
        parts: u32,
    },
    /// Make a key for what is written, and save it.
    MakeExportKey,
    /// A file with a pre-shared key was chosen for what is written.
    GiveExportKey(web_sys::File),
    /// Save the layout of the table that is exported.
    SaveLayout,
    /// Saves the whole report of what is exported.
    SaveExportReport,
    /// A saved layout was chosen.
    LoadLayout(web_sys::File),
    /// Copy or save something that holds no seeds.
    Hand {
        /// What.
        what: Handed,
        /// Copy, not save.
        copy: bool,
    },
    /// Wipe everything and begin in the demo tenant.
    EnterDemo,
    /// Wipe everything and leave the demo tenant.
    LeaveDemo,
    /// Forget the seed that is shown: its time is over, or the user wants it hidden.
    HideSeed,
    /// Forget the code that is shown.
    HideCode,
    /// Copy text that holds no seeds.
    CopyText(String),
    /// Leave the guide and overwrite the clipboard, in one press.
    LeaveGuide,
    /// Something for the order of a seed file.
    Order(OrderCommand),
    /// Overwrite the clipboard.
    ClearClipboard,
    /// Save the inventory, or the report about it, as CSV.
    SaveInventory {
        /// The report.
        report: bool,
    },
    /// Open the browser's dialog for printing.
    Print,
    /// Open the sign-in panel.
    OpenSignIn,
    /// Open the sign-in window.
    SignIn(SignInRequest),
    /// Open the sign-in window for the token that was wanted last.
    GoOnSigningIn,
    /// Stop waiting for the sign-in window.
    CancelSignIn,
    /// Forget the account.
    SignOut,
    /// Load the newer version of the page.
    Update,
    /// Zeroize everything and start anew.
    Wipe,
}

/// What a component may ask for the order of a seed file.
#[derive(Clone, Debug, PartialEq)]
pub enum OrderCommand {
    /// Save the private key that was made.
    SavePrivateKey,
    /// Save the public key that was made.
    SavePublicKey,
    /// A key file was given: the saved one as proof, or one to look at.
    GiveKey(web_sys::File),
    /// The user gave making a key up: end its worker, then tell the vault.
    CancelKey,
    /// Copy the password that is shown, and forget it.
    CopyPassword,
    /// Forget the password that is shown.
    HidePassword,
}
