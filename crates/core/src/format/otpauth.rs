//! Lists of `otpauth://` addresses, one a line, as authenticator apps take them:
//! `otpauth://totp/Issuer:account?secret=BASE32&algorithm=SHA1&digits=6&period=30`.

use std::borrow::Cow;

use zeroize::Zeroizing;

use super::{
    MAX_TOKENS, Parsed,
    draft::Draft,
    field::Field,
    row_check::RowCheck,
    seed_column::SeedColumn,
    unkept::Unkept,
    value::{is_upn, oath_type},
};
use crate::{
    diagnostic::RowProblem,
    encoding::SeedEncoding,
    envelope::Cause,
    token::{Origin, Token},
};

/// How an address begins.
const SCHEME: &str = "otpauth://";

/// Longest address, in bytes.
const MAX_ADDRESS: usize = 4096;

/// Whether a text is such a list.
pub(super) fn recognises(text: &str) -> bool {
    after_scheme(text).is_some()
}

/// Reads the list. The account is the serial number, and the UPN where it looks like one.
pub(super) fn parse(text: &str, column: SeedColumn) -> Result<Parsed, Cause> {
    let (source, encoding) = (column.source, column.or(SeedEncoding::Base32));
    let mut parsed = Parsed { encoding: Some(encoding), ..Parsed::default() };
    let mut unkept = Unkept::default();
    let mut check = RowCheck::default();
    let mut rows = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()).peekable();
    while let Some((row, line)) = rows.next() {
        if parsed.tokens.len() >= MAX_TOKENS {
            return Err(Cause::TooLarge(format!("It has more than {MAX_TOKENS} addresses")));
        }
        let mut draft = Draft::new(Origin { source, row }, &mut parsed.findings);
        let is_last = rows.peek().is_none() && !text.ends_with(['\n', '\r']);
        check_end(&mut check, &mut draft, line.trim(), is_last);
        parsed.tokens.push(token(line.trim(), encoding, draft, &mut |name, value| {
            unkept.value_in(row, name, value);
        }));
    }
    if parsed.tokens.iter().any(|token| token.serial.is_some()) {
        parsed.findings.push(Field::Serial.taken_from("account", source));
    }
    if parsed.tokens.iter().any(|token| token.manufacturer.is_some()) {
        parsed.findings.push(Field::Manufacturer.taken_from("issuer", source));
    }
    parsed.findings.extend(unkept.findings(source));
    if parsed.tokens.is_empty() { Err(Cause::NoTokens) } else { Ok(parsed) }
}

/// The last address may have been cut off, between parameters or within one.
fn check_end(check: &mut RowCheck, draft: &mut Draft<'_>, line: &str, is_last: bool) {
    let (path, query) = line.split_once('?').unwrap_or((line, ""));
    let kind = after_scheme(path).and_then(|rest| rest.split('/').next()).map(oath_type);
    let parameters = query.split('&').map(|parameter| parameter.split_once('=').unwrap_or((parameter, "")));
    let (names, values): (Vec<_>, Vec<_>) =
        parameters.map(|(name, value)| (name, Cow::Borrowed(value))).unzip();
    let secret = names.iter().position(|name| name.eq_ignore_ascii_case("secret"));
    check.end_of_type(draft, &values, is_last, secret, kind.as_ref());
}

fn after_scheme(line: &str) -> Option<&str> {
    let (scheme, rest) = line.split_at_checked(SCHEME.len())?;
    scheme.eq_ignore_ascii_case(SCHEME).then_some(rest)
}

/// The token of an address; `other` is told of each parameter that is not read.
fn token(
    line: &str,
    encoding: SeedEncoding,
    mut draft: Draft<'_>,
    other: &mut dyn FnMut(&str, &str),
) -> Token {
    if line.len() > MAX_ADDRESS {
        draft.note(RowProblem::CellTooLong { column: "address".to_owned() });
        draft.miss_seed(encoding);
        return draft.finish(false);
    }
    let rest = after_scheme(line).unwrap_or_default();
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (oath_type, label) = path.split_once('/').unwrap_or((path, ""));
    draft.take(Field::Type, oath_type);
    let label = decoded(label);
    let (issuer, account) = label.rsplit_once(':').unwrap_or(("", &label));
    let account = account.trim();
    draft.take(Field::Serial, account);
    if is_upn(account) {
        draft.take(Field::Upn, account);
    }
    let parameters = query.split('&').filter_map(|parameter| parameter.split_once('='));
    let (mut has_seed, mut said) = (false, Vec::new());
    for (name, value) in parameters {
        let value = Zeroizing::new(decoded(value).into_owned());
        let name = name.to_ascii_lowercase();
        // The first of a name counts.
        if said.contains(&name) {
            other(&format!("another {name}"), &value);
            continue;
        }
        said.push(name.clone());
        match name.as_str() {
            "secret" => {
                has_seed = true;
                draft.take_seed(&value, encoding);
            }
            "algorithm" => draft.take(Field::Hash, &value),
            "digits" => draft.take(Field::Digits, &value),
            "period" => draft.take(Field::Interval, &value),
            "counter" => draft.take(Field::Counter, &value),
            "issuer" => {
                if !issuer.trim().eq_ignore_ascii_case(value.trim()) {
                    other("issuer in the label", issuer);
                }
                draft.take(Field::Manufacturer, &value);
            }
            name => other(name, &value),
        }
    }
    if !said.iter().any(|name| name == "issuer") {
        draft.take(Field::Manufacturer, issuer);
    }
    if !has_seed {
        draft.miss_seed(encoding);
    }
    draft.finish(!account.is_empty())
}

/// Takes percent-encoding (RFC 3986 §2.1) away; what is none stays as it is.
fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after.split_first_chunk::<2>().filter(|_| *first == b'%');
        let byte = code.and_then(|(code, after)| Some((hex(*code)?, after)));
        let (byte, after) = byte.unwrap_or((*first, after));
        bytes.push(byte);
        rest = after;
    }
    // The bytes become the text without a copy, so that no seed stays behind.
    Cow::Owned(String::from_utf8(bytes).unwrap_or_default())
}

fn hex(code: [u8; 2]) -> Option<u8> {
    let [high, low] = code.map(|digit| char::from(digit).to_digit(16));
    u8::try_from(high? * 16 + low?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_a_limit() {
        let check = |length: usize, seeds: usize| {
            let start = "otpauth://totp/a?secret=GEZDGNBVGY3TQOJQ&x=";
            let parsed = parse(
                &format!("{start}{}", "x".repeat(length - start.len())),
                SeedColumn { source: 0, said: None },
            )
            .unwrap();
            assert_eq!(parsed.tokens.iter().filter(|token| token.seed.is_some()).count(), seeds, "{length}");
        };
        check(MAX_ADDRESS, 1);
        check(MAX_ADDRESS + 1, 0);
    }
}
