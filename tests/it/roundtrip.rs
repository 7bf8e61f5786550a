//! What is written reads back, with everything that the format carries, whatever format it came from.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use seedferry_core::{
    conversion,
    format::{self, FileFormat, custom_csv},
    secret::Seed,
    token::{Batch, Digits, HashFunction, Interval, OathType, Origin, SerialNumber, SourceFile, Token},
};
use seedferry_protocol::{
    CsvContent, CustomCsv, DigitsLimit, ExportOptions, HashLimit, IntervalLimit, TargetFormat,
    TokenProperty as P, TokenTypes,
};

use crate::{
    convert::{BOTH, all, altered, batch, entropy, token, written},
    formats::{content, read},
    pskc::{self, secrets},
};

const OBJECT_ID: &str = "0cadbf92-1234-4321-abcd-0123456789ab";

prop_compose! {
    fn any_token()(
        serial in "[0-9A-Za-z][0-9A-Za-z#:-]{0,15}",
        seed in prop_oneof![
            3 => prop::collection::vec(any::<u8>(), 20..=20),
            1 => prop::collection::vec(any::<u8>(), 10..=80),
        ],
        interval in prop_oneof![2 => Just(30), 2 => Just(60), 1 => Just(45), 1 => 10..=300_u32],
        hash in prop::option::of(prop_oneof![
            3 => Just(HashFunction::Sha1), 1 => Just(HashFunction::Sha256), 1 => Just(HashFunction::Sha512),
        ]),
        digits in prop::option::of(prop_oneof![3 => Just(6), 1 => Just(8)]),
        counter in prop::option::weighted(0.2, 100..u64::MAX / 4),
        manufacturer in "[A-Za-z.,;\"'&äß€] ?[A-Za-z.,;\"'=äß€]{1,20}",
        model in "[!-~]{1,20}",
        upn in prop::option::of("[a-z]{1,8}@[a-z]{1,8}\\.com"),
        assigned in any::<bool>(),
        display_name in prop::option::of("[A-Za-zäß€] ?[A-Za-z.,;\"'äß€]{1,20}"),
    ) -> Token {
        Token {
            serial: SerialNumber::parse(&serial),
            seed: Seed::new(seed),
            oath_type: if counter.is_some() { OathType::Hotp } else { OathType::Totp },
            interval: if counter.is_some() { None } else { Interval::new(interval) },
            hash,
            digits: digits.and_then(Digits::new),
            counter,
            manufacturer: Some(manufacturer),
            model: Some(model),
            upn,
            assign_to: assigned.then(|| OBJECT_ID.to_owned()),
            display_name,
            ..token(1)
        }
    }
}

fn distinct(tokens: Vec<Token>) -> Batch {
    let unique: BTreeMap<_, _> = tokens.into_iter().map(|token| (token.serial.clone(), token)).collect();
    let numbered = (2..).zip(unique.into_values());
    batch(numbered.map(|(row, token)| Token { origin: Origin { source: 0, row }, ..token }).collect())
}

/// What a target carries elsewhere than in the text of its file: file names say it, or an object id stands for it.
const BESIDE: [(TargetFormat, &[P]); 3] = [
    (TargetFormat::DuoCsv, &[P::Digits]),
    (TargetFormat::OktaCsv, &[P::Digits, P::Interval, P::Hash]),
    (TargetFormat::EntraJson, &[P::Upn]),
];

/// What comes back when a target's file is read: what the target says that it carries.
fn read_back(target: TargetFormat, options: &ExportOptions) -> BTreeSet<P> {
    let assigned = altered(1, |token| token.assign_to = Some(OBJECT_ID.to_owned()));
    let is_beside = |property: P| {
        BESIDE.iter().any(|(known, properties)| *known == target && properties.contains(&property))
    };
    let carried =
        P::ALL.into_iter().filter(|property| conversion::carries(target, options, *property, &assigned));
    carried.filter(|property| !is_beside(*property)).collect()
}

