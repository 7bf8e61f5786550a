//! Giving tokens to people: one person, a list, and tokens that wait for their activation.

use serde::{Deserialize, Serialize};

use crate::{InventoryStage, MethodsPermission, RefusedView, Tone, TypedCode, UploadFilter};

/// What the user does to give tokens to people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AssignEvent {
    /// Another part of the area was chosen.
    PartChosen(AssignPart),
    /// Look for a person of this name.
    PersonSearched(String),
    /// Show this person, by object id.
    PersonChosen(String),
    /// Look for another person.
    PersonLeft,
    /// Look for free tokens whose serial numbers begin with this.
    TokenSearched(String),
    /// Give this token, by object id.
    TokenChosen(String),
    /// Give the chosen token to the person.
    GivenAsked(Activation),
    /// Activate a token that the person has.
    HeldActivated {
        /// Its object id.
        device: String,
        /// With which code.
        activation: Activation,
    },
    /// A list of people and tokens, or of people alone, was pasted.
    ListPasted(String),
    /// The columns of the list are the other way round.
    ListTurned,
    /// Forget the list.
    ListLeft,
    /// Look for a group of this name.
    GroupSearched(String),
    /// Make a list of the members of this group, by object id.
    GroupChosen(String),
    /// Pair those without a token with free ones; with the seeds at hand only, or with any.
    FreePaired {
        /// Only tokens whose seeds are open.
        seeds_only: bool,
    },
    /// Exchange a row's token with that of the row before or after it.
    Moved {
        /// The row.
        row: PairId,
        /// With the row after it.
        down: bool,
    },
    /// Take a row out of the list.
    RowRemoved(PairId),
    /// Do this row, or not.
    Ticked {
        /// Which.
        row: PairId,
        /// Whether it is to be done.
        ticked: bool,
    },
    /// Show the rows of this filter, counted from 0.
    FilterChosen(u32),
    /// Show this page of the rows, counted from 0.
    PageChosen(u32),
    /// Ask for the permission that tells this of people, and look them up again.
    AccountsAsked(AccountFact),
    /// Look people up again.
    LookedUpAgain,
    /// Activate the tokens of the list with codes computed here, or only assign them.
    ListActivated(bool),
    /// Do what is ticked.
    ListAsked,
    /// Activate this token that waits for it, or not.
    WaitingTicked {
        /// Object id of the token.
        device: String,
        /// Whether it is to be activated.
        ticked: bool,
    },
    /// Show the person who has this token, by its object id, where it is activated with the code that it shows.
    HolderShown(String),
    /// Activate the ticked tokens with codes computed here.
    WaitingAsked,
    /// Read the inventory, again.
    InventoryAsked,
    /// Choose from all free tokens, not from those alone that were selected in the inventory.
    AllFreeWanted,
    /// Ask once more for the permission that is missing.
    PermissionAsked,
    /// Ask for the wider one in its place.
    WidePermissionAsked,
}

/// The parts of the area.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum AssignPart {
    /// One person.
    #[default]
    One,
    /// Many people.
    Many,
    /// Tokens that wait for their activation.
    Waiting,
}

impl AssignPart {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::One, Self::Many, Self::Waiting];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::One => "One person",
            Self::Many => "Many people",
            Self::Waiting => "Activate",
        }
    }
}

/// What is to be known of an account. Each takes a permission of its own, and one can be had without the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum AccountFact {
    /// Whether it is disabled, or a guest.
    State,
    /// Whether it is an administrator.
    Roles,
}

/// Something that is not known of people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnknownFact {
    /// What.
    pub fact: AccountFact,
    /// Of whom, as a sentence.
    pub text: String,
    /// The permission that tells it.
    pub permission: String,
}

/// How a token is activated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Activation {
    /// Not now: the person does it.
    Later,
    /// With the code that the token shows.
    Typed(TypedCode),
    /// With a code that is computed from the open seed.
    Computed,
}

/// The area.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssignView {
    /// Which part is in sight.
    pub part: AssignPart,
    /// How the inventory stands.
    pub inventory: InventoryStage,
    /// Tokens that nobody has.
    pub free: u32,
    /// How many of them are chosen from, when they were selected in the inventory.
    pub offered: Option<u32>,
    /// The permission for people's tokens, when it is missing and could not be had.
    pub permission: Option<MethodsPermission>,
    /// One person.
    pub one: OneView,
    /// Many people.
    pub many: ManyView,
    /// Tokens that wait for their activation.
    pub waiting: WaitingView,
}

/// One person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OneView {
    /// How the search for a person stands.
    pub search: HitsView,
    /// The person.
    pub person: Option<PersonCard>,
}

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum HitsView {
    /// Nothing was looked for.
    #[default]
    Idle,
    /// It is under way.
    Searching,
    /// It failed: why, as sentences.
    Failed(String),
    /// What was found.
    Found(Vec<HitView>),
}

impl HitsView {
    /// How many a search asks for; there may be more.
    pub const LISTED: usize = 25;
}

