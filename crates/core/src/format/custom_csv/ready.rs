//! Ready-made layouts for systems that read tables: each is a beginning, which the user may change.
//!
//! What no column says must not come out wrong: where the system has a setting for it at the import, tokens that differ in
//! it get files of their own; where it takes the usual, the others stay behind.

use seedferry_protocol::{
    CsvColumn, CsvDelimiter, CsvLimits, CsvLineEnding, CsvQuoting, CsvWord, CustomCsv, DigitsLimit,
    HashLimit, IntervalLimit, LetterCase, SeedText, TokenProperty as P,
    TokenTypes::{self, EventBased, TimeBased},
};

/// All of them, by name.
pub fn ready_made() -> Vec<CustomCsv> {
    vec![
        super::first_layout(),
        oath("privacyIDEA, LinOTP, NetIQ"),
        privacy_idea_2(),
        oath("FreeIPA"),
        multi_otp(),
        phenix_id(),
        phenix_id_events(),
        ping_id("PingID, event-based tokens", Some(P::Counter), EventBased),
        ping_id("PingID, time-based tokens; IBM IMS", None, TimeBased),
        rapid_identity(),
        swivel(),
        nexus(),
        users_file("time-based tokens", None, TimeBased),
        users_file("event-based tokens", Some(P::Counter), EventBased),
        entra("HelloID, Token2"),
        graph_script(),
        secur_envoy(),
        secure_auth(
            "event-based",
            &[("device", P::Serial), ("seed", P::Seed), ("counter", P::Counter)],
            EventBased,
        ),
        secure_auth("time-based", &[("seed", P::Seed), ("serial", P::Serial)], TimeBased),
    ]
}

/// A table without header, of columns that their places name.
pub(in crate::format) fn bare(name: &str, columns: &[P]) -> CustomCsv {
    CustomCsv {
        name: name.to_owned(),
        columns: columns.iter().map(|property| CsvColumn::new(property.name(), *property)).collect(),
        header: false,
        seed_text: SeedText::Hex,
        delimiter: CsvDelimiter::Comma,
        quoting: CsvQuoting::WhereNeeded,
        line_ending: CsvLineEnding::CrLf,
        tokens: TokenTypes::Both,
        limits: CsvLimits::default(),
        apart: false,
    }
}

/// Of a system that takes nothing but SHA-1, and so has no column for it.
const SHA1: CsvLimits =
    CsvLimits { hashes: HashLimit::Sha1, digits: DigitsLimit::Any, intervals: IntervalLimit::Any };

/// A table with a header, as spreadsheets have it.
pub(in crate::format) fn headed(name: &str, columns: &[(&str, P)]) -> CustomCsv {
    let columns = columns.iter().map(|(name, property)| CsvColumn::new(name, *property)).collect();
    CustomCsv { columns, header: true, seed_text: SeedText::Base32, ..bare(name, &[]) }
}

fn oath(name: &str) -> CustomCsv {
    bare(name, &[P::Serial, P::Seed, P::Type, P::Digits, P::IntervalOrCounter, P::Hash])
}

fn multi_otp() -> CustomCsv {
    let columns = [P::Serial, P::Manufacturer, P::Type, P::Seed, P::Digits, P::IntervalOrCounter];
    CustomCsv { delimiter: CsvDelimiter::Semicolon, limits: SHA1, ..bare("multiOTP", &columns) }
}

/// Its second version has the user in front, and is told by the first row: that is the header here, of which
/// privacyIDEA reads the beginning alone.
fn privacy_idea_2() -> CustomCsv {
    let mut layout = oath("privacyIDEA, with users (version 2)");
    let user = [
        CsvColumn::new("# version: 2", P::Upn),
        CsvColumn::fixed("resolver", ""),
        CsvColumn::fixed("realm", ""),
    ];
    layout.columns.splice(0..0, user);
    CustomCsv { header: true, ..layout }
}

fn secure_auth(kind: &str, columns: &[(&str, P)], tokens: TokenTypes) -> CustomCsv {
    let layout = headed(&format!("SecureAuth, {kind} tokens"), columns);
    CustomCsv { delimiter: CsvDelimiter::Bar, tokens, apart: true, ..layout }
}

/// `HOTP;serial;key;counter`.
fn phenix_id_events() -> CustomCsv {
    let mut layout = bare("PhenixID, event-based tokens", &[P::Type, P::Serial, P::Seed, P::Counter]);
    if let Some(first) = layout.columns.first_mut() {
        first.letter_case = LetterCase::Upper;
    }
    CustomCsv { delimiter: CsvDelimiter::Semicolon, tokens: EventBased, apart: true, ..layout }
}

