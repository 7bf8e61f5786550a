//! `wording.txt`: the text of sheets and labels, with named placeholders.

use super::Handout;

/// The most that is read, in bytes.
pub const MOST_WORDING_BYTES: usize = 16_384;
/// What the page says itself.
const OWN: &str = include_str!("../../../../public/wording.txt");
/// What begins the parts, the first two of which are needed.
const PARTS: [&str; 3] = ["[sheet]", "[label]", "[activated]"];
/// Said in a host's sheet without a part of its own for activated tokens, whose steps are for the others.
const ACTIVATED: &str = "This token is activated already: you need not register it.";

/// What a placeholder stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Display name.
    Name,
    /// User principal name.
    Upn,
    /// Serial number.
    Serial,
    /// Model.
    Model,
    /// Whom to ask.
    Contact,
}

impl Field {
    /// All of them, with what stands between the braces.
    pub const ALL: [(&str, Self); 5] = [
        ("name", Self::Name),
        ("upn", Self::Upn),
        ("serial", Self::Serial),
        ("model", Self::Model),
        ("contact", Self::Contact),
    ];
}

/// The text of one sheet or label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template(Vec<Vec<Part>>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Field(Field),
}

/// The texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// A page for each person.
    sheet: Template,
    /// A label for each token.
    label: Template,
    /// The page for a token that is activated already.
    activated: Option<Template>,
}

/// Why a `wording.txt` is refused, as a sentence without a full stop.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WordingError {
    /// More than [`MOST_WORDING_BYTES`].
    #[error("it is larger than {MOST_WORDING_BYTES} bytes")]
    Large,
    /// It does not begin with a part, or has one twice, or one of them holds nothing.
    #[error(
        "it does not consist of one part [sheet], one part [label] and, if you like, one part [activated], each with text"
    )]
    Parts,
    /// A brace that belongs to no known placeholder.
    #[error(
        "line {line} holds a brace that is no placeholder; there are {{name}}, {{upn}}, {{serial}}, {{model}} and {{contact}}"
    )]
    Placeholder {
        /// Counted from 1.
        line: usize,
    },
    /// A control character.
    #[error("line {line} holds a control character")]
    Control {
        /// Counted from 1.
        line: usize,
    },
}

impl Wording {
    /// Reads a text; one without placeholders is taken as it is.
    ///
    /// # Errors
    /// Anything that is not exactly of this form.
    pub fn read(text: &str) -> Result<Self, WordingError> {
        if text.len() > MOST_WORDING_BYTES {
            return Err(WordingError::Large);
        }
        let mut read = PARTS.map(|_| None::<Template>);
        let mut current = None;
        for (at, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            let line = line.trim_end();
            if let Some(part) = PARTS.iter().position(|name| *name == line) {
                let is_new = read.get(part).is_some_and(Option::is_none);
                read.get_mut(part)
                    .filter(|_| is_new)
                    .ok_or(WordingError::Parts)?
                    .replace(Template(Vec::new()));
                current = Some(part);
                continue;
            }
            match current.and_then(|part| read.get_mut(part)?.as_mut()) {
                Some(template) => template.0.push(parts(line, at + 1)?),
                None if line.is_empty() => {}
                None => return Err(WordingError::Parts),
            }
        }
        if read.iter().flatten().any(|template| !template.has_text()) {
            return Err(WordingError::Parts);
        }
        match read {
            [Some(sheet), Some(label), activated] => Ok(Self { sheet, label, activated }),
            _ => Err(WordingError::Parts),
        }
    }

    /// The label for somebody: its heading, and the other lines.
    pub fn label(&self, handout: &Handout, contact: &str) -> (String, String) {
        self.label.fill(handout, contact)
    }

    /// The sheet for somebody, likewise. Nobody is told to register a token that is activated.
    pub fn sheet(&self, handout: &Handout, contact: &str) -> (String, String) {
        match &self.activated {
            Some(activated) if handout.is_active => activated.fill(handout, contact),
            None if handout.is_active => {
                let (heading, text) = self.sheet.fill(handout, contact);
                (heading, format!("{ACTIVATED}\n\n{text}"))
            }
            _ => self.sheet.fill(handout, contact),
        }
    }
}

impl Default for Wording {
    /// The page's own, which is what a build puts beside `index.html`.
    fn default() -> Self {
        let nothing = || Template(Vec::new());
        Self::read(OWN).unwrap_or_else(|_| Self { sheet: nothing(), label: nothing(), activated: None })
    }
}

impl Template {
    /// The text for somebody: the first line, which is a heading, and the others. A line is left out where one of its
    /// placeholders stands for nothing.
    fn fill(&self, handout: &Handout, contact: &str) -> (String, String) {
        let mut lines =
            self.0.iter().filter_map(|line| filled(line, handout, contact)).skip_while(String::is_empty);
        let heading = lines.next().unwrap_or_default();
        let rest: Vec<String> = lines.collect();
        (heading, rest.join("\n").trim().to_owned())
    }

    fn has_text(&self) -> bool {
        self.0.iter().any(|line| !line.is_empty())
    }
}

