//! What comes next, and what follows from each answer.

use super::{
    Act, Code, Ending, Flight, GraphError, Kind, Lapse, MOST_FORBIDDEN, MOST_OPEN, Millis, Outcome, Reason,
    Request, Response, State, Step, Work, is_forbidden,
    request::{self, Seen, Truth},
    task::{Following, Said, Task},
};
use crate::graph::run::is_unknown;

/// Most pages of one reading of a person's tokens.
pub(super) const MOST_PAGES: u32 = 20;
/// How long a write is looked for that Graph refused: somebody waits for the word, and most refusals are what they say.
const REFUSED_PATIENCE: Millis = Millis(15_000);

impl Work {
    /// First what is to be read, then what is to be written, then what is to be begun.
    pub(super) fn turn(&mut self, now: Millis) -> Step {
        loop {
            self.close_ended();
            let step = self.write_with_code(now).or_else(|| self.look(now));
            if let Some(step) = step.or_else(|| self.write(now)).or_else(|| self.look_at_guard(now)) {
                return step;
            }
            if !self.begin_next(now) {
                break;
            }
        }
        if let Some(at) = self.earliest() {
            return Step::Wait(at.max(Millis(now.0.saturating_add(1))));
        }
        let ending = self.blocked.take().map_or(Ending::Checked, Ending::Refused);
        self.end(ending)
    }

    /// Forgets what has ended, and what is not to be begun any more.
    fn close_ended(&mut self) {
        let halted = self.control.is_stopping() || self.blocked.is_some();
        let (tasks, blocked) = (&mut self.tasks, self.blocked.is_some());
        self.open.retain(|place| {
            let Some(task) = tasks.get_mut(*place) else {
                return false;
            };
            // What was begun is brought to an end; without permission only its reading is.
            if halted
                && !matches!(task.state, State::Ended(_))
                && task.sent.is_none()
                && (blocked || !task.is_begun())
            {
                task.abandon();
            }
            !matches!(task.state, State::Ended(_))
        });
        if halted {
            self.queue.clear();
        }
    }

    /// A code that was computed goes before everything else: it grows old.
    fn write_with_code(&mut self, now: Millis) -> Option<Step> {
        let place = self.open.iter().copied().find(|place| self.has_code(*place))?;
        (self.pace.next_write() <= now).then(|| self.send_write(now, place))?
    }

    fn has_code(&self, place: usize) -> bool {
        self.tasks.get(place).is_some_and(|task| task.code.is_some())
    }

    fn look(&mut self, now: Millis) -> Option<Step> {
        if self.pace.next_read() > now {
            return None;
        }
        let due = |place: &usize| {
            self.tasks.get(*place).is_some_and(|task| matches!(task.state, State::Look(from) if from <= now))
        };
        let place = self.open.iter().copied().find(due)?;
        let task = self.tasks.get(place)?;
        // It stays until it is answered: a reading that began anew after each trouble might never come to its end.
        let page = task.page.clone();
        let request =
            page.as_ref().map_or_else(|| task.act().map(request::look), |page| Some(page.request.clone()))?;
        let step = self.send(now, place, request, Kind::Look);
        if let (Some(flight), Some(page)) = (&mut self.in_flight, page) {
            (flight.sent_at, flight.pages) = (page.began, page.pages);
        }
        Some(step)
    }

    fn write(&mut self, now: Millis) -> Option<Step> {
        if self.pace.next_write() > now {
            return None;
        }
        let due = |place: &usize| self.write_time(*place).is_some_and(|at| at <= now);
        let place = self.open.iter().copied().filter(due).find(|place| !self.is_unguarded(*place, now))?;
        self.need_code(place).or_else(|| self.send_write(now, place))
    }

    /// The code that the write takes, or, before the first write of a job, the certainty that it will be there: nothing is
    /// taken from a person for a token that cannot be activated.
    fn need_code(&mut self, place: usize) -> Option<Step> {
        let task = self.tasks.get(place)?;
        let ahead = matches!(task.state, State::Write { certain: false, .. });
        let now = task.act().and_then(Act::code) == Some(&Code::Computed) && task.code.is_none();
        if !now && !ahead {
            return None;
        }
        self.asks_code = Some(place);
        Some(Step::NeedCode { serial: task.job.code_of().to_owned(), told: task.job.told, ahead })
    }

    /// When a job may write; `None` when it has nothing to write.
    pub(super) fn write_time(&self, place: usize) -> Option<Millis> {
        let task = self.tasks.get(place)?;
        let State::Write { from, .. } = &task.state else {
            return None;
        };
        let activates = task.act()?.code().is_some();
        Some(if activates { self.activations.next().max(*from) } else { *from })
    }

