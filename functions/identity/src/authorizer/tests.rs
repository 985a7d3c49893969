use super::*;
use crate::{standing_memory::MEMORY, token_world::World};
use chrono::TimeDelta;
use pantheon_core::{
    identity::{ApiKey, Audience, RoleBook, Session, SessionState, User, UserState},
    limit::{Bucket, Quota},
    permission::Role,
};
use pantheon_testing::{
    identity::{api_key, role},
    limit::MemoryLimits,
    now,
};
use secrecy::ExposeSecret;

fn let_in(admission: Result<Admission>) -> Caller {
    admission.unwrap().verdict().unwrap().clone()
}

async fn refused(authorizer: &Authorizer<'_>, bearer: &str, at: DateTime<Utc>) -> bool {
    let admission = authorizer.admit(bearer, at).await;
    matches!(admission.as_ref().map_or_else(Err, Admission::verdict), Err(Error::Unauthenticated { .. }))
}

/// An API key of the world's user, and its text.
fn program(world: &World, permissions: &[Permission]) -> (ApiKey, String) {
    let (key, token) = api_key(&world.user, permissions, now()).unwrap();
    world.store.put_api_key(key.clone());
    (key, token.text().expose_secret().to_owned())
}

#[tokio::test]
async fn lets_in_whoever_has_signed_in() {
    let world = World::with(Role::Viewer).await;
    let (token, session) = world.sign_in(Audience::Api).await;

    let caller = let_in(world.authorizer().admit(&token, now()).await);

    assert_eq!((&caller.tenant, &caller.user), (&world.tenant.id, &world.user.id));
    assert_eq!(caller.credential, Credential::Session(session.id));
    assert_eq!(caller.permissions, Role::Viewer.permissions());
}

#[tokio::test]
async fn gives_every_role_its_own_permissions() {
    for role in Role::ALL {
        let world = World::with(*role).await;
        let (token, _) = world.sign_in(Audience::Api).await;

        let caller = let_in(world.authorizer().admit(&token, now()).await);

        assert_eq!(caller.permissions, role.permissions(), "{role:?}");
    }
}

#[tokio::test]
async fn lets_a_telephone_do_less() {
    let world = World::with(Role::Admin).await;
    let (token, _) = world.sign_in(Audience::Mobile).await;

    let caller = let_in(world.authorizer().admit(&token, now()).await);

    assert!(caller.permissions.contains(&Permission::ScansRead));
    assert!(!caller.permissions.contains(&Permission::ScansStart));
    assert!(caller.permissions.is_subset(&Audience::Mobile.cap()));
}

#[tokio::test]
async fn computes_permissions_from_the_roles_of_this_moment() {
    let world = World::with(Role::Viewer).await;
    let mut book = RoleBook::empty(world.tenant.id.clone());
    let scanner = role("scanner", &[Permission::ScansRead, Permission::ScansStart], now()).unwrap();
    book.custom.insert(scanner.name.clone(), scanner.clone());
    world.store.put_roles(book.clone());
    world.store.put_user(User { roles: [scanner.name.clone()].into(), ..world.user.clone() });
    let world = World { user: User { roles: [scanner.name.clone()].into(), ..world.user.clone() }, ..world };
    let (token, _) = world.sign_in_under(Audience::Api, &book).await;
    let authorizer = world.authorizer();
    assert_eq!(let_in(authorizer.admit(&token, now()).await).permissions, scanner.permissions);

    let less = role("scanner", &[Permission::ScansRead, Permission::UsersWrite], now()).unwrap();
    book.custom.insert(less.name.clone(), less);
    world.store.put_roles(book);

    let caller = let_in(authorizer.admit(&token, now() + MEMORY).await);
    assert_eq!(caller.permissions, [Permission::ScansRead].into(), "less at once, more with the next token");
}

#[tokio::test]
async fn refuses_a_session_that_nobody_began() {
    let (here, elsewhere) = (World::with(Role::Admin).await, World::with(Role::Admin).await);
    let (token, _) = here.sign_in(Audience::Api).await;
    let limits = MemoryLimits::default();
    let quota = Quota::per_minute(60);
    let limits = CallerLimits { limits: &limits, tenant: quota, principal: quota };
    let authorizer = Authorizer::new(here.verifier(), &NobodyElse, elsewhere.store, limits);

    assert!(refused(&authorizer, &token, now()).await);
}

