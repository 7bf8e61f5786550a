//! The log as the page shows it, and as a table.

use seedferry_protocol::{LogRow, LogView, ScriptKind, Tone, UploadFilter, UploadList};

use super::super::{quoted_csv::Table, review::count, table::Needle};
use super::{Entry, Journal, Line, script};
use crate::calendar::date;

/// The filters; an entry belongs to one of them, and to the first.
const FILTERS: [&str; 4] = ["All", "Done", "Refused", "No answer"];

impl Journal {
    pub(super) fn view(&self, host: &str, tenant: &str) -> LogView {
        let found: Vec<_> = self.found().collect();
        let counts = FILTERS.iter().zip(0_u32..).map(|(label, filter)| UploadFilter {
            label: (*label).to_owned(),
            count: count(found.iter().filter(|(_, entry)| belongs(entry, filter)).count()),
        });
        let filters: Vec<_> = counts.collect();
        let total = filters.get(self.filter as usize).map_or(0, |filter| filter.count);
        let pages = total.div_ceil(UploadList::ROWS).max(1);
        let from = self.page.min(pages - 1) as usize * UploadList::ROWS as usize;
        let chosen = found.iter().filter(|(_, entry)| belongs(entry, self.filter));
        let rows =
            chosen.skip(from).take(UploadList::ROWS as usize).map(|(number, entry)| row(*number, entry));
        LogView {
            total: count(self.entries.len()),
            chosen: self.filter,
            page: self.page.min(pages - 1),
            pages,
            search: self.search.clone(),
            rows: rows.collect(),
            filters,
            script: self.script.map(|kind| {
                let written = self.written(kind, host, tenant);
                script::beginning(&written.frame(), |_| written.steps())
            }),
        }
    }

    /// The entries in sight for a script, in the order in which they were sent, those of this tenant first. Without a
    /// tenant, that of the last entry is taken.
    pub(super) fn written<'a>(&'a self, kind: ScriptKind, host: &'a str, tenant: &'a str) -> Written<'a> {
        let mut entries: Vec<&Entry> = self.chosen().map(|(_, entry)| entry).collect();
        entries.reverse();
        let last = entries.last().map(|entry| entry.tenant.as_str()).unwrap_or_default();
        let tenant = if tenant.is_empty() { last } else { tenant };
        entries.sort_by_key(|entry| (entry.tenant != tenant, &entry.tenant));
        Written { kind, host, tenant, entries, total: self.entries.len() }
    }

    /// What is found and belongs to the filter.
    fn chosen(&self) -> impl Iterator<Item = (u32, &Entry)> {
        self.found().filter(|(_, entry)| belongs(entry, self.filter))
    }

    /// The entries in sight, all pages of them.
    pub(super) fn table(&self) -> Table {
        let mut table = Table::default();
        table.push(&["Time (UTC)", "Action", "Token", "Person", "Result", "Request id", "Request"]);
        for (_, entry) in self.chosen() {
            let request = format!("{} {}", entry.line.method.name(), entry.line.path);
            let Entry { what, person, .. } = entry;
            let (when, result) = (when(entry.sent), entry.answer.words());
            table.push(&[
                &when,
                what,
                &entry.tokens(),
                person,
                &result,
                entry.answer.request_id(),
                request.as_str(),
            ]);
        }
        table
    }

    /// The entries with the text that is searched for, the latest first, numbered from 1.
    fn found(&self) -> impl Iterator<Item = (u32, &Entry)> {
        let needle = Needle::new(&self.search);
        let entries = (1_u32..).zip(&self.entries).collect::<Vec<_>>().into_iter().rev();
        entries.filter(move |(_, entry)| {
            let texts = [&entry.what, &entry.token, &entry.person].map(|text| Some(text.as_str()));
            // All tokens of a request are read from its body only where the row itself does not tell.
            needle.is_in(texts.into_iter()) || needle.is_in([Some(entry.tokens().as_str())].into_iter())
        })
    }
}

/// Entries of the log, where the script of them would run.
pub(super) struct Written<'a> {
    kind: ScriptKind,
    host: &'a str,
    tenant: &'a str,
    entries: Vec<&'a Entry>,
    total: usize,
}

impl Written<'_> {
    pub(super) fn frame(&self) -> script::Frame<'_> {
        let runs: Vec<_> = self.entries.iter().filter(|entry| self.why_not(entry).is_none()).collect();
        script::Frame {
            kind: self.kind,
            host: self.host,
            tenant: self.tenant,
            permissions: runs.iter().map(|entry| entry.line.permission()).collect(),
            about: format!(
                "{} of the {} in the log; comments tell of the others in sight.",
                count(runs.len()),
                count(self.total)
            ),
        }
    }

    pub(super) fn steps(&self) -> impl Iterator<Item = script::Step<&Line>> {
        self.entries.iter().map(|entry| (&entry.line, self.why_not(entry)))
    }

    /// Why it is not done again: it had no effect, or it was in another tenant.
    fn why_not(&self, entry: &Entry) -> Option<String> {
        let is_here = entry.tenant == self.tenant;
        let result = if entry.is_taken() { "Done".to_owned() } else { entry.answer.words() };
        match is_here {
            true if entry.is_taken() => None,
            true => Some(result),
            false => Some(format!("In the tenant {}: {result}", entry.tenant)),
        }
    }
}