fn filled(line: &[Part], handout: &Handout, contact: &str) -> Option<String> {
    let mut text = String::new();
    for part in line {
        match part {
            Part::Text(said) => text.push_str(said),
            Part::Field(field) => {
                let value = handout.value(*field, contact);
                (!value.is_empty()).then(|| text.push_str(value))?;
            }
        }
    }
    Some(text)
}

fn parts(line: &str, number: usize) -> Result<Vec<Part>, WordingError> {
    let lost = WordingError::Placeholder { line: number };
    if line.chars().any(|c| c.is_control() && c != '\t') {
        return Err(WordingError::Control { line: number });
    }
    let (mut parts, mut rest) = (Vec::new(), line);
    while let Some((text, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').ok_or_else(|| lost.clone())?;
        let field = Field::ALL.iter().find(|(known, _)| *known == name).ok_or_else(|| lost.clone())?;
        parts.extend(text_part(text));
        parts.push(Part::Field(field.1));
        rest = after;
    }
    parts.extend(text_part(rest));
    let stray = parts.iter().any(|part| matches!(part, Part::Text(text) if text.contains('}')));
    if stray { Err(lost) } else { Ok(parts) }
}

fn text_part(text: &str) -> Option<Part> {
    (!text.is_empty()).then(|| Part::Text(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grace() -> Handout {
        Handout {
            name: "Grace Chen".to_owned(),
            upn: "grace.chen@contoso.example".to_owned(),
            serial: "71358400".to_owned(),
            model: String::new(),
            is_active: false,
        }
    }

    /// The sheet's heading and text joined by `|`, or the refusal's beginning.
    fn check(text: &str, expected: &str) {
        let said = match Wording::read(text) {
            Ok(wording) => {
                let (heading, rest) = wording.sheet(&grace(), "");
                format!("{heading}|{rest}")
            }
            Err(error) => error.to_string(),
        };
        assert!(said.starts_with(expected), "{text}: {said}");
    }

    #[test]
    fn only_plain_text_with_named_placeholders_is_taken() {
        let sheet = |text: &str| format!("[sheet]\n{text}\n[label]\nx\n");
        check(&sheet("Hello {name}\n\nNo. {serial}"), "Hello Grace Chen|No. 71358400");
        check(&sheet("{serial}{serial}, <b>&amp;</b>"), "7135840071358400, <b>&amp;</b>|");
        check(&sheet("Token\nModel: {model}\nHelp desk: {contact}\nEnd"), "Token|End");
        check(&sheet("\nToken\n\n1. One\n2. Two\n"), "Token|1. One\n2. Two");
        check(&sheet("{contact}\nToken"), "Token|");
        check("\u{feff}[label]\r\nx\r\n[sheet]\r\n{upn}\r\n", "grace.chen@contoso.example|");
        check(&sheet("{seed}"), "line 2 holds a brace");
        check(&sheet("a\n{Name}"), "line 3 holds a brace");
        check(&sheet("{name"), "line 2 holds a brace");
        check(&sheet("name}"), "line 2 holds a brace");
        check(&sheet("{{name}}"), "line 2 holds a brace");
        check(&sheet("a\u{1b}[1m"), "line 2 holds a control character");
        check("", "it does not consist");
        check("<!doctype html>", "it does not consist");
        check("[sheet]\na", "it does not consist");
        check("[sheet]\n\n[label]\na", "it does not consist");
        check("[sheet]\na\n[label]\nb\n[sheet]\nc", "it does not consist");
        check("[sheet]\na\n[label]\nb\n[activated]\n\n", "it does not consist");
        check("[activated]\nc\n[sheet]\na\n[label]\nb", "a|");
        check(&sheet(&"a".repeat(MOST_WORDING_BYTES)), "it is larger");
    }

    #[test]
    fn nobody_is_told_to_register_an_activated_token() {
        let active = Handout { is_active: true, ..grace() };
        let check = |wording: &Wording, says: &str, says_not: &str| {
            let (heading, text) = wording.sheet(&active, "4711");
            assert!(heading == "Your security token" && text.contains(says), "{text}");
            assert!(says_not.is_empty() || !text.contains(says_not), "{text}");
        };
        check(&Wording::default(), "It is activated", "Add sign-in method");
        let hosts = Wording::read("[sheet]\nYour security token\nNo. {serial}\n[label]\nx").unwrap();
        check(&hosts, &format!("{ACTIVATED}\n\nNo. 71358400"), "");
        assert!(!hosts.sheet(&grace(), "").1.contains(ACTIVATED));
    }

    #[test]
    fn the_pages_own_wording_says_what_is_needed() {
        let wording = Wording::default();
        let (heading, text) = wording.sheet(&grace(), "4711");
        assert_eq!(heading, "Your security token");
        for part in ["Grace Chen", "71358400", "mysignins.microsoft.com/security-info", "Help desk: 4711"] {
            assert!(text.contains(part), "{part}");
        }
        assert!(!text.contains("Model") && !text.contains("\n\n\n"), "{text}");
        let (name, label) = wording.label(&grace(), "");
        assert_eq!((name.as_str(), label.as_str()), ("Grace Chen", "grace.chen@contoso.example\n71358400"));
    }
}
