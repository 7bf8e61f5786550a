//! Values of a file that no token has a place for: each name is said once for the whole file, with the rows that have it.

use std::borrow::Cow;

use roxmltree::Node;

use super::{
    value::has_shape_of_seed,
    xml::{is_named, text},
};
use crate::diagnostic::{Diagnostic, FileProblem, Place};

/// Most names that are told of one file.
const MOST_NAMES: usize = 32;

/// What the names beyond these are called.
const OTHERS: &str = "names beside these";

/// Longest part of a name that is told, in characters.
const LONGEST_NAME: usize = 60;

/// What was met so far.
#[derive(Default)]
pub(super) struct Unkept {
    /// Each with the rows or elements that have it; none where it is said of the whole file.
    names: Vec<(String, Vec<u32>)>,
}

impl Unkept {
    /// Takes note of a value of a row or element, as [`Unkept::name_in`]; an empty one is none.
    pub(super) fn value_in(&mut self, row: u32, name: &str, value: &str) {
        if !value.trim().is_empty() {
            self.name_in(row, name);
        }
    }

    /// Takes note of a name of the whole file, or of its place among the others.
    pub(super) fn name(&mut self, name: &str) {
        self.rows(name);
    }

    /// Takes note of a name in a row or element. Rows come in order.
    pub(super) fn name_in(&mut self, row: u32, name: &str) {
        if let Some(rows) = self.rows(name).filter(|rows| rows.last() != Some(&row)) {
            rows.push(row);
        }
    }

    /// The rows with that name, or with one of those that are too many to be told of.
    fn rows(&mut self, name: &str) -> Option<&mut Vec<u32>> {
        let known = self.names.iter().position(|(known, _)| known == name);
        let place = known.unwrap_or(self.names.len()).min(MOST_NAMES);
        if place == self.names.len() {
            let name = if place < MOST_NAMES { name } else { OTHERS };
            self.names.push((name.to_owned(), Vec::new()));
        }
        self.names.get_mut(place).map(|(_, rows)| rows)
    }

    /// Takes note of the child elements of an element that speaks of the whole file, but for those that are read: the first
    /// of each name.
    pub(super) fn children(&mut self, element: Node<'_, '_>, is_read: impl Fn(&Node<'_, '_>) -> bool) {
        for name in others(element, is_read) {
            self.name(&name);
        }
    }

    /// As [`Unkept::children`], of an element that is a row or part of one.
    pub(super) fn children_in(
        &mut self,
        row: u32,
        element: Node<'_, '_>,
        is_read: impl Fn(&Node<'_, '_>) -> bool,
    ) {
        for name in others(element, is_read) {
            self.name_in(row, &name);
        }
    }

    /// The findings about the file.
    pub(super) fn findings(self, source: u32) -> impl Iterator<Item = Diagnostic> {
        let problem =
            |(name, rows): (String, Vec<u32>)| FileProblem::ColumnUnknown { name: told(&name), rows };
        self.names.into_iter().map(move |name| Diagnostic::new(Place::file(source), problem(name)))
    }

    /// The findings about the file, where the names are of columns that say what others say.
    pub(super) fn findings_of_doubles(self, source: u32) -> impl Iterator<Item = Diagnostic> {
        let problem = |(name, rows): (String, Vec<u32>)| FileProblem::ColumnTwice { name: told(&name), rows };
        self.names.into_iter().map(move |name| Diagnostic::new(Place::file(source), problem(name)))
    }
}

/// The names of the child elements of an element that say something, but for those that are read. Of several with one
/// name the first is read; another one that says the same is none.
fn others<'a, 'i: 'a>(
    element: Node<'a, 'i>,
    is_read: impl Fn(&Node<'_, '_>) -> bool,
) -> impl Iterator<Item = Cow<'a, str>> {
    element.children().filter(Node::is_element).filter_map(move |child| {
        let name = child.tag_name().name();
        if is_read(&child) {
            return is_another(child).then(|| Cow::Owned(format!("another {name}")));
        }
        (!text(child).trim().is_empty()).then_some(Cow::Borrowed(name))
    })
}

/// Whether an element says something else than the first one of its name beside it.
pub(super) fn is_another(element: Node<'_, '_>) -> bool {
    let siblings = element.parent().into_iter().flat_map(|parent| parent.children());
    let first = siblings
        .take_while(|other| *other != element)
        .find(|other| is_named(*other, element.tag_name().name()));
    let has_inner = || element.children().any(|child| child.is_element());
    first.is_some_and(|first| has_inner() || text(first) != text(element))
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
            unkept.name(name);
        }
        unkept.value_in(1, "empty", " ");
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
        let many: Vec<_> = (0..MOST_NAMES + 2).map(|number| number.to_string()).collect();
        let told = many.iter().take(MOST_NAMES).map(String::as_str);
        check(&many, &told.chain([OTHERS]).collect::<Vec<_>>());
    }
}
