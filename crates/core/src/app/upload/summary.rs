//! *Ready?* in a few words, for beside the account.

use seedferry_protocol::{ReadyAction, ReadyLine, ReadyState, ReadySummary};

/// All lines in one. A permission that was not asked for yet is not missing: one press asks for it.
pub(super) fn summed_up(lines: &[ReadyLine]) -> ReadySummary {
    let of = |state| -> Vec<&str> {
        let concerned =
            |line: &&ReadyLine| line.state == state && line.action != Some(ReadyAction::AskPermission);
        lines.iter().filter(concerned).map(|line| line.topic.as_str()).collect()
    };
    let (missing, unknown) = (of(ReadyState::Missing), of(ReadyState::Unknown));
    let (state, words, topics) = if !missing.is_empty() {
        let topics = format!("Missing: {}. Press to see who can give it", missing.join(", "));
        (ReadyState::Missing, format!("{} missing", things(missing.len())), topics)
    } else if !of(ReadyState::Checking).is_empty() {
        let topics = "Whether tenant and account are ready is being checked".to_owned();
        (ReadyState::Checking, "Checking…".to_owned(), topics)
    } else if !unknown.is_empty() {
        let topics = format!("Not checked: {}. Press to see why", unknown.join(", "));
        (ReadyState::Unknown, format!("{} not checked", things(unknown.len())), topics)
    } else {
        (ReadyState::Good, "Ready".to_owned(), "Tenant and account are ready".to_owned())
    };
    ReadySummary { state, words, topics }
}

fn things(count: usize) -> String {
    if count == 1 { "1 thing".to_owned() } else { format!("{count} things") }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A letter per line: `g`ood, `m`issing, `u`nknown, `c`hecking; in capitals where one press asks for it.
    fn check(lines: &str, words: &str, topics: &str) {
        let lines = lines.chars().map(|letter| ReadyLine {
            topic: letter.to_string(),
            state: match letter.to_ascii_lowercase() {
                'g' => ReadyState::Good,
                'm' => ReadyState::Missing,
                'u' => ReadyState::Unknown,
                _ => ReadyState::Checking,
            },
            what: String::new(),
            help: String::new(),
            action: letter.is_uppercase().then_some(ReadyAction::AskPermission),
            link: None,
            page: None,
        });
        let summary = summed_up(&lines.collect::<Vec<_>>());
        assert_eq!(summary.words, words);
        assert!(summary.topics.contains(topics), "{summary:?}");
    }

    #[test]
    fn what_is_missing_comes_first() {
        check("gggg", "Ready", "are ready");
        check("Mggg", "Ready", "are ready");
        check("Uggg", "Ready", "are ready");
        check("Mgug", "1 thing not checked", "Not checked: u.");
        check("gcug", "Checking…", "being checked");
        check("gmcm", "2 things missing", "Missing: m, m.");
        check("mguu", "1 thing missing", "Missing: m.");
        check("uguc", "Checking…", "");
        check("ugug", "2 things not checked", "Not checked: u, u.");
    }
}
