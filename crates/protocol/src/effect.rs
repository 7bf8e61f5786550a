//! What the vault tells the page.

use core::fmt;

use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::{CodeLife, DeviceRow, KeyJobId, OpeningId, Pane, Remains, Row, Ticket, TokenId};

/// Everything the vault can send to the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ToPage {
    /// Panes that changed.
    Panes(Vec<Pane>),
    /// The rows that [`Event::RowsWanted`](crate::Event::RowsWanted) asked for.
    Rows {
        /// The snapshot they belong to.
        snapshot: u32,
        /// The first one's place.
        start: u32,
        /// Their content; fewer than asked for at the end.
        rows: Vec<Row>,
    },
    /// The rows that [`InventoryEvent::RowsWanted`](crate::InventoryEvent::RowsWanted) asked for.
    DeviceRows {
        /// The snapshot they belong to.
        snapshot: u32,
        /// The first one's place.
        start: u32,
        /// Their content; fewer than asked for at the end.
        rows: Vec<DeviceRow>,
    },
    /// The rows that [`ReportEvent::RowsWanted`](crate::ReportEvent::RowsWanted) asked for, cell by cell.
    ReportRows {
        /// The snapshot they belong to.
        snapshot: u32,
        /// The first one's place.
        start: u32,
        /// Their content; fewer than asked for at the end.
        rows: Vec<Vec<String>>,
    },
    /// Something to be done in the browser.
    Effect(PageEffect),
}

/// What the vault asks the page to do. The five that carry secrets are named for what the user asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PageEffect {
    /// Start an opener for the files last offered and connect it with the vault.
    StartOpener(OpeningId),
    /// End that opener, if it still runs, and let go of its files.
    EndOpener(OpeningId),
    /// End that opener, and keep its files for as long as the batch that came out of them is open.
    KeepFiles(OpeningId),
    /// As [`PageEffect::StartOpener`], with files that are kept.
    StartOpenerAgain {
        /// Whose opener.
        opening: OpeningId,
        /// Which of the kept files, counted from 0 in the order in which they came.
        files: Vec<u32>,
    },
    /// Start a worker that handles keys, and connect it with the vault. One that runs already is ended.
    StartKeyMaker(KeyJobId),
    /// End that worker.
    EndKeyMaker,
    /// Show this password until it is copied or its place is left. The user asked for it.
    ShowPassword(Exposed),
    /// Show this seed in its row, for a limited time. The user asked to see it.
    RevealSeed {
        /// Whose.
        token: TokenId,
        /// Upper-case Base32.
        seed: Exposed,
    },
    /// Show this token's code, while it holds. The user asked to see it.
    ShowCode {
        /// Whose.
        token: TokenId,
        /// Its digits.
        code: Exposed,
        /// How long it holds.
        life: CodeLife,
    },
    /// Ask the page's own host for the time, and tell how far the computer's clock is off.
    ReadClock,
    /// Look for `wording.txt` beside the page, and tell [`SheetsEvent`](crate::SheetsEvent).
    ReadWording,
    /// Put this on the clipboard. The user asked to copy it.
    CopyText {
        /// The press.
        ticket: Ticket,
        /// UTF-8 text.
        text: Exposed,
    },
    /// Hand this to the browser as a file. The user asked to save it.
    SaveFile {
        /// The press.
        ticket: Ticket,
        /// Under which name.
        name: String,
        /// As which media type.
        media_type: String,
        /// The content.
        content: Exposed,
    },
    /// Get an access token with these permissions, and tell [`AccountEvent`](crate::AccountEvent).
    TokenWanted {
        /// Names of Microsoft Graph's permissions.
        scopes: Vec<String>,
        /// What Conditional Access demands, as MSAL takes it.
        claims: Option<String>,
        /// Only a press asks for it: without a window it was tried in vain.
        press: bool,
    },
    /// Keep these settings of the sign-in in this browser, or forget those that are kept. The user chose it.
    KeepAccountSettings(Option<String>),
    /// A copy or a save that was asked for has no content any more.
    NothingToHandOver(Ticket),
    /// Nobody used the page for the chosen time: wipe it, as if *Wipe* was pressed, and keep the notices.
    WipeForIdle {
        /// What is to be kept.
        remains: Remains,
    },
    /// Everything was zeroized: end the workers.
    Wiped,
}

/// Content that may hold seeds, on its way to where the user sent it. Overwritten when dropped, never printed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub struct Exposed(Vec<u8>);

impl Exposed {
    /// Wraps the content.
    pub fn new(content: Vec<u8>) -> Self {
        Self(content)
    }

    /// The content. Each call says why it needs it.
    pub fn expose(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Exposed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Exposed({} bytes)", self.0.len())
    }
}
