//! The document as it stands: devices with the values of known keys. Texts borrow from the file.

use core::fmt;
use std::borrow::Cow;

use serde::{
    Deserialize, Deserializer,
    de::{Error, IgnoredAny, MapAccess, SeqAccess, Visitor},
};

use super::super::{MAX_TOKENS, field::Field};

/// The visits of values that are neither object nor array, all with the same answer.
macro_rules! scalars {
    ($answer:expr) => {
        fn visit_str<E: Error>(self, _: &str) -> Result<Self::Value, E> {
            Ok($answer)
        }

        fn visit_u64<E: Error>(self, _: u64) -> Result<Self::Value, E> {
            Ok($answer)
        }

        fn visit_i64<E: Error>(self, _: i64) -> Result<Self::Value, E> {
            Ok($answer)
        }

        fn visit_f64<E: Error>(self, _: f64) -> Result<Self::Value, E> {
            Ok($answer)
        }

        fn visit_bool<E: Error>(self, _: bool) -> Result<Self::Value, E> {
            Ok($answer)
        }

        fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
            Ok($answer)
        }
    };
}

/// A whole document.
#[derive(Default)]
pub(super) struct Document<'a> {
    /// Its devices.
    pub(super) devices: Vec<Device<'a>>,
    /// It says that it is a delta, whose elements carry `@contentId`.
    pub(super) is_delta: bool,
}

/// One device.
#[derive(Default)]
pub(super) struct Device<'a> {
    /// The values of known keys, in their order.
    pub(super) values: Vec<(Field, Value<'a>)>,
    /// Names of keys that are not known.
    pub(super) unknown: Vec<Cow<'a, str>>,
    /// It is no object.
    pub(super) is_foreign: bool,
}

/// A value.
pub(super) enum Value<'a> {
    /// `null`.
    Null,
    /// Text.
    Text(Cow<'a, str>),
    /// A number, as text.
    Number(String),
    /// The `id` of an object.
    Id(Cow<'a, str>),
    /// Anything else.
    Other,
}

impl Device<'_> {
    /// Whether a key is there.
    pub(super) fn has(&self, field: Field) -> bool {
        self.values.iter().any(|(known, _)| *known == field)
    }

    /// The text of a key.
    pub(super) fn text(&self, field: Field) -> Option<&str> {
        self.values.iter().find_map(|(known, value)| match value {
            Value::Text(text) if *known == field => Some(&**text),
            _ => None,
        })
    }

    /// The first value of a key counts.
    fn has_room_for(&self, field: Field) -> bool {
        !self.has(field)
    }
}

impl Value<'_> {
    /// What it stands for under a key: Graph's `assignedTo` is an object with the id of the user, not a UPN.
    fn field(&self, named: Field) -> Field {
        match self {
            Self::Id(_) if named == Field::Upn => Field::AssignTo,
            _ => named,
        }
    }

    /// It is there, and no value of a field.
    pub(super) fn is_other(&self) -> bool {
        matches!(self, Self::Other)
    }

    /// Its text; empty for `null` and for what is no value of a field.
    pub(super) fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Null | Self::Other => Cow::Borrowed(""),
            Self::Text(text) | Self::Id(text) => Cow::Borrowed(text),
            Self::Number(text) => Cow::Borrowed(text),
        }
    }
}

impl<'de> Deserialize<'de> for Document<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(DocumentVisitor)
    }
}

struct DocumentVisitor;

impl<'de> Visitor<'de> for DocumentVisitor {
    type Value = Document<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Self::Value, A::Error> {
        let mut devices = Vec::new();
        while let Some(device) = elements.next_element()? {
            if devices.len() >= MAX_TOKENS {
                return Err(A::Error::custom("too many elements"));
            }
            devices.push(device);
        }
        Ok(Document { devices, is_delta: false })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut document = Document::default();
        let mut single = Device::default();
        while let Some(Word(key)) = map.next_key()? {
            if key.eq_ignore_ascii_case("value") || key.eq_ignore_ascii_case("hardwareOathDevices") {
                document.devices.append(&mut map.next_value::<Elements<'de>>()?.0);
                if document.devices.len() > MAX_TOKENS {
                    return Err(A::Error::custom("too many elements"));
                }
            } else if key.eq_ignore_ascii_case("@context") {
                document.is_delta = true;
                map.next_value::<IgnoredAny>()?;
            } else {
                take(&mut single, key, &mut map)?;
            }
        }
        // What stands beside a list is a device of its own where it is one.
        let is_device = single.has(Field::Serial) || single.has(Field::Seed);
        if is_device || (document.devices.is_empty() && !single.values.is_empty()) {
            document.devices.push(single);
        }
        Ok(document)
    }

    scalars!(Document::default());
}

/// What stands under `value`: an array, or one object in the answer to a single request.
struct Elements<'a>(Vec<Device<'a>>);

