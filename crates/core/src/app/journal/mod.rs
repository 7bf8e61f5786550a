//! The log: every write of this visit, when it was sent, what it did, on whom, and what Graph answered. No seed, no
//! code and no access token is in it.

mod kept;
mod masked;
mod script;
mod view;

use std::collections::BTreeMap;

use seedferry_protocol::{LogEvent, LogView, ScriptKind, ScriptView, Ticket, ToldWrite, Tone};

use super::{Effect, Model, account::Account, nothing_to_hand_over, online::Asker};
use crate::{
    calendar::date,
    graph::{
        GraphError, Method, Outcome, Request,
        explorer::PERMISSION,
        people::METHODS,
        work::{self, Act, Job},
    },
};

/// The log of this visit.
#[derive(Default)]
pub(super) struct Journal {
    entries: Vec<Entry>,
    /// Writes whose answer is awaited, by the ticket of the request.
    awaited: BTreeMap<u32, usize>,
    /// So many entries from the beginning are in a file, as they are now.
    saved: usize,
    /// The press that saves all entries, and how many there were.
    saving: Option<(Ticket, usize)>,
    filter: u32,
    page: u32,
    search: String,
    script: Option<ScriptKind>,
}

/// One write.
struct Entry {
    /// Seconds since 1970.
    sent: u64,
    /// Id of the tenant that it was sent to.
    tenant: String,
    what: String,
    token: String,
    person: String,
    answer: Said,
    /// What was sent, for a script.
    line: Line,
}

/// What came back.
enum Said {
    Awaited,
    Done {
        request_id: String,
    },
    Refused(GraphError),
    /// No answer: nobody knows whether it took effect.
    Nothing,
    /// Before the wipe of the idle page, in words.
    Told {
        words: String,
        tone: Tone,
        request_id: String,
    },
}

/// A request without secrets.
pub(super) struct Line {
    method: Method,
    path: String,
    body: Option<String>,
}

impl Entry {
    /// It in words, with that answer.
    fn told(&self, answer: &Said) -> ToldWrite {
        ToldWrite {
            what: self.what.clone(),
            token: self.token.clone(),
            person: self.person.clone(),
            result: answer.words(),
            tone: answer.tone(),
            request_id: answer.request_id().to_owned(),
        }
    }

    /// Whether Graph took it. Of many tokens in one request each has a result of its own.
    fn is_taken(&self) -> bool {
        let answered = self.line.judges_each() && matches!(self.answer, Said::Told { tone: Tone::Plain, .. });
        answered || self.answer.tone() == Tone::Good
    }

    /// The serial numbers of all tokens that it is about.
    fn tokens(&self) -> String {
        let all = masked::serials(self.line.body.as_deref(), usize::MAX);
        if all.is_empty() { self.token.clone() } else { all }
    }
}

impl Line {
    /// The permission that it takes, the narrowest that Graph has.
    fn permission(&self) -> &'static str {
        if self.path.contains("/users/") { METHODS } else { PERMISSION }
    }

    /// Whether each token in it is judged on its own, whatever the status of the whole.
    fn judges_each(&self) -> bool {
        let creates = self.body.as_deref().is_some_and(|body| body.contains("\"serialNumber\""));
        creates && (self.method == Method::Patch || self.path.ends_with("$batch"))
    }
}

impl Journal {
    /// A write goes out.
    fn sent(&mut self, ticket: u32, entry: Entry) {
        self.awaited.insert(ticket, self.entries.len());
        self.entries.push(entry);
    }

    /// It was answered, or the answer was lost.
    pub(super) fn answered(&mut self, ticket: u32, outcome: &Outcome) {
        let Some(place) = self.awaited.remove(&ticket) else {
            return;
        };
        let Some(entry) = self.entries.get_mut(place) else {
            return;
        };
        self.saved = self.saved.min(place);
        entry.answer = match outcome {
            Outcome::Answered(response) if response.is_success() => {
                let request_id = response.header("request-id").unwrap_or_default().chars().take(64).collect();
                if entry.line.judges_each() {
                    let words = "Answered for each token; see the result".to_owned();
                    Said::Told { words, tone: Tone::Plain, request_id }
                } else {
                    Said::Done { request_id }
                }
            }
            Outcome::Answered(response) => Said::Refused(GraphError::read(response)),
            Outcome::Failed => Said::Nothing,
        };
    }
}

impl Journal {
    /// Whether there is an entry that is in no file.
    pub(super) fn holds_unsaved(&self) -> bool {
        self.saved < self.entries.len()
    }

    /// What became of a file.
    pub(super) fn was_saved(&mut self, ticket: Ticket, written: bool) {
        if let Some((_, entries)) = self.saving.take_if(|(saving, _)| *saving == ticket)
            && written
        {
            self.saved = entries;
        }
    }
}

/// Of the policy this page changes the state alone.
fn policy_change(body: Option<&str>) -> &'static str {
    let enables = body.is_some_and(|body| body.contains("\"enabled\""));
    if enables { "Enable hardware OATH tokens" } else { "Disable hardware OATH tokens" }
}

impl Said {
    fn words(&self) -> String {
        match self {
            Self::Awaited => "Sent".to_owned(),
            Self::Done { .. } => "Done".to_owned(),
            Self::Refused(error) => error.words(),
            Self::Nothing => "No answer".to_owned(),
            Self::Told { words, .. } => words.clone(),
        }
    }

