//! The log of every write of this visit.

use serde::{Deserialize, Serialize};

use crate::{Ticket, Tone, UploadFilter, UploadResult};

/// What the user does with the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LogEvent {
    /// Show the entries of this filter, counted from 0.
    FilterChosen(u32),
    /// Show this page, counted from 0.
    PageChosen(u32),
    /// Show the entries with this text.
    SearchChanged(String),
    /// Save the entries in sight as CSV.
    SaveAsked(Ticket),
    /// Show the same work as a script, or the entries again.
    ScriptChosen(Option<ScriptKind>),
    /// Copy the script.
    ScriptCopyAsked(Ticket),
    /// Save the script.
    ScriptSaveAsked(Ticket),
}

/// The language of a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ScriptKind {
    /// Microsoft Graph PowerShell.
    PowerShell,
    /// A shell with curl.
    Curl,
}

/// The log.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogView {
    /// All writes of this visit.
    pub total: u32,
    /// The filters, with how many entries each shows; the first shows all.
    pub filters: Vec<UploadFilter>,
    /// The one chosen, counted from 0.
    pub chosen: u32,
    /// The page shown, counted from 0.
    pub page: u32,
    /// How many pages there are.
    pub pages: u32,
    /// What is searched for.
    pub search: String,
    /// The entries of the page, the latest first.
    pub rows: Vec<LogRow>,
    /// The script, when it is to be seen.
    pub script: Option<ScriptView>,
}

/// One write.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogRow {
    /// Its number, counted from 1.
    pub number: u32,
    /// When it was sent, in UTC.
    pub when: String,
    /// What it was.
    pub write: ToldWrite,
}

/// One write in words, without seed and code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldWrite {
    /// What was done.
    pub what: String,
    /// On which token or tokens.
    pub token: String,
    /// For which person; may be empty.
    pub person: String,
    /// What Graph answered.
    pub result: String,
    /// Whether that is good, open or bad.
    pub tone: Tone,
    /// By this Microsoft's support finds the request; may be empty.
    pub request_id: String,
}

/// What outlives the wipe of an idle page, for it holds no secret.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remains {
    /// What became of an upload.
    pub result: Option<UploadResult>,
    /// The log.
    pub log: Vec<KeptWrite>,
}

/// One write of the log with its request, without seed and code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptWrite {
    /// When it was sent, in seconds since 1970.
    pub sent: u64,
    /// Id of the tenant that it was sent to.
    pub tenant: String,
    /// What it was.
    pub write: ToldWrite,
    /// The method of the request.
    pub method: String,
    /// Its path.
    pub path: String,
    /// What it carried, with dots in place of what is secret.
    pub body: Option<String>,
}

/// The same work as a script, without seeds and codes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScriptView {
    /// Its language.
    pub kind: ScriptKind,
    /// Its beginning, as much as can be looked at.
    pub text: String,
    /// Whether it goes on.
    pub is_cut: bool,
}
