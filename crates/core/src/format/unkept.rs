//! Values of a file that no token has a place for: each name is said once for the whole file.

use roxmltree::Node;

use super::{value::has_shape_of_seed, xml::text};
use crate::diagnostic::{Diagnostic, FileProblem, Place};

/// Most names that are told of one file.
const MOST_NAMES: usize = 32;

/// Longest part of a name that is told, in characters.
const LONGEST_NAME: usize = 60;

/// What was met so far.
#[derive(Default)]
pub(super) struct Unkept {
    /// Each with the rows or elements that have it; none where it is said of the whole file.
    names: Vec<(String, Vec<u32>)>,
}

impl Unkept {
    /// Takes note of a value; an empty one is none.
    pub(super) fn value(&mut self, name: &str, value: &str) {
        if !value.trim().is_empty() {
            self.name(name);
        }
    }

    /// Takes note of a name.
    pub(super) fn name(&mut self, name: &str) {
        self.rows(name);
    }

    /// Takes note of a name in a row or element. Rows come in order.
    pub(super) fn name_in(&mut self, row: u32, name: &str) {
        if let Some(rows) = self.rows(name).filter(|rows| rows.last() != Some(&row)) {
            rows.push(row);
        }
    }

    /// The rows with that name; `None` when there are too many names.
    fn rows(&mut self, name: &str) -> Option<&mut Vec<u32>> {
        let known = self.names.iter().position(|(known, _)| known == name);
        let place = known.unwrap_or(self.names.len());
        if known.is_none() && place < MOST_NAMES {
            self.names.push((name.to_owned(), Vec::new()));
        }
        self.names.get_mut(place).map(|(_, rows)| rows)
    }

    /// Takes note of the child elements of an element, but for those that are read.
    pub(super) fn children(&mut self, element: Node<'_, '_>, is_read: impl Fn(&Node<'_, '_>) -> bool) {
        for child in element.children().filter(|child| child.is_element() && !is_read(child)) {
            self.value(child.tag_name().name(), &text(child));
        }
    }

    /// The findings about the file.
    pub(super) fn findings(self, source: u32) -> impl Iterator<Item = Diagnostic> {
        let problem =
            |(name, rows): (String, Vec<u32>)| FileProblem::ColumnUnknown { name: told(&name), rows };
        self.names.into_iter().map(move |name| Diagnostic::new(Place::file(source), problem(name)))
    }
}

/// The name as a finding may show it: columns that are shifted put a seed where a name belongs.
fn told(name: &str) -> String {
    if has_shape_of_seed(name) {
        return format!("… ({} characters)", name.chars().count());
    }
    name.chars().take(LONGEST_NAME).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(names: &[String], expected: &[&str]) {
        let mut unkept = Unkept::default();
        for name in names {
            unkept.value(name, "x");
        }
        unkept.value("empty", " ");
        let expected: Vec<_> = expected
            .iter()
            .map(|name| FileProblem::ColumnUnknown { name: (*name).to_owned(), rows: Vec::new() }.into())
            .collect();
        assert_eq!(unkept.findings(0).map(|finding| finding.problem).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn each_name_is_told_once_and_within_limits() {
        let long = |length: usize| "n".repeat(length);
        check(&[], &[]);
        check(&["Model".to_owned(), "Model".to_owned()], &["Model"]);
        check(&[long(LONGEST_NAME + 1)], &[&long(LONGEST_NAME)]);
        check(&["GEZDGNBVGY3TQOJQ".to_owned()], &["… (16 characters)"]);
        let many: Vec<_> = (0..=MOST_NAMES).map(|number| number.to_string()).collect();
        let told: Vec<_> = many.iter().take(MOST_NAMES).map(String::as_str).collect();
        check(&many, &told);
    }
}
