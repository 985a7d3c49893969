use super::*;
use crate::{
    password::{Cost, Passwords},
    testing::{CHEAP, EMAIL, PASSWORD, World, shown},
};
use async_trait::async_trait;
use chrono::TimeDelta;
use pantheon_core::{
    id::{TenantId, UserId},
    identity::{ExternalIdentity, PasswordHash, Tenant, UserFilter, UserState},
    page::{Page, PageRequest},
    permission::Role,
};
use pantheon_testing::{identity::MemoryIdentity, now, violations};
use std::sync::atomic::{AtomicUsize, Ordering};

fn secret(text: &str) -> SecretString {
    SecretString::from(text)
}

fn email(text: &str) -> Email {
    text.parse().unwrap()
}

async fn admit(
    doorkeeper: &Doorkeeper<'_>,
    address: &str,
    password: &str,
    code: Option<&str>,
    at: DateTime<Utc>,
) -> Result<User> {
    let (email, password, code) = (email(address), secret(password), code.map(secret));
    doorkeeper.admit(Credentials { email: &email, password: &password, code: code.as_ref() }, at).await
}

async fn attempt(world: &World, address: &str, password: &str, at: DateTime<Utc>) -> Result<User> {
    admit(&world.doorkeeper(), address, password, None, at).await
}

async fn with_code(world: &World, code: &str) -> Result<User> {
    admit(&world.doorkeeper(), EMAIL, PASSWORD, Some(code), now()).await
}

fn is_wrong<T: std::fmt::Debug>(result: &Result<T>) -> bool {
    let Err(Error::Unauthenticated { reason }) = result else { panic!("{result:?}") };
    *reason == "the e-mail address or the password is wrong"
}

#[tokio::test]
async fn admits_the_right_password_whatever_the_case_of_the_address() {
    let world = World::with(Role::Viewer).await;

    assert_eq!(attempt(&world, "ADA@example.com", PASSWORD, now()).await.unwrap(), world.user);
}

#[tokio::test]
async fn gives_whoever_may_not_sign_in_the_same_answer() {
    let world = World::with(Role::Viewer).await;
    let (authenticated, _) = World::with_authenticator(Role::Viewer).await;

    assert!(is_wrong(&attempt(&world, EMAIL, "wrong", now()).await));
    assert!(is_wrong(&attempt(&world, "nobody@example.com", PASSWORD, now()).await));
    assert!(is_wrong(&with_code(&authenticated, "000000").await));
    assert!(is_wrong(&admit(&authenticated.doorkeeper(), EMAIL, "wrong", Some("000000"), now()).await));
    let others = [
        User { state: UserState::Disabled, ..world.user.clone() },
        User { state: UserState::Invited, ..world.user.clone() },
        User { password: None, ..world.user.clone() },
    ];
    for other in others {
        world.store.put_user(other.clone());
        assert!(is_wrong(&attempt(&world, EMAIL, PASSWORD, now()).await), "{other:?}");
    }
}

