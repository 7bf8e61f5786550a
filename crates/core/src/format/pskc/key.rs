//! One key package: device, key, its algorithm and data (RFC 6030 §4).

use std::borrow::Cow;

use roxmltree::Node;
use seedferry_protocol::{EditField, WrongCodes};

use super::{
    super::{
        draft::Draft,
        field::Field,
        unkept::is_another,
        value::{is_upn, quotable},
        xml::{attribute, child, child_text, is_named, text},
    },
    lock::{Opened, Value},
    user_id,
};
use crate::{
    diagnostic::{Diagnostic, ParameterProblem, SeedProblem, UserProblem},
    encoding::{SeedEncoding, decode},
    token::{Origin, Token},
};

/// Longest text that is quoted, in characters.
const LONGEST_QUOTE: usize = 60;

/// What RFC 6030 §5 lets a policy say.
const RULES: [&str; 5] = ["StartDate", "ExpiryDate", "PINPolicy", "KeyUsage", "NumberOfTransactions"];

/// A key with the device it belongs to; either may be missing.
pub(super) struct Package<'a, 'i, 'l> {
    lock: Option<&'l Opened>,
    device: Option<Node<'a, 'i>>,
    key: Option<Node<'a, 'i>>,
}

/// All keys of a container. Drafts put several keys into one `Device`; RFC 6030 has one in each `KeyPackage`.
pub(super) fn packages<'a, 'i, 'l>(root: Node<'a, 'i>, lock: Option<&'l Opened>) -> Vec<Package<'a, 'i, 'l>> {
    let is_package = |node: &Node<'_, '_>| is_named(*node, "KeyPackage") || is_named(*node, "Device");
    let mut packages = Vec::new();
    for package in root.children().filter(is_package) {
        let device = child(package, "DeviceInfo").or_else(|| child(package, "DeviceId"));
        let before = packages.len();
        let keys = package.children().filter(is_key);
        packages.extend(keys.map(|key| Package { lock, device, key: Some(key) }));
        if packages.len() == before && device.is_some() {
            packages.push(Package { lock, device, key: None });
        }
    }
    packages
}

fn is_key(node: &Node<'_, '_>) -> bool {
    is_named(*node, "Key") || is_named(*node, "Secret")
}

/// What came of the encrypted values of a container, and what becomes of those that were altered.
#[derive(Default)]
pub(super) struct Codes {
    pub(super) policy: WrongCodes,
    /// Values whose code or tag is right.
    pub(super) right: u32,
    /// Values without a code, which decrypt.
    pub(super) unproven: u32,
    /// Values that do not decrypt, or whose code is not right.
    pub(super) wrong: u32,
    /// Number of the first key with such a value.
    pub(super) first_wrong: Option<u32>,
}

impl Codes {
    fn note(&mut self, row: u32, value: Option<&Value>) {
        match value {
            None => {}
            Some(Value::Proven(_) | Value::Unpadded(_)) => self.right = self.right.saturating_add(1),
            Some(Value::Plain(_) | Value::NoCode(_)) => self.unproven = self.unproven.saturating_add(1),
            Some(Value::Altered(_) | Value::Broken) => {
                self.wrong = self.wrong.saturating_add(1);
                self.first_wrong = self.first_wrong.or(Some(row));
            }
        }
    }
}

