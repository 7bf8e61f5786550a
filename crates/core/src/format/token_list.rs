//! All tokens as a plain JSON array, with everything a file says and `null` for what it does not. For scripts.

use seedferry_protocol::Exposed;
use serde::Serialize;

use super::output::Output;
use crate::{
    encoding::write_hex,
    token::{Digits, HashFunction, Interval, SerialNumber, Token},
};

/// Room for an ordinary element, in bytes.
const ELEMENT: usize = 320;

/// Writes `{serial, seed, type, hash, digits, interval, counter, manufacturer, model, upn}` for each token; the seed
/// in lower-case hex, the interval in seconds.
pub fn write(tokens: &[Token]) -> Exposed {
    let mut output = Output::with_capacity(tokens.len().saturating_mul(ELEMENT));
    let mut before = "[";
    for token in tokens {
        output.push(before);
        output.push("\n  ");
        write_token(&mut output, token);
        before = ",";
    }
    output.push(if tokens.is_empty() { "[]\n" } else { "\n]\n" });
    output.finish()
}

#[derive(Serialize)]
struct Element<'a> {
    serial: Option<&'a str>,
    seed: Option<&'a str>,
    r#type: &'static str,
    hash: Option<&'static str>,
    digits: Option<u8>,
    interval: Option<u32>,
    counter: Option<u64>,
    manufacturer: Option<&'a str>,
    model: Option<&'a str>,
    upn: Option<&'a str>,
}

fn write_token(output: &mut Output, token: &Token) {
    let seed = token.seed.as_ref().map(write_hex);
    let element = Element {
        serial: token.serial.as_ref().map(SerialNumber::as_str),
        seed: seed.as_ref().map(|seed| seed.as_str()),
        r#type: token.oath_type.id(),
        hash: token.hash.map(HashFunction::id),
        digits: token.digits.map(Digits::get),
        interval: token.interval.map(Interval::seconds),
        counter: token.counter,
        manufacturer: token.manufacturer.as_deref(),
        model: token.model.as_deref(),
        upn: token.upn.as_deref(),
    };
    // Writing into memory does not fail.
    let _ = serde_json::to_writer(output, &element);
}
