//! Short news for the message bar and for screen readers.

use seedferry_protocol::{Notice, Severity};

use super::Effect;

/// How many warnings stay in sight.
const KEPT: usize = 3;

/// The last few notices.
#[derive(Default)]
pub(super) struct News {
    count: u32,
    notices: Vec<Notice>,
}

impl News {
    /// Something happened as it should.
    pub(super) fn note(&mut self, text: impl Into<String>) {
        self.add(Severity::Note, text.into());
    }

    /// Something did not work, or needs attention.
    pub(super) fn warn(&mut self, text: impl Into<String>) {
        self.add(Severity::Warning, text.into());
    }

    /// What went well is no news any more when something else begins.
    pub(super) fn forget_notes(&mut self) {
        self.notices.retain(|notice| notice.severity > Severity::Note);
    }

    /// The user has read it.
    pub(super) fn dismiss(&mut self, number: u32) -> Vec<Effect> {
        self.notices.retain(|notice| notice.number != number);
        Vec::new()
    }

    /// What was in sight before everything was started anew.
    pub(super) fn restore(&mut self, notices: Vec<Notice>) {
        for notice in notices {
            self.add(notice.severity, notice.text);
        }
    }

    /// What is in sight, newest last.
    pub(super) fn notices(&self) -> &[Notice] {
        &self.notices
    }

    fn add(&mut self, severity: Severity, text: String) {
        self.count += 1;
        self.forget_notes();
        self.notices.push(Notice { number: self.count, severity, text });
        let surplus = self.notices.len().saturating_sub(KEPT);
        self.notices.drain(..surplus);
    }
}
