use super::*;
use proptest::{collection::vec, prelude::*};

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_700_000_000 + seconds, 0).unwrap()
}

fn first_token() -> RefreshToken {
    let ids = (TenantId::generate(at(0)), UserId::generate(at(0)), SessionId::generate(at(0)));
    RefreshToken::first(ids.0, ids.1, ids.2, [7; 32], [0; 32])
}

#[test]
fn accepts_the_current_token_once() {
    let token = first_token();
    let next = token.next([1; 32]);
    let session = Session::start(&token, SignIn::by(SignInMethod::Password), at(0));

    let Refresh::Rotated(rotated) = session.refresh(&token, &next, None, at(60)) else {
        panic!("refused its own token")
    };

    assert_eq!(rotated.current, next.digest());
    assert_eq!((rotated.generation, rotated.version, rotated.refreshed_at), (2, Version(2), at(60)));
    assert!(matches!(rotated.refresh(&token, &next, None, at(61)), Refresh::Reused(_)));
}

#[test]
fn never_lives_longer_than_thirty_days() {
    let token = first_token();
    let last = Session::LIFETIME.num_seconds();
    let mut session = Session::start(&token, SignIn::by(SignInMethod::Password), at(0));

    let Refresh::Rotated(rotated) = session.refresh(&token, &token.next([1; 32]), None, at(last - 1)) else { panic!() };
    session = rotated;

    assert_eq!(session.expires_at, at(last));
    assert_eq!(session.refresh(&token.next([1; 32]), &token.next([2; 32]), None, at(last)), Refresh::Refused);
}

#[test]
fn is_not_harmed_by_a_forger_who_knows_the_identifiers() {
    let token = first_token();
    let session = Session::start(&token, SignIn::by(SignInMethod::Password), at(0));
    let ids = (token.tenant().clone(), token.user().clone(), token.session().clone());
    let forged = RefreshToken::first(ids.0, ids.1, ids.2, [8; 32], [0; 32]);

    assert_eq!(session.refresh(&forged, &forged.next([1; 32]), None, at(1)), Refresh::Refused);
}

#[test]
fn refuses_a_token_that_names_another_tenant() {
    let token = first_token();
    let session = Session::start(&token, SignIn::by(SignInMethod::Password), at(0));
    let (user, id) = (token.user().clone(), token.session().clone());
    let foreign = RefreshToken::first(TenantId::generate(at(1)), user, id, [7; 32], [0; 32]);

    assert_eq!(session.refresh(&foreign, &foreign.next([1; 32]), None, at(1)), Refresh::Refused);
}

#[test]
fn ends_once() {
    let session = Session::start(&first_token(), SignIn::by(SignInMethod::Password), at(0));

    let ended = session.end(at(1)).unwrap();

    assert_eq!((ended.state, ended.version), (SessionState::Ended, Version(2)));
    assert_eq!(ended.end(at(2)), None);
}

#[test]
fn admits_only_tokens_of_the_present_version_of_a_live_session() {
    let permissions = BTreeSet::new();
    let standing = Standing { active: true, expires_at: at(10), session_version: 3, permissions };

    assert!(standing.admits(3, at(9)));
    assert!(!standing.admits(3, at(10)));
    assert!(!standing.admits(2, at(9)));
    assert!(!standing.admits(4, at(9)));
    assert!(!Standing { active: false, ..standing }.admits(3, at(9)));
}

/// What somebody who once saw some tokens of the session may try.
#[derive(Clone, Debug)]
enum Attempt {
    /// Presents the n-th token that was ever given out.
    Present(prop::sample::Index),
    /// Presents the newest token.
    PresentNewest,
    /// Makes a token up.
    Forge(u8),
    /// Signs out.
    SignOut,
}

fn attempts() -> impl Strategy<Value = Attempt> {
    prop_oneof![
        4 => Just(Attempt::PresentNewest),
        2 => any::<prop::sample::Index>().prop_map(Attempt::Present),
        2 => (8..=255_u8).prop_map(Attempt::Forge),
        1 => Just(Attempt::SignOut),
    ]
}

