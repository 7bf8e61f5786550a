//! Host journeys through the core.

mod envelope;
mod envelope_caps;
mod envelope_mail;
