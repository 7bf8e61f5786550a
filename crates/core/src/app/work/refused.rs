//! A typed code that the tenant refused, wherever it was typed: the open batch knows whose it is.

use seedferry_protocol::TypedCode;

use super::{
    super::{Model, assign::refusal::Typed},
    Stage,
};
use crate::graph::work::{Code, Job, Reason, Rest, Verdict, Work};

impl Model {
    /// The work is over: whose code was typed is looked for, where one was refused.
    pub(super) fn judge_refused(&mut self) {
        let now = self.online.wall.saturating_mul(1_000);
        let Some(works) = &mut self.works else {
            return;
        };
        let Stage::Run(work) = &works.stage else {
            return;
        };
        works.refused = work_refused(work);
        if let Some(typed) = &mut works.refused {
            typed.refused(now, self.review.as_ref());
        }
    }

    /// Whether whose code it is is being looked for.
    pub(in super::super) fn work_searches(&self) -> bool {
        let typed = self.works.as_ref().and_then(|works| works.refused.as_ref());
        typed.is_some_and(Typed::is_searching)
    }

    /// The next slice of that.
    pub(in super::super) fn work_search_on(&mut self) {
        if let Some(typed) = self.works.as_mut().and_then(|works| works.refused.as_mut()) {
            typed.search_on(self.review.as_ref());
        }
    }

    /// The batch changed: places have moved.
    pub(in super::super) fn forget_work_search(&mut self) {
        if let Some(typed) = self.works.as_mut().and_then(|works| works.refused.as_mut()) {
            typed.forget_search();
        }
    }
}

/// The first typed code that was refused.
fn work_refused(work: &Work) -> Option<Typed> {
    work.verdicts().find_map(|(job, verdict)| refused(job, &verdict))
}

fn refused(job: &Job, verdict: &Verdict) -> Option<Typed> {
    let (act, reason) = match verdict {
        Verdict::Failed { act, error } => (*act, error),
        Verdict::HalfDone { done, rest: Rest::Failed(error) } => (*done, error),
        _ => return None,
    };
    let is_code = match reason {
        Reason::Refused(error) => error.status == 400,
        Reason::Lost => true,
        Reason::Held | Reason::NoSeed | Reason::Lapsed(_) => false,
    };
    match job.acts.get(act)?.code()? {
        Code::Typed(code) if is_code => Some(Typed::new(job.code_of(), TypedCode::new(code.clone()))),
        _ => None,
    }
}
