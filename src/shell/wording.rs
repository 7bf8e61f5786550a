//! `wording.txt` beside the page: the host's words for sheets and labels.

use gloo::utils::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{RequestCache, RequestInit, Response};

/// Its name, from the page.
const NAME: &str = "wording.txt";

/// The text, asked of the host anew; `None` where there is none. A host that sends its start page in place of what is
/// missing has none either.
pub async fn read() -> Option<String> {
    fetched().await.ok().flatten()
}

async fn fetched() -> Result<Option<String>, JsValue> {
    let init = RequestInit::new();
    init.set_cache(RequestCache::NoCache);
    let answer = JsFuture::from(window().fetch_with_str_and_init(NAME, &init)).await?;
    let answer: Response = answer.dyn_into()?;
    let kind = answer.headers().get("Content-Type")?.unwrap_or_default();
    if !answer.ok() || !kind.starts_with("text/plain") {
        return Ok(None);
    }
    Ok(JsFuture::from(answer.text()?).await?.as_string())
}
