use super::*;
use pantheon_core::{
    id::{ProviderId, SessionId},
    identity::User,
    permission::Role,
};
use pantheon_testing::{
    identity::{MemoryIdentity, api_key, session, tenant, user},
    now,
};

fn known() -> (MemoryIdentity, User) {
    let store = MemoryIdentity::default();
    let tenant = tenant("Olympus", now()).unwrap();
    let user = user(&tenant.id, "ada@example.com", &[Role::Viewer], now()).unwrap();
    store.put_tenant(tenant);
    store.put_user(user.clone());
    (store, user)
}

fn claim(user: &User, credential: Credential) -> Claim {
    Claim { tenant: user.tenant.clone(), user: user.id.clone(), credential }
}

#[tokio::test]
async fn knows_the_secret_of_a_program_alone() {
    let (store, user) = known();
    let (key, token) = api_key(&user, &[], now()).unwrap();
    let (_, other) = api_key(&user, &[], now()).unwrap();
    store.put_api_key(key.clone());

    let worth = read(&store, &claim(&user, Credential::ApiKey(key.id)), now()).await.unwrap().unwrap();

    assert!(worth.admits(&token));
    assert!(!worth.admits(&other));
    let (session, _) = session(&user, now());
    store.put_session(session.clone());
    let worth = read(&store, &claim(&user, Credential::Session(session.id)), now()).await.unwrap().unwrap();
    assert!(!worth.admits(&token), "a session has no secret to compare");
}

#[tokio::test]
async fn tells_users_of_one_provider_apart() {
    let (store, user) = known();
    let provider = Credential::Provider(ProviderId::generate(now()));
    let nobody = Claim { user: UserId::generate(now()), ..claim(&user, provider.clone()) };
    let memory = StandingMemory::of(&store);

    assert!(memory.worth(&claim(&user, provider), now(), now()).await.unwrap().is_some());
    assert!(memory.worth(&nobody, now(), now()).await.unwrap().is_none());
}

#[tokio::test]
async fn remembers_nothing_that_does_not_exist() {
    let (store, user) = known();
    let memory = StandingMemory::of(&store);
    let nothing = claim(&user, Credential::Session(SessionId::generate(now())));

    for _ in 0..3 {
        assert!(memory.worth(&nothing, now(), now()).await.unwrap().is_none());
    }

    assert_eq!(store.standings_read(), 3);
    assert!(memory.seen.lock().unwrap().is_empty());
}

#[tokio::test]
async fn remembers_a_bounded_number_of_credentials() {
    let (store, user) = known();
    let provider = claim(&user, Credential::Provider(ProviderId::generate(now())));
    let worth = read(&store, &provider, now()).await.unwrap().unwrap();
    let memory = StandingMemory::of(&store);
    let seen = |at| Seen { worth: worth.clone(), at };
    let next = || claim(&user, Credential::Session(SessionId::generate(now())));

    for _ in 0..MOST + 10 {
        memory.remember(next(), seen(now()));
    }
    assert_eq!(memory.seen.lock().unwrap().len(), MOST);
    memory.remember(next(), seen(now() + MEMORY));

    assert_eq!(memory.seen.lock().unwrap().len(), 1);
}
