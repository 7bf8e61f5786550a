//! A token in the making: takes the texts of a row or element, tidies them and notes what it found.

use crate::{
    diagnostic::{
        Diagnostic, ParameterProblem, Place, Problem, RowProblem, SeedProblem, SerialProblem, UserProblem,
    },
    encoding::{self, SeedEncoding, SeedFault},
    secret::Seed,
    token::{Digits, HashFunction, Interval, OathType, Origin, SerialNumber, Token},
};

use super::{
    field::Field,
    users_file::Kind,
    value::{
        dummy, has_shape_of_seed, in_decimal, is_object_id, is_upn, oath_type, quotable, shows_seed,
        without_fraction, without_text_mark,
    },
};

/// Longest value that is kept, in characters; seeds have a limit of their own.
pub(super) const MAX_VALUE: usize = 256;

/// RFC 4226 §4, R6: a seed has at least 128 bits.
const LEAST_BYTES: usize = 16;

/// Under this, a seed is no seed.
const FEWEST_BYTES: usize = 10;

/// A token in the making.
pub(super) struct Draft<'f> {
    token: Token,
    /// A time interval or a counter, for which the type is not known yet.
    moving: Option<String>,
    /// The type was named, by the file or because all tokens of the format are of one.
    is_type_said: bool,
    /// There is a place for the type, and it is empty.
    lacks_type: bool,
    findings: &'f mut Vec<Diagnostic>,
}

impl<'f> Draft<'f> {
    /// Begins a token of a format whose tokens are time-based.
    pub(super) fn new(origin: Origin, findings: &'f mut Vec<Diagnostic>) -> Self {
        Self { token: Token::new(origin), moving: None, is_type_said: false, lacks_type: false, findings }
    }

    /// Notes a finding about this token.
    pub(super) fn note(&mut self, problem: impl Into<Problem>) {
        self.findings.push(Diagnostic::new(Place::from(&self.token.origin), problem));
    }

    /// Takes the text of any field but the seed.
    pub(super) fn take(&mut self, field: Field, text: &str) {
        let text = text.trim();
        if text.is_empty() {
            self.lacks_type |= field == Field::Type;
            return;
        }
        if text.len() > MAX_VALUE {
            return self.note(RowProblem::CellTooLong { column: field.name().to_owned() });
        }
        match field {
            Field::Serial => self.take_serial(text),
            Field::Interval => self.take_interval(text),
            Field::Hash => self.take_hash(text),
            Field::Type => self.take_kind(text),
            Field::Digits => self.take_digits(text),
            Field::Counter => self.take_counter(text),
            Field::IntervalOrCounter => self.moving = Some(text.to_owned()),
            Field::CounterBase64 => self.take_counter(&in_decimal(text).unwrap_or_else(|| text.to_owned())),
            Field::Upn => self.take_upn(text),
            Field::Manufacturer => self.token.manufacturer = Some(text.to_owned()),
            Field::Model => self.token.model = Some(text.to_owned()),
            Field::DisplayName => self.token.display_name = Some(text.to_owned()),
            Field::AssignTo => self.take_assign_to(text),
            Field::Seed | Field::ContentId => {}
        }
    }

    /// Notes that the type is not said, so that it stays what it is.
    pub(super) fn assume_type(&mut self) {
        let event_based = self.token.oath_type == OathType::Hotp;
        self.note(ParameterProblem::TypeAssumed { event_based });
    }

    /// Whether something named the type.
    pub(super) fn is_type_said(&self) -> bool {
        self.is_type_said
    }

    /// Takes the seed.
    pub(super) fn take_seed(&mut self, text: &str, encoding: SeedEncoding) {
        match encoding::decode(text, encoding) {
            Ok(decoded) => {
                if decoded.tidied {
                    self.note(SeedProblem::Tidied);
                }
                if decoded.trailing_bits {
                    self.note(SeedProblem::TrailingBits);
                }
                self.judge_seed(&decoded.seed);
                self.token.seed = Some(decoded.seed);
            }
            Err(fault) => self.note(SeedProblem::Unreadable { encoding, fault }),
        }
    }

