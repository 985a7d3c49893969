//! What credentials are worth, read for every request and remembered for a moment.

use chrono::{DateTime, TimeDelta, Utc};
use pantheon_core::{
    Credential, Result,
    id::{TenantId, UserId},
    identity::{ApiKeyToken, Digest, Standing, Standings},
};
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

/// How long what a credential is worth is taken for granted: an end is noticed that much later.
pub(crate) const MEMORY: TimeDelta = TimeDelta::seconds(2);
/// How many credentials one process remembers.
const MOST: usize = 1_000;

/// A credential that says whose it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Claim {
    pub(crate) tenant: TenantId,
    pub(crate) user: UserId,
    pub(crate) credential: Credential,
}

/// What a credential is worth, and to whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Worth {
    pub(crate) standing: Standing,
    /// The digest that the secret of an API key must have.
    secret: Option<Digest>,
}

impl Worth {
    /// Tells whether an API key was presented with its own secret.
    pub(crate) fn admits(&self, token: &ApiKeyToken) -> bool {
        self.secret.as_ref() == Some(&token.digest())
    }
}

/// The standings, with a short memory.
pub(crate) struct StandingMemory<'a> {
    standings: &'a dyn Standings,
    seen: Mutex<HashMap<Claim, Seen>>,
}

#[derive(Clone)]
struct Seen {
    worth: Worth,
    at: DateTime<Utc>,
}

impl<'a> StandingMemory<'a> {
    /// Remembers nothing yet.
    pub(crate) fn of(standings: &'a dyn Standings) -> Self {
        Self { standings, seen: Mutex::default() }
    }

    /// Returns what a credential is worth; `None` if there is no such credential.
    ///
    /// `expires_at` says until when somebody else vouches for the user. That a credential does not
    /// exist is not remembered: made-up ones would fill the memory.
    pub(crate) async fn worth(
        &self,
        claim: &Claim,
        expires_at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<Option<Worth>> {
        if let Some(worth) = self.remembered(claim, now) {
            return Ok(Some(worth));
        }
        let worth = read(self.standings, claim, expires_at).await?;
        if let Some(worth) = &worth {
            self.remember(claim.clone(), Seen { worth: worth.clone(), at: now });
        }
        Ok(worth)
    }

    /// Returns what a credential was worth a moment ago.
    pub(crate) fn remembered(&self, claim: &Claim, now: DateTime<Utc>) -> Option<Worth> {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner).get(claim).cloned();
        seen.filter(|seen| (now - seen.at).abs() < MEMORY).map(|seen| seen.worth)
    }

    fn remember(&self, claim: Claim, what: Seen) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= MOST {
            seen.retain(|_, old| what.at - old.at < MEMORY);
        }
        if seen.len() < MOST || seen.contains_key(&claim) {
            seen.insert(claim, what);
        }
    }
}

/// Reads what a credential is worth at this moment.
pub(crate) async fn read(standings: &dyn Standings, claim: &Claim, expires_at: DateTime<Utc>) -> Result<Option<Worth>> {
    let Claim { tenant, user, credential } = claim;
    let of_person = |standing| Worth { standing, secret: None };
    Ok(match credential {
        Credential::Session(id) => standings.of_session(tenant, user, id).await?.map(of_person),
        Credential::Provider(_) => standings.of_user(tenant, user, expires_at).await?.map(of_person),
        Credential::ApiKey(id) => {
            let found = standings.of_api_key(tenant, user, id).await?;
            found.map(|(key, standing)| Worth { standing, secret: Some(key.digest) })
        }
    })
}

#[cfg(test)]
mod tests;
