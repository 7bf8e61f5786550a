//! The table of the open batch.

use std::rc::Rc;

use seedferry_protocol::{
    Column, EditField, EditingView, Event as VaultEvent, ReviewView, Row, SortOrder, TokenId,
};

use super::columns::{COLUMNS, class, content, field};
use super::source::{Ask, Source};
use crate::ui::prelude::*;
use crate::ui::words;

/// The tokens of the open batch.
#[derive(Clone, PartialEq)]
pub(crate) struct Tokens(pub(crate) Rc<ReviewView>);

impl Source for Tokens {
    type Row = Row;
    type Column = Column;

    const PREFIX: &'static str = "";
    const LABEL: &'static str = "Tokens";
    const UNSORTED: &'static str = "File order";
    const CLASS: Option<&'static str> = None;

    fn snapshot(&self) -> u32 {
        self.0.snapshot
    }

    fn shown(&self) -> u32 {
        self.0.shown
    }

    fn selected(&self) -> u32 {
        self.0.selected.saturating_sub(self.0.selected_hidden)
    }

    fn columns(&self) -> &[Column] {
        &COLUMNS
    }

    fn sort(&self) -> Option<(Column, bool)> {
        self.0.sort.map(|order| (order.column, order.descending))
    }

    fn event(ask: Ask<Column>) -> Option<VaultEvent> {
        Some(match ask {
            Ask::Rows { snapshot, start, count } => VaultEvent::RowsWanted { snapshot, start, count },
            Ask::Order { column, descending } => VaultEvent::SortChanged(SortOrder { column, descending }),
            Ask::Toggle(id) => VaultEvent::TokenToggled(TokenId(id)),
            Ask::Range { from, to } => VaultEvent::RangeSelected { from: from.map(TokenId), to: TokenId(to) },
            Ask::All => VaultEvent::AllShownSelected,
            Ask::Nothing => VaultEvent::SelectionCleared,
            Ask::Open(id) => VaultEvent::DetailsChosen(id.map(TokenId)),
            Ask::Edit { id, field, in_details } => {
                VaultEvent::EditBegun { token: TokenId(id), field, in_details }
            }
        })
    }

    fn is_open(&self, row: &Row) -> bool {
        self.0.details.as_ref().is_some_and(|details| details.row.id == row.id)
    }

    fn editing(&self) -> Option<&EditingView> {
        self.0.editing.as_ref().filter(|editing| !editing.in_details)
    }

    fn edits(editing: &EditingView, row: &Row) -> bool {
        editing.token == row.id
    }

    fn name(column: Column) -> &'static str {
        words::column(column)
    }

    fn class(column: Column) -> &'static str {
        class(column)
    }

    fn field(column: Column) -> Option<EditField> {
        field(column)
    }

    fn id(row: &Row) -> u32 {
        row.id.0
    }

    fn is_selected(row: &Row) -> bool {
        row.selected
    }

    fn check_label(row: &Row) -> String {
        match row.serial.as_str() {
            "" => format!("Select row without serial number, {}", row.source),
            serial => format!("Select row {serial}"),
        }
    }

    fn content(row: &Row, column: Column) -> Html {
        content(row, column)
    }
}
