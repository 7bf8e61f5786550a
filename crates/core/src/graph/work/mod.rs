//! Writes on single tokens as a machine without I/O: it is told the time and the answers, and says what to send or how
//! long to wait.
//!
//! Before each write it reads how things are, and after it whether it took effect. A write whose outcome is unknown is
//! not repeated before a reading that began [`Settings::patience`] after it does not show it; one that was refused is not
//! repeated at all. The next act of a job follows when the one before is proved done.

mod act;
mod activation;
mod guard;
mod request;
mod task;
#[cfg(test)]
mod tests;
mod turn;
mod verdict;

use std::collections::VecDeque;

pub use act::{Act, Change, Code, Guard, Job, Told};
pub use activation::Activations;
pub use request::planned;
use task::{Fate, State, Task};
pub use verdict::{Lapse, Progress, Reason, Rest, Verdict};

use super::{
    GraphError, Millis, Outcome, Pace, Random, Request, Response,
    control::{Control, Hold},
    run::{Ending, Settings},
};

/// Most jobs under way at once: while one waits to show, others are written.
const MOST_OPEN: usize = 20;
/// Writes refused in a row because of permission or role before the rest is not tried.
const MOST_FORBIDDEN: u32 = 5;

/// What to do now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Send this and tell [`Work::answer`], with the ticket, how it ended.
    Send {
        /// Tells this send from others.
        ticket: u32,
        /// What to send.
        request: Request,
    },
    /// Compute the code of the token with this serial number and tell [`Work::give_code`].
    NeedCode {
        /// Whose code.
        serial: String,
        /// What the tenant tells of that token.
        told: Told,
        /// A later act needs it, and what comes before may take something away: the seed has to be at hand now, and to stay
        /// so.
        ahead: bool,
    },
    /// Ask again at that time.
    Wait(Millis),
    /// The answer to what was sent is awaited.
    Awaiting,
    /// Get a new access token, then call [`Work::renewed`]; with the claims that Conditional Access demands.
    NeedToken(Option<String>),
    /// Paused: [`Work::resume`] goes on.
    Paused,
    /// Every job has its verdict.
    Done,
}

/// The answer to [`Step::NeedCode`].
#[derive(Clone, PartialEq, Eq)]
pub enum Given {
    /// The code that the token shows now.
    Code(String),
    /// The code changes too soon: ask again at that time.
    Later(Millis),
    /// The seed is not at hand.
    NoSeed,
}

/// Jobs under way.
#[derive(Clone, Debug)]
pub struct Work {
    settings: Settings,
    tasks: Vec<Task>,
    /// Not begun yet, in order.
    queue: VecDeque<usize>,
    open: Vec<usize>,
    in_flight: Option<Flight>,
    tickets: u32,
    pace: Pace,
    random: Random,
    activations: Activations,
    control: Control,
    /// Writes that were refused in a row because of permission or role.
    forbidden: u32,
    /// A write was done, or refused for another reason.
    may_write: bool,
    blocked: Option<GraphError>,
    asks_code: Option<usize>,
    ending: Option<Ending>,
}

/// What a send is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// It reads how things are.
    Look,
    /// It reads whether a write may still follow.
    Guard,
    Write,
}

/// What was sent, and for which job.
#[derive(Clone, Copy, Debug)]
struct Flight {
    ticket: u32,
    task: usize,
    kind: Kind,
    /// Of a reading of several pages: when the first one was asked for.
    sent_at: Millis,
    /// Which page it is, counted from 1.
    pages: u32,
}

impl Work {
    /// These jobs, in order. `start` is a random number of the caller, for jitter and request ids.
    pub fn new(jobs: Vec<Job>, settings: Settings, start: u64) -> Self {
        Self {
            pace: Pace::new(settings.gap, settings.first_wait, settings.longest_wait),
            settings,
            queue: (0..jobs.len()).collect(),
            tasks: jobs.into_iter().map(Task::new).collect(),
            open: Vec::new(),
            in_flight: None,
            tickets: 0,
            random: Random::new(start),
            activations: Activations::default(),
            control: Control::default(),
            forbidden: 0,
            may_write: false,
            blocked: None,
            asks_code: None,
            ending: None,
        }
    }

    /// After these activations: Entra counts them over all work of the tenant.
    #[must_use]
    pub fn after_activations(self, activations: Activations) -> Self {
        Self { activations, ..self }
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
        self.turn(now)
    }

    /// How the send with that ticket ended.
    pub fn answer(&mut self, now: Millis, ticket: u32, outcome: &Outcome) {
        let Some(flight) = self.in_flight.take_if(|flight| flight.ticket == ticket) else {
            return;
        };
        match outcome.response() {
            Some(response) if response.wants_token() => self.unauthorised(response, flight.task),
            _ => {
                self.control.accepted();
                self.after(now, flight, outcome);
            }
        }
    }

