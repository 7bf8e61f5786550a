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
    let elements = tokens(document.root_element().children(), "Token")?;
    let (source, encoding) = (column.source, column.or(SeedEncoding::Hex));
    let seeds: Vec<_> = elements.into_iter().flat_map(seeds).collect();
    let mut findings = unkept(&seeds).findings(source).collect::<Vec<_>>();
    let tokens = (1..)
        .zip(seeds)
        .map(|(row, seed)| token(seed, encoding, Draft::new(Origin { source, row }, &mut findings)))
        .collect();
    Ok(Parsed { tokens, findings, encoding: Some(encoding), ..Parsed::default() })
}

/// Elements of devices and their applications that are not read: what is said of a device is said of each of its seeds.
fn unkept(seeds: &[Holder<'_, '_>]) -> Unkept {
    let mut unkept = Unkept::default();
    for (row, (element, application)) in (1..).zip(seeds) {
        let is_read = |node: &Node<'_, '_>| is_named(*node, "ProductName") || is_named(*node, "Applications");
        unkept.children_in(row, *element, is_read);
        if let Some(application) = application {
            let is_read = |node: &Node<'_, '_>| is_named(*node, "Seed") || is_named(*node, "MovingFactor");
            unkept.children_in(row, *application, is_read);
        }
    }
    unkept
}

fn applications<'a, 'i: 'a>(element: Node<'a, 'i>) -> impl Iterator<Item = Node<'a, 'i>> {
    let lists = child(element, "Applications").into_iter();
    lists.flat_map(|list| list.children()).filter(|node| is_named(*node, "Application"))
}

/// A device with one of its applications, each of which has a seed of its own.
type Holder<'a, 'i> = (Node<'a, 'i>, Option<Node<'a, 'i>>);

/// The seeds of a device; one without any is told of.
fn seeds<'a, 'i: 'a>(element: Node<'a, 'i>) -> Vec<Holder<'a, 'i>> {
    let seeds: Vec<_> = applications(element).map(|application| (element, Some(application))).collect();
    if seeds.is_empty() { vec![(element, None)] } else { seeds }
}

fn token((element, application): Holder<'_, '_>, encoding: SeedEncoding, mut draft: Draft<'_>) -> Token {
    let serial = attribute(element, "serial").unwrap_or_default();
    draft.take(Field::Serial, serial);
    draft.take(Field::Type, "hotp");
    draft.take(Field::Model, &child_text(element, "ProductName"));
    let seed = application.map(|application| child_text(application, "Seed")).unwrap_or_default();
    draft.take_seed(&seed, encoding);
    let counter = application.map(|application| child_text(application, "MovingFactor"));
    draft.take(Field::Counter, &counter.unwrap_or_default());
    draft.finish(!serial.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(applications: &[&str], expected: &[bool]) {
        let application = |seed: &&str| {
            format!("<Application><Seed>{seed}</Seed><MovingFactor>1</MovingFactor></Application>")
        };
        let list: String = applications.iter().map(application).collect();
        let text =
            format!("<Tokens><Token serial=\"T1\"><Applications>{list}</Applications></Token></Tokens>");
        let tokens = parse(&text, SeedColumn { source: 0, said: None }).unwrap().tokens;
        let rows: Vec<_> = (1..).zip(&tokens).map(|(row, token)| token.origin.row == row).collect();
        assert_eq!(rows, vec![true; expected.len()]);
        assert_eq!(tokens.iter().map(|token| token.seed.is_some()).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn no_seed_of_a_device_is_left_out() {
        let (one, other) =
            ("3132333435363738393031323334353637383930", "3132333435363738393031323334353637383931");
        check(&[], &[false]);
        check(&[one], &[true]);
        check(&[one, other], &[true, true]);
        check(&[one, ""], &[true, false]);
    }
}
