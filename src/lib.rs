//! The page: components that print the vault's views. It depends on the protocol alone and knows no seed type.

pub mod ui;
