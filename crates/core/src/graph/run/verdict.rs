//! What became of each token, and how far the upload is.

use super::{GraphError, Millis, Run, State};
use crate::{graph::Device, token::Token};

/// What became of one token. It borrows from the upload: a list of 50,000 is looked through after every answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict<'r> {
    /// Created by this upload; the inventory shows it.
    Created {
        /// Object id.
        id: &'r str,
        /// What the tenant has otherwise than was sent. Seeds cannot be compared.
        differences: &'r [Difference],
        /// Graph refused the only request for it: a browser may have sent it twice, or somebody else created one.
        refused: bool,
    },
    /// It was there before.
    AlreadyThere {
        /// Object id.
        id: &'r str,
        /// What the tenant has otherwise. Seeds cannot be compared.
        differences: &'r [Difference],
    },
    /// It is not in the tenant.
    Failed(Reason<'r>),
    /// It was written, and the inventory could not be read afterwards.
    Unchecked,
    /// Nothing was sent.
    NotTried,
}

/// Why a token is not in the tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason<'r> {
    /// Graph refused it.
    Refused(&'r GraphError),
    /// Graph did not refuse it, and yet it never appeared, however often it was written.
    Lost,
}

/// What differs between a token of the batch and the tenant's of the same serial number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    /// Manufacturer.
    Manufacturer,
    /// Model.
    Model,
    /// Time interval.
    Interval,
    /// Hash function.
    Hash,
}

impl Difference {
    /// All differences, in the order of the type.
    pub fn all(token: &Token, device: &Device) -> Vec<Self> {
        let other = |ours: &Option<String>, theirs: &str| ours.as_deref().unwrap_or_default() != theirs;
        [
            (Self::Manufacturer, other(&token.manufacturer, &device.manufacturer)),
            (Self::Model, other(&token.model, &device.model)),
            (Self::Interval, device.interval.is_some_and(|s| s != token.interval_or_assumed().0.seconds())),
            (Self::Hash, device.hash.is_some_and(|hash| hash != token.hash_or_assumed().0)),
        ]
        .into_iter()
        .filter_map(|(difference, is_there)| is_there.then_some(difference))
        .collect()
    }

    /// The name for people, as it stands in a sentence.
    pub fn name(self) -> &'static str {
        match self {
            Self::Manufacturer => "manufacturer",
            Self::Model => "model",
            Self::Interval => "time interval",
            Self::Hash => "hash function",
        }
    }
}

/// How far an upload is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// All tokens.
    pub total: usize,
    /// Created and seen in the inventory.
    pub created: usize,
    /// There before.
    pub already_there: usize,
    /// Refused or lost.
    pub failed: usize,
    /// Written, not seen in the inventory yet.
    pub unchecked: usize,
    /// Not written yet.
    pub waiting: usize,
    /// The least time the rest takes, as the pace allows.
    pub left: Millis,
}

impl Run {
    /// Serial number and verdict of each token, in the order given; before the end as far as it is known.
    pub fn verdicts(&self) -> impl Iterator<Item = (&str, Verdict<'_>)> {
        self.jobs.iter().map(|job| {
            let verdict = match &job.state {
                State::There { id, differences, .. } if !job.touched => {
                    Verdict::AlreadyThere { id, differences }
                }
                State::There { id, differences, refused } => {
                    Verdict::Created { id, differences, refused: *refused }
                }
                State::Failed(error) => Verdict::Failed(Reason::Refused(error)),
                State::Lost => Verdict::Failed(Reason::Lost),
                State::Written(_) | State::Refused(..) => Verdict::Unchecked,
                State::Waiting if job.doubted.is_some() => Verdict::Unchecked,
                // Written before, found missing, and not written again because the upload was stopped.
                State::Waiting if job.attempts > 0 => Verdict::Failed(Reason::Lost),
                State::Waiting => Verdict::NotTried,
            };
            (job.serial.as_str(), verdict)
        })
    }

    /// Counts for a progress line.
    pub fn progress(&self) -> Progress {
        let mut progress = Progress { total: self.jobs.len(), ..Progress::default() };
        for job in &self.jobs {
            *match &job.state {
                State::There { .. } if !job.touched => &mut progress.already_there,
                State::There { .. } => &mut progress.created,
                State::Failed(_) | State::Lost => &mut progress.failed,
                State::Written(_) | State::Refused(..) => &mut progress.unchecked,
                State::Waiting => &mut progress.waiting,
            } += 1;
        }
        let requests = progress.waiting.div_ceil(self.queue.limit());
        progress.left = Millis(u64::try_from(requests).unwrap_or(u64::MAX).saturating_mul(self.pace.gap().0));
        progress
    }
}
