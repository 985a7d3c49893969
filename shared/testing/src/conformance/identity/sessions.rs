//! What every memory of sessions must do.

#![expect(clippy::unwrap_used, reason = "a suite fails by panicking")]

use super::{Table, conflicts, found, in_pages, is_stale, member, now, winners};
use crate::identity::session;
use chrono::TimeDelta;
use futures::future::join_all;
use pantheon_core::{
    command::{Commit, Version},
    event::Origin,
    id::{SessionId, TenantId, UserId},
    identity::{
        Audience, Digest, Refresh, RefreshToken, Session, SessionRefreshed, SessionStarted, SignIn, SignInMethod,
    },
    permission::Role,
};

/// Demands that each version of a session replaces the one before it and no other.
pub async fn sessions(table: &dyn Table) {
    gives_back_everything_it_was_given(table).await;
    lets_one_of_many_refreshes_pass(table).await;
    lists_the_newest_first(table).await;
}

fn rotated(session: &Session, token: &RefreshToken, secret: u8, key: Option<&Digest>) -> Session {
    let next = token.next([secret; 32]);
    match session.refresh(token, &next, key, now() + TimeDelta::nanoseconds(1_500_000_001)) {
        Refresh::Rotated(rotated) => rotated,
        other => panic!("a session refused its own token: {other:?}"),
    }
}

async fn gives_back_everything_it_was_given(table: &dyn Table) {
    let (athens, pallas) = found(table, "Athens").await;
    let (started, token) = session(&pallas, now());
    let sign_in = SignIn { audience: Audience::Mobile, ..SignIn::by(SignInMethod::Google) };
    let started = Session { sign_in: sign_in.from_client(Some("curl/8 \"#\""), "192.0.2.1"), ..started };
    let origin = Origin::of_system(athens.id.clone(), "conformance", now());
    let read = async || table.session(&athens.id, &pallas.id, &started.id).await.unwrap();

    assert_eq!(read().await, None);
    let commit = Commit::unasked().telling(&origin, &SessionStarted::of(&started), started.version);
    table.start(&started, commit).await.unwrap();
    assert_eq!(read().await, Some(started.clone()));
    conflicts(table.start(&started, Commit::unasked()).await);

    let rotated = rotated(&started, &token, 3, Some(&Digest::of("key")));
    assert!(rotated.last.is_some());
    let commit = || Commit::unasked().telling(&origin, &SessionRefreshed::of(&rotated), rotated.version);
    table.save(&rotated, commit()).await.unwrap();
    is_stale(table.save(&rotated, commit()).await);
    assert_eq!(read().await, Some(rotated.clone()));
    conflicts(table.start(&started, Commit::unasked()).await);

    let ended = rotated.end(now()).unwrap();
    table.save(&ended, Commit::unasked()).await.unwrap();
    assert_eq!(read().await, Some(ended));
    shows_no_session_to_strangers(table, &started).await;
}

async fn shows_no_session_to_strangers(table: &dyn Table, session: &Session) {
    let (tenant, user) = (TenantId::generate(now()), UserId::generate(now()));

    assert_eq!(table.session(&tenant, &session.user, &session.id).await.unwrap(), None);
    assert_eq!(table.session(&session.tenant, &user, &session.id).await.unwrap(), None);
    let unknown = Session { id: SessionId::generate(now()), version: Version(2), ..session.clone() };
    is_stale(table.save(&unknown, Commit::unasked()).await);
    let stolen = Session { tenant, version: Version(4), ..session.clone() };
    is_stale(table.save(&stolen, Commit::unasked()).await);
}

async fn lets_one_of_many_refreshes_pass(table: &dyn Table) {
    let (_, hydra) = found(table, "Lerna").await;
    let (started, token) = session(&hydra, now());
    table.start(&started, Commit::unasked()).await.unwrap();

    let racers = (1..=16).map(|racer| rotated(&started, &token, racer, None));
    let saved = racers.map(async |rotated| table.save(&rotated, Commit::unasked()).await.map(|()| rotated));
    let saved = join_all(saved).await;

    let kept = table.session(&hydra.tenant, &hydra.id, &started.id).await.unwrap();
    assert_eq!(saved.iter().find_map(|outcome| outcome.as_ref().ok()), kept.as_ref(), "{saved:?}");
    assert_eq!(winners(&saved), 1);
}

async fn lists_the_newest_first(table: &dyn Table) {
    let (aulis, calchas) = found(table, "Aulis").await;
    let other = member(table, &aulis, "iphigenia", &[Role::Viewer]).await;
    table.start(&session(&other, now()).0, Commit::unasked()).await.unwrap();
    let mut made = Vec::new();
    for hour in 0..5 {
        let (started, _) = session(&calchas, now() + TimeDelta::hours(hour));
        table.start(&started, Commit::unasked()).await.unwrap();
        made.insert(0, started);
    }
    let over = made[2].revoke(now() + TimeDelta::hours(6)).unwrap();
    table.save(&over, Commit::unasked()).await.unwrap();
    made[2] = over;

    assert_eq!(in_pages(async |page| table.sessions(&aulis.id, &calchas.id, &page).await).await, made);
    let stranger = TenantId::generate(now());
    assert_eq!(in_pages(async |page| table.sessions(&stranger, &calchas.id, &page).await).await, []);
}
