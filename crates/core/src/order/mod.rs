//! What an order of seed files needs: a key pair, a password, and the vendor's steps.

pub mod key;
pub mod password;
pub(crate) mod steps;
mod vendor;
