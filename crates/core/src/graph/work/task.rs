//! One job on its way.

use super::{Act, Code, GraphError, Job, Millis, Reason, Request, Rest, Verdict};
use crate::graph::gather::Gathering;

/// A job with what is known of it.
#[derive(Clone, Debug)]
pub(super) struct Task {
    pub(super) job: Job,
    /// Place of the act that is not proved done yet.
    at: usize,
    /// An act before was done by us.
    wrote: bool,
    pub(super) state: State,
    /// What was sent last for this act and is not proved.
    pub(super) sent: Option<Sent>,
    /// Whether this act was ever sent with a chance of taking effect.
    touched: bool,
    /// Whether it was sent, and no reading has said yet what became of it.
    pub(super) doubt: bool,
    /// When something of this job was last written.
    last_write: Option<Millis>,
    attempts: u32,
    /// Looks since the last write.
    looks: u32,
    /// A code that was computed for the next write.
    pub(super) code: Option<String>,
    /// The reading of the person's tokens goes on with this page.
    pub(super) page: Option<Following>,
    /// When its guard was last seen to hold.
    pub(super) guarded: Option<Millis>,
    /// How often in a row its write came too early.
    pub(super) throttles: u32,
    /// What was read of its guard so far, and the page to ask for next.
    pub(super) guarding: Option<(Gathering, Request)>,
}

/// A following page of a reading.
#[derive(Clone, Debug)]
pub(super) struct Following {
    pub(super) request: Request,
    /// When the first page was asked for.
    pub(super) began: Millis,
    /// How many pages there were.
    pub(super) pages: u32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// Not begun.
    Fresh,
    /// To be read, from that time on.
    Look(Millis),
    /// To be written, from that time on; with the id of the method, when it was seen.
    Write {
        from: Millis,
        method: Option<String>,
        /// The code that a later act takes can be computed.
        certain: bool,
    },
    /// Over.
    Ended(Fate),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Done,
    Failed(Reason),
    Unchecked,
    NotTried,
}

/// A write whose effect is to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sent {
    pub(super) at: Millis,
    pub(super) said: Said,
}

/// What Graph said to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Said {
    Yes,
    No(GraphError),
    Nothing,
}

impl Task {
    pub(super) fn new(job: Job) -> Self {
        Self {
            job,
            at: 0,
            wrote: false,
            state: State::Fresh,
            sent: None,
            touched: false,
            doubt: false,
            last_write: None,
            attempts: 0,
            looks: 0,
            code: None,
            page: None,
            guarded: None,
            guarding: None,
            throttles: 0,
        }
    }

    /// The code that a later act takes can be computed: the act may be written.
    pub(super) fn is_certain(&mut self) {
        if let State::Write { certain, .. } = &mut self.state {
            *certain = true;
        }
    }

    /// Whether the act takes no code, and a later one takes one that is computed.
    pub(super) fn wants_code_later(&self) -> bool {
        let mut acts = self.job.acts.iter().skip(self.at).map(Act::code);
        acts.next() == Some(None) && acts.any(|code| code == Some(&Code::Computed))
    }

    /// The act that is not proved done yet.
    pub(super) fn act(&self) -> Option<&Act> {
        self.job.acts.get(self.at)
    }

    /// Whether it is worth another try. A code that was typed and refused stays refused: the next one has to be typed.
    pub(super) fn may_try_again(&self) -> bool {
        let is_typed = matches!(self.act().and_then(Act::code), Some(Code::Typed(_)));
        match &self.state {
            State::Ended(Fate::Done) => false,
            State::Ended(Fate::Failed(Reason::Refused(error))) => !is_typed || error.status != 400,
            _ => true,
        }
    }

    /// Whether an act failed.
    pub(super) fn has_failed(&self) -> bool {
        matches!(self.state, State::Ended(Fate::Failed(_)))
    }

    /// Whether something of it was sent.
    pub(super) fn is_begun(&self) -> bool {
        self.wrote || self.touched
    }

    pub(super) fn begin(&mut self, now: Millis) {
        self.state = if self.act().is_some() { State::Look(now) } else { State::Ended(Fate::Done) };
    }

    /// Goes on no earlier than that.
    pub(super) fn rest(&mut self, until: Millis) {
        match &mut self.state {
            State::Look(from) | State::Write { from, .. } => *from = until,
            State::Fresh | State::Ended(_) => {}
        }
    }

