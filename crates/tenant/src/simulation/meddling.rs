//! Somebody who meddles with a run: stops it, pauses it, closes the lid.

use seedferry_core::graph::{Millis, Random};

use super::generate::one_in;

/// The longest time that a lid stays closed.
const LONGEST_PAUSE: u64 = 7_200_000;

/// What somebody does to a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meddling {
    Pause,
    Stop,
}

/// What is done when somebody meddles. A run that is stopped once more ends at once.
pub(super) fn meddling(random: &mut Random) -> Vec<Meddling> {
    let mut all = vec![if one_in(random, 2) { Meddling::Stop } else { Meddling::Pause }];
    if one_in(random, 4) {
        all.extend([Meddling::Stop; 2]);
    }
    all
}

/// How long a pause lasts.
pub(super) fn pause(random: &mut Random) -> Millis {
    Millis(random.below(LONGEST_PAUSE))
}
