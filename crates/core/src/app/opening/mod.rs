//! The phase in which foreign files are opened. It stands over whatever is open already and touches nothing
//! of it until the batch is there.

mod words;

use seedferry_protocol::{
    Area, AskKind, AskView, FailureView, MappingView, OfferedFile, OpeningId, OpeningView, PageEffect,
    Passphrase, StageView, UploadResult, WrongCodes, grouped,
};

use self::words::{ask_kind, failure, hint, question, refusal, stopped, unreadable};
use super::{Effect, Model, OpenerCommand, OpenerReport, Review, page};
use crate::{
    diagnostic::{Diagnostic, FileProblem, Place},
    envelope::{Cause, OpenError, Secrets},
    format::batch_file::MAX_RESULTS,
    opening::Progress,
    reading::{Reading, Readings},
    samples::is_sample,
    secret::KeyFile,
    token::{Batch, SourceFile, Token},
};

/// An opening under way.
pub(super) struct Opening {
    id: OpeningId,
    files: Vec<OfferedFile>,
    /// What opened a layer so far.
    pub(super) secrets: Secrets,
    /// The answer that is being tried.
    candidate: Option<Candidate>,
    pub(super) stage: Stage,
    attempt: u32,
    /// What was said about how files are read.
    pub(super) readings: Readings,
    /// The batch that comes takes the place of the open one.
    pub(super) again: bool,
    /// So many of the files are kept already.
    pub(super) kept: usize,
    /// Tokens of the batch that came before its last report.
    arrived: Vec<Token>,
    /// Files that the browser could not read, beside others.
    unread: Vec<FileProblem>,
}

pub(super) enum Stage {
    Working(Progress),
    Asks { kind: AskKind, error: OpenError, problem: Option<String> },
    Maps(Box<MappingView>),
    Failed(FailureView),
}

/// An answer that may be right: kept when the opening gets further with it, dropped when it does not.
#[derive(Clone)]
enum Candidate {
    Passphrase(Passphrase),
    KeyFile(KeyFile),
    SharedKey(KeyFile),
}

impl Opening {
    pub(super) fn new(id: OpeningId, files: Vec<OfferedFile>, secrets: Secrets) -> Self {
        let what = match files.as_slice() {
            [file] => format!("Reading {}", file.name),
            files => format!("Reading {} files", files.len()),
        };
        let stage = Stage::Working(Progress { what, percent: None });
        Self {
            id,
            files,
            secrets,
            candidate: None,
            stage,
            attempt: 0,
            readings: Readings::default(),
            again: false,
            kept: 0,
            arrived: Vec::new(),
            unread: Vec::new(),
        }
    }

    pub(super) fn id(&self) -> OpeningId {
        self.id
    }

    /// Whether it works, and neither asks nor has failed.
    pub(super) fn is_working(&self) -> bool {
        matches!(self.stage, Stage::Working(_)) || self.candidate.is_some()
    }

    /// What was given beside the files that are kept already, and what was said about how to read it.
    pub(super) fn given(mut self) -> (Vec<OfferedFile>, Readings) {
        let new = self.files.split_off(self.kept.min(self.files.len()));
        (new, self.readings)
    }

    pub(super) fn view(&self) -> OpeningView {
        let stage = match &self.stage {
            Stage::Working(progress) => {
                StageView::Working { what: progress.what.clone(), percent: progress.percent }
            }
            Stage::Asks { kind, error, problem } => {
                StageView::Asks(self.ask_view(*kind, error, problem.clone()))
            }
            Stage::Maps(mapping) => StageView::Maps(MappingView::clone(mapping)),
            Stage::Failed(failure) => StageView::Failed(failure.clone()),
        };
        OpeningView { id: self.id, files: self.files.clone(), stage }
    }

    /// How to read, where that was said, and the secrets to try: what worked so far, and the candidate.
    pub(super) fn commands(&self) -> Vec<Effect> {
        let mut secrets = self.secrets.clone();
        self.candidate.iter().for_each(|candidate| candidate.clone().join(&mut secrets));
        let said = self.readings != Readings::default();
        let read_as = said.then(|| OpenerCommand::ReadAs(self.readings.clone()));
        read_as.into_iter().chain([OpenerCommand::Try(secrets)]).map(|command| self.tell(command)).collect()
    }

