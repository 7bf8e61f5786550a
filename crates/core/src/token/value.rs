//! The value of one field of a token, so that changes are data.

use seedferry_protocol::EditField;

use super::{Digits, HashFunction, Interval, OathType, SerialNumber, Token};
use crate::secret::Seed;

/// A field with its value; `None` when the file does not say it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldValue {
    /// Serial number.
    Serial(Option<SerialNumber>),
    /// Seed.
    Seed(Option<Seed>),
    /// Hash function.
    Hash(Option<HashFunction>),
    /// Time interval.
    Interval(Option<Interval>),
    /// Number of digits.
    Digits(Option<Digits>),
    /// Counter.
    Counter(Option<u64>),
    /// Manufacturer.
    Manufacturer(Option<String>),
    /// Model.
    Model(Option<String>),
    /// User principal name.
    Upn(Option<String>),
    /// Object id of the user.
    AssignTo(Option<String>),
    /// Display name.
    DisplayName(Option<String>),
    /// Type. With another one, time interval and counter count as not said.
    Type {
        /// The type.
        oath_type: OathType,
        /// What goes with it.
        interval: Option<Interval>,
        /// What goes with it.
        counter: Option<u64>,
        /// Whether it was assumed.
        assumed: bool,
    },
}

impl FieldValue {
    /// The token's value of that field.
    pub fn of(token: &Token, field: EditField) -> Self {
        match field {
            EditField::Serial => Self::Serial(token.serial.clone()),
            EditField::Seed => Self::Seed(token.seed.clone()),
            EditField::Hash => Self::Hash(token.hash),
            EditField::Interval => Self::Interval(token.interval),
            EditField::Digits => Self::Digits(token.digits),
            EditField::Counter => Self::Counter(token.counter),
            EditField::Manufacturer => Self::Manufacturer(token.manufacturer.clone()),
            EditField::Model => Self::Model(token.model.clone()),
            EditField::Upn => Self::Upn(token.upn.clone()),
            EditField::AssignTo => Self::AssignTo(token.assign_to.clone()),
            EditField::DisplayName => Self::DisplayName(token.display_name.clone()),
            EditField::Type => Self::Type {
                oath_type: token.oath_type.clone(),
                interval: token.interval,
                counter: token.counter,
                assumed: token.type_assumed,
            },
        }
    }

    /// What is assumed for that field of this token; `None` when the file says it, or when nothing is assumed.
    pub fn assumed(token: &Token, field: EditField) -> Option<Self> {
        let timed = token.oath_type != OathType::Hotp;
        match field {
            EditField::Hash if token.hash.is_none() => Some(Self::Hash(Some(token.hash_or_assumed().0))),
            EditField::Digits if token.digits.is_none() => {
                Some(Self::Digits(Some(token.digits_or_assumed().0)))
            }
            EditField::Interval if timed && token.interval.is_none() => {
                Some(Self::Interval(Some(token.interval_or_assumed().0)))
            }
            EditField::Counter if !timed && token.counter.is_none() => Some(Self::Counter(Some(0))),
            EditField::Type if token.type_assumed => Some(Self::type_said(token, token.interval)),
            _ => None,
        }
    }

    /// The token's type as one that is said, with this time interval.
    pub(crate) fn type_said(token: &Token, interval: Option<Interval>) -> Self {
        let (oath_type, counter) = (token.oath_type.clone(), token.counter);
        Self::Type { oath_type, interval, counter, assumed: false }
    }

    /// Whether it is a type, and not the token's.
    pub(crate) fn is_other_type(&self, token: &Token) -> bool {
        matches!(self, Self::Type { oath_type, .. } if *oath_type != token.oath_type)
    }

