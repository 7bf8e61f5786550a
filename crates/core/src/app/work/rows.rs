//! The jobs as rows, before, during and after the run, and the result as a table without seeds.

use seedferry_protocol::{Tone, UploadList, UploadRow};

use super::super::{
    quoted_csv::Table,
    upload::{Chosen, list},
};
use crate::graph::{
    GraphError,
    work::{Act, Job, Lapse, Reason, Rest, Verdict, Work},
};

/// The filters of a result; a row belongs to one of them, and to the first.
const VERDICTS: [&str; 7] = ["All", "Done", "Nothing to do", "Failed", "Half done", "Unchecked", "Not tried"];
/// The same before the end.
const SO_FAR: [&str; 7] = ["All", "Done", "Nothing to do", "Failed", "Half done", "Sent", "Waiting"];
const HEAD: [&str; 7] =
    ["Serial number", "Person", "Action", "Result", "Details", "What to do", "Request id"];

/// The rows of jobs that wait for a word.
pub(super) fn of_jobs(jobs: &[Job], chosen: &Chosen) -> UploadList {
    list(["All"], jobs.iter().map(|job| (0, job)), chosen, |place, job| UploadRow {
        place,
        serial: job.token(),
        verdict: actions(job),
        tone: Tone::Plain,
        details: job.who.clone().unwrap_or_default(),
        ticked: None,
    })
}

/// The rows of a run, also before its end.
pub(super) fn of_run(work: &Work, chosen: &Chosen) -> UploadList {
    let names = if work.ending().is_some() { VERDICTS } else { SO_FAR };
    let rows = work.verdicts().map(|(job, verdict)| (filter(&verdict), (job, verdict)));
    list(names, rows, chosen, |place, (job, verdict)| {
        let open = work.ending().is_none() && is_open(&verdict);
        let (details, remedy) = if open { (so_far(job, &verdict), "") } else { details(job, &verdict) };
        let who = job.who.as_ref().map(|who| format!("{who}. ")).unwrap_or_default();
        UploadRow {
            place,
            serial: job.token(),
            verdict: names.get(filter(&verdict)).copied().unwrap_or_default().to_owned(),
            tone: if open { Tone::Plain } else { tone(&verdict) },
            details: format!("{who}{details} {remedy}").trim().to_owned(),
            ticked: None,
        }
    })
}

/// Whether more comes before the end of the run.
fn is_open(verdict: &Verdict) -> bool {
    match verdict {
        Verdict::Unchecked | Verdict::NotTried => true,
        Verdict::HalfDone { rest, .. } => matches!(rest, Rest::Unchecked | Rest::NotTried),
        _ => false,
    }
}

/// What is done of a job that goes on.
fn so_far(job: &Job, verdict: &Verdict) -> String {
    match verdict {
        Verdict::HalfDone { done, .. } => {
            format!("Done: {}.", names(job.acts.get(..*done).unwrap_or_default()))
        }
        _ => String::new(),
    }
}

/// The result as a table.
pub(super) fn table(work: &Work) -> Table {
    let mut table = Table::default();
    table.push(&HEAD);
    for (job, verdict) in work.verdicts() {
        let (details, remedy) = details(job, &verdict);
        let who = job.who.as_deref().unwrap_or_default();
        let name = VERDICTS.get(filter(&verdict)).copied().unwrap_or_default();
        let request = error(&verdict).and_then(|error| error.request_id.as_deref()).unwrap_or_default();
        table.push(&[&job.token(), who, &actions(job), name, &details, remedy, request]);
    }
    table
}

/// What is done to the token: *Unassign, then delete*. A device of two methods is unassigned in two acts.
pub(super) fn actions(job: &Job) -> String {
    let mut names: Vec<_> = job.acts.iter().map(Act::name).collect();
    names.dedup();
    capitalised(&names.join(", then "))
}

