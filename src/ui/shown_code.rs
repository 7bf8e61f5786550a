//! A code that the user asked to see.

use std::rc::Rc;

use seedferry_protocol::{CodeLife, TokenId};

/// A token's code, for as long as it is shown.
#[derive(Clone, PartialEq)]
pub struct ShownCode {
    /// Whose.
    pub token: TokenId,
    /// Its digits.
    pub text: Rc<str>,
    /// How long it holds.
    pub life: CodeLife,
}
