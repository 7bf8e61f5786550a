//! SafeNet's XML for eToken PASS, formerly Aladdin's: event-based tokens with the seed in hexadecimal.

use roxmltree::Node;

use super::{
    Parsed,
    draft::Draft,
    field::Field,
    seed_column::SeedColumn,
    unkept::Unkept,
    xml::{attribute, child, child_text, document, is_named, tokens},
};
use crate::{
    encoding::SeedEncoding,
    envelope::Cause,
    token::{Origin, Token},
};

/// Reads the document.
pub(super) fn parse(text: &str, column: SeedColumn) -> Result<Parsed, Cause> {
    let document = document(text)?;
    let elements = tokens(document.root_element(), "Token")?;
    let (source, encoding) = (column.source, column.or(SeedEncoding::Hex));
    let mut findings = unkept(&elements).findings(source).collect::<Vec<_>>();
    let tokens = (1..)
        .zip(elements)
        .map(|(row, element)| token(element, encoding, Draft::new(Origin { source, row }, &mut findings)))
        .collect();
    Ok(Parsed { tokens, findings, encoding: Some(encoding), ..Parsed::default() })
}

/// Elements of tokens and their applications that are not read.
fn unkept(elements: &[Node<'_, '_>]) -> Unkept {
    let mut unkept = Unkept::default();
    for element in elements {
        unkept.children(*element, |node| is_named(*node, "ProductName") || is_named(*node, "Applications"));
        if let Some(application) = application(*element) {
            unkept.children(application, |node| is_named(*node, "Seed") || is_named(*node, "MovingFactor"));
        }
    }
    unkept
}

fn application<'a, 'i>(element: Node<'a, 'i>) -> Option<Node<'a, 'i>> {
    child(element, "Applications").and_then(|list| child(list, "Application"))
}

fn token(element: Node<'_, '_>, encoding: SeedEncoding, mut draft: Draft<'_>) -> Token {
    let serial = attribute(element, "serial").unwrap_or_default();
    draft.take(Field::Serial, serial);
    draft.take(Field::Type, "hotp");
    draft.take(Field::Model, &child_text(element, "ProductName"));
    let application = application(element);
    let seed = application.map(|application| child_text(application, "Seed")).unwrap_or_default();
    draft.take_seed(&seed, encoding);
    let counter = application.map(|application| child_text(application, "MovingFactor"));
    draft.take(Field::Counter, &counter.unwrap_or_default());
    draft.finish(!serial.is_empty())
}
