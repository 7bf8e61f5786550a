//! Hex, Base32 and Base64 as seed files write them, and text encodings.