    /// Takes the seed's bytes.
    pub(super) fn take_seed_bytes(&mut self, bytes: &[u8]) {
        match Seed::new(bytes.to_vec()) {
            Some(seed) => {
                self.judge_seed(&seed);
                self.token.seed = Some(seed);
            }
            None => self.miss_seed(SeedEncoding::Base64),
        }
    }

    /// Notes a row with more cells than the longest one has.
    pub(super) fn expect_cells(&mut self, found: usize, most: usize) {
        if found > most {
            let count = |cells: usize| u32::try_from(cells).unwrap_or(u32::MAX);
            self.note(RowProblem::Long { found: count(found), expected: count(most) });
        }
    }

    /// Notes that the seed is missing.
    pub(super) fn miss_seed(&mut self, encoding: SeedEncoding) {
        self.note(SeedProblem::Unreadable { encoding, fault: SeedFault::Missing });
    }

    /// The token, with a finding when it has no serial number and nothing was said about that yet.
    pub(super) fn finish(mut self, serial_was_there: bool) -> Token {
        if self.token.serial.is_none() && !serial_was_there {
            self.note(SerialProblem::Missing);
        }
        match self.moving.take() {
            Some(text) if self.token.oath_type == OathType::Totp => self.take_interval(&text),
            Some(text) => self.take_counter(&text),
            None => {}
        }
        self.settle_type();
        self.hide_misplaced_seeds();
        if let Some(problem) = length_problem(&self.token) {
            self.note(problem);
        }
        self.token
    }

    /// The token as it is, without what is checked at the end of a row.
    pub(super) fn into_token(self) -> Token {
        self.token
    }

    /// Where a row has no usable seed, a text that looks like one is taken for it, and not shown. A text that has a seed
    /// between delimiters never is.
    fn hide_misplaced_seeds(&mut self) {
        let has_seed = self.token.seed.as_ref().is_some_and(|seed| seed.len() >= FEWEST_BYTES);
        let is_seed = |text: &str| shows_seed(text) && !(has_seed && has_shape_of_seed(text));
        let mut hidden = Vec::new();
        if self.token.serial.as_ref().is_some_and(|serial| is_seed(serial.as_str())) {
            self.token.serial = None;
            hidden.push(Field::Serial);
        }
        let token = &mut self.token;
        for (field, value) in [
            (Field::Manufacturer, &mut token.manufacturer),
            (Field::Model, &mut token.model),
            (Field::Upn, &mut token.upn),
            (Field::DisplayName, &mut token.display_name),
            (Field::AssignTo, &mut token.assign_to),
        ] {
            if value.as_deref().is_some_and(|text| is_seed(text) && !is_object_id(text)) {
                *value = None;
                hidden.push(field);
            }
        }
        for field in hidden {
            self.note(RowProblem::PerhapsSeed { column: field.name().to_owned() });
        }
    }

    fn take_serial(&mut self, text: &str) {
        if encoding::is_rounded(text) {
            return self.note(SerialProblem::Rounded { text: quotable(text) });
        }
        let bare = without_text_mark(text);
        if bare != text {
            self.note(SerialProblem::TextMark);
        }
        let whole = without_fraction(bare);
        if whole != bare {
            self.note(SerialProblem::Decimal { taken: whole.to_owned() });
        }
        if whole.contains(char::is_whitespace) {
            self.note(SerialProblem::Blanks);
        }
        self.token.serial = SerialNumber::parse(whole);
        if self.token.serial.is_none() {
            self.note(SerialProblem::Missing);
        }
    }

    /// The type, with time interval and digits where it is a word of liboath's.
    fn take_kind(&mut self, text: &str) {
        let Some(kind) = Kind::read(text).filter(|_| text.contains('/')) else {
            return self.take_type(oath_type(text));
        };
        match kind.interval {
            Some(interval) => {
                self.take_type(OathType::Totp);
                self.take_interval(interval);
            }
            None => self.take_type(OathType::Hotp),
        }
        self.take_digits(kind.digits);
    }

    fn take_type(&mut self, oath_type: OathType) {
        (self.token.oath_type, self.is_type_said) = (oath_type, true);
    }

    /// Where nothing names the type, a counter tells it; that it was not named is said.
    fn settle_type(&mut self) {
        let by_counter = !self.is_type_said && self.token.counter.is_some();
        if by_counter && self.token.interval.is_none() {
            self.token.oath_type = OathType::Hotp;
        }
        if by_counter || self.lacks_type {
            self.assume_type();
        }
    }

