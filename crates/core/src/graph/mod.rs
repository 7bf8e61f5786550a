//! What Microsoft Graph expects: addresses and names, as far as the page needs them.

pub mod explorer;
