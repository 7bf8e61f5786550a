//! *The device says*: shows a token's code on request, and finds the tokens that show a code somebody typed.

mod by_code;
mod device;
mod search;
mod words;

use std::collections::BTreeSet;

use seedferry_protocol::{
    CheckEvent, CheckView, CheckedToken, ClockView, Exposed, PageEffect, RefusedView, SearchView, TokenId,
    TypedCode,
};

pub(super) use self::by_code::CodeSearch;
use self::{
    device::Pace,
    search::{Code, Search},
};
use super::{Effect, Model, page, review::Review};
use crate::token::Token;

/// How far the computer's clock may be off before the panel warns, in milliseconds: half of a usual interval.
const TOLERATED: i64 = 15_000;

/// The panel.
pub(super) struct Check {
    token: Option<TokenId>,
    window: u32,
    search: Option<Search>,
    refused: Option<RefusedView>,
    refusals: u32,
    clock: ClockView,
}

impl Model {
    /// What happens in the panel; without an open batch it comes too late.
    pub(super) fn check(&mut self, event: CheckEvent) -> Vec<Effect> {
        if let CheckEvent::Opened(token) = event {
            return self.open_check(token);
        }
        let (Some(check), Some(review)) = (&mut self.check, &self.review) else {
            return Vec::new();
        };
        match event {
            CheckEvent::Opened(_) => {}
            CheckEvent::Closed => self.check = None,
            CheckEvent::CodeAsked { token, now, ahead } => {
                return review.token(token).map_or_else(Vec::new, |found| code(token, found, now, ahead));
            }
            CheckEvent::CodeTyped { code, only, now } => check.type_code(&code, only, now, review),
            CheckEvent::WindowChanged(window) => check.change_window(window),
            CheckEvent::SearchEnded => check.end_search(),
            CheckEvent::ClockRead(ahead) => check.clock = clock(ahead),
        }
        Vec::new()
    }

    /// Opens the panel, or chooses another token in it.
    pub(super) fn open_check(&mut self, token: Option<TokenId>) -> Vec<Effect> {
        let Some(review) = &self.review else {
            return Vec::new();
        };
        let token = token.filter(|id| review.token(*id).is_some());
        if let Some(check) = &mut self.check {
            check.choose(token);
            return Vec::new();
        }
        self.check = Some(Check::new(token));
        vec![page(PageEffect::ReadClock)]
    }

    /// The batch changed: what was found may be gone, and places have moved.
    pub(super) fn check_again(&mut self) {
        if let (Some(check), Some(review)) = (&mut self.check, &self.review) {
            check.end_search();
            check.token = check.token.filter(|id| review.token(*id).is_some());
        }
    }

    /// Whether a search by code is under way.
    pub(super) fn searches(&self) -> bool {
        let search = self.check.as_ref().and_then(|check| check.search.as_ref());
        search.is_some_and(|search| !search.is_done())
    }

    /// The next slice of the search.
    pub(super) fn search_on(&mut self) {
        if let (Some(search), Some(review)) =
            (self.check.as_mut().and_then(|check| check.search.as_mut()), &self.review)
        {
            search.work(review);
        }
    }
}

impl Check {
    fn new(token: Option<TokenId>) -> Self {
        Self { token, window: 10, search: None, refused: None, refusals: 0, clock: ClockView::Reading }
    }

    /// What was said about another token is over.
    fn choose(&mut self, token: Option<TokenId>) {
        if self.token != token && self.search.as_ref().is_some_and(|search| search.only.is_some()) {
            self.end_search();
        }
        self.token = token;
    }

    fn end_search(&mut self) {
        (self.search, self.refused) = (None, None);
    }

    fn change_window(&mut self, window: u32) {
        if CheckView::WINDOWS.contains(&window) {
            self.window = window;
            self.end_search();
        }
    }

