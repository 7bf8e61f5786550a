//! The tenant's groups and their members, and who has a directory role.

use seedferry_core::graph::{
    Response,
    request::{HOST, VERSION},
};
use serde_json::{Value, json};

use crate::{
    Account, Person, Tenant,
    answers::{answer, forbidden, refusal, set},
    query::{Query, unquoted},
    role,
};

/// Members on a page, whatever is asked for: so that every list is followed.
const PAGE: usize = 4;

/// A group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Object id.
    pub id: String,
    /// Display name.
    pub name: String,
    /// Object ids of its members.
    pub members: Vec<String>,
}

/// Which groups a filter names.
enum Wanted {
    Begins(String),
    Among(Vec<String>),
}

impl Wanted {
    fn read(filter: &str) -> Option<Self> {
        if let Some(list) = filter.strip_prefix("id in (") {
            return list.strip_suffix(')')?.split(',').map(unquoted).collect::<Option<_>>().map(Self::Among);
        }
        let begins = unquoted(filter.strip_prefix("startswith(displayName,")?.strip_suffix(')')?)?;
        Some(Self::Begins(begins.to_lowercase()))
    }

    fn is(&self, group: &Group) -> bool {
        match self {
            Self::Begins(text) => group.name.to_lowercase().starts_with(text),
            Self::Among(ids) => ids.contains(&group.id),
        }
    }
}

impl Tenant {
    /// `GET` on the groups: `$filter` with one `startswith` of the name, or with ids.
    pub(crate) fn find_groups(&self, query: &str, caller: &Account) -> Response {
        if !caller.may_read_groups() {
            return forbidden();
        }
        let query = Query::read(query);
        let Some(wanted) = query.get("$filter").map_or(Some(Wanted::Begins(String::new())), Wanted::read)
        else {
            return refusal(
                400,
                "Request_UnsupportedQuery",
                "Unsupported or invalid query filter clause specified.",
            );
        };
        let found = self.groups.iter().filter(|group| wanted.is(group));
        let found: Vec<_> = found.map(|group| json!({ "id": group.id, "displayName": group.name })).collect();
        answer(200, &json!({ "value": found }))
    }

    /// `GET` on what stands behind `groups/`: the members that are users, page by page.
    pub(crate) fn group(&self, rest: &str, query: &str, caller: &Account) -> Response {
        if !caller.may_read_groups() || !caller.may_find_people() {
            return forbidden();
        }
        let group = rest
            .strip_suffix("/transitiveMembers/microsoft.graph.user")
            .and_then(|id| self.groups.iter().find(|group| group.id == id));
        let Some(group) = group else {
            return refusal(404, "Request_ResourceNotFound", "The resource does not exist.");
        };
        let query = Query::read(query);
        let skipped = query.get("$skiptoken").and_then(|token| token.parse().ok()).unwrap_or(0);
        let (select, full) = (query.get("$select"), caller.may_see_whole_people());
        let members = self.people.iter().filter(|person| group.members.contains(&person.id));
        let page: Vec<_> =
            members.clone().skip(skipped).take(PAGE).map(|person| person.json(select, full)).collect();
        let mut body = json!({ "value": page });
        if members.count() > skipped + PAGE {
            let select = select.map(|select| format!("&$select={select}")).unwrap_or_default();
            let link = format!("{HOST}/{VERSION}/groups/{rest}?$skiptoken={}{select}", skipped + PAGE);
            set(&mut body, "@odata.nextLink", link.into());
        }
        answer(200, &body)
    }

    /// `GET` on the roles that people have by themselves or through groups: `$filter` by one person.
    pub(crate) fn role_assignments(&self, query: &str, caller: &Account) -> Response {
        if !caller.may_read_roles() {
            return forbidden();
        }
        let query = Query::read(query);
        let asked = query.get("$filter").and_then(|filter| unquoted(filter.strip_prefix("principalId eq ")?));
        let Some(id) = asked else {
            return refusal(400, "Request_UnsupportedQuery", "The filter must name a principal.");
        };
        let has_role = self.people.iter().any(|person: &Person| person.id == id && person.is_administrator);
        let roles: Vec<Value> = if has_role {
            vec![json!({ "roleDefinitionId": role::GLOBAL_ADMINISTRATOR })]
        } else {
            Vec::new()
        };
        answer(200, &json!({ "value": roles }))
    }
}
