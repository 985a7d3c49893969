//! Invitations: the way to choose a password without one.

use super::{Digest, InvitationToken};
use chrono::{DateTime, TimeDelta, Utc};

/// The way of a user to choose a password without one, good once and for a week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// The digest of the token.
    pub digest: Digest,
    /// When the token ceases to be good.
    pub expires_at: DateTime<Utc>,
}

impl Invitation {
    /// How long an invitation is good.
    pub const LIFETIME: TimeDelta = TimeDelta::days(7);

    /// Makes the invitation that the token stands for.
    pub fn of(token: &InvitationToken, now: DateTime<Utc>) -> Self {
        Self { digest: token.digest(), expires_at: now + Self::LIFETIME }
    }

    /// Tells whether the token is this invitation's, and in time.
    pub fn admits(&self, token: &InvitationToken, now: DateTime<Utc>) -> bool {
        now < self.expires_at && token.digest() == self.digest
    }
}
