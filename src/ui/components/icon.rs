//! The icons: one stroke each on a 20-unit square, drawn for this page.

use seedferry_protocol::Severity;
use yew::prelude::*;

/// A drawing. It is decoration: the words beside it say what it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Icon {
    /// A plus.
    Add,
    /// A tick.
    Check,
    /// A cross.
    Close,
    /// Two sheets.
    Copy,
    /// A sheet.
    Document,
    /// A pencil.
    Edit,
    /// A disc with an exclamation mark.
    Error,
    /// An arrow out of a tray.
    Export,
    /// A half-filled disc.
    Theme,
    /// A disc with an i.
    Info,
    /// A key.
    Key,
    /// A padlock.
    Lock,
    /// A clipboard.
    Paste,
    /// Head and shoulders.
    Person,
    /// An arrow into a tray.
    Save,
    /// A magnifying glass.
    Search,
    /// An arrow that goes on.
    Redo,
    /// A paper plane.
    Send,
    /// A shield.
    Shield,
    /// A bin.
    Remove,
    /// An arrow out of a door.
    SignOut,
    /// An arrow that goes back.
    Undo,
    /// A triangle with an exclamation mark.
    Warning,
    /// A broom.
    Wipe,
}

impl Icon {
    /// The drawing that goes with a severity. They differ in shape, not only in colour.
    pub(crate) fn of(severity: Severity) -> Self {
        match severity {
            Severity::Note => Self::Info,
            Severity::Warning => Self::Warning,
            Severity::Error => Self::Error,
        }
    }

    fn path(self) -> &'static str {
        match self {
            Self::Add => "M10 4v12M4 10h12",
            Self::Check => "M4 10.5l4 4 8-9",
            Self::Close => "M5 5l10 10M15 5L5 15",
            Self::Copy => {
                "M7 6.5A1.5 1.5 0 018.5 5h6A1.5 1.5 0 0116 6.5v8A1.5 1.5 0 0114.5 16h-6A1.5 1.5 0 017 14.5zM4.5 12.5V4A1.5 1.5 0 016 2.5h6"
            }
            Self::Document => "M5 3.5A1 1 0 016 2.5h5l4 4v10a1 1 0 01-1 1H6a1 1 0 01-1-1zM11 2.5v4h4",
            Self::Edit => {
                "M4 16l.8-3.5L13.5 3.8a1.5 1.5 0 012.1 0l.6.6a1.5 1.5 0 010 2.1L7.5 15.2zM12 5.5l2.5 2.5"
            }
            Self::Error => "M10 2.5a7.5 7.5 0 100 15 7.5 7.5 0 000-15zM10 6v5M10 13.5v.3",
            Self::Send => "M3 10L17 3.5 13 17l-3.5-5.5zM9.5 11.5L17 3.5",
            Self::Export => {
                "M10 12V3M6.5 6L10 2.5 13.5 6M3.5 12v3A1.5 1.5 0 005 16.5h10a1.5 1.5 0 001.5-1.5v-3"
            }
            Self::Theme => {
                "M10 2.5a7.5 7.5 0 100 15 7.5 7.5 0 000-15zM10 2.5v15M10 6l5-1M10 9.5h7M10 13.5l5.5.5"
            }
            Self::Info => "M10 2.5a7.5 7.5 0 100 15 7.5 7.5 0 000-15zM10 9v5M10 6.2v.3",
            Self::Key => {
                "M12.5 3a4.5 4.5 0 11-1.8 8.600L9.5 13H8v1.5H6.5V16H3.5v-3l5-5A4.5 4.5 0 0112.5 3zM13.8 6.2v.1"
            }
            Self::Lock => {
                "M5.5 8.5h9a1 1 0 011 1v6a1 1 0 01-1 1h-9a1 1 0 01-1-1v-6a1 1 0 011-1zM7 8.5V6a3 3 0 016 0v2.5M10 12v1.5"
            }
            Self::Paste => {
                "M7.5 4H6a1 1 0 00-1 1v11a1 1 0 001 1h8a1 1 0 001-1V5a1 1 0 00-1-1h-1.5M7.5 3h5v2.5h-5z"
            }
            Self::Person => "M10 3a3.5 3.5 0 110 7 3.5 3.5 0 010-7zM3.5 17c.5-3.5 3-5 6.5-5s6 1.5 6.5 5",
            Self::SignOut => "M11.5 3.5H5a1 1 0 00-1 1v11a1 1 0 001 1h6.5M8.5 10H17M14 7l3 3-3 3",
            Self::Save => {
                "M10 3v9M6.5 9L10 12.5 13.5 9M3.5 12.5V15A1.5 1.5 0 005 16.5h10a1.5 1.5 0 001.5-1.5v-2.5"
            }
            Self::Search => "M8.5 3a5.5 5.5 0 100 11 5.5 5.5 0 000-11zM12.5 12.5L17 17",
            Self::Redo => "M12.5 4l4 4-4 4M16 8H8a4 4 0 000 8h4",
            Self::Shield => {
                "M10 2.5c2 1.5 4 2.2 6 2.3v4.700c0 3.5-2 6-6 8-4-2-6-4.5-6-8V4.8c2-.1 4-.8 6-2.3zM7.3 10l2 2 3.5-4"
            }
            Self::Remove => {
                "M3.5 5.5h13M8 5.5V4a1 1 0 011-1h2a1 1 0 011 1v1.5M5 5.5l.8 10a1.5 1.5 0 001.5 1.5h5.400a1.5 1.5 0 001.5-1.5l.8-10M8.5 8.5v5.5M11.5 8.5v5.5"
            }
            Self::Undo => "M7.5 4L3.5 8l4 4M4 8h8a4 4 0 010 8H8",
            Self::Warning => "M10 3l7.5 13.5h-15zM10 8v4M10 14v.3",
            Self::Wipe => {
                "M16.5 3.5L10.5 9.5M9 8l3 3-1.5 1.5c-.5 2-2 3.5-4.5 4.5l-3-3c1-2.5 2.5-4 4.5-4.5zM6 12.5l1.5 1.5"
            }
        }
    }
}

/// Draws an icon in the colour of the text around it.
pub(crate) fn icon(which: Icon) -> Html {
    html! {
        <svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
            <path d={which.path()} />
        </svg>
    }
}
