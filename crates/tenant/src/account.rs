//! Who is signed in: roles and consent, and the policy for hardware tokens.

use seedferry_core::graph::{Method, Request, Response};
use serde_json::json;

use crate::{
    create::body_of,
    tenant::{Tenant, answer, refusal},
};

/// The account that is signed in, and what it may.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Object id.
    pub id: String,
    /// User principal name.
    pub upn: String,
    /// Display name.
    pub name: String,
    /// Template ids of the directory roles it has.
    pub roles: Vec<String>,
    /// Permissions that were consented to.
    pub permissions: Vec<String>,
}

/// *Authentication Policy Administrator*.
const POLICY_ADMINISTRATOR: &str = "0526716b-113d-4c15-b2c8-68e3c22b9f80";
/// *Global Administrator*.
const GLOBAL_ADMINISTRATOR: &str = "62e90394-69f5-4237-9190-012177145e10";
/// *Global Reader*.
const GLOBAL_READER: &str = "f2ef992c-3afb-46b9-b7cf-a126ee74c451";

impl Default for Account {
    fn default() -> Self {
        Self {
            id: "00aa00aa-bb11-cc22-dd33-44ee44ee44ee".to_owned(),
            upn: "admin@contoso.example".to_owned(),
            name: "Ada Admin".to_owned(),
            roles: vec![POLICY_ADMINISTRATOR.to_owned()],
            permissions: vec!["User.Read".to_owned(), "Policy.ReadWrite.AuthenticationMethod".to_owned()],
        }
    }
}

impl Account {
    /// Whether it may read the inventory, or change it.
    pub fn may(&self, writes: bool) -> bool {
        let has = |list: &[String], names: &[&str]| list.iter().any(|each| names.contains(&each.as_str()));
        let role = has(&self.roles, &[POLICY_ADMINISTRATOR, GLOBAL_ADMINISTRATOR])
            || !writes && has(&self.roles, &[GLOBAL_READER]);
        let permission = has(&self.permissions, &["Policy.ReadWrite.AuthenticationMethod"])
            || !writes && has(&self.permissions, &["Policy.Read.All"]);
        role && permission
    }
}

impl Tenant {
    pub(crate) fn me(&self) -> Response {
        let account = &self.account;
        answer(
            200,
            &json!({ "id": account.id, "userPrincipalName": account.upn, "displayName": account.name }),
        )
    }

    pub(crate) fn member_of(&self) -> Response {
        let role =
            |id: &String| json!({ "@odata.type": "#microsoft.graph.directoryRole", "roleTemplateId": id });
        answer(200, &json!({ "value": self.account.roles.iter().map(role).collect::<Vec<_>>() }))
    }

    pub(crate) fn organization(&self) -> Response {
        answer(
            200,
            &json!({ "value": [{ "id": "11111111-2222-3333-4444-555555555555", "displayName": self.name }] }),
        )
    }

    /// Another user, by object id or user principal name.
    pub(crate) fn user(&self, key: &str) -> Response {
        let found = self.users.iter().find(|(id, upn)| id == key || upn.eq_ignore_ascii_case(key));
        match found {
            Some((id, upn)) => {
                answer(200, &json!({ "id": id, "userPrincipalName": upn, "displayName": upn }))
            }
            None => refusal(404, "Request_ResourceNotFound", "The resource does not exist."),
        }
    }

    pub(crate) fn policy(&mut self, request: &Request) -> Response {
        const TYPE: &str = "#microsoft.graph.hardwareOathAuthenticationMethodConfiguration";
        if request.method == Method::Get {
            let state = if self.policy_enabled { "enabled" } else { "disabled" };
            let target = json!({ "targetType": "group", "id": "all_users", "isRegistrationRequired": false });
            return answer(
                200,
                &json!({ "@odata.type": TYPE, "id": "HardwareOath", "state": state,
                "excludeTargets": [], "includeTargets": [target] }),
            );
        }
        let body = &body_of(request);
        match (body["@odata.type"].as_str(), body["state"].as_str()) {
            (Some(TYPE), Some(state @ ("enabled" | "disabled"))) => {
                self.policy_enabled = state == "enabled";
                Response { status: 204, headers: Vec::new(), body: Vec::new() }
            }
            _ => refusal(400, "badRequest", "The type or the state is missing."),
        }
    }
}
