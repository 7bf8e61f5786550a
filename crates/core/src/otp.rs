//! One-time codes: HOTP (RFC 4226) and TOTP (RFC 6238).

use hmac::{Hmac, Mac};
use sha1::Sha1;
use sha2::{Sha256, Sha512};
use zeroize::Zeroize;

use crate::{
    secret::Seed,
    token::{Digits, HashFunction},
};

/// Makes the codes of one token. The key is prepared once, because a search makes many codes.
pub struct Generator {
    keyed: Keyed,
    modulus: u64,
    digits: Digits,
}

enum Keyed {
    Sha1(Hmac<Sha1>),
    Sha256(Hmac<Sha256>),
    Sha512(Hmac<Sha512>),
}

impl Generator {
    /// For a token with this seed. `None` never happens: HMAC takes keys of any length.
    pub fn new(seed: &Seed, hash: HashFunction, digits: Digits) -> Option<Self> {
        // EXPOSE: the key of the HMAC.
        let key = seed.expose();
        let keyed = match hash {
            HashFunction::Sha1 => Keyed::Sha1(Hmac::new_from_slice(key).ok()?),
            HashFunction::Sha256 => Keyed::Sha256(Hmac::new_from_slice(key).ok()?),
            HashFunction::Sha512 => Keyed::Sha512(Hmac::new_from_slice(key).ok()?),
        };
        Some(Self { keyed, modulus: 10_u64.pow(u32::from(digits.get())), digits })
    }

    /// The code for a counter (RFC 4226 §5.3) or time step (RFC 6238 §4.2), as a number.
    pub fn number(&self, counter: u64) -> u64 {
        let moving = counter.to_be_bytes();
        u64::from(match &self.keyed {
            Keyed::Sha1(mac) => truncated(mac.clone(), moving),
            Keyed::Sha256(mac) => truncated(mac.clone(), moving),
            Keyed::Sha512(mac) => truncated(mac.clone(), moving),
        }) % self.modulus
    }

    /// The code as a device shows it, with its leading zeros.
    pub fn code(&self, counter: u64) -> String {
        format!("{:0width$}", self.number(counter), width = usize::from(self.digits.get()))
    }
}

/// Dynamic truncation: 31 bits from where the last half byte points.
fn truncated(mut mac: impl Mac, moving: [u8; 8]) -> u32 {
    mac.update(&moving);
    let mut digest = mac.finalize().into_bytes();
    let offset = usize::from(digest.last().copied().unwrap_or(0) & 0x0f);
    let word = digest.iter().skip(offset).take(4).fold(0_u32, |word, byte| word << 8 | u32::from(*byte));
    digest.as_mut_slice().zeroize();
    word & 0x7fff_ffff
}

#[cfg(test)]
mod tests {
    use super::Generator;
    use crate::{
        secret::Seed,
        token::{Digits, HashFunction},
    };

    const SHA1: &[u8] = b"12345678901234567890";
    const SHA256: &[u8] = b"12345678901234567890123456789012";
    const SHA512: &[u8] = b"1234567890123456789012345678901234567890123456789012345678901234";

    fn check(seed: &[u8], hash: HashFunction, counter: u64, code: &str) {
        let seed = Seed::new(seed.to_vec()).unwrap();
        let digits = Digits::new(u8::try_from(code.len()).unwrap()).unwrap();
        let generator = Generator::new(&seed, hash, digits).unwrap();
        assert_eq!(generator.code(counter), code, "{hash:?} at {counter}");
        assert_eq!(generator.number(counter), code.parse::<u64>().unwrap());
    }

    #[test]
    fn hotp_shows_the_codes_of_rfc_4226_appendix_d() {
        let codes = [
            "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871",
            "520489",
        ];
        for (counter, code) in (0..).zip(codes) {
            check(SHA1, HashFunction::Sha1, counter, code);
        }
        // Its table of truncated numbers: ten digits show all of the 31 bits.
        check(SHA1, HashFunction::Sha1, 0, "1284755224");
        check(SHA1, HashFunction::Sha1, 2, "0137359152");
        check(SHA1, HashFunction::Sha1, 7, "0082162583");
    }

    #[test]
    fn totp_shows_the_codes_of_rfc_6238_appendix_b() {
        let rows = [
            (59, "94287082", "46119246", "90693936"),
            (1_111_111_109, "07081804", "68084774", "25091201"),
            (1_111_111_111, "14050471", "67062674", "99943326"),
            (1_234_567_890, "89005924", "91819424", "93441116"),
            (2_000_000_000, "69279037", "90698825", "38618901"),
            (20_000_000_000, "65353130", "77737706", "47863826"),
        ];
        for (second, sha1, sha256, sha512) in rows {
            check(SHA1, HashFunction::Sha1, second / 30, sha1);
            check(SHA256, HashFunction::Sha256, second / 30, sha256);
            check(SHA512, HashFunction::Sha512, second / 30, sha512);
        }
    }

    #[test]
    fn fewer_digits_are_the_last_ones() {
        check(SHA1, HashFunction::Sha1, 59 / 30, "287082");
        check(SHA1, HashFunction::Sha1, 59 / 30, "4287082");
        check(SHA512, HashFunction::Sha512, 1_234_567_890 / 30, "441116");
        // A step of 60 s: the second 119 lies in step 1, as 59 does with 30 s.
        check(SHA1, HashFunction::Sha1, 119 / 60, "287082");
    }
}
