//! What a sign-in gives: for whom, to which page, with which permissions.

use seedferry_tenant::Tenant;

/// Scopes of `OpenID` Connect, which are no permissions.
const OPENID: [&str; 4] = ["openid", "profile", "offline_access", "email"];
/// Permissions to which everybody may consent for oneself.
const PERSONAL: [&str; 2] = ["User.Read", "User.ReadBasic.All"];

/// What Entra says of a permission that the tenant does not know.
pub(super) const NOT_KNOWN: &str = "AADSTS650053: The application asked for a scope that doesn't exist on the resource. Contact the app vendor.";

/// What a code or a refresh token stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Grant {
    pub(super) client: String,
    pub(super) redirect: String,
    /// The PKCE challenge (RFC 7636, section 4.2).
    pub(super) challenge: String,
    pub(super) nonce: String,
    pub(super) scopes: Vec<String>,
    /// Until when it is taken, in seconds since 1970.
    pub(super) until: u64,
}

/// The scopes of a request, one each.
pub(super) fn scopes(text: &str) -> Vec<String> {
    text.split(' ').filter(|scope| !scope.is_empty()).map(str::to_owned).collect()
}

/// The permissions among scopes, without the host in front.
pub(super) fn permissions(scopes: &[String]) -> Vec<String> {
    let named = scopes.iter().filter(|scope| !OPENID.contains(&scope.as_str()));
    named.map(|scope| scope.rsplit('/').next().unwrap_or_default().to_owned()).collect()
}

/// Whether one of these permissions is among scopes.
pub(super) fn names(scopes: &[String], these: &[String]) -> bool {
    permissions(scopes).iter().any(|permission| these.contains(permission))
}

/// The permissions among scopes that were not consented to.
pub(super) fn unconsented(tenant: &Tenant, scopes: &[String]) -> Vec<String> {
    let consented = &tenant.account.permissions;
    permissions(scopes)
        .into_iter()
        .filter(|permission| permission != ".default" && !consented.contains(permission))
        .collect()
}

/// Whether an administrator has to consent.
pub(super) fn needs_administrator(permissions: &[String]) -> bool {
    permissions.iter().any(|permission| !PERSONAL.contains(&permission.as_str()))
}

/// Consents.
pub(super) fn consent(tenant: &mut Tenant, permissions: Vec<String>) {
    for permission in permissions {
        if !tenant.account.permissions.contains(&permission) {
            tenant.account.permissions.push(permission);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_told_apart() {
        let check = |text: &str, expected: &[&str], administrator: bool| {
            let permissions = permissions(&scopes(text));
            assert_eq!(
                (&permissions[..], needs_administrator(&permissions)),
                (&expected.iter().map(|each| (*each).to_owned()).collect::<Vec<_>>()[..], administrator),
                "{text}"
            );
        };
        check("openid profile offline_access", &[], false);
        check("User.Read openid", &["User.Read"], false);
        check("https://graph.microsoft.com/Policy.Read.All", &["Policy.Read.All"], true);
    }
}
