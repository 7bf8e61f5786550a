//! Reports about the inventory.

use serde::{Deserialize, Serialize};

use crate::{InventoryProblem, MethodsPermission, Ticket};

/// What the user does with the reports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReportEvent {
    /// Show this report, or the inventory again.
    Chosen(Option<ReportKind>),
    /// After how many days without use a token is listed, as it was typed.
    DaysGiven(String),
    /// The page shows or prints these rows and wants their content.
    RowsWanted {
        /// The snapshot the page knows; a stale one is not answered.
        snapshot: u32,
        /// First row, counted from 0.
        start: u32,
        /// How many.
        count: u32,
    },
    /// Read what the report needs of the holders, asking for the permission if it is missing.
    ReadAsked,
    /// Ask for the wider permission in place of the one that it needs; the user has read what it grants.
    WidePermissionAsked,
    /// Take the legacy tokens of the report from their holders, and delete them.
    CleanUpAsked,
    /// Select the tokens of the report in the inventory, and show that.
    SelectAsked,
    /// Save the report as CSV: the press.
    SaveAsked(Ticket),
}

/// A report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ReportKind {
    /// Tokens that nobody has.
    NotAssigned,
    /// Assigned, and never activated.
    NeverActivated,
    /// Activated, and never used.
    NeverUsed,
    /// Not used for a number of days.
    NotUsed,
    /// Held by disabled, deleted or guest accounts.
    Accounts,
    /// Two tokens of one person with one serial number.
    Twice,
    /// People with as many tokens as one may have.
    Full,
}

impl ReportKind {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::NotAssigned,
        Self::NeverActivated,
        Self::NeverUsed,
        Self::NotUsed,
        Self::Accounts,
        Self::Twice,
        Self::Full,
    ];

    /// Its name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::NotAssigned => "Not assigned",
            Self::NeverActivated => "Assigned, never activated",
            Self::NeverUsed => "Activated, never used",
            Self::NotUsed => "Not used for a while",
            Self::Accounts => "Held by disabled, deleted or guest accounts",
            Self::Twice => "Serial numbers twice",
            Self::Full => "People with five tokens",
        }
    }
}

/// A report as it is shown, saved and printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportView {
    /// Which.
    pub kind: ReportKind,
    /// What it lists, as sentences.
    pub about: String,
    /// Days without use, for the report that has them.
    pub days: Option<u32>,
    /// Why the number of days that was typed is not taken, as a sentence without a full stop.
    pub days_refused: Option<String>,
    /// What of the holders was read.
    pub reading: ReportReading,
    /// The permission for people's tokens, when the report waits for it.
    pub permission: Option<MethodsPermission>,
    /// The head of its table.
    pub head: Vec<String>,
    /// Counts up when rows or their order changed.
    pub snapshot: u32,
    /// How many rows there are.
    pub total: u32,
    /// What to do about them, a step each.
    pub steps: Vec<String>,
    /// How many legacy tokens the clean-up would delete.
    pub cleaned: u32,
    /// Tokens of the inventory that it lists; none where its rows are of people.
    pub selectable: u32,
    /// When the inventory was read.
    pub read: String,
}

impl ReportView {
    /// How many rows are printed at most; all of them are shown, and in the CSV.
    pub const PRINTED: u32 = 50_000;
    /// The longest time without use that is asked for, in days.
    pub const MOST_DAYS: u32 = 36_500;
}

/// What a report has to read beside the inventory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReportReading {
    /// Nothing.
    Nothing,
    /// It is read only on request.
    Asked {
        /// Of how many people.
        people: u32,
        /// The permission it takes.
        permission: String,
    },
    /// It is being read.
    Under {
        /// People read.
        done: u32,
        /// All of them.
        people: u32,
    },
    /// It could not be read.
    Halted(InventoryProblem),
    /// It was read.
    Done {
        /// People whose data could not be read.
        unread: u32,
    },
}