    /// A command for the opener.
    pub(super) fn tell(&self, command: OpenerCommand) -> Effect {
        Effect::ToOpener { opening: self.id, command }
    }

    /// One answer at a time, and only to a question: what the opener then says can be about nothing else.
    fn try_candidate(&mut self, candidate: Candidate) -> Vec<Effect> {
        if self.candidate.is_some() || !matches!(self.stage, Stage::Asks { .. }) {
            return Vec::new();
        }
        self.candidate = Some(candidate);
        self.attempt += 1;
        self.commands()
    }

    /// A layer did not open. Tells apart: the last answer was wrong; it was right and the next layer asks;
    /// nothing can be asked for.
    fn failed(&mut self, error: OpenError) {
        let Some(kind) = ask_kind(&error.cause) else {
            self.keep_candidate();
            if self.mapping_failed(&error) {
                return;
            }
            self.stage = Stage::Failed(failure(&error));
            return;
        };
        // Without it nothing is left: it is asked about after all.
        let left_out = self.readings.left_out();
        let needed: Vec<_> = error.layers().filter(|name| left_out.contains(name)).collect();
        for name in &needed {
            self.readings.forget(name);
        }
        let same_question = matches!(&self.stage, Stage::Asks { kind: before, error: asked, .. }
            if *before == kind && is_same_lock(asked, &error));
        let refused = self.candidate.is_some() && same_question;
        if refused {
            self.candidate = None;
        } else {
            self.keep_candidate();
        }
        let problem =
            if needed.is_empty() { refused.then(|| refusal(&error)) } else { Some(NEEDED.to_owned()) };
        self.stage = Stage::Asks { kind, error, problem };
    }

    pub(super) fn keep_candidate(&mut self) {
        if let Some(candidate) = self.candidate.take() {
            candidate.join(&mut self.secrets);
        }
    }

    fn ask_view(&self, kind: AskKind, error: &OpenError, problem: Option<String>) -> AskView {
        AskView {
            kind,
            title: question(error),
            path: error.path.clone(),
            hint: hint(kind).to_owned(),
            problem,
            attempt: self.attempt,
            trying: self.candidate.is_some(),
            wrong_codes: matches!(kind, AskKind::SharedKey | AskKind::ContainerPassphrase)
                .then_some(self.readings.wrong_codes),
            can_be_left_out: error.beside,
        }
    }

    /// Opens the other files without the one that is locked.
    pub(super) fn go_on_without(&mut self) -> Vec<Effect> {
        let Stage::Asks { error, .. } = &self.stage else {
            return Vec::new();
        };
        if !error.beside || self.candidate.is_some() {
            return Vec::new();
        }
        self.readings.say(error.path.join(SourceFile::BETWEEN), Reading::LeftOut, None);
        self.stage = Stage::Working(Progress { what: "Opening the other files".to_owned(), percent: None });
        self.commands()
    }
}

/// Whether two errors are about the same lock, so that the answer between them did not open it. A passphrase that is *missing*
/// once more, rather than wrong, means that all that were given opened something.
fn is_same_lock(asked: &OpenError, error: &OpenError) -> bool {
    let key = |error: &OpenError| match &error.cause {
        Cause::NeedsPassphrase(lock) | Cause::WrongPassphrase(lock) => Some(lock.clone()),
        _ => None,
    };
    asked.path == error.path && key(asked) == key(error) && !matches!(error.cause, Cause::NeedsPassphrase(_))
}

/// Why a file that was left out is asked about again.
const NEEDED: &str = "None of the other files could be read without this one";

impl Candidate {
    fn join(self, secrets: &mut Secrets) {
        match self {
            Self::Passphrase(passphrase) => secrets.passphrases.push(passphrase),
            Self::KeyFile(file) => secrets.key_files.push(file),
            Self::SharedKey(file) => secrets.shared_keys.push(file),
        }
    }
}

