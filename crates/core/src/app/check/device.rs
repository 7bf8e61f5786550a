//! A token as the device that shows codes: how it counts, and which of its steps are near.

use std::ops::RangeInclusive;

use seedferry_protocol::CodeLife;

use crate::{
    otp::Generator,
    token::{OathType, Token},
};

/// The time interval in seconds that tokens have beside the usual one.
const OTHER_INTERVAL: u32 = 60;

/// How a device moves from one code to the next.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Pace {
    /// Every so many seconds.
    Time { interval: u32 },
    /// With each press; the seed file says which counter is due.
    Presses { due: u64 },
}

impl Pace {
    /// How a token counts; an error is the reason why it has no code here.
    pub(super) fn of(token: &Token) -> Result<Self, &'static str> {
        if token.seed.is_none() {
            return Err("This token has no usable seed, so it has no codes");
        }
        match token.oath_type {
            OathType::Totp => Ok(Self::Time { interval: token.interval_or_assumed().0.seconds() }),
            OathType::Hotp => Ok(Self::Presses { due: token.counter.unwrap_or(0) }),
            OathType::Ocra => Err("Codes of OCRA tokens answer a challenge; this page cannot make them"),
            OathType::Other(_) => Err("How tokens of this type make their codes is not known to this page"),
        }
    }

    /// All the ways in which a token may count: where the file does not say the time interval, in both that are usual.
    pub(super) fn all_of(token: &Token) -> Vec<Self> {
        let assumed = Self::of(token).ok();
        let is_open = token.oath_type == OathType::Totp && token.interval.is_none();
        let other = assumed.filter(|_| is_open).map(|_| Self::Time { interval: OTHER_INTERVAL });
        assumed.into_iter().chain(other).collect()
    }

    /// What it takes for a token to count so, where the file does not say it.
    pub(super) fn condition(self, token: &Token) -> String {
        match self {
            Self::Time { interval } if token.interval.is_none() && interval == OTHER_INTERVAL => {
                format!(", with a time interval of {interval} s, which the file does not say")
            }
            _ => String::new(),
        }
    }

    /// The step that is due. `now` is in milliseconds since 1970.
    pub(super) fn due(self, now: u64) -> u64 {
        match self {
            Self::Time { interval } => now / 1_000 / u64::from(interval.max(1)),
            Self::Presses { due } => due,
        }
    }

    /// The steps within a window: for time, so many each way; presses only go forward, over as many steps.
    pub(super) fn near(self, now: u64, window: u32) -> RangeInclusive<u64> {
        let (due, window) = (self.due(now), u64::from(window));
        match self {
            Self::Time { .. } => due.saturating_sub(window)..=due.saturating_add(window),
            Self::Presses { .. } => due..=due.saturating_add(2 * window),
        }
    }

    /// The steps at which the next code may come after one that came at `step` while `before` was the time: a
    /// clock that was off stays as far off, give or take a step, and a button may have been pressed in vain.
    pub(super) fn next(self, step: u64, before: u64, now: u64) -> RangeInclusive<u64> {
        let passed = match self {
            Self::Time { .. } => self.due(now).saturating_sub(self.due(before)),
            Self::Presses { .. } => 2,
        };
        let middle = step.saturating_add(passed);
        middle.saturating_sub(1).max(step.saturating_add(1))..=middle.saturating_add(1)
    }

    /// How far `step` is from the one that is due.
    pub(super) fn off(self, step: u64, now: u64) -> i64 {
        i64::try_from(i128::from(step) - i128::from(self.due(now))).unwrap_or(i64::MAX)
    }

    /// The same in words.
    pub(super) fn off_in_words(self, step: u64, now: u64) -> String {
        let off = self.off(step, now);
        let steps = off.unsigned_abs();
        let noun = |one: &str| if steps == 1 { one.to_owned() } else { format!("{one}{}", plural(one)) };
        match self {
            Self::Time { .. } if off == 0 => "its clock agrees with this computer's".to_owned(),
            Self::Time { interval } => {
                let (seconds, way) =
                    (steps.saturating_mul(u64::from(interval)), if off > 0 { "ahead" } else { "behind" });
                format!("{steps} {} ({}) {way}", noun("step"), duration(seconds))
            }
            Self::Presses { .. } if off == 0 => format!("at counter {step}, as in the seed file"),
            Self::Presses { .. } => {
                format!("at counter {step}, {steps} {} after the seed file's", noun("press"))
            }
        }
    }

    /// How long the code of a step holds.
    pub(super) fn life(self, step: u64) -> CodeLife {
        match self {
            Self::Time { interval } => {
                let end = step.saturating_add(1).saturating_mul(u64::from(interval)).saturating_mul(1_000);
                CodeLife::Until { end, interval }
            }
            Self::Presses { .. } => CodeLife::Counter(step),
        }
    }
}

