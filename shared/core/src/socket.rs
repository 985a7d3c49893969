//! Sockets: who is connected, what they listen to, and who is told of an event.

pub mod topic;

pub use topic::{Topic, permission_to_see};

use crate::{
    Caller, Credential, Error, Result,
    command::Version,
    event::{Event, Fact},
    id::{EventId, TenantId, UserId},
    identity::{
        ApiKeyRevoked, RoleChanged, RoleDeleted, SessionEnded, SessionRevoked, UserDisabled, UserPasswordChanged,
        UserRolesChanged, UserSecondFactorRemoved,
    },
    permission::Permission,
};
use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;
use std::{collections::BTreeSet, fmt, str::FromStr};

/// How many topics one socket may listen to.
pub const MOST_TOPICS: usize = 50;

/// How long API Gateway keeps a socket open at most.
pub const LIFETIME: TimeDelta = TimeDelta::hours(2);

/// What API Gateway calls a socket.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SocketId(String);

impl SocketId {
    /// Returns the identifier as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for SocketId {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let fits = (1..=128).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_=+/.".contains(&byte));
        if fits { Ok(Self(text.to_owned())) } else { Err(Error::not_found("socket", text)) }
    }
}

impl fmt::Display for SocketId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// An open socket, and what its owner listens to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Socket {
    /// Its identifier.
    pub id: SocketId,
    /// How often it has changed.
    pub version: Version,
    /// Who opened it, with the permissions of that moment.
    pub caller: Caller,
    /// What its owner listens to.
    pub topics: BTreeSet<Topic>,
    /// When it was opened.
    pub connected_at: DateTime<Utc>,
}

impl Socket {
    /// Makes a socket whose owner listens to nothing yet.
    pub fn open(id: SocketId, caller: Caller, now: DateTime<Utc>) -> Self {
        Self { id, version: Version::FIRST, caller, topics: BTreeSet::new(), connected_at: now }
    }

    /// Returns when API Gateway will have closed the socket.
    pub fn expires_at(&self) -> DateTime<Utc> {
        self.connected_at + LIFETIME
    }

    /// Adds a topic; `None` if the owner listens to it already.
    ///
    /// Fails with `forbidden` where the owner may not see what is under the topic, and with
    /// `conflict` where the socket has [`MOST_TOPICS`] topics.
    pub fn listening_to(&self, topic: &Topic) -> Result<Option<Self>> {
        if let Some(permission) = topic.permission()? {
            self.caller.require(permission)?;
        }
        if self.topics.contains(topic) {
            return Ok(None);
        }
        if self.topics.len() >= MOST_TOPICS {
            return Err(Error::conflict(format!(
                "a socket listens to at most {MOST_TOPICS} topics; unsubscribe first"
            )));
        }
        let mut changed = self.changed();
        changed.topics.insert(topic.clone());
        Ok(Some(changed))
    }

    /// Removes a topic; `None` if the owner does not listen to it.
    pub fn not_listening_to(&self, topic: &Topic) -> Option<Self> {
        let mut changed = self.changed();
        changed.topics.remove(topic).then_some(changed)
    }

    fn changed(&self) -> Self {
        Self { version: self.version.next(), ..self.clone() }
    }
}

/// A socket that listens to a topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listener {
    /// The socket.
    pub id: SocketId,
    /// What its owner may do.
    pub permissions: BTreeSet<Permission>,
}

impl Listener {
    /// Tells whether the owner of the socket may see what happens to `subject`.
    pub fn may_see(&self, subject: &str) -> bool {
        permission_to_see(subject).is_some_and(|permission| self.permissions.contains(&permission))
    }
}

/// An open socket, and what it was opened with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenSocket {
    /// The socket.
    pub id: SocketId,
    /// Whose it is.
    pub user: UserId,
    /// What its owner proved who they are with.
    pub credential: Credential,
}

/// Which sockets an event closes: those whose owner may no longer do what they could when they
/// opened them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HangUp {
    /// Those that were opened with one credential of a user.
    Credential(UserId, Credential),
    /// Those of a user.
    User(UserId),
    /// Those of the whole tenant, whose clients connect again.
    Everyone,
}

