//! Queue `broadcast`: tells the sockets that listen to an event's subject what happened.

use futures::{StreamExt, stream};
use pantheon_core::{
    Error, Result,
    clock::Clock,
    event::Event,
    id::TenantId,
    socket::{Frame, Frames, HangUp, Listener, OpenSocket, Sent, Sequences, Sockets, Topic},
};

/// How many sockets are served at once.
const CONCURRENT_FRAMES: usize = 32;

/// Closes the sockets of those from whom the event takes something, and then sends it to every
/// socket that listens to its subject and whose owner may see it.
///
/// A delivery that comes twice sends the same numbers twice. Nobody can be reached only where the
/// gateway is down: then the message comes again. One socket that cannot be told is no reason; one
/// that cannot be closed is.
pub async fn handle(
    sockets: &dyn Sockets,
    sequences: &dyn Sequences,
    frames: &dyn Frames,
    clock: &dyn Clock,
    event: Event,
) -> Result<()> {
    let (tenant, now) = (&event.tenant_id, clock.now());
    if let Some(hang_up) = HangUp::of(&event)? {
        let open = sockets.open_sockets(tenant, hang_up.user(), now).await?;
        close(sockets, frames, tenant, open.into_iter().filter(|socket| hang_up.covers(socket)).collect()).await?;
    }
    let mut listeners = sockets.listeners(tenant, &Topic::covering(&event.subject), now).await?;
    listeners.retain(|listener| listener.may_see(&event.subject));
    if listeners.is_empty() {
        return Ok(());
    }

    let seq = sequences.sequence(tenant, &event.id, now).await?;
    let frame = Frame { seq, topic: &event.subject, event: &event };
    let frame = serde_json::to_string(&frame).map_err(Error::internal)?;

    tell(sockets, frames, tenant, listeners, &frame).await
}

/// Closes sockets, whatever they listen to; fails if one of them is still open once all were tried,
/// so that the message comes again.
async fn close(sockets: &dyn Sockets, frames: &dyn Frames, tenant: &TenantId, open: Vec<OpenSocket>) -> Result<()> {
    let closed = stream::iter(open).map(|socket| close_one(sockets, frames, tenant, socket));
    let closed: Vec<Result<()>> = closed.buffer_unordered(CONCURRENT_FRAMES).collect().await;
    closed.into_iter().collect()
}

async fn close_one(sockets: &dyn Sockets, frames: &dyn Frames, tenant: &TenantId, socket: OpenSocket) -> Result<()> {
    frames.hang_up(&socket.id).await?;
    sockets.close_socket(tenant, &socket.id).await
}

/// Sends a frame to all listeners; fails if the gateway took it for none of them.
async fn tell(
    sockets: &dyn Sockets,
    frames: &dyn Frames,
    tenant: &TenantId,
    listeners: Vec<Listener>,
    frame: &str,
) -> Result<()> {
    let told = stream::iter(listeners).map(|listener| tell_one(sockets, frames, tenant, listener, frame));
    let told: Vec<Result<()>> = told.buffer_unordered(CONCURRENT_FRAMES).collect().await;
    let gateway_is_down = told.iter().all(|told| told.as_ref().is_err_and(Error::is_retryable));
    if gateway_is_down { told.into_iter().collect() } else { Ok(()) }
}

