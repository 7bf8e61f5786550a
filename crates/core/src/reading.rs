//! How files are to be read where the user said so: a format in place of the one that was recognised, or a mapping of
//! columns.

use seedferry_protocol::{ColumnRole, Mapping, MappingView};
use serde::{Deserialize, Serialize};

use crate::{
    envelope::Content,
    format::{self, FileFormat},
};

/// How one file is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reading {
    /// In this format.
    Format(FileFormat),
    /// As a table with these columns.
    Columns(Mapping),
}

/// What was said about the files of an opening. Files are named as in
/// [`SourceFile`](crate::token::SourceFile): with the layers around them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Readings {
    /// How single files are read.
    pub named: Vec<(String, Reading)>,
    /// Mappings for tables that are not recognised, where their columns fit.
    pub mappings: Vec<Mapping>,
    /// Ask about this file, whether or not it is recognised.
    pub ask: Option<String>,
}

/// A table that nobody said yet how to read.
pub struct Question {
    /// The table, to preview other mappings.
    pub table: Content,
    /// The question, with the best guess.
    pub view: MappingView,
}

impl Readings {
    /// What was said about a file.
    pub(crate) fn of(&self, name: &str) -> Option<&Reading> {
        self.named.iter().rev().find(|(named, _)| named == name).map(|(_, reading)| reading)
    }

    /// The first mapping that fits a table: as many columns, and a seed in each of the first rows.
    pub(crate) fn mapping_for(&self, table: &Content) -> Option<Mapping> {
        let fits = |mapping: &&Mapping| {
            mapping.columns.contains(&ColumnRole::Seed)
                && format::preview(table, Some(mapping)).is_some_and(|view| {
                    view.mapping.columns.len() == mapping.columns.len() && view.usable * 2 > view.total
                })
        };
        self.mappings.iter().find(fits).cloned()
    }
}
