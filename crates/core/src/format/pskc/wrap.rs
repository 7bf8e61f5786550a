//! Wrapped keys: RFC 3394 and RFC 5649 with AES and Camellia, RFC 3217 with triple DES.

use sha1::{Digest, Sha1};
use zeroize::Zeroizing;

use super::cipher::{Plain, Proof, cbc, unpadded};

/// Bytes of half a block, and of a whole one of triple DES.
const HALF: usize = 8;

/// RFC 3394 §2.2.3.1.
const WHOLE: [u8; HALF] = [0xa6; HALF];

/// RFC 5649 §3, followed by the length.
const WITH_LENGTH: [u8; 4] = [0xa6, 0x59, 0x59, 0xa6];

/// RFC 3217 §3.
const TRIPLE_DES_IV: [u8; HALF] = [0x4a, 0xdd, 0xa2, 0x2c, 0x79, 0xe8, 0x21, 0x05];

/// Shortest padding that is taken for one inside a wrapped key. Seeds have multiples of 4 bytes, and so no shorter
/// one, which might as well be a key's end.
const LEAST_PADDING: usize = 4;

/// Unwraps, taking off what makes up a multiple of 8 bytes.
pub(super) fn unwrap(decrypt: &dyn Fn(&mut [u8]), value: &[u8]) -> Option<Plain> {
    let (check, mut bytes) = registers(decrypt, value)?;
    if check == WHOLE {
        strip(&mut bytes);
        return Some(Plain { bytes, proof: Proof::Tag });
    }
    let length = check.strip_prefix(&WITH_LENGTH)?.iter();
    let length = length.fold(0_usize, |length, byte| (length << 8) | usize::from(*byte));
    let rest = bytes.get(length..)?;
    let is_right = rest.len() < HALF && rest.iter().all(|byte| *byte == 0);
    bytes.truncate(length);
    is_right.then_some(Plain { bytes, proof: Proof::Tag })
}

/// Unwraps by RFC 3217 §3.2.
pub(super) fn unwrap_triple_des(decrypt: &super::cipher::Decrypt, value: &[u8]) -> Option<Plain> {
    let mut inner = cbc(decrypt, HALF, &TRIPLE_DES_IV, value)?;
    inner.reverse();
    let (iv, inner) = inner.split_at_checked(HALF)?;
    let both = cbc(decrypt, HALF, iv, inner)?;
    let (key, check) = both.split_at_checked(both.len().checked_sub(HALF)?)?;
    let mut bytes = Zeroizing::new(key.to_vec());
    let is_right = Sha1::digest(key).starts_with(check);
    strip(&mut bytes);
    is_right.then_some(Plain { bytes, proof: Proof::Tag })
}

/// RFC 3394 §2.2.2; RFC 5649 §4.2 for a single block.
fn registers(decrypt: &dyn Fn(&mut [u8]), value: &[u8]) -> Option<([u8; HALF], Zeroizing<Vec<u8>>)> {
    let (check, rest) = value.split_first_chunk::<HALF>()?;
    let mut block = Zeroizing::new([0; 2 * HALF]);
    let mut check = *check;
    let mut bytes = Zeroizing::new(rest.to_vec());
    let count = rest.len() / HALF;
    if count == 0 || !rest.len().is_multiple_of(HALF) {
        return None;
    }
    let rounds = if count == 1 { 1 } else { 6 };
    for round in (0..rounds).rev() {
        for (place, half) in bytes.chunks_exact_mut(HALF).enumerate().rev() {
            let step = if count == 1 { 0 } else { u64::try_from(count * round + place + 1).ok()? };
            let masked = (u64::from_be_bytes(check) ^ step).to_be_bytes();
            let (left, right) = block.split_at_mut(HALF);
            left.copy_from_slice(&masked);
            right.copy_from_slice(half);
            decrypt(&mut *block);
            let (left, right) = block.split_at(HALF);
            check.copy_from_slice(left);
            half.copy_from_slice(right);
        }
    }
    Some((check, bytes))
}

/// Takes PKCS#5 padding off (RFC 6030 §6.4), where there is one.
fn strip(bytes: &mut Zeroizing<Vec<u8>>) {
    let length = unpadded(bytes, HALF).filter(|length| bytes.len() - length >= LEAST_PADDING);
    if let Some(length) = length {
        bytes.truncate(length);
    }
}
