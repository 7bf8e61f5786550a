//! Creating tokens within an upload: what is sent together, and what follows from each answer.

use std::collections::VecDeque;

use super::{Flight, GraphError, Millis, Outcome, Reading, Response, Run, State, Step, is_unknown};
use crate::graph::{
    ItemAnswer, Request, bulk, create::MOST_IN_BATCH, read_bulk, read_singles, single, singles,
};

/// After that many full chunks in a row a larger one is tried.
const GROWS_AFTER: u32 = 4;

/// What is sent in one request, as indices of jobs.
#[derive(Clone, Debug)]
pub(super) struct Chunk {
    kind: Kind,
    jobs: Vec<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// One PATCH.
    Bulk,
    /// A `$batch` of POSTs.
    Batch,
    /// One POST.
    Single,
}

/// What is still to be sent.
#[derive(Clone, Debug)]
pub(super) struct Queue {
    halves: VecDeque<Vec<usize>>,
    fresh: VecDeque<usize>,
    singles: VecDeque<usize>,
    /// Most tokens in a PATCH at present, and as far as it may grow.
    limit: usize,
    ceiling: usize,
    successes: u32,
    refusals: u32,
    takes_bulk: bool,
    /// Most POSTs in a `$batch`; 1 when there is no `$batch`.
    batch: usize,
}

impl Queue {
    pub(super) fn new(chunk: usize) -> Self {
        let limit = chunk.max(1);
        Self {
            halves: VecDeque::new(),
            fresh: VecDeque::new(),
            singles: VecDeque::new(),
            limit,
            ceiling: limit,
            successes: 0,
            refusals: 0,
            takes_bulk: true,
            batch: MOST_IN_BATCH,
        }
    }

    pub(super) fn limit(&self) -> usize {
        self.limit
    }

    pub(super) fn is_empty(&self) -> bool {
        self.halves.is_empty() && self.fresh.is_empty() && self.singles.is_empty()
    }

    pub(super) fn push(&mut self, job: usize) {
        self.fresh.push_back(job);
    }

    pub(super) fn push_single(&mut self, job: usize) {
        self.singles.push_back(job);
    }

    /// Keeps only the jobs that are still to be written.
    pub(super) fn keep(&mut self, is_open: impl Fn(usize) -> bool) {
        self.fresh.retain(|job| is_open(*job));
        self.singles.retain(|job| is_open(*job));
        self.halves.iter_mut().for_each(|half| half.retain(|job| is_open(*job)));
        self.halves.retain(|half| !half.is_empty());
    }

    /// What was not accepted goes first the next time.
    pub(super) fn back(&mut self, chunk: Chunk) {
        match chunk.kind {
            Kind::Bulk => self.halves.push_front(chunk.jobs),
            Kind::Batch | Kind::Single => {
                chunk.jobs.into_iter().rev().for_each(|job| self.singles.push_front(job));
            }
        }
    }

    fn take(&mut self) -> Option<Chunk> {
        if !self.takes_bulk {
            let (halves, fresh) = (core::mem::take(&mut self.halves), core::mem::take(&mut self.fresh));
            self.singles.extend(halves.into_iter().flatten().chain(fresh));
        }
        let bulk = self.halves.pop_front().or_else(|| {
            let count = self.limit.min(self.fresh.len());
            (count > 0).then(|| self.fresh.drain(..count).collect())
        });
        if let Some(jobs) = bulk {
            return Some(Chunk { kind: Kind::Bulk, jobs });
        }
        let count = self.batch.min(self.singles.len());
        let kind = if count > 1 { Kind::Batch } else { Kind::Single };
        (count > 0).then(|| Chunk { kind, jobs: self.singles.drain(..count).collect() })
    }