/// `TOTP;serial;SHA;key;epoch;timeinterval;otplength`.
fn phenix_id() -> CustomCsv {
    let upper = |property: P| CsvColumn {
        letter_case: LetterCase::Upper,
        ..CsvColumn::new(property.name(), property)
    };
    let plain = |property: P| CsvColumn::new(property.name(), property);
    let columns = vec![
        upper(P::Type),
        plain(P::Serial),
        upper(P::Hash),
        plain(P::Seed),
        CsvColumn::fixed("epoch", "0"),
        plain(P::Interval),
        plain(P::Digits),
    ];
    let name = "PhenixID, time-based tokens";
    CustomCsv { columns, delimiter: CsvDelimiter::Semicolon, tokens: TimeBased, ..bare(name, &[]) }
}

/// It refuses blanks, so a third column stands only where it is filled. Type and time interval are chosen at the import.
fn ping_id(name: &str, third: Option<P>, tokens: TokenTypes) -> CustomCsv {
    let columns: Vec<P> = [P::Serial, P::Seed].into_iter().chain(third).collect();
    CustomCsv { tokens, apart: true, ..bare(name, &columns) }
}

/// It takes every token for one of 30 seconds.
fn rapid_identity() -> CustomCsv {
    let limits = CsvLimits { intervals: IntervalLimit::Thirty, ..CsvLimits::default() };
    CustomCsv { limits, ..ping_id("RapidIdentity, time-based tokens", None, TimeBased) }
}

fn secur_envoy() -> CustomCsv {
    let layout = headed("SecurEnvoy", &[("Serial", P::Serial), ("Seed", P::Seed), ("AssignedTo", P::Upn)]);
    CustomCsv { apart: true, ..layout }
}

/// liboath's `users.oath`: `HOTP/T30/6 user - seed`. liboath 2.6 (`usersfile.c`, `parse_type`) knows 30 and 60 seconds, 6 to 8
/// digits, and SHA-1 alone. The serial number stands in the user's place, where our reader looks for it.
fn users_file(kind: &str, last: Option<P>, tokens: TokenTypes) -> CustomCsv {
    let plain = |property: P| CsvColumn::new(property.name(), property);
    let mut columns =
        vec![plain(P::TypeForLiboath), plain(P::Serial), CsvColumn::fixed("PIN", "-"), plain(P::Seed)];
    columns.extend(last.map(plain));
    CustomCsv {
        columns,
        delimiter: CsvDelimiter::Blank,
        quoting: CsvQuoting::Never,
        line_ending: CsvLineEnding::Lf,
        tokens,
        limits: CsvLimits {
            digits: DigitsLimit::SixToEight,
            intervals: IntervalLimit::ThirtyAndSixty,
            ..SHA1
        },
        ..bare(&format!("liboath users.oath, {kind}"), &[])
    }
}

fn swivel() -> CustomCsv {
    let layout = bare("Swivel", &[P::Serial, P::Seed]);
    CustomCsv { delimiter: CsvDelimiter::Blank, quoting: CsvQuoting::Never, apart: true, ..layout }
}

/// Seed and counter are in Base64. Of the counter it is known that `AA==` stands for 0, so it is bytes; that the highest
/// comes first is how our reader takes them, too.
fn nexus() -> CustomCsv {
    let layout = bare("Nexus, event-based tokens", &[P::Serial, P::Seed, P::CounterBase64]);
    CustomCsv {
        seed_text: SeedText::Base64,
        delimiter: CsvDelimiter::Colon,
        quoting: CsvQuoting::Never,
        tokens: EventBased,
        apart: true,
        ..layout
    }
}

/// The table of Entra's upload page, whose readers take six digits and SHA-1.
fn entra(name: &str) -> CustomCsv {
    let columns = [
        ("upn", P::Upn),
        ("serial number", P::Serial),
        ("secret key", P::Seed),
        ("timeinterval", P::Interval),
        ("manufacturer", P::Manufacturer),
        ("model", P::Model),
    ];
    let limits = CsvLimits { digits: DigitsLimit::Six, ..SHA1 };
    CustomCsv { tokens: TimeBased, limits, ..headed(name, &columns) }
}

/// Microsoft Graph takes no other tokens, whatever a table can say.
fn graph_script() -> CustomCsv {
    let words = |id: &str| CsvWord { value: id.to_owned(), word: format!("hmac{id}") };
    let mut layout = headed(
        "Scripts for Microsoft Graph",
        &[
            ("serialNumber", P::Serial),
            ("secretKey", P::Seed),
            ("timeIntervalInSeconds", P::Interval),
            ("manufacturer", P::Manufacturer),
            ("model", P::Model),
            ("hashFunction", P::Hash),
        ],
    );
    if let Some(hash) = layout.columns.last_mut() {
        hash.words = ["sha1", "sha256", "sha512"].map(words).to_vec();
    }
    let limits = CsvLimits {
        hashes: HashLimit::Sha1And256,
        digits: DigitsLimit::Six,
        intervals: IntervalLimit::ThirtyAndSixty,
    };
    CustomCsv { tokens: TimeBased, limits, ..layout }
}
