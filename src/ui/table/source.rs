//! What a table is of: the differences between the tables of the page.

use seedferry_protocol::{EditField, EditingView, Event as VaultEvent};

use crate::ui::prelude::*;

/// The rows of a table, as the vault showed them last.
pub(crate) trait Source: Clone + PartialEq + 'static {
    /// A row.
    type Row: PartialEq + 'static;
    /// A column.
    type Column: Copy + PartialEq + 'static;

    /// Stands before the ids of elements, so that two tables can be mounted.
    const PREFIX: &'static str;
    /// What the table is called.
    const LABEL: &'static str;
    /// What the order is called before one was chosen.
    const UNSORTED: &'static str;
    /// A class of the table's own.
    const CLASS: Option<&'static str>;

    /// Counts up when rows or their order changed.
    fn snapshot(&self) -> u32;
    /// How many rows there are.
    fn shown(&self) -> u32;
    /// How many of the shown rows are selected.
    fn selected(&self) -> u32;
    /// The columns, in their order.
    fn columns(&self) -> &[Self::Column];
    /// The order: a column, and whether it descends.
    fn sort(&self) -> Option<(Self::Column, bool)>;
    /// What to tell the vault.
    fn event(ask: Ask<Self::Column>) -> Option<VaultEvent>;

    /// Whether this row's details are shown.
    fn is_open(&self, _row: &Self::Row) -> bool {
        false
    }
    /// What is edited in the table.
    fn editing(&self) -> Option<&EditingView> {
        None
    }
    /// Whether that is edited in this row.
    fn edits(_editing: &EditingView, _row: &Self::Row) -> bool {
        false
    }

    /// A column's name.
    fn name(column: Self::Column) -> &'static str;
    /// The class that places a column.
    fn class(column: Self::Column) -> &'static str;
    /// The field that is edited in a column.
    fn field(_column: Self::Column) -> Option<EditField> {
        None
    }
    /// Names a row, whatever happens to the order.
    fn id(row: &Self::Row) -> u32;
    /// Whether a row is selected.
    fn is_selected(row: &Self::Row) -> bool;
    /// What its check box is called.
    fn check_label(row: &Self::Row) -> String;
    /// The content of a row in a column.
    fn content(row: &Self::Row, column: Self::Column) -> Html;
}

/// What a table asks the vault for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ask<C> {
    /// These rows of a snapshot.
    Rows {
        /// The snapshot.
        snapshot: u32,
        /// The first row.
        start: u32,
        /// How many.
        count: u32,
    },
    /// This order.
    Order {
        /// By which column.
        column: C,
        /// From high to low.
        descending: bool,
    },
    /// The other state of a row's check box.
    Toggle(u32),
    /// A range of shown rows, selected.
    Range {
        /// The row that was pressed before, if one was.
        from: Option<u32>,
        /// The row that was pressed now.
        to: u32,
    },
    /// All shown rows, selected.
    All,
    /// No row selected.
    Nothing,
    /// A row's details, or none.
    Open(Option<u32>),
    /// A row's field in a column, for editing; in the details beside the table or in its cell.
    Edit {
        /// Whose.
        id: u32,
        /// Which.
        field: EditField,
        /// In the details.
        in_details: bool,
    },
}

/// Whether all shown rows are selected.
pub(super) fn all_selected(source: &impl Source) -> bool {
    source.shown() > 0 && source.selected() >= source.shown()
}
