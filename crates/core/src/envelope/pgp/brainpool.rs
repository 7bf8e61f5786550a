//! Session keys for keys on Brainpool curves (RFC 5639, RFC 9580 §5.1.5), which `rPGP` reads but does not use. German
//! authorities ask for these curves.
//!
//! Plain arithmetic, whose time depends on the key: of use to nobody here, see the sibling for `ElGamal`.

use num_bigint_dig::BigUint;
use pgp::{
    composed::PlainSessionKey,
    crypto::{ecdh, ecdh::SecretKey},
    types::{EcdhPublicParams, Mpi},
};
use zeroize::Zeroizing;

use super::session::parse_session_key;

/// Field prime and coefficient A of a curve, RFC 5639 §3.4, §3.6 and §3.7.
struct Curve {
    prime: BigUint,
    a: BigUint,
    /// Octets of a coordinate.
    size: usize,
}

const P256: [&str; 2] = [
    "A9FB57DBA1EEA9BC3E660A909D838D726E3BF623D52620282013481D1F6E5377",
    "7D5A0975FC2C3057EEF67530417AFFE7FB8055C126DC5C6CE94A4B44F330B5D9",
];
const P384: [&str; 2] = [
    "8CB91E82A3386D280F5D6F7E50E641DF152F7109ED5456B412B1DA197FB71123ACD3A729901D1A71874700133107EC53",
    "7BC382C63D8C150C3C72080ACE05AFA0C2BEA28E4FB22787139165EFBA91F90F8AA5814A503AD4EB04A8C7DD22CE2826",
];
const P512: [&str; 2] = [
    "AADD9DB8DBE9C48B3FD4E6AE33C9FC07CB308DB3B3C9D20ED6639CCA703308717D4D9B009BC66842AECDA12AE6A380E62881FF2F2D82C6\
     8528AA6056583A48F3",
    "7830A3318B603B89E2327145AC234CC594CBDD8D3DF91610A83441CAEA9863BC2DED5D5AA8253AA10A2EF1C98B9AC8B57F1117A72BF2C7\
     B9E7C1AC4D77FC94CA",
];

/// A point; `None` is the one at infinity.
type Point = Option<(BigUint, BigUint)>;

/// Decrypts a session key; `None` when it was not made for this key, or the key is on another curve.
pub(super) fn session_key(
    public: &EcdhPublicParams,
    secret: &SecretKey,
    fingerprint: &[u8],
    point: &Mpi,
    encrypted: &[u8],
) -> Option<PlainSessionKey> {
    let (curve, hash, cipher) = match public {
        EcdhPublicParams::Brainpool256 { hash, alg_sym, .. } => (Curve::new(P256)?, hash, alg_sym),
        EcdhPublicParams::Brainpool384 { hash, alg_sym, .. } => (Curve::new(P384)?, hash, alg_sym),
        EcdhPublicParams::Brainpool512 { hash, alg_sym, .. } => (Curve::new(P512)?, hash, alg_sym),
        _ => return None,
    };
    let secret = Zeroizing::new(secret.to_bytes());
    let shared = curve.shared_secret(&secret, point.as_ref())?;
    let length = encrypted.len();
    let message =
        ecdh::derive_session_key(&shared, encrypted, length, public.curve(), *hash, *cipher, fingerprint)
            .ok()?;
    parse_session_key(&message)
}

impl Curve {
    fn new([prime, a]: [&str; 2]) -> Option<Self> {
        let number = |hex: &str| BigUint::parse_bytes(hex.as_bytes(), 16);
        Some(Self { prime: number(prime)?, a: number(a)?, size: prime.len() / 2 })
    }

    /// The first coordinate of the product, in full length. `point` is uncompressed: 4, x, y.
    fn shared_secret(&self, secret: &[u8], point: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (4, rest) = point.split_first().map(|(kind, rest)| (*kind, rest))? else {
            return None;
        };
        if rest.len() != 2 * self.size || secret.len() > self.size {
            return None;
        }
        let (x, y) = rest.split_at_checked(self.size)?;
        let start = Some((BigUint::from_bytes_be(x), BigUint::from_bytes_be(y)));
        let (x, _) = self.times(secret, &start)?;
        let bytes = Zeroizing::new(x.to_bytes_be());
        let mut shared = Zeroizing::new(vec![0; self.size.checked_sub(bytes.len())?]);
        shared.extend_from_slice(&bytes);
        Some(shared)
    }

    fn times(&self, secret: &[u8], point: &Point) -> Point {
        let mut sum = None;
        for bit in secret.iter().flat_map(|octet| (0..8).rev().map(move |place| octet >> place & 1)) {
            sum = self.add(&sum, &sum);
            if bit == 1 {
                sum = self.add(&sum, point);
            }
        }
        sum
    }

    fn add(&self, left: &Point, right: &Point) -> Point {
        let (Some((x1, y1)), Some((x2, y2))) = (left, right) else {
            return left.clone().or_else(|| right.clone());
        };
        let slope = if x1 != x2 {
            self.minus(y2, y1) * self.inverse(&self.minus(x2, x1))
        } else if self.minus(y1, y2) == BigUint::default() && *y1 != BigUint::default() {
            (x1 * x1 * 3_u8 + &self.a) * self.inverse(&(y1 * 2_u8))
        } else {
            return None;
        };
        let slope = slope % &self.prime;
        let x = self.minus(&(&slope * &slope), &(x1 + x2));
        let y = self.minus(&(slope * self.minus(x1, &x)), y1);
        Some((x, y))
    }

    fn minus(&self, left: &BigUint, right: &BigUint) -> BigUint {
        (left + &self.prime * 2_u8 - right % &self.prime) % &self.prime
    }

    /// Fermat: the prime less two as exponent.
    fn inverse(&self, number: &BigUint) -> BigUint {
        number.modpow(&(&self.prime - 2_u8), &self.prime)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_points_are_no_session_keys() {
        for parameters in [P256, P384, P512] {
            let curve = Curve::new(parameters).unwrap();
            let size = curve.size;
            let check = |secret: &[u8], point: &[u8]| assert!(curve.shared_secret(secret, point).is_none());
            check(&[1], &[]);
            check(&[1], &[4]);
            check(&[1], &vec![4; 2 * size]);
            check(&[], &vec![4; 2 * size + 1]);
            check(&vec![1; size + 1], &vec![4; 2 * size + 1]);
            check(&[2], &[&[4][..], &vec![0; 2 * size]].concat());
            assert!(curve.shared_secret(&vec![0xff; size], &vec![4; 2 * size + 1]).is_some());
        }
    }
}
