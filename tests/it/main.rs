//! Host journeys through the core.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod envelope;
mod formats;
