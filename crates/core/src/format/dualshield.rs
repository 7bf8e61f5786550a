//! DualShield XML, as Deepnet's console imports it: one header with what all tokens share, then serial and seed.

use std::borrow::Cow;

use roxmltree::Node;
use seedferry_protocol::{Exposed, SeedText};

use super::{
    Parsed,
    draft::Draft,
    field::Field,
    output::Output,
    seed_column::SeedColumn,
    unkept::Unkept,
    value::quotable,
    xml::{child, child_text, document, escape, is_named, tokens},
};
use crate::{
    diagnostic::{Diagnostic, FileProblem, Place, SeedProblem},
    encoding::{SeedEncoding, write_as},
    envelope::Cause,
    token::{OathType, Origin, Token},
};

/// Elements of the header, and what they say. `synchronisation` is the time interval in files for Google
/// Authenticator, where `timeWindow` is missing.
const HEADER: [(&str, Field); 6] = [
    ("manufacturerCode", Field::Manufacturer),
    ("productCode", Field::Model),
    ("timeWindow", Field::Interval),
    ("synchronisation", Field::Interval),
    ("digits", Field::Digits),
    ("crypto", Field::Hash),
];

/// Longest value that is quoted, in characters.
const LONGEST_QUOTE: usize = 20;

/// Other elements of the header that are read.
const READ_TOO: [&str; 2] = ["encrypt", "encode"];

/// Product code of lists that hold ids of devices and no seeds.
const DEVICE_IDS: &str = "ASDID";

/// Product codes of event-based tokens, as far as they are known: nothing else in a file tells them.
const EVENT_CODES: [&str; 1] = ["SE"];

/// Reads the document.
pub(super) fn parse(text: &str, column: SeedColumn) -> Result<Parsed, Cause> {
    let document = document(text)?;
    let root = document.root_element();
    let header = child(root, "header").ok_or_else(|| missing("header"))?;
    child(root, "tokens").ok_or_else(|| missing("tokens"))?;
    refuse_headers(root)?;
    refuse_encrypted(header)?;
    refuse_device_ids(header)?;
    let lists = root.children().filter(|list| is_named(*list, "tokens"));
    let elements = tokens(lists.flat_map(|list| list.children()), "token")?;
    let source = column.source;
    let mut findings = Vec::new();
    let seeds: Vec<_> = elements.iter().map(|element| child_text(*element, "seed")).collect();
    let encoding = encoding(header, &seeds, column, &mut findings);
    let mut shared = shared(header);
    findings.extend(contradiction(header).map(|problem| Diagnostic::new(Place::file(source), problem)));
    findings.extend(told_type(&mut shared).map(|problem| Diagnostic::new(Place::file(source), problem)));
    findings.extend(unkept(header, &elements).findings(source));
    let tokens = (1..).zip(elements.iter().zip(&seeds)).map(|(row, (element, seed))| {
        token(*element, seed, &shared, encoding, Draft::new(Origin { source, row }, &mut findings))
    });
    let tokens = tokens.collect();
    Ok(Parsed { tokens, findings, encoding: Some(encoding), ..Parsed::default() })
}

fn missing(element: &str) -> Cause {
    Cause::NotASeedFile(format!("An XML file like DualShield's, without the element “{element}”"))
}

/// A header holds for all tokens; of two, which one holds for which does not show.
fn refuse_headers(root: Node<'_, '_>) -> Result<(), Cause> {
    match root.children().filter(|node| is_named(*node, "header")).count() {
        0 | 1 => Ok(()),
        count => Err(Cause::Unsupported {
            what: format!("DualShield XML with {count} headers"),
            remedy: "A header holds for all tokens of its file: ask the vendor for a file for each"
                .to_owned(),
        }),
    }
}

fn refuse_encrypted(header: Node<'_, '_>) -> Result<(), Cause> {
    let method = child_text(header, "encrypt");
    if method.is_empty() || method.eq_ignore_ascii_case("NONE") {
        return Ok(());
    }
    let method: String = method.chars().take(20).collect();
    Err(Cause::Unsupported {
        what: format!("Encryption inside DualShield XML ({method})"),
        remedy: "Only DualShield itself can open it: ask the vendor for a file with encrypt set to NONE"
            .to_owned(),
    })
}

/// Lists of the ids of phones and tablets for `ActiveSync` look like seed files.
fn refuse_device_ids(header: Node<'_, '_>) -> Result<(), Cause> {
    if !child_text(header, "productCode").eq_ignore_ascii_case(DEVICE_IDS) {
        return Ok(());
    }
    Err(Cause::Unsupported {
        what: format!("DualShield's list of device ids ({DEVICE_IDS})"),
        remedy: "It holds the ids of devices for ActiveSync and no seeds: ask the vendor for the file of the hardware tokens"
            .to_owned(),
    })
}

