//! The result as a table without seeds.

use seedferry_protocol::UploadResult;

use super::rows::{verdict_details, verdict_name};
use crate::{
    calendar::date,
    graph::run::{Reason, Run, Verdict},
};

const HEAD: [&str; 7] =
    ["Serial number", "Result", "Object id", "Details", "What to do", "Graph's code", "Request id"];

/// The result of a run that ended on this day, given in seconds since 1970.
pub(super) fn of(run: &Run, wall: u64) -> UploadResult {
    UploadResult { name: format!("seedferry-upload-{}.csv", date(wall)), table: table(run) }
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
    fn cells_with_quotes_stay_one() {
        let mut text = String::new();
        push(&mut text, ["1", "a \"b\"", "", "", "", "", "x,y"]);
        assert_eq!(text, "\"1\",\"a \"\"b\"\"\",\"\",\"\",\"\",\"\",\"x,y\"\r\n");
    }
}
