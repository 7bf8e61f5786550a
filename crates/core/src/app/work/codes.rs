//! Codes that are computed for an activation.

use super::{
    super::{Model, assign::seeds},
    Stage,
};
use crate::{
    graph::{
        Millis,
        work::{Given, Told},
    },
    otp::Generator,
    token::{Digits, Token},
};

/// Least seconds that a code is still valid when it is sent.
const LEAST: u64 = 5;
/// Digits that Entra takes.
const DIGITS: u8 = 6;

impl Model {
    /// Gives the machine the code that the token with this serial number shows now. `ahead`: what comes before takes
    /// something away, so the seed is kept until the work is over, whatever becomes of the open batch.
    pub(super) fn give_code(&mut self, serial: &str, told: Told, ahead: bool) {
        let (now, wall) = (self.online.now, self.online.wall);
        let Some(works) = &mut self.works else {
            return;
        };
        let is_it = |token: &&Token| token.serial.as_ref().is_some_and(|own| own.as_str() == serial);
        let kept = works.seeds.iter().find(is_it);
        let token = kept.or_else(|| seeds::token(self.review.as_ref(), serial).ok());
        let given = token.map_or(Given::NoSeed, |token| code(token, told, now, wall));
        let keeps = token.filter(|_| ahead && kept.is_none() && given != Given::NoSeed).cloned();
        works.seeds.extend(keeps);
        if let Stage::Run(work) = &mut works.stage {
            work.give_code(now, given);
        }
    }
}

/// The code by the token's interval and hash function; later when it is about to change.
fn code(token: &Token, told: Told, now: Millis, wall: u64) -> Given {
    let Ok((interval, hash)) = seeds::counts(token, told) else {
        return Given::NoSeed;
    };
    let interval = interval.max(1);
    let left = interval - wall % interval;
    if left < LEAST {
        return Given::Later(now.after(Millis(left * 1000)));
    }
    let seed = token.seed.as_ref().zip(Digits::new(DIGITS));
    let generator = seed.and_then(|(seed, digits)| Generator::new(seed, hash, digits));
    generator.map_or(Given::NoSeed, |generator| Given::Code(generator.code(wall / interval)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        secret::Seed,
        token::{HashFunction, Interval, Origin},
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
        let given = code(&token(hash, interval), Told::default(), Millis(7), wall);
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
    fn what_the_file_leaves_open_is_taken_from_the_tenant() {
        let check = |own: (Option<u32>, Option<HashFunction>), told: Told, code_then: Option<&str>| {
            let interval = own.0.and_then(Interval::new);
            let open = Token { interval, hash: own.1, ..token(HashFunction::Sha256, 30) };
            let expected = code_then.map_or(Given::NoSeed, |code| Given::Code(code.to_owned()));
            assert!(code(&open, told, Millis(0), 2_469_135_780) == expected, "{own:?} {told:?}");
        };
        let sha256 = Some(HashFunction::Sha256);
        let told = Told { interval: Some(60), hash: sha256 };
        check((None, None), told, Some("819424"));
        check((Some(60), None), told, Some("819424"));
        check((Some(60), sha256), Told::default(), Some("819424"));
        check((Some(30), None), told, None);
        check((None, Some(HashFunction::Sha1)), told, None);
    }

    #[test]
    fn without_a_seed_there_is_no_code() {
        let none = Token { seed: None, ..token(HashFunction::Sha1, 30) };
        assert!(code(&none, Told::default(), Millis(0), 1_234_567_890) == Given::NoSeed);
    }
}
