//! Numbers that look random and are the same for the same seed.

use std::sync::{Mutex, PoisonError};

/// A sequence of numbers (xorshift64*).
#[derive(Debug)]
pub struct Random(Mutex<u64>);

impl Random {
    /// Begins the sequence of a seed.
    pub fn of(seed: u64) -> Self {
        Self(Mutex::new(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1))
    }

    /// Returns the next number below `limit`, which must not be 0.
    pub fn below(&self, limit: usize) -> usize {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *state ^= *state >> 12;
        *state ^= *state << 25;
        *state ^= *state >> 27;
        let number = state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(number).unwrap_or_default() % limit.max(1)
    }

    /// Tells whether something happens that happens so many times in ten thousand.
    pub fn happens(&self, in_ten_thousand: usize) -> bool {
        self.below(10_000) < in_ten_thousand
    }
}
