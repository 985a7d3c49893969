use super::*;
use crate::testing::{EMAIL, PASSWORD, World, tokens};
use async_trait::async_trait;
use chrono::TimeDelta;
use pantheon_core::{
    id::{TenantId, UserId},
    identity::{KeyRing, SessionState, Standing, UserState},
    permission::Role,
};
use pantheon_testing::{identity::MemoryIdentity, now};
use proptest::prelude::*;

fn secret(text: &str) -> SecretString {
    SecretString::from(text)
}

fn email(text: &str) -> Email {
    text.parse().unwrap()
}

async fn attempt(world: &World, address: &str, password: &str, at: DateTime<Utc>) -> Result<User> {
    world.doorkeeper().admit(&email(address), &secret(password), at).await
}

#[tokio::test]
async fn admits_the_right_password_whatever_the_case_of_the_address() {
    let world = World::with(Role::Viewer).await;

    assert_eq!(attempt(&world, "ADA@example.com", PASSWORD, now()).await.unwrap(), world.user);
}

#[tokio::test]
async fn gives_strangers_wrong_passwords_and_disabled_users_the_same_answer() {
    let world = World::with(Role::Viewer).await;
    let disabled = World::with(Role::Viewer).await;
    disabled.store.put_user(User { state: UserState::Disabled, ..disabled.user.clone() });

    let answers = [
        attempt(&world, EMAIL, "wrong", now()).await,
        attempt(&world, "nobody@example.com", PASSWORD, now()).await,
        attempt(&disabled, EMAIL, PASSWORD, now()).await,
    ];

    for answer in answers {
        let Err(Error::Unauthenticated { reason }) = answer else { panic!("{answer:?}") };
        assert_eq!(reason, "the e-mail address or the password is wrong");
    }
}

#[tokio::test]
async fn makes_known_and_unknown_addresses_wait_alike() {
    let world = World::with(Role::Viewer).await;

    for address in [EMAIL, "nobody@example.com"] {
        for _ in 0..=Failures::FREE {
            assert!(matches!(attempt(&world, address, "wrong", now()).await, Err(Error::Unauthenticated { .. })));
        }
        let Err(Error::QuotaExceeded { retry_after }) = attempt(&world, address, PASSWORD, now()).await else {
            panic!("{address} may go on guessing")
        };
        assert_eq!(retry_after.as_secs(), 30);
    }
    assert!(attempt(&world, EMAIL, PASSWORD, now() + TimeDelta::seconds(30)).await.is_ok());
}

#[tokio::test]
async fn forgives_everything_on_success() {
    let world = World::with(Role::Viewer).await;
    for _ in 0..Failures::FREE {
        attempt(&world, EMAIL, "wrong", now()).await.unwrap_err();
    }

    attempt(&world, EMAIL, PASSWORD, now()).await.unwrap();

    assert_eq!(world.store.failures(&email(EMAIL).digest()).await.unwrap(), None);
}

#[tokio::test]
async fn begins_a_session_and_tells_of_it() {
    let world = World::with(Role::Viewer).await;

    let (_, refresh) = world.sign_in().await;

    let token: RefreshToken = refresh.parse().unwrap();
    let session = world.store.session(token.tenant(), token.user(), token.session()).await.unwrap().unwrap();
    assert_eq!(session, Session::start(&token, now()));
    assert_eq!(world.store.told(), ["session.started"]);
}

#[tokio::test]
async fn tells_nothing_secret_in_events() {
    let world = World::with(Role::Viewer).await;
    let (access, refresh) = world.sign_in().await;
    let token: RefreshToken = refresh.parse().unwrap();
    world.sessions().go_on(&token, now()).await.unwrap();
    world.sessions().go_on(&token, now()).await.unwrap_err();

    let text = serde_json::to_string(&world.store.events()).unwrap();

    for secret in [&access, &refresh, token.digest().as_str(), token.family().as_str(), EMAIL] {
        assert!(!text.contains(secret));
    }
}

#[tokio::test]
async fn goes_on_with_the_next_token_and_the_present_permissions() {
    let world = World::with(Role::Viewer).await;
    let (_, refresh) = world.sign_in().await;
    world.store.put_user(User { roles: [Role::Admin].into(), session_version: 2, ..world.user.clone() });

    let (access, next) = tokens(&world.sessions().go_on(&refresh.parse().unwrap(), now()).await.unwrap());

    let caller = world.authorizer().authorize(&access, now()).await.unwrap();
    assert_eq!(caller.permissions, Role::Admin.permissions());
    assert_ne!(next, refresh);
    assert_eq!(world.store.told(), ["session.started", "session.refreshed"]);
}