    /// The code that was asked for.
    pub fn give_code(&mut self, now: Millis, given: Given) {
        let Some(task) = self.asks_code.take().and_then(|place| self.tasks.get_mut(place)) else {
            return;
        };
        match given {
            Given::NoSeed => task.fail(Reason::NoSeed),
            _ if task.wants_code_later() => task.is_certain(),
            Given::Code(code) => task.code = Some(code),
            Given::Later(at) => task.rest(at.max(now)),
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

    /// Begins no further job and brings to an end what was begun; the second time, ends at once.
    pub fn stop(&mut self, now: Millis) {
        if self.control.stop() && self.ending.is_none() {
            if let Some(flight) = self.in_flight.take().filter(|flight| flight.kind == Kind::Write)
                && let Some(task) = self.tasks.get_mut(flight.task)
            {
                task.unknown(now);
            }
            self.end(Ending::Abandoned);
        }
    }

    /// Whether [`Self::try_again`] would take up anything.
    pub fn may_try_again(&self) -> bool {
        self.tasks.iter().any(Task::may_try_again)
    }

    /// Takes up again what was not tried or failed, in work that has ended: first what was not tried, which what fails
    /// again must not keep from it.
    pub fn try_again(&mut self) {
        if self.ending.is_none() {
            return;
        }
        let again = self.tasks.iter().enumerate().filter(|(_, task)| task.may_try_again());
        let mut queue: Vec<usize> = again.map(|(place, _)| place).collect();
        queue.sort_by_key(|place| self.tasks.get(*place).is_some_and(Task::has_failed));
        for place in &queue {
            self.tasks.get_mut(*place).into_iter().for_each(Task::reset);
        }
        self.queue = queue.into();
        (self.control, self.blocked, self.ending) = (Control::default(), None, None);
        (self.forbidden, self.asks_code) = (0, None);
        self.pace.calm();
    }

    /// How it ended; `None` while it is under way.
    pub fn ending(&self) -> Option<&Ending> {
        self.ending.as_ref()
    }

    /// Whether a job that is not over takes a code that is computed.
    pub fn computes(&self) -> bool {
        let open = self.tasks.iter().filter(|task| !matches!(task.state, State::Ended(_)));
        open.flat_map(|task| &task.job.acts).any(|act| act.code() == Some(&Code::Computed))
    }

    /// Whether it was told to send nothing more for now.
    pub fn is_paused(&self) -> bool {
        self.control.is_paused()
    }

    /// Whether it was told to begin no further job.
    pub fn is_stopping(&self) -> bool {
        self.control.is_stopping()
    }

    /// The job and the act that a send is about, while its answer is awaited.
    pub fn sending(&self, ticket: u32) -> Option<(&Job, &Act)> {
        let flight = self.in_flight.as_ref().filter(|flight| flight.ticket == ticket)?;
        let task = self.tasks.get(flight.task)?;
        Some((&task.job, task.act()?))
    }

    /// Each job with what became of it, in the order given; before the end as far as it is known.
    pub fn verdicts(&self) -> impl Iterator<Item = (&Job, Verdict)> {
        self.tasks.iter().map(|task| (&task.job, task.verdict()))
    }

    /// Counts for a progress line.
    pub fn progress(&self) -> Progress {
        let mut progress = Progress { total: self.tasks.len(), ..Progress::default() };
        let mut writes = 0_u64;
        for task in &self.tasks {
            *match (&task.state, task.verdict()) {
                (State::Fresh | State::Ended(Fate::NotTried), _) => &mut progress.waiting,
                (State::Look(_) | State::Write { .. }, _) => &mut progress.open,
                (State::Ended(Fate::Done), Verdict::AlreadySo) => &mut progress.already_so,
                (State::Ended(Fate::Done), _) => &mut progress.done,
                (State::Ended(_), _) => &mut progress.failed,
            } += 1;
            writes = writes.saturating_add(task.writes_left());
        }
        progress.left = Millis(writes.saturating_mul(self.pace.gap().0));
        progress
    }

    fn end(&mut self, ending: Ending) -> Step {
        for place in self.open.drain(..) {
            if let Some(task) = self.tasks.get_mut(place) {
                task.abandon();
            }
        }
        self.ending = Some(ending);
        Step::Done
    }

    /// The access token was refused. What was sent is sent again with another one: it had no effect.
    fn unauthorised(&mut self, response: &Response, task: usize) {
        if let Some(ending) = self.control.refused(response) {
            self.end(ending);
            return;
        }
        // A code that was computed has grown old when the new token is there.
        self.tasks.get_mut(task).into_iter().for_each(|task| task.code = None);
    }
}

/// Whether the status says that a permission or a role is missing.
fn is_forbidden(error: &GraphError) -> bool {
    error.status == 403
}