    fn tone(&self) -> Tone {
        match self {
            Self::Awaited => Tone::Plain,
            Self::Done { .. } => Tone::Good,
            Self::Refused(_) => Tone::Bad,
            Self::Nothing => Tone::Warning,
            Self::Told { tone, .. } => *tone,
        }
    }

    fn request_id(&self) -> &str {
        match self {
            Self::Done { request_id } | Self::Told { request_id, .. } => request_id,
            Self::Refused(error) => error.request_id.as_deref().unwrap_or_default(),
            Self::Awaited | Self::Nothing => "",
        }
    }
}

/// What would be written, where the script of it would run.
pub(super) struct Planned<'a> {
    pub(super) kind: ScriptKind,
    pub(super) jobs: &'a [Job],
    pub(super) host: &'a str,
    pub(super) tenant: &'a str,
}

impl<'a> Planned<'a> {
    /// The beginning of the script.
    pub(super) fn beginning(&self) -> ScriptView {
        script::beginning(&self.frame(), |with_codes| self.steps(with_codes))
    }

    fn frame(&self) -> script::Frame<'a> {
        script::Frame {
            kind: self.kind,
            host: self.host,
            tenant: self.tenant,
            permissions: self.jobs.iter().flat_map(|job| &job.acts).map(Act::permission).collect(),
            about: "Nothing of it was sent yet.".to_owned(),
        }
    }

    fn steps(&self, with_codes: bool) -> impl Iterator<Item = script::Step<Line>> + use<'a> {
        let has_code = |job: &&Job| job.acts.iter().any(|act| act.code().is_some());
        let jobs = self.jobs.iter().filter(move |job| !with_codes || has_code(job));
        jobs.flat_map(work::planned).map(|request| (masked::line(&request), None))
    }
}

impl Model {
    /// Notes a write that goes out.
    pub(super) fn note_write(&mut self, ticket: u32, asker: Asker, request: &Request) {
        if !request.writes() {
            return;
        }
        let line = masked::line(request);
        let (what, token, person) = match asker {
            Asker::Work(number, ticket) => self.work_sending(number, ticket).unwrap_or_default(),
            Asker::Machine(..) => {
                ("Create".to_owned(), masked::serials(line.body.as_deref(), masked::NAMED), String::new())
            }
            Asker::PolicySet | Asker::Enable => {
                (policy_change(line.body.as_deref()).to_owned(), String::new(), String::new())
            }
            // Whoever reads about many people at once sends a POST, too.
            _ => return,
        };
        let (sent, tenant) = (self.online.wall, self.tenant_now().to_owned());
        self.journal.sent(ticket, Entry { sent, tenant, what, token, person, answer: Said::Awaited, line });
    }

    pub(super) fn log_event(&mut self, event: LogEvent) -> Vec<Effect> {
        let journal = &mut self.journal;
        match event {
            LogEvent::FilterChosen(filter) => (journal.filter, journal.page) = (filter, 0),
            LogEvent::PageChosen(page) => journal.page = page,
            LogEvent::SearchChanged(text) => (journal.search, journal.page) = (text, 0),
            LogEvent::ScriptChosen(kind) => journal.script = kind,
            LogEvent::SaveAsked(ticket) => {
                let is_whole = journal.filter == 0 && journal.search.is_empty();
                journal.saving = is_whole.then_some((ticket, journal.entries.len()));
                let table = journal.table();
                return self.hand_table(ticket, false, "log", table);
            }
            LogEvent::ScriptCopyAsked(ticket) => return self.hand_script(ticket, true),
            LogEvent::ScriptSaveAsked(ticket) => return self.hand_script(ticket, false),
        }
        Vec::new()
    }

    /// The tenant of the account; empty when nobody is signed in.
    fn tenant_now(&self) -> &str {
        self.account.as_ref().map(Account::tenant).unwrap_or_default()
    }

    /// Whether the log would be lost; that of the demo is worth nothing.
    pub(super) fn holds_unsaved_log(&self) -> bool {
        self.journal.holds_unsaved() && !self.is_demo()
    }

    /// The log as the page shows it.
    pub(super) fn log_view(&self) -> LogView {
        self.journal.view(self.sign_in.cloud().graph(), self.tenant_now())
    }

    fn hand_script(&mut self, ticket: Ticket, copy: bool) -> Vec<Effect> {
        let Some(kind) = self.journal.script else {
            return nothing_to_hand_over(ticket);
        };
        let written = self.journal.written(kind, self.sign_in.cloud().graph(), self.tenant_now());
        let text = script::of(&written.frame(), |_| written.steps());
        self.hand_script_text(ticket, copy, kind, text)
    }

    /// Hands the script of what would be written.
    pub(super) fn hand_planned(
        &mut self,
        ticket: Ticket,
        copy: bool,
        kind: ScriptKind,
        jobs: &[Job],
    ) -> Vec<Effect> {
        let planned = Planned { kind, jobs, host: self.sign_in.cloud().graph(), tenant: self.tenant_now() };
        let text = script::of(&planned.frame(), |with_codes| planned.steps(with_codes));
        self.hand_script_text(ticket, copy, kind, text)
    }

    fn hand_script_text(
        &mut self,
        ticket: Ticket,
        copy: bool,
        kind: ScriptKind,
        text: String,
    ) -> Vec<Effect> {
        let ending = match kind {
            ScriptKind::PowerShell => "ps1",
            ScriptKind::Curl => "sh",
        };
        let name = format!("seedferry-script-{}.{ending}", date(self.online.wall));
        self.hand_text(ticket, copy, name, "text/plain", text)
    }
}
