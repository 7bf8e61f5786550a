//! XML as vendors write it: names in any case, with or without a namespace. No document types.

use std::borrow::Cow;

use roxmltree::{Document, Error, Node, ParsingOptions};

use super::MAX_TOKENS;
use crate::envelope::Cause;

/// Most nodes of a document: elements, attributes aside, and the texts and blanks between them.
const MAX_NODES: u32 = 60 * 1_000_000;

/// Reads a document.
pub(super) fn document(text: &str) -> Result<Document<'_>, Cause> {
    document_of(text, MAX_NODES)
}

fn document_of(text: &str, nodes_limit: u32) -> Result<Document<'_>, Cause> {
    let options = ParsingOptions { allow_dtd: false, nodes_limit, ..ParsingOptions::default() };
    Document::parse_with_options(text.trim_start(), options).map_err(|error| cause(&error))
}

fn cause(error: &Error) -> Cause {
    match error {
        Error::DtdDetected => Cause::Unsupported {
            what: "XML with a document type".to_owned(),
            remedy: "Seed files have none: ask the vendor for a plain one".to_owned(),
        },
        Error::NodesLimitReached => Cause::TooLarge("It has too many elements".to_owned()),
        _ => Cause::Damaged(format!("The XML is wrong in line {}", error.pos().row)),
    }
}

/// Whether an element has that name, in any case and any namespace.
pub(super) fn is_named(node: Node<'_, '_>, name: &str) -> bool {
    node.is_element() && node.tag_name().name().eq_ignore_ascii_case(name)
}

/// The first child element of that name.
pub(super) fn child<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.children().find(|child| is_named(*child, name))
}

/// All elements of that name, each a token; fails when there are none, or more than a file may have.
pub(super) fn tokens<'a, 'i: 'a>(
    elements: impl Iterator<Item = Node<'a, 'i>>,
    name: &str,
) -> Result<Vec<Node<'a, 'i>>, Cause> {
    let tokens: Vec<_> = elements.filter(|element| is_named(*element, name)).collect();
    match tokens.len() {
        0 => Err(Cause::NoTokens),
        count if count > MAX_TOKENS => Err(Cause::TooLarge(format!("It has more than {MAX_TOKENS} tokens"))),
        _ => Ok(tokens),
    }
}

/// The text of an element without edge blanks; comments do not interrupt it.
pub(super) fn text<'a>(node: Node<'a, '_>) -> Cow<'a, str> {
    let mut pieces = node.children().filter(Node::is_text).filter_map(|piece| piece.text());
    let first = pieces.next().unwrap_or_default();
    match pieces.next() {
        None => Cow::Borrowed(first.trim()),
        Some(second) => {
            let all: String = [first, second].into_iter().chain(pieces).collect();
            Cow::Owned(all.trim().to_owned())
        }
    }
}

/// The text of the first child of that name; empty when there is none.
pub(super) fn child_text<'a>(node: Node<'a, '_>, name: &str) -> Cow<'a, str> {
    child(node, name).map(text).unwrap_or_default()
}

/// An attribute, in any case.
pub(super) fn attribute<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    let mut attributes = node.attributes();
    attributes
        .find(|attribute| attribute.name().eq_ignore_ascii_case(name))
        .map(|attribute| attribute.value())
}

/// Whether XML 1.0 has all characters of a text (section 2.2).
pub(crate) fn is_xml_text(text: &str) -> bool {
    !text.contains(|c: char| {
        (c.is_ascii_control() && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{fffe}' | '\u{ffff}')
    })
}

/// Writes a text as the content of an element.
pub(super) fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '\r']) {
        return Cow::Borrowed(text);
    }
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    Cow::Owned(escaped.replace('\r', "&#13;"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(xml: &str, expected: Result<&str, &str>) {
        let read = document(xml).map(|document| text(document.root_element()).into_owned());
        assert_eq!(
            read.map_err(|cause| cause.kind().to_owned()),
            expected.map(str::to_owned).map_err(str::to_owned)
        );
    }

    #[test]
    fn documents_are_read_without_document_types() {
        check("\n <?xml version=\"1.0\"?><A> a<!-- x -->b </A>", Ok("ab"));
        check("<a><![CDATA[x<y]]></a>", Ok("x<y"));
        check("<a>", Err("damaged"));
        check("<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>", Err("unsupported"));
        check("<a>&x;</a>", Err("damaged"));
        check(&"<a>".repeat(200_000), Err("damaged"));
    }

    #[test]
    fn nodes_have_a_limit() {
        assert_eq!(usize::try_from(MAX_NODES), Ok(60 * MAX_TOKENS), "a token takes up to 60 nodes");
        // The limit itself would take gigabytes. The document counts as a node too.
        let kind = |limit| document_of("<a><b/><c/></a>", limit).err().map(|cause| cause.kind());
        assert_eq!((kind(4), kind(3)), (None, Some("too-large")));
    }
}