    fn send_write(&mut self, now: Millis, place: usize) -> Option<Step> {
        let task = self.tasks.get(place)?;
        let (State::Write { method, .. }, Some(act)) = (&task.state, task.act()) else {
            return None;
        };
        let code = match act.code() {
            Some(Code::Typed(code)) => Some(code.as_str()),
            _ => task.code.as_deref(),
        };
        let request = request::write(act, method.as_deref(), code);
        if act.code().is_some() {
            self.activations.sent(now);
        }
        self.pace.wrote(now);
        Some(self.send(now, place, request, Kind::Write))
    }

    pub(super) fn send(&mut self, now: Millis, task: usize, request: Request, kind: Kind) -> Step {
        self.tickets = self.tickets.wrapping_add(1);
        self.in_flight = Some(Flight { ticket: self.tickets, task, kind, sent_at: now, pages: 1 });
        Step::Send { ticket: self.tickets, request: request.with_id(self.random.uuid()) }
    }

    /// Begins the next job, unless one under way is about the same token or person: what is done to those has an order.
    fn begin_next(&mut self, now: Millis) -> bool {
        let Some(place) = self.queue.front().copied().filter(|_| self.open.len() < MOST_OPEN) else {
            return false;
        };
        if self.open.iter().any(|other| self.is_near(*other, place)) {
            return false;
        }
        self.queue.pop_front();
        if let Some(task) = self.tasks.get_mut(place) {
            task.begin(now);
            self.open.push(place);
        }
        true
    }

    fn is_near(&self, one: usize, other: usize) -> bool {
        let acts = |place: usize| self.tasks.get(place).into_iter().flat_map(|task| &task.job.acts);
        acts(one).any(|a| {
            acts(other).any(|b| a.device() == b.device() || a.user().is_some() && a.user() == b.user())
        })
    }

    /// When there is something to do again; `None` when nothing is open.
    fn earliest(&self) -> Option<Millis> {
        let time = |place: &usize| match self.tasks.get(*place).map(|task| &task.state) {
            Some(State::Look(from)) => Some(self.pace.next_read().max(*from)),
            _ => self.write_time(*place).map(|at| self.guarded_time(*place, at.max(self.pace.next_write()))),
        };
        self.open.iter().filter_map(time).min()
    }

    pub(super) fn after(&mut self, now: Millis, flight: Flight, outcome: &Outcome) {
        match flight.kind {
            Kind::Write => self.after_write(now, flight.task, outcome),
            Kind::Guard => self.after_guard(now, flight.task, outcome),
            Kind::Look => self.after_look(now, flight, outcome),
        }
    }

    fn after_write(&mut self, now: Millis, place: usize, outcome: &Outcome) {
        let said = match outcome.response() {
            Some(response) if response.is_success() => Said::Yes,
            Some(response) if response.status == 429 => {
                self.tasks.get_mut(place).into_iter().for_each(Task::throttled);
                self.trouble(now, outcome);
                return;
            }
            Some(response) if !is_unknown(response.status) => Said::No(GraphError::read(response)),
            _ => Said::Nothing,
        };
        match &said {
            Said::Yes => {
                self.pace.calm();
                self.allowed();
            }
            Said::No(error) => {
                self.pace.calm();
                self.count_forbidden(place, error);
            }
            Said::Nothing => self.trouble(now, outcome),
        }
        let Some(task) = self.tasks.get_mut(place) else {
            return;
        };
        match said {
            // Whoever may not has changed nothing.
            Said::No(error) if is_forbidden(&error) && !task.doubt => task.fail(Reason::Refused(error)),
            said => task.written(now, said),
        }
    }

    /// The account may write: what it is refused from now on is for the person's sake.
    fn allowed(&mut self) {
        (self.forbidden, self.may_write) = (0, true);
    }

    /// Who may do nothing is not refused for each job. Where something was done, or refused for another reason, people
    /// alone are refused: administrators are written to by other roles, and several may stand in a row.
    fn count_forbidden(&mut self, place: usize, error: &GraphError) {
        if !is_forbidden(error) {
            self.allowed();
            return;
        }
        self.forbidden = self.forbidden.saturating_add(1);
        if self.forbidden >= MOST_FORBIDDEN && (!self.may_write || self.is_of_tenant(place)) {
            self.blocked = Some(error.clone());
        }
    }

