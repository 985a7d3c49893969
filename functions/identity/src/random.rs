//! Random bytes that nobody can guess.

use pantheon_core::{Error, Result};

/// Returns 32 random bytes from the operating system's generator.
pub(crate) fn bytes() -> Result<[u8; 32]> {
    let mut bytes = [0; 32];
    aws_lc_rs::rand::fill(&mut bytes).map_err(|_| Error::internal("no random bytes"))?;
    Ok(bytes)
}
