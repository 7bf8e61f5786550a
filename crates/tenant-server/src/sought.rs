//! What the tests look for in requests by its value, such as seeds.

use std::collections::HashSet;

use crate::http::Received;

/// Texts, in lower case: they are found however they are typed.
#[derive(Debug, Default)]
pub(crate) struct Sought(HashSet<String>);

impl Sought {
    pub(crate) fn new(texts: &[String]) -> Self {
        Self(texts.iter().map(|text| text.to_ascii_lowercase()).collect())
    }

    /// The parts of a request in which one of them stands.
    pub(crate) fn places(&self, received: &Received) -> Vec<&'static str> {
        let address = format!("{}?{}", received.path, received.query);
        let headers = received.headers.iter().any(|(_, value)| self.is_in(value));
        let found = [
            ("address", self.is_in(&address)),
            ("headers", headers),
            ("body", self.is_word_of(&received.body)),
        ];
        found.into_iter().filter(|(_, found)| *found).map(|(place, _)| place).collect()
    }

    fn is_in(&self, text: &str) -> bool {
        let text = text.to_ascii_lowercase();
        self.0.iter().any(|sought| text.contains(sought))
    }

    /// A body has many words, and each is looked up once.
    fn is_word_of(&self, body: &[u8]) -> bool {
        let body = String::from_utf8_lossy(body).to_ascii_lowercase();
        body.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| self.0.contains(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: &str, header: &str, body: &str, places: &[&str]) {
        let received = Received {
            method: "GET".to_owned(),
            path: path.to_owned(),
            query: String::new(),
            headers: vec![("client-request-id".to_owned(), header.to_owned())],
            body: body.as_bytes().to_vec(),
        };
        assert_eq!(Sought::new(&["GEZDGNBVGY3TQOJQ".to_owned()]).places(&received), places);
    }

    #[test]
    fn it_is_found_wherever_it_stands() {
        check("/beta", "1", "{}", &[]);
        check("/beta/%27gezdgnbvgy3tqojq%27", "1", "{}", &["address"]);
        check("/beta", "x-GEZDGNBVGY3TQOJQ", "{}", &["headers"]);
        check("/beta", "1", r#"{"secretKey":"GEZDGNBVGY3TQOJQ"}"#, &["body"]);
    }
}
