//! What can be written to one token, and in which order.

use core::fmt;

use crate::{
    graph::{Device, GraphError, explorer::PERMISSION},
    token::{HashFunction, Interval},
};

/// The permission for the tokens of people.
const METHODS: &str = "UserAuthMethod-HardwareOATH.ReadWrite.All";

/// One write. Ids are object ids of Graph; `user` may also be a user principal name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Gives a token that nobody has to a person.
    Assign {
        /// Who gets it.
        user: String,
        /// The token.
        device: String,
    },
    /// The same, and activates it.
    AssignAndActivate {
        /// Who gets it.
        user: String,
        /// The token.
        device: String,
        /// What it shows.
        code: Code,
    },
    /// The same with a token that is known by its serial number alone: whether it is there and free is for Graph to say.
    AssignAndActivateBySerial {
        /// Who gets it.
        user: String,
        /// The token's serial number.
        serial: String,
        /// What it shows.
        code: Code,
    },
    /// Activates a token that the person has.
    Activate {
        /// Whose.
        user: String,
        /// The token.
        device: String,
        /// What it shows.
        code: Code,
    },
    /// Deactivates a token; the person keeps it.
    Deactivate {
        /// Whose.
        user: String,
        /// The token.
        device: String,
    },
    /// Takes a token from a person; it goes back to the inventory.
    Unassign {
        /// Whose.
        user: String,
        /// The token.
        device: String,
    },
    /// Deletes a token that nobody has.
    Delete {
        /// The token.
        device: String,
    },
    /// Deletes a token that nobody has and that came by the older CSV upload. The inventory does not tell of it, so it
    /// may be there though it is not seen.
    DeleteLegacy {
        /// The token.
        device: String,
    },
    /// Changes a token that nobody has.
    Update {
        /// The token.
        device: String,
        /// What becomes of it.
        change: Change,
    },
}

/// The code that proves that a token is at hand.
#[derive(Clone, PartialEq, Eq)]
pub enum Code {
    /// As the user read it out, with its leading zeros.
    Typed(String),
    /// Computed from the seed when it is needed.
    Computed,
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Typed(_) => "Typed(…)",
            Self::Computed => "Computed",
        })
    }
}

/// How the tenant says that a token counts; what it does not tell is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Time interval in seconds.
    pub interval: Option<u32>,
    /// Hash function.
    pub hash: Option<HashFunction>,
}

impl Told {
    /// What the inventory says of this token.
    pub fn of(device: &Device) -> Self {
        Self { interval: device.interval, hash: device.hash }
    }
}

/// What becomes of a token's properties; `None` leaves one as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Manufacturer.
    pub manufacturer: Option<String>,
    /// Model.
    pub model: Option<String>,
    /// Time interval.
    pub interval: Option<Interval>,
    /// Hash function.
    pub hash: Option<HashFunction>,
    /// Display name.
    pub display_name: Option<String>,
}

/// What is to be done with one token, in order: each act follows when the one before is proved done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// The token's serial number, for words.
    pub serial: String,
    /// The serial number of the token that takes its place, where one does.
    pub new: Option<String>,
    /// What the tenant tells of the token whose code is computed.
    pub told: Told,
    /// The person in words: name and user principal name, as far as they are known.
    pub who: Option<String>,
    /// What is done.
    pub acts: Vec<Act>,
    /// What must hold right before each of the writes.
    pub guard: Option<Guard>,
}

/// Another token that a person must have, activated: the one that is taken away is the one that stands in for it until then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guard {
    /// Whose.
    pub user: String,
    /// The other token.
    pub device: String,
}

impl Job {
    /// What is done about one token, without another in its place.
    pub fn of(serial: &str, who: Option<String>, acts: Vec<Act>) -> Self {
        Self { serial: serial.to_owned(), new: None, told: Told::default(), who, acts, guard: None }
    }

    /// The same, as long as that holds.
    #[must_use]
    pub fn guarded(self, guard: Guard) -> Self {
        Self { guard: Some(guard), ..self }
    }

    /// The token in words: *old → new* where one takes the place of another.
    pub fn token(&self) -> String {
        match &self.new {
            Some(new) => format!("{} → {new}", self.serial),
            None => self.serial.clone(),
        }
    }

    /// The serial number of the token whose code its acts need: the new one, where there is one.
    pub fn code_of(&self) -> &str {
        self.new.as_ref().unwrap_or(&self.serial)
    }
}

impl Act {
    /// The token's object id, or its serial number where it is known by that alone.
    pub fn device(&self) -> &str {
        match self {
            Self::Assign { device, .. }
            | Self::AssignAndActivate { device, .. }
            | Self::Activate { device, .. }
            | Self::Deactivate { device, .. }
            | Self::Unassign { device, .. }
            | Self::Delete { device }
            | Self::DeleteLegacy { device }
            | Self::Update { device, .. } => device,
            Self::AssignAndActivateBySerial { serial, .. } => serial,
        }
    }

    /// Whose token it is or becomes.
    pub fn user(&self) -> Option<&str> {
        match self {
            Self::Assign { user, .. }
            | Self::AssignAndActivate { user, .. }
            | Self::AssignAndActivateBySerial { user, .. }
            | Self::Activate { user, .. }
            | Self::Deactivate { user, .. }
            | Self::Unassign { user, .. } => Some(user),
            Self::Delete { .. } | Self::DeleteLegacy { .. } | Self::Update { .. } => None,
        }
    }

    /// The code that it needs.
    pub fn code(&self) -> Option<&Code> {
        match self {
            Self::AssignAndActivate { code, .. }
            | Self::AssignAndActivateBySerial { code, .. }
            | Self::Activate { code, .. } => Some(code),
            _ => None,
        }
    }

    /// The permission that it needs, the narrowest that Graph has.
    pub fn permission(&self) -> &'static str {
        if self.user().is_some() { METHODS } else { PERMISSION }
    }

    /// Whether it takes something away: a token from a person, or from the tenant.
    pub fn is_destructive(&self) -> bool {
        self.deletes() || matches!(self, Self::Deactivate { .. } | Self::Unassign { .. })
    }

    /// Whether the token is gone afterwards.
    pub fn deletes(&self) -> bool {
        matches!(self, Self::Delete { .. } | Self::DeleteLegacy { .. })
    }

    /// Whether that answer to the write says that there is nothing left to do.
    pub(super) fn is_done_by(&self, refusal: &GraphError) -> bool {
        matches!(self, Self::DeleteLegacy { .. }) && refusal.status == 404
    }

    /// Whether Graph refuses it when it took effect already.
    pub(super) fn is_refused_twice(&self) -> bool {
        matches!(self, Self::Assign { .. })
    }

    /// What is done, as a word of Entra's in a sentence.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Assign { .. } => "assign",
            Self::AssignAndActivate { .. } | Self::AssignAndActivateBySerial { .. } => "assign and activate",
            Self::Activate { .. } => "activate",
            Self::Deactivate { .. } => "deactivate",
            Self::Unassign { .. } => "unassign",
            Self::Delete { .. } | Self::DeleteLegacy { .. } => "delete",
            Self::Update { .. } => "change",
        }
    }
}
