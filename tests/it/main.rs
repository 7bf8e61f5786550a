//! Host journeys through the core.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod caps;
mod convert;
mod damage;
mod doubles;
mod envelope;
mod envelope_caps;
mod envelope_failures;
mod envelope_mail;
mod envelope_makers;
mod failures;
mod failures_of_formats;
mod failures_of_messages;
mod families;
mod formats;
mod formats_other;
mod losses;
mod opening;
mod order_key;
mod pskc;
mod pskc_locks;
mod ready_made;
mod regressions;
mod roundtrip;
mod row_shapes;
mod samples;
mod sealed;
mod tables;
mod targets;