impl<'a, 'i> Package<'a, 'i, '_> {
    /// The token, with what is wrong about it.
    pub(super) fn token(
        &self,
        origin: Origin,
        seeds: SeedEncoding,
        codes: &mut Codes,
        findings: &mut Vec<Diagnostic>,
    ) -> Token {
        let row = origin.row;
        let mut draft = Draft::new(origin, findings);
        let serial = self.serial();
        draft.take(Field::Serial, &serial);
        draft.take(Field::Manufacturer, &self.of_device("Manufacturer"));
        draft.take(Field::Model, &self.of_device("Model"));
        self.take_user(&mut draft);
        self.take_policy(&mut draft);
        let data = self.key.and_then(|key| child(key, "Data"));
        let mut number = |name, field| self.number(self.element(data, name), row, field, codes, &mut draft);
        let counter = number("Counter", Some(EditField::Counter));
        let interval = number("TimeInterval", Some(EditField::Interval));
        let offset = number("Time", None);
        self.take_algorithm([&counter, &interval, &offset], &mut draft);
        self.take_secret(self.element(data, "Secret"), row, seeds, codes, &mut draft);
        draft.take(Field::Counter, &counter);
        draft.take(Field::Interval, &interval);
        if !offset.bytes().all(|digit| digit == b'0') {
            draft.note(ParameterProblem::TimeOffset { text: offset.chars().take(32).collect() });
        }
        draft.finish(!serial.is_empty())
    }

    /// The device's serial number, else the key's id.
    fn serial(&self) -> Cow<'a, str> {
        let serial = self.of_device("SerialNo");
        if serial.is_empty() { Cow::Borrowed(self.id()) } else { serial }
    }

    fn id(&self) -> &'a str {
        self.key_attribute(&["Id", "KeyId", "SecretId"])
    }

    /// Whether its id stands for the serial number, which is missing.
    pub(super) fn is_known_by_id(&self) -> bool {
        !self.id().is_empty() && self.of_device("SerialNo").is_empty()
    }

    /// Whether its id is neither made of the serial number nor the key's number in the container, counted from 0 or 1.
    pub(super) fn has_own_id(&self, row: u32) -> bool {
        let (id, serial) = (self.id().trim(), self.of_device("SerialNo"));
        let is_count = id.parse().is_ok_and(|number: u32| number == row || number.saturating_add(1) == row);
        !id.is_empty() && !serial.is_empty() && !is_count && !is_made_of(id, &serial)
    }

    fn of_device(&self, name: &str) -> Cow<'a, str> {
        self.device.map(|device| child_text(device, name)).unwrap_or_default()
    }

    fn of_key(&self, name: &str) -> Option<Node<'a, 'i>> {
        child(self.key?, name)
    }

    fn key_attribute(&self, names: &[&str]) -> &'a str {
        let Some(key) = self.key else { return "" };
        names.iter().find_map(|name| attribute(key, name)).unwrap_or_default()
    }

    /// A user id, of the key or of the device, is a name in a directory, of which the user's name alone is kept.
    fn take_user(&self, draft: &mut Draft<'_>) {
        let ids = [self.of_key("UserId").map(text).unwrap_or_default(), self.of_device("UserId")];
        let users: Vec<_> =
            ids.iter().filter(|id| !id.is_empty()).map(|id| (id, user_id::read(id))).collect();
        let upn = users.iter().filter_map(|(_, user)| user.name.as_deref()).find(|name| is_upn(name));
        let name = upn.or_else(|| users.iter().find_map(|(_, user)| user.name.as_deref()));
        if let Some(name) = name {
            draft.take(Field::Upn, name);
        }
        for (id, user) in &users {
            let text = told(id);
            if user.name.is_none() || user.name.as_deref() != name {
                draft.note(UserProblem::IdNotKept { text, beside: name.is_some() });
            } else if user.has_more {
                draft.note(UserProblem::IdCut { text });
            }
        }
    }

    /// No token has a place for the rules of a key; those that may stop it are told of each.
    fn take_policy(&self, draft: &mut Draft<'_>) {
        let policy = self.of_key("Policy");
        let holders = [policy, self.key, self.device];
        let dates = holders.into_iter().flatten().filter_map(|holder| child(holder, "ExpiryDate")).map(text);
        if let Some(date) = dates.into_iter().find(|date| !date.is_empty()) {
            draft.note(ParameterProblem::Expires { date: told(&date) });
        }
        let uses = policy.into_iter().flat_map(|policy| policy.children());
        let uses: Vec<_> = uses.filter(|node| is_named(*node, "KeyUsage")).map(text).collect();
        if !uses.is_empty() && !uses.iter().any(|usage| usage.eq_ignore_ascii_case("OTP")) {
            draft.note(ParameterProblem::OtherUse { text: told(&uses.join(", ")) });
        }
        let rules = policy.into_iter().flat_map(|policy| policy.children()).filter(Node::is_element);
        for rule in rules.filter(|rule| !RULES.iter().any(|known| is_named(*rule, known))) {
            draft.note(ParameterProblem::RuleUnknown { name: told(rule.tag_name().name()) });
        }
    }

    /// All elements that speak of this key: in it, and beside it where they are of no other.
    pub(super) fn elements(&self) -> impl Iterator<Item = Node<'a, 'i>> {
        let key = self.key;
        let package = key.or(self.device).and_then(|node| node.parent());
        let parts = package.into_iter().flat_map(|package| package.children());
        let parts = parts.filter(move |part| Some(*part) == key || !is_key(part));
        parts.flat_map(|part| part.descendants()).filter(Node::is_element)
    }

    /// Names of what stands in it again and says something else. Drafts have a `Data` for each value.
    pub(super) fn said_again(&self) -> impl Iterator<Item = &'a str> {
        let data = self.of_key("Data");
        let parameters = self.of_key("AlgorithmParameters").or(self.of_key("Usage"));
        let holders = [self.device, self.key, data, parameters].into_iter().flatten();
        let parts = holders.flat_map(|holder| holder.children()).filter(Node::is_element);
        let is_said = |part: &Node<'_, '_>| {
            !attribute(*part, "Name").is_some_and(|_| is_named(*part, "Data")) && is_another(*part)
        };
        parts.filter(is_said).map(|part| part.tag_name().name())
    }

    /// The seed where it is not encrypted, as it is written.
    pub(super) fn plain_seed(&self) -> Cow<'a, str> {
        let data = self.key.and_then(|key| child(key, "Data"));
        plain_text(self.element(data, "Secret"))
    }

    fn take_algorithm(&self, [counter, interval, offset]: [&str; 3], draft: &mut Draft<'_>) {
        let said = self.key_attribute(&["Algorithm", "KeyAlgorithm", "SecretAlgorithm"]);
        let is_ocra = said.to_ascii_lowercase().contains("ocra");
        let oath_type = match said {
            _ if is_ocra => "ocra",
            "" if !interval.is_empty() || !offset.is_empty() => "totp",
            "" if !counter.is_empty() => "hotp",
            "" => "not said",
            said => said,
        };
        draft.take(Field::Type, oath_type);
        if said.is_empty() && oath_type != "not said" {
            draft.assume_type();
        }
        let parameters = self.of_key("AlgorithmParameters").or(self.of_key("Usage"));
        let Some(parameters) = parameters else { return };
        let format = child(parameters, "ResponseFormat");
        let check =
            format.and_then(|format| attribute(format, "CheckDigits").or(attribute(format, "CheckDigit")));
        if let Some(said) =
            check.filter(|said| !matches!(said.to_ascii_lowercase().as_str(), "" | "0" | "false"))
        {
            draft.note(ParameterProblem::CheckDigit { text: told(said) });
        }
        let encoding =
            format.and_then(|format| attribute(format, "Encoding").or(attribute(format, "Format")));
        let other =
            encoding.filter(|encoding| !matches!(encoding.to_ascii_uppercase().as_str(), "" | "DECIMAL"));
        if let Some(other) = other {
            draft.note(ParameterProblem::OtherFormat { text: told(other) });
        } else if let Some(length) = format.and_then(|format| attribute(format, "Length")) {
            draft.take(Field::Digits, length);
        }
        let Some(suite) = child(parameters, "Suite").filter(|_| !is_ocra) else {
            return;
        };
        let name = text(suite);
        draft.take(
            Field::Hash,
            if name.is_empty() { attribute(suite, "hashalgo").unwrap_or_default() } else { &name },
        );
    }

    fn take_secret(
        &self,
        holder: Option<Node<'_, '_>>,
        row: u32,
        seeds: SeedEncoding,
        codes: &mut Codes,
        draft: &mut Draft<'_>,
    ) {
        let value = holder.and_then(|holder| self.lock?.value(holder));
        codes.note(row, value.as_ref());
        match value {
            Some(Value::Proven(bytes) | Value::Plain(bytes)) => draft.take_seed_bytes(&bytes),
            Some(Value::Unpadded(bytes)) => {
                draft.note(SeedProblem::Unpadded);
                draft.take_seed_bytes(&bytes);
            }
            Some(Value::NoCode(bytes)) => {
                draft.note(SeedProblem::CodeMissing);
                draft.take_seed_bytes(&bytes);
            }
            // It is kept, so that whoever knows better can have it written with the other tokens that have errors.
            Some(Value::Altered(bytes)) => {
                let is_taken = codes.policy == WrongCodes::Take;
                draft.note(if is_taken { SeedProblem::AlteredTaken } else { SeedProblem::Altered });
                draft.take_seed_bytes(&bytes);
            }
            Some(Value::Broken) => draft.note(SeedProblem::NotDecrypted),
            None => match plain_text(holder) {
                seed if seed.is_empty() => draft.miss_seed(seeds),
                seed => draft.take_seed(&seed, seeds),
            },
        }
    }

    /// The text of a number of the key's data. `field` is what it is about, if it can be edited: the time offset
    /// cannot.
    fn number(
        &self,
        holder: Option<Node<'a, 'i>>,
        row: u32,
        field: Option<EditField>,
        codes: &mut Codes,
        draft: &mut Draft<'_>,
    ) -> Cow<'a, str> {
        let value = holder.and_then(|holder| self.lock?.value(holder));
        codes.note(row, value.as_ref());
        let found = |problem: fn(EditField) -> ParameterProblem, of_offset: ParameterProblem| {
            field.map_or(of_offset, problem)
        };
        let lost = |problem| found(problem, ParameterProblem::TimeOffsetLost);
        let bytes = match value {
            None => return number(plain_text(holder)),
            Some(Value::Proven(bytes) | Value::Unpadded(bytes) | Value::Plain(bytes)) => bytes,
            Some(Value::NoCode(bytes)) => {
                let of_offset = ParameterProblem::TimeOffsetUnproven { altered: false };
                draft.note(found(|field| ParameterProblem::CodeMissing { field }, of_offset));
                bytes
            }
            Some(Value::Altered(bytes)) if codes.policy == WrongCodes::Take => {
                let of_offset = ParameterProblem::TimeOffsetUnproven { altered: true };
                draft.note(found(|field| ParameterProblem::AlteredTaken { field }, of_offset));
                bytes
            }
            Some(Value::Altered(_)) => {
                draft.note(lost(|field| ParameterProblem::Altered { field }));
                return Cow::Borrowed("");
            }
            Some(Value::Broken) => {
                draft.note(lost(|field| ParameterProblem::NotDecrypted { field }));
                return Cow::Borrowed("");
            }
        };
        of_bytes(&bytes).map_or(Cow::Borrowed("?"), Cow::Owned)
    }

    /// An element of the key's data; drafts have `<Data Name="SECRET">` in place of `<Data><Secret>`.
    fn element(&self, data: Option<Node<'a, 'i>>, name: &str) -> Option<Node<'a, 'i>> {
        let is_old = |node: &Node<'_, '_>| {
            is_named(*node, "Data")
                && attribute(*node, "Name").is_some_and(|n| plain(n).eq_ignore_ascii_case(name))
        };
        data.and_then(|data| child(data, name)).or_else(|| self.key?.children().find(is_old))
    }
}

