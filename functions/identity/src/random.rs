//! Random bytes that nobody can guess.

use pantheon_core::{Error, Result};

/// Returns 32 random bytes from the operating system's generator.
pub(crate) fn bytes() -> Result<[u8; 32]> {
    array()
}

/// Returns as many random bytes as the caller has room for, from the operating system's generator.
pub(crate) fn array<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    aws_lc_rs::rand::fill(&mut bytes).map_err(|_| Error::internal("no random bytes"))?;
    Ok(bytes)
}
