//! Host journeys through the core.
