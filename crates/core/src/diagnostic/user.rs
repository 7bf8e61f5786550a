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
            Self::Placeholder => Severity::Note,
            Self::UpnMalformed { .. } | Self::AssignToNotAnId { .. } | Self::TooManyTokens { .. } => {
                Severity::Warning
            }
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
        UserProblem::AssignToNotAnId { text },
        UserProblem::TooManyTokens { count: 6 },
    ]
}
