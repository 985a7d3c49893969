//! Cursors: where a page ended, sealed so that a client can neither read a meaning into it nor
//! carry it to another list, query or tenant.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
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
        let mac = Hmac::new_from_slice(secret).unwrap_or_else(|_| Hmac::new(&Default::default()));
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