    /// A PATCH of that many was accepted.
    fn succeeded(&mut self, count: usize) {
        self.refusals = 0;
        self.successes = if count >= self.limit { self.successes.saturating_add(1) } else { self.successes };
        if self.successes >= GROWS_AFTER && self.limit < self.ceiling {
            self.limit = self.limit.saturating_mul(2).min(self.ceiling);
            self.successes = 0;
        }
    }

    /// A PATCH was refused as a whole: in halves, and few of them singly. Either a token in it is bad, or there are too
    /// many: two refusals in a row, or the word that it is too large, make the next ones smaller.
    fn refused(&mut self, jobs: Vec<usize>, too_large: bool) {
        let half = jobs.len() / 2;
        self.refusals = self.refusals.saturating_add(1);
        if too_large || self.refusals > 1 {
            self.limit = self.limit.min(half.max(1));
            self.successes = 0;
        }
        if too_large {
            self.ceiling = self.limit;
        }
        if jobs.len() <= MOST_IN_BATCH && !(too_large && half > 0) {
            self.singles.extend(jobs);
        } else {
            let (first, second) = jobs.split_at(half);
            self.halves.push_front(second.to_vec());
            self.halves.push_front(first.to_vec());
        }
    }
}

impl Run {
    pub(super) fn write(&mut self, now: Millis) -> Step {
        let earliest = self.pace.next_write();
        if earliest > now {
            return Step::Wait(earliest);
        }
        let Some(chunk) = self.queue.take() else {
            return self.settle(now);
        };
        let Some(request) = self.request(&chunk) else {
            return self.settle(now);
        };
        self.pace.wrote(now);
        self.looks = 0;
        self.send(request, Flight::Write(chunk))
    }

    fn request(&self, chunk: &Chunk) -> Option<Request> {
        let tokens: Vec<_> =
            chunk.jobs.iter().filter_map(|index| self.jobs.get(*index)).map(|job| &job.token).collect();
        match chunk.kind {
            Kind::Bulk => Some(bulk(tokens.iter().copied())),
            Kind::Batch => Some(singles(tokens.iter().copied())),
            Kind::Single => tokens.first().map(|token| single(token)),
        }
    }

    pub(super) fn after_write(&mut self, now: Millis, chunk: Chunk, outcome: Outcome) {
        match outcome {
            Outcome::Answered(response) if response.is_success() => self.accepted(now, &chunk, &response),
            Outcome::Answered(response) if response.status == 429 => {
                self.trouble(now, Some(&response));
                self.doubt(now, &chunk);
                self.queue.back(chunk);
            }
            Outcome::Answered(response) if !is_unknown(response.status) => {
                self.refused(now, chunk, &response);
            }
            Outcome::Answered(response) => self.lost(now, &chunk, Some(&response)),
            Outcome::Failed => self.lost(now, &chunk, None),
        }
    }

    /// What is under way when an upload is abandoned may take effect.
    pub(super) fn abandon(&mut self, now: Millis) {
        if let Some((_, Flight::Write(chunk))) = self.in_flight.take() {
            chunk.jobs.iter().for_each(|index| self.written(now, *index));
        }
    }

    /// Nobody knows whether the write took effect: reads before anything else is written.
    fn lost(&mut self, now: Millis, chunk: &Chunk, response: Option<&Response>) {
        chunk.jobs.iter().for_each(|index| self.written(now, *index));
        self.trouble(now, response);
        self.reading = Some(Reading::new());
    }

    fn accepted(&mut self, now: Millis, chunk: &Chunk, response: &Response) {
        match chunk.kind {
            Kind::Single => {
                self.pace.calm();
                chunk.jobs.iter().for_each(|index| self.written(now, *index));
            }
            Kind::Bulk => {
                self.pace.calm();
                self.queue.succeeded(chunk.jobs.len());
                let serials: Vec<_> = chunk
                    .jobs
                    .iter()
                    .filter_map(|index| self.jobs.get(*index))
                    .map(|job| job.serial.as_str())
                    .collect();
                let answers = read_bulk(response, &serials);
                for (index, answer) in chunk.jobs.iter().zip(answers) {
                    match answer {
                        ItemAnswer::Created | ItemAnswer::Unmentioned => self.written(now, *index),
                        ItemAnswer::Refused(error) => self.item_refused(now, *index, error),
                    }
                }
            }
            Kind::Batch => self.accepted_batch(now, chunk, response),
        }
    }