    /// A write was answered, or its answer was lost.
    pub(super) fn written(&mut self, now: Millis, said: Said) {
        (self.touched, self.doubt) = (true, true);
        self.last_write = Some(now);
        self.attempts = self.attempts.saturating_add(1);
        self.looks = 0;
        self.code = None;
        (self.guarded, self.throttles) = (None, 0);
        self.sent = Some(Sent { at: now, said });
        self.state = State::Look(now);
    }

    /// A write comes too early, and waits. A browser may have sent it twice, and the first may have taken effect. A code that was
    /// computed for it is computed anew.
    pub(super) fn throttled(&mut self) {
        (self.doubt, self.code) = (true, None);
        if self.throttles == 0 {
            self.guarded = None;
        }
        self.throttles = self.throttles.saturating_add(1);
    }

    /// A write was under way when nobody wanted to know any more.
    pub(super) fn unknown(&mut self, now: Millis) {
        self.written(now, Said::Nothing);
    }

    /// The act is proved done: the next one.
    pub(super) fn proved(&mut self, now: Millis) {
        self.wrote |= self.touched;
        self.at = self.at.saturating_add(1);
        self.doubt = false;
        (self.sent, self.touched, self.attempts, self.looks, self.code) = (None, false, 0, 0, None);
        self.begin(now);
    }

    /// Whether the act may be written once more.
    pub(super) fn may_write(&self, attempts: u32) -> bool {
        self.attempts < attempts
    }

    /// The act is to be written; `unsaid`: no reading says whether it was already, so that a doubt stays one.
    pub(super) fn write_next(&mut self, now: Millis, method: Option<String>, unsaid: bool) {
        (self.sent, self.doubt) = (None, self.doubt && unsaid);
        self.state = State::Write { from: now, method, certain: !self.wants_code_later() };
    }

    /// Looks again after a while, longer each time; not after `latest` when that is still to come.
    pub(super) fn look_again(&mut self, now: Millis, first: Millis, latest: Millis) {
        let wait = Millis(first.0.saturating_mul(1 << self.looks.min(16)));
        self.looks = self.looks.saturating_add(1);
        let at = now.after(wait);
        self.state = State::Look(if latest > now { at.min(latest) } else { at });
    }

    /// Whether what was written of this job may not show yet.
    pub(super) fn may_lag(&self, began: Millis, patience: Millis) -> bool {
        self.last_write.is_some_and(|at| began < at.after(patience))
    }

    pub(super) fn last_write(&self) -> Millis {
        self.last_write.unwrap_or_default()
    }

    pub(super) fn fail(&mut self, reason: Reason) {
        self.state = State::Ended(Fate::Failed(reason));
    }

    /// What was sent could not be read.
    pub(super) fn leave_unchecked(&mut self) {
        self.state = State::Ended(Fate::Unchecked);
    }

    /// Nothing more is done for it.
    pub(super) fn abandon(&mut self) {
        self.state = State::Ended(if self.doubt { Fate::Unchecked } else { Fate::NotTried });
    }

    /// As new, from the act that is not proved done.
    pub(super) fn reset(&mut self) {
        (self.state, self.sent, self.page, self.guarding) = (State::Fresh, None, None, None);
        (self.attempts, self.looks, self.code) = (0, 0, None);
    }

    pub(super) fn verdict(&self) -> Verdict {
        match &self.state {
            State::Ended(Fate::Done) if self.wrote => Verdict::Done,
            State::Ended(Fate::Done) => Verdict::AlreadySo,
            State::Ended(Fate::Failed(error)) => match self.half() {
                Some(done) => Verdict::HalfDone { done, rest: Rest::Failed(error.clone()) },
                None => Verdict::Failed { act: self.at, error: error.clone() },
            },
            State::Ended(Fate::Unchecked) => self.unchecked(),
            State::Fresh | State::Look(_) | State::Write { .. } if self.doubt => self.unchecked(),
            _ => match self.half() {
                Some(done) => Verdict::HalfDone { done, rest: Rest::NotTried },
                None => Verdict::NotTried,
            },
        }
    }

    fn unchecked(&self) -> Verdict {
        match self.half() {
            Some(done) => Verdict::HalfDone { done, rest: Rest::Unchecked },
            None => Verdict::Unchecked,
        }
    }

    fn half(&self) -> Option<usize> {
        self.wrote.then_some(self.at)
    }

    /// How many writes are still to come, at least.
    pub(super) fn writes_left(&self) -> u64 {
        if matches!(self.state, State::Ended(_)) {
            return 0;
        }
        let acts = self.job.acts.len().saturating_sub(self.at);
        u64::try_from(acts.saturating_sub(usize::from(self.sent.is_some()))).unwrap_or(u64::MAX)
    }
}
