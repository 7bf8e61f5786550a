//! The computer's clock, and how it compares with that of the page's host.

use gloo::utils::window;
use js_sys::Date;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{RequestCache, RequestInit, Response};

/// The computer's time in milliseconds since 1970.
pub fn now() -> u64 {
    whole(Date::now())
}

/// How far the computer's clock is ahead of the host's, in milliseconds, give or take a second. `None` when the host
/// could not be asked, or does not tell the time; a page opened as a file has no host.
pub async fn ahead() -> Option<i64> {
    if !window().location().protocol().ok()?.starts_with("http") {
        return None;
    }
    let before = Date::now();
    let told = told().await.ok()??;
    let middle = f64::midpoint(before, Date::now());
    // The host's time is cut to whole seconds: on average it was half a second later.
    Some(whole(middle).cast_signed() - whole(told + 500.0).cast_signed())
}

/// The `Date` header of the page itself, asked for anew. Caches answer only for what was fetched whole.
async fn told() -> Result<Option<f64>, JsValue> {
    let init = RequestInit::new();
    init.set_method("HEAD");
    init.set_cache(RequestCache::NoStore);
    let answer = JsFuture::from(window().fetch_with_str_and_init("", &init)).await?;
    let answer: Response = answer.dyn_into()?;
    let date = answer.headers().get("Date")?;
    Ok(date.map(|date| Date::parse(&date)).filter(|date| date.is_finite()))
}

/// Times are far below 2^53 and not negative.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn whole(milliseconds: f64) -> u64 {
    milliseconds as u64
}
