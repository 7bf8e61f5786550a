//! From a batch to files for a target: what goes, what stays behind and why, what the target cannot carry.

pub(crate) mod double;
mod duplicate;
mod encoding;
mod loss;
mod parts;
mod report;
mod target;
mod user;

use std::collections::{HashMap, HashSet};

pub use loss::Loss;
pub(crate) use report::report;
use seedferry_protocol::{ExportOptions, Exposed, Severity, TargetFormat, TokenProperty};
pub(crate) use target::is_formula;
pub use target::unchanged_layout;

use self::target::Target;
use crate::{
    diagnostic::{Diagnostic, Place, Problem, SerialProblem},
    entropy::Entropy,
    token::{Batch, OathType, SerialNumber, Token},
};

/// What will be written, decided before anything is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// As what.
    pub target: TargetFormat,
    /// How.
    pub options: ExportOptions,
    /// The files or bodies; none when no token goes.
    pub parts: Vec<Part>,
    /// Why nothing can be written with these options, as sentences without a full stop.
    pub obstacles: Vec<String>,
    /// Tokens that stay behind, as indices into the batch, with the gravest reason.
    pub staying: Vec<(u32, Problem)>,
    /// What the target cannot carry and what is assumed, with the number of tokens it concerns.
    pub losses: Vec<Loss>,
}

/// One file or body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its tokens, as indices into the batch.
    pub tokens: Vec<u32>,
    /// The name it is saved under.
    pub file_name: String,
    /// Its media type.
    pub media_type: String,
}

/// Findings that need the whole batch or the target: duplicates, users with too many tokens, what the target takes.
pub fn check_batch(batch: &Batch, target: TargetFormat, options: &ExportOptions) -> Vec<Diagnostic> {
    let mut findings = check_whole(batch);
    findings.append(&mut check_target(batch, target, options));
    findings
}

/// Findings that need the whole batch, whatever the target: tokens that stand twice, shared seeds, odd lengths.
pub fn check_whole(batch: &Batch) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    duplicate::check(batch, &mut findings);
    findings
}

/// Findings that need the target.
pub fn check_target(batch: &Batch, target: TargetFormat, options: &ExportOptions) -> Vec<Diagnostic> {
    check_for(batch, &*target::of(target, options), options)
}

fn check_for(batch: &Batch, target: &dyn Target, options: &ExportOptions) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    if target.is_entra() {
        user::check(batch, &mut findings);
    }
    let (takes, consumer) = (target.takes(), target.consumer());
    for token in &batch.tokens {
        let mut note = |problem| findings.push(Diagnostic::new(Place::from(&token.origin), problem));
        takes.check(token, consumer, &mut note);
        target.check(token, &mut note);
        encoding::check(token, target, options, &mut note);
    }
    findings
}

/// Whether the files for a target carry this property of this token, be it in their names.
pub fn carries(
    target: TargetFormat,
    options: &ExportOptions,
    property: TokenProperty,
    token: &Token,
) -> bool {
    target::of(target, options).carries(property, token)
}

/// Decides what becomes of the chosen tokens, given as indices into the batch.
///
/// A token with an error stays behind, unless the options say otherwise and the format can carry it. One that
/// stands twice with the same seed is written once, as the one that says most.
pub fn plan(batch: &Batch, chosen: &[u32], target: TargetFormat, options: &ExportOptions) -> Plan {
    plan_checked(batch, &check_whole(batch), chosen, target, options)
}

/// As [`plan`], for whoever knows the findings of [`check_whole`] already: they do not depend on the target.
pub fn plan_checked(
    batch: &Batch,
    whole: &[Diagnostic],
    chosen: &[u32],
    target: TargetFormat,
    options: &ExportOptions,
) -> Plan {
    let to = target::of(target, options);
    let of_target = check_for(batch, &*to, options);
    let (going, staying) = parted(batch, chosen, &*to, options, [whole, &of_target]);
    let tokens = going.iter().filter_map(|index| Some((*index, token_at(batch, *index)?)));
    let mut losses = loss::losses(&tokens, &*to, batch);
    losses.extend(loss::misread(&tokens, &of_target));
    let mut obstacles = to.obstacles();
    obstacles.extend(encoding::obstacle(target, &*to, options));
    let parts = if obstacles.is_empty() { parts::parts(&tokens, &*to) } else { Vec::new() };
    Plan { target, options: options.clone(), parts, obstacles, staying, losses }
}

/// Splits what a plan writes anew where a file would hold tokens that are done beside others: those that are done get files
/// of their own.
pub fn set_apart(batch: &Batch, plan: &mut Plan, is_done: impl Fn(&Token) -> bool) {
    let done = |index: &&u32| token_at(batch, **index).is_some_and(&is_done);
    let is_mixed = |part: &Part| {
        let count = part.tokens.iter().filter(done).count();
        count > 0 && count < part.tokens.len()
    };
    if !plan.parts.iter().any(is_mixed) {
        return;
    }
    let going = plan.parts.iter().flat_map(|part| &part.tokens);
    let tokens = going.filter_map(|index| Some((*index, token_at(batch, *index)?)));
    plan.parts = parts::apart(&tokens, &*target::of(plan.target, &plan.options), is_done);
}

