//! The log over the wipe of an idle page.

use seedferry_protocol::{KeptWrite, ToldWrite};

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
        tenant: entry.tenant.clone(),
        write: entry.told(answer),
        method: entry.line.method.name().to_owned(),
        path: entry.line.path.clone(),
        body: entry.line.body.clone(),
    }
}

fn entry(kept: KeptWrite) -> Option<Entry> {
    let method = Method::WRITING.into_iter().find(|method| method.name() == kept.method)?;
    let ToldWrite { what, token, person, result, tone, request_id } = kept.write;
    Some(Entry {
        sent: kept.sent,
        tenant: kept.tenant,
        what,
        token,
        person,
        answer: Said::Told { words: result, tone, request_id },
        line: Line { method, path: kept.path, body: kept.body },
    })
}
