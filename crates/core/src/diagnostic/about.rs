//! Which field a reader's finding is about: when the field is edited, the finding is settled.

use seedferry_protocol::EditField;

use super::{ParameterProblem, Problem, RowProblem, SeedProblem, SerialProblem, UserProblem};

impl Problem {
    /// Whether a new value of that field settles it. Findings that need the whole batch are made anew anyway.
    pub fn is_about(&self, field: EditField) -> bool {
        match self {
            Self::Serial(problem) => field == EditField::Serial && is_of_serial(problem),
            Self::Seed(SeedProblem::PerhapsSha256 | SeedProblem::PerhapsSha512) => {
                matches!(field, EditField::Seed | EditField::Hash)
            }
            Self::Seed(problem) => {
                field == EditField::Seed
                    && !matches!(problem, SeedProblem::Shared { .. } | SeedProblem::Shorter { .. })
            }
            Self::Parameter(problem) => parameter(problem) == Some(field),
            Self::User(UserProblem::AssignToNotAnId { .. }) => field == EditField::AssignTo,
            Self::User(problem) => field == EditField::Upn && is_of_upn(problem),
            Self::Row(problem) => is_row_about(problem, field),
            Self::File(_) | Self::Target(_) => false,
        }
    }
}

fn is_of_serial(problem: &SerialProblem) -> bool {
    !matches!(
        problem,
        SerialProblem::Shorter { .. }
            | SerialProblem::TwiceSameSeed { .. }
            | SerialProblem::TwiceOtherSeed { .. }
            | SerialProblem::TwiceOtherType { .. }
            | SerialProblem::TwiceContradicting { .. }
            | SerialProblem::TwiceInParts { .. }
    )
}

fn is_of_upn(problem: &UserProblem) -> bool {
    match problem {
        UserProblem::Placeholder
        | UserProblem::UpnMalformed { .. }
        | UserProblem::QuotesDoubled { .. }
        | UserProblem::IdNotKept { .. }
        | UserProblem::IdCut { .. } => true,
        UserProblem::AssignToNotAnId { .. } | UserProblem::TooManyTokens { .. } => false,
    }
}

fn parameter(problem: &ParameterProblem) -> Option<EditField> {
    match problem {
        ParameterProblem::TypeAssumed { .. } | ParameterProblem::SuiteOfOtherType { .. } => {
            Some(EditField::Type)
        }
        ParameterProblem::IntervalUnreadable { .. } => Some(EditField::Interval),
        ParameterProblem::HashUnknown { .. } => Some(EditField::Hash),
        ParameterProblem::DigitsUnreadable { .. } => Some(EditField::Digits),
        ParameterProblem::CounterUnreadable { .. } => Some(EditField::Counter),
        ParameterProblem::CodeMissing { field }
        | ParameterProblem::Altered { field }
        | ParameterProblem::AlteredTaken { field }
        | ParameterProblem::NotDecrypted { field } => Some(*field),
        ParameterProblem::TimeOffset { .. }
        | ParameterProblem::TimeOffsetLost
        | ParameterProblem::TimeOffsetUnproven { .. }
        | ParameterProblem::Epoch { .. }
        | ParameterProblem::Expires { .. }
        | ParameterProblem::Expired { .. }
        | ParameterProblem::CheckDigit { .. }
        | ParameterProblem::OtherFormat { .. }
        | ParameterProblem::RuleUnknown { .. }
        | ParameterProblem::OtherUse { .. } => None,
    }
}

fn is_row_about(problem: &RowProblem, field: EditField) -> bool {
    match problem {
        // What may be incomplete is the last cell that was read, and that is nearly always the seed.
        RowProblem::CutOff => field == EditField::Seed,
        RowProblem::CommaInManufacturer { .. } => field == EditField::Manufacturer,
        RowProblem::PerhapsSeed { column }
        | RowProblem::NotAText { column }
        | RowProblem::CellTooLong { column }
        | RowProblem::ColumnsDiffer { column } => column == field.name(),
        RowProblem::OfCutFile
        | RowProblem::Short { .. }
        | RowProblem::Long { .. }
        | RowProblem::QuoteOpen
        | RowProblem::OtherDelimiter
        | RowProblem::NotAnObject => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(problem: impl Into<Problem>, fields: &[EditField]) {
        let problem = problem.into();
        let others =
            [EditField::Serial, EditField::Seed, EditField::Counter, EditField::Upn, EditField::AssignTo];
        let about: Vec<_> =
            others.into_iter().chain(EditField::SHARED).filter(|field| problem.is_about(*field)).collect();
        assert_eq!(about, fields, "{problem:?}");
    }

    #[test]
    fn a_new_value_settles_what_was_found_in_the_old() {
        let text = || "x".to_owned();
        check(SerialProblem::Missing, &[EditField::Serial]);
        check(SerialProblem::Shorter { length: 7, usual: 8 }, &[]);
        check(SerialProblem::TwiceOtherSeed { other: text() }, &[]);
        check(SeedProblem::TooShort { bytes: 5 }, &[EditField::Seed]);
        check(SeedProblem::PerhapsSha256, &[EditField::Seed, EditField::Hash]);
        check(SeedProblem::Shared { other: text() }, &[]);
        check(ParameterProblem::IntervalUnreadable { text: text() }, &[EditField::Interval]);
        check(ParameterProblem::TypeAssumed { event_based: true }, &[EditField::Type]);
        check(ParameterProblem::TimeOffset { text: text() }, &[]);
        check(ParameterProblem::Altered { field: EditField::Counter }, &[EditField::Counter]);
        check(UserProblem::UpnMalformed { text: text() }, &[EditField::Upn]);
        check(UserProblem::AssignToNotAnId { text: text() }, &[EditField::AssignTo]);
        check(RowProblem::CutOff, &[EditField::Seed]);
        check(RowProblem::PerhapsSeed { column: "model".to_owned() }, &[EditField::Model]);
        check(RowProblem::Long { found: 3, expected: 2 }, &[]);
    }
}
