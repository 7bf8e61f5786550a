//! The same work as a script, for those who must document or repeat it. Seeds and codes are left out.

use std::collections::BTreeSet;

use seedferry_protocol::{ScriptKind, ScriptView};

use super::Line;

/// Longest script that is shown, in characters; it is copied and saved whole.
pub(super) const MOST_CHARACTERS: usize = 20_000;
const ABOUT: &str = "# Writes to Microsoft Graph. Where dots stand, a seed or a code was left out.\n";

/// The script of these requests, which take these permissions, to this host.
pub(super) fn of<'a>(
    kind: ScriptKind,
    permissions: &BTreeSet<&str>,
    lines: impl Iterator<Item = &'a Line>,
    host: &str,
) -> String {
    let mut script = head(kind, permissions);
    lines.for_each(|line| push(&mut script, kind, line, host));
    script
}

/// As much of it as can be looked at.
pub(super) fn beginning(
    kind: ScriptKind,
    permissions: &BTreeSet<&str>,
    lines: impl Iterator<Item = impl core::borrow::Borrow<Line>>,
    host: &str,
) -> ScriptView {
    let (mut script, mut lines) = (head(kind, permissions), lines);
    while script.len() <= MOST_CHARACTERS * 4
        && let Some(line) = lines.next()
    {
        push(&mut script, kind, line.borrow(), host);
    }
    let text: String = script.chars().take(MOST_CHARACTERS).collect();
    ScriptView { kind, is_cut: text.len() < script.len() || lines.next().is_some(), text }
}

/// What the script takes; of nothing, it takes nothing.
fn head(kind: ScriptKind, permissions: &BTreeSet<&str>) -> String {
    let names: Vec<&str> = permissions.iter().copied().collect();
    let needs = |text: String| if names.is_empty() { String::new() } else { text };
    match kind {
        ScriptKind::PowerShell => {
            let scopes = format!("# Connect-MgGraph -Scopes '{}'\n", names.join("','"));
            format!("{ABOUT}{}", needs(scopes))
        }
        ScriptKind::Curl => {
            let token = format!("# TOKEN holds an access token with {}.\n", names.join(" and "));
            format!("#!/bin/sh\n{ABOUT}{}", needs(token))
        }
    }
}

fn push(script: &mut String, kind: ScriptKind, line: &Line, host: &str) {
    script.push_str(&match kind {
        ScriptKind::PowerShell => powershell(line, host),
        ScriptKind::Curl => curl(line, host),
    });
    script.push('\n');
}

/// Inside single quotes PowerShell knows one escape: the quote twice. It takes the typographic quotes for quotes, too.
fn powershell(line: &Line, host: &str) -> String {
    let quoted = |text: &str| {
        let mut out = String::with_capacity(text.len() + 2);
        out.push('\'');
        for letter in text.chars() {
            if matches!(letter, '\'' | '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}') {
                out.push(letter);
            }
            out.push(letter);
        }
        out.push('\'');
        out
    };
    let body = line
        .body
        .as_ref()
        .map(|body| format!(" -ContentType 'application/json' -Body {}", quoted(body.trim())))
        .unwrap_or_default();
    let url = format!("{host}{}", line.path);
    format!("Invoke-MgGraphRequest -Method {} -Uri {}{body}", line.method.name(), quoted(&url))
}

/// Inside single quotes a shell knows no escape: the quote is closed, escaped and opened again.
fn curl(line: &Line, host: &str) -> String {
    let quoted = |text: &str| format!("'{}'", text.replace('\'', "'\\''"));
    let body = line
        .body
        .as_ref()
        .map(|body| format!(" -H 'Content-Type: application/json' -d {}", quoted(body.trim())))
        .unwrap_or_default();
    let url = quoted(&format!("{host}{}", line.path));
    format!("curl -X {} -H \"Authorization: Bearer $TOKEN\" {url}{body}", line.method.name())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::{Method, explorer::PERMISSION, people::METHODS};

    fn check(kind: ScriptKind, body: Option<&str>, last: &str) {
        let line = Line {
            method: Method::Post,
            path: "/beta/users/o%27n".to_owned(),
            body: body.map(str::to_owned),
        };
        let permissions = BTreeSet::from([line.permission()]);
        let script = of(kind, &permissions, [line].iter(), "https://g");
        assert!(script.contains(METHODS) && !script.contains(PERMISSION), "{script}");
        assert_eq!(script.lines().last(), Some(last));
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
            Some("{\"a\":\"O'N’ $(x)\"}"),
            "Invoke-MgGraphRequest -Method POST -Uri 'https://g/beta/users/o%27n' -ContentType 'application/json' -Body '{\"a\":\"O''N’’ $(x)\"}'",
        );
        check(
            ScriptKind::Curl,
            Some("{\"a\":\"O'N $(x)\"}"),
            "curl -X POST -H \"Authorization: Bearer $TOKEN\" 'https://g/beta/users/o%27n' -H 'Content-Type: application/json' -d '{\"a\":\"O'\\''N $(x)\"}'",
        );
    }
}
