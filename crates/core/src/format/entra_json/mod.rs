//! Entra MFA JSON: the body that Microsoft Graph takes for `hardwareOathDevices`, and what Graph or a script make
//! of it: delta object, bare array, `value` alone, a single object; keys in any case, numbers as text or not.

mod document;
mod write;

use std::collections::HashSet;

use self::document::{Device, Document, Value};
pub(crate) use self::write::{hash_name, write, write_masked, write_one, write_singles};
use super::{MAX_TOKENS, Parsed, draft::Draft, field::Field, seed_column::SeedColumn, unkept::Unkept};
use crate::{
    diagnostic::{Diagnostic, FileProblem, Place, RowProblem, SeedProblem, SerialProblem},
    encoding::SeedEncoding,
    envelope::Cause,
    token::{Origin, Token},
};

/// Whether JSON has the keys of such a file, or says that it is a delta.
pub(super) fn recognises(text: &str) -> bool {
    let start = text.as_bytes().get(..LOOKED_AT).unwrap_or(text.as_bytes());
    let holds = |name: &str| start.windows(name.len()).any(|part| part.eq_ignore_ascii_case(name.as_bytes()));
    ["\"serial", "\"secretkey", "hardwareoath", "#$delta"].into_iter().any(holds)
}

/// How much of a file is looked at for its keys, in bytes.
const LOOKED_AT: usize = 64 * 1024;

/// Reads the document.
pub(super) fn parse(text: &str, column: SeedColumn) -> Result<Parsed, Cause> {
    let document: Document<'_> = serde_json::from_str(text.trim()).map_err(|error| cause(&error))?;
    let devices = document.devices;
    if devices.is_empty() {
        return Err(Cause::NoTokens);
    }
    let source = column.source;
    let mut findings = Vec::new();
    if document.is_delta {
        findings.extend(content_ids(&devices).map(|problem| Diagnostic::new(Place::file(source), problem)));
    }
    let mut unkept = Unkept::default();
    for (row, device) in (1..).zip(&devices) {
        device.unknown.iter().for_each(|name| unkept.name_in(row, name));
    }
    findings.extend(unkept.findings(source));
    let seeds = devices.iter().filter_map(|device| device.text(Field::Seed));
    let encoding = column.decide(seeds, SeedEncoding::Base32, &mut findings);
    let mut tokens = Vec::with_capacity(devices.len());
    for (number, device) in (1..).zip(&devices) {
        tokens.push(token(device, Origin { source, row: number }, encoding, &mut findings));
    }
    Ok(Parsed { tokens, findings, encoding: Some(encoding), ..Parsed::default() })
}

fn token(
    device: &Device<'_>,
    origin: Origin,
    encoding: SeedEncoding,
    findings: &mut Vec<Diagnostic>,
) -> Token {
    let mut draft = Draft::new(origin, findings);
    if device.is_foreign {
        draft.note(RowProblem::NotAnObject);
        return draft.finish(true);
    }
    let mut serial_was_there = false;
    for (field, value) in &device.values {
        let text = value.text();
        match field {
            _ if value.is_other() => draft.note(RowProblem::NotAText { column: field.name().to_owned() }),
            Field::Seed => take_seed(&mut draft, value, encoding),
            _ if text.is_empty() => {}
            _ => {
                serial_was_there |= *field == Field::Serial;
                draft.take(*field, &text);
            }
        }
        if *field == Field::Serial && matches!(value, Value::Number(_)) {
            draft.note(SerialProblem::WasNumber);
        }
    }
    if !device.has(Field::Seed) {
        draft.miss_seed(encoding);
    }
    draft.finish(serial_was_there)
}

fn take_seed(draft: &mut Draft<'_>, value: &Value<'_>, encoding: SeedEncoding) {
    match value {
        Value::Null => draft.note(SeedProblem::NeverReturned),
        _ => draft.take_seed(&value.text(), encoding),
    }
}

