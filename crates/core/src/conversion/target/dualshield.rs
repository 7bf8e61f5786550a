//! DualShield: one header says maker, product, digits, interval and hash function for all tokens of a file, so a mixed
//! batch becomes several files.

use std::borrow::Cow;

use seedferry_protocol::{DualShieldCodes, ExportOptions, Exposed, TokenProperty};

use super::{FileKind, OwnLoss, SHARED, Takes, Target};
use crate::{
    diagnostic::{Consumer, TargetProblem},
    entropy::Entropy,
    format::{dualshield, is_xml_text},
    token::{Batch, OathType, Token},
};

/// Names that vendors' other files use, and Deepnet's codes for them: the maker, and the beginning of the model.
const KNOWN_MAKER: (&str, &str) = ("Deepnet Security", "DN");
const KNOWN_MODEL: (&str, &str) = ("SafeID", "ST");

/// XML for DualShield's console.
pub(super) struct DualShield<'o>(pub(super) &'o ExportOptions);

impl DualShield<'_> {
    fn has_event_code(&self) -> bool {
        !self.0.dualshield.event_product.is_empty()
    }
}

/// What is written in place of the names, unless the user gave codes. Event-based tokens have a code of their own.
const OWN_LOSSES: [OwnLoss; 2] = [
    ("The manufacturer is written as Deepnet's code DN", |token| known_maker(token).is_some()),
    ("The model is written as Deepnet's code ST", |token| {
        token.oath_type != OathType::Hotp && known_model(token).is_some()
    }),
];

impl Target for DualShield<'_> {
    fn consumer(&self) -> Consumer {
        Consumer::DualShield
    }

    fn file(&self) -> FileKind {
        FileKind { stem: "dualshield", ending: "xml", media_type: "application/xml" }
    }

    fn takes(&self) -> Takes {
        let codes = &self.0.dualshield;
        let needed = codes.manufacturer.is_empty().then_some((TokenProperty::Manufacturer, true));
        Takes {
            digits: &[6, 8],
            intervals: &[30, 60],
            required: needed.into_iter().collect(),
            ..Takes::default()
        }
    }

    fn carries(&self, property: TokenProperty, _token: &Token) -> bool {
        let is_user =
            matches!(property, TokenProperty::Upn | TokenProperty::AssignTo | TokenProperty::DisplayName);
        !is_user && property != TokenProperty::Counter
    }

    fn why_lost(&self, property: TokenProperty) -> &'static str {
        match property {
            TokenProperty::Upn => "tokens are assigned in DualShield's console",
            TokenProperty::Counter => {
                "DualShield begins with 0, so a token already used may need a resynchronisation"
            }
            _ => "",
        }
    }

    fn own_losses(&self) -> Vec<OwnLoss> {
        let codes = &self.0.dualshield;
        let is_own = [&codes.manufacturer, &codes.product].map(String::is_empty);
        OWN_LOSSES.into_iter().zip(is_own).filter_map(|(loss, is_own)| is_own.then_some(loss)).collect()
    }

    fn check(&self, token: &Token, note: &mut dyn FnMut(TargetProblem)) {
        if token.oath_type == OathType::Hotp && !self.has_event_code() {
            note(TargetProblem::EventCodeMissing);
        }
        // The code of event-based tokens stands for their model.
        let needs_model = token.oath_type != OathType::Hotp && self.0.dualshield.product.is_empty();
        if needs_model && token.model.is_none() {
            let (consumer, field) = (Consumer::DualShield, TokenProperty::Model);
            note(TargetProblem::FieldMissing { consumer, field, refused: true });
        }
        let serial = token.serial.as_ref().map_or("", |serial| serial.as_str());
        let (maker, product) = codes(token, &self.0.dualshield);
        for (column, text) in [("serial number", serial), ("manufacturer", &maker), ("model", &product)] {
            if !is_xml_text(text) {
                note(TargetProblem::Unwritable { column: column.to_owned() });
            }
        }
    }

    fn can_hold(&self, token: &Token, takes: &Takes) -> bool {
        takes.takes_type(&token.oath_type) && (token.oath_type != OathType::Hotp || self.has_event_code())
    }

    fn shared(&self, token: &Token) -> String {
        let (maker, product) = codes(token, &self.0.dualshield);
        let digits = token.digits_or_assumed().0.get().to_string();
        let interval = match token.oath_type {
            OathType::Hotp => OathType::Hotp.id().to_owned(),
            _ => format!("{}s", token.interval_or_assumed().0.seconds()),
        };
        [&maker, &product, digits.as_str(), &interval, token.hash_or_assumed().0.id()].join(SHARED)
    }

    fn write(&self, tokens: &[&Token], _whole: &Batch, _entropy: &mut Entropy) -> Option<Exposed> {
        let first = tokens.first().map(|token| codes(token, &self.0.dualshield));
        let (maker, product) = first.unwrap_or_default();
        Some(dualshield::write(tokens, &maker, &product, self.0.seed_text))
    }
}

fn codes<'a>(token: &'a Token, codes: &'a DualShieldCodes) -> (Cow<'a, str>, Cow<'a, str>) {
    let or_else = |code: &'a str, own: &'a str| Cow::Borrowed(if code.is_empty() { own } else { code });
    let maker = known_maker(token).or(token.manufacturer.as_deref()).unwrap_or_default();
    let product = known_model(token).or(token.model.as_deref()).unwrap_or_default();
    let of_type = if token.oath_type == OathType::Hotp { &codes.event_product } else { &codes.product };
    (or_else(&codes.manufacturer, maker), or_else(of_type, product))
}

fn known_maker(token: &Token) -> Option<&'static str> {
    let maker = token.manufacturer.as_deref()?;
    maker.eq_ignore_ascii_case(KNOWN_MAKER.0).then_some(KNOWN_MAKER.1)
}

fn known_model(token: &Token) -> Option<&'static str> {
    known_maker(token)?;
    let model = token.model.as_deref()?;
    model.starts_with(KNOWN_MODEL.0).then_some(KNOWN_MODEL.1)
}