    fn type_code(&mut self, typed: &TypedCode, only: Option<TokenId>, now: u64, review: &Review) {
        let open = self.search.as_ref().filter(|search| search.only == only && search.wants_next());
        match looked_for(typed, only, open, review) {
            Err(why) => {
                self.refusals += 1;
                self.refused = Some(RefusedView { only, why, attempt: self.refusals });
            }
            Ok(code) => {
                let next = open.is_some();
                self.refused = None;
                self.search = Some(match self.search.take() {
                    Some(search) if next => search.narrowed(code, now),
                    _ => Search::new(code, now, self.window, only, review),
                });
            }
        }
    }

    pub(super) fn view(&self, review: &Review) -> CheckView {
        let checked = |id: TokenId| review.token(id).map(|token| checked(id, token));
        CheckView {
            token: self.token.and_then(checked),
            window: self.window,
            search: self.search.as_ref().map_or(SearchView::Idle, |search| search_view(search, review)),
            refused: self.refused.clone(),
            clock: self.clock.clone(),
        }
    }
}

fn search_view(search: &Search, review: &Review) -> SearchView {
    if search.is_done() {
        SearchView::Found(search.found(review))
    } else {
        SearchView::Working { only: search.only, percent: search.percent() }
    }
}

fn checked(id: TokenId, token: &Token) -> CheckedToken {
    let serial = token.serial.as_ref().map(ToString::to_string).unwrap_or_default();
    let pace = Pace::of(token);
    CheckedToken {
        id,
        title: words::named(&serial),
        how: device::how(token),
        counts: matches!(pace, Ok(Pace::Presses { .. })),
        unusable: pace.err().map(str::to_owned),
    }
}

/// The code of a token that is due, or some presses later.
fn code(id: TokenId, token: &Token, now: u64, ahead: u32) -> Vec<Effect> {
    let (Ok(pace), Some(generator)) = (Pace::of(token), device::generator(token)) else {
        return Vec::new();
    };
    let ahead = if matches!(pace, Pace::Presses { .. }) { u64::from(ahead) } else { 0 };
    let step = pace.due(now).saturating_add(ahead);
    let code = Exposed::new(generator.code(step).into_bytes());
    vec![page(PageEffect::ShowCode { token: id, code, life: pace.life(step) })]
}

/// What is to be looked for, or why it cannot be.
fn looked_for(
    typed: &TypedCode,
    only: Option<TokenId>,
    open: Option<&Search>,
    review: &Review,
) -> Result<Code, String> {
    let Some(code) = Code::parse(typed) else {
        return Err("A code has 4 to 10 digits. Type what the device shows, without letters".to_owned());
    };
    if open.is_some_and(|search| search.is_for(code)) {
        return Err("This is the code from before. Wait until the device shows the next one".to_owned());
    }
    let lengths = lengths(only, review);
    if lengths.contains(&code.digits()) {
        return Ok(code);
    }
    let known: Vec<String> = lengths.iter().map(ToString::to_string).collect();
    Err(match known.as_slice() {
        [] => "There is no token here that this page can make codes for".to_owned(),
        known => format!("{} digits were typed, but codes here have {}", code.digits(), known.join(" or ")),
    })
}

/// How many digits the codes have that are looked at.
fn lengths(only: Option<TokenId>, review: &Review) -> BTreeSet<u8> {
    let one = only.map(|id| review.token(id)).into_iter().flatten();
    let all = review.batch().tokens.iter().filter(|_| only.is_none());
    let usable = one.chain(all).filter(|token| Pace::of(token).is_ok());
    usable.map(|token| token.digits_or_assumed().0.get()).collect()
}

fn clock(ahead: Option<i64>) -> ClockView {
    match ahead {
        None => ClockView::Unknown(
            "The computer's clock could not be checked: this page's host did not tell the time. Compare it with another clock"
                .to_owned(),
        ),
        Some(ahead) if ahead.saturating_abs() <= TOLERATED => ClockView::Right,
        Some(ahead) => {
            let way = if ahead > 0 { "ahead of" } else { "behind" };
            let seconds = ahead.unsigned_abs().div_ceil(1_000);
            ClockView::Wrong(format!(
                "This computer's clock is {seconds} s {way} the clock of this page's host. Put it right first, or codes and distances will be wrong"
            ))
        }
    }
}
