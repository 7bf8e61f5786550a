//! An upload as a machine without I/O: it is told the time and the answers, and says what to send or how long to wait.
//!
//! It reads the inventory, creates what is missing in chunks, and ends by reading again. A write is never repeated
//! blindly: what was sent counts neither as created nor as missing before the inventory says so, and missing only when
//! a reading that began [`Settings::patience`] after the write does not show it.

mod job;
mod reading;
#[cfg(test)]
mod tests;
mod verdict;
mod write;

use std::collections::{HashMap, hash_map::Entry};

use job::{Job, State};
use reading::Reading;
pub use verdict::{Difference, Progress, Reason, Verdict};
use write::{Chunk, Queue};

use super::{
    GraphError, Millis, Outcome, Pace, Random, Request, Response,
    control::{Control, Hold},
    request::HOST,
};
use crate::token::Token;

/// How an upload goes about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Scheme and host of Graph.
    pub host: String,
    /// Most tokens in one request.
    pub chunk: usize,
    /// Least time between two writes.
    pub gap: Millis,
    /// First wait after trouble; it doubles up to `longest_wait`.
    pub first_wait: Millis,
    /// Longest wait after trouble that the server did not ask for.
    pub longest_wait: Millis,
    /// How long after a write the inventory may not show it yet.
    pub patience: Millis,
    /// How often a token is written at most.
    pub attempts: u32,
    /// After how many failures in a row the upload ends.
    pub troubles: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            host: HOST.to_owned(),
            chunk: 100,
            gap: Millis(1000),
            first_wait: Millis(1000),
            longest_wait: Millis(60_000),
            patience: Millis(60_000),
            attempts: 8,
            troubles: 30,
        }
    }
}

/// What to do now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Send this and tell [`Run::answer`], with the ticket, how it ended.
    Send {
        /// Tells this send from others.
        ticket: u32,
        /// What to send.
        request: Request,
    },
    /// Ask again at that time.
    Wait(Millis),
    /// The answer to what was sent is awaited.
    Awaiting,
    /// Get a new access token, then call [`Run::renewed`]; with the claims that Conditional Access demands.
    NeedToken(Option<String>),
    /// Paused: [`Run::resume`] goes on.
    Paused,
    /// Every token has its verdict.
    Done,
}

/// How an upload ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Every token was set against the inventory.
    Checked,
    /// Graph refused to go on.
    Refused(GraphError),
    /// Graph could not be reached, or did not answer usefully, too often in a row.
    Unreachable,
    /// The inventory leads in a circle or to another host.
    UnsafeList,
    /// The user did not wait for the end.
    Abandoned,
}

/// An upload under way.
#[derive(Clone, Debug)]
pub struct Run {
    settings: Settings,
    jobs: Vec<Job>,
    /// The jobs by serial number.
    places: HashMap<String, usize>,
    queue: Queue,
    reading: Option<Reading>,
    in_flight: Option<(u32, Flight)>,
    tickets: u32,
    pace: Pace,
    random: Random,
    control: Control,
    /// Looks at the inventory since the last write.
    looks: u32,
    /// Nothing more is written because of this.
    blocked: Option<GraphError>,
    surveyed: bool,
    ending: Option<Ending>,
}

#[derive(Clone, Debug)]
enum Flight {
    Read(Request),
    Write(Chunk),
}

impl Run {
    /// An upload of these tokens; those without serial number or seed, and those whose serial number came before, are
    /// left out. `start` is a random number of the
    /// caller, for jitter and request ids.
    pub fn new(tokens: Vec<Token>, settings: Settings, start: u64) -> Self {
        let mut run = Self::empty(settings, start);
        run.add(tokens);
        run
    }

    /// An upload of nothing yet: [`Self::add`] its tokens before it begins.
    pub fn empty(settings: Settings, start: u64) -> Self {
        let pace = Pace::new(settings.gap, settings.first_wait, settings.longest_wait);
        Self {
            queue: Queue::new(settings.chunk),
            reading: Some(Reading::new()),
            settings,
            jobs: Vec::new(),
            places: HashMap::new(),
            in_flight: None,
            tickets: 0,
            pace,
            random: Random::new(start),
            control: Control::default(),
            looks: 0,
            blocked: None,
            surveyed: false,
            ending: None,
        }
    }

    /// Takes more tokens, before it begins: many are taken a part at a time.
    pub fn add(&mut self, tokens: impl IntoIterator<Item = Token>) {
        for job in tokens.into_iter().filter_map(Job::new) {
            if let Entry::Vacant(place) = self.places.entry(job.serial.clone()) {
                place.insert(self.jobs.len());
                self.jobs.push(job);
            }
        }
    }

