//! Seedferry.
