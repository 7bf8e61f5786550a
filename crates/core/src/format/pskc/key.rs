//! One key package: device, key, its algorithm and data (RFC 6030 §4).

use std::borrow::Cow;

use data_encoding::BASE64;
use roxmltree::Node;

use super::{
    super::{
        draft::Draft,
        field::Field,
        value::is_upn,
        xml::{attribute, child, child_text, is_named, text},
    },
    lock::{Opened, Value},
};
use crate::{
    diagnostic::{Diagnostic, ParameterProblem, SeedProblem},
    encoding::{SeedEncoding, decode},
    token::{Origin, Token},
};

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
        let keys = package.children().filter(|node| is_named(*node, "Key") || is_named(*node, "Secret"));
        packages.extend(keys.map(|key| Package { lock, device, key: Some(key) }));
        if packages.len() == before && device.is_some() {
            packages.push(Package { lock, device, key: None });
        }
    }
    packages
}

impl<'a, 'i> Package<'a, 'i, '_> {
    /// The token, with what is wrong about it.
    pub(super) fn token(&self, origin: Origin, findings: &mut Vec<Diagnostic>) -> Token {
        let mut draft = Draft::new(origin, findings);
        let serial = self.serial();
        draft.take(Field::Serial, &serial);
        draft.take(Field::Manufacturer, &self.of_device("Manufacturer"));
        draft.take(Field::Model, &self.of_device("Model"));
        self.take_user(&mut draft);
        self.take_algorithm(&mut draft);
        self.take_secret(&mut draft);
        draft.take(Field::Counter, &number(self.data("Counter")));
        draft.take(Field::Interval, &number(self.data("TimeInterval")));
        let offset = number(self.data("Time"));
        if !matches!(&*offset, "" | "0") {
            draft.note(ParameterProblem::TimeOffset { text: offset.chars().take(32).collect() });
        }
        draft.finish(!serial.is_empty())
    }

    /// The device's serial number, else the key's id.
    fn serial(&self) -> Cow<'a, str> {
        let serial = self.of_device("SerialNo");
        if serial.is_empty() {
            Cow::Borrowed(self.key_attribute(&["Id", "KeyId", "SecretId"]))
        } else {
            serial
        }
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

    /// A user id is a name in a directory; only what looks like a UPN is taken for one.
    fn take_user(&self, draft: &mut Draft<'_>) {
        let of_key = self.of_key("UserId").map(text);
        let id = of_key.filter(|id| !id.is_empty()).unwrap_or_else(|| self.of_device("UserId"));
        let names = id.split(',').map(|part| part.rsplit('=').next().unwrap_or_default().trim());
        if let Some(upn) = names.into_iter().find(|name| is_upn(name)) {
            draft.take(Field::Upn, upn);
        }
    }

    fn take_algorithm(&self, draft: &mut Draft<'_>) {
        let said = self.key_attribute(&["Algorithm", "KeyAlgorithm", "SecretAlgorithm"]);
        let is_ocra = said.to_ascii_lowercase().contains("ocra");
        let oath_type = match said {
            _ if is_ocra => "ocra",
            "" if !self.data("TimeInterval").is_empty() || !self.data("Time").is_empty() => "totp",
            "" if !self.data("Counter").is_empty() => "hotp",
            "" => "not said",
            said => said,
        };
        draft.take(Field::Type, oath_type);
        let parameters = self.of_key("AlgorithmParameters").or(self.of_key("Usage"));
        let Some(parameters) = parameters else { return };
        let format = child(parameters, "ResponseFormat").filter(|format| {
            let encoding = attribute(*format, "Encoding").or(attribute(*format, "Format"));
            encoding.is_none_or(|encoding| encoding.eq_ignore_ascii_case("DECIMAL"))
        });
        if let Some(length) = format.and_then(|format| attribute(format, "Length")) {
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

    fn take_secret(&self, draft: &mut Draft<'_>) {
        match self.decrypted("Secret") {
            Some(Value::Plain(bytes)) => return draft.take_seed_bytes(&bytes),
            Some(Value::NoCode(bytes)) => {
                draft.note(SeedProblem::CodeMissing);
                return draft.take_seed_bytes(&bytes);
            }
            // It is kept, so that whoever knows better can have it written with the other tokens that have errors.
            Some(Value::Altered(bytes)) => {
                draft.note(SeedProblem::Altered);
                return draft.take_seed_bytes(&bytes);
            }
            Some(Value::Broken) => return draft.note(SeedProblem::NotDecrypted),
            None => {}
        }
        let seed = self.data("Secret");
        if seed.is_empty() {
            return draft.miss_seed(SeedEncoding::Base64);
        }
        draft.take_seed(&seed, SeedEncoding::Base64);
    }

    /// The text of a value of the key's data; the Base64 of a decrypted number.
    fn data(&self, name: &str) -> Cow<'a, str> {
        match self.decrypted(name) {
            Some(Value::Plain(bytes) | Value::NoCode(bytes)) => return Cow::Owned(BASE64.encode(&bytes)),
            Some(Value::Altered(_) | Value::Broken) => return Cow::Borrowed("?"),
            None => {}
        }
        let Some(element) = self.element(name) else {
            return Cow::Borrowed("");
        };
        child(element, "PlainValue").or_else(|| child(element, "Value")).map(text).unwrap_or_default()
    }

    /// What became of a value; `None` when it is not encrypted.
    fn decrypted(&self, name: &str) -> Option<Value> {
        self.lock?.value(self.element(name)?)
    }

    /// An element of the key's data; drafts have `<Data Name="SECRET">` in place of `<Data><Secret>`.
    fn element(&self, name: &str) -> Option<Node<'a, 'i>> {
        let key = self.key?;
        let new = child(key, "Data").and_then(|data| child(data, name));
        let is_old = |node: &Node<'_, '_>| {
            is_named(*node, "Data")
                && attribute(*node, "Name").is_some_and(|n| plain(n).eq_ignore_ascii_case(name))
        };
        new.or_else(|| key.children().find(is_old))
    }
}

/// Numbers stand as decimal text, or in Base64 as decimal text or as big-endian bytes.
fn number(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.is_empty() || text.bytes().all(|c| c.is_ascii_digit()) {
        return text;
    }
    let Ok(decoded) = decode(&text, SeedEncoding::Base64) else {
        return text;
    };
    // EXPOSE: a counter or a time, which only shares the encoding with seeds.
    let bytes = decoded.seed.expose();
    if bytes.iter().all(u8::is_ascii_digit) {
        return Cow::Owned(bytes.iter().map(|digit| char::from(*digit)).collect());
    }
    let is_number = bytes.len() <= size_of::<u64>();
    let value = bytes.iter().fold(0_u64, |value, byte| (value << 8) | u64::from(*byte));
    if is_number { Cow::Owned(value.to_string()) } else { text }
}

/// `TIME_INTERVAL` of the drafts is `TimeInterval` today.
fn plain(name: &str) -> String {
    name.replace('_', "")
}
