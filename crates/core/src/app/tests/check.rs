//! Stories of the panel that checks codes.

use seedferry_protocol::{
    CheckEvent, CheckView, ClockView, CodeLife, Event, FoundView, PageEffect, SearchView, TargetFormat,
    ToPage, TokenId, TypedCode,
};

use super::{Story, batch, page};
use crate::{
    app::{Answer, Effect},
    otp::Generator,
    secret::Seed,
    token::{Batch, Digits, HashFunction, Interval, OathType},
};

/// Some moment, in milliseconds; the middle of an interval.
const NOW: u64 = 1_790_000_115_000;

/// Tokens with a seed of their own each; every tenth with SHA-256, every eleventh with 8 digits, every thirteenth
/// with 60 s.
fn many(count: u32) -> Batch {
    let serials: Vec<String> = (0..count).map(|number| format!("T{number:06}")).collect();
    let mut all = batch(&serials.iter().map(String::as_str).collect::<Vec<_>>());
    for (number, token) in (0_u32..).zip(&mut all.tokens) {
        token.seed = Seed::new([number.to_be_bytes(), [7; 4], [9; 4], [3; 4], [5; 4]].concat());
        token.hash = Some(if number % 10 == 9 { HashFunction::Sha256 } else { HashFunction::Sha1 });
        token.digits = Digits::new(if number % 11 == 10 { 8 } else { 6 });
        token.interval = Interval::new(if number % 13 == 12 { 60 } else { 30 });
    }
    all
}

/// What the device of a token shows, so many steps off.
fn shown(batch: &Batch, place: usize, now: u64, off: i64) -> String {
    let token = &batch.tokens[place];
    let due = match token.oath_type {
        OathType::Hotp => token.counter.unwrap_or(0),
        _ => now / 1_000 / u64::from(token.interval_or_assumed().0.seconds()),
    };
    let made =
        Generator::new(token.seed.as_ref().unwrap(), token.hash_or_assumed().0, token.digits_or_assumed().0);
    made.unwrap().code(due.checked_add_signed(off).unwrap())
}

impl Story {
    fn checks(&mut self, event: CheckEvent) -> &mut Self {
        self.does(Event::Check(event))
    }

    /// Types a code and lets the vault work to the end; returns how many slices it took.
    fn looks(&mut self, code: &str, only: Option<u32>, now: u64) -> usize {
        let code = TypedCode::new(code.to_owned());
        self.checks(CheckEvent::CodeTyped { code, only: only.map(TokenId), now });
        let mut slices = 0;
        while self.effects.contains(&Effect::Continue) {
            slices += 1;
            self.answered(Answer::Continue);
        }
        slices
    }

    fn panel(&self) -> &CheckView {
        self.check.as_ref().unwrap()
    }

    fn found(&self) -> &FoundView {
        match &self.panel().search {
            SearchView::Found(found) => found,
            other => panic!("{other:?}"),
        }
    }

    fn matched(&self) -> Vec<u32> {
        self.found().matches.iter().map(|hit| hit.id.0).collect()
    }
}

#[test]
fn a_code_is_shown_on_request_and_stands_in_no_pane() {
    let mut all = many(30);
    all.tokens[3].oath_type = OathType::Hotp;
    all.tokens[3].counter = Some(41);
    let mut story = Story::with(all.clone());
    story.checks(CheckEvent::Opened(Some(TokenId(10))));
    assert_eq!(story.effects, [page(PageEffect::ReadClock)]);
    let token = story.panel().token.clone().unwrap();
    assert_eq!((token.title.as_str(), token.how.as_str()), ("Token T000010", "8 digits every 30 s, SHA-1"));
    let ask = |story: &mut Story, token: u32, ahead| {
        story.checks(CheckEvent::CodeAsked { token: TokenId(token), now: NOW, ahead });
        match story.effects.as_slice() {
            [Effect::ToPage(ToPage::Effect(PageEffect::ShowCode { code, life, .. }))] => {
                (String::from_utf8(code.expose().to_vec()).unwrap(), *life)
            }
            other => panic!("{other:?}"),
        }
    };
    let (code, life) = ask(&mut story, 10, 0);
    assert_eq!(code, shown(&all, 10, NOW, 0));
    assert_eq!(life, CodeLife::Until { end: (NOW / 30_000 + 1) * 30_000, interval: 30 });
    assert!(!format!("{:?}", story.check).contains(&code) && !format!("{:?}", story.effects).contains(&code));
    assert_eq!(ask(&mut story, 3, 2), (shown(&all, 3, NOW, 2), CodeLife::Counter(43)));
}

