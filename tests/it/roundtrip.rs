//! What is written reads back, with everything that the format carries.

use std::collections::BTreeMap;

use proptest::prelude::*;
use seedferry_core::{
    secret::Seed,
    token::{HashFunction, Interval, Origin, SerialNumber, Token},
};
use seedferry_protocol::{ExportOptions, TargetFormat};

use crate::{
    convert::{BOTH, batch, token, written},
    formats::read,
};

/// What both formats carry of a token.
fn carried(token: &Token) -> (String, Vec<u8>, u32, String, String) {
    (
        token.serial.as_ref().unwrap().to_string(),
        token.seed.as_ref().unwrap().expose().to_vec(),
        token.interval_or_assumed().0.seconds(),
        token.manufacturer.clone().unwrap(),
        token.model.clone().unwrap(),
    )
}

prop_compose! {
    fn any_token(row: u32)(
        serial in "[0-9A-Za-z#:-]{1,16}",
        seed in prop::collection::vec(any::<u8>(), 10..=80),
        minute in any::<bool>(),
        sha256 in prop::option::of(any::<bool>()),
        manufacturer in "[A-Za-z.,;\"'&äß€] ?[A-Za-z.,;\"'=äß€]{1,20}",
        model in "[!-~]{1,20}",
        upn in prop::option::of("[a-z]{1,8}@[a-z]{1,8}\\.com"),
    ) -> Token {
        Token {
            serial: SerialNumber::parse(&serial),
            seed: Seed::new(seed),
            interval: Interval::new(if minute { 60 } else { 30 }),
            hash: sha256.map(|yes| if yes { HashFunction::Sha256 } else { HashFunction::Sha1 }),
            manufacturer: Some(manufacturer),
            model: Some(model),
            upn,
            origin: Origin { source: 0, row },
            ..token(row)
        }
    }
}

proptest! {
    #[test]
    fn what_is_written_reads_back(tokens in prop::collection::vec(any_token(0), 3..30)) {
        let mut tokens: Vec<_> = tokens;
        for (row, token) in (2..).zip(&mut tokens) {
            token.origin.row = row;
        }
        let unique: BTreeMap<_, _> = tokens.iter().map(|token| (token.serial.clone(), token.clone())).collect();
        let mut batch = batch(unique.into_values().collect());
        for target in BOTH {
            let options = ExportOptions { with_errors: true, ..ExportOptions::default() };
            let text = written(&batch, target, &options).concat();
            let (_, parsed) = read(text.clone()).unwrap();
            let expected: Vec<_> = batch.tokens.iter().map(carried).collect();
            prop_assert_eq!(parsed.tokens.iter().map(carried).collect::<Vec<_>>(), expected);
            match target {
                TargetFormat::EntraCsv => prop_assert!(parsed.tokens.iter().zip(&batch.tokens).all(|(a, b)| a.upn == b.upn)),
                _ => prop_assert!(parsed.tokens.iter().zip(&batch.tokens).all(|(a, b)| a.hash == Some(b.hash_or_assumed().0))),
            }
            batch.tokens = parsed.tokens;
            prop_assert_eq!(written(&batch, target, &options).concat(), text);
            for token in &mut batch.tokens {
                token.hash = None;
            }
        }
    }
}
