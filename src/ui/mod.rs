//! Everything on the screen: components print panes and ask for commands; what happens is decided elsewhere.
//!
//! [`App`] is the whole page. Whoever mounts it keeps the [`Panes`] and the [`RowCache`], and provides one
//! `Callback<Command>` as context.

mod app;
mod command;
mod components;
mod hooks;
mod numbered;
mod panes;
mod prelude;
mod root;
mod row_cache;
mod samples;
mod screens;
mod shown_code;
mod table;
mod words;

pub use app::{App, AppProps, VaultState};
pub use command::{Command, Handed, OrderCommand};
pub(crate) use numbered::Numbered;
pub use panes::Panes;
pub use root::Root;
pub use row_cache::RowCache;
pub use samples::{SAMPLES, Sample, SampleKey};
pub use shown_code::ShownCode;