#[test]
fn an_interval_that_the_file_does_not_say_may_be_either() {
    let check = |interval: u32, words: &str| {
        let mut all = many(9);
        all.tokens[5].interval = Interval::new(interval);
        let code = shown(&all, 5, NOW, 0);
        all.tokens[5].interval = None;
        let mut story = Story::with(all);
        story.checks(CheckEvent::Opened(None)).looks(&code, None, NOW);
        assert_eq!(story.matched(), [5], "{interval}");
        assert!(story.found().verdict.ends_with(words), "{}", story.found().verdict);
    };
    check(30, "its clock agrees with this computer's");
    check(
        60,
        "its clock agrees with this computer's, with a time interval of 60 s, which the file does not say",
    );
}

#[test]
fn a_token_without_codes_says_why() {
    let mut all = many(3);
    all.tokens[0].seed = None;
    all.tokens[1].oath_type = OathType::Ocra;
    let mut story = Story::with(all);
    for (token, why) in [(0, Some("seed")), (1, Some("challenge")), (2, None)] {
        story.checks(CheckEvent::Opened(Some(TokenId(token))));
        let unusable = story.panel().token.clone().unwrap().unusable;
        assert_eq!(unusable.is_some(), why.is_some());
        assert!(unusable.unwrap_or_default().contains(why.unwrap_or_default()));
        story.checks(CheckEvent::CodeAsked { token: TokenId(token), now: NOW, ahead: 0 });
        assert_eq!(story.effects.is_empty(), why.is_some());
    }
}

#[test]
fn one_token_is_compared_with_its_device() {
    let all = many(30);
    let mut story = Story::with(all.clone());
    story.checks(CheckEvent::Opened(Some(TokenId(12))));
    for (off, words) in [(0, "agrees"), (-3, "3 steps (3 min) behind"), (1, "1 step (60 s) ahead")] {
        story.looks(&shown(&all, 12, NOW, off), Some(12), NOW);
        assert!(story.found().certain && story.found().verdict.contains(words), "{:?}", story.found());
    }
    story.looks(&shown(&all, 12, NOW, 11), Some(12), NOW);
    assert!(story.found().matches.is_empty() && story.found().verdict.contains("does not show"));
    story.checks(CheckEvent::WindowChanged(20));
    assert_eq!(story.panel().search, SearchView::Idle);
    story.looks(&shown(&all, 12, NOW, 11), Some(12), NOW);
    assert_eq!(story.matched(), [12]);
    story.does(Event::DetailsChosen(Some(TokenId(13))));
    assert_eq!(story.panel().token.as_ref().unwrap().id, TokenId(13), "a row chooses another token");
    assert_eq!(story.panel().search, SearchView::Idle, "and what was said of the first is over");
}

#[test]
fn a_counter_is_found_by_its_distance() {
    let mut all = many(5);
    all.tokens[2].oath_type = OathType::Hotp;
    all.tokens[2].counter = Some(100);
    let mut story = Story::with(all.clone());
    story.checks(CheckEvent::Opened(None));
    story.looks(&shown(&all, 2, NOW, 17), None, NOW);
    assert_eq!(story.matched(), [2]);
    assert!(story.found().verdict.contains("at counter 117, 17 presses after"), "{}", story.found().verdict);
}

#[test]
fn what_is_no_code_is_refused_with_the_reason() {
    let mut story = Story::with(many(3));
    story.checks(CheckEvent::Opened(None));
    let rows = [
        ("", "4 to 10"),
        ("12a456", "4 to 10"),
        ("123", "4 to 10"),
        ("12345678901", "4 to 10"),
        ("12345", "have 6"),
    ];
    for (attempt, (typed, why)) in (1..).zip(rows) {
        assert_eq!(story.looks(typed, None, NOW), 0);
        let refused = story.panel().refused.clone().unwrap();
        assert!(refused.why.contains(why), "{typed}: {}", refused.why);
        assert_eq!(refused.attempt, attempt);
    }
    assert!(story.looks("123 456", None, NOW) > 0, "devices group digits");
    assert!(story.looks("123-457", None, NOW) > 0);
}

