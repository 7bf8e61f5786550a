//! The page: what a person sees and touches.

mod boot;
mod page;

pub use page::Page;
