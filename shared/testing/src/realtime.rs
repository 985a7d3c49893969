//! Fakes of the realtime ports.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use pantheon_core::{
    Caller, Credential, Error, Result,
    bus::Bus,
    command::Version,
    event::Event,
    id::{EventId, SessionId, TenantId, UserId},
    permission::Permission,
    socket::{Frames, Listener, OpenSocket, Sent, Sequences, Socket, SocketId, Sockets, Topic},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Sockets and numbers that live as long as the test.
#[derive(Debug, Default)]
pub struct MemorySockets {
    sockets: Mutex<BTreeMap<(TenantId, SocketId), Socket>>,
    numbers: Mutex<BTreeMap<TenantId, BTreeMap<EventId, u64>>>,
}

impl MemorySockets {
    /// Lists every open socket of every tenant.
    pub fn open(&self) -> Vec<SocketId> {
        lock(&self.sockets).keys().map(|(_, id)| id.clone()).collect()
    }

    fn replace(&self, socket: &Socket) -> Result<()> {
        let mut sockets = lock(&self.sockets);
        let key = (socket.caller.tenant.clone(), socket.id.clone());
        let before = Version(socket.version.0.saturating_sub(1));
        match sockets.get_mut(&key) {
            Some(kept) if kept.version == before => {
                *kept = socket.clone();
                Ok(())
            }
            _ => Err(Error::PreconditionFailed { kind: "socket" }),
        }
    }
}

#[async_trait]
impl Sockets for MemorySockets {
    async fn open_socket(&self, socket: &Socket) -> Result<()> {
        lock(&self.sockets).insert((socket.caller.tenant.clone(), socket.id.clone()), socket.clone());
        Ok(())
    }

    async fn socket(&self, tenant: &TenantId, id: &SocketId) -> Result<Option<Socket>> {
        Ok(lock(&self.sockets).get(&(tenant.clone(), id.clone())).cloned())
    }

    async fn listen(&self, socket: &Socket, _topic: &Topic) -> Result<()> {
        self.replace(socket)
    }

    async fn stop_listening(&self, socket: &Socket, _topic: &Topic) -> Result<()> {
        self.replace(socket)
    }

    async fn close_socket(&self, tenant: &TenantId, id: &SocketId) -> Result<()> {
        lock(&self.sockets).remove(&(tenant.clone(), id.clone()));
        Ok(())
    }

    async fn open_sockets(
        &self,
        tenant: &TenantId,
        user: Option<&UserId>,
        now: DateTime<Utc>,
    ) -> Result<Vec<OpenSocket>> {
        let sockets = lock(&self.sockets);
        let open = sockets.values().filter(|socket| {
            socket.caller.tenant == *tenant
                && socket.expires_at() > now
                && user.is_none_or(|user| socket.caller.user == *user)
        });
        let open = open.map(|socket| OpenSocket {
            id: socket.id.clone(),
            user: socket.caller.user.clone(),
            credential: socket.caller.credential.clone(),
        });
        Ok(open.collect())
    }

    async fn listeners(&self, tenant: &TenantId, topics: &[Topic], now: DateTime<Utc>) -> Result<Vec<Listener>> {
        let sockets = lock(&self.sockets);
        let listening = sockets.values().filter(|socket| {
            socket.caller.tenant == *tenant
                && socket.expires_at() > now
                && topics.iter().any(|topic| socket.topics.contains(topic))
        });
        let listener =
            |socket: &Socket| Listener { id: socket.id.clone(), permissions: socket.caller.permissions.clone() };
        Ok(listening.map(listener).collect())
    }
}

#[async_trait]
impl Sequences for MemorySockets {
    async fn sequence(&self, tenant: &TenantId, event: &EventId, _now: DateTime<Utc>) -> Result<u64> {
        let mut numbers = lock(&self.numbers);
        let numbers = numbers.entry(tenant.clone()).or_default();
        let next = numbers.len() as u64 + 1;
        Ok(*numbers.entry(event.clone()).or_insert(next))
    }
}

/// How a socket behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Behavior {
    /// It is closed.
    Gone,
    /// It takes a frame after a while.
    Slow(Duration),
    /// The gateway refuses frames for it for good.
    Refuses,
    /// The gateway does not answer.
    Unavailable,
}