async fn tell_one(
    sockets: &dyn Sockets,
    frames: &dyn Frames,
    tenant: &TenantId,
    listener: Listener,
    frame: &str,
) -> Result<()> {
    match frames.send(&listener.id, frame).await {
        Ok(Sent::Delivered) => {}
        Ok(Sent::Gone) => {
            if let Err(error) = sockets.close_socket(tenant, &listener.id).await {
                // It expires by itself.
                tracing::warn!(error = &error as &dyn std::error::Error, socket.id = %listener.id, "a socket that is gone was not forgotten");
            }
        }
        Err(error) => {
            tracing::warn!(error = &error as &dyn std::error::Error, socket.id = %listener.id, "a socket was not told");
            return Err(error);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use pantheon_core::{
        Caller,
        event::{Fact, Origin},
        id::{SessionId, UserId},
        identity::{RoleDeleted, SessionEnded, UserDisabled},
        permission::Permission,
        socket::{Socket, SocketId},
    };
    use pantheon_testing::{
        FixedClock, load_event, now,
        realtime::{Behavior, MemorySockets, RecordedFrames, socket},
        stranger,
    };
    use serde_json::{Value, json};
    use std::time::Duration;

    fn event() -> Event {
        let sample: Value = serde_json::from_str(&load_event("realtime/broadcast")).unwrap();
        let body: Value = serde_json::from_str(sample["Records"][0]["body"].as_str().unwrap()).unwrap();
        serde_json::from_value(body["detail"].clone()).unwrap()
    }

    async fn broadcast(sockets: &MemorySockets, frames: &RecordedFrames, event: Event) -> Result<()> {
        handle(sockets, sockets, frames, &FixedClock::default(), event).await
    }

    async fn listener(sockets: &MemorySockets, tenant: &TenantId, name: &str, topic: &str) -> SocketId {
        let opened = socket(tenant, name, &[Permission::ScansRead], now());
        listen(sockets, opened, topic).await
    }

    async fn listen(sockets: &MemorySockets, opened: Socket, topic: &str) -> SocketId {
        let topic = topic.parse().unwrap();
        sockets.open_socket(&opened).await.unwrap();
        sockets.listen(&opened.listening_to(&topic).unwrap().unwrap(), &topic).await.unwrap();
        opened.id
    }

    #[tokio::test]
    async fn tells_every_listener_once() {
        let (event, sockets, frames) = (event(), MemorySockets::default(), RecordedFrames::default());
        let everything = listener(&sockets, &event.tenant_id, "a", "*").await;
        let all_scans = listener(&sockets, &event.tenant_id, "b", "scans").await;
        let this_scan = listener(&sockets, &event.tenant_id, "c", &event.subject).await;
        let other_scan = listener(&sockets, &event.tenant_id, "d", "scans/scn_other").await;

        broadcast(&sockets, &frames, event.clone()).await.unwrap();

        let expected = json!({"seq": 1, "topic": event.subject, "event": event});
        for id in [everything, all_scans, this_scan] {
            let told: Vec<Value> = frames.of(&id).iter().map(|frame| serde_json::from_str(frame).unwrap()).collect();
            assert_eq!(told, std::slice::from_ref(&expected), "{id}");
        }
        assert!(frames.of(&other_scan).is_empty());
    }

    #[tokio::test]
    async fn never_tells_another_tenant() {
        let (event, sockets, frames) = (event(), MemorySockets::default(), RecordedFrames::default());
        let stranger = listener(&sockets, &TenantId::generate(event.occurred_at), "a", "*").await;

        broadcast(&sockets, &frames, event).await.unwrap();

        assert!(frames.of(&stranger).is_empty());
    }

    #[tokio::test]
    async fn tells_nobody_what_they_may_not_see() {
        let (event, sockets, frames) = (event(), MemorySockets::default(), RecordedFrames::default());
        let permitted = [Permission::AccountsRead, Permission::UsersRead];
        let opened = socket(&event.tenant_id, "a", &permitted, now());
        let id = listen(&sockets, opened, "*").await;

        broadcast(&sockets, &frames, event).await.unwrap();

        assert!(frames.of(&id).is_empty());
    }

    #[tokio::test]
    async fn numbers_events_and_repeats_the_number_of_a_duplicate() {
        let (first, sockets, frames) = (event(), MemorySockets::default(), RecordedFrames::default());
        let id = listener(&sockets, &first.tenant_id, "a", "*").await;
        let second = Event { id: pantheon_core::id::EventId::generate(first.occurred_at), ..first.clone() };

        for event in [&first, &second, &first] {
            broadcast(&sockets, &frames, event.clone()).await.unwrap();
        }

        let seqs: Vec<Value> =
            frames.of(&id).iter().map(|frame| serde_json::from_str::<Value>(frame).unwrap()["seq"].clone()).collect();
        assert_eq!(seqs, [1, 2, 1]);
    }

    #[tokio::test]
    async fn forgets_sockets_that_are_gone() {
        let (event, sockets) = (event(), MemorySockets::default());
        let gone = listener(&sockets, &event.tenant_id, "a", "*").await;
        let open = listener(&sockets, &event.tenant_id, "b", "*").await;
        let frames = RecordedFrames::default().with(&gone, Behavior::Gone);

        broadcast(&sockets, &frames, event).await.unwrap();

        assert_eq!(sockets.open(), std::slice::from_ref(&open));
        assert_eq!(frames.of(&open).len(), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn serves_others_while_one_is_slow() {
        let (event, sockets) = (event(), MemorySockets::default());
        let slow = listener(&sockets, &event.tenant_id, "a", "*").await;
        for number in 0..100 {
            listener(&sockets, &event.tenant_id, &format!("b{number}"), "*").await;
        }
        let frames = RecordedFrames::default().with(&slow, Behavior::Slow(Duration::from_secs(5)));

        broadcast(&sockets, &frames, event).await.unwrap();

        assert_eq!(frames.order().len(), 101);
        assert_eq!(frames.order().last(), Some(&slow));
    }

    #[tokio::test]
    async fn does_not_repeat_everything_for_one_that_fails() {
        for behavior in [Behavior::Unavailable, Behavior::Refuses] {
            let (event, sockets) = (event(), MemorySockets::default());
            let failing = listener(&sockets, &event.tenant_id, "a", "*").await;
            let open = listener(&sockets, &event.tenant_id, "b", "*").await;
            let frames = RecordedFrames::default().with(&failing, behavior);

            broadcast(&sockets, &frames, event).await.unwrap();

            assert_eq!(frames.of(&open).len(), 1);
        }
    }

    fn session_of(socket: &Socket) -> SessionId {
        socket.caller.session().unwrap().clone()
    }

    fn told(event: &impl Fact) -> Event {
        Origin::of_system(event_tenant(), "somebody", now()).event(event, 2)
    }

    fn event_tenant() -> TenantId {
        event().tenant_id
    }

    #[tokio::test]
    async fn closes_the_sockets_of_a_session_that_ended() {
        let (sockets, frames) = (MemorySockets::default(), RecordedFrames::default());
        let one = socket(&event_tenant(), "a", &[Permission::UsersRead], now());
        let ended = SessionEnded { session_id: session_of(&one), user_id: one.caller.user.clone() };
        listen(&sockets, one, "*").await;
        let colleague = socket(&event_tenant(), "b", &[Permission::UsersRead], now());
        let colleague = listen(&sockets, colleague, "users").await;
        let admin = listen(&sockets, socket(&event_tenant(), "c", &[Permission::UsersRead], now()), "sessions").await;

        broadcast(&sockets, &frames, told(&ended)).await.unwrap();

        assert_eq!(frames.closed(), ["a".parse().unwrap()]);
        assert_eq!(sockets.open(), [colleague, admin.clone()]);
        assert_eq!(frames.order(), [admin]);
    }

    #[tokio::test]
    async fn closes_all_sockets_of_a_user_even_those_that_listen_to_nothing() {
        let sockets = MemorySockets::default();
        let first = socket(&event_tenant(), "a", &[], now());
        let user_id = first.caller.user.clone();
        let mut second = socket(&event_tenant(), "b", &[Permission::ScansRead], now());
        second.caller.user = user_id.clone();
        let other = socket(&event_tenant(), "c", &[], now());
        for opened in [&first, &second, &other] {
            sockets.open_socket(opened).await.unwrap();
        }
        let foreign = Socket { caller: Caller { tenant: stranger(), ..first.caller.clone() }, ..first.clone() };
        sockets.open_socket(&foreign).await.unwrap();
        let frames = RecordedFrames::default();

        broadcast(&sockets, &frames, told(&UserDisabled { user_id })).await.unwrap();

        let mut closed = frames.closed();
        closed.sort();
        assert_eq!(closed, [first.id.clone(), second.id]);
        assert_eq!(sockets.open().len(), 2, "the colleague's and the other tenant's stay");
    }

    #[tokio::test]
    async fn closes_every_socket_of_the_tenant_when_a_role_changes() {
        let (sockets, frames) = (MemorySockets::default(), RecordedFrames::default());
        for name in ["a", "b"] {
            sockets.open_socket(&socket(&event_tenant(), name, &[], now())).await.unwrap();
        }
        let stays = socket(&stranger(), "c", &[], now());
        sockets.open_socket(&stays).await.unwrap();
        let deleted = RoleDeleted { name: "scanner".parse().unwrap(), permissions: [].into() };

        broadcast(&sockets, &frames, told(&deleted)).await.unwrap();

        assert_eq!(frames.closed().len(), 2);
        assert_eq!(sockets.open(), [stays.id]);
    }

    #[tokio::test]
    async fn closes_the_others_and_comes_again_until_every_one_is_closed() {
        let sockets = MemorySockets::default();
        let one = socket(&event_tenant(), "a", &[], now());
        let mut two = socket(&event_tenant(), "b", &[], now());
        two.caller = one.caller.clone();
        let ended = SessionEnded { session_id: session_of(&one), user_id: one.caller.user.clone() };
        for opened in [&one, &two] {
            sockets.open_socket(opened).await.unwrap();
        }
        let frames = RecordedFrames::default().with(&one.id, Behavior::Unavailable);

        assert!(broadcast(&sockets, &frames, told(&ended)).await.unwrap_err().is_retryable());
        assert_eq!(sockets.open(), std::slice::from_ref(&one.id));

        broadcast(&sockets, &RecordedFrames::default(), told(&ended)).await.unwrap();
        assert!(sockets.open().is_empty());
    }

    #[tokio::test]
    async fn takes_no_data_that_belies_the_type_for_a_reason_to_go_on() {
        let (sockets, frames) = (MemorySockets::default(), RecordedFrames::default());
        let mut broken = told(&UserDisabled { user_id: UserId::generate(now()) });
        broken.data = json!({ "user_id": 7 });

        assert!(broadcast(&sockets, &frames, broken).await.is_err());
    }

    #[tokio::test]
    async fn comes_again_where_the_gateway_is_down() {
        let (event, sockets) = (event(), MemorySockets::default());
        let id = listener(&sockets, &event.tenant_id, "a", "*").await;
        let frames = RecordedFrames::default().with(&id, Behavior::Unavailable);

        assert!(broadcast(&sockets, &frames, event).await.unwrap_err().is_retryable());
    }
}
