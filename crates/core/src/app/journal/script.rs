//! The same work as a script, for those who must document or repeat it. Seeds and codes are left out.
//!
//! A script ends at the first request that is refused, because later ones may take away what earlier ones should have
//! given. Nothing of it is run before what was left out was filled in. All of it is ASCII: a file of another encoding
//! than the shell expects must not turn a letter into a quote.

use core::{borrow::Borrow, fmt::Write};
use std::collections::BTreeSet;

use seedferry_protocol::{ScriptKind, ScriptView};

use super::{Line, masked};

/// Longest script that is shown, in characters; it is copied and saved whole.
pub(super) const MOST_CHARACTERS: usize = 20_000;
/// What stands where a seed or a code was left out.
const LEFT_OUT: &str = "...";

/// What the requests of a script share.
pub(super) struct Frame<'a> {
    pub(super) kind: ScriptKind,
    pub(super) host: &'a str,
    /// The tenant that it is for.
    pub(super) tenant: &'a str,
    /// The permissions that it takes; of nothing, it takes nothing.
    pub(super) permissions: BTreeSet<&'static str>,
    /// What it has of what there is, as a sentence.
    pub(super) about: String,
}

/// A request in a script; with a reason, where it stands there as a comment.
pub(super) type Step<L> = (L, Option<String>);

/// The whole script. `steps` gives all requests, or at least those from which something was left out.
pub(super) fn of<L: Borrow<Line>, I: Iterator<Item = Step<L>>>(
    frame: &Frame<'_>,
    steps: impl Fn(bool) -> I,
) -> String {
    frame.script(steps, usize::MAX).0
}

/// As much of it as can be looked at.
pub(super) fn beginning<L: Borrow<Line>, I: Iterator<Item = Step<L>>>(
    frame: &Frame<'_>,
    steps: impl Fn(bool) -> I,
) -> ScriptView {
    let (script, goes_on) = frame.script(steps, MOST_CHARACTERS);
    let text: String = script.chars().take(MOST_CHARACTERS).collect();
    ScriptView { kind: frame.kind, is_cut: goes_on || text.len() < script.len(), text }
}

