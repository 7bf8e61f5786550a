//! The page: prints the views that the vault sends, and carries out what only a page can do. It depends on the
//! protocol alone and knows no seed type.

pub mod shell;
pub mod ui;