/// What makes a token's codes.
pub(super) fn generator(token: &Token) -> Option<Generator> {
    Generator::new(token.seed.as_ref()?, token.hash_or_assumed().0, token.digits_or_assumed().0)
}

/// How a token makes its codes, in words, with what was assumed.
pub(super) fn how(token: &Token) -> String {
    let assumed = |is: bool| if is { " (assumed)" } else { "" };
    let ((digits, no_digits), (hash, no_hash)) = (token.digits_or_assumed(), token.hash_or_assumed());
    let (interval, no_interval) = token.interval_or_assumed();
    let pace = match token.oath_type {
        OathType::Hotp => {
            format!("from counter {}{}", token.counter.unwrap_or(0), assumed(token.counter.is_none()))
        }
        _ => format!("every {} s{}", interval.seconds(), assumed(no_interval)),
    };
    format!("{} digits{} {pace}, {}{}", digits.get(), assumed(no_digits), hash.name(), assumed(no_hash))
}

fn plural(noun: &str) -> &'static str {
    if noun.ends_with('s') { "es" } else { "s" }
}

fn duration(seconds: u64) -> String {
    match seconds {
        0..=119 => format!("{seconds} s"),
        120..=7_199 => format!("{} min", seconds.div_euclid(60)),
        _ => format!("{} h", seconds.div_euclid(3_600)),
    }
}

#[cfg(test)]
mod tests {
    use super::Pace;

    fn check(pace: Pace, step: u64, now: u64, words: &str) {
        assert_eq!(pace.off_in_words(step, now), words);
    }

    #[test]
    fn how_far_a_device_is_off_reads_well() {
        let (half, presses) = (Pace::Time { interval: 30 }, Pace::Presses { due: 5 });
        check(half, 2, 60_000, "its clock agrees with this computer's");
        check(half, 2, 89_999, "its clock agrees with this computer's");
        check(half, 1, 60_000, "1 step (30 s) behind");
        check(half, 4, 60_000, "2 steps (60 s) ahead");
        check(Pace::Time { interval: 60 }, 6, 60_000, "5 steps (5 min) ahead");
        check(presses, 5, 60_000, "at counter 5, as in the seed file");
        check(presses, 6, 60_000, "at counter 6, 1 press after the seed file's");
        check(presses, 8, 60_000, "at counter 8, 3 presses after the seed file's");
    }

    #[test]
    fn the_next_code_comes_later_and_no_further_off() {
        let half = Pace::Time { interval: 30 };
        assert_eq!(half.near(10_000, 2), 0..=2, "there is no step before 1970");
        assert_eq!(half.next(10, 60_000, 90_000), 11..=12);
        assert_eq!(half.next(10, 60_000, 60_500), 11..=11);
        assert_eq!(half.next(10, 60_000, 240_000), 15..=17);
        assert_eq!(Pace::Presses { due: 5 }.near(0, 10), 5..=25);
        assert_eq!(Pace::Presses { due: 5 }.next(7, 0, 0), 8..=10);
    }
}