fn content_ids(devices: &[Device<'_>]) -> Option<FileProblem> {
    let ids: Vec<_> = devices.iter().filter_map(|device| device.text(Field::ContentId)).collect();
    let distinct: HashSet<_> = ids.iter().collect();
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let missing = count(devices.len().saturating_sub(ids.len()));
    let repeated = count(ids.len().saturating_sub(distinct.len()));
    (missing > 0 || repeated > 0).then_some(FileProblem::ContentIds { missing, repeated })
}

/// What the JSON reader complains of, without its words: they may quote the file.
fn cause(error: &serde_json::Error) -> Cause {
    let (line, column) = (error.line(), error.column());
    if error.is_data() {
        return Cause::TooLarge(format!("It has more than {MAX_TOKENS} elements"));
    }
    if error.is_eof() {
        return Cause::Damaged(format!("The JSON breaks off in line {line}"));
    }
    Cause::Damaged(format!("The JSON is wrong in line {line}, column {column}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{diagnostic::Problem, token::Interval};

    fn check(members: &str, (upn, assign_to): (Option<&str>, Option<&str>), told: &[&str]) {
        let text = format!("[{{\"serialNumber\":\"T1\",\"secretKey\":\"GEZDGNBVGY3TQOJQ\",{members}}}]");
        let parsed = parse(&text, SeedColumn { source: 0, said: None }).unwrap();
        let token = &parsed.tokens[0];
        assert_eq!((token.upn.as_deref(), token.assign_to.as_deref()), (upn, assign_to), "{members}");
        let name = |finding: &Diagnostic| match &finding.problem {
            Problem::File(FileProblem::ColumnUnknown { name, .. }) => Some(name.clone()),
            _ => None,
        };
        assert_eq!(parsed.findings.iter().filter_map(name).collect::<Vec<_>>(), told, "{members}");
    }

    #[test]
    fn every_key_of_a_device_is_kept_or_named() {
        let (upn, id) = (Some("a@contoso.com"), Some("0cadbf92-1234-4321-abcd-0123456789ab"));
        let object = "{\"id\":\"0cadbf92-1234-4321-abcd-0123456789ab\",\"displayName\":\"A\"}";
        check("\"upn\":\"a@contoso.com\",\"user\":\"b@contoso.com\"", (upn, None), &["user"]);
        check("\"upn\":\"a@contoso.com\",\"user\":null", (upn, None), &[]);
        check(&format!("\"assignedTo\":{object}"), (None, id), &[]);
        check(&format!("\"assignedTo\":{object},\"upn\":\"a@contoso.com\""), (upn, id), &[]);
        check("\"assignedTo\":\"a@contoso.com\"", (upn, None), &[]);
        check("\"assignedTo\":{\"userPrincipalName\":\"a@contoso.com\"}", (upn, None), &[]);
        check("\"assignedTo\":{\"value\":\"a@contoso.com\",\"Count\":1}", (upn, None), &[]);
    }

    /// Reads one more member of a device, and tells the interval and what is wrong with the row.
    fn check_value(member: &str, interval: Option<u32>, expected: &[Problem]) {
        let text = format!(
            "[{{\"serialNumber\":\"T1\",\"secretKey\":\"GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJS\",{member}}}]"
        );
        let parsed = parse(&text, SeedColumn { source: 0, said: None }).unwrap();
        let told: Vec<_> = parsed.findings.into_iter().map(|finding| finding.problem).collect();
        assert_eq!(parsed.tokens[0].interval.map(Interval::seconds), interval, "{member}");
        assert_eq!(told, expected, "{member}");
    }

    #[test]
    fn what_is_no_value_is_never_taken_for_nothing() {
        let no_text = |field: Field| Problem::from(RowProblem::NotAText { column: field.name().to_owned() });
        check_value("\"timeIntervalInSeconds\":60", Some(60), &[]);
        check_value("\"timeIntervalInSeconds\":{\"value\":60,\"Count\":1}", Some(60), &[]);
        check_value("\"timeIntervalInSeconds\":null", None, &[]);
        check_value("\"timeIntervalInSeconds\":[60]", None, &[no_text(Field::Interval)]);
        check_value("\"hashFunction\":{\"x\":1}", None, &[no_text(Field::Hash)]);
        check_value("\"assignTo\":[\"a@contoso.com\"]", None, &[no_text(Field::AssignTo)]);
        check_value("\"model\":true", None, &[no_text(Field::Model)]);
    }

    #[test]
    fn a_serial_number_that_a_number_cannot_hold_is_rounded() {
        let check = |number: &str, expected: Option<&str>| {
            let text = format!("[{{\"serialNumber\":{number},\"secretKey\":\"GEZDGNBVGY3TQOJQ\"}}]");
            let parsed = parse(&text, SeedColumn { source: 0, said: None }).unwrap();
            let serial = parsed.tokens[0].serial.as_ref().map(ToString::to_string);
            assert_eq!(serial.as_deref(), expected, "{number}");
        };
        check("1001", Some("1001"));
        check("18446744073709551615", Some("18446744073709551615"));
        check("18446744073709551616", None);
        check("99999999999999999999123", None);
    }
}
