//! Uploading the batch to the tenant: whether all is ready, the plan, the run and its result.

use serde::{Deserialize, Serialize};

use crate::{Ticket, TokenId};

/// What the user does on the way to the tenant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum UploadEvent {
    /// Show the upload: the one under way, or a new one.
    Opened,
    /// Back to the tokens. A run goes on; a plan or a finished run is forgotten.
    Closed,
    /// Check again whether all is ready.
    ReadyAsked,
    /// Ask for the permission that is missing, or for a new access token.
    PermissionAsked,
    /// Switch hardware tokens on in the policy.
    PolicyEnableAsked,
    /// Read the inventory, again, and make the plan from it.
    PlanAsked,
    /// Upload the selected tokens only, or all.
    SelectedOnlyChosen(bool),
    /// Show the rows of this filter, counted from 0.
    FilterChosen(u32),
    /// Show this page of the rows, counted from 0.
    PageChosen(u32),
    /// Upload this row, or not.
    Ticked {
        /// The token of the open batch.
        token: TokenId,
        /// Whether it is to be uploaded.
        ticked: bool,
    },
    /// Upload all that is new, or none of it.
    AllTicked(bool),
    /// Show the requests as they would be sent, or do not.
    DryRunChosen(bool),
    /// Show this page of them, counted from 0.
    DryRunPageChosen(u32),
    /// Show this one in full, counted from 0, or none.
    DryRequestChosen(Option<u32>),
    /// Save all of them in full.
    DryRunSaveAsked(Ticket),
    /// Upload what is ticked.
    Started,
    /// Send nothing more for now.
    Paused,
    /// Go on.
    Resumed,
    /// Create nothing more, and read back what was created; the second time, end at once.
    Stopped,
    /// Take up again what failed or was not tried.
    TriedAgain,
    /// Copy the result.
    ResultCopyAsked(Ticket),
    /// Save the result, that of this upload or the one that was kept.
    ResultSaveAsked(Ticket),
    /// Forget the result that was kept.
    ResultForgotten,
}

/// The upload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadView {
    /// Whether it is in sight; a run goes on behind the tokens.
    pub shown: bool,
    /// Whether all is ready; empty while nobody is signed in.
    pub ready: Vec<ReadyLine>,
    /// How far it is.
    pub stage: UploadStage,
}

/// How far an upload is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum UploadStage {
    /// Nobody is signed in.
    SignedOut,
    /// The inventory is being read.
    Reading {
        /// Tokens read so far.
        devices: u32,
    },
    /// The inventory could not be read.
    Halted {
        /// What happened, as sentences.
        problem: String,
        /// What to do about it, as a sentence.
        remedy: String,
    },
    /// What will become of each token.
    Plan(PlanView),
    /// The run, or its result.
    Run(RunView),
}

/// One thing that has to be in order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadyLine {
    /// What was checked: *Permission*.
    pub topic: String,
    /// How it stands.
    pub state: ReadyState,
    /// What was found, or is missing, as a sentence.
    pub what: String,
    /// What it is needed for and who can give it, as sentences; empty when nothing is missing.
    pub help: String,
    /// What one press can do about it.
    pub action: Option<ReadyAction>,
    /// A link for an administrator who can give what is missing. It holds nothing secret.
    pub link: Option<String>,
    /// The page of the Entra admin center where what is missing is given.
    pub page: Option<String>,
}

/// How something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReadyState {
    /// It is being checked.
    Checking,
    /// As needed.
    Good,
    /// Missing.
    Missing,
    /// It could not be checked.
    Unknown,
}

/// What one press can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReadyAction {
    /// Ask for the permission.
    AskPermission,
    /// Ask for it in the sign-in window, because it could not be had without.
    Continue,
    /// Switch hardware tokens on.
    EnablePolicy,
}

/// The plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanView {
    /// Tokens in the tenant.
    pub inventory: u32,
    /// The permission that an upload which was started waits for.
    pub begins: Option<String>,
    /// Tokens that will be created.
    pub ticked: u32,
    /// Tokens that can be created.
    pub new: u32,
    /// The selected tokens only.
    pub selected_only: bool,
    /// Selected tokens.
    pub selected: u32,
    /// Requests that will be sent.
    pub requests: u32,
    /// The rows.
    pub list: UploadList,
    /// The requests as they would be sent, while they are asked for.
    pub dry_run: Option<DryRunView>,
}

/// The requests of an upload as they would be sent, a page at a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DryRunView {
    /// The page shown, counted from 0.
    pub page: u32,
    /// How many pages there are.
    pub pages: u32,
    /// The requests of the page.
    pub requests: Vec<DryRequest>,
}

impl DryRunView {
    /// Requests of a page.
    pub const ROWS: u32 = 20;
}

/// A request as it would be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DryRequest {
    /// Its place, counted from 0.
    pub place: u32,
    /// Method and path.
    pub line: String,
    /// How many tokens it creates, and the first and the last of them.
    pub tokens: String,
    /// The whole body, with dots in place of seeds, while it is asked for.
    pub body: Option<String>,
}

/// The run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunView {
    /// What it does, as a sentence without a full stop.
    pub what: String,
    /// What holds it up, or how it ended, as sentences; empty when there is nothing to say.
    pub why: String,
    /// What can be pressed.
    pub state: RunState,
    /// Tokens that have their verdict.
    pub done: u32,
    /// Tokens that have a verdict and are not in the tenant.
    pub failed: u32,
    /// Tokens that were sent and do not show in the inventory yet.
    pub sent: u32,
    /// All tokens.
    pub total: u32,
    /// Seconds that the rest takes at least.
    pub seconds_left: u32,
    /// The rows; none while the upload is not in sight.
    pub list: UploadList,
}

/// What can be pressed during a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RunState {
    /// It works: *Pause*, *Stop*.
    Working,
    /// *Resume*, *Stop*.
    Paused,
    /// It needs a new access token: *Continue*, *Stop*.
    NeedsToken,
    /// It creates nothing more and reads back: *End now*.
    Stopping,
    /// It is over: *Try again*, *Save*, *Done*.
    Ended,
}

/// Rows of a plan or a result, a page at a time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadList {
    /// The filters, with how many rows each shows; the first shows all.
    pub filters: Vec<UploadFilter>,
    /// The one chosen, counted from 0.
    pub chosen: u32,
    /// The page shown, counted from 0.
    pub page: u32,
    /// How many pages there are.
    pub pages: u32,
    /// The rows of the page.
    pub rows: Vec<UploadRow>,
}

impl UploadList {
    /// Rows of a page.
    pub const ROWS: u32 = 100;
}

/// A filter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadFilter {
    /// Its words.
    pub label: String,
    /// Rows that it shows.
    pub count: u32,
}

/// One token of a plan or a result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadRow {
    /// Its place in the plan or the result.
    pub place: u32,
    /// Serial number.
    pub serial: String,
    /// What will become of it, or became of it.
    pub verdict: String,
    /// Whether that is good, open or bad.
    pub tone: Tone,
    /// More about it; may be empty.
    pub details: String,
    /// Its check box, with the token of the open batch that it is of; `None` for a row that cannot be chosen.
    pub ticked: Option<(TokenId, bool)>,
}

/// How a verdict is dressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tone {
    /// As it should be.
    Good,
    /// Neither.
    Plain,
    /// Worth a look.
    Warning,
    /// Wrong.
    Bad,
}

/// The result of a run as a file. It holds no seeds, so it outlives the wipe of an idle page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadResult {
    /// The name it is saved under.
    pub name: String,
    /// The table, as CSV.
    pub table: String,
}
