//! The result as a table without seeds.

use seedferry_protocol::UploadResult;

use super::{
    super::{Model, quoted_csv::Table},
    Stage,
    rows::{verdict_details, verdict_name},
};
use crate::{
    calendar::date,
    graph::run::{Reason, Run, Verdict},
};

const HEAD: [&str; 7] =
    ["Serial number", "Result", "Object id", "Details", "What to do", "Graph's code", "Request id"];

impl Model {
    /// What became of the upload, or of the one before the idle page was wiped.
    pub(in super::super) fn any_result(&self) -> Option<UploadResult> {
        self.result().or_else(|| self.kept_result.clone())
    }

    /// The results of uploads that a batch file takes along, the newest last.
    pub(in super::super) fn all_results(&self) -> Vec<UploadResult> {
        self.other_results.iter().chain(&self.kept_result).cloned().chain(self.result()).collect()
    }

    /// What became of the upload, once it is over.
    pub(in super::super) fn result(&self) -> Option<UploadResult> {
        match self.upload.as_ref().map(|upload| &upload.stage) {
            Some(Stage::Run(run)) if run.ending().is_some() => Some(of(run, self.online.wall)),
            _ => None,
        }
    }
}

/// The result of a run that ended on this day, given in seconds since 1970.
fn of(run: &Run, wall: u64) -> UploadResult {
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