    /// Which field it is of.
    pub fn field(&self) -> EditField {
        match self {
            Self::Serial(_) => EditField::Serial,
            Self::Seed(_) => EditField::Seed,
            Self::Hash(_) => EditField::Hash,
            Self::Interval(_) => EditField::Interval,
            Self::Digits(_) => EditField::Digits,
            Self::Counter(_) => EditField::Counter,
            Self::Manufacturer(_) => EditField::Manufacturer,
            Self::Model(_) => EditField::Model,
            Self::Upn(_) => EditField::Upn,
            Self::AssignTo(_) => EditField::AssignTo,
            Self::DisplayName(_) => EditField::DisplayName,
            Self::Type { .. } => EditField::Type,
        }
    }

    /// Whether there is none.
    pub fn is_none(&self) -> bool {
        match self {
            Self::Serial(value) => value.is_none(),
            Self::Seed(value) => value.is_none(),
            Self::Hash(value) => value.is_none(),
            Self::Interval(value) => value.is_none(),
            Self::Digits(value) => value.is_none(),
            Self::Counter(value) => value.is_none(),
            Self::Manufacturer(value)
            | Self::Model(value)
            | Self::Upn(value)
            | Self::AssignTo(value)
            | Self::DisplayName(value) => value.is_none(),
            Self::Type { .. } => false,
        }
    }

    /// Whether the token has this value already.
    pub fn is_of(&self, token: &Token) -> bool {
        match self {
            Self::Serial(value) => *value == token.serial,
            Self::Seed(value) => *value == token.seed,
            Self::Hash(value) => *value == token.hash,
            Self::Interval(value) => *value == token.interval,
            Self::Digits(value) => *value == token.digits,
            Self::Counter(value) => *value == token.counter,
            Self::Manufacturer(value) => *value == token.manufacturer,
            Self::Model(value) => *value == token.model,
            Self::Upn(value) => *value == token.upn,
            Self::AssignTo(value) => *value == token.assign_to,
            Self::DisplayName(value) => *value == token.display_name,
            Self::Type { oath_type, assumed, .. } => {
                *oath_type == token.oath_type && *assumed == token.type_assumed
            }
        }
    }

    /// Exchanges it with the token's, so that what was there can be put back.
    pub fn swap(&mut self, token: &mut Token) {
        match self {
            Self::Serial(value) => core::mem::swap(value, &mut token.serial),
            Self::Seed(value) => core::mem::swap(value, &mut token.seed),
            Self::Hash(value) => core::mem::swap(value, &mut token.hash),
            Self::Interval(value) => core::mem::swap(value, &mut token.interval),
            Self::Digits(value) => core::mem::swap(value, &mut token.digits),
            Self::Counter(value) => core::mem::swap(value, &mut token.counter),
            Self::Manufacturer(value) => core::mem::swap(value, &mut token.manufacturer),
            Self::Model(value) => core::mem::swap(value, &mut token.model),
            Self::Upn(value) => core::mem::swap(value, &mut token.upn),
            Self::AssignTo(value) => core::mem::swap(value, &mut token.assign_to),
            Self::DisplayName(value) => core::mem::swap(value, &mut token.display_name),
            Self::Type { oath_type, interval, counter, assumed } => {
                core::mem::swap(oath_type, &mut token.oath_type);
                core::mem::swap(interval, &mut token.interval);
                core::mem::swap(counter, &mut token.counter);
                core::mem::swap(assumed, &mut token.type_assumed);
            }
        }
    }

    /// As it is typed: what an editor begins with. Nothing for a seed, which is never shown there.
    pub fn text(&self) -> String {
        match self {
            Self::Seed(_) => String::new(),
            Self::Serial(value) => value.as_ref().map(ToString::to_string).unwrap_or_default(),
            Self::Hash(value) => value.map(HashFunction::name).unwrap_or_default().to_owned(),
            Self::Interval(value) => number(value.map(Interval::seconds)),
            Self::Digits(value) => number(value.map(Digits::get)),
            Self::Counter(value) => number(*value),
            Self::Manufacturer(value)
            | Self::Model(value)
            | Self::Upn(value)
            | Self::AssignTo(value)
            | Self::DisplayName(value) => value.clone().unwrap_or_default(),
            Self::Type { oath_type, .. } => oath_type.name().to_owned(),
        }
    }
}

fn number(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}
