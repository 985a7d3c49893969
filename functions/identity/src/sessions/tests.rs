use super::*;
use crate::testing::{EMAIL, World, tokens};
use async_trait::async_trait;
use chrono::TimeDelta;
use pantheon_core::{
    identity::{Audience, KeyRing, RoleName, SessionState, SignInMethod, UserState},
    page::{Page, PageRequest},
    permission::Role,
};
use pantheon_testing::{identity::MemoryIdentity, now};
use proptest::prelude::*;
use secrecy::SecretString;
use serde_json::Value;

fn key(text: &str) -> IdempotencyKey {
    text.parse().unwrap()
}

async fn go_on(world: &World, refresh: &str, key: Option<&IdempotencyKey>, at: DateTime<Utc>) -> Result<TokenPair> {
    world.sessions().go_on(&refresh.parse().unwrap(), key, at).await
}

fn claims(access: &str) -> Value {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(access.split('.').nth(1).unwrap()).unwrap()).unwrap()
}

fn scope(access: &str) -> Vec<String> {
    claims(access)["scope"].as_str().unwrap().split(' ').map(str::to_owned).collect()
}

fn is_refused<T: std::fmt::Debug>(result: &Result<T>) -> bool {
    matches!(result, Err(Error::Unauthenticated { .. }))
}

#[tokio::test]
async fn begins_a_session_and_tells_of_it() {
    let world = World::with(Role::Viewer).await;
    let sign_in = SignIn::by(SignInMethod::Password).from_client(Some("pantheon-cli/1"), "192.0.2.10");

    let (access, refresh) = tokens(&world.sessions().begin(&world.user, sign_in.clone(), now()).await.unwrap());

    let token: RefreshToken = refresh.parse().unwrap();
    let session = world.session_of(&world.holder_of(&refresh)).await;
    assert_eq!(session, Session::start(&token, sign_in, now()));
    assert_eq!(claims(&access)["sid"], token.session().as_str());
    assert_eq!(world.store.told(), ["session.started"]);
}

#[tokio::test]
async fn permits_a_session_what_its_audience_allows_of_the_roles() {
    let world = World::with(Role::Admin).await;
    let sign_in = SignIn { audience: Audience::Mobile, ..SignIn::by(SignInMethod::Exchange) };

    let (access, refresh) = tokens(&world.sessions().begin(&world.user, sign_in, now()).await.unwrap());
    let (later, _) = tokens(&go_on(&world, &refresh, None, now()).await.unwrap());

    for access in [access, later] {
        assert_eq!(claims(&access)["aud"], "pantheon-mobile");
        let scope = scope(&access);
        assert!(scope.contains(&"veto:execute".to_owned()) && !scope.contains(&"users:write".to_owned()), "{scope:?}");
    }
}

#[tokio::test]
async fn tells_nothing_secret_in_events() {
    let world = World::with(Role::Viewer).await;
    let (access, refresh) = world.sign_in().await;
    let token: RefreshToken = refresh.parse().unwrap();
    go_on(&world, &refresh, Some(&key("a-key")), now()).await.unwrap();
    go_on(&world, &refresh, None, now()).await.unwrap_err();

    let text = serde_json::to_string(&world.store.events()).unwrap();

    for secret in [&access, &refresh, token.digest().as_str(), token.family().as_str(), EMAIL, "a-key"] {
        assert!(!text.contains(secret));
    }
}

#[tokio::test]
async fn goes_on_with_the_next_token_and_the_present_permissions() {
    let world = World::with(Role::Viewer).await;
    let (_, refresh) = world.sign_in().await;
    world.store.put_user(world.user.with_roles([RoleName::from(Role::Admin)].into()));

    let (access, next) = tokens(&go_on(&world, &refresh, None, now()).await.unwrap());

    assert_eq!(scope(&access).len(), Role::Admin.permissions().len());
    assert_eq!(claims(&access)["sv"], 2);
    assert_ne!(next, refresh);
    assert_eq!(world.store.told(), ["session.started", "session.refreshed"]);
}

