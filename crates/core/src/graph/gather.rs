//! The pages of one answer, put together. Graph may answer with an empty page and more behind it
//! (<https://learn.microsoft.com/graph/paging>): who stands on a later page is not absent.

use serde_json::Value;

use super::{Method, Request, Response, device::next_page, request::VERSION};

/// Most pages of one answer.
const MOST_PAGES: u32 = 100;
const NEXT: &str = "@odata.nextLink";

/// What was answered so far to one question.
#[derive(Clone, Debug, Default)]
pub(super) struct Gathering {
    items: Vec<Value>,
    pages: u32,
    /// How many items the question asks for; `None` before its first page.
    most: Option<usize>,
}

/// What an answer comes to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Gathered {
    /// As much as was asked for.
    Whole(Response),
    /// The page to ask for next.
    More(Request),
}

impl Gathering {
    /// Takes a page that came from `host`. What cannot be followed comes as it is: whoever reads it sees its link.
    pub(super) fn take(&mut self, host: &str, request: &Request, response: Response) -> Gathered {
        match self.turn(host, request, &response) {
            Some(Gathered::More(next)) => Gathered::More(next),
            whole => {
                *self = Self::default();
                whole.unwrap_or(Gathered::Whole(response))
            }
        }
    }

    fn turn(&mut self, host: &str, request: &Request, response: &Response) -> Option<Gathered> {
        if request.method != Method::Get || !response.is_success() {
            return None;
        }
        let mut body = response.json()?;
        let most = *self.most.get_or_insert_with(|| wanted(&request.query));
        let link = body.get(NEXT).filter(|link| !link.is_null()).cloned();
        self.items.append(body.get_mut("value")?.as_array_mut()?);
        self.pages += 1;
        if let Some(link) = link.filter(|_| self.items.len() < most) {
            let collection = request.path.strip_prefix('/')?.strip_prefix(VERSION)?.strip_prefix('/')?;
            let next = next_page(host, link.as_str()?, collection)?;
            let unreadable = || Gathered::Whole(Response { body: Vec::new(), ..response.clone() });
            return Some(if self.pages < MOST_PAGES { Gathered::More(next) } else { unreadable() });
        }
        if self.pages == 1 {
            return None;
        }
        *body.get_mut("value")? = Value::Array(core::mem::take(&mut self.items));
        Some(Gathered::Whole(Response { body: body.to_string().into_bytes(), ..response.clone() }))
    }
}

/// How many items a query asks for.
fn wanted(query: &str) -> usize {
    let top = query.split('&').find_map(|pair| pair.strip_prefix("$top="));
    top.and_then(|number| number.parse().ok()).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::request::HOST;

    fn page(numbers: &[u32], next: Option<&str>) -> Response {
        let link = next.map(|query| format!("{HOST}/beta/users?{query}"));
        let body = serde_json::json!({ "value": numbers, NEXT: link });
        Response { status: 200, headers: Vec::new(), body: body.to_string().into_bytes() }
    }

    /// Plays pages, each with the query of the next one; tells the items, and whether there is more behind them.
    fn check(query: &str, pages: &[(&[u32], Option<&str>)], items: &[u32], more: bool) {
        let (mut gathering, mut request) = (Gathering::default(), Request::get("users", query));
        for (at, (numbers, next)) in pages.iter().enumerate() {
            match gathering.take(HOST, &request, page(numbers, *next)) {
                Gathered::More(next) => request = next,
                Gathered::Whole(whole) => {
                    let body = whole.json().unwrap();
                    assert_eq!((at + 1, &body["value"]), (pages.len(), &serde_json::json!(items)), "{query}");
                    assert_eq!(!body[NEXT].is_null(), more, "{query}");
                    return;
                }
            }
        }
        panic!("{query}: not whole");
    }

    #[test]
    fn pages_are_followed_until_there_is_what_was_asked_for() {
        check("", &[(&[1, 2], None)], &[1, 2], false);
        check("", &[(&[], Some("$skiptoken=1")), (&[1], None)], &[1], false);
        check("", &[(&[1], Some("a")), (&[], Some("b")), (&[2], None)], &[1, 2], false);
        check("$filter=x&$top=2", &[(&[], Some("a")), (&[1, 2], Some("b"))], &[1, 2], true);
        check("$top=2", &[(&[1, 2], Some("a"))], &[1, 2], true);
    }

    #[test]
    fn what_cannot_be_followed_comes_as_it_is() {
        let request = Request::get("users", "");
        let kept = |response: Response| {
            let taken = Gathering::default().take(HOST, &request, response.clone());
            assert_eq!(taken, Gathered::Whole(response));
        };
        let with = |status: u16, body: &str| Response { status, ..answered(body) };
        kept(with(403, r#"{"value":[],"@odata.nextLink":"https://graph.microsoft.com/beta/users?a"}"#));
        kept(with(200, r#"{"value":[],"@odata.nextLink":"https://elsewhere.example/beta/users?a"}"#));
        kept(with(200, r#"{"value":[],"@odata.nextLink":7}"#));
        kept(with(200, "[]"));
    }

    #[test]
    fn an_answer_without_end_is_none() {
        let (mut gathering, request) = (Gathering::default(), Request::get("users", ""));
        for _ in 1..MOST_PAGES {
            let taken = gathering.take(HOST, &request, page(&[], Some("again")));
            assert!(matches!(taken, Gathered::More(_)));
        }
        let taken = gathering.take(HOST, &request, page(&[], Some("again")));
        assert_eq!(taken, Gathered::Whole(answered("")));
    }

    fn answered(body: &str) -> Response {
        Response { status: 200, headers: Vec::new(), body: body.as_bytes().to_vec() }
    }
}