/// A property as text, with the usual value where none is said.
fn value(token: &Token, property: P) -> String {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let interval = || token.interval_or_assumed().0.seconds().to_string();
    let counter = || token.counter.unwrap_or_default().to_string();
    match property {
        P::Serial => token.serial.as_ref().unwrap().to_string(),
        P::Seed => format!("{:?}", token.seed.as_ref().unwrap().expose()),
        P::Type => token.oath_type.id().to_owned(),
        P::TypeForLiboath => [P::Type, P::Interval, P::Digits].map(|part| value(token, part)).join("/"),
        P::Hash => token.hash_or_assumed().0.id().to_owned(),
        P::Digits => token.digits_or_assumed().0.get().to_string(),
        P::IntervalOrCounter if token.oath_type == OathType::Hotp => counter(),
        P::Interval | P::IntervalOrCounter => interval(),
        P::Counter | P::CounterBase64 => counter(),
        P::Manufacturer => text(&token.manufacturer),
        P::Model => text(&token.model),
        P::Upn => text(&token.upn),
        P::AssignTo => text(&token.assign_to),
        P::DisplayName => text(&token.display_name),
    }
}

/// Whether readers tell a file of this target from one of event-based tokens: Duo's says no type, and numbers other than
/// 30 and 60 are taken for counters.
fn tells_type(target: TargetFormat, token: &Token) -> bool {
    let is_usual = matches!(token.interval_or_assumed().0.seconds(), 30 | 60);
    target != TargetFormat::DuoCsv || token.oath_type == OathType::Hotp || is_usual
}

/// The batch without the tokens whose type the target's file does not tell.
fn told(batch: &Batch, target: TargetFormat) -> Batch {
    let tokens = batch.tokens.iter().filter(|token| tells_type(target, token));
    Batch { tokens: tokens.cloned().collect(), ..batch.clone() }
}

/// Writes a batch for a target and reads all its files, each as what it looks like.
fn crossed(batch: &Batch, target: TargetFormat, options: &ExportOptions) -> Batch {
    let plan = conversion::plan(batch, &all(batch), target, options);
    let mut read = Batch::default();
    for part in 0..plan.parts.len() {
        let bytes = conversion::write(batch, &plan, part, &mut entropy()).unwrap();
        let content = content(bytes.expose());
        let format = format::sniff(&content).unwrap();
        let parsed = format::parse_with(&content, format, 0, &secrets(target)).unwrap();
        assert_eq!(parsed.tokens.len(), plan.parts[part].tokens.len(), "{target:?}");
        let source = SourceFile { name: "x".to_owned(), format, encoding: None };
        let own = parsed.sources;
        let sources = if own.is_empty() { vec![source] } else { own };
        read.append(Batch { sources, tokens: parsed.tokens, ..Batch::default() });
    }
    read
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Over every pair of formats: what both carry is the same at the end.
    #[test]
    fn every_pair_of_formats_keeps_what_both_carry(tokens in prop::collection::vec(any_token(), 4..20)) {
        let flawless = altered(1, |token| token.upn = Some("a@contoso.com".to_owned()));
        let batch = distinct(tokens.into_iter().chain([flawless]).collect());
        let originals: BTreeMap<_, _> = batch.tokens.iter().map(|token| (token.serial.clone(), token)).collect();
        let options = ExportOptions { pskc: pskc::options(), ..ExportOptions::default() };
        for first in TargetFormat::ALL {
            let (between, carried) = (crossed(&told(&batch, first), first, &options), read_back(first, &options));
            prop_assert!(!between.tokens.is_empty(), "{:?}", first);
            for second in TargetFormat::ALL {
                let both = &carried & &read_back(second, &options);
                let arrived = crossed(&told(&between, second), second, &options).tokens;
                // Some targets take no token without them.
                let is_named = carried.is_superset(&[P::Manufacturer, P::Model].into());
                prop_assert!(!is_named || !arrived.is_empty(), "{:?} {:?}", first, second);
                for read in arrived {
                    let original = originals[&read.serial];
                    for property in &both {
                        prop_assert_eq!(value(&read, *property), value(original, *property), "{:?} {:?} {:?}", first, second, property);
                    }
                }
            }
        }
    }

    #[test]
    fn what_is_written_for_entra_is_written_again_to_the_letter(tokens in prop::collection::vec(any_token(), 3..30)) {
        let mut batch = distinct(tokens);
        for target in BOTH {
            let options = ExportOptions { with_errors: true, ..ExportOptions::default() };
            let text = written(&batch, target, &options).concat();
            prop_assume!(!text.is_empty());
            let (_, parsed) = read(text.clone()).unwrap();
            batch.tokens = parsed.tokens;
            prop_assert_eq!(written(&batch, target, &options).concat(), text);
            for token in &mut batch.tokens {
                token.hash = None;
            }
        }
    }
}

