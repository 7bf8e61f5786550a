//! The page: prints the views that the vault sends, and carries out what only a page can do.

pub mod shell;
