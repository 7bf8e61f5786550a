//! What must hold after every run of jobs.

use std::collections::{BTreeMap, HashSet};

use seedferry_core::graph::work::{Act, Code, Job, Rest, Verdict, Work};

use super::{drive::is_seedless, generate::WorkCase, legacy};
use crate::{Kept, Status};

impl WorkCase {
    /// Verdicts equal the truth, nobody is without a token that no job took, and nothing else was touched.
    pub(super) fn check(&self, work: &Work) -> Result<(), String> {
        if let Some(violation) = self.tenant.violations().first() {
            return Err(format!("{violation:?}"));
        }
        let now: BTreeMap<&str, &Kept> = legacy::all(&self.tenant).collect();
        let mut named = HashSet::new();
        for (job, verdict) in work.verdicts() {
            named.extend(job.acts.iter().map(Act::device));
            self.check_job(job, &verdict, &now).map_err(|what| {
                format!("{}: {what}, but the verdict is {verdict:?} of {:?}", job.serial, job.acts)
            })?;
        }
        for (id, kept) in &self.before.kept {
            if !named.contains(id.as_str())
                && !named.contains(kept.serial.as_str())
                && now.get(id.as_str()).copied() != Some(kept)
            {
                return Err(format!("{} was touched, and no job names it", kept.serial));
            }
        }
        Ok(())
    }

    fn check_job(&self, job: &Job, verdict: &Verdict, now: &BTreeMap<&str, &Kept>) -> Result<(), String> {
        let before = |act: &Act| self.before.kept.values().find(|kept| is_named(act, kept));
        let unchanged = || job.acts.iter().all(|act| named(now, act) == before(act));
        let so = |acts: &[Act]| effects(acts).iter().all(|act| is_so(act, now));
        // What another administrator did in between may look like ours.
        let is_ours = !job.acts.iter().any(|act| self.before.meddled.contains(act.device()));
        let holds = match verdict {
            Verdict::Done => so(&job.acts) && !(is_ours && unchanged()),
            Verdict::AlreadySo => so(&job.acts) && unchanged(),
            Verdict::Failed { .. } | Verdict::NotTried => unchanged(),
            Verdict::Unchecked => unchanged() || job.acts.first().is_some_and(|act| is_so(act, now)),
            Verdict::HalfDone { done, rest } => {
                let (before, after) = job.acts.split_at((*done).min(job.acts.len()));
                let open = *rest == Rest::Unchecked;
                let next_is_so = after.first().is_some_and(|act| is_so(act, now));
                if open { next_is_so || so(before) } else { so(before) && !(is_ours && next_is_so) }
            }
        };
        if !holds {
            let there: Vec<_> = job.acts.iter().map(|act| named(now, act).map(|kept| kept.status)).collect();
            return Err(format!("the tenant has {there:?}"));
        }
        self.check_holders(job, verdict, now)
    }

    /// Whether a code is to be computed for which there is no seed: then nobody may lose or get anything.
    fn is_hopeless(job: &Job) -> bool {
        let computes = job.acts.iter().any(|act| act.code() == Some(&Code::Computed));
        computes && is_seedless(job.code_of())
    }

    /// Whoever had a token and has it no more lost it to an act that takes tokens away, and the verdict says so.
    fn check_holders(&self, job: &Job, verdict: &Verdict, now: &BTreeMap<&str, &Kept>) -> Result<(), String> {
        for act in &job.acts {
            let holder = |kept: &Kept| kept.assigned_to.clone();
            let had = self.before.kept.values().find(|kept| is_named(act, kept)).and_then(holder);
            let has = named(now, act).and_then(holder);
            if Self::is_hopeless(job) && had != has {
                return Err("the holder changed though no code could be computed".to_owned());
            }
            let takes = job
                .acts
                .iter()
                .any(|other| matches!(other, Act::Unassign { .. }) && other.device() == act.device());
            let says = matches!(verdict, Verdict::Done | Verdict::HalfDone { .. } | Verdict::Unchecked);
            if had.is_some() && had != has && !(takes && says) {
                return Err("somebody is without the token they had".to_owned());
            }
            let mut others = job.acts.iter().take_while(|other| other.device() != act.device());
            if had.is_some() && had != has && !others.all(|other| is_so(other, now)) {
                return Err("the old token went before the new one was there".to_owned());
            }
        }
        Ok(())
    }
}

/// The acts whose effect is still to be seen: what is deleted has no holder to look at.
fn effects(acts: &[Act]) -> Vec<&Act> {
    let deleted: HashSet<_> =
        acts.iter().filter(|act| matches!(act, Act::Delete { .. })).map(Act::device).collect();
    acts.iter().filter(|act| act.deletes() || !deleted.contains(act.device())).collect()
}

/// An act names a token by its object id, or by its serial number.
fn is_named(act: &Act, kept: &Kept) -> bool {
    kept.id == act.device() || kept.serial == act.device()
}

fn named<'a>(now: &BTreeMap<&str, &'a Kept>, act: &Act) -> Option<&'a Kept> {
    now.values().copied().find(|kept| is_named(act, kept))
}

fn is_so(act: &Act, now: &BTreeMap<&str, &Kept>) -> bool {
    let kept = named(now, act);
    let held = |user: &str| kept.filter(|kept| kept.assigned_to.as_deref() == Some(user));
    match act {
        Act::Assign { user, .. } => held(user).is_some(),
        Act::AssignAndActivate { user, .. }
        | Act::AssignAndActivateBySerial { user, .. }
        | Act::Activate { user, .. } => held(user).is_some_and(|kept| kept.status == Status::Activated),
        Act::Deactivate { user, .. } => held(user).is_some_and(|kept| kept.status == Status::Assigned),
        Act::Unassign { user, .. } => held(user).is_none(),
        Act::Delete { .. } | Act::DeleteLegacy { .. } => kept.is_none(),
        Act::Update { change, .. } => {
            kept.is_some_and(|kept| change.model.as_ref().is_none_or(|model| *model == kept.model))
        }
    }
}