impl Frame<'_> {
    /// The script, no further than a request beyond so many bytes; whether it would go on.
    fn script<L: Borrow<Line>, I: Iterator<Item = Step<L>>>(
        &self,
        steps: impl Fn(bool) -> I,
        most: usize,
    ) -> (String, bool) {
        let mut script = self.head();
        self.values(&mut script, steps(true), most);
        let (mut count, mut steps, mut last) = (0, steps(false), None);
        while script.len() <= most {
            let Some((line, why)) = steps.next() else {
                script.push_str(self.tail());
                return (script, false);
            };
            if let Some(why) = why.as_ref().filter(|why| last.as_ref() != Some(*why)) {
                line_of(&mut script, &format!("# {}", ascii(why)));
            }
            let request = self.request(line.borrow(), &mut count, why.is_none());
            let request = if why.is_some() { commented(&request) } else { request };
            line_of(&mut script, &request);
            last = why;
        }
        (script, true)
    }

    fn head(&self) -> String {
        let names: Vec<&str> = self.permissions.iter().copied().collect();
        let needs = |text: String| if names.is_empty() { String::new() } else { text };
        let about = format!(
            "# Writes to Microsoft Graph. {}\n# The first one that is refused ends it.\n",
            ascii(&self.about)
        );
        match self.kind {
            ScriptKind::PowerShell => {
                let tenant = if self.tenant.is_empty() {
                    String::new()
                } else {
                    format!(" -TenantId '{}'", path(self.tenant))
                };
                let scopes = needs(format!("# Connect-MgGraph{tenant} -Scopes '{}'\n", names.join("','")));
                format!("{about}{scopes}& {{\n$ErrorActionPreference = 'Stop'\n")
            }
            ScriptKind::Curl => {
                let tenant = if self.tenant.is_empty() {
                    String::new()
                } else {
                    format!(" for the tenant {}", path(self.tenant))
                };
                let token =
                    needs(format!("# TOKEN holds an access token{tenant} with {}.\n", names.join(" and ")));
                format!("#!/bin/sh\n{about}{token}(\nset -eu\n")
            }
        }
    }

    /// All of it is one command: pasted into a shell, its rest must not go on after an error either.
    fn tail(&self) -> &'static str {
        match self.kind {
            ScriptKind::PowerShell => "}\n",
            ScriptKind::Curl => ")\n",
        }
    }

    /// A variable for each seed and each code that was left out, and the word that nothing is run without them.
    fn values<L: Borrow<Line>>(
        &self,
        script: &mut String,
        steps: impl Iterator<Item = Step<L>>,
        most: usize,
    ) {
        let (mut count, mut steps) = (0, steps.filter(|(_, why)| why.is_none()));
        while script.len() <= most
            && let Some((line, _)) = steps.next()
        {
            for (_, name) in masked::parts(line.borrow().body.as_deref().unwrap_or_default()).0 {
                if count == 0 {
                    line_of(script, self.check());
                }
                count += 1;
                line_of(
                    script,
                    &match self.kind {
                        ScriptKind::PowerShell => {
                            format!("${name}_{count} = '{LEFT_OUT}'; Confirm-Given ${name}_{count}")
                        }
                        ScriptKind::Curl => format!("{name}_{count}='{LEFT_OUT}'; given \"${name}_{count}\""),
                    },
                );
            }
        }
    }

    fn check(&self) -> &'static str {
        match self.kind {
            ScriptKind::PowerShell => {
                "function Confirm-Given($value) { if ($value -in '...', '') { throw 'Write what was left out in place of the dots' } }"
            }
            ScriptKind::Curl => {
                "given() { case $1 in ...|'') echo 'Write what was left out in place of the dots' >&2; exit 1;; esac; }"
            }
        }
    }

    /// One request. What was left out of it comes from the variable of that number, or is dots in a comment.
    fn request(&self, line: &Line, count: &mut usize, runs: bool) -> String {
        let url = format!("{}{}", self.host, path(&line.path));
        let body = line.body.as_ref().map(|body| self.body(body.trim(), count, runs));
        let method = line.method.name();
        match (self.kind, body) {
            (ScriptKind::PowerShell, body) => {
                let body = body.map(|body| format!(" -ContentType 'application/json' -Body ({body})"));
                format!("Invoke-MgGraphRequest -Method {method} -Uri '{url}'{}", body.unwrap_or_default())
            }
            (ScriptKind::Curl, body) => {
                let body = body.map(|body| format!(" -H 'Content-Type: application/json' -d {body}"));
                format!(
                    "curl -X {method} -sS --fail-with-body -H \"Authorization: Bearer $TOKEN\" '{url}'{}",
                    body.unwrap_or_default()
                )
            }
        }
    }

    /// The JSON in single quotes, with variables between its pieces.
    fn body(&self, body: &str, count: &mut usize, runs: bool) -> String {
        let (parts, rest) = masked::parts(body);
        let mut out = String::from("'");
        for (text, name) in parts {
            out.push_str(&in_json(text));
            if !runs {
                out.push_str(LEFT_OUT);
                continue;
            }
            *count += 1;
            let (before, after) = match self.kind {
                ScriptKind::PowerShell => ("' + $", " + '"),
                ScriptKind::Curl => ("'\"$", "\"'"),
            };
            out.extend([before, name, "_", &count.to_string(), after]);
        }
        out.push_str(&in_json(rest));
        out.push('\'');
        out
    }
}

fn line_of(script: &mut String, text: &str) {
    script.push_str(text);
    script.push('\n');
}

fn commented(text: &str) -> String {
    format!("# {}", text.replace('\n', "\n# "))
}

/// JSON without quotes of a shell and without letters beyond ASCII: both stand in texts alone, where JSON has an escape
/// for them (RFC 8259, section 7).
fn in_json(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_ascii() && letter != '\'' {
            out.push(letter);
            continue;
        }
        for unit in letter.encode_utf16(&mut [0; 2]) {
            // Writing to a text does not fail.
            let _ = write!(out, "\\u{unit:04x}");
        }
    }
    out
}

/// A path is percent-encoded; an apostrophe may stand in it all the same (RFC 3986, section 3.3).
fn path(text: &str) -> String {
    ascii(text).replace('\'', "%27")
}

