//! A simulated Entra tenant: a pure model that answers a Graph [`Request`](seedferry_core::graph::Request) as a tenant
//! would, with everything undocumented as a switch, and faults on order.
//!
//! [`simulation`] runs uploads against generated tenants and compares every verdict with the tenant's truth.

mod account;
mod create;
mod fault;
mod inventory;
pub mod simulation;
mod switches;
mod tenant;

pub use account::Account;
pub use fault::{Fault, Violation};
pub use inventory::Kept;
pub use switches::{Annotation, Limit, Switches};
pub use tenant::Tenant;
