//! The simulated tenant, and the program's model against it.

mod assign;
#[cfg(feature = "simulation")]
mod broken;
mod common;
mod desk;
mod desk_acts;
mod desk_replace;
mod documented;
mod inventory;
mod journey;
mod people;
mod published;
mod ready;
mod shapes;
mod sheets;
#[cfg(feature = "simulation")]
mod simulation;
mod upload;
#[cfg(feature = "simulation")]
mod work;
mod work_journey;
