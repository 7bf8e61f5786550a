//! One key package: device, key, its algorithm and data (RFC 6030 §4).

use std::borrow::Cow;

use data_encoding::BASE64;
use roxmltree::Node;
use seedferry_protocol::{EditField, WrongCodes};

use super::{
    super::{
        draft::Draft,
        field::Field,
        unkept::is_another,
        value::{is_upn, oath_type, quotable},
        xml::{attribute, child, child_text, is_named, text},
    },
    lock::{Opened, Value},
    user_id,
};
use crate::{
    diagnostic::{Diagnostic, ParameterProblem, SeedProblem, UserProblem},
    encoding::SeedEncoding,
    token::{OathType, Origin, Token},
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

/// How many packages hold neither a key nor a device.
pub(super) fn hollow(root: Node<'_, '_>) -> u32 {
    let packages = root.children().filter(|node| is_named(*node, "KeyPackage"));
    let is_hollow = |package: &Node<'_, '_>| {
        !package
            .children()
            .any(|part| is_key(&part) || is_named(part, "DeviceInfo") || is_named(part, "DeviceId"))
    };
    u32::try_from(packages.filter(is_hollow).count()).unwrap_or(u32::MAX)
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
        let mut number = |name, field| self.number(self.element(name), row, field, codes, &mut draft);
        let counter = number("Counter", Some(EditField::Counter));
        let interval = number("TimeInterval", Some(EditField::Interval));
        let offset = number("Time", None);
        self.take_algorithm([&counter, &interval, &offset], &mut draft);
        match self.elements_of_data("Secret").nth(1) {
            Some(_) => draft.note(SeedProblem::Several),
            None => self.take_secret(self.element("Secret"), row, seeds, codes, &mut draft),
        }
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

    /// Names of what stands in it again and says something else. All of its `Data` are read, and a second secret is an error.
    pub(super) fn said_again(&self) -> impl Iterator<Item = &'a str> {
        let parameters = self.of_key("AlgorithmParameters").or(self.of_key("Usage"));
        let holders = [self.device, self.key, parameters].into_iter().flatten();
        let parts = holders.flat_map(|holder| holder.children()).filter(Node::is_element);
        let is_said = |part: &Node<'_, '_>| !is_named(*part, "Data") && is_another(*part);
        let parts = parts.filter(is_said).map(|part| part.tag_name().name());
        parts.chain(["Counter", "Time", "TimeInterval"].into_iter().filter(|name| self.is_valued_twice(name)))
    }

    /// Whether its data has two values of that name that differ, or that are encrypted.
    fn is_valued_twice(&self, name: &str) -> bool {
        let mut all = self.elements_of_data(name);
        let first = all.next();
        all.any(|other| {
            child(other, "EncryptedValue").is_some() || plain_text(Some(other)) != plain_text(first)
        })
    }

    /// The seed where it is not encrypted, as it is written.
    pub(super) fn plain_seed(&self) -> Cow<'a, str> {
        plain_text(self.element("Secret"))
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
        if let Some(suite) = child(parameters, "Suite").filter(|_| !is_ocra) {
            take_suite(suite, said, draft);
        }
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
                seed => {
                    if self.lock.is_some() {
                        draft.note(SeedProblem::NotEncrypted);
                    }
                    draft.take_seed(&seed, seeds);
                }
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

    fn element(&self, name: &str) -> Option<Node<'a, 'i>> {
        self.elements_of_data(name).next()
    }

    /// The elements of that name in the key's data; drafts have `<Data Name="SECRET">` in place of `<Data><Secret>`.
    fn elements_of_data(&self, name: &str) -> impl Iterator<Item = Node<'a, 'i>> {
        let is_old = move |data: Node<'a, 'i>| {
            attribute(data, "Name").is_some_and(|own| plain(own).eq_ignore_ascii_case(name))
        };
        let all = self.key.into_iter().flat_map(|key| key.children()).filter(|part| is_named(*part, "Data"));
        all.flat_map(move |data| {
            let old = is_old(data).then_some(data);
            old.into_iter().chain(data.children().filter(move |part| is_named(*part, name)))
        })
    }
}