impl HangUp {
    /// Tells which sockets the event closes; `None` for most events.
    ///
    /// Fails where the data of the event is not what its type says.
    pub fn of(event: &Event) -> Result<Option<Self>> {
        Ok(Some(match event.kind.as_str() {
            SessionEnded::KIND => {
                let SessionEnded { session_id, user_id } = event.fact()?;
                Self::Credential(user_id, Credential::Session(session_id))
            }
            SessionRevoked::KIND => {
                let SessionRevoked { session_id, user_id } = event.fact()?;
                Self::Credential(user_id, Credential::Session(session_id))
            }
            ApiKeyRevoked::KIND => {
                let ApiKeyRevoked { api_key_id, user_id } = event.fact()?;
                Self::Credential(user_id, Credential::ApiKey(api_key_id))
            }
            UserDisabled::KIND => Self::User(event.fact::<UserDisabled>()?.user_id),
            UserRolesChanged::KIND => Self::User(event.fact::<UserRolesChanged>()?.user_id),
            UserPasswordChanged::KIND => Self::User(event.fact::<UserPasswordChanged>()?.user_id),
            UserSecondFactorRemoved::KIND => Self::User(event.fact::<UserSecondFactorRemoved>()?.user_id),
            RoleChanged::KIND | RoleDeleted::KIND => Self::Everyone,
            _ => return Ok(None),
        }))
    }

    /// Returns whose sockets are looked at; `None` for the whole tenant's.
    pub fn user(&self) -> Option<&UserId> {
        match self {
            Self::Credential(user, _) | Self::User(user) => Some(user),
            Self::Everyone => None,
        }
    }

    /// Tells whether a socket is one of those.
    pub fn covers(&self, socket: &OpenSocket) -> bool {
        match self {
            Self::Credential(user, credential) => socket.user == *user && socket.credential == *credential,
            Self::User(user) => socket.user == *user,
            Self::Everyone => true,
        }
    }
}

/// What a listener is sent when something happens.
#[derive(Debug, Serialize)]
pub struct Frame<'a> {
    /// Rises with every event of the tenant; an event that is sent twice has the same number.
    pub seq: u64,
    /// What it happened to.
    pub topic: &'a str,
    /// What happened.
    pub event: &'a Event,
}

/// What became of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    /// API Gateway has taken it.
    Delivered,
    /// The socket is closed.
    Gone,
}

/// The open sockets.
#[async_trait]
pub trait Sockets: Send + Sync {
    /// Keeps a new socket until it expires.
    async fn open_socket(&self, socket: &Socket) -> Result<()>;
    /// Returns a socket, or `None` if the tenant has no such socket.
    async fn socket(&self, tenant: &TenantId, id: &SocketId) -> Result<Option<Socket>>;
    /// Makes a socket, one version on, listen to a topic; else `precondition_failed`.
    async fn listen(&self, socket: &Socket, topic: &Topic) -> Result<()>;
    /// Makes a socket, one version on, no longer listen to a topic; else `precondition_failed`.
    async fn stop_listening(&self, socket: &Socket, topic: &Topic) -> Result<()>;
    /// Forgets a socket and what it listened to; forgetting it twice is no error.
    async fn close_socket(&self, tenant: &TenantId, id: &SocketId) -> Result<()>;
    /// Lists the open sockets of a user, or of the whole tenant.
    async fn open_sockets(
        &self,
        tenant: &TenantId,
        user: Option<&UserId>,
        now: DateTime<Utc>,
    ) -> Result<Vec<OpenSocket>>;
    /// Lists, once each and in the order of their identifiers, the sockets that listen to any of the topics.
    async fn listeners(&self, tenant: &TenantId, topics: &[Topic], now: DateTime<Utc>) -> Result<Vec<Listener>>;
}

/// The numbers of the events that were sent to sockets.
#[async_trait]
pub trait Sequences: Send + Sync {
    /// Returns the number of an event: the same at every call, and larger than all given out before.
    async fn sequence(&self, tenant: &TenantId, event: &EventId, now: DateTime<Utc>) -> Result<u64>;
}

