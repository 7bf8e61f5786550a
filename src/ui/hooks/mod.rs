//! Hooks: what components share in dealing with the browser.

mod use_callback;
mod use_command;
mod use_countdown;
mod use_drop;
mod use_effect_with;
mod use_focus;
mod use_geometry;
mod use_kept_focus;
mod use_launch;
mod use_modal;
mod use_now;
mod use_paste;
mod use_seal;
mod use_size;
mod use_state_eq;
mod use_theme;

pub(crate) use use_callback::use_callback;
pub(crate) use use_command::{use_command, use_send};
pub(crate) use use_countdown::use_countdown;
pub(crate) use use_drop::{files_of, use_drop};
pub(crate) use use_effect_with::use_effect_with;
pub(crate) use use_focus::{focus, focus_id, use_focus_after, use_focus_when};
pub(crate) use use_geometry::use_geometry;
pub(crate) use use_kept_focus::use_kept_focus;
pub(crate) use use_launch::use_launch;
pub(crate) use use_modal::use_modal;
pub(crate) use use_now::use_now;
pub(crate) use use_paste::{Pasted, aims_at_field, take, use_paste};
pub(crate) use use_seal::use_seal;
pub(crate) use use_size::{Size, use_size};
pub(crate) use use_state_eq::{State, StateSetter, use_state_eq};
pub(crate) use use_theme::use_theme;
