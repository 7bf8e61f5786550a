//! What Graph says of CORS.

use crate::{
    config::CorsConfig,
    http::{Answer, Received},
};

/// Headers that a page may read (Microsoft Dev Proxy's emulation); `Date` and `x-ms-ags-diagnostic` are sent, but not
/// among them, and `Retry-After` only where the tenant says so.
const EXPOSED: &str = "ETag, Location, Preference-Applied, Content-Range, request-id, client-request-id, \
                       ReadWriteConsistencyToken, SdkVersion, WWW-Authenticate, x-ms-client-gcc-tenant";

/// The answer to a preflight: what is asked for beyond the list stays forbidden.
pub(crate) fn preflight(config: &CorsConfig) -> Answer {
    let mut answer = Answer { status: 200, ..Answer::default() }
        .with("Access-Control-Allow-Origin", "*")
        .with("Access-Control-Allow-Methods", "GET, POST, PATCH, PUT, DELETE")
        .with("Access-Control-Allow-Headers", config.allow_headers.join(", "));
    if let Some(seconds) = config.max_age {
        answer = answer.with("Access-Control-Max-Age", seconds.to_string());
    }
    answer
}

/// Lets the page read an answer.
pub(crate) fn readable(answer: Answer, readable_wait: bool) -> Answer {
    let wait = if readable_wait { ", Retry-After" } else { "" };
    answer
        .with("Access-Control-Allow-Origin", "*")
        .with("Access-Control-Expose-Headers", format!("{EXPOSED}{wait}"))
}

/// Lets the page that asks, and no other, read an answer of the login host.
pub(crate) fn readable_by_origin(answer: Answer, received: &Received) -> Answer {
    match received.header("origin") {
        Some(origin) => answer.with("Access-Control-Allow-Origin", origin).with("Vary", "Origin"),
        None => answer,
    }
}

/// A gateway's error: no word of CORS, so that a fetch fails.
pub(crate) fn silent(status: u16) -> Answer {
    Answer::html(status, "<!doctype html><title>Service unavailable</title>")
}
