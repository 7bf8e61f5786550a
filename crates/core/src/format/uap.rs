//! The token list of DualShield's predecessor (UAP, version 3): a `tokenInfo` for each token, whose `token` holds
//! another document as text, with the seed.

use std::borrow::Cow;

use roxmltree::Node;

use super::{
    Parsed,
    draft::Draft,
    field::Field,
    seed_column::SeedColumn,
    unkept::Unkept,
    xml::{attribute, child, child_text, document, is_named, tokens},
};
use crate::{
    encoding::SeedEncoding,
    envelope::Cause,
    token::{Origin, Token},
};

/// Reads the document.
pub(super) fn parse(text: &str, column: SeedColumn) -> Result<Parsed, Cause> {
    let document = document(text)?;
    let list = tokens(document.root_element().children(), "tokenInfo")?;
    let source = column.source;
    let mut parsed = Parsed { encoding: Some(column.or(SeedEncoding::Hex)), ..Parsed::default() };
    let (mut by_id, mut unkept) = (false, Unkept::default());
    for (row, info) in (1..).zip(list) {
        let draft = Draft::new(Origin { source, row }, &mut parsed.findings);
        let token = token(info, column, draft, &mut |element, read| {
            unkept.children_in(row, element, |node| read.iter().any(|name| is_named(*node, name)));
        });
        by_id |= token.serial.is_some() && serial(info).is_empty();
        parsed.tokens.push(token);
    }
    parsed.findings.extend(unkept.findings(source));
    parsed.findings.extend(by_id.then(|| Field::Serial.taken_from("deviceID", source)));
    Ok(parsed)
}

/// What the file calls the serial number of a token.
fn serial<'a>(info: Node<'a, '_>) -> Cow<'a, str> {
    child(info, "device").map(|device| child_text(device, "serial")).unwrap_or_default()
}

/// The token of an element; `note_others` is told of each element with children and the names of those that are read.
fn token(
    info: Node<'_, '_>,
    column: SeedColumn,
    mut draft: Draft<'_>,
    note_others: &mut dyn FnMut(Node<'_, '_>, &[&str]),
) -> Token {
    let device = child(info, "device");
    note_others(info, &["device", "token"]);
    if let Some(device) = device {
        note_others(device, &["serial", "manufacturer", "model"]);
    }
    let of_device = |name: &str| device.map(|device| child_text(device, name)).unwrap_or_default();
    draft.take(Field::Manufacturer, &of_device("manufacturer"));
    draft.take(Field::Model, &of_device("model"));
    let inner = child_text(info, "token");
    // The inner document has the same limits as the outer one.
    let data = document(&inner).ok();
    let serial = serial(info);
    if let Some(data) = data.as_ref().map(roxmltree::Document::root_element) {
        note_others(data, &["deviceID", "secret", "counter", "digits"]);
        take_data(&mut draft, data, &serial, column);
    } else {
        draft.take(Field::Serial, &serial);
        draft.miss_seed(column.or(SeedEncoding::Hex));
    }
    draft.finish(!serial.is_empty())
}

fn take_data(draft: &mut Draft<'_>, data: Node<'_, '_>, serial: &str, column: SeedColumn) {
    let id = child_text(data, "deviceID");
    draft.take(Field::Serial, if serial.is_empty() { &id } else { serial });
    let encoding = child(data, "secret").and_then(|secret| attribute(secret, "enc")).unwrap_or("HEX");
    let encoding = column.or(SeedEncoding::named(encoding).unwrap_or(SeedEncoding::Hex));
    draft.take_seed(&child_text(data, "secret"), encoding);
    let counter = child_text(data, "counter");
    if counter.is_empty() {
        draft.assume_type();
    } else {
        draft.take(Field::Type, "hotp");
        draft.take(Field::Counter, &counter);
    }
    draft.take(Field::Digits, &child_text(data, "digits"));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        diagnostic::{Diagnostic, FileProblem, Problem},
        token::SerialNumber,
    };

    fn check(serial: &str, id: &str, read: Option<&str>, is_told: bool) {
        let data = format!(
            "<data><deviceID>{id}</deviceID><secret>3132333435363738393031323334353637383930</secret></data>"
        );
        let device = format!("<device><serial>{serial}</serial></device>");
        let text = format!(
            "<tokenList><tokenInfo>{device}<token><![CDATA[{data}]]></token></tokenInfo></tokenList>"
        );
        let parsed = parse(&text, SeedColumn { source: 0, said: None }).unwrap();
        assert_eq!(parsed.tokens[0].serial.as_ref().map(SerialNumber::as_str), read);
        let told = |finding: &Diagnostic| matches!(&finding.problem, Problem::File(FileProblem::TakenFor { name, .. }) if name == "deviceID");
        assert_eq!(parsed.findings.iter().any(told), is_told);
    }

    #[test]
    fn what_no_token_has_a_place_for_is_told_and_a_type_that_is_not_said_too() {
        let check = |counter: &str, told: &[&str], is_assumed: bool| {
            let data = format!(
                "<data><deviceID>T1</deviceID><type>TB</type>{counter}\
                 <secret>3132333435363738393031323334353637383930</secret></data>"
            );
            let device = "<device><vendor>V</vendor><model>M</model><serial>T1</serial></device>";
            let info = format!("<method>X</method>{device}<token><![CDATA[{data}]]></token>");
            let text = format!("<tokenList><tokenInfo>{info}</tokenInfo></tokenList>");
            let findings = parse(&text, SeedColumn { source: 0, said: None }).unwrap().findings;
            let names: Vec<_> = findings
                .iter()
                .filter_map(|finding| match &finding.problem {
                    Problem::File(FileProblem::ColumnUnknown { name, .. }) => Some(name.as_str()),
                    _ => None,
                })
                .collect();
            assert_eq!(names, told);
            let assumed = findings.iter().filter(|finding| finding.problem.is_type_assumed()).count();
            assert_eq!(assumed, usize::from(is_assumed), "{counter}");
        };
        check("", &["method", "vendor", "type"], true);
        check("<counter>0</counter>", &["method", "vendor", "type"], false);
    }

    #[test]
    fn what_is_taken_for_the_serial_number_is_named() {
        check("T1", "77", Some("T1"), false);
        check("", "77", Some("77"), true);
        check("", "", None, false);
    }
}
