//! Tables that are nothing but columns, which the user may change: Okta's, Salesforce's, the SafeID Token Service's, and
//! the user's own.

use std::borrow::Cow;

use seedferry_protocol::{
    CsvColumn, CsvContent, CsvLimits, CustomCsv, DigitsLimit, ExportOptions, Exposed, HashLimit,
    IntervalLimit, SeedText, TargetFormat, TokenProperty, TokenTypes,
};

use super::{FileKind, OwnLoss, SEED_LEFT_OUT, SHARED, Takes, Target, is_formula, kind_words};
use crate::{
    diagnostic::{Consumer, TargetProblem},
    entropy::Entropy,
    format::{custom_csv, okta_csv, safeid_csv, salesforce_csv},
    token::{Batch, HashFunction, Interval, OathType, Token},
};

/// One seed in 64 begins with `+`.
const BASE64_FORMULAS: OwnLoss = (
    "A spreadsheet takes cells that begin with + for formulas, and seeds in Base64 do now and then: they are written \
     unchanged, so do not open the file with one",
    |token| token.seed.is_some(),
);

const NAME_FORMULAS: OwnLoss = (
    "A spreadsheet takes names of columns that begin with =, +, - or @ for formulas: they are written unchanged, so do \
     not open the file with one",
    |_| true,
);

/// The type of an event-based token is told of as lost, like every property without a column.
const TYPE_NOT_SAID: OwnLoss = (
    "The table does not say the type and is for tokens of both types: whoever reads it has to know that the token is \
     time-based",
    |token| token.oath_type == OathType::Totp,
);

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

    /// Tokens of which types the file is for.
    fn types(&self) -> TokenTypes {
        match self.format {
            TargetFormat::OktaCsv | TargetFormat::SalesforceCsv => TokenTypes::TimeBased,
            _ => self.table.tokens,
        }
    }

    fn is_for_okta(&self) -> bool {
        self.format == TargetFormat::OktaCsv
    }

    /// Whether the names of the files say it. In Okta all of this is a setting of the authenticator.
    fn is_in_name(&self, property: TokenProperty) -> bool {
        match property {
            TokenProperty::Type => self.table.apart && self.is_mixed(),
            TokenProperty::Digits | TokenProperty::Interval | TokenProperty::Hash => {
                self.is_for_okta() || (self.table.apart && !says(&self.table, property))
            }
            _ => false,
        }
    }

    /// It is for tokens of both types, and no column says which.
    fn is_mixed(&self) -> bool {
        self.types() == TokenTypes::Both && !tells_type(&self.table)
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
        let types = self.types();
        match self.format {
            TargetFormat::SalesforceCsv => Takes {
                types,
                digits: &[6],
                hashes: &[HashFunction::Sha1],
                seed_bytes: Some(20..=20),
                required: Vec::from_iter(self.options.only_with_user.then_some((TokenProperty::Upn, true))),
                ..Takes::default()
            },
            _ => limited(self.table.limits, types),
        }
    }

    fn carries(&self, property: TokenProperty, _token: &Token) -> bool {
        let of_one_type = property == TokenProperty::Type && self.types() != TokenTypes::Both;
        of_one_type || self.is_in_name(property) || says(&self.table, property)
    }

    fn why_lost(&self, property: TokenProperty) -> &'static str {
        match (self.format, property) {
            (TargetFormat::SalesforceCsv, TokenProperty::Interval) => {
                "Salesforce takes every token for 30 seconds"
            }
            (TargetFormat::SalesforceCsv, TokenProperty::Hash) => "Salesforce takes every token for SHA-1",
            (TargetFormat::SalesforceCsv, TokenProperty::Digits) => {
                "Salesforce takes every token for 6 digits"
            }
            _ => "there is no column for it",
        }
    }

    /// Which seeds begin so is told of none: that would be a character of theirs.
    fn own_losses(&self) -> Vec<OwnLoss> {
        let table = &self.table;
        let has_seeds = table.has(TokenProperty::Seed);
        let is_base64 = table.seed_text == SeedText::Base64 && has_seeds;
        let has_formula = table.header && table.columns.iter().any(|column| is_formula(&column.name));
        [
            (!has_seeds, SEED_LEFT_OUT),
            (self.is_mixed() && !table.apart, TYPE_NOT_SAID),
            (is_base64, BASE64_FORMULAS),
            (has_formula, NAME_FORMULAS),
        ]
        .into_iter()
        .filter_map(|(holds, loss)| holds.then_some(loss))
        .collect()
    }

    fn check(&self, token: &Token, note: &mut dyn FnMut(TargetProblem)) {
        check_cells(token, &self.table, note);
        let other = token.interval.filter(|interval| *interval != Interval::USUAL);
        if let Some(interval) = other.filter(|_| self.format == TargetFormat::SalesforceCsv) {
            let (consumer, seconds) = (self.consumer(), interval.seconds());
            note(TargetProblem::IntervalImplied { consumer, seconds });
        }
    }

    fn texts(&self, token: &Token, take: &mut dyn FnMut(TokenProperty, &str)) {
        for column in &self.table.columns {
            if let CsvContent::Property(property) = column.content {
                take(property, &custom_csv::plain_cell(column, token));
            }
        }
    }

    /// What the names of the files say must be the same for all tokens of a file.
    fn shared(&self, token: &Token) -> String {
        let [oath_type, digits] = kind_words(token);
        let is_timed = token.oath_type == OathType::Totp;
        let interval = || format!("{}s", token.interval_or_assumed().0.seconds());
        let words = [
            (TokenProperty::Type, oath_type),
            (TokenProperty::Digits, digits),
            (TokenProperty::Interval, if is_timed { interval() } else { String::new() }),
            (TokenProperty::Hash, token.hash_or_assumed().0.id().to_owned()),
        ];
        let words = words.into_iter().filter(|(property, _)| self.is_in_name(*property));
        words.map(|(_, word)| word).collect::<Vec<_>>().join(SHARED)
    }

    fn obstacles(&self) -> Vec<String> {
        custom_csv::problems(&self.table)
    }

    fn write(&self, tokens: &[&Token], _whole: &Batch, _entropy: &mut Entropy) -> Option<Exposed> {
        Some(custom_csv::write(tokens.iter().copied(), &self.table))
    }
}

