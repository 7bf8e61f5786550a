//! The account that is signed in, as page and vault tell each other about it.

use serde::{Deserialize, Serialize};

use crate::{Cloud, Exposed, ReadyLine, ReadyState, Severity};

/// What the page's sign-in tells the vault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AccountEvent {
    /// An access token for Microsoft Graph is here: the first one, or the one that was wanted.
    Granted(Grant),
    /// The account left.
    SignedOut,
    /// The sign-in panel was opened, or closed.
    PanelChosen(bool),
    /// The panel is open, and this is what the page found out for it.
    Prepared(Surroundings),
    /// The settings were edited.
    SettingsChanged(AccountSettings),
    /// A press opened the sign-in window.
    WindowOpened,
    /// Microsoft, its library or the browser said no.
    Failed(SignInError),
    /// The browser has network again.
    NetworkBack,
}

/// What the page finds out when the sign-in panel opens.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Surroundings {
    /// The cloud that the page was built for.
    pub cloud: Cloud,
    /// Whether there is a sign-in at all: a page in one file has none.
    pub offered: bool,
    /// Why Microsoft's library did not load, as a sentence.
    pub trouble: Option<String>,
    /// The address that answers come back to, as it must be registered.
    pub redirect_uri: String,
    /// The text of `config.json` beside the page, if there is one.
    pub config: Option<String>,
    /// The user's own settings of an earlier visit, if they were to be kept.
    pub kept: Option<String>,
}

/// Where to sign in, as the user typed it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountSettings {
    /// Id of the app registration.
    pub client_id: String,
    /// Id or domain of the tenant, or `organizations`.
    pub tenant: String,
    /// Which cloud the tenant is in.
    pub cloud: Cloud,
    /// Keep these settings in this browser.
    pub keep: bool,
}

/// What came instead of a token, in the words of MSAL.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInError {
    /// The error: one of MSAL's, or of OAuth (RFC 6749, section 5.2).
    pub code: String,
    /// A finer one; often empty.
    pub detail: String,
    /// What the server said, for developers.
    pub text: String,
    /// Somebody must look at a sign-in window: what was tried was silent.
    pub press_wanted: bool,
}

/// An access token and whom it is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// Display name of the account.
    pub name: String,
    /// User principal name.
    pub upn: String,
    /// Id of the tenant.
    pub tenant: String,
    /// The permissions that were granted, as MSAL names them.
    pub scopes: Vec<String>,
    /// The access token, in ASCII. It stays in the vault.
    pub token: Exposed,
}

/// The account, ready to print.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountView {
    /// Display name.
    pub name: String,
    /// User principal name.
    pub upn: String,
    /// Id of the tenant.
    pub tenant: String,
    /// A new access token is awaited.
    pub waiting: bool,
    /// Why the last one could not be had, as a sentence: one press asks again.
    pub problem: Option<String>,
    /// The sign-in window is waited for.
    pub window: bool,
    /// Whether tenant and account are ready; the sign-in panel says more.
    pub ready: ReadySummary,
}

/// Whether tenant and account are ready, in a few words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadySummary {
    /// How it stands as a whole.
    pub state: ReadyState,
    /// The same in words: *2 things missing*.
    pub words: String,
    /// Which those are, as a sentence without a full stop.
    pub topics: String,
}

/// The sign-in panel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInView {
    /// There is no sign-in in this page, for this reason. Nothing else is said then.
    pub absent: Option<String>,
    /// Where to sign in.
    pub settings: AccountSettings,
    /// What is wrong with the id of the app registration, unless it is empty.
    pub client_problem: Option<String>,
    /// What is wrong with the tenant.
    pub tenant_problem: Option<String>,
    /// What the host of the page lets its users know.
    pub note: Option<String>,
    /// What stands in the way or is worth knowing, gravest first.
    pub remarks: Vec<(Severity, String)>,
    /// What *Sign in* asks for, when it can be pressed.
    pub request: Option<SignInRequest>,
    /// The sign-in window is waited for.
    pub window: bool,
    /// Why the last sign-in failed, and what to do.
    pub failure: Option<String>,
    /// Whether tenant and account are ready; empty while nobody is signed in.
    pub ready: Vec<ReadyLine>,
    /// The way to an administrator's consent, when the settings name an app.
    pub consent: Option<ConsentView>,
    /// The address to register for answers.
    pub redirect_uri: String,
}

/// Whom to ask for what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInRequest {
    /// Id of the app registration.
    pub client_id: String,
    /// The tenant's address at the login host.
    pub authority: String,
    /// The permissions, as the cloud wants them named.
    pub scopes: Vec<String>,
}

/// The way to an administrator's consent for the whole tenant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentView {
    /// A link to open, copy or send. It holds nothing secret.
    pub link: String,
    /// The same without permissions that a tenant may not know; there the other is refused as a whole.
    pub without_new: String,
    /// Which roles may grant it.
    pub givers: String,
    /// The permissions that it asks for.
    pub permissions: Vec<String>,
}
