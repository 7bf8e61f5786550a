//! The areas of the page: what is done with tokens, each with a screen of its own.

use serde::{Deserialize, Serialize};

/// An area.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Area {
    /// The open batch, and its way to the tenant.
    #[default]
    Tokens,
    /// All tokens of the tenant.
    Inventory,
    /// Tokens for people.
    Assign,
    /// One person, one caller.
    Desk,
    /// The policy of hardware OATH tokens, and what people are handed.
    Policy,
    /// What was written to the tenant in this visit.
    Log,
}

impl Area {
    /// All of them, in the order of the navigation.
    pub const ALL: [Self; 6] =
        [Self::Tokens, Self::Inventory, Self::Assign, Self::Desk, Self::Policy, Self::Log];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Tokens => "Seed files",
            Self::Inventory => "Inventory",
            Self::Assign => "Assign",
            Self::Desk => "Help desk",
            Self::Policy => "Policy",
            Self::Log => "Log",
        }
    }
}
