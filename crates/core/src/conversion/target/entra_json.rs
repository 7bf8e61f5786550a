//! Microsoft Graph: time-based tokens with six digits, 30 or 60 seconds, SHA-1 or SHA-256, and seeds of at most 128
//! Base32 characters.

use seedferry_protocol::{ExportOptions, Exposed, TokenProperty, TokenTypes};

use super::{FileKind, Takes, Target};
use crate::{
    diagnostic::Consumer,
    entropy::Entropy,
    format::{entra_json, is_object_id},
    token::{Batch, HashFunction, Token},
};

/// Most tokens in one body, unless the user says otherwise. Microsoft Graph refuses requests of more than about 4 MB (its
/// staff's answers 1824204 and 1195604 on Microsoft Q&A; the documentation is silent). A token takes about 300 bytes here, and
/// 1,500 when all its texts are as long as they may be.
const MOST_IN_BODY: u32 = 2_500;

/// The body for Microsoft Graph.
pub(super) struct EntraJson<'o>(pub(super) &'o ExportOptions);

impl Target for EntraJson<'_> {
    fn consumer(&self) -> Consumer {
        Consumer::Graph
    }

    fn file(&self) -> FileKind {
        FileKind { stem: "entra-tokens", ending: "json", media_type: "application/json" }
    }

    fn takes(&self) -> Takes {
        Takes {
            types: TokenTypes::TimeBased,
            digits: &[6],
            intervals: &[30, 60],
            hashes: &[HashFunction::Sha1, HashFunction::Sha256],
            base32_characters: Some(128),
            required: vec![(TokenProperty::Manufacturer, true), (TokenProperty::Model, true)],
            ..Takes::default()
        }
    }

    fn carries(&self, property: TokenProperty, token: &Token) -> bool {
        match property {
            TokenProperty::Upn | TokenProperty::AssignTo => {
                token.assign_to.as_deref().is_some_and(is_object_id)
            }
            TokenProperty::Digits | TokenProperty::Counter => false,
            _ => true,
        }
    }

    fn why_lost(&self, property: TokenProperty) -> &'static str {
        match property {
            TokenProperty::Digits => "Entra takes six",
            TokenProperty::Upn => "Microsoft Graph assigns by object id",
            TokenProperty::AssignTo => "it is not of the form of an object id",
            _ => "",
        }
    }

    fn is_entra(&self) -> bool {
        true
    }

    fn per_part(&self) -> Option<usize> {
        usize::try_from(self.0.per_body.unwrap_or(MOST_IN_BODY)).ok()
    }

    fn write(&self, tokens: &[&Token], _whole: &Batch, _entropy: &mut Entropy) -> Option<Exposed> {
        Some(entra_json::write(tokens.iter().copied()))
    }
}
