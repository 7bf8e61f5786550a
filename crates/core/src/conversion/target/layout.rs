//! Tables that are nothing but columns, which the user may change: Okta's, Salesforce's, the SafeID Token Service's, and
//! the user's own.

use std::borrow::Cow;

use seedferry_protocol::{
    CsvColumn, CsvContent, CustomCsv, ExportOptions, Exposed, SeedText, TargetFormat, TokenProperty,
};

use super::{FileKind, OwnLoss, SHARED, Takes, Target, is_formula, kind_words};
use crate::{
    diagnostic::{Consumer, TargetProblem},
    entropy::Entropy,
    format::{custom_csv, okta_csv, safeid_csv, salesforce_csv},
    token::{Batch, HashFunction, Interval, Token},
};

/// One seed in 64 begins with `+`.
const BASE64_FORMULAS: [OwnLoss; 1] = [(
    "A spreadsheet takes cells that begin with + for formulas, and seeds in Base64 do now and then: they are written \
     unchanged, so do not open the file with one",
    |token| token.seed.is_some(),
)];

/// A table whose columns the user may change.
pub(super) struct Layout<'o> {
    format: TargetFormat,
    options: &'o ExportOptions,
    table: Cow<'o, CustomCsv>,
}

impl<'o> Layout<'o> {
    pub(super) fn new(format: TargetFormat, options: &'o ExportOptions) -> Self {
        let own = || Cow::Owned(unchanged_layout(format).unwrap_or_else(custom_csv::first_layout));
        Self { format, options, table: options.layout(format).map_or_else(own, Cow::Borrowed) }
    }

    fn is_for_okta(&self) -> bool {
        self.format == TargetFormat::OktaCsv
    }
}

/// The layout that a target has while the user has not changed it; `None` for targets without columns to change.
pub fn unchanged_layout(format: TargetFormat) -> Option<CustomCsv> {
    match format {
        TargetFormat::OktaCsv => Some(okta_csv::layout()),
        TargetFormat::SalesforceCsv => Some(salesforce_csv::layout()),
        TargetFormat::SafeIdCsv => Some(safeid_csv::layout()),
        TargetFormat::CustomCsv => Some(custom_csv::first_layout()),
        TargetFormat::EntraJson
        | TargetFormat::EntraCsv
        | TargetFormat::DualShield
        | TargetFormat::DuoCsv
        | TargetFormat::Pskc
        | TargetFormat::PskcKey
        | TargetFormat::PskcPassphrase
        | TargetFormat::BatchFile => None,
    }
}

impl Target for Layout<'_> {
    fn consumer(&self) -> Consumer {
        match self.format {
            TargetFormat::OktaCsv => Consumer::Okta,
            TargetFormat::SalesforceCsv => Consumer::Salesforce,
            TargetFormat::SafeIdCsv => Consumer::SafeId,
            _ => Consumer::OwnTable,
        }
    }

    fn file(&self) -> FileKind {
        FileKind::csv(match self.format {
            TargetFormat::OktaCsv => "okta",
            TargetFormat::SalesforceCsv => "salesforce",
            TargetFormat::SafeIdCsv => "safeid",
            _ => "tokens",
        })
    }

    fn takes(&self) -> Takes {
        match self.format {
            TargetFormat::OktaCsv => Takes::default(),
            TargetFormat::SalesforceCsv => Takes {
                digits: &[6],
                hashes: &[HashFunction::Sha1],
                seed_bytes: Some(20..=20),
                required: Vec::from_iter(self.options.only_with_user.then_some((TokenProperty::Upn, true))),
                ..Takes::default()
            },
            _ => Takes { hotp: true, ..Takes::default() },
        }
    }

    fn carries(&self, property: TokenProperty, _token: &Token) -> bool {
        let either = matches!(property, TokenProperty::Interval | TokenProperty::Counter)
            && self.table.has(TokenProperty::IntervalOrCounter);
        let in_name = self.is_for_okta()
            && matches!(property, TokenProperty::Digits | TokenProperty::Interval | TokenProperty::Hash);
        either || in_name || self.table.has(property)
    }

    fn why_lost(&self, property: TokenProperty) -> &'static str {
        match (self.format, property) {
            (TargetFormat::SalesforceCsv, TokenProperty::Interval) => {
                "Salesforce takes every token for 30 seconds"
            }
            _ => "there is no column for it",
        }
    }

    /// Which seeds begin so is told of none: that would be a character of theirs.
    fn own_losses(&self) -> &[OwnLoss] {
        let is_base64 = self.table.seed_text == SeedText::Base64 && self.table.has(TokenProperty::Seed);
        if is_base64 { &BASE64_FORMULAS } else { &[] }
    }

    fn check(&self, token: &Token, note: &mut dyn FnMut(TargetProblem)) {
        check_cells(token, &self.table, note);
        let other = token.interval.filter(|interval| *interval != Interval::USUAL);
        if let Some(interval) = other.filter(|_| self.format == TargetFormat::SalesforceCsv) {
            let (consumer, seconds) = (self.consumer(), interval.seconds());
            note(TargetProblem::IntervalImplied { consumer, seconds });
        }
    }

    /// In Okta they are settings of the authenticator, so they must be the same for all tokens of a file.
    fn shared(&self, token: &Token) -> String {
        if !self.is_for_okta() {
            return String::new();
        }
        let [_, digits] = kind_words(token);
        let interval = format!("{}s", token.interval_or_assumed().0.seconds());
        [digits.as_str(), &interval, token.hash_or_assumed().0.id()].join(SHARED)
    }

    fn obstacles(&self) -> Vec<String> {
        custom_csv::problems(&self.table)
    }

    fn write(&self, tokens: &[&Token], _whole: &Batch, _entropy: &mut Entropy) -> Option<Exposed> {
        Some(custom_csv::write(tokens.iter().copied(), &self.table))
    }
}

/// Cells that a spreadsheet takes for formulas, and cells that cannot be written.
pub(super) fn check_cells(token: &Token, layout: &CustomCsv, note: &mut dyn FnMut(TargetProblem)) {
    for column in &layout.columns {
        let cell = custom_csv::plain_cell(column, token);
        if is_formula(&cell) {
            note(TargetProblem::FormulaCell { column: name_of(column) });
        }
        // A fixed text that cannot be written is an obstacle of the whole table.
        let is_property = matches!(column.content, CsvContent::Property(_));
        if is_property && !custom_csv::can_write(&cell, layout) {
            note(TargetProblem::Unwritable { column: name_of(column) });
        }
    }
}

/// What a column is called in a finding.
fn name_of(column: &CsvColumn) -> String {
    match column.content {
        CsvContent::Property(property) => property.name().to_owned(),
        CsvContent::Fixed(_) => format!("fixed text of the column “{}”", column.name),
    }
}
