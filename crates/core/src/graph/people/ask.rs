//! What is asked about people.

use seedferry_protocol::HitsView;
use serde_json::json;

use crate::graph::{
    create::MOST_IN_BATCH,
    explorer::encoded,
    request::{Body, Method, Request},
};

/// Most people that one request looks up: Graph takes 15 values in a filter.
pub const MOST_AT_ONCE: usize = 15;
/// Most people whose roles one request asks for.
pub const MOST_ROLES_AT_ONCE: usize = MOST_IN_BATCH;
/// How many hits a search asks for.
pub const HITS: usize = HitsView::LISTED;
/// Members on one page.
const MEMBERS: usize = 999;
/// The properties that every permission tells.
const BASIC: &str = "id,displayName,userPrincipalName";
/// Those that only [`super::FIND_ALL`] tells.
pub(in crate::graph) const FULL: &str = "id,displayName,userPrincipalName,accountEnabled,userType";

/// Looks for people whose name, family name or UPN begins with this. `full`: the permission tells who is disabled and
/// who is a guest.
pub fn search(text: &str, full: bool) -> Request {
    let text = quoted(text.trim());
    let begins = |property: &str| format!("startswith({property},{text})");
    let filter = ["displayName", "surname", "userPrincipalName"].map(begins).join(" or ");
    Request::get("users", &format!("$filter={}&$top={HITS}&$select={}", encoded(&filter), properties(full)))
}

/// Looks up people by their UPNs, at most [`MOST_AT_ONCE`].
pub fn by_upns<'a>(upns: impl IntoIterator<Item = &'a str>, full: bool) -> Request {
    among("userPrincipalName", upns, full)
}

/// Looks up people by their object ids, at most [`MOST_AT_ONCE`].
pub fn by_ids<'a>(ids: impl IntoIterator<Item = &'a str>, full: bool) -> Request {
    among("id", ids, full)
}

/// Looks for groups whose name begins with this.
pub fn groups(text: &str) -> Request {
    let filter = format!("startswith(displayName,{})", quoted(text.trim()));
    Request::get("groups", &format!("$filter={}&$top={HITS}&$select=id,displayName", encoded(&filter)))
}

/// Lists the people in a group, those of groups in it included.
pub fn members(group: &str, full: bool) -> Request {
    Request::get(&members_of(group), &format!("$top={MEMBERS}&$select={}", properties(full)))
}

/// Lists the hardware tokens of a person, by object id.
pub fn methods(user: &str) -> Request {
    Request::get(&format!("users/{}/authentication/hardwareOathMethods", encoded(user)), "")
}

/// Asks which directory roles each of these people has, groups included; by object id, at most
/// [`MOST_ROLES_AT_ONCE`].
pub fn roles_of(users: &[String]) -> Request {
    let requests = users.iter().take(MOST_ROLES_AT_ONCE).enumerate().map(|(at, user)| {
        let filter = encoded(&format!("principalId eq {}", quoted(user)));
        json!({
            "id": (at + 1).to_string(),
            "method": "GET",
            "url": format!("/{ROLES}?$count=true&$filter={filter}&$select=roleDefinitionId"),
            "headers": { "ConsistencyLevel": "eventual" },
        })
    });
    let body = json!({ "requests": requests.collect::<Vec<_>>() });
    Request::with_body(Method::Post, "$batch", Body::Plain(body.to_string()))
}

/// Roles by way of groups, too.
const ROLES: &str = "roleManagement/directory/transitiveRoleAssignments";

/// The collection that [`members`] reads.
pub(super) fn members_of(group: &str) -> String {
    format!("groups/{}/transitiveMembers/microsoft.graph.user", encoded(group))
}

fn among<'a>(property: &str, values: impl IntoIterator<Item = &'a str>, full: bool) -> Request {
    let values: Vec<_> = values.into_iter().take(MOST_AT_ONCE).map(quoted).collect();
    let filter = format!("{property} in ({})", values.join(","));
    Request::get("users", &format!("$filter={}&$select={}", encoded(&filter), properties(full)))
}

fn properties(full: bool) -> &'static str {
    if full { FULL } else { BASIC }
}

/// A single quote inside an `OData` string is doubled (`OData` 4.01 URL conventions, section 5.1.1.6.1).
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(request: &Request, path: &str, query: &str) {
        assert_eq!((request.path.as_str(), request.query.as_str()), (path, query));
        assert!(request.query.is_ascii() && !request.query.contains(['#', ' ', '+']));
    }

    /// Regression case 6 of what other tools get wrong: an apostrophe, `%`, `#`, `+` or `&` inside a filter.
    #[test]
    fn names_are_safe_in_filters() {
        let filter = |name: &str| {
            format!("$filter=userPrincipalName%20in%20%28{name}%29&$select=id,displayName,userPrincipalName")
        };
        let check_upn = |upn: &str, name: &str| check(&by_upns([upn], false), "/beta/users", &filter(name));
        check_upn("aoife.o'brien@x.org", "%27aoife.o%27%27brien%40x.org%27");
        check_upn("D''Arcy", "%27D%27%27%27%27Arcy%27");
        check_upn("100%", "%27100%25%27");
        check_upn("lee_f.org#EXT#@x.org", "%27lee_f.org%23EXT%23%40x.org%27");
        check_upn("a+b&c@x.org", "%27a%2Bb%26c%40x.org%27");
        check_upn("zoë@x.org", "%27zo%C3%AB%40x.org%27");
        check_upn("$svc@x.org", "%27%24svc%40x.org%27");
    }

    #[test]
    fn people_and_groups_are_asked_for() {
        check(
            &search(" O'N ", true),
            "/beta/users",
            "$filter=startswith%28displayName%2C%27O%27%27N%27%29%20or%20startswith%28surname%2C%27O%27%27N%27%29%20or%20\
             startswith%28userPrincipalName%2C%27O%27%27N%27%29&$top=25\
             &$select=id,displayName,userPrincipalName,accountEnabled,userType",
        );
        check(
            &groups("R&D"),
            "/beta/groups",
            "$filter=startswith%28displayName%2C%27R%26D%27%29&$top=25&$select=id,displayName",
        );
        check(
            &members("g/1", false),
            "/beta/groups/g%2F1/transitiveMembers/microsoft.graph.user",
            "$top=999&$select=id,displayName,userPrincipalName",
        );
        check(&methods("u1"), "/beta/users/u1/authentication/hardwareOathMethods", "");
        check(
            &by_ids(["1", "2"], false),
            "/beta/users",
            "$filter=id%20in%20%28%271%27%2C%272%27%29&$select=id,displayName,userPrincipalName",
        );
    }

    #[test]
    fn one_request_looks_up_so_many() {
        let names: Vec<String> = (0..50).map(|number| format!("u{number}")).collect();
        let query = by_upns(names.iter().map(String::as_str), false).query;
        assert_eq!(query.matches("%2C").count() + 1, MOST_AT_ONCE);
        let Some(Body::Plain(body)) = roles_of(&names).body else { panic!("no body") };
        assert_eq!(body.matches("principalId").count(), MOST_ROLES_AT_ONCE);
        assert!(body.contains("ConsistencyLevel"));
    }
}
