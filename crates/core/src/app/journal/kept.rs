//! The log over the wipe of an idle page.

use seedferry_protocol::KeptWrite;

use super::{Entry, Journal, Line, Said};
use crate::graph::Method;

impl Journal {
    /// All of it, to be given to the next vault.
    pub(in super::super) fn kept(&self) -> Vec<KeptWrite> {
        self.entries.iter().map(kept).collect()
    }

    /// What the vault before had.
    pub(in super::super) fn restore(&mut self, writes: Vec<KeptWrite>) {
        self.entries = writes.into_iter().filter_map(entry).collect();
    }
}

/// A write whose answer is still awaited has none any more.
fn kept(entry: &Entry) -> KeptWrite {
    let answer = if matches!(entry.answer, Said::Awaited) { &Said::Nothing } else { &entry.answer };
    KeptWrite {
        sent: entry.sent,
        what: entry.what.clone(),
        token: entry.token.clone(),
        person: entry.person.clone(),
        result: answer.words(),
        tone: answer.tone(),
        request_id: answer.request_id().to_owned(),
        method: entry.line.method.name().to_owned(),
        path: entry.line.path.clone(),
        body: entry.line.body.clone(),
    }
}

fn entry(write: KeptWrite) -> Option<Entry> {
    let method = Method::WRITING.into_iter().find(|method| method.name() == write.method)?;
    Some(Entry {
        sent: write.sent,
        what: write.what,
        token: write.token,
        person: write.person,
        answer: Said::Told { words: write.result, tone: write.tone, request_id: write.request_id },
        line: Line { method, path: write.path, body: write.body },
    })
}