/// Whether a layout takes tokens of a type and its file tells it: one for both types that has no column for the type is
/// read as one of time-based tokens.
fn is_for(layout: &CustomCsv, oath_type: &OathType) -> bool {
    match layout.tokens {
        TokenTypes::Both => *oath_type == OathType::Totp || layout.has(P::Type),
        TokenTypes::TimeBased => *oath_type == OathType::Totp,
        TokenTypes::EventBased => *oath_type == OathType::Hotp,
    }
}

/// A token of a type that a file is not for, or does not tell, is refused, or the report names it.
#[test]
fn no_ready_made_table_takes_another_type_without_a_word() {
    for layout in custom_csv::ready_made() {
        let mut options = ExportOptions::default();
        options.set_layout(TargetFormat::CustomCsv, Some(layout.clone()));
        for oath_type in [OathType::Totp, OathType::Hotp] {
            let batch = batch(complete(&oath_type));
            let plan = conversion::plan(&batch, &all(&batch), TargetFormat::CustomCsv, &options);
            let is_taken = match layout.tokens {
                TokenTypes::Both => true,
                TokenTypes::TimeBased => oath_type == OathType::Totp,
                TokenTypes::EventBased => oath_type == OathType::Hotp,
            };
            let going: usize = plan.parts.iter().map(|part| part.tokens.len()).sum();
            let expected = batch.tokens.iter().filter(|token| is_taken && is_within(&layout, token)).count();
            assert_eq!(
                (going, plan.staying.len()),
                (expected, 3 - expected),
                "{} {oath_type:?}",
                layout.name
            );
            let is_told = layout.tokens != TokenTypes::Both || layout.has(P::Type) || layout.apart;
            let said = plan.losses.iter().find(|loss| loss.what.contains("type"));
            assert_eq!(said.is_some(), !is_told, "{} {oath_type:?}", layout.name);
        }
    }
}

/// Whether the layout's limits let a token through.
fn is_within(layout: &CustomCsv, token: &Token) -> bool {
    let (digits, interval) = (token.digits_or_assumed().0.get(), token.interval_or_assumed().0.seconds());
    let hash = token.hash_or_assumed().0;
    let is_timed = token.oath_type == OathType::Totp;
    let has_digits = match layout.limits.digits {
        DigitsLimit::Any => true,
        DigitsLimit::Six => digits == 6,
        DigitsLimit::SixToEight => (6..=8).contains(&digits),
    };
    let has_interval = match layout.limits.intervals {
        IntervalLimit::Any => true,
        IntervalLimit::Thirty => interval == 30 || !is_timed,
        IntervalLimit::ThirtyAndSixty => matches!(interval, 30 | 60) || !is_timed,
    };
    let has_hash = match layout.limits.hashes {
        HashLimit::Any => true,
        HashLimit::Sha1 => hash == HashFunction::Sha1,
        HashLimit::Sha1And256 => hash != HashFunction::Sha512,
    };
    has_digits && has_interval && has_hash
}