/// Words for a comment: one line of ASCII.
fn ascii(text: &str) -> String {
    text.chars()
        .map(|letter| if letter.is_ascii() && !letter.is_ascii_control() { letter } else { '?' })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::{
        io::Write as _,
        process::{Command, Output, Stdio},
    };

    use super::*;
    use crate::graph::{Method, explorer::PERMISSION, people::METHODS};

    fn line(method: Method, path: &str, body: Option<&str>) -> Line {
        Line { method, path: path.to_owned(), body: body.map(str::to_owned) }
    }

    fn frame(kind: ScriptKind) -> Frame<'static> {
        let (permissions, about) = (BTreeSet::from([METHODS]), "All.".to_owned());
        Frame { kind, host: "https://g", tenant: "t", permissions, about }
    }

    /// A script of requests, each of which may be a comment.
    fn script(kind: ScriptKind, steps: &[(&Line, Option<&str>)]) -> String {
        let steps = |_: bool| steps.iter().map(|(line, why)| (*line, why.map(str::to_owned)));
        let script = of(&frame(kind), steps);
        assert!(script.is_ascii(), "{script}");
        script
    }

    fn check(kind: ScriptKind, body: Option<&str>, request: &str) {
        let line = line(Method::Post, "/beta/users/o%27n", body);
        let script = script(kind, &[(&line, None)]);
        assert!(script.contains(METHODS) && !script.contains(PERMISSION), "{script}");
        assert_eq!(script.lines().rev().nth(1), Some(request));
    }

    #[test]
    fn what_is_sent_cannot_leave_its_quotes() {
        check(
            ScriptKind::PowerShell,
            None,
            "Invoke-MgGraphRequest -Method POST -Uri 'https://g/beta/users/o%27n'",
        );
        check(
            ScriptKind::PowerShell,
            Some("{\"a\":\"O'Ñ’ 😀 $(x)\"}"),
            "Invoke-MgGraphRequest -Method POST -Uri 'https://g/beta/users/o%27n' -ContentType 'application/json' -Body ('{\"a\":\"O\\u0027\\u00d1\\u2019 \\ud83d\\ude00 $(x)\"}')",
        );
        check(
            ScriptKind::Curl,
            Some("{\"a\":\"O'N $(x)\"}"),
            "curl -X POST -sS --fail-with-body -H \"Authorization: Bearer $TOKEN\" 'https://g/beta/users/o%27n' -H 'Content-Type: application/json' -d '{\"a\":\"O\\u0027N $(x)\"}'",
        );
    }

    /// A replacement: the new token with a code, then the old one is taken.
    fn replacement() -> [Line; 2] {
        [
            line(Method::Post, "/beta/new", Some("{\"id\":\"d\",\"verificationCode\":\"•••\"}")),
            line(Method::Delete, "/beta/old", None),
        ]
    }

    /// Runs it in a shell whose `curl` tells what it was called for; of calls with this word it fails.
    fn run(script: &str, fails: &str) -> (Output, usize) {
        let curl = format!(
            "curl() {{ echo \"called $*\"; case \"$*\" in *{fails}*) return 22;; esac; }}\nTOKEN=t\n{script}"
        );
        let mut shell = Command::new("sh")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        shell.stdin.take().unwrap().write_all(curl.as_bytes()).unwrap();
        let output = shell.wait_with_output().unwrap();
        let calls =
            String::from_utf8_lossy(&output.stdout).lines().filter(|line| line.starts_with("called")).count();
        (output, calls)
    }

    #[test]
    fn a_script_ends_at_the_first_error_and_does_not_begin_without_the_codes() {
        let [new, old] = replacement();
        let dots = script(ScriptKind::Curl, &[(&new, None), (&old, None)]);
        let check = |script: &str, fails: &str, calls: usize, succeeds: bool| {
            let (output, called) = run(script, fails);
            assert_eq!((called, output.status.success()), (calls, succeeds), "{output:?}\n{script}");
        };
        check(&dots, "nothing", 0, false);
        let filled = dots.replace("verificationCode_1='...'", "verificationCode_1='004512'");
        check(&filled, "nothing", 2, true);
        check(&filled, "/beta/new", 1, false);
        check(&filled, "004512", 1, false);
        let powershell = script(ScriptKind::PowerShell, &[(&new, None), (&old, None)]);
        let order = [
            "'Stop'",
            "throw",
            "$verificationCode_1 = '...'",
            "Confirm-Given $verificationCode_1",
            "+ $verificationCode_1 +",
        ];
        let places: Vec<_> = order.map(|part| powershell.find(part).unwrap()).to_vec();
        assert!(places.is_sorted(), "{powershell}");
    }

    #[test]
    fn what_was_not_done_stands_as_a_comment_and_wants_no_code() {
        let [new, old] = replacement();
        let refused = script(ScriptKind::Curl, &[(&new, Some("No\nanswer")), (&old, None)]);
        assert!(refused.contains("# No?answer\n# curl -X POST") && !refused.contains("given"), "{refused}");
        assert_eq!(run(&refused, "nothing").1, 1);
    }
}