impl<'de> Deserialize<'de> for Elements<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(ElementsVisitor).map(Self)
    }
}

struct ElementsVisitor;

impl<'de> Visitor<'de> for ElementsVisitor {
    type Value = Vec<Device<'de>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array or an object")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, elements: A) -> Result<Self::Value, A::Error> {
        DocumentVisitor.visit_seq(elements).map(|document| document.devices)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        Ok(vec![DeviceVisitor.visit_map(map)?])
    }

    scalars!(Vec::new());
}

impl<'de> Deserialize<'de> for Device<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(DeviceVisitor)
    }
}

struct DeviceVisitor;

impl DeviceVisitor {
    fn foreign<'a>() -> Device<'a> {
        Device { is_foreign: true, ..Device::default() }
    }
}

impl<'de> Visitor<'de> for DeviceVisitor {
    type Value = Device<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut device = Device::default();
        while let Some(Word(key)) = map.next_key()? {
            take(&mut device, key, &mut map)?;
        }
        Ok(device)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Self::Value, A::Error> {
        while elements.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Self::foreign())
    }

    scalars!(Self::foreign());
}

/// Takes the value of one key. Some answers wrap the properties in `device`.
fn take<'de, A: MapAccess<'de>>(
    device: &mut Device<'de>,
    key: Cow<'de, str>,
    map: &mut A,
) -> Result<(), A::Error> {
    if key.eq_ignore_ascii_case("device") {
        let mut inner = map.next_value::<Device<'de>>()?;
        device.values.append(&mut inner.values);
        device.unknown.append(&mut inner.unknown);
        return Ok(());
    }
    let value: Value<'de> = map.next_value()?;
    match Field::named(&key).map(|field| value.field(field)) {
        Some(field) if device.has_room_for(field) => device.values.push((field, value)),
        _ => {
            // Names that begin so annotate the answer and are no properties.
            let is_property = !key.starts_with('@') && !key.contains("@odata");
            if !matches!(value, Value::Null) && is_property {
                device.unknown.push(key);
            }
        }
    }
    Ok(())
}

impl<'de> Deserialize<'de> for Value<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

/// From here on a floating point number has no room for all digits: 2^53.
const EXACT: f64 = 9_007_199_254_740_992.0;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Value::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Value::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Value::Number(number.to_string()))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Value::Number(number.to_string()))
    }

    /// Where digits may have been lost, it stays in the form that tells.
    fn visit_f64<E: Error>(self, number: f64) -> Result<Self::Value, E> {
        let is_exact = number.abs() < EXACT;
        let text = if is_exact { number.to_string() } else { format!("{number:E}").replace('E', "E+") };
        Ok(Value::Number(text))
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Self::Value, E> {
        Ok(Value::Other)
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Self::Value, A::Error> {
        while elements.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Value::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut value = Value::Other;
        while let Some(Word(key)) = map.next_key()? {
            if key.eq_ignore_ascii_case("id") {
                value = Value::Id(map.next_value::<Word<'de>>()?.0);
            } else if key.eq_ignore_ascii_case("value") {
                // PowerShell writes {"value":60,"Count":1} for what it took for a list.
                value = map.next_value()?;
            } else if key.eq_ignore_ascii_case("userPrincipalName") && !matches!(value, Value::Id(_)) {
                value = Value::Text(map.next_value::<Word<'de>>()?.0);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(value)
    }
}

/// A text that borrows from the file unless it has escapes; anything else is an empty text.
struct Word<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Word<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(match Value::deserialize(from)? {
            Value::Text(text) => Self(text),
            _ => Self(Cow::Borrowed("")),
        })
    }
}
