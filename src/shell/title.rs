//! The title of the page, which the browser shows on its tab.

use gloo::utils::document;

/// Gives the page another title. Returns the one before.
pub fn replace(title: &str) -> String {
    let before = document().title();
    document().set_title(title);
    before
}