#[tokio::test]
async fn ends_the_session_when_a_spent_token_comes_back() {
    let world = World::with(Role::Viewer).await;
    let (_, first) = world.sign_in().await;
    let (_, second) = tokens(&go_on(&world, &first, None, now()).await.unwrap());
    let (_, third) = tokens(&go_on(&world, &second, None, now()).await.unwrap());

    let thief = go_on(&world, &first, None, now()).await;
    let owner = go_on(&world, &third, None, now()).await;

    assert!(is_refused(&thief) && is_refused(&owner));
    assert!(!world.lets_in(&world.holder_of(&first)).await);
    assert_eq!(world.store.told().last().unwrap(), "session.revoked");
}

#[tokio::test]
async fn gives_a_lost_answer_again_to_the_same_request() {
    let world = World::with(Role::Viewer).await;
    let (_, first) = world.sign_in().await;
    let key = key("9b2f");

    let (_, lost) = tokens(&go_on(&world, &first, Some(&key), now()).await.unwrap());
    let again = go_on(&world, &first, Some(&key), now() + TimeDelta::seconds(9)).await;

    let (access, second) = tokens(&again.unwrap());
    assert_eq!(second, lost);
    assert!(!scope(&access).is_empty());
    assert_eq!(world.store.told(), ["session.started", "session.refreshed"]);
    assert!(go_on(&world, &second, None, now() + TimeDelta::seconds(9)).await.is_ok());
}

#[tokio::test]
async fn takes_a_late_or_another_request_for_theft() {
    let other = key("other");
    let (key, soon, late) = (key("key"), now() + TimeDelta::seconds(1), now() + TimeDelta::seconds(10));
    for (again, at) in [(Some(&key), late), (Some(&other), soon), (None, soon)] {
        let world = World::with(Role::Viewer).await;
        let (_, first) = world.sign_in().await;
        let (_, second) = tokens(&go_on(&world, &first, Some(&key), now()).await.unwrap());

        assert!(is_refused(&go_on(&world, &first, again, at).await), "{again:?} at {at}");
        assert!(is_refused(&go_on(&world, &second, None, at).await));
    }
}

#[tokio::test]
async fn refuses_whoever_was_shut_out_or_signed_out_everywhere_and_spends_nothing() {
    let world = World::with(Role::Viewer).await;
    let (_, refresh) = world.sign_in().await;
    let later = now() + TimeDelta::seconds(1);

    world.store.put_user(User { state: UserState::Disabled, ..world.user.clone() });
    assert!(is_refused(&go_on(&world, &refresh, None, later).await));
    world.store.put_user(world.user.signed_out(later));
    assert!(is_refused(&go_on(&world, &refresh, None, later).await));

    world.store.put_user(world.user.clone());
    assert!(go_on(&world, &refresh, None, later).await.is_ok());
}

#[tokio::test]
async fn repeats_nothing_for_whoever_was_signed_out_everywhere() {
    let world = World::with(Role::Viewer).await;
    let (_, refresh) = world.sign_in().await;
    let (key, later) = (key("key"), now() + TimeDelta::seconds(1));
    go_on(&world, &refresh, Some(&key), now()).await.unwrap();

    world.store.put_user(world.user.signed_out(later));

    assert!(is_refused(&go_on(&world, &refresh, Some(&key), later).await));
}

#[tokio::test]
async fn spends_nothing_when_it_cannot_sign() {
    let world = World::with(Role::Viewer).await;
    let (_, refresh) = world.sign_in().await;
    let later = now() + TimeDelta::minutes(6);
    let broken = pantheon_core::identity::SigningKey { private_pem: SecretString::from("broken"), ..world.key.clone() };
    let source = pantheon_testing::identity::MemorySigningKeys::default();
    let keys = crate::key_chain::KeyChain::open(&source, now()).await.unwrap();
    source.put(KeyRing::of(vec![broken]).unwrap());
    let settings = crate::token::TokenSettings::new("i", "a", TimeDelta::minutes(15)).unwrap();
    let tokens = TokenIssuer::new(&keys, settings);
    let unable = SessionKeeper { tokens: &tokens, ..world.sessions() };

    assert!(unable.go_on(&refresh.parse().unwrap(), None, later).await.is_err());

    assert!(go_on(&world, &refresh, None, later).await.is_ok());
}

