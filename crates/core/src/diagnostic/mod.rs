//! A finding: what is wrong or assumed, where, what follows from it and what to do.

mod about;
mod file;
mod parameter;
mod row;
mod seed;
mod serial;
mod target;
mod unkept;
mod user;

use std::borrow::Cow;

pub use file::FileProblem;
pub(crate) use file::altered_words;
pub use parameter::ParameterProblem;
pub use row::RowProblem;
pub use seed::{DummySeed, SeedProblem};
use seedferry_protocol::{FindingView, Severity, grouped};
use serde::{Deserialize, Serialize};
pub use serial::SerialProblem;
pub use target::{Consumer, TargetProblem};
pub use user::UserProblem;

use crate::token::{Batch, Origin};

/// Something found in a file or a token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Where.
    pub place: Place,
    /// What.
    pub problem: Problem,
}

/// Where something was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// Index into [`Batch::sources`](crate::token::Batch::sources).
    pub source: u32,
    /// Row or element number as in [`Origin`](crate::token::Origin); `None` for the file as a whole.
    pub row: Option<u32>,
}

/// What was found, by topic. Problems speak the file's language and hold no secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Problem {
    /// With the file as a whole.
    File(FileProblem),
    /// With the shape of a row or element.
    Row(RowProblem),
    /// With a serial number.
    Serial(SerialProblem),
    /// With a seed.
    Seed(SeedProblem),
    /// With time interval, hash function, digits or type.
    Parameter(ParameterProblem),
    /// With the user that a token is meant for.
    User(UserProblem),
    /// With what the target format or its consumer takes.
    Target(TargetProblem),
}

/// The texts of a problem; `what` is a sentence without a full stop, the others have theirs.
struct Words {
    what: Cow<'static, str>,
    effect: Cow<'static, str>,
    remedy: Cow<'static, str>,
}

impl Words {
    fn new(
        what: impl Into<Cow<'static, str>>,
        effect: impl Into<Cow<'static, str>>,
        remedy: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self { what: what.into(), effect: effect.into(), remedy: remedy.into() }
    }
}

impl Problem {
    /// How grave it is.
    pub fn severity(&self) -> Severity {
        match self {
            Self::File(problem) => problem.severity(),
            Self::Row(problem) => problem.severity(),
            Self::Serial(problem) => problem.severity(),
            Self::Seed(problem) => problem.severity(),
            Self::Parameter(problem) => problem.severity(),
            Self::User(problem) => problem.severity(),
            Self::Target(problem) => problem.severity(),
        }
    }

    /// Whether it says that a serial number stands more than once.
    pub fn is_twice(&self) -> bool {
        matches!(
            self,
            Self::Serial(
                SerialProblem::TwiceSameSeed { .. }
                    | SerialProblem::TwiceOtherSeed { .. }
                    | SerialProblem::TwiceContradicting { .. }
                    | SerialProblem::TwiceInParts { .. }
            )
        )
    }

    /// What was found, as a sentence without a full stop.
    pub fn what(&self) -> String {
        self.words().what.into_owned()
    }

    /// What follows from it, as a sentence without a full stop.
    pub fn effect(&self) -> String {
        self.words().effect.into_owned()
    }

    /// What to do about it, as a sentence without a full stop; empty when there is nothing to do.
    pub fn remedy(&self) -> String {
        self.words().remedy.into_owned()
    }

    fn words(&self) -> Words {
        match self {
            Self::File(problem) => problem.words(),
            Self::Row(problem) => problem.words(),
            Self::Serial(problem) => problem.words(),
            Self::Seed(problem) => problem.words(),
            Self::Parameter(problem) => problem.words(),
            Self::User(problem) => problem.words(),
            Self::Target(problem) => problem.words(),
        }
    }
}

macro_rules! problem_from {
    ($($topic:ident($problem:ty)),* $(,)?) => {
        $(impl From<$problem> for Problem {
            fn from(problem: $problem) -> Self {
                Self::$topic(problem)
            }
        })*
    };
}

