//! The short fault simulation, and the proof that it can fail.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use super::broken::LeaksSeed;
use seedferry_tenant::simulation::{Between, Nothing, measure, run_all, run_case};

#[test]
fn uploads_survive_a_thousand_tenants() {
    match run_all(1, 1000, &mut Nothing) {
        Ok(tally) => assert!(tally.requests > 10_000, "{tally:?}"),
        Err(failure) => panic!("{failure}"),
    }
}

#[test]
fn broken_uploads_are_caught_within_a_thousand_tenants() {
    let check = |name: &str, between: &mut dyn Between| match run_all(1, 1000, between) {
        Ok(tally) => panic!("{name} was not caught: {tally:?}"),
        // It is the breakage that fails: without it the same case passes.
        Err(failure) => assert!(run_case(1, failure.number, &mut Nothing).is_ok(), "{name}: {failure}"),
    };
    check("repeats after a time-out", &mut super::broken::RepeatsAfterTimeOut);
    check("trusts 200", &mut super::broken::TrustsSuccess::default());
    check("reads only the first page", &mut super::broken::FirstPageOnly);
    check("ignores Retry-After", &mut super::broken::IgnoresRetryAfter);
    check("gives up before consistency", &mut super::broken::GivesUpEarly);
}

#[test]
fn a_seed_is_caught_wherever_it_leaks() {
    let check = |mut leak: LeaksSeed| {
        let failure = run_all(1, 1000, &mut leak).unwrap_err();
        assert!(failure.what.contains("SeedWhereNoneBelongs"), "{failure}");
    };
    check(LeaksSeed::IntoAddress);
    check(LeaksSeed::IntoHeader);
    check(LeaksSeed::IntoOtherBody);
    check(LeaksSeed::BesideKey);
}

#[test]
fn ten_thousand_tokens_take_little_more_than_the_pace_allows() {
    let measured = measure(10_000).unwrap();
    assert_eq!(measured.created, 10_000);
    assert!(measured.took.0 * 10 <= measured.least.0 * 11, "{measured:?}");
}