/// Whether a column of a layout says a property.
fn has_column(layout: &CustomCsv, property: P) -> bool {
    let is_in_word = layout.has(P::TypeForLiboath) && property != P::Hash;
    let is_moving = property == P::Interval && layout.has(P::IntervalOrCounter);
    is_in_word || is_moving || layout.has(property)
}

/// What no column of a ready-made table says is the same for all tokens of a file.
#[test]
fn nothing_that_a_ready_made_table_does_not_say_comes_out_wrong() {
    for layout in custom_csv::ready_made() {
        let mut options = ExportOptions::default();
        options.set_layout(TargetFormat::CustomCsv, Some(layout.clone()));
        let batch = distinct([OathType::Totp, OathType::Hotp].iter().flat_map(complete).collect());
        let plan = conversion::plan(&batch, &all(&batch), TargetFormat::CustomCsv, &options);
        let unsaid = [P::Type, P::Digits, P::Interval, P::Hash];
        for property in unsaid.into_iter().filter(|property| !has_column(&layout, *property)) {
            for part in &plan.parts {
                let tokens = part.tokens.iter().map(|at| &batch.tokens[*at as usize]);
                let values: BTreeSet<_> = tokens.map(|token| value(token, property)).collect();
                assert_eq!(values.len(), 1, "{} {property:?}", layout.name);
            }
        }
    }
}

/// Tokens with everything that the layouts have columns for.
fn complete(oath_type: &OathType) -> Vec<Token> {
    let token = |(number, interval): (u32, u32)| {
        altered(number, |token| {
            token.oath_type = oath_type.clone();
            let is_timed = *oath_type == OathType::Totp;
            token.interval = Interval::new(interval).filter(|_| is_timed);
            token.counter = (!is_timed).then_some(1000 + u64::from(number));
            token.digits = Digits::new(if number == 1 { 8 } else { 6 });
            token.hash = Some(if number == 2 { HashFunction::Sha256 } else { HashFunction::Sha1 });
            token.upn = Some(format!("user{number}@contoso.com"));
        })
    };
    [(1, 60), (2, 45), (3, 30)].into_iter().map(token).collect()
}

/// The tokens of all files, by their serial numbers, with the format of the last one.
fn read_each(texts: Vec<String>) -> (Vec<Token>, FileFormat) {
    let (mut tokens, mut format) = (Vec::new(), FileFormat::Table);
    for text in texts {
        let content = content(text);
        format = format::sniff(&content).unwrap_or(FileFormat::Table);
        tokens.append(&mut format::parse(&content, format, 0).unwrap().tokens);
    }
    tokens.sort_by_key(|token| token.serial.clone());
    (tokens, format)
}

/// A file of no known kind is read by the best guess at its columns.
#[test]
fn every_ready_made_table_reads_back() {
    for layout in custom_csv::ready_made() {
        let mut options = ExportOptions::default();
        options.set_layout(TargetFormat::CustomCsv, Some(layout.clone()));
        let types = [OathType::Totp, OathType::Hotp].into_iter();
        for oath_type in types.filter(|oath_type| is_for(&layout, oath_type)) {
            let mut batch = batch(complete(&oath_type));
            batch.tokens.retain(|token| is_within(&layout, token));
            let texts = written(&batch, TargetFormat::CustomCsv, &options);
            let text = texts.join("\n");
            let (tokens, format) = read_each(texts);
            assert_eq!(tokens.len(), batch.tokens.len(), "{} {format:?}\n{text}", layout.name);
            let properties = layout.columns.iter().filter_map(|column| match column.content {
                CsvContent::Property(property) => Some(property),
                CsvContent::Fixed(_) => None,
            });
            // The type is told by a column, by the other columns, or by being the usual one.
            for property in properties.chain([P::Type]) {
                let values =
                    |tokens: &[Token]| tokens.iter().map(|token| value(token, property)).collect::<Vec<_>>();
                assert_eq!(
                    values(&tokens),
                    values(&batch.tokens),
                    "{} {format:?} {property:?}\n{text}",
                    layout.name
                );
            }
        }
    }
}
