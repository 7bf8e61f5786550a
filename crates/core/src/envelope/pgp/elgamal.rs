//! Session keys for `ElGamal` keys (RFC 9580 §5.1.4), which `GnuPG` made by default until 2009 and `rPGP` reads but
//! does not use.
//!
//! The arithmetic takes a time that depends on the key. That is of use to nobody here: a person opens a file of
//! his own, and no stranger can send thousands and measure.

use num_bigint_dig::BigUint;
use pgp::{
    composed::PlainSessionKey,
    crypto::elgamal::SecretKey,
    ser::Serialize,
    types::{ElgamalPublicParams, Mpi},
};
use zeroize::Zeroizing;

use super::session::parse_session_key;

/// Octets of the largest prime: 8192 bits, twice of what was in use.
const MAX_PRIME: usize = 1024;
/// Octets of padding that there must be (RFC 8017 §7.2.2).
const MIN_PADDING: usize = 8;

/// Decrypts a session key; `None` when it was not made for this key.
pub(super) fn session_key(
    public: &ElgamalPublicParams,
    secret: &SecretKey,
    first: &Mpi,
    second: &Mpi,
) -> Option<PlainSessionKey> {
    let prime = Mpi::try_from_reader(public.to_bytes().ok()?.as_slice()).ok()?;
    let padded = decrypt(&prime, secret.as_bytes(), first, second)?;
    parse_session_key(unpad(&padded, prime.len())?)
}

/// m = second / first^x mod p; dividing is raising to p - 1 - x.
fn decrypt(prime: &Mpi, secret: &[u8], first: &Mpi, second: &Mpi) -> Option<Zeroizing<Vec<u8>>> {
    if prime.len() > MAX_PRIME {
        return None;
    }
    let number = |mpi: &Mpi| BigUint::from_bytes_be(mpi.as_ref());
    let (prime, secret) = (number(prime), BigUint::from_bytes_be(secret));
    let order = prime.clone();
    if order < BigUint::from(5_u8) || secret >= order.clone() - 1_u8 {
        return None;
    }
    let exponent = order - 1_u8 - secret;
    let plain = number(second) * number(first).modpow(&exponent, &prime) % prime;
    Some(Zeroizing::new(plain.to_bytes_be()))
}

/// RFC 8017 §7.2.2, of which the first octet, zero, is no part of a number.
fn unpad(padded: &[u8], size: usize) -> Option<&[u8]> {
    let (2, rest) = padded.split_first().map(|(kind, rest)| (*kind, rest))? else {
        return None;
    };
    let padding = rest.iter().position(|octet| *octet == 0)?;
    (padded.len() + 1 == size && padding >= MIN_PADDING).then_some(())?;
    rest.get(padding + 1..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_numbers_are_no_session_keys() {
        let check = |prime: &[u8], secret: &[u8], first: &[u8], second: &[u8]| {
            let mpi = Mpi::from_slice;
            let got = decrypt(&mpi(prime), secret, &mpi(first), &mpi(second));
            assert!(got.and_then(|padded| parse_session_key(unpad(&padded, prime.len())?)).is_none());
        };
        check(&[], &[1], &[2], &[3]);
        check(&[0], &[0], &[0], &[0]);
        check(&[4], &[9], &[2], &[3]);
        check(&[251], &[250], &[2], &[3]);
        check(&[251], &[], &[], &[]);
        check(&[0xff; 64], &[3], &[0xfe; 64], &[0xfd; 64]);
    }

    #[test]
    fn a_prime_has_a_limit() {
        let check = |octets: usize, computed: bool| {
            let (prime, number) = (Mpi::from_slice(&vec![0xff; octets]), Mpi::from_slice(&[2]));
            // With this exponent there is next to nothing to compute.
            let secret = [[0xff].repeat(octets - 1), vec![0xfd]].concat();
            assert_eq!(decrypt(&prime, &secret, &number, &number).is_some(), computed, "{octets}");
        };
        check(MAX_PRIME, true);
        check(MAX_PRIME + 1, false);
    }

    #[test]
    fn padding_is_checked() {
        let good = [&[2][..], &[7; 8], &[0], b"key"].concat();
        assert_eq!(unpad(&good, 14), Some(&b"key"[..]));
        assert_eq!(unpad(&good, 15), None);
        assert_eq!(unpad(&[&[2][..], &[7; 7], &[0], b"keys"].concat(), 14), None);
        assert_eq!(unpad(&[&[1][..], &[7; 8], &[0], b"key"].concat(), 14), None);
    }
}
