//! Sheets and labels that are printed for people.

use serde::{Deserialize, Serialize};

/// What the user does about sheets and labels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SheetsEvent {
    /// The text of `wording.txt` beside the page, if there is one.
    WordingRead(Option<String>),
    /// Labels, or sheets.
    LabelsChosen(bool),
    /// Whom to ask, as it is printed.
    ContactGiven(String),
    /// The selected tokens only, or all of the open batch.
    SelectedOnlyChosen(bool),
    /// The tokens of the open batch, not those that were handed over by another area.
    BatchChosen,
    /// Show this page of them, counted from 0.
    PageChosen(u32),
    /// Look up what the people on the page are called, and those of each page that is shown after it.
    NamesAsked,
}

/// Sheets and labels.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetsView {
    /// Labels, not sheets.
    pub labels: bool,
    /// Whom to ask, as it is printed.
    pub contact: String,
    /// Whom they are for, as a sentence; `None` for the tokens of the open batch.
    pub handed: Option<String>,
    /// The selected tokens only.
    pub selected_only: bool,
    /// Selected tokens of the open batch.
    pub selected: u32,
    /// How many there are.
    pub total: u32,
    /// Tokens that are left out, because nobody has them.
    pub without_user: u32,
    /// The page shown, counted from 0; the browser prints a page of them at a time.
    pub page: u32,
    /// How many pages there are.
    pub pages: u32,
    /// What is on the page.
    pub items: Vec<SheetView>,
    /// People are being looked up.
    pub looking: bool,
    /// People on the page whose display names are not known and could be looked up.
    pub nameless: u32,
    /// People on the page whom the tenant does not know.
    pub unknown: u32,
    /// Why the host's wording is not used, as a sentence.
    pub refused: Option<String>,
}

impl SheetsView {
    /// How many are printed at a time.
    pub const ITEMS: u32 = 200;
    /// The longest contact, in characters.
    pub const LONGEST_CONTACT: usize = 64;
}

/// A sheet or a label, with nothing to fill in any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetView {
    /// Its first line.
    pub heading: String,
    /// The other lines.
    pub text: String,
}
