//! Everything Seedferry knows and decides: seed files, tokens, conversion and the behaviour of the program.
//!
//! Pure: no I/O, no clock, no randomness of its own, no framework. Opener, vault and the `convert` example run
//! the same functions. Dependencies point one way: `app → conversion → opening → format → envelope → token →
//! secret`; `diagnostic` is known to all that find something.

pub mod app;
pub mod calendar;
pub mod conversion;
pub mod diagnostic;
pub mod encoding;
pub mod entropy;
pub mod envelope;
pub mod format;
pub mod graph;
pub mod opening;
pub mod order;
pub mod otp;
pub mod reading;
pub mod samples;
pub mod seal;
pub mod secret;
pub mod sheets;
pub mod sign_in;
pub mod token;
