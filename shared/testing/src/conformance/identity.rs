//! What every table of identity must do.

#![expect(clippy::unwrap_used, clippy::missing_panics_doc, reason = "a suite fails by panicking")]

use crate::identity::{tenant, user};
use chrono::{DateTime, TimeDelta, Utc};
use pantheon_core::{
    Error,
    command::{Commit, Version},
    event::Origin,
    id::{SessionId, TenantId, UserId},
    identity::{
        Failures, Refresh, RefreshToken, Session, SessionRefreshed, SessionStarted, SessionState, Sessions, SignIn,
        SignInFailures, SignInMethod, Standings, TenantCreated, Tenants, Users,
    },
    permission::Role,
};

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_750_000_000, 123_456_789).unwrap()
}

/// Tenants and users: they are found by every name that they have, and by nobody else's.
pub async fn tenants(tenants: &dyn Tenants, users: &dyn Users) {
    let olympus = tenant("Olympus", now()).unwrap();
    let zeus = user(&olympus.id, "Zeus@olympus.example", &[Role::Admin, Role::Auditor], now()).unwrap();
    let origin = Origin::of_system(olympus.id.clone(), "conformance", now());
    let fact = TenantCreated { tenant_id: olympus.id.clone(), name: "Olympus".to_owned() };
    let commit = Commit::unasked().telling(&origin, &fact, Version::FIRST);

    assert_eq!(tenants.tenant(&olympus.id).await.unwrap(), None);
    assert_eq!(users.user_by_email(&zeus.email).await.unwrap(), None);
    tenants.found(&olympus, &zeus, commit).await.unwrap();

    assert_eq!(tenants.tenant(&olympus.id).await.unwrap(), Some(olympus.clone()));
    assert_eq!(tenants.tenant_by_name(&"OLYMPUS".parse().unwrap()).await.unwrap(), Some(olympus.clone()));
    assert_eq!(tenants.tenant_by_name(&"Olymp".parse().unwrap()).await.unwrap(), None);
    assert_eq!(users.user(&olympus.id, &zeus.id).await.unwrap(), Some(zeus.clone()));
    assert_eq!(users.user_by_email(&"ZEUS@OLYMPUS.example".parse().unwrap()).await.unwrap(), Some(zeus.clone()));
    assert_eq!(users.user_by_email(&"hera@olympus.example".parse().unwrap()).await.unwrap(), None);
    let stranger = TenantId::generate(now());
    assert_eq!(users.user(&stranger, &zeus.id).await.unwrap(), None);
    assert_eq!(users.user(&olympus.id, &UserId::generate(now())).await.unwrap(), None);
    refuses_what_is_taken(tenants, users).await;
}

async fn refuses_what_is_taken(tenants: &dyn Tenants, users: &dyn Users) {
    let namesake = tenant("olympus", now()).unwrap();
    let hades = user(&namesake.id, "hades@styx.example", &[Role::Admin], now()).unwrap();
    let taken = tenants.found(&namesake, &hades, Commit::unasked()).await;
    assert!(matches!(taken, Err(Error::Conflict { .. })), "{taken:?}");
    assert_eq!(users.user_by_email(&hades.email).await.unwrap(), None, "half of a tenant was made");

    let styx = tenant("Styx", now()).unwrap();
    let double = user(&styx.id, "zeus@OLYMPUS.example", &[Role::Admin], now()).unwrap();
    let taken = tenants.found(&styx, &double, Commit::unasked()).await;
    assert!(matches!(taken, Err(Error::Conflict { .. })), "{taken:?}");
    assert_eq!(tenants.tenant(&styx.id).await.unwrap(), None, "half of a tenant was made");
    assert_eq!(tenants.tenant_by_name(&styx.name).await.unwrap(), None, "half of a tenant was made");
}

