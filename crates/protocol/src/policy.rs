//! The tenant's policy for hardware OATH tokens, and the sheets that are printed for people.

use serde::{Deserialize, Serialize};

/// What the user does about the policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PolicyEvent {
    /// Read the policy, again.
    ReadAsked,
    /// Ask for the permission that reads the names of groups, and read them.
    NamesAsked,
    /// Ask for the permission that changes the policy.
    ChangeAsked,
    /// Switch hardware tokens on or off. The targets stay as they are.
    EnabledChosen(bool),
}

/// The policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PolicyView {
    /// Nobody is signed in.
    SignedOut,
    /// It is being read.
    Reading,
    /// It could not be read.
    Halted {
        /// What happened, as sentences.
        problem: String,
        /// What to do about it, as a sentence.
        remedy: String,
    },
    /// It was read.
    Read(PolicyContent),
}

/// What the policy says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyContent {
    /// Whether hardware tokens may be used.
    pub enabled: bool,
    /// Whether it can be changed.
    pub change: PolicyChange,
    /// What is to be said of the account's role, as sentences; empty where it suffices.
    pub role: String,
    /// Why the last change did not work, or its outcome is not known, as sentences.
    pub problem: Option<String>,
    /// All users are included.
    pub everybody: bool,
    /// The groups it is for, beside all users.
    pub included: Vec<GroupView>,
    /// The groups that are left out.
    pub excluded: Vec<GroupView>,
    /// Why groups have no names, if some have none.
    pub nameless: Option<Nameless>,
}

/// Whether the policy can be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PolicyChange {
    /// The role is missing.
    NeedsRole,
    /// The permission is missing.
    NeedsPermission,
    /// It can.
    Offered,
    /// It is being changed.
    UnderWay,
}

/// Why groups have no names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nameless {
    /// The reason, as sentences.
    pub why: String,
    /// Whether asking for the permission may help.
    pub may_ask: bool,
}

/// A group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupView {
    /// Its display name; empty when it is not known.
    pub name: String,
    /// Object id.
    pub id: String,
}
