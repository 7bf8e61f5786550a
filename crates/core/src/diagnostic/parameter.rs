//! Findings about time interval, hash function, digits, counter and type, and about a file's rules for a key.

use seedferry_protocol::{EditField, Severity};
use serde::{Deserialize, Serialize};

use super::Words;
use crate::calendar::day_of;

/// Length of a date such as `2026-11-24`, with which a time begins.
const DAY_LENGTH: usize = 10;

/// Something about how a token makes its codes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum ParameterProblem {
    /// The type of the token is not said where others have it.
    TypeAssumed {
        /// What was assumed.
        event_based: bool,
    },
    /// The time interval is no whole number of seconds.
    IntervalUnreadable {
        /// What the file says.
        text: String,
    },
    /// The hash function is not known.
    HashUnknown {
        /// What the file says.
        text: String,
    },
    /// The number of digits is no number from 4 to 10.
    DigitsUnreadable {
        /// What the file says.
        text: String,
    },
    /// The file has a time that is not zero.
    TimeOffset {
        /// What the file says, in time intervals.
        text: String,
    },
    /// The file counts time intervals from another time than 1970.
    Epoch {
        /// What the file says.
        text: String,
    },
    /// The file says until when the token is to be used.
    Expires {
        /// What the file says.
        date: String,
    },
    /// As [`ParameterProblem::Expires`], on a day that is past.
    Expired {
        /// The day, as `2026-11-24`.
        day: String,
    },
    /// The file permits the key for something else than one-time codes.
    OtherUse {
        /// What for.
        text: String,
    },
    /// The file has a rule for the key that is not known, so that by RFC 6030 the key may be used for nothing.
    RuleUnknown {
        /// Its name.
        name: String,
    },
    /// The file says that codes have a digit more, which checks the others.
    CheckDigit {
        /// What the file says.
        text: String,
    },
    /// The file says that codes are not written in decimal digits.
    OtherFormat {
        /// What the file says.
        text: String,
    },
    /// The file names a type of token in the place of the hash function, and it is not that of the key.
    SuiteOfOtherType {
        /// What the file says.
        text: String,
    },
    /// The counter is no whole number.
    CounterUnreadable {
        /// What the file says.
        text: String,
    },
    /// It was decrypted, and has no message authentication code although the file says how they are made.
    CodeMissing {
        /// What.
        field: EditField,
    },
    /// It was decrypted, but its message authentication code is not right.
    Altered {
        /// What.
        field: EditField,
    },
    /// As [`ParameterProblem::Altered`], and the user wants it taken.
    AlteredTaken {
        /// What.
        field: EditField,
    },
    /// It could not be decrypted.
    NotDecrypted {
        /// What.
        field: EditField,
    },
    /// The time offset was altered, or could not be decrypted.
    TimeOffsetLost,
    /// The time offset was decrypted, and its message authentication code does not prove it; it is taken.
    TimeOffsetUnproven {
        /// The code is not right, and the user wants it taken; otherwise there is none.
        altered: bool,
    },
}

impl ParameterProblem {
    /// On that day, counted from 1970: what expires has expired when its date is past. A date in no sure order, such as
    /// 01/02/2008, stays as it is.
    pub(super) fn heed_day(&mut self, today: u64) {
        if let Self::Expires { date } = self
            && day_of(date).is_some_and(|day| day < today)
        {
            *self = Self::Expired { day: date.chars().take(DAY_LENGTH).collect() };
        }
    }

    /// Without making the texts: it is asked for all the time.
    pub(super) fn severity(&self) -> Severity {
        match self {
            Self::TypeAssumed { .. }
            | Self::TimeOffset { .. }
            | Self::Epoch { .. }
            | Self::Expires { .. }
            | Self::Expired { .. }
            | Self::OtherUse { .. }
            | Self::RuleUnknown { .. }
            | Self::CheckDigit { .. }
            | Self::OtherFormat { .. }
            | Self::SuiteOfOtherType { .. }
            | Self::CodeMissing { .. }
            | Self::AlteredTaken { .. }
            | Self::TimeOffsetUnproven { .. } => Severity::Warning,
            Self::IntervalUnreadable { .. }
            | Self::HashUnknown { .. }
            | Self::DigitsUnreadable { .. }
            | Self::CounterUnreadable { .. }
            | Self::Altered { .. }
            | Self::NotDecrypted { .. }
            | Self::TimeOffsetLost => Severity::Error,
        }
    }

