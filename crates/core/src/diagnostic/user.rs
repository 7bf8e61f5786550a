//! Findings about the user that a token is meant for.

use seedferry_protocol::Severity;
use serde::{Deserialize, Serialize};

use super::Words;

/// Something about the user that a token is meant for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum UserProblem {
    /// The column holds the word `upn`, which vendors put where a name belongs.
    Placeholder,
    /// The UPN is not of the form `name@domain`.
    UpnMalformed {
        /// What the file says.
        text: String,
    },
    /// The UPN has two single quotation marks in a row.
    QuotesDoubled {
        /// What the file says.
        text: String,
    },
    /// A user id of a file names nobody that a token could keep.
    IdNotKept {
        /// What the file says.
        text: String,
        /// Another id names a user, who is kept.
        #[serde(default)]
        beside: bool,
    },
    /// Of the user id of a file only the user's name is kept.
    IdCut {
        /// What the file says.
        text: String,
    },
    /// `assignTo` holds something else than an object id.
    AssignToNotAnId {
        /// What the file says.
        text: String,
    },
    /// More tokens than Entra allows for one user.
    TooManyTokens {
        /// How many.
        count: u32,
    },
}

impl UserProblem {
    /// Without making the texts: it is asked for all the time.
    pub(super) fn severity(&self) -> Severity {
        match self {
            Self::Placeholder | Self::IdCut { .. } => Severity::Note,
            Self::UpnMalformed { .. }
            | Self::QuotesDoubled { .. }
            | Self::IdNotKept { .. }
            | Self::AssignToNotAnId { .. }
            | Self::TooManyTokens { .. } => Severity::Warning,
        }
    }

    pub(super) fn words(&self) -> Words {
        match self {
            Self::Placeholder => Words::new(
                "The user is given as the placeholder “upn”",
                "The token counts as one without a user",
                "",
            ),
            Self::UpnMalformed { text } => Words::new(
                format!("“{text}” is not of the form name@domain"),
                "Entra refuses the row",
                "Correct the user principal name",
            ),
            Self::QuotesDoubled { text } => Words::new(
                format!(
                    "“{text}” holds two single quotation marks in a row, as older pages of Entra wanted one written"
                ),
                "It is kept as it stands, which is another user than with one",
                "If the user's name has one, correct the user principal name",
            ),
            Self::IdNotKept { text, beside: true } => Words::new(
                format!("The file names the user twice, and “{text}” is not who was taken"),
                "It is not kept",
                "Compare the two, and set the user principal name in the table if it is wrong",
            ),
            Self::IdCut { text } => Words::new(
                format!("The user id “{text}” says more than the user's name"),
                "The name alone is kept",
                "",
            ),
            Self::IdNotKept { text, beside: false } => Words::new(
                format!("The user id “{text}” holds no user principal name"),
                "The token counts as one without a user",
                "Set the user principal name in the table, or assign the token after the upload",
            ),
            Self::AssignToNotAnId { text } => Words::new(
                format!("assignTo holds “{text}”, which is no object id"),
                "The token is written without a user",
                "Assign the token after the upload, or put the user's object id there",
            ),
            Self::TooManyTokens { count } => Words::new(
                format!("{count} tokens are meant for this user"),
                "Entra allows five for one user and refuses the others",
                "Remove the surplus ones",
            ),
        }
    }
}

#[cfg(test)]
pub(super) fn all(text: String) -> Vec<UserProblem> {
    vec![
        UserProblem::Placeholder,
        UserProblem::UpnMalformed { text: text.clone() },
        UserProblem::QuotesDoubled { text: text.clone() },
        UserProblem::IdNotKept { text: text.clone(), beside: false },
        UserProblem::IdNotKept { text: text.clone(), beside: true },
        UserProblem::IdCut { text: text.clone() },
        UserProblem::AssignToNotAnId { text },
        UserProblem::TooManyTokens { count: 6 },
    ]
}
