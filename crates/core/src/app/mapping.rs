//! How a table is read: the question, its answer, and reading a file of the open batch again in another way.

use seedferry_protocol::{
    CutShort, Mapping, MappingView, OfferedFile, OpeningId, PageEffect, Ticket, WrongCodes,
};

use super::{
    Effect, Model, OpenerCommand, nothing_to_hand_over,
    opening::{Opening, Stage},
    page,
    review::count,
    save::{Holds, Outgoing},
};
use crate::{
    encoding::SeedEncoding,
    envelope::OpenError,
    format::{FileFormat, mapping::file},
    reading::{Reading, Readings},
    token::SourceFile,
};

/// The name under which a mapping is saved.
const FILE_NAME: &str = "column-mapping.json";

/// What the open batch came from.
#[derive(Default)]
pub(super) struct Kept {
    files: Vec<OfferedFile>,
    /// Names of files that only a batch file speaks of.
    pub(super) absent: Vec<String>,
}

impl Opening {
    /// The opener asks, or shows what an answer makes of the table, which is all that it then knows.
    pub(super) fn asks_for_mapping(&mut self, mut mapping: Box<MappingView>) {
        self.keep_candidate();
        if let Stage::Maps(asked) = &mut self.stage
            && asked.path == mapping.path
        {
            mapping.can_be_left_out |= asked.can_be_left_out;
            mapping.format = mapping.format.take().or_else(|| asked.format.take());
        }
        self.stage = Stage::Maps(mapping);
    }

    /// The table could not be read as was said: the question stays, with the reason. `false` when nothing was asked.
    pub(super) fn mapping_failed(&mut self, error: &OpenError) -> bool {
        let Stage::Maps(view) = &mut self.stage else {
            return false;
        };
        view.trying = false;
        view.problem = Some(format!("{}. {}", error.title(), error.remedy()));
        self.readings.forget(&view.path.join(SourceFile::BETWEEN));
        true
    }

    /// Reads the table that is asked about in this way.
    fn read_as(&mut self, reading: impl FnOnce(&MappingView) -> Option<Reading>) -> Vec<Effect> {
        let Stage::Maps(view) = &mut self.stage else {
            return Vec::new();
        };
        let Some(reading) = reading(view).filter(|_| !view.trying) else {
            return Vec::new();
        };
        view.trying = true;
        if let Reading::Columns(mapping) = &reading {
            self.readings.mappings.push(mapping.clone());
        }
        let seeds = SeedEncoding::chosen(view.mapping.seed_encoding);
        self.readings.say(view.path.join(SourceFile::BETWEEN), reading, seeds);
        self.readings.ask = None;
        self.commands()
    }
}

/// The part of [`Model`] that maps tables.
impl Model {
    /// Shows the change at once; the opener then shows what it makes of the table.
    pub(super) fn change_mapping(&mut self, id: OpeningId, mapping: Mapping) -> Vec<Effect> {
        let Some(opening) = self.opening_of(id) else {
            return Vec::new();
        };
        let Stage::Maps(view) = &mut opening.stage else {
            return Vec::new();
        };
        view.mapping = mapping.clone();
        if !view.is_table() {
            return Vec::new();
        }
        vec![opening.tell(OpenerCommand::Preview(mapping))]
    }

    pub(super) fn accept_mapping(&mut self, id: OpeningId) -> Vec<Effect> {
        let columns =
            |view: &MappingView| view.problem.is_none().then(|| Reading::Columns(view.mapping.clone()));
        self.opening_of(id).map(|opening| opening.read_as(columns)).unwrap_or_default()
    }

    pub(super) fn choose_format(
        &mut self,
        id: OpeningId,
        format: &str,
        wrong_codes: WrongCodes,
        cut_short: CutShort,
    ) -> Vec<Effect> {
        let reading = FileFormat::from_id(format).map(|format| match cut_short {
            CutShort::Stop => Reading::Format(format),
            CutShort::Mend => Reading::Mended(format),
        });
        let Some(opening) = self.opening_of(id) else {
            return Vec::new();
        };
        opening.readings.say_wrong_codes(wrong_codes);
        opening.read_as(|_| reading)
    }

    pub(super) fn leave_out(&mut self, id: OpeningId) -> Vec<Effect> {
        let left_out = |view: &MappingView| view.can_be_left_out.then_some(Reading::LeftOut);
        self.opening_of(id)
            .map(|opening| match opening.stage {
                Stage::Asks { .. } => opening.go_on_without(),
                _ => opening.read_as(left_out),
            })
            .unwrap_or_default()
    }

    pub(super) fn save_mapping(&mut self, ticket: Ticket, id: OpeningId) -> Vec<Effect> {
        let Some(Opening { stage: Stage::Maps(view), .. }) = self.opening_of(id) else {
            return nothing_to_hand_over(ticket);
        };
        let content = file::write(&view.mapping);
        let (name, media_type) = (FILE_NAME.to_owned(), "application/json".to_owned());
        self.save_file(ticket, Outgoing { name, media_type, content, holds: Holds::Mapping })
    }

    /// Opens the files of the batch again, and asks how that one is to be read.
    pub(super) fn read_again(&mut self, source: u32) -> Vec<Effect> {
        let Some(review) = &self.review else {
            return Vec::new();
        };
        let Some(name) = review.batch().sources.get(source as usize).map(|source| source.name.clone()) else {
            return Vec::new();
        };
        if self.kept.absent.contains(&name) {
            let text =
                "came with a batch file, so it cannot be read differently. Open the vendor's file for that";
            self.news.warn(format!("{name} {text}"));
            return Vec::new();
        }
        let readings = Readings { ask: Some(name), ..review.readings().clone() };
        let numbers = review.held.files.clone();
        let files = numbers.iter().filter_map(|number| self.kept.files.get(*number as usize).cloned());
        let files: Vec<_> = files.collect();
        if files.is_empty() || self.opening.is_some() {
            return Vec::new();
        }
        let kept = files.len();
        let opening = self.begin_opening(files);
        if let Some(opening) = &mut self.opening {
            (opening.readings, opening.again, opening.kept) = (readings, true, kept);
        }
        vec![page(PageEffect::StartOpenerAgain { opening, files: numbers })]
    }

    /// What opened the files is kept for the next ones.
    pub(super) fn keep_secrets(&mut self) {
        if let Some(opening) = &mut self.opening {
            opening.keep_candidate();
            self.secrets = opening.secrets.clone();
        }
    }

    /// The opening is over and its batch is here: its files may be wanted again. Comes with what was said about how they
    /// are read, and with the numbers of the files that were not kept before.
    pub(super) fn keep_files(&mut self) -> (Vec<Effect>, Readings, Vec<u32>) {
        let Some(opening) = self.opening.take() else {
            return (Vec::new(), Readings::default(), Vec::new());
        };
        let id = opening.id();
        let (files, readings) = opening.given();
        let first = count(self.kept.files.len());
        self.kept.files.extend(files);
        let numbers = (first..count(self.kept.files.len())).collect();
        (vec![Effect::DropOpener(id), page(PageEffect::KeepFiles(id))], readings, numbers)
    }
}
