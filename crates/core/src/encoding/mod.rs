//! How seed files write bytes and text: hex, Base32 and Base64 (RFC 4648), and the text encodings around them.

mod column;
mod seed;
pub mod text;

pub use column::{Decision, all_are_hex, decide};
pub(crate) use seed::is_rounded;
pub use seed::{Decoded, SeedEncoding, SeedFault, decode, write_as, write_base32, write_hex};
