//! What the vault shows: plain data that components print. No view holds a seed, a passphrase or a private key.

use serde::{Deserialize, Serialize};

use crate::{
    AccountView, Area, AssignView, CheckView, CsvLayoutView, DeskView, EditedFields, EditingView,
    ExportOptions, FormView, GuideView, InventoryView, LogView, MappingView, OfferedFile, OpeningId,
    OrderView, PolicyView, SealView, SheetsView, SignInView, TargetFormat, UploadView, WorkView, WrongCodes,
};

/// Names a token within the open batch, whatever happens to the order of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TokenId(pub u32);

/// One part of the screen. It is sent only when it changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(clippy::large_enum_variant, reason = "a handful at a time; on wasm32 they are small enough anyway")]
pub enum Pane {
    /// Where the user is.
    Area(Area),
    /// Giving tokens to people; `None` while that is not in sight.
    Assign(Option<AssignView>),
    /// The opening under way, if any; it stands over whatever is open already.
    Opening(Option<OpeningView>),
    /// The open batch, if any.
    Review(Option<ReviewView>),
    /// The export panel, if open.
    Export(Option<ExportView>),
    /// How files are saved.
    Seal(SealView),
    /// The account that is signed in.
    Account(Option<AccountView>),
    /// The sign-in panel, if open.
    SignIn(Option<SignInView>),
    /// The inventory, while it is in sight.
    Inventory(Option<InventoryView>),
    /// Writes on single tokens, if any were asked for.
    Work(Option<WorkView>),
    /// The log, while it is looked at.
    Log(Option<LogView>),
    /// The upload, if there is one.
    Upload(Option<UploadView>),
    /// The help desk.
    Desk(DeskView),
    /// The policy for hardware tokens.
    Policy(PolicyView),
    /// Sheets and labels.
    Sheets(SheetsView),
    /// The name of the result that outlived the wipe of an idle page.
    KeptResult(Option<String>),
    /// Whether a file was opened that is not one of the samples: the demo warns of it.
    Foreign(bool),
    /// Whether seeds were sent to the tenant.
    Sent(bool),
    /// The panel that checks codes, if open.
    Check(Option<CheckView>),
    /// Ordering a seed file, while it is in sight.
    Order(Option<OrderView>),
    /// Whether the clipboard may hold something secret.
    Clipboard(Option<ClipboardView>),
    /// Short news for the message bar and for screen readers, newest last.
    Notices(Vec<Notice>),
    /// Whether leaving now would lose work.
    Unsaved(bool),
    /// The wipe that comes when nobody uses the page.
    Idle(IdleView),
}

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// May be wrong; the token is usable.
    Warning,
    /// The token cannot be used as it is.
    Error,
}

/// A finding, ready to print.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingView {
    /// How grave.
    pub severity: Severity,
    /// Where: file, and row or element.
    pub place: String,
    /// What was found.
    pub what: String,
    /// What follows from it.
    pub effect: String,
    /// What to do about it.
    pub remedy: String,
    /// The file whose tokens' type was assumed, by its place among the batch's files: that can be accepted.
    pub type_of_file: Option<u32>,
}

/// News about something that just happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Counts up; a component keys by it.
    pub number: u32,
    /// How it is dressed.
    pub severity: Severity,
    /// The text.
    pub text: String,
}

/// An opening under way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpeningView {
    /// Which.
    pub id: OpeningId,
    /// What was offered.
    pub files: Vec<OfferedFile>,
    /// How far it is.
    pub stage: StageView,
}

/// How far an opening is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StageView {
    /// Working in the opener.
    Working {
        /// What it does, as a sentence without a full stop.
        what: String,
        /// Share done in percent, when known.
        percent: Option<u8>,
    },
    /// Waiting for what opens the next layer.
    Asks(AskView),
    /// Waiting for what the columns of a table are.
    Maps(MappingView),
    /// It did not work out.
    Failed(FailureView),
}

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum AskKind {
    /// The password of a zip.
    ZipPassword,
    /// The passphrase of an OpenPGP message.
    MessagePassphrase,
    /// The file with a private OpenPGP key.
    PrivateKey,
    /// The passphrase that protects a private key.
    KeyPassphrase,
    /// The pre-shared key of a key container, typed or in a file.
    SharedKey,
    /// The passphrase of a key container.
    ContainerPassphrase,
}

