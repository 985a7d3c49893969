//! What every implementation of the realtime ports must do.

#![expect(clippy::expect_used, clippy::missing_panics_doc, reason = "a suite fails by panicking")]

use crate::realtime::socket;
use chrono::{DateTime, TimeDelta, Utc};
use pantheon_core::{
    Caller, Credential, Error,
    id::{ApiKeyId, EventId, TenantId, UserId},
    permission::Permission,
    socket::{LIFETIME, OpenSocket, Sequences, Socket, SocketId, Sockets, Topic},
};
use std::collections::BTreeSet;

fn now() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(20_000)
}

fn topic(text: &str) -> Topic {
    text.parse().expect("a topic")
}

async fn listening(sockets: &dyn Sockets, socket: &Socket, topics: &[&str]) -> Socket {
    sockets.open_socket(socket).await.expect("the socket opens");
    let mut socket = socket.clone();
    for text in topics {
        socket = socket.listening_to(&topic(text)).expect("a permitted topic").expect("a new topic");
        sockets.listen(&socket, &topic(text)).await.expect("the socket listens");
    }
    socket
}

async fn heard_by(sockets: &dyn Sockets, tenant: &TenantId, subject: &str) -> Vec<SocketId> {
    let listeners = sockets.listeners(tenant, &Topic::covering(subject), now()).await.expect("listeners");
    listeners.into_iter().map(|listener| listener.id).collect()
}

/// Opens a socket that listens to two topics, and closes it twice.
pub async fn open_and_close_a_socket(sockets: &dyn Sockets) {
    let socket = socket(&TenantId::generate(now()), "one", &[Permission::ScansRead], now());
    let socket = listening(sockets, &socket, &["scans", "*"]).await;

    for _ in 0..2 {
        sockets.close_socket(&socket.caller.tenant, &socket.id).await.expect("the socket closes");
    }

    assert_eq!(sockets.socket(&socket.caller.tenant, &socket.id).await.expect("an answer"), None);
    assert_eq!(heard_by(sockets, &socket.caller.tenant, "scans/x").await, []);
    assert_eq!(opened_by(sockets, &socket.caller.tenant, None).await, BTreeSet::new());
}

/// Demands what [`Sockets`] promises; `sockets` must be empty.
pub async fn sockets(sockets: &dyn Sockets) {
    open_and_close_a_socket(sockets).await;
    finds_who_listens(sockets).await;
    keeps_tenants_apart(sockets).await;
    lets_only_one_of_two_changes_pass(sockets).await;
    forgets_what_has_expired(sockets).await;
    finds_whose_they_are(sockets).await;
}

async fn opened_by(sockets: &dyn Sockets, tenant: &TenantId, user: Option<&UserId>) -> BTreeSet<SocketId> {
    let open = sockets.open_sockets(tenant, user, now()).await.expect("open sockets");
    let distinct: BTreeSet<SocketId> = open.iter().map(|socket| socket.id.clone()).collect();
    assert_eq!(distinct.len(), open.len(), "a socket is listed twice: {open:?}");
    distinct
}

async fn finds_whose_they_are(sockets: &dyn Sockets) {
    let (ours, theirs) = (TenantId::generate(now()), TenantId::generate(now()));
    let first = socket(&ours, "g=", &[Permission::ScansRead], now());
    let program = Credential::ApiKey(ApiKeyId::generate(now()));
    let second = Socket {
        caller: Caller { credential: program.clone(), ..first.caller.clone() },
        ..socket(&ours, "h", &[], now())
    };
    let colleague = socket(&ours, "i", &[], now());
    let expired = Socket { connected_at: now() - LIFETIME, ..socket(&ours, "j", &[], now()) };
    let foreign = socket(&theirs, "k", &[], now());
    for socket in [&second, &colleague, &expired, &foreign] {
        sockets.open_socket(socket).await.expect("the socket opens");
    }
    let first = listening(sockets, &first, &["scans", "*"]).await;
    let ids = |sockets: &[&Socket]| sockets.iter().map(|socket| socket.id.clone()).collect::<BTreeSet<_>>();

    let owner = &first.caller.user;
    assert_eq!(opened_by(sockets, &ours, Some(owner)).await, ids(&[&first, &second]));
    assert_eq!(opened_by(sockets, &ours, Some(&colleague.caller.user)).await, ids(&[&colleague]));
    assert_eq!(opened_by(sockets, &ours, None).await, ids(&[&first, &second, &colleague]));
    assert_eq!(opened_by(sockets, &theirs, None).await, ids(&[&foreign]));
    assert_eq!(opened_by(sockets, &theirs, Some(owner)).await, ids(&[]));
    assert_eq!(opened_by(sockets, &ours, Some(&UserId::generate(now()))).await, ids(&[]));
    let open = sockets.open_sockets(&ours, Some(owner), now()).await.expect("open sockets");
    let open = open.into_iter().find(|open| open.id == second.id);
    assert_eq!(open, Some(OpenSocket { id: second.id.clone(), user: owner.clone(), credential: program }));

    sockets.open_socket(&second).await.expect("the socket opens again");
    sockets.close_socket(&ours, &first.id).await.expect("the socket closes");
    assert_eq!(opened_by(sockets, &ours, Some(owner)).await, ids(&[&second]));
    sockets.close_socket(&ours, &second.id).await.expect("the socket closes");
    assert_eq!(opened_by(sockets, &ours, Some(owner)).await, ids(&[]));
}

