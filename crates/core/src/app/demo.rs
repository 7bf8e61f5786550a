//! DEMO on what leaves the demo: in the name of every file, and within, where the format has a place for words that no
//! reader takes for a value. What has none is listed in `docs/demo.md`.

use seedferry_protocol::Exposed;

use super::Model;

/// Stands before the name of every file.
const MARK: &str = "DEMO-";
/// What is said within.
const WORDS: &str = "DEMO: made in Seedferry's demo tenant, which does not exist";
/// The further column of a table: its head, and its cells.
const COLUMN: [&str; 2] = ["Tenant", "DEMO"];

/// Whether this is the demo, and what it warns of.
#[derive(Default)]
pub(super) struct Demo {
    is_on: bool,
    /// A file was opened that is not one of the samples.
    pub(super) foreign: bool,
}

impl Demo {
    /// The same after everything was wiped.
    pub(super) fn anew(&self) -> Self {
        Self { is_on: self.is_on, foreign: false }
    }
}

/// The name under which a file leaves the demo, marked once.
fn demo_name(name: &str) -> String {
    if name.starts_with(MARK) { name.to_owned() } else { format!("{MARK}{name}") }
}

impl Model {
    /// The same as the model of a demo.
    #[must_use]
    pub fn in_demo(mut self) -> Self {
        self.demo.is_on = true;
        self
    }

    /// Whether this is the demo.
    pub(super) fn is_demo(&self) -> bool {
        self.demo.is_on
    }

    /// Name and content of a text without seeds, marked if this is the demo.
    pub(super) fn marked(&self, name: String, text: String) -> (String, String) {
        // A result that was kept is marked already.
        if !self.demo.is_on || name.starts_with(MARK) {
            return (name, text);
        }
        let text = match ending(&name) {
            "csv" => with_column(&text),
            "txt" | "ps1" | "sh" => with_words(&text),
            _ => text,
        };
        (demo_name(&name), text)
    }

    /// Likewise of what holds seeds: what it is made for reads it strictly, and only XML has a place for words.
    pub(super) fn marked_seeds(&self, name: &str, content: Exposed) -> (String, Exposed) {
        match (self.demo.is_on, ending(name)) {
            (false, _) => (name.to_owned(), content),
            (true, "xml") => (demo_name(name), with_comment(&content)),
            (true, _) => (demo_name(name), content),
        }
    }
}

/// The ending of a file's name.
pub(super) fn ending(name: &str) -> &str {
    name.rsplit_once('.').map(|(_, ending)| ending).unwrap_or_default()
}

/// A table of ours, in which every cell is quoted, with one more column.
fn with_column(table: &str) -> String {
    let mut out = String::with_capacity(table.len() + table.len() / 8);
    let [mut cell, next] = COLUMN;
    let mut is_quoted = false;
    for letter in table.chars() {
        is_quoted ^= letter == '"';
        if letter == '\r' && !is_quoted {
            out.extend([",\"", cell, "\""]);
            cell = next;
        }
        out.push(letter);
    }
    out
}

/// A text with a line of words at its beginning: a comment where it begins with one, behind the line that names a shell.
fn with_words(text: &str) -> String {
    let (shell, rest) = match text.split_once('\n') {
        Some((shell, rest)) if shell.starts_with("#!") => (format!("{shell}\n"), rest),
        _ => (String::new(), text),
    };
    let (sign, gap) = if rest.starts_with('#') { ("# ", "") } else { ("", "\n") };
    format!("{shell}{sign}{WORDS}.\n{gap}{rest}")
}

/// XML with a comment behind its declaration.
fn with_comment(content: &Exposed) -> Exposed {
    // EXPOSE: to be copied once, with the comment; what it is copied from overwrites itself.
    let bytes = content.expose();
    let head = if bytes.starts_with(b"<?xml") { bytes.windows(2).position(|end| end == b"?>") } else { None };
    let (head, rest) = bytes.split_at(head.map_or(0, |at| at + 2));
    let comment = if head.is_empty() { format!("<!-- {WORDS} -->\n") } else { format!("\n<!-- {WORDS} -->") };
    Exposed::new([head, comment.as_bytes(), rest].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leaves_the_demo_says_so() {
        let demo = Model::default().in_demo();
        let check = |name: &str, text: &str, marked: &str| {
            let is_marked = (format!("DEMO-{name}"), marked.to_owned());
            assert_eq!(demo.marked(name.to_owned(), text.to_owned()), is_marked);
            assert_eq!(demo.marked(is_marked.0.clone(), is_marked.1.clone()), is_marked, "it is marked once");
            let real = (name.to_owned(), text.to_owned());
            assert_eq!(Model::default().marked(name.to_owned(), text.to_owned()), real, "nowhere else");
        };
        check(
            "a.csv",
            "\"A\",\"B\"\r\n\"1\",\"a \"\"b\"\"\r\nc\"\r\n",
            "\"A\",\"B\",\"Tenant\"\r\n\"1\",\"a \"\"b\"\"\r\nc\",\"DEMO\"\r\n",
        );
        let words = "DEMO: made in Seedferry's demo tenant, which does not exist.";
        check("a.sh", "#!/bin/sh\n# Writes\ncurl\n", &format!("#!/bin/sh\n# {words}\n# Writes\ncurl\n"));
        check("a.ps1", "# Writes\n", &format!("# {words}\n# Writes\n"));
        check("a.txt", "A report\n", &format!("{words}\n\nA report\n"));
        check("a.json", "{}", "{}");
    }

    #[test]
    fn xml_with_seeds_says_so_in_a_comment() {
        let check = |demo: bool, name: &str, text: &str, marked: &str| {
            let model = if demo { Model::default().in_demo() } else { Model::default() };
            let (_, content) = model.marked_seeds(name, Exposed::new(text.as_bytes().to_vec()));
            assert_eq!(core::str::from_utf8(content.expose()), Ok(marked));
        };
        let comment = "<!-- DEMO: made in Seedferry's demo tenant, which does not exist -->";
        check(
            true,
            "a.xml",
            "<?xml version=\"1.0\"?>\n<a/>",
            &format!("<?xml version=\"1.0\"?>\n{comment}\n<a/>"),
        );
        check(true, "a.xml", "<a>?></a>", &format!("{comment}\n<a>?></a>"));
        check(false, "a.xml", "<a/>", "<a/>");
        check(true, "a.json", "{}", "{}");
    }
}