    fn take_interval(&mut self, text: &str) {
        let number = text.trim_end_matches(['s', 'S']).trim_end();
        let number = number.strip_suffix(".0").unwrap_or(number);
        self.token.interval = number.parse().ok().and_then(Interval::new);
        if self.token.interval.is_none() {
            self.note(ParameterProblem::IntervalUnreadable { text: quotable(text) });
        }
    }

    fn take_hash(&mut self, text: &str) {
        self.token.hash = HashFunction::parse(text);
        if self.token.hash.is_none() {
            match oath_type(text) {
                // Some files name the kind of token “algorithm”.
                OathType::Other(_) => self.note(ParameterProblem::HashUnknown { text: quotable(text) }),
                known => self.take_type(known),
            }
        }
    }

    fn take_digits(&mut self, text: &str) {
        self.token.digits = text.parse().ok().and_then(Digits::new);
        if self.token.digits.is_none() {
            self.note(ParameterProblem::DigitsUnreadable { text: quotable(text) });
        }
    }

    fn take_counter(&mut self, text: &str) {
        self.token.counter = text.parse().ok();
        if self.token.counter.is_none() {
            self.note(ParameterProblem::CounterUnreadable { text: quotable(text) });
        }
    }

    fn take_upn(&mut self, text: &str) {
        if Field::named(text) == Some(Field::Upn) {
            return self.note(UserProblem::Placeholder);
        }
        if !is_upn(text) {
            self.note(UserProblem::UpnMalformed { text: quotable(text) });
        } else if text.contains("''") {
            self.note(UserProblem::QuotesDoubled { text: text.to_owned() });
        }
        self.token.upn = Some(text.to_owned());
    }

    fn take_assign_to(&mut self, text: &str) {
        if !is_object_id(text) {
            self.note(UserProblem::AssignToNotAnId { text: quotable(text) });
        }
        self.token.assign_to = Some(text.to_owned());
    }

    fn judge_seed(&mut self, seed: &Seed) {
        let bytes = u32::try_from(seed.len()).unwrap_or(u32::MAX);
        if seed.len() < FEWEST_BYTES {
            self.note(SeedProblem::TooShort { bytes });
        } else if seed.len() < LEAST_BYTES {
            self.note(SeedProblem::Short { bytes });
        }
        if let Some(dummy) = dummy(seed) {
            self.note(SeedProblem::Dummy(dummy));
        }
    }
}

