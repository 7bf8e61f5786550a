//! Seeds where none belong: they are looked for by their value, whatever carries them and however it is typed.

use seedferry_core::{
    encoding::{write_base32, write_hex},
    graph::{Body, Request, request::DEVICES},
    secret::Seed,
};
use zeroize::Zeroizing;

use crate::create::body_of;

/// Seeds that may reach a tenant as the `secretKey` of a token that is created, and in no other way.
#[derive(Default)]
pub(crate) struct Guard {
    /// In Base32 and hex, in lower case.
    spellings: Vec<Zeroizing<String>>,
    /// The length of the shortest of them.
    shortest: usize,
}

impl Guard {
    /// Those of these tokens, from now on.
    pub(crate) fn of<'a>(seeds: impl Iterator<Item = &'a Seed>) -> Self {
        let lower = |text: Zeroizing<String>| Zeroizing::new(text.to_ascii_lowercase());
        let spellings: Vec<_> =
            seeds.flat_map(|seed| [write_base32(seed), write_hex(seed)].map(lower)).collect();
        let shortest = spellings.iter().map(|spelling| spelling.len()).min().unwrap_or(usize::MAX);
        Self { spellings, shortest }
    }

    /// Whether a seed stands where none belongs: in the address, in a header, or in the body beside the `secretKey` of what
    /// is created.
    pub(crate) fn is_broken_by(&self, request: &Request) -> bool {
        if self.spellings.is_empty() {
            return false;
        }
        let headers = request.headers.iter().map(|(_, value)| value.as_str());
        self.is_in(&request.path)
            || self.is_in(&request.query)
            || headers.into_iter().any(|value| self.is_in(value))
            || request.body.as_ref().is_some_and(|body| self.is_in(&beside_keys(request, body)))
    }

    /// Text without a word that is long enough holds none: most text is looked through once.
    fn is_in(&self, text: &str) -> bool {
        let mut words = text.split(|c: char| !c.is_ascii_alphanumeric());
        if !words.any(|word| word.len() >= self.shortest) {
            return false;
        }
        let text = Zeroizing::new(text.to_ascii_lowercase());
        self.spellings.iter().any(|spelling| text.contains(spelling.as_str()))
    }
}

/// Whether a request creates tokens, all of them or those of a `$batch`.
pub(crate) fn creates(request: &Request) -> bool {
    request.writes() && (request.path.ends_with(DEVICES) || request.path.ends_with("$batch"))
}

/// The body without the keys of what it creates.
fn beside_keys(request: &Request, body: &Body) -> Zeroizing<String> {
    if !creates(request) {
        return Zeroizing::new(String::from_utf8_lossy(body.bytes()).into_owned());
    }
    Zeroizing::new(body_of(request).without_keys().to_string())
}
