//! From a passphrase to a key (S2K, RFC 9580 §3.7), within limits.
//!
//! Iterated hashing is done here, in large blocks: fed with one passphrase at a time, `rPGP` needs more than twice
//! as long for the 65 MB that `GnuPG` asks for, and a person waits for it.

use pgp::{crypto::hash::HashAlgorithm, types::StringToKey};
use sha1_of_zip::Sha1;
use sha2_of_zip::{Digest, Sha256, Sha512};
use zeroize::Zeroizing;

use super::super::{
    Cause,
    limits::{Budget, MAX_ARGON2_MEMORY},
};

/// What is fed to the hash at once, about.
const BLOCK: usize = 1 << 16;

/// Refuses what takes too much memory or time, before it is done.
pub(super) fn charge(s2k: Option<&StringToKey>, budget: &mut Budget) -> Result<(), Cause> {
    match s2k {
        Some(StringToKey::IteratedAndSalted { count, .. }) => budget.stretch(octets(*count)),
        // RFC 9580 §3.7.1.4: 2 to the power of m KiB, passed over t times.
        Some(StringToKey::Argon2 { t, m_enc, .. }) => {
            let memory =
                1024_u64.checked_shl(u32::from(*m_enc)).filter(|memory| *memory <= MAX_ARGON2_MEMORY);
            match memory {
                Some(memory) if *m_enc < 32 => budget.stretch(memory * u64::from(*t)),
                _ => Err(Cause::TooLarge(format!(
                    "Its passphrase takes more than {} MiB of memory to check (Argon2)",
                    MAX_ARGON2_MEMORY >> 20
                ))),
            }
        }
        _ => Ok(()),
    }
}

/// Derives a key of `size` octets; `None` for kinds that do not exist. Call [`charge`] before.
pub(super) fn derive(s2k: &StringToKey, passphrase: &[u8], size: usize) -> Option<Zeroizing<Vec<u8>>> {
    if let StringToKey::IteratedAndSalted { hash_alg, salt, count } = s2k {
        let total = usize::try_from(octets(*count)).ok()?;
        let salted = Zeroizing::new([&salt[..], passphrase].concat());
        match hash_alg {
            HashAlgorithm::Sha1 => return Some(iterate::<Sha1>(&salted, total, size)),
            HashAlgorithm::Sha256 => return Some(iterate::<Sha256>(&salted, total, size)),
            HashAlgorithm::Sha512 => return Some(iterate::<Sha512>(&salted, total, size)),
            _ => {}
        }
    }
    let key = s2k.derive_key(passphrase, size).ok()?;
    Some(Zeroizing::new(key.as_ref().to_vec()))
}

/// RFC 9580 §3.7.1.3: how many octets a coded count means.
fn octets(count: u8) -> u64 {
    (16 + u64::from(count & 15)) << ((count >> 4) + 6)
}

/// Hashes `salted` over and over, `total` octets but at least all of it once. Keys longer than the hash take more
/// rounds, each with one more zero before (RFC 9580 §3.7.1.1).
fn iterate<H: Digest>(salted: &[u8], total: usize, size: usize) -> Zeroizing<Vec<u8>> {
    let total = total.max(salted.len());
    let block = Zeroizing::new(salted.repeat((BLOCK / salted.len().max(1)).max(1)));
    let mut key = Zeroizing::new(Vec::with_capacity(size + <H as Digest>::output_size()));
    let mut zeros = Vec::new();
    while key.len() < size {
        let mut hash = H::new_with_prefix(&zeros);
        let mut left = total;
        while left > 0 {
            let part = block.get(..left).unwrap_or(&block);
            hash.update(part);
            left -= part.len();
        }
        key.extend_from_slice(&hash.finalize());
        zeros.push(0);
    }
    key.truncate(size);
    key
}

#[cfg(test)]
mod tests {
    use super::{
        super::super::limits::{MAX_ARGON2_MEMORY, MAX_S2K_COUNT},
        *,
    };

    #[test]
    fn stretching_is_capped() {
        let check = |s2k: StringToKey, refused: bool| {
            assert_eq!(charge(Some(&s2k), &mut Budget::new()).is_err(), refused, "{s2k:?}");
        };
        let argon2 = |m_enc, t| StringToKey::Argon2 { salt: [0; 16], t, p: 4, m_enc };
        let hash_alg = HashAlgorithm::Sha1;
        check(StringToKey::IteratedAndSalted { hash_alg, salt: [0; 8], count: 255 }, false);
        check(argon2(16, 3), false);
        // Argon2's memory is said as a power of two, in KiB.
        let most = u8::try_from((MAX_ARGON2_MEMORY >> 10).ilog2()).unwrap();
        check(argon2(most, 4), false);
        check(argon2(most, 255), true);
        check(argon2(most + 1, 1), true);
        check(argon2(21, 1), true);
        check(argon2(255, 1), true);
        assert_eq!(octets(255), 65_011_712);
        let largest = StringToKey::IteratedAndSalted { hash_alg, salt: [0; 8], count: 255 };
        let mut budget = Budget::new();
        let done = (0..1000).take_while(|_| charge(Some(&largest), &mut budget).is_ok()).count();
        assert_eq!(u64::try_from(done).unwrap(), MAX_S2K_COUNT / 65_011_712);
    }

    #[test]
    fn keys_are_those_of_the_library() {
        for hash_alg in
            [HashAlgorithm::Sha1, HashAlgorithm::Sha256, HashAlgorithm::Sha512, HashAlgorithm::Ripemd160]
        {
            for (count, length) in [(0, 0), (0, 5), (0, 3000), (96, 5), (200, 9000), (97, 70_000)] {
                let s2k = StringToKey::IteratedAndSalted { hash_alg, salt: *b"saltsalt", count };
                let passphrase = vec![b'x'; length];
                for size in [16, 24, 32] {
                    let expected = s2k.derive_key(&passphrase, size).unwrap();
                    let got = derive(&s2k, &passphrase, size).unwrap();
                    assert_eq!(got.as_slice(), expected.as_ref(), "{hash_alg:?} {count} {length} {size}");
                }
            }
        }
    }
}
