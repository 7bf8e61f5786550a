//! The names of groups that a policy knows by their object ids.

use super::{explorer::encoded, people::MOST_AT_ONCE, request::Request};

/// Asks for the names of these groups, in as few requests as Graph takes. What is not an id is left out. Answers are read
/// by [`read_groups`](super::people::read_groups); a group that was deleted is not among them.
pub fn group_names(ids: &[String]) -> Vec<Request> {
    let ids: Vec<&String> = ids.iter().filter(|id| is_id(id)).collect();
    ids.chunks(MOST_AT_ONCE).map(names_of).collect()
}

fn names_of(ids: &[&String]) -> Request {
    let quoted: Vec<String> = ids.iter().map(|id| format!("'{id}'")).collect();
    let filter = encoded(&format!("id in ({})", quoted.join(",")));
    Request::get("groups", &format!("$filter={filter}&$select=id,displayName"))
}

/// An object id, which is a GUID; other targets have words for ids.
fn is_id(text: &str) -> bool {
    text.len() == 36 && text.bytes().all(|c| c.is_ascii_hexdigit() || c == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: usize) -> String {
        format!("0000feed-0000-4000-8000-{number:012}")
    }

    fn check(ids: &[String], requests: usize) {
        let asked = group_names(ids);
        assert_eq!(asked.len(), requests, "{ids:?}");
        let queries: String = asked.into_iter().map(|request| request.query).collect();
        for id in ids.iter().filter(|id| is_id(id)) {
            assert!(queries.contains(id.as_str()), "{id}");
        }
        assert!(!queries.contains("all_users") && !queries.contains(['\'', ' ']), "{queries}");
    }

    #[test]
    fn names_are_asked_for_by_fifteen() {
        check(&[], 0);
        check(&["all_users".to_owned()], 0);
        check(&["' or '1' eq '1".to_owned(), id(1)], 1);
        check(&(0..MOST_AT_ONCE).map(id).collect::<Vec<_>>(), 1);
        check(&(0..=MOST_AT_ONCE).map(id).collect::<Vec<_>>(), 2);
    }
}
