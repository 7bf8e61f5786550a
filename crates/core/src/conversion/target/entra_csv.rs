//! Entra's older upload page: as Microsoft Graph, but SHA-1 alone, and users by name.

use seedferry_protocol::{ExportOptions, Exposed, TokenProperty, TokenTypes};

use super::{FileKind, OwnLoss, Takes, Target, is_formula};
use crate::{
    diagnostic::{Consumer, TargetProblem},
    entropy::Entropy,
    format::entra_csv,
    token::{Batch, HashFunction, SerialNumber, Token},
};

/// The table of the upload page.
pub(super) struct EntraCsv<'o>(pub(super) &'o ExportOptions);

/// What the upload page refuses.
const OWN_LOSSES: [OwnLoss; 1] =
    [("No user is given: Entra's CSV upload refuses rows without a user principal name", |token| {
        token.upn.is_none()
    })];

impl Target for EntraCsv<'_> {
    fn consumer(&self) -> Consumer {
        Consumer::EntraUpload
    }

    fn file(&self) -> FileKind {
        FileKind::csv("entra-tokens")
    }

    fn takes(&self) -> Takes {
        Takes {
            types: TokenTypes::TimeBased,
            digits: &[6],
            intervals: &[30, 60],
            hashes: &[HashFunction::Sha1],
            base32_characters: Some(128),
            required: vec![(TokenProperty::Manufacturer, false), (TokenProperty::Model, false)],
            ..Takes::default()
        }
    }

    fn carries(&self, property: TokenProperty, _token: &Token) -> bool {
        match property {
            TokenProperty::Upn => !self.0.without_upn,
            TokenProperty::Digits
            | TokenProperty::Counter
            | TokenProperty::Hash
            | TokenProperty::AssignTo
            | TokenProperty::DisplayName => false,
            _ => true,
        }
    }

    fn why_lost(&self, property: TokenProperty) -> &'static str {
        match property {
            TokenProperty::Digits => "Entra takes six",
            TokenProperty::Hash => "Entra's CSV upload takes SHA-1",
            TokenProperty::Upn => "its column is left out",
            TokenProperty::AssignTo => "the table has user principal names",
            _ => "",
        }
    }

    fn own_losses(&self) -> Vec<OwnLoss> {
        if self.0.without_upn {
            return Vec::new();
        }
        OWN_LOSSES.to_vec()
    }

    fn check(&self, token: &Token, note: &mut dyn FnMut(TargetProblem)) {
        let cells = [
            ("serial number", token.serial.as_ref().map(SerialNumber::as_str)),
            ("manufacturer", token.manufacturer.as_deref()),
            ("model", token.model.as_deref()),
            ("user principal name", token.upn.as_deref()),
        ];
        for (column, _) in cells.iter().filter(|(_, cell)| cell.is_some_and(is_formula)) {
            note(TargetProblem::FormulaCell { column: (*column).to_owned() });
        }
    }

    fn is_entra(&self) -> bool {
        true
    }

    fn write(&self, tokens: &[&Token], _whole: &Batch, _entropy: &mut Entropy) -> Option<Exposed> {
        Some(entra_csv::write(tokens.iter().copied(), self.0))
    }
}
