//! Random bytes that were drawn outside. The core draws none itself: whoever runs it gives 32 bytes at the start, and
//! all later ones come from them (HMAC-SHA-256 in counter mode, with a new state after every draw).

use hmac::{Hmac, Mac};
use rand_core::{CryptoRng, RngCore};
use sha2::Sha256;
use zeroize::{Zeroize, Zeroizing};

/// What is said where nothing can be made because there is no source, as sentences without the last full stop.
pub(crate) const NO_RANDOMNESS: &str = "This browser gave no random numbers. Use a current browser";

/// Bytes of the state.
const STATE: usize = 32;

/// A source of random bytes. The default one was given nothing and yields nothing, so that no key is ever made from a
/// known state.
#[derive(Default)]
pub struct Entropy(Option<Zeroizing<[u8; STATE]>>);

impl Entropy {
    /// Begins with bytes of a cryptographic random source, which are overwritten.
    pub fn new(mut drawn: [u8; STATE]) -> Self {
        let state = Zeroizing::new(drawn);
        drawn.zeroize();
        Self(Some(state))
    }

    /// The next random bytes; `None` when there is no source.
    pub fn draw(&mut self, length: usize) -> Option<Zeroizing<Vec<u8>>> {
        let state = self.0.as_mut()?;
        let mut drawn = Zeroizing::new(Vec::with_capacity(length.next_multiple_of(STATE)));
        for block in 1_u64.. {
            if drawn.len() >= length {
                break;
            }
            drawn.extend_from_slice(&*output(state, block)?);
        }
        drawn.truncate(length);
        // What was handed out cannot be computed from the state that stays behind.
        *state = output(state, 0)?;
        Some(drawn)
    }
}

/// A source of random bytes as crates that take one want it.
pub(crate) struct Random<'e>(&'e mut Entropy);

impl<'e> Random<'e> {
    /// `None` when there is no source.
    pub(crate) fn new(entropy: &'e mut Entropy) -> Option<Self> {
        entropy.0.is_some().then_some(Self(entropy))
    }
}

impl CryptoRng for Random<'_> {}

impl RngCore for Random<'_> {
    fn next_u32(&mut self) -> u32 {
        rand_core::impls::next_u32_via_fill(self)
    }

    fn next_u64(&mut self) -> u64 {
        rand_core::impls::next_u64_via_fill(self)
    }

    /// There is a source, or [`Random::new`] had given nothing.
    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        if let Some(drawn) = self.0.draw(bytes.len()) {
            bytes.copy_from_slice(&drawn);
        }
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), rand_core::Error> {
        self.fill_bytes(bytes);
        Ok(())
    }
}

fn output(state: &[u8; STATE], block: u64) -> Option<Zeroizing<[u8; STATE]>> {
    let mac = <Hmac<Sha256> as Mac>::new_from_slice(state).ok()?;
    Some(Zeroizing::new(mac.chain_update(block.to_be_bytes()).finalize().into_bytes().into()))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_two_draws_are_alike_and_none_comes_from_nothing() {
        assert!(Entropy::default().draw(16).is_none());
        let mut entropy = Entropy::new([7; STATE]);
        for length in [0, 1, 16, 32, 33, 100] {
            assert_eq!(entropy.draw(length).unwrap().len(), length);
        }
        let draws: BTreeSet<_> = (0..1_000).map(|_| entropy.draw(16).unwrap().to_vec()).collect();
        assert_eq!(draws.len(), 1_000);
        let mut other = Entropy::new([8; STATE]);
        assert!(!draws.contains(&*other.draw(16).unwrap()));
    }
}