/// The part of [`Model`] that opens files.
impl Model {
    pub(super) fn offer(&mut self, files: Vec<OfferedFile>) -> Vec<Effect> {
        if files.is_empty() {
            return Vec::new();
        }
        self.news.forget_notes();
        self.seals.choose_panel(false);
        if let Some(opening) =
            self.opening.as_mut().filter(|opening| !matches!(opening.stage, Stage::Failed(_)))
        {
            // Nothing that was given before is thrown away: the new files join, and the opening starts again.
            opening.files.extend(files);
            let id = opening.id;
            return vec![Effect::DropOpener(id), page(PageEffect::StartOpener(id))];
        }
        let mut effects = self.end_opening();
        let id = self.begin_opening(files);
        effects.push(page(PageEffect::StartOpener(id)));
        effects
    }

    pub(super) fn begin_opening(&mut self, files: Vec<OfferedFile>) -> OpeningId {
        self.openings += 1;
        let id = OpeningId(self.openings);
        self.opening = Some(Opening::new(id, files, self.secrets.clone()));
        id
    }

    pub(super) fn opener_started(&mut self, id: OpeningId) -> Vec<Effect> {
        let Some(opening) = self.opening_of(id) else {
            return Vec::new();
        };
        opening.unread.clear();
        opening.commands()
    }

    pub(super) fn opener_died(&mut self, id: OpeningId) -> Vec<Effect> {
        let Some(opening) = self.opening_of(id) else {
            return Vec::new();
        };
        opening.candidate = None;
        opening.arrived.clear();
        opening.stage = Stage::Failed(stopped(&opening.files));
        vec![Effect::DropOpener(id)]
    }

    pub(super) fn cancel_opening(&mut self, id: OpeningId) -> Vec<Effect> {
        if self.opening_of(id).is_some() { self.end_opening() } else { Vec::new() }
    }

    pub(super) fn retry_opening(&mut self, id: OpeningId) -> Vec<Effect> {
        let Some(opening) = self.opening_of(id) else {
            return Vec::new();
        };
        opening.stage = Stage::Working(Progress { what: "Starting again".to_owned(), percent: None });
        vec![Effect::DropOpener(id), page(PageEffect::StartOpener(id))]
    }

    pub(super) fn passphrase_given(&mut self, id: OpeningId, passphrase: Passphrase) -> Vec<Effect> {
        self.opening_of(id)
            .map(|opening| opening.try_candidate(Candidate::Passphrase(passphrase)))
            .unwrap_or_default()
    }

    pub(super) fn key_file_given(&mut self, id: OpeningId, file: KeyFile) -> Vec<Effect> {
        let Some(opening) = self.opening_of(id) else {
            return Vec::new();
        };
        // EXPOSE: only whether it is the key of the samples.
        let is_foreign = !is_sample(file.expose());
        let is_shared = matches!(opening.stage, Stage::Asks { kind: AskKind::SharedKey, .. });
        let candidate = if is_shared { Candidate::SharedKey(file) } else { Candidate::KeyFile(file) };
        let effects = opening.try_candidate(candidate);
        self.demo.foreign |= is_foreign;
        effects
    }

    pub(super) fn choose_wrong_codes(&mut self, id: OpeningId, wrong_codes: WrongCodes) -> Vec<Effect> {
        let Some(opening) = self.opening_of(id) else {
            return Vec::new();
        };
        opening.readings.say_wrong_codes(wrong_codes);
        vec![opening.tell(OpenerCommand::ReadAs(opening.readings.clone()))]
    }

    pub(super) fn key_file_unreadable(&mut self, id: OpeningId, name: &str) -> Vec<Effect> {
        if let Some(Opening { stage: Stage::Asks { problem, .. }, attempt, .. }) = self.opening_of(id) {
            *attempt += 1;
            *problem = Some(format!(
                "{name} could not be read, or is too large for a key file. Choose another file"
            ));
        }
        Vec::new()
    }

