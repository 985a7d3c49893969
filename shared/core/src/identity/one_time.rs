//! Things that are good once and for a short time: socket tickets, and the steps of signing in
//! elsewhere.

use super::Digest;
use crate::Result;
use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

/// What a thing is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// To open a socket.
    SocketTicket,
    /// To come back from somebody else's sign-in.
    OAuthState,
    /// To fetch the tokens after coming back.
    OAuthCode,
}

impl Purpose {
    /// Every purpose.
    pub const ALL: &[Self] = &[Self::SocketTicket, Self::OAuthState, Self::OAuthCode];

    /// Returns for how long the thing is good.
    pub fn lifetime(self) -> TimeDelta {
        match self {
            Self::SocketTicket => TimeDelta::seconds(30),
            Self::OAuthState => TimeDelta::minutes(10),
            Self::OAuthCode => TimeDelta::seconds(60),
        }
    }

    /// Returns the name of the purpose.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SocketTicket => "socket_ticket",
            Self::OAuthState => "oauth_state",
            Self::OAuthCode => "oauth_code",
        }
    }
}

/// The things that were handed out and have not been used.
///
/// They are kept by the digest of the secret, across tenants: whoever presents one has not told a
/// tenant.
#[async_trait]
pub trait OneTime: Send + Sync {
    /// Keeps what is behind a secret for as long as the purpose says.
    async fn keep(&self, purpose: Purpose, secret: &Digest, value: &Value, now: DateTime<Utc>) -> Result<()>;

    /// Takes what is behind a secret; `None` if there is no such thing, or it was taken before, or
    /// it is too late. Of callers at the same time exactly one gets it.
    async fn take(&self, purpose: Purpose, secret: &Digest, now: DateTime<Utc>) -> Result<Option<Value>>;
}
