//! A container whose end is missing, because it was cut on its way: read as if it ended after its last whole element, where
//! the user says so.

use core::ops::Range;

use zeroize::Zeroizing;

/// A container that got an end.
pub(super) struct Mended {
    /// The whole of it.
    pub(super) text: Zeroizing<String>,
    /// Whether something stood behind the last whole element.
    pub(super) is_cut_inside: bool,
}

/// Ends a container after the last whole element below its root. `None` where it has an end, or nothing below the root is
/// whole. Nothing but markup is looked at: whether it is well formed is for the parser to say.
pub(super) fn mend(text: &str) -> Option<Mended> {
    let (mut open, mut root, mut end) = (0_usize, None, None);
    for (kind, place) in (Markup { text, at: 0 }) {
        if kind == Kind::Start && open == 0 {
            root = text.get(place.clone());
        }
        open = match kind {
            Kind::Start => open.checked_add(1)?,
            Kind::End => open.checked_sub(1)?,
            Kind::Lone | Kind::Other => open,
        };
        match open {
            0 if root.is_some() => return None,
            1 if kind != Kind::Start => end = Some(place.end),
            _ => {}
        }
    }
    let (kept, rest) = text.split_at_checked(end?)?;
    let name = root?.trim_start_matches('<').split(|c: char| c.is_ascii_whitespace() || c == '>').next()?;
    let text = Zeroizing::new([kept, "\n</", name, ">"].concat());
    Some(Mended { text, is_cut_inside: !rest.trim().is_empty() })
}

/// What a piece of markup is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// The start of an element.
    Start,
    /// The end of an element.
    End,
    /// An element without content.
    Lone,
    /// A comment, a declaration, or text that is none of markup.
    Other,
}

/// The pieces of markup of a text, each as far as it is whole.
struct Markup<'t> {
    text: &'t str,
    at: usize,
}

impl Iterator for Markup<'_> {
    type Item = (Kind, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.text.get(self.at..)?;
        let start = rest.find('<')?;
        let markup = rest.get(start..)?;
        let ends = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")];
        let other = ends.into_iter().find(|(start, _)| markup.starts_with(start));
        let length = match other {
            Some((start, end)) => start.len() + markup.get(start.len()..)?.find(end)? + end.len(),
            None => length_of_tag(markup)?,
        };
        let tag = markup.get(..length)?;
        let kind = match other {
            Some(_) => Kind::Other,
            None if tag.starts_with("</") => Kind::End,
            None if tag.ends_with("/>") => Kind::Lone,
            None => Kind::Start,
        };
        let from = self.at + start;
        self.at = from + length;
        Some((kind, from..self.at))
    }
}

/// As far as the `>` that stands in no quotation marks.
fn length_of_tag(markup: &str) -> Option<usize> {
    let mut quote = None;
    let end = markup.bytes().position(|byte| {
        match quote {
            Some(mark) if mark == byte => quote = None,
            None if matches!(byte, b'"' | b'\'') => quote = Some(byte),
            _ => {}
        }
        quote.is_none() && byte == b'>'
    })?;
    Some(end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_container_ends_after_its_last_whole_element() {
        let check = |text: &str, expected: Option<(&str, bool)>| {
            let mended = mend(text);
            let got = mended.as_ref().map(|mended| (mended.text.as_str(), mended.is_cut_inside));
            assert_eq!(got, expected, "{text}");
        };
        let whole = Some(("<a><b/>\n</a>", false));
        check("<a><b/>", whole);
        check("<a><b/>\r\n", Some(("<a><b/>\n</a>", false)));
        check("<a><b/><c>", Some(("<a><b/>\n</a>", true)));
        for cut in ["<", "</", "</a", "<!-- ", "<c d='>'", "<c><d/>", "<c>text", "<c><d></d", "text"] {
            check(&format!("<a><b/>{cut}"), Some(("<a><b/>\n</a>", true)));
        }
        check(
            "<?xml version='1.0'?><p:a q='>'><b>></b>",
            Some(("<?xml version='1.0'?><p:a q='>'><b>></b>\n</p:a>", false)),
        );
        check(
            "<a\n b='c'><!-- </a> --><b><![CDATA[</a>]]></b><!-- d -->",
            Some(("<a\n b='c'><!-- </a> --><b><![CDATA[</a>]]></b><!-- d -->\n</a>", false)),
        );
        // It has an end, nothing is whole, or there is no container.
        for text in ["<a><b/></a>", "<a/>", "<a></a><b>", "<a>", "<a><b>", "<a", "</a>", "text", ""] {
            check(text, None);
        }
    }
}