    fn accepted_batch(&mut self, now: Millis, chunk: &Chunk, response: &Response) {
        let answers = read_singles(response, chunk.jobs.len());
        let is_unsupported =
            |answer: &Option<Response>| answer.as_ref().is_some_and(|answer| is_absent(answer.status));
        if answers.iter().all(is_unsupported) {
            self.queue.batch = 1;
            chunk.jobs.iter().for_each(|index| self.queue.push_single(*index));
            return;
        }
        let throttled = || answers.iter().flatten().filter(|answer| answer.status == 429);
        let passed = answers.len().saturating_sub(throttled().count());
        if passed > 0 {
            self.pace.calm();
        }
        if passed < answers.len() {
            // No more than pass at once, nor more than half when none did.
            self.queue.batch = if passed > 0 { passed } else { (answers.len() / 2).max(1) };
        }
        let rests = |answer: &&Response| answer.status == 429 || is_unknown(answer.status);
        if let Some(longest) =
            answers.iter().flatten().filter(rests).max_by_key(|answer| answer.retry_after())
        {
            self.trouble(now, Some(longest));
        }
        for (index, answer) in chunk.jobs.iter().zip(&answers) {
            match answer {
                Some(answer) if !answer.is_success() => {
                    self.item_refused(now, *index, GraphError::read(answer));
                }
                _ => self.written(now, *index),
            }
        }
    }

    /// A request was refused as a whole.
    fn refused(&mut self, now: Millis, chunk: Chunk, response: &Response) {
        self.pace.calm();
        let status = response.status;
        match chunk.kind {
            Kind::Bulk if is_absent(status) => {
                self.queue.takes_bulk = false;
                self.queue.back(chunk);
            }
            Kind::Bulk if status != 403 => {
                self.doubt(now, &chunk);
                self.queue.refused(chunk.jobs, status == 413);
            }
            Kind::Batch if status != 403 => {
                self.queue.batch = 1;
                self.queue.back(chunk);
            }
            _ => {
                let error = GraphError::read(response);
                for index in &chunk.jobs {
                    self.item_refused(now, *index, error.clone());
                }
                if status == 403 || is_absent(status) {
                    self.blocked = Some(error);
                }
            }
        }
    }

    /// One token was refused: for good, or because of something that passes.
    fn item_refused(&mut self, now: Millis, index: usize, error: GraphError) {
        if is_unknown(error.status) {
            self.written(now, index);
            return;
        }
        let Some(job) = self.jobs.get_mut(index) else {
            return;
        };
        // Being throttled is bounded by the troubles in a row, not by the attempts of one token.
        if error.status == 429 {
            job.doubt(now);
            self.queue.push_single(index);
            return;
        }
        job.attempts = job.attempts.saturating_add(1);
        job.touched = true;
        if error.status == 424 && job.attempts < self.settings.attempts {
            self.queue.push_single(index);
        } else {
            job.state = State::Refused(now, error);
        }
    }

    fn doubt(&mut self, now: Millis, chunk: &Chunk) {
        for index in &chunk.jobs {
            self.jobs.get_mut(*index).into_iter().for_each(|job| job.doubt(now));
        }
    }

    fn written(&mut self, now: Millis, index: usize) {
        if let Some(job) = self.jobs.get_mut(index) {
            job.attempts = job.attempts.saturating_add(1);
            job.touched = true;
            job.state = State::Written(now);
        }
    }
}

/// Whether a status says that there is no such thing in this tenant or cloud.
fn is_absent(status: u16) -> bool {
    matches!(status, 404 | 405 | 501)
}
