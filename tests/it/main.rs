//! Host journeys through the core.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod convert;
mod damage;
mod envelope;
mod envelope_caps;
mod envelope_failures;
mod envelope_mail;
mod families;
mod formats;
mod formats_other;
mod opening;
mod pskc;
mod pskc_locks;
mod roundtrip;
mod samples;
mod tables;
mod targets;
