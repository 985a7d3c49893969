//! External IDs that nobody can guess.

use pantheon_core::{Error, Result, account::ExternalId};

/// Makes an external ID of 32 bytes from the operating system's generator.
pub(crate) fn external_id() -> Result<ExternalId> {
    let mut bytes = [0; 32];
    aws_lc_rs::rand::fill(&mut bytes).map_err(|_| Error::internal("no random bytes"))?;
    Ok(ExternalId::of_bytes(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn never_makes_the_same_twice() {
        let made: HashSet<_> = (0..1_000).map(|_| external_id().unwrap()).collect();

        assert_eq!(made.len(), 1_000);
    }
}
