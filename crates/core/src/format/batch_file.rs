//! Batch files: the tokens of an open batch with all that is known of them and was done to them, so that somebody goes
//! on with it another day or elsewhere.
//!
//! A document of this page's own, read strictly: what it does not know, it refuses, and nothing is guessed.

use std::{borrow::Cow, collections::HashMap, fmt};

use seedferry_protocol::{EditedFields, Exposed, UploadResult};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{FileFormat, MAX_TOKENS, Parsed};
use crate::{
    diagnostic::{Diagnostic, Place, Problem, SeedProblem},
    encoding::{self, SeedEncoding},
    envelope::Cause,
    secret::Seed,
    token::{
        Batch, Carried, Digits, HashFunction, Interval, OathType, Origin, SerialNumber, SourceFile, Token,
    },
};

/// What the file says it is.
const KIND: &str = "batch";

/// The version of its layout. Another one is not read.
const VERSION: u32 = 1;

/// How much of a file is looked at for what it says it is, in bytes.
const LOOKED_AT: usize = 256;

/// Most files that the tokens may have come from.
pub const MAX_SOURCES: usize = 10_000;

/// Most results of uploads.
pub const MAX_RESULTS: usize = 100;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document<'a> {
    #[serde(borrow)]
    seedferry: Cow<'a, str>,
    version: u32,
    sources: Vec<Source<'a>>,
    tokens: Vec<Item<'a>>,
    findings: Vec<Finding<'a>>,
    results: Vec<UploadResult>,
    /// UPN and serial number.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pairs: Vec<(String, String)>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Source<'a> {
    #[serde(borrow)]
    name: Cow<'a, str>,
    format: Cow<'a, str>,
    encoding: Option<SeedEncoding>,
}

/// A token. What no file said is not there.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Item<'a> {
    source: u32,
    row: u32,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    serial: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    seed: Option<SeedText<'a>>,
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    seed_left_out: bool,
    oath_type: OathType,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    hash: Option<HashFunction>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    digits: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    interval: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    counter: Option<u64>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    manufacturer: Option<Cow<'a, str>>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    model: Option<Cow<'a, str>>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    upn: Option<Cow<'a, str>>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    assign_to: Option<Cow<'a, str>>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    display_name: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    edited: Option<EditedFields>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Finding<'a> {
    source: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    row: Option<u32>,
    problem: Cow<'a, Problem>,
}

/// A seed in Base32.
struct SeedText<'a>(Cow<'a, Seed>);

impl Serialize for SeedText<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&encoding::write_base32(&self.0))
    }
}

impl<'de> Deserialize<'de> for SeedText<'_> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(SeedVisitor).map(|seed| Self(Cow::Owned(seed)))
    }
}

struct SeedVisitor;

impl de::Visitor<'_> for SeedVisitor {
    type Value = Seed;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a seed in Base32")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Seed, E> {
        let seed = encoding::decode(text, SeedEncoding::Base32).ok().map(|decoded| decoded.seed);
        // Only as it is written: nothing is tidied.
        let seed = seed.filter(|seed| encoding::write_base32(seed).as_str() == text);
        seed.ok_or_else(|| E::custom("no seed"))
    }
}

/// Whether JSON says that it is a batch file.
pub(super) fn recognises(text: &str) -> bool {
    let start = text.as_bytes().get(..LOOKED_AT).unwrap_or(text.as_bytes());
    let bare: Vec<u8> = start.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
    bare.starts_with(b"{\"seedferry\":\"batch\"")
}

/// Writes the tokens with what is known of them in the batch that they are of.
pub(crate) fn write(tokens: &[&Token], whole: &Batch, with_seeds: bool) -> Exposed {
    let edited: HashMap<u32, EditedFields> = whole.carried.edited.iter().copied().collect();
    let edited_of = |token: &Token| {
        let at = whole.token_at(Place::from(&token.origin))?;
        edited.get(&u32::try_from(at).ok()?).copied()
    };
    let places: std::collections::HashSet<Place> =
        tokens.iter().map(|token| Place::from(&token.origin)).collect();
    let is_meant = |finding: &&Diagnostic| finding.place.row.is_none() || places.contains(&finding.place);
    let document = Document {
        seedferry: Cow::Borrowed(KIND),
        version: VERSION,
        sources: whole.sources.iter().map(source).collect(),
        tokens: tokens.iter().map(|token| item(token, edited_of(token), with_seeds)).collect(),
        findings: whole.findings.iter().filter(is_meant).map(finding).collect(),
        results: whole.carried.results.clone(),
        pairs: whole.carried.pairs.clone(),
    };
    // Writing plain data into memory does not fail.
    Exposed::new(serde_json::to_vec(&document).unwrap_or_default())
}

fn source(source: &SourceFile) -> Source<'_> {
    let SourceFile { name, format, encoding } = source;
    Source { name: Cow::Borrowed(name), format: Cow::Borrowed(format.id()), encoding: *encoding }
}

fn finding(finding: &Diagnostic) -> Finding<'_> {
    let Place { source, row } = finding.place;
    Finding { source, row, problem: Cow::Borrowed(&finding.problem) }
}

