//! The steps that were taken, each kept as the change that takes it back. Seeds in it overwrite themselves when a step
//! is forgotten, and when the batch is closed or wiped.

use std::collections::VecDeque;

use super::change::{Change, Held};

/// Most tokens that all kept steps together may name: each counts at least one. Nobody takes so many steps by hand, but ten over
/// 50,000 tokens do.
const MAX_TOKENS: usize = 500_000;

/// Steps that can be taken back, and those that were.
#[derive(Default)]
pub(super) struct History {
    done: VecDeque<Step>,
    undone: Vec<Step>,
    weight: usize,
    has_forgotten: bool,
}

struct Step {
    name: String,
    change: Change,
}

impl Step {
    fn weight(&self) -> usize {
        self.change.len().max(1)
    }
}

impl History {
    /// Notes a step with the change that takes it back. What was taken back before cannot be done again.
    pub(super) fn note(&mut self, name: String, change: Change) {
        self.undone.clear();
        let step = Step { name, change };
        self.weight = self.weight.saturating_add(step.weight());
        self.done.push_back(step);
        while self.weight > MAX_TOKENS && self.done.len() > 1 {
            self.weight -= self.done.pop_front().map_or(0, |step| step.weight());
            self.has_forgotten = true;
        }
    }

    /// Takes the last step back; `false` when there is none.
    pub(super) fn undo(&mut self, held: &mut Held) -> bool {
        let Some(step) = self.done.pop_back() else {
            return false;
        };
        self.weight = self.weight.saturating_sub(step.weight());
        self.undone.push(Step { change: held.apply(step.change), ..step });
        true
    }

    /// Does the step again that was taken back last; `false` when there is none.
    pub(super) fn redo(&mut self, held: &mut Held) -> bool {
        let Some(step) = self.undone.pop() else {
            return false;
        };
        let step = Step { change: held.apply(step.change), ..step };
        self.weight = self.weight.saturating_add(step.weight());
        self.done.push_back(step);
        true
    }

    /// What would be taken back.
    pub(super) fn undo_name(&self) -> Option<String> {
        self.done.back().map(|step| step.name.clone())
    }

    /// Whether steps before these were forgotten, so that not all can be taken back.
    pub(super) fn has_forgotten(&self) -> bool {
        self.has_forgotten
    }

    /// What would be done again.
    pub(super) fn redo_name(&self) -> Option<String> {
        self.undone.last().map(|step| step.name.clone())
    }
}

#[cfg(test)]
mod tests {
    use seedferry_protocol::TokenId;

    use super::*;

    /// Notes so many steps of so many tokens each; how many can be taken back then?
    fn check(steps: usize, tokens: usize, kept: usize) {
        let (mut history, mut held) = (History::default(), Held::default());
        for number in 0..steps {
            history.note(number.to_string(), Change::Take(vec![TokenId(0); tokens]));
        }
        let mut undone = 0;
        while history.undo(&mut held) {
            undone += 1;
        }
        assert_eq!(undone, kept, "{steps} steps of {tokens} tokens");
        assert_eq!(history.has_forgotten(), kept < steps);
    }

    #[test]
    fn the_history_has_limits() {
        check(0, 1, 0);
        check(1_000, 1, 1_000);
        check(MAX_TOKENS + 7, 0, MAX_TOKENS);
        check(4, MAX_TOKENS / 2, 2);
        // The last step can always be taken back.
        check(2, MAX_TOKENS + 1, 1);
    }
}
