//! The search for the tokens that show a code, in slices: 50,000 tokens with 21 steps each are a million codes.

use std::collections::BTreeSet;

use seedferry_protocol::{CheckView, FoundView, MatchView, TokenId, TypedCode};

use super::{device, device::Pace, words};
use crate::{app::review::Review, token::Token};

/// How many codes are made at a stretch, about 30 ms of them.
const SLICE: usize = 12_000;

/// What chance alone may find before the next code is asked for.
const CHANCE: f64 = 0.01;

/// How many steps the next code of a device may come at: see [`Pace::next`].
const NEXT_STEPS: f64 = 3.0;

/// A code that was typed: its digits as a number, and how many they are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Code {
    number: u64,
    digits: u8,
}

impl Code {
    /// Reads what was typed: 4 to 10 digits, with blanks and hyphens between them as devices and people group them.
    pub(super) fn parse(typed: &TypedCode) -> Option<Self> {
        let (mut number, mut digits) = (0_u64, 0_u8);
        // EXPOSE: to compare it with the codes of tokens.
        for letter in typed.expose().chars().filter(|letter| !letter.is_whitespace() && *letter != '-') {
            digits = digits.checked_add(1).filter(|digits| *digits <= 10)?;
            number = number * 10 + u64::from(letter.to_digit(10)?);
        }
        (digits >= 4).then_some(Self { number, digits })
    }

    /// How many digits it has.
    pub(super) fn digits(self) -> u8 {
        self.digits
    }

    /// How many codes of this length there are.
    fn kinds(self) -> f64 {
        10_f64.powi(i32::from(self.digits))
    }
}

/// A search, at work or done.
pub(super) struct Search {
    /// In this token alone, or in the whole batch.
    pub(super) only: Option<TokenId>,
    window: u32,
    code: Code,
    now: u64,
    /// Places of the batch yet to be searched, last first.
    ahead: Vec<usize>,
    /// How many there were.
    all: usize,
    /// After a first code: where it fitted, and when it was typed.
    before: Option<Before>,
    hits: Vec<Hit>,
    searched: u32,
    codes: u32,
    /// How many would fit by chance.
    chance: f64,
}

struct Before {
    now: u64,
    hits: Vec<Hit>,
}

/// A token that shows the code at a step.
#[derive(Clone, Copy)]
struct Hit {
    place: usize,
    id: TokenId,
    pace: Pace,
    step: u64,
    off: i64,
}

impl Search {
    /// A first code.
    pub(super) fn new(code: Code, now: u64, window: u32, only: Option<TokenId>, review: &Review) -> Self {
        let ahead = places(only, review);
        let all = ahead.len();
        Self {
            only,
            window,
            code,
            now,
            ahead,
            all,
            before: None,
            hits: Vec::new(),
            searched: 0,
            codes: 0,
            chance: 0.0,
        }
    }

    /// The next code, looked for among those that showed the one before.
    pub(super) fn narrowed(self, code: Code, now: u64) -> Self {
        let ahead: Vec<usize> =
            self.hits.iter().map(|hit| hit.place).collect::<BTreeSet<_>>().into_iter().rev().collect();
        Self {
            code,
            now,
            all: ahead.len(),
            ahead,
            chance: self.chance * NEXT_STEPS / code.kinds(),
            before: Some(Before { now: self.now, hits: self.hits }),
            hits: Vec::new(),
            ..self
        }
    }

    /// Whether it waits for the next code.
    pub(super) fn wants_next(&self) -> bool {
        self.is_done() && !self.hits.is_empty() && self.chance > CHANCE
    }

    pub(super) fn is_done(&self) -> bool {
        self.ahead.is_empty()
    }

    /// Whether this is the code it looked for last.
    pub(super) fn is_for(&self, code: Code) -> bool {
        self.code == code
    }

    /// Share done, in steps of five.
    pub(super) fn percent(&self) -> u8 {
        let done = self.all.saturating_sub(self.ahead.len());
        u8::try_from(done.saturating_mul(20) / self.all.max(1)).unwrap_or(20).min(20) * 5
    }