fn item<'a>(token: &'a Token, edited: Option<EditedFields>, with_seeds: bool) -> Item<'a> {
    let text = |value: &'a Option<String>| value.as_deref().map(Cow::Borrowed);
    let seed = token.seed.as_ref().filter(|_| with_seeds);
    Item {
        source: token.origin.source,
        row: token.origin.row,
        serial: token.serial.as_ref().map(|serial| Cow::Borrowed(serial.as_str())),
        seed: seed.map(|seed| SeedText(Cow::Borrowed(seed))),
        seed_left_out: token.seed.is_some() && !with_seeds,
        oath_type: token.oath_type.clone(),
        hash: token.hash,
        digits: token.digits.map(Digits::get),
        interval: token.interval.map(Interval::seconds),
        counter: token.counter,
        manufacturer: text(&token.manufacturer),
        model: text(&token.model),
        upn: text(&token.upn),
        assign_to: text(&token.assign_to),
        display_name: text(&token.display_name),
        edited,
    }
}

/// Reads a batch file. Tokens and findings name its own files, in `sources`.
pub(super) fn parse(text: &str) -> Result<Parsed, Cause> {
    if let Some(cause) = other_version(text) {
        return Err(cause);
    }
    let document: Document<'_> = serde_json::from_str(text.trim()).map_err(|error| cause(&error))?;
    if document.tokens.is_empty() {
        return Err(Cause::NoTokens);
    }
    let too_many = [
        (document.tokens.len(), MAX_TOKENS, "tokens"),
        (document.sources.len(), MAX_SOURCES, "files"),
        (document.results.len(), MAX_RESULTS, "results of uploads"),
        (document.pairs.len(), MAX_TOKENS, "people with tokens"),
    ];
    if let Some((_, most, what)) = too_many.into_iter().find(|(count, most, _)| count > most) {
        return Err(Cause::TooLarge(format!("It has more than {most} {what}")));
    }
    parsed(document).ok_or_else(altered)
}

fn parsed(document: Document<'_>) -> Option<Parsed> {
    let mut parsed = Parsed::default();
    for Source { name, format, encoding } in document.sources {
        let format = FileFormat::from_id(&format)?;
        parsed.sources.push(SourceFile { name: name.into_owned(), format, encoding });
    }
    let sources = parsed.sources.len();
    let is_there = |source: u32| usize::try_from(source).is_ok_and(|source| source < sources);
    let mut left_out = Vec::new();
    for (at, item) in (0_u32..).zip(document.tokens) {
        let (edited, was_left_out) = (item.edited, item.seed_left_out);
        let token = token(item)?;
        // A batch is searched by halves.
        let last = parsed.tokens.last().map(|token: &Token| (token.origin.source, token.origin.row));
        if !is_there(token.origin.source) || last >= Some((token.origin.source, token.origin.row)) {
            return None;
        }
        parsed.carried.edited.extend(edited.map(|edited| (at, edited)));
        if was_left_out {
            left_out.push(Diagnostic::new(Place::from(&token.origin), SeedProblem::LeftOut));
        }
        parsed.tokens.push(token);
    }
    for Finding { source, row, problem } in document.findings {
        let place = is_there(source).then_some(Place { source, row })?;
        parsed.findings.push(Diagnostic::new(place, problem.into_owned()));
    }
    parsed.findings.append(&mut left_out);
    parsed.carried = Carried { results: document.results, pairs: document.pairs, ..parsed.carried };
    Some(parsed)
}

/// `None` when a value is none that a token can have.
fn token(item: Item<'_>) -> Option<Token> {
    if item.seed_left_out && item.seed.is_some() {
        return None;
    }
    let text = |value: Option<Cow<'_, str>>| value.map(Cow::into_owned);
    let serial = match item.serial {
        Some(text) => Some(SerialNumber::parse(&text).filter(|serial| serial.as_str() == text)?),
        None => None,
    };
    let digits = match item.digits {
        Some(digits) => Some(Digits::new(digits)?),
        None => None,
    };
    let interval = match item.interval {
        Some(seconds) => Some(Interval::new(seconds)?),
        None => None,
    };
    Some(Token {
        serial,
        seed: item.seed.map(|seed| seed.0.into_owned()),
        oath_type: item.oath_type,
        // Its findings and its edited fields tell: they are looked at when all is read.
        type_assumed: false,
        hash: item.hash,
        digits,
        interval,
        counter: item.counter,
        manufacturer: text(item.manufacturer),
        model: text(item.model),
        upn: text(item.upn),
        assign_to: text(item.assign_to),
        display_name: text(item.display_name),
        origin: Origin { source: item.source, row: item.row },
    })
}

/// Of another version only this is known.
#[derive(Deserialize)]
struct Head<'a> {
    #[serde(borrow)]
    seedferry: Cow<'a, str>,
    version: u32,
}

fn other_version(text: &str) -> Option<Cause> {
    let head: Head<'_> = serde_json::from_str(text.trim()).ok()?;
    (head.seedferry == KIND && head.version != VERSION).then(|| Cause::Unsupported {
        what: format!("Version {} of batch files", head.version),
        remedy: "Open it with the version of this page that saved it, or load the newest version".to_owned(),
    })
}

/// What the JSON reader complains of, without its words: they may quote the file.
fn cause(error: &serde_json::Error) -> Cause {
    if error.is_eof() {
        return Cause::Damaged("The batch file breaks off".to_owned());
    }
    altered()
}

fn altered() -> Cause {
    Cause::Damaged("The batch file was altered after it was saved".to_owned())
}