problem_from! {
    File(FileProblem),
    Row(RowProblem),
    Serial(SerialProblem),
    Seed(SeedProblem),
    Parameter(ParameterProblem),
    User(UserProblem),
    Target(TargetProblem),
}

impl Place {
    /// The file as a whole.
    pub fn file(source: u32) -> Self {
        Self { source, row: None }
    }

    /// The file's name and the row or element: *seeds.csv, row 3*.
    pub fn describe(&self, batch: &Batch) -> String {
        let source = usize::try_from(self.source).ok().and_then(|index| batch.sources.get(index));
        let name = source.map_or("", |source| source.name.as_str());
        match (self.row, source) {
            (Some(row), Some(source)) => format!("{name}, {} {row}", source.format.row_word()),
            (Some(row), None) => format!("row {row}"),
            (None, _) => name.to_owned(),
        }
    }
}

impl From<&Origin> for Place {
    fn from(origin: &Origin) -> Self {
        Self { source: origin.source, row: Some(origin.row) }
    }
}

impl Diagnostic {
    /// Puts a problem to its place.
    pub fn new(place: Place, problem: impl Into<Problem>) -> Self {
        Self { place, problem: problem.into() }
    }

    /// Judges dates on that day, counted from 1970.
    pub(crate) fn heed_day(&mut self, today: u64) {
        if let Problem::Parameter(problem) = &mut self.problem {
            problem.heed_day(today);
        }
    }

    /// The file of whose tokens it says that their type was assumed.
    pub(crate) fn file_of_assumed_type(&self) -> Option<u32> {
        (self.place.row.is_none() && self.problem.is_type_assumed()).then_some(self.place.source)
    }

    /// The finding ready to print.
    pub fn view(&self, batch: &Batch) -> FindingView {
        let words = self.problem.words();
        FindingView {
            severity: self.problem.severity(),
            place: match &self.problem {
                // A file that is no source of tokens has only its own name.
                Problem::File(FileProblem::Skipped { name, .. }) => name.clone(),
                _ => self.place.describe(batch),
            },
            what: words.what.into_owned(),
            effect: words.effect.into_owned(),
            remedy: words.remedy.into_owned(),
            type_of_file: self.file_of_assumed_type(),
        }
    }
}

/// `one token`, `3 tokens`.
pub(crate) fn counted(count: u32, word: &str) -> String {
    match count {
        1 => format!("one {word}"),
        _ => format!("{} {word}s", grouped(count)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{encoding::SeedEncoding, token::HashFunction};

    /// Every sentence begins like one and leaves the full stop to whoever prints it.
    fn check(problem: &Problem) {
        let words = problem.words();
        for text in [&words.what, &words.effect] {
            assert!(!text.is_empty() && !text.ends_with('.') && !text.contains('!'), "{problem:?}: {text}");
        }
        assert!(!words.remedy.ends_with('.'), "{problem:?}: {}", words.remedy);
        assert!(
            problem.severity() == Severity::Note || !words.remedy.is_empty(),
            "{problem:?} has no remedy"
        );
    }

    #[test]
    fn every_finding_speaks_in_sentences() {
        let text = || "x".to_owned();
        let all = [
            file::all(text()).into_iter().map(Problem::from).collect::<Vec<_>>(),
            row::all(text()).into_iter().map(Problem::from).collect(),
            serial::all(text()).into_iter().map(Problem::from).collect(),
            seed::all(SeedEncoding::Base32).into_iter().map(Problem::from).collect(),
            parameter::all(text()).into_iter().map(Problem::from).collect(),
            user::all(text()).into_iter().map(Problem::from).collect(),
            target::all(HashFunction::Sha512).into_iter().map(Problem::from).collect(),
        ];
        for problem in all.concat() {
            check(&problem);
        }
    }
}
