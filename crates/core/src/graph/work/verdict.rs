//! What became of each job, and how far the work is.

use crate::graph::{GraphError, Millis};

/// What became of one job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// All of it is done, and Graph shows it.
    Done,
    /// It was so before; nothing was written.
    AlreadySo,
    /// Nothing of it is done, because of this act.
    Failed {
        /// Place of the act in the job.
        act: usize,
        /// Why.
        error: Reason,
    },
    /// Something was sent, and what became of it could not be read.
    Unchecked,
    /// Nothing was written.
    NotTried,
    /// The first acts are done, the others are not.
    HalfDone {
        /// How many acts are done.
        done: usize,
        /// What became of the next one.
        rest: Rest,
    },
}

/// What became of the act after those that are done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rest {
    /// It failed.
    Failed(Reason),
    /// It was sent, and what became of it could not be read.
    Unchecked,
    /// It was not tried.
    NotTried,
}

/// Why an act failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Graph refused it.
    Refused(GraphError),
    /// Graph did not refuse it, and yet it never showed.
    Lost,
    /// Somebody has the token, and the act is for tokens that nobody has.
    Held,
    /// No code can be computed: the seed is not at hand.
    NoSeed,
    /// What must hold right before the write does not any more.
    Lapsed(Lapse),
}

/// Why a guarded write does not follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lapse {
    /// The person does not have the other token.
    Gone,
    /// The other token is not activated.
    Inactive,
    /// The person does not have the token that is to be taken away.
    Moved,
}

/// How far the work is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// All jobs.
    pub total: usize,
    /// Done, and shown by Graph.
    pub done: usize,
    /// So before.
    pub already_so: usize,
    /// Failed, wholly or half-way.
    pub failed: usize,
    /// Under way.
    pub open: usize,
    /// Not begun.
    pub waiting: usize,
    /// The least time the rest takes, as the pace allows.
    pub left: Millis,
}
