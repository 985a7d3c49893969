//! How long an answer takes: log-normal, as the latency of services is, and drawn from the question.
//!
//! The same question asked for the same time takes the same in every run and for every client, so
//! that two clients which ask the same are kept waiting for the same.

use std::{f64::consts::TAU, time::Duration};

/// The spread of the logarithm; the mean is then 1.063 medians.
const SIGMA: f64 = 0.35;

/// Returns the latency of a question, by its hash and by how often it was asked.
pub(crate) fn of(hash: u64, times: u32, median_ms: f64) -> Duration {
    if median_ms <= 0.0 {
        return Duration::ZERO;
    }
    let draw = hash ^ u64::from(times).wrapping_mul(0x2545_f491_4f6c_dd1d);
    Duration::from_secs_f64(median_ms * (SIGMA * normal(draw)).exp() / 1_000.0)
}

/// A draw from the normal distribution, by the method of Box and Muller (1958).
fn normal(seed: u64) -> f64 {
    let (one, other) = (uniform(seed), uniform(seed.wrapping_add(0x9e37_79b9_7f4a_7c15)));
    (-2.0 * one.ln()).sqrt() * (TAU * other).cos()
}

/// A draw between 0 and 1, both excluded, by the finalizer of `SplitMix64` (Steele, Lea, Flood 2014).
fn uniform(mut seed: u64) -> f64 {
    seed = (seed ^ (seed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    seed = (seed ^ (seed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    seed ^= seed >> 31;
    // 32 bits are plenty for a latency, and every one of their values is exact as a float.
    let bits = u32::try_from(seed >> 32).unwrap_or_default();
    (f64::from(bits) + 0.5) / (f64::from(u32::MAX) + 1.0)
}