#[tokio::test]
async fn makes_known_and_unknown_addresses_wait_alike() {
    let world = World::with(Role::Viewer).await;

    for address in [EMAIL, "nobody@example.com"] {
        for _ in 0..=Failures::FREE {
            assert!(is_wrong(&attempt(&world, address, "wrong", now()).await));
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
async fn asks_only_whoever_knows_the_password_for_a_code() {
    let (world, _) = World::with_authenticator(Role::Viewer).await;

    assert!(matches!(attempt(&world, EMAIL, PASSWORD, now()).await, Err(Error::SecondFactorRequired)));
    assert!(is_wrong(&attempt(&world, EMAIL, "wrong", now()).await));
    assert_eq!(world.store.failures(&email(EMAIL).digest()).await.unwrap().unwrap().count, 1);
}

#[tokio::test]
async fn takes_the_code_of_the_authenticator_once() {
    let (world, _) = World::with_authenticator(Role::Viewer).await;
    let code = world.shown(world.user.second_factor.as_ref().unwrap(), now());

    assert!(with_code(&world, &code).await.is_ok());
    assert!(is_wrong(&with_code(&world, &code).await));
}

#[tokio::test]
async fn takes_a_recovery_code_once() {
    let (world, codes) = World::with_authenticator(Role::Viewer).await;

    assert!(with_code(&world, shown(&codes[0])).await.is_ok());
    assert!(is_wrong(&with_code(&world, shown(&codes[0])).await));
    assert!(with_code(&world, shown(&codes[1])).await.is_ok());
}

#[tokio::test]
async fn makes_whoever_guesses_codes_wait() {
    let (world, _) = World::with_authenticator(Role::Viewer).await;
    for _ in 0..=Failures::FREE {
        assert!(is_wrong(&with_code(&world, "000000").await));
    }

    let code = world.shown(world.user.second_factor.as_ref().unwrap(), now());

    assert!(matches!(with_code(&world, &code).await, Err(Error::QuotaExceeded { .. })));
}

#[tokio::test]
async fn asks_for_no_code_before_the_authenticator_has_proved_itself() {
    let mut world = World::with(Role::Viewer).await;
    let pending = totp::enroll(world.sealing, &world.user, now()).unwrap().factor;
    world.user = User { second_factor: Some(pending), ..world.user };
    world.store.put_user(world.user.clone());

    assert!(attempt(&world, EMAIL, PASSWORD, now()).await.is_ok());
}

/// Users of whom somebody else changes one just before it is saved.
struct Raced<'a> {
    table: &'a MemoryIdentity,
    rival: User,
    saves: AtomicUsize,
    times: usize,
}

#[async_trait]
impl Users for Raced<'_> {
    async fn user(&self, tenant: &TenantId, id: &UserId) -> Result<Option<User>> {
        self.table.user(tenant, id).await
    }

    async fn user_by_email(&self, email: &Email) -> Result<Option<User>> {
        self.table.user_by_email(email).await
    }

    async fn user_by_identity(&self, tenant: Option<&TenantId>, identity: &ExternalIdentity) -> Result<Option<User>> {
        self.table.user_by_identity(tenant, identity).await
    }

    async fn users(&self, tenant: &TenantId, filter: &UserFilter, page: &PageRequest) -> Result<Page<User>> {
        self.table.users(tenant, filter, page).await
    }

    async fn add_user(&self, user: &User, commit: Commit) -> Result<()> {
        self.table.add_user(user, commit).await
    }

    async fn save_user(&self, user: &User, tenant: Option<&Tenant>, commit: Commit) -> Result<()> {
        if self.saves.fetch_add(1, Ordering::Relaxed) < self.times {
            let found = self.table.user(&user.tenant, &user.id).await?.unwrap();
            self.table.put_user(User { version: found.version.next(), ..self.rival.clone() });
        }
        self.table.save_user(user, tenant, commit).await
    }
}

impl World {
    fn raced_by(&self, rival: User, times: usize) -> Raced<'static> {
        Raced { table: self.store, rival, saves: AtomicUsize::new(0), times }
    }
}

#[tokio::test]
async fn lets_one_of_two_in_who_bring_the_same_code_at_the_same_time() {
    let (world, _) = World::with_authenticator(Role::Viewer).await;
    let factor = world.user.second_factor.clone().unwrap();
    let code = world.shown(&factor, now());
    let step = totp::step_of(world.sealing, &world.user, &factor, &code, now()).unwrap().unwrap();
    let rival = User { second_factor: factor.spend_step(step), ..world.user.clone() };
    let users = world.raced_by(rival, 1);
    let doorkeeper = Doorkeeper { users: &users, ..world.doorkeeper() };

    assert!(is_wrong(&admit(&doorkeeper, EMAIL, PASSWORD, Some(&code), now()).await));
}

