//! Reproducible randomness for jitter and request ids: the same start gives the same numbers. Not for secrets.

/// Steele, Lea and Flood's generator (*Fast splittable pseudorandom number generators*, OOPSLA 2014).
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// Starts from a number that the caller drew.
    pub fn new(start: u64) -> Self {
        Self(start)
    }

    /// The next number, evenly spread over all 64 bits.
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below the bound; 0 when the bound is 0. The bias is below 2⁻³² for the small bounds used here.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.draw().checked_rem(bound).unwrap_or(0)
    }

    /// A random UUID (RFC 9562, version 4), as Graph takes it for `client-request-id`.
    pub fn uuid(&mut self) -> String {
        let (high, low) = (self.draw(), self.draw());
        format!(
            "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
            high >> 32,
            (high >> 16) & 0xFFFF,
            high & 0xFFF,
            0x8000 | ((low >> 48) & 0x3FFF),
            low & 0xFFFF_FFFF_FFFF
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::is_object_id;

    #[test]
    fn the_same_start_gives_the_same_numbers() {
        let (mut first, mut second) = (Random::new(7), Random::new(7));
        assert!((0..100).all(|_| first.draw() == second.draw()));
        assert!((0..100).all(|_| first.below(10) < 10));
        assert_eq!(first.below(0), 0);
        assert!(is_object_id(&first.uuid()));
    }
}
