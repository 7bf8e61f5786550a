//! Writes the full delta body, as it is pasted into Graph Explorer.

use seedferry_protocol::Exposed;
use serde::{Serialize, Serializer, ser::SerializeSeq};

use super::super::{output::Output, value::is_object_id};
use crate::{
    encoding::write_base32,
    secret::Seed,
    token::{HashFunction, Token},
};

/// Room for an ordinary element, in bytes.
const ELEMENT: usize = 320;

/// The body with these tokens, numbered from 1; one without serial number or seed is left out.
pub(crate) fn write<'a>(tokens: impl ExactSizeIterator<Item = &'a Token> + Clone) -> Exposed {
    write_with(tokens, Key::Shown)
}

/// The same body to look at, with dots in place of seeds.
pub(crate) fn write_masked<'a>(tokens: impl ExactSizeIterator<Item = &'a Token> + Clone) -> String {
    // EXPOSE: nothing secret is in it, because every seed is masked.
    String::from_utf8_lossy(write_with(tokens, |_| Key::Masked).expose()).into_owned()
}

fn write_with<'a>(
    tokens: impl ExactSizeIterator<Item = &'a Token> + Clone,
    key: fn(&'a Seed) -> Key<'a>,
) -> Exposed {
    let mut output = Output::with_capacity(tokens.len().saturating_mul(ELEMENT));
    let body = Body { context: "#$delta", value: Elements(tokens, key) };
    // Writing into memory does not fail, and no type below refuses to be written.
    let _ = serde_json::to_writer_pretty(&mut output, &body);
    output.push("\n");
    output.finish()
}

/// The body that creates one token; empty when it has no serial number or seed.
pub(crate) fn write_one(token: &Token) -> Exposed {
    let mut output = Output::with_capacity(ELEMENT);
    if let Some(element) = Element::of(token, Key::Shown) {
        // Writing into memory does not fail, and no type below refuses to be written.
        let _ = serde_json::to_writer(&mut output, &element);
    }
    output.finish()
}

/// The body of a `$batch` that creates these tokens one by one, numbered from 1.
pub(crate) fn write_singles<'a>(tokens: impl ExactSizeIterator<Item = &'a Token>, url: &str) -> Exposed {
    let mut output = Output::with_capacity(tokens.len().saturating_mul(ELEMENT));
    let single = |(number, token)| {
        let body = Element::of(token, Key::Shown)?;
        Some(Single { id: u32::to_string(&number), method: "POST", url, headers: Headers::JSON, body })
    };
    let requests = (1..).zip(tokens).filter_map(single).collect();
    // Writing into memory does not fail, and no type below refuses to be written.
    let _ = serde_json::to_writer(&mut output, &Singles { requests });
    output.finish()
}

#[derive(Serialize)]
struct Singles<'a> {
    requests: Vec<Single<'a>>,
}

#[derive(Serialize)]
struct Single<'a> {
    id: String,
    method: &'static str,
    url: &'a str,
    headers: Headers,
    body: Element<'a>,
}

#[derive(Serialize)]
struct Headers {
    #[serde(rename = "Content-Type")]
    content_type: &'static str,
}

impl Headers {
    const JSON: Self = Self { content_type: "application/json" };
}

#[derive(Serialize)]
struct Body<T: Serialize> {
    #[serde(rename = "@context")]
    context: &'static str,
    value: T,
}

struct Elements<'a, T>(T, fn(&'a Seed) -> Key<'a>);

impl<'a, T: Iterator<Item = &'a Token> + Clone> Serialize for Elements<'a, T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut sequence = to.serialize_seq(None)?;
        for (number, element) in (1_u32..).zip(self.0.clone().filter_map(|token| Element::of(token, self.1)))
        {
            sequence.serialize_element(&Element { content_id: Some(number.to_string()), ..element })?;
        }
        sequence.end()
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Element<'a> {
    #[serde(rename = "@contentId", skip_serializing_if = "Option::is_none")]
    content_id: Option<String>,
    serial_number: &'a str,
    manufacturer: &'a str,
    model: &'a str,
    secret_key: Key<'a>,
    time_interval_in_seconds: u32,
    hash_function: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    display_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    assign_to: Option<Identity<'a>>,
}

#[derive(Serialize)]
struct Identity<'a> {
    id: &'a str,
}

impl<'a> Element<'a> {
    fn of(token: &'a Token, key: fn(&'a Seed) -> Key<'a>) -> Option<Self> {
        Some(Self {
            content_id: None,
            serial_number: token.serial.as_ref()?.as_str(),
            manufacturer: token.manufacturer.as_deref().unwrap_or_default(),
            model: token.model.as_deref().unwrap_or_default(),
            secret_key: key(token.seed.as_ref()?),
            time_interval_in_seconds: token.interval_or_assumed().0.seconds(),
            hash_function: hash_name(token.hash_or_assumed().0),
            display_name: token.display_name.as_deref(),
            assign_to: token.assign_to.as_deref().filter(|id| is_object_id(id)).map(|id| Identity { id }),
        })
    }
}

pub(crate) fn hash_name(hash: HashFunction) -> String {
    format!("hmac{}", hash.id())
}

/// A seed in Base32, or dots.
enum Key<'a> {
    Shown(&'a Seed),
    Masked,
}

impl Serialize for Key<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Shown(seed) => to.serialize_str(&write_base32(seed)),
            Self::Masked => to.serialize_str("••••••••"),
        }
    }
}
