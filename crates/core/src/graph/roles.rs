//! The account's roles, read page by page: in a large tenant they stand among many groups.

use serde_json::Value;

use super::{
    device::next_page,
    ready::{self, MEMBERSHIPS, Readiness},
    request::Request,
    response::Response,
};

/// Most pages that are read: with 999 a page, some 100,000 groups and roles.
const MOST_PAGES: u32 = 100;
/// What is said of a list that was not read to its end.
const ENDLESS: &str = "The list of the account's groups and roles leads to another host or does not end, so it was not \
                       read to its end.";

/// A walk under way.
#[derive(Clone, Debug, Default)]
pub struct RoleWalk {
    roles: Vec<String>,
    pages: u32,
}

/// What an answer means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RoleTurn {
    /// The page to ask for next.
    More(Request),
    /// That is all of them, or there is no use in going on.
    Judged(Readiness),
}

impl RoleWalk {
    /// What the answer of `host` to [`ready::roles`], or to a following page, means.
    pub fn turn(&mut self, host: &str, response: &Response) -> RoleTurn {
        let page = match ready::read_roles(response) {
            Ok(page) => page,
            Err(error) => return RoleTurn::Judged(ready::judge_roles(Err(error)).state),
        };
        self.roles.extend(page);
        self.pages = self.pages.saturating_add(1);
        let body = response.json().unwrap_or_default();
        match body.get("@odata.nextLink").and_then(Value::as_str) {
            None => {
                let roles = core::mem::take(&mut self.roles);
                RoleTurn::Judged(ready::judge_roles(Ok(roles)).state)
            }
            Some(link) => match next_page(host, link, MEMBERSHIPS) {
                Some(next) if self.pages < MOST_PAGES => RoleTurn::More(next),
                _ => RoleTurn::Judged(Readiness::Unknown(ENDLESS.to_owned())),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::request::HOST, *};

    fn page(role: &str, link: Option<&str>) -> Response {
        let body = serde_json::json!({ "value": [{ "roleTemplateId": role }], "@odata.nextLink": link });
        Response { status: 200, headers: Vec::new(), body: body.to_string().into_bytes() }
    }

    #[test]
    fn a_role_behind_the_first_page_counts() {
        let mut walk = RoleWalk::default();
        let link = "https://graph.microsoft.com/beta/me/transitiveMemberOf?$skiptoken=1";
        let RoleTurn::More(next) = walk.turn(HOST, &page("other", Some(link))) else {
            panic!("the first page is not all")
        };
        assert_eq!(next.url(HOST), link);
        let judged = walk.turn(HOST, &page("0526716b-113d-4c15-b2c8-68e3c22b9f80", None));
        assert!(matches!(&judged, RoleTurn::Judged(Readiness::Good(_))), "{judged:?}");
    }

    #[test]
    fn a_list_that_leads_astray_is_left() {
        let endless = RoleTurn::Judged(Readiness::Unknown(ENDLESS.to_owned()));
        let check = |link: &str, pages: u32| {
            let mut walk = RoleWalk::default();
            for _ in 1..pages {
                assert!(matches!(walk.turn(HOST, &page("other", Some(link))), RoleTurn::More(_)), "{link}");
            }
            assert_eq!(walk.turn(HOST, &page("other", Some(link))), endless, "{link}");
        };
        check("https://graph.example/beta/me/transitiveMemberOf?$skiptoken=1", 1);
        check("https://graph.microsoft.com/beta/me/messages?$skiptoken=1", 1);
        check("https://graph.microsoft.com/beta/me/transitiveMemberOf?$skiptoken=1", MOST_PAGES);
    }
}