#[tokio::test]
async fn ends_the_session_when_a_spent_token_comes_back() {
    let world = World::with(Role::Viewer).await;
    let (access, first) = world.sign_in().await;
    let (_, second) = tokens(&world.sessions().go_on(&first.parse().unwrap(), now()).await.unwrap());
    let (_, third) = tokens(&world.sessions().go_on(&second.parse().unwrap(), now()).await.unwrap());

    let thief = world.sessions().go_on(&first.parse().unwrap(), now()).await;
    let owner = world.sessions().go_on(&third.parse().unwrap(), now()).await;

    assert!(matches!(thief, Err(Error::Unauthenticated { .. })));
    assert!(matches!(owner, Err(Error::Unauthenticated { .. })));
    assert!(world.authorizer().authorize(&access, now()).await.is_err());
    assert_eq!(world.store.told().last().unwrap(), "session.revoked");
}

#[tokio::test]
async fn refuses_a_disabled_user_without_spending_the_token() {
    let world = World::with(Role::Viewer).await;
    let (_, refresh) = world.sign_in().await;
    world.store.put_user(User { state: UserState::Disabled, ..world.user.clone() });

    assert!(matches!(
        world.sessions().go_on(&refresh.parse().unwrap(), now()).await,
        Err(Error::Unauthenticated { .. })
    ));

    world.store.put_user(world.user.clone());
    assert!(world.sessions().go_on(&refresh.parse().unwrap(), now()).await.is_ok());
}

#[tokio::test]
async fn spends_nothing_when_it_cannot_sign() {
    let world = World::with(Role::Viewer).await;
    let (_, refresh) = world.sign_in().await;
    let later = now() + TimeDelta::minutes(6);
    let broken = pantheon_core::identity::SigningKey { private_pem: secret("broken"), ..world.key.clone() };
    let source = pantheon_testing::identity::MemorySigningKeys::default();
    let keys = crate::key_chain::KeyChain::open(&source, now()).await.unwrap();
    source.replace(KeyRing::of(vec![broken]).unwrap());
    let settings = crate::token::TokenSettings::new("i", "a", TimeDelta::minutes(15)).unwrap();
    let tokens = TokenIssuer::new(&keys, settings);
    let unable = SessionKeeper { tokens: &tokens, ..world.sessions() };

    assert!(unable.go_on(&refresh.parse().unwrap(), later).await.is_err());

    assert!(world.sessions().go_on(&refresh.parse().unwrap(), later).await.is_ok());
}

/// A table where somebody else refreshes the session just before it is saved.
struct Raced<'a> {
    table: &'a MemoryIdentity,
    rival: RefreshToken,
}

#[async_trait]
impl Sessions for Raced<'_> {
    async fn session(&self, tenant: &TenantId, user: &UserId, id: &SessionId) -> Result<Option<Session>> {
        self.table.session(tenant, user, id).await
    }

    async fn start(&self, session: &Session, commit: Commit) -> Result<()> {
        self.table.start(session, commit).await
    }

    async fn save(&self, session: &Session, commit: Commit) -> Result<()> {
        let found = self.table.session(&session.tenant, &session.user, &session.id).await?.unwrap();
        if found.generation == 1 && found.state == SessionState::Active {
            let Refresh::Rotated(rotated) = found.refresh(&self.rival, &self.rival.next([9; 32]), now()) else {
                panic!()
            };
            self.table.save(&rotated, Commit::unasked()).await?;
        }
        self.table.save(session, commit).await
    }

    async fn standing(&self, tenant: &TenantId, user: &UserId, id: &SessionId) -> Result<Option<Standing>> {
        self.table.standing(tenant, user, id).await
    }
}

#[tokio::test]
async fn takes_the_loser_of_a_race_for_a_second_user_of_the_token() {
    let world = World::with(Role::Viewer).await;
    let (_, refresh) = world.sign_in().await;
    let token: RefreshToken = refresh.parse().unwrap();
    let raced = Raced { table: world.store, rival: token.clone() };
    let keeper = SessionKeeper { sessions: &raced, ..world.sessions() };

    let lost = keeper.go_on(&token, now()).await;

    assert!(matches!(lost, Err(Error::Unauthenticated { .. })));
    let session = world.store.session(token.tenant(), token.user(), token.session()).await.unwrap().unwrap();
    assert_eq!(session.state, SessionState::Revoked);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    /// Whatever order a client and a thief present tokens in, each token buys at most one pair, and
    /// nothing is bought any more once one was presented twice.
    #[test]
    fn sells_one_pair_for_one_token(order in prop::collection::vec(any::<prop::sample::Index>(), 1..12)) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let world = World::with(Role::Viewer).await;
            let mut held = vec![world.sign_in().await.1];
            let mut spent = vec![false];
            let mut over = false;

            for choice in order {
                let choice = choice.index(held.len());
                let bought = world.sessions().go_on(&held[choice].parse().unwrap(), now()).await;
                assert_eq!(bought.is_ok(), !over && !spent[choice]);
                over |= spent[choice];
                spent[choice] = true;
                if let Ok(pair) = bought {
                    held.push(tokens(&pair).1);
                    spent.push(false);
                }
            }
        });
    }
}
