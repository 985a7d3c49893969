//! Cursors: where a page ended, sealed so that a client can neither read a meaning into it nor
//! carry it to another list, query or tenant.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac, digest::Key};
use pantheon_core::{Error, Result, id::TenantId, page::Position};
use sha2::Sha256;
use std::fmt;

/// The length of a seal, in bytes.
const SEAL: usize = 32;

/// Makes and checks cursors with the platform's secret.
#[derive(Clone)]
pub struct Cursors {
    mac: Hmac<Sha256>,
}

impl fmt::Debug for Cursors {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Cursors")
    }
}

impl Cursors {
    /// Takes the secret that cursors are sealed with; any length will do.
    pub fn new(secret: &[u8]) -> Self {
        // HMAC takes keys of every length, so the other arm is never reached.
        let mac = Hmac::new_from_slice(secret).unwrap_or_else(|_| Hmac::new(&Key::<Hmac<Sha256>>::default()));
        Self { mac }
    }

    /// Writes a position as a cursor of one tenant's query.
    pub(crate) fn seal(&self, tenant: &TenantId, query: &str, position: &Position) -> String {
        let seal = self.bound(tenant, query, position.0.as_bytes()).finalize().into_bytes();
        URL_SAFE_NO_PAD.encode([seal.as_slice(), position.0.as_bytes()].concat())
    }

    /// Reads a cursor back; fails with `invalid` if it was not made for this tenant's query.
    pub(crate) fn open(&self, tenant: &TenantId, query: &str, cursor: &str) -> Result<Position> {
        let foreign = || Error::invalid("cursor", "must be the next_cursor of an answer to the same query");
        let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| foreign())?;
        let (seal, position) = bytes.split_at_checked(SEAL).ok_or_else(foreign)?;
        self.bound(tenant, query, position).verify_slice(seal).map_err(|_| foreign())?;
        String::from_utf8(position.to_vec()).map(Position).map_err(|_| foreign())
    }

    /// Binds each part with its length, so that no two lists of parts are told by the same bytes.
    fn bound(&self, tenant: &TenantId, query: &str, position: &[u8]) -> Hmac<Sha256> {
        let mut mac = self.mac.clone();
        for part in [b"pantheon cursor 1".as_slice(), tenant.as_str().as_bytes(), query.as_bytes(), position] {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;
    use proptest::prelude::*;

    fn cursors() -> Cursors {
        Cursors::new(b"secret of the platform")
    }

    fn refused(cursors: &Cursors, tenant: &TenantId, query: &str, cursor: &str) -> bool {
        match cursors.open(tenant, query, cursor) {
            Err(Error::Invalid { violations }) => violations[0].pointer == "cursor",
            _ => false,
        }
    }

    proptest! {
        #[test]
        fn opens_what_it_sealed(query in ".{0,40}", position in ".{0,80}") {
            let position = Position(position);

            let cursor = cursors().seal(&fixture::tenant(), &query, &position);

            prop_assert!(cursor.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)));
            prop_assert_eq!(cursors().open(&fixture::tenant(), &query, &cursor).unwrap(), position);
        }

        #[test]
        fn cannot_be_moved_to_another_query_or_tenant(query in ".{0,40}", other in ".{0,40}", position in ".{0,80}") {
            prop_assume!(query != other);
            let stranger: TenantId = "tnt_0195f6a0-7c1e-7d43-9a55-0000000000ff".parse().unwrap();

            let cursor = cursors().seal(&fixture::tenant(), &query, &Position(position));

            prop_assert!(refused(&cursors(), &fixture::tenant(), &other, &cursor));
            prop_assert!(refused(&cursors(), &stranger, &query, &cursor));
        }

        #[test]
        fn cannot_be_changed_by_one_bit(position in ".{1,40}", at in any::<prop::sample::Index>(), bit in 0_u8..8) {
            let cursor = cursors().seal(&fixture::tenant(), "GET /things?", &Position(position));
            let mut bytes = URL_SAFE_NO_PAD.decode(cursor).unwrap();
            let at = at.index(bytes.len());
            bytes[at] ^= 1 << bit;

            prop_assert!(refused(&cursors(), &fixture::tenant(), "GET /things?", &URL_SAFE_NO_PAD.encode(bytes)));
        }

        #[test]
        fn cannot_be_made_up(cursor in ".{0,120}") {
            prop_assert!(refused(&cursors(), &fixture::tenant(), "GET /things?", &cursor));
        }

        #[test]
        fn cannot_be_made_with_another_secret(secret in prop::collection::vec(any::<u8>(), 0..80)) {
            let cursor = Cursors::new(&secret).seal(&fixture::tenant(), "GET /things?", &Position("p".to_owned()));

            prop_assert!(refused(&cursors(), &fixture::tenant(), "GET /things?", &cursor));
        }
    }
}