#[tokio::test]
async fn admits_a_user_who_changed_in_the_meantime_unless_the_password_did() {
    for (password, admitted) in [(None, false), (Some(()), true)] {
        let (world, _) = World::with_authenticator(Role::Viewer).await;
        let code = world.shown(world.user.second_factor.as_ref().unwrap(), now());
        let kept = password.and_then(|()| world.user.password.clone());
        let rival = User { password: kept.or(Some(PasswordHash("other".to_owned()))), ..world.user.clone() };
        let users = world.raced_by(rival, 1);
        let doorkeeper = Doorkeeper { users: &users, ..world.doorkeeper() };

        assert_eq!(admit(&doorkeeper, EMAIL, PASSWORD, Some(&code), now()).await.is_ok(), admitted);
    }
}

#[tokio::test]
async fn gives_up_on_a_user_who_keeps_changing() {
    let (world, _) = World::with_authenticator(Role::Viewer).await;
    let code = world.shown(world.user.second_factor.as_ref().unwrap(), now());
    let users = world.raced_by(world.user.clone(), usize::MAX);
    let doorkeeper = Doorkeeper { users: &users, ..world.doorkeeper() };

    let result = admit(&doorkeeper, EMAIL, PASSWORD, Some(&code), now()).await;

    assert!(matches!(result, Err(Error::Unavailable { .. })));
}

#[tokio::test]
async fn replaces_a_weak_hash_at_sign_in_and_only_after_success() {
    let world = World::with(Role::Viewer).await;
    let passwords = Passwords::of(Cost { passes: 2, ..CHEAP }).unwrap();
    let doorkeeper = Doorkeeper { passwords: &passwords, ..world.doorkeeper() };

    admit(&doorkeeper, EMAIL, "wrong", None, now()).await.unwrap_err();
    assert_eq!(world.user_now().await, world.user);
    let user = admit(&doorkeeper, EMAIL, PASSWORD, None, now()).await.unwrap();

    assert_eq!(world.user_now().await, user);
    assert!(!passwords.is_weak(user.password.as_ref().unwrap()).unwrap());
    assert_eq!(user.session_version, world.user.session_version);
    assert!(admit(&doorkeeper, EMAIL, PASSWORD, None, now()).await.unwrap().password == user.password);
}

#[tokio::test]
async fn admits_a_user_whose_weak_hash_cannot_be_replaced() {
    let world = World::with(Role::Viewer).await;
    let passwords = Passwords::of(Cost { passes: 2, ..CHEAP }).unwrap();
    let users = world.raced_by(world.user.clone(), usize::MAX);
    let doorkeeper = Doorkeeper { passwords: &passwords, users: &users, ..world.doorkeeper() };

    assert!(admit(&doorkeeper, EMAIL, PASSWORD, None, now()).await.is_ok());
}

#[tokio::test]
async fn confirms_the_present_password_and_makes_whoever_guesses_at_it_wait() {
    let world = World::with(Role::Viewer).await;
    let confirm = async |password: &str| {
        let password = secret(password);
        world.doorkeeper().confirm(&world.user, "/password", &password, now()).await
    };

    assert!(confirm(PASSWORD).await.is_ok());
    for _ in 0..=Failures::FREE {
        assert_eq!(violations(confirm("wrong").await), ["/password"]);
    }
    assert!(matches!(confirm(PASSWORD).await, Err(Error::QuotaExceeded { .. })));
    assert!(matches!(attempt(&world, EMAIL, PASSWORD, now()).await, Err(Error::QuotaExceeded { .. })));
}

#[tokio::test]
async fn confirms_nobody_without_a_password() {
    let world = World::with(Role::Viewer).await;
    let user = User { password: None, ..world.user.clone() };

    let refused = world.doorkeeper().confirm(&user, "/password", &secret(""), now()).await;

    assert!(matches!(refused, Err(Error::Refused { .. })));
}