/// The suite is the hash function; some producers name the type there once more. The key's algorithm goes before it.
fn take_suite(suite: Node<'_, '_>, algorithm: &str, draft: &mut Draft<'_>) {
    let name = text(suite);
    let name = if name.is_empty() { attribute(suite, "hashalgo").unwrap_or_default() } else { &name };
    match (oath_type(name), oath_type(algorithm)) {
        (OathType::Other(_), _) | (_, OathType::Other(_)) => draft.take(Field::Hash, name),
        (own, other) if own != other => draft.note(ParameterProblem::SuiteOfOtherType { text: told(name) }),
        _ => {}
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

/// Numbers stand as decimal text. Some producers write that, or the bytes that encrypted numbers have, in Base64. Such bytes end
/// in padding; a text without it, such as `PT1M`, would make bytes as well and is none of them.
fn number(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.bytes().all(|c| c.is_ascii_digit()) {
        return text;
    }
    let letters: Vec<u8> = text.bytes().filter(|c| !c.is_ascii_whitespace()).collect();
    let bytes = BASE64.decode(&letters).unwrap_or_default();
    let is_meant = letters.ends_with(b"=") || bytes.iter().all(u8::is_ascii_digit);
    of_bytes(&bytes).filter(|_| is_meant).map_or(text, Cow::Owned)
}

/// A number of some bytes: decimal text, else the highest byte first (RFC 6030 §4.2). Longer text is shown as it is, so that
/// whoever reads it as a number says that it is none.
fn of_bytes(bytes: &[u8]) -> Option<String> {
    let text = core::str::from_utf8(bytes.trim_ascii()).ok();
    let is_text = |text: &&str| text.len() > 1 && text.bytes().all(|c| c.is_ascii_graphic() || c == b' ');
    let is_digits = |text: &&str| !text.is_empty() && text.bytes().all(|c| c.is_ascii_digit());
    if let Some(text) = text.filter(|text| is_digits(text) || is_text(text)) {
        return Some(text.to_owned());
    }
    let is_number = (1..=size_of::<u64>()).contains(&bytes.len());
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
    fn numbers_are_decimal_text_or_bytes() {
        let check = |said: &str, expected: &str| {
            assert_eq!(number(Cow::Borrowed(said)), expected, "{said}");
        };
        for same in [
            "",
            "60",
            "-1",
            "+5",
            "30 s",
            "30s",
            "PT1M",
            "0x1E",
            "3O",
            "PT30S",
            "30.0",
            "18446744073709551616",
        ] {
            check(same, same);
        }
        check("AAAAPA==", "60");
        check("AAAAAAAAADw=", "60");
        check("AAAA\n AAAAADw=", "60");
        check("AAAAADw=", "60");
        check("AA==", "0");
        check("Ng==", "6");
        check("MTIz", "123");
        check("NjA=", "60");
        check("NzA5Nzkx", "709791");
        check("83179100", "83179100");
        check("LTEwMA==", "-100");
    }

    #[test]
    fn bytes_that_are_text_are_no_numbers() {
        let check = |bytes: &[u8], expected: Option<&str>| {
            assert_eq!(of_bytes(bytes).as_deref(), expected, "{bytes:?}");
        };
        check(b"60", Some("60"));
        check(b"60\n", Some("60"));
        check(b" 60", Some("60"));
        check(b"60 s", Some("60 s"));
        check(b"-1", Some("-1"));
        check(b"PT1M", Some("PT1M"));
        check(&[0, 0, 0, 60], Some("60"));
        check(&[0, 0, 0, 0, 0, 0, 0x01, 0x2c], Some("300"));
        check(&[60], Some("60"));
        check(&[], None);
        check(&[0; 9], None);
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
