//! The tenant's users, and how they are found.

use seedferry_core::graph::{Response, request::VERSION};
use serde_json::{Value, json};

use crate::{
    Account, Tenant,
    answers::{answer, forbidden, refusal, set},
    query::{Query, unquoted},
};

/// Users on a page, unless asked for otherwise.
const PAGE: usize = 100;

/// A user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Object id.
    pub id: String,
    /// User principal name.
    pub upn: String,
    /// Display name.
    pub name: String,
    /// Whether the account is enabled.
    pub is_enabled: bool,
    /// Whether it is a guest: guests can't have hardware tokens.
    pub is_guest: bool,
    /// Whether the user has an administrative role.
    pub is_administrator: bool,
}

impl Person {
    /// An ordinary member.
    pub fn member(id: String, upn: &str, name: &str) -> Self {
        Self {
            id,
            upn: upn.to_owned(),
            name: name.to_owned(),
            is_enabled: true,
            is_guest: false,
            is_administrator: false,
        }
    }

    /// By object id or user principal name.
    pub(crate) fn is_called(&self, key: &str) -> bool {
        self.id == key || self.upn.eq_ignore_ascii_case(key)
    }

    /// `full`: the caller may see more than the basic profile; to others the rest is `null`.
    pub(crate) fn json(&self, select: Option<&str>, full: bool) -> Value {
        let mut all = json!({ "id": self.id, "userPrincipalName": self.upn, "displayName": self.name,
            "userType": full.then_some(if self.is_guest { "Guest" } else { "Member" }),
            "accountEnabled": full.then_some(self.is_enabled) });
        let wanted: Vec<_> =
            select.unwrap_or("id,userPrincipalName,displayName").split(',').map(str::trim).collect();
        if let Some(all) = all.as_object_mut() {
            all.retain(|name, _| wanted.contains(&name.as_str()));
        }
        all
    }

    fn holds(&self, clause: &str) -> Option<bool> {
        if let Some(inner) = clause.trim().strip_prefix("startswith(") {
            let (name, value) = inner.strip_suffix(')')?.split_once(',')?;
            return Some(folded(self.property(name)?).starts_with(&folded(&unquoted(value)?)));
        }
        if let Some((name, list)) = clause.split_once(" in (") {
            let own = folded(self.property(name)?);
            let list = list.strip_suffix(')')?.split(',').map(unquoted).collect::<Option<Vec<_>>>()?;
            return Some(list.iter().any(|each| folded(each) == own));
        }
        let (name, value) = clause.split_once(" eq ")?;
        Some(folded(self.property(name)?) == folded(&unquoted(value)?))
    }

    fn property(&self, name: &str) -> Option<&str> {
        match name.trim() {
            "id" => Some(&self.id),
            "displayName" => Some(&self.name),
            "surname" => self.name.rsplit(' ').next(),
            "userPrincipalName" => Some(&self.upn),
            _ => None,
        }
    }
}

impl Tenant {
    /// `GET` on the users: `$search`, `$filter` with `startswith`, `eq`, `in` and `or`, `$top`, `$select`.
    pub(crate) fn find_people(&self, query: &str, caller: &Account) -> Response {
        if !caller.may_find_people() {
            return forbidden();
        }
        let text = query;
        let query = Query::read(query);
        let Ok(top) = query.number("$top") else {
            return refusal(400, "Request_BadRequest", "Invalid page size specified.");
        };
        let found = match (query.get("$filter"), query.get("$search")) {
            (Some(filter), _) => self.filtered_people(filter),
            (None, Some(search)) => self.searched_people(search),
            (None, None) => Some(self.people.iter().collect()),
        };
        let Some(found) = found else {
            return refusal(
                400,
                "Request_UnsupportedQuery",
                "Unsupported or invalid query filter clause specified.",
            );
        };
        let (select, full) = (query.get("$select"), caller.may_see_whole_people());
        let page: Vec<_> =
            found.into_iter().take(top.unwrap_or(PAGE)).map(|person| person.json(select, full)).collect();
        self.behind_empty(&format!("/{VERSION}/users"), text, &page)
    }

    /// One user, by object id or user principal name.
    pub(crate) fn person(&self, key: &str, query: &str, caller: &Account) -> Response {
        if !caller.may_find_people() {
            return forbidden();
        }
        match self.people.iter().find(|person| person.is_called(key)) {
            Some(person) => {
                let mut found = person.json(Query::read(query).get("$select"), caller.may_see_whole_people());
                set(
                    &mut found,
                    "@odata.context",
                    "https://graph.microsoft.com/beta/$metadata#users/$entity".into(),
                );
                answer(200, &found)
            }
            None => no_such_person(),
        }
    }

    fn filtered_people(&self, filter: &str) -> Option<Vec<&Person>> {
        let clauses: Vec<_> = filter.split(" or ").collect();
        let mut found = Vec::new();
        for person in &self.people {
            let holds = clauses.iter().map(|clause| person.holds(clause)).collect::<Option<Vec<_>>>()?;
            if holds.contains(&true) {
                found.push(person);
            }
        }
        Some(found)
    }

    fn searched_people(&self, search: &str) -> Option<Vec<&Person>> {
        let terms: Option<Vec<_>> = search
            .split(" OR ")
            .map(|term| term.trim().strip_prefix('"')?.strip_suffix('"')?.split_once(':'))
            .collect();
        let terms = terms?;
        let matches = |person: &&Person| {
            terms.iter().any(|(name, wanted)| {
                let own = person.property(name).map(folded).unwrap_or_default();
                own.split([' ', '.', '@', '-', '\'']).any(|word| word.starts_with(&folded(wanted)))
                    || own.starts_with(&folded(wanted))
            })
        };
        Some(self.people.iter().filter(matches).collect())
    }
}

pub(crate) fn no_such_person() -> Response {
    refusal(404, "Request_ResourceNotFound", "The resource does not exist.")
}

fn folded(text: &str) -> String {
    text.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_found() {
        let mut tenant = Tenant::new(crate::Switches::default(), 1);
        tenant.people = vec![
            Person::member("1".to_owned(), "aoife.oneill@contoso.example", "Aoife O'Neill"),
            Person::member("2".to_owned(), "zoe.mueller@contoso.example", "Zoë Müller"),
        ];
        let caller = Account { permissions: vec!["User.ReadBasic.All".to_owned()], ..Account::default() };
        let check = |query: &str, expected: &str| {
            let body = tenant.find_people(query, &caller).json().unwrap();
            let ids: Option<String> = body["value"]
                .as_array()
                .map(|found| found.iter().filter_map(|each| each["id"].as_str()).collect());
            assert_eq!(ids.as_deref().unwrap_or("refused"), expected, "{query}");
        };
        check("", "12");
        check("$top=1", "1");
        check("$top=x", "refused");
        check("$filter=startswith(displayName,'AOIFE%20o''n') or startswith(userPrincipalName,'x')", "1");
        check("$filter=userPrincipalName in ('ZOE.mueller@contoso.example','b')", "2");
        check("$filter=userPrincipalName%20eq%20'zoe.mueller@contoso.example'&$select=id", "2");
        check("$filter=startswith(surname,'MÜ')", "2");
        check("$filter=mail eq 'x'", "refused");
        check("$search=%22displayName:m%C3%BC%22 OR %22userPrincipalName:m%C3%BC%22", "2");
        check("$search=zoe", "refused");
        assert_eq!(tenant.find_people("", &Account::default()).status, 403);
    }
}