#[test]
fn among_many_the_next_code_tells() {
    let all = many(4_000);
    let mut story = Story::with(all.clone());
    story.checks(CheckEvent::Opened(None));
    let slices = story.looks(&shown(&all, 1_235, NOW, -2), None, NOW);
    assert!((6..=12).contains(&slices), "work goes in slices: {slices}");
    let found = story.found();
    assert!(found.next_wanted && !found.certain && story.matched().contains(&1_235));
    // 4,000 tokens less every eleventh, with 21 steps each, to a million codes.
    assert!(
        found.basis.contains("3,637 tokens with 21 steps each") && found.basis.contains("0.08"),
        "{}",
        found.basis
    );
    story.looks(&shown(&all, 1_235, NOW, -2), None, NOW + 5_000);
    assert!(story.panel().refused.as_ref().unwrap().why.contains("the next one"));
    story.looks(&shown(&all, 1_235, NOW + 30_000, -2), None, NOW + 30_000);
    assert_eq!(story.matched(), [1_235]);
    assert!(story.found().certain && !story.found().next_wanted);
}

#[test]
fn all_that_fit_are_listed_and_a_wrong_next_code_rules_them_out() {
    let mut all = many(300);
    let seed = all.tokens[7].seed.clone();
    for place in [50, 150, 250] {
        all.tokens[place] = crate::token::Token { seed: seed.clone(), ..all.tokens[7].clone() };
    }
    let mut story = Story::with(all.clone());
    story.checks(CheckEvent::Opened(None)).checks(CheckEvent::WindowChanged(200));
    story.looks(&shown(&all, 7, NOW, 0), None, NOW);
    assert!(story.found().total >= 4 && story.found().next_wanted);
    let next = shown(&all, 7, NOW + 30_000, 0);
    let wrong = format!("{:06}", (next.parse::<u32>().unwrap() + 1) % 1_000_000);
    story.looks(&wrong, None, NOW + 30_000);
    assert_eq!(story.found().total, 0);
}

#[test]
fn a_search_ends_when_it_is_told_to_and_when_the_batch_changes() {
    let all = many(3_000);
    let mut story = Story::with(all);
    story.checks(CheckEvent::Opened(None));
    let typed = || CheckEvent::CodeTyped { code: TypedCode::new("123456".to_owned()), only: None, now: NOW };
    let working = |story: &Story| matches!(story.panel().search, SearchView::Working { .. });
    story.checks(typed());
    assert!(working(&story) && story.effects == [Effect::Continue]);
    story.checks(typed());
    assert!(story.effects.is_empty(), "one message to itself is enough");
    story.checks(CheckEvent::SearchEnded).answered(Answer::Continue);
    assert!(story.panel().search == SearchView::Idle && story.effects.is_empty());
    story.checks(typed()).does(Event::TokenToggled(TokenId(0)));
    assert!(working(&story), "a selection is no change");
    story.does(Event::SelectedRemoved);
    assert_eq!(story.panel().search, SearchView::Idle);
    story.does(Event::ExportChosen(Some(TargetFormat::EntraJson)));
    assert!(story.check.is_none() && story.export.is_some());
    story.checks(CheckEvent::Opened(None)).checks(CheckEvent::Closed);
    assert!(story.check.is_none() && story.export.is_some());
    story.checks(CheckEvent::Opened(None)).does(Event::BatchClosed).checks(CheckEvent::Opened(None));
    assert!(story.check.is_none());
}

#[test]
fn a_clock_that_is_off_is_told() {
    let mut story = Story::with(many(1));
    story.checks(CheckEvent::Opened(None));
    let rows = [
        (Some(0), "right", ""),
        (Some(-15_000), "right", ""),
        (Some(15_001), "wrong", "16 s ahead of"),
        (Some(-90_000), "wrong", "90 s behind"),
        (Some(i64::MIN), "wrong", "behind"),
        (None, "unknown", "could not be checked"),
    ];
    for (ahead, kind, words) in rows {
        story.checks(CheckEvent::ClockRead(ahead));
        let (is, text) = match &story.panel().clock {
            ClockView::Reading => ("reading", ""),
            ClockView::Right => ("right", ""),
            ClockView::Wrong(text) => ("wrong", text.as_str()),
            ClockView::Unknown(text) => ("unknown", text.as_str()),
        };
        assert_eq!(is, kind, "{ahead:?}");
        assert!(text.contains(words), "{text}");
    }
}
