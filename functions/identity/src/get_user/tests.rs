use super::*;
use crate::administration::testing::Office;
use pantheon_core::identity::{ExternalIdentity, Invitation, InvitationToken, SecondFactor, User};
use pantheon_testing::{code, load_request, now, request, stranger};
use serde_json::json;

#[tokio::test]
async fn shows_a_user_without_any_secret() {
    let office = Office::open();
    let member = office.member(&["viewer"]).await;
    let token = InvitationToken::make(member.tenant.clone(), member.id.clone(), [7; 32]);
    let identity = ExternalIdentity::new("https://accounts.example.com", "1234567890").unwrap();
    office.store.put_user(User {
        invitation: Some(Invitation::of(&token, now())),
        second_factor: Some(SecondFactor::pending("c2VhbGVk".to_owned(), now()).confirmed(1, [].into())),
        identities: [identity].into(),
        ..member.clone()
    });

    let answer = handle(&office.store, load_request("identity/get-user")).await.unwrap();

    let expected = json!({
        "id": member.id, "email": "member@example.com", "state": "active", "roles": ["viewer"], "password": true,
        "second_factor": true, "issuers": ["https://accounts.example.com"],
        "invitation_expires_at": now() + Invitation::LIFETIME, "created_at": now(),
    });
    assert_eq!(json!(answer.body), expected);
    assert_eq!(pantheon_lambda::http::Answer::from(answer).header("etag"), Some("\"1\""));
}

#[tokio::test]
async fn says_not_found_for_a_stranger() {
    let office = Office::open();
    let member = office.member(&["viewer"]).await;
    office.store.put_user(User {
        tenant: stranger(),
        id: "usr_0195f6a0-7c1e-7d43-9a55-0000000000fe".parse().unwrap(),
        ..member
    });

    for id in ["usr_0195f6a0-7c1e-7d43-9a55-0000000000fe", "usr_nobody"] {
        let request = request().caller(&[Permission::UsersRead]).path("user_id", id).build();
        assert_eq!(code(handle(&office.store, request).await), "not_found", "{id}");
    }
}

#[tokio::test]
async fn needs_the_permission_to_read_users() {
    let office = Office::open();
    let member = office.member(&["viewer"]).await;
    let request = request().called_by(&office.caller(&member).await).path("user_id", &member.id).build();

    assert_eq!(code(handle(&office.store, request).await), "forbidden");
}
