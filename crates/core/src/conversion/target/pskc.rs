//! PSKC: in clear, or encrypted with a pre-shared key or a passphrase.

use seedferry_protocol::{ExportOptions, Exposed, PskcUsers, TargetFormat, TokenProperty};

use super::{FileKind, Takes, Target};
use crate::{
    diagnostic::{Consumer, TargetProblem},
    entropy::Entropy,
    format::{
        is_xml_text,
        pskc::{self, Protection},
    },
    token::{Batch, OathType, SerialNumber, Token},
};

/// RFC 6030 §11: the schema has counters of the type `xs:long`.
const HIGHEST_COUNTER: u64 = i64::MAX.unsigned_abs();

/// A PSKC file of one of the three kinds.
pub(super) struct Pskc<'o> {
    format: TargetFormat,
    options: &'o ExportOptions,
}

impl<'o> Pskc<'o> {
    pub(super) fn new(format: TargetFormat, options: &'o ExportOptions) -> Self {
        Self { format, options }
    }

    /// What it is encrypted with, or why it cannot be.
    fn protection(&self) -> Result<Protection<'o>, &'static str> {
        let options = &self.options.pskc;
        match self.format {
            TargetFormat::PskcKey => {
                let key = options
                    .key
                    .as_ref()
                    .ok_or("Type a pre-shared key, choose the file with one, or have one made")?;
                let is_key = pskc::is_key(key).then_some(Protection::Key(key));
                is_key.ok_or("The pre-shared key is not one of 16, 24 or 32 bytes in hexadecimal or Base64")
            }
            TargetFormat::PskcPassphrase => {
                options.passphrase.as_ref().map(Protection::Passphrase).ok_or("Type a passphrase twice")
            }
            _ => Ok(Protection::Clear),
        }
    }
}

impl Target for Pskc<'_> {
    fn consumer(&self) -> Consumer {
        Consumer::Pskc
    }

    fn file(&self) -> FileKind {
        let stem = match self.format {
            TargetFormat::PskcKey => "pskc-key",
            TargetFormat::PskcPassphrase => "pskc-passphrase",
            _ => "pskc",
        };
        FileKind { stem, ending: "xml", media_type: "application/pskc+xml" }
    }

    fn takes(&self) -> Takes {
        Takes::default()
    }

    fn carries(&self, property: TokenProperty, _token: &Token) -> bool {
        match property {
            TokenProperty::AssignTo | TokenProperty::DisplayName => false,
            TokenProperty::Upn => self.options.pskc.users != PskcUsers::LeftOut,
            _ => true,
        }
    }

    fn why_lost(&self, property: TokenProperty) -> &'static str {
        match property {
            TokenProperty::Upn => "users are left out, as was chosen",
            TokenProperty::AssignTo => "users are written by name",
            _ => "",
        }
    }

    fn check(&self, token: &Token, note: &mut dyn FnMut(TargetProblem)) {
        let serial = token.serial.as_ref().map(SerialNumber::as_str);
        let (maker, model, upn) =
            (token.manufacturer.as_deref(), token.model.as_deref(), token.upn.as_deref());
        let columns = [("serial number", serial), ("manufacturer", maker), ("model", model), ("user", upn)];
        let is_left_out = |column: &str| column == "user" && self.options.pskc.users == PskcUsers::LeftOut;
        let columns = columns.into_iter().filter(|(column, _)| !is_left_out(column));
        for (column, _) in columns.filter(|(_, text)| !is_xml_text(text.unwrap_or_default())) {
            note(TargetProblem::Unwritable { column: column.to_owned() });
        }
        // As it is, it would be taken for a distinguished name.
        if upn.is_some_and(|upn| !pskc::reads_back(upn, self.options.pskc.users)) {
            note(TargetProblem::Unwritable { column: "user".to_owned() });
        }
        let is_too_high = token.counter.is_some_and(|counter| counter > HIGHEST_COUNTER);
        if is_too_high && token.oath_type == OathType::Hotp {
            note(TargetProblem::CounterTooHigh { consumer: self.consumer(), highest: HIGHEST_COUNTER });
        }
    }

    fn obstacles(&self) -> Vec<String> {
        self.protection().err().map(str::to_owned).into_iter().collect()
    }

    fn write(&self, tokens: &[&Token], _whole: &Batch, entropy: &mut Entropy) -> Option<Exposed> {
        pskc::write(tokens, self.protection().ok()?, &self.options.pskc, entropy)
    }
}
