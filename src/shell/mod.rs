//! What the page does in the browser: one browser API per file, no decisions.

mod blob;
pub mod clipboard;
pub mod clock;
pub mod file;
pub mod idle;
pub mod launch;
pub mod msal;
pub mod network;
pub mod offline;
pub mod print;
pub mod save;
pub mod title;
pub mod unload;
pub mod wording;
pub mod worker;
