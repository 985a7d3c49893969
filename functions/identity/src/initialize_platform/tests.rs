use super::*;
use crate::{
    password::Passwords,
    sealing::Sealing,
    sign_in::{Credentials, Doorkeeper},
    testing::CHEAP,
};
use pantheon_core::{
    identity::{RoleName, TenantName, Tenants, Users},
    permission::Role,
};
use pantheon_testing::{
    code,
    identity::{MemoryIdentity, MemorySecrets, MemorySigningKeys, MemoryVerificationKeys},
    load_event, now, violations,
};
use serde_json::json;

const SECRET: &str = "arn:aws:secretsmanager:us-east-1:000000000000:secret:administrator";
const PASSWORD: &str = "Zr8kQ2mXw5Yt7Lp9Zr8kQ2mXw5Yt7Lp9";

struct Platform {
    store: MemoryIdentity,
    keys: MemorySigningKeys,
    published: MemoryVerificationKeys,
    secrets: MemorySecrets,
    passwords: Passwords,
}

impl Platform {
    fn new() -> Self {
        let secrets = MemorySecrets::default();
        secrets.put(SECRET, &json!({ "email": "zeus@olympus.example", "password": PASSWORD }).to_string());
        let (store, keys, published) = Default::default();
        Self { store, keys, published, secrets, passwords: Passwords::of(CHEAP).unwrap() }
    }

    async fn initialize(&self, wish: Wish, properties: Value) -> Result<Outcomes> {
        let Value::Object(properties) = properties else { panic!("properties are an object") };
        let founder = Founder { tenants: &self.store, users: &self.store, passwords: &self.passwords };
        let request = Request::new(wish, Some("tnt_before".to_owned()), properties, now());
        handle(&self.keys, &self.published, &founder, &self.secrets, SECRET, request).await
    }
}

fn olympus() -> Value {
    let event: Value = serde_json::from_str(&load_event("identity/initialize-platform")).unwrap();
    event["ResourceProperties"].clone()
}

#[tokio::test]
async fn makes_the_key_the_tenant_and_the_administrator_of_the_sample_event() {
    let platform = Platform::new();

    let outcomes = platform.initialize(Wish::Create, olympus()).await.unwrap();

    let name: TenantName = "Olympus".parse().unwrap();
    let tenant = platform.store.tenant_by_name(&name).await.unwrap().unwrap();
    let user = platform.store.user_by_email(&"zeus@olympus.example".parse().unwrap()).await.unwrap().unwrap();
    assert_eq!((outcomes.physical_id.as_str(), &outcomes.data["TenantId"]), (tenant.id.as_str(), &json!(tenant.id)));
    assert_eq!((&user.tenant, user.roles), (&tenant.id, [RoleName::from(Role::Admin)].into()));
    assert_eq!((tenant.founding, tenant.administrators), (true, [user.id].into()));
    assert!(platform.passwords.matches(&SecretString::from(PASSWORD), user.password.as_ref()).unwrap());
    let key = platform.keys.key_ring().await.unwrap().unwrap().keys()[0].id.clone();
    assert_eq!(platform.published.published().await.unwrap()[0].id, key);
    assert_eq!(platform.store.told(), ["tenant.created", "user.created"]);
}

#[tokio::test]
async fn changes_nothing_the_second_time() {
    let platform = Platform::new();
    let first = platform.initialize(Wish::Create, olympus()).await.unwrap();
    let key = platform.keys.key_ring().await.unwrap().unwrap().keys()[0].id.clone();

    for wish in [Wish::Create, Wish::Update] {
        assert_eq!(platform.initialize(wish, olympus()).await.unwrap(), first);
    }

    assert_eq!(platform.keys.key_ring().await.unwrap().unwrap().keys()[0].id, key);
    assert_eq!(platform.store.told().len(), 2);
}

#[tokio::test]
async fn makes_another_tenant_when_it_is_invoked_directly() {
    let platform = Platform::new();
    let first = platform.initialize(Wish::Create, olympus()).await.unwrap();
    let atlantis = json!({
        "tenant_name": "Atlantis",
        "administrator_email": "poseidon@atlantis.example",
        "administrator_password": "as deep as the sea",
    });

    let second = platform.initialize(Wish::Create, atlantis).await.unwrap();

    assert_ne!(second.physical_id, first.physical_id);
    let user = platform.store.user_by_email(&"poseidon@atlantis.example".parse().unwrap()).await.unwrap().unwrap();
    assert!(platform.passwords.matches(&SecretString::from("as deep as the sea"), user.password.as_ref()).unwrap());
    let tenant = platform.store.tenant(&user.tenant).await.unwrap().unwrap();
    assert!(!tenant.founding);
}

#[tokio::test]
async fn refuses_to_mix_two_tenants() {
    let platform = Platform::new();
    platform.initialize(Wish::Create, olympus()).await.unwrap();
    let mixtures = [
        json!({ "tenant_name": "olympus", "administrator_email": "hera@olympus.example" }),
        json!({ "tenant_name": "Hades", "administrator_email": "ZEUS@olympus.example" }),
    ];

    for mixture in mixtures {
        assert_eq!(code(platform.initialize(Wish::Update, mixture).await), "conflict");
    }
}

#[tokio::test]
async fn removes_nothing() {
    let platform = Platform::new();
    platform.initialize(Wish::Create, olympus()).await.unwrap();

    let outcomes = platform.initialize(Wish::Delete, olympus()).await.unwrap();

    assert_eq!(outcomes.physical_id, "tnt_before");
    assert!(platform.store.tenant_by_name(&"Olympus".parse().unwrap()).await.unwrap().is_some());
}

#[tokio::test]
async fn refuses_properties_that_break_the_contract() {
    let platform = Platform::new();
    let email = "a@b.c";

    let nameless = json!({ "tenant_name": " ", "administrator_email": email });
    assert_eq!(violations(platform.initialize(Wish::Create, nameless).await), ["/tenant_name"]);
    let short = json!({ "tenant_name": "X", "administrator_email": email, "administrator_password": "short" });
    assert_eq!(violations(platform.initialize(Wish::Create, short).await), ["/administrator_password"]);
    let unsure = json!({ "tenant_name": "X", "administrator_email": email, "founding": "maybe" });
    assert_eq!(violations(platform.initialize(Wish::Create, unsure).await), ["/founding"]);
    for broken in [
        json!({}),
        json!({ "tenant_name": "X" }),
        json!({ "tenant_name": "X", "administrator_email": email, "role": "x" }),
    ] {
        assert_eq!(code(platform.initialize(Wish::Create, broken).await), "invalid");
    }
    assert!(platform.store.told().is_empty());
}

#[tokio::test]
async fn does_not_quote_a_secret_that_it_cannot_read() {
    let platform = Platform::new();
    platform.secrets.put(SECRET, "hush, not JSON");

    let error = platform.initialize(Wish::Create, olympus()).await.unwrap_err();

    let Error::Internal { source } = error else { panic!("{error:?}") };
    assert!(!source.to_string().contains("hush"));
}

#[tokio::test]
async fn leads_to_a_first_sign_in() {
    let platform = Platform::new();
    platform.initialize(Wish::Create, olympus()).await.unwrap();
    let sealing = Sealing::new(&[7; 64]).unwrap();
    let Platform { store, passwords, .. } = &platform;
    let doorkeeper = Doorkeeper { users: store, failures: store, passwords, sealing: &sealing };

    let (email, password) = ("zeus@olympus.example".parse().unwrap(), SecretString::from(PASSWORD));

    assert!(doorkeeper.admit(Credentials { email: &email, password: &password, code: None }, now()).await.is_ok());
}
