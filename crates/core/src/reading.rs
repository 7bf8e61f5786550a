//! How files are to be read where the user said so: a format in place of the one that was recognised, or a mapping of
//! columns.

use seedferry_protocol::{ColumnRole, CutShort, Mapping, MappingView, WrongCodes};
use serde::{Deserialize, Serialize};

use crate::{
    encoding::SeedEncoding,
    envelope::{Content, OpenError},
    format::{self, FileFormat, ReadOptions},
    token::SourceFile,
};

/// How one file is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reading {
    /// In this format.
    Format(FileFormat),
    /// In this format, as if it ended after its last whole element.
    Mended(FileFormat),
    /// As a table with these columns.
    Columns(Mapping),
    /// Not at all.
    LeftOut,
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
    /// How the seeds of single files are written.
    pub seeds: Vec<(String, SeedEncoding)>,
    /// What becomes of encrypted values whose message authentication code is not right.
    pub wrong_codes: WrongCodes,
    /// The same of files that were joined, where it was said for them alone.
    pub wrong_codes_of: Vec<(String, WrongCodes)>,
}

/// A table, or a file that was cut, that nobody said yet how to read.
pub struct Question {
    /// The file, to preview other mappings where it is a table.
    pub table: Content,
    /// The question, with the best guess.
    pub view: MappingView,
}

impl Question {
    /// The question about a file that was read already, with what was said or recognised then.
    pub(crate) fn again(file: Content, readings: &Readings) -> Self {
        let name = file.path.join(SourceFile::BETWEEN);
        let mapping = match readings.of(&name) {
            Some(Reading::Columns(mapping)) => Some(mapping),
            _ => None,
        };
        let format = match readings.of(&name) {
            Some(Reading::Format(format) | Reading::Mended(format)) => Some(*format),
            Some(Reading::Columns(_)) => None,
            Some(Reading::LeftOut) | None => format::sniff(&file).ok(),
        };
        let mut view = format::preview(&file, mapping).unwrap_or_else(|| format::preview_of_other(&file));
        view.format = format.map(|format| format.id().to_owned());
        if let Some(seeds) = readings.options_of(&name).seeds {
            view.mapping.seed_encoding = seeds.reading();
        }
        let options = readings.options_of(&name);
        view.wrong_codes = (format == Some(FileFormat::Pskc)).then_some(options.wrong_codes);
        view.cut_short = (options.cut_short != CutShort::Stop).then_some(options.cut_short);
        Self { table: file, view }
    }

    /// The question about a key container whose end is missing.
    pub(crate) fn cut_short(file: Content, readings: &Readings, error: &OpenError) -> Self {
        let mut view = format::preview_of_other(&file);
        view.format = Some(FileFormat::Pskc.id().to_owned());
        view.wrong_codes = Some(readings.wrong_codes);
        view.cut_short = Some(CutShort::Stop);
        view.problem = Some(format!("{}. {}", error.title(), error.remedy()));
        Self { table: file, view }
    }

    /// Whether the file likely holds tokens: whole keys, or a seed in each of most rows.
    pub(crate) fn is_likely(&self) -> bool {
        self.view.cut_short.is_some() || self.holds_seeds()
    }

    fn holds_seeds(&self) -> bool {
        self.view.mapping.columns.contains(&ColumnRole::Seed) && self.view.usable * 2 > self.view.total
    }
}

impl Readings {
    /// What was said about a file.
    pub(crate) fn of(&self, name: &str) -> Option<&Reading> {
        self.named.iter().rev().find(|(named, _)| named == name).map(|(_, reading)| reading)
    }

    /// The names of the files that are not read.
    pub(crate) fn left_out(&self) -> Vec<String> {
        let left_out = self.named.iter().filter(|(_, reading)| *reading == Reading::LeftOut);
        left_out.map(|(name, _)| name.clone()).collect()
    }

    /// What was said about a file beside its format.
    pub(crate) fn options_of(&self, name: &str) -> ReadOptions {
        let seeds = self.seeds.iter().rev().find(|(named, _)| named == name);
        let of_joined = self.wrong_codes_of.iter().rev().find(|(named, _)| named == name);
        let is_mended = matches!(self.of(name), Some(Reading::Mended(_)));
        ReadOptions {
            seeds: seeds.map(|(_, encoding)| *encoding),
            wrong_codes: of_joined.map_or(self.wrong_codes, |(_, wrong_codes)| *wrong_codes),
            cut_short: if is_mended { CutShort::Mend } else { CutShort::Stop },
        }
    }

    /// Says how a file is read, in place of what was said before.
    pub(crate) fn say(&mut self, name: String, reading: Reading, seeds: Option<SeedEncoding>) {
        self.forget(&name);
        self.seeds.extend(seeds.map(|seeds| (name.clone(), seeds)));
        self.named.push((name, reading));
    }

    /// Forgets what was said about how a file is read.
    pub(crate) fn forget(&mut self, name: &str) {
        self.named.retain(|(named, _)| named != name);
        self.seeds.retain(|(named, _)| named != name);
    }

    /// Says what becomes of values whose message authentication code is not right, in all files.
    pub(crate) fn say_wrong_codes(&mut self, wrong_codes: WrongCodes) {
        self.wrong_codes = wrong_codes;
        self.wrong_codes_of.clear();
    }

    /// Adds what was said about the files of another opening, which have these names.
    pub(crate) fn join<'n>(&mut self, mut other: Self, names: impl Iterator<Item = &'n str>) {
        self.named.append(&mut other.named);
        self.mappings.append(&mut other.mappings);
        self.seeds.append(&mut other.seeds);
        self.wrong_codes_of.extend(names.map(|name| (name.to_owned(), other.wrong_codes)));
        self.wrong_codes_of.append(&mut other.wrong_codes_of);
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
