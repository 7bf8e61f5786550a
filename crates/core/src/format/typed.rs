//! A value that a person typed for one field of a token, read by the same rules as those of files.

use seedferry_protocol::{EditField, Severity};

use super::{draft::Draft, field::Field};
use crate::{
    diagnostic::{Diagnostic, ParameterProblem, Problem, SeedProblem},
    encoding::{self, SeedEncoding},
    token::{FieldValue, OathType, Origin},
};

/// A value that was read, and what was found in it.
#[derive(Debug, PartialEq, Eq)]
pub struct Typed {
    /// The value.
    pub value: FieldValue,
    /// Warnings and notes.
    pub problems: Vec<Problem>,
}

/// Reads a text for a field. Nothing takes the value away, where a token can be without.
///
/// When it does not do, returns the reason as a sentence without a full stop.
pub fn read(field: EditField, text: &str) -> Result<Typed, String> {
    let text = text.trim();
    let mut findings = Vec::new();
    let mut draft = Draft::new(Origin { source: 0, row: 0 }, &mut findings);
    match file_field(field) {
        Field::Seed => take_seed(&mut draft, text),
        other => draft.take(other, text),
    }
    let value = FieldValue::of(&draft.into_token(), field);
    if let FieldValue::Type { oath_type, .. } = &value
        && (text.is_empty() || text.contains('/') || !matches!(oath_type, OathType::Totp | OathType::Hotp))
    {
        return Err("The token type is TOTP or HOTP".to_owned());
    }
    // In a file an id of another kind is kept; typed, it is a mistake.
    let is_wrong = findings
        .iter()
        .any(|finding| field == EditField::AssignTo || finding.problem.severity() == Severity::Error);
    let is_missing = !text.is_empty() || matches!(field, EditField::Serial | EditField::Seed);
    if is_wrong || (value.is_none() && is_missing) {
        return Err(refusal(field, &findings));
    }
    Ok(Typed { value, problems: findings.into_iter().map(|finding| finding.problem).collect() })
}

fn take_seed(draft: &mut Draft<'_>, text: &str) {
    let decision = encoding::decide([text].into_iter(), SeedEncoding::Base32);
    if decision.ambiguous {
        draft.note(SeedProblem::EncodingNotSaid { taken: decision.encoding });
    }
    draft.take_seed(text, decision.encoding);
}

fn refusal(field: EditField, findings: &[Diagnostic]) -> String {
    let gravest = findings.iter().max_by_key(|finding| finding.problem.severity());
    match (gravest, field) {
        (Some(finding), _) => finding.problem.what(),
        (None, EditField::Serial) => "A token needs a serial number".to_owned(),
        (None, _) => Problem::from(ParameterProblem::HashUnknown { text: String::new() }).what(),
    }
}

fn file_field(field: EditField) -> Field {
    match field {
        EditField::Serial => Field::Serial,
        EditField::Seed => Field::Seed,
        EditField::Hash => Field::Hash,
        EditField::Interval => Field::Interval,
        EditField::Digits => Field::Digits,
        EditField::Counter => Field::Counter,
        EditField::Manufacturer => Field::Manufacturer,
        EditField::Model => Field::Model,
        EditField::Upn => Field::Upn,
        EditField::Type => Field::Type,
        EditField::AssignTo => Field::AssignTo,
        EditField::DisplayName => Field::DisplayName,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The value as text (a seed: its length), how many findings it has, or the beginning of the reason.
    fn check(field: EditField, text: &str, expected: Result<(&str, usize), &str>) {
        let read = read(field, text).map(|typed| {
            let value = match &typed.value {
                FieldValue::Seed(Some(seed)) => seed.len().to_string(),
                value => value.text(),
            };
            (value, typed.problems.len())
        });
        match expected {
            Ok((value, problems)) => assert_eq!(read, Ok((value.to_owned(), problems)), "{field:?} {text:?}"),
            Err(why) => assert!(read.as_ref().is_err_and(|is| is.starts_with(why)), "{text:?}: {read:?}"),
        }
    }

    #[test]
    fn typed_values_are_read_as_those_of_files() {
        use EditField::{
            AssignTo, Counter, Digits, DisplayName, Hash, Interval, Manufacturer, Model, Seed, Serial, Type,
            Upn,
        };
        let id = "0cadbf92-1234-4321-abcd-0123456789ab";
        for (field, text, expected) in [
            (Serial, " 0012 ", Ok(("0012", 0))),
            (Serial, "12 34", Ok(("12 34", 1))),
            (Serial, "", Err("A token needs a serial number")),
            (Serial, "2.60012E+12", Err("The serial number was rounded")),
            (Hash, "hmacsha256", Ok(("SHA-256", 0))),
            (Hash, "", Ok(("", 0))),
            (Hash, "md5", Err("The hash function “md5” is not known")),
            (Hash, "totp", Err("The hash function")),
            (Interval, "60 s", Ok(("60", 0))),
            (Interval, "0", Err("The time interval “0”")),
            (Digits, "8", Ok(("8", 0))),
            (Digits, "3", Err("The number of digits “3”")),
            (Counter, "18446744073709551615", Ok(("18446744073709551615", 0))),
            (Counter, "-1", Err("The counter")),
            (Manufacturer, "Deepnet Security", Ok(("Deepnet Security", 0))),
            (Manufacturer, "", Ok(("", 0))),
            (Model, &"m".repeat(257), Err("The model is longer than any real one")),
            (Upn, "a@contoso.com", Ok(("a@contoso.com", 0))),
            (Upn, "helga", Ok(("helga", 1))),
            (Upn, "upn", Err("The user is given as the placeholder")),
            (AssignTo, id, Ok((id, 0))),
            (AssignTo, "", Ok(("", 0))),
            (AssignTo, "helga@contoso.com", Err("assignTo holds “helga@contoso.com”, which is no object id")),
            (DisplayName, " Helga's card ", Ok(("Helga's card", 0))),
            (Seed, "NPKJBEN2OHMZEZK7YX6FP63E5UCUH6N5", Ok(("20", 0))),
            (Seed, "6bd49091ba71d992655fc5fc57fb64ed0543f9bd", Ok(("20", 0))),
            (Seed, "MZXW6YTB", Err("The seed has only 5 bytes")),
            (Seed, "2222222222222222222222222222222222222222", Ok(("25", 1))),
            (Seed, "NPKJBEN2OHMZEZK1", Err("The seed holds 0, 1, 8 or 9")),
            (Seed, "", Err("The seed is missing")),
            (Type, "hotp", Ok(("HOTP", 0))),
            (Type, "TOTP", Ok(("TOTP", 0))),
            (Type, "ocra", Err("The token type is TOTP or HOTP")),
            (Type, "yubikey", Err("The token type is TOTP or HOTP")),
            (Type, "", Err("The token type is TOTP or HOTP")),
        ] {
            check(field, text, expected);
        }
    }
}