/// Whether an id is the serial number, alone or with something set off from it, as in `10944003:1` and `X1#2`.
fn is_made_of(id: &str, serial: &str) -> bool {
    let is_set_off = |rest: &str| rest.is_empty() || rest.starts_with(|c: char| !c.is_alphanumeric());
    id.strip_prefix(serial).is_some_and(is_set_off)
}

/// A text of the file as a finding may quote it.
fn told(text: &str) -> String {
    quotable(text).chars().take(LONGEST_QUOTE).collect()
}

/// The text of a value that is not encrypted.
fn plain_text<'a>(holder: Option<Node<'a, '_>>) -> Cow<'a, str> {
    let value = holder.and_then(|holder| child(holder, "PlainValue").or_else(|| child(holder, "Value")));
    value.map(text).unwrap_or_default()
}

/// Numbers stand as decimal text, or in Base64 as decimal text or as big-endian bytes: as many as a number has in a
/// machine, or filled up with zeros. Other texts, such as `-1`, `3O` and `PT1M`, are none.
fn number(text: Cow<'_, str>) -> Cow<'_, str> {
    let is_of_base64 = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'+' | b'/' | b'=');
    let letters = || text.bytes().filter(|c| !c.is_ascii_whitespace());
    let is_decimal = text.bytes().all(|c| c.is_ascii_digit());
    if is_decimal || !letters().count().is_multiple_of(4) || !letters().all(is_of_base64) {
        return text;
    }
    let Ok(decoded) = decode(&text, SeedEncoding::Base64) else {
        return text;
    };
    // EXPOSE: a counter or a time, which only shares the encoding with seeds.
    let bytes = decoded.seed.expose();
    let is_usual = bytes.len().is_power_of_two() || bytes.first() == Some(&0);
    let is_text = bytes.iter().all(u8::is_ascii_digit);
    of_bytes(bytes).filter(|_| is_usual || is_text).map_or(text, Cow::Owned)
}