async fn finds_who_listens(sockets: &dyn Sockets) {
    let tenant = TenantId::generate(now());
    let permissions = [Permission::ScansRead, Permission::AccountsRead];
    let everything = listening(sockets, &socket(&tenant, "a", &permissions, now()), &["*", "scans"]).await;
    let scans = listening(sockets, &socket(&tenant, "b", &permissions, now()), &["scans"]).await;
    let one_scan = listening(sockets, &socket(&tenant, "c", &permissions, now()), &["scans/x", "accounts"]).await;

    let all = [everything.id.clone(), scans.id.clone(), one_scan.id.clone()];
    assert_eq!(heard_by(sockets, &tenant, "scans/x").await, all);
    assert_eq!(heard_by(sockets, &tenant, "scans/y").await, all[..2]);
    assert_eq!(heard_by(sockets, &tenant, "scansion").await, all[..1]);
    assert_eq!(sockets.socket(&tenant, &one_scan.id).await.expect("an answer"), Some(one_scan.clone()));
    let listeners = sockets.listeners(&tenant, &[topic("accounts")], now()).await.expect("listeners");
    assert_eq!(listeners[0].permissions, BTreeSet::from(permissions));

    let less = one_scan.not_listening_to(&topic("scans/x")).expect("it listens");
    sockets.stop_listening(&less, &topic("scans/x")).await.expect("the socket stops");
    assert_eq!(heard_by(sockets, &tenant, "scans/x").await, all[..2]);
    assert_eq!(heard_by(sockets, &tenant, "accounts/1").await, [everything.id, less.id]);
}

async fn keeps_tenants_apart(sockets: &dyn Sockets) {
    let (ours, theirs) = (TenantId::generate(now()), TenantId::generate(now()));
    let socket = listening(sockets, &socket(&ours, "d", &[], now()), &["*"]).await;

    assert_eq!(heard_by(sockets, &theirs, "scans/x").await, []);
    assert_eq!(sockets.socket(&theirs, &socket.id).await.expect("an answer"), None);
    sockets.close_socket(&theirs, &socket.id).await.expect("nothing to close");
    assert_eq!(heard_by(sockets, &ours, "scans/x").await, [socket.id]);
}

async fn lets_only_one_of_two_changes_pass(sockets: &dyn Sockets) {
    let tenant = TenantId::generate(now());
    let opened = listening(sockets, &socket(&tenant, "e", &[Permission::ScansRead], now()), &[]).await;
    let [first, second] = ["scans/1", "scans/2"].map(|text| opened.listening_to(&topic(text)).expect("permitted"));

    sockets.listen(&first.expect("a change"), &topic("scans/1")).await.expect("the first passes");
    let refused = sockets.listen(&second.expect("a change"), &topic("scans/2")).await;

    assert!(matches!(refused, Err(Error::PreconditionFailed { .. })), "{refused:?}");
    assert_eq!(heard_by(sockets, &tenant, "scans/2").await, []);
    let closed = opened.listening_to(&topic("scans/3")).expect("permitted").expect("a change");
    sockets.close_socket(&tenant, &opened.id).await.expect("the socket closes");
    assert!(sockets.listen(&closed, &topic("scans/3")).await.is_err(), "a closed socket listens");
}

async fn forgets_what_has_expired(sockets: &dyn Sockets) {
    let tenant = TenantId::generate(now());
    listening(sockets, &socket(&tenant, "f", &[], now() - LIFETIME), &["*"]).await;

    assert_eq!(heard_by(sockets, &tenant, "scans/x").await, []);
}

/// Demands what [`Sequences`] promises.
pub async fn sequences(sequences: &dyn Sequences) {
    let (ours, theirs) = (TenantId::generate(now()), TenantId::generate(now()));
    let events: Vec<EventId> = (0..12).map(|_| EventId::generate(now())).collect();

    let mut last = 0;
    for event in &events[..3] {
        let number = sequences.sequence(&ours, event, now()).await.expect("a number");
        assert!(number > last, "{number} follows {last}");
        assert_eq!(sequences.sequence(&ours, event, now()).await.expect("a number"), number);
        last = number;
    }
    assert!(sequences.sequence(&theirs, &events[0], now()).await.expect("a number") <= last);

    // Every event is delivered three times at once.
    let deliveries = events.iter().chain(&events).chain(&events);
    let ours = &ours;
    let numbers = deliveries.map(|event| async move { (event, sequences.sequence(ours, event, now()).await) });
    let numbers = futures::future::join_all(numbers).await;
    let numbers: BTreeSet<_> = numbers.into_iter().map(|(event, number)| (event, number.expect("a number"))).collect();
    assert_eq!(numbers.len(), events.len(), "an event has two numbers: {numbers:?}");
    let distinct: BTreeSet<u64> = numbers.iter().map(|(_, number)| *number).collect();
    assert_eq!(distinct.len(), events.len(), "two events share a number: {numbers:?}");
}
