//! *The device says*: a token's current code, and the tokens that show a code somebody reads from a device.
//!
//! The core reads no clock: every request carries the page's time, in milliseconds since 1970.

use core::fmt;

use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::TokenId;

/// A code as somebody typed it. It opens a door for a minute, so it is overwritten when dropped and never printed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub struct TypedCode(String);

impl TypedCode {
    /// Takes over what was typed.
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// The text. Each call says why it needs it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for TypedCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TypedCode")
    }
}

/// What the user does in the panel, and what the page found out for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CheckEvent {
    /// Open the panel, or choose another token in it; `None` opens it for finding by code.
    Opened(Option<TokenId>),
    /// Close the panel.
    Closed,
    /// Show this token's code.
    CodeAsked {
        /// Whose.
        token: TokenId,
        /// The page's time.
        now: u64,
        /// HOTP: how many codes after the one that is due.
        ahead: u32,
    },
    /// Look for the tokens that show this code; after a first code that fitted too many, this is the next one.
    CodeTyped {
        /// What the device shows.
        code: TypedCode,
        /// Only this token, or the whole batch.
        only: Option<TokenId>,
        /// The page's time.
        now: u64,
    },
    /// Look this many steps each way.
    WindowChanged(u32),
    /// Stop the search, or forget what it found.
    SearchEnded,
    /// How far the computer's clock is ahead of the server's, in milliseconds; `None` when it could not be checked.
    ClockRead(Option<i64>),
}

/// The panel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckView {
    /// The token to check, if one was chosen.
    pub token: Option<CheckedToken>,
    /// How many steps each way are searched.
    pub window: u32,
    /// The search.
    pub search: SearchView,
    /// Why the last thing typed was not looked for, if it was not.
    pub refused: Option<RefusedView>,
    /// The computer's clock.
    pub clock: ClockView,
}

impl CheckView {
    /// The windows offered, in steps each way.
    pub const WINDOWS: [u32; 6] = [1, 2, 10, 20, 50, 200];
    /// How many matches are listed at most.
    pub const LISTED: usize = 500;
}

/// The token that is checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckedToken {
    /// Which.
    pub id: TokenId,
    /// Its name in a heading: *Token 1001*.
    pub title: String,
    /// How it makes codes: *6 digits every 30 s, SHA-1*.
    pub how: String,
    /// Its codes count presses, not time.
    pub counts: bool,
    /// Why it has no code, if it has none.
    pub unusable: Option<String>,
}

/// How the search for a code is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum SearchView {
    /// Nothing was looked for.
    #[default]
    Idle,
    /// At work.
    Working {
        /// In this token alone.
        only: Option<TokenId>,
        /// Share done.
        percent: u8,
    },
    /// Done.
    Found(FoundView),
}

/// What was typed is no code that could be looked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedView {
    /// It was for this token alone.
    pub only: Option<TokenId>,
    /// Why.
    pub why: String,
    /// Counts the refusals, so that the same words are read out again.
    pub attempt: u32,
}

/// What the search found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundView {
    /// It was for this token alone.
    pub only: Option<TokenId>,
    /// The verdict, in a sentence.
    pub verdict: String,
    /// What stands behind it: what was searched, and what chance alone would find.
    pub basis: String,
    /// Exactly one token fits, and hardly by chance; for one token alone: the code is its own.
    pub certain: bool,
    /// The next code of the device is needed to tell.
    pub next_wanted: bool,
    /// The tokens that fit, nearest in time first; at most [`CheckView::LISTED`].
    pub matches: Vec<MatchView>,
    /// How many fit in all.
    pub total: u32,
}

/// A token that shows the code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatchView {
    /// Which.
    pub id: TokenId,
    /// Its serial number.
    pub serial: String,
    /// Its user, or its model.
    pub about: String,
    /// How far its clock or counter is off: *2 steps (60 s) behind*.
    pub off: String,
}

/// What is known of the computer's clock.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ClockView {
    /// Being asked for.
    #[default]
    Reading,
    /// It agrees with the server's.
    Right,
    /// It does not; in words.
    Wrong(String),
    /// It could not be checked; in words.
    Unknown(String),
}

/// How long a shown code holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CodeLife {
    /// Until the interval is over.
    Until {
        /// When, in milliseconds since 1970.
        end: u64,
        /// The length of the interval in seconds.
        interval: u32,
    },
    /// It belongs to this counter.
    Counter(u64),
}