/// The chosen tokens that stay behind, with the gravest reason, for whoever needs nothing else of a plan and knows the
/// findings of [`check_whole`] and of [`check_target`] already.
pub fn staying(
    batch: &Batch,
    findings: [&[Diagnostic]; 2],
    chosen: &[u32],
    target: TargetFormat,
    options: &ExportOptions,
) -> Vec<(u32, Problem)> {
    parted(batch, chosen, &*target::of(target, options), options, findings).1
}

/// The chosen tokens that go, and those that stay behind with the gravest reason, by the findings of the whole batch and
/// those of the target.
fn parted(
    batch: &Batch,
    chosen: &[u32],
    to: &dyn Target,
    options: &ExportOptions,
    [whole, of_target]: [&[Diagnostic]; 2],
) -> (Vec<u32>, Vec<(u32, Problem)>) {
    let errors = errors([&batch.findings, whole, of_target]);
    let takes = to.takes();
    let chosen: Vec<(u32, &Token)> =
        chosen.iter().filter_map(|index| Some((*index, token_at(batch, *index)?))).collect();
    if to.keeps_all() {
        return (chosen.into_iter().map(|(index, _)| index).collect(), Vec::new());
    }
    let refusal = |token: &Token| {
        let error = errors.get(&Place::from(&token.origin));
        refusal(token, error.copied(), to.can_hold(token, &takes), options.with_errors)
    };
    let mut refusals: Vec<Option<Problem>> = chosen.iter().map(|(_, token)| refusal(token)).collect();
    refuse_doubles(batch, whole, &chosen, &mut refusals);
    let (mut going, mut staying) = (Vec::with_capacity(chosen.len()), Vec::new());
    for ((index, _), refusal) in chosen.into_iter().zip(refusals) {
        match refusal {
            Some(problem) => staying.push((index, problem)),
            None => going.push(index),
        }
    }
    (going, staying)
}

/// Writes one part of a plan, counted from 0; `None` when the plan has no such part, or when it is encrypted and there
/// is no source of random bytes.
pub fn write(batch: &Batch, plan: &Plan, part: usize, entropy: &mut Entropy) -> Option<Exposed> {
    let content = write_text(batch, plan, part, entropy)?;
    let target = target::of(plan.target, &plan.options);
    Some(encoding::encoded(content, &*target, &plan.options))
}

/// As [`write`], always in UTF-8: for a clipboard, which has its own encoding.
pub fn write_text(batch: &Batch, plan: &Plan, part: usize, entropy: &mut Entropy) -> Option<Exposed> {
    let part = plan.parts.get(part)?;
    let tokens: Vec<_> = part.tokens.iter().filter_map(|index| token_at(batch, *index)).collect();
    target::of(plan.target, &plan.options).write(&tokens, batch, entropy)
}

fn token_at(batch: &Batch, index: u32) -> Option<&Token> {
    batch.tokens.get(usize::try_from(index).ok()?)
}

/// The first error of each token, in the order of the lists.
fn errors(lists: [&[Diagnostic]; 3]) -> HashMap<Place, &Problem> {
    let mut errors = HashMap::new();
    for finding in lists.into_iter().flatten().filter(|finding| finding.place.row.is_some()) {
        if finding.problem.severity() == Severity::Error {
            errors.entry(finding.place).or_insert(&finding.problem);
        }
    }
    errors
}

/// Why a token stays behind, whatever else is written. `holds` says whether the file can hold it at all.
fn refusal(token: &Token, error: Option<&Problem>, holds: bool, with_errors: bool) -> Option<Problem> {
    if token.serial.is_none() || token.seed.is_none() || !holds {
        return Some(error.cloned().unwrap_or(SerialProblem::Missing.into()));
    }
    // A value that the file says but nobody can read must not be replaced by a usual one.
    let unreadable = |error: &&Problem| matches!(error, Problem::Parameter(_));
    error.filter(|error| !with_errors || unreadable(error)).cloned()
}

/// Of the chosen tokens that stand twice the one is written that says most, or none where something is wrong with that
/// one alone: what it says must not be lost. Most batches have none, and then no token is looked at.
fn refuse_doubles(
    batch: &Batch,
    whole: &[Diagnostic],
    chosen: &[(u32, &Token)],
    refusals: &mut [Option<Problem>],
) {
    let twice = whole.iter().filter(|finding| finding.problem.is_twice());
    let tokens = twice.filter_map(|finding| batch.tokens.get(batch.token_at(finding.place)?));
    let serials: HashSet<&SerialNumber> = tokens.filter_map(|token| token.serial.as_ref()).collect();
    let mut groups: HashMap<(&SerialNumber, &OathType), Vec<(usize, &Token)>> = HashMap::new();
    for (at, (_, token)) in chosen.iter().enumerate().filter(|_| !serials.is_empty()) {
        if let Some(serial) = token.serial.as_ref().filter(|serial| serials.contains(serial)) {
            groups.entry((serial, &token.oath_type)).or_default().push((at, token));
        }
    }
    for mut group in groups.into_values() {
        // Of two that say the same, the one with which nothing is wrong.
        group.sort_by_key(|(at, _)| refusals.get(*at).is_some_and(Option::is_some));
        let kept = double::kept(group.iter().copied());
        let places: HashSet<usize> = kept.iter().map(|(at, _)| *at).collect();
        for double in group.into_iter().filter(|(at, _)| !places.contains(at)) {
            if let Some(refusal) = refusals.get_mut(double.0).filter(|refusal| refusal.is_none()) {
                *refusal = double::problem(batch, double, &kept).map(Problem::from);
            }
        }
    }
}
