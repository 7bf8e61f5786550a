//! The result as a table without seeds.

use seedferry_protocol::UploadResult;

use super::{
    super::quoted_csv::Table,
    rows::{verdict_details, verdict_name},
};
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
    let mut table = Table::default();
    table.push(&HEAD);
    for (serial, verdict) in run.verdicts() {
        let (details, remedy) = verdict_details(&verdict);
        let id = match verdict {
            Verdict::Created { id } | Verdict::AlreadyThere { id, .. } => id,
            _ => "",
        };
        let (code, request) = match verdict {
            Verdict::Failed(Reason::Refused(error)) => {
                (error.code.as_str(), error.request_id.as_deref().unwrap_or_default())
            }
            _ => ("", ""),
        };
        table.push(&[serial, verdict_name(&verdict), id, &details, remedy, code, request]);
    }
    table.into_text()
}