/// A question to the user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskView {
    /// What is asked for.
    pub kind: AskKind,
    /// The question, naming the layer: *shipment-4711.zip needs its password*.
    pub title: String,
    /// Where that layer lies, outermost first: `["delivery.pgp", "shipment-4711.zip"]`.
    pub path: Vec<String>,
    /// What helps to answer.
    pub hint: String,
    /// Why the last answer did not do, if there was one.
    pub problem: Option<String>,
    /// Counts the answers, so that a field knows that its text was used up.
    pub attempt: u32,
    /// The last answer is being tried.
    pub trying: bool,
    /// What becomes of encrypted values whose message authentication code is not right, where there may be any.
    pub wrong_codes: Option<WrongCodes>,
    /// Other files might be read without this one.
    pub can_be_left_out: bool,
}

/// Why an opening failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailureView {
    /// One of the kinds of the command line: `damaged`, `empty`, `not-a-seed-file` …
    pub kind: String,
    /// What happened, naming the layer.
    pub title: String,
    /// Where, outermost layer first.
    pub path: Vec<String>,
    /// What to do about it.
    pub remedy: String,
    /// Whether trying the same file again can help.
    pub retry: bool,
}

/// The columns of the review table, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Column {
    /// Serial number.
    Serial,
    /// Seed, masked; sorts by length.
    Seed,
    /// Hash function.
    Hash,
    /// Time interval in seconds.
    Interval,
    /// Number of digits.
    Digits,
    /// Manufacturer.
    Manufacturer,
    /// Model.
    Model,
    /// User principal name.
    Upn,
    /// File and row the token came from.
    Source,
    /// Findings; sorts by gravity.
    Findings,
}

/// A column and a direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SortOrder {
    /// By what.
    pub column: Column,
    /// Largest first.
    pub descending: bool,
}

/// Which tokens are shown, by their findings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum FindingFilter {
    /// All.
    #[default]
    All,
    /// Those whose gravest finding is of this severity.
    With(Severity),
    /// Those without errors and warnings.
    Clean,
}

/// The open batch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewView {
    /// Changes whenever rows, their order or their content change; cached rows of another snapshot are void.
    pub snapshot: u32,
    /// Rows after search and filter.
    pub shown: u32,
    /// Tokens in the batch.
    pub total: u32,
    /// Selected tokens.
    pub selected: u32,
    /// Selected tokens that search or filter hide.
    pub selected_hidden: u32,
    /// The order, if not the file's.
    pub sort: Option<SortOrder>,
    /// The filter.
    pub filter: FindingFilter,
    /// The summary line.
    pub summary: SummaryView,
    /// Findings that belong to a file as a whole, gravest first; at most [`ReviewView::LISTED`].
    pub file_findings: Vec<FindingView>,
    /// How many there are in all.
    pub file_findings_total: u32,
    /// The token shown beside the table.
    pub details: Option<DetailsView>,
    /// The field that is being edited.
    pub editing: Option<EditingView>,
    /// The form that is open.
    pub form: Option<FormView>,
    /// Serial numbers that stand more than once.
    pub duplicates: u32,
    /// Tokens that were edited.
    pub edited: u32,
    /// What *Undo* takes back: *remove 3 tokens*.
    pub undo: Option<String>,
    /// Earlier steps are no longer kept.
    pub has_forgotten: bool,
    /// What *Redo* does again.
    pub redo: Option<String>,
    /// Work under way computes codes from the seeds of this batch.
    pub in_use: bool,
}

impl ReviewView {
    /// How many files, and how many findings about files, are listed one by one.
    pub const LISTED: usize = 50;
}

/// Counts over the whole batch.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SummaryView {
    /// The files, with what each is: *seeds.csv (Entra MFA CSV, seeds in Base32)*; at most [`ReviewView::LISTED`].
    pub sources: Vec<String>,
    /// How many there are in all.
    pub sources_total: u32,
    /// Tokens with an error.
    pub errors: u32,
    /// Tokens with a warning and no error.
    pub warnings: u32,
    /// Tokens with nothing worse than a note.
    pub clean: u32,
    /// What was assumed for lack of a word in the file: *hash function SHA-1*; empty when nothing was.
    pub assumed: Vec<String>,
}

/// A value and whether the file said it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// The text.
    pub text: String,
    /// The file did not say it; it is the usual value.
    pub assumed: bool,
}

