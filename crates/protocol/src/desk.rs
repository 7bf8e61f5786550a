//! The help desk: one box, one person, and what is done about this person's tokens.

use serde::{Deserialize, Serialize};

use crate::{Tone, TypedCode};

/// What the user does at the help desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DeskEvent {
    /// Look up what was typed: a name, a UPN, a serial number, or the code on a token.
    Asked(TypedCode),
    /// Look up the same as a name or a serial number, though it is the code of an open token.
    AskedAsText,
    /// Look up the same again, or read the person's tokens again.
    AskedAgain,
    /// One of the people found, by object id.
    PersonChosen(String),
    /// Away from the person.
    Left,
    /// Ask for the permission that reads and changes people's hardware tokens.
    PermissionAsked,
    /// Ask for the wider permission in its place; the user has read what it grants.
    WidePermissionAsked,
    /// Open the form of an action for one of the tokens, by the id of its method, or close it.
    FormChosen(Option<(DeskAction, String)>),
    /// Do what the form is for.
    FormGiven {
        /// The new token's serial number; empty where there is none.
        serial: String,
        /// The code that the token shows; empty to have it computed from the open seed.
        code: TypedCode,
    },
    /// Give the person one more token.
    GiveAsked,
    /// Print a sheet or a label for the person.
    PrintAsked,
}

/// What is done about a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum DeskAction {
    /// Activate it with a code.
    Activate,
    /// Unassign it, and assign and activate another in its place.
    Replace,
    /// Take it from the person.
    Unassign,
}

/// The help desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DeskView {
    /// Nobody is signed in.
    SignedOut,
    /// Nothing was looked up.
    Idle,
    /// Something is being looked up.
    Looking {
        /// Seconds until it is asked again, because Graph could not answer yet; 0 while an answer is awaited.
        wait: u32,
    },
    /// A permission is missing to find people.
    NeedsPermission(String),
    /// It could not be looked up.
    Halted {
        /// What happened, as sentences.
        problem: String,
        /// What to do about it, as a sentence.
        remedy: String,
    },
    /// What was found: none, several, or something that is no person.
    Found(FoundPeople),
    /// One person.
    Card(CardView),
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundPeople {
    /// The people.
    pub people: Vec<PersonHit>,
    /// What else is to be said, as sentences.
    pub notes: Vec<String>,
    /// What was typed was taken for a code; it may be a name or a serial number, too.
    pub other_reading: bool,
    /// The permission for serial numbers is missing and can be asked for.
    pub permission: bool,
}

/// A person who may be the one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonHit {
    /// Object id.
    pub id: String,
    /// Display name.
    pub name: String,
    /// User principal name.
    pub upn: String,
    /// Why this person is listed, where it is not the name.
    pub about: String,
}

/// One person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardView {
    /// Display name.
    pub name: String,
    /// User principal name.
    pub upn: String,
    /// What is to be known of the account, as sentences.
    pub remarks: Vec<String>,
    /// How the person was found, where it was by a token; as a sentence.
    pub found_by: Option<String>,
    /// What was typed was taken for a code; it may be a name or a serial number, too.
    pub other_reading: bool,
    /// The tokens.
    pub tokens: CardTokens,
    /// There is room for one more.
    pub may_give: bool,
    /// The form that is open.
    pub form: Option<DeskForm>,
}

/// A person's tokens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CardTokens {
    /// They are being read.
    Reading {
        /// Seconds until they are asked for again, as in [`DeskView::Looking`].
        wait: u32,
    },
    /// The permission is missing.
    NeedsPermission(MethodsPermission),
    /// They could not be read.
    Halted {
        /// What happened, as sentences.
        problem: String,
        /// What to do about it, as a sentence.
        remedy: String,
    },
    /// They were read.
    Read(Vec<HeldView>),
}

/// The permission for people's hardware tokens that is missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MethodsPermission {
    /// Its name.
    pub name: String,
    /// The wider one, where it may be asked for in its place.
    pub wide: Option<String>,
    /// It was asked for, and could not be had.
    pub failed: bool,
    /// It, and the wider one, read alone and change nothing.
    pub reads: bool,
}

/// A token that the person has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldView {
    /// Id of the method.
    pub method: String,
    /// Serial number.
    pub serial: String,
    /// What it is called among the person's tokens: its serial number, and what tells it apart where that stands twice.
    pub name: String,
    /// Manufacturer and model.
    pub kind: String,
    /// What it is used for at present.
    pub state: String,
    /// How the state is dressed.
    pub tone: Tone,
    /// When it was used last, in words.
    pub last_used: String,
    /// It is the one that was asked for.
    pub is_asked_for: bool,
    /// Its seed is open here: its code can be computed.
    pub seed_open: bool,
    /// It can be activated.
    pub may_activate: bool,
    /// Why nothing can be done about it here, as a sentence.
    pub blocked: Option<String>,
    /// The person has the same device as another method, too: what that means, as sentences.
    pub twin: Option<String>,
}

/// The form of an action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskForm {
    /// Which action.
    pub action: DeskAction,
    /// Of which token, by the id of its method.
    pub method: String,
    /// What is done, in which order and why, as sentences.
    pub explanation: String,
    /// A seed file is open, so that a code may be computed.
    pub may_compute: bool,
    /// The new token is being looked up.
    pub looking: bool,
    /// Why what was given does not do, as a sentence without a full stop.
    pub problem: Option<String>,
    /// Counts what was given, so that a field knows that its text was used up.
    pub attempt: u32,
}