/// A table where somebody else refreshes the session just before it is saved.
struct Raced<'a> {
    table: &'a MemoryIdentity,
    rival: RefreshToken,
    next: RefreshToken,
    key: Option<Digest>,
}

#[async_trait]
impl Sessions for Raced<'_> {
    async fn session(&self, tenant: &TenantId, user: &UserId, id: &SessionId) -> Result<Option<Session>> {
        self.table.session(tenant, user, id).await
    }

    async fn sessions(&self, tenant: &TenantId, user: &UserId, page: &PageRequest) -> Result<Page<Session>> {
        self.table.sessions(tenant, user, page).await
    }

    async fn start(&self, session: &Session, commit: Commit) -> Result<()> {
        self.table.start(session, commit).await
    }

    async fn save(&self, session: &Session, commit: Commit) -> Result<()> {
        let found = self.table.session(&session.tenant, &session.user, &session.id).await?.unwrap();
        if found.generation == 1 && found.state == SessionState::Active {
            let Refresh::Rotated(rotated) = found.refresh(&self.rival, &self.next, self.key.as_ref(), now()) else {
                panic!()
            };
            self.table.save(&rotated, Commit::unasked()).await?;
        }
        self.table.save(session, commit).await
    }
}

#[tokio::test]
async fn takes_the_loser_of_a_race_for_a_second_user_of_the_token() {
    let world = World::with(Role::Viewer).await;
    let (_, refresh) = world.sign_in().await;
    let token: RefreshToken = refresh.parse().unwrap();
    let raced = Raced { table: world.store, rival: token.clone(), next: token.next([9; 32]), key: None };
    let keeper = SessionKeeper { sessions: &raced, ..world.sessions() };

    let lost = keeper.go_on(&token, None, now()).await;

    assert!(is_refused(&lost));
    assert_eq!(world.session_of(&world.holder_of(&refresh)).await.state, SessionState::Revoked);
}

#[tokio::test]
async fn gives_both_the_same_answer_when_a_client_asks_twice_at_once_under_one_key() {
    let world = World::with(Role::Viewer).await;
    let (_, refresh) = world.sign_in().await;
    let token: RefreshToken = refresh.parse().unwrap();
    let key = key("9b2f");
    let next = token.next(world.sealing.next_refresh_secret(&token, &key));
    let digest = Some(Digest::of("9b2f"));
    let raced = Raced { table: world.store, rival: token.clone(), next: next.clone(), key: digest };
    let keeper = SessionKeeper { sessions: &raced, ..world.sessions() };

    let (_, second) = tokens(&keeper.go_on(&token, Some(&key), now()).await.unwrap());

    assert_eq!(second.parse::<RefreshToken>().unwrap().digest(), next.digest());
}

#[tokio::test]
async fn ends_a_session_although_it_is_refreshed_in_the_meantime() {
    for (ending, state) in [(Ending::SignOut, SessionState::Ended), (Ending::Revocation, SessionState::Revoked)] {
        let world = World::with(Role::Viewer).await;
        let (_, refresh) = world.sign_in().await;
        let token: RefreshToken = refresh.parse().unwrap();
        let raced = Raced { table: world.store, rival: token.clone(), next: token.next([9; 32]), key: None };

        let origin = of_user(token.tenant(), token.user(), now());
        assert!(end(&raced, token.user(), token.session(), ending, &origin).await.unwrap());

        assert_eq!(world.session_of(&world.holder_of(&refresh)).await.state, state);
    }
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
                let bought = go_on(&world, &held[choice], None, now()).await;
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
