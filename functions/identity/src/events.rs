//! The events of this context are what their schemas say.

use chrono::DateTime;
use pantheon_core::{
    command::Version,
    event::{Fact, Origin},
    id::{SessionId, TenantId, UserId},
    identity::{
        RefreshToken, RoleName, Session, SessionEnded, SessionRefreshed, SessionRevoked, SessionStarted, SignIn,
        SignInMethod, TenantCreated, UserActivated, UserCreated, UserPasswordChanged, UserSecondFactorEnabled,
        UserSecondFactorRemoved,
    },
    permission::Role,
};
use serde_json::Value;
use std::path::Path;

fn schema(name: &str) -> jsonschema::Validator {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../events/schemas")).join(format!("{name}.json"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name} has no schema: {error}"));
    let schema: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(schema["title"], name);
    jsonschema::validator_for(&schema).unwrap()
}

fn assert_fits<F: Fact>(fact: &F) {
    let origin = Origin::of_system(TenantId::generate(DateTime::UNIX_EPOCH), "test", DateTime::UNIX_EPOCH);
    let event = serde_json::to_value(origin.event(fact, Version::FIRST.0)).unwrap();

    let schema = schema(F::KIND);
    schema.validate(&event).unwrap();
    for member in event["data"].as_object().unwrap().keys() {
        let mut less = event.clone();
        less["data"].as_object_mut().unwrap().remove(member);
        assert!(!schema.is_valid(&less), "{} may lack {member}", F::KIND);
    }
}

#[test]
fn events_fit_their_schemas() {
    let now = DateTime::UNIX_EPOCH;
    let ids = (TenantId::generate(now), UserId::generate(now), SessionId::generate(now));
    let (tenant_id, user_id) = (ids.0.clone(), ids.1.clone());
    let token = RefreshToken::first(ids.0, ids.1, ids.2, [1; 32], [2; 32]);
    let session = Session::start(&token, SignIn::by(SignInMethod::Password), now);
    let roles = Role::ALL.iter().copied().map(RoleName::from).collect();

    assert_fits(&SessionStarted::of(&session));
    assert_fits(&SessionRefreshed::of(&session));
    assert_fits(&SessionEnded::of(&session));
    assert_fits(&SessionRevoked::of(&session));
    assert_fits(&TenantCreated { tenant_id, name: "Olympus".to_owned() });
    assert_fits(&UserCreated { user_id: user_id.clone(), roles });
    assert_fits(&UserActivated { user_id: user_id.clone() });
    assert_fits(&UserPasswordChanged { user_id: user_id.clone() });
    assert_fits(&UserSecondFactorEnabled { user_id: user_id.clone() });
    assert_fits(&UserSecondFactorRemoved { user_id });
}