/// A person or a group that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HitView {
    /// Object id.
    pub id: String,
    /// Display name.
    pub name: String,
    /// User principal name; empty for a group.
    pub upn: String,
    /// What is to be known: *Guest*; may be empty.
    pub remark: String,
}

/// A person with tokens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonCard {
    /// Who.
    pub person: HitView,
    /// What is to be known before a token is given, as sentences.
    pub remarks: Vec<ToldView>,
    /// What could not be known with the permissions there are.
    pub unknown: Vec<UnknownFact>,
    /// The tokens that the person has.
    pub held: HeldTokens,
    /// Free tokens to choose from; at most [`PersonCard::LISTED`].
    pub tokens: Vec<TokenHit>,
    /// How many fit what was searched for.
    pub tokens_total: u32,
    /// Why none is listed, as a sentence; empty when one is.
    pub no_token: String,
    /// The one that was chosen.
    pub chosen: Option<TokenHit>,
    /// Why no token can be given, as a sentence; empty when one can.
    pub obstacle: String,
    /// Why the last code may have been refused, as sentences; empty when it was not.
    pub why: String,
    /// Why the last code was not sent.
    pub refused: Option<RefusedView>,
}

impl PersonCard {
    /// How many free tokens are listed.
    pub const LISTED: usize = 8;
}

/// A remark and how it is dressed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldView {
    /// How grave it is.
    pub tone: Tone,
    /// The sentence.
    pub text: String,
}

/// The tokens of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum HeldTokens {
    /// They are being read.
    Reading,
    /// They could not be read: why, as sentences.
    Failed(String),
    /// What there is.
    Read(Vec<HeldRow>),
}

/// A token of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldRow {
    /// Object id of the token.
    pub device: String,
    /// Serial number.
    pub serial: String,
    /// Manufacturer and model.
    pub kind: String,
    /// What it is used for: *Activated*.
    pub state: String,
    /// When it was used last; empty for never.
    pub last_used: String,
    /// Whether it can be activated.
    pub can_activate: bool,
    /// Whether its seed is open here.
    pub has_seed: bool,
}

/// A free token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenHit {
    /// Object id.
    pub device: String,
    /// Serial number.
    pub serial: String,
    /// Manufacturer and model.
    pub kind: String,
    /// Whether its seed is open here.
    pub has_seed: bool,
}

/// Many people.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManyView {
    /// How the search for a group stands.
    pub groups: HitsView,
    /// Why the last list was not taken, as a sentence; empty when it was.
    pub problem: String,
    /// Counts the lists, so that a field knows that its text was used up.
    pub attempt: u32,
    /// The list.
    pub list: Option<PairsView>,
}

/// A list of people and tokens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairsView {
    /// Where it came from: *The pasted list*.
    pub name: String,
    /// How the columns were understood; empty for a list of people.
    pub order: String,
    /// How far the look-up of people is, in percent; `None` when it is done.
    pub percent: Option<u8>,
    /// Why people could not be looked up, as sentences; may be empty.
    pub problem: String,
    /// What could not be known with the permissions there are.
    pub unknown: Vec<UnknownFact>,
    /// People without a token, for whom there are free ones.
    pub unpaired: u32,
    /// Rows that will be done.
    pub ticked: u32,
    /// Of those, rows whose seeds are open here.
    pub with_seed: u32,
    /// Whether tokens are activated at once.
    pub activates: bool,
    /// The rows.
    pub rows: PairList,
}

/// Rows of a list, a page at a time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairList {
    /// The filters, with how many rows each shows; the first shows all.
    pub filters: Vec<UploadFilter>,
    /// The one chosen, counted from 0.
    pub chosen: u32,
    /// The page shown, counted from 0.
    pub page: u32,
    /// How many pages there are.
    pub pages: u32,
    /// The rows of the page.
    pub rows: Vec<PairRow>,
}

impl PairList {
    /// Rows of a page.
    pub const ROWS: u32 = 100;
}

/// Names a row of a list. One that was taken out, and one of another list, is called otherwise, so that a press that comes
/// late is about no other row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PairId {
    /// Counts up when rows change their places, or another list takes their place.
    pub list: u32,
    /// Its place in the list.
    pub place: u32,
}

/// A person and a token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairRow {
    /// Which it is.
    pub id: PairId,
    /// Object id of a token that waits for its activation; empty in a list of people and tokens.
    pub device: String,
    /// Display name; empty when unknown.
    pub name: String,
    /// User principal name.
    pub upn: String,
    /// Serial number; may be empty.
    pub serial: String,
    /// What becomes of it: *Assign*.
    pub state: String,
    /// How that is dressed.
    pub tone: Tone,
    /// What is to be known, as sentences.
    pub details: String,
    /// Its check box; `None` for a row that cannot be done.
    pub ticked: Option<bool>,
    /// Whether its token can be exchanged with the row before.
    pub up: bool,
    /// Whether its token can be exchanged with the row after.
    pub down: bool,
}

/// Tokens that wait for their activation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingView {
    /// The rows; those can be ticked whose seeds are open.
    pub rows: PairList,
    /// Tokens that will be activated.
    pub ticked: u32,
    /// Tokens that could be.
    pub possible: u32,
}