    pub(super) fn words(&self) -> Words {
        let unreadable = |what: String| {
            let effect = "The token is not written, because its codes would be wrong";
            Words::new(what, effect, "Correct the value in the table if you know it, or ask the vendor")
        };
        let decrypted = |what: String, effect: &'static str| {
            Words::new(what, effect, "Compare it with the device, or ask the vendor")
        };
        let wrong_code =
            |field: EditField| format!("The {}'s message authentication code is not right", field.name());
        match self {
            Self::TypeAssumed { event_based } => type_assumed(*event_based),
            Self::TimeOffset { text } => time_offset(text),
            Self::Epoch { text } => epoch(text),
            Self::Expires { date } => Words::new(
                format!("The file says that the token expires: {date}"),
                "The date is not kept, and no written file carries it",
                "If it is past, do not hand the token out; otherwise note the date",
            ),
            Self::Expired { day } => Words::new(
                format!("The token expired on {day}, as its file says"),
                "The date is not kept, and no written file carries it; systems that heed it refuse the token",
                "Do not hand the token out unless the vendor says that the date is wrong",
            ),
            Self::OtherUse { text } => other_use(text),
            Self::RuleUnknown { name } => Words::new(
                format!("The file has a rule for the key that is not known here: “{name}”"),
                "It is written all the same, without that rule",
                "Ask the vendor what the rule says",
            ),
            Self::CheckDigit { text } => check_digit(text),
            Self::OtherFormat { text } => other_format(text),
            Self::SuiteOfOtherType { text } => Words::new(
                format!(
                    "The file names two types of token: “{text}” (Suite) is not that of the key's algorithm"
                ),
                "The algorithm of the key was taken",
                "Check one token's code, and set the type in the table if it is the other one",
            ),
            Self::IntervalUnreadable { text } => {
                unreadable(format!("The time interval “{text}” is no whole number of seconds"))
            }
            Self::HashUnknown { text } => unreadable(format!("The hash function “{text}” is not known")),
            Self::DigitsUnreadable { text } => {
                unreadable(format!("The number of digits “{text}” is no number from 4 to 10"))
            }
            Self::CounterUnreadable { text } => {
                unreadable(format!("The counter “{text}” is no whole number"))
            }
            Self::CodeMissing { field } => decrypted(
                format!(
                    "The {} has no message authentication code, although the file says how they are made",
                    field.name()
                ),
                "It is taken; whether it was altered does not show",
            ),
            Self::Altered { field } => {
                decrypted(wrong_code(*field), "It is left out, and the token is not written")
            }
            Self::AlteredTaken { field } => {
                decrypted(wrong_code(*field), "It is taken all the same, as was chosen")
            }
            Self::TimeOffsetLost => decrypted(
                "The time offset could not be decrypted, or was altered".to_owned(),
                "It is left out, and the token is not written",
            ),
            Self::TimeOffsetUnproven { altered: true } => decrypted(
                "The time offset's message authentication code is not right".to_owned(),
                "It is taken all the same, as was chosen",
            ),
            Self::TimeOffsetUnproven { altered: false } => decrypted(
                "The time offset has no message authentication code, although the file says how they are made"
                    .to_owned(),
                "It is taken; whether it was altered does not show",
            ),
            Self::NotDecrypted { field } => decrypted(
                format!("The {} could not be decrypted", field.name()),
                "It is left out, and the token is not written",
            ),
        }
    }
}

fn type_assumed(event_based: bool) -> Words {
    let taken = if event_based { "event-based" } else { "time-based" };
    Words::new(
        "The file does not say whether this token is time-based or event-based",
        format!("It was read as {taken}, as is usual for such a file and for what else it says of the token"),
        "Look up the model, and set the type in the table if it is the other one",
    )
}

