use crate::{
    federation_world::Elsewhere,
    testing::{World, shown, tokens},
};
use pantheon_core::{
    identity::{Audience, SignInMethod},
    permission::Role,
};
use pantheon_testing::{code, now, violations};
use serde_json::json;

#[tokio::test]
async fn begins_a_session_that_knows_where_the_user_signed_in() {
    let elsewhere = Elsewhere::new().await;
    let code = elsewhere.code().await;

    let answer = elsewhere.redeem(json!({ "code": code, "audience": "dashboard" }), 10).await.unwrap();

    let caller = elsewhere.world.holder_of(&tokens(&answer.body).1);
    let session = elsewhere.world.session_of(&caller).await;
    assert_eq!((session.sign_in.method, session.sign_in.audience), (SignInMethod::Google, Audience::Dashboard));
    assert_eq!(session.sign_in.source_ip.as_deref(), Some("192.0.2.10"));
    assert!(elsewhere.world.lets_in(&caller).await);
    assert_eq!(elsewhere.world.store.told(), ["user.identity_linked", "session.started"]);
}

#[tokio::test]
async fn takes_every_code_once_and_for_a_minute() {
    let elsewhere = Elsewhere::new().await;
    let spent = elsewhere.code().await;
    elsewhere.redeem(json!({ "code": spent }), 10).await.unwrap();
    assert_eq!(code(elsewhere.redeem(json!({ "code": spent }), 11).await), "unauthenticated");

    // The sign-in took five seconds.
    let late = elsewhere.code().await;
    assert_eq!(code(elsewhere.redeem(json!({ "code": late }), 65).await), "unauthenticated");
    let just = elsewhere.code().await;
    assert!(elsewhere.redeem(json!({ "code": just }), 64).await.is_ok());
    assert_eq!(code(elsewhere.redeem(json!({ "code": "made-up" }), 5).await), "unauthenticated");
}

#[tokio::test]
async fn asks_for_the_second_factor_and_takes_it_within_the_minute() {
    let (world, codes) = World::with_authenticator(Role::Operator).await;
    let elsewhere = Elsewhere::of(world);
    let once = elsewhere.code().await;
    let with = |totp: &str| json!({ "code": once, "totp_code": totp });

    assert_eq!(code(elsewhere.redeem(json!({ "code": once }), 10).await), "second_factor_required");
    assert_eq!(code(elsewhere.redeem(with("000000"), 11).await), "unauthenticated");
    assert!(elsewhere.redeem(with(shown(&codes[0])), 20).await.is_ok());
    assert_eq!(code(elsewhere.redeem(with(shown(&codes[1])), 21).await), "unauthenticated");

    let other = elsewhere.code().await;
    assert_eq!(code(elsewhere.redeem(json!({ "code": other }), 10).await), "second_factor_required");
    let late = elsewhere.redeem(json!({ "code": other, "totp_code": shown(&codes[1]) }), 65).await;
    assert_eq!(code(late), "unauthenticated");
}

#[tokio::test]
async fn gives_a_code_up_after_five_failures() {
    let (world, codes) = World::with_authenticator(Role::Operator).await;
    let elsewhere = Elsewhere::of(world);
    let once = elsewhere.code().await;
    for second in 0..5 {
        assert_eq!(code(elsewhere.redeem(json!({ "code": once }), 10 + second).await), "second_factor_required");
    }

    let refused = elsewhere.redeem(json!({ "code": once, "totp_code": shown(&codes[0]) }), 20).await;

    assert_eq!(code(refused), "unauthenticated");
}

#[tokio::test]
async fn lets_nobody_in_who_was_disabled_in_the_meantime() {
    let elsewhere = Elsewhere::new().await;
    let once = elsewhere.code().await;
    let disabled = elsewhere.world.user_now().await.disabled(now()).unwrap();
    elsewhere.world.store.put_user(disabled);

    assert_eq!(code(elsewhere.redeem(json!({ "code": once }), 10).await), "unauthenticated");
}

#[tokio::test]
async fn points_at_what_is_wrong() {
    let elsewhere = Elsewhere::new().await;

    assert_eq!(violations(elsewhere.redeem(json!({}), 0).await), [""]);
    let unknown = json!({ "code": "a", "audience": "toaster" });
    assert_eq!(violations(elsewhere.redeem(unknown, 0).await), ["/audience"]);
    let more = json!({ "code": "a", "user": "b" });
    assert_eq!(violations(elsewhere.redeem(more, 0).await), ["/user"]);
}
