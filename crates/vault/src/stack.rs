//! What is left on the stack.

use std::hint::black_box;

/// Deeper than jobs go: making a key pair takes some 50 kB.
const DEPTH: usize = 128 << 10;

/// Overwrites what calls that have returned left on the stack: keys of fixed size and buffers lie there, where no allocator frees
/// them. Whoever called them must be a function of its own, or they are still part of its caller.
#[inline(never)]
#[expect(clippy::large_stack_arrays, reason = "the stack is what it is for")]
pub(crate) fn overwrite_stack() {
    black_box(&mut [0_u8; DEPTH]);
}
