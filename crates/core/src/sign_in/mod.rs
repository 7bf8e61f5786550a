//! Sign-in without its window: where to sign in, what a host may preset, the link to an administrator's consent, and
//! the words for what went wrong.

mod config;
mod consent;
mod failure;
mod place;

pub use config::{Config, ConfigError, MOST_BYTES, MOST_NOTE, read, write};
pub use consent::{CONSENT_GIVERS, PERMISSIONS, consent_link, known_everywhere};
pub use failure::{Asking, INSISTS, is_unreached, words};
pub use place::{ClientId, PlaceError, Tenant};

/// What sign-in itself asks for; everything else is asked for when it is first needed.
pub const SIGN_IN_PERMISSION: &str = "User.Read";