/// Sessions: each version replaces the one before it and no other.
pub async fn sessions(tenants: &dyn Tenants, sessions: &dyn Sessions, standings: &dyn Standings) {
    let athens = tenant("Athens", now()).unwrap();
    let pallas = user(&athens.id, "pallas@athens.example", &[Role::Viewer], now()).unwrap();
    tenants.found(&athens, &pallas, Commit::unasked()).await.unwrap();
    let token = RefreshToken::first(athens.id.clone(), pallas.id.clone(), SessionId::generate(now()), [1; 32], [2; 32]);
    let session = Session::start(&token, SignIn::by(SignInMethod::Password), now());
    let origin = Origin::of_system(athens.id.clone(), "conformance", now());

    assert_eq!(standings.of_session(&athens.id, &pallas.id, &session.id).await.unwrap(), None);
    let commit = Commit::unasked().telling(&origin, &SessionStarted::of(&session), session.version);
    sessions.start(&session, commit).await.unwrap();
    let again = sessions.start(&session, Commit::unasked()).await;
    assert!(matches!(again, Err(Error::Conflict { .. })), "{again:?}");
    assert_eq!(sessions.session(&athens.id, &pallas.id, &session.id).await.unwrap(), Some(session.clone()));
    let standing = standings.of_session(&athens.id, &pallas.id, &session.id).await.unwrap().unwrap();
    assert!(standing.admits(1, now()));
    assert!(!standing.admits(2, now()));

    let Refresh::Rotated(rotated) = session.refresh(&token, &token.next([3; 32]), None, now() + TimeDelta::minutes(1))
    else {
        panic!("a session refused its own token")
    };
    let commit = || Commit::unasked().telling(&origin, &SessionRefreshed::of(&rotated), rotated.version);
    sessions.save(&rotated, commit()).await.unwrap();
    let late = sessions.save(&rotated, commit()).await;
    assert!(matches!(late, Err(Error::PreconditionFailed { .. })), "{late:?}");
    assert_eq!(sessions.session(&athens.id, &pallas.id, &session.id).await.unwrap(), Some(rotated.clone()));

    let ended = rotated.end(now()).unwrap();
    sessions.save(&ended, Commit::unasked()).await.unwrap();
    let found = sessions.session(&athens.id, &pallas.id, &session.id).await.unwrap().unwrap();
    assert_eq!(found.state, SessionState::Ended);
    assert!(!standings.of_session(&athens.id, &pallas.id, &session.id).await.unwrap().unwrap().admits(1, now()));
    shows_no_session_to_strangers(sessions, standings, &session).await;
}

async fn shows_no_session_to_strangers(sessions: &dyn Sessions, standings: &dyn Standings, session: &Session) {
    let (tenant, user) = (TenantId::generate(now()), UserId::generate(now()));

    assert_eq!(sessions.session(&tenant, &session.user, &session.id).await.unwrap(), None);
    assert_eq!(sessions.session(&session.tenant, &user, &session.id).await.unwrap(), None);
    assert_eq!(standings.of_session(&tenant, &session.user, &session.id).await.unwrap(), None);
    let unknown = Session { id: SessionId::generate(now()), version: Version(2), ..session.clone() };
    let saved = sessions.save(&unknown, Commit::unasked()).await;
    assert!(matches!(saved, Err(Error::PreconditionFailed { .. })), "{saved:?}");
}

/// Failures: each one is remembered in place of the one that was read, and success forgets them.
pub async fn failures(failures: &dyn SignInFailures) {
    let address = "icarus@example.com".parse::<pantheon_core::identity::Email>().unwrap().digest();
    let first = Failures::after(None, now());
    let second = Failures::after(Some(first), now() + TimeDelta::seconds(1));

    assert_eq!(failures.failures(&address).await.unwrap(), None);
    failures.remember(&address, None, &first).await.unwrap();
    assert_eq!(failures.failures(&address).await.unwrap(), Some(first));
    let raced = failures.remember(&address, None, &first).await;
    assert!(matches!(raced, Err(Error::PreconditionFailed { .. })), "{raced:?}");

    failures.remember(&address, Some(&first), &second).await.unwrap();
    let raced = failures.remember(&address, Some(&first), &second).await;
    assert!(matches!(raced, Err(Error::PreconditionFailed { .. })), "{raced:?}");
    assert_eq!(failures.failures(&address).await.unwrap().unwrap().count, 2);

    failures.forget(&address).await.unwrap();
    failures.forget(&address).await.unwrap();
    assert_eq!(failures.failures(&address).await.unwrap(), None);
}
