//! Host journeys through the core.

mod envelope;