fn row(number: u32, entry: &Entry) -> LogRow {
    LogRow { number, when: when(entry.sent), write: entry.told(&entry.answer) }
}

fn belongs(entry: &Entry, filter: u32) -> bool {
    match filter {
        1 => entry.answer.tone() == Tone::Good,
        2 => entry.answer.tone() == Tone::Bad,
        3 => entry.answer.tone() == Tone::Warning,
        _ => true,
    }
}

/// Seconds since 1970 as date and time of day in UTC.
fn when(seconds: u64) -> String {
    let rest = seconds % 86_400;
    format!("{} {:02}:{:02}:{:02}", date(seconds), rest / 3600, rest / 60 % 60, rest % 60)
}

#[cfg(test)]
mod tests {
    use super::{
        super::{Said, script::MOST_CHARACTERS},
        *,
    };
    use crate::graph::{Method, Outcome, Response};

    fn journal(entries: u32) -> Journal {
        let mut journal = Journal::default();
        for number in 0..entries {
            let line = Line { method: Method::Delete, path: format!("/beta/{number}"), body: None };
            let (what, token) = ("Delete".to_owned(), format!("A{number}"));
            let entry = Entry {
                sent: 951_782_400,
                tenant: "t".to_owned(),
                what,
                token,
                person: String::new(),
                answer: Said::Awaited,
                line,
            };
            journal.sent(number, entry);
        }
        journal
    }

    fn answer(journal: &mut Journal, ticket: u32, status: u16) {
        let headers = vec![("request-id".to_owned(), "r1".to_owned())];
        journal.answered(ticket, &Outcome::Answered(Response { status, headers, body: Vec::new() }));
    }

    #[test]
    fn entries_have_what_graph_answered() {
        let mut journal = journal(3);
        answer(&mut journal, 0, 204);
        answer(&mut journal, 1, 400);
        journal.answered(2, &Outcome::Failed);
        let check = |journal: &Journal, tokens: &str| {
            let view = journal.view("https://g", "t");
            let shown: Vec<_> = view.rows.iter().map(|row| row.write.token.as_str()).collect();
            assert_eq!(shown.join(" "), tokens);
            view
        };
        let view = check(&journal, "A2 A1 A0");
        assert_eq!(
            (view.rows[2].when.as_str(), view.rows[2].write.request_id.as_str()),
            ("2000-02-29 00:00:00", "r1")
        );
        for (filter, tokens) in [(1, "A0"), (2, "A1"), (3, "A2")] {
            journal.filter = filter;
            check(&journal, tokens);
        }
        (journal.filter, journal.search) = (0, "a1".to_owned());
        check(&journal, "A1");
        assert_eq!(journal.table().into_text().lines().count(), 2);
    }

    #[test]
    fn the_log_outlives_the_wipe_of_an_idle_page() {
        let mut journal = journal(4);
        answer(&mut journal, 0, 204);
        answer(&mut journal, 1, 400);
        journal.answered(2, &Outcome::Failed);
        let mut next = Journal::default();
        next.restore(journal.kept());
        // What was not answered never will be.
        journal.answered(3, &Outcome::Failed);
        assert_eq!(next.view("https://g", "t"), journal.view("https://g", "t"));
        assert_eq!(next.table().into_text(), journal.table().into_text());
    }

    #[test]
    fn a_long_script_is_shown_as_far_as_one_looks() {
        let check = |entries: u32, is_cut: bool| {
            let mut journal = journal(entries);
            (0..entries).for_each(|number| answer(&mut journal, number, 204));
            journal.script = Some(ScriptKind::Curl);
            let script = journal.view("https://g", "t").script.unwrap();
            assert_eq!(script.is_cut, is_cut);
            assert!(script.text.chars().count() <= MOST_CHARACTERS);
        };
        check(1, false);
        check(2_000, true);
    }

    #[test]
    fn a_script_repeats_what_was_taken_in_this_tenant_and_is_in_sight() {
        let mut journal = journal(5);
        answer(&mut journal, 0, 204);
        answer(&mut journal, 1, 400);
        journal.answered(2, &Outcome::Failed);
        answer(&mut journal, 3, 204);
        answer(&mut journal, 4, 204);
        journal.entries[3].tenant = "other".to_owned();
        let check = |journal: &Journal, tenant: &str, runs: &[&str], comments: usize| {
            let written = journal.written(ScriptKind::Curl, "https://g", tenant);
            let script = script::of(&written.frame(), |_| written.steps());
            let run: Vec<_> = script.lines().filter(|line| line.starts_with("curl ")).collect();
            assert_eq!(run.len(), runs.len(), "{script}");
            assert!(run.iter().zip(runs).all(|(line, path)| line.ends_with(&format!("{path}'"))), "{script}");
            assert_eq!(
                script.lines().filter(|line| line.starts_with("# curl ")).count(),
                comments,
                "{script}"
            );
        };
        check(&journal, "t", &["/beta/0", "/beta/4"], 3);
        check(&journal, "", &["/beta/0", "/beta/4"], 3);
        check(&journal, "other", &["/beta/3"], 4);
        (journal.filter, journal.search) = (1, "a4".to_owned());
        check(&journal, "t", &["/beta/4"], 0);
        journal.filter = 2;
        check(&journal, "t", &[], 0);
    }
}
