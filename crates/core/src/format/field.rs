//! What a column of a table or a key of a document means, by the names in use.

use crate::diagnostic::{Diagnostic, FileProblem, Place};

/// A property of a token, as a column or key names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Serial,
    Seed,
    Interval,
    Manufacturer,
    Model,
    Upn,
    Hash,
    Type,
    Digits,
    Counter,
    /// The time interval of a time-based token, the counter of an event-based one.
    IntervalOrCounter,
    /// The counter as Base64 of its bytes, the highest first.
    CounterBase64,
    DisplayName,
    AssignTo,
    ContentId,
}

impl Field {
    /// By a name in any case, with or without blanks, underscores and hyphens.
    pub(super) fn named(name: &str) -> Option<Self> {
        let plain = plain(name)?;
        ALIASES.iter().find(|(_, names)| names.contains(&plain.as_str())).map(|(field, _)| *field)
    }

    /// How far down a name stands among those of its field: the more exact one comes first.
    pub(super) fn rank(name: &str) -> usize {
        let rank =
            |names: &[&str]| plain(name).and_then(|plain| names.iter().position(|known| *known == plain));
        ALIASES.iter().find_map(|(_, names)| rank(names)).unwrap_or(usize::MAX)
    }

    /// Whether columns of several names may say several things of it, each of them right.
    pub(super) fn has_shades(self) -> bool {
        matches!(
            self,
            Self::Serial
                | Self::Manufacturer
                | Self::Model
                | Self::Upn
                | Self::DisplayName
                | Self::AssignTo
                | Self::ContentId
        )
    }

    /// Whether a name may stand for the length of codes and for the length of seeds.
    pub(super) fn is_some_length(name: &str) -> bool {
        plain(name).is_some_and(|plain| matches!(plain.as_str(), "length" | "keylength"))
    }

    /// The finding that a file calls its values so.
    pub(super) fn taken_from(self, name: &str, source: u32) -> Diagnostic {
        let problem = FileProblem::TakenFor { name: name.to_owned(), field: self.name().to_owned() };
        Diagnostic::new(Place::file(source), problem)
    }

    /// The name for people.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Serial => "serial number",
            Self::Seed => "seed",
            Self::Interval => "time interval",
            Self::Manufacturer => "manufacturer",
            Self::Model => "model",
            Self::Upn => "UPN",
            Self::Hash => "hash function",
            Self::Type => "type",
            Self::Digits => "number of digits",
            Self::Counter => "counter",
            Self::IntervalOrCounter => "time interval or counter",
            Self::CounterBase64 => "counter in Base64",
            Self::DisplayName => "display name",
            Self::AssignTo => "assignTo",
            Self::ContentId => "@contentId",
        }
    }
}

/// Names without blanks, underscores and hyphens, in lower case, the most exact first.
const ALIASES: [(Field, &[&str]); 15] = [
    (
        Field::Serial,
        &[
            "serialnumber",
            "serial",
            "serialno",
            "sn",
            "tokenserial",
            "tokenserialnumber",
            "tokenid",
            "esn",
            "deviceserial",
            "hardwareid",
        ],
    ),
    (
        Field::Seed,
        &[
            "secretkey",
            "secret",
            "seed",
            "key",
            "otpkey",
            "sharedsecret",
            "sharedkey",
            "seedvalue",
            "seedkey",
            "hmackey",
            "totpsecret",
            "tokenseed",
        ],
    ),
    (
        Field::Interval,
        &[
            "timeinterval",
            "interval",
            "timestep",
            "period",
            "step",
            "timeintervalinseconds",
            "timewindow",
            "totpstep",
            "refreshinterval",
            "timeinterval(seconds)",
            "timeintervalseconds",
        ],
    ),
    (Field::Manufacturer, &["manufacturer", "vendor", "brand", "make"]),
    (Field::Model, &["model", "product", "producttype", "devicemodel"]),
    (
        Field::Upn,
        &["upn", "userprincipalname", "principalname", "email", "username", "user", "login", "assignedto"],
    ),
    (Field::Hash, &["hashfunction", "hash", "algorithm", "hashalgorithm", "suite", "crypto"]),
    (Field::Type, &["type", "tokentype", "otptype", "mode", "typeforliboath"]),
    (
        Field::Digits,
        &[
            "digits",
            "otplength",
            "length",
            "codelength",
            "otplen",
            "responselength",
            "keylength",
            "numberofdigits",
        ],
    ),
    (Field::Counter, &["counter", "movingfactor", "eventcounter", "initialcounter"]),
    (Field::IntervalOrCounter, &["timeintervalorcounter", "intervalorcounter"]),
    (Field::CounterBase64, &["counterinbase64"]),
    (Field::DisplayName, &["displayname"]),
    (Field::AssignTo, &["assignto", "objectidoftheuser", "userobjectid", "objectid"]),
    (Field::ContentId, &["@contentid"]),
];

/// Longest name that is looked at, in bytes.
const MAX_NAME: usize = 64;

fn plain(name: &str) -> Option<String> {
    let name = name.trim().trim_matches('"');
    (name.len() <= MAX_NAME).then(|| {
        let kept = name.chars().filter(|c| !c.is_whitespace() && !matches!(c, '_' | '-' | '\u{feff}'));
        kept.map(|c| c.to_ascii_lowercase()).collect()
    })
}

#[cfg(test)]
mod tests {
    use seedferry_protocol::TokenProperty;

    use super::*;

    fn check(name: &str, expected: Option<Field>) {
        assert_eq!(Field::named(name), expected, "{name:?}");
    }

    #[test]
    fn names_that_tables_of_our_own_begin_with_are_known() {
        let unknown: Vec<_> =
            TokenProperty::ALL.into_iter().filter(|own| Field::named(own.name()).is_none()).collect();
        assert_eq!(unknown, []);
    }

    #[test]
    fn names_are_known_in_every_spelling() {
        for (name, expected) in [
            ("serial number", Some(Field::Serial)),
            ("Serial_Number", Some(Field::Serial)),
            ("SERIALNUMBER", Some(Field::Serial)),
            (" secret key ", Some(Field::Seed)),
            ("time interval", Some(Field::Interval)),
            ("timeinterval", Some(Field::Interval)),
            ("timeIntervalInSeconds", Some(Field::Interval)),
            ("hashFunction", Some(Field::Hash)),
            ("upn", Some(Field::Upn)),
            ("User-Principal-Name", Some(Field::Upn)),
            ("@contentId", Some(Field::ContentId)),
            ("colour", None),
            ("", None),
            (&"s".repeat(MAX_NAME + 1), None),
        ] {
            check(name, expected);
        }
    }
}
