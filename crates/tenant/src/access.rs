//! Access tokens that the tenant issued, and what each is good for.

use seedferry_core::graph::{AccessToken, Millis};

use crate::{Account, Tenant};

/// An access token that was issued.
pub(crate) struct Issued {
    token: AccessToken,
    until: Millis,
    permissions: Vec<String>,
}

impl Tenant {
    /// Signs in: a fresh access token with all that was consented to. The ones before are no longer taken.
    pub fn sign_in(&mut self, now: Millis) -> Option<AccessToken> {
        self.issued.clear();
        self.issue(now, self.account.permissions.clone())
    }

    /// A further access token with these permissions; the ones before are taken until they expire.
    pub fn issue(&mut self, now: Millis, permissions: Vec<String>) -> Option<AccessToken> {
        self.issues = self.issues.wrapping_add(1);
        let token = AccessToken::new(format!("simulated-{}-{}", self.issues, self.random.uuid()))?;
        let until = now.after(self.switches.token_life);
        self.issued.retain(|issued| issued.until > now);
        self.issued.push(Issued { token: token.clone(), until, permissions });
        Some(token)
    }

    /// From now on no access token is taken that was issued before.
    pub fn expire_tokens(&mut self) {
        self.issued.clear();
    }

    /// Who asks: the account, with the permissions of this access token; `None` when it is not taken.
    pub(crate) fn caller(&self, now: Millis, token: &AccessToken) -> Option<Account> {
        let issued = self.issued.iter().find(|issued| issued.until > now && issued.token == *token)?;
        Some(Account { permissions: issued.permissions.clone(), ..self.account.clone() })
    }
}