/// What the length of a seed says about a hash function that nobody named.
pub(crate) fn length_problem(token: &Token) -> Option<SeedProblem> {
    let unsaid = token.seed.as_ref().filter(|_| token.hash.is_none());
    match unsaid.map(Seed::len) {
        Some(32) => Some(SeedProblem::PerhapsSha256),
        Some(64) => Some(SeedProblem::PerhapsSha512),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::DummySeed;

    /// Takes one text for one field and tells what became of it, and the findings.
    fn check(field: Field, text: &str, expected: &str, problems: &[Problem]) {
        let mut findings = Vec::new();
        let mut draft = Draft::new(Origin { source: 0, row: 2 }, &mut findings);
        if matches!(field, Field::Counter | Field::CounterBase64) {
            draft.take(Field::Type, "hotp");
        }
        match field {
            Field::Seed => draft.take_seed(text, SeedEncoding::Base32),
            _ => draft.take(field, text),
        }
        let token = draft.finish(true);
        let value = match field {
            Field::Serial => token.serial.map(|serial| serial.to_string()),
            Field::Seed => token.seed.map(|seed| seed.len().to_string()),
            Field::Interval => token.interval.map(|interval| interval.seconds().to_string()),
            Field::Hash => token.hash.map(|hash| hash.id().to_owned()),
            Field::Type => Some(token.oath_type.id().to_owned()),
            Field::Digits => token.digits.map(|digits| digits.get().to_string()),
            Field::Counter | Field::CounterBase64 => token.counter.map(|counter| counter.to_string()),
            Field::IntervalOrCounter => token.interval.map(|interval| interval.seconds().to_string()),
            Field::Upn => token.upn,
            Field::AssignTo => token.assign_to,
            Field::Manufacturer => token.manufacturer,
            Field::Model => token.model,
            Field::DisplayName => token.display_name,
            Field::ContentId => None,
        };
        assert_eq!(value.unwrap_or_default(), expected, "{field:?} {text:?}");
        let found: Vec<_> = findings.into_iter().map(|finding| finding.problem).collect();
        assert_eq!(found, problems, "{field:?} {text:?}");
    }

    #[test]
    fn serial_numbers_are_kept_and_damage_is_named() {
        let decimal = SerialProblem::Decimal { taken: "10001001".to_owned() };
        let rounded = |text: &str| SerialProblem::Rounded { text: quotable(text) };
        for (text, expected, problem) in [
            ("0012345", "0012345", None),
            (" 86546559624 ", "86546559624", None),
            ("XXXX0000001F#1", "XXXX0000001F#1", None),
            ("12.5", "12.5", None),
            ("10001001.0", "10001001", Some(decimal)),
            ("2.60012E+12", "", Some(rounded("2.60012E+12"))),
            ("2,60012e+12", "", Some(rounded("2,60012e+12"))),
            ("12E45", "12E45", None),
            ("'00123", "00123", Some(SerialProblem::TextMark)),
            ("=\"00123\"", "00123", Some(SerialProblem::TextMark)),
            ("12 34", "12 34", Some(SerialProblem::Blanks)),
        ] {
            let problems: Vec<_> = problem.into_iter().map(Problem::from).collect();
            check(Field::Serial, text, expected, &problems);
        }
    }

    #[test]
    fn parameters_are_read_in_every_spelling() {
        let interval = |text: &str| ParameterProblem::IntervalUnreadable { text: quotable(text) };
        let hash = |text: &str| ParameterProblem::HashUnknown { text: quotable(text) };
        let digits = |text: &str| ParameterProblem::DigitsUnreadable { text: quotable(text) };
        let counter = |text: &str| ParameterProblem::CounterUnreadable { text: quotable(text) };
        for (field, text, expected, problem) in [
            (Field::Interval, "60", "60", None),
            (Field::Interval, "30s", "30", None),
            (Field::Interval, "30.0", "30", None),
            (Field::Interval, "0", "", Some(interval("0"))),
            (Field::Interval, "half a minute", "", Some(interval("half a minute"))),
            (Field::Hash, "hmacsha256", "sha256", None),
            (Field::Hash, "HMAC-SHA-1", "sha1", None),
            (Field::Hash, "md5", "", Some(hash("md5"))),
            (Field::Type, "HOTP", "hotp", None),
            (Field::Type, "Time Based", "totp", None),
            (Field::Type, "motp", "other", None),
            (Field::Type, "HOTP/T60/8", "totp", None),
            (Field::Type, "HOTP/E/7", "hotp", None),
            (Field::Type, "HOTP/X", "other", None),
            (Field::Type, "HOTP/T30/x", "totp", Some(digits("x"))),
            (Field::Digits, "8", "8", None),
            (Field::Digits, "11", "", Some(digits("11"))),
            (Field::Counter, "16887061004979670", "16887061004979670", None),
            (Field::IntervalOrCounter, "45", "45", None),
            (Field::IntervalOrCounter, "x", "", Some(interval("x"))),
            (Field::Counter, "-1", "", Some(counter("-1"))),
            (Field::CounterBase64, "AQA=", "256", None),
            (Field::CounterBase64, "AQAAAAAAAAAA", "", Some(counter("AQAAAAAAAAAA"))),
            (Field::CounterBase64, "?", "", Some(counter("?"))),
        ] {
            let problems: Vec<_> = problem.into_iter().map(Problem::from).collect();
            check(field, text, expected, &problems);
        }
    }

    #[test]
    fn a_type_that_nothing_names_is_told_of() {
        use Field::{Counter, Hash, Interval, Type};
        let check = |taken: &[(Field, &str)], expected: OathType, is_assumed: bool| {
            let mut findings = Vec::new();
            let mut draft = Draft::new(Origin { source: 0, row: 2 }, &mut findings);
            for (field, text) in taken {
                draft.take(*field, text);
            }
            let found = draft.finish(true).oath_type;
            let event_based = expected == OathType::Hotp;
            let assumed = is_assumed.then_some(ParameterProblem::TypeAssumed { event_based }.into());
            let problems: Vec<Problem> = findings.into_iter().map(|finding| finding.problem).collect();
            assert_eq!((found, problems), (expected, Vec::from_iter(assumed)), "{taken:?}");
        };
        check(&[], OathType::Totp, false);
        check(&[(Interval, "60")], OathType::Totp, false);
        check(&[(Type, "")], OathType::Totp, true);
        check(&[(Type, "hotp"), (Type, "")], OathType::Hotp, true);
        check(&[(Counter, "5")], OathType::Hotp, true);
        check(&[(Type, ""), (Counter, "5")], OathType::Hotp, true);
        check(&[(Counter, "5"), (Interval, "60")], OathType::Totp, true);
        check(&[(Counter, "5"), (Type, "totp")], OathType::Totp, false);
        check(&[(Counter, "5"), (Hash, "hotp")], OathType::Hotp, false);
    }

    #[test]
    fn users_are_checked_and_placeholders_are_none() {
        let malformed = |text: &str| UserProblem::UpnMalformed { text: quotable(text) };
        let no_id = |text: &str| UserProblem::AssignToNotAnId { text: quotable(text) };
        let id = "00aa00aa-bb11-cc22-dd33-44ee44ee44ee";
        for (field, text, expected, problem) in [
            (Field::Upn, "Helga@contoso.com", "Helga@contoso.com", None),
            (Field::Upn, "o'neill@contoso.com", "o'neill@contoso.com", None),
            (
                Field::Upn,
                "o''neill@contoso.com",
                "o''neill@contoso.com",
                Some(UserProblem::QuotesDoubled { text: "o''neill@contoso.com".to_owned() }),
            ),
            (Field::Upn, "upn", "", Some(UserProblem::Placeholder)),
            (Field::Upn, "helga", "helga", Some(malformed("helga"))),
            (Field::Upn, "a b@contoso.com", "a b@contoso.com", Some(malformed("a b@contoso.com"))),
            (Field::Upn, "a@b@contoso.com", "a@b@contoso.com", Some(malformed("a@b@contoso.com"))),
            (Field::Upn, "a@contoso", "a@contoso", Some(malformed("a@contoso"))),
            (Field::AssignTo, id, id, None),
            (Field::AssignTo, "0cadbf92-####", "0cadbf92-####", Some(no_id("0cadbf92-####"))),
        ] {
            let problems: Vec<_> = problem.into_iter().map(Problem::from).collect();
            check(field, text, expected, &problems);
        }
    }

    #[test]
    fn weak_seeds_are_named() {
        let base32 = SeedEncoding::Base32;
        for (text, expected, problems) in [
            ("NPKJBEN2OHMZEZK7YX6FP63E5UCUH6N5", "20", vec![]),
            ("MZXW6YTB", "5", vec![SeedProblem::TooShort { bytes: 5 }]),
            (
                "JBSWY3DPEHPK3PXP",
                "10",
                vec![SeedProblem::Short { bytes: 10 }, SeedProblem::Dummy(DummySeed::Manual)],
            ),
            ("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "20", vec![SeedProblem::Dummy(DummySeed::Rfc)]),
            ("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "20", vec![SeedProblem::Dummy(DummySeed::Constant)]),
            ("NPKJBEN2OHMZEZK7YX6FP63E5UCUH6N5NPKJBEN2OHMZEZK7YX6A", "32", vec![SeedProblem::PerhapsSha256]),
            (
                "JBSWY3DPEHPK3PX1",
                "",
                vec![SeedProblem::Unreadable { encoding: base32, fault: SeedFault::LookAlikes(1) }],
            ),
        ] {
            let problems: Vec<_> = problems.into_iter().map(Problem::from).collect();
            check(Field::Seed, text, expected, &problems);
        }
    }

    #[test]
    fn a_value_too_long_is_left_out() {
        let problem = RowProblem::CellTooLong { column: "model".to_owned() };
        check(Field::Model, &"m".repeat(MAX_VALUE + 1), "", &[problem.into()]);
        check(Field::Model, &"m".repeat(MAX_VALUE), &"m".repeat(MAX_VALUE), &[]);
    }
}