/// One row of the review table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Which token.
    pub id: TokenId,
    /// Its check box.
    pub selected: bool,
    /// Serial number; empty when the file has none.
    pub serial: String,
    /// Length of the seed in bytes; `None` when there is no usable seed.
    pub seed_bytes: Option<u16>,
    /// Hash function.
    pub hash: Cell,
    /// Time interval in seconds, or the counter's word for HOTP.
    pub interval: Cell,
    /// Digits.
    pub digits: Cell,
    /// Manufacturer.
    pub manufacturer: String,
    /// Model.
    pub model: String,
    /// User principal name.
    pub upn: String,
    /// File and row.
    pub source: String,
    /// The gravest finding.
    pub worst: Option<Severity>,
    /// The gravest finding's text, shortened by the table as needed.
    pub finding: String,
    /// How many findings there are.
    pub findings: u16,
    /// Which fields were edited.
    pub edited: EditedFields,
}

/// One token beside the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DetailsView {
    /// Its row's content.
    pub row: Row,
    /// Its type: *TOTP*.
    pub oath_type: Cell,
    /// Its counter, if it is event-based.
    pub counter: Option<Cell>,
    /// Object id of the user whom Entra gives it; empty for none.
    pub assign_to: String,
    /// Name under which Entra shows it; empty for none.
    pub display_name: String,
    /// All its findings, gravest first.
    pub findings: Vec<FindingView>,
}

/// The export panel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportView {
    /// As what.
    pub target: TargetFormat,
    /// How.
    pub options: ExportOptions,
    /// Tokens that will be written.
    pub going: u32,
    /// Tokens that stay behind, with the reason; at most [`ExportView::LISTED`] are listed.
    pub staying: Vec<StayingView>,
    /// How many stay behind in all.
    pub staying_total: u32,
    /// What the target cannot carry, with how many tokens it concerns.
    pub losses: Vec<LossView>,
    /// The bodies or files, each to copy or to save.
    pub parts: Vec<PartView>,
    /// Why nothing can be written with these options, as sentences without a full stop.
    pub obstacles: Vec<String>,
    /// The columns, where the target is a table that the user may change.
    pub layout: Option<CsvLayoutView>,
    /// The files hold seeds.
    pub seeds: bool,
    /// The guide through Graph Explorer, while it is open in place of the options.
    pub guide: Option<GuideView>,
    /// Why there is no such guide, as sentences.
    pub no_guide: Option<String>,
}

impl ExportView {
    /// How many staying tokens are listed one by one.
    pub const LISTED: usize = 100;

    /// How many tokens a loss names.
    pub const NAMED: usize = 20;
}

/// A token that is not written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StayingView {
    /// Its serial number.
    pub serial: String,
    /// Why.
    pub reason: String,
}

/// Something that the target cannot carry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LossView {
    /// What is lost or defaulted.
    pub what: String,
    /// How many tokens it concerns.
    pub tokens: u32,
    /// Serial numbers of the first of them, at most [`ExportView::NAMED`].
    pub serials: Vec<String>,
}

/// One body or file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartView {
    /// The name it is saved under.
    pub file_name: String,
    /// Serial number of its first token.
    pub first: String,
    /// Serial number of its last token.
    pub last: String,
    /// How many tokens.
    pub tokens: u32,
    /// It was copied in this visit.
    pub copied: bool,
    /// It was saved in this visit.
    pub saved: bool,
    /// Graph Explorer took all of its tokens, as the user ticked.
    pub created: bool,
}

/// The bar that stays until the clipboard was cleared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClipboardView {
    /// What it may hold is a password, not seeds.
    pub password: bool,
    /// The last *Clear now* was refused by the browser.
    pub refused: bool,
}

/// The wipe that comes when nobody uses the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdleView {
    /// After how many minutes; `None` when it is turned off.
    pub minutes: Option<u32>,
    /// The seconds left, while the wipe is announced.
    pub seconds_left: Option<u32>,
}

impl IdleView {
    /// Minutes without use before the wipe, unless the user chose otherwise.
    pub const DEFAULT_MINUTES: u32 = 15;
}

impl Default for IdleView {
    fn default() -> Self {
        Self { minutes: Some(Self::DEFAULT_MINUTES), seconds_left: None }
    }
}