#[tokio::test]
async fn notices_within_five_seconds_what_ends_a_token() {
    type Change = fn(Session, User) -> (Session, User);
    let changes: [(&str, Change); 5] = [
        ("logout", |session, user| (Session { state: SessionState::Ended, ..session }, user)),
        ("revocation", |session, user| (Session { state: SessionState::Revoked, ..session }, user)),
        ("disabling", |session, user| (session, User { state: UserState::Disabled, ..user })),
        ("a change of roles", |session, user| (session, User { session_version: 2, ..user })),
        ("signing out everywhere", |session, user| {
            (session, User { sessions_since: now() + TimeDelta::seconds(1), ..user })
        }),
    ];
    for (name, change) in changes {
        let world = World::with(Role::Admin).await;
        let (token, session) = world.sign_in(Audience::Api).await;
        let authorizer = world.authorizer();
        let_in(authorizer.admit(&token, now()).await);

        let (session, user) = change(session, world.user.clone());
        world.store.put_session(session);
        world.store.put_user(user);

        assert!(refused(&authorizer, &token, now() + MEMORY).await, "{name}");
    }
    assert!(MEMORY < TimeDelta::seconds(5));
}

#[tokio::test]
async fn asks_once_for_many_requests_in_a_row() {
    let world = World::with(Role::Admin).await;
    let (token, _) = world.sign_in(Audience::Api).await;
    let authorizer = world.authorizer();

    for tenths in 0..19 {
        let_in(authorizer.admit(&token, now() + TimeDelta::milliseconds(tenths * 100)).await);
    }

    assert_eq!(world.store.standings_read(), 1);
}

#[tokio::test]
async fn reads_nothing_for_a_token_that_it_did_not_sign() {
    let (world, other) = (World::with(Role::Admin).await, World::with(Role::Admin).await);
    let (forged, _) = other.sign_in(Audience::Api).await;
    let authorizer = world.authorizer();

    for bearer in ["", "nonsense", "a.b.c", "pak.x.y.z.w", "prt.x.y.z.w", forged.as_str()] {
        assert!(refused(&authorizer, bearer, now()).await, "{bearer}");
    }

    assert_eq!(world.store.standings_read(), 0);
    assert!(world.limits.buckets().is_empty());
}

#[tokio::test]
async fn lets_a_program_in_with_no_more_than_its_user_may_do() {
    let world = World::with(Role::Viewer).await;
    let (key, text) = program(&world, &[Permission::ScansRead, Permission::UsersWrite]);

    let caller = let_in(world.authorizer().admit(&text, now()).await);

    assert_eq!(caller.credential, Credential::ApiKey(key.id));
    assert_eq!(caller.permissions, [Permission::ScansRead].into());
}

#[tokio::test]
async fn notices_what_ends_an_api_key() {
    type Change = fn(ApiKey, User) -> (ApiKey, User);
    let changes: [(&str, TimeDelta, Change); 3] = [
        ("revocation", MEMORY, |key, user| (key.revoke().unwrap(), user)),
        ("disabling", MEMORY, |key, user| (key, User { state: UserState::Disabled, ..user })),
        ("time", TimeDelta::days(90), |key, user| (key, user)),
    ];
    for (name, after, change) in changes {
        let world = World::with(Role::Admin).await;
        let (key, text) = program(&world, &[Permission::ScansRead]);
        let authorizer = world.authorizer();
        let_in(authorizer.admit(&text, now()).await);

        let (key, user) = change(key, world.user.clone());
        world.store.put_api_key(key);
        world.store.put_user(user);

        assert!(refused(&authorizer, &text, now() + after).await, "{name}");
    }
}

#[tokio::test]
async fn compares_the_secret_of_a_program_even_where_it_remembers_the_key() {
    let world = World::with(Role::Admin).await;
    let (_, text) = program(&world, &[Permission::ScansRead]);
    let guess = format!("{}{}", &text[..text.len() - 43], "B".repeat(42) + "A");
    let authorizer = world.authorizer();

    assert!(refused(&authorizer, &guess, now()).await);
    assert!(world.limits.buckets().is_empty(), "a guess uses up nothing of the user's");
    let_in(authorizer.admit(&text, now()).await);
    assert!(refused(&authorizer, &guess, now()).await);
}

/// Somebody who vouches for one user.
struct Vouching(Vouched);

#[async_trait]
impl ExternalCallers for Vouching {
    async fn identify(&self, token: &str, _now: DateTime<Utc>) -> Result<Vouched> {
        assert_eq!(token.split('.').count(), 3);
        Ok(self.0.clone())
    }
}