/// Whether a column says it, be it among other things.
fn says(table: &CustomCsv, property: TokenProperty) -> bool {
    let is_in = |other| table.has(other);
    let otherwise = match property {
        TokenProperty::Interval => {
            is_in(TokenProperty::IntervalOrCounter) || is_in(TokenProperty::TypeForLiboath)
        }
        TokenProperty::Counter => {
            is_in(TokenProperty::IntervalOrCounter) || is_in(TokenProperty::CounterBase64)
        }
        TokenProperty::Type | TokenProperty::Digits => is_in(TokenProperty::TypeForLiboath),
        _ => false,
    };
    otherwise || is_in(property)
}

/// What a table's readers take, as its layout says.
fn limited(limits: CsvLimits, types: TokenTypes) -> Takes {
    Takes {
        types,
        digits: match limits.digits {
            DigitsLimit::Any => &[],
            DigitsLimit::Six => &[6],
            DigitsLimit::SixToEight => &[6, 7, 8],
        },
        intervals: match limits.intervals {
            IntervalLimit::Any => &[],
            IntervalLimit::Thirty => &[30],
            IntervalLimit::ThirtyAndSixty => &[30, 60],
        },
        hashes: match limits.hashes {
            HashLimit::Any => &[],
            HashLimit::Sha1 => &[HashFunction::Sha1],
            HashLimit::Sha1And256 => &[HashFunction::Sha1, HashFunction::Sha256],
        },
        ..Takes::default()
    }
}

/// Whether a row says the type: in a column of its own, or by which of the numbers is there.
fn tells_type(table: &CustomCsv) -> bool {
    let has_counter = table.has(TokenProperty::Counter) || table.has(TokenProperty::CounterBase64);
    let has_both = table.has(TokenProperty::Interval) && has_counter;
    says(table, TokenProperty::Type) || has_both
}

/// Cells that a spreadsheet takes for formulas, that readers take for comments, and that cannot be written. The seed is
/// none of them, whatever it is.
pub(super) fn check_cells(token: &Token, layout: &CustomCsv, note: &mut dyn FnMut(TargetProblem)) {
    let cells: Vec<_> = layout.columns.iter().map(|column| custom_csv::plain_cell(column, token)).collect();
    let is_seed = |column: &CsvColumn| column.content == CsvContent::Property(TokenProperty::Seed);
    let filled = |(column, cell): (&CsvColumn, &Cow<'_, str>)| is_seed(column) || !cell.is_empty();
    // What is empty at the end of a row shifts nothing.
    let last = layout.columns.iter().zip(&cells).rposition(filled).unwrap_or_default();
    for (place, (column, cell)) in layout.columns.iter().zip(&cells).enumerate() {
        let named = || name_of(column);
        if is_formula(cell) {
            note(TargetProblem::FormulaCell { column: named() });
        }
        if place == 0 && cell.starts_with('#') {
            note(TargetProblem::CommentCell { column: named() });
        }
        // A fixed text that cannot be written is an obstacle of the whole table.
        if is_seed(column) || !matches!(column.content, CsvContent::Property(_)) {
            continue;
        }
        if !custom_csv::can_write(cell, layout) {
            note(TargetProblem::Unwritable { column: named() });
        }
        if cell.is_empty() && place < last && custom_csv::shifts_when_empty(layout) {
            note(TargetProblem::EmptyCell { column: named() });
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