    fn after_look(&mut self, now: Millis, flight: Flight, outcome: &Outcome) {
        let page = self.tasks.get_mut(flight.task).and_then(|task| task.page.take());
        let seen = match outcome.response() {
            // The place in the list is no longer known to the server: from the first page.
            Some(response) if page.is_some() && matches!(response.status, 400 | 410) => {
                self.trouble(now, outcome);
                return;
            }
            Some(response) if response.is_success() => self.read(flight.task, response),
            // There is no such token any more; where a person is asked about, there is no such person.
            Some(response) if response.status == 404 && self.is_of_tenant(flight.task) => Some(Seen::Absent),
            Some(response) if response.status != 429 && !is_unknown(response.status) => {
                self.pace.calm();
                self.look_refused(flight.task, GraphError::read(response));
                return;
            }
            _ => None,
        };
        match seen {
            Some(Seen::Further(_)) if flight.pages >= MOST_PAGES => self.trouble(now, outcome),
            // Not before the whole is read the trouble is over: a list may lead in a circle.
            Some(Seen::Further(request)) => {
                let page = Following { request, began: flight.sent_at, pages: flight.pages + 1 };
                self.tasks.get_mut(flight.task).into_iter().for_each(|task| task.page = Some(page.clone()));
            }
            Some(seen) => {
                self.pace.calm();
                self.judge(now, flight, seen);
            }
            None => {
                self.tasks.get_mut(flight.task).into_iter().for_each(|task| task.page.clone_from(&page));
                self.trouble(now, outcome);
            }
        }
    }

    fn read(&self, place: usize, response: &Response) -> Option<Seen> {
        request::read(self.tasks.get(place)?.act()?, &self.settings.host, response)
    }

    fn is_of_tenant(&self, place: usize) -> bool {
        self.tasks.get(place).and_then(|task| task.act()).is_some_and(|act| act.user().is_none())
    }

    pub(super) fn look_refused(&mut self, place: usize, error: GraphError) {
        if is_forbidden(&error) {
            self.count_forbidden(place, &error);
        }
        let Some(task) = self.tasks.get_mut(place) else {
            return;
        };
        // Whatever Graph said to the write: a browser may have sent it twice, and the second answer is the one that came.
        if task.doubt {
            task.leave_unchecked();
        } else {
            task.fail(Reason::Refused(error));
        }
    }

    /// What a reading means for the job.
    fn judge(&mut self, now: Millis, flight: Flight, seen: Seen) {
        let (patience, first) = (self.settings.patience, self.settings.first_wait);
        let Some(task) = self.tasks.get_mut(flight.task) else {
            return;
        };
        let Some(truth) = task.act().map(|act| request::judge(act, &seen)) else {
            return;
        };
        let method = if let Seen::Held { method, .. } = seen { Some(method) } else { None };
        let said = task.sent.as_ref().map(|sent| sent.said.clone());
        let patience =
            if matches!(said, Some(Said::No(_))) { patience.min(REFUSED_PATIENCE) } else { patience };
        let may_lag = task.may_lag(flight.sent_at, patience);
        let latest = task.last_write().after(patience);
        match (truth, said) {
            (Truth::So, _) if task.job.guard.is_some() && !task.is_begun() && !task.doubt => {
                task.fail(Reason::Lapsed(Lapse::Moved));
            }
            (Truth::So, _) | (Truth::Unsaid, Some(Said::Yes)) => task.proved(now),
            (_, Some(Said::No(error))) if task.act().is_some_and(|act| act.is_done_by(&error)) => {
                task.proved(now);
            }
            // A browser may have sent it twice: the first took effect, does not show yet, and the second was refused.
            (_, Some(Said::No(error)))
                if may_lag
                    && matches!(error.status, 400 | 409)
                    && task.act().is_some_and(Act::is_refused_twice) =>
            {
                task.look_again(now, first, latest);
            }
            (_, Some(Said::No(error))) => task.fail(Reason::Refused(error)),
            (Truth::Held, _) if !may_lag => task.fail(Reason::Held),
            (Truth::Held, _) | (_, Some(_)) if may_lag => task.look_again(now, first, latest),
            (_, Some(Said::Nothing)) if task.may_write(self.settings.attempts) => {
                task.write_next(now, method, truth == Truth::Unsaid);
            }
            (_, Some(_)) => task.fail(Reason::Lost),
            (_, None) if task.doubt && may_lag => task.look_again(now, first, latest),
            (_, None) => task.write_next(now, method, truth == Truth::Unsaid),
        }
    }

    pub(super) fn trouble(&mut self, now: Millis, outcome: &Outcome) {
        let asked = outcome.response().and_then(Response::retry_after);
        self.pace.trouble(now, asked, &mut self.random);
    }
}
