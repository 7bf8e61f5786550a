//! What every component needs: Yew's prelude, with our own hooks in place of Yew's of the same names. They do the same in a
//! third of the code, because only what depends on the types of a use is compiled for that use.

pub(crate) use yew::prelude::*;

pub(crate) use super::hooks::{State, StateSetter, use_callback, use_effect_with, use_state_eq};
