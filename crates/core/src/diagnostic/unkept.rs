//! Which findings say that a value of a file is written nowhere: a conversion names the tokens that lose it.

use super::{FileProblem, ParameterProblem, Problem, UserProblem};

impl Problem {
    /// What is lost in every conversion because no token has a place for it, as a sentence without a full stop.
    pub(crate) fn unkept(&self) -> Option<String> {
        let what = match self {
            Self::File(FileProblem::ColumnTwice { name, .. }) => {
                return Some(format!(
                    "“{name}” of the file is not written: another column says it, and differs"
                ));
            }
            Self::File(FileProblem::ColumnNameless { number }) => {
                return Some(format!(
                    "Column {number} of the file is not written: the header has no name for it"
                ));
            }
            Self::File(FileProblem::ColumnUnknown { name, .. }) => format!("“{name}” of the file"),
            Self::File(FileProblem::SignatureNotChecked) => "The file's signature".to_owned(),
            Self::User(UserProblem::IdNotKept { beside: false, .. }) => "The user id of the file".to_owned(),
            Self::User(UserProblem::IdNotKept { beside: true, .. }) => {
                "A second user id of the file".to_owned()
            }
            Self::User(UserProblem::IdCut { .. }) => {
                "What the user id says beside the user's name".to_owned()
            }
            Self::Parameter(problem) => of_parameter(problem)?.to_owned(),
            _ => return None,
        };
        Some(format!("{what} is not written: no token has a place for it"))
    }

    /// The rows or elements that a finding about a file is about; empty where that is the whole file.
    pub(crate) fn rows(&self) -> &[u32] {
        match self {
            Self::File(FileProblem::ColumnUnknown { rows, .. } | FileProblem::ColumnTwice { rows, .. }) => {
                rows
            }
            _ => &[],
        }
    }

    /// Whether it says that the type of a token, or of a file's tokens, was assumed, or concluded from something else.
    pub(crate) fn is_type_assumed(&self) -> bool {
        let is_assumed = |problem: &FileProblem| {
            matches!(
                problem,
                FileProblem::TypeAssumed
                    | FileProblem::TypeFromNumbers { .. }
                    | FileProblem::TypeFromCode { .. }
            )
        };
        match self {
            Self::File(problem) => is_assumed(problem),
            Self::Parameter(problem) => matches!(problem, ParameterProblem::TypeAssumed { .. }),
            _ => false,
        }
    }
}

/// Dates and unknown rules are elements of their own, of which [`FileProblem::ColumnUnknown`] tells.
fn of_parameter(problem: &ParameterProblem) -> Option<&'static str> {
    match problem {
        ParameterProblem::TimeOffset { .. } => Some("The time offset"),
        ParameterProblem::Epoch { .. } => Some("The epoch"),
        ParameterProblem::OtherUse { .. } => Some("The permitted use of the key"),
        ParameterProblem::CheckDigit { .. } => Some("The request for a check digit"),
        ParameterProblem::OtherFormat { .. } => Some("The format of the codes"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(problem: impl Into<Problem>, expected: Option<&str>) {
        let problem = problem.into();
        let expected = expected.map(|what| format!("{what} is not written: no token has a place for it"));
        assert_eq!(problem.unkept(), expected, "{problem:?}");
    }

    #[test]
    fn what_no_token_has_a_place_for_is_lost() {
        let text = || "x".to_owned();
        check(FileProblem::ColumnUnknown { name: text(), rows: vec![1] }, Some("“x” of the file"));
        check(FileProblem::SignatureNotChecked, Some("The file's signature"));
        check(UserProblem::IdNotKept { text: text(), beside: false }, Some("The user id of the file"));
        check(UserProblem::IdNotKept { text: text(), beside: true }, Some("A second user id of the file"));
        check(UserProblem::IdCut { text: text() }, Some("What the user id says beside the user's name"));
        check(ParameterProblem::TimeOffset { text: text() }, Some("The time offset"));
        check(ParameterProblem::OtherFormat { text: text() }, Some("The format of the codes"));
        check(ParameterProblem::HashUnknown { text: text() }, None);
        check(FileProblem::TypeAssumed, None);
        let twice = Problem::from(FileProblem::ColumnTwice { name: text(), rows: vec![1] }).unkept();
        let expected = "“x” of the file is not written: another column says it, and differs";
        assert_eq!(twice.as_deref(), Some(expected));
        let nameless = Problem::from(FileProblem::ColumnNameless { number: 3 }).unkept();
        let expected = "Column 3 of the file is not written: the header has no name for it";
        assert_eq!(nameless.as_deref(), Some(expected));
    }
}
