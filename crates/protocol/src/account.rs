//! The account that is signed in, as page and vault tell each other about it.

use serde::{Deserialize, Serialize};

use crate::Exposed;

/// What the page's sign-in tells the vault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AccountEvent {
    /// An access token for Microsoft Graph is here: the first one, or the one that was wanted.
    Granted(Grant),
    /// The token that was wanted could not be had, with the reason as a sentence. The account stays signed in.
    Refused(String),
    /// The account left.
    SignedOut,
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
}
