use super::samples::user;
use super::*;
use chrono::TimeDelta;
use proptest::prelude::*;

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_700_000_000 + seconds, 0).unwrap()
}

fn invited() -> (User, InvitationToken) {
    let (tenant, id) = (TenantId::generate(at(0)), UserId::generate(at(0)));
    let token = InvitationToken::make(tenant.clone(), id.clone(), [7; 32]);
    let roles = [RoleName::from(Role::Viewer)].into();
    let invitation = Invitation::of(&token, at(0));
    (User::invited(tenant, id, "ada@example.com".parse().unwrap(), roles, invitation, at(0)), token)
}

fn hash(text: &str) -> PasswordHash {
    PasswordHash(text.to_owned())
}

#[test]
fn becomes_active_by_accepting_the_invitation_once() {
    let (user, token) = invited();

    let active = user.accept(&token, hash("new"), at(60)).unwrap();

    assert_eq!((active.state, active.version, active.sessions_since), (UserState::Active, Version(2), at(60)));
    assert!(active.accept(&token, hash("again"), at(61)).is_err());
}

#[test]
fn refuses_an_invitation_that_is_late_or_another() {
    let (user, token) = invited();
    let other = InvitationToken::make(user.tenant.clone(), user.id.clone(), [8; 32]);
    let late = at(0) + Invitation::LIFETIME;

    assert!(user.accept(&other, hash("new"), at(1)).is_err());
    assert!(user.accept(&token, hash("new"), late).is_err());
    assert!(user.accept(&token, hash("new"), late - TimeDelta::seconds(1)).is_ok());
}

#[test]
fn takes_the_invitation_of_a_disabled_user_away() {
    let (user, token) = invited();
    let disabled = user.disabled(at(1)).unwrap();

    assert!(disabled.accept(&token, hash("new"), at(2)).is_err());
    assert_eq!(disabled.enabled().unwrap().state, UserState::Invited);
    assert!(matches!(disabled.invited_again(Invitation::of(&token, at(2))), Err(Error::Conflict { .. })));
}

#[test]
fn is_signed_out_by_a_new_password_and_by_being_disabled_but_not_by_new_roles() {
    let user = user(&[Role::Admin]);

    assert_eq!(user.with_password(hash("new"), at(5)).sessions_since, at(5));
    assert_eq!(user.disabled(at(6)).unwrap().sessions_since, at(6));
    let demoted = user.with_roles([Role::Viewer.into()].into());
    assert_eq!((demoted.sessions_since, demoted.session_version), (user.sessions_since, 2));
    assert_eq!(user.rehashed(hash("stronger")).session_version, 1);
}

#[test]
fn changes_nothing_the_second_time() {
    let user = user(&[Role::Admin]);
    let disabled = user.disabled(at(1)).unwrap();

    assert_eq!(disabled.disabled(at(2)), None);
    assert_eq!(user.enabled(), None);
    assert_eq!(disabled.enabled().unwrap().state, UserState::Active);
}

#[test]
fn links_an_identity_unless_disabled() {
    let (user, _) = invited();
    let identity = ExternalIdentity::new("https://accounts.google.com", "108").unwrap();

    let linked = user.linked(identity.clone()).unwrap();

    assert_eq!((linked.state, linked.invitation.is_none()), (UserState::Active, true));
    assert!(user.disabled(at(1)).unwrap().linked(identity).is_err());
}

#[test]
fn administers_only_while_active() {
    let user = user(&[Role::Admin]);

    assert!(user.administers());
    assert!(!user.disabled(at(1)).unwrap().administers());
    assert!(!user.with_roles([Role::Governor.into()].into()).administers());
}

#[test]
fn hides_the_hash_and_the_address_from_logs() {
    let text = format!("{:?}", user(&[Role::Admin]));

    assert!(!text.contains("argon2id"));
    assert!(!text.contains("example.com"));
}

proptest! {
    #[test]
    fn counts_every_change(changes in prop::collection::vec(0..5_u8, 0..20)) {
        let mut user = user(&[Role::Viewer]);
        let mut expected = 1;
        for change in changes {
            let next = match change {
                0 => Some(user.with_password(hash("x"), at(1))),
                1 => user.disabled(at(2)),
                2 => user.enabled(),
                3 => Some(user.with_roles(BTreeSet::new())),
                _ => Some(user.signed_out(at(3))),
            };
            if let Some(next) = next {
                expected += 1;
                prop_assert!(next.session_version >= user.session_version);
                user = next;
            }
            prop_assert_eq!(user.version, Version(expected));
        }
    }
}
