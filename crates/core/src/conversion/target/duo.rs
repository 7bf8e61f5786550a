//! Duo: SHA-1 alone; type and digits are chosen in Duo's page, so each kind of token gets a file of its own.

use seedferry_protocol::{CustomCsv, Exposed, TokenProperty};

use super::{FileKind, OwnLoss, SHARED, Takes, Target, kind_words, layout::check_cells};
use crate::{
    diagnostic::{Consumer, TargetProblem},
    entropy::Entropy,
    format::{custom_csv, duo_csv},
    token::{Batch, HashFunction, OathType, Token},
};

/// Rows for Duo's import box.
pub(super) struct Duo(CustomCsv);

impl Duo {
    pub(super) fn new() -> Self {
        Self(duo_csv::layout())
    }
}

/// What Duo's rows leave to whoever reads them.
const OWN_LOSSES: [OwnLoss; 1] = [(
    "Duo's file does not say the type of a token, and readers tell it by time intervals of 30 or 60 seconds: this \
             interval is taken for a counter unless the type is chosen by hand",
    has_unusual_interval,
)];

impl Target for Duo {
    fn consumer(&self) -> Consumer {
        Consumer::Duo
    }

    fn file(&self) -> FileKind {
        FileKind::csv("duo")
    }

    fn takes(&self) -> Takes {
        Takes { digits: &[6, 8], hashes: &[HashFunction::Sha1], ..Takes::default() }
    }

    fn carries(&self, property: TokenProperty, _token: &Token) -> bool {
        matches!(
            property,
            TokenProperty::Serial
                | TokenProperty::Seed
                | TokenProperty::Type
                | TokenProperty::Digits
                | TokenProperty::Interval
                | TokenProperty::Counter
        )
    }

    fn why_lost(&self, property: TokenProperty) -> &'static str {
        match property {
            TokenProperty::Hash => "Duo takes every token for SHA-1",
            TokenProperty::Upn => "users are attached in Duo's page",
            _ => "",
        }
    }

    fn own_losses(&self) -> Vec<OwnLoss> {
        OWN_LOSSES.to_vec()
    }

    fn check(&self, token: &Token, note: &mut dyn FnMut(TargetProblem)) {
        check_cells(token, &self.0, note);
    }

    fn shared(&self, token: &Token) -> String {
        kind_words(token).join(SHARED)
    }

    fn write(&self, tokens: &[&Token], _whole: &Batch, _entropy: &mut Entropy) -> Option<Exposed> {
        Some(custom_csv::write(tokens.iter().copied(), &self.0))
    }
}

fn has_unusual_interval(token: &Token) -> bool {
    token.oath_type == OathType::Totp && !matches!(token.interval_or_assumed().0.seconds(), 30 | 60)
}
