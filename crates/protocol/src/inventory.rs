//! The tenant's inventory: its table, filters and selection.

use serde::{Deserialize, Serialize};

use crate::{ReportEvent, ReportView, Ticket};

/// What the user does with the inventory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum InventoryEvent {
    /// Read it, or read it again.
    RefreshAsked,
    /// The search text was committed (after a short pause in typing).
    SearchChanged(String),
    /// Show only what passes this filter, too.
    FilterAdded(DeviceFilter),
    /// Take this filter away.
    FilterRemoved(DeviceFilter),
    /// Take all filters away.
    FiltersCleared,
    /// Show this column, or do not.
    ColumnShown {
        /// Which.
        column: DeviceColumn,
        /// Whether it is to be seen.
        shown: bool,
    },
    /// Sort by this column.
    SortChanged(DeviceSort),
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
    Toggled(DeviceId),
    /// A range of shown rows was selected (Shift).
    RangeSelected {
        /// The row that was pressed before; `None` for the first one.
        from: Option<DeviceId>,
        /// The row that was pressed now.
        to: DeviceId,
    },
    /// Select every shown token.
    AllShownSelected,
    /// Select none.
    SelectionCleared,
    /// Save the selected tokens as CSV, or the shown ones when none is selected: the press.
    SaveAsked(Ticket),
    /// Something in the reports.
    Report(ReportEvent),
    /// Show this token's details, or none.
    DetailsChosen(Option<DeviceId>),
    /// Do this.
    Asked {
        /// What.
        act: TokenAct,
        /// With which tokens.
        of: Those,
    },
}

/// What can be done with tokens of the inventory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TokenAct {
    /// Give them to people: they are the ones to choose from.
    Assign,
    /// Print sheets and labels for the people who have them.
    Print,
    /// Show the person who has it at the help desk.
    HelpDesk,
    /// Take them from the people who have them.
    Unassign,
    /// Deactivate them.
    Deactivate,
    /// Change their properties.
    Change,
    /// Delete them.
    Delete,
}

/// Tokens of the inventory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Those {
    /// The selected ones.
    Selected,
    /// The one whose details are shown.
    Detailed,
}

/// Names a token of the inventory in this visit, also when it is read again; no other is called so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DeviceId(pub u32);

/// A column of the inventory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum DeviceColumn {
    /// Serial number.
    Serial,
    /// Status.
    Status,
    /// Whom it is assigned to.
    Holder,
    /// Last used.
    LastUsed,
    /// Manufacturer.
    Manufacturer,
    /// Model.
    Model,
    /// Time interval.
    Interval,
    /// Hash function.
    Hash,
    /// Display name.
    DisplayName,
    /// Whether it is in the open batch.
    Batch,
}

impl DeviceColumn {
    /// All of them, in their order.
    pub const ALL: [Self; 10] = [
        Self::Serial,
        Self::Status,
        Self::Holder,
        Self::LastUsed,
        Self::Manufacturer,
        Self::Model,
        Self::Interval,
        Self::Hash,
        Self::DisplayName,
        Self::Batch,
    ];

    /// Its name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Serial => "Serial number",
            Self::Status => "Status",
            Self::Holder => "Assigned to",
            Self::LastUsed => "Last used",
            Self::Manufacturer => "Manufacturer",
            Self::Model => "Model",
            Self::Interval => "Time interval",
            Self::Hash => "Hash function",
            Self::DisplayName => "Display name",
            Self::Batch => "Open batch",
        }
    }
}

/// An order of the inventory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceSort {
    /// By which column.
    pub column: DeviceColumn,
    /// From high to low.
    pub descending: bool,
}

/// A filter: tokens with this value. Several of one column add to each other, those of different columns all hold.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DeviceFilter {
    /// In which column.
    pub column: DeviceColumn,
    /// Which value, in the words of the choices.
    pub value: String,
}

/// What a column can be filtered by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceChoices {
    /// The column.
    pub column: DeviceColumn,
    /// Its values, with how many tokens of the whole inventory each has.
    pub values: Vec<(String, u32)>,
}

impl DeviceChoices {
    /// How many values of a column are offered; the search finds the others.
    pub const LISTED: usize = 30;
}

/// The inventory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InventoryView {
    /// How far it is.
    pub stage: InventoryStage,
    /// Tokens read so far, while it is being read again.
    pub refreshing: Option<u32>,
    /// Why it could not be read again: the list is the old one.
    pub problem: Option<InventoryProblem>,
    /// When it was read: *28 November, 11:52 UTC*.
    pub read: String,
    /// Counts up when rows or their order changed.
    pub snapshot: u32,
    /// Tokens shown.
    pub shown: u32,
    /// Tokens in the tenant.
    pub total: u32,
    /// Tokens selected.
    pub selected: u32,
    /// Of those, the ones that are not shown.
    pub selected_hidden: u32,
    /// The order.
    pub sort: Option<DeviceSort>,
    /// The filters that hold.
    pub filters: Vec<DeviceFilter>,
    /// Filters to choose from.
    pub choices: Vec<DeviceChoices>,
    /// The columns shown, in their order.
    pub columns: Vec<DeviceColumn>,
    /// The reports, while they are in sight.
    pub report: Option<ReportView>,
    /// One token, while its details are in sight.
    pub details: Option<DeviceDetails>,
}

/// One token of the inventory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceDetails {
    /// Which.
    pub id: DeviceId,
    /// Serial number.
    pub serial: String,
    /// Who has it; empty for nobody.
    pub holder: String,
    /// All that is told of it, each with its name.
    pub fields: Vec<(String, String)>,
    /// Its seed is at hand in the open batch.
    pub in_batch: bool,
    /// What can be done with it.
    pub acts: Vec<TokenAct>,
}

/// How far the inventory is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum InventoryStage {
    /// Nobody is signed in.
    SignedOut,
    /// It is being read for the first time.
    Reading {
        /// Tokens read so far.
        devices: u32,
    },
    /// It could not be read.
    Halted(InventoryProblem),
    /// It is there.
    Listed,
}

/// Why something could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InventoryProblem {
    /// What happened, as sentences.
    pub what: String,
    /// What to do about it, as a sentence.
    pub remedy: String,
    /// One press asks for the permission that is missing.
    pub permission: bool,
}

/// A token of the inventory as a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceRow {
    /// Which.
    pub id: DeviceId,
    /// Selected.
    pub selected: bool,
    /// Serial number.
    pub serial: String,
    /// The texts of the columns, in the order of [`DeviceColumn::ALL`].
    pub cells: Vec<String>,
    /// Its seed is at hand in the open batch.
    pub in_batch: bool,
}
