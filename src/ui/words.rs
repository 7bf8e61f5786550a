//! Numbers and names as people read them.

pub(crate) use seedferry_protocol::grouped;
use seedferry_protocol::{Column, RunState, Severity, WorkRun};

/// A number with its thousands apart, and the noun in the right number: `12,480 tokens`.
pub(crate) fn counted(count: u32, one: &str, many: &str) -> String {
    let noun = if count == 1 { one } else { many };
    format!("{} {noun}", grouped(count))
}

/// What is said while files are sealed.
pub(crate) fn sealing(files: u32) -> String {
    format!("Sealing {}…", counted(files, "file", "files"))
}

/// A number of tokens.
pub(crate) fn tokens(count: u32) -> String {
    counted(count, "token", "tokens")
}

/// How many of a list are not listed.
pub(crate) fn unlisted<T>(total: u32, listed: &[T]) -> u32 {
    total.saturating_sub(u32::try_from(listed.len()).unwrap_or(u32::MAX))
}

/// What stands below a list that is not complete.
pub(crate) fn and_more<T>(total: u32, listed: &[T]) -> String {
    format!("And {} more.", grouped(unlisted(total, listed)))
}

/// The least time that something takes, as a sentence.
pub(crate) fn at_least(seconds: u32) -> String {
    match seconds {
        0 => "A moment more.".to_owned(),
        1..90 => format!("At least {} more.", counted(seconds, "second", "seconds")),
        _ => format!("At least {} more.", counted(seconds.div_ceil(60), "minute", "minutes")),
    }
}

/// A size in bytes, rounded to a unit that fits.
pub(crate) fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

/// The word for a severity.
pub(crate) fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "Note",
        Severity::Warning => "Warning",
        Severity::Error => "Error",
    }
}

/// The head of a column.
pub(crate) fn column(column: Column) -> &'static str {
    match column {
        Column::Serial => "Serial number",
        Column::Seed => "Seed",
        Column::Hash => "Hash",
        Column::Interval => "Interval",
        Column::Digits => "Digits",
        Column::Manufacturer => "Manufacturer",
        Column::Model => "Model",
        Column::Upn => "UPN",
        Column::Source => "Source",
        Column::Findings => "Findings",
    }
}

/// How far work is: *3 of 5 tokens gone through, 1 only half done*. What became of each stands in the rows: not all that is
/// over was done.
pub(crate) fn far(run: &WorkRun) -> String {
    let half = match run.half_done {
        0 => String::new(),
        half => format!(", {} only half done", grouped(half)),
    };
    match run.state {
        RunState::Ended => format!("{}{half}", tokens(run.total)),
        _ => format!("{} of {} gone through{half}", grouped(run.done), tokens(run.total)),
    }
}

#[cfg(test)]
mod tests {
    use super::{size, tokens};

    fn check(count: u32, text: &str) {
        assert_eq!(tokens(count), text);
    }

    #[test]
    fn counts_read_well() {
        check(0, "0 tokens");
        check(1, "1 token");
        check(1_000, "1,000 tokens");
    }

    #[test]
    fn sizes_read_well() {
        let cases = [(0, "0 bytes"), (999, "999 bytes"), (48_120, "48 kB"), (10_485_760, "10.4 MB")];
        for (bytes, text) in cases {
            assert_eq!(size(bytes), text);
        }
    }
}
