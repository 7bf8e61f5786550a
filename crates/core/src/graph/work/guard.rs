//! Writes that may follow only while the person has another token, activated: both are read again right before each.

use super::{
    Act, Guard, Kind, Lapse, Millis, Outcome, Reason, Response, Step, Work,
    request::{Seen, methods_of, read_held},
    task::State,
};
use crate::graph::{DeviceStatus, GraphError, Request, run::is_unknown};

/// How long what was read of a guard counts.
const FRESH: Millis = Millis(5_000);

impl Work {
    /// Whether the guard of a job has to be read before it writes.
    pub(super) fn is_unguarded(&self, place: usize, now: Millis) -> bool {
        self.tasks.get(place).is_some_and(|task| {
            task.job.guard.is_some() && task.guarded.is_none_or(|at| now.since(at) > FRESH)
        })
    }

    /// Reads the guard of a job that could write now.
    pub(super) fn look_at_guard(&mut self, now: Millis) -> Option<Step> {
        if self.pace.next_write().max(self.pace.next_read()) > now {
            return None;
        }
        let due = |place: &usize| self.write_time(*place).is_some_and(|at| at <= now);
        let place = self.open.iter().copied().find(due)?;
        let guard = self.tasks.get(place)?.job.guard.as_ref()?;
        let request = Request::get(&methods_of(&guard.user), "");
        Some(self.send(now, place, request, Kind::Guard))
    }

    /// When a job may write at the earliest, `at` unless its guard has to be read first.
    pub(super) fn guarded_time(&self, place: usize, at: Millis) -> Millis {
        if self.is_unguarded(place, at) { at.max(self.pace.next_read()) } else { at }
    }

    pub(super) fn after_guard(&mut self, now: Millis, place: usize, outcome: &Outcome) {
        match outcome.response() {
            Some(response) if response.is_success() => self.judge_guard(now, place, response, outcome),
            Some(response) if response.status != 429 && !is_unknown(response.status) => {
                self.pace.calm();
                self.look_refused(place, GraphError::read(response));
            }
            _ => self.trouble(now, outcome),
        }
    }

    fn judge_guard(&mut self, now: Millis, place: usize, response: &Response, outcome: &Outcome) {
        let Some(task) = self.tasks.get_mut(place).filter(|task| matches!(task.state, State::Write { .. }))
        else {
            return;
        };
        let found =
            task.act().zip(task.job.guard.as_ref()).and_then(|(act, guard)| lapse(act, guard, response));
        match found {
            Some(Ok(())) => task.guarded = Some(now),
            Some(Err(reason)) => task.fail(reason),
            None => return self.trouble(now, outcome),
        }
        self.pace.calm();
    }
}

/// Whether the act may follow by what the person's tokens are now; `None` when the answer cannot be read.
fn lapse(act: &Act, guard: &Guard, response: &Response) -> Option<Result<(), Reason>> {
    let other = read_held(response, &guard.device, false)?;
    let own = read_held(response, act.device(), false)?;
    let (takes, has) = (matches!(act, Act::Unassign { .. }), matches!(own, Seen::Held { .. }));
    let lapsed = |lapse| Err(Reason::Lapsed(lapse));
    Some(match other {
        Seen::Held { status: Some(DeviceStatus::Activated), .. } => match (takes, has) {
            (true, true) | (false, false) => Ok(()),
            (true, false) => lapsed(Lapse::Moved),
            (false, true) => Err(Reason::Held),
        },
        Seen::Held { .. } => lapsed(Lapse::Inactive),
        _ => lapsed(Lapse::Gone),
    })
}
