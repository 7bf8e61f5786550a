//! What a token has although its type has no use for it, and what a target writes in place of something else.

use seedferry_core::{
    conversion,
    token::{Interval, OathType, Token},
};
use seedferry_protocol::{DualShieldCodes, ExportOptions, TargetFormat};

use crate::convert::{all, altered, batch};

/// The losses that name a word, and how many tokens stay behind.
fn check(
    token: &Token,
    target: TargetFormat,
    options: &ExportOptions,
    word: &str,
    told: &[&str],
    staying: usize,
) {
    let batch = batch(vec![token.clone()]);
    let plan = conversion::plan(&batch, &all(&batch), target, options);
    let said = plan.losses.iter().map(|loss| loss.what.as_str()).filter(|what| what.contains(word));
    assert_eq!(said.collect::<Vec<_>>(), told, "{target:?}");
    assert_eq!(plan.staying.len(), staying, "{target:?}: {:?}", plan.staying);
}

fn event(counter: Option<u64>, interval: Option<u32>) -> Token {
    altered(1, |token| {
        token.oath_type = OathType::Hotp;
        token.counter = counter;
        token.interval = interval.and_then(Interval::new);
    })
}

#[test]
fn what_the_type_has_no_use_for_is_told_of() {
    let word = "tokens of this type have none";
    let options = ExportOptions::default();
    let interval = "The time interval is not written: tokens of this type have none";
    let counter = "The counter is not written: tokens of this type have none";
    let timed = altered(1, |token| token.counter = Some(7));
    check(&event(Some(7), Some(60)), TargetFormat::Pskc, &options, word, &[interval], 0);
    check(&event(Some(7), None), TargetFormat::Pskc, &options, word, &[], 0);
    check(&timed, TargetFormat::Pskc, &options, word, &[counter], 0);
    check(&timed, TargetFormat::SafeIdCsv, &options, word, &[counter], 0);
    check(&timed, TargetFormat::BatchFile, &options, word, &[], 0);
}

/// The schema of RFC 6030 has counters up to 2^63 - 1.
#[test]
fn a_counter_that_pskc_cannot_say_keeps_the_token_behind() {
    let options = ExportOptions::default();
    let highest = (1 << 63) - 1;
    check(&event(Some(highest), None), TargetFormat::Pskc, &options, "counter", &[], 0);
    check(&event(Some(highest + 1), None), TargetFormat::Pskc, &options, "counter", &[], 1);
    let timed = altered(1, |token| token.counter = Some(u64::MAX));
    check(&timed, TargetFormat::Pskc, &options, "too high", &[], 0);
}

#[test]
fn deepnets_codes_are_told_of_where_they_are_written() {
    let safe_id = |oath_type: OathType| {
        altered(1, |token| {
            token.manufacturer = Some("Deepnet Security".to_owned());
            token.model = Some("SafeID/Classic".to_owned());
            token.oath_type = oath_type;
        })
    };
    let (timed, event) = (safe_id(OathType::Totp), safe_id(OathType::Hotp));
    let options = |manufacturer: &str, product: &str| ExportOptions {
        dualshield: DualShieldCodes {
            manufacturer: manufacturer.to_owned(),
            product: product.to_owned(),
            event_product: "SE".to_owned(),
        },
        ..ExportOptions::default()
    };
    let (maker, model) =
        ("The manufacturer is written as Deepnet's code DN", "The model is written as Deepnet's code ST");
    let (target, word) = (TargetFormat::DualShield, "Deepnet's code");
    check(&timed, target, &options("", ""), word, &[maker, model], 0);
    check(&timed, target, &options("MM", ""), word, &[model], 0);
    check(&timed, target, &options("", "AB"), word, &[maker], 0);
    check(&event, target, &options("", ""), word, &[maker], 0);
}
