//! Printing: the browser's own dialog.

use gloo::utils::window;

/// Opens the dialog; to be called inside the press. What the user does there is not visible to a page.
pub fn print() {
    // A browser without printing has no dialog to open.
    let _ = window().print();
}