/// With a capital letter at its beginning.
pub(super) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// What there is to say about a verdict, and what to do, as sentences; both may be empty.
fn details(job: &Job, verdict: &Verdict) -> (String, &'static str) {
    match verdict {
        Verdict::Done | Verdict::NotTried => (String::new(), ""),
        Verdict::AlreadySo if job.acts.iter().all(is_unassign) => (
            "The person did not have it any more, so nothing was taken away. Somebody else may have it by now.".to_owned(),
            "Read the inventory again to see who has it.",
        ),
        Verdict::AlreadySo => ("It was so before; nothing was sent.".to_owned(), ""),
        Verdict::Failed { act, error } => reason(job.acts.get(*act), error),
        Verdict::Unchecked => (
            "It was sent, and what became of it could not be read.".to_owned(),
            "Read the inventory before you do it once more.",
        ),
        Verdict::HalfDone { done, rest } => half_done(job, *done, rest),
    }
}

fn is_unassign(act: &Act) -> bool {
    matches!(act, Act::Unassign { .. })
}

/// Whether the job was done in part, and that is its end.
pub(super) fn is_half_done(verdict: &Verdict, is_over: bool) -> bool {
    matches!(verdict, Verdict::HalfDone { rest, .. } if is_over || matches!(rest, Rest::Failed(_)))
}

/// What is done of such a job, and with which tokens that leaves the person.
pub(super) fn half_done_words(job: &Job, verdict: &Verdict) -> Option<String> {
    let Verdict::HalfDone { done, rest } = verdict else {
        return None;
    };
    let who = job.who.as_ref().map(|who| format!(" of {who}")).unwrap_or_default();
    Some(format!("Token {}{who}. {}", job.token(), so_far_of_half(job, *done, rest)))
}

fn so_far_of_half(job: &Job, done: usize, rest: &Rest) -> String {
    let (before, after) = job.acts.split_at(done.min(job.acts.len()));
    let without = match rest {
        _ if !took_the_old(job, done) => "",
        Rest::Unchecked => " The person no longer has the old token, and may not have the new one.",
        Rest::Failed(_) | Rest::NotTried => " The person now has neither the old token nor the new one.",
    };
    format!("Done: {}. Not done: {}.{without}", names(before), names(after))
}

fn half_done(job: &Job, done: usize, rest: &Rest) -> (String, &'static str) {
    let after = job.acts.get(done..).unwrap_or_default();
    let so_far = so_far_of_half(job, done, rest);
    match rest {
        Rest::Failed(error) => {
            let (why, remedy) = reason(after.first(), error);
            (format!("{so_far} {why}"), remedy)
        }
        Rest::Unchecked => (
            format!("{so_far} The last request was sent, and what became of it could not be read."),
            "Try it again: what is done is not done twice.",
        ),
        Rest::NotTried => (so_far, "Try it again: what is done is not done twice."),
    }
}

/// Whether a replacement that stopped there took the old token away. That may be two methods: the person is without it when
/// both are gone.
fn took_the_old(job: &Job, done: usize) -> bool {
    let (before, after) = job.acts.split_at(done.min(job.acts.len()));
    job.new.is_some() && before.iter().any(is_unassign) && !after.iter().any(is_unassign)
}

/// Who was left without a token by a replacement that stopped half-way: object id, words for the person, and a sentence.
pub(super) fn left_without(work: &Work) -> Option<(&str, &str, String)> {
    work.verdicts().find_map(|(job, verdict)| {
        let Verdict::HalfDone { done, rest } = verdict else {
            return None;
        };
        let user = job.acts.get(done)?.user().filter(|_| took_the_old(job, done))?;
        let (who, is) = (job.who.as_deref()?, if rest == Rest::Unchecked { "may be" } else { "is" });
        Some((user, who, format!("{who} {is} without a token in place of {}.", job.serial)))
    })
}

fn names(acts: &[Act]) -> String {
    acts.iter().map(Act::name).collect::<Vec<_>>().join(", ")
}