/// A token that says that somebody else has issued it.
fn foreign() -> String {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    let claims = r#"{"iss":"https://login.example.org","aud":"pantheon"}"#;
    format!("e30.{}.c2ln", URL_SAFE_NO_PAD.encode(claims))
}

#[tokio::test]
async fn lets_in_for_whom_a_provider_of_the_tenant_vouches() {
    let world = World::with(Role::Operator).await;
    let vouched = Vouched {
        tenant: world.tenant.id.clone(),
        user: world.user.id.clone(),
        provider: ProviderId::generate(now()),
        expires_at: now() + TimeDelta::minutes(5),
    };
    let external = Vouching(vouched.clone());
    let authorizer = Authorizer::new(world.verifier(), &external, world.store, world.caller_limits());

    let caller = let_in(authorizer.admit(&foreign(), now()).await);
    assert_eq!(caller.credential, Credential::Provider(vouched.provider));
    assert_eq!(caller.permissions, Role::Operator.permissions());

    world.store.put_user(User { state: UserState::Disabled, ..world.user.clone() });
    assert!(refused(&authorizer, &foreign(), now() + MEMORY).await);
    world.store.put_user(world.user.clone());
    assert!(refused(&authorizer, &foreign(), vouched.expires_at).await);
}

#[tokio::test]
async fn trusts_nobody_else_where_there_is_nobody_else() {
    let world = World::with(Role::Admin).await;

    assert!(refused(&world.authorizer(), &foreign(), now()).await);
    assert_eq!(world.store.standings_read(), 0);
}

#[tokio::test]
async fn refuses_who_asks_too_much_and_tells_everybody_what_is_left() {
    let world = World::with(Role::Viewer).await;
    let (token, _) = world.sign_in(Audience::Api).await;
    let limits = CallerLimits { limits: world.limits, tenant: Quota::per_minute(100), principal: Quota::per_minute(2) };
    let authorizer = Authorizer::new(world.verifier(), &NobodyElse, world.store, limits);

    let first = authorizer.admit(&token, now()).await.unwrap();
    assert_eq!(first.rate().unwrap().limit(), r#""principal";r=1;t=30"#);
    authorizer.admit(&token, now()).await.unwrap().verdict().unwrap();
    let third = authorizer.admit(&token, now()).await.unwrap();

    assert!(matches!(third.verdict(), Err(Error::QuotaExceeded { .. })));
    assert!(third.rate().unwrap().limit().starts_with(r#""principal";r=0"#));
}

#[tokio::test]
async fn goes_on_without_limits_that_do_not_answer() {
    let world = World::with(Role::Viewer).await;
    let (token, _) = world.sign_in(Audience::Api).await;
    world.limits.set_down(true);

    let admission = world.authorizer().admit(&token, now()).await.unwrap();

    assert!(admission.verdict().is_ok());
    assert_eq!(admission.rate(), None);
}

#[tokio::test]
async fn lets_nobody_in_when_nothing_is_known() {
    let world = World::with(Role::Admin).await;
    let (token, _) = world.sign_in(Audience::Api).await;
    let (_, text) = program(&world, &[Permission::ScansRead]);
    let authorizer = world.authorizer();
    world.store.set_down(true);

    for bearer in [token, text] {
        let admission = authorizer.admit(&bearer, now()).await;
        let verdict = admission.as_ref().map_or_else(Err, Admission::verdict);
        assert!(matches!(verdict, Err(Error::Unavailable { .. })));
    }
}

#[tokio::test]
async fn takes_nothing_from_the_buckets_for_a_session_that_is_known_to_be_over() {
    let world = World::with(Role::Admin).await;
    let (token, session) = world.sign_in(Audience::Api).await;
    world.store.put_session(Session { state: SessionState::Ended, ..session });
    let limits = CallerLimits { limits: world.limits, tenant: Quota::per_minute(100), principal: Quota::per_minute(5) };
    let authorizer = Authorizer::new(world.verifier(), &NobodyElse, world.store, limits);

    for _ in 0..20 {
        assert!(refused(&authorizer, &token, now()).await);
    }

    let of_user = Bucket::Principal(world.tenant.id.clone(), world.user.id.clone());
    let left = pantheon_core::limit::Limits::take(world.limits, &of_user, Quota::per_minute(5), now()).await.unwrap();
    assert_eq!(left.remaining, 3, "one was taken before anything was known");
}
