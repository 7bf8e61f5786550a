//! The whole work on a batch, to be opened here again.

use seedferry_protocol::{ExportOptions, Exposed, TokenProperty};

use super::{FileKind, OwnLoss, SEED_LEFT_OUT, Takes, Target};
use crate::{
    diagnostic::Consumer,
    entropy::Entropy,
    format::batch_file,
    token::{Batch, Token},
};

/// A batch file.
pub(super) struct BatchFile<'o>(pub(super) &'o ExportOptions);

impl Target for BatchFile<'_> {
    fn consumer(&self) -> Consumer {
        Consumer::Seedferry
    }

    fn file(&self) -> FileKind {
        FileKind { stem: "seedferry-batch", ending: "json", media_type: "application/json" }
    }

    fn takes(&self) -> Takes {
        Takes::default()
    }

    fn carries(&self, _property: TokenProperty, _token: &Token) -> bool {
        true
    }

    fn own_losses(&self) -> Vec<OwnLoss> {
        Vec::from_iter(self.0.without_seeds.then_some(SEED_LEFT_OUT))
    }

    fn keeps_all(&self) -> bool {
        true
    }

    fn write(&self, tokens: &[&Token], whole: &Batch, _entropy: &mut Entropy) -> Option<Exposed> {
        Some(batch_file::write(tokens, whole, !self.0.without_seeds))
    }
}
