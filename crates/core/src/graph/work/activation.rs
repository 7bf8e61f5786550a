//! Entra takes only so many activations in a time.

use std::collections::VecDeque;

use super::Millis;

/// Most activations in [`WINDOW`].
const MOST_ACTIVATIONS: usize = 200;
/// The time that they are counted in.
const WINDOW: Millis = Millis(300_000);

/// When codes were sent lately.
#[derive(Clone, Debug, Default)]
pub struct Activations(VecDeque<Millis>);

impl Activations {
    /// The earliest time of the next one.
    pub fn next(&self) -> Millis {
        match self.0.front() {
            Some(oldest) if self.0.len() >= MOST_ACTIVATIONS => oldest.after(WINDOW),
            _ => Millis(0),
        }
    }

    /// A code goes out now.
    pub fn sent(&mut self, now: Millis) {
        while self.0.front().is_some_and(|at| at.after(WINDOW) <= now) || self.0.len() >= MOST_ACTIVATIONS {
            self.0.pop_front();
        }
        self.0.push_back(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_than_allowed_go_within_the_time() {
        let mut activations = Activations::default();
        let mut sent: Vec<Millis> = Vec::new();
        let mut now = Millis(0);
        while sent.len() < 3 * MOST_ACTIVATIONS {
            now = activations.next().max(now.after(Millis(100)));
            activations.sent(now);
            sent.push(now);
        }
        for (first, last) in sent.iter().zip(sent.iter().skip(MOST_ACTIVATIONS)) {
            assert!(last.since(*first) >= WINDOW, "{first:?} {last:?}");
        }
        assert!(now.0 < 3 * WINDOW.0);
    }
}
