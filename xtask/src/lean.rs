//! Scripts and style sheets without what only their authors read: notes on lines of their own, and indentation.

/// A script without its notes. What stands in a line behind code stays, and so does everything of generated code but notes.
pub(crate) fn script(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    without_blocks(lines, "/**", "*/")
}

/// A style sheet without its notes.
pub(crate) fn style(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    without_blocks(lines, "/*", "*/")
}

/// Leaves out blocks that begin at the start of a line and end at the end of one.
fn without_blocks<'a>(lines: impl Iterator<Item = &'a str>, begin: &str, end: &str) -> String {
    let (mut kept, mut inside) = (String::new(), false);
    for line in lines {
        let note = inside || line.starts_with(begin);
        inside = note && !line.ends_with(end);
        if !note {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_and_indentation_go_and_code_stays() {
        for (text, kept) in [
            ("// note\nlet a = 1;\n", "let a = 1;\n"),
            ("  let a = \"//\"; // stays\n", "let a = \"//\"; // stays\n"),
            ("/**\n * note\n */\nfunction f() {\n    return 1;\n}\n", "function f() {\nreturn 1;\n}\n"),
            ("/** note */\na();\n\n", "a();\n"),
            ("a /* in between */ b", "a /* in between */ b\n"),
        ] {
            assert_eq!(script(text), kept, "{text}");
        }
        assert_eq!(style("/* note */\n@layer a {\n  .b { c: d; }\n}\n"), "@layer a {\n.b { c: d; }\n}\n");
        assert_eq!(style("/* a\n   b */\n.c {}\n"), ".c {}\n");
    }
}