    /// What to do now.
    pub fn next(&mut self, now: Millis) -> Step {
        if self.in_flight.is_some() {
            return Step::Awaiting;
        }
        if self.ending.is_some() {
            return Step::Done;
        }
        match self.control.hold() {
            Some(Hold::Paused) => return Step::Paused,
            Some(Hold::NeedToken(claims)) => return Step::NeedToken(claims),
            None => {}
        }
        if self.pace.troubles() >= self.settings.troubles {
            return self.end(Ending::Unreachable);
        }
        match &self.reading {
            Some(_) => self.read(now),
            None if self.has_work() => self.write(now),
            None => self.settle(now),
        }
    }

    /// How the send with that ticket ended.
    pub fn answer(&mut self, now: Millis, ticket: u32, outcome: Outcome) {
        let Some((_, flight)) = self.in_flight.take_if(|(awaited, _)| *awaited == ticket) else {
            return;
        };
        if let Outcome::Answered(response) = &outcome
            && response.wants_token()
        {
            self.unauthorised(response, flight);
            return;
        }
        self.control.accepted();
        match flight {
            Flight::Read(request) => self.after_read(now, request, &outcome),
            Flight::Write(chunk) => self.after_write(now, chunk, outcome),
        }
    }

    /// There is a new access token.
    pub fn renewed(&mut self) {
        self.control.renewed();
    }

    /// Sends nothing more until [`Self::resume`].
    pub fn pause(&mut self) {
        self.control.pause();
    }

    /// Goes on after a pause.
    pub fn resume(&mut self) {
        self.control.resume();
    }

    /// Creates nothing more and reads back what was created; the second time, ends at once.
    pub fn stop(&mut self, now: Millis) {
        if self.control.stop() && self.ending.is_none() {
            self.abandon(now);
            self.ending = Some(Ending::Abandoned);
        }
    }

    /// Takes up again what failed or was not tried, in an upload that has ended.
    pub fn try_again(&mut self) {
        if self.ending.is_none() {
            return;
        }
        self.rest_after(self.last_open());
        for job in &mut self.jobs {
            job.reset();
        }
        self.queue = Queue::new(self.settings.chunk);
        self.reading = Some(Reading::new());
        (self.control, self.blocked) = (Control::default(), None);
        (self.looks, self.surveyed, self.ending) = (0, false, None);
        self.pace.calm();
    }

    /// When something was last written of which it is not known what became of it.
    pub fn last_open(&self) -> Option<Millis> {
        self.jobs.iter().filter_map(Job::written).max()
    }

    /// Begins no earlier than [`Settings::patience`] after that write: the tenant may not show it before.
    pub fn rest_after(&mut self, write: Option<Millis>) {
        if let Some(write) = write {
            self.pace.rest(write, self.settings.patience);
        }
    }

    /// How it ended; `None` while it is under way.
    pub fn ending(&self) -> Option<&Ending> {
        self.ending.as_ref()
    }

    /// Whether it was told to send nothing more for now.
    pub fn is_paused(&self) -> bool {
        self.control.is_paused()
    }

    /// Whether it was told to create nothing more.
    pub fn is_stopping(&self) -> bool {
        self.control.is_stopping()
    }

    /// Whether the inventory is being read.
    pub fn is_reading(&self) -> bool {
        self.reading.is_some()
    }

    fn has_work(&self) -> bool {
        !self.control.is_stopping() && self.blocked.is_none() && !self.queue.is_empty()
    }

    fn send(&mut self, request: Request, flight: Flight) -> Step {
        self.tickets = self.tickets.wrapping_add(1);
        self.in_flight = Some((self.tickets, flight));
        Step::Send { ticket: self.tickets, request: request.with_id(self.random.uuid()) }
    }

    fn end(&mut self, ending: Ending) -> Step {
        self.ending = Some(ending);
        Step::Done
    }

    /// The access token was refused: what was sent is sent again with another one.
    fn unauthorised(&mut self, response: &Response, flight: Flight) {
        if let Some(ending) = self.control.refused(response) {
            self.ending = Some(ending);
            return;
        }
        match flight {
            Flight::Read(request) => {
                if let Some(reading) = &mut self.reading {
                    reading.again(request);
                }
            }
            Flight::Write(chunk) => self.queue.back(chunk),
        }
    }

    fn trouble(&mut self, now: Millis, response: Option<&Response>) {
        let asked = response.and_then(Response::retry_after);
        self.pace.trouble(now, asked, &mut self.random);
    }

    /// Nothing left to create: looks whether all is there, again and again until it is or patience ends.
    fn settle(&mut self, now: Millis) -> Step {
        let Some(last) = self.last_open() else {
            let ending = self.blocked.take().map_or(Ending::Checked, Ending::Refused);
            return self.end(ending);
        };
        let wait = self.settings.first_wait.0.saturating_mul(1 << self.looks.min(20)) / 2;
        self.looks = self.looks.saturating_add(1);
        let settled = last.after(self.settings.patience);
        let look = now.after(Millis(wait));
        self.pace.rest(now, look.min(settled.max(now)).since(now));
        self.reading = Some(Reading::new());
        self.read(now)
    }
}

/// Whether a status leaves open if the request took effect.
pub(super) fn is_unknown(status: u16) -> bool {
    status == 408 || status >= 500 && status != 501
}
