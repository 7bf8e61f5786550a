//! What the page tells the vault.

use serde::{Deserialize, Serialize};

use crate::{
    AccountEvent, Area, AssignEvent, CheckEvent, Cloud, CustomCsv, CutShort, DeskEvent, EditField,
    ExportOptions, FindingFilter, FormKind, GuideStep, InventoryEvent, LogEvent, Mapping, Notice, OrderEvent,
    Passphrase, PolicyEvent, Remains, SealEvent, SheetsEvent, SortOrder, TargetFormat, TokenId, UploadEvent,
    WorkEvent, WrongCodes,
};

/// Numbers the openings of one visit, so that late answers are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct OpeningId(pub u32);

/// A file that the user offered. The page keeps the `File` itself and gives it to the opener.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferedFile {
    /// Its name, for display only; the content decides what it is.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
}

/// The page's one message to an opener. Its attachments are the port to the vault, then the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenerJob;

/// Numbers a press of *Copy* or *Save*, so that content finds its way to the press that asked for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Ticket(pub u32);

/// Everything the page can tell the vault: what the user did, and what became of a page effect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Event {
    /// The sign-in has news.
    Account(AccountEvent),
    /// Another area was chosen.
    AreaChosen(Area),
    /// Something about giving tokens to people.
    Assign(AssignEvent),
    /// Something in the inventory.
    Inventory(InventoryEvent),
    /// Something about writes on single tokens.
    Work(WorkEvent),
    /// Something in the log.
    Log(LogEvent),
    /// Something on the way to the tenant.
    Upload(UploadEvent),
    /// Something at the help desk.
    Desk(DeskEvent),
    /// Something about the policy.
    Policy(PolicyEvent),
    /// Something about sheets and labels.
    Sheets(SheetsEvent),
    /// Something about the seal of what is saved.
    Seal(SealEvent),
    /// Files were dropped, chosen or pasted.
    FilesOffered(Vec<OfferedFile>),
    /// The passphrase that [`StageView::Asks`](crate::StageView::Asks) asked for.
    PassphraseGiven {
        /// The opening that asked.
        opening: OpeningId,
        /// What was typed.
        passphrase: Passphrase,
    },
    /// A file with the private or pre-shared key that was asked for was chosen; the `File` travels as the message's attachment.
    KeyFileGiven {
        /// The opening that asked.
        opening: OpeningId,
        /// The file's name and size.
        file: OfferedFile,
    },
    /// Something in the mapping of columns was changed: preview it.
    MappingChanged {
        /// The opening that asked.
        opening: OpeningId,
        /// The whole answer.
        mapping: Mapping,
    },
    /// Read the table as it is mapped now.
    MappingAccepted(OpeningId),
    /// Read the file in this format instead, its seeds as the mapping says.
    FormatChosen {
        /// The opening that asked.
        opening: OpeningId,
        /// The format's id.
        format: String,
        /// What becomes of encrypted values whose message authentication code is not right.
        wrong_codes: WrongCodes,
        /// What becomes of the file, where its end is missing.
        cut_short: CutShort,
    },
    /// Do not read the file that is asked about, only the other ones.
    FileLeftOut(OpeningId),
    /// What becomes of encrypted values whose message authentication code is not right was chosen.
    WrongCodesChosen {
        /// The opening that asked.
        opening: OpeningId,
        /// What.
        wrong_codes: WrongCodes,
    },
    /// *Save mapping* was pressed.
    MappingSaveAsked {
        /// The press.
        ticket: Ticket,
        /// The opening that asked.
        opening: OpeningId,
    },
    /// Read a file of the open batch again, in another way; the files that the batch came from are opened again.
    ReadAgainAsked {
        /// Which of [`SummaryView::sources`](crate::SummaryView::sources), counted from 0.
        source: u32,
    },
    /// The user gave the opening up. The page has already ended its opener.
    OpeningCancelled(OpeningId),
    /// The user wants the failed opening tried again, with the same files.
    OpeningRetried(OpeningId),
    /// The page started the opener that [`PageEffect::StartOpener`](crate::PageEffect::StartOpener) asked for;
    /// the port to it travels as the message's attachment.
    OpenerStarted(OpeningId),
    /// The opener ended by itself: a trap, or it could not be started.
    OpenerDied {
        /// Its opening.
        opening: OpeningId,
    },

    /// The search text was committed (after a short pause in typing).
    SearchChanged(String),
    /// Show only tokens with findings of this kind.
    FilterChanged(FindingFilter),
    /// Sort by this column.
    SortChanged(SortOrder),
    /// The table shows these rows and wants their content.
    RowsWanted {
        /// The snapshot the page knows; a stale one is not answered.
        snapshot: u32,
        /// First row, counted from 0 among the shown ones.
        start: u32,
        /// How many.
        count: u32,
    },
    /// The check box of one token was pressed.
    TokenToggled(TokenId),
    /// A range of shown rows was selected (Shift).
    RangeSelected {
        /// The row that was pressed before; `None` for the first one.
        from: Option<TokenId>,
        /// The row that was pressed now.
        to: TokenId,
    },
    /// Select every shown token.
    AllShownSelected,
    /// Select none.
    SelectionCleared,
    /// Take the selected tokens out of the batch.
    SelectedRemoved,
    /// Take the last step back.
    Undone,
    /// Do the step again that was taken back last.
    Redone,
    /// Show one token's findings beside the table, or none.
    DetailsChosen(Option<TokenId>),
    /// Show this token's seed, for a limited time.
    SeedRevealAsked(TokenId),
    /// Begin to edit a field.
    EditBegun {
        /// Whose.
        token: TokenId,
        /// Which.
        field: EditField,
        /// In the details beside the table, which are opened for that; otherwise in its cell.
        in_details: bool,
    },
    /// The text for the field that is being edited, unless it is the seed.
    EditGiven(String),
    /// The seed that was typed while the seed is being edited.
    SeedGiven(Passphrase),
    /// The field stays as it is.
    EditCancelled,
    /// What is assumed for a field counts as said from now on.
    AssumptionAccepted {
        /// Whose; `None` for the selected tokens.
        token: Option<TokenId>,
        /// Which field.
        field: EditField,
    },
    /// What was assumed of the type of a file's tokens counts as said from now on.
    TypeOfFileAccepted {
        /// Its place among the batch's files.
        source: u32,
    },
    /// A form was opened or closed.
    FormChosen(Option<FormKind>),
    /// Set a field of the selected tokens.
    FieldSet {
        /// Which, one of [`EditField::SHARED`].
        field: EditField,
        /// To what; nothing takes the value away.
        text: String,
    },
    /// A list of users was pasted.
    UserListPasted(String),
    /// A file with a list of users was chosen; the `File` travels as the message's attachment.
    UserListGiven(OfferedFile),
    /// Read the list with the other column as the serial number.
    UserListTurned,
    /// Assign the users of the list.
    UsersAssigned,
    /// Take out tokens that say nothing new.
    DoublesDropped,
    /// Of the tokens with one serial number, keep this one.
    RivalKept(TokenId),
    /// Give the batch up and start anew.
    BatchClosed,

    /// The export panel was opened (with this target chosen) or closed.
    ExportChosen(Option<TargetFormat>),
    /// An option of the export panel was changed.
    ExportOptionsChanged(ExportOptions),
    /// A pre-shared key was typed for what is written; an empty one takes the former away.
    ExportKeyGiven(Passphrase),
    /// A file with a pre-shared key was chosen for what is written; the `File` travels as the message's attachment.
    ExportKeyFileGiven(OfferedFile),
    /// A pre-shared key is to be made for what is written, and saved as a file: the press.
    ExportKeyMakeAsked(Ticket),
    /// A passphrase was typed twice for what is written; an empty one takes the former away.
    ExportPassphraseGiven(Passphrase),
    /// The columns of the chosen target were changed; `None` gives it its own back.
    CsvLayoutChanged(Option<CustomCsv>),
    /// A ready-made layout was chosen for the custom CSV, by its place in
    /// [`CsvLayoutView::ready_made`](crate::CsvLayoutView::ready_made).
    ReadyMadeChosen(u32),
    /// The user's own layout is to come back, which the chosen target had before another one was put in its place.
    CsvLayoutPutBack,
    /// A saved layout was loaded: the text of the JSON file, which holds no seed.
    CsvLayoutLoaded(String),
    /// *Save layout* was pressed.
    CsvLayoutSaveAsked(Ticket),
    /// *Save the whole report* was pressed for what is exported.
    ExportReportSaveAsked(Ticket),
    /// *Copy* was pressed for one part.
    CopyAsked {
        /// The press.
        ticket: Ticket,
        /// The part, counted from 0.
        part: u32,
    },
    /// *Save* was pressed for one part.
    SaveAsked {
        /// The press.
        ticket: Ticket,
        /// The part, counted from 0.
        part: u32,
    },
    /// What became of a copy.
    CopyDone {
        /// The press.
        ticket: Ticket,
        /// Whether the clipboard took it.
        written: bool,
    },
    /// What became of a save.
    SaveDone {
        /// The press.
        ticket: Ticket,
        /// Whether the browser took the file.
        written: bool,
    },
    /// *Clear now* was pressed and the clipboard was overwritten (or not).
    ClipboardCleared {
        /// Whether the browser let us.
        cleared: bool,
    },

    /// The guide was opened from the export panel, or left.
    GuideChosen(bool),
    /// A step of the guide was ticked, or its tick taken back.
    GuideStepTicked {
        /// Which.
        step: GuideStep,
        /// Ticked.
        done: bool,
    },
    /// A body was ticked because Graph Explorer took it, or its tick taken back.
    GuideBodyTicked {
        /// The body, counted from 0.
        part: u32,
        /// Ticked.
        done: bool,
    },
    /// What became of copying text of the guide, which holds no seeds.
    TextCopied {
        /// Whether the clipboard took it.
        written: bool,
    },

    /// Something in the panel that checks codes.
    Check(CheckEvent),

    /// Something in ordering a seed file.
    Order(OrderEvent),

    /// A sample could not be fetched from beside the page.
    SampleMissing(String),
    /// Files that the system opened with the installed app could not be read; their names.
    LaunchFailed(Vec<String>),
    /// The newer version of the page could not be taken.
    UpdateFailed,
    /// The page was built for this cloud; without a word it is the global one.
    BuiltFor(Cloud),
    /// A notice was dismissed.
    NoticeDismissed(u32),
    /// A tick of the page's clock.
    TimePassed {
        /// Since the last tick, in milliseconds; much more than a minute when the computer slept.
        milliseconds: u32,
    },
    /// The user pressed a key or a button, or scrolled.
    PageUsed,
    /// How long nobody may use the page before it is wiped was chosen.
    IdleChosen {
        /// Minutes; `None` turns it off.
        minutes: Option<u32>,
    },
    /// After [`PageEffect::WipeForIdle`](crate::PageEffect::WipeForIdle), to the new vault, before anything is done with it.
    WipedForIdle {
        /// What was chosen before.
        minutes: Option<u32>,
        /// The notices that were in sight.
        notices: Vec<Notice>,
        /// What was kept.
        remains: Remains,
    },
    /// Zeroize everything, then say so; the page ends the workers afterwards.
    WipeAsked,
}
