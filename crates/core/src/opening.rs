//! From foreign bytes to a batch: peels the envelope, sniffs and parses what is inside. The opener's whole work.

use seedferry_protocol::Mapping;

pub use crate::envelope::Progress;
use crate::{
    diagnostic::{Diagnostic, FileProblem, Place},
    envelope::{self, Cause, Content, LayerNote, OpenError, Opened, Secrets, holds_private_key},
    format::{
        self, FileFormat, Parsed,
        custom_csv::{self, SavedLayout},
        mapping,
    },
    reading::{Question, Reading as Said, Readings},
    secret::KeyFile,
    token::{Batch, SourceFile},
};

/// Opens all files and merges what is inside into one batch, each token keeping where it came from.
///
/// Every secret is tried on whatever layer asks. Opening again with one more secret starts from the outside:
/// that keeps this a pure function of its input, and costs less than a second.
///
/// Files inside that are no seed files are skipped with a note when at least one other is one; else the most
/// telling of their errors is returned.
pub fn open(
    files: Vec<(String, Vec<u8>)>,
    secrets: &Secrets,
    progress: &mut dyn FnMut(Progress),
) -> Result<Batch, OpenError> {
    open_as(files, secrets, None, progress)
}

/// As [`open`], with the format of the files inside said beforehand; `None` sniffs it.
pub fn open_as(
    files: Vec<(String, Vec<u8>)>,
    secrets: &Secrets,
    format: Option<FileFormat>,
    progress: &mut dyn FnMut(Progress),
) -> Result<Batch, OpenError> {
    let (files, secrets) = sort_out_keys(files, secrets);
    let outcomes = peel(files, &secrets, Vec::new(), progress)?;
    let has_others = count(&outcomes) > 1;
    let plan = Plan { format, readings: &Readings::default(), may_ask: false, has_others };
    read_all(outcomes, &secrets, &plan, progress)?.without_question()
}

/// As [`open`], with what was said about how files are read. A saved mapping beside other files counts as said, and a
/// saved layout alone is one, both in whatever envelope they come.
pub fn open_with(
    files: Vec<(String, Vec<u8>)>,
    secrets: &Secrets,
    readings: &Readings,
    progress: &mut dyn FnMut(Progress),
) -> Result<Outcome, OpenError> {
    let (files, secrets) = sort_out_keys(files, secrets);
    let mut outcomes = peel(files, &secrets, readings.left_out(), progress)?;
    if let Some(layout) = layout_alone(&outcomes) {
        return Ok(Outcome::Layout(layout));
    }
    let mut readings = readings.clone();
    readings.mappings.extend(sort_out_mappings(&mut outcomes));
    let has_others = count(&outcomes) > 1;
    let plan = Plan { format: None, readings: &readings, may_ask: true, has_others };
    read_all(outcomes, &secrets, &plan, progress)
}

/// What opening came to.
pub enum Outcome {
    /// The tokens.
    Batch(Batch),
    /// A table or a file that was cut, and what would be said of it if it could not be asked about.
    Asks(Box<Question>, OpenError),
    /// The columns of a table to write, saved here.
    Layout(SavedLayout),
}

impl Outcome {
    fn without_question(self) -> Result<Batch, OpenError> {
        match self {
            Self::Batch(batch) => Ok(batch),
            Self::Asks(_, error) => Err(error),
            Self::Layout(_) => Err(nothing_inside()),
        }
    }
}

/// How files are read.
struct Plan<'p> {
    /// All of them in this format.
    format: Option<FileFormat>,
    readings: &'p Readings,
    /// A table may be asked about although other files can be read.
    may_ask: bool,
    /// There are several files.
    has_others: bool,
}

fn read_all(
    outcomes: Vec<Result<Opened, OpenError>>,
    secrets: &Secrets,
    plan: &Plan<'_>,
    progress: &mut dyn FnMut(Progress),
) -> Result<Outcome, OpenError> {
    let mut reading = Reading::default();
    for outcome in outcomes {
        match outcome {
            Ok(opened) => {
                if let Some(asks) = reading.delivery(opened, secrets, plan, progress)? {
                    return Ok(asks);
                }
            }
            Err(error) => reading.failed(error, None),
        }
    }
    reading.finish(plan.may_ask)
}

/// Takes out saved mappings that were given together with the tables they describe.
fn sort_out_mappings(outcomes: &mut Vec<Result<Opened, OpenError>>) -> Vec<Mapping> {
    let mut mappings = Vec::new();
    if count(outcomes) == 1 {
        return mappings;
    }
    for opened in outcomes.iter_mut().flatten() {
        opened.files.retain(|file| {
            let mapping = mapping::file::read(&file.bytes);
            let is_other = mapping.is_none();
            mappings.extend(mapping);
            is_other
        });
    }
    outcomes.retain(|outcome| count(core::slice::from_ref(outcome)) > 0);
    mappings
}

