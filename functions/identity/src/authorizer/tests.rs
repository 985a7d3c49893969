use super::*;
use crate::testing::World;
use pantheon_core::{
    identity::{Session, SessionState, User, UserState},
    permission::Role,
};
use pantheon_testing::now;

async fn refused(authorizer: &Authorizer<'_>, token: &str, at: DateTime<Utc>) -> bool {
    matches!(authorizer.authorize(token, at).await, Err(Error::Unauthenticated { .. }))
}

#[tokio::test]
async fn lets_in_whoever_has_signed_in() {
    let world = World::with(Role::Viewer).await;
    let (token, _) = world.sign_in().await;

    let caller = world.authorizer().authorize(&token, now()).await.unwrap();

    assert_eq!((caller.tenant, caller.user), (world.tenant.id, world.user.id));
    assert_eq!(caller.permissions, Role::Viewer.permissions());
}

#[tokio::test]
async fn gives_every_role_its_own_permissions() {
    for role in Role::ALL {
        let world = World::with(*role).await;
        let (token, _) = world.sign_in().await;

        let caller = world.authorizer().authorize(&token, now()).await.unwrap();

        assert_eq!(caller.permissions, role.permissions(), "{role:?}");
    }
}

#[tokio::test]
async fn refuses_a_session_that_nobody_began() {
    let (here, elsewhere) = (World::with(Role::Admin).await, World::with(Role::Admin).await);
    let (token, _) = here.sign_in().await;
    let authorizer = Authorizer::new(here.verifier(), elsewhere.store);

    assert!(refused(&authorizer, &token, now()).await);
}

#[tokio::test]
async fn notices_within_five_seconds_what_ends_a_token() {
    type Change = fn(Session, User) -> (Session, User);
    let changes: [(&str, Change); 4] = [
        ("logout", |session, user| (Session { state: SessionState::Ended, ..session }, user)),
        ("revocation", |session, user| (Session { state: SessionState::Revoked, ..session }, user)),
        ("disabling", |session, user| (session, User { state: UserState::Disabled, ..user })),
        ("a change of roles", |session, user| (session, User { session_version: 2, ..user })),
    ];
    for (name, change) in changes {
        let world = World::with(Role::Admin).await;
        let (token, _) = world.sign_in().await;
        let authorizer = world.authorizer();
        let caller = authorizer.authorize(&token, now()).await.unwrap();
        let session = world.store.session(&caller.tenant, &caller.user, &caller.session).await.unwrap().unwrap();

        let (session, user) = change(session, world.user.clone());
        world.store.put_session(session);
        world.store.put_user(user);

        assert!(refused(&authorizer, &token, now() + MEMORY).await, "{name}");
    }
    assert!(MEMORY + TimeDelta::seconds(3) <= TimeDelta::seconds(5));
}

#[tokio::test]
async fn asks_once_for_many_requests_in_a_row() {
    let world = World::with(Role::Admin).await;
    let (token, _) = world.sign_in().await;
    let authorizer = world.authorizer();

    for tenths in 0..19 {
        authorizer.authorize(&token, now() + TimeDelta::milliseconds(tenths * 100)).await.unwrap();
    }

    assert_eq!(world.store.standings_read(), 1);
}

#[tokio::test]
async fn remembers_a_bounded_number_of_sessions() {
    let world = World::with(Role::Admin).await;
    let authorizer = world.authorizer();
    let standing = Standing { active: true, expires_at: now() + TimeDelta::days(1), session_version: 1 };

    for _ in 0..MOST + 10 {
        authorizer.remember(SessionId::generate(now()), Seen { standing, at: now() });
    }
    assert_eq!(authorizer.seen.lock().unwrap().len(), MOST);
    authorizer.remember(SessionId::generate(now()), Seen { standing, at: now() + MEMORY });

    assert_eq!(authorizer.seen.lock().unwrap().len(), 1);
}
