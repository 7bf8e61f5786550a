//! An administrator's consent for the whole tenant.

use seedferry_protocol::Cloud;

use super::{
    SIGN_IN_PERMISSION,
    place::{ClientId, Tenant},
};
use crate::graph::{
    explorer::{PERMISSION, encoded},
    people::{FIND, FIND_ALL, GROUPS, METHODS, READ_METHODS, ROLES},
    ready::READING,
};

/// Every permission that this page asks for, all of them delegated; the help desk's wider one only where somebody chose it.
pub const PERMISSIONS: [&str; 9] =
    [SIGN_IN_PERMISSION, READING, PERMISSION, FIND, METHODS, GROUPS, FIND_ALL, READ_METHODS, ROLES];

/// Permissions that came in 2025: where a tenant does not know one, a link that names it is refused as a whole.
const NEW: [&str; 2] = [METHODS, READ_METHODS];

/// The permissions that every tenant knows.
pub fn known_everywhere() -> Vec<&'static str> {
    PERMISSIONS.into_iter().filter(|permission| !NEW.contains(permission)).collect()
}

/// Who may consent to delegated permissions for a tenant.
pub const CONSENT_GIVERS: &str =
    "Privileged Role Administrator, Cloud Application Administrator or Application Administrator";

/// The address where an administrator consents (Microsoft identity platform, *v2.0 adminconsent*). It names the app and
/// these permissions, and nothing of the user.
pub fn consent_link(
    cloud: Cloud,
    tenant: &Tenant,
    client_id: &ClientId,
    redirect_uri: &str,
    permissions: &[&str],
) -> String {
    let scopes: Vec<String> =
        permissions.iter().map(|permission| format!("{}/{permission}", cloud.graph())).collect();
    format!(
        "{}/v2.0/adminconsent?client_id={client_id}&scope={}&redirect_uri={}",
        tenant.authority(cloud),
        encoded(&scopes.join(" ")),
        encoded(redirect_uri),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_permission_is_registered_as_the_guide_says() {
        let guide = include_str!("../../../../docs/entra-app.md");
        for permission in PERMISSIONS {
            assert!(
                guide.contains(&format!("| `{permission}` |")),
                "{permission} is missing in docs/entra-app.md"
            );
        }
        for cloud in Cloud::ALL {
            assert!(
                guide.contains(cloud.name()) && guide.contains(cloud.login().trim_start_matches("https://"))
            );
            for host in [cloud.graph(), cloud.admin_center()] {
                assert!(guide.contains(host.trim_start_matches("https://")), "{host}");
            }
        }
        assert!(
            CONSENT_GIVERS.split(", ").flat_map(|part| part.split(" or ")).all(|role| guide.contains(role))
        );
    }

    #[test]
    fn the_link_names_app_permissions_and_where_to_come_back() {
        let tenant = Tenant::parse("contoso.com").unwrap();
        let client = ClientId::parse("11111111-2222-3333-4444-555555555555").unwrap();
        let link_to = |permissions: &[&str]| {
            consent_link(
                Cloud::Global,
                &tenant,
                &client,
                "https://seeds.example.com/redirect.html",
                permissions,
            )
        };
        let without = link_to(&known_everywhere());
        assert!(!without.contains("UserAuthMethod") && without.contains("GroupMember.Read.All"), "{without}");
        let link = link_to(&PERMISSIONS);
        assert_eq!(
            link,
            "https://login.microsoftonline.com/contoso.com/v2.0/adminconsent\
             ?client_id=11111111-2222-3333-4444-555555555555\
             &scope=https%3A%2F%2Fgraph.microsoft.com%2FUser.Read%20\
             https%3A%2F%2Fgraph.microsoft.com%2FPolicy.Read.All%20\
             https%3A%2F%2Fgraph.microsoft.com%2FPolicy.ReadWrite.AuthenticationMethod%20\
             https%3A%2F%2Fgraph.microsoft.com%2FUser.ReadBasic.All%20\
             https%3A%2F%2Fgraph.microsoft.com%2FUserAuthMethod-HardwareOATH.ReadWrite.All%20\
             https%3A%2F%2Fgraph.microsoft.com%2FGroupMember.Read.All%20\
             https%3A%2F%2Fgraph.microsoft.com%2FUser.Read.All%20\
             https%3A%2F%2Fgraph.microsoft.com%2FUserAuthMethod-HardwareOATH.Read.All%20\
             https%3A%2F%2Fgraph.microsoft.com%2FRoleManagement.Read.Directory\
             &redirect_uri=https%3A%2F%2Fseeds.example.com%2Fredirect.html"
        );
    }
}