/// How many files there are, readable or not.
fn count(outcomes: &[Result<Opened, OpenError>]) -> usize {
    let files = |outcome: &Result<Opened, _>| {
        outcome.as_ref().map_or(1, |opened| opened.files.len() + opened.failures.len())
    };
    outcomes.iter().map(files).sum()
}

/// The layout, when nothing else was given.
fn layout_alone(outcomes: &[Result<Opened, OpenError>]) -> Option<SavedLayout> {
    let [Ok(opened)] = outcomes else {
        return None;
    };
    let [file] = opened.files.as_slice() else {
        return None;
    };
    custom_csv::load(core::str::from_utf8(&file.bytes).ok()?).ok()
}

/// The question about a file that could not be read, where an answer could change that.
fn question(file: &Content, readings: &Readings, error: &OpenError) -> Option<Question> {
    match error.cause {
        Cause::EndMissing { .. } => Some(Question::cut_short(file.clone(), readings, error)),
        Cause::NotASeedFile(_) => {
            format::preview(file, None).map(|view| Question { table: file.clone(), view })
        }
        _ => None,
    }
}

fn not_asked() -> Cause {
    Cause::NotASeedFile("A table whose columns are to be said".to_owned())
}

/// Only peels the envelopes: the files inside the innermost layers, whatever they are.
pub fn open_raw(
    files: Vec<(String, Vec<u8>)>,
    secrets: &Secrets,
    progress: &mut dyn FnMut(Progress),
) -> Result<Opened, OpenError> {
    let mut all = Opened { files: Vec::new(), notes: Vec::new(), failures: Vec::new() };
    for outcome in peel(files, secrets, Vec::new(), progress)? {
        let mut opened = outcome?;
        all.files.append(&mut opened.files);
        all.notes.append(&mut opened.notes);
        all.failures.append(&mut opened.failures);
    }
    Ok(all)
}

/// Private and pre-shared keys that were given together with the files they open are keys, not files.
fn sort_out_keys(files: Vec<(String, Vec<u8>)>, secrets: &Secrets) -> (Vec<(String, Vec<u8>)>, Secrets) {
    let mut secrets = secrets.clone();
    let (files, keys) = parted(files, holds_private_key);
    secrets.key_files.extend(keys);
    let (files, keys) = parted(files, format::is_shared_key);
    secrets.shared_keys.extend(keys);
    (files, secrets)
}

/// Files, and those among them that are keys; without another file there is nothing that they could open.
fn parted(
    files: Vec<(String, Vec<u8>)>,
    is_key: impl Fn(&[u8]) -> bool,
) -> (Vec<(String, Vec<u8>)>, Vec<KeyFile>) {
    let (keys, others): (Vec<_>, Vec<_>) = files.into_iter().partition(|(_, bytes)| is_key(bytes));
    if others.is_empty() {
        return (keys, Vec::new());
    }
    (others, keys.into_iter().map(|(name, bytes)| KeyFile::new(name, bytes)).collect())
}

/// Peels every file, with limits that hold for all of them. A lock ends it, because it can be asked about, unless the user
/// goes on without what it hides; another failure does not touch the other files.
fn peel(
    files: Vec<(String, Vec<u8>)>,
    secrets: &Secrets,
    left_out: Vec<String>,
    progress: &mut dyn FnMut(Progress),
) -> Result<Vec<Result<Opened, OpenError>>, OpenError> {
    let mut session = envelope::Session::new(secrets)?.leaving_out(left_out);
    let others = files.len() > 1;
    let mut outcomes = Vec::new();
    for (name, bytes) in files {
        let file = Content { path: vec![name], bytes: bytes.into() };
        match session.open(file, progress) {
            Err(error) if error.cause.can_be_asked() && !session.does_without(&error) => {
                return Err(error.beside(others));
            }
            outcome => outcomes.push(outcome),
        }
    }
    Ok(outcomes)
}

/// A batch while its files are read.
#[derive(Default)]
struct Reading {
    batch: Batch,
    /// The layers around each source.
    paths: Vec<Vec<String>>,
    /// What could not be read, and the first source that came with it.
    failures: Vec<(OpenError, Option<u32>)>,
    /// The first file that can be asked about.
    asks: Option<(Box<Question>, OpenError)>,
}

impl Reading {
    /// Reads all that was inside one file, and puts what was noticed to the files it is about. Returns the question about
    /// a file that is to be asked about.
    fn delivery(
        &mut self,
        opened: Opened,
        secrets: &Secrets,
        plan: &Plan<'_>,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Option<Outcome>, OpenError> {
        let (start, failed) = (self.paths.len(), self.failures.len());
        for file in opened.files {
            progress(Progress { what: format!("Reading {}", name(&file)), percent: None });
            if plan.readings.ask.as_ref() == Some(&name(&file)) {
                let error = OpenError::new(file.path.clone(), not_asked());
                let question = Question::again(file, plan.readings);
                return Ok(Some(Outcome::Asks(Box::new(question), error)));
            }
            self.add(&file, secrets, plan)?;
            envelope::wipe(file.bytes);
        }
        opened.failures.into_iter().for_each(|failure| self.failed(failure, None));
        let beside = (start < self.paths.len()).then(|| index(start));
        for (_, place) in self.failures.iter_mut().skip(failed) {
            *place = beside;
        }
        opened.notes.into_iter().for_each(|note| self.note(note, start));
        Ok(None)
    }