fn of_bytes(bytes: &[u8]) -> Option<String> {
    if bytes.iter().all(u8::is_ascii_digit) {
        return Some(bytes.iter().map(|digit| char::from(*digit)).collect());
    }
    let is_number = bytes.len() <= size_of::<u64>();
    let value = bytes.iter().fold(0_u64, |value, byte| (value << 8) | u64::from(*byte));
    is_number.then(|| value.to_string())
}

/// `TIME_INTERVAL` of the drafts is `TimeInterval` today.
fn plain(name: &str) -> String {
    name.replace('_', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_in_decimal_and_in_base64() {
        let check = |text: &str, expected: &str| assert_eq!(number(Cow::Borrowed(text)), expected, "{text}");
        for text in ["", "0", "30", "-1", "-5", "3O", "30s", "PT1M", "PT30S", "30.0", "18446744073709551616"]
        {
            check(text, text);
        }
        check("AAAAAAAAAAE=", "1");
        check("AAAA\n AAAAAAE=", "1");
        check("AA==", "0");
        check("AAAAHg==", "30");
        check("AAAAAB4=", "30");
        check("MTIz", "123");
        check("Ng==", "6");
    }

    #[test]
    fn a_long_quote_is_cut() {
        let check = |length: usize, told_length: usize| {
            assert_eq!(told(&"ä".repeat(length)).chars().count(), told_length);
        };
        check(0, 0);
        check(LONGEST_QUOTE, LONGEST_QUOTE);
        check(LONGEST_QUOTE + 1, LONGEST_QUOTE);
    }
}