/// The way to the sockets.
#[async_trait]
pub trait Frames: Send + Sync {
    /// Sends a frame to one socket.
    async fn send(&self, socket: &SocketId, frame: &str) -> Result<Sent>;
    /// Closes a socket; closing it twice is no error.
    async fn hang_up(&self, socket: &SocketId) -> Result<()>;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        event::Origin,
        id::{ApiKeyId, SessionId},
        identity::SessionRefreshed,
    };

    fn socket(permissions: &[Permission]) -> Socket {
        let now = DateTime::UNIX_EPOCH;
        let caller = Caller {
            tenant: TenantId::generate(now),
            user: UserId::generate(now),
            credential: Credential::Session(SessionId::generate(now)),
            permissions: permissions.iter().copied().collect(),
        };
        Socket::open("L0SM9cOFvHcCIhw=".parse().unwrap(), caller, now)
    }

    fn topic(text: &str) -> Topic {
        text.parse().unwrap()
    }

    #[test]
    fn listens_only_to_what_its_owner_may_see() {
        let socket = socket(&[Permission::ScansRead]);

        let listening = socket.listening_to(&topic("scans")).unwrap().unwrap();

        assert_eq!(listening.version, Version(2));
        assert!(matches!(
            listening.listening_to(&topic("accounts/111111111111")),
            Err(Error::Forbidden { permission: Permission::AccountsRead })
        ));
    }

    #[test]
    fn listens_to_everything_without_a_permission_but_is_told_nothing_forbidden() {
        let socket = socket(&[]);

        assert!(socket.listening_to(&Topic::everything()).unwrap().is_some());
        let permissions = BTreeSet::from([Permission::ScansRead]);
        let listener = Listener { id: socket.id, permissions };
        assert!(listener.may_see("scans/scn_x"));
        assert!(!listener.may_see("accounts/111111111111"));
        assert!(!listener.may_see("unheard-of/x"));
    }

    #[test]
    fn changes_nothing_the_second_time() {
        let socket = socket(&[Permission::ScansRead]);
        let listening = socket.listening_to(&topic("scans")).unwrap().unwrap();

        assert_eq!(listening.listening_to(&topic("scans")).unwrap(), None);
        assert_eq!(socket.not_listening_to(&topic("scans")), None);
        assert_eq!(listening.not_listening_to(&topic("scans")).unwrap().topics, socket.topics);
    }

    #[test]
    fn closes_the_sockets_of_whoever_may_do_less_than_before() {
        let now = DateTime::UNIX_EPOCH;
        let origin = Origin::of_system(TenantId::generate(now), "logout", now);
        let (user_id, session_id, key) = (UserId::generate(now), SessionId::generate(now), ApiKeyId::generate(now));
        let open = |user: &UserId, credential| OpenSocket { id: "a".parse().unwrap(), user: user.clone(), credential };
        let session = open(&user_id, Credential::Session(session_id.clone()));
        let program = open(&user_id, Credential::ApiKey(key.clone()));
        let colleague = open(&UserId::generate(now), Credential::Session(SessionId::generate(now)));
        let closed = |event: &Event| {
            let hang_up = HangUp::of(event).unwrap();
            [&session, &program, &colleague]
                .map(|socket| hang_up.as_ref().is_some_and(|hang_up| hang_up.covers(socket)))
        };

        let ended = SessionEnded { session_id: session_id.clone(), user_id: user_id.clone() };
        assert_eq!(closed(&origin.event(&ended, 2)), [true, false, false]);
        let revoked = ApiKeyRevoked { api_key_id: key, user_id: user_id.clone() };
        assert_eq!(closed(&origin.event(&revoked, 2)), [false, true, false]);
        assert_eq!(closed(&origin.event(&UserDisabled { user_id: user_id.clone() }, 2)), [true, true, false]);
        let role = RoleDeleted { name: "scanner".parse().unwrap(), permissions: BTreeSet::new() };
        assert_eq!(closed(&origin.event(&role, 2)), [true, true, true]);
        assert_eq!(closed(&origin.event(&SessionRefreshed { session_id, user_id }, 2)), [false, false, false]);
    }

    #[test]
    fn takes_fifty_topics_and_no_more() {
        let mut socket = socket(&[Permission::ScansRead]);
        for number in 0..MOST_TOPICS {
            socket = socket.listening_to(&topic(&format!("scans/{number}"))).unwrap().unwrap();
        }

        assert!(matches!(socket.listening_to(&topic("scans/one-more")), Err(Error::Conflict { .. })));
        assert_eq!(socket.listening_to(&topic("scans/7")).unwrap(), None);
    }

    #[test]
    fn takes_no_identifier_that_could_be_part_of_another_key() {
        for text in ["", "a#b", "a b", "ä", "a\n"] {
            assert!(text.parse::<SocketId>().is_err(), "{text}");
        }
    }
}
