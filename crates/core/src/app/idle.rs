//! Wiping when nobody uses the page. The time comes from the page as ticks, so this reads no clock.

use seedferry_protocol::{IdleView, Notice, PageEffect, Remains};

use super::{Effect, Model, page};

/// The longest time that can be chosen, in minutes.
const MAX_MINUTES: u32 = 24 * 60;
/// How long before the wipe it is announced, in milliseconds.
const ANNOUNCED: u32 = 60_000;
/// Browsers slow the ticks of hidden pages down to one a minute. A longer pause means that the computer slept, in milliseconds.
const LONGEST_AWAKE: u32 = 90_000;
/// What such a pause counts: one tick, in milliseconds.
const TICK: u32 = 1_000;

/// How long the page lies idle already, and what was chosen.
pub(super) struct Idle {
    /// Minutes; `None` when it is turned off.
    minutes: Option<u32>,
    /// Milliseconds until the wipe.
    left: u32,
}

/// What a tick leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tick {
    Nothing,
    /// The announcement changed.
    Announced,
    /// The time is over.
    Over,
}

impl Default for Idle {
    fn default() -> Self {
        Self::of(Some(IdleView::DEFAULT_MINUTES))
    }
}

impl Idle {
    /// Idle for no time yet. `minutes` is held within 1 and a day.
    fn of(minutes: Option<u32>) -> Self {
        let minutes = minutes.map(|minutes| minutes.clamp(1, MAX_MINUTES));
        Self { minutes, left: minutes.unwrap_or_default() * 60_000 }
    }

    /// The page is used.
    pub(super) fn used(&mut self) {
        *self = Self::of(self.minutes);
    }

    /// Awake time passed, in milliseconds. The end is always announced first, for the whole time of the announcement.
    fn pass(&mut self, elapsed: u32) -> Tick {
        if self.minutes.is_none() {
            return Tick::Nothing;
        }
        let announced = self.is_announced();
        let passed = if elapsed > LONGEST_AWAKE { TICK } else { elapsed };
        self.left = self.left.saturating_sub(passed);
        if !announced {
            self.left = self.left.max(ANNOUNCED);
        }
        match self.left {
            0 => Tick::Over,
            _ if self.is_announced() => Tick::Announced,
            _ => Tick::Nothing,
        }
    }

    fn is_announced(&self) -> bool {
        self.minutes.is_some() && self.left <= ANNOUNCED
    }

    pub(super) fn view(&self) -> IdleView {
        let seconds_left = self.is_announced().then_some(self.left.div_ceil(1_000));
        IdleView { minutes: self.minutes, seconds_left }
    }
}

impl Model {
    /// Idle time counts while there is something to wipe and nothing runs. Says whether the panes may have changed.
    pub(super) fn tick(&mut self, elapsed: u32) -> (Vec<Effect>, bool) {
        if self.is_running() || !self.holds_something() {
            let announced = self.idle.is_announced();
            self.idle.used();
            return (Vec::new(), announced);
        }
        match self.idle.pass(elapsed) {
            Tick::Nothing => (Vec::new(), false),
            Tick::Announced => (Vec::new(), true),
            Tick::Over => {
                let result = self.result().or_else(|| self.kept_result.clone());
                let remains = Remains { result, log: self.journal.kept() };
                (vec![page(PageEffect::WipeForIdle { remains })], true)
            }
        }
    }

    pub(super) fn choose_idle(&mut self, minutes: Option<u32>) -> Vec<Effect> {
        self.idle = Idle::of(minutes);
        Vec::new()
    }

    /// The first thing a vault hears that was started after an idle wipe: news, the result of an upload and the log outlive
    /// it, for they hold no secret.
    pub(super) fn wiped_for_idle(
        &mut self,
        minutes: Option<u32>,
        notices: Vec<Notice>,
        remains: Remains,
    ) -> Vec<Effect> {
        self.kept_result = remains.result;
        self.journal.restore(remains.log);
        self.idle = Idle::of(minutes);
        self.news.restore(notices);
        self.news.warn("Everything was wiped, because nobody used this page");
        Vec::new()
    }

    /// Whether something is at work that a wipe would cut off.
    fn is_running(&self) -> bool {
        let uploads = self.upload.as_ref().is_some_and(super::upload::Upload::is_running);
        let writes = self.works.as_ref().is_some_and(super::work::Works::is_running);
        let makes_key = self.order.is_working();
        uploads
            || writes
            || makes_key
            || self.seals.is_working()
            || self.opening.as_ref().is_some_and(super::opening::Opening::is_working)
    }

    fn holds_something(&self) -> bool {
        self.opening.is_some()
            || self.review.is_some()
            || !self.secrets.is_empty()
            || self.seals.holds_secret()
            || self.order.holds_unsaved()
            || self.clipboard.is_some()
            || self.account.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::{ANNOUNCED, Idle, LONGEST_AWAKE, MAX_MINUTES, Tick};

    fn check(minutes: Option<u32>, ticks: &[u32], last: Tick, left: u32) {
        let mut idle = Idle::of(minutes);
        let outcome = ticks.iter().map(|elapsed| idle.pass(*elapsed)).last();
        assert_eq!((outcome, idle.left), (Some(last), left), "{minutes:?} {ticks:?}");
    }

    #[test]
    fn awake_time_runs_out_after_an_announcement() {
        check(Some(2), &[1_000], Tick::Nothing, 119_000);
        check(Some(2), &[60_000], Tick::Announced, ANNOUNCED);
        check(Some(2), &[59_000, 60_000], Tick::Announced, ANNOUNCED);
        check(Some(2), &[60_000, 59_000], Tick::Announced, 1_000);
        check(Some(2), &[60_000, 60_000], Tick::Over, 0);
        check(Some(2), &[LONGEST_AWAKE, 60_000], Tick::Over, 0);
        check(Some(2), &[LONGEST_AWAKE + 1], Tick::Nothing, 119_000);
        check(Some(2), &[u32::MAX; 3], Tick::Nothing, 117_000);
        check(None, &[60_000; 60], Tick::Nothing, 0);
        check(Some(0), &[1_000], Tick::Announced, 59_000);
        check(Some(u32::MAX), &[1_000], Tick::Nothing, MAX_MINUTES * 60_000 - 1_000);
    }

    #[test]
    fn use_begins_the_time_anew() {
        let mut idle = Idle::of(Some(2));
        idle.pass(60_000);
        assert_eq!(idle.view().seconds_left, Some(60));
        idle.used();
        assert_eq!((idle.view().minutes, idle.view().seconds_left), (Some(2), None));
    }
}
