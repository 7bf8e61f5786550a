//! The rows of a plan or a result, by filter and page.

use std::borrow::Cow;

use seedferry_protocol::{Tone, UploadFilter, UploadList, UploadRow};

use super::{
    super::review::Review,
    became::{self, Became, LeftOut},
};
use crate::{
    diagnostic::Problem,
    graph::{
        plan::{Fate, Row, UploadPlan},
        run::{Difference, Reason, Run, Verdict},
    },
    token::{SerialNumber, Token},
};

/// What is in sight of the list.
#[derive(Default)]
pub(in super::super) struct Chosen {
    pub(in super::super) filter: u32,
    pub(in super::super) page: u32,
}

/// The filters of a plan; a row belongs to one of them, and to the first.
const FATES: [&str; 6] =
    ["All", "New", "Already there", "There, but different", "Twice in the batch", "Not for Entra"];
/// Likewise of a result.
const RESULTS: [&str; 9] = [
    "All",
    "Created",
    "Already there",
    "Failed",
    "Unchecked",
    "Not tried",
    "Twice in the batch",
    "Not for Entra",
    "Left out",
];
/// The same before the end.
const SO_FAR: [&str; 9] = [
    "All",
    "Created",
    "Already there",
    "Failed",
    "Sent",
    "Waiting",
    "Twice in the batch",
    "Not for Entra",
    "Left out",
];

/// The plan's rows.
pub(super) fn of_plan(plan: &UploadPlan, review: &Review, chosen: &Chosen) -> UploadList {
    let rows = plan.rows().iter().map(|row| (fate_filter(&row.fate), row));
    list(FATES, rows, chosen, |place, row| plan_row(place, row, review))
}

/// The result's rows, also before the end: of the tokens that the run was given, and of those left out.
pub(super) fn of_run(run: &Run, left_out: &[LeftOut], chosen: &Chosen) -> UploadList {
    let rows = became::all(run, left_out).map(|(serial, became)| (result_filter(&became), (serial, became)));
    let names = if run.ending().is_some() { RESULTS } else { SO_FAR };
    list(names, rows, chosen, |place, (serial, became)| {
        let is_open = matches!(became, Became::Verdict(Verdict::Unchecked | Verdict::NotTried));
        let open = is_open && run.ending().is_none();
        let details = match &became {
            _ if open => String::new(),
            Became::Verdict(Verdict::Created { id, differences: [], refused: false }) => {
                format!("Object id {id}")
            }
            became => {
                let (details, remedy) = became_details(became);
                format!("{details} {remedy} {}", request_id(became)).trim().to_owned()
            }
        };
        UploadRow {
            place,
            serial: serial.to_owned(),
            verdict: names.get(result_filter(&became)).copied().unwrap_or_default().to_owned(),
            tone: if open { Tone::Plain } else { became_tone(&became) },
            details,
            ticked: None,
        }
    })
}

