//! A simulated Entra tenant: a pure model that answers a Graph [`Request`](seedferry_core::graph::Request) as a tenant
//! would, with everything undocumented as a switch, and faults on order.
//!
//! [`Tenant::demo`] is one to try the page with. The feature `simulation` adds uploads against generated tenants, every
//! verdict compared with the tenant's truth.

mod access;
mod account;
mod answers;
mod batch;
mod create;
mod demo;
mod fault;
mod groups;
mod guard;
mod inventory;
mod methods;
mod people;
mod query;
#[cfg(feature = "simulation")]
pub mod simulation;
mod switches;
mod tenant;
mod throttle;

pub use account::{Account, role};
pub use fault::{Fault, Violation};
pub use groups::Group;
pub use inventory::{Kept, Status};
pub use people::Person;
pub use query::Query;
pub use switches::{Annotation, Challenge, Limit, Switches};
pub use tenant::Tenant;