    /// A note belongs to the first source out of its layer, or out of the same file.
    fn note(&mut self, LayerNote { path, note }: LayerNote, start: usize) {
        let inside = self.paths.iter().skip(start).position(|source| source.starts_with(&path));
        let source = (start + inside.unwrap_or(0)).min(self.paths.len().saturating_sub(1));
        self.batch.findings.push(Diagnostic::new(Place::file(index(source)), FileProblem::Envelope(note)));
    }

    fn failed(&mut self, error: OpenError, beside: Option<u32>) {
        self.failures.push((error, beside));
    }

    /// Reads one file. A lock inside it ends the whole, because it can be asked about.
    fn add(&mut self, file: &Content, secrets: &Secrets, plan: &Plan<'_>) -> Result<(), OpenError> {
        if plan.readings.of(&name(file)) == Some(&Said::LeftOut) {
            let cause = Cause::NotASeedFile("A file that you left out".to_owned());
            self.failed(OpenError::new(file.path.clone(), cause), None);
            return Ok(());
        }
        match self.read(file, secrets, plan) {
            Ok((format, mut parsed)) => {
                if format == FileFormat::BatchFile {
                    self.saved(file, parsed);
                    return Ok(());
                }
                self.paths.push(file.path.clone());
                let encoding = parsed.encoding;
                self.batch.sources.push(SourceFile { name: name(file), format, encoding });
                self.batch.tokens.append(&mut parsed.tokens);
                self.batch.findings.append(&mut parsed.findings);
            }
            Err(cause) => {
                let error = OpenError::new(file.path.clone(), cause);
                if error.cause.can_be_asked() {
                    return Err(error.beside(plan.has_others));
                }
                if self.asks.is_none() {
                    let question = question(file, plan.readings, &error);
                    self.asks = question.map(|question| (Box::new(question), error.clone()));
                }
                self.failed(error, None);
            }
        }
        Ok(())
    }

    /// A batch that was saved keeps the names of the files that its tokens came from.
    fn saved(&mut self, file: &Content, parsed: Parsed) {
        let Parsed { tokens, findings, sources, mut carried, .. } = parsed;
        carried.absent = sources.iter().map(|source| source.name.clone()).collect();
        self.paths.extend(sources.iter().map(|_| file.path.clone()));
        self.batch.append(Batch { sources, tokens, findings, carried });
    }

    fn read(
        &self,
        file: &Content,
        secrets: &Secrets,
        plan: &Plan<'_>,
    ) -> Result<(FileFormat, Parsed), Cause> {
        let source = index(self.batch.sources.len());
        let by_mapping = |mapping: &Mapping| {
            format::parse_mapped(file, mapping, source).map(|parsed| (FileFormat::Table, parsed))
        };
        let said = plan.readings.of(&name(file));
        let format = match (said, plan.format.as_ref()) {
            (Some(Said::Columns(mapping)), _) => return by_mapping(mapping),
            (Some(Said::Format(format) | Said::Mended(format)), _)
            | (None | Some(Said::LeftOut), Some(format)) => Ok(*format),
            (None | Some(Said::LeftOut), None) => format::sniff(file),
        };
        let format = match format {
            Ok(format) => format,
            Err(cause) => {
                let mapping = plan.readings.mapping_for(file);
                return mapping.map_or(Err(cause), |mapping| by_mapping(&mapping));
            }
        };
        let options = plan.readings.options_of(&name(file));
        format::parse_as(file, format, source, secrets, options).map(|parsed| (format, parsed))
    }

    /// Beside files that can be read, a table is asked about when it is likely to hold tokens.
    fn finish(mut self, may_ask: bool) -> Result<Outcome, OpenError> {
        let is_alone = self.batch.sources.is_empty();
        let is_asked = |question: &Question| is_alone || (may_ask && question.is_likely());
        if let Some((mut question, error)) = self.asks.take_if(|(question, _)| is_asked(question)) {
            question.view.can_be_left_out = !is_alone;
            return Ok(Outcome::Asks(question, error));
        }
        if is_alone {
            let failures: Vec<_> = self.failures.into_iter().map(|(error, _)| error).collect();
            return Err(OpenError::most_telling(&failures).cloned().unwrap_or_else(nothing_inside));
        }
        for (failure, beside) in self.failures {
            let place = Place::file(beside.unwrap_or(0));
            self.batch.findings.push(Diagnostic::new(place, FileProblem::skipped(&failure)));
        }
        Ok(Outcome::Batch(self.batch))
    }
}

fn index(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

fn name(file: &Content) -> String {
    file.path.join(SourceFile::BETWEEN)
}

fn nothing_inside() -> OpenError {
    OpenError::new(Vec::new(), Cause::Empty)
}