fn time_offset(text: &str) -> Words {
    Words::new(
        format!("The file gives a time of “{text}” intervals, which is usually 0"),
        "It is not written; if the token's clock does not start in 1970, its codes are refused",
        "Check one token's code",
    )
}

fn epoch(text: &str) -> Words {
    Words::new(
        format!(
            "The file counts time intervals from “{text}” (epoch), where other systems begin at 0, in 1970"
        ),
        "It is not written, and every code of the token is refused if it is right",
        "Check one token's code before you hand tokens out",
    )
}

fn check_digit(text: &str) -> Words {
    Words::new(
        format!("The file asks for a check digit in the token's codes: CheckDigits is “{text}”"),
        "It is not kept and not written; systems that take no check digit refuse such codes",
        "Check one token's code before you hand tokens out",
    )
}

fn other_format(text: &str) -> Words {
    Words::new(
        format!("The file asks for codes as “{text}” (ResponseFormat), and not in decimal digits"),
        "That is not kept and not written, and the length of such codes is not taken for a number of digits; systems that \
         take decimal digits refuse them",
        "Compare a code with the device, and set the number of digits in the table if it shows digits alone",
    )
}

fn other_use(text: &str) -> Words {
    Words::new(
        format!("The file permits the key for “{text}”, and not for one-time codes (OTP)"),
        "It is written all the same, without that rule",
        "Ask the vendor what the key is for",
    )
}

#[cfg(test)]
pub(super) fn all(text: String) -> Vec<ParameterProblem> {
    vec![
        ParameterProblem::TypeAssumed { event_based: true },
        ParameterProblem::TypeAssumed { event_based: false },
        ParameterProblem::IntervalUnreadable { text: text.clone() },
        ParameterProblem::HashUnknown { text: text.clone() },
        ParameterProblem::DigitsUnreadable { text: text.clone() },
        ParameterProblem::CounterUnreadable { text: text.clone() },
        ParameterProblem::TimeOffset { text: text.clone() },
        ParameterProblem::Epoch { text: text.clone() },
        ParameterProblem::Expires { date: text.clone() },
        ParameterProblem::Expired { day: text.clone() },
        ParameterProblem::CheckDigit { text: text.clone() },
        ParameterProblem::OtherFormat { text: text.clone() },
        ParameterProblem::SuiteOfOtherType { text: text.clone() },
        ParameterProblem::RuleUnknown { name: text.clone() },
        ParameterProblem::OtherUse { text },
        ParameterProblem::CodeMissing { field: EditField::Counter },
        ParameterProblem::Altered { field: EditField::Counter },
        ParameterProblem::AlteredTaken { field: EditField::Counter },
        ParameterProblem::NotDecrypted { field: EditField::Interval },
        ParameterProblem::TimeOffsetLost,
        ParameterProblem::TimeOffsetUnproven { altered: true },
        ParameterProblem::TimeOffsetUnproven { altered: false },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_expires_has_expired_when_its_date_is_past() {
        let check = |date: &str, today: &str, expired: Option<&str>| {
            let mut problem = ParameterProblem::Expires { date: date.to_owned() };
            problem.heed_day(day_of(today).unwrap_or_default());
            let (day, date) = (expired.map(str::to_owned), date.to_owned());
            let expected =
                day.map_or(ParameterProblem::Expires { date }, |day| ParameterProblem::Expired { day });
            assert_eq!(problem, expected, "{today}");
        };
        check("2026-11-23T23:59:59Z", "2026-11-24", Some("2026-11-23"));
        check("2006-05-31", "2026-11-24", Some("2006-05-31"));
        check("2026-11-24T00:00:00Z", "2026-11-24", None);
        check("2034-01-01T00:00:00Z", "2026-11-24", None);
        check("01/01/2008", "2026-11-24", None);
        check("2006-05-31", "no time was told", None);
    }
}
