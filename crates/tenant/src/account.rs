//! Who is signed in: roles and consent, and the policy for hardware tokens.

use seedferry_core::graph::{
    Method, Request, Response,
    request::{HOST, VERSION},
};
use serde_json::{Value, json};

use crate::{
    answers::{answer, forbidden, nothing, refusal, set},
    create::body_of,
    query::Query,
    tenant::Tenant,
};

/// Template ids of directory roles.
pub mod role {
    /// *Authentication Policy Administrator*.
    pub const POLICY_ADMINISTRATOR: &str = "0526716b-113d-4c15-b2c8-68e3c22b9f80";
    /// *Authentication Administrator*.
    pub const AUTHENTICATION_ADMINISTRATOR: &str = "c4e39bd9-1100-46d3-8c65-fb160da0071f";
    /// *Privileged Authentication Administrator*.
    pub const PRIVILEGED_ADMINISTRATOR: &str = "7be44c8a-adaf-4e2a-84d6-ab2649e08a13";
    /// *Global Administrator*.
    pub const GLOBAL_ADMINISTRATOR: &str = "62e90394-69f5-4237-9190-012177145e10";
    /// *Global Reader*.
    pub const GLOBAL_READER: &str = "f2ef992c-3afb-46b9-b7cf-a126ee74c451";
}

use role::{
    AUTHENTICATION_ADMINISTRATOR, GLOBAL_ADMINISTRATOR, GLOBAL_READER, POLICY_ADMINISTRATOR,
    PRIVILEGED_ADMINISTRATOR,
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
        let role = self.has_role(&[POLICY_ADMINISTRATOR, GLOBAL_ADMINISTRATOR])
            || !writes && self.has_role(&[GLOBAL_READER]);
        let permission = self.is_granted(&["Policy.ReadWrite.AuthenticationMethod"])
            || !writes && self.is_granted(&["Policy.Read.All"]);
        role && permission
    }

    /// Whether it may read the policy, or change it.
    pub(crate) fn may_policy(&self, writes: bool) -> bool {
        self.may(writes)
            || !writes
                && self.has_role(&[POLICY_ADMINISTRATOR, GLOBAL_ADMINISTRATOR, GLOBAL_READER])
                && self.is_granted(&["Policy.Read.AuthenticationMethod"])
    }

    /// Whether it may look for users.
    pub(crate) fn may_find_people(&self) -> bool {
        self.is_granted(&["User.ReadBasic.All", "User.Read.All", "Directory.Read.All"])
    }

    /// Whether it may see more of users than the basic profile.
    pub(crate) fn may_see_whole_people(&self) -> bool {
        self.is_granted(&["User.Read.All", "Directory.Read.All"])
    }

    /// Whether it may list groups and their members.
    pub(crate) fn may_read_groups(&self) -> bool {
        self.is_granted(&["GroupMember.Read.All", "Group.Read.All", "Directory.Read.All"])
    }

    /// Whether it may see who has which role.
    pub(crate) fn may_read_roles(&self) -> bool {
        self.is_granted(&["RoleManagement.Read.Directory", "Directory.Read.All"])
    }

    /// Whether it may read the tokens of others, or change them; those of an administrator take the higher role.
    pub(crate) fn may_methods(&self, writes: bool, of_administrator: bool) -> bool {
        let role = self.has_role(&[PRIVILEGED_ADMINISTRATOR, GLOBAL_ADMINISTRATOR])
            || !of_administrator && self.has_role(&[AUTHENTICATION_ADMINISTRATOR])
            || !writes && self.has_role(&[GLOBAL_READER, AUTHENTICATION_ADMINISTRATOR]);
        let permission = self.is_granted(&[
            "UserAuthMethod-HardwareOATH.ReadWrite.All",
            "UserAuthenticationMethod.ReadWrite.All",
        ]) || !writes
            && self
                .is_granted(&["UserAuthMethod-HardwareOATH.Read.All", "UserAuthenticationMethod.Read.All"]);
        role && permission
    }

    fn has_role(&self, ids: &[&str]) -> bool {
        self.roles.iter().any(|role| ids.contains(&role.as_str()))
    }

    fn is_granted(&self, names: &[&str]) -> bool {
        self.permissions.iter().any(|permission| names.contains(&permission.as_str()))
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

    /// Groups and roles of the account, in pages of the size of all lists.
    pub(crate) fn member_of(&self, query: &str) -> Response {
        let Ok(start) = Query::read(query).number("$skiptoken") else {
            return refusal(400, "badRequest", "The query is not valid.");
        };
        let (start, size) = (start.unwrap_or_default(), self.switches.page);
        let role =
            |id: &String| json!({ "@odata.type": "#microsoft.graph.directoryRole", "roleTemplateId": id });
        let roles = self.account.roles.iter().skip(start).take(size).map(role);
        let mut page = json!({ "value": roles.collect::<Vec<_>>() });
        let end = start.saturating_add(size);
        if end < self.account.roles.len() {
            let link = format!("{HOST}/{VERSION}/me/transitiveMemberOf?$skiptoken={end}");
            set(&mut page, "@odata.nextLink", link.into());
        }
        answer(200, &page)
    }

    pub(crate) fn organization(&self) -> Response {
        answer(200, &json!({ "value": [{ "id": self.id, "displayName": self.name }] }))
    }

    pub(crate) fn policy(&mut self, request: &Request, caller: &Account) -> Response {
        const TYPE: &str = "#microsoft.graph.hardwareOathAuthenticationMethodConfiguration";
        if !caller.may_policy(request.writes()) {
            return forbidden();
        }
        if request.method == Method::Get {
            let state = if self.policy_enabled { "enabled" } else { "disabled" };
            let included = targets(&self.policy_included, true);
            let excluded = targets(&self.policy_excluded, false);
            return answer(
                200,
                &json!({ "@odata.type": TYPE, "id": "HardwareOath", "state": state,
                "excludeTargets": excluded, "includeTargets": included }),
            );
        }
        let body = &body_of(request);
        match (body["@odata.type"].as_str(), body["state"].as_str()) {
            (Some(TYPE), Some(state @ ("enabled" | "disabled"))) => {
                self.policy_enabled = state == "enabled";
                put_targets(&mut self.policy_included, &body["includeTargets"]);
                put_targets(&mut self.policy_excluded, &body["excludeTargets"]);
                nothing()
            }
            _ => refusal(400, "badRequest", "The type or the state is missing."),
        }
    }
}

fn targets(ids: &[String], included: bool) -> Value {
    let target = |id: &String| {
        let mut target = json!({ "targetType": "group", "id": id });
        if included {
            set(&mut target, "isRegistrationRequired", false.into());
        }
        target
    };
    ids.iter().map(target).collect()
}

/// Targets that a change names take the place of those there were.
fn put_targets(place: &mut Vec<String>, named: &Value) {
    if let Some(named) = named.as_array() {
        *place = named.iter().filter_map(|target| target["id"].as_str()).map(str::to_owned).collect();
    }
}
