//! The result as a table without seeds.

use seedferry_protocol::UploadResult;

use super::rows::{verdict_details, verdict_name};
use crate::graph::run::{Reason, Run, Verdict};

const HEAD: [&str; 7] =
    ["Serial number", "Result", "Object id", "Details", "What to do", "Graph's code", "Request id"];

/// The result of a run that ended on this day, given in seconds since 1970.
pub(super) fn of(run: &Run, wall: u64) -> UploadResult {
    UploadResult { name: format!("seedferry-upload-{}.csv", date(wall)), table: table(run) }
}

/// A day, given in seconds since 1970, as `2026-11-24` (UTC).
fn date(wall: u64) -> String {
    // Years begin in March, so that the day of a leap year comes last; 719,468 days lie between then and 1970.
    let days = wall / 86_400 + 719_468;
    let era = days / 146_097;
    let of_era = days % 146_097;
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

fn table(run: &Run) -> String {
    let mut text = String::new();
    push(&mut text, HEAD);
    for (serial, verdict) in run.verdicts() {
        let (details, remedy) = verdict_details(&verdict);
        let id = match &verdict {
            Verdict::Created { id } | Verdict::AlreadyThere { id, .. } => id.as_str(),
            _ => "",
        };
        let (code, request) = match &verdict {
            Verdict::Failed(Reason::Refused(error)) => {
                (error.code.as_str(), error.request_id.as_deref().unwrap_or_default())
            }
            _ => ("", ""),
        };
        push(&mut text, [serial, verdict_name(&verdict), id, &details, remedy, code, request]);
    }
    text
}

/// Appends a row (RFC 4180). Every cell is quoted: texts come from a server.
fn push(text: &mut String, cells: [&str; 7]) {
    let quoted = cells.map(|cell| format!("\"{}\"", cell.replace('"', "\"\"")));
    text.push_str(&quoted.join(","));
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_named() {
        let check = |wall: u64, day: &str| assert_eq!(date(wall), day);
        check(0, "1970-01-01");
        check(951_782_399, "2000-02-28");
        check(951_782_400, "2000-02-29");
        check(1_795_514_400, "2026-11-24");
        check(4_107_542_399, "2100-02-28");
        check(4_107_542_400, "2100-03-01");
    }

    #[test]
    fn cells_with_quotes_stay_one() {
        let mut text = String::new();
        push(&mut text, ["1", "a \"b\"", "", "", "", "", "x,y"]);
        assert_eq!(text, "\"1\",\"a \"\"b\"\"\",\"\",\"\",\"\",\"\",\"x,y\"\r\n");
    }
}
