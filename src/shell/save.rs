//! Saving: content becomes a `Blob` and is handed to the browser as a download.

use seedferry_protocol::Exposed;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlAnchorElement, Url};

use super::blob::blob;

/// Hands the content to the browser under a name; says whether that could be done. What the user then does with
/// the browser's own dialog is not visible to a page.
pub fn save(name: &str, media_type: &str, content: &Exposed) -> bool {
    // EXPOSE: the user asked to save it.
    hand_over(name, media_type, content.expose()).is_ok()
}

fn hand_over(name: &str, media_type: &str, content: &[u8]) -> Result<(), JsValue> {
    let document = gloo::utils::document();
    let url = Url::create_object_url_with_blob(&blob(content, media_type)?)?;
    let link: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.click();
    // The browser has taken the content by the time the press is over; the URL would keep it in memory.
    gloo::timers::callback::Timeout::new(REVOKE_AFTER, move || drop(Url::revoke_object_url(&url))).forget();
    Ok(())
}

/// Milliseconds until the download must have started reading.
const REVOKE_AFTER: u32 = 10_000;
