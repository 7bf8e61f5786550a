//! What crosses between the page and the vault: events one way, views and page effects the other.
//!
//! The page depends on this crate alone, so the compiler keeps seed types out of it. Messages are encoded
//! with postcard and travel as transferred buffers.

mod account;
mod area;
mod assign;
mod check;
mod cloud;
mod count;
mod custom_csv;
mod desk;
mod edit;
mod effect;
mod event;
mod guide;
mod inventory;
mod log;
mod mapping;
mod order;
mod passphrase;
mod policy;
mod pskc;
mod report;
mod screen;
mod seal;
mod sheets;
mod strength;
mod target;
mod upload;
mod view;
mod work;

pub use account::{
    AccountEvent, AccountSettings, AccountView, ConsentView, Grant, ReadySummary, SignInError, SignInRequest,
    SignInView, Surroundings,
};
pub use area::Area;
pub use assign::{
    AccountFact, Activation, AssignEvent, AssignPart, AssignView, HeldRow, HeldTokens, HitView, HitsView,
    ManyView, OneView, PairId, PairList, PairRow, PairsView, PersonCard, TokenHit, ToldView, UnknownFact,
    WaitingView,
};
pub use check::{
    CheckEvent, CheckView, CheckedToken, ClockView, CodeLife, FoundView, MatchView, RefusedView, SearchView,
    TypedCode,
};
pub use cloud::Cloud;
pub use count::grouped;
pub use custom_csv::{
    CsvColumn, CsvContent, CsvDelimiter, CsvEncoding, CsvLayoutView, CsvLimits, CsvLineEnding, CsvQuoting,
    CsvWord, CustomCsv, DigitsLimit, HashLimit, IntervalLimit, LetterCase, SeedText, TokenProperty,
    TokenTypes,
};
pub use desk::{
    CardTokens, CardView, DeskAction, DeskEvent, DeskForm, DeskView, FoundPeople, HeldView,
    MethodsPermission, PersonHit,
};
pub use edit::{
    DuplicatesView, EditField, EditedFields, EditingView, FormKind, FormView, RemarkView, RivalView,
    RivalsView, UserListView,
};
pub use effect::{Exposed, PageEffect, ToPage};
pub use event::{Event, OfferedFile, OpenerJob, OpeningId, Ticket};
pub use guide::{GuideItem, GuideStep, GuideStepView, GuideView};
pub use inventory::{
    DeviceChoices, DeviceColumn, DeviceDetails, DeviceFilter, DeviceId, DeviceRow, DeviceSort,
    InventoryEvent, InventoryProblem, InventoryStage, InventoryView, Those, TokenAct,
};
pub use log::{KeptWrite, LogEvent, LogRow, LogView, Remains, ScriptKind, ScriptView, ToldWrite};
pub use mapping::{
    ColumnRole, ColumnSeen, MappedRow, Mapping, MappingView, SeedReading, TimeUnit, TokenKind,
};
pub use order::{
    ExamineView, KeyAlgorithm, KeyFacts, KeyJob, KeyJobId, KeyPart, KeyView, KeyWish, MadeKeyView,
    OrderEvent, OrderGuideView, OrderItem, OrderPlace, OrderStep, OrderStepView, OrderView, PasswordSigns,
    PasswordView, PasswordWish, PublicKeyView,
};
pub use passphrase::Passphrase;
pub use policy::{GroupView, Nameless, PolicyChange, PolicyContent, PolicyEvent, PolicyView};
pub use pskc::{CutShort, PskcKeyLength, PskcOptions, PskcUsers, WrongCodes};
pub use report::{ReportEvent, ReportKind, ReportReading, ReportView};
pub use screen::{Open, Screen};
pub use seal::{RecipientView, SealEvent, SealKind, SealView};
pub use sheets::{SheetView, SheetsEvent, SheetsView};
pub use strength::{Strength, strength};
pub use target::{DualShieldCodes, ExportOptions, TargetFormat, TargetGroup};
pub use upload::{
    DryRequest, DryRunView, PlanView, ReadyAction, ReadyLine, ReadyState, RunState, RunView, Tone,
    UploadEvent, UploadFilter, UploadList, UploadResult, UploadRow, UploadStage, UploadView,
};
pub use view::{
    AskKind, AskView, Cell, ClipboardView, Column, DetailsView, ExportView, FailureView, FindingFilter,
    FindingView, IdleView, LossView, Notice, OpeningView, Pane, PartView, ReviewView, Row, Severity,
    SortOrder, StageView, StayingView, SummaryView, TokenId,
};
pub use work::{DeviceChange, HeldChoice, WorkConfirm, WorkEdit, WorkEvent, WorkRun, WorkStage, WorkView};
