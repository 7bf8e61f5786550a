//! Codes that are computed for an activation.

use super::{
    super::{Model, assign::seeds},
    Stage,
};
use crate::{
    graph::{Millis, work::Given},
    otp::Generator,
    token::{Digits, Token},
};

/// Least seconds that a code is still valid when it is sent.
const LEAST: u64 = 5;
/// Digits that Entra takes.
const DIGITS: u8 = 6;

impl Model {
    /// Gives the machine the code that the token with this serial number shows now.
    pub(super) fn give_code(&mut self, serial: &str) {
        let (now, wall) = (self.online.now, self.online.wall);
        let mut tokens = self.review.iter().flat_map(|review| &review.batch().tokens);
        let token = tokens.find(|token| {
            token.seed.is_some() && token.serial.as_ref().is_some_and(|own| own.as_str() == serial)
        });
        let given = token.map_or(Given::NoSeed, |token| code(token, now, wall));
        if let Some(Stage::Run(work)) = self.works.as_mut().map(|works| &mut works.stage) {
            work.give_code(now, given);
        }
    }
}

/// The code by the token's own interval and hash function; later when it is about to change.
fn code(token: &Token, now: Millis, wall: u64) -> Given {
    let interval = u64::from(token.interval_or_assumed().0.seconds().max(1));
    let left = interval - wall % interval;
    if left < LEAST {
        return Given::Later(now.after(Millis(left * 1000)));
    }
    let seed = token.seed.as_ref().filter(|_| seeds::has_codes(token));
    let generator = seed
        .zip(Digits::new(DIGITS))
        .and_then(|(seed, digits)| Generator::new(seed, token.hash_or_assumed().0, digits));
    generator.map_or(Given::NoSeed, |generator| Given::Code(generator.code(wall / interval)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        secret::Seed,
        token::{HashFunction, Interval, OathType, Origin},
    };

    fn token(hash: HashFunction, interval: u32) -> Token {
        // RFC 6238, appendix B: the ASCII digits, as long as the hash.
        let length = if hash == HashFunction::Sha1 { 20 } else { 32 };
        let seed = b"1234567890".iter().copied().cycle().take(length).collect();
        Token {
            seed: Seed::new(seed),
            hash: Some(hash),
            interval: Interval::new(interval),
            ..Token::new(Origin { source: 0, row: 1 })
        }
    }

    fn check(hash: HashFunction, interval: u32, wall: u64, code_then: Option<&str>) {
        let given = code(&token(hash, interval), Millis(7), wall);
        let expected = match code_then {
            Some(code) => Given::Code(code.to_owned()),
            None => Given::Later(Millis(7 + (u64::from(interval) - wall % u64::from(interval)) * 1000)),
        };
        assert!(given == expected, "{hash:?} {interval} {wall}");
    }

    /// RFC 6238, appendix B, with the last six of the eight digits; for 60 s the same step at twice the time.
    #[test]
    fn codes_come_from_the_tokens_own_interval_and_hash() {
        check(HashFunction::Sha1, 30, 1_234_567_890, Some("005924"));
        check(HashFunction::Sha256, 30, 1_234_567_890, Some("819424"));
        check(HashFunction::Sha1, 60, 2_469_135_780, Some("005924"));
        check(HashFunction::Sha256, 60, 2_469_135_780, Some("819424"));
    }

    #[test]
    fn a_code_that_is_about_to_change_is_waited_for() {
        check(HashFunction::Sha1, 30, 1_234_567_890 + 25, Some("005924"));
        check(HashFunction::Sha1, 30, 1_234_567_890 + 26, None);
        check(HashFunction::Sha1, 30, 1_234_567_890 + 29, None);
        check(HashFunction::Sha1, 60, 2_469_135_780 + 56, None);
    }

    #[test]
    fn without_a_seed_there_is_no_code() {
        let none = Token { seed: None, ..token(HashFunction::Sha1, 30) };
        assert!(code(&none, Millis(0), 1_234_567_890) == Given::NoSeed);
        let hotp = Token { oath_type: OathType::Hotp, ..token(HashFunction::Sha1, 30) };
        assert!(code(&hotp, Millis(0), 1_234_567_890) == Given::NoSeed);
        let eight = Token { digits: Digits::new(8), ..token(HashFunction::Sha1, 30) };
        assert!(code(&eight, Millis(0), 1_234_567_890) == Given::NoSeed);
    }
}
