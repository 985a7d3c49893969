//! Sockets: who is connected, what they listen to, and who is told of an event.

pub mod topic;

pub use topic::{Topic, permission_to_see};

use crate::{
    Caller, Error, Result,
    command::Version,
    event::{Event, Fact},
    id::{EventId, SessionId, TenantId},
    identity::{SessionEnded, SessionRevoked},
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
    /// What its owner listens to, and its own session, with which it ends.
    pub topics: BTreeSet<Topic>,
    /// When it was opened.
    pub connected_at: DateTime<Utc>,
}

impl Socket {
    /// Makes a socket whose owner listens to nothing yet.
    pub fn open(id: SocketId, caller: Caller, now: DateTime<Utc>) -> Self {
        let topics = BTreeSet::from([Topic::of_session(&caller.session)]);
        Self { id, version: Version::FIRST, caller, topics, connected_at: now }
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
        // Its own session was not its owner's choice.
        if self.topics.len() > MOST_TOPICS {
            return Err(Error::conflict(format!(
                "a socket listens to at most {MOST_TOPICS} topics; unsubscribe first"
            )));
        }
        let mut changed = self.changed();
        changed.topics.insert(topic.clone());
        Ok(Some(changed))
    }

    /// Removes a topic; `None` if the owner does not listen to it, or never chose to.
    pub fn not_listening_to(&self, topic: &Topic) -> Option<Self> {
        if *topic == Topic::of_session(&self.caller.session) {
            return None;
        }
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
    /// The session that it was opened in.
    pub session: SessionId,
    /// What its owner may do.
    pub permissions: BTreeSet<Permission>,
}

impl Listener {
    /// Tells whether the owner of the socket may see what happens to `subject`.
    pub fn may_see(&self, subject: &str) -> bool {
        permission_to_see(subject).is_some_and(|permission| self.permissions.contains(&permission))
    }

    /// Tells whether the event ends the session that the socket was opened in.
    pub fn ends_with(&self, event: &Event) -> bool {
        [SessionEnded::KIND, SessionRevoked::KIND].contains(&event.kind.as_str())
            && event.subject == Topic::of_session(&self.session).as_str()
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
    use crate::{event::Origin, id::UserId, identity::SessionRefreshed};

    fn socket(permissions: &[Permission]) -> Socket {
        let now = DateTime::UNIX_EPOCH;
        let caller = Caller {
            tenant: TenantId::generate(now),
            user: UserId::generate(now),
            session: SessionId::generate(now),
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
        let listener = Listener { id: socket.id, session: socket.caller.session, permissions };
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
    fn ends_with_its_own_session_and_cannot_look_away() {
        let socket = socket(&[]);
        let own = Topic::of_session(&socket.caller.session);
        let listener = |session| Listener { id: socket.id.clone(), session, permissions: BTreeSet::new() };
        let origin = Origin::of_system(socket.caller.tenant.clone(), "logout", socket.connected_at);
        let (session_id, user_id) = (socket.caller.session.clone(), socket.caller.user.clone());
        let ended = origin.event(&SessionEnded { session_id: session_id.clone(), user_id: user_id.clone() }, 2);
        let refreshed = origin.event(&SessionRefreshed { session_id: session_id.clone(), user_id }, 3);

        assert!(socket.topics.contains(&own));
        assert_eq!(socket.not_listening_to(&own), None);
        assert!(listener(session_id.clone()).ends_with(&ended));
        assert!(!listener(session_id).ends_with(&refreshed));
        assert!(!listener(SessionId::generate(socket.connected_at)).ends_with(&ended));
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
