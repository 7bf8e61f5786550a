//! The short fault simulation of writes on single tokens, and the proof that it can fail.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use seedferry_tenant::simulation::{Between, Nothing, run_all_work, run_work_case};

#[test]
fn nobody_loses_a_token_in_a_thousand_tenants() {
    match run_all_work(1, 1000, &mut Nothing) {
        Ok(tally) => assert!(tally.requests > 10_000, "{tally:?}"),
        Err(failure) => panic!("{failure}"),
    }
}

#[test]
fn broken_work_is_caught_within_a_thousand_tenants() {
    let check = |name: &str, between: &mut dyn Between| match run_all_work(1, 1000, between) {
        Ok(tally) => panic!("{name} was not caught: {tally:?}"),
        // It is the breakage that fails: without it the same case passes.
        Err(failure) => assert!(run_work_case(1, failure.number, &mut Nothing).is_ok(), "{name}: {failure}"),
    };
    check("repeats after a time-out", &mut super::broken::RepeatsAfterTimeOut);
    check("ignores Retry-After", &mut super::broken::IgnoresRetryAfter);
    check("takes what was sent for done", &mut super::broken::TakesSentForDone::default());
    check("deletes what somebody has", &mut super::broken::SeesNoHolder);
    check("cleans up whatever became of the other token", &mut super::broken::CleansUpUnguarded);
    check("takes whatever a person has for activated", &mut super::broken::SeesAllActivated);
    check("takes a legacy token that is not seen for deleted", &mut super::broken::TakesUnseenForGone);
}
