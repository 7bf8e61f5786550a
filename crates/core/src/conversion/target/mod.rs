//! Targets, one file each: what a system takes, what its file can carry, how a batch is split into files, and who
//! writes them. What is alike for all targets stands in the modules around this one and asks here.

mod batch_file;
mod dualshield;
mod duo;
mod entra_csv;
mod entra_json;
mod layout;
mod pskc;
mod takes;

pub use layout::unchanged_layout;
use seedferry_protocol::{ExportOptions, Exposed, TargetFormat, TokenProperty};
pub(super) use takes::Takes;

use self::{
    batch_file::BatchFile, dualshield::DualShield, duo::Duo, entra_csv::EntraCsv, entra_json::EntraJson,
    layout::Layout, pskc::Pskc,
};
use crate::{
    diagnostic::{Consumer, TargetProblem},
    entropy::Entropy,
    token::{Batch, OathType, SerialNumber, Token},
};

/// A target with the options chosen for it.
pub(super) trait Target {
    /// Who takes the file.
    fn consumer(&self) -> Consumer;

    /// How its files are named and what they are.
    fn file(&self) -> FileKind;

    /// Which tokens the consumer takes.
    fn takes(&self) -> Takes;

    /// Whether the file carries this property of this token, be it in its name.
    fn carries(&self, property: TokenProperty, token: &Token) -> bool;

    /// Why a property is not carried, to stand behind a colon; empty when there is nothing to say.
    fn why_lost(&self, _property: TokenProperty) -> &'static str {
        ""
    }

    /// Whether it is worth a word that a property is neither known nor carried, so that the consumer takes the usual.
    ///
    /// Entra takes nothing but six digits, and files made for it do not say them: that is said of no token.
    fn implies(&self, property: TokenProperty) -> bool {
        !(self.is_entra() && property == TokenProperty::Digits)
    }

    /// What else is lost or has to be known.
    fn own_losses(&self) -> Vec<OwnLoss> {
        Vec::new()
    }

    /// Checks of this target alone.
    fn check(&self, _token: &Token, _note: &mut dyn FnMut(TargetProblem)) {}

    /// Whether a file could hold the token at all, errors or not.
    ///
    /// `takes` is what [`Target::takes`] gave: that is not made anew for every token.
    fn can_hold(&self, token: &Token, takes: &Takes) -> bool {
        takes.takes_type(&token.oath_type)
    }

    /// Takes each text of the token that the file carries, as it is written.
    fn texts(&self, token: &Token, take: &mut dyn FnMut(TokenProperty, &str)) {
        let texts = [
            (TokenProperty::Serial, token.serial.as_ref().map(SerialNumber::as_str)),
            (TokenProperty::Manufacturer, token.manufacturer.as_deref()),
            (TokenProperty::Model, token.model.as_deref()),
            (TokenProperty::Upn, token.upn.as_deref()),
            (TokenProperty::AssignTo, token.assign_to.as_deref()),
            (TokenProperty::DisplayName, token.display_name.as_deref()),
        ];
        for (property, text) in texts.into_iter().filter(|(property, _)| self.carries(*property, token)) {
            if let Some(text) = text {
                take(property, text);
            }
        }
    }

    /// Whether users with more tokens than Entra allows are worth a finding.
    fn is_entra(&self) -> bool {
        false
    }

    /// What all tokens of one file share, joined by [`SHARED`]; it makes the file's name too.
    fn shared(&self, _token: &Token) -> String {
        String::new()
    }

    /// Most tokens in one file.
    fn per_part(&self) -> Option<usize> {
        None
    }

    /// Why nothing can be written with these options, as sentences without a full stop.
    fn obstacles(&self) -> Vec<String> {
        Vec::new()
    }

    /// Whether it takes every token as it is, readable or not: nothing stays behind and nothing is assumed.
    fn keeps_all(&self) -> bool {
        false
    }

    /// Writes one file. `whole` is the batch that the tokens are of.
    ///
    /// `None` when that takes random bytes and there is no source of them.
    fn write(&self, tokens: &[&Token], whole: &Batch, entropy: &mut Entropy) -> Option<Exposed>;
}

/// What else is lost: a sentence without a full stop, and which tokens it concerns.
pub(super) type OwnLoss = (&'static str, fn(&Token) -> bool);

/// What is written is for people.
const SEED_LEFT_OUT: OwnLoss = ("The seed is left out", |token| token.seed.is_some());

/// Stands between the values that [`Target::shared`] joins.
pub(super) const SHARED: &str = "\u{1f}";

/// How the files of a target are named and what they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FileKind {
    /// Beginning of the name.
    pub(super) stem: &'static str,
    /// Ending of the name.
    pub(super) ending: &'static str,
    /// Media type.
    pub(super) media_type: &'static str,
}

impl FileKind {
    const fn csv(stem: &'static str) -> Self {
        Self { stem, ending: "csv", media_type: "text/csv" }
    }
}

/// The target of that format: the one place where a format finds its target.
pub(super) fn of<'o>(format: TargetFormat, options: &'o ExportOptions) -> Box<dyn Target + 'o> {
    match format {
        TargetFormat::EntraJson => Box::new(EntraJson(options)),
        TargetFormat::EntraCsv => Box::new(EntraCsv(options)),
        TargetFormat::DualShield => Box::new(DualShield(options)),
        TargetFormat::DuoCsv => Box::new(Duo::new()),
        TargetFormat::Pskc | TargetFormat::PskcKey | TargetFormat::PskcPassphrase => {
            Box::new(Pskc::new(format, options))
        }
        TargetFormat::BatchFile => Box::new(BatchFile(options)),
        TargetFormat::OktaCsv
        | TargetFormat::SalesforceCsv
        | TargetFormat::SafeIdCsv
        | TargetFormat::CustomCsv => Box::new(Layout::new(format, options)),
    }
}

/// `time-based`, `6 digits`, `30s`, `sha1`: what a file's name says of its tokens.
fn kind_words(token: &Token) -> [String; 2] {
    [token.oath_type.id().to_owned(), format!("{}-digits", token.digits_or_assumed().0.get())]
}

/// Whether a cell begins like a formula of a spreadsheet. A sign alone is a text there.
pub(crate) fn is_formula(cell: &str) -> bool {
    cell.len() > 1 && cell.starts_with(['=', '+', '-', '@'])
}

/// The type in words, where it is not time-based.
fn type_words(oath_type: &OathType) -> String {
    match oath_type {
        OathType::Totp => "time-based".to_owned(),
        OathType::Hotp => "event-based (HOTP)".to_owned(),
        OathType::Ocra => "of the challenge-response kind (OCRA)".to_owned(),
        OathType::Other(name) => format!("of the type “{name}”"),
    }
}
