//! Short news for the message bar and for screen readers.

use seedferry_protocol::{Event, Notice, Severity};

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

    /// The page could not do something that it was asked for.
    pub(super) fn page_failed(&mut self, event: Event) -> Vec<Effect> {
        let text = match event {
            Event::SampleMissing(name) => {
                format!("{name} could not be fetched. Samples need the network once")
            }
            Event::LaunchFailed(names) => format!(
                "{} could not be read. If it was moved or changed, or this page may not read it, choose it here",
                names.join(", ")
            ),
            Event::UpdateFailed => {
                "The newer version could not be taken, and this one stays. Save what you need, close \
                                    all tabs of this page, and open it again"
                    .to_owned()
            }
            _ => return Vec::new(),
        };
        self.warn(text);
        Vec::new()
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