/// What became of a token, in a word or two.
pub(super) fn became_name(became: &Became<'_>) -> &'static str {
    RESULTS.get(result_filter(became)).copied().unwrap_or_default()
}

/// What there is to say about it, and what to do, as sentences; both may be empty.
pub(super) fn became_details(became: &Became<'_>) -> (String, Cow<'static, str>) {
    match became {
        Became::Verdict(verdict) => {
            let (details, remedy) = verdict_details(verdict);
            (details, remedy.into())
        }
        Became::Twice(problem) | Became::NotForEntra(problem) => {
            let (details, remedy) = problem_details(problem);
            (details, remedy.into())
        }
        Became::LeftOut => {
            ("It was not ticked.".to_owned(), "Upload the same file again, and tick it.".into())
        }
    }
}

fn problem_details(problem: &Problem) -> (String, String) {
    (format!("{}.", problem.what()), format!("{}.", problem.remedy()))
}

/// What is said of a token that is there although Graph refused it.
const REFUSED: &str =
    "Graph refused it, and yet the inventory shows it: somebody else may have created it at the same time.";

fn verdict_details(verdict: &Verdict<'_>) -> (String, &'static str) {
    match verdict {
        Verdict::Created { differences: [], refused: false, .. } => (String::new(), ""),
        Verdict::Created { differences, refused, .. } => (
            [if *refused { REFUSED } else { "" }, &different(differences)].join(" ").trim().to_owned(),
            "Compare the code of the device with that of the file, under Check codes.",
        ),
        Verdict::AlreadyThere { differences, .. } => (different(differences), ""),
        Verdict::Failed(Reason::Refused(error)) => (error.words(), error.remedy()),
        Verdict::Failed(Reason::Lost) => {
            ("It was written, and never appeared in the inventory.".to_owned(), "Try it again later.")
        }
        Verdict::Unchecked => (
            "It was sent, and the inventory does not show it yet.".to_owned(),
            "Read the inventory again before you upload it once more.",
        ),
        Verdict::NotTried => (String::new(), "Upload the same file again: only what is missing is sent."),
    }
}

/// By what Microsoft's support finds a refusal, as a sentence; empty where there is none.
fn request_id(became: &Became<'_>) -> String {
    match became {
        Became::Verdict(Verdict::Failed(Reason::Refused(error))) => {
            error.request_id.as_ref().map(|id| format!("Request id {id}."))
        }
        _ => None,
    }
    .unwrap_or_default()
}

pub(in super::super) fn list<T, const N: usize>(
    filters: [&str; N],
    rows: impl Iterator<Item = (usize, T)>,
    chosen: &Chosen,
    row: impl Fn(u32, T) -> UploadRow,
) -> UploadList {
    let filter = chosen.filter as usize;
    let per_page = UploadList::ROWS as usize;
    let from = (chosen.page as usize).saturating_mul(per_page);
    let (mut counts, mut shown) = ([0_u32; N], Vec::new());
    for (place, (kind, item)) in (0_u32..).zip(rows) {
        let seen = *counts.get(filter).unwrap_or(&0) as usize;
        if (filter == 0 || kind == filter) && seen >= from && shown.len() < per_page {
            shown.push(row(place, item));
        }
        // Every row belongs to the first.
        for counted in [Some(0), (kind > 0).then_some(kind)].into_iter().flatten() {
            counts.get_mut(counted).into_iter().for_each(|count| *count += 1);
        }
    }
    let total = counts.get(filter).copied().unwrap_or_default();
    let filters = filters.into_iter().zip(counts);
    UploadList {
        filters: filters.map(|(label, count)| UploadFilter { label: label.to_owned(), count }).collect(),
        chosen: chosen.filter,
        page: chosen.page,
        pages: total.div_ceil(UploadList::ROWS).max(1),
        rows: shown,
    }
}

fn fate_filter(fate: &Fate) -> usize {
    match fate {
        Fate::New => 1,
        Fate::AlreadyThere { differences, .. } if differences.is_empty() => 2,
        Fate::AlreadyThere { .. } => 3,
        Fate::Twice(_) => 4,
        Fate::NotForEntra(_) => 5,
    }
}

fn plan_row(place: u32, row: &Row, review: &Review) -> UploadRow {
    let (id, token) = review.token_at(row.token as usize).unzip();
    let (tone, details) = match &row.fate {
        Fate::New => (Tone::Good, token.map(new_details).unwrap_or_default()),
        Fate::AlreadyThere { differences, .. } if differences.is_empty() => (Tone::Plain, String::new()),
        Fate::AlreadyThere { differences, .. } => (Tone::Warning, different(differences)),
        Fate::Twice(problem) | Fate::NotForEntra(problem) => {
            let (details, remedy) = problem_details(problem);
            (Tone::Bad, format!("{details} {remedy}"))
        }
    };
    UploadRow {
        place,
        serial: token.and_then(|token| token.serial.as_ref()).map(serial).unwrap_or_default(),
        verdict: FATES.get(fate_filter(&row.fate)).copied().unwrap_or_default().to_owned(),
        tone,
        details,
        ticked: id.filter(|_| row.fate == Fate::New).map(|id| (id, row.ticked)),
    }
}

fn serial(serial: &SerialNumber) -> String {
    serial.as_str().to_owned()
}

/// Maker and model, by which the person at the screen knows the token.
fn new_details(token: &Token) -> String {
    let parts = [token.manufacturer.as_deref(), token.model.as_deref()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn different(differences: &[Difference]) -> String {
    if differences.is_empty() {
        return String::new();
    }
    let names: Vec<_> = differences.iter().map(|difference| difference.name()).collect();
    format!("The tenant has another {}. It may be another token.", names.join(" and another "))
}

fn result_filter(became: &Became<'_>) -> usize {
    match became {
        Became::Verdict(Verdict::Created { .. }) => 1,
        Became::Verdict(Verdict::AlreadyThere { .. }) => 2,
        Became::Verdict(Verdict::Failed(_)) => 3,
        Became::Verdict(Verdict::Unchecked) => 4,
        Became::Verdict(Verdict::NotTried) => 5,
        Became::Twice(_) => 6,
        Became::NotForEntra(_) => 7,
        Became::LeftOut => 8,
    }
}

fn became_tone(became: &Became<'_>) -> Tone {
    match became {
        Became::Verdict(verdict) => verdict_tone(verdict),
        Became::LeftOut => Tone::Plain,
        Became::Twice(_) | Became::NotForEntra(_) => Tone::Bad,
    }
}

fn verdict_tone(verdict: &Verdict<'_>) -> Tone {
    match verdict {
        Verdict::Created { differences: [], refused: false, .. } => Tone::Good,
        Verdict::AlreadyThere { differences: [], .. } | Verdict::NotTried => Tone::Plain,
        Verdict::Created { .. } | Verdict::AlreadyThere { .. } | Verdict::Unchecked => Tone::Warning,
        Verdict::Failed(_) => Tone::Bad,
    }
}

#[cfg(test)]
mod tests {
    use core::cell::Cell;

    use super::*;

    /// Of so many rows of two kinds, the page's are made and no other.
    fn check(rows: usize, filter: u32, page: u32, made: u32, pages: u32) {
        let (count, chosen) = (Cell::new(0), Chosen { filter, page });
        let kinds = (0..rows).map(|at| (at % 2 + 1, at));
        let list = list(["All", "Even", "Odd"], kinds, &chosen, |place, _| {
            count.set(count.get() + 1);
            UploadRow {
                place,
                serial: String::new(),
                verdict: String::new(),
                tone: Tone::Plain,
                details: String::new(),
                ticked: None,
            }
        });
        assert_eq!((count.get(), list.pages), (made, pages), "{rows} rows, filter {filter}, page {page}");
        assert_eq!(list.rows.len(), made as usize);
    }

    #[test]
    fn only_rows_in_sight_are_made() {
        check(0, 0, 0, 0, 1);
        check(50_000, 0, 0, 100, 500);
        check(50_000, 0, 499, 100, 500);
        check(50_001, 1, 250, 1, 251);
        check(50_000, 2, 1, 100, 250);
        check(50_000, 2, 250, 0, 250);
    }
}
