//! What crosses between the page and the vault: events one way, views and page effects the other.
//!
//! The page depends on this crate alone, so the compiler keeps seed types out of it. Messages are encoded
//! with postcard and travel as transferred buffers.

mod account;
mod check;
mod cloud;
mod custom_csv;
mod edit;
mod effect;
mod event;
mod guide;
mod mapping;
mod passphrase;
mod pskc;
mod screen;
mod target;
mod upload;
mod view;

pub use account::{
    AccountEvent, AccountSettings, AccountView, ConsentView, Grant, SignInError, SignInRequest, SignInView,
    Surroundings,
};
pub use check::{
    CheckEvent, CheckView, CheckedToken, ClockView, CodeLife, FoundView, MatchView, RefusedView, SearchView,
    TypedCode,
};
pub use cloud::Cloud;
pub use custom_csv::{
    CsvColumn, CsvContent, CsvDelimiter, CsvLayoutView, CsvLineEnding, CsvQuoting, CsvWord, CustomCsv,
    LetterCase, SeedText, TokenProperty,
};
pub use edit::{
    DuplicatesView, EditField, EditedFields, EditingView, FormKind, FormView, RemarkView, RivalView,
    RivalsView, UserListView,
};
pub use effect::{Exposed, PageEffect, ToPage};
pub use event::{Event, OfferedFile, OpenerJob, OpeningId, Ticket};
pub use guide::{GuideItem, GuideStep, GuideStepView, GuideView};
pub use mapping::{
    ColumnRole, ColumnSeen, MappedRow, Mapping, MappingView, SeedReading, TimeUnit, TokenKind,
};
pub use passphrase::Passphrase;
pub use pskc::{PskcKeyLength, PskcOptions, WrongCodes};
pub use screen::Screen;
pub use target::{DualShieldCodes, ExportOptions, TargetFormat, TargetGroup};
pub use upload::{
    DryRequest, PlanView, ReadyAction, ReadyLine, ReadyState, RunState, RunView, Tone, UploadEvent,
    UploadFilter, UploadList, UploadResult, UploadRow, UploadStage, UploadView,
};
pub use view::{
    AskKind, AskView, Cell, ClipboardView, Column, DetailsView, ExportView, FailureView, FindingFilter,
    FindingView, IdleView, LossView, Notice, OpeningView, Pane, PartView, ReviewView, Row, Severity,
    SortOrder, StageView, StayingView, SummaryView, TokenId,
};
