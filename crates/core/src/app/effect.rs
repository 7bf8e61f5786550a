//! Everything the program may ask of the outside, and the answers.

use seedferry_protocol::{
    Cloud, Exposed, KeyFacts, KeyJobId, KeyWish, Mapping, MappingView, OpeningId, Passphrase, ToPage,
};
use serde::{Deserialize, Serialize};

use crate::{
    envelope::{NotProved, OpenError, Secrets},
    format::custom_csv::SavedLayout,
    graph::{AccessToken, Millis, Outcome, Request},
    opening::Progress,
    order::key::MadeKey,
    reading::Readings,
    secret::KeyFile,
    token::{Batch, Token},
};

/// What the vault's shell carries out. This list is all that the program can do to the world.
#[derive(Debug, PartialEq)]
pub enum Effect {
    /// Send this to the page.
    ToPage(ToPage),
    /// Send this to the opener of that opening.
    ToOpener {
        /// Whose opener.
        opening: OpeningId,
        /// What it shall do.
        command: OpenerCommand,
    },
    /// Close the port to that opener.
    DropOpener(OpeningId),
    /// Come back with [`Answer::Continue`] as soon as the messages that wait were read: work goes on in slices.
    Continue,
    /// Read the key file that came as attachment of the last message; answered by
    /// [`Answer::KeyFileRead`] or [`Answer::KeyFileUnreadable`].
    ReadKeyFile {
        /// Which opening wants it.
        opening: OpeningId,
        /// The file's name.
        name: String,
    },
    /// Send this to Microsoft Graph with this access token; answered by [`Answer::Sent`].
    Send {
        /// Tells this request from others.
        ticket: u32,
        /// The request.
        request: Request,
        /// Whose Microsoft Graph.
        cloud: Cloud,
        /// For `Authorization`, and for nothing else.
        token: AccessToken,
    },
    /// Come back with [`Answer::Woken`] at that time. A later one takes the place of an earlier one.
    WakeAt(Millis),
    /// Read the file with public keys that came as attachment of the last message; answered by
    /// [`Answer::PublicKeysRead`].
    ReadPublicKeys {
        /// The file's name.
        name: String,
    },
    /// Read the file with the pre-shared key for what is written, which came as attachment of the last message;
    /// answered by [`Answer::ExportKeyRead`].
    ReadExportKey {
        /// The file's name.
        name: String,
    },
    /// Read the list of users that came as attachment of the last message; answered by [`Answer::UserListRead`].
    ReadUserList {
        /// The file's name.
        name: String,
    },
    /// Send this to the worker that handles keys.
    ToKeyMaker(KeyCommand),
    /// Close the port to it.
    DropKeyMaker,
    /// Read the key file that came as attachment of the last message; answered by [`Answer::OrderKeyRead`].
    ReadOrderKey {
        /// The file's name.
        name: String,
    },
}

/// What comes back from an effect.
#[derive(Debug, PartialEq)]
pub enum Answer {
    /// It is time for the next slice of work.
    Continue,
    /// The key file's content.
    KeyFileRead {
        /// Which opening wanted it.
        opening: OpeningId,
        /// The file.
        key_file: KeyFile,
    },
    /// The key file could not be read, or is too large to be one.
    KeyFileUnreadable {
        /// Which opening wanted it.
        opening: OpeningId,
        /// The file's name.
        name: String,
    },
    /// How a request ended.
    Sent {
        /// Which.
        ticket: u32,
        /// The answer, if there was one.
        outcome: Outcome,
    },
    /// The time has come.
    Woken,
    /// A list of users was read.
    UserListRead {
        /// The file's name.
        name: String,
        /// Its content, which may be a seed file by mistake; `None` when it could not be read, or is too large.
        content: Option<Exposed>,
    },
    /// A key file was read: proof of a key made here, or one to look at.
    OrderKeyRead {
        /// The file's name.
        name: String,
        /// The file; `None` when it could not be read, or is too large.
        file: Option<KeyFile>,
    },
    /// The file with the pre-shared key for what is written was read.
    ExportKeyRead {
        /// The file's name.
        name: String,
        /// The file; `None` when it could not be read, or is too large.
        file: Option<KeyFile>,
    },
    /// The worker that handles keys reports.
    KeyMakerSays {
        /// Which.
        job: KeyJobId,
        /// What.
        report: KeyReport,
    },
    /// A file with public keys was read.
    PublicKeysRead {
        /// The file's name.
        name: String,
        /// Its content; `None` when it could not be read, or is too large.
        content: Option<Vec<u8>>,
    },
    /// An opener reports.
    OpenerSays {
        /// Which opening's.
        opening: OpeningId,
        /// What.
        report: OpenerReport,
    },
}

/// What the vault tells the worker that handles keys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum KeyCommand {
    /// Make a key pair.
    Make {
        /// Which.
        wish: KeyWish,
        /// What shall protect it.
        passphrase: Passphrase,
    },
    /// Find out whether a file is the saved one, and whether a passphrase opens it.
    Prove {
        /// What was saved.
        saved: KeyFile,
        /// What was given back.
        given: KeyFile,
        /// What was typed.
        passphrase: Passphrase,
    },
    /// Tell what is in a key file.
    Examine(KeyFile),
}

/// What the worker that handles keys tells the vault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum KeyReport {
    /// So many numbers were tried; sent at most ten times a second.
    Tried(u32),
    /// The key pair; `None` when there is no randomness.
    Made(Option<MadeKey>),
    /// What came of the proof.
    Proved(Result<(), NotProved>),
    /// The keys in the file.
    Examined(Vec<KeyFacts>),
}

/// What the vault tells an opener.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum OpenerCommand {
    /// Try to open the files with these secrets.
    Try(Secrets),
    /// From now on, read files as said here.
    ReadAs(Readings),
    /// Preview this mapping of the table that was asked about.
    Preview(Mapping),
}

/// What an opener tells the vault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum OpenerReport {
    /// It is at work; sent at most ten times a second.
    Progress(Progress),
    /// A file among those that it was given is not one of the samples.
    Foreign,
    /// It is done, and these are the next tokens of the batch.
    Tokens(Vec<Token>),
    /// It is done: the batch, with its last tokens.
    Opened(Batch),
    /// It could not open a layer. It waits for another [`OpenerCommand::Try`].
    Failed(OpenError),
    /// A table is not recognised, or shall be asked about; and the answer to each [`OpenerCommand::Preview`].
    NeedsMapping(Box<MappingView>),
    /// It is done: the columns of a table to write, saved here.
    Layout(SavedLayout),
    /// A file could not be read from where it lies, or is larger than the limit.
    Unreadable {
        /// The file's name.
        name: String,
        /// Why.
        why: Unreadable,
        /// Whether others could be read: then it goes on with those.
        beside: bool,
    },
}

impl OpenerReport {
    /// Most tokens in one report: a longer one would keep the vault from answering while it is read.
    pub const MOST_TOKENS: usize = 10_000;

    /// The reports that bring a batch, in their order.
    pub fn of(mut batch: Batch) -> Vec<Self> {
        let mut reports = Vec::new();
        while batch.tokens.len() > Self::MOST_TOKENS {
            let rest = batch.tokens.split_off(Self::MOST_TOKENS);
            reports.push(Self::Tokens(core::mem::replace(&mut batch.tokens, rest)));
        }
        reports.push(Self::Opened(batch));
        reports
    }
}

/// Why a file could not be read from where it lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unreadable {
    /// It is larger than this many bytes.
    TooLarge {
        /// The limit.
        limit: u64,
    },
    /// It is a folder, or moved or changed since it was chosen.
    Gone,
}
