//! The screens.

mod ask;
mod export;
mod failed;
mod guide;
mod mapping;
mod opening;
mod review;
mod start;

pub(crate) use opening::OpeningScreen;
pub(crate) use review::ReviewScreen;
pub(crate) use start::StartScreen;
