//! Numbers in keys (RFC 9580 §3.2): two octets with their length in bits, then the number.
//!
//! `GnuPG` 2.4 writes the private numbers of elliptic curves with the length that the curve has, also when the number begins
//! with zeros. The reader of the library drops those, and then finds that the sum of the octets is another.

use pgp::crypto::public_key::PublicKeyAlgorithm;
use zeroize::Zeroizing;

/// Whether the private part of a key of this algorithm is a row of such numbers.
pub(super) fn is_row(algorithm: PublicKeyAlgorithm) -> bool {
    use PublicKeyAlgorithm::{
        DSA, ECDH, ECDSA, EdDSALegacy, Elgamal, ElgamalEncrypt, RSA, RSAEncrypt, RSASign,
    };
    matches!(
        algorithm,
        RSA | RSAEncrypt | RSASign | DSA | Elgamal | ElgamalEncrypt | ECDSA | ECDH | EdDSALegacy
    )
}

/// A row of numbers, each written as short as it can be; `None` when it is none.
pub(super) fn shortened(mut row: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let mut written = Zeroizing::new(Vec::with_capacity(row.len()));
    while !row.is_empty() {
        let (length, rest) = row.split_first_chunk::<2>()?;
        let octets = usize::from(u16::from_be_bytes(*length)).div_ceil(8);
        let (number, rest) = rest.split_at_checked(octets)?;
        let zeros = number.iter().take_while(|octet| **octet == 0).count();
        let number = number.get(zeros..)?;
        let unused = number.first().map_or(0, |first| first.leading_zeros() as usize);
        written.extend(u16::try_from(number.len() * 8 - unused).ok()?.to_be_bytes());
        written.extend_from_slice(number);
        row = rest;
    }
    Some(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_before_a_number_are_left_out() {
        let check = |row: &[u8], expected: Option<&[u8]>| {
            assert_eq!(shortened(row).as_deref().map(Vec::as_slice), expected, "{row:x?}");
        };
        check(&[], Some(&[]));
        check(&[0, 9, 1, 0xFF], Some(&[0, 9, 1, 0xFF]));
        check(&[0, 16, 1, 0xFF], Some(&[0, 9, 1, 0xFF]));
        check(&[0, 24, 0, 1, 0xFF, 0, 8, 3], Some(&[0, 9, 1, 0xFF, 0, 2, 3]));
        check(&[0, 8, 0], Some(&[0, 0]));
        check(&[0, 8], None);
        check(&[0, 17, 1, 2], None);
        check(&[0], None);
    }
}
