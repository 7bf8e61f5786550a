//! Writes that may follow only while the person has another token, activated: both are read again right before each.

use super::{
    Act, Guard, Kind, Lapse, Millis, Outcome, Reason, Response, Step, Work,
    request::{Named, Seen, methods_of, read_held},
    task::State,
};
use crate::graph::{
    DeviceStatus, GraphError, Request,
    gather::{Gathered, Gathering},
    run::is_unknown,
};

/// How long what was read of a guard counts.
const FRESH: Millis = Millis(5_000);
/// How often that is doubled while the write is throttled again and again: where few requests pass, reading the guard anew would
/// each time use up what the write needs, and neither would ever end.
const DOUBLINGS: u32 = 4;

impl Work {
    /// Whether the guard of a job has to be read before it writes.
    pub(super) fn is_unguarded(&self, place: usize, now: Millis) -> bool {
        self.tasks.get(place).is_some_and(|task| {
            let fresh = FRESH.0 << task.throttles.min(DOUBLINGS);
            task.job.guard.is_some() && task.guarded.is_none_or(|at| now.since(at).0 > fresh)
        })
    }

    /// Reads the guard of a job that could write now.
    pub(super) fn look_at_guard(&mut self, now: Millis) -> Option<Step> {
        if self.pace.next_write().max(self.pace.next_read()) > now {
            return None;
        }
        let due = |place: &usize| self.write_time(*place).is_some_and(|at| at <= now);
        let place = self.open.iter().copied().find(due)?;
        let task = self.tasks.get_mut(place)?;
        let guard = task.job.guard.as_ref()?;
        let first = || (Gathering::default(), Request::get(&methods_of(&guard.user), ""));
        let request = task.guarding.get_or_insert_with(first).1.clone();
        Some(self.send(now, place, request, Kind::Guard))
    }

    /// When a job may write at the earliest, `at` unless its guard has to be read first.
    pub(super) fn guarded_time(&self, place: usize, at: Millis) -> Millis {
        if self.is_unguarded(place, at) { at.max(self.pace.next_read()) } else { at }
    }

    pub(super) fn after_guard(&mut self, now: Millis, place: usize, outcome: &Outcome) {
        match outcome.response() {
            Some(response) if response.is_success() => self.take_guard(now, place, response, outcome),
            Some(response) if response.status != 429 && !is_unknown(response.status) => {
                let read = self.tasks.get_mut(place).and_then(|task| task.guarding.take());
                // The place in the list is no longer known to the server: from the first page.
                let is_lost = read.is_some_and(|(_, page)| !page.query.is_empty());
                if is_lost && matches!(response.status, 400 | 410) {
                    self.trouble(now, outcome);
                } else {
                    self.pace.calm();
                    self.look_refused(place, GraphError::read(response));
                }
            }
            _ => self.trouble(now, outcome),
        }
    }

    /// Whoever stands on a later page is not absent: judged is the whole.
    fn take_guard(&mut self, now: Millis, place: usize, response: &Response, outcome: &Outcome) {
        let Some(task) = self.tasks.get_mut(place) else {
            return;
        };
        let Some((mut read, request)) = task.guarding.take() else {
            return;
        };
        match read.take(&self.settings.host, &request, response.clone()) {
            Gathered::More(next) => task.guarding = Some((read, next)),
            Gathered::Whole(whole) => self.judge_guard(now, place, &whole, outcome),
        }
    }

    fn judge_guard(&mut self, now: Millis, place: usize, whole: &Response, outcome: &Outcome) {
        let Some(task) = self.tasks.get_mut(place).filter(|task| matches!(task.state, State::Write { .. }))
        else {
            return;
        };
        let host = &self.settings.host;
        let found = task.act().zip(task.job.guard.as_ref()).and_then(|(act, guard)| {
            let (other, own) =
                (held(guard, &guard.device, host, whole)?, held(guard, act.device(), host, whole)?);
            let has = matches!(own, Seen::Held { .. });
            Some((has, lapse(act, &other, has)))
        });
        match found {
            Some((_, Ok(()))) => task.guarded = Some(now),
            // It was sent before, when the guard held, and this does not say what became of that.
            Some((false, Err(_))) if task.doubt => task.leave_unchecked(),
            Some((_, Err(reason))) => task.fail(reason),
            None => return self.trouble(now, outcome),
        }
        self.pace.calm();
    }
}

/// How a token of the guard's person is by an answer; `None` when it cannot be read.
fn held(guard: &Guard, device: &str, host: &str, whole: &Response) -> Option<Seen> {
    let seen = read_held(&guard.user, Named::Id(device), host, whole)?;
    (!matches!(seen, Seen::Further(_))).then_some(seen)
}

/// Whether the act may follow by how the other token is, and by whether the person `has` the one that it is about.
fn lapse(act: &Act, other: &Seen, has: bool) -> Result<(), Reason> {
    let takes = matches!(act, Act::Unassign { .. });
    let lapsed = |lapse| Err(Reason::Lapsed(lapse));
    match other {
        Seen::Held { status: Some(DeviceStatus::Activated), .. } => match (takes, has) {
            (true, true) | (false, false) => Ok(()),
            (true, false) => lapsed(Lapse::Moved),
            (false, true) => Err(Reason::Held),
        },
        Seen::Held { .. } => lapsed(Lapse::Inactive),
        _ => lapsed(Lapse::Gone),
    }
}