fn reason(act: Option<&Act>, reason: &Reason) -> (String, &'static str) {
    match reason {
        Reason::Refused(error) => (error.words(), remedy(act, error)),
        Reason::Lost => {
            ("Graph did not refuse it, and yet it never showed.".to_owned(), "Try it again later.")
        }
        Reason::Held => (
            "Somebody has this token.".to_owned(),
            "Unassign it first. Read the inventory again to see who has it.",
        ),
        Reason::NoSeed => (
            "Its code cannot be computed: its seed is not open here, or is open twice with a difference, or the open file \
             and the tenant do not agree on its interval or hash function."
                .to_owned(),
            "Open the seed file, or type the code that the token shows.",
        ),
        Reason::Lapsed(lapse) => lapsed(*lapse),
    }
}

/// What can be done about a refusal that ended the work: by what was refused.
pub(super) fn remedy_of_end(work: &Work, refusal: &GraphError) -> &'static str {
    let acts = work.verdicts().filter_map(|(job, verdict)| {
        let at = match &verdict {
            Verdict::Failed { act, .. } => *act,
            Verdict::HalfDone { done, .. } => *done,
            _ => return None,
        };
        error(&verdict).filter(|error| error.status == refusal.status).and(job.acts.get(at))
    });
    remedy(acts.last(), refusal)
}

/// Why a legacy token stays, as it was read right before the write.
fn lapsed(lapse: Lapse) -> (String, &'static str) {
    let (why, remedy) = match lapse {
        Lapse::Gone => (
            "The person does not have the token that came through Graph any more.",
            "Read the inventory and the report again.",
        ),
        Lapse::Inactive => (
            "The token that came through Graph is not activated, so the person signs in with the legacy one.",
            "Activate it first, under Assign or at the help desk. Then read the report again.",
        ),
        Lapse::Moved => (
            "The person does not have the legacy token any more.",
            "Somebody may be cleaning up, too. Read the report again.",
        ),
    };
    (why.to_owned(), remedy)
}

fn remedy(act: Option<&Act>, error: &GraphError) -> &'static str {
    let Some(act) = act.filter(|act| act.user().is_some()) else {
        return error.remedy();
    };
    let unseen = matches!(act, Act::AssignAndActivateBySerial { .. });
    match (error.status, act.code().is_some()) {
        (400, true) if unseen => {
            "Check the serial number and the code, that nobody has this token, and that the person has fewer than five. Then \
             try it with a new code."
        }
        (404, _) if unseen => {
            "Check the serial number: the tenant has no such token, or the person is not there any more."
        }
        (400, true) => {
            "Check that the code is of this token and was not used before, and that the token's clock is not more than \
             a day off. Then try a new code."
        }
        (403, _) => {
            "You need the role Authentication Administrator, and Privileged Authentication Administrator where the \
             person is an administrator."
        }
        (404, _) => {
            "Read the inventory again: the person, or the token, is not there any more. Where a deleted account still has \
             the token, restore the account and do it then, or wait until the account is deleted for good."
        }
        (409, _) => {
            "Read the inventory again, and look at the person's tokens: somebody may have this token, or the person as many \
             as Entra allows."
        }
        _ => error.remedy(),
    }
}

fn error(verdict: &Verdict) -> Option<&GraphError> {
    match verdict {
        Verdict::Failed { error: Reason::Refused(error), .. }
        | Verdict::HalfDone { rest: Rest::Failed(Reason::Refused(error)), .. } => Some(error),
        _ => None,
    }
}

fn filter(verdict: &Verdict) -> usize {
    match verdict {
        Verdict::Done => 1,
        Verdict::AlreadySo => 2,
        Verdict::Failed { .. } => 3,
        Verdict::HalfDone { .. } => 4,
        Verdict::Unchecked => 5,
        Verdict::NotTried => 6,
    }
}

fn tone(verdict: &Verdict) -> Tone {
    match verdict {
        Verdict::Done => Tone::Good,
        Verdict::AlreadySo | Verdict::NotTried => Tone::Plain,
        Verdict::Unchecked => Tone::Warning,
        Verdict::Failed { .. } | Verdict::HalfDone { .. } => Tone::Bad,
    }
}
