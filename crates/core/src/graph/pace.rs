//! Time, the pace of requests, and how long to wait after trouble.

use super::random::Random;

/// A point in time or a span, in milliseconds of one clock that the caller reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Millis(pub u64);

impl Millis {
    /// That much later.
    #[must_use]
    pub fn after(self, span: Self) -> Self {
        Self(self.0.saturating_add(span.0))
    }

    /// The span since an earlier time; nothing when the clock was set back.
    #[must_use]
    pub fn since(self, earlier: Self) -> Self {
        Self(self.0.saturating_sub(earlier.0))
    }
}

/// Says when the next request may go.
#[derive(Clone, Debug)]
pub struct Pace {
    gap: Millis,
    first: Millis,
    most: Millis,
    not_before: Millis,
    next_write: Millis,
    /// Troubles in a row.
    troubles: u32,
}

impl Pace {
    /// Writes are at least `gap` apart; waits without a word from the server begin at `first` and double up to `most`.
    pub fn new(gap: Millis, first: Millis, most: Millis) -> Self {
        Self { gap, first, most, not_before: Millis(0), next_write: Millis(0), troubles: 0 }
    }

    /// The earliest time of the next read.
    pub fn next_read(&self) -> Millis {
        self.not_before
    }

    /// The earliest time of the next write.
    pub fn next_write(&self) -> Millis {
        self.not_before.max(self.next_write)
    }

    /// A write goes out now.
    pub fn wrote(&mut self, now: Millis) {
        self.next_write = now.after(self.gap);
    }

    /// The server answered as it should.
    pub fn calm(&mut self) {
        self.troubles = 0;
    }

    /// Trouble: waits as long as the server asked; without a word twice as long as the last time, half of it by
    /// chance, so that many pages do not come back at once.
    pub fn trouble(&mut self, now: Millis, asked: Option<Millis>, random: &mut Random) {
        let doubled = self.first.0.saturating_mul(1 << self.troubles.min(20)).min(self.most.0);
        let backoff = Millis((doubled / 2).saturating_add(random.below(doubled / 2 + 1)));
        self.troubles = self.troubles.saturating_add(1);
        self.rest(now, asked.unwrap_or(backoff));
    }

    /// Nothing goes out for that long.
    pub fn rest(&mut self, now: Millis, span: Millis) {
        self.not_before = self.not_before.max(now.after(span));
    }

    /// How many troubles there were in a row.
    pub fn troubles(&self) -> u32 {
        self.troubles
    }

    /// The least time between two writes.
    pub fn gap(&self) -> Millis {
        self.gap
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_most_and_obey_the_server() {
        let (mut pace, mut random) = (Pace::new(Millis(10), Millis(100), Millis(1000)), Random::new(1));
        let mut check = |asked: Option<u64>, least: u64, most: u64| {
            pace.not_before = Millis(0);
            pace.trouble(Millis(0), asked.map(Millis), &mut random);
            assert!((least..=most).contains(&pace.next_read().0), "{:?}", pace.next_read());
        };
        check(None, 50, 100);
        check(None, 100, 200);
        check(Some(7), 7, 7);
        check(None, 400, 800);
        check(None, 500, 1000);
        check(None, 500, 1000);
        pace.calm();
        assert_eq!(pace.troubles(), 0);
        pace.wrote(Millis(5000));
        assert_eq!(pace.next_write(), Millis(5010));
    }
}
