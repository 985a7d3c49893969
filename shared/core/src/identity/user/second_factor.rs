//! The authenticator of a user: time-based one-time passwords, RFC 6238, and recovery codes.

use crate::identity::Digest;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, fmt};

/// The authenticator of a user.
#[derive(Clone, PartialEq, Eq)]
pub struct SecondFactor {
    /// Whether it is asked for at sign-in.
    pub state: SecondFactorState,
    /// The shared secret, sealed; only the functions that sign people in can open it.
    pub sealed_secret: String,
    /// The time step of the last code that was accepted: no code is good twice.
    pub last_step: Option<u64>,
    /// The digests of the recovery codes that are left, each of which is good once.
    pub recovery: BTreeSet<Digest>,
    /// When it was set up.
    pub created_at: DateTime<Utc>,
}

/// Whether an authenticator is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SecondFactorState {
    /// The user has not proved yet that the authenticator holds the secret.
    Pending,
    /// It is asked for at every sign-in.
    Active,
}

impl SecondFactor {
    /// Sets up an authenticator that still has to prove itself.
    pub fn pending(sealed_secret: String, now: DateTime<Utc>) -> Self {
        let state = SecondFactorState::Pending;
        Self { state, sealed_secret, last_step: None, recovery: BTreeSet::new(), created_at: now }
    }

    /// Begins to ask for the authenticator, which has proved itself with the code of `step`.
    #[must_use]
    pub fn confirmed(&self, step: u64, recovery: BTreeSet<Digest>) -> Self {
        Self { state: SecondFactorState::Active, last_step: Some(step), recovery, ..self.clone() }
    }

    /// Spends the code of a time step; `None` if it, or a later one, was spent before.
    pub fn spend_step(&self, step: u64) -> Option<Self> {
        let fresh = self.last_step.is_none_or(|last| step > last);
        fresh.then(|| Self { last_step: Some(step), ..self.clone() })
    }

    /// Spends a recovery code; `None` if it is not one of those that are left.
    pub fn spend_recovery(&self, code: &Digest) -> Option<Self> {
        let mut recovery = self.recovery.clone();
        recovery.remove(code).then(|| Self { recovery, ..self.clone() })
    }
}

impl fmt::Debug for SecondFactor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("SecondFactor").field("state", &self.state).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_no_code_twice_and_none_from_before() {
        let factor = SecondFactor::pending("sealed".to_owned(), DateTime::UNIX_EPOCH).confirmed(10, BTreeSet::new());

        assert_eq!(factor.spend_step(10), None);
        assert_eq!(factor.spend_step(9), None);
        let spent = factor.spend_step(11).unwrap();
        assert_eq!(spent.spend_step(11), None);
    }

    #[test]
    fn takes_each_recovery_code_once() {
        let code = Digest::of("abcd-efgh");
        let factor =
            SecondFactor::pending("sealed".to_owned(), DateTime::UNIX_EPOCH).confirmed(1, [code.clone()].into());

        let spent = factor.spend_recovery(&code).unwrap();
        assert_eq!(spent.spend_recovery(&code), None);
        assert_eq!(factor.spend_recovery(&Digest::of("other")), None);
    }

    #[test]
    fn hides_its_secret_from_logs() {
        let factor = SecondFactor::pending("c2VhbGVk".to_owned(), DateTime::UNIX_EPOCH);

        assert!(!format!("{factor:?}").contains("c2VhbGVk"));
    }
}
