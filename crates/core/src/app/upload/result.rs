//! The result as a table without seeds.

use seedferry_protocol::{Ticket, UploadResult};

use super::{
    super::{Effect, Model, nothing_to_hand_over, quoted_csv::Table, save::CSV},
    Stage, Upload,
    became::{self, Became, LeftOut},
    rows::{became_details, became_name},
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

    /// Hands the result to the clipboard, or to a file.
    pub(super) fn hand_result(&mut self, ticket: Ticket, copy: bool) -> Vec<Effect> {
        let Some(UploadResult { name, table }) = self.any_result() else {
            return nothing_to_hand_over(ticket);
        };
        self.hand_text(ticket, copy, name, CSV, table)
    }

    /// What became of the upload, once it is over.
    pub(in super::super) fn result(&self) -> Option<UploadResult> {
        match &self.upload {
            Some(Upload { stage: Stage::Run(run), left_out, .. }) if run.ending().is_some() => {
                let name = format!("seedferry-upload-{}.csv", date(self.online.wall));
                let (name, table) = self.marked(name, table(run, left_out));
                Some(UploadResult { name, table })
            }
            _ => None,
        }
    }
}

fn table(run: &Run, left_out: &[LeftOut]) -> String {
    let mut table = Table::default();
    table.push(&HEAD);
    for (serial, became) in became::all(run, left_out) {
        let (details, remedy) = became_details(&became);
        let id = match became {
            Became::Verdict(Verdict::Created { id, .. } | Verdict::AlreadyThere { id, .. }) => id,
            _ => "",
        };
        let (code, request) = match became {
            Became::Verdict(Verdict::Failed(Reason::Refused(error))) => {
                (error.code.as_str(), error.request_id.as_deref().unwrap_or_default())
            }
            _ => ("", ""),
        };
        table.push(&[serial, became_name(&became), id, &details, &remedy, code, request]);
    }
    table.into_text()
}
