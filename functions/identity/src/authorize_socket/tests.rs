use super::*;
use chrono::TimeDelta;
use pantheon_core::{
    Credential,
    id::ProviderId,
    identity::{Session, SessionState, User, UserState},
    permission::{Permission, Role},
};
use pantheon_testing::{
    code,
    identity::{MemoryIdentity, api_key, caller_of, session, tenant, user},
    load_event, now,
};
use serde_json::Value;

const ORIGINS: &[&str] = &["https://app.example.com"];
const TICKET: &str = "b25lLXNvY2tldC10aGlydHktc2Vjb25kcy0wMDAwMDA";

/// A platform with one user, who has a ticket.
struct World {
    store: MemoryIdentity,
    user: User,
    session: Session,
}

impl World {
    async fn new() -> Self {
        let store = MemoryIdentity::default();
        let tenant = tenant("Olympus", now()).unwrap();
        let user = user(&tenant.id, "ada@example.com", &[Role::Operator], now()).unwrap();
        let (session, _) = session(&user, now());
        store.put_tenant(tenant);
        store.put_user(user.clone());
        store.put_session(session.clone());
        let world = Self { store, user, session };
        world.keep(Credential::Session(world.session.id.clone())).await;
        world
    }

    async fn keep(&self, credential: Credential) {
        let behind = serde_json::to_value(caller_of(&self.user, credential)).unwrap();
        self.store.keep(Purpose::SocketTicket, &Digest::of(TICKET), &behind, now()).await.unwrap();
    }

    async fn connect(&self, request: Request) -> Result<Caller> {
        handle(&self.store, &self.store, ORIGINS, request).await
    }
}

fn ticket() -> Request {
    Request::new(TICKET, now())
}

#[tokio::test]
async fn lets_a_ticket_in_once() {
    let world = World::new().await;

    let caller = world.connect(ticket()).await.unwrap();

    assert_eq!(caller, caller_of(&world.user, Credential::Session(world.session.id.clone())));
    assert_eq!(code(world.connect(ticket()).await), "unauthenticated");
}

#[tokio::test]
async fn lets_one_of_many_in_who_bring_the_same_ticket() {
    let world = World::new().await;

    let outcomes = futures::future::join_all((0..20).map(|_| world.connect(ticket()))).await;

    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
}

#[tokio::test]
async fn refuses_a_ticket_after_thirty_seconds() {
    let world = World::new().await;
    let late = Request::new(TICKET, now() + TimeDelta::seconds(31));

    assert_eq!(code(world.connect(late).await), "unauthenticated");
}

#[tokio::test]
async fn refuses_what_is_no_ticket() {
    let world = World::new().await;

    for text in ["", "nonsense", "a.b.c", &"A".repeat(43), &"A".repeat(100_000), &TICKET.to_lowercase()] {
        assert_eq!(code(world.connect(Request::new(text, now())).await), "unauthenticated", "{text:.50}");
    }
    assert!(world.connect(ticket()).await.is_ok(), "guessing spends no ticket of others");
}

#[tokio::test]
async fn lets_only_pages_of_ours_connect() {
    let world = World::new().await;

    for origin in ["null", "", "https://evil.example", "http://app.example.com", "https://app.example.com.evil.example"]
    {
        let refused = world.connect(ticket().from_origin(origin)).await;
        assert_eq!(code(refused), "unauthenticated", "{origin}");
    }
    assert!(world.connect(ticket().from_origin("https://app.example.com")).await.is_ok());
}

#[tokio::test]
async fn lets_no_page_connect_where_none_is_listed() {
    let world = World::new().await;
    let from = |request| handle(&world.store, &world.store, &[], request);

    assert_eq!(code(from(ticket().from_origin("https://app.example.com")).await), "unauthenticated");
    assert!(from(ticket()).await.is_ok());
}

#[tokio::test]
async fn looks_again_at_what_the_holder_may_do() {
    let world = World::new().await;
    let viewer = User { roles: [Role::Viewer.into()].into(), ..world.user.clone() };
    world.store.put_user(viewer);

    let caller = world.connect(ticket()).await.unwrap();

    assert_eq!(caller.permissions, Role::Viewer.permissions());
    assert!(!caller.permissions.contains(&Permission::ScansStart));
}

#[tokio::test]
async fn gives_no_more_than_the_holder_had() {
    let world = World::new().await;
    let admin = User { roles: [Role::Admin.into()].into(), ..world.user.clone() };
    world.store.put_user(admin);

    assert_eq!(world.connect(ticket()).await.unwrap().permissions, Role::Operator.permissions());
}

#[tokio::test]
async fn refuses_a_ticket_whose_holder_has_gone_since() {
    let ended = World::new().await;
    ended.store.put_session(Session { state: SessionState::Ended, ..ended.session.clone() });
    assert_eq!(code(ended.connect(ticket()).await), "unauthenticated");

    let disabled = World::new().await;
    disabled.store.put_user(User { state: UserState::Disabled, ..disabled.user.clone() });
    assert_eq!(code(disabled.connect(ticket()).await), "unauthenticated");
}

#[tokio::test]
async fn lets_programs_and_guests_in_as_well() {
    let world = World::new().await;
    let (key, _) = api_key(&world.user, &[Permission::ScansRead], now()).unwrap();
    world.store.put_api_key(key.clone());
    world.keep(Credential::ApiKey(key.id.clone())).await;
    assert_eq!(world.connect(ticket()).await.unwrap().permissions, [Permission::ScansRead].into());

    world.keep(Credential::ApiKey(key.id.clone())).await;
    world.store.put_api_key(key.revoke().unwrap());
    assert_eq!(code(world.connect(ticket()).await), "unauthenticated");

    let provider = Credential::Provider(ProviderId::generate(now()));
    world.keep(provider.clone()).await;
    assert_eq!(world.connect(ticket()).await.unwrap().credential, provider);
}

#[tokio::test]
async fn lets_nobody_in_when_nothing_is_known() {
    let world = World::new().await;
    world.store.set_down(true);

    assert_eq!(code(world.connect(ticket()).await), "unavailable");
}

#[tokio::test]
async fn does_not_know_the_ticket_of_the_sample_event() {
    let event: Value = serde_json::from_str(&load_event("identity/authorize-socket")).unwrap();
    let sample = event["queryStringParameters"]["ticket"].as_str().unwrap();

    assert_eq!(sample.len(), TICKET.len());
    let world = World::new().await;
    world.store.take(Purpose::SocketTicket, &Digest::of(TICKET), now()).await.unwrap();
    assert_eq!(code(world.connect(Request::new(sample, now())).await), "unauthenticated");
}
