//! The guide through Graph Explorer, as data that a component prints.

use serde::{Deserialize, Serialize};

/// A step of the guide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum GuideStep {
    /// Sign in.
    SignIn,
    /// Method, version and URL.
    Request,
    /// The permission, and who may consent to it.
    Permission,
    /// Paste and run, once for each body.
    Bodies,
    /// What the answer proves.
    Answer,
    /// Look for the tokens in the inventory.
    Inventory,
    /// Take the seeds away again.
    CleanUp,
    /// Tell users how to register.
    Users,
    /// Confirm the download to the vendor.
    Vendor,
}

/// The guide, while it is open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuideView {
    /// The steps, in order.
    pub steps: Vec<GuideStepView>,
}

/// A step, ready to print.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuideStepView {
    /// Which.
    pub step: GuideStep,
    /// Its name.
    pub title: String,
    /// The user ticked it.
    pub done: bool,
    /// What to read and to press, in order.
    pub items: Vec<GuideItem>,
}

/// Something within a step. None of it holds a seed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum GuideItem {
    /// A sentence or two.
    Text(String),
    /// What goes wrong otherwise.
    Warning(String),
    /// A link that opens in another tab.
    Link {
        /// Its words.
        label: String,
        /// The address.
        href: String,
    },
    /// Text with a button that copies it.
    Copy {
        /// What it is; the button reads *Copy* and this.
        label: String,
        /// The text.
        text: String,
    },
    /// The bodies of the export, each with its buttons.
    Bodies,
    /// Serial numbers to look for.
    Serials {
        /// At most [`ExportView::LISTED`](crate::ExportView::LISTED) of them.
        listed: Vec<String>,
        /// How many there are in all.
        total: u32,
    },
}
