//! What people are handed with their tokens: a sheet and a label each, worded by a plain text that the host may change.
//! Neither knows a seed.

mod wording;

pub use wording::{Field, MOST_WORDING_BYTES, Template, Wording, WordingError};

/// Whose token it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Handout {
    /// Display name; empty when it is not known.
    pub name: String,
    /// User principal name.
    pub upn: String,
    /// Serial number.
    pub serial: String,
    /// Model; empty when it is not known.
    pub model: String,
    /// Whether it is activated: there is nothing to register then.
    pub is_active: bool,
}

impl Handout {
    /// What a placeholder stands for.
    fn value<'a>(&'a self, field: Field, contact: &'a str) -> &'a str {
        match field {
            Field::Name => &self.name,
            Field::Upn => &self.upn,
            Field::Serial => &self.serial,
            Field::Model => &self.model,
            Field::Contact => contact,
        }
    }
}
