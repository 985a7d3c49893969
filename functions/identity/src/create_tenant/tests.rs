use super::*;
use crate::administration::testing::{Office, claimed};
use pantheon_core::identity::{UserState, Users};
use pantheon_testing::{code, load_request, now, request, violations};
use secrecy::ExposeSecret;
use serde_json::{Value, json};

async fn create(office: &Office, caller: &Caller, body: Value) -> Result<Json<NewTenantView>> {
    handle(&office.store, claimed(request().called_by(caller).body(body).build())).await
}

fn atlantis() -> Value {
    json!({ "name": "Atlantis", "administrator_email": "poseidon@example.com" })
}

#[tokio::test]
async fn makes_a_tenant_that_its_administrator_is_invited_to() {
    let office = Office::open();

    let answer = handle(&office.store, claimed(load_request("identity/create-tenant"))).await.unwrap();

    let body = json!(answer.body);
    let token: InvitationToken = body["administrator"]["invitation"].as_str().unwrap().parse().unwrap();
    assert_eq!((answer.status(), body["name"].as_str()), (201, Some("Atlantis")));
    let tenant = office.store.tenant(token.tenant()).await.unwrap().unwrap();
    assert_eq!((tenant.founding, tenant.administrators.len()), (false, 0));
    let administrator = office.store.user(token.tenant(), token.user()).await.unwrap().unwrap();
    assert_eq!(administrator.state, UserState::Invited);
    assert!(administrator.invitation.as_ref().unwrap().admits(&token, now()));
    assert_eq!(office.store.told(), ["tenant.created", "user.invited"]);
    assert!(office.store.events().iter().all(|event| event.tenant_id == tenant.id));
}

#[tokio::test]
async fn shows_the_invitation_to_nobody_again() {
    let office = Office::open();
    let boss = office.administrator().await;

    let answer = create(&office, &boss, atlantis()).await.unwrap();

    let body = json!(answer.body);
    let token: InvitationToken = body["administrator"]["invitation"].as_str().unwrap().parse().unwrap();
    let recorded = office.recorded();
    assert_eq!(recorded["body"]["administrator"]["invitation"], Value::Null);
    assert_eq!(recorded["body"]["id"], body["id"]);
    for kept in [recorded.to_string(), json!(office.store.events()).to_string()] {
        assert!(!kept.contains(token.text().expose_secret()));
    }
}

#[tokio::test]
async fn is_for_the_founding_tenant_alone() {
    let office = Office::open();
    let boss = office.administrator().await;
    let tenant = office.tenant_now().await;
    office.store.put_tenant(Tenant { founding: false, ..tenant });

    let refused = create(&office, &boss, atlantis()).await;

    assert!(matches!(refused, Err(Error::Refused { .. })), "{refused:?}");
    assert!(office.store.told().is_empty());
}

#[tokio::test]
async fn needs_the_permission_to_make_tenants() {
    let office = Office::open();
    let clerk = office.clerk(&["governor"]).await;

    assert_eq!(code(create(&office, &clerk, atlantis()).await), "forbidden");
}

#[tokio::test]
async fn takes_no_name_and_no_address_twice() {
    let office = Office::open();
    let boss = office.administrator().await;
    let named = json!({ "name": "OLYMPUS", "administrator_email": "poseidon@example.com" });
    let addressed = json!({ "name": "Atlantis", "administrator_email": "Boss@example.com" });

    assert_eq!(code(create(&office, &boss, named).await), "conflict");
    assert_eq!(code(create(&office, &boss, addressed).await), "conflict");
    assert!(office.store.told().is_empty());
}

#[tokio::test]
async fn points_at_what_is_wrong() {
    let office = Office::open();
    let boss = office.administrator().await;
    let cases = [
        (json!({ "name": " ", "administrator_email": "a@example.com" }), "/name"),
        (json!({ "name": "Atlantis", "administrator_email": "nobody" }), "/administrator_email"),
        (json!({ "name": "Atlantis", "administrator_email": "a@example.com", "tenant_id": "x" }), "/tenant_id"),
    ];

    for (body, pointer) in cases {
        assert_eq!(violations(create(&office, &boss, body).await), [pointer]);
    }
}