proptest! {
    /// The session is compared with a model that remembers every token that was given out.
    #[test]
    fn follows_the_rules_of_rotation_whatever_is_tried(attempts in vec(attempts(), 1..40)) {
        let mut given = vec![first_token()];
        let mut session = Session::start(&given[0], SignIn::by(SignInMethod::Password), at(0));
        let mut over = false;

        for (step, attempt) in attempts.iter().enumerate() {
            let newest = given.len() - 1;
            let next = given[newest].next([u8::try_from(step).unwrap() + 1; 32]);
            let before = session.clone();
            let outcome = match attempt {
                Attempt::PresentNewest => session.refresh(&given[newest], &next, None, at(1)),
                Attempt::Present(index) => session.refresh(index.get(&given), &next, None, at(1)),
                Attempt::Forge(family) => {
                    let ids = (given[0].tenant().clone(), given[0].user().clone(), given[0].session().clone());
                    let forged = RefreshToken::first(ids.0, ids.1, ids.2, [*family; 32], [0; 32]);
                    session.refresh(&forged, &next, None, at(1))
                }
                Attempt::SignOut => {
                    let ended = session.end(at(1));
                    prop_assert_eq!(ended.is_some(), !over);
                    over = true;
                    session = ended.unwrap_or(session);
                    continue;
                }
            };
            let was_newest = match attempt {
                Attempt::PresentNewest => true,
                Attempt::Present(index) => index.index(given.len()) == newest,
                Attempt::Forge(_) | Attempt::SignOut => false,
            };

            match outcome {
                Refresh::Rotated(rotated) => {
                    prop_assert!(was_newest && !over);
                    prop_assert_eq!(rotated.generation, before.generation + 1);
                    prop_assert_eq!(rotated.version, before.version.next());
                    prop_assert_eq!(rotated.expires_at, before.expires_at);
                    given.push(next);
                    session = rotated;
                }
                Refresh::Reused(revoked) => {
                    prop_assert!(!was_newest && !over && matches!(attempt, Attempt::Present(_)));
                    prop_assert_eq!(revoked.state, SessionState::Revoked);
                    over = true;
                    session = revoked;
                }
                Refresh::Repeated => prop_assert!(false, "nobody sent an idempotency key"),
                Refresh::Refused => prop_assert!(over || matches!(attempt, Attempt::Forge(_))),
            }
            prop_assert_eq!(session.is_live(at(1)), !over);
        }
    }
}

#[test]
fn answers_a_lost_exchange_again_for_ten_seconds_under_the_same_key() {
    let token = first_token();
    let next = token.next([1; 32]);
    let (key, other) = (Digest::of("key"), Digest::of("other"));
    let session = Session::start(&token, SignIn::by(SignInMethod::Password), at(0));
    let Refresh::Rotated(rotated) = session.refresh(&token, &next, Some(&key), at(0)) else { panic!() };

    assert_eq!(rotated.refresh(&token, &next, Some(&key), at(9)), Refresh::Repeated);
    assert!(matches!(rotated.refresh(&token, &next, Some(&key), at(10)), Refresh::Reused(_)));
    assert!(matches!(rotated.refresh(&token, &next, Some(&other), at(1)), Refresh::Reused(_)));
    assert!(matches!(rotated.refresh(&token, &next, None, at(1)), Refresh::Reused(_)));
    assert!(matches!(rotated.refresh(&token, &token.next([2; 32]), Some(&key), at(1)), Refresh::Reused(_)));
}

#[test]
fn is_over_for_a_user_who_was_signed_out_everywhere() {
    let session = Session::start(&first_token(), SignIn::by(SignInMethod::Password), at(10));
    let user = crate::identity::user::samples::user(&[crate::permission::Role::Viewer]);
    let roles = RoleBook::empty(user.tenant.clone());

    assert!(session.is_live_for(&user.signed_out(at(10)), at(11)));
    let later = user.signed_out(at(11));
    assert!(!session.is_live_for(&later, at(12)));
    assert!(!Standing::of_session(&session, &later, &roles).is_good(at(12)));
}

#[test]
fn permits_a_telephone_less_than_the_same_user_elsewhere() {
    let user = crate::identity::user::samples::user(&[crate::permission::Role::Admin]);
    let roles = RoleBook::empty(user.tenant.clone());
    let sign_in = SignIn { audience: Audience::Mobile, ..SignIn::by(SignInMethod::Exchange) };
    let session = Session::start(&first_token(), sign_in, at(0));

    let standing = Standing::of_session(&session, &user, &roles);

    assert!(standing.permissions.contains(&Permission::VetoExecute));
    assert!(!standing.permissions.contains(&Permission::UsersWrite));
}