    /// Goes on for one slice.
    pub(super) fn work(&mut self, review: &Review) {
        let mut left = SLICE;
        while left > 0 {
            let Some(place) = self.ahead.pop() else { break };
            // A token that is passed over costs something too.
            left = left.saturating_sub(self.look_at(place, review) + 1);
        }
        if self.is_done() && self.before.is_none() {
            self.chance = f64::from(self.codes) / self.code.kinds();
        }
    }

    /// Makes the codes of one token and returns how many.
    fn look_at(&mut self, at: usize, review: &Review) -> usize {
        let Some((id, token)) = review.token_at(at) else {
            return 0;
        };
        let Some(generator) = self.generator(token) else {
            return 0;
        };
        let paces = Pace::all_of(token);
        let steps: Vec<(Pace, u64)> = paces
            .iter()
            .flat_map(|pace| self.steps(at, *pace).into_iter().map(|step| (*pace, step)))
            .collect();
        for (pace, step) in &steps {
            if generator.number(*step) == self.code.number {
                let off = pace.off(*step, self.now);
                self.hits.push(Hit { place: at, id, pace: *pace, step: *step, off });
            }
        }
        if self.before.is_none() && !paces.is_empty() {
            self.searched += 1;
            self.codes = self.codes.saturating_add(u32::try_from(steps.len()).unwrap_or(u32::MAX));
        }
        steps.len()
    }

    fn generator(&self, token: &Token) -> Option<crate::otp::Generator> {
        (token.digits_or_assumed().0.get() == self.code.digits).then(|| device::generator(token)).flatten()
    }

    fn steps(&self, at: usize, pace: Pace) -> Vec<u64> {
        match &self.before {
            None => pace.near(self.now, self.window).collect(),
            Some(before) => {
                let hits = before.hits.iter().filter(|hit| hit.place == at && hit.pace == pace);
                let steps: BTreeSet<u64> =
                    hits.flat_map(|hit| pace.next(hit.step, before.now, self.now)).collect();
                steps.into_iter().collect()
            }
        }
    }

    /// What it found.
    pub(super) fn found(&self, review: &Review) -> FoundView {
        let nearest = self.nearest();
        let matches: Vec<MatchView> =
            nearest.iter().take(CheckView::LISTED).filter_map(|hit| self.matched(hit, review)).collect();
        let result = words::Result {
            alone: self.only.is_some(),
            several: self.before.is_some(),
            total: nearest.len(),
            first: matches.first(),
            next_wanted: self.wants_next(),
            searched: self.searched,
            window: self.window,
            chance: self.chance,
        };
        FoundView {
            only: self.only,
            verdict: result.verdict(),
            basis: result.basis(),
            certain: nearest.len() == 1 && !self.wants_next(),
            next_wanted: self.wants_next(),
            total: u32::try_from(nearest.len()).unwrap_or(u32::MAX),
            matches,
        }
    }

    /// One hit per token, the nearest first.
    fn nearest(&self) -> Vec<Hit> {
        let mut hits = self.hits.clone();
        hits.sort_by_key(|hit| (hit.off.unsigned_abs(), hit.place));
        let mut seen = BTreeSet::new();
        hits.retain(|hit| seen.insert(hit.place));
        hits
    }

    fn matched(&self, hit: &Hit, review: &Review) -> Option<MatchView> {
        let token = review.token(hit.id)?;
        let about = token.upn.clone().or_else(|| token.model.clone()).unwrap_or_default();
        let serial = token.serial.as_ref().map(ToString::to_string).unwrap_or_default();
        let off = hit.pace.off_in_words(hit.step, self.now) + &hit.pace.condition(token);
        Some(MatchView { id: hit.id, serial, about, off })
    }
}

fn places(only: Option<TokenId>, review: &Review) -> Vec<usize> {
    match only {
        Some(id) => review.held.place(id).into_iter().collect(),
        None => (0..review.batch().tokens.len()).rev().collect(),
    }
}