    pub(super) fn opener_says(&mut self, id: OpeningId, report: OpenerReport) -> Vec<Effect> {
        let Some(opening) = self.opening_of(id) else {
            return Vec::new();
        };
        match report {
            OpenerReport::Progress(progress) => {
                // A question stays in sight while its answer is tried, so that focus and place are kept.
                if !matches!(opening.stage, Stage::Asks { .. } | Stage::Maps(_)) {
                    opening.stage = Stage::Working(progress);
                }
                Vec::new()
            }
            OpenerReport::Failed(error) => {
                opening.failed(error);
                Vec::new()
            }
            OpenerReport::Unreadable { name, why, beside } => {
                let failure = unreadable(&name, &why);
                if beside {
                    let FailureView { title: reason, remedy, .. } = failure;
                    opening.unread.push(FileProblem::Skipped { name, reason, remedy });
                } else {
                    opening.stage = Stage::Failed(failure);
                }
                Vec::new()
            }
            OpenerReport::NeedsMapping(mapping) => {
                opening.asks_for_mapping(mapping);
                Vec::new()
            }
            OpenerReport::Foreign => {
                self.demo.foreign = true;
                Vec::new()
            }
            OpenerReport::Tokens(mut tokens) => {
                opening.arrived.append(&mut tokens);
                Vec::new()
            }
            OpenerReport::Opened(batch) => self.opened(batch),
            OpenerReport::Layout(layout) => self.layout_opened(layout),
        }
    }

    /// The batch is there: it joins what is open already, and what opened it is kept for the next file.
    fn opened(&mut self, mut batch: Batch) -> Vec<Effect> {
        if let Some(opening) = &mut self.opening {
            opening.arrived.append(&mut batch.tokens);
            batch.tokens = core::mem::take(&mut opening.arrived);
            let unread = opening.unread.drain(..);
            batch.findings.extend(unread.map(|problem| Diagnostic::new(Place::file(0), problem)));
        }
        self.keep_secrets();
        batch.findings.iter_mut().for_each(|finding| finding.heed_day(self.online.wall / 86_400));
        self.take_results(core::mem::take(&mut batch.carried.results));
        let has_list = self.take_pairs(core::mem::take(&mut batch.carried.pairs));
        self.kept.absent.append(&mut batch.carried.absent);
        let again = self.opening.as_ref().is_some_and(|opening| opening.again);
        let (effects, readings, files) = self.keep_files();
        let count = batch.tokens.len();
        let read =
            format!("{} {} read", grouped(count), if count == 1 { "token was" } else { "tokens were" });
        self.news.note(if has_list {
            format!("{read}. The list of people who shall get tokens stands in {}", Area::Assign.name())
        } else {
            read
        });
        match &mut self.review {
            Some(review) if again => {
                if review.replace(batch, readings, files) {
                    self.news.note("The files were read anew. Undo brings the former tokens back, with what was changed in them");
                }
                // What the panel knew of tokens is void.
                self.check = None;
            }
            Some(review) => review.join(batch, readings, files),
            None => {
                self.check = None;
                self.review = Some(Review::new(batch, readings, files));
            }
        }
        self.order.step_aside();
        self.unsaved = true;
        self.check_again();
        self.plan_due = true;
        self.upload = self.upload.take().filter(super::upload::Upload::is_running);
        effects
    }

    /// Of the results that batch files bring the last one is shown, unless one is here already. The others go on into the
    /// next batch file, the newest of them where they are too many.
    fn take_results(&mut self, mut results: Vec<UploadResult>) {
        if self.any_result().is_none() {
            self.kept_result = results.pop();
        }
        if results.is_empty() {
            return;
        }
        let others = match results.len() {
            1 => "The result of another upload came with the batch file. It is".to_owned(),
            count => format!("The results of {count} other uploads came with the batch file. They are"),
        };
        // A note would give way to the news that the file was read.
        self.news.warn(format!("{others} not shown here, and saved again with the next batch file"));
        self.other_results.append(&mut results);
        // Two places are kept for the one in sight and the one that is made here.
        let surplus = self.other_results.len().saturating_sub(MAX_RESULTS - 2);
        if surplus > 0 {
            self.other_results.drain(..surplus);
            self.news.warn(format!(
                "A batch file holds {MAX_RESULTS} results of uploads. The oldest are left out"
            ));
        }
    }

    pub(super) fn end_opening(&mut self) -> Vec<Effect> {
        self.opening.take().map_or_else(Vec::new, |opening| {
            vec![Effect::DropOpener(opening.id), page(PageEffect::EndOpener(opening.id))]
        })
    }

    pub(super) fn opening_of(&mut self, id: OpeningId) -> Option<&mut Opening> {
        self.opening.as_mut().filter(|opening| opening.id == id)
    }
}