/// Writes down what sockets were sent; every socket takes frames at once unless told otherwise.
#[derive(Debug, Default)]
pub struct RecordedFrames {
    behaviors: BTreeMap<SocketId, Behavior>,
    sent: Mutex<Vec<(SocketId, String)>>,
    closed: Mutex<Vec<SocketId>>,
}

impl RecordedFrames {
    /// Makes a socket behave in a certain way.
    #[must_use]
    pub fn with(mut self, socket: &SocketId, behavior: Behavior) -> Self {
        self.behaviors.insert(socket.clone(), behavior);
        self
    }

    /// Lists the frames that one socket has taken.
    pub fn of(&self, socket: &SocketId) -> Vec<String> {
        lock(&self.sent).iter().filter(|(id, _)| id == socket).map(|(_, frame)| frame.clone()).collect()
    }

    /// Lists the sockets in the order in which they took frames.
    pub fn order(&self) -> Vec<SocketId> {
        lock(&self.sent).iter().map(|(id, _)| id.clone()).collect()
    }

    /// Lists the sockets that were closed.
    pub fn closed(&self) -> Vec<SocketId> {
        lock(&self.closed).clone()
    }
}

#[async_trait]
impl Frames for RecordedFrames {
    async fn send(&self, socket: &SocketId, frame: &str) -> Result<Sent> {
        match self.behaviors.get(socket) {
            Some(Behavior::Gone) => return Ok(Sent::Gone),
            Some(Behavior::Refuses) => return Err(Error::internal("the gateway refuses")),
            Some(Behavior::Unavailable) => return Err(Error::unavailable("the socket gateway", "no answer")),
            Some(Behavior::Slow(delay)) => tokio::time::sleep(*delay).await,
            None => {}
        }
        lock(&self.sent).push((socket.clone(), frame.to_owned()));
        Ok(Sent::Delivered)
    }

    async fn hang_up(&self, socket: &SocketId) -> Result<()> {
        if self.behaviors.get(socket) == Some(&Behavior::Unavailable) {
            return Err(Error::unavailable("the socket gateway", "no answer"));
        }
        lock(&self.closed).push(socket.clone());
        Ok(())
    }
}

/// Writes down what was published; takes every event unless told otherwise.
#[derive(Debug, Default)]
pub struct RecordedBus {
    refused: BTreeSet<EventId>,
    published: Mutex<Vec<Event>>,
}

impl RecordedBus {
    /// Makes the bus refuse an event.
    #[must_use]
    pub fn refusing(mut self, event: &EventId) -> Self {
        self.refused.insert(event.clone());
        self
    }

    /// Lists what was published, in its order.
    pub fn published(&self) -> Vec<Event> {
        lock(&self.published).clone()
    }
}

#[async_trait]
impl Bus for RecordedBus {
    async fn publish(&self, events: &[Event]) -> Result<Vec<EventId>> {
        let (refused, taken): (Vec<_>, Vec<_>) =
            events.iter().cloned().partition(|event| self.refused.contains(&event.id));
        lock(&self.published).extend(taken);
        Ok(refused.into_iter().map(|event| event.id).collect())
    }
}

/// Makes a socket of a new user of the tenant, who holds these permissions.
///
/// # Panics
///
/// When `id` is no identifier of a socket.
pub fn socket(tenant: &TenantId, id: &str, permissions: &[Permission], now: DateTime<Utc>) -> Socket {
    let caller = Caller {
        tenant: tenant.clone(),
        user: UserId::generate(now),
        credential: Credential::Session(SessionId::generate(now)),
        permissions: permissions.iter().copied().collect(),
    };
    #[expect(clippy::expect_used, reason = "a test that names a socket wrongly shall fail")]
    let id = id.parse().expect("the identifier of a socket");
    Socket::open(id, caller, now)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conformance::realtime as conformance;

    #[tokio::test]
    async fn keeps_sockets() {
        conformance::sockets(&MemorySockets::default()).await;
    }

    #[tokio::test]
    async fn numbers_events() {
        conformance::sequences(&MemorySockets::default()).await;
    }
}