/// The header says the encoding; where it does not, the seeds tell.
fn encoding(
    header: Node<'_, '_>,
    seeds: &[Cow<'_, str>],
    column: SeedColumn,
    findings: &mut Vec<Diagnostic>,
) -> SeedEncoding {
    let named = child_text(header, "encode");
    column.said.or_else(|| SeedEncoding::named(&named)).unwrap_or_else(|| {
        let taken = column.decide(seeds.iter().map(|seed| &**seed), SeedEncoding::Hex, findings);
        let problem = match &*named {
            "" => SeedProblem::EncodingNotSaid { taken },
            named => SeedProblem::EncodingUnknown { named: told(named), taken },
        };
        findings.push(Diagnostic::new(Place::file(column.source), problem));
        taken
    })
}

/// What the header says for all tokens; each field once.
fn shared<'a>(header: Node<'a, '_>) -> Vec<(Field, Cow<'a, str>)> {
    let mut shared: Vec<(Field, Cow<'a, str>)> = Vec::new();
    for (name, field) in HEADER {
        let text = child_text(header, name);
        if !text.is_empty() && shared.iter().all(|(known, _)| *known != field) {
            shared.push((field, text));
        }
    }
    shared
}

/// Two elements say the time interval, and not the same one.
fn contradiction(header: Node<'_, '_>) -> Option<FileProblem> {
    let said = |name: &str| Some(child_text(header, name)).filter(|text| !text.is_empty());
    let [window, step] = ["timeWindow", "synchronisation"];
    let (first, second) = (said(window)?, said(step)?);
    let quoted = |name: &str, text: &str| format!("“{name}” says {}", told(text));
    let (taken, other) = (quoted(window, &first), quoted(step, &second));
    (first != second).then(|| FileProblem::Contradiction {
        taken,
        other,
        field: Field::Interval.name().to_owned(),
    })
}

/// A value of the file as a finding may quote it.
fn told(text: &str) -> String {
    quotable(text).chars().take(LONGEST_QUOTE).collect()
}

/// Puts the type to what is shared where the product's code tells it, and says what was made of it.
fn told_type(shared: &mut Vec<(Field, Cow<'_, str>)>) -> Option<FileProblem> {
    let of = |field: Field| shared.iter().find(|(known, _)| *known == field).map(|(_, text)| text);
    let code =
        of(Field::Model).filter(|code| EVENT_CODES.iter().any(|known| code.eq_ignore_ascii_case(known)));
    let Some(code) = code.map(ToString::to_string) else {
        return of(Field::Interval).is_none().then_some(FileProblem::TypeAssumed);
    };
    // The time window of an event-based token says nothing.
    shared.retain(|(field, _)| *field != Field::Interval);
    shared.push((Field::Type, Cow::Borrowed("hotp")));
    Some(FileProblem::TypeFromCode { code })
}

/// Elements of the header and of tokens that are not read.
fn unkept(header: Node<'_, '_>, elements: &[Node<'_, '_>]) -> Unkept {
    let mut unkept = Unkept::default();
    let is_read = |node: &Node<'_, '_>| {
        HEADER.iter().map(|(name, _)| name).chain(&READ_TOO).any(|name| is_named(*node, name))
    };
    unkept.children(header, is_read);
    let is_of_token = |node: &Node<'_, '_>| is_named(*node, "serial") || is_named(*node, "seed");
    for (row, element) in (1..).zip(elements) {
        unkept.children_in(row, *element, is_of_token);
    }
    unkept
}

fn token(
    element: Node<'_, '_>,
    seed: &str,
    shared: &[(Field, Cow<'_, str>)],
    encoding: SeedEncoding,
    mut draft: Draft<'_>,
) -> Token {
    let serial = child_text(element, "serial");
    draft.take(Field::Serial, &serial);
    draft.take_seed(seed, encoding);
    for (field, text) in shared {
        draft.take(*field, text);
    }
    draft.finish(!serial.is_empty())
}

/// Room for an ordinary token, in bytes.
const ELEMENT: usize = 128;

/// Writes tokens that share everything the header says; one without serial number or seed is left out.
pub(crate) fn write(tokens: &[&Token], maker: &str, product: &str, text: SeedText) -> Exposed {
    let mut output = Output::with_capacity(tokens.len().saturating_mul(ELEMENT));
    output.push("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<data>\r\n <header>\r\n");
    let Some(first) = tokens.first() else {
        return output.finish();
    };
    let is_event_based = first.oath_type == OathType::Hotp;
    let header = header(first, maker, product, text).into_iter();
    for (name, value) in header.filter(|(name, _)| !is_event_based || *name != "timeWindow") {
        output.push(&format!("  <{name}>{}</{name}>\r\n", escape(&value)));
    }
    output.push(" </header>\r\n <tokens>\r\n");
    for (serial, seed) in tokens.iter().filter_map(|token| token.serial.as_ref().zip(token.seed.as_ref())) {
        output.push("  <token><serial>");
        output.push(&escape(serial.as_str()));
        output.push("</serial><seed>");
        output.push(&write_as(seed, text));
        output.push("</seed></token>\r\n");
    }
    output.push(" </tokens>\r\n</data>\r\n");
    output.finish()
}

fn header(
    token: &Token,
    maker: &str,
    product: &str,
    text: SeedText,
) -> [(&'static str, Cow<'static, str>); 7] {
    [
        ("manufacturerCode", maker.to_owned().into()),
        ("productCode", product.to_owned().into()),
        ("encrypt", "NONE".into()),
        ("encode", text.name().to_uppercase().into()),
        ("digits", token.digits_or_assumed().0.get().to_string().into()),
        ("timeWindow", token.interval_or_assumed().0.seconds().to_string().into()),
        ("crypto", format!("HmacSHA{}", token.hash_or_assumed().0.id().trim_start_matches("sha")).into()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_value_is_cut() {
        let check = |length: usize, kept: usize| assert_eq!(told(&"ä".repeat(length)).chars().count(), kept);
        check(LONGEST_QUOTE, LONGEST_QUOTE);
        check(LONGEST_QUOTE + 1, LONGEST_QUOTE);
    }
}
